"""Shares by fashion season: joined only where counted alike, breaks and rival counts drawn apart.

A season stands at its year, autumn half a year later. Each panel has a scale of its own from zero.
Values are written beside their points where there is room; hovering and the table have them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 12.5
BREAK_PX = 11
TITLE_PX = 13
CHARACTER_EM = 0.53
TICK_ROOM_PX = 44
HEADING_PX = 36
MARGIN_LEFT_PX = 40
MARGIN_RIGHT_PX = 16
HALF_YEAR = 0.5
Box = tuple[float, float, float, float]
Side = tuple[int, int, str]
SIDES: tuple[Side, ...] = (
    (0, 1, "center"), (0, -1, "center"), (0, 1, "right"), (0, 1, "left"), (0, -1, "left"),
    (0, -1, "right"), (1, 0, "left"), (-1, 0, "right"),
)
"""Where a text may stand by its point: step in x, step in y, side it is anchored at."""


@dataclass(frozen=True)
class SeasonBreak:
    """Where in a panel what is counted changes, and the short word for it."""

    panel: str
    at: float
    label: str


@dataclass(frozen=True)
class SeasonAxis:
    """How the seasons are called below the axis; no names where only years are counted."""

    spring: str = ""
    autumn: str = ""

    def ticks(self, first: float, last: float, year_px: float) -> tuple[list[float], list[str]]:
        """Places and texts, as many as have room."""
        steps = (HALF_YEAR, 1, 2, 4, 8) if self.spring else (1, 2, 4, 8)
        step = next((one for one in steps if one * year_px >= TICK_ROOM_PX), steps[-1])
        begin = float(int(first)) if step >= 1 else round(first * 2) / 2
        places = [begin + step * number for number in range(int((last - begin) / step) + 1)]
        if not self.spring:
            return [place + HALF_YEAR / 2 for place in places], [f"{int(at)}" for at in places]
        return places, [
            f"{self.autumn if place % 1 else self.spring}<br>{int(place)}" for place in places
        ]


@dataclass
class _Panel:
    """Where a panel lies, in pixels from its lower left corner, and what is taken in it."""

    number: int
    rows: pd.DataFrame
    top: float
    height_px: float
    width_px: float
    first: float
    year_px: float
    taken: list[Box] = field(default_factory=list)
    broken: list[Box] = field(default_factory=list)

    @property
    def axis(self) -> str:
        return f"y{self.number + 1}" if self.number else "y"

    def place(self, at: float, value: float) -> tuple[float, float]:
        return (at - self.first) * self.year_px, value / self.top * self.height_px


def draw_seasons(
    frame: pd.DataFrame, canvas: theme.Canvas, *, axis: SeasonAxis,
    breaks: Sequence[SeasonBreak] = (), height_px: int = 320,
) -> go.Figure:
    """Draw one panel a group of lines; points of a line are joined, lines never.

    Parameters
    ----------
    frame : DataFrame
        ``panel`` (text, in order of appearance; empty for a single panel without heading),
        ``line`` (text), ``at`` (season as a year, autumn + 0.5), ``value`` (share 0-1), ``label``
        (text beside the point, may be empty), ``derived`` (boolean: drawn hollow), ``rival``
        (boolean: another counter or place, drawn as a diamond), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    axis : SeasonAxis
        Names of the seasons.
    breaks : sequence of SeasonBreak
        Dotted lines with their label above.
    height_px : int
        Height of one panel.
    """
    names = list(dict.fromkeys(frame["panel"]))
    head = (HEADING_PX if any(names) else 0) + (32 if breaks else 8)
    height = max(1, len(names)) * (height_px + head)
    fig = theme.figure(
        canvas, plot_height_px=height,
        margin={"l": MARGIN_LEFT_PX, "r": MARGIN_RIGHT_PX, "b": 48 if axis.spring else 32},
    )
    items.declare(fig, items.Items(
        "lines", tuple(map(str, dict.fromkeys(frame["line"]))), time="year", shown=_shown(frame)))
    marks = theme.Marks(canvas)
    width = canvas.width_px - MARGIN_LEFT_PX - MARGIN_RIGHT_PX
    first, last = (frame["at"].min() - 0.35, frame["at"].max() + 0.35) if len(frame) else (0, 1)
    year_px = width / (last - first)
    for number, name in enumerate(names):
        rows = frame[frame["panel"] == name]
        top = rows["value"].max() * 1.28 or 0.01
        panel = _Panel(number, rows, top, height_px, width, first, year_px)
        base = height - (number + 1) * (height_px + head)
        _add_axis(fig, panel, base / height, (base + height_px) / height)
        _add_lines(fig, panel, canvas)
        _add_breaks(marks, panel, [one for one in breaks if one.panel == name], canvas)
        _add_labels(marks, panel, canvas)
        if name:
            _add_heading(marks, panel, name, head, canvas)
    places, texts = axis.ticks(first + 0.35, last - 0.35, year_px)
    fig.update_xaxes(
        range=[first, last], tickvals=places, ticktext=texts, showgrid=False,
        anchor=f"y{len(names)}" if len(names) > 1 else "y",
    )
    marks.put(fig)
    return fig


def _shown(frame: pd.DataFrame) -> tuple[str, ...]:
    """Names of the lines for readers: panel, years, and whether it is a rival count."""
    made = []
    for _, part in frame.groupby("line", sort=False):
        years = dict.fromkeys((int(part["at"].min()), int(part["at"].max())))
        words = (str(part["panel"].iloc[0]), "–".join(map(str, years)),
                 "another count" if part["rival"].iloc[0] else "")
        made.append(" · ".join(word for word in words if word))
    return tuple(made)


def _add_axis(fig: go.Figure, panel: _Panel, low: float, high: float) -> None:
    fig.update_layout({f"yaxis{panel.number + 1 if panel.number else ''}": {
        "domain": [low, high], "range": [0, panel.top], "nticks": 5, "tickformat": ".1~%",
        "anchor": "x", "zeroline": True,
        "zerolinecolor": fig.layout.template.layout.yaxis.gridcolor,
    }})


def _add_lines(fig: go.Figure, panel: _Panel, canvas: theme.Canvas) -> None:
    colours = canvas.palette
    for name, part in panel.rows.groupby("line", sort=False):
        rival = bool(part["rival"].iloc[0])
        colour = colours.muted if rival else colours.human
        fig.add_trace(go.Scatter(
            x=part["at"], y=part["value"], yaxis=panel.axis, name=str(name),
            mode="lines+markers", connectgaps=False, cliponaxis=False,
            line={"color": colour, "width": 2},
            marker={
                "size": 10 if rival else 8, "symbol": "diamond" if rival else "circle",
                "color": [colours.paper if one else colour for one in part["derived"]],
                "line": {"color": colour, "width": 2},
            },
            hovertext=[escape(text) for text in part["hover"]], hoverinfo="text",
        ))
        places = [panel.place(row["at"], row["value"]) for row in part.to_dict("records")]
        panel.taken += [(x - 6, y - 6, x + 6, y + 6) for x, y in places]
        for (x0, y0), (x1, y1) in pairwise(places):
            steps = max(1, int(hypot(x1 - x0, y1 - y0) // 6))
            panel.taken += [
                (x0 + (x1 - x0) * i / steps - 2, y0 + (y1 - y0) * i / steps - 2,
                 x0 + (x1 - x0) * i / steps + 2, y0 + (y1 - y0) * i / steps + 2)
                for i in range(1, steps)
            ]


def _add_breaks(
    marks: theme.Marks, panel: _Panel, breaks: Sequence[SeasonBreak], canvas: theme.Canvas
) -> None:
    """Dotted lines; a label that would touch the one before goes a line higher."""
    ends = [float("-inf"), float("-inf")]
    for one in breaks:
        x, _ = panel.place(one.at, 0)
        half = len(one.label) * BREAK_PX * CHARACTER_EM / 2 + 3
        level = 0 if x - half > ends[0] else 1
        ends[level] = x + half
        marks.shape(
            type="line", x0=one.at, x1=one.at, y0=0, y1=1, yref=f"{panel.axis} domain",
            line={"color": canvas.palette.muted, "width": 1, "dash": "dot"},
        )
        marks.note(
            x=one.at, y=1, yref=f"{panel.axis} domain", xanchor="center", yanchor="bottom",
            yshift=2 + 14 * level, text=escape(one.label),
            font={"size": BREAK_PX, "color": canvas.palette.muted},
        )
        panel.broken.append((x - 3, 0, x + 3, panel.height_px))


def _add_heading(
    marks: theme.Marks, panel: _Panel, name: str, head: int, canvas: theme.Canvas
) -> None:
    marks.note(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=1,
        yref=f"{panel.axis} domain", yanchor="bottom", yshift=head - HEADING_PX + 2,
        text=f"<b>{escape(name)}</b>", font={"size": TITLE_PX, "color": canvas.palette.ink},
    )


def _add_labels(marks: theme.Marks, panel: _Panel, canvas: theme.Canvas) -> None:
    """Write values beside their points, the longest texts first, where nothing is in the way.

    A name may cover a piece of the line of a break or stand further off; a mere value may not.
    """
    rows = [row for row in panel.rows.to_dict("records") if row["label"]]
    for row in sorted(rows, key=lambda row: (-len(row["label"]), -row["at"])):
        lines = wrap(row["label"], width_px=150, size_px=LABEL_PX, face="sans bold")
        named = not row["label"][:1].isdecimal()
        point = panel.place(row["at"], row["value"])
        spot = _find_spot(lines, point, panel, sides=_sides(row, panel), named=named)
        if spot is None:
            continue
        shift_x, shift_y, anchor = spot
        marks.label(
            x=row["at"], y=row["value"], yref=panel.axis, text=f"<b>{block(lines)}</b>",
            xanchor=anchor, xshift=shift_x, align=anchor, yshift=shift_y,
            yanchor="middle" if not shift_y else "bottom" if shift_y > 0 else "top",
            font={"size": LABEL_PX, "color": canvas.palette.ink if not row["rival"]
                  else canvas.palette.muted},
        )


def _sides(row: Mapping[Any, Any], panel: _Panel) -> list[Side]:
    """Below first where another point of the same season stands higher."""
    same = panel.rows[panel.rows["at"] == row["at"]]["value"]
    lower = bool((same > row["value"]).any())
    return sorted(SIDES, key=lambda side: side[1] if lower else 0)


def _find_spot(
    lines: list[str], point: tuple[float, float], panel: _Panel, *, sides: Sequence[Side],
    named: bool,
) -> tuple[float, float, str] | None:
    """The nearest free place for a text: shift in x and y from its point, and side to anchor."""
    wide = max(map(len, lines)) * LABEL_PX * CHARACTER_EM
    tall = len(lines) * LABEL_PX * theme.LINE_HEIGHT
    others = panel.taken + ([] if named else panel.broken)
    for away in (8, 24, 44) if named else (8,):
        for dx, dy, anchor in sides:
            x = point[0] + 10 * dx - {"left": 0, "center": wide / 2, "right": wide}[anchor]
            y = point[1] + {0: -tall / 2, 1: away, -1: -away - tall}[dy]
            box = (x, y, x + wide, y + tall)
            if _is_free(box, panel, others):
                panel.taken.append(box)
                return 10 * dx, dy * away, anchor
    return None


def _is_free(box: Box, panel: _Panel, others: list[Box]) -> bool:
    left, low, right, high = box
    inside = left >= -4 and right <= panel.width_px + MARGIN_RIGHT_PX and low >= 0
    return inside and high <= panel.height_px + 4 and not any(
        left < r and right > one and low < h and high > b for one, b, r, h in others
    )
