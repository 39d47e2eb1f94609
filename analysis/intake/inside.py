"""What people wrote into a file so that somebody may reach them, looked for in every cell of it.

A guess about a column rests on the first rows; an e-mail address, a telephone number or names may
come after them. Decided: the patterns of ``personal`` look around, which the fast engines (pyarrow,
DuckDB) cannot, so a wider pattern of theirs finds candidates in the whole file, and only those are
looked at closely. In a column of ids a number without a blank is an id, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analysis.catalog.package import Resource
from analysis.intake.personal import FEWEST_NAMES, INSIDE, NAMES_SHARE, PersonalColumn, article
from analysis.intake.reading import Column, Reading
from analysis.intake.survey import MOST_CODES
from analysis.intake.texts import Texts
from analysis.warehouse.private import count_different, distinct_matches

EMAILS, PHONES = (what for what, _ in INSIDE)
WIDER = {
    EMAILS: r"@[^@,;]+\.[A-Za-z]{2,}",
    PHONES: r"(?:\+\d|0\d)(?:[\s\pZ()/.-]?[\s\pZ(]?\d){7}"
            r"|\d{3}\)?[\s\pZ.-]\d{3}[\s\pZ.-]\d{4}",
}
"""By what is looked for, a pattern without looking around that finds no less."""
TWO_NAMES = (r"^\s*\p{Lu}[\pL\pN_'’-]+,?(?:\s+(?:de|van|von|af|der|la|le|di))?"
             r"(?:\s+\p{Lu}[\pL\pN_'’.-]*){1,2}$")
"""The pattern of that name in ``personal``, in the words of the fast engines."""


def find_late(
    texts: Texts, reading: Reading, known: Collection[str]
) -> tuple[PersonalColumn, ...]:
    """Columns of a survey that would be written as text and say who somebody is, in any row.

    Parameters
    ----------
    texts : Texts
        Every cell.
    known : collection of str
        Columns that are known for it already.
    """
    return tuple(
        found for column, cells in zip(reading.columns, texts.columns, strict=True)
        if column.name not in known
        for found in [_find(column, cells, texts.lines)] if found)


def _find(
    column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray
) -> PersonalColumn | None:
    """What one column holds, None if nothing or if it is not written as text."""
    coded = column.kind in ("nominal", "ordinal")
    if column.kind not in ("text", "id") and not (
            coded and pc.count_distinct(cells).as_py() > MOST_CODES):
        return None
    ids = column.kind == "id"
    for what, look in INSIDE:
        at = pc.fill_null(pc.match_substring_regex(cells, WIDER[what]), False)
        rows = [line for line, text in zip(
            lines.filter(at).to_pylist(), cells.filter(at).to_pylist(), strict=True)
            if look.search(text) and (what == EMAILS or " " in text or not ids)]
        if rows:
            why = (f"in {len(rows):,} of {len(cells) - cells.null_count:,} filled cells, the first "
                   f"on line {rows[0]:,}")
            return PersonalColumn(column.name, what, why, "text")
    return None if ids else _find_names(column, cells)


def _find_names(column: Column, cells: pa.ChunkedArray) -> PersonalColumn | None:
    """Whether nearly every different cell looks like a name, by the rule of the first look."""
    different = pc.unique(cells).drop_null()
    filled = len(cells) - cells.null_count
    seen = pc.sum(pc.match_substring_regex(different, TWO_NAMES)).as_py() or 0
    return _as_names(column.name, filled, len(different), seen)


def _as_names(name: str, filled: int, different: int, seen: int) -> PersonalColumn | None:
    """A column of names, if nearly all filled cells differ and nearly all look like one."""
    if different < max(FEWEST_NAMES, NAMES_SHARE * filled) or seen < NAMES_SHARE * different:
        return None
    why = f"{seen:,} of {different:,} different cells look like one"
    return PersonalColumn(name, "name", why, "text")


def without_use(reading: Reading, late: Iterable[PersonalColumn]) -> Reading:
    """The reading with these columns as text, whatever they were taken for."""
    names = {one.column for one in late}
    return replace(reading, columns=tuple(
        replace(column, kind="text", split="", order=(), bands=()) if column.name in names
        else column for column in reading.columns))


def say_late(late: Iterable[PersonalColumn], *, fate: str) -> list[str]:
    """What was found after the first look, and what becomes of the column, in words."""
    return [f"{one.column} holds {article(one.what)} ({one.why}): {fate}." for one in late]


def find_in_table(
    connection: duckdb.DuckDBPyConnection, resource: Resource, *, to: Path,
    columns: Mapping[str, str],
) -> tuple[PersonalColumn, ...]:
    """Columns of a ledger table that say who somebody is, in any row that was written.

    A column that points at another table is looked at there.

    Parameters
    ----------
    to : Path
        Folder with the Parquet file of the table.
    columns : mapping
        By field, the column of the file that serves it; columns known already are left out.
    """
    found = []
    pointing = {name for key in resource.foreign_keys for name in key.fields}
    free = [field.name for field in resource.fields if field.type == "string"
            and {"enum", "pattern"}.isdisjoint(field.constraints) and columns.get(field.name)
            and field.name not in pointing]
    for name in free:
        for what, look in INSIDE[:1] if name.endswith("_id") else INSIDE:
            texts = distinct_matches(
                connection, to / f"{resource.name}.parquet", name, pattern=WIDER[what],
                holding="@" if what == EMAILS else "")
            seen = sum(bool(look.search(text)) for text in texts)
            if seen:
                found.append(PersonalColumn(
                    columns[name], what, f"in {seen:,} different cells", "text"))
                break
        else:
            counts = count_different(
                connection, to / f"{resource.name}.parquet", name, pattern=TWO_NAMES)
            found += filter(None, [_as_names(columns[name], *counts)])
    return tuple(found)
