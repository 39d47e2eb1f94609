"""Words of the scenarios: measures, ranges as sentences, what a reader changed.

Decided: no direction is claimed where a range of assumptions spans zero, and ends are rounded
before they are compared, so that a sentence never says less of what is printed as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, isnan

from analysis.exhibits.words import count, listed
from analysis.scenarios.assumptions import Assumption, Assumptions

MEASURES: Mapping[str, str] = {
    "crew_income": "Crew income", "crew_days": "Crew days", "models_income": "Models' income",
    "bookings": "Human bookings", "brand_cost": "Cost to brands",
}
NOUNS: Mapping[str, tuple[str, str, str]] = {
    "crew_income": ("crews would have", "crew income", "amount"),
    "crew_days": ("crews would have", "days of work", "number"),
    "models_income": ("models would have", "income", "amount"),
    "bookings": ("people would have", "bookings", "number"),
    "brand_cost": ("brands would pay", "for pictures", "amount"),
}
"""Of each measure the beginning of a sentence, what there is more or less of, and its kind."""
DIMENSIONS: Mapping[str, str] = {"tier": "tier of models", "market": "market", "role": "role"}
RANGE = (
    "Range of assumptions: the middle 90% of 10,000 draws of all assumptions from their stated "
    "ranges. It is no confidence interval and says nothing of how likely a future is."
)
SCENARIO = "Scenario: an if, not a forecast, and nothing that happened."
NEW_ONLY = (
    "New twin uses only: those the ledger already holds go on as they are, outside the figures.")
_CERTAIN: Mapping[str, str] = {
    "levy_per_use": "a levy of {currency} {value} per twin use",
    "twin_fee_share": "a twin fee of {percent} of the human fee",
    "twin_fee_floor": "a floor of {currency} {value} per twin use",
    "twin_fee_per_use": "{currency} {value} more per twin use",
    "refused": "{percent} of twin uses refused", "label_share": "a label on {percent} of twin uses",
    "commission_twin": "{percent} commission on twin fees",
}
MOST_NAMED = 2


def rounded(change: float) -> float:
    """A relative change as it is printed: whole percent from 10 on, tenths below."""
    return round(change, 2 if abs(change) >= 0.0995 else 3) + 0.0


def pct(change: float) -> str:
    """The size of a relative change: ``12%``, ``3.4%``."""
    size = abs(rounded(change)) * 100
    return f"{size:.0f}%" if size >= 10 or float(size).is_integer() else f"{size:.1f}%"


def direction(low: float, high: float) -> int:
    """1 where a whole range is above nothing, -1 where it is below, 0 where it spans or is none."""
    first, last = rounded(low), rounded(high)
    return 1 if first > 0 else -1 if last < 0 else 0


def beside(low: float, high: float, *, words: tuple[str, str] = ("more", "less")) -> str:
    """A range of changes in words, without a direction where it spans nothing.

    ``3% to 24% less``; ``from 3% less to 5% more``; ``as much`` where both ends print as nothing.
    """
    more, less = words
    if isnan(low) or isnan(high):
        return "nothing to compare"
    way = direction(low, high)
    if way:
        ends = sorted((pct(low), pct(high)), key=lambda text: float(text[:-1]))
        span = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        return f"{span} {more if way > 0 else less}"
    if rounded(low) == rounded(high) == 0:
        return "as much" if more == "more" else "no difference"
    start = "as much" if rounded(low) == 0 else f"{pct(low)} {less}"
    end = "as much" if rounded(high) == 0 else f"{pct(high)} {more}"
    return f"from {start} to {end}"


def side(change: float) -> str:
    """A change with its sign: ``−12%``."""
    text = pct(change)
    return text if rounded(change) == 0 else f"{'−' if change < 0 else '+'}{text}"


def with_range(change: float, low: float, high: float) -> str:
    """``−12% (−24% to −3%)``."""
    if isnan(change):
        return "nothing in the base year"
    return f"{side(change)} ({side(low)} to {side(high)})"


def said(assumptions: Assumptions, currency: str) -> str:
    """What a reader changed in a few words; empty where nothing."""
    changed = assumptions.changed
    if not changed:
        return ""
    if len(changed) <= MOST_NAMED and all(
            row.name in _CERTAIN and row.low == row.high for row in changed):
        return listed([_certain(row, currency) for row in changed])
    return count(len(changed), "changed assumption")


def _certain(row: Assumption, currency: str) -> str:
    return _CERTAIN[row.name].format(
        currency=currency, value=f"{row.value:,.10g}", percent=f"{row.value * 100:.4g}%")


def amount(value: float, currency: str, *, kind: str = "amount") -> str:
    """Money or a number, short: ``EUR 1.2 million``."""
    if not isfinite(value):
        return "none"
    text = f"{value:,.0f}"
    if abs(value) >= 1e6:
        text = f"{value / 1e6:,.1f} million"
    elif abs(value) < 10 and value != round(value):
        text = f"{value:,.1f}"
    return f"{currency} {text}" if kind == "amount" else text
