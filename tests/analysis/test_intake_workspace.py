"""A workspace in one file: saved, opened again, and refused when anything in it was changed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import IntakeError
from analysis.intake.ingest import take
from analysis.intake.kept_outcome import OPENED, outcome_to_json, with_outcome
from analysis.intake.mapped import Mapping, mapping_from_json, mapping_to_json
from analysis.intake.reading import reading_from_json, reading_to_json
from analysis.intake.recheck import recheck_folder
from analysis.intake.report import Report
from analysis.intake.understand import Request
from analysis.intake.workspace import (
    MANIFEST,
    Workspace,
    open_workspace,
    recheck_workspace,
    save_workspace,
)

FILES = Path(__file__).parent / "files"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A survey and what was said about it, saved as one file."""
    folder = tmp_path / "visit"
    folder.mkdir()
    report = take(Request(FILES / "spss.sav", "survey", folder))
    parts = {"reading": reading_to_json(report.reading), "filters": ["threat >= 4"],
             "mapping": mapping_to_json(Mapping("bookings", {"kind": "Art"}))}
    return save_workspace(Workspace(folder, parts), tmp_path / "saved.zip")


def opened_in(tmp_path: Path, path: Path) -> Workspace:
    to = tmp_path / "again"
    to.mkdir()
    return open_workspace(path, to)


def change(path: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """The zip file with its entries edited."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    edit(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def record(entries: dict[str, bytes], name: str, content: bytes) -> None:
    """Add an entry and list it in the manifest, as a forger would."""
    manifest = json.loads(entries[MANIFEST])
    manifest["parts"][name] = {"sha256": hashlib.sha256(content).hexdigest(),
                               "bytes": len(content)}
    entries[MANIFEST] = json.dumps(manifest).encode()
    entries[name] = content


def test_what_was_saved_is_opened_again(saved: Path, tmp_path: Path) -> None:
    again = opened_in(tmp_path, saved)
    assert again.files == ("survey.parquet", "codebook.json")
    assert (again.folder / "survey.parquet").read_bytes() == (
        tmp_path / "visit" / "survey.parquet").read_bytes()
    assert again.parts["filters"] == ["threat >= 4"]
    assert reading_from_json(again.parts["reading"]).format == "sav"
    assert mapping_from_json(again.parts["mapping"]).columns == {"kind": "Art"}
    recheck_workspace(again)


def test_what_became_of_the_rows_is_kept_without_a_cell(tmp_path: Path) -> None:
    """Counts by rule, texts read as empty and notes; an older workspace has its rows alone."""
    path = tmp_path / "own.csv"
    rows = [f"a,{one},x" for one in range(30)]
    path.write_text("\n".join(["q,fee ,w", *rows, "a ,secret,NA", "a,b"]) + "\n", "utf-8")
    report = take(Request(path, "survey", tmp_path))
    kept = json.loads(json.dumps(outcome_to_json(report)))
    assert "secret" not in json.dumps(kept)
    bare = Report("survey", report.reading, rows=report.kept, kept=report.kept)
    again = with_outcome(bare, kept)
    assert (again.rows, again.kept, again.emptied) == (32, 31, 1)
    assert (again.rejects, again.gaps) == (report.rejects, report.gaps)
    assert again.notes == (OPENED, *report.notes)
    assert report.notes
    assert outcome_to_json(again) == kept
    assert with_outcome(bare, None).notes == (OPENED,)
    for spoilt in (
            [], {**kept, "rows": "many"}, {**kept, "kept": 30}, {**kept, "notes": None},
            {**kept, "rejects": [{"rule": "x"}]}, {**kept, "rows": True}):
        with pytest.raises(IntakeError, match="what became of its rows"):
            with_outcome(bare, spoilt)


def test_rejects_are_not_taken_along(tmp_path: Path) -> None:
    take(Request(FILES / "broken_quotes_ragged.csv", "survey", tmp_path))
    assert (tmp_path / "survey.rejects.csv").is_file()
    path = save_workspace(Workspace(tmp_path), tmp_path / "saved.zip")
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {
            MANIFEST, "survey.parquet", "codebook.json", "survey.csv"}


def test_nothing_to_save_and_bad_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no data to save"):
        save_workspace(Workspace(tmp_path), tmp_path / "x.zip")
    (tmp_path / "survey.parquet").touch()
    with pytest.raises(IntakeError, match=r"cannot be called '\.\./x'"):
        save_workspace(Workspace(tmp_path, {"../x": 1}), tmp_path / "x.zip")


EVIL = ("../evil.json", "/tmp/evil", "..\\evil.parquet", "sub/survey.parquet", "run.py",
        "survey.rejects.csv", "C:\\x.part.json", "../x.part.json")


@pytest.mark.parametrize("name", EVIL)
def test_no_entry_of_another_name_touches_the_disk(
    name: str, saved: Path, tmp_path: Path
) -> None:
    change(saved, lambda entries: record(entries, name, b"{}"))
    with pytest.raises(IntakeError, match="damaged or was changed"):
        opened_in(tmp_path, saved)
    assert list(tmp_path.rglob("*evil*")) == []
    assert list((tmp_path / "again").iterdir()) == []


@pytest.mark.parametrize(("edit", "said"), [
    (lambda entries: entries.update({"survey.parquet": b"PAR1"}), "damaged"),
    (lambda entries: entries.update({"extra.part.json": b"{}"}), "damaged"),
    (lambda entries: entries.pop("codebook.json"), "damaged"),
    (lambda entries: entries.pop(MANIFEST), "no workspace"),
    (lambda entries: entries.update({MANIFEST: b"{}"}), "no workspace"),
    (lambda entries: entries.update({MANIFEST: b"[" * 5000}), "damaged"),
    (lambda entries: entries.update({MANIFEST: entries[MANIFEST].replace(
        b'"version": 1', b'"version": 2')}), "version 2; this desk opens 1"),
    (lambda entries: entries.update({"filters.part.json": b'["threat >= 5"]'}), "damaged"),
])
def test_changed_workspaces_are_refused(
    edit: Callable[[dict[str, bytes]], None], said: str, saved: Path, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=said) as refused:
        opened_in(tmp_path, change(saved, edit))
    assert str(tmp_path) not in str(refused.value)


def test_what_unpacks_to_more_than_it_says_is_stopped(saved: Path, tmp_path: Path) -> None:
    change(saved, lambda entries: entries.update({"survey.parquet": bytes(50_000_000)}))
    with pytest.raises(IntakeError, match="damaged"):
        opened_in(tmp_path, saved)
    assert sum(path.stat().st_size for path in (tmp_path / "again").iterdir()) < 1_000_000


def test_a_workspace_of_more_than_may_be_opened_is_refused(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    with pytest.raises(IntakeError, match="more than 0 MB"):
        open_workspace(saved, tmp_path / "again", most_bytes=100)


def test_no_zip_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    with pytest.raises(IntakeError, match="damaged"):
        opened_in(tmp_path, tmp_path / "x.zip")


def test_a_forged_survey_does_not_pass_the_recheck(saved: Path, tmp_path: Path) -> None:
    """Hashes hold whoever wrote the manifest; what the data say is checked again."""
    frame = pd.read_parquet(tmp_path / "visit" / "survey.parquet")
    frame.loc[0, "c002"] = "<script>"
    frame.to_parquet(tmp_path / "forged.parquet")
    forged = (tmp_path / "forged.parquet").read_bytes()
    again = opened_in(tmp_path, change(
        saved, lambda entries: record(entries, "survey.parquet", forged)))
    with pytest.raises(IntakeError, match="column c002 holds codes"):
        recheck_workspace(again)


def test_a_forged_ledger_does_not_pass_the_recheck(tmp_path: Path) -> None:
    take(Request(FILES / "duckdb_bookings.csv", "bookings", tmp_path))
    recheck_folder(tmp_path)
    frame = pd.read_parquet(tmp_path / "bookings.parquet")
    frame.loc[3, "days"] = -1.0
    frame.to_parquet(tmp_path / "bookings.parquet")
    with pytest.raises(IntakeError, match="1 rows of bookings are against the rules of the table"):
        recheck_folder(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bookings.parquet"]
