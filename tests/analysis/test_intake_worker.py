"""Hostile and broken files: one clear sentence, no traceback, no path, and the desk lives."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.errors import IntakeError
from analysis.intake import decoding
from analysis.intake.command import ingest_file, look_at_file
from analysis.intake.decoding import read_lines
from analysis.intake.formats import MOST_UNPACKED, check_workbook, find_format
from analysis.intake.ingest import take
from analysis.intake.limits import Limits, explain_death, limits_for
from analysis.intake.report import Report
from analysis.intake.sheets import read_sheet
from analysis.intake.understand import Request
from analysis.intake.worker import run_worker

FILES = Path(__file__).parent / "files"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limit")


def refuse(path: Path, tmp_path: Path, *, limits: Limits | None = None,
           target: str = "survey") -> str:
    """The sentence with which the worker refuses a file."""
    with pytest.raises(IntakeError) as refused:
        run_worker({"task": "take", "path": str(path), "name": path.name, "target": target,
                    "to": str(tmp_path), "settings": {}}, limits=limits)
    said = str(refused.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert str(tmp_path) not in said
    assert path.stem not in said
    return said


def spoil(name: str, tmp_path: Path, *, at: float, by: bytes) -> Path:
    """A shipped file with bytes changed in its middle, its beginning left as it was."""
    data = bytearray((FILES / name).read_bytes())
    place = int(len(data) * at)
    data[place:place + len(by)] = by
    path = tmp_path / f"spoilt{Path(name).suffix}"
    path.write_bytes(bytes(data))
    return path


def test_worker_does_what_the_library_does(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    report = ingest_file(FILES / "libreoffice_de.csv", "survey", to=outside)
    assert report == take(Request(FILES / "libreoffice_de.csv", "survey", inside))
    assert (inside / "survey.parquet").read_bytes() == (outside / "survey.parquet").read_bytes()
    assert sorted(path.name for path in outside.iterdir()) == [
        "codebook.json", "survey.csv", "survey.parquet"]


def test_looking_writes_nothing_and_shows_the_first_rows(tmp_path: Path) -> None:
    report, preview = look_at_file(FILES / "libreoffice_de_bookings.csv", "bookings", to=tmp_path)
    assert isinstance(report, Report)
    assert list(tmp_path.iterdir()) == []
    assert len(preview) == 20
    assert preview[0][:2] == ["A-001", "Mensch"]


@pytest.mark.parametrize(("name", "content", "said"), [
    ("empty.csv", b"", "The file is empty"),
    ("blank.csv", b" \n\n", "nothing but blanks"),
    ("header.csv", b"a,b,c\n", "no row below it"),
    ("header.parquet", b"PAR1", "damaged"),
    ("page.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    ("page.csv", b"\xef\xbb\xbf  <!DOCTYPE html><p>Sign in", "web page"),
    ("data.csv", b'{"rows": []}', "JSON"),
    ("pdf.csv", b"%PDF-1.7 ...", "a PDF"),
    ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
     + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
    ("packed.csv", b"\x1f\x8b\x08\x00" + bytes(90), "gzip"),
    ("text.parquet", b"a,b\n1,2\n", "called .parquet but is a text file"),
    ("text.sav", b"a,b\n1,2\n", "called .sav but is a text file"),
    ("none.csv", None, "no such file"),
    ("zip.xlsx", b"PK\x03\x04" + bytes(200), "damaged"),
    ("sav.sav", b"$FL2@(#) SPSS DATA FILE" + b"\xff" * 400, "SPSS file is damaged"),
    ("sav.sav", b"$FL3" + bytes(9), "SPSS file is damaged"),
])
def test_what_is_no_table_is_refused_in_a_sentence(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IntakeError, match=said) as refused:
        take(Request(path, "survey", tmp_path))
    assert "\n" not in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize(("name", "at"), [
    ("pandas.parquet", 0.3), ("pandas.parquet", 0.9), ("polars_lists.parquet", 0.7),
    ("duckdb_bookings.parquet", 0.8), ("spss.sav", 0.2), ("spss_compressed.zsav", 0.5),
    ("libreoffice_preamble.xlsx", 0.4), ("xlsxwriter_sheets.xlsx", 0.98),
])
def test_damaged_files_leave_the_desk_alive(name: str, at: float, tmp_path: Path) -> None:
    """Damage may pass unseen (a changed digit); what comes is a report or a sentence."""
    path = spoil(name, tmp_path, at=at, by=b"\xff\x00\xfe\x01" * 40)
    target = "bookings" if "bookings" in name else "survey"
    said = ""
    try:
        report = ingest_file(path, target, to=tmp_path / "out")
    except IntakeError as error:
        said = str(error)
    else:
        assert report.rows >= report.kept
    assert "\n" not in said
    assert str(tmp_path) not in said


def test_a_file_that_is_not_what_it_is_called_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes((FILES / "xlsxwriter_sheets.xlsx").read_bytes())
    assert "called .csv but is an XLSX workbook" in refuse(path, tmp_path)
    assert find_format(FILES / "spss.sav", name="upload") == "sav"


def bomb(path: Path, megabytes: int) -> Path:
    """A workbook whose only sheet is that many MB of one letter."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b"a" * 1_000_000)
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.xlsx", 60)
    assert path.stat().st_size < 200_000
    assert "would unpack to 60 MB" in refuse(path, tmp_path)
    with pytest.raises(IntakeError, match="more than is safe"):
        check_workbook(bomb(tmp_path / "small.xlsx", 2), most_unpacked=1_000_000)
    assert MOST_UNPACKED <= 1_000_000_000


def test_a_sheet_with_one_far_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("a")
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    said = refuse(path, tmp_path)
    assert "memory" in said or "more than can be held" in said or "broke down" in said


def test_one_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "line.csv"
    path.write_bytes(b"a,b\n" + b"x" * 5_000_000)
    monkeypatch.setattr(decoding, "LONGEST_LINE", 2_000_000)
    with pytest.raises(IntakeError, match="Line 2 is longer than 2 million characters"):
        take(Request(path, "survey", tmp_path))
    with pytest.raises(IntakeError, match="Line 2 is longer"):
        list(read_lines(path, "windows-1252"))


def test_twenty_thousand_columns_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    row = ",".join(map(str, range(20_000)))
    path.write_text(f"{row}\n{row}\n", encoding="utf-8")
    assert "20,000 columns; at most 5,000" in refuse(path, tmp_path)


def test_three_thousand_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(
        [",".join(f"q{n}" for n in range(3_000))]
        + [",".join(str((n + row) % 2) for n in range(3_000)) for row in range(20)]), "utf-8")
    assert ingest_file(path, "survey", to=tmp_path / "out").kept == 20


def big(tmp_path: Path) -> Path:
    path = tmp_path / "big.csv"
    path.write_text("nr;trade\n" + "1;hair\n2;make-up\n" * 60_000, encoding="utf-8")
    return path


@LINUX
def test_too_much_computing_is_stopped(tmp_path: Path) -> None:
    said = refuse(big(tmp_path), tmp_path, limits=replace(Limits(), cpu_seconds=1))
    assert "more than 1 seconds of computing" in said


def test_too_much_time_is_stopped(tmp_path: Path) -> None:
    said = refuse(big(tmp_path), tmp_path, limits=replace(Limits(), wall_seconds=1))
    assert "took more than 1 seconds" in said


@LINUX
def test_too_much_memory_is_stopped(tmp_path: Path) -> None:
    said = refuse(big(tmp_path), tmp_path, limits=replace(Limits(), memory_bytes=300_000_000))
    assert "0.3 GB of memory" in said


@LINUX
def test_too_much_writing_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("nr,said\n" + "".join(
        f"{n},{random.Random(n).getrandbits(90)}\n" for n in range(40_000)), "utf-8")
    said = refuse(path, tmp_path, limits=replace(Limits(), written_bytes=200_000))
    assert "more than 0.0 GB" in said
    left = [one.name for one in tmp_path.iterdir() if one.stat().st_size > 200_000]
    assert left == [path.name]


@LINUX
def test_death_by_a_signal_is_a_sentence() -> None:
    for code in (-6, -9, -11, -24, 1, 139):
        assert str(explain_death(code, Limits())).endswith(".")
    assert "broke down" in str(explain_death(-11, Limits()))
    assert "memory" in str(explain_death(-9, Limits()))


def test_limits_of_time_grow_with_the_file_and_memory_does_not() -> None:
    small, large = limits_for(1_000), limits_for(2_000_000_000)
    assert large.cpu_seconds > 4 * small.cpu_seconds
    assert large.memory_bytes == small.memory_bytes


def test_worker_prints_nothing_of_the_file_on_its_error_stream(tmp_path: Path) -> None:
    """What a parser says about a file may quote it, so it goes nowhere."""
    path = tmp_path / "private.csv"
    path.write_text("name,age\nAnna Secret,31\nBo Secret,x\n", encoding="utf-8")
    report = ingest_file(path, "survey", to=tmp_path / "out", settings={"kind:age": "number"})
    said = json.dumps([guess.why for guess in report.guesses])
    assert "Secret" not in said


def test_sheets_that_are_not_there_are_named() -> None:
    with pytest.raises(IntakeError, match=r"no sheet 'X'\. Sheets: Deckblatt, Antworten"):
        list(read_sheet(FILES / "xlsxwriter_sheets.xlsx", "X"))


def test_the_parser_starts_without_what_it_does_not_need():
    """Every look at a file starts one: SciPy alone would cost half a second each time."""
    code = ("import sys, analysis.intake.ingest, analysis.intake.worker; "
            "print([one for one in ('scipy', 'polars', 'plotly', 'svy') if one in sys.modules])")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
