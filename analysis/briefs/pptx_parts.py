"""A chart in slides: ten rows each, under the headings of their sections, all on one axis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.charts.editable import Editable

MOST_ROWS = 10
MINUS = re.compile(r"^-(?=\d+$)")
"""Of a negative number: after a hyphen a line may break."""

Piece = tuple[str, list[int]]
"""A section, or a part of one, and the places of its rows."""


@dataclass(frozen=True)
class Part:
    """What of a chart stands on one slide, and between which ends its axis runs."""

    editable: Editable
    low: float = 0.0
    high: float = 0.0


def parts_of(editable: Editable) -> tuple[Part, ...]:
    """A chart in slides: lines on one, else ten rows a slide, headings of sections among them."""
    low, high = _ends(editable)
    if editable.shape == "lines":
        return (Part(editable, low, high),)
    slides: list[list[Piece]] = [[]]
    room = MOST_ROWS
    for section, places in _pieces(editable):
        needed = len(places) + bool(section)
        if slides[-1] and needed > room:
            slides.append([])
            room = MOST_ROWS
        slides[-1].append((section, places))
        room -= needed
    return tuple(Part(_with_headings(editable, slide), low, high) for slide in slides)


def _pieces(editable: Editable) -> Iterator[Piece]:
    """Sections in pieces that fit a slide, each of about the same length."""
    for section, places in _sections(editable):
        most = MOST_ROWS - bool(section)
        size = -(-len(places) // -(-len(places) // most))
        for start in range(0, len(places), size):
            more = " (continued)" if start and section else ""
            yield section + more, places[start:start + size]


def _ends(editable: Editable) -> tuple[float, float]:
    """The least and the greatest number, intervals included, and zero."""
    found = [0.0] + [value for strand in editable.strands
                     for side in (strand.values, strand.lows, strand.highs)
                     for value in side if value is not None]
    return min(found), max(found)


def _sections(editable: Editable) -> list[tuple[str, list[int]]]:
    """Places of the rows of each section, in order."""
    if not editable.sections:
        return [("", list(range(len(editable.categories))))]
    found: dict[str, list[int]] = {}
    for at, section in enumerate(editable.sections):
        found.setdefault(section, []).append(at)
    return list(found.items())


def _only(editable: Editable, places: Sequence[int | None]) -> Editable:
    """The rows at these places; None is an empty one."""
    def picked(values: Sequence[Any], empty: Any = None) -> tuple[Any, ...]:
        return tuple(empty if at is None else values[at] for at in places) if values else ()

    def looks(values: tuple[str, ...]) -> tuple[str, ...]:
        return values if len(values) == 1 else picked(values, values[0])

    strands = tuple(replace(
        one, values=picked(one.values), lows=picked(one.lows), highs=picked(one.highs),
        shades=looks(one.shades), fills=looks(one.fills)) for one in editable.strands)
    return replace(editable, categories=picked(editable.categories, ""), strands=strands,
                   sections=())


def _with_headings(editable: Editable, pieces: Sequence[Piece]) -> Editable:
    """The rows of some sections, headings as rows without a value above their own."""
    places: list[int | None] = []
    names: list[str] = []
    for section, rows in pieces:
        if section:
            places.append(None)
            names.append(section.upper())
        places += rows
        names += [editable.categories[at] for at in rows]
    return replace(_only(editable, places), categories=tuple(names))


def named(editable: Editable) -> tuple[str, ...]:
    """Categories as they stand on the axis: with their parts where those have different names."""
    if not own_parts(editable):
        return tuple(MINUS.sub("\u2212", name) for name in editable.categories)
    return tuple(
        f"{name}{'' if name.endswith('?') else ':'} " + ", ".join(
            f"{strand.values[at]:,.0f} {strand.name}" for strand in editable.strands
            if strand.values[at]) for at, name in enumerate(editable.categories))


def own_parts(editable: Editable) -> bool:
    """Whether bars are cut into parts of their own, so that no legend could name them once."""
    return editable.shape == "shares" and any(
        None in strand.values for strand in editable.strands)
