"""A table together with what is out of the same data already, as one system to be checked.

Decided: earlier tables are taken in whole, the newest first, as long as all together fall into few
enough parts. Of the others only what can matter is: the cells whose columns are the new table's or
their own filter's, hence the margins that both share; and the whole table where the new one shows a
margin that it did not, for that could complete what it withholds, or where its cells add up to a
margin of the new one's columns. Should the whole be too large, what its cells add up to takes its
place where that is enough (:mod:`analysis.disclosure.implied`); not of respondents. Parts that
nobody asked for but that filters cut out (in one table and not in the other) are bounded too where
fewer units than the minimum stand behind them: they are what differencing is after. Of respondents
also those parts are bounded that hold none of the few: a cell that does not move would say what
they did not answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import prod

import numpy as np

from analysis.disclosure.attack import Attack, Quantity
from analysis.disclosure.attainable import attainable, without_known
from analysis.disclosure.cells import Cells
from analysis.disclosure.cut_out import cuts_of, few_beside
from analysis.disclosure.data_log import DataLog
from analysis.disclosure.filters import Spans
from analysis.disclosure.implied import with_margins
from analysis.disclosure.lattice import Blocks, Lattice, lattice_of
from analysis.disclosure.parts import Part
from analysis.disclosure.primary import ANSWERING
from analysis.disclosure.regions import Region, region, too_large
from analysis.disclosure.rules import Rules
from analysis.disclosure.system_rows import (
    Row,
    by_column,
    protect,
    quantity_of,
    states_of,
    take_in,
)

JOINT_ATOMS, TOLD_ATOMS = 150, 600
"""Parts up to which earlier tables are checked all at once, and where sums tell of parts too; the
others one by one with the new."""
PAIR_ATOMS = 60_000
COUNTED_OUTRIGHT = 600
"""Parts whose units are counted at once; of more it is first seen which ones do not matter."""


@dataclass(frozen=True)
class Joint:
    """The system of a table and earlier ones.

    The first ``own`` regions are the table's rows in order. ``out`` marks regions that are
    published already, ``hidden`` those that are withheld already or were never asked for; ``seen``
    are tables that were found possible, each to be held to what is published before it counts.
    ``asked`` marks parts that a table names (others are cut out by filters, or sums tell of them);
    ``spare`` those that none does, and those of enough units, withheld for others' sake;
    ``errors`` says whether what errors tell is part of it, which is more than they do; ``public``
    whether numbers that are no secret here leave something withheld less than its width, so that
    only another system can keep it for who does not know them.
    """

    lattice: Lattice
    quantity: Quantity
    own: int
    out: np.ndarray
    hidden: np.ndarray
    seen: list[np.ndarray] = field(default_factory=list, repr=False)
    asked: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool), repr=False)
    spare: np.ndarray | None = None
    errors: bool = False
    public: bool = False


def joint_systems(
    cells: Cells, first: Part, log: DataLog | None, rules: Rules
) -> list[Joint]:
    """The systems in which a table must keep its widths; one where no earlier table matters.

    Parameters
    ----------
    cells : Cells
        The table to be released.
    first : Part
        What it brings in, with the rows that are withheld for themselves.
    log : DataLog or None
        Earlier tables; the data are asked for parts that filters cut out.
    rules : Rules
        Of this release.

    Raises
    ------
    DisclosureError
        If a table and an earlier one have too many parts to be checked.
    """
    people = any(unit.partition for unit in cells.units)
    answers = cells.units[0].noun == ANSWERING
    most = TOLD_ATOMS if first.pieces else JOINT_ATOMS
    groups: list[list[Part]] = [[]]
    tables = [table.part for table in log.bearing(cells)] if log else []
    narrowed = first.narrowed.union(*(part.narrowed for part in tables))
    first, *tables = [part.without_idle_errors(narrowed) for part in (first, *tables)]
    for whole in tables:
        if _size([first, *groups[0], whole]) <= most:
            groups[0].append(whole)
            continue
        near = _near(whole, first)
        if _size([first, *groups[0], near]) <= most:
            groups[0].append(near)
        elif (size := _size([first, near])) <= PAIR_ATOMS:
            groups.append([near])
        elif not people and (told := _told(whole, first)):
            groups.append([told])
        else:
            raise too_large(size)
    systems: list[Joint] = []
    for group in groups:
        parts = [first, *[part for part in group if part.regions]]
        systems.append(_joint(parts, log, rules, of=(people, answers)))
        if systems[-1].errors and len(parts) > 1:
            less = [part.without_errors() for part in parts]
            systems.append(_joint(less, log, rules, of=(people, answers)))
        if systems[-1].public:
            plain = [part.without_told() for part in parts]
            systems.append(_joint(plain, log, rules, of=(people, answers)))
    return sorted(systems, key=lambda system: system.errors)


def _near(part: Part, first: Part) -> Part:
    """What can matter of an earlier table; the whole where one could complete the other."""
    new_margin = _sums(first, part) - (set(part.regions) - _untold(part))
    if (part.withheld.any() and new_margin) or _sums(part, first) - set(part.regions):
        return part
    return _shared(part, first)


def _untold(part: Part) -> set[Region]:
    """Rows of which a table withholds a sum: whoever shows parts that add up to it completes it."""
    return {replace(one, form=()) for one, hidden in zip(part.regions, part.withheld, strict=True)
            if one.form and hidden}


def _shared(part: Part, first: Part) -> Part:
    """Rows whose columns are the new table's or their own filter's."""
    columns = first.columns | {name for name, _ in part.filters}
    return part.of([at for at, one in enumerate(part.regions)
                    if {name for name, _ in one.spans} <= columns])


def _told(part: Part, first: Part) -> Part | None:
    """The margins of an earlier table that both share, where it says no more of the new one."""
    if part.withheld.any() and _sums(first, part) - set(part.regions):
        return None
    margins = _sums(part, first) - set(part.regions)
    told = with_margins(part, _shared(part, first), margins, first)
    return told if told and _size([first, told]) <= PAIR_ATOMS else None


def _sums(part: Part, other: Part) -> set[Region]:
    """Margins of another table that a table's cells are or add up to, over columns only it has."""
    kept = other.columns | {name for name, _ in part.filters}
    found = {region({name: spans for name, spans in one.spans if name in kept}, one.chosen)
             for one in part.regions if not one.form}
    return {one for one in found if {name for name, _ in one.spans} <= other.columns}


def _size(parts: Sequence[Part]) -> int:
    used: dict[str, frozenset[Spans]] = {}
    for part in parts:
        for name, spans in part.used.items():
            used[name] = used.get(name, frozenset()) | spans
    return prod(_number_of_blocks(spans) for spans in used.values())


@lru_cache(maxsize=4096)
def _number_of_blocks(used: frozenset[Spans]) -> int:
    return Blocks(tuple(used)).size


def _joint(
    parts: Sequence[Part], log: DataLog | None, rules: Rules, *, of: tuple[bool, bool]
) -> Joint:
    narrowed = {name for part in parts for name in part.used}
    parts = [part.plainly(narrowed) for part in parts]
    first = parts[0]
    rows = [Row(one, value, width)
            for one, value, width in zip(first.regions, first.values, first.widths, strict=True)]
    for part in parts[1:]:
        take_in(rows, part)
    width = first.widths.max(initial=0.0)
    rows += [Row(one, float(number), 0.0, out=True, no_secret=True)
             for one, number in dict.fromkeys(pair for part in parts for pair in part.sizes)]
    protect(rows, [one for part in parts for one in part.few], width)
    empty = [one for part in parts for one in part.empty]
    if log is not None and len(parts) > 1:
        whole = [*(row.region for row in rows if not row.region.form),
                 *(piece for part in parts for piece in part.protected)]
        cuts = [Row(one, 0.0, width, hidden=True, unasked=True)
                for one in cuts_of(list(dict.fromkeys(whole)), parts)]
        new = [cut for cut in cuts if not log.has_counted(cut.region)]
        if len(new) > COUNTED_OUTRIGHT:
            safe = {id(cut) for cut in _surely_wide(
                rows, new, empty, withheld=first.withheld)}
            cuts = [cut for cut in cuts if id(cut) not in safe]
        few = log.few([cut.region for cut in cuts], rules.minimum)
        rows += [cut for cut, is_few in zip(cuts, few, strict=True) if is_few]
        cuts = [cut for cut, is_few in zip(cuts, few, strict=True) if not is_few]
        people, answers = of
        beside = few_beside([cut.region for cut in cuts], log, rules.minimum) if answers else (
            [False] * len(cuts))
        rows += [cut for cut, is_few in zip(cuts, beside, strict=True) if is_few]
        if people:
            rows += _of_few(rows, [cut for cut, is_few in zip(cuts, beside, strict=True)
                                   if not is_few], parts, log, rules)
    lattice = lattice_of([row.region for row in rows], empty=empty)
    hidden, out = states_of(rows)
    own = np.arange(len(rows)) < len(first.regions)
    asked = np.array([not row.unasked for row in rows], dtype=bool)
    sizes = np.array([row.no_secret for row in rows], dtype=bool)
    quantity = plain = attainable(lattice, quantity_of(rows), out & ~sizes, asked=own | hidden)
    if sizes.any():
        quantity = without_known(lattice, attainable(lattice, plain, out), by_column(rows))
    gone = hidden.copy()
    gone[:len(first.withheld)] |= first.withheld
    return Joint(
        lattice=lattice, own=len(first.regions), out=out, hidden=hidden,
        asked=asked,
        spare=np.array([row.unasked or row.value >= rules.minimum for row in rows]),
        quantity=quantity, errors=any(part.by_errors[1] for part in parts),
        public=bool((quantity.widths < plain.widths)[gone].any()))


def _of_few(
    rows: Sequence[Row], cuts: Sequence[Row], parts: Sequence[Part], log: DataLog, rules: Rules
) -> list[Row]:
    """Parts that hold none of the few whom a filter leaves out: that, too, says what they answered.

    Where nothing of such a part changes between two filters, those left out all answered otherwise.
    So it must stay possible that one of them is in it.
    """
    by = {name for part in parts for name, _ in part.filters}
    groups = [region({name: spans for name, spans in cut.region.spans if name in by})
              for cut in cuts]
    few = log.few(groups, rules.minimum)
    return [Row(cut.region, 0.0, 1.0, hidden=True, unasked=True)
            for cut, of_few in zip(cuts, few, strict=True) if of_few]


def _surely_wide(
    rows: Sequence[Row], cuts: Sequence[Row], empty: Sequence[Region], *, withheld: np.ndarray
) -> list[Row]:
    """Parts that keep their width even if no more is withheld: of whom they are does not matter."""
    every = [*rows, *cuts]
    hidden, out = states_of(every)
    hidden[:len(withheld)] |= withheld & ~out[:len(withheld)]
    hidden[len(rows):] = True
    lattice = lattice_of([row.region for row in every], empty=empty)
    attack = Attack(lattice, quantity_of(every))
    wide = attack.surely_wide(np.arange(len(rows), len(every)), hidden)
    return [cut for cut, is_wide in zip(cuts, wide, strict=True) if is_wide]
