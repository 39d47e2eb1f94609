"""Parts that nobody asked for but that filters cut out of cells: what differencing is after.

Decided: a cell of any table in the system, narrowed by the blocks into which the filters of all of
them divide a column, is such a part. Bands that overlap without one holding the other (30 to 44 in
one table, 35 to 49 in another) cut like filters. How many units stand behind a part is asked of the
data once in the life of a log, and only whether they are few is kept, in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from math import prod

import numpy as np

from analysis.disclosure.data_log import DataLog
from analysis.disclosure.filters import EVERYTHING, Spans, blocks_of, common
from analysis.disclosure.parts import Part
from analysis.disclosure.patience import check_time
from analysis.disclosure.regions import Region, region, too_large

MOST_CUTS = 60_000


def cuts_of(regions: Sequence[Region], parts: Sequence[Part]) -> list[Region]:
    """Every part that the filters cut out of the regions and that is none of them.

    Raises
    ------
    DisclosureError
        If there are more than MOST_CUTS.
    """
    used: dict[str, set[Spans]] = {}
    for part in parts:
        for name, spans in part.filters:
            used.setdefault(name, set()).add(spans)
    for name, crossing in _crossing(parts).items():
        used.setdefault(name, set()).update(crossing)
    names = sorted(used)
    regions = [one for one in regions if all(spans for _, spans in one.spans)]
    if not names or not regions:
        return []
    rest: dict[Region, int] = {}
    numbers = np.empty((len(regions), 1 + len(names)), dtype=np.int64)
    places: list[dict[Spans, int]] = [{} for _ in names]
    for at, one in enumerate(regions):
        inside = dict(one.spans)
        for column, name in enumerate(names, start=1):
            mine = inside.pop(name, EVERYTHING)
            numbers[at, column] = places[column - 1].setdefault(mine, len(places[column - 1]))
        numbers[at, 0] = rest.setdefault(region(inside, one.chosen), len(rest))
    known = np.unique(numbers, axis=0)
    every = known
    for column, name in enumerate(names, start=1):
        check_time()
        every = _narrowed(every, column, places[column - 1], blocks_of(used[name]))
        if len(every) - len(known) > MOST_CUTS:
            raise too_large(len(every) - len(known))
    found = _without(every, known)
    kept = list(rest)
    spelled = [list(one) for one in places]
    return [region({**dict(kept[row[0]].spans), **{
        name: spelled[at][row[1 + at]] for at, name in enumerate(names)}}, kept[row[0]].chosen)
        for row in found.tolist()]


def _crossing(parts: Sequence[Part]) -> dict[str, set[Spans]]:
    """Bands of one table that cut bands of another, by column; a band is one stretch of ordinals.

    Codes that join ordinals here and there (what consents say) are sets of their own, not cuts.
    """
    found: dict[str, set[Spans]] = {}
    bands = [{name: {one for one in spans if len(one) == 1} for name, spans in part.used.items()}
             for part in parts]
    for one, other in combinations(bands, 2):
        for name in one.keys() & other.keys():
            for mine, theirs in product(one[name] - other[name], other[name] - one[name]):
                if common(mine, theirs) not in ((), mine, theirs):
                    found.setdefault(name, set()).update((mine, theirs))
    return found


def _narrowed(
    rows: np.ndarray, column: int, place: dict[Spans, int], blocks: Sequence[Spans]
) -> np.ndarray:
    """The rows, and each of them within each block; what is then empty is left out."""
    table = np.array([
        [place.setdefault(both, len(place)) if (both := common(spans, block)) else -1
         for block in blocks] for spans in list(place)], dtype=np.int64)
    within = table[rows[:, column]]
    more = np.repeat(rows, within.shape[1], axis=0)
    more[:, column] = within.ravel()
    return _unique(np.vstack([rows, more[more[:, column] >= 0]]))


def _keys(rows: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    if prod(int(size) for size in sizes) >= 2**62:
        raise too_large(MOST_CUTS + 1)
    keys = np.zeros(len(rows), dtype=np.int64)
    for column, size in enumerate(sizes):
        keys = keys * int(size) + rows[:, column]
    return keys


def _unique(rows: np.ndarray) -> np.ndarray:
    keys = _keys(rows, rows.max(axis=0) + 1)
    return np.asarray(rows[np.unique(keys, return_index=True)[1]])


def _without(rows: np.ndarray, known: np.ndarray) -> np.ndarray:
    sizes = np.maximum(rows.max(axis=0), known.max(axis=0)) + 1
    return np.asarray(rows[~np.isin(_keys(rows, sizes), _keys(known, sizes))])


def few_beside(cuts: Sequence[Region], log: DataLog, minimum: int) -> list[bool]:
    """Parts beside which are a few who did not choose one or other of its answers of several.

    Their number is that of those with the part's columns less that of the part, so a part with few
    beside it is protected as one of few is.
    """
    parts = {cut: [region(dict(cut.spans), some) for size in range(len(cut.chosen) + 1)
                   for some in combinations(cut.chosen, size)] for cut in cuts if cut.chosen}
    asked = list(dict.fromkeys(one for every in parts.values() for one in every))
    number = dict(zip(asked, log.numbers(asked), strict=True))
    return [any(
        0 < sum((-1) ** (len(other.chosen) - len(one.chosen)) * number[other]
                for other in parts[cut] if set(one.chosen) <= set(other.chosen)) < minimum
        for one in parts.get(cut, [])[:-1]) for cut in cuts]
