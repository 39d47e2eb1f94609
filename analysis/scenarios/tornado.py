"""What a result hangs on: each assumption alone at the ends of its range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.scenarios.assumptions import Assumptions
from analysis.scenarios.base import Base
from analysis.scenarios.model import plan
from analysis.scenarios.results import relative

COLUMNS = ("name", "at_low", "at_high", "moved")


def move_each(base: Base, assumptions: Assumptions, *, measure: str, year: int) -> pd.DataFrame:
    """The relative change of a measure with each assumption at either end of its range.

    Returns
    -------
    DataFrame
        ``name``, ``at_low``, ``at_high`` (relative changes against the base year), ``moved`` (the
        distance between them); the farthest first. Assumptions without a range are not in it.
    """
    ranged = [row for row in assumptions.rows if row.low < row.high]
    if not ranged:
        return pd.DataFrame(columns=list(COLUMNS))
    values = {name: np.full(2 * len(ranged), value)
              for name, value in assumptions.values().items()}
    for at, row in enumerate(ranged):
        values[row.name][2 * at:2 * at + 2] = row.low, row.high
    planned = plan(base, values)
    change = relative(*(planned.at(at).measure(measure) for at in (0, year))).reshape(-1, 2)
    made = pd.DataFrame({"name": [row.name for row in ranged], "at_low": change[:, 0],
                         "at_high": change[:, 1]})
    made["moved"] = (made["at_high"] - made["at_low"]).abs()
    return made.sort_values("moved", ascending=False, kind="stable", ignore_index=True)
