"""A private result before the gate: what each cell rests on, what adds up, what is shown.

Decided: a result of any shape is a long frame, one row a cell. Its dimensions say how cells add up
to margins; each value says of which kind it is, because a median gives away something else than a
count. Nothing can be drawn or exported from here: only :func:`analysis.disclosure.release.release`
makes a ``Released`` of it. ``repr`` shows no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.disclosure.filters import EVERYTHING, Filter, Spans, codes, tidy
from analysis.errors import DisclosureError

Kind = Literal[
    "count", "weighted", "money", "share", "mean", "money_mean", "ratio", "gini",
    "median", "quantile", "maximum", "minimum", "lorenz",
]
ADDITIVE = ("count", "weighted", "money")
"""Kinds whose cells add up to their margins, none negative."""
OF_MONEY = ("money", "money_mean")
ORDER = ("median", "quantile", "maximum", "minimum", "lorenz")
"""Kinds that add up to nothing, so they may be withheld alone while the rest is shown."""
MOST_DIMENSIONS = 3


@dataclass(frozen=True)
class Dimension:
    """One dimension of a table.

    Parameters
    ----------
    column : str
        Column of the frame.
    codes : tuple of str
        Its values in the codebook's order (which fixes their ordinals for the release log); those
        of the frame, sorted, where none is given.
    total : str
        The value that stands for the margin.
    adds : bool
        Whether the values are parts of the margin that share no row. False for the answers to a
        multiple-response question: each is chosen or not, out of the margin.
    attribute : bool
        Whether a value says something of a protected unit. Then a group in which everyone has the
        same value is withheld (group disclosure): whoever knows that somebody is in the group would
        know the answer. False for a month or a kind of booking.
    spans : tuple of Spans or None
        Where a value stands for several ordinals of a column (an age band), which; parallel to
        ``codes``. ``log_name`` then names the column they are ordinals of.
    log_name : str
        The column as the release log names it; ``column`` where empty.
    leaves_out : bool
        Whether the table leaves rows out that have none of the codes (a missing answer). The margin
        is then of the named codes only.
    """

    column: str
    codes: tuple[str, ...] = ()
    total: str = "*"
    adds: bool = True
    attribute: bool = True
    spans: tuple[Spans, ...] | None = None
    log_name: str = ""
    leaves_out: bool = False

    @property
    def name(self) -> str:
        """The column as the release log names it."""
        return self.log_name or self.column

    def span(self, code: str) -> Spans:
        """The ordinals a code stands for; those of the margin for the total."""
        parts = self.spans or tuple(codes([at]) for at in range(1, len(self.codes) + 1))
        if code == self.total:
            whole = tidy(span for part in parts for span in part)
            return whole if self.leaves_out else EVERYTHING
        return parts[self.codes.index(code)]


@dataclass(frozen=True)
class Unit:
    """One kind of protected unit, and what the cells say of it.

    Parameters
    ----------
    noun : str
        Plural, in words: ``respondents``, ``models``.
    column : str
        Number of distinct units behind each cell.
    partition : bool
        Whether a unit stands in one cell of the finest only (a respondent), so that units add up.
    largest, two_largest : mapping of str to str
        For a column of money the columns that hold the largest contribution of one such unit to a
        cell, and the sum of the two largest.
    """

    noun: str
    column: str
    partition: bool = True
    largest: Mapping[str, str] = field(default_factory=dict)
    two_largest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """One column of figures.

    Parameters
    ----------
    column, kind : str
        Column of the frame, and one of the kinds.
    of : str
        For a mean the column of its base (the first unit where empty): base times mean adds up as
        well. For a share, where given, the additive column that is its numerator.
    at : float
        For a quantile its place, 0 to 1. For a Lorenz curve nothing.
    support : str
        For a maximum or minimum the column with the number of units that have just this value; one
        where empty, so that it is withheld. For a mean the column with the number of units whose
        value is not the commonest; where it is 0 all have the same, and the row is withheld.
    shown : bool
        False for what is needed by the gate only (a numerator, a base).
    """

    column: str
    kind: Kind
    of: str = ""
    at: float = 0.5
    support: str = ""
    shown: bool = True


@dataclass(frozen=True)
class Cells:
    """A private result that nobody may see yet.

    Parameters
    ----------
    frame : DataFrame
        One row a cell or margin.
    dimensions : tuple of Dimension
        None to three.
    units : tuple of Unit
        At least one; a cell must have enough of each.
    values : tuple of Value
        The figures.
    labels : tuple of str
        Further columns that say nothing of the data (a label, a source) and are passed on.
    filter : Filter
        Which part of the data the whole table is of, for the release log.

    Raises
    ------
    DisclosureError
        If a column is missing, a cell stands twice, a count is negative or empty, what should add
        up does not, or money comes without its largest contributions.
    """

    frame: pd.DataFrame = field(repr=False)
    dimensions: tuple[Dimension, ...]
    units: tuple[Unit, ...]
    values: tuple[Value, ...]
    labels: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", self.frame.reset_index(drop=True).copy())
        if len(self.dimensions) > MOST_DIMENSIONS or not self.units or not self.values:
            raise DisclosureError(
                f"A result has {len(self.dimensions)} dimensions, {len(self.units)} kinds of "
                f"units and {len(self.values)} values. The gate takes up to {MOST_DIMENSIONS} "
                "dimensions, and at least one unit and one value. Split the table.")
        self._check_columns()
        _check_lorenz(self)
        _check_cells(self)
        _check_numbers(self)
        object.__setattr__(self, "dimensions", tuple(_with_codes(self, one)
                                                     for one in self.dimensions))
        _check_margins(self)

    def _check_columns(self) -> None:
        wanted = [dimension.column for dimension in self.dimensions]
        wanted += [value.column for value in self.values] + list(self.labels)
        wanted += [value.support for value in self.values if value.support]
        for unit in self.units:
            wanted += [unit.column, *unit.largest.values(), *unit.two_largest.values()]
        missing = sorted(set(wanted) - set(self.frame))
        if missing:
            raise DisclosureError(
                f"A private result lacks the columns {', '.join(missing)}, which the gate needs. "
                "Add them to its query.")
        for value in self.values:
            for unit in self.units if value.kind == "money" else ():
                if value.column not in unit.largest or value.column not in unit.two_largest:
                    raise DisclosureError(
                        f"The money in {value.column} comes without the largest contributions of "
                        f"{unit.noun}. The gate needs the largest and the sum of the two largest.")

    def column(self, name: str) -> np.ndarray:
        """A column of numbers, an empty one as 0."""
        return np.asarray(
            pd.to_numeric(self.frame[name]).astype("float64").fillna(0.0), dtype="float64")

    def additive(self) -> dict[str, np.ndarray]:
        """What adds up over the table by name: counts, weighted counts, money, base times mean.

        The number of units is there wherever units add up, whether shown or not.
        """
        found = {unit.column: self.column(unit.column) for unit in self.units if unit.partition}
        found |= {value.column: self.column(value.column)
                  for value in self.values if value.kind in ADDITIVE}
        for value in self.values:
            if value.kind in ("mean", "money_mean"):
                base = self.column(value.of or self.units[0].column)
                found[f"sum of {value.column}"] = base * self.column(value.column)
        return found

    def is_total(self, dimension: Dimension) -> np.ndarray:
        """Which rows are margins over a dimension."""
        return np.asarray(self.frame[dimension.column].astype(str) == dimension.total)


def _with_codes(cells: Cells, dimension: Dimension) -> Dimension:
    found = sorted(set(cells.frame[dimension.column].astype(str)) - {dimension.total})
    named = dimension.codes or tuple(found)
    unknown = [code for code in found if code not in named]
    if unknown or (dimension.spans is not None and len(dimension.spans) != len(named)):
        raise DisclosureError(
            f"The dimension {dimension.column} names {len(named)} codes"
            f"{f', but {len(unknown)} other values stand in the table' if unknown else ''}. "
            "Name every code once, with its span where spans are given.")
    return replace(dimension, codes=named)


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
        if value.kind in (*ADDITIVE, "money_mean") and (cells.column(value.column) < 0).any():
            raise DisclosureError(
                f"{value.column} is negative in a cell. Counts, weights and money of the gate are "
                "0 or more; correct the data or show a mean instead.")
        if value.kind == "quantile" and not 0 < value.at < 1:
            raise DisclosureError(
                f"The quantile {value.column} was asked for at {value.at!r}. Accepted is a place "
                "between 0 and 1; ask for a minimum or maximum instead.")


def _check_margins(cells: Cells) -> None:
    """What is declared to add up must: else the gate would protect another table than this."""
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
                raise DisclosureError(
                    f"{name} does not add up over {dimension.column}: a margin is not the sum of "
                    "its cells. Give missing answers a code, say that the values are no parts of "
                    "a whole (adds=False), or correct the query.")
