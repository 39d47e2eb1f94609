"""Where everything of a bare figure stands, in pixels of its plot area, so that texts find room.

Pixels count from the lower left corner of the plot area. Widths of texts are estimated like
everywhere (``text.AVERAGE_CHARACTER_EM``), a little too wide rather than too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import pairwise
from math import hypot, isfinite
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme

Box = tuple[float, float, float, float]
STEP_PX = 6.0
EM = 0.53
LINE_WIDTH = 1.5
"""Undashed lines thinner than this are those of the grid, which a text may interrupt."""


@dataclass(frozen=True)
class Ground:
    """A bare figure's plot area.

    Parameters
    ----------
    fig : Figure
        Its axes must have ranges; see :func:`ground_of`.
    width, height : float
        Of the plot area in pixels.
    """

    fig: go.Figure
    width: float
    height: float

    def x(self, value: Any, ref: str | None = None) -> float:
        """Pixels from the left of a value on an axis, or of a share of the paper."""
        return self._along("x", value, ref) * self.width

    def y(self, value: Any, ref: str | None = None) -> float:
        """Pixels from the bottom."""
        return self._along("y", value, ref) * self.height

    def _along(self, letter: str, value: Any, ref: str | None) -> float:
        ref = ref or letter
        if ref == "paper":
            return float(value)
        name, _, domain = ref.partition(" ")
        axis = self.fig.layout[f"{letter}axis{name[1:]}"]
        low, high = axis.domain or (0.0, 1.0)
        if domain:
            return float(low + (high - low) * float(value))
        first, last = (number(end) for end in axis.range)
        share = (number(value) - first) / ((last - first) or 1.0)
        return float(low + (high - low) * share)

    def inside(self, box: Box) -> bool:
        """Whether a box lies in the plot area."""
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height


def number(value: Any) -> float:
    """A value of an axis as a number; a date in milliseconds."""
    if isinstance(value, str | date | np.datetime64):
        return float(pd.Timestamp(value).value) / 1e6
    return float(value)


def ground_of(fig: go.Figure, canvas: theme.Canvas) -> Ground:
    """The plot area of a bare figure; axes without a range get the one their data need."""
    margin = fig.layout.margin
    for letter, axes in (("x", fig.select_xaxes()), ("y", fig.select_yaxes())):
        for axis in axes:
            if axis.range is None:
                axis.range = _needed(fig, letter, axis)
    return Ground(fig, canvas.width_px - margin.l - margin.r,
                  float(fig.layout.meta["plot_height_px"]))


def _needed(fig: go.Figure, letter: str, axis: Any) -> list[float]:
    name = axis.plotly_name.replace("axis", "")
    values = [
        number(value) for trace in fig.data if (trace[f"{letter}axis"] or letter) == name
        for value in (trace[letter] if trace[letter] is not None else ()) if pd.notna(value)]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.06 or 1.0
    return [low - room, high + room]


def taken(ground: Ground) -> list[Box]:
    """Boxes of all texts, marks, lines and bars."""
    found = [box for note in ground.fig.layout.annotations if note.text
             for box in [box_of(note, ground)]]
    for trace in ground.fig.data:
        found += _bars(trace, ground) if trace.type == "bar" else _points(trace, ground)
        found += _errors(trace, ground)
    for shape in ground.fig.layout.shapes:
        if shape.type == "line" and (shape.line.dash or (shape.line.width or 2) >= LINE_WIDTH):
            ends = [(ground.x(shape[f"x{n}"], shape.xref), ground.y(shape[f"y{n}"], shape.yref))
                    for n in (0, 1)]
            found += _sampled(ends)
    return [box for box in found if all(map(isfinite, box))]


def box_of(note: Any, ground: Ground) -> Box:
    """The room of a text without arrow, or of the text at the tail of an arrow."""
    lines = [unescape(re.sub(r"<[^>]+>", "", line)) for line in str(note.text).split("<br>")]
    size = note.font.size or 13
    wide, tall = max(map(len, lines)) * size * EM, len(lines) * size * theme.LINE_HEIGHT
    if note.textangle:
        wide, tall = tall, wide
    x = ground.x(note.x, note.xref) + (note.xshift or 0) + (note.ax or 0) * bool(note.showarrow)
    y = ground.y(note.y, note.yref) + (note.yshift or 0) - (note.ay or 0) * bool(note.showarrow)
    left = x - {"left": 0.0, "right": wide}.get(note.xanchor or "center", wide / 2)
    low = y - {"bottom": 0.0, "top": tall}.get(note.yanchor or "middle", tall / 2)
    return left, low, left + wide, low + tall


def _points(trace: Any, ground: Ground) -> Iterator[Box]:
    if trace.x is None or (trace.marker.opacity == 0):
        return
    places = [
        (ground.x(x, trace.xaxis), ground.y(y, trace.yaxis))
        for x, y in zip(trace.x, trace.y, strict=True) if pd.notna(x) and pd.notna(y)]
    size = trace.marker.size if isinstance(trace.marker.size, int | float) else 9
    if "markers" in (trace.mode or ""):
        half = size / 2 + 2
        yield from ((x - half, y - half, x + half, y + half) for x, y in places)
    if "lines" in (trace.mode or "") and (trace.line.width is None or trace.line.width > 0):
        yield from _sampled(places)


def _errors(trace: Any, ground: Ground) -> Iterator[Box]:
    """The intervals drawn at points or bars."""
    for letter in ("x", "y"):
        error = getattr(trace, f"error_{letter}")
        if error.array is None:
            continue
        less = error.arrayminus if error.arrayminus is not None else error.array
        for x, y, up, down in zip(trace.x, trace.y, error.array, less, strict=True):
            middle = x if letter == "x" else y
            if any(pd.isna(one) for one in (x, y, up, down)):
                continue
            ends = (middle - down, middle + up)
            yield from _sampled([
                (ground.x(end if letter == "x" else x, trace.xaxis),
                 ground.y(end if letter == "y" else y, trace.yaxis)) for end in ends])


def _sampled(places: list[tuple[float, float]]) -> Iterator[Box]:
    """Small boxes along a line."""
    for (x0, y0), (x1, y1) in pairwise(places):
        steps = max(1, int(hypot(x1 - x0, y1 - y0) // STEP_PX))
        for at in range(steps + 1):
            x, y = x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps
            yield x - 2, y - 2, x + 2, y + 2


def _bars(trace: Any, ground: Ground) -> Iterator[Box]:
    bases = trace.base if isinstance(trace.base, list | tuple) or hasattr(trace.base, "tolist") \
        else [trace.base or 0] * len(trace.x)
    across = trace.orientation == "h"
    half = float(trace.width if isinstance(trace.width, int | float) else 0.8) / 2
    for x, y, base in zip(trace.x, trace.y, bases, strict=True):
        length, middle = (x, y) if across else (y, x)
        if pd.isna(length) or pd.isna(base):
            continue
        ends = number(base), number(base) + float(length)
        if across:
            xs = [ground.x(end, trace.xaxis) for end in ends]
            ys = [ground.y(middle + one, trace.yaxis) for one in (-half, half)]
        else:
            xs = [ground.x(middle + one, trace.xaxis) for one in (-half, half)]
            ys = [ground.y(end, trace.yaxis) for end in ends]
        yield min(xs), min(ys), max(xs), max(ys)


def is_free(box: Box, others: list[Box]) -> bool:
    """Whether a box touches none of the others."""
    left, low, right, high = box
    return not any(left < r and right > one and low < h and high > b for one, b, r, h in others)
