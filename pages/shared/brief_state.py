"""The brief of this visit: ids, settings and words in the session, as plain as its file.

Decided: it lives as long as the visit, like everything a visitor types; a file is how it is kept.
Parts bear a number of this visit, so that their widgets stay theirs when parts are moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from analysis.briefs.brief import (
    MOST_EXHIBITS,
    MOST_PARTS,
    Brief,
    Entry,
    Part,
    Passage,
    brief_from_json,
    free_name,
)
from analysis.briefs.renaming import may_be_called, rename

KEY = "brief"


@dataclass(frozen=True)
class Held:
    """The brief under way, the number of each of its parts, and how many were opened before."""

    brief: Brief
    numbers: tuple[int, ...] = ()
    opened: int = 0

    def place(self, number: int) -> int:
        """Where the part of that number stands."""
        return self.numbers.index(number)

    def part(self, number: int) -> Part:
        """The part of that number."""
        return self.brief.parts[self.place(number)]

    @property
    def full(self) -> bool:
        """Whether no further exhibit fits."""
        return (len(self.brief.entries) >= MOST_EXHIBITS
                or len(self.brief.parts) >= MOST_PARTS)


def held() -> Held:
    """The brief of this visit; an empty one at first."""
    if KEY not in st.session_state:
        return Held(Brief())
    raw = st.session_state[KEY]
    return Held(brief_from_json(raw["brief"]), tuple(raw["numbers"]), raw["opened"])


def open_brief(brief: Brief) -> None:
    """Put another brief in the place of the one under way, with widgets of its own."""
    _hold(Held(brief, tuple(range(len(brief.parts))), held().opened + 1))


def change(**settings: Any) -> None:
    """Change title, author, template, day or frozen numbers."""
    found = held()
    _hold(replace(found, brief=replace(found.brief, **settings)))


def add_exhibit(id: str, settings: dict[str, str], *, own: bool) -> bool:
    """Add an exhibit at the end; False where the brief is full."""
    if held().full:
        return False
    _append(Entry(id, free_name(held().brief, id), settings, own))
    return True


def add_words(*, after: int | None = None) -> None:
    """Add an empty passage after a part, or at the end; none where there is no room."""
    found = held()
    if len(found.brief.parts) >= MOST_PARTS:
        return
    _append(Passage(""))
    if after is not None:
        number = held().numbers[-1]
        for _ in range(len(found.numbers) - found.place(after) - 1):
            move(number, -1)


def put(number: int, part: Part) -> None:
    """Change a part."""
    found = held()
    parts = list(found.brief.parts)
    parts[found.place(number)] = part
    _hold(replace(found, brief=replace(found.brief, parts=tuple(parts))))


def call(number: int, name: str) -> None:
    """Call an exhibit otherwise, wherever the brief names it; nothing where it may not be."""
    found = held()
    old = found.part(number)
    if isinstance(old, Entry) and may_be_called(found.brief, old.name, name):
        _hold(replace(found, brief=rename(found.brief, old.name, name)))
    return held().brief


def move(number: int, by: int) -> None:
    """Move a part up (-1) or down (1)."""
    found = held()
    at = found.place(number)
    to = at + by
    if 0 <= to < len(found.numbers):
        parts, numbers = list(found.brief.parts), list(found.numbers)
        parts[at], parts[to] = parts[to], parts[at]
        numbers[at], numbers[to] = numbers[to], numbers[at]
        _hold(replace(found, brief=replace(found.brief, parts=tuple(parts)),
                      numbers=tuple(numbers)))


def remove(number: int) -> None:
    """Take a part out."""
    _keep_only(lambda at, part: held().numbers[at] != number)


def forget_own() -> None:
    """Take out what shows a visitor's own ledger, frozen numbers included."""
    if any(entry.own for entry in held().brief.entries):
        change(frozen=None)
        _keep_only(lambda at, part: not (isinstance(part, Entry) and part.own))


def _keep_only(test: Any) -> None:
    found = held()
    kept = [at for at, part in enumerate(found.brief.parts) if test(at, part)]
    _hold(replace(
        found, brief=replace(found.brief, parts=tuple(found.brief.parts[at] for at in kept)),
        numbers=tuple(found.numbers[at] for at in kept)))


def _append(part: Part) -> None:
    found = held()
    number = max(found.numbers, default=-1) + 1
    _hold(replace(found, brief=replace(found.brief, parts=(*found.brief.parts, part)),
                  numbers=(*found.numbers, number)))


def _hold(held: Held) -> None:
    st.session_state[KEY] = {
        "brief": held.brief.to_json(), "numbers": list(held.numbers), "opened": held.opened}
