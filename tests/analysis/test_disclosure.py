"""The gate on tables whose answer is known: what is withheld, what is not, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.catalog.sources import FROM_ITSELF, Source
from analysis.disclosure import Cells, Dimension, Released, Rules, Unit, Value, release
from analysis.disclosure.filters import Filter, codes
from analysis.errors import DisclosureError
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exports.files import to_csv
from analysis.warehouse import Result, Run

PEOPLE = (Unit("respondents", "n"),)
COUNT = (Value("n", "count"),)
RULES = Rules()


def grid(counts: Sequence[Sequence[int]]) -> Cells:
    """A table of counts with both margins."""
    numbers = np.array(counts)
    whole = np.vstack([np.hstack([numbers, numbers.sum(1, keepdims=True)]),
                       [*numbers.sum(0), numbers.sum()]])
    names = [[*"abcdefgh"[:size], "*"] for size in numbers.shape]
    rows = [(row, column, int(whole[i, j])) for i, row in enumerate(names[0])
            for j, column in enumerate(names[1])]
    return Cells(pd.DataFrame(rows, columns=["row", "column", "n"]),
                 (Dimension("row"), Dimension("column")), PEOPLE, COUNT)


def line(counts: Mapping[str, int], **more: object) -> Cells:
    """A table of one dimension with its margin."""
    rows = {**counts, "*": sum(counts.values())}
    frame = pd.DataFrame({"answer": list(rows), "n": list(rows.values())})
    return Cells(frame, (Dimension("answer"),), PEOPLE, COUNT, **more)


def hidden(released: Released) -> list[str]:
    frame = released.frame
    names = [name for name in ("row", "column", "answer", "brand") if name in frame]
    return sorted("".join(row) for row in frame.loc[frame["suppressed"], names].to_numpy())


def gate(cells: Cells, rules: Rules = RULES) -> Released:
    return release(cells, rules=rules, log=None)


def test_one_small_cell_of_nine_takes_three_more_with_it() -> None:
    released = gate(grid([[3, 20, 30], [40, 50, 60], [15, 25, 35]]))
    assert hidden(released) == ["aa", "ab", "ca", "cb"]
    frame = released.frame
    assert frame.loc[frame["suppressed"], "n"].isna().all()
    assert (frame.loc[frame["suppressed"], "reason"].str.startswith("withheld:")).all()
    assert (frame.loc[~frame["suppressed"], "reason"] == "").all()
    assert released.withheld == 4
    assert "4 of 16 cells" in released.sentence


def test_a_table_of_enough_is_shown_whole() -> None:
    released = gate(grid([[30, 20], [40, 50]]))
    assert hidden(released) == []
    assert released.sentence == "No figure of 9 cells is withheld."
    assert str(released.frame["n"].dtype).startswith("int")


def test_of_two_cells_under_a_margin_both_go() -> None:
    assert hidden(gate(line({"no": 3, "yes": 40}))) == ["no", "yes"]


def test_the_smaller_of_two_possible_partners_goes() -> None:
    assert hidden(gate(line({"a": 3, "b": 14, "c": 60}))) == ["a", "b"]


def test_partners_that_are_too_small_take_a_third_with_them() -> None:
    assert hidden(gate(line({"a": 1, "b": 2, "c": 60, "d": 25}))) == ["a", "b", "d"]


def test_zero_is_shown_as_zero_and_fewer_than_the_minimum_not_at_all() -> None:
    frame = gate(line({"a": 0, "b": 30, "c": 40})).frame.set_index("answer")
    assert frame.loc["a", "n"] == 0
    assert not frame["suppressed"].any()
    assert hidden(gate(line({"a": 4, "b": 2}))) == ["*", "a", "b"]


def test_ten_is_enough_and_nine_is_not() -> None:
    assert hidden(gate(line({"a": 10, "b": 40}))) == []
    assert hidden(gate(line({"a": 9, "b": 40}))) == ["a", "b"]


def test_a_group_of_one_answer_is_withheld_but_its_size() -> None:
    assert hidden(gate(line({"yes": 14, "no": 0}))) == ["no", "yes"]
    released = gate(grid([[14, 20], [0, 30]]))
    assert "aa" in hidden(released)
    assert "ba" in hidden(released)
    assert "*a" not in hidden(released)


def test_a_dimension_that_says_nothing_of_anybody_may_be_all_of_one() -> None:
    cells = line({"yes": 14, "no": 0})
    plain = replace(cells, dimensions=(replace(cells.dimensions[0], attribute=False),))
    assert hidden(gate(plain)) == []


def test_shares_and_means_of_a_withheld_cell_go_with_it_and_sums_behind_means_are_kept() -> None:
    frame = pd.DataFrame({
        "answer": ["a", "b", "c", "*"], "n": [4, 20, 40, 64],
        "share": [4 / 64, 20 / 64, 40 / 64, 1], "mean": [1.0, 2.0, 3.0, 2.5625]})
    released = gate(Cells(frame, (Dimension("answer"),), PEOPLE, (
        *COUNT, Value("share", "share"), Value("mean", "mean"))))
    rows = released.frame.set_index("answer")
    assert rows.loc["a", ["n", "share", "mean"]].isna().all()
    assert rows.loc["b", ["n", "share", "mean"]].isna().all()
    assert rows.loc["c", "share"] == 0.625
    assert rows.loc["*", "mean"] == 2.5625


def test_a_share_of_a_withheld_base_goes_with_it() -> None:
    """51 of a base that is withheld, with its share of 77.3%, would tell that the base is 66."""
    plain = grid([[7, 45, 15], [1, 42, 51]])
    frame = plain.frame
    bases = frame[frame["row"] == "*"].set_index("column")["n"]
    cells = replace(
        plain, frame=frame.assign(share=frame["n"] / frame["column"].map(bases)),
        values=(*COUNT, Value("share", "share", of="n", over=("row",))))
    assert not {"ac", "*c"} - set(hidden(gate(plain)))
    assert "bc" not in hidden(gate(plain))
    released = gate(cells).frame
    out = released[released["row"] == "*"].set_index("column")["suppressed"]
    assert out.any()
    assert released.loc[released["column"].map(out), ["n", "share"]].isna().all().all()


def test_shares_are_rounded_as_the_rules_say() -> None:
    frame = pd.DataFrame({"answer": ["a", "b"], "n": [20, 40], "share": [1 / 3, 2 / 3]})
    cells = Cells(frame, (Dimension("answer", adds=False),), PEOPLE, (
        *COUNT, Value("share", "share")))
    assert list(gate(cells, Rules(share_digits=2)).frame["share"]) == [0.33, 0.67]
    assert list(gate(cells).frame["share"]) == [0.333, 0.667]


def money(**columns: Sequence[float]) -> Cells:
    frame = pd.DataFrame({"brand": [*"abcd"[:len(columns["fee"]) - 1], "*"], **columns})
    return Cells(frame, (Dimension("brand", attribute=False),), (
        Unit("models", "n", largest={"fee": "top"}, two_largest={"fee": "top_two"}),
    ), (Value("fee", "money"),))


def test_dominance_of_two_contributors() -> None:
    released = gate(money(
        n=[20, 20, 20, 60], fee=[100, 100, 300, 500], top=[50, 10, 20, 50],
        top_two=[86, 20, 40, 86]))
    assert hidden(released) == ["a", "b"]
    assert hidden(gate(money(
        n=[20, 20, 20, 60], fee=[100, 100, 300, 500], top=[50, 10, 20, 50],
        top_two=[84, 20, 40, 84]))) == []


def test_p_percent_where_dominance_allows() -> None:
    loose = Rules(dominance_k=0.95, p_percent=0.2)
    kept = money(n=[20, 20, 20, 60], fee=[100, 100, 300, 500], top=[80, 10, 20, 80],
                 top_two=[83, 20, 40, 100])
    assert hidden(gate(kept, loose)) == []
    assert hidden(gate(kept, replace(loose, p_percent=0.25))) == ["a", "b"]


def test_two_withheld_single_contributors_would_know_each_other() -> None:
    """The sum of two withheld cells is known; each of their only contributors could subtract."""
    released = gate(money(
        n=[10, 10, 30, 50], fee=[90, 80, 300, 470], top=[89, 79, 20, 89],
        top_two=[89.5, 79.5, 40, 168]))
    assert hidden(released) == ["a", "b", "c"]


def test_sums_of_weights_are_held_like_money_and_ordinary_weights_are_not_touched() -> None:
    def weighed(heaviest: float) -> Cells:
        frame = pd.DataFrame({
            "answer": ["a", "b", "c", "*"], "n": [12, 20, 40, 72],
            "w": [11 + heaviest, 20.0, 40.0, 71 + heaviest], "top": [heaviest, 1, 1, heaviest],
            "two": [heaviest + 1, 2, 2, heaviest + 1]})
        return Cells(frame, (Dimension("answer"),), (
            Unit("respondents", "n", largest={"w": "top"}, two_largest={"w": "two"}),
        ), (*COUNT, Value("w", "weighted")))

    assert hidden(gate(weighed(50))) == []
    released = gate(weighed(60))
    assert hidden(released) == ["a", "b"]
    assert released.frame.loc[released.frame["suppressed"], ["n", "w"]].isna().all().all()
    assert "one contributor stands out" in next(iter(released.why))
    assert hidden(gate(weighed(2_000))) == ["*", "a"]


def test_money_without_its_contributors_is_refused() -> None:
    frame = pd.DataFrame({"brand": ["a"], "n": [20], "fee": [5.0]})
    with pytest.raises(DisclosureError, match="largest contributions of models"):
        Cells(frame, (Dimension("brand"),), (Unit("models", "n"),), (Value("fee", "money"),))


def test_enough_of_every_kind_of_unit_is_asked() -> None:
    frame = pd.DataFrame({"kind": ["human", "twin"], "worked": [300, 200], "models": [30, 40],
                          "brands": [12, 9]})
    released = gate(Cells(frame, (Dimension("kind", attribute=False),), (
        Unit("models", "models", partition=False), Unit("brands", "brands", partition=False),
    ), (Value("worked", "count"),)))
    assert list(released.frame["suppressed"]) == [False, True]
    assert "fewer than 10 models or brands" in released.sentence


def ordered(kind: str, number: int, **more: object) -> Released:
    frame = pd.DataFrame({"answer": ["a"], "n": [number], "value": [5.0], "ties": [3]})
    return gate(Cells(frame, (Dimension("answer", attribute=False),), PEOPLE, (
        *COUNT, Value("value", kind, **more))))


@pytest.mark.parametrize(("kind", "number", "more", "shown"), [
    ("median", 10, {}, True), ("quantile", 19, {"at": 0.25}, False),
    ("quantile", 20, {"at": 0.25}, True), ("quantile", 100, {"at": 0.96}, False),
    ("maximum", 1000, {}, False), ("minimum", 1000, {"support": "ties"}, False),
])
def test_values_of_an_order_need_people_beside_them(
    kind: str, number: int, more: dict[str, object], shown: bool
) -> None:
    row = ordered(kind, number, **more).frame.iloc[0]
    assert pd.notna(row["value"]) == shown
    assert row["n"] == number
    assert row["suppressed"] != shown
    assert row["reason"].startswith("" if shown else "value: ")


def test_a_highest_value_that_enough_people_share_is_shown() -> None:
    frame = pd.DataFrame({"answer": ["a"], "n": [50], "value": [5.0], "ties": [12]})
    cells = Cells(frame, (Dimension("answer", attribute=False),), PEOPLE, (
        Value("value", "maximum", support="ties"),))
    assert gate(cells).frame["value"].iloc[0] == 5.0


def test_points_of_a_lorenz_curve_stand_apart_by_the_minimum() -> None:
    points = pd.DataFrame({
        "point": list("abcdef"), "n": [4, 4, 4, 20, 6, 6],
        "fee": [10.0, 12, 15, 100, 60, 80], "top": [3.0, 4, 5, 7, 12, 15],
        "two": [6.0, 8, 9, 13, 23, 29], "held": [0.04, 0.08, 0.13, 0.49, 0.71, 1.0]})
    released = gate(Cells(points, (Dimension("point", attribute=False, adds=False),), (
        Unit("models", "n", largest={"fee": "top"}, two_largest={"fee": "two"}),
    ), (Value("held", "lorenz", of="fee"), Value("fee", "money", shown=False))))
    assert "fee" not in released.frame
    assert list(released.frame["held"].notna()) == [False, False, True, True, False, True]
    assert list(released.frame["held"].dropna()) == [0.13, 0.49, 1.0]


def test_a_piece_of_a_lorenz_curve_with_one_who_stands_out_is_joined_to_the_next() -> None:
    points = pd.DataFrame({
        "point": list("abc"), "n": [20, 20, 20], "fee": [50.0, 100, 1000], "top": [5.0, 90, 60],
        "two": [9.0, 91, 115], "held": [0.04, 0.13, 1.0]})
    released = gate(Cells(points, (Dimension("point", attribute=False, adds=False),), (
        Unit("models", "n", largest={"fee": "top"}, two_largest={"fee": "two"}),
    ), (Value("held", "lorenz", of="fee"), Value("fee", "money", shown=False))))
    assert list(released.frame["held"].notna()) == [True, False, True]


def multiple(chosen: int) -> list[str]:
    frame = pd.DataFrame({"answer": ["agency", "*"], "n": [chosen, 40]})
    return hidden(gate(Cells(frame, (Dimension("answer", adds=False),), PEOPLE, COUNT)))


def test_those_who_did_not_choose_one_of_several_answers_are_a_cell_too() -> None:
    assert multiple(25) == []
    assert multiple(36) == ["agency"]
    assert multiple(40) == ["agency"]
    assert multiple(0) == ["agency"]
    assert multiple(4) == ["agency"]


def test_every_rule_has_bounds_and_says_them() -> None:
    for name, value in {"minimum": 4, "dominance_n": 3, "dominance_k": 1.0, "p_percent": 0.0,
                        "width": 1, "share_digits": 9}.items():
        with pytest.raises(DisclosureError, match="Accepted is a"):
            Rules(**{name: value})
    with pytest.raises(DisclosureError, match=r"set to 7\.5\. Accepted is a whole number from 5"):
        Rules(minimum=7.5)  # type: ignore[arg-type]


def test_rules_are_said_in_words_with_their_numbers() -> None:
    said = " ".join(Rules(minimum=12, width=7, p_percent=0.15).in_words(
        nouns=("models", "brands"), money=True))
    for part in ("fewer than 12 models or brands", "by at least 7", "less than 15%", "85%"):
        assert part in said


def test_nothing_but_the_gate_makes_a_released_result() -> None:
    released = gate(line({"a": 30, "b": 40}))
    with pytest.raises(DisclosureError, match="made by hand"):
        Released(object(), released.frame, rules=RULES, words=(), cells=1, withheld=0, why={})
    with pytest.raises((DisclosureError, TypeError, ValueError)):
        replace(released, cells=0)
    mine = released.frame
    mine.loc[0, "n"] = 99
    assert released.frame.loc[0, "n"] == 30


def test_what_is_worked_out_of_a_release_keeps_what_is_withheld() -> None:
    released = gate(line({"a": 3, "b": 40, "c": 50}))
    twice = released.derive(lambda frame: frame.assign(twice=frame["n"] * 2))
    assert twice.frame["twice"].isna().sum() == twice.withheld == 2
    with pytest.raises(DisclosureError, match="lost the columns"):
        released.derive(lambda frame: frame[["n"]])


def test_cells_show_no_row_and_hold_to_their_own_sums() -> None:
    cells = line({"a": 3, "b": 40})
    assert "40" not in repr(cells)
    wrong = cells.frame.assign(n=[3, 40, 44])
    with pytest.raises(DisclosureError, match="does not add up over answer"):
        replace(cells, frame=wrong)
    with pytest.raises(DisclosureError, match="the same cell twice"):
        replace(cells, frame=pd.concat([cells.frame, cells.frame]))
    with pytest.raises(DisclosureError, match="negative"):
        replace(cells, frame=cells.frame.assign(n=[-3, 40, 37]))


def test_only_the_gate_calls_what_makes_a_release() -> None:
    from analysis.catalog.package import DATA_DIRECTORY

    callers = {
        path.relative_to(DATA_DIRECTORY.parent).as_posix()
        for path in (DATA_DIRECTORY.parent / "analysis").rglob("*.py")
        if "released import" in path.read_text(encoding="utf-8")
        and " make" in path.read_text(encoding="utf-8").split("released import")[1].split("\n")[0]
    }
    assert callers == {"analysis/disclosure/release.py"}


PRIVATE = Source(
    source_id="mine", publisher="Members", title="Survey", address="", published="",
    retrieved=date(2026, 1, 1), obtained="", licence="", redistribution="derived only",
    kind="your data", verification=FROM_ITSELF, access="private", note="")


def built(table: pd.DataFrame, *, released: Released | None = None, **more: object) -> Exhibit:
    named = table.assign(source_id="mine")
    result = Result(
        frame=more.pop("frame", named), rows=(("mine",),) * len(table),
        run=Run("q", "", "", {}, ()), **more)
    return Exhibit(
        id="survey_answers", question="What do members say?", settings={}, table=named,
        words=Words(title="Members answer", subtitle="Members", unit="members", alt="Bars."),
        base=64, columns={"answer": Column("Answer"), "n": Column("Members", "members", "integer"),
                          "source_id": Column("Source")},
        results=[result], sources={"mine": PRIVATE}, caveats=(), data_version="x",
        draw=lambda frame, canvas: go.Figure(), released=released)


def test_no_exhibit_of_private_data_without_a_release() -> None:
    cells = line({"a": 3, "b": 40, "c": 50})
    released = gate(cells)
    exhibit = built(released.frame, released=released)
    assert exhibit.columns["reason"].label == "Withheld"
    assert released.sentence in exhibit.caveats
    assert set(released.words) <= set(exhibit.caveats)
    assert b"None" not in to_csv(exhibit)
    assert "withheld: fewer than 10" in to_csv(exhibit).decode()
    assert replace(exhibit, question="And?").caveats == exhibit.caveats
    raw = cells.frame.assign(suppressed=False, reason="")
    for table, given in ((raw, None), (raw, released), (released.frame, None)):
        with pytest.raises(DisclosureError, match="not passed the disclosure gate"):
            built(table, released=given)
    with pytest.raises(DisclosureError, match="not passed the disclosure gate"):
        built(released.frame, released=released, frame=raw.assign(source_id="mine"))


def test_a_filter_that_leaves_nobody_says_as_little_as_one_that_leaves_a_few() -> None:
    """Else the answer of a known member is the one whose filter is not empty."""
    narrow = Filter({"c001": codes([1]), "c002": codes([2])})
    nobody, one = (gate(line({"a": count, "b": 0}, filter=narrow)) for count in (0, 1))
    assert hidden(nobody) == hidden(one) == ["*", "a", "b"]
    assert nobody.sentence == one.sentence
    assert hidden(gate(line({"a": 0, "b": 0}))) == []
    assert hidden(gate(line({"a": 0, "b": 30, "c": 40}))) == []
    told = [hidden(gate(line({"a": number, "b": 30, "c": 40}, filter=narrow)))
            for number in (0, 1)]
    assert told[0] == told[1] == ["a", "b"]


def test_what_none_of_a_few_said_is_not_told_either() -> None:
    released = gate(grid([[2, 40, 50], [0, 40, 50], [1, 40, 50]]))
    assert {"aa", "ba", "ca"} <= {*hidden(released)}
    assert "*a" in hidden(released)
