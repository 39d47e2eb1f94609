"""Bars in named groups: the same few things under every heading, on one axis from zero.

For what is compared group by group (a role of the crew on human bookings and on uses of twins): the
name stands left of its bar, so that a group reads like a small table. A value that is not known has
words in place of a bar, never a bar of no length.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.editable import declare_editable, groups_editable
from analysis.charts.kinds import by_look, marker
from analysis.charts.text import AVERAGE_CHARACTER_EM, block, escape, wrap

HEADING_PX = 13.5
HEADING_LINE_PX = 18
NAME_PX = 12.5
BAR_PX = 14
ROW_PX = 20
GAP_PX = 12
NAME_ROOM_PX = {"wide": 150, "medium": 130, "narrow": 108}


def draw_groups(frame: pd.DataFrame, canvas: theme.Canvas, *, suffix: str = "") -> go.Figure:
    """Draw one bar a row, rows of a group below each other under its heading.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``group`` (text, heading), ``name`` (text beside the bar), ``value``
        (number, NaN where not known), ``text`` (at the bar's end, or in its place), ``style``
        (``human``, ``twin``, ``synthetic``: colour and pattern of that kind; ``ink`` or ``muted``).
    canvas : Canvas
        Mode and size.
    suffix : str
        After the tick numbers.
    """
    frame = items.arrange(frame, canvas.order, label="name", section="group")
    headings, tops, height = _lay_out(frame, canvas)
    room = NAME_ROOM_PX[canvas.size]
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": room, "r": 8, "b": 26}, barmode="overlay")
    fig.update_xaxes(
        range=[0, _longest(frame, canvas)], ticksuffix=suffix, tickformat=",", nticks=5)
    fig.update_yaxes(range=[height, 0], visible=False)
    centres = [top + ROW_PX / 2 for top in tops]
    _add_bars(fig, frame, centres, canvas)
    items.declare(fig, items.rows(frame, tops, centres, label="name", section="group"))
    declare_editable(fig, groups_editable(frame, suffix=suffix))
    marks = theme.Marks(canvas)
    for lines, top in headings:
        marks.label(
            x=0, xref="paper", xanchor="left", xshift=-room, y=top, yanchor="top",
            text=f"<b>{block(lines)}</b>", font={"size": HEADING_PX, "color": canvas.palette.ink},
        )
    for row, centre in zip(frame.to_dict("records"), centres, strict=True):
        _add_texts(marks, row, centre, canvas)
    marks.put(fig)
    return fig


def _lay_out(
    frame: pd.DataFrame, canvas: theme.Canvas
) -> tuple[list[tuple[list[str], float]], list[float], int]:
    """Headings with their tops, the top of each row, and the height of all."""
    headings, tops, top, last = [], [], 2.0, None
    for group in frame["group"]:
        if group != last:
            lines = wrap(group, width_px=canvas.width_px - 10, size_px=HEADING_PX)
            top += GAP_PX if last is not None else 0
            headings.append((lines, top))
            top, last = top + len(lines) * HEADING_LINE_PX + 3, group
        tops.append(top)
        top += ROW_PX
    return headings, tops, max(60, round(top + 4))


def _longest(frame: pd.DataFrame, canvas: theme.Canvas) -> float:
    """End of the axis: every bar and the text behind it fits."""
    known = frame[frame["value"].notna()]
    width = canvas.width_px - NAME_ROOM_PX[canvas.size]
    room = [
        max(0.3, 1 - (len(str(text)) * NAME_PX * AVERAGE_CHARACTER_EM["sans bold"] + 16) / width)
        for text in known["text"]
    ]
    needed = (known["value"] / pd.Series(room, index=known.index, dtype="float64")).max()
    return float(needed) if pd.notna(needed) and needed > 0 else 1.0


def _add_bars(
    fig: go.Figure, frame: pd.DataFrame, centres: list[float], canvas: theme.Canvas
) -> None:
    for style, rows in by_look(frame.assign(centre=centres), "style"):
        fig.add_trace(go.Bar(
            x=rows["value"], y=rows["centre"], orientation="h", width=BAR_PX, name="bars",
            marker=marker(style, canvas),
            hovertext=[
                f"{escape(row['group'])}, {escape(row['name'])}: {escape(row['text'])}"
                for row in rows.to_dict("records")
            ], hoverinfo="text",
        ))


def _add_texts(
    marks: theme.Marks, row: Mapping[Any, Any], centre: float, canvas: theme.Canvas
) -> None:
    colours = canvas.palette
    known = pd.notna(row["value"])
    marks.note(
        x=0, xref="paper", xanchor="left", xshift=-NAME_ROOM_PX[canvas.size], y=centre,
        text=escape(row["name"]), font={"size": NAME_PX, "color": colours.ink},
    )
    text = escape(row["text"])
    marks.label(
        x=row["value"] if known else 0, xanchor="left", xshift=6, y=centre,
        name=items.VALUE if known else None,
        text=f"<b>{text}</b>" if known else f"<i>{text}</i>",
        font={"size": NAME_PX, "color": colours.ink if known else colours.muted},
    )
