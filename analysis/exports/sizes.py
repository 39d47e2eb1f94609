"""Sizes of a published picture, and a figure made to fit one.

Decided: a figure is drawn at the width that its texts are wrapped for and then scaled to the size,
so that letters keep their proportion. Where its rows do not fit the height it is drawn on a larger
sheet and scaled down, at most to the last of SHEETS; smaller nobody could read, and the size is
refused with what would fit. In print nothing is scaled down: the smallest letters have six points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.boxes import Ground, box_of, is_free
from analysis.errors import ExportError
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import REGISTRY

MM_PX = 96 / 25.4
PRINT_PX = 1.375
"""Pixels of the sheet for one of print: 11 px, the smallest letters, are six points."""
SHEETS = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
LEAST_PLOT_PX = 0.75
"""Share of its natural height that the plot area keeps at least."""
FRAME = ("title", "subtitle", "note", "source", "watermark", "key")
"""Texts around the plot area or behind it, by their name."""
BOUNDS_PX, BOUNDS_MM = (240, 4000), (40, 500)
PAD_PX = 16
FREE = re.compile(r"(\d+)x(\d+)(mm)?")


@dataclass(frozen=True)
class Size:
    """A size of a picture.

    Parameters
    ----------
    name, label : str
    width, height : float
        In ``unit``; no height for that which the figure needs.
    unit : str
        ``px`` or ``mm``.
    sheet_px : int
        Width that the figure is drawn for.
    """

    name: str
    label: str
    width: float
    height: float | None
    unit: str
    sheet_px: int


PRESETS: Mapping[str, Size] = {one.name: one for one in (
    Size("embed", "Embed on a page, 860 px wide", 860, None, "px", 860),
    Size("phone", "Embed on a phone, 346 px wide", 346, None, "px", 346),
    Size("social-square", "Social, square, 1080 × 1080", 1080, 1080, "px", 540),
    Size("wide-16x9", "16:9, 1920 × 1080", 1920, 1080, "px", 960),
    Size("slide", "Slide, 1280 × 720", 1280, 720, "px", 900),
    Size("newspaper-1", "Newspaper, one column, 62 mm", 62, None, "mm", 322),
    Size("newspaper-2", "Newspaper, two columns, 128 mm", 128, None, "mm", 665),
)}


def parse_size(text: str) -> Size:
    """A preset by name, or a free size such as ``800x450`` or ``90x60mm``.

    Raises
    ------
    ExportError
        If it is neither, or out of bounds.
    """
    if text in PRESETS:
        return PRESETS[text]
    found = FREE.fullmatch(text.strip().lower())
    if not found:
        raise ExportError(
            f"Size {text!r} is none. Choose one of {', '.join(PRESETS)}, or a free one such as "
            "800x450 (pixels) or 90x60mm.")
    width, height, unit = int(found[1]), int(found[2]), "mm" if found[3] else "px"
    low, high = BOUNDS_MM if unit == "mm" else BOUNDS_PX
    if not (low <= width <= high and low <= height <= high):
        raise ExportError(
            f"Size {text!r} is out of bounds. Accepted are {low} to {high} {unit} each way.")
    sheet = round(width * MM_PX * PRINT_PX) if unit == "mm" else min(max(width, 346), 960)
    return Size(text, text, width, height, unit, sheet)


@dataclass(frozen=True)
class Fitted:
    """A figure that fits a size, with what its sheet is scaled by."""

    figure: go.Figure
    size: Size
    scale: float

    @property
    def height(self) -> float:
        """Height of the picture in the unit of the size."""
        per = MM_PX if self.size.unit == "mm" else 1.0
        return float(self.figure.layout.height * self.scale / per)


def fit(exhibit: Exhibit, size: Size, *, mode: theme.Mode = "light") -> Fitted:
    """Draw an exhibit for a size.

    Raises
    ------
    ExportError
        If it has too many rows for the height.
    """
    per = MM_PX if size.unit == "mm" else 1.0
    natural = 0.0
    sheets = SHEETS if size.height and size.unit == "px" else SHEETS[:1]
    for times in sheets:
        sheet = round(size.sheet_px * times)
        fig = exhibit.figure(canvas_of(sheet, mode))
        fig.update_layout(width=sheet)
        scale = size.width * per / sheet
        if size.height is None:
            return Fitted(fig, size, scale)
        natural = fig.layout.height
        plot = fig.layout.meta["plot_height_px"]
        room = size.height * per / scale - (natural - plot)
        if room >= plot or (room >= plot * LEAST_PLOT_PX and not (
                _touching(fig, room) - _touching(fig, plot))):
            fig.update_layout(height=natural - plot + room)
            return Fitted(fig, size, scale)
    tall = round(size.width * natural / sheet)
    raise ExportError(
        f"This exhibit has too many rows for {size.label}: it would need a height of about "
        f"{tall:,} {size.unit}. Choose a size without a height (embed, newspaper-2), a taller free "
        f"one ({size.width:g}x{tall}{'mm' if size.unit == 'mm' else ''}){_fewer(exhibit)}.")


def _touching(fig: go.Figure, plot_px: float) -> set[tuple[int, int]]:
    """Pairs of texts of the plot area that would touch, were it so high."""
    margin, layout = fig.layout.margin, fig.layout
    ground = Ground(fig, layout.width - margin.l - margin.r, plot_px)
    boxes = [(place, box_of(note, ground)) for place, note in enumerate(layout.annotations)
             if note.name not in FRAME and _has_place(fig, note)]
    return {(one, other) for at, (one, box) in enumerate(boxes) for other, taken in boxes[:at]
            if not is_free(box, [taken])}


def _has_place(fig: go.Figure, note: go.layout.Annotation) -> bool:
    """Whether a text stands on axes whose ends are known."""
    refs = [str(ref or letter).split()[0] for letter, ref in (("x", note.xref), ("y", note.yref))]
    return all(ref == "paper" or fig.layout[f"{ref[0]}axis{ref[1:]}"].range for ref in refs)


def _fewer(exhibit: Exhibit) -> str:
    """Which of the exhibit's own controls may leave fewer rows."""
    controls = REGISTRY[exhibit.id].controls if exhibit.id in REGISTRY else ()
    labels = " or ".join(f"“{one.label}”" for one in controls)
    return f", or show fewer rows by {labels}" if labels else ""


def canvas_of(width_px: int, mode: theme.Mode) -> theme.Canvas:
    """The canvas for a width: texts are wrapped and rows laid out as suits it."""
    wide = [name for name, least in theme.WIDTHS_PX.items() if width_px >= least]
    return theme.Canvas(
        mode, wide[0] if wide else "narrow", pad_px=PAD_PX if width_px > 400 else 6,
        exact_px=width_px)
