"""Rows of totals and notes at the end of a table, which are no respondents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.intake.reading import Reading
from analysis.intake.rejects import WHOLE_ROW, Reject, Rejects
from analysis.intake.texts import Texts

WORDS = frozenset((
    "total", "totals", "grand total", "sum", "mean", "average", "count", "n", "gesamt", "summe",
    "gesamtsumme", "insgesamt", "mittelwert", "durchschnitt", "anzahl", "total général", "somme",
    "ensemble", "moyenne", "totalt", "summa", "medel", "medelvärde", "antal"))
MOST_ROWS = 5
FOOTNOTE = "the last row seems to be a note below the table, not an answer"
FEWEST_COLUMNS = 3
RULE = "the last row seems to be a total, not an answer"


def begins_with_total(cells: Iterable[str | None]) -> str:
    """The first filled cell if it names a total, else empty."""
    first = next((cell.strip() for cell in cells if cell and cell.strip()), "")
    return first if first.rstrip(": ").casefold() in WORDS else ""


def is_footnote(cells: Sequence[str | None]) -> bool:
    """Whether a row of a table of some width holds a few words in its first cell and nothing else.

    A number alone is somebody who began and answered nothing.
    """
    first, *others = cells
    words = (first or "").split()
    return len(others) >= FEWEST_COLUMNS - 1 and len(words) > 1 and not any(
        (cell or "").strip() for cell in others)


def leave_out_totals(texts: Texts, reading: Reading, rejects: Rejects) -> Texts:
    """Without the rows of totals and notes at its end, which are counted and listed.

    What other rows begin with as well is an answer, and stays.
    """
    if reading.totals == "keep":
        return texts
    rows = texts.rows
    while rows and texts.rows - rows < MOST_ROWS:
        cells = [column[rows - 1].as_py() for column in texts.columns]
        note = is_footnote(cells)
        word = str(cells[0]) if note else begins_with_total(cells)
        if not word or _comes_before(texts, cells.index(word), rows - 1, word):
            break
        rejects.rows += 1
        rejects.add(Reject(texts.lines[rows - 1].as_py(), WHOLE_ROW,
                           " | ".join(cell or "" for cell in cells),
                           FOOTNOTE if note else RULE))
        rows -= 1
    if rows == texts.rows:
        return texts
    return replace(texts, columns=tuple(column.slice(0, rows) for column in texts.columns),
                   lines=texts.lines.slice(0, rows))


def _comes_before(texts: Texts, place: int, rows: int, word: str) -> bool:
    return word in texts.columns[place].slice(0, rows).unique().to_pylist()
