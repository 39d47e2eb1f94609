"""What the exhibits of a ledger share: its controls, its words, its notes, its source.

Decided: queries say ``bookings``, the ledger beside the warehouse decides whose; nothing here
knows. A ledger is a full count, so no interval stands on a count. One currency at a time. What
comes from the simulated ledger says so first of all, in every exhibit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.disclosure import Released
from analysis.exhibits.controls import Choice, Options
from analysis.exhibits.exhibit import Column, NotApplicable, assemble, resting_on
from analysis.exhibits.words import count
from analysis.ledger.engine import Ledger, ledger_of
from analysis.warehouse import Result, Warehouse

KINDS = {"human": "Human bookings", "twin": "Twin uses", "synthetic": "Synthetic uses"}
CHANNELS = {
    "ecommerce": "E-commerce", "campaign": "Campaign", "editorial": "Editorial",
    "runway": "Runway", "social": "Social media", "fitting": "Fitting",
}
TIERS = {"newcomer": "Newcomers", "established": "Established", "top": "Top names"}
ROLES = {
    "make_up": "Make-up", "hair": "Hair", "styling": "Styling", "photography": "Photography",
    "assistant": "Assistants", "set_design": "Set design", "production": "Production",
    "retouching": "Retouching",
}
MARKETS = {
    "GB": "United Kingdom", "FR": "France", "DE": "Germany", "IT": "Italy", "SE": "Sweden",
    "ES": "Spain", "US": "United States", "US-NY": "New York State", "US-CA": "California",
    "CN": "China", "JP": "Japan",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNELS, "tier": TIERS, "role": ROLES, "market": MARKETS,
}
FULL_COUNT = NotApplicable("a full count of the ledger, not a sample")
SIMULATED = (
    "Simulation: brands, agencies, models, fees and consents are invented from stated assumptions. "
    "It shows what the method finds, never what happened in fashion."
)
WORKED = "Counted are worked bookings and uses in the month of the work; cancelled ones are not."
SOURCE = {"source_id": Column("Source")}


def word(dimension: str, value: str) -> str:
    """A value of the ledger in words; one the desk has no word for stays as it is."""
    return WORDS.get(dimension, {}).get(value, value)


def from_ledger(dimension: str, *, all_label: str = "") -> Options:
    """Options read from the ledger: the values of a dimension that occur in it."""
    def read(warehouse: Warehouse) -> Mapping[str, str]:
        values = ledger_of(warehouse).fetch("options", dimension=dimension).frame["value"]
        first = {"all": all_label} if all_label else {}
        return first | {value: word(dimension, value) for value in values}

    return read


CHANNEL = Choice(
    "channel", "Channel", "What the booking is for.", "all",
    from_ledger("channel", all_label="All channels"),
)
MARKET = Choice(
    "market", "Market", "Where the pictures are used.", "all",
    from_ledger("market", all_label="All markets"),
)
TIER = Choice(
    "tier", "Tier of models", "As the ledger classes its models; synthetic people have none.",
    "all", from_ledger("tier", all_label="All tiers"),
)


def fetch(warehouse: Warehouse, query: str, **parameters: Any) -> Result:
    """Ask the ledger beside the warehouse; converted amounts rest on the rates it brings, too."""
    ledger = ledger_of(warehouse)
    result = ledger.fetch(query, **parameters)
    if ledger.rates and parameters.get("currency") == ledger.base_currency:
        resting = resting_on(result, ledger.rates.source_id)
        return replace(resting, frame=resting.frame.assign(source_id=ledger.source.source_id))
    return result


def parts_of(
    warehouse: Warehouse, results: Sequence[Result], *, notes: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> dict[str, Any]:
    """The derived parts of a ledger's exhibit, its nature named before everything else.

    Of a private ledger only what passed the gate is kept (its months were asked for besides),
    and what is not of the ledger at all: the law.
    """
    ledger = ledger_of(warehouse)
    if ledger.source.access != "public":
        results = [result for result in results if result.released is not None
                   or ledger.source.source_id not in result.source_ids]
    first: tuple[str, ...] = (SIMULATED,) if ledger.source.kind == "simulation" else ()
    if ledger.rates and any(ledger.rates.source_id in result.source_ids for result in results):
        first += conversion_notes(ledger)
    beside = warehouse if warehouse.attached is ledger else warehouse.attach(ledger)
    return assemble(beside, results=results, topics=topics, notes=(*first, *notes))


def conversion_notes(ledger: Ledger) -> tuple[str, ...]:
    """Into what fees were converted, by whose rates, and what has no rate."""
    base = ledger.base_currency
    if ledger.rates is None:
        return ()
    left = ledger.fetch("unconverted", base=base).frame
    rates = (
        f"Fees are converted into {base} by the yearly rates given with the ledger "
        f"({ledger.rates.publisher}).")
    if "fees" not in left:
        named = f" ({', '.join(left['currency'])})" if len(left) else ""
        return (rates, f"Fees in a currency that has no rate for the year of the work{named} are "
                "left out; how many there are is not said of a private ledger.")
    return (
        rates,
        *(f"{count(row['fees'], 'fee')} in {row['currency']} "
          f"{'has' if row['fees'] == 1 else 'have'} no rate for the year of the work and "
          f"{'is' if row['fees'] == 1 else 'are'} left out."
          for row in left.to_dict("records")),
    )


def extent_of(ledger: Ledger) -> str:
    """How large a ledger is and which months it covers; of a private one only what may be said."""
    size = ledger.fetch("size").frame.iloc[0]
    version = f"data {ledger.package.data_version}"
    if ledger.source.access != "public":
        least = ledger.rules.minimum
        held = (f"at least {least:,} models" if size["enough"]
                else f"fewer than {least:,} models, so that hardly a figure can be shown")
        when = f", {_months_of(size)}" if pd.notna(size["first_month"]) else ""
        return (f"A private ledger of {held}{when}, {version}. Shown is what the disclosure gate "
                f"lets out: behind every figure stand at least {least:,} models.")
    held = (f"{count(size['rows'], 'row')} of {count(size['brands'], 'brand')} and "
            f"{count(size['models'], 'model')}")
    return f"{held[:1].upper()}{held[1:]}, {_months_of(size)}, {version}."


def _months_of(size: pd.Series) -> str:
    return f"{size['first_month']:%B %Y} to {size['last_month']:%B %Y}"


def derived(result: Result, table: pd.DataFrame) -> Result:
    """An answer with the rows that were worked out from it, each with its own sources."""
    if "source_ids" in table:
        rows = tuple(tuple(sorted(set(ids))) for ids in table["source_ids"])
    else:
        rows = tuple((one,) for one in table["source_id"])
    return replace(result, frame=table, rows=rows)


def scope(**chosen: str) -> str:
    """The chosen values in words, for a subtitle: ``e-commerce, all markets, top names``."""
    words = []
    for dimension, value in chosen.items():
        every = {"channel": "all channels", "market": "all markets", "tier": "all tiers"}
        text = every[dimension] if value == "all" else word(dimension, value)
        words.append(text if dimension == "market" and value != "all" else text.lower())
    return ", ".join(words)


def month_name(day: Any) -> str:
    """A month as a sentence names it: ``Oct 2026``."""
    return f"{pd.Timestamp(day):%b %Y}"


def period_of(table: pd.DataFrame) -> str:
    """First and last month of a table, in words."""
    if table["month"].isna().all():
        return "no month"
    first, last = month_name(table["month"].min()), month_name(table["month"].max())
    return first if first == last else f"{first} to {last}"


def kind_lines(table: pd.DataFrame, column: str, *, said: Callable[[Any], str]) -> pd.DataFrame:
    """Months as points of one line a kind, for ``draw_series``; a kind that never occurs has none.

    Parameters
    ----------
    table : DataFrame
        ``month``, ``kind`` (human, twin or synthetic) and the column.
    column : str
        What the lines show.
    said : callable
        A value in words, for the hover text.
    """
    used = table.groupby("kind")[column].transform("sum") > 0
    if any_withheld(table):
        used |= table.groupby("kind")["suppressed"].transform("any")
    shown = table[used | (table["kind"] == "human")]
    names = shown["kind"].map(KINDS)
    return pd.DataFrame({
        "series": names, "segment": 0, "kind": shown["kind"],
        "when": pd.to_datetime(shown["month"]), "value": shown[column],
        "low": float("nan"), "high": float("nan"), "emphasis": shown["kind"] == "human",
        "hover": [f"{name}, {month_name(month)}: "
                  f"{'withheld' if pd.isna(value) else said(value)}" for name, month, value in
                  zip(names, shown["month"], shown[column], strict=True)],
        "end_label": names,
    })


def any_withheld(*tables: pd.DataFrame) -> bool:
    """Whether a figure of the tables is withheld, so that no sum of theirs may be given."""
    return any("suppressed" in table and bool(table["suppressed"].any()) for table in tables)


def withheld_months(table: pd.DataFrame) -> str:
    """The title where a sum would hold withheld months: how many may be shown, and no sum."""
    shown = int((~table["suppressed"]).sum())
    return (f"{shown} of {count(len(table), 'monthly figure')} may be shown; no sum of a year is "
            "given where a month is withheld")


def reshaped(
    result: Result, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> tuple[pd.DataFrame, Released | None]:
    """The answer in another shape, and what the gate let out in the same, where it is private."""
    return change(result.frame), result.released.derive(change) if result.released else None


def last_twelve(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the last twelve months and of the same months a year before."""
    months = pd.to_datetime(table["month"])
    end = months.max()
    year = pd.DateOffset(months=12)
    return (
        table[months > end - year],
        table[(months > end - year - year) & (months <= end - year)],
    )
