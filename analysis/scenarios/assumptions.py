"""Assumptions of a scenario: each a row with a value, a range, limits, and what it rests on.

Decided: a rule that is tried (a levy, a floor) is a row like any other, so that it is listed,
drawn, changed and exported in the same way; its range is a point until a reader gives it one.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.errors import ControlError

ASSUMED = "assumed"
CHANGED = "set in this scenario"
Triple = tuple[float, float, float]
"""Low end, value, high end."""


@dataclass(frozen=True)
class Assumption:
    """One assumption.

    Parameters
    ----------
    name : str
        As links and the command line take it.
    topic, meaning, unit : str
        What it stands for.
    value, low, high : float
        In its unit; it is drawn between low and high, most often near value.
    least, most : float
        What a reader may set.
    basis, note, source_id : str
        Id of a published quantity or the word assumed, how it was taken, and the source.
    changed : bool
        Whether a reader set it.
    """

    name: str
    topic: str
    meaning: str
    unit: str
    value: float
    low: float
    high: float
    least: float
    most: float
    basis: str
    note: str
    source_id: str
    changed: bool = False

    @property
    def triple(self) -> Triple:
        """Low end, value, high end."""
        return self.low, self.value, self.high


@dataclass(frozen=True)
class Assumptions:
    """All assumptions of one scenario, in the order of the table."""

    rows: tuple[Assumption, ...]

    @cached_property
    def _by_name(self) -> dict[str, Assumption]:
        return {row.name: row for row in self.rows}

    @property
    def names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(self._by_name)

    @property
    def changed(self) -> tuple[Assumption, ...]:
        """The rows a reader set, in order."""
        return tuple(row for row in self.rows if row.changed)

    def __getitem__(self, name: str) -> Assumption:
        """The assumption of that name.

        Raises
        ------
        ControlError
            If there is none; the message names the nearest.
        """
        if name in self._by_name:
            return self._by_name[name]
        near = difflib.get_close_matches(name, self.names, 3, 0.4) or list(self.names[:3])
        raise ControlError(
            f"The scenario has no assumption {name!r}. Did you mean {', '.join(near)}? All stand "
            "in data/scenario_assumptions.csv.")

    def having(self, edits: Mapping[str, Triple]) -> Assumptions:
        """A copy with other ranges; a row set to what it is stays unchanged.

        Raises
        ------
        ControlError
            If a name is unknown, or a range is out of order or of the limits.
        """
        made = dict(self._by_name)
        for name, triple in edits.items():
            made[name] = _edited(self[name], triple)
        return Assumptions(tuple(made.values()))

    def values(self) -> dict[str, float]:
        """The value of each, without its range."""
        return {row.name: row.value for row in self.rows}


def read_assumptions(frame: pd.DataFrame) -> Assumptions:
    """Assumptions from the answer of the query ``scenario_assumptions``."""
    names = [name for name in Assumption.__dataclass_fields__ if name != "changed"]
    rows: Sequence[dict[str, object]] = frame[names].astype("object").where(
        frame[names].notna(), "").to_dict("records")  # type: ignore[assignment]
    return Assumptions(tuple(Assumption(**row) for row in rows))  # type: ignore[arg-type]


def _edited(row: Assumption, triple: Triple) -> Assumption:
    low, value, high = triple
    if not all(map(math.isfinite, triple)) or not row.least <= low <= value <= high <= row.most:
        raise ControlError(
            f"{row.name} cannot be {low:g} to {high:g} around {value:g}. Accepted are a low end, a "
            f"value and a high end in this order, from {row.least:g} to {row.most:g} ({row.unit})."
        )
    if triple == row.triple:
        return row
    return replace(row, low=low, value=value, high=high, changed=True)
