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

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_array, hstack, vstack

from analysis.disclosure.filters import EVERYTHING, LAST, Spans
from analysis.disclosure.patience import check_time
from analysis.disclosure.regions import MOST_ATOMS, Chosen, Region, region, too_large

__all__ = ["Chosen", "Lattice", "Region", "lattice_of", "region"]
MOST_COPIED = 2_000_000
"""Atoms of all copies together, before those that are alike are made one."""
AT_ONCE = 256
"""Regions whose atoms are looked up together."""


@dataclass(frozen=True)
class Lattice:
    """Which atoms each region is the sum of, and what ties copies of the atoms together.

    ``rows`` has a row a region in the order given and a column an atom; each row of ``ties`` times
    the atoms is 0.
    """

    rows: csr_array
    ties: csr_array


Copy = tuple[list[int], np.ndarray, np.ndarray | None]
"""The places of its regions, which of its atoms each is, and which each region of the whole is."""


class Blocks:
    """The coarsest parts of a column of which each used set is made, as flags by set.

    As :func:`analysis.disclosure.filters.blocks_of`, which says which ordinals each part holds.
    """

    def __init__(self, used: Sequence[Spans]) -> None:
        sets = sorted({*used, EVERYTHING})
        cuts = sorted({0, LAST + 1} | {
            edge for spans in sets for low, high in spans for edge in (low, high + 1)})
        place = {cut: at for at, cut in enumerate(cuts)}
        inside = np.zeros((len(sets), len(cuts) - 1), dtype=bool)
        for at, spans in enumerate(sets):
            for low, high in spans:
                inside[at, place[low]:place[high + 1]] = True
        kept = np.unique(inside, axis=1)
        self.size = int(kept.shape[1])
        self.of = dict(zip(sets, kept, strict=True))


class Atoms:
    """All combinations of the blocks of the columns that regions use."""

    def __init__(self, regions: Sequence[Region], empty: Sequence[Region]) -> None:
        used: dict[str, set[Spans]] = {}
        for one in regions:
            for name, spans in one.spans:
                used.setdefault(name, set()).add(spans)
        used |= {name: set() for name in _between(empty, used)}
        for one in empty:
            for name, spans in one.spans:
                if name in used:
                    used[name].add(spans)
        self.blocks = {name: Blocks(sorted(spans)) for name, spans in sorted(used.items())}
        self.size = 1
        for blocks in self.blocks.values():
            self.size *= blocks.size

    def inside(self, regions: Sequence[Region]) -> np.ndarray:
        """Flags, a row a region and a column an atom; no atom where a column is not known."""
        found = np.ones((len(regions), 1), dtype=bool)
        spans = [dict(one.spans) for one in regions]
        for name, blocks in self.blocks.items():
            flags = np.array([blocks.of[one.get(name, EVERYTHING)] for one in spans], dtype=bool)
            found = (found[:, :, None] & flags.reshape(len(regions), 1, blocks.size)).reshape(
                len(regions), found.shape[1] * blocks.size)
        known = [set(one) <= set(self.blocks) for one in spans]
        return np.asarray(found & np.array(known, dtype=bool).reshape(-1, 1))

    def packed(self, regions: Sequence[Region]) -> np.ndarray:
        """The same with eight regions in a byte, so that many take little room."""
        parts = [np.packbits(self.inside(regions[at:at + AT_ONCE]), axis=0)
                 for at in range(0, len(regions), AT_ONCE)]
        return np.vstack([*parts, np.zeros((0, self.size), dtype="uint8")])

    def any_of(self, regions: Sequence[Region]) -> np.ndarray:
        """Which atoms lie in any of the regions."""
        found = np.zeros(self.size, dtype=bool)
        for at in range(0, len(regions), AT_ONCE):
            found |= self.inside(regions[at:at + AT_ONCE]).any(axis=0)
        return found


def _between(empty: Sequence[Region], used: Collection[str]) -> list[str]:
    """Columns that no region uses, but that tie two which are used: a stratum two of weights."""
    tied: dict[str, set[str]] = {}
    for one in empty:
        names = {name for name, _ in one.spans}
        for name in names - set(used):
            tied.setdefault(name, set()).update(names & set(used))
    return [name for name, others in tied.items() if len(others) > 1]


def lattice_of(regions: Sequence[Region], *, empty: Sequence[Region] = ()) -> Lattice:
    """Write regions as sums of atoms; atoms that stand in just the same regions are one.

    Parameters
    ----------
    regions : sequence of Region
        Cells, margins, any other part that is to be bounded, and sums over parts.
    empty : sequence of Region
        Parts known to hold nothing; their atoms are left out.

    Raises
    ------
    DisclosureError
        If there are more than MOST_ATOMS atoms: what is linked can then not be checked.
    """
    if not any(one.form for one in regions):
        return _lattice_of(regions, empty)
    pieces = [one.pieces() for one in regions]
    every = list(dict.fromkeys(piece for some in pieces for piece, _ in some))
    place = {piece: at for at, piece in enumerate(every)}
    lattice = _lattice_of(every, empty)
    sums = csr_array(
        (np.array([each for some in pieces for _, each in some]),
         np.array([place[piece] for some in pieces for piece, _ in some], dtype=int),
         np.cumsum([0, *map(len, pieces)])), shape=(len(regions), len(every)))
    return Lattice(rows=csr_array(sums @ lattice.rows), ties=lattice.ties)


def _lattice_of(regions: Sequence[Region], empty: Sequence[Region]) -> Lattice:
    atoms = Atoms(regions, empty)
    copies: dict[Chosen, list[int]] = {(): []}
    for at, one in enumerate(regions):
        copies.setdefault(one.chosen, []).append(at)
    if atoms.size > MOST_ATOMS or atoms.size * len(copies) > MOST_COPIED:
        raise too_large(atoms.size * len(copies))
    alive = ~atoms.any_of([one for one in empty if not one.chosen])
    whole = list(dict.fromkeys(regions[at] for at in copies[()]))
    bits = atoms.packed(whole)
    base = _flags(_unique(bits[:, alive]), len(whole))
    number = {one: at for at, one in enumerate(whole)}
    first = base[[number[one] for one in regions if not one.chosen]]
    parts: list[Copy] = [(copies.pop(()), first, None)]
    for chosen, places in sorted(copies.items()):
        check_time()
        gone = atoms.any_of([one for one in empty if one.chosen == chosen])
        own = atoms.packed([regions[at] for at in places])
        kept = _unique(np.hstack([
            np.vstack([own, bits])[:, alive & ~gone],
            np.vstack([np.zeros_like(own), bits])[:, alive]]))
        split = own.shape[0]
        parts.append((places, _flags(kept[:split], len(places)),
                      _flags(kept[split:], len(whole))))
    return _assembled(len(regions), parts, base)


def _unique(bits: np.ndarray) -> np.ndarray:
    """Columns that are not all zero, each once, in the order in which they come."""
    bits = bits[:, bits.any(axis=0)]
    if not bits.size:
        return bits
    keys = np.ascontiguousarray(bits.T).view(np.dtype((np.void, bits.shape[0]))).ravel()
    return np.asarray(bits[:, np.sort(np.unique(keys, return_index=True)[1])])


def _flags(bits: np.ndarray, number: int) -> np.ndarray:
    return np.asarray(np.unpackbits(bits, axis=0)[:number], dtype="float64")


def _assembled(number: int, parts: Sequence[Copy], base: np.ndarray) -> Lattice:
    """One matrix of all copies, and what ties each to the first."""
    stacked = block_diag([csr_array(inside) for _, inside, _ in parts], format="csr")
    order = np.argsort(np.concatenate([np.array(places, dtype=int) for places, _, _ in parts]))
    tied = [csr_array(one) for _, _, one in parts if one is not None]
    if not tied:
        return Lattice(rows=csr_array(stacked[order]), ties=csr_array((0, stacked.shape[1])))
    same = vstack([csr_array(-base)] * len(tied))
    return Lattice(rows=csr_array(stacked[order]),
                   ties=csr_array(hstack([same, block_diag(tied)]).tocsr()))
