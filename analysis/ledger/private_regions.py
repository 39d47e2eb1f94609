"""Distinct models in many parts of the rows at once, as the release log asks for them.

Decided: regions are not looked for in the rows one by one. The rows are cut into the coarsest
blocks that all regions are made of; each region is then a union of the sets of models of its
blocks, held as bits. Regions that narrow few columns are counted from the same pass as those that
narrow more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from analysis.disclosure.filters import Spans, blocks_of, common, tidy
from analysis.disclosure.lattice import Region
from analysis.ledger import private_counts
from analysis.ledger.private_columns import Array, Columns
from analysis.ledger.private_counts import Counted, key_of, tabulate

MOST_WORDS = 30_000_000
"""Sets of 64 models that may be held at once, eight bytes each."""
Alike = dict[tuple[str, ...], list[dict[str, Spans]]]
"""Regions by the columns that they narrow."""


def count_regions(columns: Columns, regions: Sequence[Region]) -> list[int]:
    """Distinct models in each region, in as few passes over the rows as memory allows."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, one in enumerate(regions):
        alike.setdefault(tuple(name for name, _ in one.spans), []).append(at)
    found = np.zeros(len(regions), dtype=np.int64)
    for together in _passes(columns, {
            names: [dict(regions[at].spans) for at in places]
            for names, places in alike.items()}):
        blocks = _blocks(together)
        where = {name: tidy(span for parts in together.values() for one in parts
                            for span in one[name])
                 for name in blocks if all(name in names for names in together)}
        counted = tabulate(
            columns, [key_of(columns, name, parts) for name, parts in blocks.items()], where)
        for names, parts in together.items():
            kept = [at for at, name in enumerate(blocks) if name in names]
            found[alike[names]] = _count_alike(
                counted.over(kept), {name: blocks[name] for name in blocks if name in names}, parts)
    return [int(one) for one in found]


def _passes(columns: Columns, alike: Alike) -> list[Alike]:
    """Regions put together as long as all their blocks and units have a place in memory."""
    found: list[Alike] = []
    units = len(columns.names["model"]) + 1
    for names in sorted(alike, key=lambda one: (-len(one), one)):
        for together in found:
            both = _blocks({**together, names: alike[names]})
            if prod(len(parts) + 1 for parts in both.values()) * units <= private_counts.MOST_MARKS:
                together[names] = alike[names]
                break
        else:
            found.append({names: alike[names]})
    return found


def _blocks(together: Alike) -> dict[str, tuple[Spans, ...]]:
    """The coarsest parts of each column of which all the regions are made."""
    used: dict[str, set[Spans]] = {}
    for parts in together.values():
        for one in parts:
            for name, spans in one.items():
                used.setdefault(name, set()).add(spans)
    return {name: blocks_of(used[name]) for name in sorted(used)}


def _count_alike(
    found: Counted, blocks: Mapping[str, tuple[Spans, ...]], regions: Sequence[dict[str, Spans]]
) -> Array:
    """Units of regions that are unions of blocks, from those of the blocks."""
    parts_of = {(name, spans): np.array([at for at, block in enumerate(parts)
                                         if common(block, spans) == block], dtype=np.int64)
                for name, parts in blocks.items() for spans in {one[name] for one in regions}}
    sets, first = np.unique(found.cells, return_index=True)
    place = np.full(prod(found.shape), -1, dtype=np.int64)
    place[sets] = np.arange(len(sets))
    place = place.reshape(found.shape)
    members = []
    for one in regions:
        taken = np.atleast_1d(place[np.ix_(*(parts_of[name, one[name]] for name in blocks))])
        members.append(taken[taken >= 0].ravel())
    return _union_sizes(found.units - 1, np.append(first, len(found.units)), members)


def _union_sizes(units: Array, ends: Array, members: Sequence[Array]) -> Array:
    """Size of the union of some sets; set s is ``units[ends[s]:ends[s + 1]]``, ascending."""
    sets, words = len(ends) - 1, int(units.max(initial=0)) // 64 + 1
    step = max(1, min(words, MOST_WORDS // max(sets, 1)))
    of_set = np.repeat(np.arange(sets), np.diff(ends))
    sizes = np.zeros(len(members), dtype=np.int64)
    for low in range(0, words, step):
        now = (units >= low * 64) & (units < (low + step) * 64)
        bits = _bits(of_set[now] * step + units[now] // 64 - low, units[now] % 64, sets * step)
        bits = bits.reshape(sets, step)
        for at, taken in enumerate(members):
            if len(taken):
                sizes[at] += int(np.bitwise_count(np.bitwise_or.reduce(bits[taken])).sum())
    return sizes


def _bits(places: Array, bits: Array, size: int) -> Array:
    """Words in which the given bits are set; places ascend."""
    words = np.zeros(size, dtype=np.uint64)
    if len(places):
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        words[places[starts]] = np.bitwise_or.reduceat(
            np.uint64(1) << bits.astype(np.uint64), starts)
    return words
