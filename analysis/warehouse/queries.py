"""Named queries: one SQL file each, with a header that says what it takes and gives.

A header looks like this::

    -- purpose: employment of one occupation by year
    -- parameters:
    --   $soc varchar: SOC code, any of occupations.soc
    -- columns:
    --   employed_persons: persons

The parameter types matter: lineage is found by handing the engine the query with every ``$name``
replaced by ``cast(null as type)``, because ``get_table_names`` cannot take bound parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.errors import UnknownQueryError

SQL_DIRECTORY = Path(__file__).resolve().parents[1] / "sql"
PARAMETER = re.compile(r"^--\s+\$(\w+)\s+([a-z]+(?:\[\])?)\s*:", re.MULTILINE)
COLUMN = re.compile(r"^--\s{3}(\w+)\s*:\s*(.+)$", re.MULTILINE)
PURPOSE = re.compile(r"^-- purpose:\s*(.+)$", re.MULTILINE)
PLACEHOLDER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Query:
    """A named query: its text, purpose, and parameters with their DuckDB types."""

    name: str
    sql: str
    purpose: str
    parameters: dict[str, str]
    columns: dict[str, str]

    @property
    def statement(self) -> str:
        """The SQL without its header."""
        return "\n".join(
            line for line in self.sql.splitlines() if not line.startswith("--")
        ).strip()

    def without_parameters(self) -> str:
        """The statement with each ``$name`` replaced by a typed null, for lineage only."""
        return PLACEHOLDER.sub(
            lambda match: f"cast(null as {self.parameters[match.group(1)]})", self.statement
        )


@cache
def load_queries(folder: str = "") -> dict[str, Query]:
    """All named queries of a folder of ``sql/queries`` by name (the stem of their file)."""
    files = sorted((SQL_DIRECTORY / "queries" / folder).glob("*.sql"))
    return {path.stem: _parse(path) for path in files}


def _parse(path: Path) -> Query:
    text = path.read_text(encoding="utf-8")
    header, _, body = text.partition("-- columns:")
    purpose = PURPOSE.search(header)
    query = Query(
        name=path.stem, sql=text, purpose=purpose.group(1) if purpose else "",
        parameters=dict(PARAMETER.findall(header)), columns=dict(COLUMN.findall(body)),
    )
    used = set(PLACEHOLDER.findall(query.statement))
    if used != set(query.parameters):
        raise UnknownQueryError(
            f"sql/queries/{path.name}: the header names {sorted(query.parameters)}, "
            f"the statement uses {sorted(used)}."
        )
    return query
