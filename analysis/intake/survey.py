"""Write a loaded survey as its codebook says: ``survey.parquet`` and ``codebook.json``.

Decided: columns become ``c001 …`` in the order of the file, a question with several answers in a
cell becomes one flag an answer. Codes are the file's own. A cell that does not fit its column's
kind is left empty and listed; the row stays. An answer that is a kind of missing (refused, don't
know, not asked) stays a code of its own, except in a column of numbers or days, which can hold
none: there the cell is empty and the report says how many of which kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.errors import IntakeError
from analysis.intake.columns import GROUP
from analysis.intake.reading import Column, Reading
from analysis.intake.rejects import CELL, Reject, Rejects
from analysis.intake.texts import Answers, Texts
from analysis.intake.values import parse_date, parse_number
from analysis.intake.vocabulary import NO, YES, missing_kind
from analysis.surveys.codebook import (
    DATA_FILE,
    MISSING,
    Codebook,
    Kind,
    Missing,
    Value,
    Variable,
    write_codebook,
)

MOST_CODES = 500
MOST_FLAGS = 100
CHOSEN = (Value("1", "chosen"), Value("0", "not chosen"))
SAID = {"refused": "refused", "dont_know": "don't know", "not_asked": "not asked",
        "other": "missing otherwise"}


@dataclass
class Written:
    """Variables and their data as they are made, with notes for the report."""

    reading: Reading
    rejects: Rejects
    variables: list[Variable] = field(default_factory=list)
    arrays: list[pa.ChunkedArray] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, column: Column, kind: Kind, cells: Any, values: tuple[Value, ...] = (),
            **more: str) -> None:
        """Append a variable; ``more`` may name it otherwise, or its group."""
        self.variables.append(Variable(
            f"c{len(self.variables) + 1:03d}", more.get("name", column.name),
            more.get("label") or column.label or more.get("name", column.name), kind, values,
            more.get("group", "")))
        self.arrays.append(cells)


def write_survey(reading: Reading, texts: Texts, to: Path, *, rejects: Rejects) -> \
        tuple[Codebook, list[str]]:
    """Write a survey into a folder.

    Parameters
    ----------
    reading : Reading
        Every column with its kind.
    texts : Texts
        The cells.
    to : Path
        Folder for ``survey.parquet`` and ``codebook.json``.
    rejects : Rejects
        Told of cells that do not fit their column.

    Returns
    -------
    Codebook, notes

    Raises
    ------
    IntakeError
        If no row is left, or nothing but text and ids.
    """
    if not texts.rows:
        raise IntakeError(
            "No row could be used. Look at the rejects, and change what was understood.")
    written = Written(reading, rejects)
    answers = texts.answers or (Answers(),) * len(reading.columns)
    for place, column in enumerate(reading.columns):
        _write_column(written, column, texts, place, answers[place])
    _fill_groups(written)
    if all(variable.kind in ("text", "id") for variable in written.variables):
        raise IntakeError(
            "Every column seems to be free text, a name or a number of a person, so there is "
            "nothing to count. Say the kind of a column, for example kind:COLUMN=nominal.")
    names = [variable.column for variable in written.variables]
    pa.parquet.write_table(
        pa.table(written.arrays, names=names), to / DATA_FILE, compression="zstd")
    codebook = Codebook(tuple(written.variables), texts.rows)
    write_codebook(codebook, to)
    return codebook, written.notes


def _write_column(
    written: Written, column: Column, texts: Texts, place: int, answers: Answers
) -> None:
    cells = texts.columns[place]
    if column.kind in ("text", "id"):
        written.add(column, "id" if column.kind == "id" else "text", cells)
    elif column.kind in ("number", "date"):
        _write_typed(written, column, cells, texts.lines, answers)
    elif column.split:
        _write_flags(written, column, cells)
    elif column.kind == "flag":
        _write_flag(written, column, cells, texts.lines, answers)
    else:
        _write_codes(written, column, cells, answers)


def _write_typed(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    answers: Answers,
) -> None:
    """Numbers as doubles, days as dates."""
    number = column.kind == "number"
    parse: Callable[..., Any] = parse_number if number else parse_date
    missing = {value.code: str(value.missing) for value in answers.values if value.missing}
    kinds: dict[str, int] = {}

    def value_of(text: str) -> Any:
        return None if text in missing else parse(text, written.reading)

    distinct = cells.unique().drop_null().to_pylist()
    values = {text: value_of(text) for text in distinct}
    bad = [text for text, value in values.items() if value is None]
    for text in bad:
        kind = missing.get(text) or missing_kind(text)
        if kind:
            kinds[kind] = kinds.get(kind, 0) + pc.sum(pc.equal(cells, text)).as_py()
    wrong = [text for text in bad if not (missing.get(text) or missing_kind(text))]
    rule = "must be a number" if number else "must be a date"
    _reject_cells(written, column, cells, lines, (wrong, rule))
    if kinds:
        said = ", ".join(f"{count:,} {SAID[kind]}" for kind, count in kinds.items())
        written.notes.append(f"{column.name}: {said} became empty, since a column of "
                             f"{'numbers' if number else 'dates'} holds no such code.")
    type = pa.float64() if number else pa.date32()
    written.add(column, "number" if number else "date", _mapped(cells, values, type))


def _reject_cells(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    wrong: tuple[list[str], str],
) -> None:
    texts, rule = wrong
    if not texts:
        return
    at = pc.is_in(cells, value_set=pa.array(texts, pa.string()))
    for line, text in zip(lines.filter(at).to_pylist(), cells.filter(at).to_pylist(), strict=True):
        written.rejects.add(Reject(line, column.name, text, rule, CELL))


def _mapped(cells: pa.ChunkedArray, values: dict[str, Any], type: pa.DataType) -> pa.Array:
    """Each text replaced by its value, through the distinct texts."""
    encoded = cells.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    known = pa.array([values.get(text) for text in encoded.dictionary.to_pylist()], type)
    return known.take(encoded.indices)


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
    order = {code: place for place, code in enumerate(column.order)}
    codes = dict.fromkeys([*column.order, *given, *sorted(found, key=_natural)])
    values = [given.get(code) or _value(code) for code in codes]
    values.sort(key=lambda value: (bool(value.missing), order.get(value.code, len(order))))
    kind: Kind = "ordinal" if column.kind == "ordinal" else "nominal"
    unplaced = [value.code for value in values
                if not value.missing and value.code not in order] if kind == "ordinal" else []
    if unplaced and order:
        written.notes.append(f"{column.name}: {len(unplaced)} answers have no place in the order "
                             "and stand last.")
    if kind == "ordinal" and not order:
        written.notes.append(f"{column.name}: ordered as the codes are; say otherwise with "
                             f"order:{column.name}=low|…|high.")
    written.add(column, kind, cells, tuple(values), group=answers.group)


def _value(code: str) -> Value:
    kind = missing_kind(code)
    missing: Missing = kind if kind in MISSING else ""  # type: ignore[assignment]
    return Value(code, code, missing)


def _natural(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), text)
    except ValueError:
        return (1, 0.0, text.casefold())


def _write_flags(written: Written, column: Column, cells: pa.ChunkedArray) -> None:
    """Several answers in a cell: one flag an answer, empty where the cell is."""
    mark = column.split
    distinct = cells.unique().drop_null().to_pylist()
    refused = {text: missing_kind(text) for text in distinct if missing_kind(text)}
    parts = {text: {part.strip() for part in text.split(mark)} - {""} for text in distinct
             if text not in refused}
    options = sorted({part for found in parts.values() for part in found}, key=_natural)
    if len(options) > MOST_FLAGS:
        raise IntakeError(
            f"Dividing {column.name!r} by {mark!r} gives {len(options):,} different answers; at "
            f"most {MOST_FLAGS} are read. Set split:{column.name}= to leave it whole, or choose "
            "another separator.")
    missing = tuple(Value(text, text, kind)  # type: ignore[arg-type]
                    for text, kind in refused.items())
    for option in options:
        codes: dict[str, Any] = {
            text: "1" if option in found else "0" for text, found in parts.items()}
        codes |= {text: text for text in refused}
        written.add(column, "flag", _mapped(cells, codes, pa.string()), (*CHOSEN, *missing),
                    name=f"{column.name}: {option}", label=option, group=column.name)


def _write_flag(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    answers: Answers,
) -> None:
    """One option of a question in a column of its own: yes and no in any wording."""
    labels = {value.code: value.label for value in answers.values}
    missing = {value.code: value for value in answers.values if value.missing}
    codes: dict[str, Any] = {}
    wrong: list[str] = []
    for text in cells.unique().drop_null().to_pylist():
        label = labels.get(text, text).casefold()
        kind = missing_kind(text)
        if text in missing or kind:
            codes[text] = text
            missing.setdefault(text, Value(text, text, kind))  # type: ignore[arg-type]
        elif text.casefold() in YES or label in YES:
            codes[text] = "1"
        elif text.casefold() in NO or label in NO:
            codes[text] = "0"
        else:
            wrong.append(text)
    if len(wrong) == 1 and "1" not in codes.values():
        codes[wrong.pop()] = "1"
    _reject_cells(written, column, cells, lines, (wrong, "must be yes or no"))
    match = GROUP.match(column.name)
    group = answers.group or (match["group"] if match else column.name)
    option = (match["option"] or match["slash"]) if match else column.name
    written.add(column, "flag", _mapped(cells, codes, pa.string()),
                (*CHOSEN, *missing.values()), group=group, label=column.label or option)


def _fill_groups(written: Written) -> None:
    """Where a question's flags know no "not chosen", an empty one beside a chosen one means it."""
    groups: dict[str, list[int]] = {}
    for place, variable in enumerate(written.variables):
        if variable.kind == "flag" and variable.group:
            groups.setdefault(variable.group, []).append(place)
    for name, places in groups.items():
        arrays = [written.arrays[place] for place in places]
        if len(places) < 2 or any(pc.any(pc.equal(one, "0")).as_py() for one in arrays):
            continue
        chosen = pc.equal(arrays[0], "1")
        for one in arrays[1:]:
            chosen = pc.or_kleene(chosen, pc.equal(one, "1"))
        for place in places:
            empty = pc.and_(pc.is_null(written.arrays[place]), pc.fill_null(chosen, False))
            written.arrays[place] = pc.if_else(empty, "0", written.arrays[place])
        written.notes.append(f"{name}: an option left empty counts as not chosen where another "
                             "option was chosen, and as no answer where none was.")
