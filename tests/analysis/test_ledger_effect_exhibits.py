"""Effects on screen: what may be claimed, and the truth beside the estimate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.catalog.package import load_package
from analysis.exhibits import NotApplicable, build_exhibit
from analysis.exhibits.ledger_counterfactual import _without_title
from analysis.exhibits.ledger_effects import effect_title, scale_for
from analysis.exhibits.ledger_estimate import estimate
from analysis.ledger.effects import Effect
from analysis.ledger.engine import SIMULATED, Ledger, ledger_of, open_ledger
from analysis.ledger.parameters import load_parameters
from analysis.ledger.simulation import write_ledger
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
IDS = ("human_v_twin_effect", "human_v_twin_without", "human_v_twin_methods",
       "human_v_twin_cohorts")


@pytest.fixture(scope="module")
def effect(warehouse: Warehouse) -> Effect:
    """Of the shipped ledger, on human bookings."""
    return estimate(warehouse, "human_bookings")[1]


@pytest.fixture(scope="module")
def contaminated(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A ledger whose never-adopters book others' twins."""
    folder = tmp_path_factory.mktemp("contaminated")
    write_ledger(
        load_parameters().changed({"bookings": 20_000, "contaminated": 1.0}), 7, folder / "l")
    opened = open_ledger(
        load_package(folder / "l"), replace(warehouse.sources[SIMULATED], source_id="contaminated"),
        folder="contaminated", cache=folder / "prepared")
    yield warehouse.attach(opened)
    opened.close()


def changed(effect: Effect, value: float, low: float, high: float) -> Effect:
    assert effect.overall is not None
    return replace(effect, overall=replace(effect.overall, effect=value, low=low, high=high))


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (-0.2, -0.3, -0.1, "Adoption lowered human bookings by an estimated 20.0%"),
        (0.2, 0.1, 0.3, "Adoption raised human bookings by an estimated 20.0%"),
        (-0.2, -0.5, 0.1, "Whether adoption changed human bookings cannot be told"),
        (0.0, 0.0, 0.0, "Whether adoption changed human bookings cannot be told"),
        (-0.2, float("nan"), float("nan"), "The estimate for human bookings after adoption"),
    ],
)
def test_title_claims_a_direction_only_where_the_interval_has_one(
    effect: Effect, value: float, low: float, high: float, said: str
) -> None:
    title = effect_title(changed(effect, value, low, high), "human_bookings")
    assert title.startswith(said)
    assert ("lowered" in title or "raised" in title) is (low * high > 0)
    assert "nan" not in title


def test_counterfactual_is_said_to_be_untold_where_the_interval_spans_none(
    effect: Effect
) -> None:
    told = _without_title(effect.calendar, effect, "human_bookings")
    untold = _without_title(
        effect.calendar, changed(effect, -0.1, -0.3, 0.1), "human_bookings")
    assert "cannot be told" not in told
    assert untold == f"{told}, a difference that cannot be told from none"


@pytest.mark.parametrize("id", IDS)
def test_on_the_shipped_ledger_every_part_stands(id: str, warehouse: Warehouse) -> None:
    exhibit = build_exhibit(id, warehouse)
    assert exhibit.base == 60
    assert exhibit.mark == "simulation"
    assert len(exhibit.table) == len(exhibit.results[0].rows) > 0
    assert exhibit.runs[0].name == "human_v_twin_panel"
    notes = " ".join(exhibit.caveats)
    for part in ("The true effect is", "Compared: 36 brands",
                 "enough for an interval", "Plain two-way fixed effects", "does not see bookings"):
        assert part in notes


def test_estimate_covers_the_truth_on_the_shipped_ledger(warehouse: Warehouse) -> None:
    table = build_exhibit("human_v_twin_methods", warehouse).table.set_index("method")
    truth = table.loc["Truth put in", "effect"]
    own = table.loc["Estimate: adopters against never-adopters"]
    assert own["low"] < truth < own["high"]
    assert abs(own["effect"] - truth) < abs(
        table.loc["Plain two-way fixed effects", "effect"] - truth)


def test_truth_stands_beside_the_months_it_is_known_for(warehouse: Warehouse) -> None:
    table = build_exhibit("human_v_twin_effect", warehouse).table
    assert table.loc[table["since"] < 0, "truth"].isna().all()
    assert table.loc[table["since"].between(0, 20), "truth"].notna().all()
    assert table["truth"].min() < -0.2


@pytest.mark.parametrize("id", IDS)
def test_one_brand_gives_the_statement_alone(id: str, with_ledger: WithLedger) -> None:
    exhibit = build_exhibit(id, with_ledger(bookings=[
        {"work_on": f"2024-{month:02d}-05", "kind": kind}
        for month in range(1, 13) for kind in ("human", "twin")]))
    assert exhibit.title.startswith("No effect can be estimated")
    assert exhibit.table.empty or id == "human_v_twin_methods"
    assert isinstance(exhibit.base, NotApplicable)
    assert not exhibit.title.endswith(".")


def test_a_ledger_without_truth_shows_none(with_ledger: WithLedger) -> None:
    rows = [
        {"work_on": f"{year}-{month:02d}-05", "brand_id": f"B{brand}",
         "kind": "twin" if brand < 4 and year == 2025 else "human"}
        for year in (2023, 2024, 2025) for month in range(1, 13) for brand in range(8)
        for _ in range(1 + (brand + month) % 3)]
    brands = [{"brand_id": f"B{brand}", "adopted_on": "2025-01-10"} for brand in range(4)]
    beside = with_ledger(bookings=rows, brands=brands)
    exhibit = build_exhibit("human_v_twin_effect", beside)
    assert "truth" not in exhibit.table
    assert "no direction can be claimed" in exhibit.title
    assert exhibit.table["low"].isna().all()
    assert "truth" not in exhibit.subtitle


def test_contaminated_ledger_has_nobody_to_compare_with(contaminated: Warehouse) -> None:
    exhibit = build_exhibit("human_v_twin_effect", contaminated)
    _, effect = estimate(contaminated, "human_bookings")
    assert effect.verdict.counts.contaminated > 0
    assert ("No effect can be estimated" in exhibit.title) is (effect.verdict.counts.never == 0)
    assert "booked others' twins" in " ".join(exhibit.caveats)


def test_estimates_are_made_once_and_kept_with_their_ledger(warehouse: Warehouse) -> None:
    first = estimate(warehouse, "human_bookings")[1]
    assert estimate(warehouse, "human_bookings")[1] is first
    ledger = ledger_of(warehouse)
    assert isinstance(ledger, Ledger)
    for number in range(30):
        ledger.remember(f"other {number}", dict)
    assert len(ledger._estimates) <= 16


def test_scale_holds_all_values_and_zero() -> None:
    import pandas as pd

    for values in ([-0.31, -0.1], [0.02], [-3.2, 4.4], [0.0]):
        scale = scale_for(pd.Series(values))
        assert scale.low <= min(0, *values) <= max(0, *values) <= scale.high
        assert len(scale.ticks) <= 14


def test_shipped_truth_file_is_that_of_the_shipped_ledger(warehouse: Warehouse) -> None:
    truth = ledger_of(warehouse).truth
    assert truth is not None
    assert truth["seed"] == 2025
    assert Path(ledger_of(warehouse).package.directory, "truth.json").is_file()
