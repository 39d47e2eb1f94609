"""The command line and the files it writes."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis import exhibit_verbs
from analysis.commands import main
from analysis.errors import DeskError
from analysis.exhibits import Exhibit, build_exhibit, catalogue
from analysis.exports import (
    file_stem,
    show_text,
    tidy_table,
    to_csv,
    to_html,
    to_json,
    to_xlsx,
)
from analysis.exports.describe import format_value
from analysis.warehouse import Warehouse

IDS = [spec.id for spec in catalogue()]
ONE_A_PAGE = list({spec.page: spec.id for spec in catalogue()}.values())
Ran = tuple[int, str, str]
Command = Callable[..., Ran]



@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Command:
    """``run(*arguments)``: exit code, standard output, standard error, on one warehouse."""
    monkeypatch.setattr(exhibit_verbs, "open_warehouse", lambda: warehouse)

    def call(*arguments: str) -> Ran:
        try:
            code = main(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        output, errors = capsys.readouterr()
        return code, output, errors

    return call


# --- list and show ------------------------------------------------------------------------------

def test_list_names_every_exhibit_with_its_question_and_controls(run: Command) -> None:
    code, output, errors = run("list")
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert [line.split()[0] for line in lines] == IDS
    assert all("?" in line for line in lines)
    assert next(one for one in lines if one.startswith("job_market_employment")).endswith(
        "[occupation] [years]")


def test_list_as_json_gives_controls_with_defaults(run: Command) -> None:
    code, output, _ = run("list", "--json")
    rows = {row["id"]: row for row in json.loads(output)}
    assert code == 0
    assert list(rows) == IDS
    assert rows["job_market_employment"]["controls"]["occupation"]["default"] == "41-9012"
    assert rows["job_market_employment"]["controls"]["years"]["default"] == [2002, 2025]


@pytest.mark.parametrize("id", IDS)
def test_show_as_json_has_everything_the_reader_needs(id: str, run: Command) -> None:
    code, output, errors = run("show", id, "--json")
    assert (code, errors) == (0, "")
    shown = json.loads(output)
    assert {"id", "question", "title", "subtitle", "base", "as_of", "standing", "sources",
            "caveats", "runs", "alt", "table"} <= set(shown)
    assert shown["id"] == id
    assert shown["title"]
    assert shown["base"]["n"] is not None or shown["base"]["reason"]
    assert shown["table"]
    assert all(one["sql"].strip() and one["tables"] for one in shown["runs"])
    assert {"kinds", "from_itself", "counted", "unit", "access", "weakest"} <= set(
        shown["standing"])
    named = {source["source_id"] for source in shown["sources"]}
    for row in shown["table"]:
        behind = row.get("source_ids", [row.get("source_id")])
        assert behind
        assert set(behind) <= named


@pytest.mark.parametrize("id", IDS)
def test_show_as_text_holds_title_table_sources_and_sql(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    text = show_text(exhibit)
    for part in (exhibit.title, exhibit.question, exhibit.words.alt, exhibit.data_version,
                 *exhibit.caveats, *exhibit.sources, exhibit.runs[0].sql):
        assert part in text
    for column in exhibit.columns.values():
        assert column.label in text
    assert not re.search(r"\bnan\b|<NA>|NaT", text)


def test_show_prints_that_text(run: Command) -> None:
    code, output, errors = run("show", "job_market_employment")
    assert (code, errors) == (0, "")
    assert output.startswith("BLS estimates")


def test_settings_change_what_is_shown(run: Command) -> None:
    _, output, _ = run("show", "job_market_employment", "--json", "--set", "years=2010-2015",
                       "--set", "occupation=Fashion designers")
    shown = json.loads(output)
    assert shown["settings"] == {"occupation": "27-1022", "years": [2010, 2015]}
    assert [row["year"] for row in shown["table"]] == list(range(2010, 2016))
    assert "fashion designers" in shown["title"]


def test_empty_result_is_shown_and_not_an_error(run: Command) -> None:
    code, output, errors = run("show", "sources_list", "--set", "search=zzzz-no-such-text")
    assert (code, errors) == (0, "")
    assert output.startswith("No source meets these filters")


# --- errors -------------------------------------------------------------------------------------

WRONG = {
    "unknown id": (["show", "worker_voice_becto"], ["worker_voice_becto", "worker_voice_bectu"]),
    "unknown id to export": (["export", "nothing", "--to", "x.csv"], ["nothing", "list"]),
    "unknown control": (
        ["show", "job_market_employment", "--set", "nope=1"], ["nope", "occupation, years"]),
    "unknown value": (
        ["show", "job_market_employment", "--set", "occupation=Astronauts"],
        ["Astronauts", "41-9012 (Models)"]),
    "year out of range": (
        ["show", "job_market_employment", "--set", "years=2031"], ["2031", "2002-2025"]),
    "no value": (["show", "job_market_employment", "--set", "occupation"], ["key=value"]),
    "unknown command": (["dance"], ["dance", "list"]),
    "no command": ([], ["COMMAND"]),
    "no id": (["show"], ["ID"]),
    "no file": (["export", "sources_list"], ["--to"]),
    "unknown option": (["list", "--yaml"], ["--yaml"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_anything_wrong_is_one_line_and_exit_code_2(name: str, run: Command) -> None:
    arguments, words = WRONG[name]
    code, output, errors = run(*arguments)
    assert (code, output) == (2, "")
    assert len(errors.splitlines()) == 1
    assert all(word in errors for word in words), errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("name", ["brief.pptx", "brief", ".csv", "table.csv.exe"])
def test_unknown_ending_names_those_there_are(name: str, run: Command, tmp_path: Path) -> None:
    code, output, errors = run("export", "exposure_range", "--to", str(tmp_path / name))
    assert (code, output) == (2, "")
    assert len(errors.splitlines()) == 1
    assert ".csv, .xlsx, .parquet, .json, .html, .png, .svg, .pdf, .zip" in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["no/such/folder/a.csv", "folder.csv"])
def test_place_that_cannot_be_written_is_named(place: str, run: Command, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    code, output, errors = run("export", "exposure_range", "--to", str(tmp_path / place))
    assert (code, output) == (2, "")
    assert place in errors
    assert len(errors.splitlines()) == 1


def test_check_of_the_data_prints_version_and_tables(run: Command, warehouse: Warehouse) -> None:
    code, output, errors = run("check", "--data")
    assert (code, errors) == (0, "")
    assert warehouse.package.data_version in output
    assert f"{len(warehouse.package.resources)} tables" in output


def test_check_with_a_fault_prints_it_and_fails(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exhibit_verbs, "check_exhibits", lambda warehouse: (7, ["one: broken"]))
    code, output, errors = run("check")
    assert (code, errors) == (2, "one: broken\n")
    assert "7 built at defaults and extremes, 1 faults" in output


def test_the_real_command_runs_and_lists(repository: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "analysis", "list"], cwd=repository,
                          capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == IDS


# --- files --------------------------------------------------------------------------------------

@pytest.mark.parametrize("ending", [
    ".csv", ".xlsx", ".parquet", ".json", ".html", ".zip", ".CSV"])
def test_export_writes_the_same_bytes_twice(ending: str, run: Command, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}{ending}" for name in ("first", "second")]
    for path in paths:
        code, output, errors = run("export", "job_market_employment", "--to", str(path))
        assert (code, output, errors) == (0, f"{path}\n", "")
    assert paths[0].read_bytes() == paths[1].read_bytes() != b""


def test_export_of_a_fresh_process_is_the_same(
    repository: Path, tmp_path: Path, default_exhibit: Callable[[str], Exhibit]
) -> None:
    path = tmp_path / "out.json"
    subprocess.run(
        [sys.executable, "-m", "analysis", "export", "exposure_range", "--to", str(path)],
        cwd=repository, check=True, capture_output=True)
    assert path.read_bytes() == to_json(default_exhibit("exposure_range"))


@pytest.mark.parametrize("id", IDS)
def test_csv_holds_the_rows_with_their_sources(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    rows = list(csv.DictReader(io.StringIO(to_csv(exhibit).decode("utf-8"))))
    assert len(rows) == len(exhibit.table)
    for row, behind in zip(rows, exhibit.results[0].rows, strict=True):
        named = row.get("source_ids") or row.get("source_id") or ""
        assert tuple(named.split("; ")) == behind
    assert set(exhibit.columns) <= set(rows[0])
    assert not any("\n" in cell or cell in ("nan", "NaN", "None", "NaT", "<NA>")
                   for row in rows for cell in row.values())


@pytest.mark.parametrize("id", IDS)
def test_json_is_strict_and_repeats_the_table(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    def refuse(constant: str) -> Any:
        raise AssertionError(constant)

    exhibit = default_exhibit(id)
    read = json.loads(to_json(exhibit), parse_constant=refuse)
    assert len(read["table"]) == len(exhibit.table)
    assert set(exhibit.columns) <= set(read["table"][0])
    assert read["data_version"] == exhibit.data_version


@pytest.mark.parametrize("id", ONE_A_PAGE)
def test_html_stands_alone_and_says_where_it_comes_from(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    page = to_html(exhibit).decode("utf-8")
    head, _, foot = page.rpartition("</script>")
    plain = foot.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    for part in (*exhibit.caveats, *(one.cite() for one in exhibit.sources.values()),
                 exhibit.standing.sentence(), exhibit.data_version):
        assert part in plain
    assert 'aria-label="' in head
    assert not re.search(r'<(script|link|img)[^>]+(src|href)="?https?:', page)
    assert 'lang="en"' in head


def dangerous(exhibit: Exhibit, text: str) -> Exhibit:
    """The exhibit with ``text`` in place of its first label."""
    from dataclasses import replace

    table = exhibit.table.copy()
    table["label"] = [text, *table["label"].iloc[1:]]
    return replace(exhibit, table=table)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])
def test_csv_is_safe_in_a_spreadsheet(
    text: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    written = to_csv(dangerous(default_exhibit("worker_voice_bectu"), text)).decode("utf-8")
    first = next(csv.DictReader(io.StringIO(written, newline="")))
    assert first["label"] == "'" + text


def test_csv_keeps_a_cell_with_a_carriage_return_in_one_row(
    default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = dangerous(default_exhibit("worker_voice_bectu"), "one\rtwo")
    rows = list(csv.reader(io.StringIO(to_csv(exhibit).decode("utf-8"), newline="")))
    assert len(rows) == len(exhibit.table) + 1


def test_csv_leaves_harmless_text_and_negative_numbers_alone(
    default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("job_market_projections")
    frame = pd.read_csv(io.BytesIO(to_csv(exhibit)))
    assert frame["change_percent"].tolist() == exhibit.table["change_percent"].tolist()
    assert (frame["change_percent"] < 0).any()
    assert frame["round"].tolist() == exhibit.table["round"].tolist()


@pytest.mark.parametrize("id", IDS)
def test_workbook_holds_the_same_table_and_says_what_it_is(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    """Read back by another program's reader (calamine)."""
    exhibit = default_exhibit(id)
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(exhibit)))
    assumed = ["Assumptions"] if exhibit.assumptions is not None else []
    assert book.sheet_names == ["Table", *assumed, "Notes"]
    rows = book.get_sheet_by_name("Table").to_python()
    assert len(rows) == len(exhibit.table) + 1
    assert [text.partition(" (")[0] for text in rows[0]] == [
        column.label.partition(" (")[0] for column in exhibit.columns.values()]
    for place, (name, column) in enumerate(exhibit.columns.items()):
        if column.format in ("percent", "decimal", "integer"):
            written = [row[place] for row in rows[1:]]
            meant = tidy_table(exhibit)[name].astype("float64")
            assert [value for value in written if value != ""] == pytest.approx(
                meant.dropna().tolist())
    notes = {text for _, text in book.get_sheet_by_name("Notes").to_python()}
    assert {exhibit.title, exhibit.subtitle, exhibit.cite, *exhibit.caveats} <= notes


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x.example", "007",
             "<b>x</b>", "a\x00b", "x" * 40_000])
def test_a_workbook_takes_no_text_for_anything_else(
    text: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    written = to_xlsx(dangerous(default_exhibit("worker_voice_bectu"), text))
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"hyperlink" in part.lower() for name, part in parts.items()
                   if "sheet" in name)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_name(
        "Table").to_python()
    labels = [row[list(default_exhibit("worker_voice_bectu").columns).index("label")]
              for row in rows[1:]] if "label" in default_exhibit(
                  "worker_voice_bectu").columns else [cell for row in rows for cell in row]
    assert any(isinstance(cell, str) and cell[:3] == text[:3] for cell in labels)


def test_html_escapes_text_from_data(default_exhibit: Callable[[str], Exhibit]) -> None:
    evil = "<script>alert(1)</script>"
    page = to_html(dangerous(default_exhibit("worker_voice_bectu"), evil)).decode("utf-8")
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [(0.54, "percent", "54"), (0.125, "percent", "12.5"), (0, "percent", "0"),
     (3780.0, "integer", "3,780"), (1.234, "decimal", "1.23"), (2025.0, "year", "2025"),
     (pd.Timestamp("2026-07-01"), "month", "2026-07"), (float("nan"), "percent", ""),
     (None, "text", ""), (pd.NaT, "date", ""), (pd.NA, "integer", ""), ("text", "text", "text")],
)
def test_cells_are_shown_in_the_style_of_their_column(value: Any, style: str, text: str) -> None:
    assert format_value(value, style) == text


def test_file_name_tells_exhibit_setting_and_version_and_holds_no_odd_sign(
    warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("sources_list", warehouse, search="Vogue & Söhne/..\\")
    stem = file_stem(exhibit)
    assert stem.startswith("sources_list_")
    assert exhibit.data_version in stem
    assert re.fullmatch(r"[a-z0-9_-]+", stem)


def test_two_settings_give_two_file_names(warehouse: Warehouse) -> None:
    stems = {file_stem(build_exhibit("job_market_ai_share", warehouse, countries=chosen))
             for chosen in (("GB",), ("US",))}
    assert len(stems) == 2


def test_errors_of_the_desk_are_one_line() -> None:
    from analysis import errors

    kinds = [one for one in vars(errors).values()
             if isinstance(one, type) and issubclass(one, Exception)]
    assert len(kinds) >= 9
    assert all(issubclass(one, DeskError) for one in kinds)
    spoilt = errors.DataError(file="a.csv", row=None, column="b", value="c", rule="d")
    assert str(spoilt) == "data/a.csv, column b: value 'c' breaks the rule: d."


@pytest.mark.parametrize(("code", "heavy"), [
    ("import analysis.commands", ("numpy", "pandas", "duckdb", "polars", "pyarrow", "plotly")),
    ("import analysis.intake.command", ("numpy", "pandas", "duckdb", "pyarrow", "plotly")),
    ("import analysis.intake.ingest", ("pandas", "scipy", "polars", "svy", "plotly", "pyreadstat",
                                       "diff_diff", "xlsxwriter")),
    ("import analysis.exhibit_verbs", ("scipy.optimize", "diff_diff", "svy")),
])
def test_a_verb_brings_only_what_it_needs(code: str, heavy: tuple[str, ...]) -> None:
    """Every call of the command line pays for what it imports."""
    asked = f"import sys; {code}; print(*({{*{heavy!r}}} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=Path(__file__).parents[2], text=True,
                          capture_output=True, check=True)
    assert done.stdout.split() == []
