"""Law and policy: what happened when, and which dates come next.

Decided: law was read up to one day, which stands on every row; a later date is drawn as scheduled,
never as happened. Bills, drafts, guidance, agreements and demands are hollow and paler: they never
look like law. Days are counted from a day the reader gives; the desk has no today of its own.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.timeline import Moment, draw_timeline
from analysis.exhibits.controls import Choice, Day, Search, fixed, from_query, search_words
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

GATHERED = date(2026, 11, 23)
TEXTS = NotApplicable("texts of laws and reports about them, not a sample")

JURISDICTION = Choice(
    "jurisdiction", "Jurisdiction", "Whose law or rule it is.", "all",
    from_query("options_jurisdiction", all_label="All jurisdictions"),
)
NATURE = Choice(
    "nature", "Law or not", "Bills, drafts, guidance, agreements and demands are not law.", "all",
    fixed({"all": "Everything", "law": "About law only", "not law": "Not law"}),
)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")
DAY = Day("day", "Counted from", "The day from which days are counted.", GATHERED)


@exhibit(
    "law_timeline", page="law", controls=(JURISDICTION, NATURE, SEARCH),
    question="What happened when, and what was only scheduled?",
)
def build_timeline(
    warehouse: Warehouse, *, jurisdiction: str, nature: str, search: str
) -> Exhibit:
    """Events in lanes by jurisdiction; what is not law hollow, what was scheduled hatched."""
    result = warehouse.fetch(
        "law_timeline", jurisdiction=jurisdiction, nature=nature, words=search_words(search)
    )
    table = result.frame
    title = _timeline_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=TEXTS,
        words=Words(
            title=title, unit="events", row="event",
            subtitle="Events found, by jurisdiction · filled: about law, hollow and paler: bills, "
            "drafts, guidance, agreements, demands · hatched or diamond: only scheduled at the "
            "last check",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}"
                for name, number in table["jurisdiction_name"].value_counts().items()
            ),
        ),
        columns={
            "date_text": Column("Date"), "jurisdiction_name": Column("Jurisdiction"),
            "instrument": Column("Instrument"), "instrument_type": Column("Type"),
            "stage": Column("Stage"), "is_law": Column("About law"),
            "scheduled": Column("Only scheduled"), "as_of": Column("As of", None, "date"),
            "what_it_requires": Column("What it says or asks"), "citation": Column("Citation"),
            "note": Column("Note"), "event_id": Column("Row in law_events.csv"),
            "source_id": Column("Source"),
        },
        draw=_draw_timeline,
        **assemble(
            warehouse, results=[result], searched="law_sources", topics=["law_events_found"],
        ),
    )


def _timeline_title(table: pd.DataFrame) -> str:
    if table.empty:
        return "No event of law or policy meets these filters"
    laws, later = int(table["is_law"].sum()), int(table["scheduled"].sum())
    return (
        f"{count(len(table), 'event')} in {count(table['jurisdiction'].nunique(), 'jurisdiction')}"
        f": {count(laws) if laws else 'none'} {'is' if laws == 1 else 'are'} about law, "
        f"{count(later) if later else 'none'} {'was' if later == 1 else 'were'} only scheduled "
        f"when last checked, {theme.day(last_check(table))}"
    )


def last_check(table: pd.DataFrame) -> date:
    """The day up to which the law of these rows was read."""
    day: date = pd.Timestamp(table["as_of"].max()).date()
    return day


def _draw_timeline(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    dated = table[table["date_from"].notna()]
    totals = table["jurisdiction_name"].value_counts()
    frame = pd.DataFrame({
        "lane": [f"{name}: {totals[name]}" for name in dated["jurisdiction_name"]],
        "start": dated["date_from"], "end": dated["date_to"],
        "style": [
            "hatched" if row["scheduled"] else "solid" if row["is_law"] else "hollow"
            for row in dated.to_dict("records")
        ],
        "colour": ["ink" if law else "muted" for law in dated["is_law"]],
        "hover": [
            f"{row['date_text']}: {row['instrument']}, {row['stage']}"
            f"{'' if row['is_law'] else ' (not law)'}"
            f"{' (scheduled)' if row['scheduled'] else ''}" for row in dated.to_dict("records")
        ],
    })
    order = {f"{name}: {number}": place for place, (name, number) in enumerate(totals.items())}
    frame = frame.sort_values("lane", key=lambda lanes: lanes.map(order), kind="stable")
    if frame.empty:
        return draw_timeline(frame, canvas)
    checked = last_check(table)
    return draw_timeline(
        frame, canvas, moment=Moment(checked, f"last check, {theme.day(checked)}")
    )


@exhibit(
    "law_next", page="law", controls=(DAY, JURISDICTION),
    question="Which dates come next?",
)
def build_next(warehouse: Warehouse, *, day: date, jurisdiction: str) -> Exhibit:
    """Dates from a given day on, nearest first, with the days until then."""
    result = warehouse.fetch("law_next", day=day, jurisdiction=jurisdiction)
    table = result.frame
    title = _next_title(table, day)
    return Exhibit(
        id="", question="", settings={}, table=table, base=TEXTS,
        words=Words(
            title=title, unit="days", row="date",
            subtitle=f"Days from {theme.day(day)} · hatched: not law · scheduled when law was last "
            "read, 3 Jul 2026; check before you rely on it" if table.empty else
            f"Days from {theme.day(day)} · hatched: not law · as scheduled when last checked, "
            f"{theme.day(last_check(table))}; check before you rely on it",
            alt=f"{title}. " + "; ".join(
                f"{row['date_text']}: {row['instrument']}, {row['days']} days"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "date_text": Column("Date"), "days": Column("Days until then", "days", "integer"),
            "jurisdiction_name": Column("Jurisdiction"), "instrument": Column("Instrument"),
            "stage": Column("Stage"), "is_law": Column("About law"),
            "what_it_requires": Column("What it says or asks"),
            "as_of": Column("As of", None, "date"),
            "event_id": Column("Row in law_events.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_next_bars(frame), canvas),
        **assemble(
            warehouse, results=[result], searched="law_sources", topics=["law_events_omnibus"],
        ),
    )


def _next_title(table: pd.DataFrame, day: date) -> str:
    """The nearest date; several on the same day are counted."""
    if table.empty:
        return f"No later date than {theme.day(day)} is on the desk"
    first = table[table["days"] == table["days"].min()]
    when = theme.day(pd.Timestamp(first.iloc[0]["date_from"]).date())
    days = int(first.iloc[0]["days"])
    ahead = f"in {count(days, 'day')}" if days else "on that very day"
    if len(first) > 1:
        return f"{count(len(first), 'date')} come next, {ahead}: {when}"
    return f"Next comes {first.iloc[0]['instrument']}, {ahead}: {when}"


def _next_bars(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "label": [
            f"{row['instrument']} ({row['jurisdiction_name']}): {row['stage']}"
            f"{'' if row['is_law'] else ', not law'}" for row in table.to_dict("records")
        ],
        "value": table["days"], "low": float("nan"), "high": float("nan"),
        "text": [f"{row['days']:,} days, {row['date_text']}" for row in table.to_dict("records")],
        "style": ["solid" if law else "hatched" for law in table["is_law"]],
    })
