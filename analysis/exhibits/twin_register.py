"""Twin register: who has used twins or AI models, on what terms, and who disputes it.

Decided: a case is counted once, however many events tell of it, and stands at its earliest date.
A date of which only the month or year was printed is a span. Computer-generated characters before
2022 are marked apart. An allegation is never shown without the reply, or the word that none was
found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.charts.timeline import draw_timeline
from analysis.exhibits.controls import (
    Choice,
    Search,
    Years,
    fixed,
    from_query,
    search_words,
    years_from,
)
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.human_v_twin import KIND_COLOURS, KIND_WORDS, NOT_USAGE
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

TWIN = "digital_twin_of_named_model"
HM_CASE = "e051"
FOUND = NotApplicable("found in the press, not a sample")


KIND = Choice(
    "kind", "Kind of event", "What was done.", "all", fixed({"all": "All kinds", **KIND_WORDS}),
)
COUNTRY = Choice(
    "country", "Country", "Of the organisation, as far as the text says.", "all",
    from_query("options_event_country", all_label="All countries"),
)
YEARS = Years(
    "years", "Years", "Undated events show only with all years.", years_from("event_years"),
)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")
FILTERS = (KIND, COUNTRY, YEARS, SEARCH)


@exhibit(
    "twin_register_timeline", page="twin_register", controls=FILTERS,
    question="Who has used twins or AI models, and when?",
)
def build_timeline(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """Cases in lanes by kind, each at the span of its earliest date."""
    result = warehouse.fetch("twin_register_timeline", **_filters(settings))
    table = result.frame.assign(kind_label=lambda frame: frame["kind"].map(KIND_WORDS))
    undated = int(table["date_from"].isna().sum())
    title = _timeline_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=FOUND,
        words=Words(
            title=title, unit="cases", row="case",
            subtitle="Cases the press wrote about and we found, by kind · point: a day, bar: only "
            "the month or year is known · hatched or diamond: computer-generated character before "
            "2022",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}" for name, number in table["kind_label"].value_counts().items()
            ) + f". {undated} without a date.",
        ),
        columns={
            "date_text": Column("Date"), "organisation": Column("Organisation"),
            "kind_label": Column("Kind"), "date_from": Column("Earliest day", None, "date"),
            "date_to": Column("Latest day", None, "date"),
            "date_precision": Column("Known to the"), "cgi": Column("Before 2022, computer-made"),
            "allegation": Column("Allegation"), "events": Column("Events", "events", "integer"),
            "case_id": Column("Case"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_timeline(_lanes(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources", topics=["twin_"],
            notes=(NOT_USAGE,),
        ),
    )


def _filters(settings: Mapping[str, Any]) -> dict[str, Any]:
    first, last = settings["years"]
    return {
        "kind": settings["kind"], "country": settings["country"], "first_year": first,
        "last_year": last, "words": search_words(settings["search"]),
    }


def _timeline_title(table: pd.DataFrame) -> str:
    if table.empty:
        return "No documented case meets these filters"
    twins = int((table["kind"] == TWIN).sum())
    real = f"{count(twins) if twins else 'none'} of them {'a twin' if twins == 1 else 'twins'}"
    undated = int(table["date_from"].isna().sum())
    return (
        f"{count(len(table), 'case')} found in print, {real} of real models"
        + (f"; {count(undated)} {'has' if undated == 1 else 'have'} no date" if undated else "")
    )


def _lanes(table: pd.DataFrame) -> pd.DataFrame:
    """Dated cases in lanes by kind; the name of a lane counts its undated ones too."""
    rows = []
    for kind, label in KIND_WORDS.items():
        of_kind = table[table["kind"] == kind]
        undated = int(of_kind["date_from"].isna().sum())
        name = f"{label}: {len(of_kind)}" + (f", {undated} of them undated" if undated else "")
        rows += [
            {
                "lane": name, "start": row["date_from"], "end": row["date_to"],
                "style": "hatched" if row["cgi"] else "solid",
                "colour": KIND_COLOURS.get(kind, "muted"),
                "hover": f"{row['organisation']}, {row['date_text']}",
            } for row in of_kind[of_kind["date_from"].notna()].to_dict("records")
        ]
    return pd.DataFrame(rows, columns=["lane", "start", "end", "style", "colour", "hover"])


@exhibit(
    "twin_register_events", page="twin_register", controls=FILTERS,
    question="Which events are these, and what was said about consent, pay and crew?",
)
def build_events(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """The events behind the counts, newest first, each with its source."""
    result = warehouse.fetch("twin_register_events", **_filters(settings))
    table = result.frame.assign(kind_label=lambda frame: frame["kind"].map(KIND_WORDS))
    cases = table["case_id"].nunique()
    crew = int(table["crew_effect_stated"].notna().sum())
    title = (
        f"{count(len(table), 'event')} of {count(cases, 'case')}; "
        f"{count(crew) if crew else 'none'} {'says' if crew == 1 else 'say'} anything about the "
        "crew"
        if len(table) else "No documented event meets these filters"
    )
    return Exhibit(
        id="", question="", settings={}, table=table, base=FOUND,
        words=Words(
            title=title, unit="events", row="event",
            subtitle="Documented events by kind, and whether the text says anything about make-up, "
            "styling, photography or other crew, number of events · the table has each with its "
            "source",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}" for name, number in table["kind_label"].value_counts().items()
            ),
        ),
        columns={
            "date_text": Column("Date"), "organisation": Column("Organisation"),
            "country": Column("Country"), "kind_label": Column("Kind"),
            "models_named": Column("Models named"),
            "consent_disclosed": Column("Consent disclosed"),
            "payment_disclosed": Column("Terms of pay stated"),
            "payment_terms": Column("What was said about pay"),
            "label_shown": Column("Label shown"),
            "crew_effect_stated": Column("Said about the crew"),
            "allegation": Column("Allegation"), "denial": Column("Denial or reply"),
            "note": Column("Note"), "case_id": Column("Case"),
            "event_id": Column("Row in twin_events.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_parts(_crew_by_kind(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="event_sources", topics=["twin_"],
            notes=(NOT_USAGE,),
        ),
    )


def _crew_by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """For each kind, events whose text says anything about the crew, and the silent ones."""
    rows = []
    for kind, label in KIND_WORDS.items():
        said = table[table["kind"] == kind]["crew_effect_stated"].notna()
        if len(said):
            rows += [
                {"question": f"{label} ({len(said)})", "part": part, "style": style,
                 "count": int(number)}
                for part, style, number in (
                    ("said about the crew", "solid", said.sum()),
                    ("nothing said", "hatched", (~said).sum()),
                )
            ]
    return pd.DataFrame(rows, columns=["question", "part", "style", "count"])
