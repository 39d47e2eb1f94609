"""A brief as its author keeps it: words and exhibits in order, as a small JSON file.

Decided: a file comes from anybody, so that everything in it is checked and bounded, and nothing in
it can run. It names exhibits with their settings and holds no number, unless it was frozen: then it
carries the figures it was frozen with, and says of what day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.briefs.templates import TEMPLATES
from analysis.errors import BriefError

FORMAT, VERSION = "double-booked-brief", 1
LARGEST_FILE = 6_000_000
"""Bytes; an unfrozen brief has some thousand, a frozen one of eight exhibits about 200,000."""
MOST_PARTS, MOST_EXHIBITS = 80, 24
LONGEST_TITLE, LONGEST_PASSAGE, LONGEST_VALUE = 240, 20_000, 2_000
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
KEYS = ("format", "version", "template", "title", "author", "day", "parts", "frozen")


@dataclass(frozen=True)
class Passage:
    """The author's own words, in the small mark-up of :mod:`analysis.briefs.markup`."""

    text: str


@dataclass(frozen=True)
class Entry:
    """An exhibit in a brief.

    Parameters
    ----------
    id : str
        Of the exhibit.
    name : str
        How the author's words refer to it; once in a brief.
    settings : mapping of str to str
        Its controls as text, as in the address bar.
    own : bool
        Whether it shows the author's own ledger, which travels with no file.
    """

    id: str
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


Part = Passage | Entry


@dataclass(frozen=True)
class Brief:
    """What an author has put together.

    Parameters
    ----------
    title, author : str
        The title may refer to exhibits as passages do.
    template : str
        A key of ``TEMPLATES``.
    day : str
        Day of the brief, ``2026-11-28``, or empty for that on which it is exported.
    parts : tuple of Passage or Entry
    frozen : mapping or None
        The numbers it was frozen with, as :class:`analysis.briefs.edition.Edition` writes them.
    """

    title: str = "Untitled brief"
    author: str = ""
    template: str = "ministerial"
    day: str = ""
    parts: tuple[Part, ...] = ()
    frozen: Mapping[str, Any] | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The exhibits in order."""
        return tuple(part for part in self.parts if isinstance(part, Entry))

    def to_json(self) -> dict[str, Any]:
        """In types JSON knows, always in the same order."""
        return {
            "format": FORMAT, "version": VERSION, "template": self.template,
            "title": self.title, "author": self.author, "day": self.day,
            "parts": [_part_to_json(part) for part in self.parts],
            "frozen": self.frozen,
        }


def free_name(brief: Brief, id: str) -> str:
    """A name for one more exhibit: its id, or counted where that is taken."""
    taken = {entry.name for entry in brief.entries}
    return next(name for name in (id, *(f"{id[:55]}_{n}" for n in range(2, 999)))
                if name not in taken)


def write_brief(brief: Brief) -> bytes:
    """A brief as its file; the same brief gives the same bytes."""
    return (json.dumps(brief.to_json(), indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def read_brief(content: bytes) -> Brief:
    """A brief from the bytes of its file.

    Raises
    ------
    BriefError
        If it is no brief: what is wrong, and what is accepted.
    """
    if len(content) > LARGEST_FILE:
        raise BriefError(f"The file has {len(content):,} bytes; a brief has at most "
                         f"{LARGEST_FILE:,}.")
    try:
        raw = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BriefError("The file is no JSON in UTF-8. Open a file that the page Briefing "
                         "saved.") from None
    return brief_from_json(raw)


def load_brief(path: Path) -> Brief:
    """A brief from a file on disk.

    Raises
    ------
    BriefError
        If it cannot be read or is no brief.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BriefError(f"Cannot read {path}: {error.strerror}.") from None
    return read_brief(content)


def brief_from_json(raw: Any) -> Brief:
    """A brief from plain values.

    Raises
    ------
    BriefError
        If something is missing, unknown or out of bounds.
    """
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise BriefError(f"The file is JSON, but no brief: its “format” is not “{FORMAT}”.")
    if raw.get("version") != VERSION:
        raise BriefError(f"The brief has version {raw.get('version')!r}; this desk reads version "
                         f"{VERSION}.")
    unknown = sorted(set(map(str, raw)) - set(KEYS))
    if unknown:
        raise BriefError(f"A brief has no “{unknown[0]}”. It has: {', '.join(KEYS)}.")
    template = text_of(raw, "template", longest=40, default="ministerial")
    if template not in TEMPLATES:
        raise BriefError(f"Template {template!r} is none. Choose one of {', '.join(TEMPLATES)}.")
    frozen = raw.get("frozen")
    if frozen is not None and not isinstance(frozen, Mapping):
        raise BriefError("“frozen” of a brief is null or an object.")
    return Brief(
        title=text_of(raw, "title", longest=LONGEST_TITLE), template=template,
        author=text_of(raw, "author", longest=LONGEST_TITLE),
        day=_day(text_of(raw, "day", longest=10)), parts=_parts(raw.get("parts", [])),
        frozen=frozen)


def text_of(raw: Mapping[str, Any], key: str, *, longest: int, default: str = "") -> str:
    """A text of a file, checked.

    Raises
    ------
    BriefError
        If it is no text or too long.
    """
    value = raw.get(key, default)
    if not isinstance(value, str):
        raise BriefError(f"“{key}” of the brief must be a text, not {type(value).__name__}.")
    if len(value) > longest:
        raise BriefError(f"“{key}” of the brief has {len(value):,} signs; at most {longest:,} are "
                         "accepted.")
    return value


def _part_to_json(part: Part) -> dict[str, Any]:
    if isinstance(part, Passage):
        return {"words": part.text}
    return {"exhibit": part.id, "name": part.name, "settings": dict(part.settings),
            **({"own": True} if part.own else {})}


def _parts(raw: Any) -> tuple[Part, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_PARTS:
        raise BriefError(f"“parts” of a brief is a list of at most {MOST_PARTS}.")
    parts = tuple(_part(one) for one in raw)
    names = [part.name for part in parts if isinstance(part, Entry)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BriefError(f"Two exhibits of the brief are called {twice[0]!r}. Give each a name of "
                         "its own.")
    if len(names) > MOST_EXHIBITS:
        raise BriefError(f"The brief has {len(names)} exhibits; at most {MOST_EXHIBITS} fit.")
    return parts


def _part(raw: Any) -> Part:
    if isinstance(raw, Mapping) and set(raw) == {"words"}:
        return Passage(text_of(raw, "words", longest=LONGEST_PASSAGE))
    if not isinstance(raw, Mapping) or "exhibit" not in raw or not (
            set(raw) <= {"exhibit", "name", "settings", "own"}):
        raise BriefError("A part of a brief is {“words”: …} or {“exhibit”: …, “name”: …, "
                         "“settings”: {…}}.")
    id = text_of(raw, "exhibit", longest=60)
    name = text_of(raw, "name", longest=60, default=id)
    if not NAME.fullmatch(name) or not NAME.fullmatch(id):
        raise BriefError(f"{name!r} cannot name an exhibit: small letters, digits and _ only, a "
                         "letter first.")
    settings = raw.get("settings", {})
    if not isinstance(settings, Mapping) or not all(
            isinstance(value, str) and len(value) <= LONGEST_VALUE for value in settings.values()):
        raise BriefError(f"The settings of {name!r} must be texts by the name of a control.")
    own = raw.get("own", False)
    if not isinstance(own, bool):
        raise BriefError(f"“own” of {name!r} is true or false.")
    return Entry(id, name, dict(settings), own)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise BriefError(
            f"The day {text!r} of the brief is none. Write it as 2026-11-28.") from None


def _refuse_constant(constant: str) -> Any:
    raise ValueError(constant)
