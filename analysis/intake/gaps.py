"""Texts of a file that are read as empty: which, in which columns, and how often.

Programs write an empty cell as ``NA`` or ``null``, spreadsheets a failed formula as ``#REF!``. Such
texts are taken for empty in the whole file, and every column says how many of which it held.
Decided: ``NA`` is an answer where the other cells are codes of two capitals (it is Namibia), and so
are ``NA``, ``null`` and ``nan`` among names. Both are guesses, which the loader sees and changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.intake.personal import find_personal
from analysis.intake.reading import Guess
from analysis.intake.vocabulary import EMPTY_TEXTS, times

KNOWN = frozenset(EMPTY_TEXTS)
WORDS = ("NA", "NULL", "null", "NaN", "nan")
"""Texts of KNOWN that somebody may be called."""
CODES = 0.8
"""Share of other cells that must be codes of two capitals, for ``NA`` to be one of them."""


@dataclass(frozen=True)
class Gap:
    """A text that was read as empty in a column, and in how many cells."""

    column: str
    text: str
    count: int


def guess_missing(
    names: Sequence[str], texts: Sequence[Sequence[str]]
) -> tuple[Guess, list[tuple[str, ...]]]:
    """The texts that mean empty, and for each column those that are answers in it.

    Parameters
    ----------
    names : sequence of str
        Headers.
    texts : sequence of sequences of str
        Cells of each column, trimmed.
    """
    empty = Counter[str]()
    kept: list[tuple[str, ...]] = []
    said: list[str] = []
    for name, cells in zip(names, texts, strict=True):
        found = Counter(text for text in cells if text in KNOWN)
        answers, why = _answers(name, cells) if found else ((), "")
        stay = tuple(text for text in answers if found[text])
        kept.append(stay)
        said += [f"{text!r} is an answer in {name} ({times(found[text])}), {why}" for text in stay]
        empty.update({text: count for text, count in found.items() if text not in stay})
    listed = [text for text in EMPTY_TEXTS if empty[text]]
    why = "read as empty: " + ", ".join(f"{text!r} {times(empty[text])}" for text in listed) \
        if listed else "only empty cells are empty"
    return Guess("missing", "|".join(listed), "; ".join([why, *said]), not listed), kept


def _answers(name: str, cells: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Texts that are answers in this column, and why."""
    others = [text for text in cells if text and text not in KNOWN]
    codes = sum(len(text) == 2 and text.isalpha() and text.isupper() for text in others)
    if others and codes > CODES * len(others):
        return ("NA",), "since its other cells are codes of two capitals"
    who = find_personal(name, others[:2000])
    return (WORDS, "since its other cells are names") if who and who.what == "name" else ((), "")


def say_gaps(gaps: Iterable[Gap]) -> dict[str, str]:
    """By column, the texts read as empty with their counts, the most frequent first."""
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.column, []).append(gap)
    return {name: ", ".join(f"{gap.text!r} {times(gap.count)}" for gap in sorted(
        each, key=lambda one: (-one.count, one.text))) for name, each in found.items()}


def gaps_of(counts: Mapping[tuple[str, str], int]) -> tuple[Gap, ...]:
    """What was counted by column and text, without the zeros."""
    return tuple(Gap(name, text, count) for (name, text), count in counts.items() if count)
