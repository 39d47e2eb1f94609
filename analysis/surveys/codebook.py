"""What a loaded survey's columns mean: names, question texts, codes, missing answers.

Decided: a visitor's columns are renamed ``c001, c002, …`` at intake, so that no name of theirs ever
reaches SQL; the codebook keeps their own words beside. Coded columns hold their codes as text,
numbers are numbers, an empty cell is no answer at all. A code that means a missing answer says of
which kind: somebody who refused is not somebody who was never asked.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from analysis.errors import CodebookError

Kind = Literal["nominal", "ordinal", "number", "date", "flag", "text", "id"]
"""``flag``: one member of a multiple-response question, codes "1" chosen and "0" not chosen.
``text`` and ``id`` are never shown, filtered or counted."""
Missing = Literal["", "refused", "dont_know", "not_asked", "other"]
KINDS = ("nominal", "ordinal", "number", "date", "flag", "text", "id")
MISSING = ("", "refused", "dont_know", "not_asked", "other")
GROUPED = "{} (groups)"
"""Name of the ordered question that groups a column of numbers, right after that column."""
POOLED = "fewer than 10"
"""Code of the answers that only a few people gave, counted together at intake."""
EACH = "{} (each)"
"""Name of the running numbers that tell such answers apart, right after their column: a stratum or
a cluster of few people is still one of its own."""
DATA_FILE, CODEBOOK_FILE = "survey.parquet", "codebook.json"
CSV_FILE = "survey.csv"
"""The same with the codebook's names, for other programs; the desk itself never reads it."""


@dataclass(frozen=True)
class Value:
    """One code of a column: as it stands in the data, in words, and of which missing kind."""

    code: str
    label: str
    missing: Missing = ""


@dataclass(frozen=True)
class Variable:
    """One column of a survey.

    Parameters
    ----------
    column : str
        Name in the Parquet file: ``c001`` and so on, in the order of the visitor's file.
    name, label : str
        The visitor's column name, and the question text (the name where there is none).
    kind : str
        One of KINDS; decides what may be done with it. Stored as text for nominal, ordinal, flag,
        text and id, as double for number, as date for date.
    values : tuple of Value
        Codes in their order (low to high for ordinal); empty for number, date, text and id.
    group : str
        Name of the multiple-response question a flag belongs to, else empty.
    """

    column: str
    name: str
    label: str
    kind: Kind
    values: tuple[Value, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Codebook:
    """All columns of a survey, and how many rows it has."""

    variables: tuple[Variable, ...]
    rows: int

    def find(self, name: str) -> Variable:
        """The variable of that column (``c001``) or that name, case ignored.

        Raises
        ------
        CodebookError
            If there is none, or two columns share the name; the message lists what there is.
        """
        for variable in self.variables:
            if name == variable.column:
                return variable
        wanted = name.strip().casefold()
        found = [one for one in self.variables if wanted == one.name.strip().casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            columns = ", ".join(one.column for one in found)
            raise CodebookError(
                f"{len(found)} columns are called {name!r}. Name one of {columns} instead.")
        names = ", ".join(one.name for one in self.variables[:20])
        raise CodebookError(f"The survey has no column {name!r}. Columns: {names}.")

    def each(self, variable: Variable) -> Variable:
        """The column that tells all answers of this one apart: itself, unless some were pooled."""
        following = self.variables[self.variables.index(variable) + 1:][:1]
        if any(value.code == POOLED for value in variable.values):
            for one in following:
                if one.kind == "id" and one.name == EACH.format(variable.name):
                    return one
        return variable


def write_codebook(codebook: Codebook, directory: Path) -> None:
    """Write ``codebook.json`` beside the data."""
    text = json.dumps(asdict(codebook), indent=1, ensure_ascii=False)
    (directory / CODEBOOK_FILE).write_text(text + "\n", encoding="utf-8")


def load_codebook(directory: Path) -> Codebook:
    """Read ``codebook.json``.

    Raises
    ------
    CodebookError
        If it is missing or not a codebook.
    """
    path = directory / CODEBOOK_FILE
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Codebook(tuple(_variable(one) for one in raw["variables"]), int(raw["rows"]))
    except FileNotFoundError:
        raise CodebookError(f"{directory.name} holds no {CODEBOOK_FILE}. Load the file again.") \
            from None
    except (KeyError, TypeError, ValueError) as error:
        raise CodebookError(f"{CODEBOOK_FILE} is not a codebook: {error}. Load the file again.") \
            from None


def _variable(raw: dict[str, Any]) -> Variable:
    if raw["kind"] not in KINDS:
        raise ValueError(f"kind {raw['kind']!r}")
    values = tuple(Value(**one) for one in raw["values"])
    if any(value.missing not in MISSING for value in values):
        raise ValueError(f"a missing kind of {raw['column']}")
    return Variable(**{**raw, "values": values})
