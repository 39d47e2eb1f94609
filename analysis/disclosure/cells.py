"""A private result before the gate: what each cell rests on, what adds up, what is shown.

Decided: a result of any shape is a long frame, one row a cell. Its dimensions say how cells add up
to margins; each value says of which kind it is, because a median gives away something else than a
count. Nothing can be drawn or exported from here: only :func:`analysis.disclosure.release.release`
makes a ``Released`` of it. ``repr`` shows no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.disclosure.cell_checks import check_given, check_margins
from analysis.disclosure.filters import EVERYTHING, Filter, Form, Spans, codes, tidy
from analysis.errors import DisclosureError

if TYPE_CHECKING:
    from analysis.disclosure.regions import Region

Kind = Literal[
    "count", "weighted", "money", "share", "mean", "money_mean", "ratio", "gini",
    "median", "quantile", "maximum", "minimum", "lorenz",
]
ADDITIVE = ("count", "weighted", "money")
"""Kinds whose cells add up to their margins, none negative."""
HELD = ("money", "money_mean", "weighted")
"""Sums of amounts, held to dominance and p% wherever their largest contributions are given."""
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
    hidden : bool
        Whether it is there to be checked alone: see :mod:`analysis.disclosure.told`.
    """

    column: str
    codes: tuple[str, ...] = ()
    total: str = "*"
    adds: bool = True
    attribute: bool = True
    spans: tuple[Spans, ...] | None = None
    log_name: str = ""
    leaves_out: bool = False
    hidden: bool = False

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
        For a column of money or weights the columns that hold the largest contribution of one such
        unit to a cell, and the sum of the two largest.
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
        value is not the commonest, or of few values the number who have the rarest: a mean of
        zeros and three ones says that three are ones. Less than the minimum withholds the row.
    over : tuple of str
        For a share or its error the dimensions over which its base is the margin. Who sees a figure
        and its share sees the base, so a row whose base is withheld is withheld with it.
    design : tuple of str
        For an error the dimensions that are strata or clusters, over which it tells how the base is
        spread; see :mod:`analysis.disclosure.weighed`.
    shown : bool
        False for what is needed by the gate only (a numerator, a base).
    """

    column: str
    kind: Kind
    of: str = ""
    at: float = 0.5
    support: str = ""
    over: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True)
class Told:
    """What a table's figures tell of parts that it does not show.

    Parameters
    ----------
    parts : Cells
        Numbers of units: the table's own rows, then as many for every combination of parts.
    forms : tuple of Form
        For each sum that is told of a row what a unit of each part adds to it.
    errors : int
        How many of them, the last ones, errors alone tell.
    sums : tuple of int
        How many sums each hidden dimension tells by itself; 0 for one that errors tell.
    whole : bool
        Whether a row goes with its sums, and not what is weighted alone.
    sizes : tuple of (Region, int)
        How many of all have each weight, which is no secret (the strata of a sample).
    outside : tuple of Region
        What lies outside all parts, where nobody does.
    """

    parts: Cells
    forms: tuple[Form, ...]
    errors: int
    sums: tuple[int, ...]
    whole: bool
    sizes: tuple[tuple[Region, int], ...] = ()
    outside: tuple[Region, ...] = ()

    @property
    def weighs(self) -> bool:
        """Whether anything but errors tells parts."""
        return len(self.forms) > self.errors


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
    marks : tuple of str
        Further columns that say something of the figures beside them (a method, a flag for few):
        empty, or false, where the row is withheld.
    filter : Filter
        Which part of the data the whole table is of, for the release log.
    never : tuple of Filter
        Parts that hold nobody, as every reader knows: whoever chose an answer has answered.
    told : Told or None
        What its figures tell without showing it.

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
    marks: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)
    never: tuple[Filter, ...] = ()
    told: Told | None = None
    _numbers: dict[str, np.ndarray] = field(
        default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", self.frame.reset_index(drop=True).copy())
        shown = [one for one in self.dimensions if not one.hidden]
        if len(shown) > MOST_DIMENSIONS or not self.units or not self.values:
            raise DisclosureError(
                f"A result has {len(shown)} dimensions, {len(self.units)} kinds of "
                f"units and {len(self.values)} values. The gate takes up to {MOST_DIMENSIONS} "
                "dimensions, and at least one unit and one value. Split the table.")
        check_given(self)
        object.__setattr__(self, "dimensions", tuple(_with_codes(self, one)
                                                     for one in self.dimensions))
        check_margins(self)

    def column(self, name: str) -> np.ndarray:
        """A column of numbers, an empty one as 0; read-only, for it is made once."""
        if name not in self._numbers:
            numbers = np.asarray(
                pd.to_numeric(self.frame[name]).astype("float64").fillna(0.0), dtype="float64")
            numbers.setflags(write=False)
            self._numbers[name] = numbers
        return self._numbers[name]

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
        key = f"{dimension.column} is {dimension.total}"
        if key not in self._numbers:
            self._numbers[key] = np.asarray(
                self.frame[dimension.column].astype(str) == dimension.total, dtype=bool)
        return self._numbers[key]


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
