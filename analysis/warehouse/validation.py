"""Check files against their Table Schemas in SQL, and name the first offending cell.

One description serves all: the rules come from ``datapackage.json``, are turned into one query a
table by literal templates, and run on the file as text, so that a cell that would not even cast is
found with its row, column, value and rule. Only this package writes SQL in Python: field and file
names come from the package descriptor, and identifiers are quoted by one function.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from analysis.catalog.package import Package, Resource, Rule
from analysis.errors import DataError
from analysis.warehouse.rules import SQL_TYPES, field_rules, literal, quote

HEADER_LINES = 1


def find_schema_offence(package: Package) -> DataError | None:
    """The first cell that breaks a rule of its Table Schema, tables in package order, or None."""
    with duckdb.connect(":memory:") as connection:
        for resource in package.resources:
            offence = _check_header(resource) or _check_rows(connection, package, resource)
            if offence is not None:
                return offence
    return None


def _check_header(resource: Resource) -> DataError | None:
    try:
        text = resource.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return DataError(
            file=resource.file, row=None, column="(all)", rule="the file must be UTF-8",
            value=repr(error.object[error.start:error.start + 1]),
        )
    lines = text.splitlines()
    if "" in lines:
        return DataError(
            file=resource.file, row=lines.index("") + 1, column="(all)", value="",
            rule="no line may be blank",
        )
    found = lines[0].split(",") if lines else [""]
    expected = [field.name for field in resource.fields]
    if found == expected:
        return None
    place = next(
        (index for index, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b),
        min(len(found), len(expected)),
    )
    return DataError(
        file=resource.file, row=1, column=str(place + 1),
        value=found[place] if place < len(found) else "",
        rule=f"header must be {expected[place]}" if place < len(expected)
        else "no further column is allowed",
    )


def _check_rows(
    connection: duckdb.DuckDBPyConnection, package: Package, resource: Resource
) -> DataError | None:
    try:
        connection.execute(_load_text(resource, "checked"), {"path": str(resource.path)})
        if connection.execute("from checked limit 1").fetchone() is None:
            return None
        for target in {key.resource for key in resource.foreign_keys} - {"", resource.name}:
            other = package.resource(target)
            connection.execute(_load_text(other, target), {"path": str(other.path)})
    except duckdb.Error as error:
        return DataError(
            file=resource.file, row=None, column="(all)", value="",
            rule=f"the file must be readable as CSV: {str(error).splitlines()[0]}",
        )
    rules = list(_rules(resource))
    query = " union all ".join(sql for sql, _ in rules)
    found = connection.execute(
        f"select line, rule, value from ({query}) order by line, rule limit 1"
    ).fetchone()
    if found is None:
        return None
    line, number, value = found
    column, rule = rules[number][1]
    return DataError(
        file=resource.file, row=line + HEADER_LINES, column=column,
        value="" if value is None else value, rule=rule,
    )


def _load_text(resource: Resource, table: str) -> str:
    columns = ", ".join(f"{literal(field.name)}: 'varchar'" for field in resource.fields)
    return (
        f"create or replace temp table {quote(table)} as select row_number() over () as line, * "
        "from read_csv($path, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', columns = {{{columns}}})"
    )


def _rules(resource: Resource) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each rule a query of offending rows, with the column and the rule in words."""
    checks = [check for field in resource.fields for check in field_rules(field)]
    for number, (column, condition, words) in enumerate(checks):
        yield _offenders(number, column, condition), (column, words)
    number = len(checks)
    unique = [(resource.primary_key, "primary key")] if resource.primary_key else []
    unique += [
        ((field.name,), "unique") for field in resource.fields
        if field.constraints.get("unique") and (field.name,) != resource.primary_key
    ]
    for columns, words in unique:
        yield _repeated(number, columns), (", ".join(columns), f"{words} must not repeat")
        number += 1
    for key in resource.foreign_keys:
        table = "checked" if key.resource in ("", resource.name) else key.resource
        rule = f"must exist in {key.resource or resource.name} ({', '.join(key.reference)})"
        yield _orphans(number, key.fields, table, key.reference), (", ".join(key.fields), rule)
        number += 1
    for across in resource.rules:
        yield _broken(number, resource, across), (", ".join(across.columns), across.description)
        number += 1


def _offenders(number: int, column: str, condition: str) -> str:
    return (
        f"(select line, {number} as rule, {quote(column)} as value from checked "
        f"where {condition} order by line limit 1)"
    )


def _repeated(number: int, columns: tuple[str, ...]) -> str:
    listed = ", ".join(quote(column) for column in columns)
    filled = " and ".join(f"{quote(column)} is not null" for column in columns)
    return (
        f"(select line, {number} as rule, concat_ws(', ', {listed}) as value from checked "
        f"where {filled} qualify row_number() over (partition by {listed} order by line) > 1 "
        "order by line limit 1)"
    )


def _orphans(
    number: int, columns: tuple[str, ...], table: str, reference: tuple[str, ...]
) -> str:
    listed = ", ".join(f"c.{quote(column)}" for column in columns)
    filled = " and ".join(f"c.{quote(column)} is not null" for column in columns)
    match = " and ".join(
        f"c.{quote(mine)} = t.{quote(theirs)}"
        for mine, theirs in zip(columns, reference, strict=True)
    )
    return (
        f"(select c.line, {number} as rule, concat_ws(', ', {listed}) as value from checked c "
        f"where {filled} and not exists (select 1 from {quote(table)} t where {match}) "
        "order by c.line limit 1)"
    )


def _broken(number: int, resource: Resource, rule: Rule) -> str:
    """Rows where a rule across cells is broken; a cell that does not cast counts as empty.

    The condition comes from the package descriptor, which is part of the program, never from a
    file that is checked.
    """
    typed = ", ".join(
        f"try_cast({quote(field.name)} as {SQL_TYPES[field.type]}) as {quote(field.name)}"
        for field in resource.fields
    )
    listed = ", ".join(f"coalesce(cast({quote(name)} as varchar), '')" for name in rule.columns)
    return (
        f"(select line, {number} as rule, concat_ws(', ', {listed}) as value "
        f"from (select line, {typed} from checked) where ({rule.violated_when}) "
        "order by line limit 1)"
    )
