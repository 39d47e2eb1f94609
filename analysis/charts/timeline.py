"""What happened when: lanes of marks, a known day as a point, a month or year as a span.

A date of which only the month or the year was printed is drawn as long as it is wide: it never
stands on the first of January. Marks that would overlap are stacked within their lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import block, escape, wrap
from analysis.charts.ticks import years_apart

ROW_PX = 13
MARK_PX = 9
SHORTEST_PX = 4
LANE_GAP_PX = 16
NAME_PX = 13
LINE_PX = 16.5
NOTE_PX = 11
DAY_MS = 86_400_000
MARGIN_LEFT_PX = 6


@dataclass(frozen=True)
class Moment:
    """A day marked across all lanes, with what it is."""

    day: date
    label: str


def draw_timeline(
    frame: pd.DataFrame, canvas: theme.Canvas, *, moment: Moment | None = None
) -> go.Figure:
    """Draw one mark a row in lanes.

    Parameters
    ----------
    frame : DataFrame
        ``lane`` (text, lanes in order of appearance, name and counts), ``start`` and ``end``
        (timestamps, both ends included), ``style`` (``solid``, ``hatched`` or ``hollow``),
        ``colour`` (name of a colour of the palette), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    moment : Moment or None
        A day to mark with a dotted line, such as the last check.
    """
    placed, lanes, height = _lay_out(frame, canvas)
    fig = theme.figure(
        canvas, plot_height_px=height,
        margin={"l": MARGIN_LEFT_PX, "r": 14, "t": 16 if moment else 2, "b": 26}, barmode="overlay",
    )
    fig.update_yaxes(range=[height, 0], visible=False)
    _set_years(fig, frame, canvas, moment)
    items.declare(fig, items.Items(time="date" if len(frame) else ""))
    marks = theme.Marks(canvas)
    for lines, top in lanes:
        marks.label(
            x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=top, yanchor="top",
            text=block(lines), font={"size": NAME_PX, "color": canvas.palette.ink},
        )
    if moment is not None:
        _mark_moment(marks, moment, canvas)
    marks.put(fig)
    for (colour, style), rows in placed.groupby(["colour", "style"], sort=False):
        _add_marks(fig, rows, str(getattr(canvas.palette, str(colour))), str(style), canvas)
    return fig


def _lay_out(
    frame: pd.DataFrame, canvas: theme.Canvas
) -> tuple[pd.DataFrame, list[tuple[list[str], float]], int]:
    """The rows with their height ``y``, the lane names with theirs, and the height of all."""
    top, lanes, heights = 2.0, [], pd.Series(0.0, index=frame.index)
    days = (frame["end"].max() - frame["start"].min()).days + 1 if len(frame) else 1
    reach = pd.Timedelta(days=days * (MARK_PX + 2) / canvas.width_px)
    for name in dict.fromkeys(frame["lane"]):
        lines = wrap(name, width_px=canvas.width_px - 10, size_px=NAME_PX)
        lanes.append((lines, top))
        top += len(lines) * LINE_PX + 4
        ends: list[pd.Timestamp] = []
        rows = frame[frame["lane"] == name].sort_values(["start", "end"])
        for index, row in rows.iterrows():
            level = next(
                (at for at, end in enumerate(ends) if end < row["start"]), len(ends)
            )
            ends[level:level + 1] = [max(row["end"], row["start"] + reach)]
            heights[index] = top + level * ROW_PX + ROW_PX / 2
        top += max(1, len(ends)) * ROW_PX + LANE_GAP_PX
    return frame.assign(y=heights), lanes, max(60, round(top))


def _set_years(
    fig: go.Figure, frame: pd.DataFrame, canvas: theme.Canvas, moment: Moment | None
) -> None:
    if frame.empty:
        fig.update_xaxes(visible=False)
        return
    first, last = frame["start"].min(), frame["end"].max()
    if moment is not None:
        last = max(last, pd.Timestamp(moment.day))
    years = last.year - first.year + 1
    every = years_apart(years, canvas.width_px - MARGIN_LEFT_PX,
                        step=max(1, round(years / (5 if canvas.narrow else 12))))
    fig.update_xaxes(
        type="date", tickformat="%Y", dtick=f"M{12 * every}", tick0=f"{first.year}-01-01",
        ticklabelmode="period" if every == 1 else "instant",
        range=[f"{first.year}-01-01", f"{last.year}-12-31"],
    )


def _add_marks(
    fig: go.Figure, rows: pd.DataFrame, colour: str, style: str, canvas: theme.Canvas
) -> None:
    """Spans as bars, days as points; hollow and hatched marks keep their outline.

    A month among many years on a phone would be thinner than a line; it is drawn four pixels wide.
    """
    paper = canvas.palette.paper
    first, last = (pd.Timestamp(end) for end in fig.layout.xaxis.range)
    shortest = (last - first).days * SHORTEST_PX / canvas.width_px
    spans = rows[rows["end"] > rows["start"]]
    if len(spans):
        fig.add_trace(go.Bar(
            base=spans["start"],
            x=((spans["end"] - spans["start"]).dt.days + 1).clip(lower=shortest) * DAY_MS,
            y=spans["y"], width=MARK_PX, orientation="h", name=f"{style} spans",
            marker={
                "color": colour if style == "solid" else paper,
                "line": {"color": colour, "width": 0 if style == "solid" else 1.2},
                "pattern": {
                    "shape": "/" if style == "hatched" else "", "fgcolor": colour, "size": 4,
                },
            },
            hovertext=[escape(text) for text in spans["hover"]], hoverinfo="text",
        ))
    days = rows[rows["end"] <= rows["start"]]
    if len(days):
        fig.add_trace(go.Scatter(
            x=days["start"], y=days["y"], mode="markers", name=f"{style} days", cliponaxis=False,
            marker={
                "size": MARK_PX, "color": colour if style == "solid" else paper,
                "symbol": "circle" if style != "hatched" else "diamond",
                "line": {"color": colour, "width": 1.6},
            },
            hovertext=[escape(text) for text in days["hover"]], hoverinfo="text",
        ))


def _mark_moment(marks: theme.Marks, moment: Moment, canvas: theme.Canvas) -> None:
    colours = canvas.palette
    marks.shape(
        type="line", x0=moment.day.isoformat(), x1=moment.day.isoformat(), y0=0, y1=1,
        yref="paper", line={"color": colours.muted, "width": 1, "dash": "dot"},
    )
    marks.note(
        x=moment.day.isoformat(), y=1, yref="paper", yanchor="bottom", yshift=2, xanchor="right",
        text=escape(moment.label), font={"size": NOTE_PX, "color": colours.muted},
    )
