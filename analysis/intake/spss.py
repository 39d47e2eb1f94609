"""SPSS files: variable and value labels, user-missing codes, measures, answer sets are kept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyreadstat

from analysis.errors import IntakeError
from analysis.intake.reading import Column, Guess, Reading
from analysis.intake.records import check_width
from analysis.intake.scales import order_labels
from analysis.intake.texts import Answers, Texts, clean
from analysis.intake.vocabulary import missing_kind
from analysis.surveys.codebook import Missing, Value


def read_spss(path: Path) -> tuple[Reading, Texts, tuple[Guess, ...]]:
    """Read a .sav or .zsav file.

    Returns
    -------
    Reading, Texts, guesses
        Numbers are plain text without a superfluous ``.0``; user-missing codes stand in the texts
        and are named in ``answers``.

    Raises
    ------
    IntakeError
        If the file is damaged.
    """
    try:
        values, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError,
            OverflowError):
        raise IntakeError(
            "The SPSS file is damaged or of a kind that cannot be read. Save it again as .sav, or "
            "export it as .csv.") from None
    check_width(len(meta.column_names))
    groups = _groups(meta)
    columns, texts, answers, guesses = [], [], [], []
    for name in meta.column_names:
        cells = clean(pa.chunked_array([pa.array(
            [_text(value) for value in values[name]], pa.string())]), ())
        found = _values(meta, name, cells)
        label = meta.column_names_to_labels.get(name) or ""
        column, why = _column(meta, name, label, found)
        if not column.kind and _labels_all(found, cells):
            column, why = Column(name, label, "nominal"), "every code in it has a label"
        columns.append(column)
        texts.append(cells)
        answers.append(Answers(found, groups.get(name, "")))
        if groups.get(name) and column.kind != "text":
            columns[-1], why = Column(
                name, label, "flag", group=groups[name]), f"part of the answer set {groups[name]}"
        if why:
            guesses.append(Guess(f"kind:{name}", columns[-1].kind, why))
    rows = len(texts[0]) if texts else 0
    lines = pa.chunked_array([pa.array(range(1, rows + 1), pa.int64())])
    reading = Reading("sav", header=0, columns=tuple(columns))
    return reading, Texts(tuple(texts), lines, tuple(answers)), tuple(guesses)


def _text(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _values(meta: Any, name: str, cells: pa.ChunkedArray) -> tuple[Value, ...]:
    """Codes that the file labels or declares missing, in the order of their values."""
    labels = {_text(code) or "": str(label)
              for code, label in meta.variable_value_labels.get(name, {}).items()}
    declared = {_text(code) for code in meta.missing_user_values.get(name, [])}
    ranges = meta.missing_ranges.get(name, [])
    codes = dict.fromkeys(labels)
    if ranges or declared:
        codes |= dict.fromkeys(code for code in cells.unique().to_pylist()
                               if code is not None and _declared(code, ranges, declared))
    found = []
    for code in codes:
        label = labels.get(code, code)
        kind: Missing = missing_kind(label) or (  # type: ignore[assignment]
            "other" if _declared(code, ranges, declared) else "")
        found.append(Value(code, label, kind))
    return tuple(found)


def _declared(code: str, ranges: list[Any], declared: set[str | None]) -> bool:
    """Whether SPSS itself holds the code for user-missing."""
    if code in declared:
        return True
    for one in ranges:
        low, high = (one["lo"], one["hi"]) if isinstance(one, dict) else (one, one)
        if _text(low) == code or _text(high) == code:
            return True
        try:
            if float(low) <= float(code) <= float(high):
                return True
        except (TypeError, ValueError):
            continue
    return False


def _column(meta: Any, name: str, label: str, values: tuple[Value, ...]) -> tuple[Column, str]:
    """The column with the kind its measure and labels say; empty where that is left to a guess."""
    answers = [value for value in values if not value.missing]
    order, why = order_labels([value.label for value in answers])
    measure = meta.variable_measure.get(name, "unknown")
    text = meta.readstat_variable_types.get(name) == "string"
    if str(meta.original_variable_types.get(name, "")).startswith(("DATE", "ADATE", "EDATE",
                                                                   "SDATE", "JDATE")):
        return Column(name, label, "date"), "it has a date format"
    if answers and (measure == "ordinal" or order):
        codes = {value.label: value.code for value in answers}
        steps = tuple(codes[one] for one in order) if order else tuple(
            value.code for value in answers)
        return Column(name, label, "ordinal", order=steps), why or "its measure is ordinal"
    if answers and (measure == "nominal" or len(answers) > 2 or text):
        return Column(name, label, "nominal"), "its values have labels"
    if measure == "scale" and not text and not answers:
        return Column(name, label, "number"), "its measure is scale"
    return Column(name, label), ""


def _labels_all(values: tuple[Value, ...], cells: pa.ChunkedArray) -> bool:
    """Whether the file labels two answers or more and no other code comes."""
    known = {value.code for value in values}
    answers = [value for value in values if not value.missing]
    return len(answers) > 1 and set(cells.unique().drop_null().to_pylist()) <= known


def _groups(meta: Any) -> dict[str, str]:
    """Name of the multiple-response set of each dichotomous variable."""
    return {
        variable: str(found.get("label") or name.lstrip("$"))
        for name, found in (meta.mr_sets or {}).items() if found.get("is_dichotomy")
        for variable in found.get("variable_list", [])
    }
