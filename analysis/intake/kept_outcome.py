"""What became of a file's rows, as a workspace keeps it: counts, rules and notes, no cell of it.

A part of a workspace beside the data: rows met and kept, cells left empty, every broken rule with
its count, the texts that were read as empty, the notes. Rejected cells themselves stay out. A
workspace saved before there was such a part opens with the rows it holds.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from analysis.errors import IntakeError
from analysis.intake.gaps import Gap
from analysis.intake.report import Report

OPENED = "Opened from a workspace."
TEXTS = ("column", "rule", "effect")
MOST_LINES = 10_000


def outcome_to_json(report: Report) -> dict[str, Any]:
    """The outcome of a report as plain JSON."""
    return {
        "rows": report.rows, "kept": report.kept, "emptied": report.emptied,
        "rejects": [{**{name: one[name] for name in TEXTS}, "count": one["count"]}
                    for one in report.rejects],
        "gaps": [asdict(one) for one in report.gaps],
        "notes": [note for note in report.notes if note != OPENED],
    }


def with_outcome(report: Report, raw: Any) -> Report:
    """The report of an opened workspace with the outcome that was kept, if one was.

    Raises
    ------
    IntakeError
        If what was kept is no outcome.
    """
    if raw is None:
        return replace(report, notes=(OPENED,))
    try:
        found = replace(
            report, rows=_number(raw["rows"]), kept=_number(raw["kept"]),
            emptied=_number(raw["emptied"]), rejects=tuple(
                {**{name: str(one[name]) for name in TEXTS}, "count": _number(one["count"])}
                for one in raw["rejects"][:MOST_LINES]),
            gaps=tuple(Gap(str(one["column"]), str(one["text"]), _number(one["count"]))
                       for one in raw["gaps"][:MOST_LINES]),
            notes=(OPENED, *(str(note) for note in raw["notes"][:MOST_LINES])))
    except (KeyError, TypeError, AttributeError):
        raise _spoilt() from None
    if found.kept != report.kept or found.rows < found.kept:
        raise _spoilt()
    return found


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _spoilt() -> IntakeError:
    return IntakeError("This workspace does not say what became of its rows in a form that can be "
                       "read. Save it again, or load the data anew.")
