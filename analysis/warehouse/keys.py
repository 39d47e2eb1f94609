"""Keys of a whole file in SQL: that they do not repeat, and that what they point at is there.

Queries read the Parquet file ``$path`` that was written and leave out the rows that the temporary
table ``offences`` names already, so that a row at fault makes no other one a duplicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.catalog.package import ForeignKey, Resource
from analysis.warehouse.rules import literal, quote

REPEATED = "must not repeat"
MOST_BITS = 62
RIGHT = "(select * from read_parquet($path, file_row_number = true) where file_row_number " \
        "not in (select record from offences))"


@dataclass(frozen=True)
class KeyCheck:
    """One query finds every offence of a key; cheap ones before it say whether there may be any.

    Where one of the cheap ones finds no row, no offence is possible.
    """

    exact: str
    quick: tuple[str, ...] = ()


def key_checks(
    resource: Resource, targets: Mapping[str, Path]
) -> Iterator[tuple[KeyCheck, tuple[str, str]]]:
    """For each key a query of offending records with their value, and the rule in words."""
    keys = [(resource.primary_key, "primary key")] if resource.primary_key else []
    keys += [((field.name,), "unique") for field in resource.fields
             if field.constraints.get("unique") and (field.name,) != resource.primary_key]
    for columns, words in keys:
        check = KeyCheck(_repeated(columns), _may_repeat(resource, columns))
        yield check, (", ".join(columns), f"{words} {REPEATED}")
    for key in resource.foreign_keys:
        if key.resource in targets:
            rule = f"must exist in {key.resource} ({', '.join(key.reference)})"
            yield KeyCheck(_orphans(key, targets[key.resource])), (", ".join(key.fields), rule)


def _repeated(columns: tuple[str, ...]) -> str:
    listed = ", ".join(quote(column) for column in columns)
    filled = " and ".join(f"{quote(column)} is not null" for column in columns)
    return (
        f"select file_row_number, concat_ws(', ', {listed}) from {RIGHT} where {filled} and "
        f"hash({listed}) in (select hash({listed}) from {RIGHT} group by all having count(*) > 1) "
        f"qualify row_number() over (partition by {listed} order by file_row_number) > 1"
    )


def _may_repeat(resource: Resource, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Queries that find no row unless a key may repeat.

    One column: if it grows from row to row nothing repeats; if not, hashes are counted. Several,
    of which the last is a short list: bits for its values, and a group of rows with the same first
    columns repeats itself if it has more rows than bits.
    """
    listed = ", ".join(quote(column) for column in columns)
    values = resource.field(columns[-1]).constraints.get("enum", ())
    if len(columns) == 1 or not 0 < len(values) <= MOST_BITS:
        hashed = (f"select 1 from (select count(*) as rows, count(distinct hash({listed})) as keys "
                  "from read_parquet($path)) where keys < rows")
        grows = (f"select 1 from (select {listed} as key, lag({listed}) over () as before "
                 "from read_parquet($path)) where before >= key or key is null limit 1")
        return (grows, hashed) if len(columns) == 1 else (hashed,)
    first = ", ".join(quote(column) for column in columns[:-1])
    known = ", ".join(literal(str(value)) for value in values)
    place = f"list_position([{known}], {quote(columns[-1])}) - 1"
    bits = (f"select 1 from (select bit_or(1::bigint << ({place})) as found, count(*) as rows "
            f"from read_parquet($path) group by hash({first})) where bit_count(found) < rows "
            "limit 1")
    return (bits,)


def _orphans(key: ForeignKey, target: Path) -> str:
    listed = ", ".join(f"c.{quote(column)}" for column in key.fields)
    filled = " and ".join(f"c.{quote(column)} is not null" for column in key.fields)
    match = " and ".join(
        f"c.{quote(mine)} = t.{quote(theirs)}"
        for mine, theirs in zip(key.fields, key.reference, strict=True))
    return (
        f"select c.file_row_number, concat_ws(', ', {listed}) from {RIGHT} c anti join "
        f"read_parquet({literal(str(target))}) t on {match} where {filled}"
    )
