"""What breaks a rule of a Table Schema in a whole file: gathered, counted and listed.

Two temporary tables hold it while a file is checked: ``offences`` cost a row, ``emptied`` a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from analysis.warehouse.cells import parquet_relation
from analysis.warehouse.rules import quote

LISTED = 1000
LONGEST_VALUE = 200
TABLES = ("offences", "emptied")
"""Temporary tables of what costs a row, and of what costs a cell."""


@dataclass(frozen=True)
class Offence:
    """A cell against a rule; ``record`` counts rows from 0, without the header."""

    record: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True)
class Checked:
    """What became of a file.

    Parameters
    ----------
    rows, kept : int
        Rows of the file, and those that keep every rule and were written.
    counts : tuple of (column, rule, count)
        Every broken rule and how many rows break it.
    listed : tuple of Offence
        The first of them, in the order of the file.
    emptied : tuple of (column, rule, count)
        Cells of lenient fields that were left empty in rows that are kept.
    emptied_listed : tuple of Offence
        The first of them.
    """

    rows: int
    kept: int
    counts: tuple[tuple[str, str, int], ...] = ()
    listed: tuple[Offence, ...] = ()
    emptied: tuple[tuple[str, str, int], ...] = ()
    emptied_listed: tuple[Offence, ...] = ()


def broken(rules: Mapping[int, str], columns: list[str]) -> str:
    """The rules a row breaks, each with what stands there; null where it breaks none."""
    listed = ", ".join(
        f"case when {rule} then struct_pack(rule := {number}, value := {_given(columns[number])}) "
        "end" for number, rule in rules.items())
    if not rules:
        return "cast(null as struct(rule integer, value varchar)[])"
    return (f"case when {' or '.join(rules.values())} then list_filter([{listed}], "
            "lambda one: one is not null) end")


def _given(columns: str) -> str:
    """What stands in the file in the columns a rule is about, shortened."""
    cells = [f"coalesce({quote(name + ' given')}, '')" for name in columns.split(", ")]
    joined = cells[0] if len(cells) == 1 else f"concat_ws(', ', {', '.join(cells)})"
    return f"left({joined}, {LONGEST_VALUE})"


def collect(connection: duckdb.DuckDBPyConnection, part: Path, *, clean: bool) -> None:
    """Make the two tables and fill them with what was found while the file was read."""
    for table in TABLES:
        connection.execute(
            f"create or replace temp table {table} (record bigint, rule integer, value varchar)")
        if not clean:
            connection.execute(
                f"insert into {table} select record, one.rule, one.value from (select "
                f"file_row_number as record, unnest({table}) as one from "
                f"{parquet_relation(part)} where {table} is not null)")


def said(
    connection: duckdb.DuckDBPyConnection, rules: list[tuple[str, str]], most: int
) -> dict[str, Any]:
    """Every broken rule with its count, and the first offences, of rows and of cells."""
    found: dict[str, Any] = {}
    for table, counts, listed in zip(
            TABLES, ("counts", "emptied"), ("listed", "emptied_listed"), strict=True):
        found[counts] = tuple((*rules[number], count) for number, count in connection.execute(
            f"select rule, count(*) from {table} group by rule order by rule").fetchall())
        found[listed] = tuple(
            Offence(record, *_words(rules[number], value))
            for record, number, value in connection.execute(
                f"select record, rule, value from {table} order by record, rule limit {most:d}"
            ).fetchall())
    return found


def _words(rule: tuple[str, str], value: str | None) -> tuple[str, str, str]:
    return rule[0], value or "", rule[1]


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the two tables."""
    for table in TABLES:
        connection.execute(f"drop table if exists {table}")
