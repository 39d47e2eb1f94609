"""Questions, means, differences and waves through the gate: R's numbers, and nobody given away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from made_survey import golden_values, make_survey, read_golden

from analysis.disclosure import ReleaseLog, Rules
from analysis.errors import DisclosureError, SurveyError
from analysis.surveys.codebook import Value
from analysis.surveys.comparisons import holm
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import Margin, SurveyDesign
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.nonresponse import bound_shares
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.survey_gate import SurveyGate

STRAT = SurveyDesign("probability", "pw", strata="stype", population="fpc")
NEED = ["low", "middle", "high"]
FLAG = (Value("1", "chosen"), Value("0", "not chosen"))
ANSWERS = (Value("1", "disagree"), Value("2", "neither"), Value("3", "agree"),
           Value("8", "refused", "refused"), Value("9", "don't know", "dont_know"),
           Value("7", "not asked", "not_asked"))
Gate = Callable[..., SurveyGate]
GOLDEN = golden_values()


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """``schools(design, where they lie)``: a fresh gate on R's schools with a log of its own."""
    count = iter(range(1000))

    def make(design: SurveyDesign = STRAT, *, data: str = "strat",
             log: ReleaseLog | None = None) -> SurveyGate:
        frame = read_golden(data)
        folder = tmp_path_factory.getbasetemp() / f"gate{next(count)}"
        return SurveyGate(make_survey(folder, frame, design=design, ordinal={"need": NEED}),
                          log=log or ReleaseLog())

    return make


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """``members(design)``: 240 members, a statement with every kind of missing answer, flags."""
    rows = 240
    frame = pl.DataFrame({
        "trade": [("hair", "styling", "photo")[at % 3] for at in range(rows)],
        "threat": [str((1, 2, 3, 3)[(at // 3) % 4]) for at in range(180)] + ["8"] * 20 + [
            "9"] * 25 + ["7"] * 12 + [None] * 3,
        "twin": [str(at % 2) if at < 200 else None for at in range(rows)],
        "image": ["1" if at % 5 < 2 else "0" if at < 200 else None for at in range(rows)],
        "wave": [str(2024 + (at // 6) % 2) for at in range(rows)],
        "days": [None] + [float(at % 11) for at in range(1, rows)],
        "fee": [100.0 + at % 7 for at in range(239)] + [1_000_000.0],
        "same": [1.0 if at % 3 == 0 else float(at % 4) for at in range(rows)],
    }).with_columns(image=pl.when(pl.int_range(rows) < 200).then("image"))
    count = iter(range(1000))

    def make(design: SurveyDesign | None = None) -> SurveyGate:
        folder = tmp_path_factory.getbasetemp() / f"members{next(count)}"
        survey = make_survey(
            folder, frame, design=design or SurveyDesign("probability"), kinds={
                "threat": "ordinal"}, values={"threat": ANSWERS, "twin": FLAG, "image": FLAG},
            groups={"twin": "tools", "image": "tools"})
        return SurveyGate(survey, log=ReleaseLog())

    return make


def rows_of(frame: pd.DataFrame, key: str) -> dict[str, dict[str, object]]:
    return {str(row[key]): row for row in frame.to_dict("records")}


# --- an amount given as the weight --------------------------------------------------------------

@pytest.mark.parametrize("people_column", ["", "person"])
@pytest.mark.parametrize(("most", "hidden"), [(110.0, ""), (60_000.0, "a"), (1e6, "a*")])
def test_an_amount_given_as_the_weight_tells_nobodys_amount(
    tmp_path: Path, most: float, hidden: str, people_column: str
) -> None:
    """Weighted numbers are sums of it: one who earns most of a cell or of all stays hidden."""
    rows = 240
    frame = pl.DataFrame({
        "trade": ["abccc"[at % 5] for at in range(rows)],
        "hired": ["yes" if at % 4 else "no" for at in range(rows)],
        "days": [float(1 + at % 11) for at in range(rows)],
        "person": [f"p{at}" for at in range(rows)],
        "salary": [most] + [100.0 + at % 7 for at in range(1, rows)]})
    if people_column:
        frame = pl.concat([frame, frame]).with_columns(pl.col("salary") / 2)
    design = SurveyDesign("probability", "salary", respondent=people_column)
    gates = [SurveyGate(make_survey(tmp_path / str(at), frame, design=design), log=ReleaseLog())
             for at in range(3)]
    tables = [
        gates[0].release_question(QuestionRequest("trade"), rules=Rules()).released.frame,
        gates[1].release_means(MeanRequest("days", "trade"), rules=Rules()).released.frame,
        gates[2].release(CrosstabRequest("hired", "trade"), rules=Rules()).released.frame.query(
            "row_code == '*'")]
    for table, key in zip(tables, ("code", "group_code", "column_code"), strict=True):
        seen = set(table.loc[table["weighted_n"].notna(), key])
        assert not seen & set(hidden), key
        assert most > 110 or seen == set("abc*")
        assert len(seen) < 3 or seen == set("abc*"), "the rest of three tells the fourth"
        assert table.loc[table["suppressed"], ["respondents", "weighted_n"]].isna().all().all()


def test_people_of_several_rows_that_differ_are_refused_in_words(tmp_path: Path) -> None:
    """Each is counted once, so cells that share people are more than the whole."""
    frame = pl.DataFrame({
        "who": [f"p{at // 2}" for at in range(200)], "answer": ["yes", "no"] * 100,
        "trade": ["hair"] * 120 + ["photo"] * 80})
    gate = SurveyGate(make_survey(tmp_path, frame, kinds={"who": "id"}, design=SurveyDesign(
        "self-selected", respondent="who")), log=ReleaseLog())
    with pytest.raises(DisclosureError, match="Some respondents stand in several cells") as error:
        gate.release_question(QuestionRequest("answer"), rules=Rules())
    assert "adds=False" not in str(error.value)
    alike = gate.release_question(QuestionRequest("trade"), rules=Rules()).released.frame
    assert alike.set_index("code")["respondents"].to_dict() == {"hair": 60, "photo": 40, "*": 100}


# --- one question -------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "design", "data"), [
    ("strat", STRAT, "strat"),
    ("clus1", SurveyDesign("probability", "pw", cluster="dnum", population="fpc"), "clus1"),
])
def test_shares_and_net_of_a_question_are_those_of_r(
    schools: Gate, name: str, design: SurveyDesign, data: str
) -> None:
    found = schools(design, data=data).release_question(
        QuestionRequest("need", top=("high",), bottom=("low",)), rules=Rules(minimum=5, width=5))
    rows = rows_of(found.released.frame, "code")
    for code in NEED:
        assert rows[code]["se"] == pytest.approx(GOLDEN[name, "share_se", f"need={code}"], rel=1e-6)
        assert rows[code]["design_effect"] == pytest.approx(
            GOLDEN[name, "share_deff_wr", f"need={code}"], rel=1e-6)
        for end in ("low", "high"):
            assert rows[code][end] == pytest.approx(
                GOLDEN[name, f"{end}_xlogit", f"need={code}"], rel=1e-6)
    net = next(key for key in GOLDEN if key[:2] == (name, "net"))
    assert rows["*"]["net"] == pytest.approx(GOLDEN[net], rel=1e-6)
    assert rows["*"]["net_se"] == pytest.approx(GOLDEN[name, "net_se", net[2]], rel=1e-6)


def test_answers_added_up_have_an_interval_of_their_own(schools: Gate) -> None:
    """Two of three answers are all but the third, whose interval R gives."""
    found = schools().release_question(
        QuestionRequest("need", top=("low", "middle")), rules=Rules(minimum=5, width=5))
    base = rows_of(found.released.frame, "code")["*"]
    assert base["net_se"] == pytest.approx(GOLDEN["strat", "share_se", "need=high"], rel=1e-6)
    assert base["net_low"] == pytest.approx(
        1 - GOLDEN["strat", "high_xlogit", "need=high"], rel=1e-6)


def test_kinds_of_missing_answers_are_told_apart(members: Gate) -> None:
    found = members().release_question(QuestionRequest("threat"), rules=Rules(minimum=5, width=5))
    kinds = rows_of(found.missing.frame, "kind")
    assert {kind: kinds[kind]["respondents"] for kind in ("answered", "*")} == {
        "answered": 180, "*": 240}
    hidden = {kind for kind, row in kinds.items() if row["suppressed"]}
    assert "no_answer" in hidden
    assert len(hidden) >= 2
    for kind, count in (("refused", 20), ("dont_know", 25), ("not_asked", 12)):
        assert kind in hidden or kinds[kind]["respondents"] == count
    assert rows_of(found.released.frame, "code")["*"]["respondents"] == 180


def test_a_kept_kind_counts_as_an_answer(members: Gate) -> None:
    found = members().release_question(
        QuestionRequest("threat", keep=("dont_know",)), rules=Rules())
    rows = rows_of(found.released.frame, "code")
    assert (rows["9"]["respondents"], rows["*"]["respondents"]) == (25, 205)
    assert any("Don't know" in note for note in found.notes)


def test_several_answers_leave_out_who_gave_none_and_fit_tables_of_before(members: Gate) -> None:
    """Whether somebody answered at all stands in no column; the gate must know it all the same."""
    gate = members()
    gate.release_question(QuestionRequest("trade"), rules=Rules())
    gate.release(CrosstabRequest("trade", "wave"), rules=Rules())
    found = gate.release_question(QuestionRequest("tools"), rules=Rules())
    rows = rows_of(found.released.frame, "code")
    assert rows["*"]["respondents"] == 200
    assert rows["c003"]["respondents"] == 100
    assert rows["c003"]["low"] < 0.5 < rows["c003"]["high"]  # type: ignore[operator]
    assert rows_of(found.missing.frame, "kind")["no_answer"]["respondents"] == 40
    crossed = gate.release(CrosstabRequest("tools", "trade"), rules=Rules()).released.frame
    assert crossed["respondents"].max() == 200


def test_a_net_of_a_withheld_answer_is_withheld(members: Gate) -> None:
    gate = members()
    few = 'days = 1 and trade = hair'
    found = gate.release_question(
        QuestionRequest("threat", where=few, top=("3",), bottom=("1",)), rules=Rules())
    frame = found.released.frame
    assert frame.loc[frame["code"] == "3", "suppressed"].all()
    assert frame[["net", "net_low", "net_se", "bound_low"]].isna().all().all()


def test_nets_that_make_no_sense_are_refused(members: Gate) -> None:
    for top, bottom in ((("3",), ("3",)), (("33",), ())):
        with pytest.raises(SurveyError, match="Choose different answers"):
            members().release_question(QuestionRequest("threat", top=top, bottom=bottom),
                                       rules=Rules())
    with pytest.raises(SurveyError, match="count people twice"):
        members().release_question(QuestionRequest("tools", top=("c003", "c004")), rules=Rules())


def test_bounds_of_a_census_attempt_go_with_their_cell(members: Gate) -> None:
    design = SurveyDesign("census attempt", invited=600, completes=240)
    gate = members(design)
    found = gate.release_question(QuestionRequest("trade"), rules=Rules())
    bounds = {one.code: one for one in bound_shares(gate.survey, of="trade")}
    for code, row in rows_of(found.released.frame, "code").items():
        if code == "*":
            continue
        assert (row["bound_low"], row["bound_high"]) == (bounds[code].low, bounds[code].high)
        assert pd.isna(row["low"])
    few = gate.release_question(QuestionRequest("trade", where="days < 2"), rules=Rules())
    assert few.released.frame["bound_low"].isna().all()
    assert any("whole survey only" in note for note in few.notes)
    routed = gate.release_question(QuestionRequest("threat"), rules=Rules())
    said = [note for note in routed.notes if "were not asked" in note]
    assert len(said) == 1
    assert not any(sign.isdigit() for sign in said[0]), "how many is the gate's to say"


def test_a_probability_sample_without_a_frame_has_no_bounds_and_no_note(schools: Gate) -> None:
    found = schools().release_question(QuestionRequest("need"), rules=Rules())
    assert found.released.frame["bound_low"].isna().all()
    assert not any("bounds" in note for note in found.notes)


# --- means --------------------------------------------------------------------------------------

def test_means_and_totals_are_those_of_r(schools: Gate) -> None:
    rows = rows_of(schools().release_means(
        MeanRequest("api00", "stype"), rules=Rules()).released.frame, "group_code")
    assert rows["*"]["mean"] == pytest.approx(GOLDEN["strat", "mean", "api00"], rel=1e-6)
    assert rows["*"]["se"] == pytest.approx(GOLDEN["strat", "mean_se", "api00"], rel=1e-6)
    assert rows["*"]["low"] == pytest.approx(GOLDEN["strat", "mean_low", "api00"], rel=1e-6)
    assert rows["*"]["sum"] == pytest.approx(GOLDEN["strat", "total", "api00"], rel=1e-6)
    assert rows["*"]["sum_se"] == pytest.approx(GOLDEN["strat", "total_se", "api00"], rel=1e-6)


def test_a_sum_that_is_mostly_one_person_is_withheld(members: Gate) -> None:
    rows = rows_of(members().release_means(
        MeanRequest("fee", "trade"), rules=Rules()).released.frame, "group_code")
    assert rows["photo"]["suppressed"]
    assert rows["*"]["suppressed"]
    assert pd.isna(rows["photo"]["mean"])


def test_a_group_in_which_all_have_the_same_number_is_withheld(members: Gate) -> None:
    rows = rows_of(members().release_means(
        MeanRequest("same", "trade"), rules=Rules()).released.frame, "group_code")
    assert rows["hair"]["suppressed"]


def test_a_mean_that_another_filter_would_give_away_is_withheld(members: Gate) -> None:
    """All less all but one: the mean of that one would follow."""
    gate = members()
    everybody = gate.release_means(MeanRequest("days"), rules=Rules()).released.frame
    assert everybody["respondents"].tolist() == [239]
    all_but_one = MeanRequest("days", where="fee < 1000000")
    again = gate.release_means(all_but_one, rules=Rules()).released.frame
    assert again[["mean", "respondents"]].isna().all().all()
    alone = members().release_means(all_but_one, rules=Rules()).released.frame
    assert alone["respondents"].tolist() == [238]


def test_means_need_numbers_and_a_class_that_allows_them(members: Gate) -> None:
    with pytest.raises(SurveyError, match="no mean"):
        members().release_means(MeanRequest("trade"), rules=Rules())
    with pytest.raises(SurveyError, match="not allowed"):
        members(SurveyDesign("self-selected")).release_means(MeanRequest("days"), rules=Rules())
    census = members(SurveyDesign("census")).release_means(MeanRequest("days"), rules=Rules())
    assert census.released.frame["mean"].notna().all()
    assert census.released.frame[["se", "low", "sum"]].isna().all().all()
    assert any("No totals" in note for note in census.notes)


# --- differences and waves ----------------------------------------------------------------------

@pytest.mark.parametrize("of", ["api00", "need"])
def test_differences_are_those_of_r_and_corrected(
    schools: Gate, of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R takes the first less the second; here it is the second less the first.

    Two schools are a part by stratum, so their errors would be withheld.
    """
    monkeypatch.setattr("analysis.surveys.survey_gate.apart_by_errors", lambda *_, **__: ())
    found = schools().release_differences(
        DifferenceRequest(of, "comp.imp"), rules=Rules(minimum=5, width=5))
    frame = found.released.frame
    assert found.compared == len(frame) == (3 if of == "need" else 1)
    for row in frame.to_dict("records"):
        cell = f"need={row['code']}" if of == "need" else of
        assert (row["first"], row["second"]) == ("No", "Yes")
        assert row["value"] == pytest.approx(-GOLDEN["strat", "difference", cell], rel=1e-6)
        assert row["se"] == pytest.approx(GOLDEN["strat", "difference_se", cell], rel=1e-6)
        assert row["p_value"] == pytest.approx(GOLDEN["strat", "difference_p", cell], rel=1e-5)
    assert frame["p_corrected"].tolist() == pytest.approx(holm(frame["p_value"].tolist()))
    if of == "need":
        assert (frame["together_low"] < frame["low"]).all()
        assert "Holm" in found.rule
        assert "Bonferroni" in found.rule
    else:
        assert "nothing was corrected" in found.rule


def test_a_difference_goes_with_either_of_its_figures(schools: Gate) -> None:
    gate = schools()
    crosstab = gate.release(CrosstabRequest("need", "stype"), rules=Rules()).released.frame
    hidden = {(row["row_code"], row["column_label"])
              for row in crosstab[crosstab["suppressed"]].to_dict("records")}
    assert hidden
    found = gate.release_differences(DifferenceRequest("need", "stype"), rules=Rules())
    for row in found.released.frame.to_dict("records"):
        gone = {(row["code"], row["first"]), (row["code"], row["second"])} & hidden
        assert row["suppressed"] == bool(gone)
        if gone:
            assert all(pd.isna(row[name]) for name in ("value", "se", "low", "p_value"))


def test_waves_are_compared_with_the_one_before(members: Gate) -> None:
    found = members().release_differences(
        DifferenceRequest("trade", "wave"), rules=Rules(), waves=True)
    frame = found.released.frame
    assert found.compared == 3
    assert frame.loc[frame["wave"] == "2024", "value"].isna().all()
    later = frame[frame["wave"] == "2025"]
    assert (later["since"] == "2024").all()
    assert later["value"].tolist() == pytest.approx(
        (later["level"] - later["before"]).tolist(), abs=1e-3)


@pytest.mark.parametrize("sampling", ["self-selected", "unknown", "census", "panel"])
def test_only_a_probability_sample_is_compared(members: Gate, sampling: str) -> None:
    gate = members(SurveyDesign(sampling))
    for waves in (False, True):
        with pytest.raises(SurveyError, match="not allowed"):
            gate.release_differences(
                DifferenceRequest("trade", "wave"), rules=Rules(), waves=waves)


# --- the log ------------------------------------------------------------------------------------

def test_every_kind_of_table_is_made_again_in_another_visit(
    members: Gate, tmp_path: Path
) -> None:
    """Also under a class that would not allow to ask for it: what is out is out."""
    first = members(SurveyDesign("probability"))
    log = ReleaseLog(tmp_path)
    gate = SurveyGate(first.survey, log=log)
    gate.release_question(QuestionRequest("threat", where="days > 2"), rules=Rules())
    gate.release_question(QuestionRequest("tools", where="trade = hair"), rules=Rules())
    gate.release_means(MeanRequest("days", "trade", where="days >= 1"), rules=Rules())
    gate.release_means(MeanRequest("days", "tools"), rules=Rules())
    gate.release_means(MeanRequest("days"), rules=Rules())
    written = (tmp_path / f"{first.survey.content_hash}.jsonl").read_text(encoding="utf-8")
    assert "hair" not in written
    assert len(written.splitlines()) == 7
    survey = replace(first.survey, design=SurveyDesign("self-selected"))
    but_one = QuestionRequest("trade", where="days >= 1 and fee < 1000")
    again = SurveyGate(survey, log=log).release_question(but_one, rules=Rules())
    rows = rows_of(again.released.frame, "code")
    assert rows["*"]["suppressed"], "how many have worked a day is out, and this is one less"
    fresh = SurveyGate(survey, log=ReleaseLog()).release_question(but_one, rules=Rules())
    assert not fresh.released.withheld


@pytest.mark.parametrize("silent", [0, 1, 9, 10])
def test_a_few_who_gave_no_answer_take_no_other_table_with_them(
    tmp_path: Path, silent: int
) -> None:
    """Their number is told by bases; were it protected, whatever is of everybody would go."""
    frame = pl.DataFrame({
        "trade": ["abcd"[at % 4] for at in range(400)],
        "worry": [None if at < silent else "yno"[at % 3] for at in range(400)],
        "pay": [None if at >= 400 - silent else 100.0 + at % 50 for at in range(400)],
        "age": [float(18 + at % 40) for at in range(400)]})
    asked = [QuestionRequest("worry"), MeanRequest("pay"), QuestionRequest("trade"),
             MeanRequest("pay", "trade"), QuestionRequest("worry", where="age > 30"),
             QuestionRequest("trade", where="age > 30")]
    survey = make_survey(tmp_path, frame, design=SurveyDesign("probability"))
    for order in (asked, asked[::-1]):
        gate = SurveyGate(survey, log=ReleaseLog())
        for one in order:
            found = gate.release_means(one, rules=Rules()) if isinstance(
                one, MeanRequest) else gate.release_question(one, rules=Rules())
            assert not found.released.withheld, one
            if one == QuestionRequest("worry"):
                kinds = rows_of(found.missing.frame, "kind")["no_answer"]
                assert kinds["suppressed"] == (0 < silent < 10)


def test_raking_reaches_the_margins_through_the_gate(schools: Gate) -> None:
    margins = (Margin("stype", (("E", 0.5), ("H", 0.3), ("M", 0.2)), "share"),)
    gate = schools(SurveyDesign("probability", "pw", margins=margins))
    rows = rows_of(gate.release_question(QuestionRequest("stype"), rules=Rules()).released.frame,
                   "code")
    assert [rows[code]["share"] for code in "EHM"] == [0.5, 0.3, 0.2]


def test_the_bounds_of_the_rules_hold_everywhere(members: Gate) -> None:
    with pytest.raises(DisclosureError, match="5 to 100"):
        members().release_means(MeanRequest("days"), rules=Rules(minimum=2))


def test_a_number_with_three_decimals_is_found_again_in_another_visit(tmp_path: Path) -> None:
    """1.375 in a filter of before is not taken for one thousand."""
    frame = pl.DataFrame({
        "trade": [("hair", "styling", "photo")[at % 3] for at in range(240)],
        "pay": [1.125 + 0.25 * (at % 8) for at in range(240)]})
    survey, log = make_survey(tmp_path / "survey", frame), ReleaseLog(tmp_path / "log")
    asked = QuestionRequest("trade", where="pay >= 1.5")
    SurveyGate(survey, log=log).release_question(asked, rules=Rules())
    found = SurveyGate(survey, log=log).release_question(QuestionRequest("trade"), rules=Rules())
    assert rows_of(found.released.frame, "code")["*"]["respondents"] == 240


@pytest.mark.parametrize("order", [("w", ""), ("", "w")])
def test_the_few_of_weight_zero_are_not_had_by_leaving_the_weights_out(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    """Three of the hair trade have weight 0: two designs of one file must not tell it."""
    frame = pl.DataFrame({
        "trade": [("hair", "styling", "photo")[at % 3] for at in range(240)],
        "w": [0.0 if at in (0, 6, 12) else 1.5 for at in range(240)]})
    survey, log = make_survey(tmp_path / "survey", frame), ReleaseLog(tmp_path / "log")
    shown = []
    for weight in order:
        designed = replace(survey, design=SurveyDesign(weight="c002" if weight else ""))
        found = SurveyGate(designed, log=log).release_question(
            QuestionRequest("trade"), rules=Rules())
        shown.append(rows_of(found.released.frame, "code"))
    assert not any(row["suppressed"] for row in shown[0].values())
    assert shown[0]["hair"]["respondents"] == (77 if order[0] else 80)
    assert shown[1]["hair"]["suppressed"]
    last = replace(survey, design=SurveyDesign(weight="c002" if order[0] else ""))
    again = SurveyGate(last, log=log).release_question(QuestionRequest("trade"), rules=Rules())
    assert rows_of(again.released.frame, "code")["hair"]["respondents"] == (
        shown[0]["hair"]["respondents"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_group_of_a_number_and_a_filter_on_it_are_of_one_thing(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    """Three are just 30: those under 30 by group, and those up to 30 by filter, must not meet."""
    ages = [30.0 if at < 3 else 21.0 + at % 9 if at % 2 else 31.0 + at % 25 for at in range(300)]
    frame = pl.DataFrame({
        "age": ages,
        "age (groups)": ["under 30" if age < 30 else "30 and over" for age in ages],
        "worry": [("yes", "no")[at % 3 % 2] for at in range(300)],
        "half": [("first", "second")[at % 4 // 2] for at in range(300)]})
    survey = make_survey(tmp_path / "survey", frame, ordinal={
        "age (groups)": ["under 30", "30 and over"]})
    log = ReleaseLog(tmp_path / "log")
    asked = (CrosstabRequest("worry", "age (groups)"), CrosstabRequest(
        "worry", "half", where="age <= 30"))
    shown = [SurveyGate(survey, log=log).release(asked[at], rules=Rules()).released.frame
             for at in order]
    assert not shown[0]["suppressed"].any()
    groups, narrowed = (shown[order.index(at)].set_index(["row_code", "column_code"])
                        for at in (0, 1))
    young, base = groups.loc["*", "under 30"], narrowed.loc["*", "*"]
    assert young["suppressed"] or base["suppressed"]
    gate = SurveyGate(survey, log=log)
    again = gate.release(asked[order[0]], rules=Rules())
    pd.testing.assert_frame_equal(again.released.frame, shown[0])
    gate.release_question(QuestionRequest("age (groups)"), rules=Rules())
    later = SurveyGate(survey, log=log).release_question(
        QuestionRequest("half"), rules=Rules())
    assert rows_of(later.released.frame, "code")["*"]["respondents"] == 300


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_of_several_and_a_filter_on_it_are_of_one_thing(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    """Three who chose the twin and worry are of zone b: its 100 less those of zone a."""
    frame = pl.DataFrame({
        "worry": [("yes", "no")[at % 2] for at in range(240)],
        "zone": ["b" if at in (0, 6, 12) else "a" for at in range(240)],
        "twin": ["1" if at % 3 == 0 else "0" for at in range(240)],
        "image": ["1" if at % 5 < 2 else "0" for at in range(240)]})
    survey = make_survey(tmp_path, frame, groups={"twin": "tools", "image": "tools"},
                         values={"twin": FLAG, "image": FLAG})
    gate = SurveyGate(survey, log=ReleaseLog())
    asked = (lambda: gate.release(CrosstabRequest("worry", "tools"), rules=Rules()),
             lambda: gate.release_question(
                 QuestionRequest("worry", where="twin = 1 and zone = a"), rules=Rules()))
    shown = [asked[at]().released.frame for at in order]
    assert not shown[0]["suppressed"].any()
    table, question = (shown[order.index(at)] for at in (0, 1))
    chosen = table[table["column_code"] == "c003"].set_index("row_code")["respondents"]
    narrowed = question.set_index("code")["respondents"]
    for code in ("yes", "*"):
        assert pd.isna(chosen[code]) or pd.isna(narrowed[code]), code


def test_a_question_is_shown_though_nothing_of_who_is_missing_may_be(tmp_path: Path) -> None:
    """How many chose the twin is out, and all of them answered: that none did not stays unsaid."""
    frame = pl.DataFrame({
        "trade": ["abc"[at % 3] for at in range(900)],
        "twin": [str(at // 3 % 2) for at in range(900)],
        "image": [str(int(at // 6 % 5 < 3)) for at in range(900)],
        "voice": [str(int(at // 30 % 10 < 4)) for at in range(900)]})
    survey = make_survey(
        tmp_path, frame, groups={"twin": "tools", "image": "uses", "voice": "uses"},
        values={"twin": FLAG, "image": FLAG, "voice": FLAG})
    gate = SurveyGate(survey, log=ReleaseLog())
    gate.release_question(QuestionRequest("uses"), rules=Rules())
    gate.release_question(QuestionRequest("trade", where="twin = 1"), rules=Rules())
    found = gate.release_question(QuestionRequest("trade", where="image = 1"), rules=Rules())
    assert rows_of(found.released.frame, "code")["a"]["respondents"] == 180
    assert found.missing.frame["suppressed"].all()
    assert found.missing.frame["respondents"].isna().all()
