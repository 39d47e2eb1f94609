"""Write a loaded survey as its codebook says: ``survey.parquet`` and ``codebook.json``.

Decided: columns become ``c001 …`` in the order of the file, a question with several answers in a
cell becomes one flag an answer. Codes are the file's own. A cell that does not fit its column's
kind is left empty and listed; the row stays. An answer that is a kind of missing (refused, don't
know, not asked) stays a code of its own, except in a column of numbers or days, which can hold
none: there the cell is empty and the report says how many of which kind.

What seems to say who somebody is is not written at all; a member number is written as a running
number, so that several rows of one person can still be told from those of several.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.errors import IntakeError
from analysis.intake.bands import band_labels, band_of
from analysis.intake.few import (
    POOLED_LABEL,
    check_overruled,
    count_answers,
    pool,
    pool_words,
    rare_answers,
)
from analysis.intake.flags import fill_groups, write_flag, write_flags
from analysis.intake.personal import NUMBERED, PersonalColumn
from analysis.intake.reading import Column, Reading
from analysis.intake.rejects import Rejects
from analysis.intake.rows import IS_EXAMPLE
from analysis.intake.survey_csv import write_survey_csv
from analysis.intake.texts import Answers, Texts
from analysis.intake.values import parse_date, parse_number, say_signs
from analysis.intake.vocabulary import missing_kind
from analysis.intake.written import Written, mapped, natural, note_spellings, reject_cells
from analysis.surveys.codebook import (
    DATA_FILE,
    EACH,
    GROUPED,
    MISSING,
    POOLED,
    Codebook,
    Kind,
    Missing,
    Value,
    write_codebook,
)

MOST_CODES = 500
SAID = {"refused": "refused", "dont_know": "don't know", "not_asked": "not asked",
        "other": "missing otherwise"}


def write_survey(
    reading: Reading, texts: Texts, to: Path, *, rejects: Rejects,
    personal: Sequence[PersonalColumn] = (),
) -> tuple[Codebook, list[str]]:
    """Write a survey into a folder.

    Parameters
    ----------
    reading : Reading
        Every column with its kind.
    texts : Texts
        The cells.
    to : Path
        Folder for ``survey.parquet``, ``codebook.json`` and ``survey.csv``.
    rejects : Rejects
        Told of cells that do not fit their column.
    personal : sequence of PersonalColumn
        Columns that are not to be written.

    Returns
    -------
    Codebook, notes

    Raises
    ------
    IntakeError
        If no row is left, nothing but text and ids, or a personal column is to be used of which
        an answer is given by too few.
    """
    if not texts.rows and {rule for _, rule, _ in rejects.counts} == {IS_EXAMPLE}:
        raise IntakeError("The file holds only the example rows of the template. Fill it in, and "
                          "load it again.")
    if not texts.rows:
        raise IntakeError(
            "No row could be used. Look at the rejects, and change what was understood.")
    left_out = check_overruled(reading, personal, texts.columns)
    written = Written(reading, rejects)
    answers = texts.answers or (Answers(),) * len(reading.columns)
    for place, column in enumerate(reading.columns):
        if column.name not in left_out:
            _write_column(written, column, texts, place, answers[place])
        elif left_out[column.name] == NUMBERED:
            written.add(column, "id", _numbered(texts.columns[place]))
    fill_groups(written)
    if all(variable.kind in ("text", "id") for variable in written.variables):
        raise IntakeError(
            "Every column seems to be free text, a name or a number of a person, so there is "
            "nothing to count. Say of a column that its answers are nominal, ordinal or numbers.")
    names = [variable.column for variable in written.variables]
    pa.parquet.write_table(
        pa.table(written.arrays, names=names), to / DATA_FILE, compression="zstd")
    codebook = Codebook(tuple(written.variables), texts.rows)
    write_codebook(codebook, to)
    write_survey_csv(to)
    return codebook, written.notes


def _numbered(cells: pa.ChunkedArray) -> pa.Array:
    """A running number for each different text, in the order in which they come."""
    found = {text: str(place) for place, text in enumerate(
        cells.unique().drop_null().to_pylist(), start=1)}
    return mapped(cells, found, pa.string())


def _write_column(
    written: Written, column: Column, texts: Texts, place: int, answers: Answers
) -> None:
    cells = texts.columns[place]
    if column.bands and column.kind != "number":
        raise IntakeError(f"Column {column.name!r} holds {column.kind} answers; only numbers are "
                          "grouped. Say that it holds numbers, or take its bounds back.")
    if column.kind in ("text", "id"):
        written.add(column, "id" if column.kind == "id" else "text", cells)
    elif column.kind in ("number", "date"):
        _write_typed(written, column, cells, texts.lines, answers)
    elif column.split:
        write_flags(written, column, cells)
    elif column.kind == "flag":
        write_flag(written, column, cells, texts.lines, answers)
    else:
        _write_codes(written, column, cells, answers)


def _write_typed(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    answers: Answers,
) -> None:
    """Numbers as doubles, days as dates."""
    number = column.kind == "number"
    missing = {value.code: str(value.missing) for value in answers.values if value.missing}
    kinds: dict[str, int] = {}

    def value_of(text: str) -> Any:
        if text in missing:
            return None
        return parse_number(text, written.reading, percent=True) if number \
            else parse_date(text, written.reading)

    distinct = cells.unique().drop_null().to_pylist()
    values = {text: value_of(text) for text in distinct}
    bad = [text for text, value in values.items() if value is None]
    for text in bad:
        kind = missing.get(text) or missing_kind(text)
        if kind:
            kinds[kind] = kinds.get(kind, 0) + pc.sum(pc.equal(cells, text)).as_py()
    wrong = [text for text in bad if not (missing.get(text) or missing_kind(text))]
    rule = "must be a number" if number else "must be a date"
    reject_cells(written, column, cells, lines, (wrong, rule))
    if kinds:
        said = ", ".join(f"{count:,} {SAID[kind]}" for kind, count in kinds.items())
        written.notes.append(f"{column.name}: {said} became empty, since a column of "
                             f"{'numbers' if number else 'dates'} holds no such code.")
    if number:
        written.notes += _say_signs(column, cells, values)
    type = pa.float64() if number else pa.date32()
    written.add(column, "number" if number else "date", mapped(cells, values, type))
    if column.bands:
        _write_bands(written, column, cells, values)


def _say_signs(
    column: Column, cells: pa.ChunkedArray, values: dict[str, Any]
) -> list[str]:
    """What was made of percent signs and parentheses in the whole column, if it has any."""
    if not any(text[-1] in "%)" for text in values):
        return []
    counts = {text: count for text, count in count_answers(cells).items()
              if values[text] is not None}
    return [f"{column.name}: {said}." for said in say_signs(counts)]


def _write_bands(
    written: Written, column: Column, cells: pa.ChunkedArray, values: dict[str, Any]
) -> None:
    """The numbers once more, as an ordered question of their bands."""
    known = {text: value for text, value in values.items() if value is not None}
    labels = band_labels(column.bands, whole=all(value.is_integer() for value in known.values()))
    codes = {text: labels[band_of(value, column.bands)] for text, value in known.items()}
    written.add(column, "ordinal", mapped(cells, codes, pa.string()),
                tuple(Value(one, one) for one in labels), name=GROUPED.format(column.name),
                label=GROUPED.format(column.label or column.name))


def _write_codes(
    written: Written, column: Column, cells: pa.ChunkedArray, answers: Answers
) -> None:
    """One answer a cell, as codes with labels; too many different ones are text."""
    found = [text for text in cells.unique().to_pylist() if text is not None]
    given = {value.code: value for value in answers.values}
    if len(found) > MOST_CODES:
        written.notes.append(f"{column.name}: {len(found):,} different answers are too many to "
                             "count; the column is text.")
        written.add(column, "text", cells)
        return
    note_spellings(written, column, {} if given else count_answers(cells))
    rare = rare_answers(cells, vouched={*given, *column.order})
    order = {code: place for place, code in enumerate(column.order)}
    codes = dict.fromkeys([*column.order, *given, *sorted({*found} - rare, key=natural)])
    values = [given.get(code) or _value(code) for code in codes]
    values.sort(key=lambda value: (bool(value.missing), order.get(value.code, len(order))))
    if column.kind == "ordinal":
        _say_order(written, column, values)
    each = _numbered(cells)
    if rare:
        cells = pool(cells, rare)
        at = next((place for place, value in enumerate(values) if value.missing), len(values))
        values.insert(at, Value(POOLED, POOLED_LABEL))
        written.notes.append(pool_words(column.name, rare))
    kind: Kind = "ordinal" if column.kind == "ordinal" else "nominal"
    written.add(column, kind, cells, tuple(values), group=answers.group)
    if rare:
        written.add(column, "id", each, name=EACH.format(column.name),
                    label=EACH.format(column.label or column.name))


def _say_order(written: Written, column: Column, values: list[Value]) -> None:
    """What the loader must know of the order of an ordinal column."""
    unplaced = [one for one in values if not one.missing and one.code not in column.order]
    if not column.order:
        written.notes.append(f"{column.name}: ordered as the codes are; say otherwise with its "
                             "answers from low to high.")
    elif unplaced:
        written.notes.append(f"{column.name}: {len(unplaced)} answers have no place in the order "
                             "and stand last.")


def _value(code: str) -> Value:
    kind = missing_kind(code)
    missing: Missing = kind if kind in MISSING else ""  # type: ignore[assignment]
    return Value(code, code, missing)


