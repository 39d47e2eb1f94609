"""A spoilt data package is refused in one line: file, row, column, value and rule."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.catalog.package import load_package, write_hashes
from analysis.errors import DataError, DeskError, PackageError
from analysis.warehouse import check_package, find_first_offence, open_warehouse

ROW = 5



def spoil(directory: Path, table: str, *cell: str, row: int = ROW, **values: str) -> int:
    """Change cells of the ``row``-th row of a table; the line of the file that changed."""
    if cell:
        values[cell[0]] = cell[1]
    path = directory / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    before = path.read_text(encoding="utf-8").splitlines()
    rows[row].update(values)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    after = path.read_text(encoding="utf-8").splitlines()
    (changed,) = [n for n, pair in enumerate(zip(before, after, strict=True), 1)
                  if list(csv.reader([pair[0]])) != list(csv.reader([pair[1]]))]
    return changed


def offence_in(directory: Path, *tables: str) -> DataError:
    """The first offence in the package, or to be quick in ``tables`` and those they point at."""
    package = load_package(directory)
    wanted = {*tables, *(key.resource for name in tables
                         for key in package.resource(name).foreign_keys)}
    if tables:
        package = replace(package, resources=tuple(
            resource for resource in package.resources if resource.name in wanted))
    offence = find_first_offence(package)
    assert offence is not None
    return offence


CELLS = {
    "share of 1.4": ("survey_results", "share", "1.4", "at most 1"),
    "negative share": ("ai_postings_share", "share", "-0.1", "at least 0"),
    "word for a number": ("survey_results", "share", "half", "must be of type number"),
    "broken whole number": ("oews_national", "employed_persons", "12.5", "must be of type integer"),
    "thousands separator": ("projections", "base_employment_persons", "5,800",
                            "must be of type integer"),
    "day that never was": ("sources", "retrieved", "2026-02-30", "must be of type date"),
    "date of the other order": ("sources", "retrieved", "23/11/2026", "must be of type date"),
    "thirteenth month": ("postings", "month", "2024-13", "must be of type yearmonth"),
    "half-hearted boolean": ("twin_events", "allegation", "maybe", "must be of type boolean"),
    "missing source": ("survey_results", "source_id", "no_such_source", "must exist in sources"),
    "source left empty": ("twin_events", "source_id", "", "a value is required"),
    "unknown survey": ("survey_results", "survey_id", "no_such_survey", "must exist in surveys"),
    "unknown original": ("survey_results", "duplicate_of", "nothing", "must exist in"),
    "unknown direction": ("survey_results", "direction", "sideways", "negative | positive"),
    "unknown sampling": ("surveys", "sampling", "random-ish", "probability | quota"),
    "required text empty": ("surveys", "limits", "", "a value is required"),
    "code of the wrong form": ("occupations", "soc", "419012", "pattern [0-9]{2}-[0-9]{4}"),
    "year before OEWS": ("oews_national", "year", "1999", "at least 2002"),
    "percentile above 100": ("exposure_ranks", "percentile", "100.5", "at most 100"),
    "hostile text": ("survey_results", "share", "0); drop table surveys; --", "of type number"),
}


@pytest.mark.parametrize("name", CELLS)
def test_spoilt_cell_is_named_with_file_row_column_value_and_rule(
    name: str, data_copy: Path
) -> None:
    table, column, value, rule = CELLS[name]
    line = spoil(data_copy, table, column, value)
    offence = offence_in(data_copy, table)
    assert (offence.file, offence.row, offence.column, offence.value) == (
        f"{table}.csv", line, column, value
    )
    assert rule in offence.rule
    message = str(offence)
    assert "\n" not in message
    assert all(part in message for part in (f"{table}.csv", f"row {line}", column, repr(value)))
    assert rule in message


@pytest.mark.parametrize(
    "name",
    ["share of 1.4", "word for a number", "missing source", "unknown sampling", "thirteenth month",
     "half-hearted boolean", "required text empty", "code of the wrong form",
     "broken whole number",
     "unknown original"],
)
def test_build_refuses_a_spoilt_cell_with_the_same_line(name: str, data_copy: Path) -> None:
    spoil(data_copy, *CELLS[name][:3])
    with pytest.raises(DataError) as refused:
        open_warehouse(data_copy)
    assert str(refused.value) == str(offence_in(data_copy))


@pytest.mark.parametrize("row", [0, 1, 250])
def test_row_number_is_the_line_of_the_file(row: int, data_copy: Path) -> None:
    line = spoil(data_copy, "survey_results", "share", "1.4", row=row)
    assert offence_in(data_copy).row == line == row + 2
    assert ",1.4," in (data_copy / "survey_results.csv").read_text("utf-8").splitlines()[line - 1]


def test_of_two_spoilt_cells_the_earlier_line_is_named(data_copy: Path) -> None:
    spoil(data_copy, "survey_results", "source_id", "no_such_source", row=90)
    line = spoil(data_copy, "survey_results", "share", "1.4", row=40)
    assert offence_in(data_copy).row == line


@pytest.mark.parametrize(
    ("table", "column"),
    [("survey_results", "result_id"), ("oews_national", "soc, year"), ("sources", "source_id")],
)
def test_repeated_key_is_named_at_its_second_row(
    table: str, column: str, data_copy: Path
) -> None:
    path = data_copy / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[3]]) + "\n", encoding="utf-8")
    offence = offence_in(data_copy, table)
    assert (offence.row, offence.column) == (len(lines) + 1, column)
    assert "must not repeat" in offence.rule
    key = next(csv.DictReader([lines[0], lines[3]]))
    assert offence.value == ", ".join(key[name] for name in column.split(", "))


@pytest.mark.parametrize(
    ("old", "new", "column", "value"),
    [
        ("result_id,", "row_id,", "1", "row_id"),
        (",source_id\n", "\n", "26", ""),
        (",source_id\n", ",source_id,extra\n", "27", "extra"),
        ("survey_id,label", "label,survey_id", "2", "label"),
    ],
)
def test_broken_header_is_row_1(
    old: str, new: str, column: str, value: str, data_copy: Path
) -> None:
    path = data_copy / "survey_results.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    offence = find_first_offence(load_package(data_copy))
    assert offence is not None
    assert (offence.file, offence.row, offence.column, offence.value) == (
        "survey_results.csv", 1, column, value
    )


CROSS_FIELD = {
    "random sample without basis": ("surveys", {"sampling": "probability", "sampling_basis": ""}),
    "more at least than at most": (
        "surveys", {"sample_size_low": "900", "sample_size_high": "100",
                    "sample_size_exact": "false"}),
    "share of a change": ("survey_results", {"measure": "change on a year"}),
    "duplicate of itself": (
        "survey_results", {"duplicate_of": "result_id", "result_id": "result_id"}),
    "allegation without a reply": ("twin_events", {"allegation": "true", "denial": ""}),
    "rank below the last": ("exposure_ranks", {"rank_from_top": "900", "occupations_n": "800"}),
    "round of other years": ("projections", {"round": "2014-25"}),
    "withheld and published": (
        "oews_industry", {"employment_withheld": "true", "employed_persons": "100"}),
}


@pytest.mark.parametrize("name", CROSS_FIELD)
def test_broken_rule_across_columns_is_named_with_its_row(name: str, data_copy: Path) -> None:
    table, values = CROSS_FIELD[name]
    line = spoil(data_copy, table, **values)
    offence = offence_in(data_copy, table)
    assert (offence.file, offence.row) == (f"{table}.csv", line)


def test_broken_rule_across_columns_stops_the_build_in_one_line(data_copy: Path) -> None:
    spoil(data_copy, "surveys", sampling="probability", sampling_basis="")
    with pytest.raises(DeskError, match="surveys") as refused:
        open_warehouse(data_copy)
    assert "\n" not in str(refused.value)


def test_text_longer_than_its_schema_allows_is_named(data_copy: Path) -> None:
    line = spoil(data_copy, "cautions", "statement", "x" * 201)
    offence = offence_in(data_copy, "cautions")
    assert (offence.file, offence.row, offence.column) == ("cautions.csv", line, "statement")


def test_number_too_large_for_its_column_is_named(data_copy: Path) -> None:
    line = spoil(data_copy, "oews_national", "employed_persons", "99999999999")
    offence = offence_in(data_copy, "oews_national")
    assert (offence.row, offence.column) == (line, "employed_persons")


@pytest.mark.parametrize(
    "value",
    ["-inf", "nan", "inf", "Infinity"],
)
def test_a_number_is_finite(value: str, data_copy: Path) -> None:
    line = spoil(data_copy, "postings", "index_mean", value)
    offence = offence_in(data_copy, "postings")
    assert (offence.row, offence.column) == (line, "index_mean")


def test_row_with_a_cell_too_many_is_refused_in_one_line(data_copy: Path) -> None:
    path = data_copy / "cpi.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[9] += ",surplus"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"cpi\.csv") as refused:
        open_warehouse(data_copy)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "where", [300, -40]
)
def test_bytes_that_are_not_utf8_are_refused(where: int, data_copy: Path) -> None:
    path = data_copy / "cautions.csv"
    spoilt = bytearray(path.read_bytes())
    spoilt[where] = 0xE9
    path.write_bytes(bytes(spoilt))
    with pytest.raises(DeskError, match=r"cautions\.csv"):
        check_package(load_package(data_copy))


def test_blank_line_is_refused_or_counted(data_copy: Path) -> None:
    line = spoil(data_copy, "survey_results", "share", "1.4", row=40)
    path = data_copy / "survey_results.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:10], "", *lines[10:]]) + "\n", encoding="utf-8")
    assert offence_in(data_copy).row in (11, line + 1)


def test_changed_but_valid_file_asks_to_be_recorded(data_copy: Path) -> None:
    spoil(data_copy, "survey_results", "share", "0.5399")
    with pytest.raises(PackageError, match="python -m analysis record") as refused:
        check_package(load_package(data_copy))
    assert "survey_results.csv" in str(refused.value)
    before = load_package(data_copy).data_version
    assert write_hashes(data_copy) == ["survey_results"]
    check_package(load_package(data_copy))
    assert load_package(data_copy).data_version != before


def test_recording_nothing_new_leaves_the_descriptor_as_it_is(data_copy: Path) -> None:
    before = (data_copy / "datapackage.json").read_bytes()
    assert write_hashes(data_copy) == []
    assert (data_copy / "datapackage.json").read_bytes() == before


def test_missing_file_and_missing_descriptor_are_named(data_copy: Path) -> None:
    (data_copy / "cpi.csv").unlink()
    with pytest.raises(PackageError, match=r"cpi\.csv"):
        load_package(data_copy)
    (data_copy / "datapackage.json").unlink()
    with pytest.raises(PackageError, match=r"datapackage\.json"):
        load_package(data_copy)


def test_recording_a_missing_file_names_it(data_copy: Path) -> None:
    (data_copy / "cpi.csv").unlink()
    with pytest.raises(PackageError, match=r"cpi\.csv"):
        write_hashes(data_copy)


@pytest.mark.parametrize(
    "text",
    ['{"name": ', "[]", '{"name": "double-booked"}'],
)
def test_broken_descriptor_is_refused_in_one_line(text: str, data_copy: Path) -> None:
    (data_copy / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.json") as refused:
        load_package(data_copy)
    assert "\n" not in str(refused.value)


@pytest.fixture
def desk_copy(tmp_path: Path, repository: Path) -> Path:
    """A copy of the library and its data, to run the command line on."""
    for folder in ("analysis", "data"):
        shutil.copytree(repository / folder, tmp_path / folder,
                        ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize("arguments", [["check", "--data"], ["list", "--json"]])
def test_command_line_stops_with_one_line_and_exit_code_2(
    arguments: list[str], desk_copy: Path
) -> None:
    line = spoil(desk_copy / "data", "survey_results", "share", "1.4")
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *arguments], cwd=desk_copy, capture_output=True,
        text=True, check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (message,) = done.stderr.splitlines()
    for part in ("survey_results.csv", f"row {line}", "share", "'1.4'", "at most 1"):
        assert part in message
