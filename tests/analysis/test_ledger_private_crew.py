"""Crew of a private ledger: what is shown is true and rests on enough models, brands, agencies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from whole import assert_whole

from analysis.commands import main
from analysis.errors import DisclosureError
from analysis.exhibits import Exhibit, build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.warehouse import Warehouse

MINIMUM = 10
KINDS = ["human", "twin"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private_crew") / "mine"
    assert main(["simulate", "--bookings", "9000", "--seed", "4", "--to", str(made)]) == 0
    for name in ("datapackage.json", "truth.json"):
        (made / name).unlink()
    return made


@pytest.fixture
def private(
    folder: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Warehouse]:
    """The warehouse with it beside, and a release log of its own."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    beside = warehouse.attach(open_given(folder))
    yield beside
    ledger_of(beside).close()


@pytest.fixture(scope="module")
def work(folder: Path) -> pd.DataFrame:
    """The worked bookings, read without the desk."""
    rows = pd.read_csv(folder / "bookings.csv", keep_default_na=False)
    rows = rows[rows["status"] == "worked"]
    crew = pd.read_csv(folder / "crew_calls.csv").groupby("booking_id")["days"].sum()
    return rows.assign(month=pd.to_datetime(rows["work_on"].str[:7]),
                       crew_days=rows["booking_id"].map(crew).fillna(0))


@pytest.fixture(scope="module")
def calls(folder: Path, work: pd.DataFrame) -> pd.DataFrame:
    """Their calls."""
    crew = pd.read_csv(folder / "crew_calls.csv")
    return crew.merge(work[["booking_id", "month", "kind", "channel", "model_id", "brand_id",
                            "agency_id"]], on="booking_id")


def enough(ids: pd.Series) -> bool:
    """Nobody, or the minimum."""
    return ids[ids != ""].nunique() not in range(1, MINIMUM)


def cells(exhibit: Exhibit, *keys: str) -> pd.DataFrame:
    return exhibit.table.set_index(list(keys))


@pytest.mark.parametrize("channel", ["all", "twins", "ecommerce"])
def test_days_of_roles_are_true_and_of_enough_models_on_either_side(
    private: Warehouse, work: pd.DataFrame, calls: pd.DataFrame, channel: str
) -> None:
    exhibit = build_exhibit("crew_days", private, channel=channel)
    if channel == "twins":
        twins = work[work["kind"] == "twin"].groupby("channel")["model_id"].nunique()
        kept = set(twins[twins >= MINIMUM].index)
    else:
        kept = set(work["channel"]) if channel == "all" else {channel}
    inside, called = work[work["channel"].isin(kept)], calls[calls["channel"].isin(kept)]
    shown = exhibit.table[~exhibit.table["suppressed"]]
    assert len(shown) > 10
    for row in shown.to_dict("records"):
        of_kind = inside[inside["kind"] == row["kind"]]
        of_role = called[(called["kind"] == row["kind"])
                         & (called["role"].eq(row["role"]) | (row["role"] == "all"))]
        assert row["worked"] == len(of_kind)
        assert row["crew_days"] == pytest.approx(of_role["days"].sum())
        with_role = of_kind["booking_id"].isin(
            of_role["booking_id"] if row["role"] != "all" else
            of_kind.loc[of_kind["crew_days"] > 0, "booking_id"])
        assert row["calls"] == with_role.sum()
        assert row["per_booking"] == pytest.approx(of_role["days"].sum() / len(of_kind))
        for side in (with_role, ~with_role):
            assert enough(of_kind.loc[side, "model_id"])
    assert_whole(exhibit)


def test_a_role_called_for_few_models_is_withheld_and_not_zero(
    private: Warehouse, work: pd.DataFrame, calls: pd.DataFrame
) -> None:
    exhibit = build_exhibit("crew_days", private)
    twin = calls[calls["kind"] == "twin"]
    models = twin.groupby("role")["model_id"].nunique()
    few = set(models[models < MINIMUM].index)
    assert few
    table = cells(exhibit, "role", "kind")
    for role in few:
        assert table.loc[(role, "twin"), "suppressed"]
        assert pd.isna(table.loc[(role, "twin"), "crew_days"])
    assert "figures of single roles are withheld" in exhibit.title
    assert "twin withheld" in exhibit.words.alt


@pytest.mark.parametrize("role", ["all", "retouching"])
def test_months_of_the_crew_are_true_and_of_enough_models(
    private: Warehouse, calls: pd.DataFrame, role: str
) -> None:
    exhibit = build_exhibit("crew_month", private, role=role)
    table = cells(exhibit, "month", "kind")
    truth = calls[(role == "all") | (calls["role"] == role)].groupby(["month", "kind"]).agg(
        days=("days", "sum"), models=("model_id", lambda ids: ids[ids != ""].nunique()))
    truth = truth.reindex(table.index, fill_value=0)
    shown = ~table["suppressed"]
    assert table.loc[shown, "crew_days"].astype("float64").to_numpy() == pytest.approx(
        truth.loc[shown, "days"].astype("float64").to_numpy())
    assert not truth.loc[shown, "models"].between(1, MINIMUM - 1).any()
    assert table.loc[~shown, "crew_days"].isna().all()
    assert (~shown).any()
    assert "no sum of a year" in exhibit.title
    assert_whole(exhibit)


def test_days_at_stake_are_true_where_the_models_suffice(
    private: Warehouse, work: pd.DataFrame
) -> None:
    exhibit = build_exhibit("crew_stake", private, rate="25")
    year = work[work["month"] > work["month"].max() - pd.DateOffset(months=12)]
    known = exhibit.table[exhibit.table["at_stake"].notna()]
    assert len(known) >= 2
    for row in known.to_dict("records"):
        of = {kind: year[(year["channel"] == row["channel"]) & (year["kind"] == kind)]
              for kind in KINDS}
        assert (row["human"], row["twin_uses"]) == (len(of["human"]), len(of["twin"]))
        assert row["median_days"] == of["human"]["crew_days"].median()
        assert row["at_stake"] == pytest.approx(len(of["twin"]) * row["median_days"] * 0.25)
        for rows in of.values():
            assert enough(rows["model_id"])
        for side in (of["human"]["crew_days"] <= row["median_days"],
                     of["human"]["crew_days"] >= row["median_days"]):
            assert of["human"].loc[side, "model_id"].nunique() >= MINIMUM / 2
    assert "scenario" in exhibit.mark
    assert_whole(exhibit)


def test_fees_a_day_are_true_and_of_enough_models_brands_and_agencies(
    private: Warehouse, calls: pd.DataFrame
) -> None:
    exhibit = build_exhibit("crew_pay", private)
    table = cells(exhibit, "role", "kind")
    shown = table[~table["suppressed"]]
    assert len(shown) >= 8
    assert len(shown) < len(table)
    for key, row in shown.iterrows():
        of = calls[(calls["role"] == key[0]) & (calls["kind"] == key[1])
                   & (calls["currency"] == "EUR")]
        assert row["fee_amount"] == pytest.approx(of["fee_amount"].sum())
        assert row["fee_per_day"] == pytest.approx(of["fee_amount"].sum() / of["days"].sum())
        for unit in ("model_id", "brand_id", "agency_id"):
            assert enough(of[unit])
            most = of[of[unit] != ""].groupby(unit)["fee_amount"].sum().nlargest(2)
            assert most.sum() <= 0.85 * of["fee_amount"].sum()
    assert table.loc[table["suppressed"], "fee_per_day"].isna().all()
    assert_whole(exhibit)


def test_a_ledger_of_few_models_shows_no_day_and_no_fee(
    tmp_path: Path, warehouse: Warehouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    small = tmp_path / "small"
    small.mkdir()
    for path in folder.glob("*.csv"):
        (small / path.name).write_bytes(path.read_bytes())
    rows = pd.read_csv(small / "bookings.csv", keep_default_na=False, dtype=str)
    few = rows[rows["model_id"] != ""]["model_id"].drop_duplicates().head(MINIMUM - 1)
    rows = rows[rows["model_id"].isin(few)]
    rows.to_csv(small / "bookings.csv", index=False)
    crew = pd.read_csv(small / "crew_calls.csv", dtype=str)
    crew[crew["booking_id"].isin(rows["booking_id"])].to_csv(small / "crew_calls.csv", index=False)
    beside = warehouse.attach(open_given(small))
    for id in ("crew_days", "crew_month", "crew_stake"):
        exhibit = build_exhibit(id, beside)
        numbers = exhibit.table.select_dtypes("number")
        assert (numbers.fillna(0) == 0).all().all(), id
        assert exhibit.released is not None
        assert exhibit.released.withheld
        assert_whole(exhibit)
    with pytest.raises(DisclosureError, match="No fee of this ledger may be shown"):
        build_exhibit("crew_pay", beside)
    ledger_of(beside).close()
