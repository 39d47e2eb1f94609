"""Primary suppression: which cells may not be shown for what they are themselves.

Decided:

- A cell of no unit is shown as zero, unless its group is withheld or is of fewer than the minimum;
  a cell of some, but fewer than the minimum, is not.
- In a table with a filter nobody is fewer than the minimum too. Were nobody told apart from few,
  whoever knows that a member of that age and region is in the survey would ask for each answer in
  turn, and the one that is not empty would be the member's. This and the zeros of a small group are
  of surveys: that a ledger has no booking is no answer of a model.
- *Group disclosure.* Where all units of a group have the same value (100%, with only zeros beside
  it), the whole group's cells are withheld, zeros included, and only its margin stays: "all 14 said
  yes" tells what each of the 14 said. It applies to dimensions that say something of a unit.
  A mean of which nobody differs from the others is such a figure too.
- Of an answer that may be chosen among several, those who did not choose it are a cell too.
- A middle value or quantile needs half the minimum of units on either side; a highest or lowest
  value needs the minimum of units who share it, so it is nearly always withheld; a Lorenz curve
  keeps only the points between which the minimum of units lies and no contributor stands out
  (a point withheld joins the pieces on both its sides, so that small pieces are no small cells).
- Money is held to dominance and p% for each kind of unit; so is a mean of money, through its sum,
  and a sum of weights: an amount may have been given as the weight.
- A share goes with its base: a figure that is shown, and the share that it is, tell the base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.disclosure.cells import HELD, ORDER, Cells, Dimension, Unit, Value
from analysis.disclosure.regions import regions_of
from analysis.disclosure.rules import Rules
from analysis.errors import DisclosureError

ANSWERING = "respondents"
"""Units whose every answer is in the data, so that none of a kind is an answer too."""


def withheld_cells(cells: Cells, rules: Rules) -> np.ndarray:
    """Rows of which nothing may be shown, one flag a row."""
    found = np.zeros(len(cells.frame), dtype=bool)
    if any(value.kind == "lorenz" for value in cells.values):
        return found
    for unit in cells.units:
        number = cells.column(unit.column)
        found |= (number > 0) & (number < rules.minimum)
        for value in cells.values:
            if value.kind in (*HELD, "gini") and value.column in unit.largest:
                found |= dominated(cells, unit, value, rules)
    for value in cells.values:
        if value.kind in ("mean", "money_mean") and value.support:
            number = cells.column(cells.units[0].column)
            found |= (number > 0) & (cells.column(value.support) < rules.minimum)
    answers = cells.units[0].noun == ANSWERING
    number = cells.column(cells.units[0].column)
    if answers and cells.filter.columns:
        found |= (number < rules.minimum) & ~_outside(cells)
    for dimension in cells.dimensions:
        if dimension.attribute and dimension.adds:
            found |= _same_answer(cells, dimension)
            if answers:
                found |= _of_few(cells, dimension, rules)
    return np.asarray(found | few_beside(cells, rules))


def few_beside(cells: Cells, rules: Rules) -> np.ndarray:
    """Rows of answers of several beside which are a few who did not choose one, or neither."""
    found = np.zeros(len(cells.frame), dtype=bool)
    several = [one for one in cells.dimensions if not one.adds]
    for dimension in several:
        found |= _few_who_did_not(cells, dimension, rules)
    for two in combinations(several, 2):
        found |= _few_who_did_neither(cells, two, rules)
    return found


def dominated(cells: Cells, unit: Unit, value: Value, rules: Rules) -> np.ndarray:
    """Rows whose money is mostly of one or two contributors, by dominance or by p%."""
    total = _money_of(cells, value)
    largest = cells.column(unit.largest[value.column])
    two = cells.column(unit.two_largest[value.column])
    return stands_out(total, largest, two, rules=rules)


def stands_out(
    total: np.ndarray, largest: np.ndarray, two: np.ndarray, *, rules: Rules
) -> np.ndarray:
    """Whether contributors stand out of sums of money.

    Parameters
    ----------
    total, largest, two : array
        Sum, largest contribution and sum of the two largest, in one currency.
    """
    if (largest > two + 1e-9).any() or (two > total * (1 + 1e-9) + 1e-9).any():
        raise DisclosureError(
            "The largest contributions to a sum of money are more than the sum. The gate needs "
            "the largest, and the sum of the two largest, of the same money; correct the query.")
    most = largest if rules.dominance_n == 1 else two
    dominance = most > rules.dominance_k * total
    percent = total - two < rules.p_percent * largest
    return np.asarray((total > 0) & (dominance | percent), dtype=bool)


def _money_of(cells: Cells, value: Value) -> np.ndarray:
    if value.kind == "money_mean":
        base = cells.column(value.of or cells.units[0].column)
        return np.asarray(base * cells.column(value.column), dtype="float64")
    if value.kind == "gini":
        return cells.column(value.of)
    return cells.column(value.column)


def without_base(cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """The rows withheld, and those of which a share is of a withheld row."""
    found = withheld.copy()
    for over in {value.over for value in cells.values if value.kind == "share"}:
        found |= based_on(cells, withheld, over)
    return found


def based_on(cells: Cells, bases: np.ndarray, over: tuple[str, ...]) -> np.ndarray:
    """Rows whose margin over some dimensions is one of the bases; none where over nothing."""
    if not over:
        return np.zeros(len(bases), dtype=bool)
    base = margins_of(cells, over)
    return np.asarray((base >= 0) & bases[base], dtype=bool)


def margins_of(cells: Cells, over: Collection[str]) -> np.ndarray:
    """The place of each row's margin over some dimensions by column, -1 where there is none."""
    return _margin(cells, [one for one in cells.dimensions if one.column in over])


def _margin(cells: Cells, over: Sequence[Dimension]) -> np.ndarray:
    """The place of each row's margin over some dimensions, -1 where the table has none."""
    plain = cells.frame[[one.column for one in cells.dimensions]].astype(str)
    return np.asarray(pd.MultiIndex.from_frame(plain).get_indexer(pd.MultiIndex.from_frame(
        plain.assign(**{one.column: one.total for one in over}))))


def lines_of(cells: Cells, dimension: Dimension) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Positions of the cells and of the margin of each line along a dimension."""
    if cells.frame.empty:
        return
    total = cells.is_total(dimension)
    others = [one.column for one in cells.dimensions if one is not dimension]
    keys = cells.frame[others].astype(str).agg("\x1f".join, axis=1) if others else pd.Series(
        "", index=cells.frame.index)
    for found in keys.groupby(keys, sort=True).indices.values():
        positions = np.asarray(found)
        yield positions[~total[positions]], positions[total[positions]]


def _same_answer(cells: Cells, dimension: Dimension) -> np.ndarray:
    """Cells of lines in which one cell holds everybody; a line of a single code has no other."""
    found = np.zeros(len(cells.frame), dtype=bool)
    number = cells.column(cells.units[0].column)
    for inner, _ in lines_of(cells, dimension):
        if len(dimension.codes) > 1 and int((number[inner] > 0).sum()) == 1:
            found[inner] = True
    return found


def _outside(cells: Cells) -> np.ndarray:
    """Rows that the table's own filter leaves out: that they hold nothing is no secret."""
    return np.array([any(not spans for _, spans in one.spans) for one in regions_of(cells)],
                    dtype=bool)


def _of_few(cells: Cells, dimension: Dimension, rules: Rules) -> np.ndarray:
    """Cells of lines of a few, zeros among them: what none of three said is said of all three."""
    found = np.zeros(len(cells.frame), dtype=bool)
    number = cells.column(cells.units[0].column)
    for inner, margin in lines_of(cells, dimension):
        if len(margin) and 0 < number[margin[0]] < rules.minimum:
            found[inner] = True
    return found


def _few_who_did_not(cells: Cells, dimension: Dimension, rules: Rules) -> np.ndarray:
    found = np.zeros(len(cells.frame), dtype=bool)
    number = cells.column(cells.units[0].column)
    for inner, margin in lines_of(cells, dimension):
        if len(margin):
            apart = number[margin[0]] - number[inner]
            everyone = dimension.attribute & ((apart == 0) | (number[inner] == 0))
            few = (apart > 0) & (apart < rules.minimum)
            found[inner] |= (number[margin[0]] > 0) & (few | everyone)
    return found


def _few_who_did_neither(
    cells: Cells, two: tuple[Dimension, Dimension], rules: Rules
) -> np.ndarray:
    """Cells of two answers of several beside which few chose neither: a sum of those shown."""
    number = cells.column(cells.units[0].column)
    either, other, both = (_margin(cells, over) for over in (two[:1], two[1:], two))
    known = (either >= 0) & (other >= 0) & (both >= 0)
    neither = number[both] - number[either] - number[other] + number
    inner = ~cells.is_total(two[0]) & ~cells.is_total(two[1])
    return np.asarray(known & inner & (neither > 0) & (neither < rules.minimum))


def withheld_values(cells: Cells, rules: Rules) -> dict[str, np.ndarray]:
    """For each value of an order (median, quantile, highest, lowest, Lorenz): rows without it."""
    found = {}
    for value in cells.values:
        if value.kind not in ORDER:
            continue
        if value.kind == "lorenz":
            found[value.column] = _lorenz_points(cells, value, rules)
            continue
        short = np.zeros(len(cells.frame), dtype=bool)
        for unit in cells.units:
            number = cells.column(unit.column)
            if value.kind in ("maximum", "minimum"):
                sharing = cells.column(value.support) if value.support else np.ones(len(number))
                short |= (number > 0) & (sharing < rules.minimum)
            else:
                at = 0.5 if value.kind == "median" else value.at
                side = np.floor(number * min(at, 1 - at) + 1e-9)
                short |= (number > 0) & (side < -(-rules.minimum // 2))
        found[value.column] = short
    return found


def _lorenz_points(cells: Cells, value: Value, rules: Rules) -> np.ndarray:
    """Points that are too near to the one before, or to the end, or with a contributor between.

    Rows are the points in rising order; each row's units and contributions are of the piece between
    the point before and this one. The last row is the end of the curve, which everyone knows.
    """
    hidden = np.zeros(len(cells.frame), dtype=bool)
    start, kept = 0, []
    for at in range(len(cells.frame)):
        if _piece_is_safe(cells, value, slice(start, at + 1), rules):
            kept.append(at)
            start = at + 1
    if start < len(cells.frame):
        kept = kept[:-1]
    last = len(cells.frame) - 1
    hidden[[at for at in range(len(hidden)) if at not in kept and at != last]] = True
    if last >= 0 and not kept and not _piece_is_safe(cells, value, slice(0, last + 1), rules):
        hidden[last] = True
    return hidden


def _piece_is_safe(cells: Cells, value: Value, piece: slice, rules: Rules) -> bool:
    for unit in cells.units:
        number = cells.column(unit.column)[piece]
        if number.sum() < rules.minimum:
            return False
        if value.of and value.of in unit.largest:
            largest = cells.column(unit.largest[value.of])[piece]
            two = cells.column(unit.two_largest[value.of])[piece]
            top = np.sort(np.concatenate([largest, two - largest]))[::-1]
            total = cells.column(value.of)[piece].sum()
            if stands_out(np.array([total]), top[:1], np.array([top[:2].sum()]),
                          rules=rules)[0]:
                return False
    return True
