"""What the simulation assumes, and its headlines again on other ledgers."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.catalog.package import DATA_DIRECTORY
from analysis.errors import ControlError
from analysis.exhibits import REGISTRY, build_exhibit, find_spec
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.headlines import BY_NAME, HEADLINES, read_headlines
from analysis.exhibits.simulation import PAGES, TOPICS, headlines_title
from analysis.exhibits.simulation_one import one_title
from analysis.ledger.parameters import ASSUMED, PARAMETERS_FILE, load_parameters
from analysis.ledger.simulation import write_ledger
from analysis.warehouse import Warehouse

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import simulation_runs as study

WithLedger = Callable[..., Warehouse]
RUNS = pd.read_csv(DATA_DIRECTORY / "simulation_runs.csv", dtype={"parameter": str},
                   keep_default_na=False, na_values=[""])
OWN_TRIALS = {"human_v_twin_trials", "human_v_twin_effect"}
"""Trials are many ledgers already; the effect is said by the title of the methods, too."""
NAN = float("nan")


@pytest.fixture(scope="module")
def shipped(warehouse: Warehouse) -> dict[str, float | None]:
    return read_headlines(warehouse)


# --- headlines ----------------------------------------------------------------------------------

def test_every_exhibit_of_the_ledger_pages_has_a_headline() -> None:
    drawn = {spec.id for spec in REGISTRY.values() if spec.of_ledger and spec.page in PAGES}
    assert {headline.exhibit for headline in HEADLINES} == drawn - OWN_TRIALS
    assert len(BY_NAME) == len(HEADLINES)


SAID = {
    "human_bookings_change": ("10,338", "9,921"), "brand_change": ("24.7", "20.7"),
    "without_twins": ("5,629", "4,447"), "bookings_per_model": ("1.67", "1.65"),
    "crew_days_change": ("41,182", "39,364"), "ending_soon": ("736", "41"),
    "crew_of_a_use": ("4.55", "0.35"), "gap_california": ("244", "75"),
    "gap_new_york": ("407", "201"),
}
"""Where a title says two numbers: the one before or below, and the one after or above."""
IN_WORDS = {"bases_below": "each of 4", "crew_pay_gap": "as much as", "crew_at_stake": "4,968"}


@pytest.mark.parametrize("name", list(BY_NAME))
def test_the_title_says_the_headline(
    name: str, shipped: dict[str, float | None], default_exhibit: Callable[[str], Exhibit]
) -> None:
    title, value = default_exhibit(BY_NAME[name].exhibit).title, shipped[name]
    assert value is not None
    if name in IN_WORDS:
        assert IN_WORDS[name] in title
        return
    if name in SAID:
        before, after = (float(text.replace(",", "")) for text in SAID[name])
        assert all(text in title for text in SAID[name])
        ratio = after / before
        assert value == pytest.approx(ratio if value > 0 else ratio - 1, abs=0.006)
        return
    percents = {f"{abs(value) * 100:.{digits}f}%" for digits in (0, 1)}
    assert any(text in title for text in percents), (percents, title)


def test_what_is_said_in_words_is_counted_right(
    shipped: dict[str, float | None], warehouse: Warehouse
) -> None:
    assert shipped["bases_below"] == 1
    assert abs(shipped["crew_pay_gap"] or 1) < 0.005
    stake = build_exhibit("crew_stake", warehouse).table
    booked = (stake["human"] * stake["median_days"]).sum()
    assert round((shipped["crew_at_stake"] or 0) * booked) == 4968


def test_a_ledger_without_twins_has_no_headline_of_them(with_ledger: WithLedger) -> None:
    found = read_headlines(with_ledger(bookings=[{"work_on": "2024-01-05"}]))
    assert found["twin_share"] == 0
    for name in ("parity", "effect", "without_twins", "nobody_paid", "by_another_brand",
                 "human_bookings_change", "after_expiry", "crew_of_a_use"):
        assert found[name] is None, name


# --- the frozen table ---------------------------------------------------------------------------

def test_the_shipped_row_is_the_shipped_ledger(shipped: dict[str, float | None]) -> None:
    row = RUNS[RUNS["varied"] == "shipped"].iloc[0]
    assert {name: row[name] for name in BY_NAME} == pytest.approx(shipped, rel=1e-5)


@pytest.mark.parametrize("place", [3, 75, 600])
def test_rows_of_the_study_are_repeated(place: int) -> None:
    ledger = list(study.list_ledgers())[place]
    row = study.run_ledger(ledger)
    with (DATA_DIRECTORY / "simulation_runs.csv").open(encoding="utf-8") as lines:
        frozen = [one for one in csv.reader(lines) if one[:4] == (row or [])[:4]]
    assert row is not None
    assert frozen
    for before, now in zip(frozen[0][4:-1], row[4:-1], strict=True):
        assert (before == now == "") or float(now) == pytest.approx(float(before), rel=1e-4)


def test_the_study_is_whole() -> None:
    asked = list(study.list_ledgers())
    done = set(zip(RUNS["varied"], RUNS["parameter"].fillna(""), RUNS["value"].fillna(NAN).map(
        lambda value: "" if value != value else format(value, ".12g")), RUNS["seed"], strict=True))
    missing = [
        one for one in asked
        if (one.varied, one.parameter, "" if one.value is None else format(one.value, ".12g"),
            one.seed) not in done
    ]
    for one in missing:
        parameters = load_parameters().changed(one.changes)
        with pytest.raises(ControlError, match="adopters among"):
            write_ledger(parameters, one.seed, Path("never-written"))
    assert len(missing) < 20
    assert len(RUNS) + len(missing) == len(asked)
    assert (RUNS["varied"].value_counts()[["seed", "all"]] >= [60, 180]).all()


def test_draws_stay_in_their_ranges_and_never_touch_a_switch() -> None:
    rows = {row.name: row for row in load_parameters().rows}
    draws = [one for one in study.list_ledgers() if one.varied == "all"]
    for draw in draws[:20]:
        assert not set(study.SWITCHES) & set(draw.changes)
        assert len(draw.changes) == len(rows) - len(study.SWITCHES)
        assert all(rows[name].low - 1e-6 <= value <= rows[name].high + 1e-6
                   for name, value in draw.changes.items())
    assert len({draw.changes["twin_fee_ratio"] for draw in draws}) > 190


# --- parameters ---------------------------------------------------------------------------------

def test_every_number_has_a_topic_and_rests_on_a_row_or_is_assumed(warehouse: Warehouse) -> None:
    table = build_exhibit("simulation_parameters", warehouse).table
    assert len(table) == len(load_parameters().rows)
    assert set(table["topic"]) == set(TOPICS)
    cited = table[table["basis"] != ASSUMED]
    assert (cited["source_id"] != "simulated_ledger").all()
    assert (table.loc[table["basis"] == ASSUMED, "source_id"] == "simulated_ledger").all()
    quantities = pd.read_csv(DATA_DIRECTORY / "quantities.csv").set_index("quantity_id")
    for row in cited.itertuples():
        source = quantities["source_id"].get(row.basis, row.basis)
        assert row.source_id == source
        assert source in warehouse.sources


def test_title_counts_what_is_assumed(warehouse: Warehouse) -> None:
    title = build_exhibit("simulation_parameters", warehouse).title
    with PARAMETERS_FILE.open(encoding="utf-8") as lines:
        bases = [row["basis"] for row in csv.DictReader(lines)]
    assumed = bases.count(ASSUMED)
    assert title == (f"{assumed} of {len(bases)} numbers of the simulation are assumed; "
                     f"{len(bases) - assumed} rest on a published figure")
    cited = build_exhibit("simulation_parameters", warehouse, rests="cited", topic="Crew")
    assert cited.title.startswith("0 of ")
    assert set(cited.table["topic"]) == {"Crew"}
    none = build_exhibit("simulation_parameters", warehouse, search="zzzz")
    assert none.title == "No number of the simulation meets these filters"


def test_the_copy_beside_the_ledger_is_the_same() -> None:
    copy = DATA_DIRECTORY / "ledger" / "parameters.csv"
    assert copy.read_bytes() == PARAMETERS_FILE.read_bytes()


def test_more_adopters_than_brands_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="61 adopters among 60 brands cannot be"):
        write_ledger(load_parameters().changed({"adopters": 61.0}), 1, tmp_path)


# --- titles -------------------------------------------------------------------------------------

def headline_rows(**changed: float) -> pd.DataFrame:
    row = {"label": "Twin share", "shipped": 0.2, "seed_low": 0.19, "seed_high": 0.21,
           "draw_low": 0.1, "draw_high": 0.3, "seeds": 60, "draws": 200}
    other = {**row, "label": "Parity ratio", "draw_low": 0.185, "draw_high": 0.215}
    return pd.DataFrame([{**row, **changed}, other])


@pytest.mark.parametrize(("changed", "title"), [
    ({}, "1 of 2 headlines move more than twice as far with the assumptions as by chance; "
         "farthest: twin share, 10% to 30%"),
    ({"draw_low": -0.3, "draw_high": 0.3},
     "1 of 2 headlines move more than twice as far with the assumptions as by chance; "
     "farthest: twin share, −30.0% to 30%"),
    ({"draw_low": 0.2, "draw_high": 0.2},
     "0 of 2 headlines move more than twice as far with the assumptions as by chance; "
     "farthest: parity ratio, 18.5% to 21.5%"),
])
def test_title_of_the_headlines_follows_the_ranges(
    changed: dict[str, float], title: str
) -> None:
    assert headlines_title(headline_rows(**changed)) == title


def test_title_of_the_headlines_without_any() -> None:
    assert headlines_title(headline_rows().assign(draw_low=NAN)) == \
        "No headline of this page was repeated on other ledgers"


def one_rows(low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame([{"meaning": "Share replaced", "unit": "share", "value": 0.3, "low": 0.1,
                          "high": 0.6, "at_low": low, "at_high": high}])


BAND = pd.Series({"shipped": -0.19, "seed_low": -0.24, "seed_high": -0.13})


@pytest.mark.parametrize(("low", "high", "title"), [
    (-0.1, -0.3, "Effect hangs most on: share replaced; −10.0% to −30.0%"),
    (-0.15, -0.2, "Effect: no assumption alone moves it out of the range of other seeds"),
    (NAN, -0.3, "Effect hangs most on: share replaced; −30.0%"),
    (NAN, NAN, "Effect: no assumption alone moves it out of the range of other seeds"),
])
def test_title_names_an_assumption_only_beyond_chance(low: float, high: float, title: str) -> None:
    assert one_title(one_rows(low, high), "Effect", BAND) == title


def test_title_of_a_headline_that_was_never_repeated() -> None:
    assert one_title(one_rows(1, 2).head(0), "Effect", BAND).endswith("not on record for these "
                                                                      "ledgers")


def test_the_effect_hangs_most_on_what_twins_replace(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("simulation_one", warehouse)
    assert exhibit.table["parameter"].iloc[0] == "substitution_ecommerce"
    assert not set(study.SWITCHES) & set(exhibit.table["parameter"])
    assert exhibit.table["moved"].is_monotonic_decreasing


@pytest.mark.parametrize("id", ["simulation_parameters", "simulation_headlines", "simulation_one"])
def test_all_of_it_says_simulation(id: str, default_exhibit: Callable[[str], Exhibit]) -> None:
    exhibit = default_exhibit(id)
    assert exhibit.mark == "simulation"
    assert exhibit.subtitle.startswith("Simulation") or "imulation" in exhibit.subtitle
    assert find_spec(id).of_ledger
