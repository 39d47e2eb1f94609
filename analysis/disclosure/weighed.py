"""What sums of weights and errors tell of withheld cells, beside the counts of the same table.

Where all units of a group have one weight (the strata of a sample, cells that were weighted to a
margin), a reader sees it: it is the weighted number over the number. A margin's count and its sum
of weights are then two equations in the same unknowns, and two withheld cells of a line are both
known. A standard error, where the table is by a column of the design, is one more: it depends on
how those it is of are spread over the strata or clusters.

Where weights are few, their sums are equations of the system itself
(:mod:`analysis.disclosure.told`) and this is not needed; it is for weights that are many but the
same within groups.

Decided: such a margin keeps its count and loses what is weighted, since without the second equation
the table is the one that was checked. The shares of which it is the base go with it.
"""

from __future__ import annotations

import numpy as np

from analysis.disclosure.cells import Cells, Unit, Value
from analysis.disclosure.primary import based_on, lines_of

SAME = 1e-9
"""Share of a sum of weights up to which weights are the same."""
WEIGHED_REASON = ("withheld but for the number of respondents: beside it weights or errors would "
                  "tell what must stay hidden")
ERRORS_REASON = "standard error and interval withheld: they would tell what must stay hidden"
WEIGHED = ("weighted", "share", "ratio", "mean", "money_mean")
"""Kinds that tell a sum of weights; means do together, by the mean of all."""


def weighed_values(
    cells: Cells, withheld: np.ndarray, untold: np.ndarray, without: np.ndarray
) -> dict[str, np.ndarray]:
    """For each weighted figure and error the rows where it is withheld alone.

    Parameters
    ----------
    cells, withheld : Cells, array of bool
        The table and the rows of which nothing is shown.
    untold : array of bool
        Rows of which no sum of weights may be known, for what it tells beside other figures.
    without : array of bool
        Rows of which no error may be known.
    """
    found = {}
    heavy = (untold & ~withheld) | _telling_margins(cells, withheld)
    for value in cells.values:
        if value.kind in WEIGHED and heavy.any():
            found[value.column] = heavy | based_on(cells, heavy, value.over)
        if value.kind == "ratio" and (value.design or without.any()):
            found[value.column] = found.get(value.column, False) | (without & ~withheld) | _spread(
                cells, withheld, value)
    return found


def _telling_margins(cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Margins of lines in which withheld cells have weights that are known and differ."""
    found = np.zeros(len(cells.frame), dtype=bool)
    if not withheld.any() or (cells.told and cells.told.weighs):
        return found
    for unit in (one for one in cells.units if one.partition):
        for value in cells.values:
            if value.kind != "weighted" or value.column not in unit.largest:
                continue
            each = _known_weights(cells, unit, value, withheld)
            for dimension in cells.dimensions:
                for inner, margin in lines_of(cells, dimension) if dimension.adds else ():
                    weights = each[inner[withheld[inner]]]
                    weights = weights[weights > 0]
                    if len(margin) and len(weights) > 1 and (
                            np.ptp(weights) > SAME * weights.max()):
                        found[margin[0]] = True
    return np.asarray(found & ~withheld)


def _known_weights(
    cells: Cells, unit: Unit, value: Value, withheld: np.ndarray
) -> np.ndarray:
    """The weight that every unit of a row has, where a reader can see it; else 0.

    It can be seen where the row, or a margin it is part of, has one weight throughout and any row
    of the same part is shown.
    """
    number, weights = cells.column(unit.column), cells.column(value.column)
    heaviest = cells.column(unit.largest[value.column])
    same = (number > 0) & (np.abs(heaviest * number - weights) <= SAME * weights)
    rates = weights[same] / number[same]
    each = np.zeros(len(number))
    if not same.any() or np.ptp(rates) <= SAME * rates.max():
        return each
    codes = [(cells.frame[one.column].astype(str).to_numpy(), cells.is_total(one))
             for one in cells.dimensions]
    for at in np.flatnonzero(same):
        part = np.ones(len(number), dtype=bool)
        for code, total in codes:
            part &= (code == code[at]) | total[at]
        if (part & ~withheld & (number > 0)).any():
            each[part] = weights[at] / number[at]
    return each


def _spread(cells: Cells, withheld: np.ndarray, value: Value) -> np.ndarray:
    """Rows that are of a line along a column of the design in which a cell is withheld."""
    found = np.zeros(len(cells.frame), dtype=bool)
    for dimension in cells.dimensions:
        if dimension.column not in value.design:
            continue
        partly = np.zeros(len(found), dtype=bool)
        for inner, margin in lines_of(cells, dimension):
            if len(margin):
                partly[margin[0]] = withheld[inner].any()
        found |= partly | based_on(cells, partly, value.over)
    return np.asarray(found & ~withheld)
