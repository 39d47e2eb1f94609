"""What could not be used: every case counted, the first of each rule listed, for the loader alone.

The file holds raw cells; it lies in the visit's folder and goes with it. A cell that a spreadsheet
would take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from analysis.warehouse.whole import LISTED_PER_RULE, LONGEST_VALUE

WHOLE_ROW = "(row)"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("line", "column", "value", "rule", "effect")
ROW, CELL = "row left out", "cell left empty"


@dataclass(frozen=True)
class Reject:
    """A cell or row that was not used, where it stands in the original file, and why."""

    line: int
    column: str
    value: str
    rule: str
    effect: str = ROW


@dataclass
class Rejects:
    """Rejects as they are met: counts are whole, the list stops at LISTED_PER_RULE a rule."""

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    listed: list[Reject] = field(default_factory=list)
    rows: int = 0

    def add(self, reject: Reject) -> None:
        """Count one, and list it if its rule has room."""
        key = (reject.column, reject.rule, reject.effect)
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= LISTED_PER_RULE:
            self.listed.append(Reject(
                reject.line, reject.column, reject.value[:LONGEST_VALUE], reject.rule,
                reject.effect))

    def count(self, column: str, rule: str, number: int, *, listed: Iterable[Reject]) -> None:
        """Add what was counted elsewhere, with those of it that are listed."""
        key = (column, rule, ROW)
        self.counts[key] = self.counts.get(key, 0) + number
        self.listed.extend(listed)

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
        """Write the listed ones as CSV, in the order of the file."""
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for reject in sorted(self.listed, key=lambda one: (one.line, one.column)):
                row = asdict(reject)
                writer.writerow({**row, "column": _safe(reject.column),
                                 "value": _safe(reject.value)})


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
