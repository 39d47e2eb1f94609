"""From bytes to lines of text: the encoding of a file, and its lines with their numbers.

A line is what a text editor calls one. NUL bytes are left out and counted, bytes that are not of
the encoding become U+FFFD and are counted, and no line may be longer than LONGEST_LINE.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import AnyStr, BinaryIO

from analysis.errors import IntakeError
from analysis.intake.reading import Guess

LONGEST_LINE = 16_000_000
PIECE = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"))
SHARE_OF_NULS = 0.2
TRUSTED = 10
"""Well-formed letters beyond ASCII for each broken byte, for a file still to count as UTF-8."""


@dataclass
class Decoded:
    """What was left out or replaced while decoding; filled while lines are read."""

    nuls: int = 0
    replaced: int = 0


def guess_encoding(path: Path) -> Guess:
    """The encoding of a text file, from its mark, its NUL bytes, and whether it is UTF-8.

    Reads the whole file: a Windows-1252 letter in the last line counts.
    """
    with path.open("rb") as file:
        start = file.read(PIECE)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return Guess("encoding", encoding, "the file begins with its byte order mark")
    halves = [start[0::2].count(0), start[1::2].count(0)]
    if len(start) > 3 and max(halves) > SHARE_OF_NULS * len(start) / 2:
        if min(halves) > SHARE_OF_NULS * max(halves):
            raise IntakeError(
                f"{sum(halves) / len(start):.0%} of the file's first {len(start):,} bytes are NUL "
                "bytes: it was damaged on its way, or is no text file. Export it again as .csv.")
        order = "utf-16-le" if halves[1] > halves[0] else "utf-16-be"
        return Guess("encoding", order, "every other byte is zero", sure=False)
    return _utf8_or_not(path)


def _utf8_or_not(path: Path) -> Guess:
    broken, letters, place, line = 0, 0, 0, 0
    with path.open("rb") as file:
        for number, raw in enumerate(read_lines_of_bytes(file), start=1):
            if raw.isascii():
                continue
            try:
                text = raw.decode("utf-8")
                letters += sum(character > "\x7f" for character in text)
            except UnicodeDecodeError as error:
                broken += 1
                if not line:
                    line, place = number, raw[error.start]
    if not broken:
        what = f"its {letters:,} letters beyond ASCII are valid UTF-8" if letters \
            else "it is plain ASCII"
        return Guess("encoding", "utf-8", what)
    if letters > TRUSTED * broken:
        return Guess("encoding", "utf-8", f"{letters:,} letters are valid UTF-8; {broken} lines "
                     f"hold broken bytes, the first is line {line}", sure=False)
    letter = bytes([place]).decode("windows-1252", errors="replace")
    return Guess("encoding", "windows-1252", f"not UTF-8: line {line} holds byte 0x{place:02X}, "
                 f"which is {letter!r} in Windows-1252", sure=False)


def read_lines_of_bytes(file: BinaryIO) -> Iterator[bytes]:
    """Lines of an open file with their ends (LF, CR LF or CR alone), none beyond LONGEST_LINE."""
    rest, number = b"", 0
    while piece := file.read(PIECE):
        lines = (rest + piece).splitlines(keepends=True)
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
        for line in lines:
            number += 1
            yield _bounded(line, number)
        _bounded(rest, number + 1)
    if rest:
        yield rest


def read_lines(path: Path, encoding: str, seen: Decoded | None = None) -> Iterator[str]:
    """Lines of a text file without their ends, in its own order.

    Parameters
    ----------
    encoding : str
        One of ENCODINGS.
    seen : Decoded, optional
        Told what was left out or replaced.

    Raises
    ------
    IntakeError
        If a line is too long.
    """
    counted = seen or Decoded()
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest, number, first = "", 0, True
    with path.open("rb") as file:
        while True:
            raw = file.read(PIECE)
            text = decoder.decode(raw, final=not raw)
            if first:
                text, first = text.lstrip("\ufeff"), False
            counted.nuls += text.count("\x00")
            counted.replaced += text.count("�")
            rest += text.replace("\x00", "")
            keep = "\r" if raw and rest.endswith("\r") else ""
            pieces = rest.removesuffix(keep).replace("\r\n", "\n").replace("\r", "\n").split("\n")
            rest = pieces.pop() + keep
            for line in pieces:
                number += 1
                yield _bounded(line, number)
            _bounded(rest, number + 1)
            if not raw:
                break
    if rest:
        yield rest


def _bounded(line: AnyStr, number: int) -> AnyStr:
    if len(line) > LONGEST_LINE:
        raise IntakeError(
            f"Line {number} is longer than {LONGEST_LINE / 1e6:g} million characters. This is not "
            "a table with one row a line; export it again.")
    return line
