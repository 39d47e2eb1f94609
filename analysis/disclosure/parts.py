"""What a table brings into the system that is checked: its parts of the data, sums and widths.

Decided: it is made once for each table and kept beside it, in memory only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from analysis.disclosure.cells import Cells
from analysis.disclosure.filters import Spans
from analysis.disclosure.primary import dominated
from analysis.disclosure.regions import Region, empty_regions, plainly, region, regions_of
from analysis.disclosure.rules import Rules
from analysis.disclosure.told import MOST_PROTECTED, few_told, nobody, protected, sums_of


@dataclass(frozen=True, eq=False)
class Part:
    """A table as far as it is taken in.

    Parameters
    ----------
    regions : tuple of Region
        One a row; then one a row for each sum that is told of it.
    values, widths : array
        Of the count that links tables, and the width that each region must keep in it.
    withheld : array of bool
        Rows that are not shown; none of a table that is still to be decided.
    empty : tuple of Region
        What the table says is empty.
    filters : tuple
        Columns and spans of its filter.
    pieces : tuple of Region
        What the sums are over, which nobody sees.
    protected : tuple of Region
        Pieces that must keep a width as well where they, or what filters cut out of them, are of
        few; none where there are many weights.
    few : tuple of Region
        Those of them that are.
    sizes : tuple of (Region, int)
        Parts of all whose numbers are no secret.
    by_errors : tuple of (frozenset of str, int)
        Columns whose parts only errors tell, and how many of the last regions are of these.
    many : bool
        Whether these are so many that only what tables show of them is protected.
    """

    regions: tuple[Region, ...]
    values: np.ndarray = field(repr=False)
    withheld: np.ndarray = field(repr=False)
    widths: np.ndarray = field(repr=False)
    empty: tuple[Region, ...]
    filters: tuple[tuple[str, Spans], ...]
    pieces: tuple[Region, ...] = ()
    protected: tuple[Region, ...] = ()
    few: tuple[Region, ...] = ()
    sizes: tuple[tuple[Region, int], ...] = ()
    by_errors: tuple[frozenset[str], int] = (frozenset(), 0)
    many: bool = False

    @cached_property
    def narrowed(self) -> frozenset[str]:
        """The columns by which its rows or its filter are, and not what it tells beside them."""
        return frozenset(name for one in self.regions if not one.form for name, _ in one.spans)

    def without_idle_errors(self, columns: Collection[str]) -> Part:
        """Without what errors tell of many parts of a column that bears on none of others.

        It is then an equation more in unknowns that no table shows and nothing protects.
        """
        spread, _ = self.by_errors
        linked = spread.union(*(
            {name for name, _ in one.spans} for one in self.empty
            if spread & {name for name, _ in one.spans}))
        return self if not self.many or linked & set(columns) else self.without_errors()

    def without_errors(self) -> Part:
        """Without what errors tell."""
        spread, number = self.by_errors
        if not spread:
            return self
        kept = self.of(range(len(self.regions) - number))
        return replace(kept, by_errors=(frozenset(), 0), sizes=tuple(
            (one, size) for one, size in self.sizes
            if not spread & {name for name, _ in one.spans}))

    def without_told(self) -> Part:
        """What its rows show by themselves, to who does not know how large the parts are."""
        rows = sum(not one.form for one in self.regions)
        return replace(self.of(range(rows)), by_errors=(frozenset(), 0), sizes=())

    @cached_property
    def used(self) -> dict[str, frozenset[Spans]]:
        """The spans that its rows narrow each column to."""
        found: dict[str, set[Spans]] = {}
        for one in (*self.regions, *self.pieces):
            for name, spans in one.spans:
                found.setdefault(name, set()).add(spans)
        return {name: frozenset(spans) for name, spans in found.items()}

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns that its rows or its filter narrow."""
        return frozenset(self.used)

    def plainly(self, columns: Collection[str]) -> Part:
        """With answers of several as spans of their own columns, where these are narrowed."""
        names = ("regions", "empty", "pieces", "protected", "few")
        plain: dict[str, Any] = {name: tuple(
            plainly(one, columns) for one in getattr(self, name)) for name in names}
        return replace(self, **plain)

    def of(self, kept: Sequence[int]) -> Part:
        """Some of its rows."""
        rows = np.array(kept, dtype=int)
        regions = tuple(self.regions[at] for at in kept)
        inside = {piece for one in regions if one.form for piece, _ in one.pieces()}
        pieces, protected, few = (tuple(one for one in some if one in inside)
                                  for some in (self.pieces, self.protected, self.few))
        return replace(
            self, regions=regions, values=self.values[rows], withheld=self.withheld[rows],
            widths=self.widths[rows], pieces=pieces, protected=protected, few=few)


def part_of(cells: Cells, rules: Rules, *, withheld: np.ndarray | None = None) -> Part:
    """What a whole table brings in.

    Parameters
    ----------
    cells : Cells
        The table.
    rules : Rules
        Of its release.
    withheld : array of bool, optional
        Rows that are not shown, then those of each sum that is told of them.
    """
    name, rows = counted(cells), regions_of(cells)
    values = cells.additive()[name] if name else np.zeros(len(rows))
    widths = widths_of(cells, name, rules) if name else np.zeros(len(rows))
    regions = list(rows)
    pieces: list[Region] = []
    held: list[Region] = []
    few: list[Region] = []
    empty = [*empty_regions(cells, rows), *(region(one.columns) for one in cells.never)]
    if cells.told:
        regions += [replace(one, form=form) for form in cells.told.forms for one in rows]
        values = np.concatenate([values, sums_of(cells.told, len(rows)).ravel()])
        widths = np.concatenate([widths, np.zeros(len(values) - len(rows))])
        every = regions_of(cells.told.parts)
        pieces = every[len(rows):]
        kept = protected(cells.told)
        kept[:len(rows)] = False
        held = [one for one, is_kept in zip(every, kept, strict=True) if is_kept]
        few = [one for one, is_few in zip(every, kept & few_told(
            cells.told, len(rows), rules), strict=True) if is_few]
        empty = [*empty_regions(cells, rows), *nobody(cells.told)]
    return Part(
        tuple(regions), values,
        np.zeros(len(regions), dtype=bool) if withheld is None else withheld, widths, tuple(empty),
        tuple(sorted(cells.filter.columns.items())), tuple(pieces), tuple(held), tuple(few),
        cells.told.sizes if cells.told else (), *_by_errors(cells))


def _by_errors(cells: Cells) -> tuple[tuple[frozenset[str], int], bool]:
    """The columns that only errors tell, with how many regions, and whether they are many."""
    if cells.told is None:
        return (frozenset(), 0), False
    spread = [one for one, sums in zip(
        (one for one in cells.told.parts.dimensions if one.hidden), cells.told.sums, strict=True)
        if not sums]
    return ((frozenset(one.name for one in spread), cells.told.errors * len(cells.frame)),
            any(len(one.codes) > MOST_PROTECTED for one in spread))


def counted(cells: Cells) -> str:
    """The name of the count that links tables: units where they add up, else a count of rows."""
    for unit in cells.units:
        if unit.partition:
            return unit.column
    return next((value.column for value in cells.values if value.kind == "count"), "")


def counts_alike(one: Cells, other: Cells) -> bool:
    """Whether two tables count the same thing, so that their figures can be set against each other.

    Tables of units that add up always do; other counts where they have the same name.
    """
    names = counted(one), counted(other)
    apart = [{unit.column for unit in cells.units if unit.partition} for cells in (one, other)]
    return all(names) and (
        (names[0] in apart[0] and names[1] in apart[1]) or names[0] == names[1])


def widths_of(cells: Cells, name: str, rules: Rules) -> np.ndarray:
    """The width each row must keep in a quantity; see :mod:`analysis.disclosure.rules`."""
    numbers = cells.additive()[name]
    if name in {unit.column for unit in cells.units if unit.partition}:
        return np.full(len(numbers), float(rules.width))
    money = {value.column for value in cells.values if value.kind == "money"} | {
        f"sum of {value.column}" for value in cells.values if value.kind == "money_mean"}
    if name in money:
        return np.asarray(rules.p_percent * np.abs(numbers))
    inner = np.ones(len(numbers), dtype=bool)
    for dimension in cells.dimensions:
        total = cells.is_total(dimension)
        if not total.all():
            inner &= ~total
    people = cells.column(cells.units[0].column)[inner].sum()
    mean = np.abs(numbers[inner]).sum() / people if people else 0.0
    widths = np.full(len(numbers), rules.width * mean)
    for unit in cells.units:
        for value in cells.values:
            if value.column == name and name in unit.largest:
                own = np.where(dominated(cells, unit, value, rules), rules.p_percent * numbers, 0.0)
                widths = np.maximum(widths, own)
    return widths
