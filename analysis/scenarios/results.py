"""What a scenario gives: measures by year and by part, each with its range of assumptions.

Decided: the line of a figure is the scenario at its values; around it lie the middle 90% (and half)
of the draws. Changes are against the base year of the same draw, so that an assumption that moves
both does not widen the range.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.scenarios.assumptions import Assumptions
from analysis.scenarios.base import Base, Floats
from analysis.scenarios.draws import DRAWS, SEED, draw, single
from analysis.scenarios.model import DIMENSIONS, MEASURES, OF_ROLES, Year, plan

LOW, INNER_LOW, INNER_HIGH, HIGH = 0.05, 0.25, 0.75, 0.95
RANGE = ("low", "inner_low", "inner_high", "high")


@dataclass(frozen=True)
class Results:
    """Everything that is shown of one scenario.

    Parameters
    ----------
    path : DataFrame
        ``measure``, ``year``, ``base``, ``value`` (at the values), ``change`` (relative), and the
        range of the change in ``low``, ``inner_low``, ``inner_high``, ``high``.
    parts : DataFrame
        The same at the last year for ``by`` (tier, market, role) and ``part``.
    totals : mapping of str to (array, array)
        For each measure base and last year, by draw.
    """

    path: pd.DataFrame
    parts: pd.DataFrame
    totals: Mapping[str, tuple[Floats, Floats]]

    def row(self, measure: str) -> pd.Series:
        """The last year of a measure."""
        return self.path[self.path["measure"] == measure].iloc[-1]


def solve(
    base: Base, assumptions: Assumptions, *, years: int, number: int = DRAWS, seed: int = SEED
) -> Results:
    """Run a scenario on all draws and at its values.

    Parameters
    ----------
    base : Base
        The year it starts from.
    assumptions : Assumptions
        With their ranges.
    years : int
        The last year, counted from now.
    number, seed : int
        Of the draws.
    """
    drawn = plan(base, draw(assumptions, number=number, seed=seed))
    middle = plan(base, single(assumptions))
    starts = drawn.at(0), middle.at(0)
    before = {name: tuple(one.measure(name) for one in starts) for name in MEASURES}
    rows, ends = [], starts
    for year in range(years + 1):
        ends = drawn.at(year), middle.at(year)
        rows += [{"measure": name, "year": year, **_row(
            before[name], (ends[0].measure(name), ends[1].measure(name)))} for name in MEASURES]
    totals = {name: (before[name][0], ends[0].measure(name)) for name in MEASURES}
    return Results(pd.DataFrame(rows), _parts(base, starts, ends), totals)


def _row(before: tuple[Floats, ...], now: tuple[Floats, ...]) -> dict[str, float]:
    """Base, value and relative change at the values, and the range of the change."""
    change = relative(before[0], now[0])
    middle = relative(before[1], now[1])
    ends = spread(change)
    return {"base": float(before[1][0]), "value": float(now[1][0]), "change": float(middle[0]),
            **dict(zip(RANGE, ends, strict=True))}


def relative(before: Floats, now: Floats) -> Floats:
    """Relative change; NaN where there was nothing before."""
    found: Floats = np.divide(
        now, before, out=np.full(np.shape(now), np.nan), where=before > 0) - 1
    return found


def spread(values: Floats) -> tuple[float, ...]:
    """The ends of the inner half and of the middle 90% of the draws, lowest first."""
    if np.isnan(values).any():
        return (np.nan,) * len(RANGE)
    found = np.quantile(values, (LOW, INNER_LOW, INNER_HIGH, HIGH))
    return tuple(float(one) for one in found)


def _parts(base: Base, starts: tuple[Year, Year], ends: tuple[Year, Year]) -> pd.DataFrame:
    """The last year by tier, market and role."""
    names = {"tier": base.tiers, "market": base.markets, "role": base.roles}
    rows = []
    for by in DIMENSIONS:
        for measure in OF_ROLES if by == "role" else MEASURES:
            before = [one.measure(measure, by) for one in starts]
            now = [one.measure(measure, by) for one in ends]
            rows += [{"by": by, "part": part, "measure": measure, **_row(
                (before[0][at], before[1][at]), (now[0][at], now[1][at]))}
                for at, part in enumerate(names[by])]
    columns = ["by", "part", "measure", "base", "value", "change", *RANGE]
    return pd.DataFrame(rows, columns=columns)


def digest(base: Base) -> str:
    """Tells one base from another, to remember what was worked out from it."""
    made = hashlib.sha256(repr((base.markets, base.roles, base.left_out)).encode())
    for one in (base.bookings, base.income, base.in_market, base.crew_days, base.use_days,
                base.day_pay):
        made.update(np.ascontiguousarray(one).tobytes())
    return made.hexdigest()[:16]
