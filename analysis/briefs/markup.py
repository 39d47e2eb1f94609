"""The small mark-up of an author's words: paragraphs, headings, lists, bold, italic, links.

Decided: what is read becomes a tree of plain texts and nothing is ever passed on as mark-up, so
that no format can be broken by words. HTML is text like any other. A reference ``{name.field}`` is
kept as such; ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from analysis.charts.plain_text import clean

TOKEN = re.compile(
    r"(?P<brace>\{\{|\}\})|\{(?P<reference>[^{}]+)\}|\[(?P<label>[^\[\]]+)\]\((?P<address>[^()\s]+)\)"
    r"|(?P<bold>\*\*)|(?P<italic>\*)")
HEADING, BULLET = re.compile(r"#{1,3}\s+(.+)"), re.compile(r"\s*(?:[-*•]|(\d{1,3})[.)])\s+(.+)")
SAFE = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Run:
    """A piece of text in one style.

    ``reference`` is what stood between braces, for :mod:`analysis.briefs.references` to fill in;
    ``to`` is a place inside the document that the text leads to.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    reference: str = ""
    to: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph, heading or list item of an author."""

    kind: Literal["paragraph", "heading", "bullet", "number"]
    runs: tuple[Run, ...]


def parse_words(text: str) -> list[Words]:
    """The paragraphs, headings and list items of a passage, in order."""
    blocks: list[Words] = []
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        gathered: list[str] = []
        for line in chunk.split("\n"):
            heading, bullet = HEADING.fullmatch(line.strip()), BULLET.fullmatch(line)
            if heading or bullet:
                _end(blocks, gathered)
            if heading:
                blocks.append(Words("heading", parse_line(heading[1])))
            elif bullet:
                kind: Literal["bullet", "number"] = "number" if bullet[1] else "bullet"
                blocks.append(Words(kind, parse_line(bullet[2])))
            elif line.strip():
                gathered.append(line.strip())
        _end(blocks, gathered)
    return [block for block in blocks if block.runs]


def _end(blocks: list[Words], gathered: list[str]) -> None:
    if gathered:
        blocks.append(Words("paragraph", parse_line(" ".join(gathered))))
        gathered.clear()


def parse_line(text: str) -> tuple[Run, ...]:
    """The runs of one paragraph; marks without a partner stay signs."""
    bold = italic = False
    runs: list[Run] = []
    at = 0
    doubles, singles = _pairs(text)
    for found in TOKEN.finditer(text):
        _add(runs, text[at:found.start()], bold, italic)
        at = found.end()
        if found["brace"]:
            _add(runs, found["brace"][0], bold, italic)
        elif found["reference"] is not None:
            runs.append(Run("", bold, italic, reference=clean(found["reference"]) or " "))
        elif found["label"]:
            _add_link(runs, found["label"], found["address"], Run("", bold, italic))
        elif found["bold"] and found.start() in doubles:
            bold = not bold
        elif found["italic"] and found.start() in singles:
            italic = not italic
        else:
            _add(runs, found[0], bold, italic)
    _add(runs, text[at:], bold, italic)
    return tuple(_joined(runs))


def _pairs(text: str) -> tuple[set[int], set[int]]:
    """Where marks of bold and italic stand that have a partner and touch a word."""
    doubles: list[int] = []
    singles: list[int] = []
    for found in TOKEN.finditer(text):
        around = text[found.start() - 1:found.start()], text[found.end():found.end() + 1]
        if found["bold"] or found["italic"]:
            lonely = all(sign == "" or sign.isspace() for sign in around)
            if not lonely:
                (doubles if found["bold"] else singles).append(found.start())
    return (set(doubles[:len(doubles) // 2 * 2]), set(singles[:len(singles) // 2 * 2]))


def _add(runs: list[Run], text: str, bold: bool, italic: bool) -> None:
    if text:
        runs.append(Run(text, bold, italic))


def _add_link(runs: list[Run], label: str, address: str, style: Run) -> None:
    """A link where its address is one of the web or of mail; else the words as they were typed."""
    safe = address.lower().startswith(SAFE) and address.isprintable() and len(address) <= 600
    text = label if safe else f"[{label}]({address})"
    runs.append(replace(style, text=text, link=address if safe else ""))


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same style as one, cleaned, the ends without blanks."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.reference and not joined[-1].reference and replace(
                joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
    cleaned = [run if run.reference else replace(run, text=_spaced(run.text)) for run in joined]
    if cleaned and not cleaned[0].reference:
        cleaned[0] = replace(cleaned[0], text=cleaned[0].text.lstrip())
    return [run for run in cleaned if run.text or run.reference]


def _spaced(text: str) -> str:
    """Cleaned of what no file may hold; blanks at its ends stay, for runs stand side by side."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")
