"""An earlier table's margins in place of the whole of it, against plain programs over both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from attack import Records
from hypothesis import Phase, given, settings
from scipy.optimize import linprog
from test_disclosure_log import EXAMPLES, SMALL, visits

from analysis.disclosure.lattice import lattice_of
from analysis.disclosure.parts import Part, part_of

JOINT = import_module("analysis.disclosure.joint")
Asked = tuple[list[str], dict[str, list[int]]]
Bounds = list[tuple[float, float]]


def taken(records: Records, asked: Asked) -> Part:
    """A table without sums over its first column, its small cells withheld, and nothing else."""
    part = part_of(records.table(*asked), SMALL)
    part = part.of([at for at, one in enumerate(part.regions)
                    if asked[0][0] in dict(one.spans)])
    return replace(part, withheld=(part.values > 0) & (part.values < SMALL.minimum))


def bounds(parts: Sequence[Part], of: Part) -> Bounds:
    """Of the cells one part withholds, by what all show."""
    regions = [*of.regions, *[one for part in parts for one in part.regions]]
    empty = [one for part in parts for one in part.empty]
    rows = lattice_of(regions, empty=empty).rows.toarray()
    at, known, right = len(of.regions), [], []
    for part in parts:
        out = ~part.withheld
        known.append(rows[at:at + len(out)][out])
        right.append(part.values[out])
        at += len(out)
    system = {"A_eq": np.vstack(known), "b_eq": np.concatenate(right)}
    found = []
    for target in np.flatnonzero(of.withheld):
        ends = [linprog(sign * rows[target], bounds=(0, 1e6), **system) for sign in (1, -1)]
        assert all(one.status == 0 for one in ends)
        found.append((ends[0].fun, -ends[1].fun if -ends[1].fun < 1e5 else np.inf))
    return found


EARLIER: list[Asked] = [
    (["c001"], {}), (["c001", "c002"], {}), (["c001"], {"c002": [1]}),
    (["c001", "c003"], {"c002": [1]})]
NEW: list[Asked] = [
    (["c002"], {}), (["c003"], {}), (["c003"], {"c002": [1]}), (["c002", "c003"], {}),
    (["c002"], {"c003": [1]})]
FEW = settings(EXAMPLES, max_examples=8, phases=[Phase.generate])
MET: list[bool] = []
"""Whether something was withheld, of each pair for which margins took the place of the whole."""


@FEW
@given(visits())
def test_margins_bound_a_new_table_at_least_as_closely_as_the_whole(
    visit: tuple[Records, list[Asked]]
) -> None:
    """And what the earlier table withholds is bounded no closer by the new one."""
    records, _ = visit
    new_ones = [taken(records, one) for one in NEW]
    for earlier in [taken(records, one) for one in EARLIER]:
        alone = bounds([earlier], earlier)
        for new in new_ones:
            told = JOINT._told(earlier, new)
            if told is None:
                continue
            if len(told.regions) > len(JOINT._shared(earlier, new).regions):
                MET.append(bool(earlier.withheld.any()))
            whole, margins = bounds([new, earlier], new), bounds([new, told], new)
            for (low, high), (least, most) in zip(whole, margins, strict=True):
                assert least >= low - 1e-4
                assert most <= high + 1e-4
            for ends, both in zip(alone, bounds([new, earlier], earlier), strict=True):
                assert both == pytest.approx(ends, abs=1e-4)


def test_such_pairs_were_met() -> None:
    """The property above had something to say, also of tables with withheld cells."""
    test_margins_bound_a_new_table_at_least_as_closely_as_the_whole()
    assert len(MET) > 20
    assert 0 < sum(MET) < len(MET)


def test_margins_are_not_enough_where_the_new_table_tells_of_a_withheld_cell() -> None:
    """A table of all tells how many are withheld, one of a part at least how many there are."""
    rows = [(1, 1, 1)] * 20 + [(2, 1, 2)] * 3
    records = Records(
        pd.DataFrame(rows, columns=["c001", "c002", "c003"]), {"c001": 2, "c002": 2, "c003": 2})
    earlier = taken(records, (["c001"], {}))
    assert earlier.withheld.any()
    assert JOINT._told(earlier, taken(records, (["c002"], {}))) is None
    part = taken(records, (["c002"], {"c003": [1]}))
    assert JOINT._told(earlier, part) is not None
    assert JOINT._told(replace(earlier, withheld=earlier.values > 0), part) is None
