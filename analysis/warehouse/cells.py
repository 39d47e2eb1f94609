"""Cells of a file that was brought, as SQL: from the text that stands there to plain text.

Plain is what the Table Schemas speak: ``1234.5``, ``2025-03-09``, ``true``. Whatever does not read
as its field's type in the form that was understood (decimal mark, order of a date) is marked so
that no cast takes it by chance: in a file with decimal commas ``1.5`` is not one and a half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from analysis.catalog.package import Field
from analysis.warehouse.rules import literal, quote

UNREADABLE = "?"
CURRENCY = r"(?:[€$£]|kr\.?|[A-Z]{3})"
SPACES = " \u00a0\u202f\u2009'\u2019"
"""Marks of thousands that stand for each other: spaces of several widths, apostrophes."""
BLANKS = " \t\r\n\u00a0\u202f\u2009"
"""What is taken off both ends of a cell, and may stand between an amount and its currency."""
YEAR_FIRST = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$"
YEAR_LAST = r"^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?:[T ,].*)?$"
PIVOT = 69
"""Two-digit years below it are of this century (POSIX)."""
PARTS = {"dmy": (1, 2), "mdy": (2, 1), "ymd": (1, 2)}


@dataclass(frozen=True)
class Form:
    """How numbers, dates and gaps are written in a file.

    Parameters
    ----------
    decimal, thousands : str
        One character; thousands may be empty, and a space stands for every kind of space.
    date_order : str
        ``dmy``, ``mdy`` or ``ymd``; dates that begin with the year are read in any case.
    missing : tuple of str
        Texts that mean an empty cell.
    trimmed : bool
        Whether blanks around a cell are taken off.
    canonical : bool
        Whether numbers, dates and booleans are taken to be plain as they stand; only for a pass
        that stops where one is not.
    """

    decimal: str = "."
    thousands: str = ""
    date_order: str = "ymd"
    missing: tuple[str, ...] = ()
    trimmed: bool = False
    canonical: bool = False


@dataclass(frozen=True)
class Given:
    """Where the cells of a field come from.

    Parameters
    ----------
    column : str
        Column of the relation; empty where a constant stands for the whole column.
    constant : str
        The same text for every row.
    values : tuple of (str, str)
        Words of the file, case ignored, and what the contract calls them.
    type : str
        DuckDB type of the column; anything but varchar is already a value.
    """

    column: str = ""
    constant: str = ""
    values: tuple[tuple[str, str], ...] = ()
    type: str = "VARCHAR"


def csv_relation(path: Path, columns: tuple[str, ...], *, separator: str = ",",
                 quote_mark: str = '"', skip: int = 0) -> str:
    """A CSV file with one header row, every column as text; a row that does not fit stops it."""
    typed = ", ".join(f"{literal(name)}: 'varchar'" for name in columns)
    marks = f"quote = {literal(quote_mark)}, escape = {literal(quote_mark)}, "
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, skip = {skip:d}, "
        f"delim = {literal(separator)}, {marks}nullstr = '', strict_mode = true, "
        f"null_padding = false, columns = {{{typed}}})"
    )


def parquet_relation(path: Path) -> str:
    """A Parquet file; ``file_row_number`` counts its rows from 0."""
    return f"read_parquet({literal(str(path))}, file_row_number = true)"


def original_text(given: Given | None) -> str:
    """The cell as it stands in the file, as text."""
    if given is None:
        return "cast(null as varchar)"
    if not given.column:
        return literal(given.constant)
    return quote(given.column) if given.type == "VARCHAR" \
        else f"cast({quote(given.column)} as varchar)"


def plain_text(field: Field, given: Given | None, form: Form) -> str:
    """The cell as plain text of the field's type, null where it is empty."""
    if given is None or not given.column:
        return original_text(given)
    if given.type != "VARCHAR":
        return _plain_value(given)
    name = quote(given.column)
    if form.canonical and field.type != "string" and not given.values:
        return f"nullif({name}, '')"
    empty = "".join(f"when {literal(text)} then null " for text in ("", *form.missing))
    bare = f"trim({name}, {literal(BLANKS)})"
    text = f"case {bare} {empty}else {bare} end"
    if given.values:
        mapped = "".join(
            f"when {literal(theirs.casefold())} then {literal(ours) if ours else 'null'} "
            for theirs, ours in given.values)
        text = f"case lower({text}) {mapped}else {text} end"
    if field.type in ("number", "integer"):
        return plain_number(text, form, percent=field.unit == "share")
    if field.type == "date":
        return plain_date(text, form)
    return text


def plain_number(text: str, form: Form, *, percent: bool = False) -> str:
    """SQL of a number with a decimal point and no other mark; an amount loses its currency.

    Patterns are costly, so a text that is just what its value prints as goes past them.
    """
    whole = r"\d+"
    if form.thousands:
        mark = _class(form.thousands)
        whole = rf"(?:\d{{1,3}}(?:{mark}\d{{3}})+|\d+)"
    number = rf"[+-]?{whole}(?:{_class(form.decimal)}\d*)?(?:[eE][+-]?\d+)?"
    pattern = rf"({CURRENCY}?[{BLANKS}]*)({number})([{BLANKS}]*{CURRENCY}?)"
    bare = f"regexp_replace({text}, {literal('^' + pattern + '$')}, {literal(chr(92) + '2')})"
    if form.thousands:
        bare = f"regexp_replace({bare}, {literal(_class(form.thousands))}, '', 'g')"
    if form.decimal != ".":
        bare = f"replace({bare}, {literal(form.decimal)}, '.')"
    plain = (
        f"when regexp_full_match({text}, {literal(pattern)}) then ltrim({bare}, '+') "
    )
    if percent:
        share = (f"try_cast(replace(rtrim({text}, {literal(BLANKS + '%')}), "
                 f"{literal(form.decimal)}, '.') as double)")
        mask = literal(rf"{number}[{BLANKS}]*%")
        plain += f"when regexp_full_match({text}, {mask}) then cast({share} / 100 as varchar) "
    quick = ""
    if form.decimal == ".":
        quick = "".join(f"when {text} = cast(try_cast({text} as {kind}) as varchar) then {text} "
                        for kind in ("bigint", "double"))
    return f"case {quick}{plain}else {literal(UNREADABLE)} || {text} end"


def plain_date(text: str, form: Form) -> str:
    """SQL of an ISO date; a time of day that follows the date is left off."""
    def part(pattern: str, number: int) -> str:
        return f"lpad(regexp_extract({text}, {literal(pattern)}, {number}), 2, '0')"

    year = f"regexp_extract({text}, {literal(YEAR_LAST)}, 3)"
    century = f"case when {year} < '{PIVOT}' then '20' else '19' end"
    whole = f"case when length({year}) = 2 then {century} || {year} else {year} end"
    day, month = PARTS[form.date_order]
    first = f"regexp_extract({text}, {literal(YEAR_FIRST)}, 1)"
    last = "" if form.date_order == "ymd" else (
        f"when regexp_matches({text}, {literal(YEAR_LAST)}) then concat_ws('-', {whole}, "
        f"{part(YEAR_LAST, month)}, {part(YEAR_LAST, day)}) ")
    return (
        f"case when {text} is null then null "
        f"when length({text}) = 10 and {text} = cast(try_cast({text} as date) as varchar) "
        f"then {text} when regexp_matches({text}, {literal(YEAR_FIRST)}) "
        f"then concat_ws('-', {first}, {part(YEAR_FIRST, 2)}, {part(YEAR_FIRST, 3)}) {last}"
        f"else {literal(UNREADABLE)} || {text} end"
    )


def is_plain(field: Field, given: Given | None, form: Form) -> bool:
    """Whether the column may stand as plain text already, with nothing to change but its type."""
    if given is None or not given.column or given.type != "VARCHAR":
        return True
    marks = form.decimal == "." and not form.thousands
    free = {"number": marks, "integer": marks, "date": form.date_order == "ymd"}
    return not given.values and not form.missing and not form.trimmed and free.get(field.type, True)


def forms_to_try(form: Form) -> tuple[Form, ...]:
    """The form, after a cheaper one that suffices where every cell is plain already."""
    marks = (form.decimal, form.thousands, form.date_order)
    if not form.trimmed and not form.missing:
        return (form,)
    return (replace(form, canonical=True), form) if marks == (".", "", "ymd") else (form,)


def _plain_value(given: Given) -> str:
    """Text of a value: whole floats as whole numbers, midnights as dates."""
    name, kind = quote(given.column), given.type.upper()
    text = f"cast({name} as varchar)"
    if kind in ("DOUBLE", "FLOAT"):
        return (f"case when isnan({name}) then null when {name} = trunc({name}) and "
                f"abs({name}) < 1e15 then cast(cast({name} as bigint) as varchar) else {text} end")
    if kind.startswith("DECIMAL"):
        return f"case when {name} = trunc({name}) then cast(cast({name} as hugeint) as varchar) " \
               f"else {text} end"
    if kind.startswith("TIMESTAMP"):
        day = f"cast({name} as date)"
        return f"case when cast({name} as timestamp) = {day} then cast({day} as varchar) " \
               f"else {text} end"
    return f"nullif(trim({text}), '')" if kind.startswith("ENUM") else text


def _class(mark: str) -> str:
    """A mark as a character class of a pattern; a space stands for every kind of space."""
    return f"[{SPACES}]" if mark in SPACES else f"[{mark}]"
