"""The gate's shortcuts against plain programs, its limits, and what is kept beside the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attack import HASH, Attacker, Records, Seen
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array
from test_disclosure_log import (
    BASE,
    EXAMPLES,
    RULES,
    SIZES,
    SMALL,
    THIN,
    ask,
    narrowest,
    people,
    visits,
    withheld,
)

from analysis.disclosure import (
    Cells,
    DataLog,
    Dimension,
    Filter,
    ReleaseLog,
    Rules,
    Unit,
    Value,
    codes,
    release,
)
from analysis.disclosure.attack import Attack, Quantity
from analysis.disclosure.attainable import without_lost
from analysis.disclosure.cut_out import cuts_of
from analysis.disclosure.filters import EVERYTHING, Spans, blocks_of, common
from analysis.disclosure.kept import read_kept
from analysis.disclosure.lattice import Blocks, Lattice, lattice_of
from analysis.disclosure.log import Spec
from analysis.disclosure.parts import part_of
from analysis.disclosure.presolve import settled
from analysis.disclosure.programs import Program
from analysis.errors import DisclosureError

GATE = import_module("analysis.disclosure.release")
JOINT = import_module("analysis.disclosure.joint")
Asked = tuple[list[str], dict[str, list[int]]]


def plain(system: tuple[np.ndarray, np.ndarray], part: np.ndarray) -> tuple[float, float]:
    """Bounds by two programs over everything, nothing taken out or decomposed before."""
    known, right = system
    ends = []
    for sign in (1, -1):
        answer = linprog(sign * part, A_eq=known if len(right) else None,
                         b_eq=right if len(right) else None, bounds=(0, 1e6))
        assert answer.status == 0, answer.message
        ends.append(sign * answer.fun)
    return ends[0], ends[1]


@st.composite
def published(
    draw: st.DrawFn
) -> tuple[Records, Lattice, np.ndarray, np.ndarray, list[np.ndarray]]:
    """People, tables of them as one lattice with values, and which cells are withheld."""
    records, asked = draw(visits())
    regions, inside, empty = [], [], []
    plane = Attacker(records.codes, [])
    for columns, where in asked:
        cells = records.table(columns, where)
        part = part_of(cells, RULES)
        empty += part.empty
        for region, row in zip(part.regions, cells.frame.to_dict("records"), strict=True):
            if region not in regions:
                regions.append(region)
                inside.append(plane.inside(Seen(cells.frame, columns, where), row))
    values = np.array(records.count(regions), dtype="float64")
    hidden = np.array(draw(st.lists(
        st.booleans(), min_size=len(regions), max_size=len(regions))), dtype=bool)
    return records, lattice_of(regions, empty=empty), values, hidden, inside


@EXAMPLES
@given(published())
def test_bounds_are_those_of_plain_programs(
    given_: tuple[Records, Lattice, np.ndarray, np.ndarray, list[np.ndarray]]
) -> None:
    _, lattice, values, hidden, inside = given_
    system = (np.array(inside)[~hidden], values[~hidden])
    attack = Attack(lattice, Quantity(values, np.full(len(values), 6.0)))
    found = attack.narrow(hidden)
    for target in np.flatnonzero(hidden):
        low, high = plain(system, inside[target])
        if not 6 - 1e-4 < high - low < 6 + 1e-4:
            assert (target in found) == (high - low < 6)
        mine = Attack(lattice, Quantity(values, np.full(len(values), 6.0))).bounds(
            [int(target)], hidden)[0]
        assert mine[0] == pytest.approx(low, abs=1e-4)
        assert mine[1] == (np.inf if high > 1e5 else pytest.approx(high, abs=1e-4))


def test_what_is_left_of_a_lost_width_is_worked_out() -> None:
    """Of 12 in three atoms 9 are in the third, so the first and 9 more are 9 to 12: 3 are left.

    That a sum is smaller than the width shows a region to be narrow, and not how wide it is.
    """
    rows = csr_array(np.array([[1.0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 1]]))
    lattice = Lattice(rows, csr_array((0, 4)))
    hidden = np.array([False, False, False, True])
    quantity = Quantity(np.array([12.0, 9, 9, 11]), np.array([0.0, 0, 0, 10]))
    system = JOINT.Joint(lattice, quantity, own=0, out=~hidden, hidden=hidden,
                         asked=np.ones(4, bool), spare=np.ones(4, bool))
    assert without_lost(system, 3).quantity.widths[3] == pytest.approx(3)


def test_most_cells_of_a_large_table_are_seen_to_be_wide_together(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 1,600 cells half are withheld; two programs for each would take the gate's 20 seconds."""
    chance = np.random.default_rng(1)
    numbers = chance.poisson(14 * chance.gamma(2, 0.5, (40, 1)) * chance.gamma(2, 0.5, (1, 40)))
    names = [f"c{at:02d}" for at in range(40)]
    frame = pd.DataFrame([
        (one, other, int(numbers[
            slice(None) if one == "*" else names.index(one),
            slice(None) if other == "*" else names.index(other)].sum()))
        for one in (*names, "*") for other in (*names, "*")], columns=["a", "b", "n"])
    asked, least = [0], Program.least

    def counted(self: Program, goal: np.ndarray) -> np.ndarray | None:
        asked[0] += 1
        return least(self, goal)

    monkeypatch.setattr(Program, "least", counted)
    released = GATE.release(Cells(
        frame, tuple(Dimension(name, tuple(names), attribute=False) for name in "ab"),
        (Unit("firms", "n"),), (Value("n", "count"),)), rules=Rules(), log=None)
    assert 700 < released.withheld < 1_000
    assert asked[0] < 400


def test_a_table_of_no_rows_is_released_as_it_is() -> None:
    frame = pd.DataFrame({"a": pd.Series(dtype="str"), "n": pd.Series(dtype="int64")})
    released = GATE.release(Cells(
        frame, (Dimension("a", adds=False),), (Unit("firms", "n", partition=False),),
        (Value("n", "count"),)), rules=Rules(), log=None)
    assert len(released.frame) == released.withheld == 0


def test_sums_that_contradict_each_other_are_refused() -> None:
    rows = csr_array(np.array([[1.0, 0], [1, 0], [1, 1]]))
    with pytest.raises(DisclosureError, match="contradict"):
        settled(rows, np.array([3.0, 4, 9]))


SPANS = st.lists(st.integers(0, 9), max_size=6).map(codes)


@EXAMPLES
@given(st.lists(SPANS, max_size=5))
def test_blocks_as_flags_are_the_blocks(used: list[Spans]) -> None:
    blocks = Blocks(used)
    whole = blocks_of(used)
    assert blocks.size == len(whole)
    for spans in used:
        assert blocks.of[spans].sum() == sum(common(one, spans) == one for one in whole)


@EXAMPLES
@given(visits())
def test_what_filters_cut_out_is_every_cell_within_every_block(
    visit: tuple[Records, list[Asked]]
) -> None:
    records, asked = visit
    parts = [part_of(records.table(columns, where), RULES) for columns, where in asked]
    regions = list(dict.fromkeys(one for part in parts for one in part.regions))
    used: dict[str, set[Spans]] = {}
    for part in parts:
        for name, spans in part.filters:
            used.setdefault(name, set()).add(spans)
    choices = [[(name, EVERYTHING), *[(name, block) for block in blocks_of(spans)]]
               for name, spans in sorted(used.items())]
    expected = {narrowed for one in regions for chosen in product(*choices)
                if (narrowed := one.within(dict(chosen))) not in regions
                and all(spans for _, spans in narrowed.spans)}
    assert set(cuts_of(regions, parts)) == expected


@EXAMPLES
@given(visits())
def test_parts_that_are_surely_wide_need_no_count(
    visit: tuple[Records, list[Asked]]
) -> None:
    """With every part looked at before it is counted the attacker finds as little."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JOINT, "COUNTED_OUTRIGHT", 0)
        assert narrowest(*visit) >= SMALL.width - 1e-4


# --- limits -------------------------------------------------------------------------------------

def long(name: str, size: int, *, where: Mapping[str, Spans] | None = None) -> Cells:
    """A table of one long dimension, thirty people in each code, one of three in the first."""
    numbers = [3, *[30] * (size - 1)]
    frame = pd.DataFrame({name: [*map(str, range(size)), "*"], "n": [*numbers, sum(numbers)]})
    return Cells(
        frame, (Dimension(name, codes=tuple(map(str, range(size))), attribute=False),),
        (Unit("respondents", "n"),), (Value("n", "count"),), filter=Filter(where or {}))


def many(log: ReleaseLog | None = None) -> DataLog:
    return DataLog(log or ReleaseLog(), HASH, count_units=lambda regions: [50] * len(regions),
                   cells_of=lambda spec: long(spec.dimensions[0][0], len(spec.dimensions[0][1])))


def test_tables_that_are_too_large_together_are_refused_and_not_passed_unchecked() -> None:
    log = many()
    release(long("c001", 300), rules=RULES, log=log)
    with pytest.raises(DisclosureError, match=r"fall into 90,\d+ parts; the gate can check 60,000"):
        release(long("c002", 300, where={"c001": codes(range(2, 200))}), rules=RULES, log=log)
    assert len(log.log.read(HASH)) == 1


def test_a_table_that_is_too_large_is_refused() -> None:
    wide = long("c001", 20)
    three = replace(
        wide, frame=wide.frame.iloc[:20].assign(c002="0", c003="0"),
        dimensions=tuple(Dimension(name, codes=tuple(map(str, range(60))), attribute=False)
                         for name in ("c001", "c002", "c003")))
    with pytest.raises(DisclosureError, match="fall into 216,000 parts"):
        release(three, rules=RULES, log=None)


def test_what_takes_too_long_is_refused_in_one_sentence_and_may_be_asked_again(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    records = people({**BASE, (1, 1, 1): 2, (1, 1, 2): 1})
    log = records.log()
    monkeypatch.setattr(GATE, "MOST_SECONDS", 0.0)
    with pytest.raises(DisclosureError, match=r"cannot be checked .* within 20 seconds"):
        ask(records, log, ["c001", "c002"])
    assert log.log.read(HASH) == ()
    monkeypatch.undo()
    assert withheld(ask(records, log, ["c001", "c002"]))


# --- what is kept beside the log ----------------------------------------------------------------

@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[Cells]:
    """The tables that were decided."""
    found: list[Cells] = []
    real = GATE._decide

    def decide(cells: Cells, rules: object, log: object) -> np.ndarray:
        found.append(cells)
        return np.asarray(real(cells, rules, log))

    monkeypatch.setattr(GATE, "_decide", decide)
    return found


def test_a_new_process_decides_no_earlier_table_again(
    tmp_path: Path, decided: list[Cells]
) -> None:
    records = people(THIN)
    columns = (["c001", "c003"], ["c001", "c002"], ["c002", "c003"])
    first = records.log(ReleaseLog(tmp_path))
    seen = [ask(records, first, one) for one in columns]
    assert len(decided) == 3
    second = records.log(ReleaseLog(tmp_path))
    again = [ask(records, second, one) for one in columns]
    assert len(decided) == 3
    for one, other in zip(seen, again, strict=True):
        pd.testing.assert_frame_equal(one.frame, other.frame)
    new = ask(records, second, ["c001"], where={"c003": [1]})
    assert len(decided) == 4
    alone = ask(records, first, ["c001"], where={"c003": [1]})
    pd.testing.assert_frame_equal(new.frame, alone.frame)


@pytest.mark.parametrize("damage", ["", "{broken\n", "other"])
def test_what_cannot_be_believed_is_decided_again(
    tmp_path: Path, decided: list[Cells], damage: str
) -> None:
    records = people(THIN)
    seen = ask(records, records.log(ReleaseLog(tmp_path)), ["c001", "c003"])
    path = tmp_path / f"{HASH}.withheld"
    line = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**line, "spec": "0" * 32}) if damage == "other" else damage,
                    encoding="utf-8")
    later = records.log(ReleaseLog(tmp_path))
    ask(records, later, ["c001"], where={"c003": [1]})
    assert len(decided) == 3
    assert later.known[0].withheld.tolist() == seen.frame["suppressed"].tolist()
    assert read_kept(path.read_text(encoding="utf-8"))[0].number == len(seen.frame)


def test_what_is_kept_is_what_the_released_table_says_of_itself(tmp_path: Path) -> None:
    """Other people with other numbers, of whose table the same is withheld: the same line."""
    lines = []
    for at, extra in enumerate((0, 7)):
        records = people({key: number + extra * (number > 5) for key, number in THIN.items()})
        seen = ask(records, records.log(ReleaseLog(tmp_path / str(at))), ["c001", "c003"])
        text = (tmp_path / str(at) / f"{HASH}.withheld").read_text(encoding="utf-8")
        lines.append((seen.frame["suppressed"].tolist(), json.loads(text)))
    assert any(lines[0][0])
    assert lines[0] == lines[1]
    assert set(lines[0][1]) == {"at", "spec", "rows", "number", "withheld", "total"}
    assert lines[0][1]["total"] is True


def test_only_tables_that_bear_on_a_new_one_are_made_again(tmp_path: Path) -> None:
    records = people(BASE)
    first = records.log(ReleaseLog(tmp_path))
    for columns in (["c001"], ["c002"], ["c003"]):
        ask(records, first, columns)
    made: list[Spec] = []

    def again(spec: Spec) -> Cells:
        made.append(spec)
        return records.again(spec)

    later = DataLog(ReleaseLog(tmp_path), HASH, count_units=records.count, cells_of=again)
    ask(records, later, ["c001"], where={"c001": [1, 2]})
    assert sorted(spec.dimensions[0][0] for spec in made) == ["c001", "c003"]


def test_a_table_that_hides_the_number_of_all_still_bears_on_others() -> None:
    """Without a common column nothing but the number of all can tie two tables."""
    records = people({key: 4 if key == (1, 1, 1) else 0 for key in BASE})
    log = records.log()
    assert "*" in withheld(ask(records, log, ["c001"]))
    assert "*" in withheld(ask(records, log, ["c002"]))
    assert SIZES.keys() == records.codes.keys()


def test_a_table_without_its_sum_is_tied_to_others_by_the_number_of_all() -> None:
    """One shows all cells but no sum; in the other the only withheld cell is the rest of it."""
    records = people({**BASE, **{(1, b, c): 1 if b == c == 1 else 0 for b in (1, 2, 3)
                                 for c in (1, 2)}})
    log = records.log()
    bare = [replace(table, frame=table.frame[table.frame[name] != "*"])
            for name, table in (("c002", records.table(["c002"], {})),
                                ("c001", records.table(["c001"], {})))]
    shown = [release(table, rules=RULES, log=log, measure="bare").frame for table in bare]
    assert not shown[0]["suppressed"].any()
    assert shown[1]["suppressed"].sum() >= 2
