"""Rows of totals at the end of a table, which are no respondents."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.intake.reading import Reading
from analysis.intake.rejects import WHOLE_ROW, Reject, Rejects
from analysis.intake.texts import Texts

WORDS = frozenset((
    "total", "totals", "grand total", "sum", "mean", "average", "count", "n", "gesamt", "summe",
    "gesamtsumme", "insgesamt", "mittelwert", "durchschnitt", "anzahl", "total général", "somme",
    "ensemble", "moyenne", "totalt", "summa", "medel", "medelvärde", "antal"))
MOST_ROWS = 5
RULE = "the last row seems to be a total, not an answer"


def begins_with_total(cells: Iterable[str | None]) -> str:
    """The first filled cell if it names a total, else empty."""
    first = next((cell.strip() for cell in cells if cell and cell.strip()), "")
    return first if first.rstrip(": ").casefold() in WORDS else ""


def leave_out_totals(texts: Texts, reading: Reading, rejects: Rejects) -> Texts:
    """Without the rows of totals at its end, which are counted and listed.

    A word that other rows begin with as well is an answer, and stays.
    """
    if reading.totals == "keep":
        return texts
    rows = texts.rows
    while rows and texts.rows - rows < MOST_ROWS:
        cells = [column[rows - 1].as_py() for column in texts.columns]
        word = begins_with_total(cells)
        if not word or _comes_before(texts, cells.index(word), rows - 1, word):
            break
        rejects.rows += 1
        rejects.add(Reject(texts.lines[rows - 1].as_py(), WHOLE_ROW,
                           " | ".join(cell or "" for cell in cells), RULE))
        rows -= 1
    if rows == texts.rows:
        return texts
    return Texts(tuple(column.slice(0, rows) for column in texts.columns),
                 texts.lines.slice(0, rows), texts.answers)


def _comes_before(texts: Texts, place: int, rows: int, word: str) -> bool:
    return word in texts.columns[place].slice(0, rows).unique().to_pylist()
