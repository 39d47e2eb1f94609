"""Numbers in a grid, rows against columns: each cell says its number, its tint is its share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
CELL_PX = 42
GAP_PX = 12
HEAD_PX = 36
STRONGEST = 0.32
"""Opacity of a cell that holds its whole row: ink on it keeps its contrast."""


def draw_grid(
    frame: pd.DataFrame, canvas: theme.Canvas, *, columns: Mapping[str, str], colour: str = "twin"
) -> go.Figure:
    """Draw one labelled row a group and one cell a column.

    Parameters
    ----------
    frame : DataFrame
        One row a cell, rows of the grid in order of appearance: ``row`` (text), ``column`` (key of
        ``columns``), ``value`` (count), ``share`` (its tint, 0-1), ``text`` (below the count),
        ``hover`` (text); optionally ``main`` (text in the place of the count). A cell that is
        missing counts zero.
    canvas : Canvas
        Mode and size.
    columns : mapping
        Heading of each column, in order; ``|`` breaks it on a phone.
    colour : str
        Name of the palette's colour that tints the cells.
    """
    names = list(dict.fromkeys(frame["row"]))
    labels = [wrap(name, width_px=canvas.width_px - 10, size_px=LABEL_PX) for name in names]
    cells = frame.set_index(["row", "column"]).to_dict("index")
    tops, top = [], float(HEAD_PX)
    for lines in labels:
        tops.append(top)
        top += len(lines) * LINE_PX + CELL_PX + GAP_PX
    height = max(60, round(top))
    fig = theme.figure(canvas, plot_height_px=height, margin={"l": 0, "r": 4, "b": 4})
    fig.update_xaxes(range=[0, len(columns)], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    marks, points = theme.Marks(canvas), []
    _add_heads(marks, columns, canvas)
    for name, lines, start in zip(names, labels, tops, strict=True):
        marks.note(
            x=0, xref="paper", xanchor="left", y=start, yanchor="top", text=block(lines),
            font={"size": LABEL_PX, "color": canvas.palette.ink},
        )
        cell_top = start + len(lines) * LINE_PX + 2
        for number, column in enumerate(columns):
            cell = cells.get((name, column), {"value": 0, "share": 0.0, "text": "", "hover": ""})
            _add_cell(marks, cell, (number, cell_top), canvas, colour)
            points.append((number + 0.5, cell_top + CELL_PX / 2, str(cell["hover"])))
    marks.put(fig)
    fig.add_trace(go.Scatter(
        x=[point[0] for point in points], y=[point[1] for point in points], mode="markers",
        name="cells", marker={"size": 30, "opacity": 0}, hoverinfo="text",
        hovertext=[escape(point[2]) for point in points],
    ))
    return fig


def _add_heads(marks: theme.Marks, columns: Mapping[str, str], canvas: theme.Canvas) -> None:
    for number, heading in enumerate(columns.values()):
        text = escape(heading).replace("|", "<br>" if canvas.narrow else " ")
        marks.note(
            x=number + 0.5, y=HEAD_PX / 2 - 4, text=f"<b>{text}</b>", align="center",
            font={"size": 11 if canvas.narrow else 12, "color": canvas.palette.muted},
        )


def _add_cell(
    marks: theme.Marks, cell: Mapping[Any, Any], at: tuple[int, float], canvas: theme.Canvas,
    colour: str,
) -> None:
    colours, (number, top) = canvas.palette, at
    value = int(cell["value"])
    main = escape(cell.get("main", f"{value:,}"))
    marks.shape(
        type="rect", x0=number + 0.02, x1=number + 0.98, y0=top, y1=top + CELL_PX - 4,
        fillcolor=str(getattr(colours, colour)), line={"width": 0},
        opacity=0.03 + STRONGEST * float(cell["share"]),
    )
    marks.note(
        x=number + 0.5, y=top + CELL_PX / 2 - 2, align="center",
        text=f"<b>{main}</b>" + (f"<br>{escape(cell['text'])}" if cell["text"] else ""),
        font={"size": 12 if canvas.narrow else 13,
              "color": colours.ink if value else colours.muted},
    )
