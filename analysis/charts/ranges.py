"""A spread a row: lowest, middle and highest of several measures. Not an interval."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
ROW_PX = 26


def draw_ranges(frame: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """Draw one spread a row on a percentile axis.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``title`` (text), ``lowest``, ``middle``, ``highest`` (percentiles
        0-100), ``emphasis`` (boolean).
    canvas : Canvas
        Mode and size.
    """
    frame = items.arrange(frame, canvas.order, label="title", value="middle")
    colours = canvas.palette
    labels = [wrap(text, width_px=canvas.width_px - 10, size_px=LABEL_PX,
                   face="sans bold" if mark else "sans")
              for text, mark in zip(frame["title"], frame["emphasis"], strict=True)]
    tops, top = [], 2.0
    for lines in labels:
        tops.append(top)
        top += len(lines) * LINE_PX + ROW_PX
    height = max(60, round(top))
    fig = theme.figure(canvas, plot_height_px=height, margin={"l": 8, "r": 14, "b": 26})
    fig.update_xaxes(range=[0, 100], tickvals=[0, 25, 50, 75, 100])
    fig.update_yaxes(range=[height, 0], visible=False)
    inks = [colours.accent if mark else colours.ink for mark in frame["emphasis"]]
    lines_at = [
        start + len(lines) * LINE_PX + 9 for start, lines in zip(tops, labels, strict=True)
    ]
    items.declare(fig, items.rows(frame, tops, lines_at, label="title"))
    marks = theme.Marks(canvas)
    for row, lines, start, at, ink in zip(
        frame.to_dict("records"), labels, tops, lines_at, inks, strict=True
    ):
        marks.label(
            x=0, xref="paper", xanchor="left", xshift=-8, y=start + len(lines) * LINE_PX / 2,
            text=f"<b>{block(lines)}</b>" if row["emphasis"] else block(lines),
            font={"size": LABEL_PX, "color": ink},
        )
        marks.shape(
            type="line", x0=row["lowest"], x1=row["highest"], y0=at, y1=at,
            line={"color": ink, "width": 1.5, "dash": "dot"},
        )
    marks.put(fig)
    for column, symbol, size in (("lowest", "line-ns", 12), ("highest", "line-ns", 12),
                                 ("middle", "diamond", 9)):
        fig.add_trace(go.Scatter(
            x=frame[column], y=lines_at, mode="markers", name=column, cliponaxis=False,
            marker={"symbol": symbol, "size": size, "color": inks,
                    "line": {"color": inks, "width": 2}},
            hovertext=[
                f"{escape(row['title'])}: {column} {row[column]:.0f}"
                for row in frame.to_dict("records")
            ], hoverinfo="text",
        ))
    return fig
