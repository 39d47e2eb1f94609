"""Fans: a line with two ranges around it, over years or along a rule; several side by side.

The line is the outcome at the values given. The darker band holds half of the draws, the lighter
one nine tenths: ranges of assumptions, which the subtitle says. A dotted line stands at no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import escape, wrap

PANEL_PX = 250
HEAD_PX = 34
GAP = 0.07
END_PX = 74
AXIS_PX = 40


@dataclass(frozen=True)
class FanAxis:
    """How the axes read.

    Parameters
    ----------
    across : str
        What the horizontal axis counts, written below it.
    mark : tuple of (float, float, float, str) or None
        Low end, value, high end on the horizontal axis, and what it is called.
    """

    across: str
    mark: tuple[float, float, float, str] | None = None


def draw_fans(frame: pd.DataFrame, canvas: theme.Canvas, *, axis: FanAxis) -> go.Figure:
    """Draw a fan a panel: side by side, or one below the other on a narrow canvas.

    Parameters
    ----------
    frame : DataFrame
        ``panel`` (text, in order of appearance), ``x``, ``value`` and ``low``, ``inner_low``,
        ``inner_high``, ``high`` (relative changes, NaN where there is none), ``hover`` (text),
        ``end`` (text at the end of the line).
    canvas : Canvas
        Mode and size.
    axis : FanAxis
        How the axes read.
    """
    panels = list(dict.fromkeys(frame["panel"]))
    stacked = canvas.size != "wide" and len(panels) > 1
    rows = len(panels) if stacked else 1
    head = HEAD_PX if len(panels) > 1 or axis.mark else 8
    height = rows * (PANEL_PX + head + (AXIS_PX if stacked else 0))
    fig = theme.figure(canvas, plot_height_px=height, margin={
        "l": 46, "r": END_PX, "b": 4 if stacked else AXIS_PX})
    ends, width = _range(frame), float(frame["x"].max() - frame["x"].min()) or 1.0
    across = frame["x"].min() - 0.04 * width, frame["x"].max() + 0.04 * width
    marks = theme.Marks(canvas)
    for at, name in enumerate(panels):
        box = _box(at, len(panels), stacked=stacked, height=height, head=head)
        _place(fig, at, box, (across, ends), axis)
        _add_fan(fig, marks, frame[frame["panel"] == name], at, canvas)
        _add_words(marks, at, (name if len(panels) > 1 else "", box), axis, canvas)
    marks.put(fig)
    items.declare(fig, items.Items())
    return fig


Box = tuple[float, float, float, float]
"""Left, right, low, high end of a panel in shares of the plot."""


def _box(at: int, number: int, *, stacked: bool, height: int, head: int) -> Box:
    if stacked:
        step = 1 / number
        top = 1 - at * step
        return 0.0, 1.0, top - step + AXIS_PX / height, top - head / height
    width = (1 - GAP * (number - 1)) / number
    left = at * (width + GAP)
    return left, left + width * (1 if at == number - 1 else 0.86), 0.0, 1 - head / height


def _range(frame: pd.DataFrame) -> tuple[float, float]:
    values = frame[["value", "low", "high"]].astype("float64").stack()
    low, high = min([0.0, *values]), max([0.0, *values])
    room = max(0.02, 0.06 * (high - low))
    return low - (room if low < 0 else 0.3 * room), high + room


def _place(
    fig: go.Figure, at: int, box: Box, limits: tuple[tuple[float, float], tuple[float, float]],
    axis: FanAxis,
) -> None:
    across, ends = limits
    number = "" if at == 0 else str(at + 1)
    step = _step(ends[1] - ends[0])
    ticks = [round(one * step, 10)
             for one in range(ceil(ends[0] / step), floor(ends[1] / step) + 1)]
    fig.update_layout({
        f"xaxis{number}": {"domain": box[:2], "anchor": f"y{number}", "showgrid": False,
                           "tickformat": ",", "nticks": 7, "range": across,
                           "title": {"text": escape(axis.across), "standoff": 4}},
        f"yaxis{number}": {"domain": box[2:], "anchor": f"x{number}", "range": ends,
                           "tickvals": ticks, "ticktext": [_signed(one) for one in ticks]}})


def _step(width: float) -> float:
    return next((one for one in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5)
                 if width / one <= 7), 10.0)


def _signed(share: float) -> str:
    text = f"{abs(share) * 100:g}%"
    return text if share == 0 else f"−{text}" if share < 0 else f"+{text}"


def _add_fan(
    fig: go.Figure, marks: theme.Marks, rows: pd.DataFrame, at: int, canvas: theme.Canvas
) -> None:
    colours, number = canvas.palette, "" if at == 0 else str(at + 1)
    place = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    name = str(rows["panel"].iloc[0])
    for low, high, fill in (("low", "high", colours.band), ("inner_low", "inner_high",
                                                            colours.grid)):
        for column, filled in ((high, None), (low, "tonexty")):
            fig.add_trace(go.Scatter(
                x=rows["x"], y=rows[column], mode="lines", line={"width": 0}, fill=filled,
                fillcolor=fill, hoverinfo="skip", name=f"{name}, {column}", **place))
    fig.add_trace(go.Scatter(
        x=rows["x"], y=rows["value"], mode="lines+markers", name=name,
        line={"color": colours.ink, "width": 2.5}, marker={"size": 5, "color": colours.ink},
        hovertext=[escape(text) for text in rows["hover"]], hoverinfo="text", **place))
    last = rows.iloc[-1]
    if pd.notna(last["value"]):
        marks.note(
            x=last["x"], y=last["value"], xref=f"x{number}", yref=f"y{number}", xanchor="left",
            xshift=8, yanchor="middle", text=f"<b>{escape(last['end'])}</b>", name=items.VALUE,
            font={"size": 13, "color": colours.ink})


def _add_words(
    marks: theme.Marks, at: int, panel: tuple[str, Box], axis: FanAxis, canvas: theme.Canvas
) -> None:
    """Name of a panel, the line of no change, and what is marked along the axis."""
    colours, number = canvas.palette, "" if at == 0 else str(at + 1)
    name, box = panel
    lines = wrap(name, width_px=canvas.width_px * (box[1] - box[0]), size_px=13,
                 face="sans bold")[:2] if name else []
    for line, text in enumerate(reversed(lines)):
        marks.note(
            x=box[0], y=box[3], xref="paper", yref="paper", xanchor="left", yanchor="bottom",
            yshift=5 + 15 * line, text=f"<b>{text}</b>",
            font={"size": 13, "color": colours.ink})
    marks.shape(
        type="line", x0=box[0], x1=box[1], xref="paper", y0=0, y1=0, yref=f"y{number}",
        line={"color": colours.muted, "width": 1.2, "dash": "dot"}, layer="above")
    if axis.mark:
        _add_mark(marks, axis.mark, canvas)


def _add_mark(
    marks: theme.Marks, mark: tuple[float, float, float, str], canvas: theme.Canvas
) -> None:
    low, value, high, label = mark
    colours = canvas.palette
    marks.shape(type="line", x0=low, x1=high, y0=0, y1=0, layer="above",
                line={"color": colours.ink, "width": 5})
    marks.shape(type="line", x0=value, x1=value, y0=0, y1=1, yref="paper",
                line={"color": colours.ink, "width": 1.5, "dash": "dash"})
    marks.note(
        x=value, y=1, yref="paper", yanchor="top", xanchor="left", xshift=6,
        text=f"<b>{escape(label)}</b>", font={"size": 13, "color": colours.ink})


