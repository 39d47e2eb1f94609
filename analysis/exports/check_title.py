"""Whether a title that an editor typed still says what the data say.

Decided: it warns, it does not forbid, and it rather warns once too often. It reads words and
numbers, not sense: a title without a warning is not thereby true. Numbers must stand in the
computed title or, rounded, in the table; directions, hedges and negations must be those of the
computed title; words of cause and proof must stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.charts.language import DAY, LANGUAGES, Code
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.title_words import (
    COUNTS,
    DOWN,
    FEW,
    FRACTIONS,
    HEDGES,
    MOST,
    NOT,
    SCALES,
    STRONG,
    UP,
    guess,
    matcher,
    says,
)

TOKEN = re.compile(r"(?<![\w.,])\d+(?:[.,'\u00a0\u202f ]\d+)*(?!\w*-\w)")
NEAR_FRACTION = 3.5
"""Points by which a fraction in words may miss a share."""
IDIOMS = matcher(
    "up_to put_down put_down_to give_or_take no_more_than more_or_less au_moins au_plus "
    "plus_ou_moins mehr_oder_weniger mer_eller_mindre più_o_meno más_o_menos al_menos almeno "
    "bis_zu upp_till by_far")
"""Words of direction that say none."""
HALVES = re.compile(r"majorit|mehrheit|mehrzahl|merpart|maggior|mayor", re.IGNORECASE)
"""Words for over half: “the most jobs” of a finding is less."""
ENGLISH = frozenset[Code]({"en"})


def check_title(
    exhibit: Exhibit, text: str, *, language: Code | None = None
) -> list[str]:
    """Warnings about a typed title; none where it is the computed one or says nothing else.

    Parameters
    ----------
    exhibit : Exhibit
        Dressed or not.
    text : str
        The edit.
    language : str or None
        Of the dress; the language of the text itself is guessed too.

    Returns
    -------
    list of str
        Sentences, at most one a kind of warning and word.
    """
    finding = exhibit.finding
    if not text.strip() or text.strip() == finding:
        return []
    codes = guess(text) | ({language} if language else set())
    edit, computed = _plain(text), _plain(finding)
    return [
        *_numbers(exhibit, text, codes), *_directions(edit, computed, codes),
        *_most(edit, computed, codes), *_hedges(edit, computed, codes),
        *_strong(edit, computed, codes)]


def _plain(text: str) -> str:
    """A text without months, of which one is called May."""
    return DAY.sub(" ", text)


def _directions(edit: str, computed: str, codes: frozenset[Code]) -> Iterator[str]:
    edit, computed = IDIOMS.sub(" ", edit), IDIOMS.sub(" ", computed)
    for words, others, name in ((UP, DOWN, "more or a rise"), (DOWN, UP, "less or a fall")):
        word = says(edit, words, codes)
        if not word or says(computed, words, ENGLISH):
            continue
        other = says(computed, others, ENGLISH)
        said = f"the finding says “{other}”" if other else "the finding names no direction"
        yield f"“{word}” says {name}, but {said}."


def _most(edit: str, computed: str, codes: frozenset[Code]) -> Iterator[str]:
    for words, fits, name in ((MOST, lambda share: share > 50, "over"),
                              (FEW, lambda share: share < 50, "under")):
        word = says(edit, words, codes)
        shares = [float(found) for found in re.findall(r"(\d+(?:\.\d+)?)%", computed)]
        had = says(computed, words, ENGLISH)
        if had == "most" and HALVES.match(word):
            had = ""
        if word and not had and not any(map(fits, shares)):
            yield f"“{word}” means {name} half, and the finding gives no such share."


def _hedges(edit: str, computed: str, codes: frozenset[Code]) -> Iterator[str]:
    for meaning, words in HEDGES.items():
        word = says(computed, words, ENGLISH)
        if word and not says(edit, words, codes):
            yield f"The finding says “{word}”: {meaning}. The title no longer says so."
    had, has = says(computed, NOT, ENGLISH), says(edit, NOT, codes)
    if had and not has:
        yield f"The finding says “{had}”; the title has lost the negation."
    if has and not had:
        yield f"“{has}” negates something, and the finding negates nothing."


def _strong(edit: str, computed: str, codes: frozenset[Code]) -> Iterator[str]:
    word = says(edit, STRONG, codes)
    if word and not says(computed, STRONG, ENGLISH):
        yield (f"“{word}” claims a cause, a test or certainty, and the finding does not. Figures "
               "beside each other show no cause.")


def _numbers(exhibit: Exhibit, text: str, codes: frozenset[Code]) -> Iterator[str]:
    known, shares = _known(exhibit)
    for token, readings in _read(text, codes):
        if not any(_stands(value, digits, known) for value, digits in readings):
            yield f"{token} stands neither in the finding nor in the table."
    rest = text
    for share, words in FRACTIONS.items():
        word = says(rest, words, codes)
        if not word:
            continue
        rest = matcher(" ".join(words.values())).sub(" ", rest)
        if not says(exhibit.finding, words, ENGLISH) and not any(
                abs(one - share) <= NEAR_FRACTION for one in shares):
            yield f"“{word}” is about {share:g}%, and no such share stands in the finding or table."
    for value, words in COUNTS.items():
        word = says(rest, words, codes)
        if word and not _stands(value, 0, known) and not says(exhibit.finding, words, ENGLISH):
            yield f"“{word}” stands neither in the finding nor in the table."


def _read(text: str, codes: frozenset[Code]) -> Iterator[tuple[str, list[tuple[float, int]]]]:
    """Each number of a text as written, with what it may mean: value and digits that count."""
    for found in TOKEN.finditer(text):
        for token in _pieces(found[0]):
            readings = list(_meanings(token, codes))
            after = text[found.end():].lstrip(" \u00a0\u202f-")
            scale = next((one for one, words in SCALES.items() if matcher(words).match(after)), 1.0)
            if scale > 1:
                zeros = round(len(str(int(scale))) - 1)
                readings += [(value * scale, digits - zeros) for value, digits in readings]
            yield token, readings


def _pieces(token: str) -> list[str]:
    """A token with blanks as one number in groups of three, else as several numbers."""
    parts = re.split(r"[\u00a0\u202f ]", token)
    grouped = len(parts) > 1 and len(parts[0]) <= 3 and all(
        re.fullmatch(r"\d{3}(?:[.,]\d+)?", part) for part in parts[1:])
    return [token] if grouped else parts


def _meanings(token: str, codes: frozenset[Code]) -> Iterator[tuple[float, int]]:
    bare = re.sub(r"[\u00a0\u202f ']", "", token)
    for code in codes:
        language = LANGUAGES[code]
        thousands = language.thousands if language.thousands in ".," else ""
        text = bare
        if thousands and re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{language.decimal}"
                                      r"\d+)?", text):
            text = text.replace(thousands, "")
        text = text.replace(language.decimal, ".")
        if re.fullmatch(r"\d+(\.\d+)?", text):
            digits = len(text.partition(".")[2])
            zeros = len(text) - len(text.rstrip("0")) if not digits else 0
            yield float(text), digits or -min(zeros, max(0, len(text) - 2))


def _stands(value: float, digits: int, known: list[float]) -> bool:
    """Whether a number is one of the known, rounded to the digits it has."""
    half = 0.5 * 10.0 ** -digits * (1 + 1e-9)
    return any(abs(abs(one) - value) <= half for one in known)


def _known(exhibit: Exhibit) -> tuple[list[float], list[float]]:
    """Numbers of the finding, its measure line and the table, and those of them in percent."""
    said = f"{exhibit.finding} {exhibit.words.subtitle}"
    known = [value for _, readings in _read(said, ENGLISH) for value, _ in readings]
    shares = [float(found) for found in re.findall(r"(\d+(?:\.\d+)?)%", exhibit.finding)]
    for name, column in exhibit.columns.items():
        values = exhibit.table[name]
        if column.format in ("integer", "decimal", "percent", "year"):
            found = [float(one) for one in values.dropna()]
            if column.format == "percent":
                found = [one * 100 for one in found]
                shares += found
            known += found
        elif column.format in ("date", "month"):
            known += [float(one.year) for one in map(_day, values.dropna())]
    if isinstance(exhibit.base, int):
        known.append(float(exhibit.base))
    return [*known, float(len(exhibit.table))], shares


def _day(value: Any) -> pd.Timestamp:
    return pd.Timestamp(value)
