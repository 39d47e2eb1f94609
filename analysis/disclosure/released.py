"""A result that has passed the gate: the only form in which private data can be drawn or exported.

Decided: nothing but the gate can make one. The constructor asks for a token that only the gate's
own modules hold; ``dataclasses.replace`` cannot pass it on. The frame is handed out as a copy, so
that nobody can write a value back into it. What an exhibit works out from it goes through
:meth:`Released.derive`, which sees the released frame and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd

from analysis.disclosure.rules import Rules
from analysis.errors import DisclosureError

_GATE = object()
SUPPRESSED, REASON = "suppressed", "reason"
"""Columns that every released frame has."""


@dataclass(frozen=True)
class Released:
    """A table that may be seen.

    Parameters
    ----------
    frame : DataFrame
        The shown columns, ``suppressed`` (whether a figure of the row is withheld, and not its
        error alone) and ``reason`` (in words, else empty). A withheld figure is empty, never zero.
    rules : Rules
        In force at its release.
    words : tuple of str
        The rules as sentences, for screens and exports.
    cells, withheld : int
        How many cells the table has, and how many of them lack a figure.

    Raises
    ------
    DisclosureError
        If anything but the gate makes one.
    """

    token: InitVar[object]
    _frame: pd.DataFrame = field(repr=False)
    rules: Rules
    words: tuple[str, ...]
    cells: int
    withheld: int
    why: Mapping[str, int]

    def __post_init__(self, token: object) -> None:
        if token is not _GATE:
            raise DisclosureError(
                "A released result was made by hand. Only analysis.disclosure.release makes one: "
                "hand it the private cells and the rules.")

    @property
    def frame(self) -> pd.DataFrame:
        """A copy of the table, for nobody can write into the released one."""
        return self._frame.copy()

    @property
    def sentence(self) -> str:
        """What was withheld and why, for a caveat and for every export."""
        if not self.withheld:
            return f"No figure of {self.cells:,} cells is withheld."
        reasons = "; ".join(f"{reason} ({number:,})" for reason, number in self.why.items())
        return f"Figures are withheld in {self.withheld:,} of {self.cells:,} cells: {reasons}."

    def holds(self, frame: pd.DataFrame) -> bool:
        """Whether a table is this one, but for the columns that name its sources."""
        bare = frame.drop(columns=["source_id", "source_ids"], errors="ignore")
        mine = self._frame.drop(columns=["source_id", "source_ids"], errors="ignore")
        return set(bare) == set(mine) and bare[list(mine)].reset_index(drop=True).equals(
            mine.reset_index(drop=True))

    def derive(self, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Released:
        """A table worked out from this one and nothing else: rows picked, ratios, other labels.

        Raises
        ------
        DisclosureError
            If the change drops the columns that say what is withheld.
        """
        frame = change(self.frame)
        if not {SUPPRESSED, REASON} <= set(frame):
            raise DisclosureError(
                "A table worked out from a released one lost the columns suppressed and reason. "
                "Keep both, so that what is withheld is shown as withheld.")
        return make(frame, rules=self.rules, words=self.words, cells=self.cells, why=self.why)

    def beside(
        self, *others: Released, change: Callable[..., pd.DataFrame]
    ) -> Released:
        """A table worked out from this one and other released ones, and nothing else.

        Raises
        ------
        DisclosureError
            If they were released under different rules, or the change drops the columns that say
            what is withheld.
        """
        if any(one.rules != self.rules for one in others):
            raise DisclosureError(
                "Tables released under different rules were put into one. Release them all under "
                "the same rules.")
        every = (self, *others)
        joined = self.derive(lambda frame: change(frame, *(one.frame for one in others)))
        return make(
            joined.frame, rules=self.rules, cells=sum(one.cells for one in every),
            words=tuple(dict.fromkeys(word for one in every for word in one.words)),
            why=sum((Counter(one.why) for one in every), Counter()))

    def to_json(self) -> dict[str, Any]:
        """Rules and what was withheld, as every export records them."""
        return {"rules": self.rules.to_json(), "rules_in_words": list(self.words),
                "cells": self.cells, "withheld": self.withheld, "why": dict(self.why)}


def together(
    parts: Sequence[Released], change: Callable[[Sequence[pd.DataFrame]], pd.DataFrame]
) -> Released:
    """A table worked out from several released ones and nothing else.

    Cells and withheld ones are those of all; the rules are those of the first, in the words of all.

    Raises
    ------
    DisclosureError
        If the change drops the columns that say what is withheld.
    """
    why: Counter[str] = Counter()
    for part in parts:
        why.update(part.why)
    words = dict.fromkeys(word for part in parts for word in part.words)
    first = make(
        parts[0].frame, rules=parts[0].rules, words=tuple(words),
        cells=sum(part.cells for part in parts), why=why)
    return first.derive(lambda frame: change([frame, *[part.frame for part in parts[1:]]]))


def make(
    frame: pd.DataFrame, *, rules: Rules, words: tuple[str, ...], cells: int,
    why: Mapping[str, int],
) -> Released:
    """For the gate's own modules only; a test holds that no other module calls it."""
    return Released(
        _GATE, frame.copy(), rules=rules, words=words, cells=cells, withheld=sum(why.values()),
        why=dict(why))
