"""From a file to typed Parquet and a report: what the worker does, for a survey or a ledger table.

Two tasks: ``look`` says what is understood and writes nothing, ``take`` obeys it and writes. Both
return a report; ``look`` adds the first rows as they are read, which no one but the loader sees.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from analysis.catalog.package import Resource
from analysis.errors import IntakeError
from analysis.intake.few import check_overruled
from analysis.intake.inside import find_in_table, find_late, say_late, without_use
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.mapped import mapping_to_json
from analysis.intake.mapping import complete_mapping, missing_fields, say_mapping, suggest_mapping
from analysis.intake.mapping_words import check_meaning, find_blanks, find_words
from analysis.intake.reading import Guess, Reading
from analysis.intake.rejects import Rejects
from analysis.intake.report import Report
from analysis.intake.rows import Seen, data_rows
from analysis.intake.survey import write_survey
from analysis.intake.tables import TableFile, say_party_spellings, write_table
from analysis.intake.texts import Texts, empty_out, read_texts, say_trimmed
from analysis.intake.totals import leave_out_totals
from analysis.intake.understand import SAMPLE, SURVEY, Request, Understood, sample_cells, understand
from analysis.ledger.contract import load_contract
from analysis.surveys.codebook import CODEBOOK_FILE, CSV_FILE, DATA_FILE
from analysis.warehouse.private import open_private, sample_parquet

PREVIEW_ROWS = 20
LACKING = "Needed and not found:"
LEFT_OUT = "it is left out"
KEPT = "it is kept, since it serves as a column of the table; better take them out of the file"


def look(request: Request) -> tuple[Report, list[list[str]]]:
    """What is understood of a file, and its first rows; nothing is written."""
    understood = understand(request)
    report = Report(request.target, understood.reading, understood.guesses, understood.personal)
    report = _look_survey(request, understood, report) if request.target == SURVEY \
        else _look_table(request, understood, report)
    return report, _preview(request, understood)


def _look_survey(request: Request, understood: Understood, report: Report) -> Report:
    """What becomes of the first rows of a survey."""
    _refuse_overruled(request, understood)
    rejects = Rejects()
    texts = _texts(request, understood, Seen(), rejects, SAMPLE)
    return replace(report, rows=texts.rows + rejects.rows, kept=texts.rows,
                   rejects=tuple(rejects.summary()), gaps=texts.gaps)


def _look_table(request: Request, understood: Understood, report: Report) -> Report:
    """How a table is mapped, and what becomes of its first rows."""
    resource = _resource(request.target)
    mapping, words = _map(request, understood)
    report = replace(report, guesses=_of_layout(understood.guesses))
    names = [column.name for column in understood.reading.columns]
    found = find_words(resource, mapping, names, sample_cells(request, understood.reading))
    report = replace(report, mapping={**_said(mapping, words), "found": found})
    if lacking := missing_fields(resource, mapping):
        return replace(report, notes=(f"{LACKING} {', '.join(lacking)}. Name a column for it, or "
                                      "one value for every row.",))
    file = TableFile(request.path, understood.reading, mapping, most=SAMPLE)
    with TemporaryDirectory(dir=request.to) as folder, \
            open_private(request.to, request.path) as connection:
        taken = write_table(connection, resource, file=file, to=Path(folder),
                            targets=_targets(request, resource))
    rejects, rows = taken.rejects, taken.checked.kept + taken.rejects.rows
    blank = find_blanks(resource, mapping, rejects.empty())
    return replace(
        report, rows=rows, kept=taken.checked.kept, emptied=rejects.cells, gaps=taken.gaps,
        rejects=tuple(rejects.summary()), mapping={**_said(mapping, words), "found": found + blank},
        notes=(*taken.filled, *rejects.mostly_empty(resource, rows=rows)))


def take(request: Request) -> Report:
    """Read a file, hold it to its rules and write it; the report says what became of it.

    Raises
    ------
    IntakeError
        If the file cannot be read, or a needed column is missing.
    """
    understood = understand(request)
    return _take_survey(request, understood) if request.target == SURVEY \
        else _take_table(request, understood)


def _refuse_overruled(request: Request, understood: Understood) -> None:
    """Refuse at the first look what taking would refuse, where the look sees every row."""
    kinds = {column.name: column.kind for column in understood.reading.columns}
    if all(kinds[one.column] in ("text", "id") for one in understood.personal):
        return
    if understood.texts is not None:
        cells = list(understood.texts.columns)
    else:
        found = sample_cells(request, understood.reading)
        cells = [pa.chunked_array([pa.array(column, pa.string())]) for column in found]
    if max(map(len, cells)) < SAMPLE:
        check_overruled(understood.reading, understood.personal, cells)


def _take_survey(request: Request, understood: Understood) -> Report:
    rejects, seen = Rejects(), Seen()
    reading = understood.reading
    texts = _texts(request, understood, seen, rejects)
    if reading.format in ("csv", "xlsx"):
        texts = leave_out_totals(texts, reading, rejects)
    late = find_late(texts, reading, {one.column for one in understood.personal})
    reading, personal = without_use(reading, late), (*understood.personal, *late)
    codebook, notes = write_survey(
        reading, texts, request.to, rejects=rejects, personal=personal)
    files = [DATA_FILE, CODEBOOK_FILE, CSV_FILE]
    if rejects.listed:
        rejects.write(request.to / "survey.rejects.csv")
        files.append("survey.rejects.csv")
    return Report(
        SURVEY, reading, understood.guesses, personal, texts.rows + rejects.rows,
        codebook.rows, rejects.cells, tuple(rejects.summary()),
        (*seen.notes(), *say_trimmed(texts), *say_late(late, fate=LEFT_OUT), *notes,
         *rejects.notes()),
        tuple(files), gaps=texts.gaps)


def _texts(
    request: Request, understood: Understood, seen: Seen, rejects: Rejects,
    most: int | None = None,
) -> Texts:
    """The cells of a survey; a data file that knows its own columns is read already."""
    if understood.texts is not None:
        return empty_out(understood.texts, understood.reading)
    return read_texts(request.path, understood.reading, seen=seen, rejects=rejects, most=most)


def _take_table(request: Request, understood: Understood) -> Report:
    resource = _resource(request.target)
    mapping, words = _map(request, understood)
    lacking = missing_fields(resource, mapping)
    if lacking:
        raise IntakeError(
            f"{resource.name} needs {', '.join(lacking)}, and no column was found for it. Name a "
            f"column for it, or one value for every row. Columns of the file: "
            f"{', '.join(column.name for column in understood.reading.columns[:40])}.")
    targets = _targets(request, resource)
    with open_private(request.to, request.path) as connection:
        taken = write_table(
            connection, resource, file=TableFile(request.path, understood.reading, mapping),
            to=request.to, targets=targets)
        late = find_in_table(
            connection, resource, to=request.to,
            columns={target: name for target, name in mapping.columns.items()
                     if name not in {one.column for one in understood.personal}})
        spelt = say_party_spellings(connection, resource, request.to / f"{resource.name}.parquet")
    checked, rejects = taken.checked, taken.rejects
    files = [f"{resource.name}.parquet"]
    if rejects.listed:
        files.append(f"{resource.name}.rejects.csv")
        rejects.write(request.to / files[-1])
    unchecked = [key.resource for key in resource.foreign_keys if key.resource not in targets]
    notes = [f"Whether {one} names what is in {name} is checked when the ledger is opened."
             for name in unchecked
             for one in [", ".join(next(key.fields for key in resource.foreign_keys
                                        if key.resource == name))]]
    return Report(
        request.target, understood.reading, _of_layout(understood.guesses),
        (*understood.personal, *late), checked.kept + rejects.rows, checked.kept, rejects.cells,
        tuple(rejects.summary()),
        (*taken.seen.notes(), *taken.filled, *spelt, *say_late(late, fate=KEPT), *notes,
         *rejects.notes(), *rejects.mostly_empty(resource, rows=checked.kept + rejects.rows)),
        tuple(files), _said(mapping, words), taken.gaps)


def _targets(request: Request, resource: Resource) -> dict[str, Path]:
    """Tables loaded before that this one points at."""
    return {key.resource: path for key in resource.foreign_keys
            if (path := request.to / f"{key.resource}.parquet").is_file()}


def _map(request: Request, understood: Understood) -> tuple[ColumnMapping, tuple[str, ...]]:
    """The mapping given, completed by suggestions."""
    resource, reading = _resource(request.target), understood.reading
    names = [column.name for column in reading.columns]
    suggested, reasons = suggest_mapping(resource, names, sample_cells(request, reading), reading)
    given = request.mapping or ColumnMapping(resource.name)
    mapping = complete_mapping(
        _with_settings(given, request, reading), suggested, resource, names)
    words = say_mapping(resource, mapping, suggested, reasons, names=names)
    return replace(mapping, reading=reading), words


def _with_settings(
    given: ColumnMapping, request: Request, reading: Reading
) -> ColumnMapping:
    """The mapping given, with what the loader says of columns, constants and words."""
    columns, constants = dict(given.columns), dict(given.constants)
    values = {name: dict(words) for name, words in given.values.items()}
    fields = {one.name: one for one in _resource(request.target).fields}
    for key, text in request.settings.items():
        part, _, target = key.partition(":")
        if part == "column":
            columns[target] = reading.columns[reading.find(text)].name if text else ""
        elif part == "constant" and text:
            constants[target] = text
        elif part == "constant":
            constants.pop(target, None)
        elif part == "word":
            name, _, word = target.partition(":")
            if name in fields:
                check_meaning(fields[name], word, text)
            values.setdefault(name, {})[word] = text
    return replace(given, columns=columns, constants=constants, values=values)


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


def _of_layout(guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """Without the kinds of columns: those of a ledger are the contract's."""
    return tuple(guess for guess in guesses
                 if not guess.what.startswith("kind:") and guess.what != "totals")


def _resource(target: str) -> Resource:
    return load_contract().resource(target)


def _said(mapping: ColumnMapping, words: tuple[str, ...]) -> dict[str, Any]:
    return {**json.loads(json.dumps(mapping_to_json(mapping))), "words": list(words)}
