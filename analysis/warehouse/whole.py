"""Hold a whole file to its Table Schema in SQL, and write what keeps to it as Parquet.

Decided: one pass casts, checks and writes; it stops at the first row that breaks a rule, so a file
in order costs one pass. Rules about one text column are held against its distinct values
afterwards. Where a rule is broken, a second pass writes every row with what is wrong in it, a third
leaves those rows out. Keys come last and look at the rows that are otherwise right: whether any may
repeat is seen on hashes, and only then are rows compared. Nothing is sampled; every broken rule is
counted, the first are listed. A field that is named lenient loses its cell, not its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analysis.catalog.package import Field, Resource, Rule
from analysis.warehouse.cells import (
    Form,
    Given,
    forms_to_try,
    is_plain,
    original_text,
    plain_text,
)
from analysis.warehouse.keys import RIGHT, KeyCheck, key_checks
from analysis.warehouse.offences import (
    LISTED,
    LONGEST_VALUE,
    Checked,
    broken,
    collect,
    forget,
    said,
)
from analysis.warehouse.rules import SQL_TYPES, field_rules, literal, quote


@dataclass(frozen=True)
class Source:
    """A relation, where its fields come from, and how its cells are written.

    Parameters
    ----------
    relation, given, form : str, mapping, Form
        Where the cells are, and how they read.
    lenient : frozenset of str
        Fields of which a cell against a rule is left empty, while its row stays.
    most_listed : int
        Offences that are listed at most, of rows and of cells each; all are counted.
    """

    relation: str
    given: Mapping[str, Given]
    form: Form
    lenient: frozenset[str] = frozenset()
    most_listed: int = LISTED


def check_table(
    connection: duckdb.DuckDBPyConnection, resource: Resource, *, source: Source, to: Path,
    targets: Mapping[str, Path],
) -> Checked:
    """Check every row against the contract and write the rows that keep to it.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With a memory limit and a folder to spill to.
    resource : Resource
        The Table Schema.
    source : Source
        The rows.
    to : Path
        Parquet file to be written; columns and types are the contract's.
    targets : mapping
        Parquet files, already checked, of the tables that foreign keys point at; a key whose
        table is not among them is not checked.

    Raises
    ------
    duckdb.Error
        If the file cannot be read as what it is said to be.
    """
    part = to.with_suffix(".part")
    try:
        clean = any(_write_clean(connection, resource, replace(source, form=form), part)
                    for form in forms_to_try(source.form))
        if not clean:
            connection.execute(_copy(_staged(resource, source), part))
        numbered = list(key_checks(resource, targets))
        collect(connection, part, clean=clean)
        for number, (statement, _) in enumerate(numbered, start=len(_conditions(resource))):
            if not clean or _may_offend(connection, statement, part):
                connection.execute(_insert(number, statement.exact), {"path": str(part)})
        rules = [words for _, words in _conditions(resource)] + [words for _, words in numbered]
        checked = _finish(connection, resource, part, to=to, clean=clean)
        return replace(checked, **said(connection, rules, source.most_listed))
    finally:
        part.unlink(missing_ok=True)
        forget(connection)


def _write_clean(
    connection: duckdb.DuckDBPyConnection, resource: Resource, source: Source, part: Path
) -> bool:
    """Write the file in one pass; False if a row breaks a rule (or the file does not read)."""
    try:
        connection.execute(_copy(_strict(resource, source), part))
    except duckdb.Error:
        return False
    return not any(
        connection.execute(statement, {"path": str(part)}).fetchone()
        for statement in _of_distinct(resource))


def _copy(select: str, path: Path) -> str:
    return f"copy ({select}) to {literal(str(path))} (format parquet)"


def _texts(resource: Resource, source: Source, *, originals: bool) -> str:
    """The relation with each field as plain text under its own name."""
    cells = []
    for field in resource.fields:
        given = source.given.get(field.name)
        text = (f"nullif({original_text(given)}, '')"
                if given and given.type == "VARCHAR" and is_plain(field, given, source.form)
                else plain_text(field, given, source.form))
        cells.append(f"{text} as {quote(field.name)}")
        if originals:
            cells.append(f"{original_text(given)} as {quote(field.name + ' given')}")
    return f"select {', '.join(cells)} from {source.relation}"


def _conditions(resource: Resource) -> list[tuple[str, tuple[str, str]]]:
    """Condition on a row, with column and rule in words: of single cells, then across cells."""
    found = [
        (condition, (column, words))
        for field in resource.fields for column, condition, words in field_rules(field)
    ]
    return found + [
        (rule.violated_when, (", ".join(rule.columns), rule.description))
        for rule in resource.rules
    ]


def _typed(resource: Resource, lenient: frozenset[str] = frozenset()) -> str:
    """Each field in its type; of a lenient one, nothing where a rule is broken."""
    def text(field: Field) -> str:
        name = quote(field.name)
        if field.name not in lenient:
            return name
        wrong = " or ".join(f"({condition})" for _, condition, _ in field_rules(field))
        return f"case when {wrong or 'false'} then null else {name} end"

    return ", ".join(
        f"try_cast({text(field)} as {SQL_TYPES[field.type]}) as {quote(field.name)}"
        for field in resource.fields
    )


def _of_cells(resource: Resource) -> list[str]:
    return [condition for field in resource.fields for _, condition, _ in field_rules(field)]


def _is_late(field: Field) -> bool:
    """Whether a field's rules are held against its distinct values: texts from a list or pattern.

    Ids are left to the pass itself, since they are all distinct.
    """
    return field.type == "string" and "maxLength" not in field.constraints


def _is_late_rule(resource: Resource, rule: Rule) -> bool:
    return len(rule.columns) == 1 and _is_late(resource.field(rule.columns[0]))


def _of_distinct(resource: Resource) -> Iterator[str]:
    """For each late field a query that finds a row if one of its values breaks a rule."""
    for field in resource.fields:
        conditions = [condition for _, condition, _ in field_rules(field)] + [
            rule.violated_when for rule in resource.rules
            if rule.columns == (field.name,)]
        if _is_late(field) and conditions:
            yield (f"select 1 from (select distinct {quote(field.name)} from read_parquet($path)) "
                   f"where {' or '.join(f'({one})' for one in conditions)} limit 1")


def _strict(resource: Resource, source: Source) -> str:
    """Typed rows; the statement fails at a row that breaks a rule."""
    fields = ", ".join(quote(field.name) for field in resource.fields)
    cells = " or ".join(
        f"({condition})" for field in resource.fields if not _is_late(field)
        for _, condition, _ in field_rules(field)) or "false"
    across = " or ".join(f"({rule.violated_when})" for rule in resource.rules
                         if not _is_late_rule(resource, rule)) or "false"
    return (
        f"select {fields} from (select {_typed(resource)}, coalesce({cells}, false) as offends "
        f"from ({_texts(resource, source, originals=False)})) "
        f"where case when offends or coalesce({across}, false) then error('offence') else true end"
    )


def _staged(resource: Resource, source: Source) -> str:
    """Every row, typed as far as it goes, with the list of rules it breaks."""
    cells = _of_cells(resource)
    flags = ", ".join(
        f"coalesce({condition}, false) as {quote(f'rule {number}')}"
        for number, condition in enumerate(cells))
    givens = ", ".join(quote(field.name + " given") for field in resource.fields)
    rules = [*(quote(f"rule {number}") for number in range(len(cells))),
             *(f"coalesce({rule.violated_when}, false)" for rule in resource.rules)]
    columns = [words[0] for _, words in _conditions(resource)]
    soft = {number: rule for number, rule in enumerate(rules[:len(cells)])
            if columns[number] in source.lenient}
    hard = {number: rule for number, rule in enumerate(rules) if number not in soft}
    fields = ", ".join(quote(field.name) for field in resource.fields)
    return (
        f"select {fields}, {broken(hard, columns)} as offences, {broken(soft, columns)} as "
        f"emptied from (select {_typed(resource, source.lenient)}, {givens}, {flags} "
        f"from ({_texts(resource, source, originals=True)}))"
    )


def _may_offend(connection: duckdb.DuckDBPyConnection, check: KeyCheck, part: Path) -> bool:
    """False if one of the cheap queries shows that no row can be at fault."""
    return all(connection.execute(quick, {"path": str(part)}).fetchone() for quick in check.quick)


def _insert(number: int, statement: str) -> str:
    return (f"insert into offences select record, {number:d}, left(value, {LONGEST_VALUE}) "
            f"from ({statement}) as found (record, value)")


def _finish(
    connection: duckdb.DuckDBPyConnection, resource: Resource, part: Path, *, to: Path, clean: bool
) -> Checked:
    """Write what is left, and count it; what is emptied in a row that goes is no matter."""
    rows = _number(connection, f"select count(*) from read_parquet({literal(str(part))})")
    rejected = _number(connection, "select count(distinct record) from offences")
    if clean and not rejected:
        part.replace(to)
        return Checked(rows, rows)
    fields = ", ".join(quote(field.name) for field in resource.fields)
    left = RIGHT.replace("$path", literal(str(part)))
    connection.execute(_copy(f"select {fields} from {left}", to))
    connection.execute(
        "delete from emptied where record in (select record from offences)")
    return Checked(rows, rows - rejected)


def _number(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    found = connection.execute(statement).fetchone()
    return int(found[0]) if found else 0
