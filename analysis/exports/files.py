"""Write an exhibit as .csv or .json; how its files are called.

The CSV is spreadsheet-safe: a text cell that a spreadsheet would take for a formula is preceded by
an apostrophe. It starts with the data, so that any program reads it; title, standing, sources and
caveats follow in the JSON and the page. Same exhibit, same bytes.
"""

from __future__ import annotations

import json
import re

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.private import mark_withheld
from analysis.exports.assumed import assumed_lines
from analysis.exports.describe import describe, join_sources, tidy_table

LONGEST_STEM = 90
NOTES, ASSUMPTIONS = "notes", "assumptions"
"""Columns of a CSV of private data, and of a scenario; see :func:`to_csv`."""
FORMULA_STARTS = tuple("=+-@\t\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may take for a formula; some read the wide signs of Asian keyboards too."""
BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs at which readers of CSV stop or split a row."""


def file_stem(exhibit: Exhibit) -> str:
    """File name without ending: exhibit, settings that differ by name, data version, mark."""
    chosen = [
        re.sub(r"[^a-z0-9]+", "-", _words_of(value).lower()).strip("-")
        for value in exhibit.settings.values() if value
    ]
    start = "_".join(part for part in [exhibit.id, *chosen] if part)[:LONGEST_STEM]
    return "_".join(part for part in [start, exhibit.data_version, *exhibit.mark.split()] if part)


def to_csv(exhibit: Exhibit) -> bytes:
    """The columns readers see under their machine names, the source ids of each row among them.

    Shares are 0-1; an empty cell was not published or not found, one that the disclosure gate
    withheld says so. Of private data the first row has in ``notes`` what must be read with them:
    how respondents were found, what was withheld, and by which rules; of a scenario it has in
    ``assumptions`` all that it was worked out from.
    """
    frame = join_sources(tidy_table(exhibit))
    for name in frame.columns:
        if pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].map(_safe, na_action="ignore")
    frame = mark_withheld(frame, exhibit.table)
    if exhibit.released is not None:
        frame[NOTES] = _first(" ".join(exhibit.caveats), len(frame))
    if exhibit.assumptions is not None:
        frame[ASSUMPTIONS] = _first("; ".join(assumed_lines(exhibit)), len(frame))
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def to_json(exhibit: Exhibit) -> bytes:
    """Everything about the exhibit but its drawing."""
    text = json.dumps(describe(exhibit), indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def language_of(exhibit: Exhibit) -> str:
    """Of title and alternative text: the editor's where they were typed, else English."""
    return exhibit.words.language if exhibit.words.finding else "en"


def _first(text: str, rows: int) -> list[str]:
    """The text in the first row of a column."""
    return [text, *[""] * (rows - 1)][:rows]


def _words_of(value: object) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _safe(value: object) -> str:
    text = BROKEN.sub(" ", str(value))
    return "'" + text if text.lstrip(" \n").startswith(FORMULA_STARTS) else text
