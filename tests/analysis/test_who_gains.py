"""Who gains on ledgers written by hand: concentration, tiers, entry, brands, traits; titles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from whole import CANVASES, assert_whole

from analysis.charts import theme
from analysis.charts.colours import blend
from analysis.charts.crossing import DEEPEST, Sides, draw_crossing
from analysis.charts.lorenz import Curve, draw_lorenz
from analysis.exhibits import Exhibit, build_exhibit, parse_settings
from analysis.exhibits.check import check_exhibits
from analysis.exhibits.registry import REGISTRY
from analysis.exhibits.who_gains_brands import MOST_BRANDS, OTHER, UNKNOWN, cells
from analysis.exhibits.who_gains_diversity import diversity_title
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

WithLedger = Callable[..., Warehouse]
IDS = ("who_gains_tiers", "who_gains_concentration", "who_gains_lorenz", "who_gains_entry",
       "who_gains_cross_brand", "who_gains_diversity")
WIDE, NARROW = theme.Canvas(), theme.Canvas(size="narrow")
DAY = "2024-06-15"


def build(id: str, warehouse: Warehouse, **settings: Any) -> Exhibit:
    return build_exhibit(id, warehouse, **settings)


def earners(*fees: float, **row: str) -> dict[str, Any]:
    """A ledger in which model i earned the i-th fee, paid to the agency without commission."""
    return {
        "models": [{"model_id": f"m{place}"} for place in range(len(fees))],
        "bookings": [
            {"work_on": DAY, "model_id": f"m{place}", "fee_amount": str(fee), **row}
            for place, fee in enumerate(fees) if fee
        ] or [{"work_on": DAY, "kind": "synthetic"}],
    }


def measures(exhibit: Exhibit, population: str = "books", earnings: str = "human") -> pd.Series:
    return exhibit.table.set_index(["population", "earnings"]).loc[(population, earnings)]


def by_definition(earned: list[float]) -> float:
    """Gini as half the relative mean difference over all pairs."""
    total, models = sum(earned), len(earned)
    return sum(abs(one - other) for one in earned for other in earned) / (2 * models * total)


# --- concentration ------------------------------------------------------------------------------

def test_gini_and_top_tenth_by_hand(with_ledger: WithLedger) -> None:
    # 1, 2, 3, 4: sum of (2i - 5) x = -3 - 2 + 3 + 12 = 10; 10 / (4 x 10) = 0.25.
    found = measures(build("who_gains_concentration", with_ledger(**earners(1, 2, 3, 4))))
    assert found["gini"] == pytest.approx(0.25)
    # A tenth of four models is 0.4 of one: 0.4 x 4 of 10.
    assert found["top_share"] == pytest.approx(0.16)
    assert found["lower_half_share"] == pytest.approx(0.3)


def test_all_earning_the_same_is_no_concentration(with_ledger: WithLedger) -> None:
    found = measures(build("who_gains_concentration", with_ledger(**earners(*[7] * 20))))
    assert found["gini"] == pytest.approx(0, abs=1e-12)
    assert found["top_share"] == pytest.approx(0.1)
    assert found["lower_half_share"] == pytest.approx(0.5)


def test_one_earning_everything_is_the_most_there_can_be(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_concentration", with_ledger(**earners(*[0] * 9, 9)))
    found = measures(exhibit)
    assert found["gini"] == pytest.approx(0.9)
    assert found["top_share"] == pytest.approx(1)
    assert (found["models"], found["zero"]) == (10, 9)
    alone = measures(exhibit, "earners")
    assert (alone["models"], alone["zero"]) == (1, 0)
    assert pd.isna(alone["gini"])
    assert exhibit.title == (
        "The highest-earning tenth of models has 100% of the earnings; no twin fee reached a model")


def test_zero_earners_on_the_books_count_and_the_others_stand_beside(
    with_ledger: WithLedger
) -> None:
    exhibit = build("who_gains_concentration", with_ledger(**earners(0, 0, 5, 5)))
    assert measures(exhibit)["gini"] == pytest.approx(0.5)
    assert measures(exhibit, "earners")["gini"] == pytest.approx(0)
    assert measures(exhibit, "earners")["models"] == 2


def test_who_has_left_or_not_yet_entered_is_not_counted(with_ledger: WithLedger) -> None:
    models = [
        {"model_id": "there"}, {"model_id": "works"},
        {"model_id": "left_before", "left_on": "2023-12-31"},
        {"model_id": "left_within", "left_on": "2024-01-01"},
        {"model_id": "enters_on_the_last_day", "entered_on": "2024-12-31"},
        {"model_id": "enters_after", "entered_on": "2025-01-01"},
        {"model_id": "left_but_paid", "left_on": "2020-12-31"},
    ]
    beside = with_ledger(models=models, bookings=[
        {"work_on": day, "model_id": "works"} for day in ("2024-01-10", "2024-12-10")] + [
        {"work_on": DAY, "model_id": "left_but_paid", "kind": "twin"}])
    found = measures(build("who_gains_concentration", beside, year="2024"), earnings="all")
    assert (found["models"], found["zero"]) == (5, 3)


def test_earnings_are_what_reaches_the_model(with_ledger: WithLedger) -> None:
    rows = [
        {"commission_rate": "0.2"}, {"paid_to": "model"}, {"paid_to": "brand"},
        {"paid_to": "nobody"}, {"fee_amount": ""}, {"status": "cancelled"},
        {"currency": "USD"}, {"kind": "twin", "commission_rate": "0.5"},
        {"kind": "twin", "paid_to": "brand"},
    ]
    exhibit = build("who_gains_concentration", with_ledger(
        models=[{"model_id": "M1"}, {"model_id": "other"}],
        bookings=[{"work_on": DAY, "model_id": "M1", **row} for row in rows]))
    assert measures(exhibit)["total"] == pytest.approx(80 + 100)
    assert measures(exhibit, earnings="all")["total"] == pytest.approx(80 + 100 + 50)
    notes = " ".join(exhibit.caveats)
    assert "1 of 8 worked bookings and twin uses has no fee on record" in notes
    assert "1 of 8 worked bookings and twin uses has a fee in another currency than EUR" in notes


@pytest.mark.parametrize(
    ("twin_fees", "title"),
    [
        ([1000] + [0] * 9, "has 10% of the earnings from human work alone, 55% with twin fees"),
        ([0] * 10, "has 10% of the earnings; no twin fee reached a model"),
        ([5] * 10, "has 10% of the earnings, with and without twin fees"),
    ],
)
def test_title_of_concentration_flips_with_twin_fees(
    twin_fees: list[int], title: str, with_ledger: WithLedger
) -> None:
    made = earners(*[100] * 10)
    made["bookings"] += [
        {"work_on": DAY, "model_id": f"m{place}", "kind": "twin", "fee_amount": str(fee)}
        for place, fee in enumerate(twin_fees) if fee
    ]
    assert build("who_gains_concentration", with_ledger(**made)).title == (
        f"The highest-earning tenth of models {title}")


def test_of_few_models_the_gini_stands_in_the_title(with_ledger: WithLedger) -> None:
    title = build("who_gains_concentration", with_ledger(**earners(1, 2, 3, 4))).title
    assert title == ("Gini coefficient of the earnings of only 4 models: 0.25; no twin fee reached "
                     "a model")


def test_of_twin_fees_alone_the_title_says_so(with_ledger: WithLedger) -> None:
    made = earners(*range(1, 11), kind="twin")
    assert build("who_gains_concentration", with_ledger(**made)).title.endswith(
        "of the earnings; only twin fees were earned")


@pytest.mark.parametrize("id", ["who_gains_concentration", "who_gains_lorenz"])
@pytest.mark.parametrize(
    ("fees", "title"),
    [
        ((5,), "Fewer than two models are counted in Jun 2024: nothing to compare"),
        ((0, 0, 0), "No earnings of models are on record in EUR, Jun 2024"),
    ],
)
def test_one_model_or_nobody_earning_is_a_sentence(
    fees: tuple[float, ...], title: str, id: str, with_ledger: WithLedger
) -> None:
    exhibit = build(id, with_ledger(**earners(*fees)))
    assert exhibit.title == title
    exhibit.figure()


@pytest.mark.parametrize(
    "fees", [[3, 1, 1, 1, 8], [2, 2], [10, 0, 0, 1, 5, 5, 5, 9, 30, 2, 2, 7, 0],
             [place * place % 101 for place in range(150)]],
    ids=("ties", "equal", "thirteen", "many"))
def test_query_agrees_with_the_definition(fees: list[int], with_ledger: WithLedger) -> None:
    found = measures(build("who_gains_concentration", with_ledger(**earners(*fees))))
    assert found["gini"] == pytest.approx(by_definition(list(map(float, fees))), abs=1e-12)


# --- Lorenz curve -------------------------------------------------------------------------------

def test_lorenz_points_by_hand(with_ledger: WithLedger) -> None:
    table = build("who_gains_lorenz", with_ledger(**earners(1, 2, 3, 4))).table
    human = table[table["earnings"] == "human"]
    assert human["models_share"].tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert human["earned_share"].tolist() == pytest.approx([0, 0.1, 0.3, 0.6, 1])


@pytest.mark.parametrize("models", [89, 90, 91, 500])
def test_lorenz_has_at_most_two_hundred_points_all_on_the_curve(
    models: int, with_ledger: WithLedger
) -> None:
    fees = [place % 37 for place in range(models)]
    exhibit = build("who_gains_lorenz", with_ledger(**earners(*fees)))
    table = exhibit.table
    assert len(table) <= 200
    up_to = pd.Series([0, *sorted(fees)]).cumsum() / sum(fees)
    for _, curve in table.groupby("earnings"):
        assert curve["place"].iloc[[0, -1]].tolist() == [0, models]
        assert curve["earned_share"].tolist() == pytest.approx(up_to[curve["place"]].tolist())
        slopes = curve["earned_share"].diff() / curve["models_share"].diff()
        assert (slopes.dropna().diff().dropna() > -1e-9).all(), "a Lorenz curve is convex"
    assert sum(len(trace.x) for trace in exhibit.figure().data) <= 200


def test_title_of_lorenz_names_the_lower_half(with_ledger: WithLedger) -> None:
    made = earners(1, 2, 3, 4)
    made["bookings"] += [
        {"work_on": DAY, "model_id": "m3", "kind": "twin", "fee_amount": "10"}]
    assert build("who_gains_lorenz", with_ledger(**made)).title == (
        "The lower-earning half of models has 30% of the earnings from human work alone, 15% with "
        "twin fees")


# --- tiers --------------------------------------------------------------------------------------

def tiered(with_ledger: WithLedger, **more: Any) -> Warehouse:
    return with_ledger(
        models=[{"model_id": f"n{place}", "tier": "newcomer"} for place in range(5)] + [
            {"model_id": "e", "tier": "established"}] * 1 + [
            {"model_id": f"t{place}", "tier": "top"} for place in range(4)],
        bookings=[
            {"work_on": DAY, "model_id": "n0", "fee_amount": "100"},
            *({"work_on": DAY, "model_id": "e", "fee_amount": "100"} for _ in range(2)),
            {"work_on": DAY, "model_id": "t0", "fee_amount": "600"},
            {"work_on": DAY, "model_id": "t1", "kind": "twin", "fee_amount": "100"},
            *more.get("bookings", [])])


def test_shares_of_each_tier_by_hand(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_tiers", tiered(with_ledger))
    by = exhibit.table.set_index("tier")
    assert by["models_share"].to_dict() == {"newcomer": 0.5, "established": 0.1, "top": 0.4}
    assert by["human_share"].to_dict() == {"newcomer": 0.25, "established": 0.5, "top": 0.25}
    assert by["twin_share"].to_dict() == {"newcomer": 0, "established": 0, "top": 1}
    assert by["earned_human_share"].round(4).to_dict() == {
        "newcomer": 0.1111, "established": 0.2222, "top": 0.6667}
    assert by["earned_share"].to_dict() == {"newcomer": 0.1, "established": 0.2, "top": 0.7}
    assert exhibit.title == (
        "Newcomers, 50% of models, have 25% of human bookings, 0% of twin uses and 10% of "
        "earnings; top names, 40% of models, have 25%, 100% and 70%")


def test_bookings_that_name_no_model_are_a_row_of_their_own(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_tiers", tiered(
        with_ledger, bookings=[{"work_on": DAY, "model_id": ""} for _ in range(4)]))
    assert exhibit.table["human_share"].tolist() == [0.125, 0.25, 0.125, 0.5]
    assert exhibit.table["tier"].isna().tolist() == [False, False, False, True]
    assert any("4 of 9 worked bookings and twin uses have no model named" in note
               for note in exhibit.caveats)
    texts = [note.text for note in exhibit.figure().layout.annotations]
    assert texts.count("<b>No model named</b>") == 1


def test_without_twins_or_money_the_title_leaves_them_out(with_ledger: WithLedger) -> None:
    beside = with_ledger(
        models=[{"model_id": "n", "tier": "newcomer"}, {"model_id": "e"}],
        bookings=[{"work_on": DAY, "model_id": "n", "fee_amount": ""}] + [
            {"work_on": DAY, "model_id": "e", "fee_amount": ""}] * 3)
    exhibit = build("who_gains_tiers", beside)
    assert exhibit.title == "Newcomers, 50% of models, have 25% of human bookings"
    assert "twin uses none" in exhibit.words.alt


def test_without_newcomers_and_top_names_no_tier_is_compared(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_tiers", with_ledger(bookings=[{"work_on": DAY}]))
    assert exhibit.title == "Neither newcomers nor top names are among the models of Jun 2024"


# --- entry --------------------------------------------------------------------------------------

def entry_ledger(with_ledger: WithLedger) -> Warehouse:
    """The ledger runs from January 2022 to 31 December 2023."""
    models = [
        {"model_id": "early", "entered_on": "2021-12-31"},
        {"model_id": "same_day", "entered_on": "2022-03-01"},
        {"model_id": "day_180", "entered_on": "2022-03-01"},
        {"model_id": "day_181", "entered_on": "2022-03-01"},
        {"model_id": "before", "entered_on": "2022-03-01"},
        {"model_id": "last_seen", "entered_on": "2023-07-04"},
        {"model_id": "too_late", "entered_on": "2023-07-05"},
        {"model_id": "left", "entered_on": "2023-02-01", "left_on": "2023-02-10"},
    ]
    work = {
        "early": "2022-01-05", "same_day": "2022-03-01", "day_180": "2022-08-28",
        "day_181": "2022-08-29", "before": "2022-02-28", "last_seen": "2023-12-31",
    }
    return with_ledger(models=models, bookings=[
        *({"model_id": model, "work_on": day} for model, day in work.items()),
        {"model_id": "left", "work_on": "2023-03-01", "kind": "twin"},
        {"model_id": "left", "work_on": "2023-03-01", "status": "cancelled"},
        {"model_id": "too_late", "work_on": "2023-07-06"},
    ])


def test_entry_counts_the_day_of_entry_and_the_180_days_after(with_ledger: WithLedger) -> None:
    by = build("who_gains_entry", entry_ledger(with_ledger)).table.set_index("year")
    assert 2021 not in by.index
    assert by.loc[2022, ["entered", "observed", "worked"]].tolist() == [4, 4, 2]
    assert by.loc[2022, "share"] == pytest.approx(0.5)
    # 4 July + 180 days is 31 December, the ledger's last day: seen; the model of the 5th is not.
    assert by.loc[2023, ["entered", "observed", "worked"]].tolist() == [3, 2, 1]


@pytest.mark.parametrize(
    ("days", "worked"),
    [
        (["2022-03-05", "2022-03-20"], 1), (["2022-03-05"], 0), (["2022-03-10"], 1),
        (["2022-09-06", "2022-09-25"], 1), (["2022-09-07"], 0),
        (["2022-03-09", "2022-09-07"], 0),
    ],
)
def test_months_that_hold_work_on_both_sides_of_a_border_count_by_the_day(
    days: list[str], worked: int, with_ledger: WithLedger
) -> None:
    """Entered on 10 March, so that day 180 is 6 September."""
    beside = with_ledger(
        models=[{"model_id": "m", "entered_on": "2022-03-10"}, {"model_id": "other"}],
        bookings=[{"model_id": "m", "work_on": day} for day in days] + [
            {"model_id": "other", "work_on": day} for day in ("2022-01-01", "2022-12-31")])
    by = build("who_gains_entry", beside).table.set_index("year")
    assert by.loc[2022, ["observed", "worked"]].tolist() == [1, worked]


def test_a_year_seen_in_part_is_drawn_and_not_compared(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_entry", entry_ledger(with_ledger))
    assert exhibit.title == "50% of the models who entered in 2022 worked within 180 days"
    texts = " ".join(note.text for note in exhibit.figure().layout.annotations)
    assert "2023, entered 1 Feb to 4 Jul only: 2 models" in texts


@pytest.mark.parametrize(
    ("first", "later", "title"),
    [
        (2, 1, "50% of the models who entered in 2023 worked within 180 days, down from 100% of "
               "those of 2022"),
        (1, 2, "100% of the models who entered in 2023 worked within 180 days, up from 50% of "
               "those of 2022"),
        (1, 1, "50% of the models who entered in 2023 worked within 180 days, as of those of "
               "2022"),
    ],
)
def test_title_of_entry_flips_with_the_data(
    first: int, later: int, title: str, with_ledger: WithLedger
) -> None:
    models = [{"model_id": f"{year}-{place}", "entered_on": f"{year}-02-01"}
              for year in (2022, 2023) for place in range(2)]
    beside = with_ledger(models=models, bookings=[
        {"work_on": f"{year}-03-01", "model_id": f"{year}-{place}"}
        for year, working in ((2022, first), (2023, later)) for place in range(working)] + [
        {"work_on": "2022-01-01", "model_id": "2022-0"},
        {"work_on": "2023-12-31", "model_id": "2022-0"}])
    assert build("who_gains_entry", beside).title == title


# --- cross-brand twin bookings ------------------------------------------------------------------

def test_the_maker_is_the_brand_of_the_first_consent_that_names_one(
    with_ledger: WithLedger
) -> None:
    consents = [
        {"consent_id": "c1", "model_id": "a", "brand_id": "", "signed_on": "2023-01-01"},
        {"consent_id": "c3", "model_id": "a", "brand_id": "A", "signed_on": "2023-02-01"},
        {"consent_id": "c2", "model_id": "a", "brand_id": "B", "signed_on": "2023-03-01"},
        {"consent_id": "d2", "model_id": "b", "brand_id": "A", "signed_on": "2023-02-01"},
        {"consent_id": "d1", "model_id": "b", "brand_id": "B", "signed_on": "2023-02-01"},
        {"consent_id": "e1", "model_id": "c", "brand_id": "", "signed_on": "2023-02-01"},
    ]
    uses = [("a", "A")] * 3 + [("a", "B")] * 2 + [("b", "B")] + [("b", "A")] + [("c", "B")] * 3
    exhibit = build("who_gains_cross_brand", with_ledger(
        consents=consents, bookings=[
            {"work_on": DAY, "model_id": model, "brand_id": brand, "kind": "twin"}
            for model, brand in uses] + [
            {"work_on": DAY, "model_id": "a", "brand_id": "B", "kind": "twin",
             "status": "cancelled"}]))
    found = exhibit.table.set_index(["maker", "user"])["uses"].to_dict()
    assert found == {("A", "A"): 3, ("A", "B"): 2, ("B", "B"): 1, ("B", "A"): 1,
                     (UNKNOWN, "B"): 3}
    assert exhibit.title == (
        "30% of twin uses were by another brand than the one the twin was made with, 40% by that "
        "brand and 30% of a twin whose maker is not known")


@pytest.mark.parametrize(
    ("users", "title"),
    [
        ("AAAA", "0% of twin uses were by another brand than the one the twin was made with and "
                 "100% by that brand"),
        ("BBBB", "100% of twin uses were by another brand than the one the twin was made with and "
                 "0% by that brand"),
    ],
)
def test_title_of_brands_flips_with_the_data(
    users: str, title: str, with_ledger: WithLedger
) -> None:
    beside = with_ledger(
        consents=[{"consent_id": "c", "model_id": "a", "brand_id": "A"}],
        bookings=[{"work_on": DAY, "model_id": "a", "brand_id": user, "kind": "twin"}
                  for user in users])
    assert build("who_gains_cross_brand", beside).title == title


def test_without_consents_every_maker_is_unknown_and_none_is_dropped(
    with_ledger: WithLedger
) -> None:
    exhibit = build("who_gains_cross_brand", with_ledger(
        bookings=[{"work_on": DAY, "kind": "twin"}] * 2))
    assert exhibit.title == "2 twin uses, none with a known brand the twin was made with"
    assert exhibit.table["maker"].tolist() == [UNKNOWN]
    texts = [note.text for note in exhibit.figure().layout.annotations]
    assert "<b>2</b>" in texts


def many_brands(with_ledger: WithLedger, number: int) -> Exhibit:
    """Brand i makes the twin of model i and uses it i times; the next brand uses it once."""
    names = [f"B{place:02d}" for place in range(1, number + 1)]
    return build("who_gains_cross_brand", with_ledger(
        consents=[{"consent_id": f"c{name}", "model_id": name, "brand_id": name}
                  for name in names],
        bookings=[
            {"work_on": DAY, "model_id": name, "brand_id": user, "kind": "twin"}
            for place, name in enumerate(names, start=1)
            for user in [name] * place + [names[place % number]]
        ]))


@pytest.mark.parametrize("number", [MOST_BRANDS, MOST_BRANDS + 1, 20])
def test_only_so_many_brands_stand_by_name_and_no_use_is_lost(
    number: int, with_ledger: WithLedger
) -> None:
    exhibit = many_brands(with_ledger, number)
    uses = number * (number + 1) // 2 + number
    assert exhibit.table["uses"].sum() == uses
    assert (OTHER in set(exhibit.table["maker"])) is (number > MOST_BRANDS)
    for canvas, most in ((WIDE, MOST_BRANDS), (NARROW, 5)):
        grid = cells(exhibit.table, canvas)
        assert grid["count"].sum() == uses
        assert grid["row"].nunique() == min(number, most) + (number > most)
        assert len(grid) == grid["row"].nunique() * grid["column"].nunique()
        assert grid["depth"].between(0, 1).all()
    assert exhibit.title.startswith(f"{number / uses:.0%} of twin uses were by another brand")


def test_rows_and_columns_stand_in_the_same_order(with_ledger: WithLedger) -> None:
    grid = cells(many_brands(with_ledger, 20).table, WIDE)
    assert list(dict.fromkeys(grid["row"])) == list(dict.fromkeys(grid["column"]))
    framed = grid[grid["framed"]]
    assert len(framed) == MOST_BRANDS
    assert (framed["row"] == framed["column"]).all()
    both = grid[(grid["row"] == OTHER) & (grid["column"] == OTHER)].iloc[0]
    # Brands 1 to 8 are the rest: 1 + … + 8 own uses, and 7 by the next of them.
    assert (both["count"], both["text"]) == (43, "43|36 own")


# --- self-described diversity -------------------------------------------------------------------

def described(with_ledger: WithLedger) -> Warehouse:
    return with_ledger(
        models=[{"model_id": "w", "gender": "woman", "size": "plus"},
                {"model_id": "m", "gender": "man"}, {"model_id": "x"}],
        bookings=[
            *({"work_on": DAY, "model_id": "w"} for _ in range(3)),
            *({"work_on": DAY, "model_id": "m"} for _ in range(2)),
            *({"work_on": DAY, "model_id": "x"} for _ in range(4)),
            {"work_on": DAY, "model_id": ""},
            *({"work_on": DAY, "model_id": "w", "kind": "twin"} for _ in range(3)),
            {"work_on": DAY, "model_id": "x", "kind": "twin"},
            *({"work_on": DAY, "kind": "synthetic"} for _ in range(7)),
            {"work_on": DAY, "model_id": "w", "kind": "twin", "status": "cancelled"},
        ])


def test_not_described_and_no_model_are_parts_of_their_own(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_diversity", described(with_ledger))
    by = exhibit.table.set_index(["kind", "part"])
    assert by.loc["human", "share"].to_dict() == pytest.approx(
        {"woman": 0.3, "man": 0.2, "not_described": 0.4, "no_model": 0.1})
    assert by.loc["twin", "share"].to_dict() == pytest.approx(
        {"woman": 0.75, "not_described": 0.25})
    assert by.loc[("synthetic", "none"), "worked"] == 7
    assert pd.isna(by.loc[("synthetic", "none"), "share"])
    assert exhibit.title == ("Women: 30% of human bookings, 75% of twin uses; models who do not "
                             "say: 50% and 25%")


def test_synthetic_people_are_counted_and_describe_nothing(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_diversity", described(with_ledger))
    texts = [note.text for note in exhibit.figure().layout.annotations]
    assert "<i>7 uses, nobody to describe</i>" in texts
    assert "<b>0% (0)</b>" in texts, "no twin of a man was used"
    assert any("Synthetic people have no self-description" in note for note in exhibit.caveats)


def test_simulated_traits_are_said_to_be_chance_and_real_ones_to_need_the_gate(
    with_ledger: WithLedger
) -> None:
    exhibit = build("who_gains_diversity", described(with_ledger))
    assert "a difference is chance" in exhibit.subtitle
    assert any("disclosure gate" in note for note in exhibit.caveats)


def test_trait_is_a_choice(with_ledger: WithLedger) -> None:
    exhibit = build("who_gains_diversity", described(with_ledger), trait="size")
    assert exhibit.title == ("Plus sizes: 30% of human bookings, 75% of twin uses; models who do "
                             "not say: 70% and 25%")


@pytest.mark.parametrize(
    ("human", "twin", "title"),
    [
        ((6, 4), (4, 6), "Women: 60% of human bookings, 40% of twin uses"),
        ((4, 6), (6, 4), "Women: 40% of human bookings, 60% of twin uses"),
        ((5, 5), (5, 5), "Human bookings and twin uses have the same shares by gender"),
        ((5, 5), (0, 0), "Women: 50% of human bookings; no twin was used"),
        ((0, 0), (5, 5), "Women: 50% of twin uses; no person was booked"),
        ((0, 0), (0, 0), "No model of this ledger worked in June"),
    ],
)
def test_title_of_diversity_flips_with_the_data(
    human: tuple[int, int], twin: tuple[int, int], title: str
) -> None:
    table = pd.DataFrame(
        [{"kind": kind, "part": part, "worked": worked, "share": worked / max(1, sum(of))}
         for kind, of in (("human", human), ("twin", twin))
         for part, worked in zip(("woman", "man"), of, strict=True) if sum(of)],
        columns=["kind", "part", "worked", "share"])
    assert diversity_title(table, "gender", "June") == title


# --- the period ---------------------------------------------------------------------------------

def test_periods_end_with_the_ledger_and_say_which_months(with_ledger: WithLedger) -> None:
    beside = with_ledger(bookings=[
        {"work_on": day} for day in ("2022-03-05", "2023-05-05", "2024-06-05")] + [
        {"work_on": "2030-01-01", "status": "booked"}])
    year = next(one for one in REGISTRY["who_gains_tiers"].controls if one.name == "year")
    assert year.options(beside) == {
        "last": "The last twelve months", "all": "The whole ledger", "2022": "2022 (from Mar)",
        "2023": "2023", "2024": "2024 (to Jun)"}
    for value, words in (("last", "Jul 2023 to Jun 2024"), ("all", "Mar 2022 to Jun 2024"),
                         ("2022", "Mar 2022 to Dec 2022"), ("2024", "Jan 2024 to Jun 2024")):
        assert words in build("who_gains_tiers", beside, year=value).subtitle
    assert parse_settings("who_gains_tiers", beside, {"year": "2024"}) == {"year": "2024"}


def test_one_currency_at_a_time_the_most_frequent_first(with_ledger: WithLedger) -> None:
    made = earners(1, 2, 3, currency="SEK")
    made["bookings"] += [{"work_on": DAY, "model_id": "m0", "fee_amount": "9", "currency": "JPY"}]
    beside = with_ledger(**made)
    assert measures(build("who_gains_concentration", beside))["total"] == pytest.approx(6)
    other = build("who_gains_concentration", beside, currency="JPY")
    assert measures(other)["total"] == pytest.approx(9)
    assert "JPY" in other.subtitle


# --- other ledgers ------------------------------------------------------------------------------

LEDGERS: dict[str, dict[str, Any]] = {
    "empty": {"bookings": []},
    "only cancelled": {"bookings": [{"work_on": DAY, "status": "cancelled"}]},
    "one booking": {"bookings": [{"work_on": DAY, "currency": "SEK"}]},
    "only synthetic": {"bookings": [{"work_on": DAY, "kind": "synthetic"}] * 3},
    "only twins": {"bookings": [{"work_on": DAY, "kind": "twin"}] * 3},
    "no fees, no models named": {
        "bookings": [{"work_on": DAY, "fee_amount": "", "model_id": ""}] * 3},
    "one brand": {
        "models": [{"model_id": name, "tier": tier} for name, tier in (
            ("a", "newcomer"), ("b", "top"), ("c", "top"))],
        "consents": [{"consent_id": "c", "model_id": "b", "brand_id": "B1"}],
        "bookings": [{"work_on": DAY, "model_id": name, "kind": kind}
                     for name in "abc" for kind in ("human", "twin")]},
}


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", LEDGERS)
def test_any_ledger_gives_a_figure_or_a_plain_sentence(
    name: str, id: str, with_ledger: WithLedger
) -> None:
    exhibit = build(id, with_ledger(**LEDGERS[name]))
    assert_whole(exhibit)
    assert exhibit.mark == "simulation"


@pytest.mark.parametrize("id", IDS)
def test_an_empty_ledger_is_a_sentence(id: str, with_ledger: WithLedger) -> None:
    assert build(id, with_ledger(bookings=[])).title == (
        "Nobody who entered can be observed for 180 days in this ledger"
        if id == "who_gains_entry" else "Nothing was worked in this ledger")


def test_every_extreme_of_every_control_is_drawn(
    with_ledger: WithLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.exhibits import check

    monkeypatch.setattr(check, "REGISTRY", {id: REGISTRY[id] for id in IDS})
    built, faults = check_exhibits(tiered(with_ledger))
    assert faults == []
    assert built > 20


def test_shares_of_the_shipped_ledger_add_up(warehouse: Warehouse) -> None:
    ledger = ledger_of(warehouse)
    for id in ("who_gains_tiers", "who_gains_diversity"):
        exhibit = build(id, warehouse)
        shares = [name for name in exhibit.table if str(name).endswith("share")]
        for name in shares:
            of = exhibit.table.groupby("kind")[name].sum(min_count=1).dropna() if (
                "kind" in exhibit.table) else pd.Series([exhibit.table[name].sum()])
            assert of.tolist() == pytest.approx([1.0] * len(of)), (id, name)
        assert exhibit.data_version == ledger.package.data_version


# --- the charts ---------------------------------------------------------------------------------

def crossing(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "row": ["A", "A", "B", "B"], "column": ["A", "B", "A", "B"], "count": [9, 0, 3, 20],
        "text": ["9", "0", "3", "20|5 own"], "framed": [True, False, False, True],
        "depth": [0.45, 0.0, 0.15, 1.0], "hover": ["a", "b", "c", "d"],
    } | changes)


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_every_cell_has_its_number_and_the_same_brand_a_frame(canvas: theme.Canvas) -> None:
    fig = draw_crossing(crossing(), canvas, sides=Sides("Made with", "Used by"))
    texts = [note.text for note in fig.layout.annotations]
    assert {"<b>9</b>", "0", "<b>3</b>", "<b>20<br>5 own</b>"} <= set(texts)
    widths = [shape.line.width for shape in fig.layout.shapes]
    assert widths == [1.8, 0.5, 0.5, 1.8]
    assert {trace.hoverinfo for trace in fig.data} == {"text"}


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.2)."""
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", theme.PALETTES)
def test_numbers_keep_their_contrast_on_every_tint(mode: theme.Mode) -> None:
    """WCAG 2.2, success criterion 1.4.3, from paper to the deepest cell."""
    palette = theme.PALETTES[mode]
    for step in range(101):
        fill = blend(palette.paper, palette.twin, DEEPEST * step / 100)
        light, dark = sorted((luminance(palette.ink), luminance(fill)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, step


def test_charts_read_nothing_as_mark_up_and_stand_empty() -> None:
    evil = "<b>x</b>"
    grid = draw_crossing(crossing(row=evil, column=evil, text=evil, hover=evil).iloc[:1], WIDE,
                         sides=Sides(evil, evil))
    curve = draw_lorenz(
        pd.DataFrame({"series": "a", "x": [0.0, 1.0], "y": [0.0, 1.0], "hover": evil}), WIDE,
        curves=[Curve("a", evil, "human")], x_title=evil, y_title=evil)
    for fig in (grid, curve):
        texts = [*(note.text for note in fig.layout.annotations),
                 *(text for trace in fig.data for text in trace.hovertext)]
        assert not any("<b>x" in text for text in texts)
    draw_crossing(crossing().iloc[:0], NARROW, sides=Sides("a", "b"))
    draw_lorenz(pd.DataFrame(columns=["series", "x", "y", "hover"]), NARROW, curves=[],
                x_title="a", y_title="b")


def test_lorenz_has_the_line_of_equality_and_two_signs_a_curve() -> None:
    frame = pd.DataFrame({"series": ["a", "a", "b", "b"], "x": [0.0, 1.0] * 2,
                          "y": [0.0, 1.0] * 2, "hover": "h"})
    fig = draw_lorenz(
        frame, WIDE, curves=[Curve("a", "Human", "human"), Curve("b", "All", "ink")], x_title="x",
        y_title="y")
    (line,) = fig.layout.shapes
    assert (line.x0, line.y0, line.x1, line.y1) == (0, 0, 1, 1)
    assert [trace.line.dash for trace in fig.data] == ["solid", "dash"]
    assert len({trace.line.color for trace in fig.data}) == 2
