"""Slides of words: what an author wrote, what is generated, and the numbered sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.util import Pt

from analysis.briefs.document import Endnotes, Listing, Paragraph, Runs, plain_runs, text_of_runs
from analysis.briefs.markup import Run
from analysis.briefs.pptx_deck import (
    BODY_HIGH,
    BODY_TOP,
    LEFT,
    TEXT_WIDE,
    TITLE_AND_BODY,
    add_slide,
    bullet,
    no_bullet,
    write_runs,
)

LINE = {"body": 96, "small": 140, "note": 185}
"""Signs of a line by its size."""
POINTS = {"body": 18.0, "small": 13.0, "note": 10.0}
LINES = {"body": 14, "small": 21, "note": 30}
"""Lines of a slide."""


@dataclass(frozen=True)
class _Line:
    """One paragraph of a slide."""

    runs: Runs
    sign: str = ""
    leads: bool = False

    def lines(self, size: str) -> float:
        """How many lines it takes, the space below it included."""
        return -(-len(text_of_runs(self.runs)) // LINE[size]) + 0.45


@dataclass
class Flow:
    """Words under one title, gathered until something else begins."""

    title: str
    lines: list[_Line] = field(default_factory=list)
    size: str = "body"
    begun: bool = False

    def lead(self, text: str) -> None:
        """A heading among the words, which stays with what follows it."""
        self.lines.append(_Line(plain_runs(text, bold=True), leads=True))

    def add(self, block: Paragraph | Listing) -> None:
        """One more paragraph or list."""
        if isinstance(block, Paragraph):
            number = plain_runs(f"{block.number}. ") if block.number else ()
            self.lines.append(_Line((*number, *block.runs)))
            return
        if block.small:
            self.size = "small"
        for at, item in enumerate(block.items, start=1):
            number = plain_runs(f"{at}. ") if block.ordered else ()
            self.lines.append(_Line((*number, *item), "" if block.ordered else "•"))


def add_words(deck: Any, flow: Flow) -> None:
    """As many slides as the words need, the title in its placeholder, text in the body's."""
    pages = list(_pages([piece for line in flow.lines for piece in _pieces(line, flow.size)],
                        flow.size))
    for at, lines in enumerate(pages):
        title = f"{flow.title} (continued)" if at or flow.begun else flow.title
        _add_page(deck, title, lines, flow.size)


def add_notes_pages(deck: Any, block: Endnotes) -> None:
    """The sources, numbered as everywhere in the document."""
    flow = Flow("Sources", size="note")
    for number, note in block.notes:
        flow.lines.append(_Line(plain_runs(
            f"[{number}] {note.cite} {note.kind.capitalize()}, {note.verification}.")))
    add_words(deck, flow)


def _pieces(line: _Line, size: str) -> Iterator[_Line]:
    """A paragraph in pieces that fit a slide each."""
    most = LINE[size] * (LINES[size] - 1)
    left = most
    gathered: list[Run] = []
    for run in line.runs:
        text = run.text
        while len(text) > left:
            at = text.rfind(" ", 0, left) + 1 or left
            yield replace(line, runs=(*gathered, replace(run, text=text[:at])))
            line, gathered, text, left = replace(line, sign=""), [], text[at:], most
        gathered.append(replace(run, text=text))
        left -= len(text)
    yield replace(line, runs=tuple(gathered))


def _pages(lines: list[_Line], size: str) -> Iterator[list[_Line]]:
    page: list[_Line] = []
    used = 0.0
    for line in lines:
        needed = line.lines(size)
        if page and used + needed > LINES[size]:
            kept = [page.pop()] if page[-1].leads and len(page) > 1 else []
            yield page
            page, used = kept, sum(one.lines(size) for one in kept)
        page.append(line)
        used += needed
    if page:
        yield page


def _add_page(deck: Any, title: str, lines: list[_Line], size: str) -> None:
    slide = add_slide(deck, title, layout=TITLE_AND_BODY)
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = (
        LEFT, BODY_TOP - Pt(28), TEXT_WIDE, BODY_HIGH + Pt(64))
    frame = body.text_frame
    frame.text, frame.word_wrap = "", True
    frame.margin_left = frame.margin_right = 0
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        if line.sign:
            bullet(paragraph, sign=line.sign)
        else:
            no_bullet(paragraph)
        paragraph.space_after = Pt(POINTS[size] * 0.45)
        write_runs(paragraph, line.runs, points=POINTS[size])
