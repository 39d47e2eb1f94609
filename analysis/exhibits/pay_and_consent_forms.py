"""Pay and consent, consent: in what form it was given, for which use, and what it states.

Decided: the consent of a use is the one the use names; whether another would cover it is not
looked for. A use that names none is a part of its own under every question.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    WORKED,
    any_withheld,
    fetch,
    parts_of,
    reshaped,
    word,
)
from analysis.exhibits.pay_and_consent_words import FORMS, period_of_ledger, share_of
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, percent
from analysis.warehouse import Warehouse

MOST_PARTS = 15
FORM_BY = Choice(
    "form_by", "Consent of", "All uses with four questions, or the form alone by market or brand.",
    "all", fixed({"all": "All twin uses", "market": "By market", "brand": "By brand"}),
)
QUESTIONS = {
    "form": "In what form was it given?", "given": "Was it given for this use?",
    "scope": "Does it say what for?", "rate": "Does it state the rate of pay?",
}
ANSWERS = {
    **FORMS, "fits": "by this model, for this brand or any, before the use",
    "other_brand": "for another brand", "other_model": "by another model",
    "signed_later": "signed after the use", "stated": "yes", "silent": "no",
}
STYLES = {"separate_written": "solid", "fits": "solid", "stated": "solid", "missing": "hatched"}
NAMED = (
    "The consent of a use is the one the use names; a use that names none may still have one that "
    "is not in the ledger."
)
FORM_SHARE = "Share = twin uses with that answer ÷ all worked twin uses of the part."


@ledger_exhibit(
    "pay_and_consent_forms", page="pay_and_consent", controls=(FORM_BY,), needs=("consents",),
    question="On what consent do twin uses rest?",
)
def build_forms(warehouse: Warehouse, *, form_by: str) -> Exhibit:
    """Worked twin uses by form, addressee, scope and rate of the consent they name.

    Unit: twin uses. Denominator: all worked twin uses of the whole, the market or the brand.
    """
    result = fetch(warehouse, "pay_and_consent_forms", by=form_by)
    table, released = reshaped(result, lambda frame: frame.assign(
        part_words=["All twin uses" if part == "all" else word(form_by, part)
                    for part in frame["part"]],
        question_words=frame["question"].map(QUESTIONS),
        answer_words=frame["answer"].map(ANSWERS)))
    forms = table[table["question"] == "form"]
    title, parts = _forms_title(forms, form_by), forms["part"].nunique()
    shown = "" if form_by == "all" else f" by {form_by}" + (
        f", the {MOST_PARTS} with most uses of {parts}" if parts > MOST_PARTS else "")
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="twin uses", row="count",
            subtitle="Worked twin uses by the consent they name, number"
            f"{shown}, {period_of_ledger(warehouse)} · hatched: no consent named",
            alt=f"{title}. " + "; ".join(
                f"{row['part_words']}, {row['answer_words']}: {_uses(row['uses'])}"
                for row in _drawn(table, form_by).to_dict("records")) + ".",
        ),
        columns={
            "part_words": Column("Uses"), "question_words": Column("Question"),
            "answer_words": Column("Answer"), "uses": Column("Twin uses", "uses", "integer"),
            "share": Column("Share", "share of uses", "percent"),
        } | SOURCE,
        released=released,
        draw=lambda frame, canvas: draw_parts(_form_parts(frame, form_by), canvas),
        **parts_of(warehouse, [result], notes=(NAMED, FORM_SHARE, WORKED)),
    )


def _forms_title(forms: pd.DataFrame, form_by: str) -> str:
    """Uses without a separate written consent: overall, or the reach over markets or brands."""
    if any_withheld(forms):
        shown = int((~forms["suppressed"]).sum())
        return (f"{shown} of {count(len(forms), 'figure')} by form of consent may be shown; no sum "
                "is given where one is withheld")
    totals = forms.groupby("part", sort=False)["uses"].sum()
    if not totals.sum():
        return "No twin was used, so no consent is asked for"
    written = forms[forms["answer"] == "separate_written"].set_index("part")["uses"]
    without = totals - written.reindex(totals.index).fillna(0)
    total, missing = int(totals.sum()), int(without.sum())
    if not missing:
        return f"Every one of {count(total, 'twin use')} names a separate written consent"
    verb = "names" if missing == 1 else "name"
    said = f"{count(missing)} of {count(total, 'twin use')} {verb} no separate written consent"
    shares = (without / totals).round(2).head(MOST_PARTS)
    if form_by == "all" or shares.nunique() == 1:
        return f"{said} ({share_of(missing, total)})"
    low, high = (word(form_by, str(part)) for part in (shares.idxmin(), shares.idxmax()))
    drawn = "" if len(totals) <= MOST_PARTS else f" of the {MOST_PARTS} with most uses"
    return (f"{said}: from {percent(shares.min())} ({low}) to {percent(shares.max())} ({high})"
            f"{drawn}")


def _uses(number: float) -> str:
    return WITHHELD if pd.isna(number) else count(number)


def _drawn(table: pd.DataFrame, form_by: str) -> pd.DataFrame:
    """All four questions for the whole; the form alone for the markets or brands with most uses."""
    if form_by == "all":
        return table
    first = list(dict.fromkeys(table["part"]))[:MOST_PARTS]
    return table[(table["question"] == "form") & table["part"].isin(first)]


def _form_parts(table: pd.DataFrame, form_by: str) -> pd.DataFrame:
    rows = _drawn(table, form_by)
    return pd.DataFrame({
        "question": rows["question_words" if form_by == "all" else "part_words"],
        "part": rows["answer_words"], "count": rows["uses"],
        "style": [STYLES.get(answer, "light") for answer in rows["answer"]],
    })
