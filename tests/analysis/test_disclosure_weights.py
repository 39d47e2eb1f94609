"""What sums of known weights and errors tell beside numbers, over all tables; bounds by programs.

The attacker here is written anew: it reads released frames alone, knows every weight, that each
stratum has one and how many are in it, and solves a linear program over all combinations of answers
and weights. Who reads errors takes from each how those it is of, and its base, lie in the strata.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_survey import make_survey
from scipy.optimize import linprog

from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import DisclosureError
from analysis.exhibits.own_question import build_question
from analysis.exhibits.own_survey import Loaded, Told
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import Margin, SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.survey import Survey
from analysis.surveys.survey_gate import SurveyGate

DESIGN = SurveyDesign("probability", "weight", strata="stratum")
COLUMNS = ("stratum", "answer", "trade")
Asked = tuple[str, ...]
WIDTH = 10.0


def survey_of(folder: Path, frame: pl.DataFrame, design: SurveyDesign = DESIGN) -> Survey:
    return make_survey(folder, frame, design=design)


def ask(gate: SurveyGate, columns: Asked, where: str = "") -> pd.DataFrame:
    """Cells with a column for each question, ``*`` for a margin."""
    if len(columns) == 1:
        frame = gate.release_question(QuestionRequest(columns[0], where), rules=Rules())
        return frame.released.frame.rename(columns={"code": columns[0]})
    found = gate.release(CrosstabRequest(columns[0], columns[1], where), rules=Rules())
    return found.released.frame.rename(columns={"row_code": columns[0], "column_code": columns[1]})


class Attacker:
    """What follows from released frames by linear programs."""

    def __init__(
        self, frame: pl.DataFrame, *, weighted: bool = True, errors: bool = False
    ) -> None:
        self.weighted, self.errors = weighted, errors
        strata = dict(sorted(set(frame.select("stratum", "weight").iter_rows())))
        self.places = [(*place, strata[place[0]]) for place in product(
            *(sorted(set(frame[name])) for name in COLUMNS))]
        self.counts = {place[:-1]: place[-1] for place in frame.group_by(
            *COLUMNS).len().iter_rows()} if set(COLUMNS) <= set(frame.columns) else {}
        self.known: list[np.ndarray] = []
        self.sums: list[float] = []
        for stratum, number in frame.group_by("stratum").len().iter_rows():
            self.known.append(self.inside({"stratum": stratum}, ""))
            self.sums.append(float(number))
        self.strata = len(self.sums)
        self.shown: list[tuple[np.ndarray, float]] = []
        self.asked: list[tuple[np.ndarray, float]] = []

    def inside(self, cell: dict[str, object], where: str) -> np.ndarray:
        kept = dict(one.split(" = ") for one in [where] if one)
        return np.array([all(
            (cell.get(name, "*") in (code, "*")) and kept.get(name, code) == code
            for name, code in zip(COLUMNS, place, strict=False)) for place in self.places], float)

    def learn(self, frame: pd.DataFrame, where: str) -> None:
        """Take a table in, with the width that each withheld cell of it must keep.

        That is 10, less where an earlier table, or how many are in a stratum, leaves less to begin
        with. A cell that hides others and is not of few itself may have been left less by all
        earlier tables; it keeps that.
        """
        weights = np.array([place[-1] if self.weighted else 1.0 for place in self.places])
        before, some, new = list(self.shown), len(self.sums), []
        for cell in frame.to_dict("records"):
            inside = self.inside(cell, where)
            for figure, sums in (("respondents", inside), ("weighted_n", inside * weights)):
                if pd.notna(cell[figure]):
                    self.known.append(sums)
                    self.sums.append(float(cell[figure]))
            if self.errors and pd.notna(cell["se"]):
                self.known += (spread := self.spread(cell, where))
                self.sums += [float(self.true(one)) for one in spread]
            if pd.notna(cell["respondents"]):
                self.shown.append((inside, float(cell["respondents"])))
            else:
                cap = min((number for whole, number in before if (whole >= inside).all()),
                          default=np.inf)
                new.append((inside, min(WIDTH, cap, self.width(inside, self.strata))))
        few = [self.true(inside) < WIDTH for inside, _ in new]
        self.asked += [(inside, need if is_few else min(need, left)) for is_few, left, (
            inside, need) in zip(few, [self.width(inside, some) for inside, _ in new], new,
                                 strict=True)]

    def spread(self, cell: dict[str, object], where: str) -> list[np.ndarray]:
        """The parts by stratum of a cell, and of the column that its share is of."""
        first = next(name for name in COLUMNS if name in cell)
        asked = [name for name in cell if name in COLUMNS]
        base = {**cell, asked[0]: "*"} if asked else {first: "*"}
        strata = np.array([place[0] for place in self.places])
        return [self.inside(one, where) * (strata == stratum)
                for one in (cell, base) for stratum in sorted(set(strata))]

    def true(self, inside: np.ndarray) -> int:
        """How many are in a part."""
        return sum(self.counts.get(place[:-1], 0)
                   for place, flag in zip(self.places, inside, strict=True) if flag)

    def width(self, goal: np.ndarray, some: int | None = None) -> float:
        """By how much a part stays uncertain, by all that is known or by the first of it."""
        if not self.known[:some]:
            return np.inf
        low, high = (linprog(sign * goal, A_eq=self.known[:some], b_eq=self.sums[:some])
                     for sign in (1, -1))
        assert low.status in (0, 3)
        assert high.status in (0, 3)
        return np.inf if 3 in (low.status, high.status) else float(-high.fun - low.fun)


def people(seed: int, strata: int, rows: int = 260) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    weight = dict(zip("abcdef", (10.0, 3.0, 1.5, 6.25, 4.8, 2.2), strict=True))
    shares = np.array([0.55, 0.3, 0.1, 0.05, 0.1, 0.15])[:strata]
    stratum = chance.choice(list("abcdef")[:strata], rows, p=shares / shares.sum())
    return pl.DataFrame({
        "stratum": stratum, "weight": [weight[one] for one in stratum],
        "answer": chance.choice(["yes", "no", "other"], rows, p=[0.5, 0.42, 0.08]),
        "trade": chance.choice(["hair", "photo"], rows, p=[0.7, 0.3])})


def test_two_strata_of_known_weights_do_not_tell_a_cell_of_four(tmp_path: Path) -> None:
    """84 said yes and weigh 812, so (10 x 84 - 812) / 7 = 4 of the second stratum would be told."""
    frame = pl.DataFrame({
        "stratum": ["a"] * 200 + ["b"] * 100, "weight": [10.0] * 200 + [3.0] * 100,
        "answer": ["yes"] * 80 + ["no"] * 120 + ["yes"] * 4 + ["no"] * 96})
    gate = SurveyGate(survey_of(tmp_path, frame), log=ReleaseLog())
    alone = ask(gate, ("answer",)).set_index("answer")
    assert alone["respondents"].to_dict() == {"no": 216, "yes": 84, "*": 300}
    assert alone.loc[["yes", "no"], ["weighted_n", "share", "se"]].isna().all().all()
    assert alone.loc["yes", "reason"].startswith("withheld but for the number of respondents")
    assert alone.loc["*", "weighted_n"] == 2300
    exhibit = build_question(gate.release_question(QuestionRequest("answer"), rules=Rules()), Told(
        Loaded("A survey", date(2026, 11, 25), "abc")))
    assert exhibit.title == "Every share is withheld; the counts are shown"
    assert "yes: withheld (n 84)" in exhibit.words.alt
    crossed = ask(gate, ("answer", "stratum"))
    inner = crossed[(crossed["answer"] != "*") & (crossed["stratum"] != "*")]
    assert inner["respondents"].isna().all()
    base = crossed[crossed["answer"] == "*"].set_index("stratum")
    assert base["weighted_n"].to_dict() == {"a": 2000, "b": 300, "*": 2300}


@pytest.mark.parametrize("first", [0, 1])
def test_an_error_does_not_tell_a_cell_of_four(tmp_path: Path, first: int) -> None:
    """Of 84 in two strata only one split gives a standard error of 0.024065; shares stay."""
    frame = pl.DataFrame({
        "stratum": ["a"] * 200 + ["b"] * 100,
        "answer": ["yes"] * 80 + ["no"] * 120 + ["yes"] * 4 + ["no"] * 96})
    gate = SurveyGate(survey_of(tmp_path, frame, SurveyDesign("probability", strata="stratum")),
                      log=ReleaseLog())
    asked: list[Asked] = [("answer",), ("answer", "stratum")]
    shown = {columns: ask(gate, columns) for columns in asked[::-1 if first else 1]}
    alone = shown["answer",].set_index("answer")
    assert alone["share"].to_dict() == {"no": 0.72, "yes": 0.28, "*": 1.0}
    assert alone[["se", "low", "high", "design_effect", "effective_n"]].isna().all().all()
    assert not alone["suppressed"].any()
    assert alone.loc["yes", "reason"].startswith("standard error and interval withheld")
    assert alone.loc["*", "reason"] == ""
    exhibit = build_question(gate.release_question(QuestionRequest("answer"), rules=Rules()), Told(
        Loaded("A survey", date(2026, 11, 25), "abc")))
    assert exhibit.title == "“no”: 72% of those who answered"
    crossed = shown["answer", "stratum"].set_index(["answer", "stratum"])
    assert np.isnan(crossed.loc[("yes", "b"), "respondents"])
    assert crossed.loc[("yes", "*"), "share"] == 0.28
    differences = gate.release_differences(
        DifferenceRequest("answer", "stratum"), rules=Rules()).released.frame
    assert differences[["se", "p_value", "value"]].isna().all().all()


def test_errors_of_more_strata_stand_until_a_table_is_by_them(tmp_path: Path) -> None:
    """One error of six strata leaves open how each answered; a table of few by them is refused."""
    frame = people(1, 6, rows=400)
    design = SurveyDesign("probability", strata="stratum")
    gate = SurveyGate(survey_of(tmp_path, frame, design), log=ReleaseLog())
    alone = ask(gate, ("answer",)).set_index("answer")
    assert alone.loc[["yes", "no", "other"], "se"].notna().all()
    with pytest.raises(DisclosureError, match="standard errors of earlier tables"):
        ask(gate, ("answer", "stratum"))
    other = SurveyGate(survey_of(tmp_path / "other", frame, design), log=ReleaseLog())
    crossed = ask(other, ("answer", "stratum"))
    assert crossed["respondents"].isna().any()
    exhibit = build_question(other.release_question(QuestionRequest("answer"), rules=Rules()), Told(
        Loaded("A survey", date(2026, 11, 25), "abc")))
    assert "hollow" in exhibit.words.subtitle
    after = ask(other, ("answer",)).set_index("answer")
    assert after.loc[["yes", "no", "other"], "share"].notna().all()
    assert after["se"].isna().any(), "the other way round errors go"


@pytest.mark.parametrize("said", [True, False])
def test_a_stratum_of_few_is_withheld_and_no_table_refused(tmp_path: Path, said: bool) -> None:
    """How many are in each is taken as known, so by itself it gives no cell away; it stays hidden.

    For a reader of counts who does not know it, another stratum hides it.
    """
    frame = people(3, 4)
    assert dict(frame.group_by("stratum").len().iter_rows())["d"] == 8
    design = DESIGN if said else SurveyDesign("probability", strata="stratum")
    gate = SurveyGate(survey_of(tmp_path, frame, design), log=ReleaseLog())
    alone = ask(gate, ("stratum",)).set_index("stratum")
    assert alone.index[alone["respondents"].isna()].to_list() == ["c", "d"]
    assert alone.loc[["a", "b", "*"], "respondents"].to_list() == [138, 87, 260]
    crossed = ask(gate, ("answer", "stratum"))
    few = crossed[crossed["stratum"] == "d"]
    assert few["respondents"].isna().all()


def test_counts_alone_do_not_tell_a_stratum_of_few_under_two_filters(tmp_path: Path) -> None:
    """252 outside it and 260 of all would say that 8 are in it, to who knows no size."""
    gate = SurveyGate(survey_of(tmp_path, people(3, 4)), log=ReleaseLog())
    outside = ask(gate, ("trade",), "stratum != d").set_index("trade")
    assert outside.loc["*", "respondents"] == 252
    every = ask(gate, ("trade",)).set_index("trade")
    assert np.isnan(every.loc["*", "respondents"])
    alone = ask(gate, ("stratum",)).set_index("stratum")
    assert alone.loc[["d", "*"], "respondents"].isna().all()


def test_clusters_too_many_to_be_checked_are_no_question(tmp_path: Path) -> None:
    frame = people(2, 2).with_columns(school=pl.Series([f"s{at % 40:02d}" for at in range(260)]))
    design = SurveyDesign("probability", cluster="school")
    gate = SurveyGate(survey_of(tmp_path, frame, design), log=ReleaseLog())
    with pytest.raises(DisclosureError, match="'school' has 40 codes and is part of the sampling"):
        ask(gate, ("answer",), "school = s01")
    assert ask(gate, ("answer",))["se"].notna().any()
    chosen = SurveyGate(survey_of(tmp_path / "b", frame, SurveyDesign("self-selected")),
                        log=ReleaseLog())
    assert len(ask(chosen, ("school",))) == 41


def test_a_column_in_which_strata_lie_is_told_with_them(tmp_path: Path) -> None:
    """Four strata in two regions: what errors say of strata they say of regions."""
    frame = people(5, 4, rows=500).with_columns(
        region=pl.col("stratum").replace_strict({"a": "n", "b": "n", "c": "s", "d": "s"}))
    gate = SurveyGate(survey_of(tmp_path, frame, SurveyDesign("probability", strata="stratum")),
                      log=ReleaseLog())
    frames = [gate.release(CrosstabRequest("answer", "region"), rules=Rules()).released.frame,
              ask(gate, ("answer",))]
    few = frames[0][frames[0]["respondents"].isna()]
    assert not few.empty
    told = set(frames[1].loc[frames[1]["se"].notna(), "answer"])
    hidden = set(few["row_code"]) - {"*"}
    assert len(hidden - told) >= 2, "one is the rest of those that are told"


def test_two_columns_of_weights_in_two_visits_are_set_against_each_other(tmp_path: Path) -> None:
    """Each leaves a line, and both one point: 4 in the third stratum."""
    weights = {"a": (1.0, 3.0), "b": (2.0, 1.0), "c": (4.0, 2.0)}
    numbers = {"yes": (60, 50, 4), "no": (70, 60, 40)}
    frame = pl.DataFrame(
        [(stratum, *weights[stratum], answer) for answer, some in numbers.items()
         for stratum, number in zip("abc", some, strict=True) for _ in range(number)],
        schema=["stratum", "w1", "w2", "answer"], orient="row")
    sums = []
    for name in ("w1", "w2"):
        survey = survey_of(tmp_path / "data", frame, SurveyDesign(
            "self-selected", name, strata="stratum"))
        shown = ask(SurveyGate(survey, log=ReleaseLog(tmp_path / "log")), ("answer",))
        sums.append(shown.set_index("answer").loc["yes", "weighted_n"])
    assert sums[0] == 176
    assert np.isnan(sums[1])


def test_who_filled_rows_of_two_weights_opens_no_door(tmp_path: Path) -> None:
    frame = pl.DataFrame({
        "who": [f"p{at}" for at in range(299)] + ["p199"],
        "stratum": ["a"] * 200 + ["b"] * 100, "weight": [10.0] * 200 + [3.0] * 100,
        "answer": ["yes"] * 80 + ["no"] * 120 + ["yes"] * 4 + ["no"] * 96})
    survey = make_survey(tmp_path, frame, kinds={"who": "id"}, design=SurveyDesign(
        "probability", "weight", strata="stratum", respondent="who"))
    alone = ask(SurveyGate(survey, log=ReleaseLog()), ("answer",)).set_index("answer")
    assert alone["respondents"].to_dict() == {"no": 215, "yes": 84, "*": 299}
    assert alone.loc[["yes", "no"], ["weighted_n", "share", "se"]].isna().all().all()


def test_enough_of_every_weight_costs_nothing(tmp_path: Path) -> None:
    frame = people(1, 2, rows=2_000)
    gate = SurveyGate(survey_of(tmp_path, frame), log=ReleaseLog())
    for columns in (("answer",), ("answer", "stratum"), ("answer", "trade")):
        assert ask(gate, columns)[["respondents", "weighted_n", "share"]].notna().all().all()


@pytest.mark.parametrize(("seed", "strata", "said"), [
    (0, 2, True), (1, 2, True), (0, 3, True), (1, 3, True), (2, 3, True), (0, 4, True),
    (2, 4, True), (3, 4, True), (4, 5, True), (0, 2, False), (1, 3, False)])
def test_every_withheld_cell_keeps_its_width_over_tables_and_weights(
    tmp_path: Path, seed: int, strata: int, said: bool
) -> None:
    """Whether the strata are said to be such, or a reader sees that each has one weight."""
    frame = people(seed, strata)
    design = DESIGN if said else SurveyDesign("probability", "weight")
    attackers = (Attacker(frame), Attacker(frame, errors=True))
    attack(tmp_path, frame, design, attackers[:2 if said else 1], seed)
    weighted = sum(sums.max() > 1 for sums in attackers[0].known)
    assert weighted >= 5, "weighted figures are shown as well"


@pytest.mark.parametrize(("seed", "strata"), [(0, 2), (1, 2), (2, 3), (1, 4), (3, 4), (0, 5)])
def test_every_withheld_cell_keeps_its_width_beside_errors(
    tmp_path: Path, seed: int, strata: int
) -> None:
    """Of a sample by strata without weights."""
    frame = people(seed, strata)
    reads = Attacker(frame, weighted=False, errors=True)
    attack(tmp_path, frame, SurveyDesign("probability", strata="stratum"),
           (Attacker(frame, weighted=False), reads), seed)
    assert len(reads.known) > 2 * strata + len(reads.shown), "errors are shown as well"


def attack(
    folder: Path, frame: pl.DataFrame, design: SurveyDesign, attackers: tuple[Attacker, ...],
    seed: int,
) -> None:
    """Ask seven tables in some order and bound every withheld cell."""
    gate = SurveyGate(survey_of(folder, frame, design), log=ReleaseLog())
    asked: list[tuple[Asked, str]] = [
        (("answer",), ""), (("stratum",), ""), (("answer", "stratum"), ""), (("trade",), ""),
        (("answer", "trade"), ""), (("answer",), "trade = hair"),
        (("answer", "stratum"), "trade = hair")]
    refused = 0
    for at in np.random.default_rng(seed).permutation(len(asked)):
        columns, where = asked[at]
        try:
            table = ask(gate, columns, where)
        except DisclosureError:
            refused += 1
            continue
        for attacker in attackers:
            attacker.learn(table, where)
    assert refused <= 1
    for attacker in attackers:
        assert len(attacker.asked) >= 5, "a table of few"
        for inside, need in attacker.asked:
            assert attacker.width(inside) >= need - 1e-5


@pytest.mark.parametrize("seed", range(3))
def test_no_weight_of_a_row_is_told_to_be_of_few(tmp_path: Path, seed: int) -> None:
    """Of the question alone, before anybody asked for it by stratum."""
    frame = people(seed + 10, 3)
    attacker = Attacker(frame)
    attacker.learn(ask(SurveyGate(survey_of(tmp_path, frame), log=ReleaseLog()), ("answer",)), "")
    counted = frame.group_by("answer", "stratum").len().iter_rows()
    few = [(answer, stratum) for answer, stratum, number in counted if 0 < number < 10]
    assert few
    for answer, stratum in few:
        goal = attacker.inside({"answer": answer, "stratum": stratum}, "")
        assert attacker.width(goal) >= WIDTH - 1e-5


def test_another_process_knows_what_weights_told(tmp_path: Path) -> None:
    """The same table in another process withholds the same, and its weights count against it."""
    frame = people(3, 2)
    survey = survey_of(tmp_path / "data", frame)
    first = SurveyGate(survey, log=ReleaseLog(tmp_path / "log"))
    shown = [ask(first, columns) for columns in (("answer",), ("answer", "trade"))]
    later = SurveyGate(survey, log=ReleaseLog(tmp_path / "log"))
    crossed = ask(later, ("answer", "stratum"))
    attacker = Attacker(frame)
    for one in (*shown, crossed):
        attacker.learn(one, "")
    assert attacker.asked
    for inside, need in attacker.asked:
        assert attacker.width(inside) >= need - 1e-5
    pd.testing.assert_frame_equal(ask(later, ("answer", "trade")), shown[1])
    lines = [line for path in (tmp_path / "log").iterdir() if path.suffix != ".lock"
             for line in path.read_text(encoding="utf-8").splitlines()]
    assert any('"told": [1, 0]' in line for line in lines)
    assert not any("10.0" in line or "3.0" in line for line in lines), "no weight in the log"


def test_known_margins_of_one_column_are_weights_as_well(tmp_path: Path) -> None:
    frame = people(5, 2).drop("weight")
    design = SurveyDesign("probability", margins=(
        Margin("stratum", (("a", 8_000.0), ("b", 900.0))),))
    gate = SurveyGate(survey_of(tmp_path, frame, design), log=ReleaseLog())
    few = {answer for answer, number in frame.filter(pl.col("stratum") == "b").group_by(
        "answer").len().iter_rows() if number < 10}
    assert few
    alone = ask(gate, ("answer",)).set_index("answer")
    assert alone["respondents"].notna().all()
    assert alone.loc[sorted(few), "share"].isna().all()


@pytest.mark.parametrize("first", ["", "age < 50"])
def test_two_means_of_a_number_of_two_values_tell_no_count_of_few(
    tmp_path: Path, first: str
) -> None:
    """Twelve are 50 or older; three of them are ill, which two means of 0 and 1 would tell."""
    frame = pl.DataFrame({
        "age": [30.0] * 288 + [60.0] * 12,
        "ill": [float(at % 5 == 0) for at in range(288)] + [1.0] * 3 + [0.0] * 9})
    gate = SurveyGate(make_survey(tmp_path, frame, design=SurveyDesign("probability")),
                      log=ReleaseLog())
    second = "age < 50" if not first else ""
    shown = [gate.release_means(MeanRequest("ill", where=where), rules=Rules()).released.frame
             for where in (first, second)]
    assert shown[0]["mean"].notna().all()
    assert shown[1][["respondents", "mean", "se"]].isna().all().all()


def test_means_of_a_number_of_two_values_that_leave_out_enough_are_shown(tmp_path: Path) -> None:
    frame = pl.DataFrame({
        "age": [30.0] * 200 + [60.0] * 100, "ill": [float(at % 5 == 0) for at in range(300)]})
    gate = SurveyGate(make_survey(tmp_path, frame, design=SurveyDesign("probability")),
                      log=ReleaseLog())
    for where in ("", "age < 50"):
        found = gate.release_means(MeanRequest("ill", where=where), rules=Rules()).released.frame
        assert found["mean"].notna().all()


def test_means_tell_no_sum_of_weights_that_is_withheld(tmp_path: Path) -> None:
    """The mean of all lies between those of yes and no as their weights do: 812 of 2,300."""
    frame = pl.DataFrame({
        "stratum": ["a"] * 200 + ["b"] * 100, "weight": [10.0] * 200 + [3.0] * 100,
        "answer": ["yes"] * 80 + ["no"] * 120 + ["yes"] * 4 + ["no"] * 96,
        "days": [float(at % 37) for at in range(300)]})
    gate = SurveyGate(survey_of(tmp_path, frame), log=ReleaseLog())
    found = gate.release_means(MeanRequest("days", "answer"), rules=Rules()).released.frame
    inner = found[found["group_code"] != "*"]
    assert inner["respondents"].notna().all()
    assert inner[["weighted_n", "mean", "se", "sum"]].isna().all().all()


def test_how_many_have_each_weight_counts_as_known(tmp_path: Path) -> None:
    """Weights 1, 9 and 10: with the sizes of the strata four of the first were told within 3."""
    frame = pl.DataFrame({
        "stratum": ["a"] * 100 + ["b"] * 112 + ["c"] * 112,
        "weight": [1.0] * 100 + [9.0] * 112 + [10.0] * 112,
        "answer": ["yes"] * 4 + ["no"] * 96 + (["yes"] * 100 + ["no"] * 12) * 2,
        "trade": ["hair", "photo"] * 162})
    for at, order in enumerate((("stratum", "trade", "answer"), ("answer", "trade", "stratum"))):
        gate = SurveyGate(survey_of(tmp_path / str(at), frame), log=ReleaseLog())
        attacker = Attacker(frame)
        for name in order:
            attacker.learn(ask(gate, (name,)), "")
        assert attacker.width(attacker.inside({"stratum": "a", "answer": "yes"}, "")) >= WIDTH


def test_a_later_table_does_not_give_up_a_withheld_cell_of_few(tmp_path: Path) -> None:
    """What no filter column leaves out is known with its own table: 76 - 40 - (80 - 50) = 6."""
    counts = {("p", "yes"): 40, ("p", "no"): 30, ("p", "o"): 6,
              ("h", "yes"): 80, ("h", "no"): 50, ("h", "o"): 30}
    rows = [pair for pair, number in counts.items() for _ in range(number)]
    frame = pl.DataFrame({
        "trade": [trade for trade, _ in rows], "answer": [answer for _, answer in rows],
        "sex": ["f", "m"] * (len(rows) // 2)})
    gate = SurveyGate(make_survey(tmp_path, frame, design=SurveyDesign("probability")),
                      log=ReleaseLog())
    first = ask(gate, ("answer",), "trade = p").set_index("answer")["respondents"]
    assert first[["no", "o"]].isna().all()
    known: dict[str, float] = {}
    for name, of, where in (("no", "sex", "answer = no"), ("h", "answer", "trade = h"),
                            ("all", "trade", "")):
        try:
            seen = ask(gate, (of,), where).set_index(of)["respondents"]
        except DisclosureError:
            continue
        known |= {f"{name} {code}": float(number) for code, number in seen.items()}
    told = [known.get(one, np.nan) for one in ("no *", "h no", "all p", "all h", "all *")]
    assert first["yes"] == 40
    assert np.isnan(told).any(), "with all of them the six are told"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_mean_of_a_number_that_some_did_not_give_stands_beside_questions(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    chance = np.random.default_rng(2)
    frame = pl.DataFrame({
        "trade": chance.choice(["hair", "photo", "style"], 600),
        "answer": chance.choice(["yes", "no"], 600),
        "ill": [None if at % 9 == 0 else float(at % 5 == 0) for at in range(600)]})
    gate = SurveyGate(make_survey(tmp_path, frame, design=SurveyDesign("probability")),
                      log=ReleaseLog())
    for at in order:
        if at:
            assert ask(gate, ("trade",))["respondents"].notna().all()
        else:
            shown = gate.release_means(MeanRequest("ill", "trade"), rules=Rules()).released.frame
            assert shown["mean"].notna().all()
    assert ask(gate, ("answer", "trade"))["respondents"].notna().all()


@pytest.mark.parametrize("first", [0, 1])
def test_weights_of_zero_stand_beside_a_visit_without_weights(tmp_path: Path, first: int) -> None:
    chance = np.random.default_rng(4)
    frame = pl.DataFrame({
        "weight": [(0.0, 1.0, 2.5)[at % 3] for at in range(900)],
        "trade": chance.choice(["hair", "photo", "style"], 900),
        "answer": chance.choice(["yes", "no"], 900)})
    log = ReleaseLog(tmp_path / "log")
    designs = [SurveyDesign("probability", "weight"), SurveyDesign("probability")]
    gates = [SurveyGate(survey_of(tmp_path / "data", frame, one), log=log) for one in designs]
    for columns in (("trade",), ("answer",), ("answer", "trade")):
        for gate in (gates[first], gates[1 - first]):
            assert ask(gate, columns)["respondents"].notna().all()


@pytest.mark.parametrize("strata", [2, 3, 5])
def test_a_mean_of_the_weight_itself_is_made_again_in_another_process(
    tmp_path: Path, strata: int
) -> None:
    survey = survey_of(tmp_path / "data", people(1, strata))
    first = SurveyGate(survey, log=ReleaseLog(tmp_path / "log"))
    for by in ("answer", ""):
        first.release_means(MeanRequest("weight", by), rules=Rules())
    later = SurveyGate(survey, log=ReleaseLog(tmp_path / "log"))
    assert ask(later, ("answer", "trade"))["respondents"].notna().sum() >= 8
