"""Twin register, told from its rows: the H&M case, and allegations beside the replies.

Decided: the H&M case says what was announced, what is named, and what no text read says; an
announced number is never called a number made. An allegation stands with the reply found, or with
the word that none was found.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.human_v_twin import KIND_WORDS
from analysis.exhibits.registry import exhibit
from analysis.exhibits.twin_register import FOUND, HM_CASE
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

ANSWERS = {"yes": "stated", "no": "said to be undisclosed", "unknown": "not stated"}


@exhibit(
    "twin_register_hm", page="twin_register",
    question="What is known of the thirty twins of H&M?",
)
def build_hm(warehouse: Warehouse) -> Exhibit:
    """The H&M case from its rows: announced, named, shown, and what is not known."""
    result = warehouse.fetch("twin_register_hm", case=HM_CASE)
    table = result.frame
    announced, named = _announced(table), int(table["models_named_count"].sum())
    title = _hm_title(table, announced, named)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("one case, told by those who wrote about it"),
        words=Words(
            title=title, unit="models", row="event",
            subtitle="H&M, twins announced in March 2025, number of models · hatched: no name in "
            "any text read · announced, not counted as made",
            alt=f"{title}. " + "; ".join(
                f"{row['date_text']}: {row['quantity']:,.0f} {row['quantity_unit']}"
                for row in table[table["quantity"].notna()].to_dict("records")
            ),
        ),
        columns={
            "date_text": Column("Date"), "models_count": Column("Models", "persons", "integer"),
            "models_named": Column("Named in the texts read"),
            "quantity": Column("Quantity", "see the next column", "integer"),
            "quantity_unit": Column("Of what"), "consent_disclosed": Column("Consent disclosed"),
            "payment_disclosed": Column("Terms of pay stated"),
            "payment_terms": Column("What was said about pay"),
            "label_shown": Column("Label shown"),
            "crew_effect_stated": Column("Said about the crew"), "vendor": Column("Maker"),
            "note": Column("Note"), "event_id": Column("Row in twin_events.csv"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_parts(_hm_parts(announced, named), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources",
            topics=["twin_hm", "twin_pay", "twin_pairs"],
            notes=_hm_unknown(table, announced, named),
        ),
    )


def _announced(table: pd.DataFrame) -> int:
    return int(table["models_count"].max()) if table["models_count"].notna().any() else 0


def _hm_title(table: pd.DataFrame, announced: int, named: int) -> str:
    if table.empty:
        return "No event of H&M is on the desk"
    names = (
        f"{count(named)} of the models {'is' if named == 1 else 'are'} named in what was read"
        if named else "no model is named in what was read"
    )
    terms = (table["payment_disclosed"] == "yes").any()
    pay = "terms of pay are stated, no amount" if terms else "no terms of pay are stated"
    return f"H&M announced {count(announced, 'twin')}; {names}, and {pay}"


def _hm_unknown(table: pd.DataFrame, announced: int, named: int) -> tuple[str, ...]:
    """What none of the rows says, computed from them."""
    if table.empty:
        return ()
    labels = dict(zip(table["date_text"], table["label_shown"], strict=True))
    said = "; ".join(f"{day}: {ANSWERS[answer]}" for day, answer in labels.items())
    return (
        f"Not known: who the other {max(0, announced - named)} models are, how many twins were "
        "made, how often any was used, what any model was paid, and whether another brand booked "
        "one.",
        f"A label on the pictures, by date of the text: {said}.",
    )


def _hm_parts(announced: int, named: int) -> pd.DataFrame:
    return pd.DataFrame([
        {"question": f"Twins announced ({announced})", "part": part, "style": style,
         "count": number}
        for part, style, number in (
            ("models named", "solid", named),
            ("not named in any text read", "hatched", max(0, announced - named)),
        )
    ])


@exhibit(
    "twin_register_disputes", page="twin_register",
    question="What is alleged, and what do the other sides reply?",
)
def build_disputes(warehouse: Warehouse) -> Exhibit:
    """Events that tell of an allegation, each beside the reply."""
    result = warehouse.fetch("twin_register_disputes")
    table = result.frame.assign(kind_label=lambda frame: frame["kind"].map(KIND_WORDS))
    replied = int(table["replied"].sum())
    cases = table["case_id"].nunique()
    title = (
        f"{count(len(table), 'event')} of {count(cases, 'case')} "
        f"{'tells' if len(table) == 1 else 'tell'} of an allegation; for "
        f"{count(replied) if replied else 'none'} a reply was found"
        if len(table) else "No event on the desk tells of an allegation"
    )
    return Exhibit(
        id="", question="", settings={}, table=table, base=FOUND,
        words=Words(
            title=title, unit="events", row="event",
            subtitle="Documented events that tell of an allegation, number of events · hatched: no "
            "reply in the text read · an allegation is no finding",
            alt=f"{title}. " + "; ".join(
                f"{row['organisation']}: {row['denial']}" for row in table.to_dict("records")
            ),
        ),
        columns={
            "date_text": Column("Date"), "organisation": Column("Organisation"),
            "kind_label": Column("Kind"), "allegation_text": Column("What is told"),
            "denial": Column("Denial or reply"), "country": Column("Country"),
            "case_id": Column("Case"), "event_id": Column("Row in twin_events.csv"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_parts(_replies(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources", topics=["twin_allegations"],
        ),
    )


def _replies(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"question": f"{label} ({len(of_kind)})", "part": part, "style": style,
         "count": int(number)}
        for label, of_kind in table.groupby("kind_label", sort=False)["replied"]
        for part, style, number in (
            ("a reply was found", "solid", of_kind.sum()),
            ("no reply in the text read", "hatched", (~of_kind).sum()),
        )
    ]
    return pd.DataFrame(rows, columns=["question", "part", "style", "count"])
