"""Pay and consent on rows written by hand, beside the law as it is shipped and as it could be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.grid import draw_grid
from analysis.charts.quartiles import Measure, draw_quartiles
from analysis.exhibits import REGISTRY, Exhibit, build_exhibit
from analysis.exhibits.pay_and_consent_law import jurisdictions_of
from analysis.exhibits.pay_and_consent_words import share_of
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
Edited = Callable[..., Warehouse]
Rows = list[dict[str, str]]
IDS = [id for id in REGISTRY if id.startswith("pay_and_consent")]
HOLES = re.compile(r"\b(nan|NaN|NaT|None|<NA>|inf)\b(?! of)")
CANVASES = (theme.Canvas(), theme.Canvas("dark", "narrow"))
ACT = "2025-06-19"
"""First day of New York State's Fashion Workers Act."""


def made(count: int, **row: str) -> Rows:
    return [dict(row) for _ in range(count)]


def twins(count: int, **row: str) -> Rows:
    return made(count, **{"kind": "twin", "work_on": "2024-01-05", **row})


def consent(id: str, **row: str) -> dict[str, str]:
    return {"consent_id": id, "model_id": "M1", **row}


def built(id: str, warehouse: Warehouse, **settings: Any) -> Exhibit:
    exhibit = build_exhibit(f"pay_and_consent_{id}", warehouse, **settings)
    for text in (exhibit.title, exhibit.subtitle, exhibit.words.alt, *exhibit.caveats):
        assert not HOLES.search(text), text
        assert "  " not in text
    for canvas in CANVASES:
        exhibit.figure(canvas)
    return exhibit


def drawn(exhibit: Exhibit) -> str:
    """All words in the figure but title, subtitle and source line."""
    return " | ".join(note.text for note in exhibit.figure().layout.annotations if not note.name)


def row_of(table: pd.DataFrame, **values: Any) -> Any:
    found = table
    for name, value in values.items():
        found = found[found[name] == value]
    assert len(found) == 1, found
    return found.iloc[0]


# --- fees ---------------------------------------------------------------------------------------

FEES = [
    *[{"fee_amount": fee, "work_on": "2024-01-05"} for fee in ("100", "200", "300", "400", "500")],
    *[{"kind": "twin", "fee_amount": fee, "work_on": "2024-01-05"}
      for fee in ("0", "100", "200", "")],
    {"fee_amount": "9000", "work_on": "2024-01-05", "status": "cancelled"},
    {"fee_amount": "7000", "work_on": "2024-01-05", "currency": "USD"},
    {"fee_amount": "70", "work_on": "2024-01-05", "channel": "social", "fee_basis": "image"},
]


def test_fees_are_medians_and_quartiles_of_what_was_worked(with_ledger: WithLedger) -> None:
    exhibit = built("fees", with_ledger(bookings=FEES))
    human = row_of(exhibit.table, fee_basis="day", kind="human")
    assert human[["low", "middle", "high"]].tolist() == [200, 300, 400]
    assert (human["fees"], human["worked"], human["unpaid"]) == (5, 5, 0)
    twin = row_of(exhibit.table, fee_basis="day", kind="twin")
    assert twin[["low", "middle", "high"]].tolist() == [50, 100, 150]
    assert (twin["fees"], twin["worked"], twin["unpaid"]) == (3, 4, 1)
    assert exhibit.title == (
        "Agreed by the day, the median twin fee, EUR 100, is below the human one, EUR 300")
    assert "EUR a booking or use" in exhibit.subtitle


def test_fees_of_one_currency_and_channel_at_a_time(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=FEES)
    dollars = built("fees", beside, currency="USD").table
    assert dollars[["kind", "middle"]].to_numpy().tolist() == [["human", 7000.0]]
    social = built("fees", beside, channel="social")
    assert social.table["middle"].tolist() == [70.0]
    assert social.title == "No fee basis has fees of both human bookings and twin uses"


@pytest.mark.parametrize(
    ("day", "image", "title"),
    [
        ("50", "50", "By each of 2 fee bases the median twin fee is below the human one"),
        ("200", "200", "By each of 2 fee bases the median twin fee is above the human one"),
        ("100", "100", "By each of 2 fee bases the median twin fee is the same as the human one"),
        ("50", "200", "The median twin fee is below the human one by 1 fee basis and above the "
                      "human one by 1 fee basis"),
    ],
)
def test_title_of_fees_follows_the_medians(
    day: str, image: str, title: str, with_ledger: WithLedger
) -> None:
    rows = [{"fee_basis": basis, "fee_amount": fee, "kind": kind, "work_on": "2024-01-05"}
            for basis, twin in (("day", day), ("image", image))
            for kind, fee in (("human", "100"), ("twin", twin))]
    assert built("fees", with_ledger(bookings=rows)).title == title


def test_fees_that_are_not_known_are_not_zero(with_ledger: WithLedger) -> None:
    exhibit = built("fees", with_ledger(bookings=[
        *made(2, work_on="2024-01-05", fee_amount=""), *twins(1, fee_amount="")]))
    assert exhibit.title == "No fee is known in this part of the ledger"
    assert exhibit.table["middle"].isna().all()
    assert "no fee in the ledger" in drawn(exhibit)


# --- parity -------------------------------------------------------------------------------------

def fee(kind: str, amount: str, model: str = "M1", **row: str) -> dict[str, str]:
    return {"kind": kind, "fee_amount": amount, "model_id": model, "work_on": "2024-01-05", **row}


def test_parity_is_the_median_over_pairs_of_the_ratio_of_medians(with_ledger: WithLedger) -> None:
    exhibit = built("parity", with_ledger(bookings=[
        fee("human", "100"), fee("human", "300"), fee("twin", "100"),              # 100 / 200
        fee("human", "100", "M2"), fee("twin", "150", "M2"),                       # 150 / 100
        fee("human", "100", "M3"), fee("twin", "0", "M3"), fee("twin", "20", "M3"),  # 10 / 100
        fee("human", "0", "M4"), fee("twin", "10", "M4"),                          # no ratio
        fee("twin", "10", "M5"), fee("human", "10", "M5", channel="social"),       # other channel
        fee("human", "10", "M6", fee_basis="use"), fee("twin", "1", "M6"),         # other basis
        fee("human", "10", "M7", brand_id="B2"), fee("twin", "1", "M7"),           # other brand
        fee("human", "10", "M8", currency="USD"), fee("twin", "1", "M8"),          # other currency
        fee("human", "10", "M9", status="cancelled"), fee("twin", "1", "M9"),      # not worked
        fee("human", ""), fee("twin", ""),
    ]))
    found = row_of(exhibit.table, part="all")
    assert found[["low", "middle", "high"]].tolist() == pytest.approx([0.3, 0.5, 1.0])
    assert (found["pairs"], found["below"], found["left_out"], found["thin"]) == (3, 2, 1, 3)
    assert (found["twin_fees"], found["human_fees"]) == (4, 4)
    assert found["share_below"] == pytest.approx(2 / 3)
    assert exhibit.title == ("At the median of 3 matched pairs a twin use pays 50% of the fee of a "
                             "human booking; in 2 of them it pays less")
    assert "3 of 3 pairs rest on a single fee on one side or both." in exhibit.caveats


def test_parity_by_tier_channel_and_basis(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        models=[{"model_id": "M1", "tier": "top"}, {"model_id": "M2", "tier": "newcomer"}],
        bookings=[
            fee("human", "100"), fee("twin", "80"),
            fee("human", "100", channel="social"), fee("twin", "60", channel="social"),
            fee("human", "100", "M2", fee_basis="use"), fee("twin", "20", "M2", fee_basis="use"),
        ])
    for split, wanted in {
        "tier": {"all": 0.6, "top": 0.7, "newcomer": 0.2},
        "channel": {"all": 0.6, "ecommerce": 0.5, "social": 0.6},
        "basis": {"all": 0.6, "day": 0.7, "use": 0.2},
    }.items():
        table = built("parity", beside, split=split).table
        assert table["part"].iloc[0] == "all"
        assert table.set_index("part")["middle"].to_dict() == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("amount", "title"),
    [
        ("100", "In the one matched pair a twin use pays as much as a human booking"),
        ("150", "In the one matched pair a twin use pays 150% of the fee of a human booking"),
        ("0", "In the one matched pair a twin use pays 0% of the fee of a human booking"),
    ],
)
def test_title_of_one_pair(amount: str, title: str, with_ledger: WithLedger) -> None:
    assert built("parity", with_ledger(
        bookings=[fee("human", "100"), fee("twin", amount)])).title == title


@pytest.mark.parametrize(
    "rows",
    [[fee("human", "100")], [fee("twin", "100")], [fee("human", "0"), fee("twin", "5")],
     [fee("human", "100", "M2"), fee("twin", "5")]],
)
def test_no_pair_is_said_and_not_drawn_as_zero(rows: Rows, with_ledger: WithLedger) -> None:
    exhibit = built("parity", with_ledger(bookings=rows))
    assert exhibit.title.startswith("No model has human bookings and twin uses with fees for")
    assert exhibit.table["middle"].isna().all()


# --- commission and owner -----------------------------------------------------------------------

def test_commission_keeps_rows_without_a_rate_apart(with_ledger: WithLedger) -> None:
    exhibit = built("commission", with_ledger(bookings=[
        *[{"commission_rate": rate, "work_on": "2024-01-05"}
          for rate in ("0.1", "0.2", "0.2", "0.3", "")],
        *twins(2, commission_rate="0.2"), *twins(1, paid_to="model"),
        *twins(4, paid_to="nobody"), *twins(1, paid_to="brand"),
        *made(3, commission_rate="0.5", status="cancelled", work_on="2024-01-05"),
    ]))
    human = row_of(exhibit.table, kind="human", paid_to="agency")
    assert human[["lowest", "middle", "highest"]].tolist() == [0.1, 0.2, 0.3]
    assert human[["under", "level", "over", "without", "worked"]].tolist() == [1, 2, 1, 1, 5]
    model = row_of(exhibit.table, kind="twin", paid_to="model")
    assert (model["rated"], model["without"]) == (0, 1)
    assert len(exhibit.table) == 3
    assert exhibit.title == ("The median commission is 20% of the fee in each of 2 groups that "
                             "give a rate; 2 of 8 rows give none")
    assert "no rate" in drawn(exhibit)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([{"commission_rate": "0.2"}, {"kind": "twin", "commission_rate": "0.3"}],
         "The median commission runs from 20% to 30% of the fee over 2 groups; every row gives a "
         "rate"),
        ([{"commission_rate": "0.2"}],
         "The median commission is 20% for human bookings paid to the agency; every row gives a "
         "rate"),
        ([{}], "No commission rate is in this part of the ledger: 1 of 1 row gives none"),
        ([{"paid_to": "nobody"}],
         "Nothing in this part of the ledger was paid to an agency or a model"),
    ],
)
def test_title_of_commission(rows: Rows, title: str, with_ledger: WithLedger) -> None:
    assert built("commission", with_ledger(bookings=rows)).title == title


def test_owner_and_payee_are_counted_use_by_use(with_ledger: WithLedger) -> None:
    exhibit = built("owner", with_ledger(bookings=[
        *twins(3, twin_owner="model", paid_to="model"), *twins(1, twin_owner="model"),
        *twins(4, twin_owner="brand", paid_to="nobody"),
        *twins(2, twin_owner="brand", paid_to="brand", channel="social"),
        *twins(5, status="cancelled", paid_to="nobody"),
        *made(5, work_on="2024-01-05"),
        *made(2, kind="synthetic", twin_owner="vendor", paid_to="nobody", work_on="2024-01-05"),
    ]))
    assert exhibit.table["uses"].sum() == 10
    assert row_of(exhibit.table, twin_owner="model", paid_to="model")["share"] == 0.75
    assert row_of(exhibit.table, twin_owner="brand", paid_to="nobody")["uses"] == 4
    assert exhibit.title == ("The model owns the twin in 40% of 10 twin uses; nobody is paid for "
                             "40%, the brand is paid for 20%")


def test_owner_where_everybody_is_paid_and_where_nothing_was_used(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[*twins(2, twin_owner="vendor"),
                                   *made(1, channel="runway", work_on="2024-01-05")])
    assert built("owner", beside).title == (
        "The model owns the twin in 0% of 2 twin uses; somebody is paid for each")
    empty = built("owner", beside, channel="runway")
    assert empty.title == "No twin was used in this part of the ledger"
    assert empty.table.empty


@pytest.mark.parametrize(
    ("part", "total", "said"),
    [(0, 9, "0%"), (1, 900, "under 1%"), (899, 900, "over 99%"), (9, 9, "100%"), (1, 3, "33%")])
def test_something_is_never_none_and_not_everything_never_all(
    part: int, total: int, said: str
) -> None:
    assert share_of(part, total) == said


# --- forms --------------------------------------------------------------------------------------

CONSENTS = [
    consent("C1"), consent("C2", form="in_contract", scope="", rate_stated="false"),
    consent("C3", form="none", brand_id="B2"), consent("C4", model_id="M2"),
    consent("C5", signed_on="2024-02-01"),
]
USES = [
    *twins(4, consent_id="C1", market="FR"), *twins(2, consent_id="C2", market="FR"),
    *twins(1, consent_id="C3", market="GB"), *twins(1, consent_id="C4", market="GB"),
    *twins(1, consent_id="C5", market="GB"), *twins(1, market="GB"),
    *twins(7, status="cancelled"), *made(7, work_on="2024-01-05"),
]


def test_forms_are_of_the_consent_a_use_names(with_ledger: WithLedger) -> None:
    exhibit = built("forms", with_ledger(bookings=USES, consents=CONSENTS))
    uses = exhibit.table.set_index(["question", "answer"])["uses"].to_dict()
    assert uses == {
        ("form", "separate_written"): 6, ("form", "in_contract"): 2, ("form", "none"): 1,
        ("form", "missing"): 1,
        ("given", "fits"): 6, ("given", "other_brand"): 1, ("given", "other_model"): 1,
        ("given", "signed_later"): 1, ("given", "missing"): 1,
        ("scope", "stated"): 7, ("scope", "silent"): 2, ("scope", "missing"): 1,
        ("rate", "stated"): 7, ("rate", "silent"): 2, ("rate", "missing"): 1,
    }
    assert exhibit.title == "4 of 10 twin uses name no separate written consent (40%)"
    for question in ("form", "given", "scope", "rate"):
        assert exhibit.table[exhibit.table["question"] == question]["share"].sum() == (
            pytest.approx(1))


def test_forms_by_market_and_brand(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=USES, consents=CONSENTS)
    exhibit = built("forms", beside, form_by="market")
    assert exhibit.title == ("4 of 10 twin uses name no separate written consent: from 33% (France)"
                             " to 50% (United Kingdom)")
    assert row_of(exhibit.table, part="GB", question="form", answer="missing")["share"] == 0.25
    assert "Does it say what for?" not in drawn(exhibit)
    one = built("forms", beside, form_by="brand")
    assert one.title == "4 of 10 twin uses name no separate written consent (40%)"


def test_forms_draw_the_largest_and_say_so(with_ledger: WithLedger) -> None:
    rows = [row for number in range(20) for row in twins(20 - number, brand_id=f"B{number:02d}")]
    exhibit = built("forms", with_ledger(bookings=rows), form_by="brand")
    assert "the 15 with most uses of 20" in exhibit.subtitle
    assert len(exhibit.figure().data) == 15
    assert exhibit.table["part"].nunique() == 20


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (twins(2, consent_id="C1"),
         "Every one of 2 twin uses names a separate written consent"),
        (twins(1), "1 of 1 twin use names no separate written consent (100%)"),
        (made(1), "No twin was used, so no consent is asked for"),
    ],
)
def test_title_of_forms(rows: Rows, title: str, with_ledger: WithLedger) -> None:
    assert built("forms", with_ledger(bookings=rows, consents=CONSENTS)).title == title


# --- expiry -------------------------------------------------------------------------------------

def states(warehouse: Warehouse, day: date) -> dict[tuple[str, bool], int]:
    table = built("expiry", warehouse, day=day).table
    found: dict[tuple[str, bool], int] = table.set_index(["state", "followed"])[
        "consents"].to_dict()
    return found


def test_ninety_days_and_both_their_ends(with_ledger: WithLedger) -> None:
    beside = with_ledger(consents=[
        consent("ended", expires_on="2024-09-30"), consent("today", expires_on="2024-10-01"),
        consent("last", expires_on="2024-12-30"), consent("later", expires_on="2024-12-31"),
        consent("open", model_id="M2"), consent("after", signed_on="2024-10-02"),
    ])
    # 1 October and 90 days are 30 December; M1 has no consent that is signed and lasts longer
    # than "later", which follows the first three.
    assert states(beside, date(2024, 10, 1)) == {
        ("ended", True): 1, ("soon", True): 2, ("later", False): 1, ("open", False): 1,
        ("not_yet", False): 1,
    }


@pytest.mark.parametrize(
    ("other", "followed"),
    [
        ({"expires_on": "2025-06-01"}, True),
        ({"expires_on": ""}, True),
        ({"expires_on": "2025-06-01", "brand_id": "B1"}, True),
        ({"expires_on": "2025-06-01", "brand_id": "B2"}, False),
        ({"expires_on": "2025-06-01", "model_id": "M2"}, False),
        ({"expires_on": "2025-06-01", "signed_on": "2024-10-02"}, False),
        ({"expires_on": "2024-10-15"}, False),
    ],
)
def test_a_newer_consent_is_of_the_same_model_and_brand_and_signed(
    other: dict[str, str], followed: bool, with_ledger: WithLedger
) -> None:
    beside = with_ledger(consents=[
        consent("one", expires_on="2024-10-20", brand_id="B1"), consent("two", **other)])
    assert states(beside, date(2024, 10, 1)).get(("soon", followed), 0) >= 1


def test_a_consent_for_any_brand_is_not_followed_by_one_for_one_brand(
    with_ledger: WithLedger
) -> None:
    beside = with_ledger(consents=[
        consent("any", expires_on="2024-10-20"), consent("one", brand_id="B1", expires_on="")])
    assert states(beside, date(2024, 10, 1))["soon", False] == 1


def test_an_ended_consent_is_not_followed_by_another_ended_one(with_ledger: WithLedger) -> None:
    beside = with_ledger(consents=[
        consent("one", expires_on="2024-03-01"), consent("two", expires_on="2024-06-01")])
    assert states(beside, date(2024, 10, 1)) == {("ended", False): 2}


@pytest.mark.parametrize(
    ("expires", "day", "title"),
    [
        (["2024-10-10", "2024-10-11"], date(2024, 10, 1),
         "2 of 3 consents end within 90 days of 1 Oct 2024; nothing newer is signed for any of "
         "them"),
        (["2024-10-10"], date(2024, 10, 1),
         "1 of 2 consents ends within 90 days of 1 Oct 2024; nothing newer is signed"),
        (["2024-03-10"], date(2024, 10, 1),
         "None of 2 consents ends within 90 days of 1 Oct 2024; 1 had ended before"),
        (["2026-03-10"], date(2024, 10, 1),
         "None of 2 consents ends within 90 days of 1 Oct 2024; none had ended before"),
        (["2024-10-10"], date(2023, 10, 1),
         "No consent in the ledger was signed by 1 Oct 2023"),
    ],
)
def test_title_of_expiry(
    expires: list[str], day: date, title: str, with_ledger: WithLedger
) -> None:
    beside = with_ledger(consents=[
        *[consent(f"C{number}", model_id=f"M{number}", expires_on=last)
          for number, last in enumerate(expires)],
        consent("open", model_id="M9"),
    ])
    assert built("expiry", beside, day=day).title == title


def test_expiry_counts_from_the_last_day_of_the_shipped_ledger(with_ledger: WithLedger) -> None:
    exhibit = built("expiry", with_ledger(consents=[consent("C1")]))
    assert "31 Oct 2026" in exhibit.title
    assert "31 Oct 2026 to 29 Jan 2027" in exhibit.subtitle


def test_the_last_day_of_a_consent_is_inside_it(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        consents=[consent("C1", expires_on="2024-03-31"), consent("C2")],
        bookings=[
            *twins(1, consent_id="C1", work_on="2024-03-31"),
            *twins(2, consent_id="C1", work_on="2024-04-01"),
            *twins(1, consent_id="C2", work_on="2024-04-01"), *twins(1, work_on="2024-04-01"),
            *twins(3, consent_id="C1", work_on="2024-04-02", status="cancelled"),
            *made(1, work_on="2024-05-05"),
        ])
    table = built("after_expiry", beside).table
    assert [f"{day:%Y-%m}" for day in table["month"]] == ["2024-03", "2024-04", "2024-05"]
    assert table["after"].tolist() == [0, 2, 0]
    assert table["ending"].tolist() == [1, 2, 0]
    assert table["uses"].tolist() == [1, 4, 0]
    by_brand = built("after_expiry", beside, expiry_by="brand")
    assert by_brand.table[["part", "after", "ending", "uses"]].to_numpy().tolist() == [
        ["B1", 2, 3, 5]]
    assert by_brand.title == ("1 of 1 brand used twins after their consent had ended, most often "
                              "B1: 2 of 3 uses (67%)")


@pytest.mark.parametrize(
    ("before", "after", "end"),
    [(1, 2, "up from 1 in the year before"), (3, 2, "down from 3 in the year before"),
     (2, 2, "as many as in the year before"), (1, 0, "down from 1 in the year before")],
)
def test_title_of_uses_after_expiry_compares_years(
    before: int, after: int, end: str, with_ledger: WithLedger
) -> None:
    title = built("after_expiry", with_ledger(
        consents=[consent("C1", signed_on="2022-01-01", expires_on="2022-06-30"), consent("C2")],
        bookings=[
            *twins(1, consent_id="C2", work_on="2023-01-05"),
            *twins(before, consent_id="C1", work_on="2023-05-05"),
            *twins(after, consent_id="C1", work_on="2024-05-05"),
            *twins(1, consent_id="C2", work_on="2024-12-05"),
        ])).title
    assert title.startswith("2 twin uses in the year to Dec 2024" if after else
                            "No twin use in the year to Dec 2024")
    assert title.endswith(end)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (made(1), "No twin was used, so none was used after its consent had ended"),
        (twins(2), "None of 2 twin uses names a consent with a last day, so none came after it"),
    ],
)
def test_where_nothing_can_be_after_expiry(
    rows: Rows, title: str, with_ledger: WithLedger
) -> None:
    beside = with_ledger(bookings=rows)
    assert built("after_expiry", beside).title == title
    assert built("after_expiry", beside, expiry_by="brand").title == title


# --- law ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("market", "whose"),
    [("GB", ("UK",)), ("FR", ("FR", "EU")), ("SE", ("SE", "EU")), ("US-NY", ("US-NY", "US")),
     ("US-CA", ("US-CA", "US")), ("US", ("US",)), ("CH", ("CH",)), ("JP", ("JP",)),
     ("GB-SCT", ("UK",)), ("DE-BY", ("DE", "EU"))],
)
def test_whose_law_holds_in_a_market(market: str, whose: tuple[str, ...]) -> None:
    assert jurisdictions_of(market) == whose


NEW_YORK = {"market": "US-NY", "work_on": "2025-07-01"}
GAP_CONSENTS = [
    consent("good"), consent("clause", form="in_contract"), consent("said", form="none"),
    consent("over", expires_on="2025-06-30"), consent("other", brand_id="B2"),
    consent("late", signed_on="2026-12-01"),
]


def test_gaps_in_new_york_are_of_form_time_and_addressee(with_ledger: WithLedger) -> None:
    exhibit = built("gaps", with_ledger(consents=GAP_CONSENTS, bookings=[
        *twins(5, consent_id="good", **NEW_YORK), *twins(2, consent_id="clause", **NEW_YORK),
        *twins(1, consent_id="said", **NEW_YORK), *twins(1, **NEW_YORK),
        *twins(3, consent_id="over", **NEW_YORK), *twins(1, consent_id="other", **NEW_YORK),
        *twins(1, consent_id="late", **NEW_YORK),
        *twins(9, **NEW_YORK, status="cancelled"), *made(9, **NEW_YORK),
        *made(9, **NEW_YORK, kind="synthetic"),
    ]))
    lacking = exhibit.table.set_index("lack")["lacking"].to_dict()
    assert lacking == {"any_separate": 9, "not_separate": 4, "ended": 3, "elsewhere": 2}
    first = exhibit.table.iloc[0]
    assert (first["uses"], first["law"]) == (14, "New York State Fashion Workers Act")
    assert first["article"] == "s. 1035(10)"
    assert first["in_force"] == "19 Jun 2025"
    assert f"{first['as_of']:%Y-%m-%d}" == "2026-07-03"
    assert set(exhibit.table["reading"]) == {"possible gap, not a finding of breach"}
    assert exhibit.title == ("Since the law there began, 9 of 14 twin uses in New York State show "
                             "a possible gap in consent, not a finding of breach")
    assert "as of 3 Jul 2026: possible gap, not a finding of breach" in drawn(exhibit).replace(
        "<br>", " ")
    assert {"test_ledger", "law_dol_ny_fashion"} <= set(exhibit.sources)
    assert exhibit.mark == "simulation"


def test_uses_before_a_law_are_never_set_against_it(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[
        *twins(4, market="US-NY", work_on="2025-06-18"), *twins(1, market="US-NY", work_on=ACT)])
    exhibit = built("gaps", beside)
    assert exhibit.table["uses"].unique().tolist() == [1]
    assert "1 of 1 twin use in New York State shows" in exhibit.title
    before = built("gaps", with_ledger(bookings=twins(4, market="US-NY", work_on="2025-06-18")))
    assert before.title == (
        "No twin was used in New York State since the law on consent began there")
    assert before.table["lacking"].tolist() == [0, 0, 0, 0]


def test_california_asks_for_consent_but_not_for_its_form(with_ledger: WithLedger) -> None:
    exhibit = built("gaps", with_ledger(consents=GAP_CONSENTS, bookings=[
        *twins(3, consent_id="clause", market="US-CA", work_on="2026-01-01"),
        *twins(2, consent_id="said", market="US-CA", work_on="2026-01-01"),
        *twins(1, market="US-CA", work_on="2026-01-01"),
        *twins(8, market="US-CA", work_on="2025-12-31"),
    ]))
    assert exhibit.table.set_index("lack")["lacking"].to_dict() == {
        "any_named": 1, "not_named": 1, "ended": 0, "elsewhere": 0}
    assert exhibit.table["uses"].iloc[0] == 6


def test_no_gap_where_all_is_in_order(with_ledger: WithLedger) -> None:
    exhibit = built("gaps", with_ledger(
        consents=GAP_CONSENTS, bookings=twins(3, consent_id="good", **NEW_YORK)))
    assert exhibit.title == ("Since the law there began, none of 3 twin uses in New York State "
                             "shows a possible gap in consent")


def test_markets_without_such_a_law_count_no_gap_and_say_why(with_ledger: WithLedger) -> None:
    exhibit = built("gaps", with_ledger(bookings=[
        row for market in ("GB", "FR", "DE", "JP", "US-TX") for row in twins(2, market=market)]))
    assert exhibit.table["lacking"].isna().all()
    assert exhibit.title == ("For 5 markets of these twin uses no law in force was read that "
                             "plainly asks for consent")
    said = exhibit.table.set_index("market")["reading"].to_dict()
    assert said["JP"] == said["US-TX"] == "no such law was read"
    assert said["FR"] == said["DE"] == said["GB"] == "no gap is counted: asked in part only"
    assert "no such law was read" in drawn(exhibit)
    assert "France and Germany" in drawn(exhibit) or "Germany and France" in drawn(exhibit)


def test_more_than_three_markets_are_added_up_in_the_title(
    with_ledger: WithLedger, edited: Edited
) -> None:
    def everywhere(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[frame["topic"] == "consent", "answer"] = "yes"
        return frame

    ledger = with_ledger(bookings=[
        row for market in ("US-NY", "US-CA", "FR", "DE") for row in
        twins(1, market=market, work_on="2026-02-01")]).attached
    assert ledger is not None
    exhibit = built("gaps", edited(law_subjects=everywhere).attach(ledger))
    assert exhibit.title.startswith(
        "Since the law there began, 4 of 4 twin uses in 4 markets show a possible gap")


def set_cells(key: str, ids: set[str], **values: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        assert frame[key].isin(ids).any()
        for column, value in values.items():
            frame.loc[frame[key].isin(ids), column] = value
        return frame

    return edit


@pytest.mark.parametrize(
    ("table", "key", "ids", "values"),
    [
        ("law_subjects", "subject_id", {"us_ny_twin_consent"}, {"answer": "unknown"}),
        ("law_provisions", "provision_id", {"P01_consent"}, {"answer": "unknown"}),
        ("law_instruments", "instrument_id", {"P01"},
         {"is_law": "false", "instrument_type": "guidance"}),
        ("law_instruments", "instrument_id", {"P01"},
         {"in_force_from": "", "in_force_to": "", "in_force_precision": "unknown"}),
    ],
)
def test_a_gap_falls_with_the_reading_it_rests_on(
    table: str, key: str, ids: set[str], values: dict[str, str],
    with_ledger: WithLedger, edited: Edited,
) -> None:
    ledger = with_ledger(bookings=twins(2, **NEW_YORK)).attached
    assert ledger is not None
    exhibit = built("gaps", edited(**{table: set_cells(key, ids, **values)}).attach(ledger))
    assert exhibit.table["lacking"].isna().all()
    assert "possible gap" not in exhibit.title


# --- labels -------------------------------------------------------------------------------------

def test_labels_are_asked_of_synthetic_people_in_new_york_only(with_ledger: WithLedger) -> None:
    shown = {"label_shown": "yes"}
    exhibit = built("labels", with_ledger(bookings=[
        *made(3, kind="synthetic", market="US-NY", work_on="2026-06-09", label_shown="no"),
        *made(1, kind="synthetic", market="US-NY", work_on="2026-06-09"),
        *made(1, kind="synthetic", market="US-NY", work_on="2026-06-10", **shown),
        *made(4, kind="synthetic", market="US-NY", work_on="2026-06-08", label_shown="no"),
        *twins(2, market="US-NY", work_on="2026-07-01", label_shown="no"),
        *twins(2, market="US-NY", work_on="2026-07-01", **shown),
        *made(6, work_on="2026-07-01", label_shown="no"),
        *twins(6, market="US-NY", label_shown="no", status="cancelled"),
    ]))
    under = row_of(exhibit.table, standing="in force")
    assert (under["kind"], under["law"]) == (
        "synthetic", "Synthetic performer ad disclosure (S8420-A/A8887-B)")
    assert under[["uses", "labelled", "unlabelled", "unknown"]].tolist() == [5, 1, 3, 1]
    twin = row_of(exhibit.table, market="US-NY", kind="twin")
    assert twin["reading"] == "no gap is counted: probably not asked"
    assert (twin["uses"], twin["unlabelled"]) == (4, 2)
    whole = row_of(exhibit.table, standing="whole", kind="synthetic")
    assert whole[["uses", "labelled", "unlabelled", "unknown"]].tolist() == [9, 1, 7, 1]
    assert exhibit.title == (
        "50% of twin uses and 78% of synthetic uses carry no label; under the label law of New "
        "York State 3 of 5 carry none: possible gaps, not findings of breach")


def test_a_scheduled_law_is_shown_and_not_counted(
    with_ledger: WithLedger, edited: Edited
) -> None:
    rows = [*twins(2, market="FR", work_on="2026-08-02", label_shown="no"),
            *twins(3, market="IT", work_on="2026-08-01", label_shown="no"),
            *twins(1, market="IT", work_on="2026-09-01")]
    beside = with_ledger(bookings=rows)
    exhibit = built("labels", beside)
    scheduled = exhibit.table[exhibit.table["standing"] == "scheduled"].set_index("market")
    assert scheduled["uses"].to_dict() == {"FR": 2, "IT": 1}
    assert scheduled["unlabelled"].to_dict() == {"FR": 2, "IT": 0}
    assert set(scheduled["in_force"]) == {"scheduled for 2 Aug 2026"}
    assert exhibit.title == ("83% of twin uses carry no label; no law in force was read that "
                             "plainly asks for one")
    assert "only scheduled when last read" in drawn(exhibit).replace("<br>", " ")
    assert beside.attached is not None
    begun = edited(law_instruments=set_cells(
        "instrument_id", {"P18"}, status="in force", as_of="2026-12-01"))
    after = built("labels", begun.attach(beside.attached))
    assert after.title.endswith("under the label law of France and Italy 2 of 3 carry none: "
                                "possible gaps, not findings of breach")


def test_labels_of_markets_without_a_law(with_ledger: WithLedger) -> None:
    exhibit = built("labels", with_ledger(bookings=[
        *twins(1, market="JP", label_shown="no"), *twins(1, market="GB", label_shown="no")]))
    said = exhibit.table.dropna(subset="market").set_index("market")["reading"].to_dict()
    assert said == {"JP": "no such law was read", "GB": "no such law was read: this is not law"}
    assert exhibit.title == ("100% of twin uses carry no label; no law in force was read that "
                             "plainly asks for one")


def test_labels_where_the_law_is_kept_or_nothing_falls_under_it(with_ledger: WithLedger) -> None:
    kept = {"kind": "synthetic", "market": "US-NY", "label_shown": "yes"}
    assert built("labels", with_ledger(bookings=made(2, work_on="2026-06-09", **kept))).title == (
        "0% of synthetic uses carry no label; under the label law of New York State none of 2 "
        "carries none")
    assert built("labels", with_ledger(bookings=made(2, work_on="2026-06-08", **kept))).title == (
        "0% of synthetic uses carry no label; none falls under the label law of New York State")
    assert built("labels", with_ledger(bookings=made(2, work_on="2026-06-08"))).title == (
        "No twin or synthetic person was used, so no label is asked for")


# --- any ledger that keeps to the contract ------------------------------------------------------

LEDGERS: dict[str, dict[str, Rows]] = {
    "other currency and market": {
        "bookings": [*made(3, currency="JPY", market="JP", work_on="2019-02-03"),
                     *twins(2, currency="JPY", market="JP", work_on="2019-03-03")]},
    "no twins": {"bookings": made(3, work_on="2024-01-05")},
    "no consents": {"bookings": twins(3)},
    "only cancelled": {"bookings": made(2, status="cancelled", work_on="2024-01-05")},
    "only synthetic": {"bookings": made(
        2, kind="synthetic", fee_amount="", paid_to="nobody", work_on="2024-01-05")},
    "empty columns": {
        "bookings": [
            *made(2, days="", images="", fee_amount="", work_on="2024-01-05"),
            *twins(2, days="", images="", fee_amount="", paid_to="nobody")],
        "consents": [consent("C1", scope="")]},
    "no bookings": {"bookings": [], "consents": [consent("C1", expires_on="2024-02-01")]},
    "nothing": {"bookings": []},
}


def variants(warehouse: Warehouse) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every exhibit of the page at its defaults and at each control's extremes."""
    for id in IDS:
        yield id.removeprefix("pay_and_consent_"), {}
        for control in REGISTRY[id].controls:
            for value in control.extremes(warehouse):
                yield id.removeprefix("pay_and_consent_"), {control.name: value}


@pytest.mark.parametrize("name", LEDGERS)
def test_any_ledger_gives_a_chart_or_a_sentence(name: str, with_ledger: WithLedger) -> None:
    beside = with_ledger(**LEDGERS[name])
    for id, chosen in variants(beside):
        exhibit = built(id, beside, **chosen)
        assert exhibit.title[0].isupper() or exhibit.title[0].isdigit()
        assert not exhibit.title.endswith(".")
        assert exhibit.caveats[0].startswith("Simulation:")


def test_hostile_names_stay_text(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        consents=[consent("C1", brand_id="<b>B</b>", expires_on="2024-01-02")],
        bookings=[*made(2, brand_id="<b>B</b>", work_on="2024-01-05"),
                  *twins(2, brand_id="<b>B</b>", consent_id="C1", market="US-NY",
                         work_on="2025-07-01")])
    for id, chosen in variants(beside):
        notes = built(id, beside, **chosen).figure().layout.annotations
        assert "<b>B</b>" not in " ".join(note.text for note in notes)


# --- charts made for this page ------------------------------------------------------------------

def quartile_frame() -> pd.DataFrame:
    return pd.DataFrame({
        "section": ["a", "a", "b"], "label": ["one", "two", "three"], "kind": ["human", "twin",
                                                                              "twin"],
        "low": [10.0, float("nan"), 1.0], "middle": [20.0, float("nan"), 2.0],
        "high": [40.0, float("nan"), 4.0], "text": ["median 20", "no fee", "median 2"],
        "hover": ["x", "y", "z"],
    })


def test_sections_have_scales_of_their_own_unless_they_share_one() -> None:
    own = draw_quartiles(quartile_frame(), theme.Canvas(), measure=Measure(shared=False))
    first, second = (bar.x[0] for bar in own.data[:2])
    assert first == pytest.approx(second, rel=0.1)
    assert not own.layout.xaxis.visible
    shared = draw_quartiles(quartile_frame(), theme.Canvas(), measure=Measure(mark=100.0))
    human, twin, median = shared.data
    assert [*human.x, *twin.x] == [30.0, 3.0]
    assert [*human.base, *twin.base] == [10.0, 1.0]
    assert list(median.x) == [20.0, 2.0]
    assert shared.layout.xaxis.range[1] > 100
    assert "no fee" in " ".join(note.text for note in shared.layout.annotations)


def test_a_cell_that_is_missing_counts_zero() -> None:
    fig = draw_grid(pd.DataFrame({
        "row": ["r"], "column": ["a"], "value": [7], "share": [1.0], "text": ["100%"],
        "hover": ["seven"],
    }), theme.Canvas(), columns={"a": "A", "b": "B"})
    texts = [note.text for note in fig.layout.annotations]
    assert "<b>7</b><br>100%" in texts
    assert "<b>0</b>" in texts


def test_bars_have_a_heading_where_a_section_begins() -> None:
    frame = pd.DataFrame({
        "label": ["one", "two", "three"], "value": [1.0, 2.0, 3.0], "low": float("nan"),
        "high": float("nan"), "text": ["1", "2", "3"], "style": "solid"})
    plain = draw_bars(frame, theme.Canvas())
    headed = draw_bars(frame.assign(section=["<A>", "<A>", "B"]), theme.Canvas())
    texts = [note.text for note in headed.layout.annotations]
    assert texts.count("<b>&lt;A&gt;</b>") == 1
    assert texts.count("<b>B</b>") == 1
    assert headed.layout.meta["plot_height_px"] > plain.layout.meta["plot_height_px"]
