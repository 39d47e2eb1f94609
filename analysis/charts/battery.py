"""A battery of statements with the same ordered answers: one stacked bar a statement.

The answers run from the low end of the scale to the high one, light to dark, in one colour: order,
not kind. What is said of a statement (its net) stands beside its name, so that nothing depends on
telling shades apart. A statement of which some answers are withheld has words in place of a bar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.text import AVERAGE_CHARACTER_EM, block, escape, wrap

LABEL_PX, NOTE_PX, KEY_PX = 13.5, 12.5, 12
LINE_PX, BAR_PX, GAP_PX, KEY_LINE_PX = 17, 24, 16, 20
SWATCH_PX = 14
FAINTEST, STRONGEST = 0.10, 0.92


def draw_battery(
    frame: pd.DataFrame, canvas: theme.Canvas, *, answers: Sequence[str]
) -> go.Figure:
    """Draw one stacked bar a row.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``label`` (text), ``note`` (text below it), ``shares`` (tuple of
        numbers 0-1 parallel to ``answers``, or None where no bar may be drawn), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    answers : sequence of str
        From the low end of the scale to the high one.
    """
    room = canvas.width_px - 10
    keys, top = _key_places(answers, room)
    rows = []
    for row in frame.to_dict("records"):
        label = wrap(row["label"], width_px=room, size_px=LABEL_PX)
        note = wrap(row["note"], width_px=room, size_px=NOTE_PX)
        rows.append((row, label, note, top))
        top += (len(label) + len(note)) * LINE_PX + GAP_PX + (BAR_PX if row["shares"] else 0)
    height = max(60, round(top))
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": 0, "r": 4, "b": 6}, barmode="stack")
    fig.update_xaxes(range=[0, 1], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    marks = theme.Marks(canvas)
    for (left, line), answer, at in zip(keys, answers, range(len(answers)), strict=True):
        _add_key(marks, answer, (left / canvas.width_px, line), canvas, _strength(at, answers))
    for row, label, note, start in rows:
        _add_row(fig, marks, row, (label, note, start), canvas)
    marks.put(fig)
    return fig


def _strength(at: int, answers: Sequence[str]) -> float:
    if len(answers) < 2:
        return STRONGEST
    return FAINTEST + (STRONGEST - FAINTEST) * at / (len(answers) - 1)


def _key_places(answers: Sequence[str], room: float) -> tuple[list[tuple[float, float]], float]:
    """Where each swatch with its answer stands, and where the rows begin."""
    places, left, line = [], 0.0, 10.0
    for answer in answers:
        width = SWATCH_PX + 24 + len(answer) * KEY_PX * AVERAGE_CHARACTER_EM["sans bold"]
        if left and left + width > room:
            left, line = 0.0, line + KEY_LINE_PX
        places.append((left, line))
        left += width
    return places, line + KEY_LINE_PX + 6


def _add_key(
    marks: theme.Marks, answer: str, at: tuple[float, float], canvas: theme.Canvas,
    strength: float,
) -> None:
    left, line = at
    colours = canvas.palette
    marks.shape(
        type="rect", xref="paper", x0=left, x1=left + SWATCH_PX / canvas.width_px, y0=line - 7,
        y1=line + 7, fillcolor=colours.ink, opacity=strength, line={"width": 0})
    marks.note(
        x=left, xref="paper", xanchor="left", xshift=SWATCH_PX + 6, y=line, yanchor="middle",
        text=escape(answer), font={"size": KEY_PX, "color": colours.ink})


def _add_row(
    fig: go.Figure, marks: theme.Marks, row: Mapping[Any, Any],
    place: tuple[list[str], list[str], float], canvas: theme.Canvas,
) -> None:
    label, note, start = place
    colours = canvas.palette
    left = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "top"}
    marks.note(**left, y=start, text=f"<b>{block(label)}</b>",
               font={"size": LABEL_PX, "color": colours.ink})
    marks.note(**left, y=start + len(label) * LINE_PX, text=block(note),
               font={"size": NOTE_PX, "color": colours.muted})
    shares = row["shares"]
    if not isinstance(shares, tuple):
        return
    centre = start + (len(label) + len(note)) * LINE_PX + BAR_PX / 2 + 4
    reached = 0.0
    for at, share in enumerate(shares):
        strength = _strength(at, shares)
        fig.add_trace(go.Bar(
            x=[share], y=[centre], base=[reached], width=BAR_PX, orientation="h", name="answers",
            marker={"color": colours.ink, "opacity": strength,
                    "line": {"color": colours.paper, "width": 1}},
            hovertext=[escape(row["hover"])], hoverinfo="text"))
        if share * canvas.width_px > 34:
            marks.note(
                x=reached + share / 2, y=centre, yanchor="middle", xanchor="center",
                text=f"{share * 100:.0f}%", font={
                    "size": KEY_PX,
                    "color": _text_on(canvas, strength)})
        reached += share


def _text_on(canvas: theme.Canvas, strength: float) -> str:
    """Ink or paper, whichever stands out more from a bar of this strength."""
    ink, paper = canvas.palette.ink, canvas.palette.paper
    bar = [strength * one + (1 - strength) * other for one, other in zip(
        _channels(ink), _channels(paper), strict=True)]
    behind = _luminance(bar)

    def contrast(colour: str) -> float:
        light = _luminance(_channels(colour))
        return (max(light, behind) + 0.05) / (min(light, behind) + 0.05)

    return max((ink, paper), key=contrast)


def _channels(colour: str) -> list[float]:
    return [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]


def _luminance(channels: Sequence[float]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
