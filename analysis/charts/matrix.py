"""A matrix of answers: a sign and a word in every cell, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
CELL_PX = {"wide": 32, "medium": 32, "narrow": 46}
"""On a phone a word of two parts stands on two lines."""
GAP_PX = 10
HEAD_PX = 34
SIGN_PX = 13
SIGNS: Mapping[str, tuple[str, str]] = {
    "yes": ("●", "yes"), "partial": ("◐", "partly"), "probably not": ("◌", "probably not"),
    "no": ("○", "no"),
    "unknown": ("?", "unknown"), "not read": ("–", "not found"),
}
"""Sign and word of each answer; ``not read`` is “not in what was read”."""
BROKEN = {"unknown": "un-<br>known"}
"""Words of one part that are wider than a cell of a phone."""


def draw_matrix(
    frame: pd.DataFrame, canvas: theme.Canvas, *, columns: Mapping[str, str]
) -> go.Figure:
    """Draw one row an instrument, one cell a topic.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` (text, may be empty), ``name`` (text), ``muted`` (boolean:
        drawn paler, for what is not in force), ``hover`` (mapping of topic to text), and a column
        a topic with an answer of ``SIGNS``.
    canvas : Canvas
        Mode and size.
    columns : mapping
        Heading of each topic's column, in order; ``|`` breaks it where there is little
        room, ``-|`` on a phone.
    """
    tops, sections, labels, height = _lay_out(frame, canvas)
    fig = theme.figure(canvas, plot_height_px=height, margin={"l": 0, "r": 4, "b": 4})
    fig.update_xaxes(range=[0, len(columns)], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    marks = theme.Marks(canvas)
    _add_heads(marks, columns, canvas)
    for section, at in sections:
        marks.note(
            x=0, xref="paper", xanchor="left", y=at, text=f"<b>{escape(section.upper())}</b>",
            font={"size": 11.5, "color": canvas.palette.muted},
        )
    for lines, top, row in zip(labels, tops, frame.to_dict("records"), strict=True):
        ink = canvas.palette.muted if row["muted"] else canvas.palette.ink
        marks.note(
            x=0, xref="paper", xanchor="left", y=top, yanchor="top", text=block(lines),
            font={"size": LABEL_PX, "color": ink},
        )
        marks.shape(
            type="line", x0=0, x1=1, xref="paper", y0=top - 4, y1=top - 4,
            line={"color": canvas.palette.grid, "width": 1},
        )
        _add_cells(marks, row, list(columns), top + len(lines) * LINE_PX, canvas)
    marks.put(fig)
    middles = [top + len(lines) * LINE_PX + CELL_PX[canvas.size] / 2
               for top, lines in zip(tops, labels, strict=True)]
    _add_hover(fig, frame, list(columns), middles)
    return fig


def _lay_out(
    frame: pd.DataFrame, canvas: theme.Canvas
) -> tuple[list[float], list[tuple[str, float]], list[list[str]], int]:
    labels = [wrap(text, width_px=canvas.width_px - 10, size_px=LABEL_PX)
              for text in frame["name"]]
    tops, sections, top, last = [], [], float(HEAD_PX), ""
    for lines, section in zip(labels, frame["section"], strict=True):
        if section != last:
            sections.append((section, top + 12))
            top, last = top + 28, section
        tops.append(top)
        top += len(lines) * LINE_PX + CELL_PX[canvas.size] + GAP_PX
    return tops, sections, labels, max(60, round(top))


def _add_heads(marks: theme.Marks, columns: Mapping[str, str], canvas: theme.Canvas) -> None:
    for number, heading in enumerate(columns.values()):
        text = escape(heading)
        if not canvas.narrow:
            text = text.replace("-|", "").replace("|", " " if canvas.size == "wide" else "|")
        text = text.replace("|", "<br>")
        marks.note(
            x=number + 0.5, y=HEAD_PX / 2 - 4, align="center",
            text=text if canvas.narrow else f"<b>{text}</b>",
            font={"size": 11 if canvas.narrow else 12, "color": canvas.palette.muted},
        )


def _add_cells(
    marks: theme.Marks, row: Mapping[Any, Any], topics: list[str], top: float,
    canvas: theme.Canvas,
) -> None:
    colours = canvas.palette
    for number, topic in enumerate(topics):
        sign, word = SIGNS[str(row[topic])]
        if canvas.narrow:
            word = BROKEN.get(word, word).replace(" ", "<br>")
        strong = row[topic] in ("yes", "partial") and not row["muted"]
        marks.note(
            x=number + 0.5, y=top, yanchor="top", align="center",
            text=f'<span style="font-size:{SIGN_PX}px">{sign}</span><br>{word}',
            font={
                "size": 11, "color": colours.ink if strong else colours.muted,
            },
        )


def _add_hover(
    fig: go.Figure, frame: pd.DataFrame, topics: list[str], middles: list[float]
) -> None:
    """Invisible points over the cells that carry the hover texts."""
    rows = frame.to_dict("records")
    fig.add_trace(go.Scatter(
        x=[number + 0.5 for _ in rows for number in range(len(topics))],
        y=[middle for middle in middles for _ in topics],
        mode="markers", name="cells", marker={"size": 26, "opacity": 0},
        hovertext=[escape(row["hover"][topic]) for row in rows for topic in topics],
        hoverinfo="text",
    ))
