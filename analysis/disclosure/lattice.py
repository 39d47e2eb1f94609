"""What is known of the data once tables are out: which sums of the smallest parts are published.

Decided: all that a reader could know is written as one system. Its unknowns are *atoms*, the
smallest parts the data fall into by the columns that the tables use; every cell and every margin is
a sum of atoms. What is linked is then found without being looked for: margins, two tables that
share one, a filter inside a filter, filters that overlap. Nothing is negative. A part that a full
table does not name is known to be empty.

The answers to a multiple-response question are no parts of a whole. Each has a copy of all atoms of
its own, in which it is chosen or not; what is out of the whole group ties the copies together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import scipy

from analysis.disclosure.cells import Cells
from analysis.disclosure.filters import (
    EVERYTHING,
    Spans,
    blocks_of,
    common,
    everything_but,
    tidy,
)
from analysis.errors import DisclosureError

MOST_ATOMS = 60_000
CHOSEN: Spans = ((1, 1),)
Chosen = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Region:
    """A part of the data: for each column its ordinals, and which answers of several were chosen.

    Columns that are not narrowed are left out, so that equal regions are equal.
    """

    spans: tuple[tuple[str, Spans], ...]
    chosen: Chosen = ()

    def within(self, more: Mapping[str, Spans]) -> Region:
        """The region, narrowed further."""
        now = dict(self.spans)
        return region({**now, **{name: common(now.get(name, EVERYTHING), spans)
                                 for name, spans in more.items()}}, self.chosen)


def region(columns: Mapping[str, Spans], chosen: Chosen = ()) -> Region:
    """A region in its one spelling."""
    return Region(tuple(sorted(
        (name, spans) for name, spans in columns.items() if spans != EVERYTHING)), chosen)


def regions_of(cells: Cells) -> list[Region]:
    """The region of each row of a table."""
    names = [dimension.column for dimension in cells.dimensions]
    whole = region(dict(cells.filter.columns))
    made = []
    for row in cells.frame[names].astype(str).to_numpy():
        coded = list(zip(cells.dimensions, row, strict=True))
        one = whole.within({})
        for dimension, code in coded:
            if dimension.adds:
                one = one.within({dimension.name: dimension.span(code)})
        chosen = tuple(sorted((dimension.name, str(code)) for dimension, code in coded
                              if not dimension.adds and code != dimension.total))
        made.append(region(dict(one.spans), chosen))
    return made


def empty_regions(cells: Cells) -> list[Region]:
    """Parts that hold nothing, as every reader knows.

    Of a table with rows that are no margin: what no row names; and what lies outside all codes of a
    dimension that leaves nothing out.
    """
    adding = [dimension for dimension in cells.dimensions if dimension.adds]
    rows = regions_of(cells)
    inner = np.ones(len(rows), dtype=bool)
    for dimension in adding:
        inner &= ~cells.is_total(dimension)
    named = {one for one, is_inner in zip(rows, inner, strict=True) if is_inner}
    found = [
        region({dimension.name: everything_but(tidy(
            span for code in dimension.codes for span in dimension.span(code)))})
        for dimension in adding if dimension.codes and not dimension.leaves_out
    ]
    if not named or not adding:
        return found
    answers = sorted({one.chosen for one in named})
    if (size := len(answers) * prod(len(one.codes) for one in adding)) > MOST_ATOMS:
        raise too_large(size)
    whole = region(dict(cells.filter.columns))
    for chosen in answers:
        for parts in product(*[one.codes for one in adding]):
            spans = [{one.name: one.span(code)} for one, code in zip(adding, parts, strict=True)]
            one = region(dict(_within(whole, spans).spans), chosen)
            if one not in named and all(part for _, part in one.spans):
                found.append(one)
    return found


def _within(whole: Region, narrowed: Sequence[Mapping[str, Spans]]) -> Region:
    for spans in narrowed:
        whole = whole.within(spans)
    return whole


@dataclass(frozen=True)
class Lattice:
    """Which atoms each region is the sum of, and what ties copies of the atoms together.

    ``rows`` has a row a region in the order given and a column an atom; each row of ``ties`` times
    the atoms is 0.
    """

    rows: scipy.sparse.csr_array
    ties: scipy.sparse.csr_array


class _Atoms:
    """Numbers of the atoms, by copy and by block of each column."""

    def __init__(self, regions: Sequence[Region], empty: Sequence[Region]) -> None:
        used: dict[str, set[Spans]] = {}
        for one in regions:
            for name, spans in one.spans:
                used.setdefault(name, set()).add(spans)
        for one in empty:
            for name, spans in one.spans:
                if name in used:
                    used[name].add(spans)
        self.copies = sorted({(), *[one.chosen for one in regions]})
        self.columns = sorted(used)
        self.blocks = {name: blocks_of(used[name]) for name in self.columns}
        shape = (len(self.copies), 2, *[len(self.blocks[name]) for name in self.columns])
        if (size := prod(shape)) > 2 * MOST_ATOMS:
            raise too_large(size // 2)
        self.numbers = np.arange(size).reshape(shape)
        self._inside: dict[tuple[str, Spans], np.ndarray] = {}

    def of(self, one: Region, copy: Chosen) -> np.ndarray:
        """The atoms of a region in a copy; all, chosen or not, where the region does not say."""
        spans = dict(one.spans)
        if any(name not in self.blocks for name in spans):
            return np.array([], dtype=int)
        state = np.arange(1 if one.chosen else 2)
        return np.asarray(self.numbers[np.ix_(
            np.array([self.copies.index(copy)]), state, *[
                self._blocks_in(name, spans.get(name, EVERYTHING)) for name in self.columns],
        )].ravel(), dtype=int)

    def _blocks_in(self, name: str, spans: Spans) -> np.ndarray:
        if (name, spans) not in self._inside:
            self._inside[name, spans] = np.array([
                at for at, block in enumerate(self.blocks[name])
                if common(block, spans) == block], dtype=int)
        return self._inside[name, spans]


def lattice_of(regions: Sequence[Region], *, empty: Sequence[Region] = ()) -> Lattice:
    """Write regions as sums of atoms.

    Parameters
    ----------
    regions : sequence of Region
        Cells, margins, and any other part that is to be bounded.
    empty : sequence of Region
        Parts known to hold nothing; their atoms are left out.

    Raises
    ------
    DisclosureError
        If there are more than MOST_ATOMS atoms: what is linked can then not be checked.
    """
    atoms = _Atoms(regions, empty)
    alive = np.ones(atoms.numbers.size, dtype=bool)
    alive[atoms.numbers[atoms.copies.index(()), 1].ravel()] = False
    for one in empty:
        for copy in [one.chosen] if one.chosen else atoms.copies:
            if copy in atoms.copies:
                alive[atoms.of(one, copy)] = False
    rows = _matrix([atoms.of(one, one.chosen) for one in regions], alive)
    whole = sorted({one for one in regions if not one.chosen}, key=repr)
    apart = [copy for copy in atoms.copies if copy]
    ties = _matrix([atoms.of(one, copy) for copy in apart for one in whole], alive) - _matrix(
        [atoms.of(one, ()) for _ in apart for one in whole], alive)
    return _merged(rows, scipy.sparse.csr_array(ties))


def _matrix(found: Sequence[np.ndarray], alive: np.ndarray) -> scipy.sparse.csr_array:
    number = np.cumsum(alive) - 1
    kept = [number[atoms[alive[atoms]]] for atoms in found]
    ends = np.cumsum([0, *[len(one) for one in kept]])
    flat = np.concatenate([*kept, np.array([], dtype=int)])
    return scipy.sparse.csr_array(
        (np.ones(len(flat)), flat, ends), shape=(len(found), int(alive.sum())))


def _merged(rows: scipy.sparse.csr_array, ties: scipy.sparse.csr_array) -> Lattice:
    """Atoms that stand in just the same regions as one: nobody could ever tell them apart."""
    columns = scipy.sparse.vstack([rows, ties]).tocsc()
    columns.sort_indices()
    seen: dict[bytes, int] = {}
    for at in range(columns.shape[1]):
        part = slice(columns.indptr[at], columns.indptr[at + 1])
        key = columns.indices[part].astype("int32").tobytes() + columns.data[part].tobytes()
        if key:
            seen.setdefault(key, at)
    kept = columns[:, sorted(seen.values())].tocsr()
    return Lattice(rows=kept[:rows.shape[0]], ties=kept[rows.shape[0]:])


def too_large(size: int) -> DisclosureError:
    """The refusal of what cannot be checked."""
    return DisclosureError(
        f"This table and those released before that share a column with it fall into {size:,} "
        f"parts; the gate can check {MOST_ATOMS:,}. Use fewer dimensions, codes or filters.")
