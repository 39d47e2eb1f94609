"""From bytes to lines: ends of lines of every system, byte order marks, NUL bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import IntakeError
from analysis.intake import decoding
from analysis.intake.decoding import guess_encoding, read_lines, read_lines_of_bytes
from analysis.intake.ingest import take
from analysis.intake.understand import Request


def write(folder: Path, content: bytes) -> Path:
    path = folder / "own.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("piece", [1, 2, 3, 64])
def test_lines_end_as_any_system_ends_them(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PIECE", piece)
    content = b"a,b\r1,2\r\r\n3,4\n\n5,\x0b\x0c\x1c6\r7"
    assert list(read_lines_of_bytes(io.BytesIO(content))) == [
        b"a,b\r", b"1,2\r", b"\r\n", b"3,4\n", b"\n", b"5,\x0b\x0c\x1c6\r", b"7"]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_file_may_be_longer_than_its_longest_line(
    end: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LONGEST_LINE", 200)
    monkeypatch.setattr(decoding, "PIECE", 64)
    rows = [f"{'Hair' if n % 2 else 'Styling'},{n}".encode() for n in range(60)]
    path = write(tmp_path, end.join([b"Trade,Age", *rows, "Café,61".encode("cp1252"), b""]))
    guess = guess_encoding(path)
    assert (guess.value, guess.why.split(" holds")[0]) == ("windows-1252", "not UTF-8: line 62")
    assert take(Request(path, "survey", tmp_path)).kept == 61
    path.write_bytes(b"a,b" + end + b"x" * 300)
    for read in (lambda: guess_encoding(path), lambda: list(read_lines(path, "utf-8"))):
        with pytest.raises(IntakeError, match=r"Line 2 is longer than 0\.0002 million"):
            read()


def test_a_ledger_with_lines_of_an_old_mac_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, b"model_id,tier,entered_on,market\r" + b"".join(
        f"m{n},top,2020-01-01,FR\r".encode() for n in range(50)))
    assert take(Request(path, "models", tmp_path)).kept == 50
    assert pd.read_parquet(tmp_path / "models.parquet")["model_id"].tolist()[49] == "m49"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_that_comes_twice_is_no_part_of_a_name(encoding: str, tmp_path: Path) -> None:
    text = "\ufeff\ufeffTrade,Age\n" + "Hair,30\n" * 20
    reading = take(Request(write(tmp_path, text.encode(encoding)), "survey", tmp_path)).reading
    assert reading.columns[0].name == "Trade"


@pytest.mark.parametrize("content", [
    b"a,b\n" + b"1,2\n" * 9 + bytes(4000), b"a\x00\x00\x00,b\x00\x00\n1\x00\x00\x00\x00,2\n" * 30])
def test_many_nul_bytes_are_named_as_what_is_wrong(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"\d\d% of the file's first [\d,]+ bytes are NUL bytes"):
        take(Request(write(tmp_path, content), "survey", tmp_path))


def test_utf_16_without_its_mark_is_still_known(tmp_path: Path) -> None:
    text = "Trade;Age\n" + "Hår;30\n" * 20
    assert guess_encoding(write(tmp_path, text.encode("utf-16-le"))).value == "utf-16-le"
    assert guess_encoding(write(tmp_path, text.encode("utf-16-be"))).value == "utf-16-be"
