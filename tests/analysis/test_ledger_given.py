"""A ledger named on the command line: held to the contract, private, and gone afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.commands import main
from analysis.errors import DataError
from analysis.exhibits import build_exhibit
from analysis.ledger.given import open_given, read_given
from analysis.warehouse import Warehouse

HEADERS = {
    "bookings": "booking_id,kind,status,booked_on,work_on,brand_id,agency_id,model_id,channel,"
    "market,days,images,fee_amount,currency,fee_basis,paid_to,commission_rate,usage_months,"
    "usage_territory,usage_medium,twin_owner,label_shown,consent_id",
    "crew_calls": "booking_id,role,days,fee_amount,currency",
    "consents": "consent_id,model_id,brand_id,form,scope,signed_on,expires_on,rate_stated,"
    "agency_signed",
    "models": "model_id,tier,entered_on,left_on,market,gender,skin_tone,size,age_band",
    "brands": "brand_id,adopted_on",
}
ROWS = {
    "bookings": "b1,human,worked,2025-01-02,2025-01-09,House,,m1,runway,FR,1,,500,EUR,day,agency,"
    "0.2,,,,,no,",
    "models": "m1,top,2020-01-01,,FR,,,,", "brands": "House,",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with five CSVs and no description, as a reader would bring it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, header in HEADERS.items():
        rows = f"{ROWS[name]}\n" if name in ROWS else ""
        (folder / f"{name}.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    return folder


def test_own_ledger_is_private_and_never_called_a_simulation(
    own: Path, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))
    exhibit = build_exhibit("human_v_twin_bookings", warehouse.attach(open_given(own)))
    assert exhibit.mark == ""
    assert exhibit.standing.access == "private"
    assert not any("Simulation" in text for text in exhibit.caveats)
    assert exhibit.title.startswith("2 of 3 monthly figures may be shown")
    assert exhibit.runs[0].files[0] == "mine/bookings.csv"


def test_own_ledger_leaves_nothing_behind(own: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from analysis.ledger.given import open_given\n"
        "open_given(Path(sys.argv[1])).close()\n"
    )
    left = tmp_path / "temporary"
    left.mkdir()
    subprocess.run(
        [sys.executable, "-c", code, str(own)], check=True, cwd=Path(__file__).parents[2],
        env={"TMPDIR": str(left), "DOUBLE_BOOKED_CACHE": str(tmp_path / "shared"), "PATH": ""})
    assert list(left.iterdir()) == []
    assert not (tmp_path / "shared").exists()


def test_a_row_against_the_contract_is_named(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own / "bookings.csv"
    path.write_text(path.read_text().replace("b1,human", "b1,twin"), encoding="utf-8")
    assert main(["show", "human_v_twin_share", "--ledger", str(own)]) == 2
    assert capsys.readouterr().err.startswith("mine/bookings.csv, row 2, column kind, twin_owner")


@pytest.mark.parametrize("status", ["booked", "cancelled"])
def test_a_ledger_in_which_nothing_was_worked_is_refused_in_a_sentence(
    own: Path, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own / "bookings.csv"
    path.write_text(path.read_text().replace("worked", status), encoding="utf-8")
    assert main(["show", "human_v_twin_share", "--ledger", str(own)]) == 2
    assert capsys.readouterr().err.startswith("No row of bookings has the status worked")


@pytest.mark.parametrize("id", ["human_v_twin_idle", "human_v_twin_working"])
def test_a_ledger_of_one_month_has_no_models_to_follow(
    own: Path, id: str, warehouse: Warehouse
) -> None:
    exhibit = build_exhibit(id, warehouse.attach(open_given(own)))
    assert exhibit.title == "The ledger is too short, or holds no such models"
    assert exhibit.table.empty


def test_a_missing_table_is_named_with_all_five(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "models.csv").unlink()
    assert main(["list", "--ledger", str(own)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("mine holds no models.csv or models.parquet.")
    assert error.count("\n") == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_bookings_and_models_are_enough(own: Path, tmp_path: Path, form: str) -> None:
    for name in ("brands", "consents", "crew_calls"):
        (own / f"{name}.csv").unlink()
    if form == "parquet":
        for path in sorted(own.iterdir()):
            pd.read_csv(path).to_parquet(path.with_suffix(".parquet"))
            path.unlink()
    given = read_given(own, to=tmp_path)
    assert len(given.notes) == 3
    assert given.notes[0].startswith("No brands were given: the 1 brands")
    brands = pd.read_parquet(given.typed.resource("brands").path)
    assert brands["brand_id"].tolist() == ["House"]
    assert brands["adopted_on"].isna().all()
    open_given(own).close()


def test_a_brand_of_several_bookings_is_derived_once(own: Path, tmp_path: Path) -> None:
    with (own / "bookings.csv").open("a", encoding="utf-8") as lines:
        lines.write(ROWS["bookings"].replace("b1", "b2") + "\n")
    for name in ("brands", "consents"):
        (own / f"{name}.csv").unlink()
    given = read_given(own, to=tmp_path)
    assert given.notes[0].startswith("No brands were given: the 1 brands")
    assert len(pd.read_parquet(given.typed.resource("brands").path)) == 1


def test_own_parquet_is_held_to_the_contract(own: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(own / "bookings.csv")
    (own / "bookings.csv").unlink()
    frame["days"] = -1.0
    frame.to_parquet(own / "bookings.parquet")
    with pytest.raises(DataError, match=r"mine/bookings.parquet, row 1, column days: value '-1.0'"):
        read_given(own, to=tmp_path)


def test_damaged_parquet_is_one_sentence_without_a_path(own: Path, tmp_path: Path) -> None:
    (own / "brands.csv").unlink()
    (own / "brands.parquet").write_bytes(b"PAR1" + bytes(90) + b"PAR1")
    with pytest.raises(DataError) as refused:
        read_given(own, to=tmp_path)
    assert "\n" not in str(refused.value)
    assert str(own.parent) not in str(refused.value)


def test_line_of_an_offence_counts_breaks_inside_quotes(own: Path, tmp_path: Path) -> None:
    header, row = HEADERS["bookings"], ROWS["bookings"]
    broken = row.replace("b1,human", "b2,human").replace("FR,1", "FR,-1")
    quoted = row.replace("0.2,,,,", '0.2,,"two\nlines",,')
    (own / "bookings.csv").write_text(f"{header}\n{quoted}\n\n{broken}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"bookings\.csv, row 5, column days"):
        read_given(own, to=tmp_path)


def test_simulated_ledger_of_another_folder_says_so(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    assert main(["simulate", "--bookings", "600", "--seed", "3", "--format", "parquet",
                 "--to", str(tmp_path / "sim")]) == 0
    (tmp_path / "typed").mkdir()
    given = read_given(tmp_path / "sim", to=tmp_path / "typed")
    assert given.simulated
    assert {resource.path.suffix for resource in given.package.resources} == {".parquet"}
    exhibit = build_exhibit(
        "human_v_twin_share", warehouse.attach(open_given(tmp_path / "sim")))
    assert exhibit.mark == "simulation"
