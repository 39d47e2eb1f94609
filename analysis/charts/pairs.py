"""Two measures side by side in panels of their own, each with its own axis and unit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
BAR_PX = 15
GAP_PX = 14
SECTION_PX = 30
SECTION_TEXT_PX = 11.5
BETWEEN = 0.06


@dataclass(frozen=True)
class Panel:
    """One side: column of the values, heading, and sign before the numbers."""

    column: str
    heading: str
    prefix: str


def draw_pairs(
    frame: pd.DataFrame, canvas: theme.Canvas, *, left: Panel, right: Panel
) -> go.Figure:
    """Draw a pair of bars a row, in two panels that share no axis.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` and ``label`` (text) and the columns of both panels (numbers
        or NaN).
    canvas : Canvas
        Mode and size.
    left, right : Panel
        The two measures.
    """
    frame = items.arrange(frame, canvas.order, value=left.column)
    labels = [wrap(text, width_px=canvas.width_px - 10, size_px=LABEL_PX)
              for text in frame["label"]]
    tops, sections, top = [], [], 22.0
    previous = ""
    for lines, section in zip(labels, frame["section"], strict=True):
        if section != previous:
            sections.append((section, top + SECTION_PX / 2))
            previous, top = section, top + SECTION_PX
        tops.append(top)
        top += len(lines) * LINE_PX + BAR_PX + GAP_PX
    height = max(80, round(top))
    fig = theme.figure(canvas, plot_height_px=height, margin={"l": 4, "r": 4, "b": 6})
    middle = (1 - BETWEEN) / 2
    fig.update_layout(
        xaxis={"domain": [0, middle], "anchor": "y"},
        xaxis2={"domain": [middle + BETWEEN, 1], "anchor": "y2"},
        yaxis={"range": [height, 0], "visible": False},
        yaxis2={"range": [height, 0], "visible": False, "anchor": "x2"},
    )
    centres = [
        start + len(lines) * LINE_PX + BAR_PX / 2 + 2
        for start, lines in zip(tops, labels, strict=True)
    ]
    items.declare(fig, items.rows(frame, tops, centres, measured=False))
    marks = theme.Marks(canvas)
    for section, at in sections:
        marks.note(
            x=0, xref="paper", xanchor="left", xshift=-4, y=at,
            text=f"<b>{escape(section.upper())}</b>",
            font={"size": SECTION_TEXT_PX, "color": canvas.palette.muted},
        )
    for number, panel in enumerate((left, right)):
        _add_panel(fig, marks, frame[["label", panel.column]], panel, centres, number, canvas)
    for lines, start in zip(labels, tops, strict=True):
        marks.note(
            x=0, xref="paper", xanchor="left", xshift=-4, y=start + len(lines) * LINE_PX / 2,
            text=block(lines),
            font={"size": LABEL_PX, "color": canvas.palette.ink},
        )
    marks.put(fig)
    return fig


def _add_panel(
    fig: go.Figure, marks: theme.Marks, frame: pd.DataFrame, panel: Panel,
    centres: list[float], number: int, canvas: theme.Canvas,
) -> None:
    colours = canvas.palette
    suffix = "" if number == 0 else "2"
    values = frame[panel.column]
    fig.add_trace(go.Bar(
        x=values, y=centres, orientation="h", width=BAR_PX, xaxis=f"x{suffix}",
        yaxis=f"y{suffix}", name=panel.heading, marker={"color": colours.muted},
        hovertext=[
            f"{escape(label)}: {panel.prefix}{value:,.0f}"
            for label, value in zip(frame["label"], values, strict=True)
        ], hoverinfo="text",
    ))
    fig.layout[f"xaxis{suffix}"].update(
        range=[0, values.max() * 1.6 if values.notna().any() else 1], showticklabels=False,
        showgrid=False,
    )
    marks.note(
        x=0, xref=f"x{suffix}", xanchor="left", y=9, yref=f"y{suffix}",
        text=f"<b>{escape(panel.heading)}</b>",
        font={"size": 12, "color": colours.muted},
    )
    for value, centre in zip(values, centres, strict=True):
        known = pd.notna(value)
        marks.note(
            x=value if known else 0, xref=f"x{suffix}", y=centre, yref=f"y{suffix}",
            xanchor="left", xshift=6 if known else 0,
            text=f"<b>{panel.prefix}{value:,.0f}</b>" if known else "<i>not published</i>",
            font={"size": 12.5, "color": colours.ink if known else colours.muted},
        )
