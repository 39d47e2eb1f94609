"""Single reported figures in named sections: hollow points, open bounds, and words without a count.

For figures that carry no interval: a point is always hollow. Where only a bound was printed, a
dotted line runs to the end it leaves open. A statement without a number is written, not drawn.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.points import SHARE, Scale
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13.5
LINE_PX = 17
SECTION_TEXT_PX = 13
SECTION_GAP_PX = 12
POINT_ROW_PX = 34
MARKER_PX = 12
MARGIN_LEFT_PX = 12


def draw_reported(
    frame: pd.DataFrame, canvas: theme.Canvas, *, scale: Scale = SHARE, colour: str = "ink"
) -> go.Figure:
    """Draw one row a figure or statement.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` and ``label`` (text), ``value`` (in the unit of ``scale``, NaN
        for a statement), ``bound`` (``exact``, ``at least``, ``at most`` or ``none``), ``text``
        (what is printed beside the point, or the statement), ``derived`` (boolean: worked out,
        drawn as a diamond), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    scale : Scale
        The common axis.
    colour : str
        Name of the palette's colour for the points.
    """
    frame = items.arrange(frame, canvas.order)
    marks, tops, lines, top, last = theme.Marks(canvas), [], [], 4.0, ""
    for row in frame.to_dict("records"):
        if row["section"] != last:
            top = _add_section(marks, row["section"], top + (SECTION_GAP_PX if last else 0), canvas)
            last = row["section"]
        label = wrap(row["label"], width_px=canvas.width_px - 24, size_px=LABEL_PX)
        tops.append(top)
        _text(marks, block(label), top, canvas.palette.ink, size=LABEL_PX)
        top += len(label) * LINE_PX
        lines.append(top + 13)
        said = wrap(row["text"], width_px=canvas.width_px - 24, size_px=LABEL_PX)
        if pd.isna(row["value"]):
            _text(marks, f"<i>{block(said)}</i>", top + 2, canvas.palette.muted, size=LABEL_PX)
            top += len(said) * LINE_PX + 12
        else:
            _add_row(marks, row, top + 13, canvas, scale)
            top += POINT_ROW_PX
    height = max(60, round(top))
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": MARGIN_LEFT_PX, "r": 18, "b": 26},
    )
    fig.update_xaxes(
        range=[scale.low, scale.high], tickvals=list(scale.ticks),
        ticktext=[scale.text(tick) for tick in scale.ticks],
    )
    fig.update_yaxes(range=[height, 0], visible=False)
    marks.put(fig)
    items.declare(fig, items.rows(frame, tops, lines))
    _add_points(fig, frame.assign(line=lines), canvas, colour)
    return fig


def _add_section(
    marks: theme.Marks, section: str, top: float, canvas: theme.Canvas
) -> float:
    lines = wrap(
        section, width_px=canvas.width_px - 24, size_px=SECTION_TEXT_PX, face="sans bold"
    )
    _text(marks, f"<b>{block(lines)}</b>", top, canvas.palette.muted, size=SECTION_TEXT_PX)
    return top + len(lines) * LINE_PX + 8


def _add_row(
    marks: theme.Marks, row: dict[object, object], line: float, canvas: theme.Canvas, scale: Scale
) -> None:
    colours, value = canvas.palette, float(str(row["value"]))
    marks.shape(
        type="line", x0=scale.low, x1=scale.high, y0=line, y1=line,
        line={"color": colours.grid, "width": 1},
    )
    if row["bound"] in ("at least", "at most"):
        marks.shape(
            type="line", x0=value, x1=scale.high if row["bound"] == "at least" else scale.low,
            y0=line, y1=line, line={"color": colours.ink, "width": 2, "dash": "dot"},
        )
    left = value > scale.low + 0.7 * (scale.high - scale.low)
    marks.label(
        x=value, y=line, yanchor="middle", xanchor="right" if left else "left",
        xshift=-11 if left else 11, text=f"<b>{escape(row['text'])}</b>", borderpad=1,
        font={"size": LABEL_PX, "color": colours.ink},
    )


def _add_points(
    fig: go.Figure, frame: pd.DataFrame, canvas: theme.Canvas, colour: str
) -> None:
    rows = frame[frame["value"].notna()]
    fig.add_trace(go.Scatter(
        x=rows["value"], y=rows["line"], mode="markers", cliponaxis=False, name="points",
        marker={
            "size": MARKER_PX, "color": canvas.palette.paper,
            "symbol": ["diamond" if one else "circle" for one in rows["derived"]],
            "line": {"color": getattr(canvas.palette, colour), "width": 2.5},
        },
        hovertext=[escape(text) for text in rows["hover"]], hoverinfo="text",
    ))


def _text(marks: theme.Marks, text: str, top: float, colour: str, *, size: float) -> None:
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=top, yref="y",
        yanchor="top", text=text, font={"size": size, "color": colour},
    )
