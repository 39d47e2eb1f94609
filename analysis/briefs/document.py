"""What a document is made of, in reading order; every format is written from this and nothing else.

Places that text can lead to have names: ``figure-NAME`` for an exhibit, ``note-N`` for a source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.briefs.edition import Edition, Shown, SourceNote
from analysis.briefs.markup import Run
from analysis.briefs.templates import Template

Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; ``page`` where it begins a new page."""

    level: int
    runs: Runs
    page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``number`` as committees cite it, ``small`` for what stands below a figure."""

    runs: Runs
    number: int = 0
    style: Literal["body", "small", "lead"] = "body"


@dataclass(frozen=True)
class Listing:
    """A list; ``places`` are names of its items to lead to, empty where an item has none."""

    items: tuple[Runs, ...]
    ordered: bool = False
    small: bool = False
    places: tuple[str, ...] = ()

    def place(self, at: int) -> str:
        """Name of the place of an item, empty where it has none."""
        return self.places[at] if at < len(self.places) else ""


@dataclass(frozen=True)
class Figure:
    """An exhibit's figure with its number and caption."""

    shown: Shown
    number: int
    caption: Runs

    @property
    def place(self) -> str:
        """Name of the place."""
        return f"figure-{self.shown.name}"


@dataclass(frozen=True)
class Table:
    """A table; ``label`` is what it is called (``Table 3``), ``of`` the exhibit's name or empty."""

    label: str
    caption: Runs
    heads: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    numeric: tuple[bool, ...]
    note: Runs = ()
    of: str = ""


@dataclass(frozen=True)
class Box:
    """A framed part: what nobody knows."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Endnotes:
    """The sources, numbered."""

    notes: tuple[tuple[int, SourceNote], ...]


@dataclass(frozen=True)
class Break:
    """What follows begins a new page."""


Block = Break | Heading | Paragraph | Listing | Figure | Table | Box | Endnotes


@dataclass(frozen=True)
class Document:
    """A brief, ready to be written in any format.

    Parameters
    ----------
    title, author, day : str
    standing : str
        Of what day and data version its numbers are.
    template : Template
    blocks : tuple of Block
        In reading order, after title and standing.
    edition : Edition
    numbers : mapping of str to int
        Number of each source by its id is that of its endnote.
    """

    title: str
    author: str
    day: str
    standing: str
    template: Template
    blocks: tuple[Block, ...]
    edition: Edition
    numbers: dict[str, int]

    @property
    def stem(self) -> str:
        """File name without ending: title, data version, and the words simulation and scenario."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60].strip("-")
        kinds = {kind for one in self.edition.shown for kind in one.mark.split()}
        marks = [kind for kind in ("simulation", "scenario") if kind in kinds]
        frozen = [f"frozen-{self.edition.frozen_on}"] if self.edition.frozen_on else []
        return "_".join([words or "brief", self.edition.data_version, *frozen, *marks])


def plain_runs(text: str, *, bold: bool = False, italic: bool = False, to: str = "") -> Runs:
    """A text as runs of one style."""
    return (Run(text, bold, italic, to=to),) if text else ()


def text_of_runs(runs: Sequence[Run]) -> str:
    """Runs as plain text."""
    return "".join(run.text for run in runs)
