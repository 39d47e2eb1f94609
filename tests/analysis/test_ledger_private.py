"""A private ledger through the gate: what is shown rests on enough models, the rest is refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from whole import assert_whole

from analysis.commands import main
from analysis.errors import DisclosureError
from analysis.exhibits import REGISTRY, Exhibit, build_exhibit
from analysis.exports.files import to_csv, to_json
from analysis.ledger.engine import Ledger, ledger_of
from analysis.ledger.given import open_given
from analysis.ledger.private import OPEN
from analysis.warehouse import Warehouse

SHOWN = {"human_v_twin_bookings", "human_v_twin_brand", "human_v_twin_share",
         "human_v_twin_share_by", "crew_days", "crew_month", "crew_stake", "crew_pay",
         "human_v_twin_idle", "human_v_twin_working",
         "who_gains_entry", "who_gains_tiers", "who_gains_concentration", "who_gains_lorenz",
         "who_gains_diversity", "who_gains_cross_brand",
         "pay_and_consent_owner", "pay_and_consent_forms", "pay_and_consent_labels",
         "pay_and_consent_gaps",
         "pay_and_consent_after_expiry", "pay_and_consent_fees", "pay_and_consent_parity",
         "pay_and_consent_commission", "pay_and_consent_expiry",
         "human_v_twin_effect", "human_v_twin_cohorts", "human_v_twin_without",
         "human_v_twin_methods", "scenarios_compare", "scenarios_path", "scenarios_parts",
         "scenarios_levy", "scenarios_tornado"}
"""Built on a private ledger; trials are of simulated ledgers, assumptions of no ledger."""
OF_LEDGER = [spec.id for spec in REGISTRY.values() if spec.of_ledger
             and spec.page != "simulation"
             and spec.id not in ("human_v_twin_trials", "scenarios_assumptions")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated."""
    made = tmp_path_factory.mktemp("private") / "mine"
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
def of_page(
    folder: Path, warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Warehouse]]:
    """``of_page(id)``: the same, opened once a page, as its exhibits stand side by side there.

    On Pay and consent each has its own: of so small a ledger the gaps are refused beside the fees.
    """
    opened: dict[str, Warehouse] = {}
    with pytest.MonkeyPatch.context() as patch:
        def find(id: str) -> Warehouse:
            page = REGISTRY[id].page
            page = id if page == "pay_and_consent" else page
            if page not in opened:
                patch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path_factory.mktemp(page)))
                opened[page] = warehouse.attach(open_given(folder))
                assert ledger_of(opened[page]).private
            return opened[page]

        yield find
        for one in opened.values():
            ledger_of(one).close()


@pytest.fixture(scope="module")
def work(folder: Path) -> pd.DataFrame:
    """The worked bookings, read without the desk."""
    rows = pd.read_csv(folder / "bookings.csv", keep_default_na=False)
    rows = rows[rows["status"] == "worked"]
    tiers = pd.read_csv(folder / "models.csv").set_index("model_id")["tier"]
    return rows.assign(month=pd.to_datetime(rows["work_on"].str[:7]),
                       tier=rows["model_id"].map(tiers))


def cells(exhibit: Exhibit) -> pd.DataFrame:
    return exhibit.table.set_index(["month", "kind"])


def test_shown_months_are_the_counts_of_enough_models_and_the_rest_is_withheld(
    private: Warehouse, work: pd.DataFrame
) -> None:
    table = cells(build_exhibit("human_v_twin_bookings", private))
    truth = work.groupby(["month", "kind"]).agg(
        worked=("booking_id", "count"), models=("model_id", lambda ids: ids[ids != ""].nunique()))
    truth = truth.reindex(table.index, fill_value=0)
    shown = ~table["suppressed"]
    few = truth["models"].between(1, 9)
    assert few.any()
    assert (shown == ~few).all()
    assert (table.loc[shown, "worked"] == truth.loc[shown, "worked"]).all()
    assert table.loc[~shown, "worked"].isna().all()


def test_what_is_withheld_is_said_in_title_table_caveats_and_exports(private: Warehouse) -> None:
    exhibit = build_exhibit("human_v_twin_bookings", private)
    gone = int(exhibit.table["suppressed"].sum())
    assert exhibit.title.startswith(f"{len(exhibit.table) - gone} of {len(exhibit.table)} monthly")
    assert any(f"withheld in {gone} of" in text for text in exhibit.caveats)
    assert any("fewer than 10 models" in text for text in exhibit.caveats)
    assert to_csv(exhibit).decode().count(",withheld,") == gone
    notes = pd.read_csv(io.BytesIO(to_csv(exhibit)))["notes"]
    assert all(line in notes[0] for line in (*exhibit.released.words, exhibit.released.sentence))
    assert notes[1:].isna().all()
    assert b'"disclosure"' in to_json(exhibit)
    line = exhibit.figure().data[1]
    assert line.connectgaps is False
    assert pd.isna(pd.Series(line.y, dtype="float64")).sum() > 0
    assert_whole(exhibit)


@pytest.mark.parametrize("by", ["channel", "tier", "market"])
def test_shares_by_part_are_of_enough_models(
    private: Warehouse, work: pd.DataFrame, by: str
) -> None:
    exhibit = build_exhibit("human_v_twin_share_by", private, by=by)
    year = work[work["month"] > work["month"].max() - pd.DateOffset(months=12)]
    for row in exhibit.table.to_dict("records"):
        part = year[year[by] == row["part"]]
        for kind in ("human", "twin"):
            of_kind = part[part["kind"] == kind]
            if pd.notna(row[kind]):
                assert row[kind] == len(of_kind)
                assert of_kind["model_id"].nunique() not in range(1, 10)
    assert_whole(exhibit)


def test_two_filters_are_not_subtracted_to_fewer_models_than_the_minimum(
    private: Warehouse, work: pd.DataFrame
) -> None:
    every = cells(build_exhibit("human_v_twin_bookings", private))
    checked = 0
    for setting in ({"tier": "newcomer"}, {"channel": "ecommerce"}):
        part = cells(build_exhibit("human_v_twin_bookings", private, **setting))
        (name, value), = setting.items()
        for key in part.index[~part["suppressed"]]:
            rest = work[(work["month"] == key[0]) & (work["kind"] == key[1]) & (
                work[name] != value) & (work["model_id"] != "")]
            if not every.loc[key, "suppressed"] and len(rest):
                checked += 1
                assert rest["model_id"].nunique() >= 10
    assert checked > 20


def test_no_filter_offers_a_value_of_few_models(private: Warehouse, work: pd.DataFrame) -> None:
    for name in ("channel", "market", "tier", "brand"):
        column = "brand_id" if name == "brand" else name
        offered = ledger_of(private).fetch("options", dimension=name)
        assert "worked" not in offered.frame
        models = work[work["model_id"] != ""].groupby(column)["model_id"].nunique()
        assert set(offered.frame["value"]) == set(models[models >= 10].index)


def test_the_exhibits_of_a_ledger_are_all_known_here() -> None:
    assert set(OF_LEDGER) == SHOWN


@pytest.mark.parametrize("id", OF_LEDGER)
def test_every_exhibit_of_a_ledger_has_a_disclosure_check(
    of_page: Callable[[str], Warehouse], id: str
) -> None:
    """Each is built of what the gate let out and of nothing else, beside the others of its page."""
    exhibit = build_exhibit(id, of_page(id))
    assert exhibit.released is not None
    assert exhibit.released.holds(exhibit.table)
    assert_whole(exhibit)


def test_a_query_that_no_part_knows_is_refused(private: Warehouse) -> None:
    with pytest.raises(DisclosureError, match="no disclosure check yet"):
        ledger_of(private).private.answer("a_query_of_tomorrow", {})


def test_a_brand_that_the_ledger_does_not_have_is_refused_in_a_sentence(
    private: Warehouse
) -> None:
    with pytest.raises(DisclosureError, match="has no brand that could be shown"):
        ledger_of(private).fetch("human_v_twin_brand", brand="Nobody & Co", channel="all")


def test_no_query_answers_around_the_gate(private: Warehouse) -> None:
    ledger = ledger_of(private)
    assert isinstance(ledger, Ledger)
    for name in sorted(set(ledger._queries) - {*OPEN, "options"}):
        query = ledger._queries[name]
        try:
            result = ledger.fetch(name, **dict.fromkeys(query.parameters, "all"))
        except (DisclosureError, ValueError):
            continue
        assert result.released is not None, name


def test_a_ledger_of_one_booking_shows_that_nothing_may_be_shown(
    tmp_path: Path, warehouse: Warehouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    small = tmp_path / "small"
    small.mkdir()
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        keep = {"bookings": 2, "crew_calls": 1, "consents": 1}.get(path.stem, len(lines))
        (small / path.name).write_text("".join(lines[:keep]), encoding="utf-8")
    exhibit = build_exhibit("human_v_twin_bookings", warehouse.attach(open_given(small)))
    assert exhibit.table["worked"].sum() == 0
    assert exhibit.table["suppressed"].sum() == 1
    assert "may be shown" in exhibit.title
    assert_whole(exhibit)


def test_a_last_month_that_may_not_be_whole_is_said_in_the_title(
    folder: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger drawn on the 18th: the year to that month seems to have fallen."""
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    cut = tmp_path / "cut"
    cut.mkdir()
    bookings = pd.read_csv(folder / "bookings.csv", dtype=str, keep_default_na=False)
    last = bookings.loc[bookings["status"] == "worked", "work_on"].max()
    bookings[bookings["work_on"] <= f"{last[:8]}18"].to_csv(cut / "bookings.csv", index=False)
    (cut / "models.csv").write_bytes((folder / "models.csv").read_bytes())
    broken = build_exhibit("human_v_twin_idle", warehouse.attach(open_given(cut)))
    name = f"{pd.Timestamp(last):%b %Y}"
    assert f"{name} (may not be whole)" in broken.title
    assert broken.caveats[0].startswith("The last three days of")
    whole = build_exhibit("human_v_twin_idle", warehouse.attach(open_given(folder)))
    assert name in whole.title
    assert "may not be whole" not in whole.title
