"""Leading zeros of a workbook that stand in a number format, not in the cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from analysis.intake.ingest import look
from analysis.intake.sheets import read_sheet
from analysis.intake.understand import Request
from analysis.intake.zeros import zero_widths

SHEET = "Fälle & mehr"


def workbook(folder: Path, *, corner: int = 0, mixed: bool = False) -> Path:
    """Member numbers shown with six digits, ages, and fees, from that row and column on."""
    path = folder / "own.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet(SHEET)
        zeros = book.add_format({"num_format": "000000"})
        money = book.add_format({"num_format": "0.00"})
        sheet.write_row(corner, corner, ["Case", "Age", "Fee"])
        for n in range(1, 30):
            sheet.write(corner + n, corner, n * 100, None if mixed and n == 9 else zeros)
            sheet.write(corner + n, corner + 1, 20 + n)
            sheet.write(corner + n, corner + 2, n * 1.5, money)
    return path


@pytest.mark.parametrize("corner", [0, 3, 30])
def test_zeros_of_a_number_format_are_kept(corner: int, tmp_path: Path) -> None:
    path = workbook(tmp_path, corner=corner)
    assert zero_widths(path, SHEET) == {corner: 6}
    assert zero_widths(path, "Notes") == {}
    rows = [record.cells for record in read_sheet(path, SHEET)]
    assert rows[:3] == [["Case", "Age", "Fee"], ["000100", "21", "1.5"], ["000200", "22", "3"]]
    report, _ = look(Request(path, "survey", tmp_path))
    why = {guess.what: guess.why for guess in report.guesses}
    assert why["kind:Case"] == "leading zeros such as '000100' are kept as text"


def test_a_column_of_several_formats_stays_as_it_is_stored(tmp_path: Path) -> None:
    path = workbook(tmp_path, mixed=True)
    assert zero_widths(path, SHEET) == {}
    assert next(iter(list(read_sheet(path, SHEET))[1:])).cells[0] == "100"


@pytest.mark.parametrize("styles", [None, b"<styleSheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
                                    b"<styleSheet><numFmts/></styleSheet>"])
def test_a_workbook_that_cannot_be_looked_into_keeps_its_numbers(
    styles: bytes | None, tmp_path: Path
) -> None:
    path, spoilt = workbook(tmp_path), tmp_path / "spoilt.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(spoilt, "w") as archive:
        for name in whole.namelist():
            if name != "xl/styles.xml":
                archive.writestr(name, whole.read(name))
            elif styles is not None:
                archive.writestr(name, styles)
    assert zero_widths(spoilt, SHEET) == {}
