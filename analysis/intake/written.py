"""Variables of a survey and their data as they are made, and what every kind of column needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.reading import Column, Reading
from analysis.intake.rejects import CELL, Reject, Rejects
from analysis.intake.spelling import say_spellings
from analysis.surveys.codebook import Kind, Value, Variable

OWN = re.compile(r"c\d{3,}")
"""How the desk itself names columns."""


def reject_cells(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    wrong: tuple[list[str], str],
) -> None:
    """List every cell that holds one of the wrong texts, with the rule it breaks."""
    texts, rule = wrong
    if not texts:
        return
    at = pc.is_in(cells, value_set=pa.array(texts, pa.string()))
    for line, text in zip(lines.filter(at).to_pylist(), cells.filter(at).to_pylist(), strict=True):
        written.rejects.add(Reject(line, column.name, text, rule, CELL))


def mapped(cells: pa.ChunkedArray, values: dict[str, Any], type: pa.DataType) -> pa.Array:
    """Each text replaced by its value, through the distinct texts."""
    encoded = cells.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    known = pa.array([values.get(text) for text in encoded.dictionary.to_pylist()], type)
    return known.take(encoded.indices)


def note_spellings(written: Written, column: Column, counts: Mapping[str, int]) -> None:
    """Say of which answers there are spellings that differ only in capitals or blanks."""
    if said := say_spellings(counts, all_words=False):
        written.notes.append(
            f"{column.name}: answers that differ only in capitals or blanks count as different "
            f"ones: {said}. Say that they are the same to have them joined (“Join spellings” on "
            f"the page, or --set same:{column.name}=join).")


def natural(text: str) -> tuple[int, float, str]:
    """Key by which numbers stand in their order, before words in theirs."""
    try:
        return (0, float(text), text)
    except ValueError:
        return (1, 0.0, text.casefold())


@dataclass
class Written:
    """Variables and their data as they are made, with notes for the report."""

    reading: Reading
    rejects: Rejects
    variables: list[Variable] = field(default_factory=list)
    arrays: list[pa.ChunkedArray] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, column: Column, kind: Kind, cells: Any, values: tuple[Value, ...] = (),
            **more: str) -> None:
        """Append a variable; ``more`` may name it otherwise, or its group.

        A header such as ``c002`` would be taken for the second column, wherever it stands.
        """
        own, name = f"c{len(self.variables) + 1:03d}", more.get("name", column.name)
        if OWN.fullmatch(name) and name != own:
            name = f"{name} of the file"
            self.notes.append(f"The column {column.name!r} is called {name!r} here, since the "
                              f"desk calls another column {column.name}.")
        self.variables.append(Variable(
            own, name, more.get("label") or column.label or name, kind, values,
            more.get("group", "")))
        self.arrays.append(cells)
