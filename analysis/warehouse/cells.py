"""Cells of a file that was brought, as SQL: from the text that stands there to plain text.

Plain is what the Table Schemas speak: ``1234.5``, ``2025-03-09``, ``true``. Whatever does not read
as its field's type in the form that was understood (decimal mark, order of a date) is marked so
that no cast takes it by chance: in a file with decimal commas ``1.5`` is not one and a half.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from analysis.catalog.package import Field
from analysis.warehouse.months import DAY_WORD, MONTHS, WORD_DAY
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
        Words of the file, case ignored, and what the contract calls them; the empty word is an
        empty cell.
    type : str
        DuckDB type of the column; anything but varchar is already a value.
    kept : tuple of str
        Texts of ``Form.missing`` that are words of this column.
    """

    column: str = ""
    constant: str = ""
    values: tuple[tuple[str, str], ...] = ()
    type: str = "VARCHAR"
    kept: tuple[str, ...] = ()


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


def first_of(relation: str, rows: int) -> str:
    """The first rows of a relation."""
    return f"(select * from {relation} limit {rows:d})"


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
    empty = "".join(f"when {literal(text)} then null " for text in ("", *form.missing)
                    if text not in given.kept)
    bare = f"trim({name}, {literal(BLANKS)})"
    text = f"case {bare} {empty}else {bare} end"
    if blank := dict(given.values).get(""):
        text = f"coalesce({text}, {literal(blank)})"
    if given.values:
        mapped = "".join(
            f"when {literal(theirs.casefold())} then {literal(ours) if ours else 'null'} "
            for theirs, ours in given.values if theirs)
        text = f"case lower({text}) {mapped}else {text} end" if mapped else text
    if field.type in ("number", "integer"):
        plain = plain_number(text, form, percent=field.unit == "share")
        return _whole(plain) if field.type == "integer" else plain
    if field.type == "date":
        return plain_date(text, form)
    return text


def number_patterns(decimal: str, thousands: str) -> tuple[str, str, str]:
    """Patterns of an amount, of one in parentheses, and of a share with its percent sign.

    The first group is the number itself. Parentheses are how accounts write what is below zero; a
    currency may stand before or after an amount.
    """
    whole = r"\d+"
    if thousands:
        whole = rf"(?:\d{{1,3}}(?:{mark_class(thousands)}\d{{3}})+|\d+)"
    number = rf"{whole}(?:{mark_class(decimal)}\d*)?(?:[eE][+-]?\d+)?"
    before, after = rf"{CURRENCY}?[{BLANKS}]*", rf"[{BLANKS}]*{CURRENCY}?"
    return (rf"{before}([+-]?{number}){after}",
            rf"{before}\({before}({number}){after}\){after}",
            rf"([+-]?{number})[{BLANKS}]*%")


def plain_number(text: str, form: Form, *, percent: bool = False) -> str:
    """SQL of a number with a decimal point and no other mark; an amount loses its currency.

    Patterns are costly, so a text that is just what its value prints as goes past them.
    """
    amount, negative, share = number_patterns(form.decimal, form.thousands)
    plain = (
        f"when regexp_full_match({text}, {literal(amount)}) "
        f"then ltrim({_number_in(text, amount, form)}, '+') "
        f"when regexp_full_match({text}, {literal(negative)}) "
        f"then '-' || {_number_in(text, negative, form)} "
    )
    if percent:
        value = f"try_cast({_number_in(text, share, form)} as double)"
        plain += (f"when regexp_full_match({text}, {literal(share)}) "
                  f"then cast({value} / 100 as varchar) ")
    quick = ""
    if form.decimal == ".":
        quick = "".join(f"when {text} = cast(try_cast({text} as {kind}) as varchar) then {text} "
                        for kind in ("bigint", "double"))
    return f"case {quick}{plain}else {literal(UNREADABLE)} || {text} end"


def _whole(plain: str) -> str:
    """SQL of a plain number without a fraction of nothing: gaps make pandas write 12 as 12.0."""
    return rf"case when contains({plain}, '.') then regexp_replace({plain}, '\.0*$', '') " \
           rf"else {plain} end"


def _number_in(text: str, pattern: str, form: Form) -> str:
    """SQL of the number a text of that pattern holds, with a decimal point and no other mark."""
    bare = f"regexp_replace({text}, {literal('^' + pattern + '$')}, {literal(chr(92) + '1')})"
    if form.thousands:
        bare = f"regexp_replace({bare}, {literal(mark_class(form.thousands))}, '', 'g')"
    return bare if form.decimal == "." else f"replace({bare}, {literal(form.decimal)}, '.')"


def plain_date(text: str, form: Form) -> str:
    """SQL of an ISO date; a time of day that follows the date is left off."""
    def part(pattern: str, number: int) -> str:
        return f"lpad(regexp_extract({text}, {literal(pattern)}, {number}), 2, '0')"

    day, month = PARTS[form.date_order]
    first = f"regexp_extract({text}, {literal(YEAR_FIRST)}, 1)"
    last = "" if form.date_order == "ymd" else (
        f"when regexp_matches({text}, {literal(YEAR_LAST)}) then concat_ws('-', "
        f"{_year(text, YEAR_LAST)}, {part(YEAR_LAST, month)}, {part(YEAR_LAST, day)}) ")
    words = "".join(
        f"when {word} is not null then concat_ws('-', {_year(text, pattern)}, {word}, "
        f"{part(pattern, day)}) "
        for pattern, day, at in ((DAY_WORD, 1, 2), (WORD_DAY, 2, 1))
        for word in [_month(f"regexp_extract({text}, {literal(pattern)}, {at})")])
    return (
        f"case when {text} is null then null "
        f"when length({text}) = 10 and {text} = cast(try_cast({text} as date) as varchar) "
        f"then {text} when regexp_matches({text}, {literal(YEAR_FIRST)}) "
        f"then concat_ws('-', {first}, {part(YEAR_FIRST, 2)}, {part(YEAR_FIRST, 3)}) {last}{words}"
        f"else {literal(UNREADABLE)} || {text} end"
    )


def _year(text: str, pattern: str) -> str:
    """SQL of the year of a text, the third group of the pattern, in four digits."""
    year = f"regexp_extract({text}, {literal(pattern)}, 3)"
    century = f"case when {year} < '{PIVOT}' then '20' else '19' end"
    return f"case when length({year}) = 2 then {century} || {year} else {year} end"


def _month(word: str) -> str:
    """SQL of the month a word names, in two digits; null where it names none.

    One text holds all, since a map of so many is slow to plan.
    """
    listed = literal("".join(f"|{name}={number}" for name, number in MONTHS.items()))
    return f"nullif(left(split_part({listed}, '|' || lower({word}) || '=', 2), 2), '')"


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


def mark_class(mark: str) -> str:
    """A mark as a character class of a pattern; a space stands for every kind of space."""
    return f"[{SPACES}]" if mark in SPACES else f"[{mark}]"
