"""A table together with what is out of the same data already, as one system to be checked.

Decided: earlier tables are taken in whole, the newest first, as long as all together fall into few
enough parts. Of the others only what can matter is: the cells whose columns are the new table's or
their own filter's, hence the margins that both share; and the whole table where the new one shows a
margin that it did not, for that could complete what it withholds. Parts that nobody asked for but
that filters cut out (in one table and not in the other) are bounded too where fewer units than the
minimum stand behind them: they are what differencing is after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

import numpy as np

from analysis.disclosure.cells import Cells
from analysis.disclosure.filters import EVERYTHING, Spans, blocks_of
from analysis.disclosure.lattice import (
    Lattice,
    Region,
    empty_regions,
    lattice_of,
    regions_of,
    too_large,
)
from analysis.disclosure.log import DataLog, Known
from analysis.disclosure.rules import Rules
from analysis.disclosure.secondary import Quantity

JOINT_ATOMS = 4_000
"""Parts up to which earlier tables are checked all at once; the others one by one with the new."""
PAIR_ATOMS = 60_000


@dataclass(frozen=True)
class Part:
    """An earlier table as far as it is taken in."""

    regions: tuple[Region, ...]
    values: np.ndarray = field(repr=False)
    withheld: np.ndarray = field(repr=False)
    widths: np.ndarray = field(repr=False)
    empty: tuple[Region, ...]
    filters: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True)
class Joint:
    """The system of a table and earlier ones.

    The first ``own`` regions are the table's rows in order. ``out`` marks regions that are
    published already, ``hidden`` those that are withheld already or were never asked for.
    """

    lattice: Lattice
    quantity: Quantity
    own: int
    out: np.ndarray
    hidden: np.ndarray


def counted(cells: Cells) -> str:
    """The name of the count that links tables: units where they add up, else a count of rows."""
    for unit in cells.units:
        if unit.partition:
            return unit.column
    return next((value.column for value in cells.values if value.kind == "count"), "")


def _counts_alike(one: Cells, other: Cells) -> bool:
    """Whether two tables count the same thing, so that their figures can be set against each other.

    Tables of units that add up always do; other counts where they have the same name.
    """
    names = counted(one), counted(other)
    apart = [{unit.column for unit in cells.units if unit.partition} for cells in (one, other)]
    return all(names) and (
        (names[0] in apart[0] and names[1] in apart[1]) or names[0] == names[1])


def joint_systems(cells: Cells, log: DataLog | None, rules: Rules) -> list[Joint]:
    """The systems in which a table must keep its widths; one where no earlier table matters.

    Parameters
    ----------
    cells : Cells
        The table to be released.
    log : DataLog or None
        Earlier tables; the data are asked for parts that filters cut out.
    rules : Rules
        Of this release.

    Raises
    ------
    DisclosureError
        If a table and an earlier one have too many parts to be checked.
    """
    own = regions_of(cells)
    groups: list[list[Part]] = [[]]
    for table in reversed(log.known if log else []):
        if not _counts_alike(table.cells, cells):
            continue
        whole, near = _part(table), _near(_part(table), own)
        fitting = [part for part in (whole, near)
                   if _size(own, [*groups[0], part]) <= JOINT_ATOMS]
        if fitting:
            groups[0].append(fitting[0])
        elif (size := _size(own, [near])) <= PAIR_ATOMS:
            groups.append([near])
        else:
            raise too_large(size)
    return [_joint(cells, own, [part for part in group if part.regions], log, rules)
            for group in groups]


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
    return np.full(len(numbers), rules.width * mean)


def _part(table: Known) -> Part:
    """A whole earlier table."""
    name, rules = counted(table.cells), table.spec.rules
    nothing = np.zeros(len(table.cells.frame))
    return Part(
        tuple(regions_of(table.cells)), table.cells.additive()[name] if name else nothing,
        table.withheld, widths_of(table.cells, name, rules) if name else nothing,
        tuple(empty_regions(table.cells)), tuple(sorted(table.cells.filter.columns.items())))


def _near(part: Part, own: Sequence[Region]) -> Part:
    """What can matter of an earlier table; the whole where the new one could complete it."""
    if part.withheld.any() and _completes(own, part.regions):
        return part
    columns = {name for one in own for name, _ in one.spans} | {name for name, _ in part.filters}
    kept = [at for at, one in enumerate(part.regions)
            if {name for name, _ in one.spans} <= columns]
    return replace(
        part, regions=tuple(part.regions[at] for at in kept), values=part.values[kept],
        withheld=part.withheld[kept], widths=part.widths[kept])


def _completes(own: Sequence[Region], earlier: Sequence[Region]) -> bool:
    """Whether the new table shows a margin of the earlier one that was no cell of it."""
    columns = {name for one in earlier for name, _ in one.spans}
    had = set(earlier)
    return any({name for name, _ in one.spans} <= columns and one not in had for one in own)


def _size(own: Sequence[Region], parts: Sequence[Part]) -> int:
    used: dict[str, set[Spans]] = {}
    for one in [*own, *[one for part in parts for one in part.regions]]:
        for name, spans in one.spans:
            used.setdefault(name, set()).add(spans)
    return prod(len(blocks_of(spans)) for spans in used.values())


def _joint(
    cells: Cells, own: Sequence[Region], parts: Sequence[Part], log: DataLog | None, rules: Rules,
) -> Joint:
    name = counted(cells)
    nothing = np.zeros(len(own))
    first = Part(
        tuple(own), cells.additive()[name] if name else nothing, np.zeros(len(own), dtype=bool),
        widths_of(cells, name, rules) if name else nothing, tuple(empty_regions(cells)),
        tuple(sorted(cells.filter.columns.items())))
    rows = [_Row(one, value, width)
            for one, value, width in zip(own, first.values, first.widths, strict=True)]
    for part in parts:
        _add(rows, part)
    if log is not None and parts:
        width = first.widths.max(initial=0.0)
        rows += [_Row(one, 0.0, width, hidden=True) for one in _cut_out(
            [row.region for row in rows], [first, *parts], log, rules)]
    empty = [one for part in [first, *parts] for one in part.empty]
    lattice = lattice_of([row.region for row in rows], empty=empty)
    out = np.array([row.out for row in rows], dtype=bool)
    quantity = Quantity(np.array([row.value for row in rows], dtype="float64"),
                        np.array([row.width for row in rows], dtype="float64"))
    return Joint(
        lattice=lattice, own=len(own), out=out, quantity=attainable(lattice, quantity, out),
        hidden=np.array([row.hidden and not row.out for row in rows], dtype=bool))


def attainable(lattice: Lattice, quantity: Quantity, out: np.ndarray) -> Quantity:
    """The widths, none wider than a whole that is out already and that the region is part of.

    A whole was shown because enough units stand behind it; of its parts it is then known that they
    are no larger. What is known to be empty has no width at all.
    """
    if quantity.signed:
        return quantity
    sizes = lattice.rows.sum(axis=1)
    widths = np.where(sizes > 0, quantity.widths, 0.0)
    wholes = np.flatnonzero(out & (quantity.values > 0))
    if len(wholes):
        shared = (lattice.rows @ lattice.rows[wholes].T).toarray()
        limits = np.where(shared == sizes[:, None], quantity.values[wholes], np.inf)
        widths = np.minimum(widths, limits.min(axis=1))
    return replace(quantity, widths=widths)


@dataclass
class _Row:
    """A region on its way into a system."""

    region: Region
    value: float
    width: float
    out: bool = False
    hidden: bool = False


def _add(rows: list[_Row], part: Part) -> None:
    """Take an earlier table in; a region that is there already learns what is known of it."""
    place: dict[Region, list[_Row]] = {}
    for row in rows:
        place.setdefault(row.region, []).append(row)
    for at, one in enumerate(part.regions):
        if one not in place:
            place[one] = [_Row(one, part.values[at], 0.0)]
            rows += place[one]
        for row in place[one]:
            row.width = max(row.width, part.widths[at])
            row.out = row.out or not part.withheld[at]
            row.hidden = row.hidden or bool(part.withheld[at])


def _cut_out(
    regions: Sequence[Region], parts: Sequence[Part], log: DataLog, rules: Rules
) -> list[Region]:
    """Parts of cells that filters cut out and behind which too few units stand."""
    used: dict[str, set[Spans]] = {}
    for part in parts:
        for name, spans in part.filters:
            used.setdefault(name, set()).add(spans)
    choices = [
        [(name, EVERYTHING), *[(name, block) for block in blocks_of(spans)]]
        for name, spans in sorted(used.items())
    ]
    known = set(regions)
    found: dict[Region, None] = {}
    for one in regions:
        for chosen in product(*choices):
            narrowed = one.within(dict(chosen))
            if narrowed not in known and all(spans for _, spans in narrowed.spans):
                found[narrowed] = None
    if len(found) > PAIR_ATOMS:
        raise too_large(len(found))
    asked = list(found)
    units = log.count_units(asked) if asked else []
    return [one for one, number in zip(asked, units, strict=True) if 0 < number < rules.minimum]
