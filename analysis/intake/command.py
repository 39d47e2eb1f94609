"""``python -m analysis ingest FILE --as …``: what the page does, without a browser."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import IntakeError
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.mapped import mapping_from_json, mapping_to_json
from analysis.intake.report import Report, report_from_json, report_text, report_to_json
from analysis.intake.worker import run_worker

TARGETS = ("survey", "bookings", "crew_calls", "consents", "models", "brands", "rates")


def add_ingest_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis ingest``."""
    parser.add_argument("file", metavar="FILE", help=".csv, .xlsx, .sav or .parquet")
    parser.add_argument("--as", required=True, choices=TARGETS, dest="target", help="what it is")
    parser.add_argument("--map", metavar="MAP", help="a mapping saved as JSON: columns, words, "
                        "how the file is read")
    parser.add_argument(
        "--set", action="append", default=[], metavar="guess=value", dest="settings",
        help="replace a guess: separator=semicolon, decimal=comma, skip=3, totals=keep, "
        "kind:COLUMN=ordinal, order:COLUMN=LOW|…|HIGH, bands:COLUMN=30|45|60 (groups of numbers), "
        "split:COLUMN=semicolon, missing=TEXT|…, keep:COLUMN=TEXT|… (answers, though they mean "
        "empty elsewhere), same:COLUMN=join (spellings), group:COLUMN=QUESTION (one of several "
        "options that could be chosen); of a ledger column:FIELD=COLUMN, "
        "constant:FIELD=VALUE, word:FIELD:WORD=MEANING (no WORD: empty cells); repeat for several")
    parser.add_argument("--to", required=True, metavar="DIR", help="folder to write; tables loaded "
                        "into it before are checked against")
    parser.add_argument("--json", action="store_true", help="the report as JSON; its mapping can "
                        "be saved and given as --map")
    parser.set_defaults(command=run_ingest)


def run_ingest(options: argparse.Namespace) -> int:
    """Run the command: read, check, write, and print the report."""
    settings = {}
    for item in options.settings:
        key, equals, value = item.partition("=")
        if not equals:
            raise IntakeError(f"--set {item!r} is not guess=value.")
        settings[key.strip()] = value
    mapping = load_given(Path(options.map), options.target) if options.map else None
    report = ingest_file(Path(options.file), options.target, to=Path(options.to),
                         settings=settings, mapping=mapping)
    if options.json:
        print(json.dumps(report_to_json(report), indent=2, ensure_ascii=False))
    else:
        print(report_text(report))
    return 0


def ingest_file(
    path: Path, target: str, *, to: Path, settings: Mapping[str, str] | None = None,
    mapping: ColumnMapping | None = None,
) -> Report:
    """Read a file in the limited process and write what keeps to its rules.

    Parameters
    ----------
    path : Path
        The file.
    target : str
        ``survey`` or a table of the ledger.
    to : Path
        Folder, made if need be.
    settings, mapping
        Guesses to be replaced, columns and words.

    Raises
    ------
    IntakeError
        In one sentence, if the file cannot be used.
    """
    return report_from_json(
        _ask("take", path, target, to=to, settings=settings, mapping=mapping)["report"])


def look_at_file(
    path: Path, target: str, *, to: Path, settings: Mapping[str, str] | None = None,
    mapping: ColumnMapping | None = None, name: str = "",
) -> tuple[Report, list[list[str]]]:
    """What is understood of a file and its first rows, without writing anything."""
    found = _ask("look", path, target, to=to, settings=settings, mapping=mapping, name=name)
    return report_from_json(found["report"]), found["preview"]


def _ask(task: str, path: Path, target: str, *, to: Path, **more: Any) -> dict[str, Any]:
    if not path.is_file():
        raise IntakeError(f"There is no file {path.name}. Check its name.")
    if to.exists() and not to.is_dir():
        raise IntakeError(f"{to.name} is a file. Name a folder after --to.")
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IntakeError(f"The folder {to.name} cannot be made ({error.strerror}). Name another "
                          "one after --to.") from None
    mapping = more.get("mapping")
    return run_worker({
        "task": task, "path": str(path.resolve()), "name": more.get("name") or path.name,
        "target": target, "to": str(to.resolve()), "settings": dict(more.get("settings") or {}),
        "mapping": mapping_to_json(mapping) if mapping else None,
    })


def mapping_text(report: Report) -> str:
    """How a file was read and mapped, as JSON that can be given as a mapping again."""
    mapping = mapping_from_json(dict(report.mapping)) if report.mapping else ColumnMapping(
        report.target)
    return json.dumps(
        mapping_to_json(replace(mapping, reading=report.reading)), indent=1, ensure_ascii=False)


def load_given(path: Path, target: str) -> ColumnMapping:
    """A mapping from ``--map``: one that was saved, or the report of an earlier file."""
    try:
        return read_mapping(path.read_text(encoding="utf-8"), target)
    except (OSError, ValueError):
        raise IntakeError(f"{path.name} cannot be read as a JSON mapping. Save one again.") \
            from None


def read_mapping(text: str, target: str) -> ColumnMapping:
    """A mapping from its JSON text, or from that of the report of an earlier file.

    Raises
    ------
    ValueError
        If the text is no JSON.
    IntakeError
        If it is no mapping.
    """
    raw = json.loads(text)
    if isinstance(raw, dict) and "target" in raw and "reading" in raw:
        raw = raw.get("mapping") or {"version": 1, "table": raw["target"],
                                     "reading": raw["reading"]}
    found = mapping_from_json(raw)
    return replace(found, table="" if target == "survey" else found.table)
