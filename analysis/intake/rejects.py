"""What could not be used: every case counted, and listed up to a limit, for the loader alone.

The file holds raw cells; it lies in the visit's folder and goes with it. A cell that a spreadsheet
would take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.catalog.package import Resource
from analysis.warehouse.rules import REQUIRED

WHOLE_ROW = "(row)"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("line", "column", "value", "rule", "effect")
ROW, CELL = "row left out", "cell left empty"
LONGEST_VALUE = 200
MOST_LISTED = 1_000_000
"""Lines of the list: what a spreadsheet opens, and what fits into memory."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell or row that was not used, where it stands in the original file, and why."""

    line: int
    column: str
    value: str
    rule: str
    effect: str = ROW


@dataclass
class Rejects:
    """Rejects as they are met: counts are whole, the list stops at MOST_LISTED."""

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    listed: list[Reject] = field(default_factory=list)
    rows: int = 0

    def add(self, reject: Reject) -> None:
        """Count one, and list it if there is room."""
        self.count(reject.column, reject.rule, 1, effect=reject.effect)
        self.enter([reject])

    def count(self, column: str, rule: str, number: int, *, effect: str = ROW) -> None:
        """Add what breaks a rule."""
        key = (column, rule, effect)
        self.counts[key] = self.counts.get(key, 0) + number

    def enter(self, rejects: Iterable[Reject]) -> None:
        """List what was counted, as far as there is room."""
        for one in islice(rejects, max(MOST_LISTED - len(self.listed), 0)):
            self.listed.append(replace(one, value=one.value[:LONGEST_VALUE]))

    def unlisted(self) -> str:
        """How many are counted and not listed, in a sentence; empty if none."""
        more = sum(self.counts.values()) - len(self.listed)
        return (f"{more:,} more are counted but not listed: the list of what was rejected stops at "
                f"{len(self.listed):,} lines.") if more else ""

    def notes(self) -> list[str]:
        """What the report must say of the list."""
        return [more] if (more := self.unlisted()) else []

    def mostly_empty(self, resource: Resource, *, rows: int) -> list[str]:
        """What to do about a needed column that costs more than half of the rows of a table."""
        said = {one.name: one for one in resource.fields}
        found = []
        for column, number in self.empty().items():
            if column not in said or number * 2 <= rows:
                continue
            words = said[column].constraints.get("enum", ())
            meaning = f", or say what an empty cell means ({', '.join(words)}) among the file's " \
                f"words or with --set word:{column}:=WORD" if words else ""
            found.append(
                f"{column} is empty in {number:,} of {rows:,} rows, which are left out. It is "
                f"needed: {said[column].description} Fill it in the file, and bring it again"
                f"{meaning}.")
        return found

    def empty(self) -> dict[str, int]:
        """By needed column, how many rows have nothing in it."""
        return {column: number for (column, rule, _), number in self.counts.items()
                if rule == REQUIRED}

    @property
    def cells(self) -> int:
        """Cells left empty in rows that are kept."""
        return sum(number for (*_, effect), number in self.counts.items() if effect == CELL)

    def summary(self) -> list[dict[str, Any]]:
        """Every rule with its count, the most frequent first."""
        ordered = sorted(self.counts.items(), key=lambda item: -item[1])
        return [{"column": column, "rule": rule, "effect": effect, "count": number}
                for (column, rule, effect), number in ordered]

    def write(self, path: Path) -> None:
        """Write the listed ones as CSV, in the order of the file; a last line says what is not."""
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for reject in sorted(self.listed, key=lambda one: (one.line, one.column)):
                row = asdict(reject)
                writer.writerow({**row, "column": _safe(reject.column),
                                 "value": _safe(reject.value)})
            if more := self.unlisted():
                writer.writerow({"rule": more})


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
