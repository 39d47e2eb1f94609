"""Medians of the crew days of bookings, from how many bookings have just so many.

Decided: enough models must stand on either side of the middle; so no group counts more of them than
twice those with a booking at the median or below, or at the median or above.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Filter, Unit, Value
from analysis.ledger.private_columns import Array
from analysis.ledger.private_rows import ProtectedRows


def count_medians(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
    """Exact medians of crew days by one dimension."""
    dimension = rows.dimension(names[0])
    counted = rows.counted((*names, "crew_days"), where, sums=("worked",))
    days = np.array([float(one) for one in rows.dimension("crew_days").codes])
    cells, places = np.divmod(counted.cells, counted.shape[1])
    found = []
    for at, code in enumerate(dimension.codes):
        middle = median_of(days, counted.sums["worked"][at, :len(days)])
        inside = (cells == at) & (places < len(days))
        of_row, models = days[places[inside]], counted.units[inside]
        sides = [len(np.unique(models[side])) for side in (of_row <= middle, of_row >= middle)]
        found.append((code, middle, min(len(np.unique(models)), *[2 * one for one in sides])))
    frame = pd.DataFrame(found, columns=[names[0], "median_days", "models"])
    frame["models"] = frame["models"].astype("int64")
    return Cells(frame, (dimension,), (Unit("models", "models", partition=False),),
                 (Value("median_days", "median"),), filter=where)


def median_of(values: Array, number: Array) -> float:
    """The median of values that stand so often; NaN where none does."""
    order = np.argsort(values)
    up_to, whole = np.cumsum(number[order]), number.sum()
    if not whole:
        return float("nan")
    ends = [values[order][np.searchsorted(up_to, at)] for at in (
        (whole + 1) // 2, whole // 2 + 1)]
    return float(sum(ends)) / 2
