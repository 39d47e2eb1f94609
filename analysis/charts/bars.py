"""Horizontal bars from zero, labels flush left above, withheld values drawn as such."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.editable import SHADES, declare_editable, rows_editable
from analysis.charts.kinds import by_look, marker
from analysis.charts.text import AVERAGE_CHARACTER_EM, block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
BAR_PX = 15
GAP_PX = 14
TEXT_PX = 12.5
SECTION_GAP_PX = 10
MARGIN_LEFT_PX = 6
LOOKS = {"solid": "muted", "withheld": "muted", "emphasis": "human"}
"""Colours of the styles that are not named after one."""
BOLD_EM = AVERAGE_CHARACTER_EM["sans bold"]


def draw_bars(frame: pd.DataFrame, canvas: theme.Canvas, *, suffix: str = "") -> go.Figure:
    """Draw one bar a row.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``label`` (text), ``value`` (number, NaN where withheld), ``low`` and
        ``high`` (95% interval or NaN), ``text`` (what is printed at the bar's end), ``style``
        (``solid``, ``emphasis``, ``hatched``: known only as a remainder, ``withheld``: no value;
        ``human``, ``twin``, ``synthetic``: the colour and pattern of that kind). Optional
        ``section`` (text): a heading above the first row that bears it.
    canvas : Canvas
        Mode and size.
    suffix : str
        After the tick numbers.
    """
    frame = items.arrange(frame, canvas.order)
    room = canvas.width_px - 16
    labels = [wrap(text, width_px=room, size_px=LABEL_PX) for text in frame["label"]]
    headings = _headings(frame, room)
    tops: list[float] = []
    top = 2.0
    remarks = [
        wrap(row["text"], width_px=room, size_px=TEXT_PX) if pd.isna(row["value"]) else []
        for _, row in frame.iterrows()
    ]
    for heading, lines, remark in zip(headings, labels, remarks, strict=True):
        if heading:
            top += len(heading) * LINE_PX + (SECTION_GAP_PX if tops else 0) + 4
        tops.append(top)
        top += len(lines) * LINE_PX + BAR_PX + GAP_PX + max(0, len(remark) - 1) * LINE_PX
    fig = theme.figure(
        canvas, plot_height_px=max(60, round(top)), margin={"l": MARGIN_LEFT_PX, "r": 8, "b": 26},
        barmode="overlay",
    )
    longest = _longest(frame, canvas)
    fig.update_xaxes(range=[0, longest], ticksuffix=suffix, tickformat=",", nticks=5)
    fig.update_yaxes(range=[max(60, round(top)), 0], visible=False)
    centres = [
        start + len(lines) * LINE_PX + BAR_PX / 2 + 2
        for start, lines in zip(tops, labels, strict=True)
    ]
    _add_bars(fig, frame, centres, canvas)
    named = items.rows(frame, tops, centres)
    items.declare(fig, named)
    looks = frame["style"].replace(LOOKS)
    declare_editable(fig, rows_editable(
        frame, named.names, suffix=suffix,
        shades=[look if look in SHADES else "muted" for look in looks],
        fills=["hatched" if look == "hatched" else "solid" for look in looks]))
    marks = theme.Marks(canvas)
    for heading, start in zip(headings, tops, strict=True):
        if heading:
            _add_heading(marks, heading, start, canvas)
    for (_, row), lines, remark, start, centre in zip(
        frame.iterrows(), labels, remarks, tops, centres, strict=True
    ):
        _add_texts(marks, row, lines, remark, start, centre, canvas)
    marks.put(fig)
    return fig


def _headings(frame: pd.DataFrame, room: float) -> list[list[str]]:
    """Lines of the heading above each row, none where the row before bears the same."""
    if "section" not in frame:
        return [[] for _ in range(len(frame))]
    new = frame["section"].ne(frame["section"].shift()) & frame["section"].ne("")
    return [
        wrap(text, width_px=room, size_px=LABEL_PX, face="sans bold") if first else []
        for text, first in zip(frame["section"], new, strict=True)
    ]


def _add_heading(
    marks: theme.Marks, lines: list[str], start: float, canvas: theme.Canvas
) -> None:
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, yref="y",
        y=start - 4 - len(lines) * LINE_PX / 2, yanchor="middle", text=f"<b>{block(lines)}</b>",
        font={"size": LABEL_PX, "color": canvas.palette.ink},
    )


def _longest(frame: pd.DataFrame, canvas: theme.Canvas) -> float:
    """End of the axis: every bar with its interval and the text behind it fits."""
    ends = frame[["value", "high"]].max(axis=1)
    room = [
        max(0.3, 1 - (len(str(text)) * TEXT_PX * BOLD_EM + 20) / canvas.width_px)
        for text in frame["text"]
    ]
    needed = (ends / pd.Series(room, index=frame.index, dtype="float64")).max()
    return max(float(needed), ends.max() * 1.1) if pd.notna(needed) and needed > 0 else 1.0


def _add_bars(
    fig: go.Figure, frame: pd.DataFrame, centres: list[float], canvas: theme.Canvas
) -> None:
    """One trace a look: what is known, and what is known only as a remainder."""
    colours = canvas.palette
    looks = frame.assign(centre=centres, look=frame["style"].replace(LOOKS))
    for look, rows in by_look(looks[looks["look"] != "hatched"], "look"):
        fig.add_trace(go.Bar(
            x=rows["value"], y=rows["centre"], orientation="h", width=BAR_PX, name="bars",
            marker=marker(look, canvas),
            error_x={
                "type": "data", "symmetric": False, "array": rows["high"] - rows["value"],
                "arrayminus": rows["value"] - rows["low"], "color": colours.ink, "thickness": 1.5,
                "width": 4,
            },
            hovertext=_hover(rows), hoverinfo="text",
        ))
    rest = looks[looks["look"] == "hatched"]
    if len(rest):
        fig.add_trace(go.Bar(
            x=rest["value"], y=rest["centre"], orientation="h", width=BAR_PX, name="remainder",
            marker={
                "color": colours.paper, "line": {"color": colours.muted, "width": 1},
                "pattern": {"shape": "/", "fgcolor": colours.muted, "size": 6},
            },
            hovertext=_hover(rest), hoverinfo="text",
        ))


def _hover(frame: pd.DataFrame) -> list[str]:
    return [
        f"{escape(label)}: {escape(text)}"
        for label, text in zip(frame["label"], frame["text"], strict=True)
    ]


def _add_texts(
    marks: theme.Marks, row: pd.Series, lines: list[str], remark: list[str], start: float,
    centre: float, canvas: theme.Canvas,
) -> None:
    colours = canvas.palette
    known = pd.notna(row["value"])
    ink = colours.accent if row["style"] == "emphasis" else colours.ink
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, yref="y",
        y=start + len(lines) * LINE_PX / 2, yanchor="middle", text=block(lines),
        font={"size": LABEL_PX, "color": ink},
    )
    end = row["high"] if pd.notna(row["high"]) else row["value"]
    text = escape(row["text"]) if known else block(remark)
    marks.label(
        x=end if known else 0, xanchor="left", xshift=7 if known else 0,
        name=items.VALUE if known else None,
        y=centre if known else centre - BAR_PX / 2, yanchor="middle" if known else "top",
        text=f"<b>{text}</b>" if known else f"<i>{text}</i>",
        font={"size": TEXT_PX, "color": ink if known else colours.muted},
    )
