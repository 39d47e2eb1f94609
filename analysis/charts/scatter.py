"""Many grey points with a few named ones: where a group stands among all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.text import escape


@dataclass(frozen=True)
class Axes:
    """Titles and number formats of both axes."""

    x_title: str
    y_title: str
    y_prefix: str = ""
    y_log: bool = False


def draw_scatter(frame: pd.DataFrame, canvas: theme.Canvas, *, axes: Axes) -> go.Figure:
    """Draw all rows as points and write the names of the highlighted ones.

    Parameters
    ----------
    frame : DataFrame
        ``x``, ``y`` (numbers), ``label`` (text), ``role`` (``chosen``, ``listed`` or ``other``),
        ``hover`` (text).
    canvas : Canvas
        Mode and size.
    axes : Axes
        Titles and formats.
    """
    colours = canvas.palette
    fig = theme.figure(
        canvas, plot_height_px=430, margin={"l": 58, "r": 12, "t": 26, "b": 46}
    )
    looks = {
        "other": (4.5, colours.grid, colours.muted, 0.55),
        "listed": (8, colours.ink, colours.paper, 1.0),
        "chosen": (13, colours.human, colours.paper, 1.0),
    }
    for role, (size, fill, line, opacity) in looks.items():
        rows = frame[frame["role"] == role]
        fig.add_trace(go.Scatter(
            x=rows["x"], y=rows["y"], mode="markers", name=role,
            marker={"size": size, "color": fill, "opacity": opacity,
                    "line": {"color": line, "width": 0.8}},
            hovertext=[escape(text) for text in rows["hover"]], hoverinfo="text",
        ))
    fig.update_xaxes(title_text=escape(axes.x_title), title_standoff=8)
    fig.update_yaxes(
        type="log" if axes.y_log else "linear", tickprefix=axes.y_prefix, tickformat=",",
        tickvals=[25_000, 50_000, 100_000, 200_000] if axes.y_log else None,
    )
    marks = theme.Marks(canvas)
    marks.note(
        x=0, xref="paper", xshift=-58, xanchor="left", y=1, yref="paper", yanchor="bottom",
        yshift=8, text=escape(axes.y_title),
        font={"size": 12, "color": colours.muted},
    )
    _name_points(marks, frame[frame["role"] == "chosen"], canvas, log=axes.y_log)
    marks.put(fig)
    return fig


def _name_points(
    marks: theme.Marks, rows: pd.DataFrame, canvas: theme.Canvas, *, log: bool
) -> None:
    middle = (rows["x"].max() + rows["x"].min()) / 2 if len(rows) > 1 else None
    for _, row in rows.iterrows():
        right = middle is not None and row["x"] > middle
        marks.label(
            x=row["x"], y=math.log10(row["y"]) if log else row["y"],
            xanchor="right" if right else "left", xshift=-11 if right else 11,
            text=f"<b>{escape(row['label'])}</b>", borderpad=1,
            font={"size": 13, "color": canvas.palette.human},
        )
