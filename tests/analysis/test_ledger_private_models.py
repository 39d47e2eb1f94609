"""Models of a private ledger: with and without work, and who enters, set against pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from whole import assert_whole

from analysis.commands import main
from analysis.exhibits import build_exhibit
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.warehouse import Warehouse

MINIMUM = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private") / "mine"
    assert main(["simulate", "--bookings", "4000", "--seed", "8", "--to", str(made)]) == 0
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


def tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Worked bookings that name a model, and models with their days."""
    rows = pd.read_csv(folder / "bookings.csv", parse_dates=["work_on"])
    rows = rows[(rows["status"] == "worked") & rows["model_id"].notna()]
    models = pd.read_csv(folder / "models.csv", parse_dates=["entered_on", "left_on"])
    return rows, models


def sets_of_month(folder: Path, month: pd.Timestamp, tier: str) -> dict[str, set[str]]:
    """Who is on the books, without a booking and at work in a month, as the exhibit words it."""
    rows, models = tables(folder)
    models = models if tier == "all" else models[models["tier"] == tier]
    human = rows[(rows["kind"] == "human") & rows["model_id"].isin(models["model_id"])]
    end = month + pd.offsets.MonthEnd(0)
    books = set(models.loc[(models["entered_on"] <= end) & ~(models["left_on"] < end), "model_id"])
    back = human[(human["work_on"] > end - pd.Timedelta(days=90)) & (human["work_on"] <= end)]
    here = human[(human["work_on"] >= month) & (human["work_on"] <= end)]
    return {"models": books, "without": books - set(back["model_id"]),
            "working": set(here["model_id"]), "earlier": books & set(back["model_id"])
            - set(here["model_id"])}


@pytest.mark.parametrize("tier", ["all", "newcomer", "top"])
def test_shown_months_are_true_and_rest_on_enough_models(
    opened: Callable[[Path], Warehouse], folder: Path, tier: str
) -> None:
    table = build_exhibit("human_v_twin_idle", opened(folder), tier=tier).table
    shown = 0
    for row in table.to_dict("records"):
        truth = sets_of_month(folder, pd.Timestamp(row["month"]), tier)
        for column, name in (("models", "models"), ("without_booking", "without"),
                             ("working", "working")):
            if pd.notna(row[column]):
                shown += 1
                assert row[column] == len(truth[name])
                assert len(truth[name]) not in range(1, MINIMUM)
        if pd.notna(row["models"]) and pd.notna(row["without_booking"]):
            assert row["share_without"] == row["without_booking"] / row["models"]
            assert row["models"] - row["without_booking"] not in range(1, MINIMUM)
            if pd.notna(row["working"]):
                assert len(truth["earlier"]) not in range(1, MINIMUM)
    assert shown > 40 or tier == "top"
    assert table["suppressed"].any() or tier == "all"


def test_a_share_without_work_is_withheld_where_it_is_of_everybody(
    opened: Callable[[Path], Warehouse], folder: Path, tmp_path: Path
) -> None:
    """Twelve models and nobody of them at work for months: the one answer is not shown."""
    twelve = tables(folder)[1]["model_id"].iloc[:12]
    changed = tmp_path / "idle"
    changed.mkdir()
    for path in folder.glob("*.csv"):
        if path.stem in ("crew_calls", "consents", "rates", "parameters"):
            continue
        (changed / path.name).write_bytes(path.read_bytes())
    books = pd.read_csv(folder / "models.csv", dtype=str)
    books = books[books["model_id"].isin(twelve)].assign(entered_on="2020-01-01", left_on="")
    books.to_csv(changed / "models.csv", index=False)
    bookings = pd.read_csv(folder / "bookings.csv", dtype=str, keep_default_na=False)
    named = bookings["model_id"].isin(twelve) & (bookings["kind"] == "human")
    first = bookings[named & (bookings["work_on"] < "2022-06-01")]
    ends = bookings[bookings["kind"] == "synthetic"].tail(1)
    pd.concat([first, ends]).assign(consent_id="").to_csv(changed / "bookings.csv", index=False)
    exhibit = build_exhibit("human_v_twin_idle", opened(changed))
    table = exhibit.table.set_index("month")
    later = table[table.index >= "2022-09-01"]
    assert len(later) > 6
    assert later["without_booking"].isna().all()
    assert later["suppressed"].all()
    assert_whole(exhibit)
    assert_whole(build_exhibit("human_v_twin_working", opened(changed)))


def test_entry_is_of_enough_models_of_either_kind(
    opened: Callable[[Path], Warehouse], folder: Path
) -> None:
    exhibit = build_exhibit("who_gains_entry", opened(folder))
    rows, models = tables(folder)
    start, end = rows["work_on"].min().to_period("M").to_timestamp(), rows["work_on"].max()
    days = pd.Timedelta(days=180)
    seen = models[(models["entered_on"] >= start) & (models["entered_on"] + days <= end)]
    human = rows[rows["kind"] == "human"].merge(seen[["model_id", "entered_on"]], on="model_id")
    found = set(human.loc[(human["work_on"] >= human["entered_on"]) & (
        human["work_on"] <= human["entered_on"] + days), "model_id"])
    assert exhibit.table["share"].notna().sum() >= 2
    for row in exhibit.table.to_dict("records"):
        of_year = seen[seen["entered_on"].dt.year == row["year"]]
        worked = int(of_year["model_id"].isin(found).sum())
        if pd.notna(row["share"]):
            assert (row["observed"], row["worked"]) == (len(of_year), worked)
            assert min(worked, len(of_year) - worked) >= MINIMUM
    assert "entered" not in exhibit.table
    assert_whole(exhibit)


def test_titles_and_figures_name_no_withheld_month(
    opened: Callable[[Path], Warehouse], folder: Path
) -> None:
    beside = opened(folder)
    for id in ("human_v_twin_idle", "human_v_twin_working"):
        assert_whole(build_exhibit(id, beside, tier="top"))
