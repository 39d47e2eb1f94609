"""The contract of a ledger: complete, kept by what ships, and every broken rule named."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package as FrictionlessPackage

from analysis.catalog.package import load_package, write_hashes
from analysis.commands import main
from analysis.errors import DataError, PackageError
from analysis.ledger.contract import TABLES, check_ledger, load_contract
from analysis.ledger.parameters import (
    CHANNELS,
    LEDGER_DIRECTORY,
    MARKETS,
    ROLES,
    TIERS,
    load_parameters,
)
from analysis.ledger.people import DESCRIBED
from analysis.ledger.simulation import write_ledger
from analysis.warehouse.validation import find_schema_offence

CONTRACT = load_contract()
Where = dict[str, str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated ledger of about 1,500 bookings."""
    folder = tmp_path_factory.mktemp("ledgers") / "small"
    write_ledger(load_parameters().changed({"bookings": 1500}), 5, folder)
    return folder


@pytest.fixture
def spoil(small: Path, tmp_path: Path) -> Callable[..., tuple[Path, int]]:
    """``spoil(table, where, changes)``: a copy with one row changed, and that row's line."""
    copy = Path(shutil.copytree(small, tmp_path / "ledger"))

    def change(table: str, where: Where, changes: Where) -> tuple[Path, int]:
        path = copy / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        place = next(
            number for number, row in enumerate(rows)
            if number > 5 and all(row[name] == value for name, value in where.items())
        )
        rows[place].update(changes)
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return copy, place + 2

    return change


def offence_in(folder: Path) -> DataError:
    offence = find_schema_offence(load_package(folder))
    assert offence is not None
    return offence


# --- what ships ---------------------------------------------------------------------------------

def test_shipped_ledger_keeps_to_the_contract_and_is_the_one_recorded() -> None:
    check_ledger(CONTRACT)


def test_frictionless_finds_the_shipped_ledger_valid() -> None:
    package = FrictionlessPackage(str(LEDGER_DIRECTORY / "datapackage.json"))
    report = package.validate(limit_rows=1000)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert report.stats["tasks"] == len(TABLES)


def test_description_says_that_it_is_simulated_and_invented() -> None:
    descriptor = json.loads((LEDGER_DIRECTORY / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["simulated"] is True
    text = descriptor["description"]
    assert all(word in text for word in ("SIMULATED", "invented", "truth.json"))


def test_check_of_the_data_covers_the_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data"]) == 0
    assert f"Ledger {CONTRACT.data_version}: 6 tables keep to the contract." in (
        capsys.readouterr().out)


def test_a_changed_file_that_keeps_the_rules_is_refused(
    spoil: Callable[..., tuple[Path, int]]
) -> None:
    folder, _ = spoil("bookings", {"kind": "human", "images": ""}, {"images": "7"})
    with pytest.raises(PackageError, match="not the file recorded"):
        check_ledger(load_package(folder))
    write_hashes(folder)
    check_ledger(load_package(folder))


# --- the description ----------------------------------------------------------------------------

@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_title_and_every_number_a_unit(table: str) -> None:
    fields = CONTRACT.resource(table).fields
    assert [field.name for field in fields if field.title == field.name] == []
    assert [field.name for field in fields
            if field.type in ("number", "integer") and not field.unit] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_key_and_every_text_a_limit(table: str) -> None:
    resource = CONTRACT.resource(table)
    assert resource.primary_key
    assert [field.name for field in resource.fields if field.type == "string"
            and not {"enum", "pattern", "maxLength"} & set(field.constraints)] == []


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [("bookings", "channel", CHANNELS), ("crew_calls", "role", ROLES), ("models", "tier", TIERS),
     *[("models", name, values) for name, values in DESCRIBED.items()]],
)
def test_words_of_the_simulation_are_those_of_the_contract(
    table: str, column: str, values: tuple[str, ...]
) -> None:
    assert set(CONTRACT.resource(table).field(column).constraints["enum"]) == set(values)


def test_foreign_keys_name_tables_and_columns_that_exist() -> None:
    keys = [key for resource in CONTRACT.resources for key in resource.foreign_keys]
    assert len(keys) == 6
    for key in keys:
        assert set(key.reference) <= {
            field.name for field in CONTRACT.resource(key.resource).fields}


def test_contract_without_a_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    folder = Path(shutil.copytree(small, tmp_path / "ledger"))
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    del descriptor["resources"][1]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    monkeypatch.setattr("analysis.ledger.contract.LEDGER_DIRECTORY", folder)
    with pytest.raises(PackageError, match="must describe the tables bookings, crew_calls"):
        load_contract()


# --- rules across cells -------------------------------------------------------------------------

TWIN, HUMAN, SYNTHETIC = {"kind": "twin"}, {"kind": "human"}, {"kind": "synthetic"}
BROKEN: dict[str, tuple[str, Where, Where]] = {
    "twin_has_model": ("bookings", TWIN, {"model_id": ""}),
    "twin_has_owner": ("bookings", TWIN, {"twin_owner": ""}),
    "synthetic_has_no_model": ("bookings", SYNTHETIC, {"model_id": "M00001"}),
    "synthetic_has_no_consent": ("bookings", SYNTHETIC, {"consent_id": "C00001"}),
    "synthetic_owner": ("bookings", SYNTHETIC, {"twin_owner": "model"}),
    "human_has_no_owner": ("bookings", HUMAN, {"twin_owner": "model"}),
    "use_is_worked_or_cancelled": ("bookings", TWIN, {"status": "booked"}),
    "work_after_booking": ("bookings", HUMAN, {"booked_on": "2030-01-01"}),
    "commission_where_paid": (
        "bookings", HUMAN, {"paid_to": "nobody", "commission_rate": "0.2"}),
    "bookings.market_is_iso": ("bookings", HUMAN, {"market": "XX"}),
    "bookings.currency_is_iso": ("bookings", HUMAN, {"currency": "EUX"}),
    "crew_calls.currency_is_iso": ("crew_calls", {"role": "hair"}, {"currency": "XXX"}),
    "expiry_after_signing": ("consents", {}, {"expires_on": "2001-01-01"}),
    "left_after_entering": ("models", {}, {"left_on": "1999-12-31"}),
    "models.market_is_iso": ("models", {}, {"market": "UK"}),
}


def test_every_rule_of_the_contract_is_tried() -> None:
    rules = {(resource.name, rule.name)
             for resource in CONTRACT.resources for rule in resource.rules}
    assert rules == {(table, name.split(".")[-1]) for name, (table, _, _) in BROKEN.items()}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rule_is_named_with_file_row_columns_values(
    name: str, spoil: Callable[..., tuple[Path, int]]
) -> None:
    table, where, changes = BROKEN[name]
    (rule,) = [rule for rule in CONTRACT.resource(table).rules if rule.name == name.split(".")[-1]]
    folder, line = spoil(table, where, changes)
    offence = offence_in(folder)
    assert (offence.file, offence.row, offence.column, offence.rule) == (
        f"{table}.csv", line, ", ".join(rule.columns), rule.description)
    assert all(value in offence.value for column, value in changes.items()
               if column in rule.columns)
    assert "\n" not in str(offence)


CELLS: dict[str, tuple[str, Where, Where, str]] = {
    "unknown kind": ("bookings", HUMAN, {"kind": "robot"}, "one of human | twin | synthetic"),
    "unknown role": ("crew_calls", {"role": "hair"}, {"role": "driver"}, "one of make_up"),
    "negative fee": ("bookings", HUMAN, {"fee_amount": "-1"}, "at least 0"),
    "fee in words": ("bookings", HUMAN, {"fee_amount": "1,500"}, "must be of type number"),
    "commission in percent": ("bookings", HUMAN, {"commission_rate": "20"}, "at most 1"),
    "market in words": ("bookings", HUMAN, {"market": "France"}, "must match the pattern"),
    "currency sign": ("bookings", HUMAN, {"currency": "€"}, "must match the pattern"),
    "date of the other order": (
        "bookings", HUMAN, {"work_on": "31/12/2024"}, "must be of type date"),
    "no day of work": ("bookings", HUMAN, {"work_on": ""}, "a value is required"),
    "unknown model": ("bookings", HUMAN, {"model_id": "M99999"}, "must exist in models"),
    "unknown brand": ("bookings", HUMAN, {"brand_id": "Nobody"}, "must exist in brands"),
    "unknown consent": ("bookings", TWIN, {"consent_id": "C9"}, "must exist in consents"),
    "unknown booking": (
        "crew_calls", {"role": "hair"}, {"booking_id": "B0"}, "must exist in bookings"),
    "half a yes": ("consents", {}, {"rate_stated": "perhaps"}, "must be of type boolean"),
    "unknown tier": ("models", {}, {"tier": "icon"}, "one of newcomer | established | top"),
    "id far too long": ("bookings", HUMAN, {"agency_id": "A" * 65}, "at most 64 characters"),
    "hostile text": ("bookings", HUMAN, {"days": "0); drop table checked; --"}, "of type number"),
}


@pytest.mark.parametrize("name", CELLS)
def test_spoilt_cell_is_named(name: str, spoil: Callable[..., tuple[Path, int]]) -> None:
    table, where, changes, words = CELLS[name]
    ((column, value),) = changes.items()
    folder, line = spoil(table, where, changes)
    offence = offence_in(folder)
    assert (offence.file, offence.row, offence.column, offence.value) == (
        f"{table}.csv", line, column, value)
    assert words in offence.rule


def test_a_cell_that_does_not_cast_breaks_its_own_rule_and_no_other(
    spoil: Callable[..., tuple[Path, int]]
) -> None:
    folder, _ = spoil("consents", {}, {"expires_on": "soon"})
    assert offence_in(folder).rule == "must be of type date"


def test_optional_cells_may_all_be_empty(spoil: Callable[..., tuple[Path, int]]) -> None:
    optional = [field.name for field in CONTRACT.resource("bookings").fields
                if not field.constraints.get("required")]
    assert set(optional) == {
        "agency_id", "model_id", "days", "images", "fee_amount", "commission_rate",
        "usage_months", "usage_territory", "usage_medium", "twin_owner", "consent_id"}
    folder, _ = spoil("bookings", HUMAN, dict.fromkeys(optional, ""))
    assert find_schema_offence(load_package(folder)) is None


def test_markets_of_the_simulation_are_codes_the_contract_knows() -> None:
    assert "UK" not in MARKETS
    assert find_schema_offence(CONTRACT) is None
