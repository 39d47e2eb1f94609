"""What is said of a private ledger before any figure, and whose rules hold."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from analysis.commands import main
from analysis.disclosure import Rules
from analysis.errors import ControlError, DisclosureError
from analysis.exhibits import build_exhibit
from analysis.exhibits.ledger_words import extent_of
from analysis.ledger.engine import ledger_of
from analysis.ledger.given import open_given
from analysis.warehouse import Warehouse


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("given") / "mine"
    assert main(["simulate", "--bookings", "1500", "--seed", "5", "--to", str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def folder(simulated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger nobody says is simulated; two of its bookings are in francs."""
    made = tmp_path_factory.mktemp("private") / "mine"
    made.mkdir()
    for path in simulated.glob("*.csv"):
        (made / path.name).write_bytes(path.read_bytes())
    bookings = pd.read_csv(made / "bookings.csv", dtype=str, keep_default_na=False)
    worked = bookings.index[(bookings["status"] == "worked") & (bookings["kind"] == "human")]
    bookings.loc[worked[:2], "currency"] = "CHF"
    bookings.to_csv(made / "bookings.csv", index=False)
    return made


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path / "cache"))


def test_the_notice_gives_no_size_that_could_be_subtracted_from(folder: Path) -> None:
    with closing(open_given(folder)) as ledger:
        size = ledger.fetch("size").frame
        assert not {"rows", "brands", "models"} & set(size)
        said = extent_of(ledger)
    models = len(pd.read_csv(folder / "models.csv"))
    assert "at least 10 models" in said
    assert "January 2022 to" in said
    assert str(models) not in said


def test_the_notice_of_few_models_says_so(folder: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    bookings = pd.read_csv(folder / "bookings.csv", dtype=str, keep_default_na=False)
    nine = bookings.loc[bookings["model_id"] != "", "model_id"].unique()[:9]
    bookings[bookings["model_id"].isin(nine)].assign(consent_id="").to_csv(
        few / "bookings.csv", index=False)
    (few / "models.csv").write_bytes((folder / "models.csv").read_bytes())
    with closing(open_given(few)) as ledger:
        assert "fewer than 10 models" in extent_of(ledger)


def test_currencies_and_roles_of_few_cannot_be_chosen(folder: Path) -> None:
    bookings = pd.read_csv(folder / "bookings.csv", dtype=str)
    calls = pd.read_csv(folder / "crew_calls.csv", dtype=str).merge(
        bookings[bookings["status"] == "worked"], on="booking_id")
    roles = calls.groupby("role")["model_id"].nunique()
    with closing(open_given(folder)) as ledger:
        assert list(ledger.fetch("options", dimension="currency").frame["value"]) == ["EUR"]
        offered = ledger.fetch("options", dimension="role").frame
        assert set(offered["value"]) == set(roles[roles >= 10].index)
        assert "worked" not in offered
        assert list(ledger.fetch("crew_currency").frame["value"]) == ["EUR"]


def test_rules_of_the_loader_hold_within_bounds(folder: Path, warehouse: Warehouse) -> None:
    withheld = {}
    for least in (30, 10):
        with closing(open_given(folder, rules=Rules(minimum=least))) as ledger:
            exhibit = build_exhibit("human_v_twin_share_by", warehouse.attach(ledger))
            withheld[least] = int(exhibit.table["suppressed"].sum())
            assert any(f"fewer than {least} models" in text for text in exhibit.caveats)
            assert ledger_of(warehouse.attach(ledger)).rules.minimum == least
            assert f"at least {least} models" in extent_of(ledger)
    assert withheld[30] > 0
    with pytest.raises(DisclosureError, match="5 to 100"):
        Rules(minimum=4)


def test_a_simulated_ledger_takes_no_rules(simulated: Path) -> None:
    with pytest.raises(ControlError, match="simulation"):
        open_given(simulated, rules=Rules(minimum=20))


def test_the_command_takes_a_minimum(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show = ["show", "human_v_twin_share_by", "--json"]
    assert main([*show, "--ledger", str(folder), "--minimum", "25"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["disclosure"]["rules"]["minimum"] == 25
    for wrong, said in (("4", "5 to 100"), ("101", "5 to 100"), ("ten", "whole number")):
        assert main([*show, "--ledger", str(folder), "--minimum", wrong]) == 2
        assert said in capsys.readouterr().err
    assert main([*show, "--minimum", "20"]) == 2
    assert "--ledger DIR" in capsys.readouterr().err
