"""From a file to typed Parquet and a report: what the worker does, for a survey or a ledger table.

Two tasks: ``look`` says what is understood and writes nothing, ``take`` obeys it and writes. Both
return a report; ``look`` adds the first rows as they are read, which no one but the loader sees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.catalog.package import Resource
from analysis.errors import IntakeError
from analysis.intake.columns import guess_columns
from analysis.intake.formats import find_format
from analysis.intake.mapping import (
    Mapping as ColumnMapping,
)
from analysis.intake.mapping import (
    complete_mapping,
    mapping_to_json,
    missing_fields,
    suggest_mapping,
)
from analysis.intake.personal import PersonalColumn
from analysis.intake.reading import Column, Guess, Reading, change_reading
from analysis.intake.rejects import Rejects
from analysis.intake.report import Report
from analysis.intake.rows import Seen, data_rows
from analysis.intake.sniff import sniff_rows
from analysis.intake.survey import write_survey
from analysis.intake.tables import TableFile, write_table
from analysis.intake.texts import Texts, read_parquet_texts, read_texts
from analysis.ledger.contract import TABLES, load_contract
from analysis.surveys.codebook import CODEBOOK_FILE, DATA_FILE
from analysis.warehouse.private import describe_parquet, open_private, sample_parquet

SURVEY = "survey"
TARGETS = (SURVEY, *TABLES)
PREVIEW_ROWS = 20
SAMPLE = 20_000
LAYOUT = ("encoding", "separator", "quote", "skip", "header", "sheet")


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
        Guesses to be replaced (see ``change_reading``), ``column:FIELD`` and ``constant:FIELD``.
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


def look(request: Request) -> tuple[Report, list[list[str]]]:
    """What is understood of a file, and its first rows; nothing is written."""
    understood = _understand(request)
    report = Report(request.target, understood.reading, understood.guesses, understood.personal)
    if request.target != SURVEY:
        mapping, words = _map(request, understood)
        lacking = missing_fields(_resource(request.target), mapping)
        notes = (f"Needed and not found: {', '.join(lacking)}.",) if lacking else ()
        report = replace(report, mapping=_said(mapping, words), notes=notes)
    return report, _preview(request, understood)


def take(request: Request) -> Report:
    """Read a file, hold it to its rules and write it; the report says what became of it.

    Raises
    ------
    IntakeError
        If the file cannot be read, or a needed column is missing.
    """
    understood = _understand(request)
    if request.target == SURVEY:
        return _take_survey(request, understood)
    return _take_table(request, understood)


def _understand(request: Request) -> Understood:
    if request.target not in TARGETS:
        raise IntakeError(f"{request.target!r} is nothing a file can be read as. Choose one of: "
                          f"{', '.join(TARGETS)}.")
    format = find_format(request.path, name=request.name)
    settings = {key: text for key, text in request.settings.items()
                if key.partition(":")[0] not in ("column", "constant")}
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
             if ":" not in key and key != "short_rows"}
    if marks and saved is None:
        reading = _guess_kinds_again(request.path, change_reading(reading, marks))
    changed = change_reading(reading, settings)
    return Understood(changed, _with_changes(guesses, changed, settings), personal)


def _as_saved(reading: Reading, saved: Reading) -> Reading:
    """The saved reading, with the columns of this file where they have the same names."""
    kept = {column.name: column for column in saved.columns}
    columns = tuple(kept.get(column.name, column) for column in reading.columns)
    return replace(saved, columns=columns)


def _guess_kinds_again(path: Path, reading: Reading) -> Reading:
    """Kinds under changed marks: with another decimal mark other columns are numbers."""
    rows = islice(data_rows(path, reading, Seen()), SAMPLE)
    cells = [[cell.strip() for cell in column] for column in zip(
        *(record.cells for record in rows if not record.fault), strict=True)]
    bare = replace(reading, columns=tuple(
        Column(column.name, column.label) for column in reading.columns))
    if not cells:
        return reading
    return replace(reading, columns=guess_columns(cells, bare)[0])


def _with_changes(
    guesses: tuple[Guess, ...], reading: Reading, settings: Mapping[str, str]
) -> tuple[Guess, ...]:
    """The guesses, each that was replaced with the loader as its reason."""
    said = {key.casefold(): text for key, text in settings.items()}
    kinds = {f"kind:{column.name}": column.kind for column in reading.columns}
    changed = [
        replace(guess, value=said[guess.what.casefold()], why="it was said by the loader",
                sure=True)
        if guess.what.casefold() in said else
        replace(guess, value=kinds.get(guess.what, guess.value), why="as the marks were changed")
        if guess.what in kinds and not guess.value.startswith(kinds[guess.what]) else guess
        for guess in guesses
    ]
    return tuple(changed)


def _understand_typed(request: Request, format: str) -> Understood:
    """A data file that knows its own columns: SPSS or Parquet."""
    if format == "parquet" and request.target != SURVEY:
        with open_private(request.to, request.path) as connection:
            names = _parquet_names(connection, request.path)
        return Understood(Reading("parquet", header=0, columns=tuple(map(Column, names))), (), ())
    if format == "sav":
        from analysis.intake.spss import read_spss

        if request.target != SURVEY:
            raise IntakeError("An SPSS file is read as a survey only. Save the table as .csv, "
                              ".xlsx or .parquet.")
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


def _parquet_names(connection: Any, path: Path) -> list[str]:
    import duckdb

    try:
        return list(describe_parquet(connection, path))
    except duckdb.Error:
        raise IntakeError(
            "The Parquet file is damaged or uses features that cannot be read. Write it again, "
            "or save the table as .csv.") from None


def _take_survey(request: Request, understood: Understood) -> Report:
    rejects, seen = Rejects(), Seen()
    reading = understood.reading
    texts = understood.texts or read_texts(request.path, reading, seen=seen, rejects=rejects)
    codebook, notes = write_survey(reading, texts, request.to, rejects=rejects)
    files = [DATA_FILE, CODEBOOK_FILE]
    if rejects.listed:
        rejects.write(request.to / "survey.rejects.csv")
        files.append("survey.rejects.csv")
    return Report(
        SURVEY, reading, understood.guesses, understood.personal, texts.rows + rejects.rows,
        codebook.rows, rejects.cells, tuple(rejects.summary()), (*seen.notes(), *notes),
        tuple(files))


def _take_table(request: Request, understood: Understood) -> Report:
    resource = _resource(request.target)
    mapping, words = _map(request, understood)
    lacking = missing_fields(resource, mapping)
    if lacking:
        raise IntakeError(
            f"{resource.name} needs {', '.join(lacking)}, and no column was found for it. Name one "
            f"(column:{lacking[0]}=COLUMN) or one value for every row (constant:{lacking[0]}="
            f"VALUE). Columns of the file: "
            f"{', '.join(column.name for column in understood.reading.columns[:40])}.")
    targets = {key.resource: path for key in resource.foreign_keys
               if (path := request.to / f"{key.resource}.parquet").is_file()}
    with open_private(request.to, request.path) as connection:
        checked, rejects, seen = write_table(
            connection, resource, file=TableFile(request.path, understood.reading, mapping),
            to=request.to, targets=targets)
    files = [f"{resource.name}.parquet"]
    if rejects.listed:
        files.append(f"{resource.name}.rejects.csv")
        rejects.write(request.to / files[-1])
    unchecked = [key.resource for key in resource.foreign_keys if key.resource not in targets]
    notes = [f"Whether {one} names what is in {name} was not checked: {name} was not loaded yet."
             for name in unchecked
             for one in [", ".join(next(key.fields for key in resource.foreign_keys
                                        if key.resource == name))]]
    return Report(
        request.target, understood.reading, understood.guesses, understood.personal,
        checked.kept + rejects.rows, checked.kept, 0, tuple(rejects.summary()),
        (*seen.notes(), *notes), tuple(files), _said(mapping, words))


def _map(request: Request, understood: Understood) -> tuple[ColumnMapping, tuple[str, ...]]:
    """The mapping given, completed by suggestions."""
    resource, reading = _resource(request.target), understood.reading
    names = [column.name for column in reading.columns]
    suggested, words = suggest_mapping(resource, names, _samples(request, reading), reading)
    given = request.mapping or ColumnMapping(resource.name)
    columns, constants = dict(given.columns), dict(given.constants)
    for key, text in request.settings.items():
        part, _, target = key.partition(":")
        if part == "column":
            columns[target] = reading.columns[reading.find(text)].name if text else ""
        elif part == "constant":
            constants[target] = text
    given = replace(given, columns=columns, constants=constants)
    mapping = complete_mapping(given, suggested, resource, names)
    if mapping.columns != suggested.columns or mapping.constants:
        words = (*(f"{target} from {name!r}" for target, name in mapping.columns.items()),
                 *(f"{target} is {text!r} in every row" for target, text in constants.items()))
    return replace(mapping, reading=reading), words


def _samples(request: Request, reading: Reading) -> list[list[str]]:
    """Filled cells of the first rows, by column."""
    if reading.format == "parquet":
        with open_private(request.to, request.path) as connection:
            names = [column.name for column in reading.columns]
            return sample_parquet(connection, request.path, names, rows=SAMPLE)
    rows = islice(data_rows(request.path, reading, Seen()), SAMPLE)
    found: list[list[str]] = [[] for _ in reading.columns]
    for record in rows:
        for place, cell in enumerate(record.cells if not record.fault else ()):
            text = cell.strip()
            if text and text not in reading.missing:
                found[place].append(text)
    return found


def _preview(request: Request, understood: Understood) -> list[list[str]]:
    """The first rows as they are read."""
    if understood.texts is not None:
        columns = [column.slice(0, PREVIEW_ROWS).to_pylist() for column in understood.texts.columns]
        return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
    if understood.reading.format == "parquet":
        names = [column.name for column in understood.reading.columns]
        with open_private(request.to, request.path) as connection:
            columns = sample_parquet(connection, request.path, names, rows=PREVIEW_ROWS)
        longest = max(map(len, columns), default=0)
        return [[column[row] if row < len(column) else "" for column in columns]
                for row in range(longest)]
    rows = islice(data_rows(request.path, understood.reading, Seen()), PREVIEW_ROWS)
    return [record.cells for record in rows]


def _resource(target: str) -> Resource:
    return load_contract().resource(target)


def _said(mapping: ColumnMapping, words: tuple[str, ...]) -> dict[str, Any]:
    return {**json.loads(json.dumps(mapping_to_json(mapping))), "words": list(words)}
