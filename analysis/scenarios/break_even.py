"""Break-even: the levy a twin use at which crew income is what it was in the base year.

For one channel the answer is exact: a replaced booking costs crews their pay for it and brings
``n`` uses, so ``levy = (pay of a booking / n - crew pay of a use) / share that reaches crews``,
however brands answer the levy. Over several channels it lies between the lowest and the highest of
these, and is found by halving that interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.scenarios.assumptions import Assumptions
from analysis.scenarios.base import Base, Floats
from analysis.scenarios.draws import DRAWS, SEED, Values, draw, single
from analysis.scenarios.model import Plan, plan
from analysis.scenarios.results import LOW, RANGE, relative, spread

HALVINGS = 26
POINTS = 13
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class BreakEven:
    """The levy that keeps crew income.

    Parameters
    ----------
    value : float
        At the values of the scenario, in currency per use; NaN where no levy does.
    levies : array (draw,)
        For each draw.
    curve : DataFrame
        ``levy`` and the change of crew income: ``change`` at the values, and its range.
    """

    value: float
    levies: Floats
    curve: pd.DataFrame

    @property
    def ends(self) -> tuple[float, float]:
        """The middle 90% of the draws; infinite where no levy would do."""
        known = np.sort(np.where(np.isnan(self.levies), np.inf, self.levies))
        at = [min(len(known) - 1, int(share * len(known))) for share in (LOW, 1 - LOW)]
        return float(known[at[0]]), float(known[at[1]])

    @property
    def never(self) -> float:
        """Share of the draws in which no levy keeps crew income."""
        return float(np.isnan(self.levies).mean())


def find_break_even(
    base: Base, assumptions: Assumptions, *, year: int, number: int = DRAWS, seed: int = SEED
) -> BreakEven:
    """The levy that keeps crew income in a year, at the values and over all draws."""
    drawn, middle = draw(assumptions, number=number, seed=seed), single(assumptions)
    value, levies = (float(keeping_levy(base, middle, year)[0]), keeping_levy(base, drawn, year))
    found = BreakEven(value, levies, pd.DataFrame())
    known = [one for one in (*found.ends, value) if np.isfinite(one)]
    top = _round_up(1.15 * max([*known, 20.0]))
    rows, planned = [], (plan(base, drawn), plan(base, middle))
    for levy in np.linspace(0, top, POINTS):
        change, line = (_change(one, year, levy) for one in planned)
        rows.append({"levy": float(levy), "change": float(line[0]),
                     **dict(zip(RANGE, spread(change), strict=True))})
    return BreakEven(value, levies, pd.DataFrame(rows))


def _change(planned: Plan, year: float, levy: float) -> Floats:
    """Relative change of crew income under one levy for all draws."""
    planned = planned.under(np.full(len(planned.values["speed"]), levy))
    return relative(*(planned.at(one).measure("crew_income") for one in (0, year)))


def keeping_levy(base: Base, values: Values, year: float) -> Floats:
    """For each draw the levy that keeps crew income; 0 where none is needed, NaN where none does.

    Parameters
    ----------
    base : Base
    values : mapping
        Draws; the levy among them is not used.
    year : float
        Years from now.
    """
    number = len(values["speed"])
    planned = plan(base, values)
    aim = planned.at(0).measure("crew_income")

    def missing(levy: Floats) -> Floats:
        kept: Floats = planned.under(levy).at(year).measure("crew_income") - aim
        return kept

    share = values["levy_to_crew"]
    uses = values["uses_per_replaced"] + values["new_uses"]
    lost = base.booking_pay[base.bookings.sum(axis=1) > 0].max(initial=0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        high = np.maximum(0.0, (lost / uses - base.use_pay) / share)
    enough = missing(np.zeros(number)) >= -1e-9 * np.maximum(1.0, aim)
    hopeless = ~enough & ~np.isfinite(high)
    low, high = np.zeros(number), np.where(np.isfinite(high), high, 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        kept = missing(middle) >= 0
        low, high = np.where(kept, low, middle), np.where(kept, middle, high)
    found: Floats = np.where(enough, 0.0, np.where(hopeless, np.nan, high))
    return found


def _round_up(value: float) -> float:
    """The next round number."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(one * power for one in ROUND if one * power >= value))
