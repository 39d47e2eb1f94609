"""How a file is understood: every guess about it in one value that a person may change.

A ``Reading`` is what the sniffer proposes and what the reader obeys. It is plain JSON, so it can be
shown, changed, saved with a workspace and used again on next year's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from analysis.errors import IntakeError
from analysis.intake.bands import parse_bounds
from analysis.surveys.codebook import KINDS

FORMATS = ("csv", "xlsx", "sav", "parquet")
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-1", "iso-8859-15",
    "windows-1250", "mac-roman",
)
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
QUOTES = ('"', "'", "")
DECIMALS = (".", ",")
THOUSANDS = ("", ".", ",", " ", "'")
DATE_ORDERS = ("dmy", "mdy", "ymd")
SHORT_ROWS = ("reject", "pad")
TOTALS = ("reject", "keep")
SPELLINGS = ("join", "apart")
NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "space": " ", "none": "",
         "point": "."}
MOST_HEADER_ROWS = 3


@dataclass(frozen=True)
class Column:
    """How one column is understood; an empty kind leaves the choice to the sniffer.

    Parameters
    ----------
    name : str
        As in the file, made distinct where it is not.
    label : str
        The question in words, where the file has a row for it.
    kind : str
        One of the codebook's kinds, or empty.
    split : str
        Separator of several answers in a cell, empty where a cell is one answer.
    order : tuple of str
        Answers from low to high, for an ordinal column.
    bands : tuple of float
        Numbers at which groups begin, for a column of numbers that is to be counted as well.
    kept : tuple of str
        Texts that are answers here, though they mean an empty cell elsewhere in the file.
    same : bool
        Whether answers that differ only in capitals or blanks are one answer.
    group : str
        The question with several answers of which a flag is one option; empty for what the file
        says, or a question of its own.
    """

    name: str
    label: str = ""
    kind: str = ""
    split: str = ""
    order: tuple[str, ...] = ()
    bands: tuple[float, ...] = ()
    kept: tuple[str, ...] = ()
    same: bool = False
    group: str = ""


@dataclass(frozen=True)
class Reading:
    """How a file is understood.

    Parameters
    ----------
    format : str
        One of FORMATS.
    encoding, separator, quote : str
        Of a text file; one of ENCODINGS, SEPARATORS, QUOTES.
    decimal, thousands, date_order : str
        Of numbers and dates that are written as text.
    skip : int
        Rows before the header, counted as a text editor or spreadsheet counts them.
    header : int
        Rows of the header: 0 none, 1 as usual, more where question texts have rows of their own.
    sheet : str
        Of a workbook.
    missing : tuple of str
        Texts that mean an empty cell.
    short_rows : str
        ``reject`` a row with too few cells, or ``pad`` it with empty ones.
    totals : str
        ``reject`` rows of totals at the end of a survey, or ``keep`` them as answers.
    columns : tuple of Column
        In the order of the file.
    """

    format: str
    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    date_order: str = "ymd"
    skip: int = 0
    header: int = 1
    sheet: str = ""
    missing: tuple[str, ...] = ()
    short_rows: str = "reject"
    totals: str = "reject"
    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a value that cannot be obeyed."""
        accepted = {
            "format": FORMATS, "encoding": ENCODINGS, "separator": tuple(SEPARATORS),
            "quote": QUOTES, "decimal": DECIMALS, "thousands": THOUSANDS,
            "date_order": DATE_ORDERS, "short_rows": SHORT_ROWS, "totals": TOTALS,
        }
        for name, values in accepted.items():
            if getattr(self, name) not in values:
                refuse(name, getattr(self, name), values)
        if not 0 <= self.header <= MOST_HEADER_ROWS:
            refuse("header", self.header, range(MOST_HEADER_ROWS + 1))
        if self.skip < 0:
            raise IntakeError(f"skip={self.skip} is negative. Give the rows before the header.")
        if self.decimal == self.thousands:
            raise IntakeError(
                f"Decimal and thousands mark are both {self.decimal!r}. Change one of them.")

    def empty_in(self, column: Column) -> tuple[str, ...]:
        """Texts that mean an empty cell in this column."""
        return tuple(text for text in self.missing if text not in column.kept)

    def find(self, name: str) -> int:
        """Place of the column of that name, case ignored."""
        names = [column.name.strip().casefold() for column in self.columns]
        wanted = name.strip().casefold()
        if wanted in names:
            return names.index(wanted)
        listed = ", ".join(column.name for column in self.columns[:20])
        raise IntakeError(f"The file has no column {name!r}. Columns: {listed}.")


@dataclass(frozen=True)
class Guess:
    """One thing that was understood: what, as what, why, and whether it could be otherwise."""

    what: str
    value: str
    why: str
    sure: bool = True


def refuse(name: str, given: object, accepted: Iterable[object]) -> None:
    """Raise what is wrong with a value that a reading does not accept."""
    words = {mark: word for word, mark in NAMED.items()}
    listed = ", ".join(words.get(str(one), str(one)) for one in accepted)
    raise IntakeError(f"{name}={given!r} is not accepted. Choose one of: {listed}.")


def change_reading(reading: Reading, settings: Mapping[str, str]) -> Reading:
    """The reading with guesses replaced.

    Parameters
    ----------
    settings : mapping
        ``encoding``, ``separator`` (``semicolon``, ``tab`` …), ``decimal``, ``skip``, ``header``,
        ``missing`` (texts divided by ``|``) and so on; for one column ``kind:COLUMN``,
        ``split:COLUMN``, ``order:COLUMN`` (answers from low to high, divided by ``|``),
        ``bands:COLUMN`` (numbers at which groups begin), ``keep:COLUMN`` (texts of ``missing``
        that are answers in it), ``same:COLUMN`` (``join`` makes one answer of those that differ
        only in capitals or blanks, ``apart`` does not) and ``group:COLUMN`` (the question of which
        it is an option; nothing makes it one of its own).

    Raises
    ------
    IntakeError
        If there is no such guess or column, or the value is not accepted.
    """
    for key, text in settings.items():
        part, colon, column = key.partition(":")
        if colon:
            reading = _change_column(reading, part, column, text)
        elif key in ("skip", "header"):
            if not text.strip().isdigit():
                raise IntakeError(f"{key}={text!r} is not a whole number. Give rows, for example "
                                  f"{key}=1.")
            reading = _changed(reading, key, int(text))
        elif key == "missing":
            reading = replace(reading, missing=_listed(text))
        elif key in {"encoding", "separator", "quote", "decimal", "thousands", "date_order",
                     "sheet", "short_rows", "totals"}:
            value = text if key == "sheet" else NAMED.get(text, text)
            reading = _changed(reading, key, value)
        else:
            raise IntakeError(
                f"{key!r} is not a guess. Choose encoding, separator, quote, decimal, thousands, "
                "date_order, skip, header, sheet, missing, short_rows, totals, kind:COLUMN, "
                "split:COLUMN, order:COLUMN, bands:COLUMN, keep:COLUMN, same:COLUMN or "
                "group:COLUMN.")
    return reading


def _listed(text: str) -> tuple[str, ...]:
    """Texts divided by a bar, blanks around them taken off as around cells."""
    return tuple(one.strip() for one in text.split("|") if one.strip())


def _changed(reading: Reading, key: str, value: Any) -> Reading:
    return replace(reading, **{key: value})


def _change_column(reading: Reading, part: str, name: str, text: str) -> Reading:
    place = reading.find(name)
    column = reading.columns[place]
    if part == "kind":
        if text not in KINDS:
            refuse(f"kind:{name}", text, KINDS)
        column = replace(column, kind=text, split="" if text != "flag" else column.split,
                         bands=column.bands if text == "number" else (),
                         group=column.group if text == "flag" else "")
    elif part == "split":
        column = replace(column, split=NAMED.get(text, text), kind="flag" if text else "",
                         group="")
    elif part == "order":
        column = replace(column, kind="ordinal", order=_listed(text), group="")
    elif part == "bands":
        column = replace(column, bands=parse_bounds(name, text))
    elif part == "keep":
        column = replace(column, kept=_listed(text))
    elif part == "same":
        if text not in SPELLINGS:
            refuse(f"same:{name}", text, SPELLINGS)
        column = replace(column, same=text == SPELLINGS[0])
    elif part == "group":
        column = replace(column, kind="flag", split="", bands=(), order=(),
                         group=text.strip() or column.name)
    else:
        raise IntakeError(f"{part}:{name} is not a guess. Choose kind, split, order, bands, keep, "
                          "same or group.")
    columns = (*reading.columns[:place], column, *reading.columns[place + 1:])
    return replace(reading, columns=columns)


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON."""
    return asdict(reading)


def reading_from_json(raw: Mapping[str, Any]) -> Reading:
    """A reading from JSON.

    Raises
    ------
    IntakeError
        If it is not a reading.
    """
    try:
        columns = tuple(
            Column(str(one["name"]), str(one.get("label", "")), str(one.get("kind", "")),
                   str(one.get("split", "")), tuple(map(str, one.get("order", ()))),
                   tuple(map(float, one.get("bands", ()))), tuple(map(str, one.get("kept", ()))),
                   one.get("same") is True, str(one.get("group", "")))
            for one in raw.get("columns", ()))
        plain = {key: value for key, value in raw.items() if key not in ("columns", "missing")}
        return Reading(**plain, missing=tuple(map(str, raw.get("missing", ()))), columns=columns)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise IntakeError(
            "This is not a reading of a file. Save one again, or leave it out.") from None
