"""What came of a file, in plain JSON and in words: shown before anything is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from analysis.intake.gaps import Gap, say_gaps
from analysis.intake.personal import NUMBERED, PersonalColumn
from analysis.intake.reading import Guess, Reading, reading_from_json, reading_to_json

SHOWN_KINDS = 60


@dataclass(frozen=True)
class Report:
    """The outcome of reading a file.

    Parameters
    ----------
    target : str
        ``survey`` or a table of the ledger.
    reading : Reading
        As it was obeyed.
    guesses : tuple of Guess
        What was understood, and why.
    personal : tuple of PersonalColumn
        Columns that seem to say who somebody is; show them before any chart.
    rows, kept : int
        Rows met and rows written; the difference is in the rejects.
    emptied : int
        Cells left empty in rows that were kept.
    rejects : tuple of mapping
        Every broken rule: column, rule, effect, count.
    notes : tuple of str
        Whatever else was done or could not be checked.
    files : tuple of str
        Names of the files written, without a path.
    mapping : mapping
        Columns onto the contract, for a ledger table.
    gaps : tuple of Gap
        Texts that were read as empty, by column with their counts; before a file is taken those
        of its first rows.
    """

    target: str
    reading: Reading
    guesses: tuple[Guess, ...] = ()
    personal: tuple[PersonalColumn, ...] = ()
    rows: int = 0
    kept: int = 0
    emptied: int = 0
    rejects: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    mapping: Mapping[str, Any] | None = None
    gaps: tuple[Gap, ...] = ()


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON."""
    return {**asdict(report), "reading": reading_to_json(report.reading)}


def report_from_json(raw: Mapping[str, Any]) -> Report:
    """A report from JSON, as the worker sends it."""
    return replace(
        Report(raw["target"], reading_from_json(raw["reading"])),
        guesses=tuple(Guess(**one) for one in raw["guesses"]),
        personal=tuple(PersonalColumn(**one) for one in raw["personal"]),
        rejects=tuple(raw["rejects"]), notes=tuple(raw["notes"]), files=tuple(raw["files"]),
        gaps=tuple(Gap(**one) for one in raw["gaps"]), rows=raw["rows"], kept=raw["kept"],
        emptied=raw["emptied"], mapping=raw["mapping"])


def report_text(report: Report) -> str:
    """The report in words, for a terminal."""
    lines = ["What was understood (change it with --set guess=value):"]
    kinds = [guess for guess in report.guesses if guess.what.startswith("kind:")]
    for guess in [one for one in report.guesses if one not in kinds] + kinds[:SHOWN_KINDS]:
        mark = "" if guess.sure else "  [not certain]"
        lines.append(f"  {guess.what} = {guess.value or 'none'}: {guess.why}{mark}")
    if len(kinds) > SHOWN_KINDS:
        lines.append(f"  … and {len(kinds) - SHOWN_KINDS} columns more (--json lists all)")
    if report.mapping:
        lines.append("Columns of the contract:")
        lines += [f"  {line}" for line in report.mapping["words"]]
    if report.personal:
        fate = "are left out of what is written" if report.target == "survey" else \
            "are kept only where they serve as a column of the table"
        lines.append(f"These columns seem to say who somebody is, and {fate}:")
        lines += [f"  {one.column}: {one.what}, {one.why}"
                  + ("; written as running numbers" if one.what == NUMBERED else "")
                  for one in report.personal]
    lines.append(f"Rows: {report.rows:,} met, {report.kept:,} kept, "
                 f"{report.rows - report.kept:,} rejected; {report.emptied:,} cells left empty.")
    lines += [f"  {one['count']:,} times {one['column']}: {one['rule']} ({one['effect']})"
              for one in report.rejects]
    if report.gaps:
        lines.append("Read as empty (change it with --set missing=TEXT|… or keep:COLUMN=TEXT|…):")
        lines += [f"  {name}: {said}" for name, said in say_gaps(report.gaps).items()]
    lines += [f"Note: {note}" for note in report.notes]
    lines.append(f"Written: {', '.join(report.files)}.")
    return "\n".join(lines)
