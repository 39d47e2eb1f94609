"""Effects of a private ledger: which averages over brands leave the gate, and which do not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from whole import assert_whole

from analysis.catalog.package import load_package
from analysis.commands import main
from analysis.disclosure import Rules
from analysis.exhibits import NotApplicable, build_exhibit
from analysis.ledger.effects import EffectOptions, estimate_effect, prepare_effect
from analysis.ledger.effects_released import effect_of
from analysis.ledger.engine import SIMULATED, ledger_of, open_ledger
from analysis.ledger.given import open_given
from analysis.ledger.private_effects import answer_panel
from analysis.ledger.private_frames import Frames
from analysis.warehouse import Warehouse

MONTHS, MINIMUM = 36, 10
IDS = ("human_v_twin_effect", "human_v_twin_without", "human_v_twin_methods",
       "human_v_twin_cohorts")
Change = dict[str, Any]


def panel_of(cohorts: dict[int, int], *, never: int = 12, sizes: Change | None = None) -> Any:
    """Brands by month of adoption, each in one channel with bookings of its own.

    ``sizes`` multiplies the bookings of single brands.
    """
    brands = [(f"A{cohort}-{at:02d}", cohort) for cohort, number in cohorts.items()
              for at in range(number)]
    brands += [(f"N{at:02d}", None) for at in range(never)]
    chance = np.random.default_rng(3)
    rows = []
    for name, cohort in brands:
        for month in range(MONTHS):
            after = cohort is not None and month >= cohort
            booked = chance.poisson(20 * (0.8 if after else 1.0)) * (sizes or {}).get(name, 1)
            rows.append({
                "brand_id": name, "channel": "ecommerce", "month_index": month,
                "month": pd.Timestamp("2022-01-01") + pd.DateOffset(months=month),
                "cohort_index": cohort, "contaminated": False, "human_bookings": int(booked),
                "crew_days": 4.0 * booked, "fee_total": 100.0 * booked,
                "fee_mean": 100.0 + month % 3 + chance.normal() if booked else np.nan,
                "twin_uses": int(after)})
    return pd.DataFrame(rows).astype({"cohort_index": "Int64"})


def people_of(panel: pd.DataFrame, *, few: Change | None = None) -> pd.DataFrame:
    """Forty models and twenty agencies on either side in each month, or as few as are named."""
    return pd.DataFrame([
        {"month": month, "side": side, "unit": unit, "fee_total": 50_000.0, "largest": 2_000.0,
         "two": 4_000.0, "number": (few or {}).get((side, unit), number)}
        for month in panel["month"].unique() for side in ("adopting", "never")
        for unit, number in (("model", 40), ("agency", 20))])


def released(
    folder: Path, panel: pd.DataFrame, people: pd.DataFrame, outcome: str = "human_bookings"
) -> pd.DataFrame:
    """What leaves the gate of a panel."""
    tables = {"human_v_twin_panel": panel, "panel_people": people}
    frames = Frames(lambda name, **asked: tables[name], folder=folder, data_hash="0" * 64,
                    rules=Rules())
    return answer_panel(frames, {"outcome": outcome, "currency": "EUR"}).frame


def shown(frame: pd.DataFrame, figure: str) -> pd.DataFrame:
    return frame[(frame["figure"] == figure) & ~frame["suppressed"]].set_index("at")


@pytest.fixture(scope="module")
def three() -> pd.DataFrame:
    """Twelve brands of a first month of adoption, six each of two later ones."""
    return panel_of({14: 12, 18: 6, 22: 6})


@pytest.fixture(scope="module")
def of_three(three: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return released(tmp_path_factory.mktemp("three"), three, people_of(three))


def test_what_leaves_is_the_estimate_of_the_open_ledger(
    three: pd.DataFrame, of_three: pd.DataFrame
) -> None:
    effect = estimate_effect(three, outcome="human_bookings")
    assert effect.overall is not None
    overall = shown(of_three, "overall").iloc[0]
    assert overall[["effect", "low", "high", "brands"]].tolist() == [
        effect.overall.effect, effect.overall.low, effect.overall.high, 24]
    events = effect.events.set_index("since")
    for at, row in shown(of_three, "since").iterrows():
        assert row["effect"] == events.loc[int(str(at)), "effect"]
        assert row["brands"] == 24
    months = effect.calendar.set_index("month")
    for at, row in shown(of_three, "month").iterrows():
        assert row["without_twins"] == pytest.approx(
            months.loc[pd.Timestamp(str(at)), "without_twins"] * effect.level)
    assert effect.two_way is not None
    assert shown(of_three, "two_way")["effect"].iloc[0] == effect.two_way.effect
    assert shown(of_three, "observed")["observed"].iloc[0] == pytest.approx(
        three.loc[(three["month_index"] == 0) & three["cohort_index"].notna(),
                  "human_bookings"].sum())


def test_points_stand_only_where_every_adopting_brand_is_behind_them(
    of_three: pd.DataFrame
) -> None:
    since = sorted(int(at) for at in shown(of_three, "since").index)
    assert since == list(range(-14, MONTHS - 22))
    assert sorted(shown(of_three, "month").index)[0] == "2023-11-01"
    gone = of_three[(of_three["figure"] == "month") & of_three["suppressed"]]
    assert len(gone) == 22
    assert gone["without_twins"].isna().all()


def test_months_of_adoption_of_few_brands_are_not_told_and_neither_are_the_others(
    of_three: pd.DataFrame, tmp_path: Path
) -> None:
    assert shown(of_three, "cohort").empty
    assert (of_three["figure"] == "cohort").sum() == 1
    panel = panel_of({14: 12, 20: 11})
    told = shown(released(tmp_path, panel, people_of(panel)), "cohort")
    effect = estimate_effect(panel, outcome="human_bookings").cohorts
    assert len(told) == len(effect)
    row = effect[(effect["since"] == 3)].iloc[1]
    assert told.loc["2023-09-01/2023-12-01", "effect"] == row["effect"]


def weights_of(panel: pd.DataFrame, frame: pd.DataFrame) -> tuple[np.ndarray, Any]:
    """Each shown point as weights of the group-time effects it is the sum of."""
    groups = prepare_effect(
        panel, outcome="human_bookings", options=EffectOptions()).groups  # type: ignore[union-attr]
    after, rows = groups.since >= 0, []
    start = panel["month"].min().to_period("M")
    if len(shown(frame, "overall")):
        rows.append(after)
    rows += [groups.since == int(at) for at in shown(frame, "since").index]
    rows += [after & (groups.month == (pd.Period(at, "M") - start).n)
             for at in shown(frame, "month").index]
    return np.array(rows) * groups.mass, groups


def isolates(weights: np.ndarray, groups: Any, numbers: dict[int, int]) -> list[tuple[int, ...]]:
    """Months of adoption of few brands together, of which alone a sum of points can be had.

    There is one if the points, seen on all other months only, depend on each other more.
    """
    whole = np.linalg.matrix_rank(weights)
    found = []
    for size in range(1, len(numbers)):
        for chosen in combinations(numbers, size):
            if sum(numbers[one] for one in chosen) < MINIMUM:
                outside = weights[:, ~np.isin(groups.cohort, chosen)]
                if np.linalg.matrix_rank(outside) < whole:
                    found.append(chosen)
    return found


@pytest.mark.parametrize("cohorts", [
    {14: 12, 18: 6, 22: 6}, {13: 4, 15: 4, 19: 4, 24: 4}, {12: 9, 20: 10, 21: 1},
])
def test_no_few_brands_can_be_had_from_several_points(
    tmp_path: Path, cohorts: dict[int, int]
) -> None:
    panel = panel_of(cohorts)
    weights, groups = weights_of(panel, released(tmp_path, panel, people_of(panel)))
    assert len(weights) > 10
    assert isolates(weights, groups, cohorts) == []


def test_where_one_cohort_is_nearly_all_only_the_overall_effect_is_told(tmp_path: Path) -> None:
    """With the points by months beside each other, the six of the other cohort could be had."""
    cohorts = {14: 12, 20: 6}
    panel = panel_of(cohorts)
    frame = released(tmp_path, panel, people_of(panel))
    assert len(shown(frame, "overall")) == 1
    assert shown(frame, "since").empty
    assert shown(frame, "month").empty
    assert len(shown(frame, "two_way")) == 1
    groups = prepare_effect(
        panel, outcome="human_bookings", options=EffectOptions()).groups  # type: ignore[union-attr]
    last = MONTHS - 20
    points = [groups.since == at for at in range(last)] + [
        (groups.since >= 0) & (groups.month == at) for at in range(20, MONTHS)]
    assert isolates(np.array(points) * groups.mass, groups, cohorts) == [(20,)]


def test_all_points_with_enough_brands_would_give_few_away(three: pd.DataFrame) -> None:
    """Ten brands behind each point are not enough: that is why all of them must be."""
    numbers = {14: 12, 18: 6, 22: 6}
    groups = prepare_effect(
        three, outcome="human_bookings", options=EffectOptions()).groups  # type: ignore[union-attr]
    after = groups.since >= 0
    points = [after] + [groups.since == at for at in range(MONTHS - 14)]
    assert isolates(np.array(points) * groups.mass, groups, {**numbers, 14: 9}) != []


@pytest.mark.parametrize(("cohorts", "change"), [
    ({14: 5, 18: 4}, {}), ({14: 12, 18: 12}, {"never": 9}),
    ({14: 12, 18: 12}, {"sizes": {"A14-00": 3000}}), ({14: 12, 18: 12}, {"sizes": {"N00": 3000}}),
])
def test_nothing_leaves_where_brands_are_few_or_one_stands_out(
    tmp_path: Path, cohorts: dict[int, int], change: Change
) -> None:
    panel = panel_of(cohorts, **change)
    frame = released(tmp_path, panel, people_of(panel))
    assert frame.loc[frame["figure"] != "role", ["effect", "low", "high", "observed"]].isna().all(
        axis=None)
    assert set(frame["figure"]) <= {"role", "overall"}
    effect = effect_of(frame, outcome="human_bookings")
    assert effect.overall is None
    assert effect.verdict.sentence.startswith("No effect of adoption may be shown")


def test_how_many_brands_were_set_aside_is_told_of_enough(tmp_path: Path) -> None:
    panel = panel_of({2: 3, 14: 12, 18: 12})
    roles = released(tmp_path, panel, people_of(panel))
    roles = roles[roles["figure"] == "role"].set_index("at")
    assert roles["brands"].fillna(-1).to_dict() == {
        "adopting": 24, "never": 12, "contaminated": 0, "too_early": -1, "too_late": 0,
        "without_base": 0}


@pytest.mark.parametrize(("few", "outcome", "gone"), [
    ({("never", "model"): 9}, "human_bookings", True),
    ({("adopting", "model"): 9}, "crew_days", True),
    ({("never", "agency"): 9}, "fee_mean", True),
    ({("never", "agency"): 9}, "human_bookings", False),
])
def test_models_stand_behind_every_point_and_agencies_behind_fees(
    tmp_path: Path, few: Change, outcome: str, gone: bool
) -> None:
    panel = panel_of({14: 12, 18: 12})
    frame = released(tmp_path, panel, people_of(panel, few=few), outcome)
    assert shown(frame, "overall").empty is gone
    assert shown(frame, "observed").empty is gone


def test_an_observed_month_of_few_models_takes_its_line_without_twins_along(
    tmp_path: Path
) -> None:
    panel = panel_of({14: 12, 18: 12})
    people = people_of(panel)
    month = pd.Timestamp("2024-03-01")
    people.loc[(people["month"] == month) & (people["unit"] == "model"), "number"] = 9
    frame = released(tmp_path, panel, people)
    assert "2024-03-01" not in shown(frame, "observed").index
    assert "2024-03-01" not in shown(frame, "month").index
    assert "2024-04-01" in shown(frame, "month").index


def test_fees_of_an_adopter_that_stands_out_of_a_month_are_withheld(tmp_path: Path) -> None:
    panel = panel_of({14: 12, 18: 12})
    large = (panel["month_index"] == 30) & (panel["brand_id"] == "A14-00")
    panel.loc[large, "fee_total"] = 1e7
    frame = released(tmp_path, panel, people_of(panel).assign(
        fee_total=lambda people: np.where(
            people["month"] == pd.Timestamp("2024-07-01"), 1.1e7, 50_000.0)), "fee_mean")
    assert "2024-07-01" not in shown(frame, "observed").index
    assert "2024-08-01" in shown(frame, "observed").index


# on a ledger


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private") / "mine"
    assert main(["simulate", "--bookings", "9000", "--seed", "4", "--to", str(made)]) == 0
    return made


def test_exhibits_show_the_open_estimate_and_never_the_panel(
    folder: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    opened = open_ledger(load_package(folder), warehouse.sources[SIMULATED], folder="open",
                         cache=tmp_path / "open")
    truth = estimate_effect(
        opened.fetch("human_v_twin_panel", currency="EUR", rows=2_000_000).frame,
        outcome="human_bookings")
    opened.close()
    mine = tmp_path / "mine"
    mine.mkdir()
    for path in folder.glob("*.csv"):
        (mine / path.name).write_bytes(path.read_bytes())
    beside = warehouse.attach(open_given(mine))
    exhibits = {id: build_exhibit(id, beside) for id in IDS}
    for exhibit in exhibits.values():
        assert_whole(exhibit)
        assert exhibit.released is not None
        assert "brand_id" not in exhibit.table
        assert exhibit.base == 60
    table = exhibits["human_v_twin_effect"].table.set_index("since")
    expected = truth.events.set_index("since").loc[table.index]
    assert table["effect"].tolist() == expected["effect"].tolist()
    assert truth.overall is not None
    methods = exhibits["human_v_twin_methods"].table
    assert methods["effect"].iloc[0] == truth.overall.effect
    without = exhibits["human_v_twin_without"]
    assert without.title.startswith("In the 10 months to Oct 2026 adopters had")
    assert without.table["without_twins"].notna().sum() == 10
    assert exhibits["human_v_twin_cohorts"].title.startswith("Effects by month of adoption may not")
    ledger_of(beside).close()


def test_a_ledger_of_few_brands_says_that_no_effect_may_be_shown(
    folder: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    small = tmp_path / "small"
    small.mkdir()
    for name in ("bookings", "models"):
        rows = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        if name == "bookings":
            rows = rows[rows["brand_id"].isin(rows["brand_id"].unique()[:15])].assign(consent_id="")
        rows.to_csv(small / f"{name}.csv", index=False)
    beside = warehouse.attach(open_given(small))
    for id in IDS:
        exhibit = build_exhibit(id, beside)
        assert exhibit.title.startswith("No effect of adoption may be shown of this ledger"), id
        assert exhibit.table["suppressed"].all()
        assert isinstance(exhibit.base, NotApplicable)
        assert_whole(exhibit)
    ledger_of(beside).close()
