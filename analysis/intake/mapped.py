"""A mapping of a file onto a table, as one value that is saved and used again."""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import IntakeError
from analysis.intake.reading import Reading, reading_from_json, reading_to_json

VERSION = 1


@dataclass(frozen=True)
class Mapping:
    """How the columns of a file become those of a table.

    Parameters
    ----------
    table : str
        Table of the contract.
    columns : mapping
        Field of the contract to column of the file.
    values : mapping
        Field to words of the file and what the contract calls them; an empty word means empty.
    constants : mapping
        Field to one text that holds for every row.
    reading : Reading or None
        How the file was read, if that is saved with it.
    """

    table: str
    columns: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    reading: Reading | None = None


def mapping_to_json(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain JSON."""
    return {
        "version": VERSION, "table": mapping.table, "columns": dict(mapping.columns),
        "values": {name: dict(words) for name, words in mapping.values.items()},
        "constants": dict(mapping.constants),
        "reading": reading_to_json(mapping.reading) if mapping.reading else None,
    }


def mapping_from_json(raw: Any) -> Mapping:
    """A mapping from JSON.

    Raises
    ------
    IntakeError
        If it is not a mapping, or one of a later version.
    """
    if not isinstance(raw, dict) or not {"version", "table"} <= set(raw):
        raise IntakeError("This is no mapping: it must be JSON with version, table, columns, "
                          "values, constants. `ingest --json` prints one.")
    if raw["version"] != VERSION:
        raise IntakeError(f"The mapping has version {raw['version']!r}; this desk reads {VERSION}.")
    try:
        return Mapping(
            str(raw["table"]),
            {str(key): str(value) for key, value in raw.get("columns", {}).items()},
            {str(key): {str(a): str(b) for a, b in words.items()}
             for key, words in raw.get("values", {}).items()},
            {str(key): str(value) for key, value in raw.get("constants", {}).items()},
            reading_from_json(raw["reading"]) if raw.get("reading") else None)
    except (AttributeError, TypeError):
        raise IntakeError("This is no mapping: columns, values and constants must each be an "
                          "object of texts.") from None


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from a JSON file."""
    try:
        return mapping_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise IntakeError(f"{path.name} cannot be read as a JSON mapping. Save one again.") \
            from None


def save_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping as a JSON file."""
    text = json.dumps(mapping_to_json(mapping), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
