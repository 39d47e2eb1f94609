"""Figures of an edition as pictures, and how a tall one is cut for pages.

Decided: the last pictures of public data are kept, so that a preview draws only what changed. A
figure taller than a page is made a little smaller, or cut between two rows; one that cannot be cut
is left to its table, which says everything it shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go

from analysis.briefs.document import Document, Figure
from analysis.briefs.edition import Shown
from analysis.errors import ExportError
from analysis.exports.chrome import Format, draw_picture, find_chrome
from analysis.exports.pictures import name_svg

KEPT = 96
LEAST_SCALE, LEAST_SCALE_WHOLE = 0.8, 0.6
"""How much smaller a figure may become that could be cut, and one that could not."""
PNG_SCALE = 3.0
"""Pixels of a PNG for one of the figure: 300 dpi on a page."""


@dataclass(frozen=True)
class Piece:
    """A part of a figure for one page, from ``top`` to ``bottom`` in pixels, shown at ``scale``."""

    top: float
    bottom: float
    scale: float = 1.0


def pieces_of(shown: Shown, *, most_px: float) -> tuple[Piece, ...]:
    """The figure in pieces no taller than a page has room for.

    Parameters
    ----------
    shown : Shown
    most_px : float
        Height of the room in pixels of the figure at its full width.

    Returns
    -------
    tuple of Piece
        From the top; none where there is no figure, or none that could be read.
    """
    if not shown.figure:
        return ()
    height = float(shown.figure["layout"]["height"])
    least = LEAST_SCALE if shown.cuts else LEAST_SCALE_WHOLE
    if height * least <= most_px:
        return (Piece(0, height, min(1.0, most_px / height)),)
    if not shown.cuts:
        return ()
    pieces, top = [], 0.0
    ends = [*shown.cuts, height]
    while top < height:
        inside = [end for end in ends if top < end <= top + most_px]
        bottom = max(inside, default=next(end for end in ends if end > top))
        pieces.append(Piece(top, bottom))
        top = bottom
    return tuple(pieces)


def in_place(shown: Shown, number: int, missing: str) -> str:
    """What stands in the place of a figure that is not shown."""
    if not shown.figure:
        return "No row meets the filters."
    why = f"The picture is missing: {missing}" if missing else \
        "The figure has too many rows for a page."
    return f"{why} Table {number} says what it shows."


def missing_chrome() -> str:
    """A sentence where this machine has nothing to draw pictures with, else empty."""
    try:
        find_chrome()
    except ExportError as error:
        return str(error).split(". ")[0] + "."
    return ""


def figures_of(document: Document) -> Sequence[Figure]:
    """The figures of a document in order."""
    return [block for block in document.blocks if isinstance(block, Figure)]


def to_svg(shown: Shown) -> str:
    """The figure as an SVG with title and description.

    Raises
    ------
    ExportError
        If it cannot be drawn here.
    """
    drawn = _picture(shown, "svg", 1.0).decode("utf-8")
    layout = shown.figure["layout"]
    view = (float(layout["width"]), float(layout["height"]))
    return name_svg(drawn, own=f"f-{shown.name}", said=(shown.title, shown.alt), view=view,
                    size=(f"{view[0]:g}px", f"{view[1]:g}px"))


def to_png(shown: Shown) -> bytes:
    """The figure as a PNG for print.

    Raises
    ------
    ExportError
        If it cannot be drawn here.
    """
    return _picture(shown, "png", PNG_SCALE)


def _picture(shown: Shown, format: Format, scale: float) -> bytes:
    """A kept picture, or a new one; of private data nothing is kept beyond the visit."""
    text = json.dumps(shown.figure, sort_keys=True)
    draw = _drawn.__wrapped__ if shown.private else _drawn
    return draw(text, format, scale)


@lru_cache(maxsize=KEPT)
def _drawn(figure: str, format: Format, scale: float) -> bytes:
    return draw_picture(go.Figure(json.loads(figure)), format=format, scale=scale)
