"""Who against whom: a square of counts, the number written in every cell, names along both sides.

The depth of a cell repeats its number and is never the only sign; cells where a name meets itself
are framed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.colours import blend
from analysis.charts.text import AVERAGE_CHARACTER_EM, block, escape, wrap

CELL_PX = {"wide": 32, "medium": 30, "narrow": 36}
NAME_PX = {"wide": 12.5, "medium": 11.5, "narrow": 11.5}
NUMBER_PX = {"wide": 12.5, "medium": 11, "narrow": 12}
MOST_TWO_LINES_PX, LETTERS = 11, 3.5
"""Size of a text of two lines, in a cell at least so many times as wide."""
NAME_ROOM_PX = {"wide": 150, "medium": 118, "narrow": 100}
LONGEST_NAME = 22
DEEPEST = 0.6
"""Share of the colour in the deepest cell, the rest is paper: ink on it keeps its contrast."""


@dataclass(frozen=True)
class Sides:
    """What rows and columns stand for."""

    rows: str
    columns: str


def draw_crossing(frame: pd.DataFrame, canvas: theme.Canvas, *, sides: Sides) -> go.Figure:
    """Draw one cell a row of the frame.

    Parameters
    ----------
    frame : DataFrame
        ``row`` and ``column`` (text, in order of appearance), ``count`` (integer), ``text`` (what
        is written in the cell; ``|`` breaks it), ``depth`` (0-1, how deep the cell is tinted),
        ``framed`` (boolean), ``hover`` (text). Every row with every column once.
    canvas : Canvas
        Mode and size.
    sides : Sides
        Headings of the two sides.
    """
    rows, columns = list(dict.fromkeys(frame["row"])), list(dict.fromkeys(frame["column"]))
    cell, head = CELL_PX[canvas.size], _head_px(columns, canvas)
    height = head + cell * max(1, len(rows))
    fig = theme.figure(
        canvas, plot_height_px=height,
        margin={"l": NAME_ROOM_PX[canvas.size], "r": 2, "b": 4, "t": 4})
    fig.update_xaxes(range=[0, max(1, len(columns))], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    marks = theme.Marks(canvas)
    _add_columns(marks, columns, sides.columns, canvas)
    _add_rows(marks, rows, sides.rows, head, canvas)
    across, down = ({name: place for place, name in enumerate(found)} for found in (columns, rows))
    wide_px = (canvas.width_px - NAME_ROOM_PX[canvas.size]) / max(1, len(columns))
    for item in frame.to_dict("records"):
        corner = across[item["column"]], head + down[item["row"]] * cell
        _add_cell(marks, item, corner, canvas, wide_px=wide_px)
    marks.put(fig)
    fig.add_trace(go.Scatter(
        x=[across[name] + 0.5 for name in frame["column"]],
        y=[head + (down[name] + 0.5) * cell for name in frame["row"]], mode="markers",
        name="cells", marker={"size": cell * 0.8, "opacity": 0, "symbol": "square"},
        hovertext=[escape(text) for text in frame["hover"]], hoverinfo="text",
    ))
    return fig


def _head_px(columns: list[str], canvas: theme.Canvas) -> int:
    """Room for the headings, which are written upwards."""
    longest = max((min(len(name), LONGEST_NAME) for name in columns), default=0)
    return round(longest * NAME_PX[canvas.size] * AVERAGE_CHARACTER_EM["sans"] * 1.12 + 26)


def _add_columns(
    marks: theme.Marks, names: list[str], heading: str, canvas: theme.Canvas
) -> None:
    head, colours = _head_px(names, canvas), canvas.palette
    for place, name in enumerate(names):
        marks.note(
            x=place + 0.5, y=head - 5, yanchor="bottom", textangle=-90, text=_short(name),
            font={"size": NAME_PX[canvas.size], "color": colours.ink})
    marks.note(
        x=0, xanchor="left", y=0, yanchor="top", text=escape(heading),
        font={"size": 11.5, "color": colours.muted})


def _add_rows(
    marks: theme.Marks, names: list[str], heading: str, head: int, canvas: theme.Canvas
) -> None:
    room, size, colours = NAME_ROOM_PX[canvas.size], NAME_PX[canvas.size], canvas.palette
    for place, name in enumerate(names):
        lines = wrap(name[:2 * LONGEST_NAME], width_px=room - 6, size_px=size)[:2]
        marks.note(
            x=0, xanchor="left", xshift=-room, y=head + (place + 0.5) * CELL_PX[canvas.size],
            text=block(lines), font={"size": size, "color": colours.ink})
    marks.note(
        x=0, xanchor="left", xshift=-room, y=head - 5, yanchor="bottom",
        text=block(wrap(heading, width_px=room - 6, size_px=11.5)),
        font={"size": 11.5, "color": colours.muted})


def _short(name: str) -> str:
    return escape(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME - 1] + "…")


def _add_cell(
    marks: theme.Marks, item: Mapping[Any, Any], corner: tuple[float, float],
    canvas: theme.Canvas, *, wide_px: float,
) -> None:
    colours, cell, size = canvas.palette, CELL_PX[canvas.size], NUMBER_PX[canvas.size]
    left, top = corner
    fill = blend(colours.paper, colours.twin, DEEPEST * item["depth"])
    marks.shape(
        type="rect", x0=left + 0.04, x1=left + 0.96, y0=top + 1, y1=top + cell - 1, fillcolor=fill,
        line={"color": colours.ink if item["framed"] else colours.grid,
              "width": 1.8 if item["framed"] else 0.5})
    text = escape(item["text"]).replace("|", "<br>")
    marks.note(
        x=left + 0.5, y=top + cell / 2, align="center",
        text=f"<b>{text}</b>" if item["count"] else text,
        font={"size": min(MOST_TWO_LINES_PX, wide_px / LETTERS) if "<br>" in text else size,
              "color": colours.ink if item["count"] else colours.muted})
