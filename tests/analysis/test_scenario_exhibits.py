"""Exhibits of scenarios: titles follow the data, words and marks, assumptions in each file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from analysis import exhibit_verbs
from analysis.commands import main
from analysis.errors import ControlError, DisclosureError
from analysis.exhibits import REGISTRY, Exhibit, build_exhibit
from analysis.exhibits.scenario_start import EXAMPLES, FIRST, MODEL, shipped_of, start_of
from analysis.exhibits.scenario_words import RANGE, amount, beside, direction, pct, said, side
from analysis.exhibits.scenarios import AGAINST, compare_title, path_title
from analysis.exhibits.scenarios_assumptions import assumptions_title
from analysis.exhibits.scenarios_levy import levy_title
from analysis.exhibits.scenarios_parts import PARTS, parts_title
from analysis.exhibits.scenarios_tornado import tornado_title
from analysis.exports import (
    file_stem,
    show_text,
    to_bundle,
    to_csv,
    to_html,
    to_json,
    to_parquet,
    to_xlsx,
)
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.scenarios.base import CHANNELS, TIERS
from analysis.scenarios.break_even import BreakEven
from analysis.scenarios.coding import read_code
from analysis.warehouse import Warehouse

IDS = [id for id in REGISTRY if id.startswith("scenarios_")]
OF_THE_MODEL = [id for id in IDS if id != "scenarios_assumptions"]
WithLedger = Callable[..., Warehouse]
NAN = float("nan")


# --- words --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("low", "high", "words"), [
    (0.02, 0.05, "2% to 5% more"), (-0.24, -0.03, "3% to 24% less"), (0.123, 0.123, "12% more"),
    (-0.03, 0.05, "from 3% less to 5% more"), (0, 0.05, "from as much to 5% more"),
    (-0.02, 0.0001, "from 2% less to as much"), (0, 0, "as much"), (-1e-9, 1e-9, "as much"),
    (0.0004, 0.05, "from as much to 5% more"), (NAN, NAN, "nothing to compare"),
    (-0.0812, -0.0796, "8% to 8.1% less"),
])
def test_a_range_in_words_claims_no_way_it_does_not_have(
    low: float, high: float, words: str
) -> None:
    assert beside(low, high) == words


@given(ends=st.tuples(st.floats(-1, 5), st.floats(-1, 5)))
def test_no_way_is_claimed_where_a_range_spans_nothing(ends: tuple[float, float]) -> None:
    low, high = sorted(ends)
    words = beside(low, high)
    if low <= 0 <= high:
        assert direction(low, high) == 0
        assert words.startswith("from ") or words == "as much"
    if direction(low, high):
        assert words.endswith(" more" if direction(low, high) > 0 else " less")
        assert "from" not in words


def test_numbers_in_words() -> None:
    assert [pct(one) for one in (0.123, -0.0312, 0.03, 0, 1.5)] == [
        "12%", "3.1%", "3%", "0%", "150%"]
    assert [side(one) for one in (-0.12, 0.034, 0.0001)] == ["−12%", "+3.4%", "0%"]
    assert [amount(one, "EUR") for one in (689.4, 1_234_567, 3.25)] == [
        "EUR 689", "EUR 1.2 million", "EUR 3.2"]
    assert amount(9_921, "EUR", kind="number") == "9,921"


def test_what_was_changed_in_words(warehouse: Warehouse) -> None:
    shipped = shipped_of(warehouse)
    for code, words in (
        ("", ""), ("levy_per_use:20", "a levy of EUR 20 per twin use"),
        ("refused:0.3,twin_fee_share:0.8",
         "a twin fee of 80% of the human fee and 30% of twin uses refused"),
        ("levy_per_use:10~20~30", "1 changed assumption"), ("new_uses:1", "1 changed assumption"),
        ("refused:0.3,levy_per_use:1,label_share:1", "3 changed assumptions"),
    ):
        assert said(read_code(code, shipped), "EUR") == words


# --- titles -------------------------------------------------------------------------------------

def compared(b: tuple[float, float], against: tuple[float, float], base: float = 100) -> Any:
    return pd.DataFrame([
        {"measure": "crew_income", "scenario": name, "base": base, "value": base, "change": low,
         "low": low, "high": high}
        for name, (low, high) in (("A", b), ("B", b), (AGAINST, against))])


@pytest.mark.parametrize(("b", "against", "title"), [
    ((-0.2, -0.1), (0.02, 0.05), "With a levy, crews would have 2% to 5% more income in year 10 "
     "than without; beside today: 10% to 20% less"),
    ((0.1, 0.2), (-0.05, -0.02), "With a levy, crews would have 2% to 5% less income in year 10 "
     "than without; beside today: 10% to 20% more"),
    ((0, 0), (0, 0), "With a levy, crews would have as much income in year 10 as without; beside "
     "today: as much"),
    ((-0.2, 0.1), (-0.01, 0.02), "With a levy, crews would have from 1% less to 2% more income in "
     "year 10 than without; beside today: from 20% less to 10% more"),
])
def test_compared_scenarios_say_which_way_crew_income_goes(
    b: tuple[float, float], against: tuple[float, float], title: str
) -> None:
    assert compare_title(compared(b, against), "", "a levy", "10") == title


def test_compared_scenarios_that_are_one_or_have_no_crew() -> None:
    same = compared((-0.2, -0.1), (0, 0))
    assert compare_title(same, "", "", "5") == (
        "With no change, crews would have 10% to 20% less income in year 5 than today")
    assert "than with a floor" in compare_title(
        compared((0, 0), (0.1, 0.2)), "a floor", "a levy", "5")
    none = compared((NAN, NAN), (NAN, NAN), base=0)
    assert compare_title(none, "", "a levy", "5") == (
        "No crew was paid in the base year, so nothing can be compared")


def year(low: float, high: float, scenario: str = "B", base: float = 10) -> dict[str, Any]:
    return {"scenario": scenario, "year": 10, "base": base, "low": low, "high": high}


@pytest.mark.parametrize(("rows", "title"), [
    ([year(-0.2, -0.1)], "Crew income in year 10 beside today: 10% to 20% below"),
    ([year(0.1, 0.2, "A"), year(-0.1, 0.2)],
     "Crew income in year 10 beside today: 10% to 20% above under A; from 10% below to 20% above "
     "under B"),
    ([year(0, 0)], "Crew income in year 10 beside today: no difference"),
    ([year(NAN, NAN, base=0)], "Crew income: nothing in the base year to compare with"),
])
def test_paths_say_where_they_end(rows: list[dict[str, Any]], title: str) -> None:
    assert path_title(pd.DataFrame(rows), "crew_income", "10") == title


def part(name: str, low: float, high: float) -> dict[str, Any]:
    return {"part": name, "change": (low + high) / 2, "low": low, "high": high}


@pytest.mark.parametrize(("rows", "title"), [
    ([part("newcomer", -0.3, -0.2), part("top", 0.1, 0.2)],
     "Models' income in year 10: less for 1 of 2 tiers of models (newcomers, 20% to 30% less), "
     "more for 1 of 2 tiers of models (top names, 10% to 20% more)"),
    ([part("newcomer", -0.3, -0.2), part("top", -0.2, 0.2)],
     "Models' income in year 10: less for 1 of 2 tiers of models (newcomers, 20% to 30% less)"),
    ([part("newcomer", -0.3, 0.2), part("top", -0.2, 0.2)],
     "Models' income in year 10: for no tier of models does the whole range of assumptions point "
     "one way"),
    ([part("newcomer", 0, 0), part("top", 0, 0)],
     "Models' income in year 10: as much as in the base year for all 2 tiers of models"),
    ([part("newcomer", NAN, NAN)], "No tier of models had any models' income in the base year"),
])
def test_parts_count_those_that_go_one_way(rows: list[dict[str, Any]], title: str) -> None:
    assert parts_title(pd.DataFrame(rows), "tier", "models_income", "10") == title


def move(meaning: str, low: float, high: float) -> dict[str, Any]:
    return {"meaning": meaning, "at_low": low, "at_high": high, "moved": abs(high - low)}


@pytest.mark.parametrize(("rows", "title"), [
    ([move("Speed", -0.1, -0.3), move("Refused", -0.1, -0.2)],
     "Crew income in year 5 hangs most on: speed; −10% to −30%"),
    ([move("Speed", 0.3, 0.1), move("Refused", 0.1, 0.3)],
     "Crew income in year 5 hangs as much on speed as on refused: +30% to +10%"),
    ([move("Speed", 0, 0)], "Crew income in year 5: no assumption alone moves it"),
])
def test_the_tornado_names_what_moves_most(rows: list[dict[str, Any]], title: str) -> None:
    assert tornado_title(pd.DataFrame(rows), "crew_income", "5") == title


def even(value: float, *levies: float) -> BreakEven:
    return BreakEven(value, np.array(levies), pd.DataFrame())


@pytest.mark.parametrize(("found", "title"), [
    (even(60, 40, 60, 80), "A levy of EUR 60 per twin use would keep crew income in year 10; range "
     "of assumptions: EUR 40 to 80"),
    (even(60, 60, 60), "A levy of EUR 60 per twin use would keep crew income in year 10; range of "
     "assumptions: EUR 60"),
    (even(0, 0, 0), "Crews have no less in year 10 than today without any levy"),
    (even(0, 0, 30), "At the values given no levy is needed to keep crew income in year 10; range "
     "of assumptions: EUR 0 to 30"),
    (even(50, 40, NAN), "A levy of EUR 50 per twin use would keep crew income in year 10; range of "
     "assumptions: EUR 40 to no levy at all that does"),
    (even(NAN, NAN), "No levy keeps crew income in year 10: none of it reaches crews"),
])
def test_the_break_even_says_the_levy_or_why_there_is_none(found: BreakEven, title: str) -> None:
    assert levy_title(found, "EUR", "10") == title


def test_assumptions_are_counted_by_what_they_rest_on(warehouse: Warehouse) -> None:
    table = build_exhibit("scenarios_assumptions", warehouse, scenario="").table
    assumed = (table["basis"] == "assumed").sum()
    assert assumptions_title(table) == (
        f"{assumed} of {len(table)} numbers of the scenario are assumed, {len(table) - assumed} "
        "rest on a published figure")
    changed = build_exhibit(
        "scenarios_assumptions", warehouse, scenario="uses_per_replaced:2,levy_per_use:5")
    assert changed.title.endswith(
        f"{len(table) - assumed - 1} rest on a published figure, 2 are set in this scenario")
    row = changed.table.set_index("name").loc["uses_per_replaced"]
    assert (row["basis"], row["source_ids"]) == ("set in this scenario", [MODEL])


def test_titles_follow_the_data_file(edited: Callable[..., Warehouse]) -> None:
    """No twin can replace anything: nothing may be said to rise or fall."""
    def none(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame["name"].str.startswith("replaceable_")
        frame.loc[rows, ["value", "low", "high"]] = "0"
        return frame

    changed = edited(scenario_assumptions=none)
    assert build_exhibit("scenarios_compare", changed).title == (
        "With a levy of EUR 20 per twin use, crews would have as much income in year 10 as "
        "without; beside today: as much")
    assert build_exhibit("scenarios_levy", changed).title == (
        "Crews have no less in year 10 than today without any levy")


# --- standing, marks, words of every exhibit ------------------------------------------------------

@pytest.mark.parametrize("id", OF_THE_MODEL)
def test_every_exhibit_says_that_it_is_a_scenario_on_a_simulation(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    assert exhibit.mark == "simulation scenario"
    assert "Scenario" in exhibit.subtitle
    assert file_stem(exhibit).endswith("simulation_scenario")
    assert [kind for kind, _ in exhibit.standing.kinds] == ["simulation", "scenario"]
    marks = [note.text for note in exhibit.figure().layout.annotations if note.name == "watermark"]
    assert "SCENARIO" in marks[0]
    assert RANGE in exhibit.caveats
    said_of = " ".join([exhibit.title, exhibit.subtitle, exhibit.words.alt])
    assert "confidence" not in said_of.lower()
    assert "significant" not in said_of.lower()
    assert {row.source_id for row in shipped_of_exhibit(exhibit)} <= set(exhibit.sources)


def shipped_of_exhibit(exhibit: Exhibit) -> Any:
    assert exhibit.assumptions is not None
    return list(exhibit.assumptions.itertuples())


@pytest.mark.parametrize("code", EXAMPLES)
def test_extremes_build_and_draw(code: str, warehouse: Warehouse) -> None:
    for id in OF_THE_MODEL:
        name = "b" if id in ("scenarios_compare", "scenarios_path") else "scenario"
        exhibit = build_exhibit(id, warehouse, **{name: code}, years="5")
        assert exhibit.title
        assert exhibit.figure().layout.meta["alt"]


@pytest.mark.parametrize("of", list(PARTS))
def test_parts_are_those_of_the_ledger(of: str, warehouse: Warehouse) -> None:
    exhibit = build_exhibit("scenarios_parts", warehouse, of=of, years="5")
    by, _, measure = of.partition("_")
    base = start_of(warehouse, currency="main").base
    parts = {"tier": base.tiers, "market": base.markets, "role": base.roles}[by]
    assert set(exhibit.table["part"]) == set(parts)
    assert set(exhibit.table["measure"]) == {measure}


def test_the_base_year_is_that_of_the_ledger(warehouse: Warehouse) -> None:
    start = start_of(warehouse, currency="main")
    ledger = ledger_of(warehouse)
    year = {"first": start.months[0].date(), "last": start.months[1].date()}
    tiers = ledger.fetch("who_gains_tiers", currency="EUR", **year).frame.set_index("tier")
    assert start.base.bookings.sum(axis=0).tolist() == tiers.loc[list(TIERS), "human"].tolist()
    np.testing.assert_allclose(
        (start.base.bookings * start.base.income).sum(axis=0),
        tiers.loc[list(TIERS), "earned_human"].to_numpy(dtype="float64"))
    days = ledger.fetch("crew_days", channel="campaign").frame
    rows = days[(days["kind"] == "human") & (days["role"] != "all")].set_index("role")
    np.testing.assert_allclose(
        start.base.crew_days[CHANNELS.index("campaign")],
        rows["per_booking"].reindex(list(start.base.roles)).fillna(0), rtol=1e-9)
    twin = ledger.fetch("crew_days", channel="all").frame
    twin = twin[(twin["kind"] == "twin") & (twin["role"] != "all")].set_index("role")
    np.testing.assert_allclose(
        start.base.use_days, twin["per_booking"].reindex(list(start.base.roles)).fillna(0))


def test_an_empty_ledger_is_told_in_a_sentence(with_ledger: WithLedger) -> None:
    empty = with_ledger(bookings=[])
    with pytest.raises(DisclosureError, match="Too little of this ledger"):
        build_exhibit("scenarios_compare", empty)


# --- assumptions in every file --------------------------------------------------------------------

@pytest.fixture(scope="module")
def exported(warehouse: Warehouse) -> Exhibit:
    return build_exhibit("scenarios_compare", warehouse, a="refused:0.5", b=FIRST, years="5")


def test_assumptions_go_with_every_file(exported: Exhibit) -> None:
    number = 2 * len(shipped_of_exhibit(exported)) // 2
    records = json.loads(to_json(exported))["assumptions"]
    assert len(records) == number
    assert {one["scenario"] for one in records} == {"A", "B"}
    refused = next(one for one in records if (one["scenario"], one["name"]) == ("A", "refused"))
    assert (refused["value"], refused["low"], refused["basis"]) == (
        0.5, 0.5, "set in this scenario")
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(exported)))
    assert book.sheet_names == ["Table", "Assumptions", "Notes"]
    sheet = book.get_sheet_by_name("Assumptions").to_python()
    assert len(sheet) == number + 1
    assert sheet[0][:2] == ["scenario", "name"]
    table = pd.read_csv(io.BytesIO(to_csv(exported)), keep_default_na=False)
    assert "B levy_per_use 20 (20 to 20 currency per use), set in this scenario" in (
        table["assumptions"].iloc[0])
    assert set(table["assumptions"].iloc[1:]) == {""}
    about = pyarrow.parquet.read_schema(io.BytesIO(to_parquet(exported))).metadata
    assert len(json.loads(about[b"double_booked"])["assumptions"]) == number
    assert "twin_fee_share" in to_html(exported).decode()
    assert "A refused 0.5 (0.5 to 0.5 share), set in this scenario" in show_text(exported)


def test_the_bundle_holds_them_as_a_table_and_how_to_make_it_again(
    exported: Exhibit, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(to_bundle(exported, accessed=date(2026, 11, 28)))) as bundle:
        bundle.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    rows = pd.read_csv(tmp_path / "assumptions.csv", keep_default_na=False)
    assert set(rows["scenario"]) == {"A", "B"}
    assert (rows["basis"] != "").all()
    assert (rows["source_id"] != "").all()
    assert "--set b=levy_per_use:20" in (tmp_path / "README.txt").read_text(encoding="utf-8")


def test_other_exhibits_have_no_assumptions(default_exhibit: Callable[[str], Exhibit]) -> None:
    exhibit = default_exhibit("sources_list")
    assert "assumptions" not in json.loads(to_json(exhibit))
    assert "assumptions" not in to_csv(exhibit).decode().splitlines()[0]


# --- the command line -----------------------------------------------------------------------------

def test_a_scenario_on_the_command_line(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(exhibit_verbs, "open_warehouse", lambda: warehouse)
    assert main(["show", "scenarios_levy", "--set", "scenario=levy_per_use=20", "--set",
                 "years=5"]) == 0
    assert "would keep crew income in year 5" in capsys.readouterr().out.splitlines()[0]
    assert main(["show", "scenarios_levy", "--set", "scenario=levy:20"]) == 2
    errors = capsys.readouterr().err
    assert "levy_per_use? All stand in" in errors
    assert errors.count("\n") == 1


def test_a_code_is_kept_in_its_one_form(warehouse: Warehouse) -> None:
    control = REGISTRY["scenarios_compare"].control("b")
    assert control.parse(" levy_per_use = 20 ", warehouse) == "levy_per_use:20"
    with pytest.raises(ControlError, match="is no range"):
        control.parse("levy_per_use:many", warehouse)


# --- a ledger of one's own ------------------------------------------------------------------------

@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, warehouse: Warehouse
) -> Iterator[tuple[Warehouse, Warehouse]]:
    """One ledger twice: as the simulation it is, and as one that nobody says is simulated."""
    folder = tmp_path_factory.mktemp("scenarios")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUBLE_BOOKED_CACHE", str(folder / "cache"))
        assert main(["simulate", "--bookings", "6000", "--seed", "3", "--to",
                     str(folder / "mine")]) == 0
        opened = warehouse.attach(open_given(folder / "mine"))
        (folder / "mine/datapackage.json").unlink()
        private = warehouse.attach(open_given(folder / "mine"))
        yield opened, private
        for one in (opened, private):
            ledger_of(one).close()


def test_a_private_ledger_starts_from_what_the_gate_lets_out(
    both: tuple[Warehouse, Warehouse]
) -> None:
    opened, private = (start_of(one, currency="main") for one in both)
    keys = ["dimension", "channel", "part"]
    mine = private.answers["work"].frame.set_index(keys)
    true = opened.answers["work"].frame.set_index(keys)["worked"]
    shown = mine[~mine["suppressed"]]["worked"]
    assert len(shown) > 5
    assert (shown == true.reindex(shown.index)).all()
    assert mine["suppressed"].any(), "the ledger is small enough that something is withheld"
    assert "bookings by channel, tier and market" in private.base.left_out[0]
    assert private.base.bookings.sum() < opened.base.bookings.sum()


@pytest.mark.parametrize("id", OF_THE_MODEL)
def test_exhibits_of_a_private_ledger_are_released_and_say_what_is_left_out(
    id: str, both: tuple[Warehouse, Warehouse]
) -> None:
    exhibit = build_exhibit(id, both[1])
    assert exhibit.released is not None
    assert exhibit.released.holds(exhibit.table)
    assert exhibit.mark == "scenario"
    assert exhibit.standing.access == "private"
    assert any(one.startswith("Left out because the disclosure gate") for one in exhibit.caveats)
    assert all(result.released is not None for result in exhibit.results
               if set(result.source_ids) & {ledger_of(both[1]).source.source_id})
    assert exhibit.title
