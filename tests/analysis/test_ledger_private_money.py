"""Who gains on a private ledger: money by tier, its spread, and who is seen, set against pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from whole import assert_whole

from analysis.commands import main
from analysis.disclosure import Filter, Rules, codes
from analysis.exhibits import build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.ledger.private_money import earned_cells, lorenz_cells
from analysis.warehouse import Warehouse

MINIMUM = 10
WHO = {"model_id": "models", "brand_id": "brands", "agency_id": "agencies"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private") / "mine"
    assert main(["simulate", "--bookings", "6000", "--seed", "11", "--to", str(made)]) == 0
    for name in ("datapackage.json", "truth.json"):
        (made / name).unlink()
    return made


@pytest.fixture
def opened(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], Warehouse]]:
    """Open a folder beside the warehouse, with a release log of its own."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    beside: list[Warehouse] = []

    def make(directory: Path) -> Warehouse:
        beside.append(warehouse.attach(open_given(directory)))
        return beside[-1]

    yield make
    for one in beside:
        ledger_of(one).close()


def year_of(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.Timestamp, pd.Timestamp]:
    """Work of the last twelve months with what reached the models, models, and the period."""
    rows = pd.read_csv(folder / "bookings.csv", parse_dates=["work_on"])
    rows = rows[rows["status"] == "worked"]
    end = rows["work_on"].max().to_period("M").to_timestamp()
    start = end - pd.DateOffset(months=11)
    models = pd.read_csv(folder / "models.csv", parse_dates=["entered_on", "left_on"])
    reached = rows["paid_to"].isin(["model", "agency"]) & (rows["currency"] == "EUR")
    rows = rows.assign(earned=np.where(
        reached, rows["fee_amount"] * (1 - rows["commission_rate"].fillna(0)), 0.0))
    rows = rows.merge(models, on="model_id", how="left", suffixes=("", "_of_model"))
    return rows[rows["work_on"] >= start], models, start, end + pd.offsets.MonthEnd(0)


def counted(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Models on the books some day of the last twelve months, or at work in them; and the work."""
    rows, models, start, end = year_of(folder)
    on_books = (models["entered_on"] <= end) & ~(models["left_on"] < start)
    return models[on_books | models["model_id"].isin(rows["model_id"])], rows


def assert_money(rows: pd.DataFrame, shown: float) -> None:
    """A shown sum is true, of enough of each, and nobody stands out of it."""
    rows = rows[rows["earned"] > 0]
    assert shown == pytest.approx(rows["earned"].sum())
    for column in WHO:
        sums = rows.groupby(column)["earned"].sum().sort_values(ascending=False)
        assert len(sums) >= MINIMUM
        assert sums.iloc[:2].sum() <= 0.85 * shown
        assert shown - sums.iloc[:2].sum() >= 0.1 * sums.iloc[0]


def test_tiers_are_true_and_of_enough_models_brands_and_agencies(
    opened: Callable[[Path], Warehouse], folder: Path
) -> None:
    exhibit = build_exhibit("who_gains_tiers", opened(folder))
    models, rows = counted(folder)
    shown = 0
    for row in exhibit.table.to_dict("records"):
        part = rows[rows["tier"] == row["tier"]]
        if pd.notna(row["models"]):
            assert row["models"] == (models["tier"] == row["tier"]).sum() >= MINIMUM
            assert row["models_share"] == pytest.approx(row["models"] / len(models))
        for kind in ("human", "twin"):
            of_kind = part[part["kind"] == kind]
            if pd.notna(row[kind]):
                shown += 1
                assert row[kind] == len(of_kind)
                assert of_kind["model_id"].nunique() not in range(1, MINIMUM)
        for column, of in (("earned_human", part[part["kind"] == "human"]), ("earned", part)):
            if pd.notna(row[column]):
                shown += 1
                assert_money(of, row[column])
        if pd.notna(row["earned"]) and pd.notna(row["earned_human"]):
            assert_money(part[part["kind"] == "twin"], row["earned"] - row["earned_human"])
    assert shown >= 6
    assert_whole(exhibit)


def lorenz(values: np.ndarray, share: float) -> float:
    sums = np.concatenate([[0.0], np.cumsum(np.sort(values))])
    return float(np.interp(share * len(values), np.arange(len(sums)), sums) / sums[-1])


def test_the_spread_of_earnings_is_true_and_cut_into_parts_of_enough(
    opened: Callable[[Path], Warehouse], folder: Path
) -> None:
    beside = opened(folder)
    models, rows = counted(folder)
    table = build_exhibit("who_gains_concentration", beside).table.set_index("earnings")
    curves = build_exhibit("who_gains_lorenz", beside).table
    for name, of in (("human", rows[rows["kind"] == "human"]), ("all", rows)):
        paid = of.groupby("model_id")["earned"].sum()
        earned = paid.reindex(models["model_id"], fill_value=0.0)
        values = np.sort(earned.to_numpy())
        number = len(values)
        points = curves[(curves["earnings"] == name) & ~curves["suppressed"]]
        assert len(points) >= 3
        for at, share in zip(points["models_share"], points["earned_share"], strict=True):
            assert share == pytest.approx(lorenz(values, at), abs=0.0006)
        order = earned.sort_values(kind="stable")
        for low, high in zip(points["models_share"], points["models_share"].iloc[1:], strict=False):
            piece = order.iloc[int(np.ceil(low * number - 1e-9)):int(high * number + 1e-9)]
            assert len(piece) >= MINIMUM
            if piece.sum() > 0:
                assert (piece > 0).sum() >= MINIMUM
                inner = of[of["model_id"].isin(piece.index) & (of["earned"] > 0)]
                assert inner["brand_id"].nunique() >= MINIMUM - 1
        row = table.loc[name]
        ranks = 2 * np.arange(1, number + 1) - number - 1
        if pd.notna(row["gini"]):
            assert row["gini"] == pytest.approx((ranks * values).sum() / (number * values.sum()))
        for column, at in (("lower_half_share", 0.5), ("top_share", 0.9)):
            known = points.set_index("models_share")["earned_share"]
            assert pd.isna(row[column]) == (at not in known.index)
            if at in known.index:
                assert row[column] == pytest.approx(
                    known[at] if at == 0.5 else 1 - known[at])
    assert "zero" not in table
    assert set(table["population"]) == {"books"}
    assert_whole(build_exhibit("who_gains_concentration", beside))
    assert_whole(build_exhibit("who_gains_lorenz", beside))


def rows_of(number: int, **same: object) -> pd.DataFrame:
    """Earnings of so many models with a brand and an agency of their own."""
    return pd.DataFrame({
        "model": [f"M{at}" for at in range(number)], "brand": [f"B{at}" for at in range(number)],
        "agency": [f"A{at}" for at in range(number)], "tier": "top", "kind": "human", "fees": 1,
        "earned": 100.0, **same})


@pytest.mark.parametrize(("change", "safe"), [
    ({}, True), ({"brand": "B0"}, False), ({"agency": "A0"}, False),
    ({"agency": None}, True), ({"earned": [100_000.0, *[100.0] * 39]}, False),
])
def test_no_part_of_a_curve_is_of_few_brands_agencies_or_one_large_earner(
    change: dict[str, object], safe: bool
) -> None:
    rows = rows_of(40, **change)
    totals = rows.set_index("model")["earned"]
    where = Filter({"currency": codes([1])})
    found = lorenz_cells(rows, totals, where, Rules())
    assert (len(found.frame) > 1) is safe


def test_a_part_in_which_few_of_many_earn_is_no_part_of_many() -> None:
    """Thirty of forty earned nothing: the upper half's ten earners pass, a quarter's few do not."""
    rows = rows_of(12)
    totals = rows.set_index("model")["earned"].reindex([f"M{at}" for at in range(60)]).fillna(0.0)
    found = lorenz_cells(rows, totals, Filter({"currency": codes([1])}), Rules()).frame
    assert list(found["at"]) == ["1/4", "2/4", "3/4", "4/4"]
    few = rows_of(9)
    totals = few.set_index("model")["earned"].reindex([f"M{at}" for at in range(60)]).fillna(0.0)
    assert len(lorenz_cells(few, totals, Filter({"currency": codes([1])}), Rules()).frame) == 1


def test_money_comes_with_its_sums_by_tier_and_kind() -> None:
    frame = earned_cells(rows_of(12), Filter({"currency": codes([1])})).frame
    assert len(frame) == 4 * 3
    whole = frame[(frame["tier"] == "*") & (frame["kind"] == "*")].iloc[0]
    assert (whole["earned"], whole["brands"], whole["agencies_two"]) == (1200.0, 12, 200.0)


@pytest.mark.parametrize("trait", ["gender", "size"])
def test_who_is_seen_is_true_and_of_enough_models(
    opened: Callable[[Path], Warehouse], folder: Path, trait: str
) -> None:
    exhibit = build_exhibit("who_gains_diversity", opened(folder), trait=trait)
    _, rows = counted(folder)
    rows = rows[rows["model_id"].notna()].assign(
        part=rows[trait].fillna("not_described"))
    shown = exhibit.table[~exhibit.table["suppressed"]]
    assert len(shown) >= 3
    for row in shown.to_dict("records"):
        of_kind = rows[rows["kind"] == row["kind"]]
        part = of_kind[of_kind["part"] == row["part"]]
        assert row["worked"] == len(part)
        assert row["share"] == pytest.approx(len(part) / len(of_kind))
        assert part["model_id"].nunique() not in range(1, MINIMUM)
        assert of_kind.loc[of_kind["part"] != row["part"], "model_id"].nunique() >= MINIMUM
    gone = exhibit.table[exhibit.table["suppressed"]]
    assert gone["share"].isna().all()
    assert all(number != 1 for number in gone.groupby("kind").size())
    assert_whole(exhibit)


def test_twins_used_by_others_are_true_and_of_enough_models(
    opened: Callable[[Path], Warehouse], folder: Path
) -> None:
    exhibit = build_exhibit("who_gains_cross_brand", opened(folder))
    _, rows = counted(folder)
    consents = pd.read_csv(folder / "consents.csv", parse_dates=["signed_on"])
    named = consents[consents["brand_id"].notna()].sort_values(["signed_on", "consent_id"])
    makers = named.groupby("model_id")["brand_id"].first()
    twins = rows[rows["kind"] == "twin"].assign(maker=lambda frame: frame["model_id"].map(makers))
    own = twins["maker"] == twins["brand_id"]
    parts = {"own": twins[own], "unknown": twins[twins["maker"].isna()],
             "other": twins[~own & twins["maker"].notna()]}
    assert len(exhibit.table) >= 2
    for row in exhibit.table.to_dict("records"):
        part = parts[row["relation"]]
        assert pd.isna(row["uses"]) == (part["model_id"].nunique() in range(1, MINIMUM))
        assert pd.isna(row["uses"]) or row["uses"] == len(part)
    assert_whole(exhibit)


def test_a_hostile_small_ledger_shows_no_money_and_no_trait(
    opened: Callable[[Path], Warehouse], folder: Path, tmp_path: Path
) -> None:
    """Nine models of one brand: every exhibit is built and shows nothing of them."""
    small = tmp_path / "small"
    small.mkdir()
    bookings = pd.read_csv(folder / "bookings.csv", dtype=str, keep_default_na=False)
    nine = bookings.loc[bookings["model_id"] != "", "model_id"].unique()[:9]
    bookings[bookings["model_id"].isin(nine)].assign(
        consent_id="", brand_id="B1").to_csv(small / "bookings.csv", index=False)
    models = pd.read_csv(folder / "models.csv", dtype=str, keep_default_na=False)
    models[models["model_id"].isin(nine)].to_csv(small / "models.csv", index=False)
    beside = opened(small)
    for id in ("who_gains_tiers", "who_gains_concentration", "who_gains_lorenz",
               "who_gains_diversity", "who_gains_entry", "human_v_twin_idle"):
        exhibit = build_exhibit(id, beside)
        figures = exhibit.table.select_dtypes("number").drop(
            columns=["year", "models_share"], errors="ignore")
        assert not (figures.fillna(0) != 0).any(axis=None), id
        assert_whole(exhibit)
