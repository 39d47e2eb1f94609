"""Lorenz curves: which share of all earnings the lower-earning part of the models has.

Lorenz, M. O. (1905). Methods of Measuring the Concentration of Wealth. Publications of the American
Statistical Association 9(70), 209-219. doi:10.2307/2276207.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.series import KIND_DASHES
from analysis.charts.text import block, escape, wrap

KEY_PX = 12.5
HEIGHT_PX = {"wide": 430, "medium": 400, "narrow": 300}
DASH_SIGNS = {"solid": "━━", "dash": "╍╍", "dot": "┅┅"}
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Curve:
    """One curve: which rows it takes, how it is named, and in which colour and dash.

    ``style`` is ``human``, ``twin`` or ``synthetic``, or ``ink`` for what is of several kinds.
    """

    series: str
    label: str
    style: str

    @property
    def dash(self) -> str:
        """A second sign beside the colour."""
        return KIND_DASHES.get(self.style, "dash")


def draw_lorenz(
    frame: pd.DataFrame, canvas: theme.Canvas, *, curves: Sequence[Curve], x_title: str,
    y_title: str,
) -> go.Figure:
    """Draw curves under the line of equal earnings, their names in the empty upper half.

    Parameters
    ----------
    frame : DataFrame
        ``series`` (text), ``x`` and ``y`` (shares 0-1, both rising from 0 to 1), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    curves : sequence of Curve
        In drawing order.
    x_title, y_title : str
        What the axes measure.
    """
    colours = canvas.palette
    fig = theme.figure(
        canvas, plot_height_px=HEIGHT_PX[canvas.size],
        margin={"l": 44, "r": 24, "t": 26, "b": 46})
    marks = theme.Marks(canvas)
    marks.shape(
        type="line", x0=0, y0=0, x1=1, y1=1,
        line={"color": colours.muted, "width": 1, "dash": "dot"})
    for curve in curves:
        _add_curve(fig, frame[frame["series"] == curve.series], curve, canvas)
    fig.update_xaxes(
        range=[0, 1], tickvals=TICKS, tickformat=".0%", title_text=escape(x_title),
        title_standoff=8)
    fig.update_yaxes(range=[0, 1.02], tickvals=TICKS, tickformat=".0%")
    marks.note(
        x=0, xref="paper", xshift=-44, xanchor="left", y=1, yref="paper", yanchor="bottom",
        yshift=8, text=escape(y_title), font={"size": 12, "color": colours.muted})
    _add_key(marks, curves, canvas)
    marks.put(fig)
    return fig


def _add_curve(
    fig: go.Figure, rows: pd.DataFrame, curve: Curve, canvas: theme.Canvas
) -> None:
    fig.add_trace(go.Scatter(
        x=rows["x"], y=rows["y"], mode="lines", name=curve.series,
        line={"color": getattr(canvas.palette, curve.style), "width": 2.5, "dash": curve.dash},
        hovertext=[escape(text) for text in rows["hover"]], hoverinfo="text",
    ))


def _add_key(marks: theme.Marks, curves: Sequence[Curve], canvas: theme.Canvas) -> None:
    """Names of the lines in the upper left, where no curve can run."""
    colours = canvas.palette
    room = canvas.width_px * (0.52 if canvas.narrow else 0.45)
    entries = [
        (DASH_SIGNS[curve.dash], curve.label, str(getattr(colours, curve.style)))
        for curve in curves
    ] + [("┈┈", "equal earnings", colours.muted)]
    down = 4.0
    for sign, label, colour in entries:
        lines = wrap(f"{sign} {label}", width_px=room, size_px=KEY_PX, face="sans bold")
        marks.label(
            x=0.02, xanchor="left", y=1, yanchor="top", yshift=-down,
            text=f"<b>{block(lines)}</b>", font={"size": KEY_PX, "color": colours.text(colour)})
        down += len(lines) * KEY_PX * 1.3 + 4
