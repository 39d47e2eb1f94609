"""Measures of a ledger on rows written by hand, whose answers can be counted by eye."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analysis.exhibits import build_exhibit
from analysis.ledger.engine import ledger_of, open_ledger
from analysis.ledger.prepare import prepare_ledger
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]


def bookings(count: int, **row: str) -> list[dict[str, str]]:
    return [dict(row) for _ in range(count)]


def table(id: str, warehouse: Warehouse, **settings: Any) -> Any:
    return build_exhibit(id, warehouse, **settings).table


# --- bookings and uses --------------------------------------------------------------------------

def test_only_worked_rows_count_and_cancelled_stand_apart(with_ledger: WithLedger) -> None:
    found = table("human_v_twin_bookings", with_ledger(bookings=[
        *bookings(3, work_on="2024-01-05"),
        *bookings(2, work_on="2024-01-05", status="cancelled"),
        *bookings(4, work_on="2024-01-05", status="booked"),
        *bookings(1, work_on="2024-03-05", kind="twin"),
        *bookings(5, work_on="2024-03-05", kind="synthetic"),
    ]))
    by = found.set_index(["month", "kind"])
    assert by.loc[("2024-01-01", "human"), ["worked", "cancelled"]].tolist() == [3, 2]
    assert by.loc[("2024-03-01", "twin"), "worked"] == 1
    assert by.loc[("2024-03-01", "synthetic"), "worked"] == 5
    assert by.loc[("2024-02-01", "human"), "worked"] == 0
    assert len(found) == 9


def test_title_of_bookings_compares_the_same_twelve_months(with_ledger: WithLedger) -> None:
    months = [f"{year}-{month:02d}-10" for year in (2023, 2024) for month in range(1, 13)]
    rows = [row for number, day in enumerate(months)
            for row in bookings(3 if number < 12 else 2, work_on=day)]
    rows += [row for day in months[12:] for row in bookings(1, work_on=day, kind="twin")]
    title = build_exhibit("human_v_twin_bookings", with_ledger(bookings=rows)).title
    assert title == ("In the year to Dec 2024 human bookings fell from 36 to 24 and twin uses "
                     "rose from 0 to 12")


def test_title_of_a_short_ledger_compares_nothing(with_ledger: WithLedger) -> None:
    title = build_exhibit("human_v_twin_bookings", with_ledger(bookings=[
        *bookings(2, work_on="2024-01-05"), *bookings(1, work_on="2024-02-05", kind="twin"),
    ])).title
    assert title == "2 human bookings and 1 twin use in the 2 months to Feb 2024"


def test_title_of_an_empty_part_claims_nothing(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        bookings=[*bookings(1, work_on="2024-01-05"),
                  *bookings(1, work_on="2024-01-05", status="cancelled", channel="runway")])
    assert "Nothing" not in build_exhibit("human_v_twin_bookings", beside).title
    exhibit = build_exhibit("human_v_twin_bookings", beside, channel="runway")
    assert exhibit.title == "Nothing was booked or used in this part of the ledger"


# --- twin share ---------------------------------------------------------------------------------

def test_twin_share_leaves_synthetic_uses_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[
        *bookings(3, work_on="2024-01-05"), *bookings(1, work_on="2024-01-06", kind="twin"),
        *bookings(6, work_on="2024-01-06", kind="synthetic"),
        *bookings(2, work_on="2024-01-06", kind="twin", status="cancelled"),
    ])
    found = table("human_v_twin_share", beside).iloc[0]
    assert (found["human"], found["twin"], found["synthetic"]) == (3, 1, 6)
    assert found["twin_share"] == pytest.approx(0.25)
    assert build_exhibit("human_v_twin_share", beside).title == (
        "Twin share 25% in the months to Jan 2024")


def test_twin_share_by_brand_and_channel(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[
        *bookings(1, work_on="2024-01-05", brand_id="A"),
        *bookings(3, work_on="2024-01-05", brand_id="A", kind="twin"),
        *bookings(4, work_on="2024-01-05", brand_id="B", channel="runway"),
    ])
    by_brand = table("human_v_twin_share_by", beside, by="brand").set_index("part")
    assert by_brand["twin_share"].to_dict() == {"A": 0.75, "B": 0.0}
    exhibit = build_exhibit("human_v_twin_share_by", beside, by="channel")
    assert exhibit.title == "Twin share runs from 0% (Runway) to 75% (E-commerce)"


# --- models -------------------------------------------------------------------------------------

def test_models_without_a_booking_are_those_present_on_the_last_day(
    with_ledger: WithLedger
) -> None:
    beside = with_ledger(
        models=[
            {"model_id": "works"}, {"model_id": "idle"}, {"model_id": "gone",
                                                           "left_on": "2024-06-29"},
            {"model_id": "later", "entered_on": "2024-07-01"},
            {"model_id": "edge"}, {"model_id": "twin_only"},
        ],
        bookings=[
            {"work_on": "2024-01-15", "model_id": "works"},
            {"work_on": "2024-06-30", "model_id": "works"},
            {"work_on": "2024-04-01", "model_id": "edge"},
            {"work_on": "2024-06-15", "model_id": "gone"},
            {"work_on": "2024-06-15", "model_id": "twin_only", "kind": "twin"},
            {"work_on": "2024-06-15", "model_id": "idle", "status": "cancelled"},
        ])
    june = table("human_v_twin_idle", beside).set_index("month").loc["2024-06-01"]
    # On 30 June: works, idle, edge, twin_only are present; 1 April is 90 days back, outside.
    assert june["models"] == 4
    assert june["without_booking"] == 3
    assert june["share_without"] == pytest.approx(0.75)


def test_ninety_days_back_is_the_last_day_inside(with_ledger: WithLedger) -> None:
    beside = with_ledger(models=[{"model_id": "edge"}], bookings=[
        {"work_on": "2024-01-01", "model_id": "edge"},
        {"work_on": "2024-04-02", "model_id": "edge"},
        {"work_on": "2024-06-10", "kind": "synthetic"},
    ])
    june = table("human_v_twin_idle", beside).set_index("month").loc["2024-06-01"]
    assert (june["models"], june["without_booking"]) == (1, 0)


def test_bookings_per_working_model_leaves_idle_models_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        models=[{"model_id": "a"}, {"model_id": "b"}, {"model_id": "idle"}],
        bookings=[
            {"work_on": "2024-01-05", "model_id": "a"},
            *bookings(3, work_on="2024-06-05", model_id="a"),
            *bookings(1, work_on="2024-06-05", model_id="b"),
        ])
    june = table("human_v_twin_working", beside).set_index("month").loc["2024-06-01"]
    assert (june["bookings"], june["working"], june["per_working"]) == (4, 2, 2.0)
    assert build_exhibit("human_v_twin_working", beside).title == (
        "Jun 2024: 2.00 bookings a month for each working model")


def test_the_last_day_on_the_books_is_still_on_them(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        models=[{"model_id": "leaves", "left_on": "2024-06-30"}],
        bookings=[{"work_on": "2024-01-05", "model_id": "leaves"},
                  {"work_on": "2024-07-10", "kind": "synthetic"}])
    found = table("human_v_twin_idle", beside).set_index("month")
    assert found.loc["2024-06-01", "models"] == 1
    assert found.loc["2024-07-01", "models"] == 0


@pytest.mark.parametrize("id", [
    "human_v_twin_bookings", "human_v_twin_brand", "human_v_twin_share", "human_v_twin_idle",
    "human_v_twin_working", "pay_and_consent_after_expiry"])
def test_months_that_are_only_booked_are_not_counted_as_months_of_work(
    id: str, with_ledger: WithLedger
) -> None:
    past = [
        *[{"work_on": f"2024-{month:02d}-05"} for month in range(1, 13)],
        {"work_on": "2024-12-06", "kind": "twin", "consent_id": "c"}]
    consents = [{"consent_id": "c", "model_id": "M1", "expires_on": "2024-11-30"}]
    ahead = [{"work_on": f"2025-{month:02d}-05", "status": "booked"} for month in range(1, 7)]
    known = build_exhibit(id, with_ledger(bookings=past, consents=consents))
    planned = build_exhibit(id, with_ledger(bookings=past + ahead, consents=consents))
    assert "Dec 2024" in known.subtitle
    assert (planned.title, planned.subtitle) == (known.title, known.subtitle)
    assert len(planned.table) == len(known.table) > 0


# --- adoption -----------------------------------------------------------------------------------

def panel(warehouse: Warehouse, currency: str = "EUR") -> Any:
    return ledger_of(warehouse).fetch("human_v_twin_panel", currency=currency).frame


def test_adoption_is_what_is_stated_else_the_first_use_of_a_twin_of_ones_own(
    with_ledger: WithLedger
) -> None:
    found = panel(with_ledger(
        brands=[{"brand_id": "stated", "adopted_on": "2024-02-20"}, {"brand_id": "uses"},
                {"brand_id": "borrows"}, {"brand_id": "never"}],
        models=[{"model_id": "m"}, {"model_id": "n"}],
        consents=[
            {"consent_id": "c1", "model_id": "m", "brand_id": "uses", "signed_on": "2024-01-02"},
            {"consent_id": "c2", "model_id": "m", "brand_id": "borrows",
             "signed_on": "2024-03-01"},
        ],
        bookings=[
            *[{"work_on": f"2024-0{month}-05", "brand_id": brand, "model_id": "n"}
              for brand in ("stated", "uses", "borrows", "never") for month in (1, 2, 3, 4)],
            {"work_on": "2024-04-09", "brand_id": "stated", "kind": "twin", "model_id": "m"},
            {"work_on": "2024-03-09", "brand_id": "uses", "kind": "twin", "model_id": "m"},
            {"work_on": "2024-03-09", "brand_id": "borrows", "kind": "twin", "model_id": "m"},
            {"work_on": "2024-01-09", "brand_id": "never", "kind": "twin", "model_id": "m",
             "status": "cancelled"},
        ]))
    first = found.drop_duplicates("brand_id").set_index("brand_id")
    assert first.loc[["stated", "uses"], "cohort_index"].tolist() == [1, 2]
    assert first.loc[["borrows", "never"], "cohort_index"].isna().all()
    assert first["contaminated"].to_dict() == {
        "borrows": True, "never": False, "stated": False, "uses": False}
    assert len(found) == 4 * 4


def test_panel_fills_empty_months_and_keeps_other_currencies_out_of_fees(
    with_ledger: WithLedger
) -> None:
    found = panel(with_ledger(
        bookings=[
            {"work_on": "2024-01-05", "booking_id": "x", "fee_amount": "100"},
            {"work_on": "2024-01-06", "fee_amount": "900", "currency": "SEK"},
            {"work_on": "2024-03-05", "kind": "twin"},
        ],
        crew_calls=[{"booking_id": "x", "role": "hair", "days": "1.5"},
                    {"booking_id": "x", "role": "styling", "days": "2"}]))
    assert found["human_bookings"].tolist() == [2, 0, 0]
    assert found["crew_days"].tolist() == [3.5, 0, 0]
    assert found["fee_mean"].tolist()[0] == 100
    assert found["fee_mean"].isna().tolist() == [False, True, True]
    assert found["twin_uses"].tolist() == [0, 0, 1]


# --- what it rests on ---------------------------------------------------------------------------

def test_everything_simulated_says_so(with_ledger: WithLedger) -> None:
    exhibit = build_exhibit("human_v_twin_bookings", with_ledger(bookings=[
        *bookings(1, work_on="2024-01-05")]))
    assert exhibit.mark == "simulation"
    assert exhibit.subtitle.startswith("Simulation · ")
    assert any("SIMULATION" in (note.text or "") for note in exhibit.figure().layout.annotations)
    assert exhibit.caveats[0].startswith("Simulation:")
    assert {run.folder for run in exhibit.runs} == {"test"}
    assert exhibit.runs[0].files == ("test/bookings.csv", "test/models.csv")


HOSTILE = "<script>alert(1)</script><b>x</b>"


@pytest.mark.parametrize(("id", "settings"), [
    ("human_v_twin_share_by", {"by": "brand"}), ("human_v_twin_brand", {"brand": HOSTILE}),
])
def test_mark_up_in_a_ledger_stays_text(
    id: str, settings: dict[str, str], with_ledger: WithLedger
) -> None:
    exhibit = build_exhibit(id, with_ledger(bookings=[
        *bookings(2, work_on="2024-01-05", brand_id=HOSTILE),
        *bookings(1, work_on="2024-01-05", brand_id=HOSTILE, kind="twin"),
    ]), **settings)
    fig = exhibit.figure()
    shown = [note.text for note in fig.layout.annotations]
    shown += [text for trace in fig.data for text in (trace.hovertext or ())]
    written = " ".join(shown)
    assert "<script" not in written
    assert "<b>x" not in written
    assert "&lt;script" in written.replace("<br>", "")


def test_the_same_ledger_can_be_open_twice(with_ledger: WithLedger) -> None:
    first = ledger_of(with_ledger(bookings=bookings(2, work_on="2024-01-05")))
    again = open_ledger(
        first.package, first.source, folder="again",
        cache=first.package.directory.parent / "prepared")
    assert again.fetch("size").frame["rows"].tolist() == [2]
    again.close()
    assert first.fetch("size").frame["rows"].tolist() == [2]


def test_a_changed_ledger_is_prepared_anew(with_ledger: WithLedger, tmp_path: Path) -> None:
    made = [ledger_of(with_ledger(bookings=bookings(number, work_on="2024-01-05"))).package
            for number in (2, 3, 2)]
    paths = [prepare_ledger(package, cache=tmp_path) for package in made]
    assert paths[0] == paths[2] != paths[1]
    assert len(list(tmp_path.glob("*.duckdb"))) == 2


def test_a_ledger_takes_no_statement_and_no_setting(with_ledger: WithLedger) -> None:
    ledger = ledger_of(with_ledger(bookings=bookings(1, work_on="2024-01-05")))
    with ledger._connection.cursor() as cursor:
        for statement in ("delete from bookings", "set memory_limit = '9GB'",
                          "select * from read_csv('/etc/passwd')"):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement).fetchall()
