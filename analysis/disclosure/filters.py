"""Which part of the data a released figure is of, in ordinals: no value of anybody is kept.

Decided: a code of a column is named by its place in the codebook (1, 2, …; 0 is a missing answer),
a number or a day by its rank among the column's distinct values. The data of one content hash never
change, so a rank means the same for ever and says nothing to whoever has only the log. Everything a
filter can say of a column is then a set of spans of whole numbers, and two filters can be compared
without looking at the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from analysis.errors import DisclosureError

LAST = 2**53
"""Above every ordinal and rank; an open end of a span."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
Span = tuple[int, int]
Spans = tuple[Span, ...]
"""Ordinals from the first to the last of each pair, both included; ascending, never touching."""
EVERYTHING: Spans = ((0, LAST),)
Form = tuple[tuple[tuple[tuple[str, Spans], ...], float], ...]
"""A sum over parts: for each the columns that narrow it, and what one unit of it adds."""


def codes(ordinals: Iterable[int]) -> Spans:
    """Spans of single codes: ``codes([2, 3, 5])`` is ``((2, 3), (5, 5))``."""
    return tidy((one, one) for one in ordinals)


def tidy(spans: Iterable[Span]) -> Spans:
    """Spans in order, those that touch or overlap made one.

    Raises
    ------
    DisclosureError
        If one is no span of whole numbers from 0 on.
    """
    made: list[Span] = []
    for low, high in sorted(spans):
        whole = all(isinstance(one, int) and not isinstance(one, bool) for one in (low, high))
        if not whole or not 0 <= low <= high <= LAST:
            raise DisclosureError(
                f"A filter names the codes {low!r} to {high!r}. Accepted are ordinals: whole "
                "numbers from 0 on, the first not above the last. Name codes by their place in "
                "the codebook."
            )
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return tuple(made)


def everything_but(spans: Spans) -> Spans:
    """The ordinals that the spans leave out."""
    edges = [-1, *[edge for span in spans for edge in span], LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((low + 1, high - 1) for low, high in gaps if low + 1 <= high - 1)


@lru_cache(maxsize=16_384)
def common(one: Spans, other: Spans) -> Spans:
    """The ordinals in both."""
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return tidy((low, high) for low, high in both if low <= high)


def blocks_of(used: Iterable[Spans]) -> tuple[Spans, ...]:
    """The coarsest parts of a column of which each of the used sets is made.

    Everything is covered, so what no filter ever named is a block as well; ordinals that every used
    set treats alike are one block.
    """
    sets = sorted(set(used))
    cuts = sorted({0, LAST + 1} | {
        edge for spans in sets for low, high in spans for edge in (low, high + 1)})
    parts: dict[tuple[bool, ...], list[Span]] = {}
    for low, after in pairwise(cuts):
        inside = tuple(any(a <= low <= b for a, b in spans) for spans in sets)
        parts.setdefault(inside, []).append((low, after - 1))
    return tuple(tidy(spans) for spans in parts.values())


@dataclass(frozen=True)
class Filter:
    """A conjunction: for each named column the ordinals that are let in.

    Raises
    ------
    DisclosureError
        If a column's name is no plain name (``c003``), which could carry a text of the visitor.
    """

    columns: Mapping[str, Spans] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = {}
        for name, spans in sorted(self.columns.items()):
            check_name(name)
            if tidy(spans) != EVERYTHING:
                kept[name] = tidy(spans)
        object.__setattr__(self, "columns", MappingProxyType(kept))

    def __hash__(self) -> int:
        return hash(tuple(self.columns.items()))

    def spans(self, column: str) -> Spans:
        """What is let in of a column; everything where the filter does not name it."""
        return self.columns.get(column, EVERYTHING)

    def within(self, columns: Mapping[str, Spans]) -> Filter:
        """The filter, narrowed further."""
        return Filter({**self.columns, **{
            name: common(self.spans(name), spans) for name, spans in columns.items()}})


def check_name(name: str) -> None:
    """Refuse a name that is not a plain one.

    Raises
    ------
    DisclosureError
        If it could be somebody's words.
    """
    if not NAME.fullmatch(name):
        raise DisclosureError(
            f"The release log was given the name {name!r}. Accepted are plain names such as c003, "
            "so that no text of a visitor is ever kept. Use the column's name after intake."
        )
