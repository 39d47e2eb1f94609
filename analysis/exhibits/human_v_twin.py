"""Human v. twin, public half: documented uses, and what was disclosed about them.

Decided: the unit is the case, because press and company often give two sides of one event. CGI
characters before 2022 are marked apart from generative AI. Counts of press reports are never put
on one axis with employment: the desk cannot show substitution from them, and says so.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.panels import draw_counts_by_year, draw_parts
from analysis.exhibits.controls import Choice, from_query
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

KIND_WORDS = {
    "digital_twin_of_named_model": "Twin of a real model",
    "synthetic_model": "Synthetic model",
    "virtual_influencer": "Virtual influencer",
    "ai_edited_photo": "AI-edited photograph",
    "virtual_try_on": "Virtual try-on",
    "policy_or_withdrawal": "Policy or withdrawal",
    "pledge_not_to_use": "Pledge not to use",
}
KIND_COLOURS = {
    "digital_twin_of_named_model": "twin", "synthetic_model": "synthetic",
    "virtual_influencer": "synthetic",
}
TOPIC_WORDS = {
    "consent": "Was consent of a depicted person stated?",
    "pay": "Were terms of pay stated?",
    "label": "Was the image labelled as AI or digital?",
}
NOT_USAGE = (
    "A year's count is what the press wrote and we found; it is not usage and no rate of anything."
)

KIND = Choice(
    "kind", "Kind of use", "What was done.", "all",
    from_query("options_event_kind", all_label="All kinds"),
)


@exhibit(
    "human_v_twin_uses", page="human_v_twin",
    question="How many uses of twins and AI models are documented?",
)
def build_uses(warehouse: Warehouse) -> Exhibit:
    """Documented cases by year and kind; undated cases are counted in words."""
    result = warehouse.fetch("human_v_twin_uses")
    table = result.frame.assign(
        kind_label=lambda frame: frame["kind"].map(KIND_WORDS)
    )
    dated = table[table["year"].notna()]
    twins = int(table.loc[table["kind"] == "digital_twin_of_named_model", "cases"].sum())
    total, undated = int(table["cases"].sum()), int(table["cases"].sum() - dated["cases"].sum())
    title = (
        f"{count(total, 'case')} of twins, AI models or AI-edited pictures found in print, "
        f"{'none' if not twins else count(twins)} of them twins of real models"
        if total else "No documented case is on the desk"
    )
    years = (
        f"{int(dated['year'].min())} to {int(dated['year'].max())}" if len(dated) else "undated"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("cases found in the press, not a sample"),
        words=Words(
            title=title, unit="cases",
            subtitle=f"Cases the press wrote about and we found, by year, {years} · hatched: "
            "computer-generated characters before generative AI · not usage",
            alt=f"{title}. "
            + "; ".join(
                f"{KIND_WORDS[str(kind)]}: {int(rows['cases'].sum())}"
                for kind, rows in table.groupby("kind")
            ) + f". {undated} without a date.",
        ),
        columns={
            "kind_label": Column("Kind"), "year": Column("Year", None, "year"),
            "cases": Column("Cases", "cases", "integer"),
            "cgi": Column("Computer-generated character before 2022"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_counts_by_year(_by_year(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources", topics=["twin_"],
            notes=(
                NOT_USAGE,
                *((f"{count(undated, 'case')} without a date "
                   f"{'is' if undated == 1 else 'are'} in the total but not in the bars.",)
                  if undated else ()),
            ),
        ),
    )


def _by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Every kind with every year between the first and the last, missing years as zero."""
    dated = table[table["year"].notna()]
    years = range(int(dated["year"].min()), int(dated["year"].max()) + 1) if len(dated) else [0]
    rows = []
    for kind, label in KIND_WORDS.items():
        of_kind = table[table["kind"] == kind]
        if of_kind.empty:
            continue
        undated = int(of_kind[of_kind["year"].isna()]["cases"].sum())
        by_year = of_kind[of_kind["year"].notna()].set_index("year")
        total = f"{int(by_year['cases'].sum())}" + (f", and {undated} undated" if undated else "")
        rows += [
            {
                "panel": label, "year": year, "total": total,
                "colour": KIND_COLOURS.get(kind, "muted"),
                "count": int(by_year["cases"].get(year, 0)),
                "faded": bool(by_year["cgi"].get(year, False)),
            } for year in years
        ]
    if not rows:
        rows = [{"panel": "Nothing found", "year": 0, "count": 0, "colour": "muted",
                 "total": "0", "faded": False}]
    return pd.DataFrame(rows)


@exhibit(
    "human_v_twin_disclosure", page="human_v_twin", controls=(KIND,),
    question="What did the users of twins and AI models disclose?",
)
def build_disclosure(warehouse: Warehouse, *, kind: str) -> Exhibit:
    """Consent, pay and label by case; unknown is a part of its own, never dropped."""
    result = warehouse.fetch("human_v_twin_disclosure", kind=kind)
    table = result.frame.assign(topic_label=lambda frame: frame["topic"].map(TOPIC_WORDS))
    total = int(table.loc[table["topic"] == "pay", "cases"].sum())
    silent = {
        topic: int(table[(table["topic"] == topic) & (table["answer"] == "unknown")]
                   ["cases"].sum())
        for topic in TOPIC_WORDS
    }
    title = (
        f"Nothing was said about pay in {silent['pay']} of {count(total, 'documented case')}, "
        f"about consent in {silent['consent']}, about a label in {silent['label']}"
        if total else "No documented case of this kind is on the desk"
    )
    what = "all kinds" if kind == "all" else KIND_WORDS[kind].lower()
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("cases found in the press, not a sample"),
        words=Words(
            title=title, unit="cases",
            subtitle=f"Documented cases by what was disclosed, number of cases, {what}, since "
            "2022 or undated · hatched: unknown",
            alt=f"{title}. "
            + listed([f"{row['topic']}: {row['cases']} {row['answer']}"
                      for row in table.to_dict("records")]) + ".",
        ),
        columns={
            "topic_label": Column("Question"), "answer": Column("Answer"),
            "cases": Column("Cases", "cases", "integer"),
            "alleged_cases": Column("Of these with an allegation", "cases", "integer"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_parts(_parts(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources", topics=["twin_"],
            notes=(
                *_allegations(table),
                "“Terms of pay stated” gives no amount and does not say that anybody was paid; "
                "“unknown” means that the text read does not say.",
                NOT_USAGE,
            ),
        ),
    )


def _allegations(table: pd.DataFrame) -> tuple[str, ...]:
    """Which “no” answers come from a row with an allegation; replies are in the list of cases."""
    alleged = table[(table["answer"] == "no") & (table["alleged_cases"] > 0)]
    if alleged.empty:
        return ()
    parts = [
        f"{row['alleged_cases']} of {row['cases']} on {row['topic']}"
        for row in alleged.to_dict("records")
    ]
    return (
        "Some “no” answers come from rows that tell of an allegation, denied or not proven: "
        f"{listed(parts)}. The reply to each stands in the list of cases.",
    )


def _parts(table: pd.DataFrame) -> pd.DataFrame:
    styles = {"yes": "solid", "no": "light", "unknown": "hatched"}
    words = {
        "consent": {"yes": "yes", "no": "no consent stated or alleged", "unknown": "unknown"},
        "pay": {"yes": "terms stated", "no": "said to be undisclosed or unpaid",
                "unknown": "unknown"},
        "label": {"yes": "labelled", "no": "not labelled", "unknown": "unknown"},
    }
    rows = [
        {"question": TOPIC_WORDS[topic], "part": words[topic][answer], "style": style,
         "count": int(table[(table["topic"] == topic) & (table["answer"] == answer)]
                      ["cases"].sum())}
        for topic in TOPIC_WORDS for answer, style in styles.items()
    ]
    return pd.DataFrame(rows)
