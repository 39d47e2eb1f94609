"""Dates whose month is a word: names, short forms, and the patterns in which they stand.

In English, German, French, Swedish, Italian and Spanish, with and without accents. Decided: only
forms that mean one month in all six (``jui`` is June or July, so it is none). The patterns are such
that Python and DuckDB read them alike.
"""

from __future__ import annotations

import unicodedata

NAMES = (
    "january januar jänner janvier januari gennaio enero jan jän janv gen ene",
    "february februar février februari febbraio febrero feb fév févr",
    "march märz maerz mars marzo mar mär mrz",
    "april avril aprile abril apr avr abr",
    "may mai maj maggio mayo mag",
    "june juni juin giugno junio jun giu",
    "july juli juillet luglio julio jul juil lug",
    "august août augusti agosto aug aoû ago",
    "september septembre settembre septiembre setiembre sep sept set",
    "october oktober octobre ottobre octubre oct okt ott",
    "november novembre noviembre nov",
    "december dezember décembre dicembre diciembre dec dez déc dic",
)
"""January to December."""


def plain(word: str) -> str:
    """A word without its accents."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(one for one in letters if not unicodedata.combining(one))


MONTHS = {form: f"{number:02d}" for number, names in enumerate(NAMES, start=1)
          for name in names.split() for form in (name, plain(name))}
"""Word in small letters, and its month of two digits."""
_WORD = r"([A-Za-zÀ-ÿ]{3,10})\.?"
_AFTER = r"(?:[T ,].*)?$"
DAY_WORD = (rf"^(\d{{1,2}})(?:st|nd|rd|th|er|[.º°])?[-/. ]*(?:of |de )?{_WORD},?[-/. ]*(?:del? )?"
            rf"(\d{{4}}|\d{{2}}){_AFTER}")
"""``3 March 2025``, ``03-Mar-25``, ``03MAR2025``, ``12. März 2024``: day, word, year."""
WORD_DAY = rf"^{_WORD}[-/ ]*(\d{{1,2}})(?:st|nd|rd|th)?,?[-/ ]+(\d{{4}}){_AFTER}"
"""``March 3, 2025``: word, day, year."""
