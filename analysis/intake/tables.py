"""Read one table of a ledger: from any file to Parquet in the contract's columns and types.

Decided: a plain text file is read by DuckDB itself, at the speed of a copy. What it will not take
(another encoding, ragged rows, quotes gone wrong, workbooks) is laid out row by row first, so that
each fault gets its line; the same rules then apply to what was laid out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.catalog.package import Resource
from analysis.errors import IntakeError
from analysis.intake.decoding import read_lines
from analysis.intake.gaps import Gap, gaps_of
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.mapping import accepted_words
from analysis.intake.reading import Reading
from analysis.intake.records import Lines, split_records
from analysis.intake.rejects import CELL, MOST_LISTED, ROW, Reject, Rejects
from analysis.intake.rows import Seen, data_rows, has_examples
from analysis.intake.texts import batched
from analysis.warehouse.cells import (
    Form,
    Given,
    csv_relation,
    first_of,
    parquet_relation,
    plain_text,
)
from analysis.warehouse.offences import Checked
from analysis.warehouse.private import (
    count_blanks,
    count_spellings,
    count_texts,
    describe_parquet,
)
from analysis.warehouse.whole import Source, check_table

LAID = "laid.parquet"
PIECE = 1 << 22
PARTIES = ("model_id", "brand_id", "agency_id")
KIND = "kind"
"""Field by which filled cells are told apart: of a twin another thing is said than of a person."""


@dataclass(frozen=True)
class TableFile:
    """A file that holds a table: where it lies, how it is read, which column is which."""

    path: Path
    reading: Reading
    mapping: ColumnMapping
    most: int | None = None
    """Rows to look at; all of them if None."""


@dataclass(frozen=True)
class Taken:
    """What became of a table: its check, what was rejected with lines of the file, what was met."""

    checked: Checked
    rejects: Rejects
    seen: Seen
    gaps: tuple[Gap, ...] = ()
    filled: tuple[str, ...] = ()
    """What empty cells were read as, in words."""


def write_table(
    connection: duckdb.DuckDBPyConnection, resource: Resource, *, file: TableFile, to: Path,
    targets: Mapping[str, Path],
) -> Taken:
    """Check a table and write ``NAME.parquet`` into a folder.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        That may read the file and write the folder.
    resource : Resource
        The table of the contract.
    file : TableFile
        What was brought.
    to : Path
        Folder.
    targets : mapping
        Tables already checked, for foreign keys.
    """
    rejects, seen = Rejects(), Seen()
    written = to / f"{resource.name}.parquet"
    if file.reading.format == "parquet":
        checked, source = _from_parquet(connection, resource, file, written, targets)
        met = _met(connection, resource, source, file)
        lines = {record: record + 1 for record in _records(checked)}
    elif (found := _directly(connection, resource, file, written, targets)) is not None:
        checked, source = found
        met = _met(connection, resource, source, file)
        lines = lines_of_records(file, set(_records(checked)))
    else:
        laid = to / LAID
        try:
            _lay_out(file, laid, rejects, seen)
            source = _source(resource, file, parquet_relation(laid))
            checked = check_table(
                connection, resource, source=source, to=written, targets=targets)
            met = _met(connection, resource, source, file)
            lines = _laid_lines(laid, _records(checked))
        finally:
            laid.unlink(missing_ok=True)
    _add(rejects, checked, lines)
    return Taken(checked, rejects, seen, *met)


def column_name(place: int) -> str:
    """Name by which the column at that place (from 0) is known in SQL."""
    return f"c{place + 1:03d}"


def lines_of_records(file: TableFile, records: set[int]) -> dict[int, int]:
    """Lines of the file on which these records (from 0, below the header) begin."""
    found: dict[int, int] = {}
    if not records:
        return found
    lines = Lines(read_lines(file.path, file.reading.encoding))
    last = max(records)
    for number, record in enumerate(
            split_records(lines, file.reading, width=len(file.reading.columns)),
            start=-file.reading.header):
        if number in records:
            found[number] = record.line
        if number >= last:
            break
    return found


def _source(
    resource: Resource, file: TableFile, relation: str, types: Mapping[str, str] | None = None
) -> Source:
    """The relation with each field's column, constant and words."""
    reading, mapping = file.reading, file.mapping
    given = {name: Given(constant=text) for name, text in mapping.constants.items()}
    for target, name in mapping.columns.items():
        column = name if types else column_name(reading.find(name))
        words = tuple(mapping.values.get(target, {}).items())
        given[target] = Given(column, values=words, type=(types or {}).get(name, "VARCHAR"),
                              kept=reading.columns[reading.find(name)].kept)
    form = Form(reading.decimal, reading.thousands, reading.date_order, reading.missing, True)
    return Source(relation, given, form, lenient=lenient_fields(resource),
                  most_listed=MOST_LISTED)


def _met(
    connection: duckdb.DuckDBPyConnection, resource: Resource, source: Source, file: TableFile
) -> tuple[tuple[Gap, ...], tuple[str, ...]]:
    """Texts read as empty in the columns that serve a field, and what empty cells were read as."""
    reading, wanted, names = file.reading, {}, {}
    for target, name in file.mapping.columns.items():
        given, column = source.given[target], reading.columns[reading.find(name)]
        if given.type == "VARCHAR" and reading.empty_in(column):
            wanted[given.column], names[given.column] = reading.empty_in(column), name
    counts = count_texts(connection, source.relation, wanted)
    gaps = gaps_of({(names[place], text): count for (place, text), count in counts.items()})
    said = (_say_filled(connection, resource, source, name) for name, given in source.given.items()
            if dict(given.values).get(""))
    return gaps, tuple(filter(None, said))


def _say_filled(
    connection: duckdb.DuckDBPyConnection, resource: Resource, source: Source, name: str
) -> str:
    """How many empty cells of a field were given a meaning, by the kind of their rows."""
    given = source.given[name]
    bare = replace(given, values=tuple(pair for pair in given.values if pair[0]))
    kind = resource.field(KIND) if KIND in source.given and name != KIND else None
    found = count_blanks(
        connection, source.relation, plain_text(resource.field(name), bare, source.form),
        plain_text(kind, source.given[KIND], source.form) if kind else "''")
    if not found:
        return ""
    known = accepted_words(kind) if kind else []
    by: dict[str, int] = {}
    for word, number in found.items():
        said = word if word in known else "of no known kind"
        by[said] = by.get(said, 0) + number
    each = ", ".join(f"{number:,} {word}" for word, number in by.items())
    return (f"{name}: {sum(found.values()):,} empty cells are read as {dict(given.values)['']!r}, "
            f"as was said{f' ({each})' if kind else ''}.")


def say_party_spellings(
    connection: duckdb.DuckDBPyConnection, resource: Resource, written: Path
) -> list[str]:
    """Which of those that a ledger counts are spelled in several ways, in numbers alone."""
    notes = []
    for field in resource.fields:
        if field.name in PARTIES:
            texts, ways = count_spellings(connection, written, field.name)
            if texts:
                notes.append(
                    f"{field.name}: {ways:,} spellings differ only in capitals or blanks and "
                    f"count as {ways:,}, though they seem to be {texts:,}. Spell each in one way "
                    "in the file, and bring it again, if they are the same.")
    return notes


def lenient_fields(resource: Resource) -> frozenset[str]:
    """Fields with a list of words that may be empty: an unknown word costs the cell alone."""
    return frozenset(one.name for one in resource.fields
                     if accepted_words(one) and not one.constraints.get("required"))


def _directly(
    connection: duckdb.DuckDBPyConnection, resource: Resource, file: TableFile, to: Path,
    targets: Mapping[str, Path],
) -> tuple[Checked, Source] | None:
    """Have DuckDB read the text file itself; None if it must be laid out first."""
    reading = file.reading
    if (reading.format != "csv" or reading.encoding != "utf-8" or reading.header != 1
            or reading.short_rows != "reject" or file.most or _holds_nul(file.path)
            or has_examples(file.path, reading)):
        return None
    names = tuple(column_name(place) for place in range(len(reading.columns)))
    relation = csv_relation(file.path, names, separator=reading.separator,
                            quote_mark=reading.quote, skip=reading.skip)
    try:
        source = _source(resource, file, relation)
        checked = check_table(connection, resource, source=source, to=to, targets=targets)
    except duckdb.Error:
        return None
    return checked, source


def _holds_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\x00" in piece for piece in iter(lambda: file.read(PIECE), b""))


def _from_parquet(
    connection: duckdb.DuckDBPyConnection, resource: Resource, file: TableFile, to: Path,
    targets: Mapping[str, Path],
) -> tuple[Checked, Source]:
    try:
        types = describe_parquet(connection, file.path)
        relation = parquet_relation(file.path)
        source = _source(
            resource, file, first_of(relation, file.most) if file.most else relation, types)
        return check_table(
            connection, resource, source=source, to=to, targets=targets), source
    except duckdb.Error:
        raise IntakeError(
            "The Parquet file is damaged or uses features that cannot be read. Write it again, "
            "or save the table as .csv.") from None


def _lay_out(file: TableFile, to: Path, rejects: Rejects, seen: Seen) -> None:
    """Write every sound row as text, with its line, in pieces."""
    width = len(file.reading.columns)
    schema = pa.schema([pa.field("line", pa.int64()), *(
        pa.field(column_name(place), pa.string()) for place in range(width))])
    with pa.parquet.ParquetWriter(to, schema) as writer:
        rows = islice(data_rows(file.path, file.reading, seen), file.most)
        for records in batched(rows, rejects):
            cells = zip(*(record.cells for record in records), strict=True)
            writer.write_table(pa.table(
                [pa.array([record.line for record in records], pa.int64()),
                 *(pa.array(column, pa.string()) for column in cells)], schema=schema))


def _laid_lines(laid: Path, records: list[int]) -> dict[int, int]:
    if not records:
        return {}
    lines = pa.parquet.read_table(laid, columns=["line"]).column("line")
    found = pc.take(lines, pa.array(records, pa.int64())).to_pylist()
    return dict(zip(records, found, strict=True))


def _add(rejects: Rejects, checked: Checked, lines: Mapping[int, int]) -> None:
    """Add what the rules found to what the reading found."""
    rejects.rows += checked.rows - checked.kept
    for effect, counts, listed in ((ROW, checked.counts, checked.listed),
                                   (CELL, checked.emptied, checked.emptied_listed)):
        for column, rule, number in counts:
            rejects.count(column, rule, number, effect=effect)
        rejects.enter(Reject(lines.get(one.record, 0), one.column, one.value, one.rule, effect)
                     for one in listed)


def _records(checked: Checked) -> list[int]:
    """Rows that are listed, each once."""
    return sorted({one.record for one in (*checked.listed, *checked.emptied_listed)})
