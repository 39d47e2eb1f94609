"""The release log and the attacker: what many tables of the same people give away together."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attack import HASH, Attacker, Records, Seen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

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
from analysis.disclosure.filters import EVERYTHING, blocks_of, everything_but
from analysis.errors import DisclosureError

GATE = import_module("analysis.disclosure.release")
SIZES = {"c001": 3, "c002": 3, "c003": 2}
RULES = Rules()
SMALL = Rules(minimum=6, width=6)


def people(counts: Mapping[tuple[int, int, int], int]) -> Records:
    rows = [key for key, number in counts.items() for _ in range(number)]
    return Records(pd.DataFrame(rows, columns=list(SIZES)), SIZES)


BASE = {(a, b, c): 15 + 2 * a + b for a in (1, 2, 3) for b in (1, 2, 3) for c in (1, 2)}
THIN = {**BASE, (1, 1, 2): 3, (1, 2, 2): 0, (1, 3, 2): 1}
"""Of those with the first code of c001 only four have the second of c003."""


def ask(
    records: Records, log: DataLog, columns: Sequence[str], *, rules: Rules = RULES,
    where: Mapping[str, Sequence[int]] | None = None,
) -> Seen:
    where = where or {}
    released = release(records.table(columns, where), rules=rules, log=log, measure="crosstab")
    return Seen(released.frame, columns, where)


def withheld(seen: Seen) -> list[str]:
    frame = seen.frame
    return sorted("".join(row) for row in frame.loc[
        frame["suppressed"], list(seen.columns)].to_numpy())


def test_a_filter_that_leaves_out_a_few_is_not_subtracted() -> None:
    records = people(THIN)
    log = records.log()
    first = ask(records, log, ["c001"])
    second = ask(records, log, ["c001"], where={"c003": [1]})
    assert withheld(first) == []
    assert "1" in withheld(second)
    assert Attacker(SIZES, [first, second]).narrowest([second]) >= RULES.width - 1e-6
    alone = ask(records, records.log(), ["c001"], where={"c003": [1]})
    assert withheld(alone) == []


@pytest.mark.parametrize("order", [(None, {"c003": [1]}), ({"c003": [1]}, None)])
def test_what_the_few_left_out_did_not_answer_stays_open(order: tuple[object, object]) -> None:
    """Three were left out and all answered 1: no other cell may be seen not to move."""
    records = people({**{(a, b, 1): 40 for a in (1, 2, 3) for b in (1, 2)}, (1, 1, 2): 3})
    log = records.log()
    seen = [ask(records, log, ["c001"], where=where) for where in order]
    attacker = Attacker(SIZES, seen)
    for answer in ("1", "2", "3"):
        left_out = attacker.inside(Seen(seen[0].frame, ["c001"], {"c003": [2]}), {"c001": answer})
        assert attacker.width(left_out) >= 1 - 1e-6


def test_the_same_in_the_other_order() -> None:
    records = people(THIN)
    log = records.log()
    assert withheld(ask(records, log, ["c001"], where={"c003": [1]})) == []
    assert "1" in withheld(ask(records, log, ["c001"]))


def test_filters_that_together_leave_a_few_over() -> None:
    counts = {**BASE, **{(a, 3, c): 1 for a in (1, 2, 3) for c in (1, 2)}}
    records = people(counts)
    log = records.log()
    seen = [ask(records, log, ["c001"], where={"c002": [1]}),
            ask(records, log, ["c001"], where={"c002": [2]}), ask(records, log, ["c001"])]
    attacker = Attacker(SIZES, seen)
    rest = attacker.inside(Seen(seen[0].frame, ["c001"], {"c002": [3]}), {"c001": "1"})
    assert attacker.width(rest) >= RULES.width - 1e-6
    assert any(withheld(one) for one in seen)


def test_filters_that_overlap_on_two_columns() -> None:
    records = people(THIN)
    log = records.log()
    seen = [ask(records, log, ["c001"], where={"c002": [1, 2]}),
            ask(records, log, ["c001"], where={"c003": [1]}),
            ask(records, log, ["c001"], where={"c002": [1, 2], "c003": [1]})]
    attacker = Attacker(SIZES, seen)
    few = attacker.inside(Seen(seen[0].frame, ["c001"], {"c002": [1, 2], "c003": [2]}),
                          {"c001": "1"})
    assert attacker.width(few) >= RULES.width - 1e-6


def banded(numbers: Sequence[int], cut: int) -> Cells:
    """People of six ages in two bands, the second from an age on."""
    sizes = [sum(numbers[:cut]), sum(numbers[cut:])]
    return Cells(
        pd.DataFrame({"band": ["young", "old", "*"], "n": [*sizes, sum(sizes)]}),
        (Dimension("band", codes=("young", "old"), log_name="c001", leaves_out=True,
                   spans=(codes(range(1, cut + 1)), codes(range(cut + 1, 7)))),),
        (Unit("respondents", "n"),), (Value("n", "count"),))


@pytest.mark.parametrize("order", [(3, 4), (4, 3)])
def test_age_bands_cut_twice(order: tuple[int, int]) -> None:
    """Three people are of the fourth age: which side of the cut they are on must not be told."""
    numbers = [20, 20, 20, 3, 20, 20]
    log = DataLog(
        ReleaseLog(), HASH, cells_of=lambda spec: banded(numbers, spec.dimensions[0][1][0][0][1]),
        count_units=lambda regions: [sum(
            number for age, number in enumerate(numbers, start=1)
            if all(any(low <= age <= high for low, high in spans) for _, spans in one.spans))
            for one in regions])
    first, second = (release(banded(numbers, cut), rules=RULES, log=log).frame for cut in order)
    assert not first["suppressed"].any()
    assert second.set_index("band")["suppressed"].to_dict() == {
        "young": True, "old": True, "*": False}
    apart = release(banded(numbers, 2), rules=RULES, log=log).frame
    assert not apart["suppressed"].any(), "twenty people may be told"


def test_what_was_withheld_stays_withheld_under_looser_rules() -> None:
    records = people({**BASE, (1, 1, 1): 3, (1, 1, 2): 4})
    log = records.log()
    strict = withheld(ask(records, log, ["c001", "c002"]))
    assert strict
    loose = Rules(minimum=5, width=5)
    assert set(strict) <= set(withheld(ask(records, log, ["c001", "c002"], rules=loose)))
    assert withheld(ask(records, records.log(), ["c001", "c002"], rules=loose)) == []


def test_what_is_out_counts_as_known_under_stricter_rules() -> None:
    records = people({**BASE, (1, 1, 1): 3, (1, 1, 2): 0, (2, 2, 1): 5, (2, 2, 2): 3})
    log = records.log()
    seen = [ask(records, log, ["c001", "c002"], rules=rules)
            for rules in (Rules(minimum=5, width=5), Rules(minimum=12, width=5))]
    assert Attacker(SIZES, seen).narrowest([seen[0]]) >= 5 - 1e-6


def test_a_margin_that_one_table_withholds_no_other_shows() -> None:
    records = people({**dict.fromkeys(BASE, 0), **{
        key: number for key, number in BASE.items() if key[0] > 1}, (1, 1, 1): 4})
    log = records.log()
    first = ask(records, log, ["c001", "c002"])
    assert "1*" in withheld(first)
    assert "1" in withheld(ask(records, log, ["c001"]))


def test_the_same_table_again_is_the_same_and_is_not_recorded_twice() -> None:
    records = people(THIN)
    log = records.log()
    first, again = (ask(records, log, ["c001", "c003"]) for _ in range(2))
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert len(log.log.read(HASH)) == 1


def test_the_log_outlives_the_visit_and_holds_no_value(tmp_path: Path) -> None:
    records = people(THIN)
    ask(records, records.log(ReleaseLog(tmp_path)), ["c001"])
    text = (tmp_path / f"{HASH}.jsonl").read_text(encoding="utf-8")
    assert text == (
        '{"dimensions": [["c001", [[[1, 1]], [[2, 2]], [[3, 3]]]]], "filter": {}, '
        '"measure": "crosstab", "rules": {"dominance_k": 0.85, "dominance_n": 2, "minimum": 10, '
        '"p_percent": 0.1, "share_digits": 3, "width": 10}}\n')
    later = ask(records, records.log(ReleaseLog(tmp_path)), ["c001"], where={"c003": [1]})
    assert "1" in withheld(later)
    assert [path.read_bytes() for path in tmp_path.glob("*.lock")] == [b""]


def test_a_log_that_cannot_be_read_releases_nothing(tmp_path: Path) -> None:
    records = people(THIN)
    ask(records, records.log(ReleaseLog(tmp_path)), ["c001"])
    path = tmp_path / f"{HASH}.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="cannot be read"):
        ask(records, records.log(ReleaseLog(tmp_path)), ["c001"])


def test_other_data_have_a_log_of_their_own(tmp_path: Path) -> None:
    records, shared = people(THIN), ReleaseLog(tmp_path)
    ask(records, records.log(shared), ["c001"])
    other = DataLog(shared, "cd" * 32, count_units=records.count, cells_of=records.again)
    assert withheld(ask(records, other, ["c001"], where={"c003": [1]})) == []


def test_names_that_could_be_words_of_a_visitor_are_refused() -> None:
    for name in ("Anna Example", "member e-mail", "C003", "x" * 61):
        with pytest.raises(DisclosureError, match="plain names such as c003"):
            Filter({name: codes([1])})
    with pytest.raises(DisclosureError, match="Accepted are ordinals"):
        Filter({"c001": ((5, 2),)})


def test_a_column_falls_into_the_parts_that_filters_make_of_it() -> None:
    assert codes([3, 1, 2, 7]) == ((1, 3), (7, 7))
    assert everything_but(everything_but(codes([2, 9]))) == codes([2, 9])
    parts = blocks_of([codes([1, 2, 3]), codes([3, 4])])
    assert sorted(parts) == sorted([
        codes([1, 2]), codes([3]), codes([4]), everything_but(codes([1, 2, 3, 4]))])
    assert blocks_of([]) == (EVERYTHING,)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Records, list[tuple[list[str], dict[str, list[int]]]]]:
    """People, most cells small, and one to three tables of one to three dimensions with filters."""
    sizes = {name: draw(st.integers(2, 3)) for name in SIZES}
    counts = draw(st.lists(
        st.one_of(st.just(0), st.integers(1, 8), st.integers(5, 40)),
        min_size=int(np.prod(list(sizes.values()))), max_size=int(np.prod(list(sizes.values())))))
    keys = list(np.ndindex(*sizes.values()))
    rows = [np.array(key) + 1 for key, number in zip(keys, counts, strict=True)
            for _ in range(number)]
    assume(rows)
    asked = []
    for _ in range(draw(st.integers(1, 3))):
        columns = draw(st.lists(st.sampled_from(list(sizes)), min_size=1, max_size=3, unique=True))
        where = draw(st.dictionaries(st.sampled_from(list(sizes)), st.just(0), max_size=1))
        asked.append((columns, {
            name: sorted(draw(st.sets(st.integers(1, sizes[name]), min_size=1)))
            for name in where}))
    return Records(pd.DataFrame(rows, columns=list(sizes)), sizes), asked


def narrowest(records: Records, asked: Sequence[tuple[list[str], dict[str, list[int]]]]) -> float:
    """Least width of a withheld cell after all tables that the gate lets out."""
    log, seen = records.log(), []
    for columns, where in asked:
        try:
            seen.append(ask(records, log, columns, where=where, rules=SMALL))
        except DisclosureError:
            continue
    return Attacker(records.codes, seen).narrowest(seen)


EXAMPLES = settings(deadline=None, max_examples=25, derandomize=True, suppress_health_check=[
    HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


@EXAMPLES
@given(visits())
def test_every_withheld_cell_keeps_its_width_whatever_was_asked(
    visit: tuple[Records, list[tuple[list[str], dict[str, list[int]]]]]
) -> None:
    assert narrowest(*visit) >= SMALL.width - 1e-4


def test_the_attacker_finds_a_breach_where_nothing_is_completed(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    """The property above can fail: without secondary suppression it does."""
    monkeypatch.setattr(GATE, "complete", lambda attack, withheld, *, fixed: withheld)
    monkeypatch.setattr(GATE, "_given_away", lambda cells, withheld, out, rules: withheld)
    monkeypatch.setattr(GATE, "_attack", lambda system, withheld: None)
    records = people({**BASE, (1, 1, 1): 2, (1, 1, 2): 1})
    assert narrowest(records, [(["c001", "c002"], {})]) < 1e-6


def test_the_gate_attacks_itself_before_anything_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GATE, "complete", lambda attack, withheld, *, fixed: withheld)
    monkeypatch.setattr(GATE, "_given_away", lambda cells, withheld, out, rules: withheld)
    records = people({**BASE, (1, 1, 1): 2, (1, 1, 2): 1})
    log = records.log()
    with pytest.raises(DisclosureError, match="nothing of it is released"):
        ask(records, log, ["c001", "c002"])
    assert log.log.read(HASH) == ()


def test_a_table_of_another_count_is_not_set_against_this_one() -> None:
    """Bookings and crew days of the same cells are other numbers; nothing is subtracted."""
    records = people(BASE)
    log = records.log()
    ask(records, log, ["c001"])
    other = records.table(["c001"], {})
    days = replace(
        other, frame=other.frame.assign(days=other.frame["n"] * 3.0),
        units=(Unit("models", "n", partition=False),), values=(Value("days", "count"),))
    assert not release(days, rules=RULES, log=log, measure="crew_days").frame["suppressed"].any()


def test_a_release_waits_for_those_of_the_same_data_only(tmp_path: Path) -> None:
    log, order = ReleaseLog(tmp_path), []
    first, other = "a" * 64, "b" * 64
    begun = threading.Event()

    def again() -> None:
        begun.set()
        with log.locked(first):
            order.append("same data")

    with log.locked(first):
        waiting = threading.Thread(target=again)
        waiting.start()
        begun.wait(5)
        with log.locked(other):
            order.append("other data")
        time.sleep(0.1)
        order.append("first ends")
    waiting.join(10)
    assert order == ["other data", "first ends", "same data"]


def test_a_process_that_died_leaves_nothing_locked(tmp_path: Path) -> None:
    code = (f"import os, pathlib; from analysis.disclosure.log import ReleaseLog; "
            f"log = ReleaseLog(pathlib.Path({str(tmp_path)!r})); held = log.locked({'a' * 64!r}); "
            "held.__enter__(); os._exit(1)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 1
    assert (tmp_path / f"{'a' * 64}.lock").is_file()
    started = time.monotonic()
    with ReleaseLog(tmp_path).locked("a" * 64):
        assert time.monotonic() - started < 2
