"""Fees, parity, commission and the brand shown first of a private ledger, on rows by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from private_ledger import assert_as_open, crowd, open_private
from whole import assert_whole

from analysis.errors import DisclosureError
from analysis.exhibits import Exhibit, build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.ledger.private_gate import Gate
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
Private = Callable[..., Warehouse]
QUARTILES = ["low", "middle", "high"]


@pytest.fixture
def private(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Private]:
    """``private(bookings=[...], ...)``: the tables as a private ledger with a log of its own."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    beside: list[Warehouse] = []

    def make(**tables: Any) -> Warehouse:
        beside.append(open_private(warehouse, tmp_path / f"mine{len(beside)}", tables))
        return beside[-1]

    yield make
    for one in beside:
        ledger_of(one).close()


def whole(id: str, warehouse: Warehouse, **settings: Any) -> Exhibit:
    exhibit = build_exhibit(id, warehouse, **settings)
    assert_whole(exhibit)
    return exhibit


def both_kinds(number: int, **twin: Any) -> list[dict[str, str]]:
    """Human bookings and twin uses of the same models, brands and agencies."""
    return [*crowd(number, fee_amount="100"), *crowd(number, kind="twin", **twin)]


# fees


@pytest.mark.parametrize("channel", ["all", "ecommerce"])
def test_fees_are_those_of_the_open_ledger(
    private: Private, with_ledger: WithLedger, channel: str
) -> None:
    bookings = [
        *crowd(24, fee_amount=lambda at: 100 + 10 * at),
        *crowd(24, fee_amount=lambda at: 50 + 7 * at, kind="twin"),
        *crowd(24, fee_amount=lambda at: 300 + at, channel="social", fee_basis="use"),
    ]
    assert_as_open(
        whole("pay_and_consent_fees", private(bookings=bookings), channel=channel),
        build_exhibit("pay_and_consent_fees", with_ledger(bookings=bookings), channel=channel))


@pytest.mark.parametrize("change", [
    {"model_id": lambda at: f"M{at % 9}"}, {"brand_id": lambda at: f"B{at % 9}"},
    {"agency_id": lambda at: f"A{at % 9}"}, {"brand_id": "B0"},
    {"fee_amount": lambda at: 100_000 if at == 0 else 100 + at},
])
def test_no_quartile_is_of_few_models_brands_or_agencies_or_of_one_large_fee(
    private: Private, change: dict[str, Any]
) -> None:
    rows = crowd(24, **{"fee_amount": lambda at: 100 + 10 * at, **change})
    rows += crowd(30, fee_basis="use")
    table = whole("pay_and_consent_fees", private(bookings=rows)).table.set_index("fee_basis")
    assert table.loc["day", QUARTILES].isna().all()
    assert table.loc["day", "suppressed"]
    assert table.loc["use", QUARTILES].notna().all()


def test_a_quartile_on_one_side_of_which_few_stand_is_withheld_alone(private: Private) -> None:
    """Four models have forty cheap fees: only the upper quartile has five on either side."""
    cheap = [row for _ in range(10) for row in crowd(24, fee_amount="10")[:4]]
    exhibit = whole("pay_and_consent_fees", private(
        bookings=[*cheap, *crowd(24, fee_amount="1000")[4:]]))
    row = exhibit.table.iloc[0]
    assert pd.isna(row["low"])
    assert pd.isna(row["middle"])
    assert row["high"] == 1000
    assert row["fees"] == 60
    assert exhibit.title == "No median fee of this part of the ledger may be shown"
    assert "too few on either side" in row["reason"]


def test_few_unpaid_uses_are_not_told_nor_by_difference(private: Private) -> None:
    rows = crowd(30, fee_amount=lambda at: 0 if at < 3 else 100 + at)
    exhibit = whole("pay_and_consent_fees", private(bookings=rows))
    row = exhibit.table.iloc[0]
    assert (row["worked"], row["fees"]) == (30, 30)
    assert pd.isna(row["unpaid"])
    assert row[QUARTILES].notna().all()
    assert "number of those at 0 withheld" in exhibit.words.alt


def test_fees_of_a_currency_of_few_are_refused_in_a_sentence(private: Private) -> None:
    with pytest.raises(DisclosureError, match="No fee of this ledger may be shown"):
        build_exhibit("pay_and_consent_fees", private(bookings=crowd(9)))


# parity


@pytest.mark.parametrize("split", ["basis", "channel", "tier"])
def test_parity_is_that_of_the_open_ledger(
    private: Private, with_ledger: WithLedger, split: str
) -> None:
    # Twelve pairs of each side in either tier; half of them with two fees of a kind.
    bookings = both_kinds(72, fee_amount=lambda at: (25 + at, 100, 150 + at)[at % 3])
    models = [{"model_id": f"M{at:02d}", "tier": "top" if at < 36 else "newcomer"}
              for at in range(72)]
    bookings += [row for row in bookings if int(row["model_id"][1:]) % 12 < 6]
    tables = {"bookings": bookings, "models": models}
    shown = whole("pay_and_consent_parity", private(**tables), split=split)
    opened = build_exhibit("pay_and_consent_parity", with_ledger(**tables), split=split)
    assert shown.table.loc[0, ["pairs", "below", "level", "thin"]].tolist() == [72, 24, 24, 36]
    assert_as_open(shown, opened)
    assert shown.title == opened.title


def test_a_ledger_without_any_pair_says_so(private: Private) -> None:
    """Uses paid by the use and bookings by the day: the query of pairs has no row at all."""
    bookings = [*crowd(24, fee_amount="100"),
                *crowd(24, fee_amount="60", kind="twin", fee_basis="use")]
    exhibit = whole("pay_and_consent_parity", private(bookings=bookings))
    assert exhibit.table.empty
    assert exhibit.title.startswith("No model")


def test_that_every_twin_is_paid_less_is_not_told(private: Private) -> None:
    """All of one answer: it would be known of each model."""
    exhibit = whole("pay_and_consent_parity", private(bookings=both_kinds(
        24, fee_amount=lambda at: 50 + at)))
    row = exhibit.table.iloc[0]
    assert pd.isna(row["below"])
    assert row["pairs"] == 24
    assert row["middle"] == pytest.approx(0.615)
    assert exhibit.title.endswith("in how many it pays less may not be shown")


@pytest.mark.parametrize(("number", "change"), [
    (9, {}), (24, {"brand_id": "B0"}), (24, {"agency_id": lambda at: f"A{at % 9}"})])
def test_no_ratio_is_of_few_models_brands_or_agencies(
    private: Private, number: int, change: dict[str, Any]
) -> None:
    pairs = [*crowd(number, fee_amount="100", **change), *crowd(
        number, kind="twin", fee_amount=lambda at: 50 + 4 * at, **change)]
    exhibit = whole("pay_and_consent_parity", private(
        bookings=[*pairs, *crowd(30, channel="fitting")]))
    figures = exhibit.table[["pairs", *QUARTILES, "below", "twin_fees", "human_fees"]]
    assert figures.isna().all(axis=None)
    assert exhibit.table["suppressed"].all()
    assert exhibit.title == "What a twin use pays of the fee of a human booking may not be shown"


def test_a_ratio_on_one_side_of_which_few_brands_stand_is_withheld(private: Private) -> None:
    """Four brands hold sixteen of thirty-two pairs, the cheaper half: the lower quartile."""
    rows = [*crowd(32, fee_amount="100", brand_id=lambda at: f"B{at % 4 if at < 16 else at}"),
            *crowd(32, kind="twin", fee_amount=lambda at: 40 if at < 16 else 150,
                   brand_id=lambda at: f"B{at % 4 if at < 16 else at}")]
    row = whole("pay_and_consent_parity", private(bookings=rows)).table.iloc[0]
    assert pd.isna(row["low"])
    assert row["high"] == pytest.approx(1.5)
    assert pd.isna(row["below"])


def test_few_pairs_on_a_side_are_not_had_from_the_others(private: Private) -> None:
    """Four of thirty pairs are above: how many are below is all less these."""
    exhibit = whole("pay_and_consent_parity", private(bookings=both_kinds(
        30, fee_amount=lambda at: 150 if at < 4 else 50 + at)))
    row = exhibit.table.iloc[0]
    assert row["pairs"] == 30
    assert pd.isna(row["below"])
    assert row["level"] == 0


def test_pairs_without_a_ratio_of_few_are_not_told(private: Private) -> None:
    rows = [*both_kinds(24, fee_amount=lambda at: 50 if at % 2 else 150), *[
        {"model_id": f"Z{at}", "brand_id": f"B{at}", "agency_id": f"A{at}", "kind": kind,
         "work_on": "2024-03-01", "fee_amount": fee}
        for at in range(3) for kind, fee in (("human", "0"), ("twin", "70"))]]
    row = whole("pay_and_consent_parity", private(bookings=rows)).table.iloc[0]
    assert row["pairs"] == 24
    assert row["below"] == 12
    assert pd.isna(row["left_out"])


# commission


def rates(*shares: tuple[str, int], **same: Any) -> list[dict[str, str]]:
    """Twin uses at these rates, so many models and agencies each."""
    every = [rate for rate, number in shares for _ in range(number)]
    return crowd(len(every), kind="twin", commission_rate=lambda at: every[at], **same)


def test_commission_is_that_of_the_open_ledger(
    private: Private, with_ledger: WithLedger
) -> None:
    rows = [*rates(("0.1", 10), ("0.2", 11), ("0.3", 12)),
            *rates(("0.15", 20), ("0.25", 20), paid_to="model"),
            *crowd(12, paid_to="agency"), *crowd(12, paid_to="brand")]
    shown = whole("pay_and_consent_commission", private(bookings=rows))
    opened = build_exhibit("pay_and_consent_commission", with_ledger(bookings=rows))
    assert_as_open(shown, opened)
    assert shown.title == opened.title
    assert shown.table.loc[1, ["under", "level", "over"]].tolist() == [10, 11, 12]


@pytest.mark.parametrize(("shares", "gone"), [
    ([("0.1", 9), ("0.2", 12), ("0.3", 12)], {"lowest", "under"}),
    ([("0.1", 12), ("0.2", 12), ("0.3", 9)], {"highest", "over"}),
    ([("0.2", 30)], {"lowest", "middle", "highest", "level"}),
])
def test_the_ends_are_not_those_of_few_and_one_rate_of_all_is_not_told(
    private: Private, shares: list[tuple[str, int]], gone: set[str]
) -> None:
    exhibit = whole("pay_and_consent_commission", private(bookings=rates(*shares)))
    row = exhibit.table.iloc[0]
    assert gone <= set(row.index[row.isna()])
    if "middle" not in gone:
        assert row["middle"] == 0.2
    assert row["rated"] == sum(number for _, number in shares)
    # What is withheld of the three parts is never one alone: all of them are known together.
    assert row[["under", "level", "over"]].isna().sum() != 1
    assert row["suppressed"]


def test_the_lowest_rate_of_one_agency_is_not_told(private: Private) -> None:
    rows = rates(("0.1", 12), ("0.2", 12), ("0.3", 12),
                 agency_id=lambda at: "A0" if at < 12 else f"A{at}")
    row = whole("pay_and_consent_commission", private(bookings=rows)).table.iloc[0]
    assert pd.isna(row["lowest"])
    assert row["highest"] == 0.3


def test_rows_without_a_rate_of_few_are_not_told(private: Private) -> None:
    rows = [*rates(("0.1", 12), ("0.2", 12), ("0.3", 12)), *crowd(3, kind="twin")]
    exhibit = whole("pay_and_consent_commission", private(bookings=rows))
    row = exhibit.table.iloc[0]
    assert row["worked"] == 39
    assert row[["rated", "without", "under", "level", "over"]].isna().all()
    assert exhibit.title.endswith("how many rows give none may not be shown")


def test_channels_with_the_same_median_are_not_subtracted(private: Private) -> None:
    """Of all rates under the median those of one channel are known: nine of the other are left."""
    rows = [*rates(("0.1", 12), ("0.2", 12), ("0.3", 12)),
            *rates(("0.1", 9), ("0.2", 12), ("0.3", 12), channel="social")]
    beside = private(bookings=rows)
    every = whole("pay_and_consent_commission", beside).table.iloc[0]
    assert every["under"] == 21
    part = whole("pay_and_consent_commission", beside, channel="ecommerce").table.iloc[0]
    assert pd.isna(part["under"])


def test_counts_that_cannot_stand_beside_earlier_ones_are_withheld_and_the_rates_stay(
    private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = Gate.release

    def release(gate: Gate, measure: str, *asked: Any) -> Any:
        if measure == "work_rated":
            raise DisclosureError("This table cannot be shown beside what was released before.")
        return refuse(gate, measure, *asked)

    monkeypatch.setattr(Gate, "release", release)
    exhibit = whole("pay_and_consent_commission", private(
        bookings=rates(("0.1", 12), ("0.2", 12), ("0.3", 12))))
    row = exhibit.table[exhibit.table["kind"].eq("twin") & exhibit.table["paid_to"].eq("agency")]
    assert row[["worked", "rated", "without", "under", "level", "over"]].isna().all(axis=None)
    assert row["middle"].tolist() == [0.2]
    assert exhibit.title.endswith("how many rows give none may not be shown")


# the brand shown first, and what no rate converts


def test_the_brand_shown_first_is_one_that_may_be_named(private: Private) -> None:
    rows = [*[row for _ in range(5) for row in crowd(9, kind="twin", brand_id="Few")],
            *crowd(12, kind="twin", brand_id="Many"), *crowd(30, brand_id="More")]
    exhibit = whole("human_v_twin_brand", private(bookings=rows))
    assert exhibit.subtitle.startswith("Many: ")
    released = ledger_of(private(bookings=rows)).fetch("human_v_twin_most_twins")
    assert "twin_uses" not in released.frame


def test_where_no_brand_may_be_named_a_sentence_says_so(private: Private) -> None:
    with pytest.raises(DisclosureError, match="No brand of this ledger can be looked at alone"):
        build_exhibit("human_v_twin_brand", private(bookings=crowd(30)))


@pytest.mark.parametrize(("number", "named"), [(12, True), (3, False)])
def test_currencies_without_a_rate_are_named_but_not_counted(
    private: Private, number: int, named: bool
) -> None:
    rows = [*crowd(24, fee_amount=lambda at: 100 + at), *crowd(number, currency="SEK")]
    exhibit = whole("pay_and_consent_fees", private(
        bookings=rows, rates=[{"currency": "EUR", "year": "2024", "rate": "1"}]))
    said = next(text for text in exhibit.caveats if "has no rate" in text)
    assert ("(SEK)" in said) is named
    assert str(number) not in said
