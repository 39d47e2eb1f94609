"""What cells must hold to before the gate takes them: columns, one row a cell, sums that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DisclosureError

if TYPE_CHECKING:
    from analysis.disclosure.cells import Cells

NEVER_NEGATIVE = ("count", "weighted", "money", "money_mean")


def check_given(cells: Cells) -> None:
    """Hold columns, rows and numbers to what :class:`analysis.disclosure.cells.Cells` says.

    Raises
    ------
    DisclosureError
        If they do not.
    """
    _check_columns(cells)
    _check_lorenz(cells)
    _check_cells(cells)
    _check_numbers(cells)


def _check_columns(cells: Cells) -> None:
    wanted = [dimension.column for dimension in cells.dimensions]
    wanted += [value.column for value in cells.values] + [*cells.labels, *cells.marks]
    wanted += [value.support for value in cells.values if value.support]
    for unit in cells.units:
        wanted += [unit.column, *unit.largest.values(), *unit.two_largest.values()]
    missing = sorted(set(wanted) - set(cells.frame))
    if missing:
        raise DisclosureError(
            f"A private result lacks the columns {', '.join(missing)}, which the gate needs. "
            "Add them to its query.")
    for value in cells.values:
        for unit in cells.units if value.kind == "money" else ():
            if value.column not in unit.largest or value.column not in unit.two_largest:
                raise DisclosureError(
                    f"The money in {value.column} comes without the largest contributions of "
                    f"{unit.noun}. The gate needs the largest and the sum of the two largest.")


def _check_lorenz(cells: Cells) -> None:
    if any(value.kind == "lorenz" for value in cells.values) and (
            len(cells.dimensions) != 1 or cells.dimensions[0].adds
            or any(value.shown and value.kind != "lorenz" for value in cells.values)):
        raise DisclosureError(
            "A Lorenz curve was given with other figures or dimensions than its points. The gate "
            "takes one curve at a time, of one dimension that does not add up; release the rest "
            "as a table of its own.")


def _check_cells(cells: Cells) -> None:
    names = [dimension.column for dimension in cells.dimensions]
    frame = cells.frame
    if names and frame[names].isna().to_numpy().any():
        raise DisclosureError(
            "A cell of a private result has an empty value in a dimension. Give it a code of its "
            "own, so that it can be counted.")
    if frame[names].astype(str).duplicated().any() if names else len(frame) > 1:
        raise DisclosureError(
            "A private result names the same cell twice. Each cell must stand in one row; add a "
            "dimension or add the rows up.")


def _check_numbers(cells: Cells) -> None:
    for unit in cells.units:
        numbers = pd.to_numeric(cells.frame[unit.column]).astype("float64")
        if numbers.isna().any() or (numbers < 0).any() or (numbers % 1 != 0).any():
            raise DisclosureError(
                f"The number of {unit.noun} behind a cell is empty, negative or no whole number. "
                "Each cell needs a count, 0 where nobody is in it.")
    for value in cells.values:
        if value.kind in NEVER_NEGATIVE and (cells.column(value.column) < 0).any():
            raise DisclosureError(
                f"{value.column} is negative in a cell. Counts, weights and money of the gate are "
                "0 or more; correct the data or show a mean instead.")
        if value.kind == "quantile" and not 0 < value.at < 1:
            raise DisclosureError(
                f"The quantile {value.column} was asked for at {value.at!r}. Accepted is a place "
                "between 0 and 1; ask for a minimum or maximum instead.")


def check_margins(cells: Cells) -> None:
    """What is declared to add up must: else the gate would protect another table than this."""
    nouns = {unit.column: unit.noun for unit in cells.units if unit.partition}
    for dimension in cells.dimensions:
        total = cells.is_total(dimension)
        if not dimension.adds or not total.any() or total.all():
            continue
        others = [one.column for one in cells.dimensions if one is not dimension]
        for name, numbers in cells.additive().items():
            sums = cells.frame[others].astype(str).assign(
                inner=np.where(total, 0.0, numbers), margin=np.where(total, numbers, 0.0),
                total=total, parts=~total)
            grouped = sums.groupby(others).sum() if others else sums.sum().to_frame().T
            both = grouped[(grouped["total"] > 0) & (grouped["parts"] > 0)]
            apart = (both["inner"] - both["margin"]).abs().astype("float64")
            if (apart > 1e-6 * (1 + both["margin"].abs().astype("float64"))).any():
                if name in nouns and (both["inner"] >= both["margin"]).all():
                    raise DisclosureError(
                        f"Some {nouns[name]} stand in several cells of this table: they have "
                        "several rows, and these differ in what is asked. A table can be checked "
                        "of what is the same in all rows of one. Keep one row of each, or ask "
                        "for something else.")
                raise DisclosureError(
                    f"{name} does not add up over {dimension.column}: a margin is not the sum of "
                    "its cells. Give missing answers a code, say that the values are no parts of "
                    "a whole (adds=False), or correct the query.")
