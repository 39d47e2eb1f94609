"""The rules of a Table Schema as SQL conditions, said once for every check that applies them.

A condition is true of an offending cell and works on the cell as text, so that what would not even
cast is found. Field names come from the package descriptor; ``quote`` and ``literal`` are the only
way by which a name or a value gets into a statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.catalog.package import Field

REQUIRED = "a value is required"
SQL_TYPES = {
    "string": "varchar", "integer": "integer", "number": "double", "boolean": "boolean",
    "date": "date", "yearmonth": "varchar", "year": "integer", "any": "varchar",
}
PATTERNS = {
    "integer": r"-?\d+", "boolean": "true|false", "date": r"\d{4}-\d{2}-\d{2}",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
}


def field_rules(field: Field) -> Iterator[tuple[str, str, str]]:
    """Column, SQL condition that an offending cell meets, and the rule in words."""
    name, rules = quote(field.name), field.constraints
    cast = f"try_cast({name} as {SQL_TYPES[field.type]})"
    if rules.get("required"):
        yield field.name, f"{name} is null", REQUIRED
    if field.type not in ("string", "any"):
        yield field.name, _wrong_type(field, cast), f"must be of type {field.type}"
    if "maxLength" in rules:
        longest = rules["maxLength"]
        yield field.name, f"length({name}) > {longest:d}", f"at most {longest} characters"
    if "minimum" in rules:
        yield field.name, f"{cast} < {_bound(field, 'minimum')}", f"at least {rules['minimum']}"
    if "maximum" in rules:
        yield field.name, f"{cast} > {_bound(field, 'maximum')}", f"at most {rules['maximum']}"
    if "enum" in rules:
        values = [str(value).lower() if isinstance(value, bool) else str(value)
                  for value in rules["enum"]]
        listed = ", ".join(literal(value) for value in values)
        yield field.name, f"{name} not in ({listed})", "one of " + " | ".join(values)
    if "pattern" in rules:
        condition = f"not regexp_full_match({name}, {literal(rules['pattern'])})"
        yield field.name, condition, f"must match the pattern {rules['pattern']}"


def _wrong_type(field: Field, cast: str) -> str:
    """True where the text is not of the type.

    The pattern is costly, so it is looked at only where the text is not exactly what its value
    prints as. (An endless date or one of year 12024 prints as itself, but is not ten characters.)
    """
    name = quote(field.name)
    if field.type == "number":
        return f"{name} is not null and {cast} is null or not isfinite({cast})"
    if field.type not in PATTERNS:
        return f"{name} is not null and {cast} is null"
    wrong = f"{cast} is null or not regexp_full_match({name}, {literal(PATTERNS[field.type])})"
    if SQL_TYPES[field.type] == "varchar":
        return f"{name} is not null and ({wrong})"
    plain = f"{name} = cast({cast} as varchar)"
    if field.type == "date":
        plain += f" and length({name}) = 10"
    return f"case when {name} is null or {plain} then false else {wrong} end"


def _bound(field: Field, key: str) -> str:
    return f"cast({literal(str(field.constraints[key]))} as {SQL_TYPES[field.type]})"


def quote(identifier: str) -> str:
    """An identifier, quoted."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
