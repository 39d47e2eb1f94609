"""Several currencies: one at a time, converted only by rates the ledger brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.commands import main
from analysis.errors import DeskError, PackageError
from analysis.exhibits import build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import read_given
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
EURO = {"currency": "EUR", "rate": "1"}
RATES = [
    {"year": "2024", **EURO}, {"year": "2025", **EURO},
    {"currency": "USD", "year": "2024", "rate": "0.9", "source": "Another bank"},
    {"currency": "USD", "year": "2025", "rate": "0.5"},
]
MIXED = [
    {"work_on": "2024-03-01", "fee_amount": "100"},
    {"work_on": "2024-03-02", "fee_amount": "100", "currency": "USD"},
    {"work_on": "2025-03-02", "fee_amount": "100", "currency": "USD"},
]


def fees(warehouse: Warehouse, currency: str = "main") -> Any:
    return build_exhibit("pay_and_consent_fees", warehouse, currency=currency)


def test_without_rates_other_currencies_stay_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[*MIXED, {"work_on": "2024-03-03", "currency": "USD"}])
    assert fees(beside).table["fees"].sum() == 3
    assert fees(beside, "EUR").table["fees"].sum() == 1
    assert not any("converted" in text for text in fees(beside).caveats)
    assert ledger_of(beside).base_currency == ""


def test_rates_convert_by_year_of_work_and_are_a_source(with_ledger: WithLedger) -> None:
    exhibit = fees(with_ledger(bookings=MIXED, rates=RATES))
    row = exhibit.table.iloc[0]
    assert row["fees"] == 3
    assert (row["low"], row["middle"], row["high"]) == (70.0, 90.0, 95.0)
    assert set(exhibit.sources) == {"test_ledger", "given_rates"}
    assert exhibit.sources["given_rates"].publisher == "A central bank; Another bank"
    assert ("Fees are converted into EUR by the yearly rates given with the ledger "
            "(A central bank; Another bank).") in exhibit.caveats


def test_a_fee_without_a_rate_is_counted_and_left_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(rates=RATES, bookings=[
        *MIXED, {"work_on": "2023-03-02", "currency": "USD"},
        {"work_on": "2024-05-02", "currency": "SEK"}, {"work_on": "2024-05-03", "currency": "SEK"},
    ])
    exhibit = fees(beside)
    assert exhibit.table["fees"].sum() == 3
    assert "2 fees in SEK have no rate for the year of the work and are left out." \
        in exhibit.caveats
    assert "1 fee in USD has no rate for the year of the work and is left out." in exhibit.caveats


def test_crew_is_converted_by_the_year_of_its_booking(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=MIXED, rates=RATES, crew_calls=[
        {"booking_id": "b2", "fee_amount": "200", "currency": "USD"},
        {"booking_id": "b3", "fee_amount": "200", "currency": "USD"},
    ])
    table = build_exhibit("crew_pay", beside).table
    assert table.loc[table["kind"] == "human", "fee_amount"].sum() == 200 * 0.9 + 200 * 0.5


@pytest.mark.parametrize("id", [
    "pay_and_consent_fees", "pay_and_consent_parity", "crew_pay", "who_gains_tiers",
    "who_gains_concentration", "who_gains_lorenz",
])
def test_every_exhibit_of_money_rests_on_the_rates(id: str, with_ledger: WithLedger) -> None:
    exhibit = build_exhibit(id, with_ledger(
        bookings=[*MIXED, {"work_on": "2025-03-02", "kind": "twin", "currency": "USD"}],
        rates=RATES, crew_calls=[{"booking_id": "b2", "currency": "USD"}]))
    assert "given_rates" in exhibit.sources
    assert any("converted into EUR" in text for text in exhibit.caveats)


def test_what_holds_no_money_does_not_rest_on_rates(with_ledger: WithLedger) -> None:
    exhibit = build_exhibit("human_v_twin_bookings", with_ledger(bookings=MIXED, rates=RATES))
    assert set(exhibit.sources) == {"test_ledger"}


@pytest.mark.parametrize("rates", [RATES[2:], [*RATES, {"currency": "USX", "year": "2024",
                                                        "rate": "1"}]])
def test_rates_name_exactly_one_base_currency(with_ledger: WithLedger, rates: Any) -> None:
    with pytest.raises(PackageError, match="must name one base currency"):
        with_ledger(bookings=MIXED, rates=rates)


@pytest.mark.parametrize(("line", "rule"), [
    ("USD,2024,0,Bank", "at least 1e-06"), ("USD,2024,-1,Bank", "at least 1e-06"),
    ("usd,2024,0.9,Bank", "pattern"), ("USD,2024,0.9,", "a value is required"),
    ("USD,2024,0,9,Bank", "columns|readable|cells"), ("EUR,2024,1,Bank", "must not repeat"),
])
def test_a_wrong_rate_is_named(
    line: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--bookings", "500", "--to", str(tmp_path / "own")]) == 0
    (tmp_path / "own" / "rates.csv").write_text(
        f"currency,year,rate,source\nEUR,2024,1,Bank\n{line}\n", encoding="utf-8")
    with pytest.raises(DeskError, match=rule):
        read_given(tmp_path / "own", to=typed(tmp_path))


def test_a_folder_needs_no_rates(tmp_path: Path) -> None:
    assert main(["simulate", "--bookings", "500", "--to", str(tmp_path / "own")]) == 0
    (tmp_path / "own" / "rates.csv").unlink()
    (tmp_path / "own" / "datapackage.json").unlink()
    given = read_given(tmp_path / "own", to=typed(tmp_path))
    assert given.package.resource("rates").path.name.startswith("rates (none given)")
    assert not given.notes


def typed(folder: Path) -> Path:
    made = folder / "typed"
    made.mkdir()
    return made
