"""Consents by their last day on a private ledger, written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from private_ledger import assert_as_open, crowd, open_private
from whole import assert_whole

from analysis.errors import NotGivenError
from analysis.exhibits import Exhibit, build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
Private = Callable[[list[dict[str, str]]], Warehouse]
DAY = date(2026, 6, 30)
BOOKINGS = crowd(12)


@pytest.fixture
def private(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Private]:
    """``private(consents)``: a private ledger with a log of its own."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    beside: list[Warehouse] = []

    def make(consents: list[dict[str, str]]) -> Warehouse:
        beside.append(open_private(warehouse, tmp_path / f"mine{len(beside)}", {
            "bookings": BOOKINGS, "consents": consents}))
        return beside[-1]

    yield make
    for one in beside:
        ledger_of(one).close()


def consents(number: int, first: int = 0, **same: str) -> list[dict[str, str]]:
    """Consents of so many models, from one on; by default the brand of the first."""
    return [{"consent_id": f"C{at:03d}{same.get('signed_on', '')}", "model_id": f"M{at:03d}",
             "brand_id": "B00", **same} for at in range(first, first + number)]


def mixed() -> list[dict[str, str]]:
    """Twelve or more models in every state, of which twelve that end soon are renewed."""
    return [
        *consents(12, 0, expires_on="2026-08-01"), *consents(13, 20, expires_on="2026-07-01"),
        *consents(13, 20, signed_on="2026-02-02", expires_on="2027-07-01"),
        *consents(14, 40, expires_on="2026-01-01"), *consents(15, 60, expires_on="2026-02-01"),
        *consents(15, 60, signed_on="2026-03-02"), *consents(16, 80, expires_on="2027-12-31"),
        *consents(17, 100, signed_on="2026-09-01"),
    ]


def whole(warehouse: Warehouse, day: date = DAY) -> Exhibit:
    exhibit = build_exhibit("pay_and_consent_expiry", warehouse, day=day)
    assert_whole(exhibit)
    return exhibit


def numbers(exhibit: Exhibit) -> dict[tuple[str, bool], float]:
    return exhibit.table.set_index(["state", "followed"])["consents"].to_dict()


def test_states_are_those_of_the_open_ledger(
    private: Private, with_ledger: WithLedger
) -> None:
    shown = whole(private(mixed()))
    opened = build_exhibit("pay_and_consent_expiry", with_ledger(
        bookings=BOOKINGS, consents=mixed()), day=DAY)
    assert_as_open(shown, opened)
    assert shown.title == opened.title
    assert numbers(shown)["soon", True] == 13
    assert numbers(shown)["ended", True] == 15
    assert numbers(shown)["not_yet", False] == 17


def test_a_state_of_few_models_is_withheld_and_so_is_what_gives_it_away(
    private: Private
) -> None:
    rows = [*consents(9, 0, expires_on="2026-08-01"), *consents(14, 40, expires_on="2026-01-01"),
            *consents(16, 80, expires_on="2027-12-31"), *consents(16, 100)]
    exhibit = whole(private(rows))
    found = numbers(exhibit)
    assert pd.isna(found["soon", False])
    assert sum(pd.isna(number) for number in found.values()) >= 2
    assert "may be shown" in exhibit.title
    shown = exhibit.table[~exhibit.table["suppressed"]]
    assert (shown["share"] == shown["consents"] / len(rows)).all()


def test_many_consents_of_few_models_are_those_of_few(private: Private) -> None:
    rows = [{**row, "consent_id": f"{row['consent_id']}-{at}"} for at in range(5)
            for row in consents(9, 0, expires_on="2026-08-01")]
    found = numbers(whole(private([*rows, *consents(30, 40), *consents(
        20, 80, expires_on="2026-01-01")])))
    assert pd.isna(found["soon", False])


def test_that_no_consent_of_anybody_ends_is_not_told(private: Private) -> None:
    found = numbers(whole(private(consents(30))))
    assert pd.isna(found["open", False])


def test_two_days_do_not_give_away_whose_consent_ends_between(private: Private) -> None:
    """One consent ends on the next day: who counts from both days is not told the second count."""
    rows = [*consents(12, 0, expires_on="2026-06-01"), *consents(1, 20, expires_on="2026-06-30"),
            *consents(20, 40, expires_on="2026-08-15"), *consents(20, 80)]
    beside = private(rows)
    first = numbers(whole(beside))
    assert (first["ended", False], first["soon", False]) == (12, 21)
    second = numbers(whole(beside, date(2026, 7, 1)))
    assert pd.isna(second["ended", False])
    assert pd.isna(second["soon", False])
    assert numbers(whole(beside)) == first


def test_before_the_first_signature_all_are_signed_later(private: Private) -> None:
    exhibit = whole(private(consents(30)), date(2020, 1, 1))
    assert numbers(exhibit) == {("not_yet", False): 30}
    assert exhibit.title.startswith("No consent in the ledger was signed by")


def test_a_ledger_without_consents_says_so(private: Private) -> None:
    with pytest.raises(NotGivenError, match="came without consents"):
        whole(private([]))


