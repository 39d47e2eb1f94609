"""Crew on ledgers written by hand: days per booking, months, days at stake, pay; titles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from whole import CANVASES, HOLES, assert_whole

from analysis.charts import theme
from analysis.charts.groups import draw_groups
from analysis.errors import ControlError
from analysis.exhibits import Exhibit, build_exhibit, parse_settings
from analysis.exhibits.check import check_exhibits
from analysis.exhibits.crew_stake import RATES, SCENARIO
from analysis.exhibits.exhibit import resting_on
from analysis.exhibits.registry import REGISTRY
from analysis.exports import describe, file_stem
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
IDS = ("crew_days", "crew_month", "crew_stake", "crew_pay")


def rows(count: int, **row: str) -> list[dict[str, str]]:
    return [dict(row) for _ in range(count)]


def calls(*of: tuple[int, str, str], fee: str = "100", currency: str = "EUR") -> list[Any]:
    """Crew calls: (number of the booking, role, days)."""
    return [
        {"booking_id": f"b{number}", "role": role, "days": days, "fee_amount": fee,
         "currency": currency}
        for number, role, days in of
    ]


def build(id: str, warehouse: Warehouse, **settings: Any) -> Exhibit:
    return build_exhibit(id, warehouse, **settings)


def cells(exhibit: Exhibit, *keys: str) -> pd.DataFrame:
    return exhibit.table.set_index(list(keys))


# --- crew days per booking ----------------------------------------------------------------------

def test_days_are_divided_by_all_worked_bookings(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[
            *rows(4, work_on="2024-01-05"), *rows(2, work_on="2024-01-05", kind="twin"),
            *rows(1, work_on="2024-01-05", status="cancelled"),
            *rows(1, work_on="2024-01-05", kind="synthetic"),
        ],
        crew_calls=calls((1, "hair", "2"), (2, "hair", "1"), (1, "styling", "0.5"),
                         (5, "styling", "1"), (7, "hair", "90")))
    exhibit = build("crew_days", beside)
    by = cells(exhibit, "role", "kind")
    assert by.loc[("hair", "human"), ["crew_days", "worked", "calls"]].tolist() == [3, 4, 2]
    assert by.loc[("hair", "human"), "per_booking"] == pytest.approx(0.75)
    assert by.loc[("styling", "twin"), "per_booking"] == pytest.approx(0.5)
    assert by.loc[("styling", "synthetic"), "per_booking"] == 0
    # All roles: 3.5 days on 4 bookings, two of which called anybody; 1 day on 2 twin uses.
    assert by.loc[("all", "human"), ["crew_days", "calls"]].tolist() == [3.5, 2]
    assert by.loc[("all", "human"), "per_booking"] == pytest.approx(0.875)
    assert by.loc[("all", "twin"), "per_booking"] == pytest.approx(0.5)
    assert exhibit.title == "A human booking took 0.88 crew days, a twin use 0.50; widest gap: hair"


def test_by_default_only_channels_with_twins_are_compared(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[
            {"work_on": "2024-01-05"}, {"work_on": "2024-01-05", "kind": "twin"},
            {"work_on": "2024-01-05", "channel": "runway"},
            {"work_on": "2024-01-05", "channel": "social", "kind": "twin", "status": "cancelled"},
        ],
        crew_calls=calls((1, "hair", "1"), (3, "hair", "9")))
    assert cells(build("crew_days", beside), "role", "kind").loc[("hair", "human"), "worked"] == 1
    wide = cells(build("crew_days", beside, channel="all"), "role", "kind")
    assert wide.loc[("hair", "human"), "per_booking"] == pytest.approx(5)
    alone = build("crew_days", beside, channel="runway")
    assert alone.title == "A human booking took 9.00 crew days; no twin was used"
    assert "runway" in alone.subtitle


def test_without_any_twin_all_channels_stand(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=rows(2, work_on="2024-01-05"),
                         crew_calls=calls((1, "hair", "2")))
    assert build("crew_days", beside).title == (
        "A human booking took 1.00 crew day; no twin was used")


@pytest.mark.parametrize(
    ("human", "twin", "title"),
    [
        ("3", "1", "A human booking took 3.00 crew days, a twin use 1.00"),
        ("1", "3", "A human booking took 1.00 crew day, a twin use 3.00"),
        ("2", "2", "A human booking and a twin use took 2.00 crew days each"),
        ("2", "2.001", "A human booking and a twin use took 2.00 crew days each"),
    ],
)
def test_title_of_days_follows_the_data(
    human: str, twin: str, title: str, with_ledger: WithLedger
) -> None:
    beside = with_ledger(
        bookings=[{"work_on": "2024-01-05"}, {"work_on": "2024-01-05", "kind": "twin"}],
        crew_calls=calls((1, "hair", human), (2, "hair", twin)))
    assert build("crew_days", beside).title == title


def test_two_roles_as_far_apart_name_no_widest_gap(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[{"work_on": "2024-01-05"}, {"work_on": "2024-01-05", "kind": "twin"}],
        crew_calls=calls((1, "hair", "2"), (1, "styling", "2"), (2, "hair", "1"),
                         (2, "styling", "1")))
    assert build("crew_days", beside).title == (
        "A human booking took 4.00 crew days, a twin use 2.00")


def test_little_crew_is_not_written_as_none(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[*rows(1, work_on="2024-01-05"), *rows(300, work_on="2024-01-05", kind="twin")],
        crew_calls=calls((1, "hair", "2"), (1, "styling", "1"), (2, "hair", "1")))
    fig = build("crew_days", beside).figure()
    texts = [note.text for note in fig.layout.annotations]
    assert "<b>under 0.01</b>" in texts
    assert "<b>0.00</b>" in texts, "a role nobody called for"


# --- crew days by month -------------------------------------------------------------------------

def test_months_without_crew_are_zero_and_future_ones_left_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[
            {"work_on": "2024-01-05"}, {"work_on": "2024-03-05", "kind": "twin"},
            {"work_on": "2024-06-05", "status": "booked"},
        ],
        crew_calls=calls((1, "hair", "2"), (2, "styling", "1"), (3, "hair", "8")))
    by = cells(build("crew_month", beside), "month", "kind")["crew_days"]
    assert by["2024-01-01", "human"] == 2
    assert by["2024-02-01", "human"] == 0
    assert by["2024-03-01", "twin"] == 1
    assert len(by) == 9
    one = cells(build("crew_month", beside, role="styling"), "month", "kind")["crew_days"]
    assert one["2024-01-01", "human"] == 0
    assert one["2024-03-01", "twin"] == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("1", "2", "rose from 12 to 24"), ("2", "1", "fell from 24 to 12"),
     ("1", "1", "did not change: 12")],
)
def test_title_of_months_compares_a_year(
    before: str, after: str, said: str, with_ledger: WithLedger
) -> None:
    days = [f"{year}-{month:02d}-10" for year in (2023, 2024) for month in range(1, 13)]
    beside = with_ledger(
        bookings=[{"work_on": day} for day in days],
        crew_calls=[one for number in range(1, 25) for one in calls(
            (number, "hair", before if number <= 12 else after))])
    assert build("crew_month", beside).title == (
        f"In the year to Dec 2024 crew days on human bookings {said} and on twin uses "
        "did not change: 0")


def test_title_of_a_short_ledger_compares_no_years(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=rows(1, work_on="2024-01-05"),
                         crew_calls=calls((1, "hair", "1")))
    assert build("crew_month", beside).title == (
        "1 crew day on human bookings and 0 on twin uses in the 1 month to Jan 2024")


# --- crew days at stake -------------------------------------------------------------------------

def staked(with_ledger: WithLedger) -> Warehouse:
    """E-commerce: days 0, 2, 4, 10 (median 3), 4 twin uses; social: days 1, 5, 6, 2 twin uses."""
    return with_ledger(
        bookings=[
            *rows(4, work_on="2024-06-05"),
            *rows(3, work_on="2024-06-05", channel="social"),
            *rows(4, work_on="2024-06-05", kind="twin"),
            *rows(2, work_on="2024-06-05", kind="twin", channel="social"),
            *rows(3, work_on="2024-06-05", kind="twin", channel="editorial"),
            *rows(9, work_on="2023-06-30"),
            *rows(7, work_on="2023-06-30", kind="twin"),
        ],
        crew_calls=calls(
            (2, "hair", "1"), (2, "styling", "1"), (3, "hair", "4"), (4, "hair", "10"),
            (5, "hair", "1"), (6, "hair", "5"), (7, "hair", "6"), (8, "retouching", "0.5"),
            *((number, "hair", "50") for number in range(17, 26))))


def test_days_at_stake_are_uses_times_median_times_rate(with_ledger: WithLedger) -> None:
    beside = staked(with_ledger)
    exhibit = build("crew_stake", beside)
    by = cells(exhibit, "channel")
    assert by.loc["ecommerce", ["twin_uses", "human", "median_days"]].tolist() == [4, 4, 3.0]
    assert by.loc["ecommerce", "at_stake"] == pytest.approx(4 * 3 * 0.5)
    assert by.loc["social", "at_stake"] == pytest.approx(2 * 5 * 0.5)
    assert by.loc["ecommerce", "own_days"] == pytest.approx(0.5)
    assert pd.isna(by.loc["editorial", "at_stake"])
    assert exhibit.title == ("If 50% of twin uses stood in for a human booking, 11 crew days would "
                             "be at stake in the year to Jun 2024")
    assert any("Left out for want of a human booking" in note and "Editorial" in note
               for note in exhibit.caveats)
    whole = build("crew_stake", beside, rate="100")
    assert whole.table["at_stake"].sum() == pytest.approx(22)
    assert whole.title.startswith("If every twin use stood in for a human booking, 22 crew days")


@pytest.mark.parametrize("days", [["3"], ["0", "3"], ["1", "1", "7"], ["2", "4", "6", "8"],
                                  ["1.5", "2.5"], ["5"] * 4])
def test_median_is_exact(days: list[str], with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[*rows(len(days), work_on="2024-06-05"),
                  *rows(1, work_on="2024-06-05", kind="twin")],
        crew_calls=calls(*((n, "hair", one) for n, one in enumerate(days, start=1) if one != "0")))
    found = build("crew_stake", beside).table["median_days"].iloc[0]
    assert found == pytest.approx(pd.Series(days, dtype=float).median())


def test_the_default_rate_is_named_as_assumed(with_ledger: WithLedger) -> None:
    exhibit = build("crew_stake", staked(with_ledger))
    assert exhibit.settings == {"rate": "50"}
    assert "50% (assumed)" in exhibit.subtitle
    assert exhibit.title.startswith("If ")
    assert any(note.startswith("Scenario: an if") for note in exhibit.caveats)
    assert any("No source on the desk measures" in note for note in exhibit.caveats)


def test_a_scenario_says_so_everywhere(with_ledger: WithLedger) -> None:
    exhibit = build("crew_stake", staked(with_ledger))
    assert exhibit.subtitle.startswith("Simulation · Scenario · ")
    marks = [note.text for note in exhibit.figure().layout.annotations if note.name == "watermark"]
    assert marks == ["SIMULATION<br>SCENARIO"]
    assert file_stem(exhibit).endswith("_simulation_scenario")
    assert set(exhibit.sources) == {"test_ledger", SCENARIO}
    assert [kind for kind, _ in exhibit.standing.kinds] == ["simulation", "scenario"]
    assert exhibit.standing.weakest.startswith("scenario")
    assert all(set(ids) == {"test_ledger", SCENARIO} for ids in exhibit.table["source_ids"])
    assert "scenario" in describe(exhibit)["subtitle"].lower()


def test_other_exhibits_of_the_ledger_are_no_scenario(with_ledger: WithLedger) -> None:
    beside = staked(with_ledger)
    assert {build(id, beside).mark for id in IDS if id != "crew_stake"} == {"simulation"}


def test_a_scenario_adds_its_source_to_every_row(warehouse: Warehouse) -> None:
    result = warehouse.fetch("worker_voice_losses", trade="all")
    beside = resting_on(result, SCENARIO)
    assert all(ids[-1] == SCENARIO for ids in beside.rows)
    assert [ids[:-1] for ids in beside.rows] == list(result.rows)
    assert "source_id" not in beside.frame
    assert warehouse.sources[SCENARIO].kind == "scenario"


def test_without_twins_nothing_is_at_stake(with_ledger: WithLedger) -> None:
    exhibit = build("crew_stake", with_ledger(bookings=rows(1, work_on="2024-06-05")))
    assert exhibit.title == "No twin was used in the year to Jun 2024, so no crew day is at stake"
    assert exhibit.table.empty


def test_twins_only_where_nobody_is_booked_compare_with_nothing(with_ledger: WithLedger) -> None:
    exhibit = build("crew_stake", with_ledger(bookings=[
        *rows(1, work_on="2024-06-05", channel="runway"),
        *rows(1, work_on="2024-06-05", kind="twin")]))
    assert exhibit.title == ("Twins were used in the year to Jun 2024, but in no channel with a "
                             "human booking to compare")
    assert not HOLES.search(" ".join(note.text for note in exhibit.figure().layout.annotations))


def test_a_twin_use_more_than_a_year_back_is_not_at_stake(with_ledger: WithLedger) -> None:
    exhibit = build("crew_stake", with_ledger(
        bookings=[*rows(1, work_on="2023-07-01", kind="twin"),
                  *rows(1, work_on="2023-06-30", kind="twin"),
                  *rows(1, work_on="2024-06-05")],
        crew_calls=calls((3, "hair", "4"))))
    assert exhibit.table["twin_uses"].tolist() == [1]


@pytest.mark.parametrize("text", ["60", "-1", "", "0.5"])
def test_only_stated_rates_are_taken(text: str, with_ledger: WithLedger) -> None:
    with pytest.raises(ControlError):
        parse_settings("crew_stake", staked(with_ledger), {"rate": text})
    assert [parse_settings("crew_stake", staked(with_ledger), {"rate": rate})["rate"]
            for rate in RATES] == list(RATES)


# --- crew pay -----------------------------------------------------------------------------------

def paid(with_ledger: WithLedger, human: str, twin: str, **more: Any) -> Warehouse:
    return with_ledger(
        bookings=[{"work_on": "2024-01-05"}, {"work_on": "2024-01-05", "kind": "twin"}, *rows(
            1, work_on="2024-01-05")],
        crew_calls=[
            *calls((1, "hair", "2"), fee=human), *calls((2, "hair", "0.5"), fee=twin),
            *calls((3, "photography", "1"), fee="900"), *more.get("crew", [])])


def test_fee_per_day_is_fees_over_days(with_ledger: WithLedger) -> None:
    by = cells(build("crew_pay", paid(with_ledger, "300", "90", crew=calls(
        (3, "hair", "1"), fee="300"))), "role", "kind")
    # 300 + 300 for 3 days, not the mean of 150 and 300.
    assert by.loc[("hair", "human"), "fee_per_day"] == pytest.approx(200)
    assert by.loc[("hair", "twin"), "fee_per_day"] == pytest.approx(180)


@pytest.mark.parametrize(
    ("human", "twin", "said"),
    [
        ("400", "80", "20% less than on a human booking; single roles: 20% less"),
        ("400", "120", "20% more than on a human booking; single roles: 20% more"),
        ("400", "100", "as much as on a human booking; single roles: as much"),
        ("400", "0", "100% less than on a human booking; single roles: 100% less"),
    ],
)
def test_title_of_pay_follows_the_data(
    human: str, twin: str, said: str, with_ledger: WithLedger
) -> None:
    assert build("crew_pay", paid(with_ledger, human, twin)).title == (
        f"Role for role, a crew day on a twin use is paid {said}")


def test_roles_weigh_as_much_as_they_have_days_on_twin_uses(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[{"work_on": "2024-01-05"}, {"work_on": "2024-01-05", "kind": "twin"}],
        crew_calls=[
            *calls((1, "hair", "1"), fee="100"), *calls((1, "styling", "1"), fee="100"),
            *calls((2, "hair", "9"), fee="810"), *calls((2, "styling", "1"), fee="150")])
    # 960 paid for what 1,000 would have been at human fees: 4% less, though one role has 50% more.
    assert build("crew_pay", beside).title == (
        "Role for role, a crew day on a twin use is paid 4% less than on a human booking; single "
        "roles: 10% less to 50% more")


def test_one_currency_at_a_time_the_most_frequent_first(with_ledger: WithLedger) -> None:
    beside = paid(with_ledger, "400", "80", crew=calls((3, "styling", "1"), fee="7000",
                                                       currency="JPY"))
    exhibit = build("crew_pay", beside)
    assert set(exhibit.table["role"]) == {"hair", "photography"}
    assert "EUR per day" in exhibit.subtitle
    other = build("crew_pay", beside, currency="JPY")
    assert other.table["fee_per_day"].tolist() == [7000]
    assert other.title == ("A crew day on human bookings is paid JPY 7,000 (styling); no role was "
                           "paid on both bookings and twin uses")


def test_days_of_nothing_have_no_fee_per_day(with_ledger: WithLedger) -> None:
    exhibit = build("crew_pay", with_ledger(bookings=rows(1, work_on="2024-01-05"),
                                            crew_calls=calls((1, "hair", "0"))))
    assert exhibit.title == "No crew fee is on record in this ledger"
    assert "no days on record" in exhibit.words.alt


# --- other ledgers ------------------------------------------------------------------------------

LEDGERS: dict[str, dict[str, Any]] = {
    "empty": {"bookings": []},
    "only cancelled": {"bookings": rows(2, work_on="2024-01-05", status="cancelled")},
    "no crew": {"bookings": [*rows(2, work_on="2024-01-05"),
                             *rows(1, work_on="2024-01-05", kind="twin")]},
    "one booking": {"bookings": rows(1, work_on="2024-01-05"),
                    "crew_calls": calls((1, "hair", "1"), currency="SEK")},
    "only synthetic": {"bookings": rows(2, work_on="2024-01-05", kind="synthetic"),
                       "crew_calls": calls((1, "retouching", "1"))},
    "only twins": {"bookings": rows(2, work_on="2024-01-05", kind="twin"),
                   "crew_calls": calls((1, "retouching", "1"))},
}


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", LEDGERS)
def test_any_ledger_gives_a_figure_or_a_plain_sentence(
    name: str, id: str, with_ledger: WithLedger
) -> None:
    exhibit = build(id, with_ledger(**LEDGERS[name]))
    assert_whole(exhibit)
    assert exhibit.mark.startswith("simulation")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("empty", "No crew was called in this part of the ledger"),
        ("no crew", "No crew was called in this part of the ledger"),
        ("only synthetic", "No human booking to compare; a synthetic use took 0.50 crew days"),
        ("only twins", "No human booking to compare; a twin use took 0.50 crew days"),
    ],
)
def test_what_cannot_be_compared_is_said(name: str, title: str, with_ledger: WithLedger) -> None:
    assert build("crew_days", with_ledger(**LEDGERS[name])).title == title


def test_every_extreme_of_every_control_is_drawn(
    with_ledger: WithLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.exhibits import check

    monkeypatch.setattr(check, "REGISTRY", {id: REGISTRY[id] for id in IDS})
    built, faults = check_exhibits(staked(with_ledger))
    assert faults == []
    assert built > 12


# --- the chart of groups ------------------------------------------------------------------------

def grouped(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "group": ["Hair", "Hair", "Styling"], "name": ["Human", "Twin", "Human"],
        "value": [2.0, float("nan"), 1.0], "text": ["2.00", "not known", "1.00"],
        "style": ["human", "twin", "human"],
    } | changes)


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_groups_have_one_heading_each_and_words_for_what_is_not_known(
    canvas: theme.Canvas
) -> None:
    fig = draw_groups(grouped(), canvas)
    texts = [note.text for note in fig.layout.annotations]
    assert texts.count("<b>Hair</b>") == 1
    assert "<i>not known</i>" in texts
    assert fig.layout.xaxis.range[0] == 0
    assert fig.layout.xaxis.range[1] > 2


def test_groups_read_nothing_as_mark_up_and_draw_nothing_from_nothing() -> None:
    evil = "<b>x</b>"
    fig = draw_groups(grouped(group=evil, name=evil, text=evil), theme.Canvas())
    texts = [*(note.text for note in fig.layout.annotations), *fig.data[0].hovertext]
    assert not any("<b>x" in text for text in texts)
    assert draw_groups(grouped().iloc[:0], theme.Canvas()).layout.xaxis.range == (0, 1)
