"""The command, the templates, and the bench, as somebody at a terminal meets them."""

from __future__ import annotations

import argparse
import csv
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import IntakeError
from analysis.intake.bench import add_bench_options
from analysis.intake.command import add_ingest_options
from analysis.intake.ingest import take
from analysis.intake.rows import EXAMPLE, IS_EXAMPLE
from analysis.intake.templates import build_ledger_templates, build_template
from analysis.intake.understand import Request
from analysis.ledger.contract import TABLES, load_contract
from analysis.surveys.codebook import load_codebook

FILES = Path(__file__).parent / "files"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_ingest_options(parser)
    options = parser.parse_args(arguments)
    code: int = options.command(options)
    return code


def test_command_prints_what_was_understood_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(FILES / "libreoffice_de_bookings.csv"), "--as", "bookings",
               "--to", str(tmp_path / "new")) == 0
    text = capsys.readouterr().out
    assert "decimal = ,: numbers such as" in text
    assert "channel from 'Kategorie', by its name; " in text
    assert "'Laufsteg' as runway" in text
    assert "Rows: 20 met, 20 kept, 0 rejected" in text
    assert "Written: bookings.parquet." in text
    assert str(tmp_path) not in text


def test_a_json_report_serves_as_the_next_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(FILES / "libreoffice_de_bookings.csv")
    assert run(name, "--as", "bookings", "--to", str(tmp_path), "--json") == 0
    report = capsys.readouterr().out
    (tmp_path / "map.json").write_text(report, encoding="utf-8")
    assert json.loads(report)["kept"] == 20
    assert run(name, "--as", "bookings", "--to", str(tmp_path), "--map",
               str(tmp_path / "map.json"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 20


def test_a_saved_reading_of_a_survey_is_used_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(FILES / "libreoffice_en.csv")
    assert run(name, "--as", "survey", "--to", str(tmp_path), "--json",
               "--set", "order:Trade=Hair|Make-up|Styling|Photography") == 0
    (tmp_path / "map.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(name, "--as", "survey", "--to", str(tmp_path / "b"), "--map",
               str(tmp_path / "map.json")) == 0
    trade = load_codebook(tmp_path / "b").find("Trade")
    assert (trade.kind, [value.code for value in trade.values]) == (
        "ordinal", ["Hair", "Make-up", "Styling", "Photography"])


@pytest.mark.parametrize(("arguments", "said"), [
    (["nothing.csv", "--as", "survey", "--to", "x"], "no file nothing.csv"),
    (["README.md", "--as", "survey", "--to", "pyproject.toml"], "is a file. Name a folder"),
    (["README.md", "--as", "survey", "--to", "pyproject.toml/x"], "cannot be made"),
    (["README.md", "--as", "survey", "--to", "x", "--set", "decimal"], "not guess=value"),
    (["README.md", "--as", "survey", "--to", "x", "--map", "README.md"], "JSON mapping"),
])
def test_wrong_arguments_are_one_sentence(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FILES.parents[2])
    with pytest.raises(IntakeError, match=said) as refused:
        run(*arguments)
    assert "\n" not in str(refused.value)
    assert not Path("x").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("target", [*TABLES, "survey"])
def test_templates_are_understood_and_their_examples_left_out(
    form: str, target: str, tmp_path: Path
) -> None:
    """A template has the contract's columns; every example row is known as one, in any form."""
    path = tmp_path / f"template.{form}"
    path.write_bytes(build_template(target, form))
    if target == "survey":
        with pytest.raises(IntakeError, match="only the example rows of the template"):
            take(Request(path, target, tmp_path))
        return
    report = take(Request(path, target, tmp_path))
    assert report.rows >= 1
    assert report.kept == 0
    assert {one["rule"] for one in report.rejects} == {IS_EXAMPLE}
    assert sum(one["count"] for one in report.rejects) == report.rows


def accepted_as_data(path: Path) -> None:
    """The examples under another name, as rows of the loader's own."""
    path.write_bytes(path.read_bytes().replace(EXAMPLE.encode(), b"My own row"))


def test_example_rows_keep_to_the_rules_they_explain(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(build_ledger_templates())) as archive:
        assert set(archive.namelist()) == {"README.txt", *(f"{name}.csv" for name in TABLES)}
        readme = archive.read("README.txt").decode()
        archive.extractall(tmp_path)
    for name in ("rates", "brands", "models", "consents", "bookings", "crew_calls"):
        accepted_as_data(tmp_path / f"{name}.csv")
        report = take(Request(tmp_path / f"{name}.csv", name, tmp_path))
        assert report.kept == report.rows >= 1
    assert f"{len(TABLES)} tables" in readme
    for resource in load_contract().resources:
        with (tmp_path / f"{resource.name}.csv").open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines)) == [field.name for field in resource.fields]
        assert all(field.name in readme for field in resource.fields)


def test_own_rows_below_the_examples_are_what_counts(tmp_path: Path) -> None:
    path = tmp_path / "filled.csv"
    rows = "".join(f"{n},north,1.0,2026-03-01,hair,{n},Agree,none\r\n" for n in range(30))
    path.write_bytes(build_template("survey", "csv") + rows.encode())
    report = take(Request(path, "survey", tmp_path))
    assert (report.rows, report.kept) == (32, 30)
    assert pd.read_csv(tmp_path / "survey.rejects.csv")["line"].tolist() == [2, 3]
    assert "EXAMPLE" not in (tmp_path / "codebook.json").read_text("utf-8")


def test_survey_template_tells_missing_answers_apart(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(build_template("survey", "csv"))
    accepted_as_data(path)
    take(Request(path, "survey", tmp_path, settings={"kind:ai_threatens_my_work": "ordinal"}))
    values = load_codebook(tmp_path).find("ai_threatens_my_work").values
    assert {value.code: value.missing for value in values}["Prefer not to say"] == "refused"


def test_templates_that_are_not_there_are_refused() -> None:
    with pytest.raises(IntakeError, match="no template 'castings' as 'csv'"):
        build_template("castings", "csv")


def test_bench_prints_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_bench_options(parser)
    options = parser.parse_args(["--rows", "2000", "--at", str(tmp_path)])
    assert options.command(options) == 0
    text = capsys.readouterr().out
    assert text.count("bare copy") == 2
    assert text.count("whole check") == 2
    assert "The limit was" in text
