"""Answers that differ only in capitals or in blanks: pointed out, joined where the loader says so.

Decided: ``Hair`` and ``HAIR`` stay two answers until somebody says that they are one, since a file
may mean a difference. Joined answers are written as the spelling that most cells have. What is kept
beyond the first look names no spelling that fewer than FEWEST cells have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa

from analysis.intake.few import count_answers
from analysis.intake.personal import FEWEST
from analysis.intake.vocabulary import times

Spellings = dict[str, int]
LISTED = 3


def key_of(text: str) -> str:
    """A text without the difference of capitals and of blanks inside."""
    return " ".join(text.split()).casefold()


def find_spellings(counts: Mapping[str, int]) -> list[Spellings]:
    """Answers with several spellings: the cells of each spelling, the most frequent first."""
    groups: dict[str, Spellings] = {}
    for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        groups.setdefault(key_of(text), {})[text] = count
    return [group for group in groups.values() if len(group) > 1]


def spelled_once(counts: Mapping[str, int]) -> dict[str, str]:
    """Each other spelling and the one it is written as."""
    return {text: next(iter(group)) for group in find_spellings(counts)
            for text in list(group)[1:]}


def join_cells(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells of a column, every answer in its most frequent spelling."""
    known = spelled_once(count_answers(cells))
    if not known:
        return cells
    encoded = cells.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    texts = [known.get(text, text) for text in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string()).take(encoded.indices)])


def join_texts(texts: Iterable[str]) -> list[str]:
    """The same for a list of texts."""
    listed = list(texts)
    known = spelled_once(Counter(listed))
    return [known.get(text, text) for text in listed]


def say_spellings(counts: Mapping[str, int], *, all_words: bool) -> str:
    """Which answers have several spellings, and in how many cells; empty if none has.

    Parameters
    ----------
    all_words : bool
        Whether to name spellings that fewer than FEWEST cells have; they are counted in any case.
    """
    groups = find_spellings(counts)
    said = [_say(group, all_words) for group in groups[:LISTED]]
    said += [f"{len(groups) - LISTED:,} more"] if len(groups) > LISTED else []
    return "; ".join(said)


def _say(group: Spellings, all_words: bool) -> str:
    return ", ".join(
        f"{repr(text) if all_words or count >= FEWEST else 'another spelling'} {times(count)}"
        for text, count in group.items())
