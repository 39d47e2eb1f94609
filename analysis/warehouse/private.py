"""A DuckDB that may touch one folder and named files, and nothing else, within a memory limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analysis.catalog.package import Resource
from analysis.warehouse.cells import BLANKS
from analysis.warehouse.rules import SQL_TYPES, literal, quote
from analysis.warehouse.seal import OPEN_CONFIG, seal

THREADS = 2


@contextmanager
def open_private(folder: Path, *files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A sealed in-memory database for the files of one visit.

    Parameters
    ----------
    folder : Path
        May be read and written; holds what does not fit into memory.
    files : Path
        May be read.
    """
    spill = folder / "spill"
    config = {**OPEN_CONFIG, "temp_directory": str(spill), "threads": THREADS}
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute(f"set allowed_directories = [{literal(str(folder))}]")
        listed = ", ".join(literal(str(path)) for path in files)
        connection.execute(f"set allowed_paths = [{listed}]")
        seal(connection)
        yield connection
    finally:
        connection.close()
        for left in spill.glob("*") if spill.is_dir() else ():
            left.unlink(missing_ok=True)
        if spill.is_dir():
            spill.rmdir()


def describe_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """Columns of a Parquet file and their DuckDB types."""
    rows = connection.execute(
        f"describe select * from read_parquet({literal(str(path))})").fetchall()
    return {str(name): str(type) for name, type, *_ in rows}


def sample_parquet(
    connection: duckdb.DuckDBPyConnection, path: Path, names: list[str], *, rows: int
) -> list[list[str]]:
    """The first cells of each column as text, empty ones left out."""
    if not names:
        return []
    listed = ", ".join(f"cast({quote(name)} as varchar)" for name in names)
    found = connection.execute(
        f"select {listed} from read_parquet({literal(str(path))}) limit {rows:d}").fetchall()
    return [[cell for cell in column if cell] for column in zip(*found, strict=True)] \
        if found else [[] for _ in names]


def distinct_matches(
    connection: duckdb.DuckDBPyConnection, path: Path, column: str, *, pattern: str, holding: str
) -> list[str]:
    """Different texts of a column of a Parquet file in which a pattern (RE2) is found.

    Texts without ``holding`` are passed over first: a pattern costs ten times as much.
    """
    name = quote(column)
    found = connection.execute(
        f"select {name} from (select distinct {name} from read_parquet({literal(str(path))}) "
        f"where contains({name}, $holding)) where regexp_matches({name}, $pattern) order by 1",
        {"pattern": pattern, "holding": holding})
    return [text for text, in found.fetchall()]


def count_different(
    connection: duckdb.DuckDBPyConnection, path: Path, column: str, *, pattern: str
) -> tuple[int, int, int]:
    """Filled cells of a column of a Parquet file, different texts, those a pattern (RE2) fits.

    Texts without a blank fit none; where no text has one, nothing else is looked at.
    """
    name, table = quote(column), f"read_parquet({literal(str(path))})"
    if not connection.execute(
            f"select 1 from {table} where contains({name}, ' ') limit 1").fetchone():
        return 0, 0, 0
    found = connection.execute(
        f"with texts as (select {name}, count(*) as cells from {table} "
        f"where {name} is not null group by {name}) "
        "select coalesce(sum(cells), 0), count(*), count(*) filter (where "
        f"contains({name}, ' ') and regexp_matches({name}, $pattern)) from texts",
        {"pattern": pattern}).fetchone()
    filled, different, seen = found or (0, 0, 0)
    return int(filled), int(different), int(seen)


def count_spellings(
    connection: duckdb.DuckDBPyConnection, path: Path, column: str
) -> tuple[int, int]:
    """Texts of a column with several spellings (capitals, blanks inside), and those spellings."""
    name = quote(column)
    found = connection.execute(
        f"with texts as (select distinct {name} from read_parquet({literal(str(path))}) "
        f"where {name} is not null), spelt as (select count(*) as ways from texts "
        f"group by lower(regexp_replace({name}, '\\s+', ' ', 'g')) having count(*) > 1) "
        "select count(*), coalesce(sum(ways), 0) from spelt").fetchone()
    texts, ways = found or (0, 0)
    return int(texts), int(ways)


def count_texts(
    connection: duckdb.DuckDBPyConnection, relation: str, wanted: Mapping[str, Iterable[str]]
) -> dict[tuple[str, str], int]:
    """By column and text, how many cells hold that text, blanks around it aside.

    Parameters
    ----------
    wanted : mapping
        Column of the relation to texts; the empty text stands for empty cells.
    """
    pairs = [(column, text) for column, texts in wanted.items() for text in texts]
    if not pairs:
        return {}
    bare = ", ".join(f"coalesce(trim({quote(column)}, {literal(BLANKS)}), '') as {quote(column)}"
                     for column in wanted)
    counts = ", ".join(f"count(*) filter (where {quote(column)} = {literal(text)})"
                       for column, text in pairs)
    found = connection.execute(f"select {counts} from (select {bare} from {relation})").fetchone()
    return dict(zip(pairs, map(int, found or ()), strict=True))


def count_blanks(
    connection: duckdb.DuckDBPyConnection, relation: str, text: str, by: str
) -> dict[str, int]:
    """How many cells are empty, by another cell of their rows; both as SQL of plain text."""
    found = connection.execute(
        f"select coalesce({by}, ''), count(*) from {relation} where {text} is null "
        "group by 1 order by 2 desc, 1")
    return {str(each): int(number) for each, number in found.fetchall()}


def derive_brands(connection: duckdb.DuckDBPyConnection, to: Path, *tables: Path) -> int:
    """Write brands.parquet from the brands that other tables name; how many there are."""
    named = " union ".join(
        f"select brand_id from read_parquet({literal(str(path))})" for path in tables)
    connection.execute(
        f"copy (select distinct brand_id, cast(null as date) as adopted_on from ({named}) "
        f"where brand_id is not null order by brand_id) to {literal(str(to))} (format parquet)")
    found = connection.execute(
        f"select count(*) from read_parquet({literal(str(to))})").fetchone()
    return int(found[0]) if found else 0


def copy_plainly(
    connection: duckdb.DuckDBPyConnection, resource: Resource, path: Path, to: Path
) -> None:
    """Copy a CSV to Parquet with the contract's types and no check: what a check is held against.

    Types are given, since DuckDB's own guess fails on a ledger (the first label that is neither
    yes nor no comes after its sample).
    """
    columns = ", ".join(f"{literal(field.name)}: {literal(SQL_TYPES[field.type])}"
                        for field in resource.fields)
    connection.execute(
        f"copy (from read_csv({literal(str(path))}, auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', columns = {{{columns}}})) to {literal(str(to))} "
        "(format parquet)")


def write_empty(connection: duckdb.DuckDBPyConnection, to: Path, types: dict[str, str]) -> None:
    """Write a Parquet file of these columns without a row."""
    listed = ", ".join(f"cast(null as {type}) as {quote(name)}" for name, type in types.items())
    connection.execute(
        f"copy (select {listed} where false) to {literal(str(to))} (format parquet)")
