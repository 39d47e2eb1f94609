"""How a file is understood before it is used: sniffed, or as it was saved, or as the loader says.

The order of say: what the loader sets, then a reading saved with a mapping, then a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import duckdb

from analysis.errors import IntakeError
from analysis.intake.columns import guess_columns
from analysis.intake.formats import find_format
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.personal import PersonalColumn
from analysis.intake.reading import Column, Guess, Reading, change_reading
from analysis.intake.rows import Seen, data_rows
from analysis.intake.sniff import sniff_rows
from analysis.intake.texts import Texts, read_parquet_texts
from analysis.ledger.contract import TABLES
from analysis.warehouse.private import describe_parquet, open_private, sample_parquet

SURVEY = "survey"
TARGETS = (SURVEY, *TABLES)
SAMPLE = 20_000
LAYOUT = ("encoding", "separator", "quote", "skip", "header", "sheet")
OF_MAPPING = ("column", "constant", "word")


@dataclass(frozen=True)
class Request:
    """A file and what is to be made of it.

    Parameters
    ----------
    path : Path
        The file.
    target : str
        One of TARGETS.
    to : Path
        Private folder; tables checked before lie here too.
    name : str
        What the owner calls the file; only its ending is looked at.
    settings : mapping
        Guesses to be replaced (see ``change_reading``), ``column:FIELD``, ``constant:FIELD`` and
        ``word:FIELD:WORD``.
    mapping : ColumnMapping or None
        Columns and words, with the reading if it was saved.
    """

    path: Path
    target: str
    to: Path
    name: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    mapping: ColumnMapping | None = None


@dataclass(frozen=True)
class Understood:
    """What is known of a file before it is used."""

    reading: Reading
    guesses: tuple[Guess, ...]
    personal: tuple[PersonalColumn, ...]
    texts: Texts | None = None


def understand(request: Request) -> Understood:
    """How the file of a request is read, with every guess and its reason.

    Raises
    ------
    IntakeError
        If the file is none that can be read, or a setting is not accepted.
    """
    if request.target not in TARGETS:
        raise IntakeError(f"{request.target!r} is nothing a file can be read as. Choose one of: "
                          f"{', '.join(TARGETS)}.")
    format = find_format(request.path, name=request.name)
    settings = {key: text for key, text in request.settings.items()
                if key.partition(":")[0] not in OF_MAPPING}
    saved = request.mapping.reading if request.mapping else None
    if format in ("sav", "parquet"):
        found = _understand_typed(request, format)
        return replace(found, reading=change_reading(found.reading, settings))
    fixed = None
    if saved is not None and saved.format == format:
        fixed = saved
    layout = {key: text for key, text in settings.items() if key in LAYOUT}
    if layout:
        start = fixed or sniff_rows(request.path, format)[0]
        fixed = change_reading(start, layout)
    reading, guesses, personal = sniff_rows(request.path, format, fixed=fixed)
    if saved is not None:
        reading = _as_saved(reading, saved)
    settings = {key: text for key, text in settings.items() if key not in LAYOUT}
    marks = {key: text for key, text in settings.items()
             if (":" not in key and key != "short_rows")
             or key.partition(":")[0] in ("keep", "same")}
    if marks and saved is None:
        reading, guesses = _guess_kinds_again(
            request.path, change_reading(reading, marks), guesses)
    changed = change_reading(reading, settings)
    return Understood(changed, _with_changes(guesses, changed, settings), personal)


def _as_saved(reading: Reading, saved: Reading) -> Reading:
    """The saved reading, with the columns of this file where they have the same names."""
    kept = {column.name: column for column in saved.columns}
    columns = tuple(kept.get(column.name, column) for column in reading.columns)
    return replace(saved, columns=columns)


def _guess_kinds_again(
    path: Path, reading: Reading, guesses: tuple[Guess, ...]
) -> tuple[Reading, tuple[Guess, ...]]:
    """Kinds under changed marks: with another decimal mark other columns are numbers."""
    rows = islice(data_rows(path, reading, Seen()), SAMPLE)
    cells = [[cell.strip() for cell in column] for column in zip(
        *(record.cells for record in rows if not record.fault), strict=True)]
    bare = replace(reading, columns=tuple(
        Column(column.name, column.label, kept=column.kept, same=column.same)
        for column in reading.columns))
    if not cells:
        return reading, guesses
    columns, kinds, _ = guess_columns(cells, bare)
    others = tuple(guess for guess in guesses if not guess.what.startswith("kind:"))
    return replace(reading, columns=columns), (*others, *kinds)


def _with_changes(
    guesses: tuple[Guess, ...], reading: Reading, settings: Mapping[str, str]
) -> tuple[Guess, ...]:
    """The guesses, each that was replaced with the loader as its reason."""
    said = {key.casefold(): text for key, text in settings.items()}
    kinds = {f"kind:{column.name}": column.kind for column in reading.columns}
    changed = []
    for guess in guesses:
        kind = kinds.get(guess.what, "")
        if guess.what.casefold() in said:
            guess = replace(guess, value=said[guess.what.casefold()], why="as it was said",
                            sure=True)
        elif not guess.value.startswith(kind):
            guess = replace(guess, value=kind, why="as it was said or saved")
        changed.append(guess)
    return tuple(changed)


def _understand_typed(request: Request, format: str) -> Understood:
    """A data file that knows its own columns: SPSS or Parquet."""
    if format == "parquet" and request.target != SURVEY:
        names = _parquet_names(request)
        return Understood(Reading("parquet", header=0, columns=tuple(map(Column, names))), (), ())
    if format == "sav":
        if request.target != SURVEY:
            raise IntakeError("An SPSS file is read as a survey only. Save the table as .csv, "
                              ".xlsx or .parquet.")
        from analysis.intake.spss import read_spss

        reading, texts, guesses = read_spss(request.path)
    else:
        (reading, texts), guesses = read_parquet_texts(request.path), ()
    cells = [[text or "" for text in column.slice(0, SAMPLE).to_pylist()]
             for column in texts.columns]
    columns, found, personal = guess_columns(cells, reading)
    known = {guess.what for guess in guesses}
    said = [guess for guess in found if guess.what not in known or any(
        guess.what == f"kind:{one.column}" for one in personal)]
    kept = tuple(guess for guess in guesses if guess.what not in {one.what for one in said})
    return Understood(replace(reading, columns=columns), (*kept, *said), personal, texts)


def _parquet_names(request: Request) -> list[str]:
    try:
        with open_private(request.to, request.path) as connection:
            return list(describe_parquet(connection, request.path))
    except duckdb.Error:
        raise IntakeError(
            "The Parquet file is damaged or uses features that cannot be read. Write it again, "
            "or save the table as .csv.") from None


def sample_cells(request: Request, reading: Reading) -> list[list[str]]:
    """Filled cells of the first rows, by column."""
    if reading.format == "parquet":
        with open_private(request.to, request.path) as connection:
            names = [column.name for column in reading.columns]
            return sample_parquet(connection, request.path, names, rows=SAMPLE)
    rows = islice(data_rows(request.path, reading, Seen()), SAMPLE)
    found: list[list[str]] = [[] for _ in reading.columns]
    empty = [{"", *reading.empty_in(column)} for column in reading.columns]
    for record in rows:
        for place, cell in enumerate(record.cells if not record.fault else ()):
            text = cell.strip()
            if text not in empty[place]:
                found[place].append(text)
    return found
