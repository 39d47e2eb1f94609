"""What a file really is, by its first bytes, and whether it is safe to open.

The name is not believed: a workbook called ``.csv`` and a web page called ``.xlsx`` are common. A
workbook is a zip file, so what it would unpack to is added up before anything is unpacked.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from analysis.errors import IntakeError

ENDINGS = {
    "csv": (".csv", ".tsv", ".txt", ".tab"), "xlsx": (".xlsx", ".xlsm"), "sav": (".sav", ".zsav"),
    "parquet": (".parquet", ".pq"),
}
SAID = {"csv": "a text file", "xlsx": "an XLSX workbook", "sav": "an SPSS file",
        "parquet": "a Parquet file"}
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file (.xls)", "Save it as .xlsx or .csv"),
    (b"%PDF", "a PDF", "Export the table as .csv or .xlsx"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
    (b"BZh", "a bzip2 archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"\x89PNG", "a picture", "Bring the table itself"),
    (b"\xff\xd8\xff", "a picture", "Bring the table itself"),
    (b"SQLite format 3", "an SQLite database", "Export the table as .csv"),
    (b"\x7fELF", "a program", "Bring a table"),
    (b"MZ", "a program", "Bring a table"),
    (b"<stata_dta>", "a Stata file", "Save it as .csv or .sav"),
)
PAGE_STARTS = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"{\"", b"[{")
OFFICE = OTHERS[0][0]
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What an encrypted workbook holds in an old Office container, by the name of its part."""
PASSWORD = "The file is protected by a password. Save it without one."
MOST_ENTRIES = 2_000
MOST_UNPACKED = 1_000_000_000
MOST_RATIO = 250
START = 4096


def find_format(path: Path, *, name: str = "") -> str:
    """Format of a file by its content.

    Parameters
    ----------
    path : Path
        The file as it lies on disk.
    name : str
        What its owner calls it; only the ending is looked at. By default the path's own.

    Returns
    -------
    str
        ``csv``, ``xlsx``, ``sav`` or ``parquet``.

    Raises
    ------
    IntakeError
        If the file is empty, is something else, or is not what its ending says.
    """
    if not path.is_file():
        raise IntakeError("There is no such file. Check its name and choose it again.")
    with path.open("rb") as file:
        start = file.read(START)
    if not start.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise IntakeError(
            "The file is empty." if not start else
            "The file begins with nothing but blanks. Bring a file with a header and rows.")
    found = _by_content(path, start)
    ending = Path(name or path.name).suffix.lower()
    known = {one for endings in ENDINGS.values() for one in endings}
    if ending in known and ending not in ENDINGS[found]:
        raise IntakeError(
            f"The file is called {ending} but is {SAID[found]}. Rename it to "
            f"{ENDINGS[found][0]}, or export it again as {ending}.")
    return found


def _by_content(path: Path, start: bytes) -> str:
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if start.startswith(b"PK"):
        check_workbook(path)
        return "xlsx"
    if start.startswith(OFFICE) and LOCKED in path.read_bytes():
        raise IntakeError(PASSWORD)
    for magic, what, advice in OTHERS:
        if start.startswith(magic):
            raise IntakeError(
                f"The file is {what}. {advice}: accepted are CSV, XLSX, SPSS .sav and Parquet.")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGE_STARTS):
        raise IntakeError(
            "The file is a web page, XML or JSON, not a table, whatever its name says. Open it in "
            "a spreadsheet and save it as .csv or .xlsx.")
    return "csv"


def check_workbook(path: Path, *, most_unpacked: int = MOST_UNPACKED) -> None:
    """Refuse a zip file that is no workbook, or one that would unpack beyond measure.

    Raises
    ------
    IntakeError
        If it is damaged, encrypted, something else, or declares too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise IntakeError(
            "The workbook is damaged and cannot be opened. Save it again as .xlsx or .csv."
        ) from None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError(PASSWORD)
    if len(entries) > MOST_ENTRIES or unpacked > most_unpacked or (
            unpacked > 50_000_000 and unpacked / packed > MOST_RATIO):
        raise IntakeError(
            f"The workbook would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, "
            f"more than is safe to open (at most {most_unpacked / 1e6:,.0f} MB, {MOST_RATIO} "
            "times its size). Save the sheet as .csv.")
    if not any(name.startswith("xl/workbook.") for name in names):
        what = "an OpenDocument file" if "mimetype" in names else "a zip archive"
        raise IntakeError(f"The file is {what}, not a workbook. Save the table as .xlsx or .csv.")
    if "xl/workbook.bin" in names:
        raise IntakeError("The file is a binary workbook (.xlsb). Save it as .xlsx or .csv.")
