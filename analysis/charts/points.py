"""Points on a common scale, one labelled row each, in named sections.

Rows are laid out in pixels: the label stands flush left above its line, so that it never crosses a
point, and a row grows when its label needs two lines. A point is filled only where an interval may
be drawn; otherwise it is hollow, filled with the paper so that no line runs through.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.editable import declare_editable, rows_editable
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13.5
LINE_PX = 17
POINT_ROW_PX = 34
SECTION_PX = 40
SECTION_TEXT_PX = 11.5
CAPITALS = 0.8
MARKER_PX = 13
MARGIN_LEFT_PX = 12


@dataclass(frozen=True)
class Scale:
    """The axis all points share.

    Parameters
    ----------
    low, high : float
        Ends of the axis in the unit of the data.
    ticks : tuple of float
        Where lines and numbers stand.
    suffix : str
        After each tick number.
    factor : float
        Data times factor is what is printed (100 for shares).
    digits : int
        Decimals printed at most.
    """

    low: float = 0.0
    high: float = 1.0
    ticks: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    suffix: str = "%"
    factor: float = 100.0
    digits: int = 1

    def text(self, value: float) -> str:
        """A value as printed, without decimals that are zero."""
        number = f"{value * self.factor:,.{self.digits}f}"
        if "." in number:
            number = number.rstrip("0").rstrip(".")
        return ("0" if number == "-0" else number.replace("-", "−")) + self.suffix


SHARE = Scale()


def draw_points(frame: pd.DataFrame, canvas: theme.Canvas, *, scale: Scale = SHARE) -> go.Figure:
    """Draw one row a point.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` (text, may be empty), ``label`` (text), ``value`` (in the
        unit of ``scale``), ``low`` and ``high`` (interval, NaN where none may be drawn),
        ``emphasis`` (boolean), ``hover`` (text); optionally ``wide_low`` and ``wide_high`` (a
        second, wider range, drawn thin), and ``words`` (in the place of a point without value).
    canvas : Canvas
        Mode and size.
    scale : Scale
        The common axis.
    """
    frame = items.arrange(frame, canvas.order)
    rows, height = _lay_out(frame, canvas)
    fig = theme.figure(
        canvas, plot_height_px=height, margin={"l": MARGIN_LEFT_PX, "r": 18, "b": 26},
    )
    fig.update_xaxes(
        range=[scale.low, scale.high], tickvals=list(scale.ticks),
        ticktext=[scale.text(tick) for tick in scale.ticks], showgrid=True,
    )
    fig.update_yaxes(range=[height, 0], visible=False)
    marks = theme.Marks(canvas)
    for lines, top in rows.sections:
        _text(marks, f"<b>{block(lines)}</b>", top + SECTION_PX - 22 + len(lines) * 7.5,
              canvas.palette.muted, size=SECTION_TEXT_PX)
    for index, (_, row) in enumerate(frame.iterrows()):
        _draw_row(marks, row, rows.labels[index], rows.lines[index], canvas, scale)
    marks.put(fig)
    fig.add_trace(_markers(frame, rows.lines, canvas))
    named = items.rows(frame, [top for _, top in rows.labels], rows.lines)
    items.declare(fig, named)
    wide = "wide_low" in frame and frame["wide_low"].notna().any()
    declare_editable(fig, None if wide else rows_editable(
        frame, named.names, factor=scale.factor, suffix=scale.suffix,
        shades=["human" if one else "ink" for one in frame["emphasis"]],
        fills=["hollow" if pd.isna(low) else "solid" for low in frame["low"]]))
    return fig


@dataclass(frozen=True)
class _Rows:
    sections: list[tuple[list[str], int]]
    labels: list[tuple[list[str], int]]
    lines: list[int]


def _lay_out(frame: pd.DataFrame, canvas: theme.Canvas) -> tuple[_Rows, int]:
    rows, top, last = _Rows([], [], []), 4, ""
    for _, row in frame.iterrows():
        if row["section"] and row["section"] != last:
            section = wrap(
                row["section"].upper(), width_px=canvas.width_px * CAPITALS, face="sans bold",
                size_px=SECTION_TEXT_PX,
            )
            rows.sections.append((section, top))
            top += SECTION_PX + 15 * (len(section) - 1)
            last = row["section"]
        label = wrap(row["label"], width_px=canvas.width_px - 24, size_px=LABEL_PX)
        rows.labels.append((label, top))
        top += len(label) * LINE_PX
        rows.lines.append(top + 14)
        top += POINT_ROW_PX
    return rows, max(top, 60)


def _draw_row(
    marks: theme.Marks, row: pd.Series, label: tuple[list[str], int], line: int,
    canvas: theme.Canvas, scale: Scale,
) -> None:
    colours = canvas.palette
    ink = colours.accent if row["emphasis"] else colours.ink
    lines, top = label
    text = f"<b>{block(lines)}</b>" if row["emphasis"] else block(lines)
    _text(marks, text, top + len(lines) * LINE_PX / 2 + 2, ink, size=LABEL_PX)
    marks.shape(
        type="line", x0=scale.low, x1=scale.high, y0=line, y1=line,
        line={"color": colours.grid, "width": 1},
    )
    if pd.isna(row["value"]):
        marks.label(
            x=scale.low, y=line, xanchor="left", yanchor="middle", borderpad=1,
            text=f"<i>{escape(row['words'])}</i>", font={"size": 13, "color": colours.muted})
        return
    end = row["value"]
    if pd.notna(row.get("wide_low")):
        marks.shape(
            type="line", x0=row["wide_low"], x1=row["wide_high"], y0=line, y1=line,
            line={"color": ink, "width": 1.5},
        )
    if pd.notna(row["low"]):
        marks.shape(
            type="line", x0=row["low"], x1=row["high"], y0=line, y1=line,
            line={"color": ink, "width": 4},
        )
        end = row["high"]
    end = max(end, row.get("wide_high", end))
    left = end > scale.low + 0.86 * (scale.high - scale.low)
    start = min(row[["value", "low", *row.index.intersection(["wide_low"])]].dropna()) \
        if left else end
    marks.label(
        x=start, y=line, name=items.VALUE, text=f"<b>{scale.text(row['value'])}</b>",
        xanchor="right" if left else "left", xshift=-11 if left else 11, yanchor="middle",
        font={"size": 13.5, "color": ink}, borderpad=1,
    )


def _markers(frame: pd.DataFrame, lines: list[int], canvas: theme.Canvas) -> go.Scatter:
    colours = canvas.palette
    ink = [colours.accent if emphasis else colours.ink for emphasis in frame["emphasis"]]
    fill = [
        colour if pd.notna(low) else colours.paper
        for colour, low in zip(ink, frame["low"], strict=True)
    ]
    return go.Scatter(
        x=frame["value"], y=lines, mode="markers", cliponaxis=False,
        marker={"size": MARKER_PX, "color": fill, "line": {"color": ink, "width": 2.5}},
        hovertext=[escape(text) for text in frame["hover"]], hoverinfo="text", name="points",
    )


def _text(marks: theme.Marks, text: str, y: float, colour: str, *, size: float) -> None:
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=y, yref="y",
        yanchor="middle", text=text,
        font={"size": size, "color": colour},
    )
