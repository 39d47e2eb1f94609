"""What a result hangs on: a bar an assumption, from the result at its low end to that at its high.

A hollow point is the low end of the assumption, a filled one the high end, so that one sees which
way it works. A dotted line stands where the assumption as it is puts the result, and a band shows
how far chance alone moves it: a bar inside the band says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.points import Scale
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
BAR_ROW_PX = 34
BAND_PX = 22
BAR_PX = 5
MARKER_PX = 11
MARGIN_LEFT_PX = 12
TOP_PX = 24


@dataclass(frozen=True)
class Mark:
    """Where the result stands as things are, and between which ends chance alone puts it."""

    value: float
    label: str
    low: float = float("nan")
    high: float = float("nan")


def draw_tornado(
    frame: pd.DataFrame, canvas: theme.Canvas, *, scale: Scale, mark: Mark
) -> go.Figure:
    """Draw one row an assumption.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``label`` (text), ``at_low`` and ``at_high`` (results, in the unit of
        ``scale``; NaN where that end gives none), ``text`` (printed at the end of the bar),
        ``hover`` (text).
    canvas : Canvas
        Mode and size.
    scale : Scale
        The common axis.
    mark : Mark
        The result as it stands, and the band of chance.
    """
    spread = (frame["at_high"] - frame["at_low"]).abs()
    frame = items.arrange(frame.assign(spread=spread), canvas.order, value="spread")
    colours = canvas.palette
    labels = [wrap(text, width_px=canvas.width_px - 24, size_px=LABEL_PX)
              for text in frame["label"]]
    tops, lines, at = [], [], float(TOP_PX)
    for label in labels:
        tops.append(at)
        lines.append(at + len(label) * LINE_PX + BAND_PX / 2 + 2)
        at += len(label) * LINE_PX + BAR_ROW_PX
    height = max(60, round(at))
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": MARGIN_LEFT_PX, "r": 18, "b": 26})
    fig.update_xaxes(
        range=[scale.low, scale.high], tickvals=list(scale.ticks),
        ticktext=[scale.text(tick) for tick in scale.ticks], showgrid=True)
    fig.update_yaxes(range=[height, 0], visible=False)
    items.declare(fig, items.rows(frame, tops, lines))
    marks = theme.Marks(canvas)
    _add_mark(marks, mark, canvas, lines)
    for row, label, top, line in zip(frame.to_dict("records"), labels, tops, lines, strict=True):
        marks.label(
            x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, yanchor="middle",
            y=top + len(label) * LINE_PX / 2, text=block(label),
            font={"size": LABEL_PX, "color": colours.ink})
        _add_bar(marks, (row["at_low"], row["at_high"], str(row["text"])), line, canvas, scale)
    marks.put(fig)
    for end, filled in (("at_low", False), ("at_high", True)):
        fig.add_trace(go.Scatter(
            x=frame[end], y=lines, mode="markers", cliponaxis=False, name=end.replace("_", " "),
            marker={"size": MARKER_PX, "color": colours.ink if filled else colours.paper,
                    "line": {"color": colours.ink, "width": 2}},
            hovertext=[escape(text) for text in frame["hover"]], hoverinfo="text"))
    return fig


def _add_mark(
    marks: theme.Marks, mark: Mark, canvas: theme.Canvas, lines: list[float]
) -> None:
    """Band and dashed line behind each bar only, so that no label stands on them."""
    colours = canvas.palette
    for line in lines:
        ends = {"y0": line - BAND_PX / 2, "y1": line + BAND_PX / 2, "layer": "below"}
        if pd.notna(mark.low):
            marks.shape(
                type="rect", x0=mark.low, x1=mark.high, fillcolor=colours.band,
                line={"width": 0}, **ends)
        marks.shape(
            type="line", x0=mark.value, x1=mark.value,
            line={"color": colours.muted, "width": 1.5, "dash": "dot"}, **ends)
    marks.label(
        x=mark.value, y=TOP_PX - 6, yanchor="bottom", xanchor="center", text=escape(mark.label),
        font={"size": 11.5, "color": colours.muted})


def _add_bar(
    marks: theme.Marks, row: tuple[float, float, str], line: float, canvas: theme.Canvas,
    scale: Scale,
) -> None:
    low, high, text = row
    known = [end for end in (low, high) if pd.notna(end)]
    if len(known) == 2:
        marks.shape(
            type="line", x0=low, x1=high, y0=line, y1=line,
            line={"color": canvas.palette.ink, "width": BAR_PX})
    if known:
        right = max(known)
        left = right > scale.low + 0.72 * (scale.high - scale.low)
        marks.label(
            x=min(known) if left else right, y=line, name=items.VALUE,
            text=f"<b>{escape(text)}</b>", yanchor="middle",
            xanchor="right" if left else "left", xshift=-11 if left else 11,
            font={"size": 12.5, "color": canvas.palette.ink})
