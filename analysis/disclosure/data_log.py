"""The release log of one data set, with the data to ask: which earlier tables bear on a new one.

Decided: an earlier table is made again from the data only when it bears on a new one. Tables are
linked when they have a column in common, as dimension or in their filters, or through other tables.
What both tell without showing it (the few weights of a survey) links them where a table shows it.
Two groups of tables without a common column bear on each other through nothing but the number of
all: any way to fill one goes with any way to fill the other. So of tables that are not linked and
that show the sum of all they count, one that shows the number of all is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

import numpy as np

from analysis.disclosure.cells import Cells
from analysis.disclosure.kept import Kept, is_of, kept_of, shows_total
from analysis.disclosure.log import ReleaseLog, Spec, spec_of
from analysis.disclosure.parts import Part, counts_alike, part_of
from analysis.disclosure.patience import check_time
from analysis.disclosure.regions import Region
from analysis.errors import DisclosureError

COUNTED_AT_ONCE = 100


class Known:
    """A table that is out: its cells, and which of them are withheld.

    Parameters
    ----------
    spec : Spec
        What the log says of it.
    cells : callable
        Gives its cells; asked once, when they are needed.
    withheld : array of bool or Kept
        Its rows that are not shown.
    """

    def __init__(
        self, spec: Spec, cells: Callable[[], Cells], withheld: np.ndarray | Kept
    ) -> None:
        self.spec, self._cells, self._withheld = spec, cells, withheld
        self.columns = frozenset({name for name, _ in spec.shown} | set(spec.filter.columns))
        self.told = frozenset(name for name, _ in spec.dimensions) - self.columns

    @cached_property
    def cells(self) -> Cells:
        """The private cells, made again.

        Raises
        ------
        DisclosureError
            If they are no longer those of the log.
        """
        check_time()
        cells = self._cells()
        if spec_of(cells, self.spec.measure, self.spec.rules) != self.spec:
            raise _unknown()
        return cells

    @cached_property
    def withheld(self) -> np.ndarray:
        """One flag a row."""
        if isinstance(self._withheld, np.ndarray):
            return self._withheld
        found = self._withheld.flags(self.cells)
        if found is None:
            raise _unknown()
        return found

    @cached_property
    def shows_all(self) -> bool:
        """Whether it shows the sum of all it counts."""
        if isinstance(self._withheld, Kept):
            return self._withheld.total
        return shows_total(self.cells, self._withheld)

    @cached_property
    def part(self) -> Part:
        """What it brings into a system."""
        return part_of(self.cells, self.spec.rules, withheld=self.withheld)


class DataLog:
    """The release log of one data set, with the data to ask.

    Parameters
    ----------
    log : ReleaseLog
        Shared by all visits.
    data_hash : str
        Content hash of the data.
    count_units : callable
        Given regions, the number of distinct protected units whose rows lie in each. Of several
        kinds of units the least but none; the answers are kept in memory, never written.
    cells_of : callable
        Given a specification, the private cells it was made from; asked once in the life of this
        for each earlier table that bears on a new one.
    """

    def __init__(
        self, log: ReleaseLog, data_hash: str, *,
        count_units: Callable[[Sequence[Region]], Sequence[int]],
        cells_of: Callable[[Spec], Cells],
    ) -> None:
        self.log, self.data_hash = log, data_hash
        self.count_units, self.cells_of = count_units, cells_of
        self.known: list[Known] = []
        self._counted: dict[Region, int] = {}

    def has_counted(self, one: Region) -> bool:
        """Whether the units of a region have been counted already."""
        return one in self._counted

    def few(self, regions: Sequence[Region], minimum: int) -> list[bool]:
        """Behind which regions there are units, but fewer than the minimum."""
        return [0 < number < minimum for number in self.numbers(regions)]

    def numbers(self, regions: Sequence[Region]) -> list[int]:
        """Units behind each region; what was counted once is kept."""
        asked = [one for one in dict.fromkeys(regions) if one not in self._counted]
        for at in range(0, len(asked), COUNTED_AT_ONCE):
            check_time()
            some = asked[at:at + COUNTED_AT_ONCE]
            self._counted.update(zip(some, self.count_units(some), strict=True))
        return [self._counted[one] for one in regions]

    def bearing(self, cells: Cells) -> list[Known]:
        """Earlier tables that bear on a new one, the newest first."""
        reached = {one.name for one in cells.dimensions} | set(cells.filter.columns)
        told = {one.name for one in cells.told.parts.dimensions if one.hidden} - reached \
            if cells.told else set()
        linked: set[Known] = set()
        while more := [one for one in self.known if one not in linked and (
                one.columns & (reached | told) or one.told & reached)]:
            linked |= set(more)
            reached = reached.union(*[one.columns for one in more])
            told = told.union(*[one.told for one in more])
        wholes = self._wholes(cells, told)
        return [one for one in reversed(self.known) if (
            one in linked or one in wholes or not wholes or not one.shows_all)
            and counts_alike(one.cells, cells)]

    def _wholes(self, cells: Cells, told: Collection[str]) -> list[Known]:
        """The newest tables that show the number of all, one by each column that is told."""
        every = [one for one in reversed(self.known)
                 if one.shows_all and not one.spec.filter.columns]
        by = ([one for one in every if name in one.told] for name in sorted(told))
        found = (next((one for one in some if counts_alike(one.cells, cells)), None)
                 for some in (every, *by))
        return [one for one in found if one]

    def catch_up(self, decide: Callable[[Cells, Spec], np.ndarray]) -> None:
        """Learn what tables of earlier visits, or of other processes, showed.

        Parameters
        ----------
        decide : callable
            Works out again which rows of a table were withheld, where that is not kept.
        """
        specs = self.log.read(self.data_hash)[len(self.known):]
        kept = self.log.read_kept(self.data_hash) if specs else {}
        for spec in specs:
            known = kept.get(len(self.known))
            if known is not None and is_of(known, spec.to_json()):
                self.known.append(Known(spec, self._again(spec), known))
                continue
            table = Known(spec, self._again(spec), np.zeros(0, dtype=bool))
            withheld = decide(table.cells, spec)
            self._keep(spec, table.cells, withheld)
            self.known.append(Known(spec, _given(table.cells), withheld))

    def record(self, spec: Spec, cells: Cells, withheld: np.ndarray) -> None:
        """Write down that a table goes out now, inside the lock of the log."""
        self._keep(spec, cells, withheld)
        self.log.append(self.data_hash, spec)
        self.known.append(Known(spec, _given(cells), withheld))

    def _keep(self, spec: Spec, cells: Cells, withheld: np.ndarray) -> None:
        self.log.keep(self.data_hash, kept_of(
            cells, withheld, at=len(self.known), line=spec.to_json()))

    def _again(self, spec: Spec) -> Callable[[], Cells]:
        return lambda: self.cells_of(spec)


def _given(cells: Cells) -> Callable[[], Cells]:
    return lambda: cells


def _unknown() -> DisclosureError:
    return DisclosureError(
        "A table released before could not be made again, so that it is unknown what is "
        "out. Nothing is released; load the data with the codebook of then.")
