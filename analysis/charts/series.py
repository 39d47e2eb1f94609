"""Values over time: lines labelled at their ends, intervals drawn, breaks drawn as breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.editable import declare_editable, lines_editable
from analysis.charts.text import block, escape, wrap
from analysis.charts.ticks import years_apart

END_LABEL_PX = 12.5
KIND_DASHES = {"human": "solid", "twin": "dash", "synthetic": "dot", "": "dot"}
DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x")


@dataclass(frozen=True)
class Break:
    """A point in time from which values are not comparable with earlier ones."""

    at: float | str
    label: str


@dataclass(frozen=True)
class TimeAxis:
    """How the two axes of a time chart read.

    Parameters
    ----------
    prefix, suffix : str
        Around the numbers of the vertical axis.
    zero : bool
        Whether the vertical axis starts at zero.
    dates : bool
        Whether ``when`` holds dates rather than years.
    connect : bool
        Whether points are joined; noisy estimates are better left apart.
    step : int
        Distance of the ticks of an axis of numbers; 0 chooses one.
    band : bool
        Whether intervals are an area behind the line instead of a bar at each point.
    """

    prefix: str = ""
    suffix: str = ""
    zero: bool = True
    dates: bool = False
    connect: bool = True
    step: int = 0
    band: bool = False


def draw_series(
    frame: pd.DataFrame, canvas: theme.Canvas, *, axis: TimeAxis, breaks: Sequence[Break] = (),
    height_px: int = 340,
) -> go.Figure:
    """Draw one line a series.

    Parameters
    ----------
    frame : DataFrame
        ``series`` (text, drawn in order of appearance), ``segment`` (values of a series are joined
        only within a segment), ``when`` (year or date), ``value``, ``low``, ``high`` (NaN where
        none), ``hover`` (text), ``emphasis`` (boolean). Optional ``kind`` (human, twin,
        synthetic, or empty for ink): colour and dash of that kind, the same in every figure.
    canvas : Canvas
        Mode and size.
    axis : TimeAxis
        How the axes read.
    breaks : sequence of Break
        Drawn as dotted lines with their label on top.
    height_px : int
        Height of the plot area.
    """
    room = _end_room(frame, canvas)
    fig = theme.figure(
        canvas, plot_height_px=height_px,
        margin={"l": 52, "r": room, "t": 30 if breaks else 8, "b": 28},
    )
    names = list(dict.fromkeys(frame["series"]))
    for index, name in enumerate(names):
        _add_series(fig, frame[frame["series"] == name], index, canvas, axis)
    _set_axes(fig, frame, canvas, axis)
    items.declare(fig, items.Items(
        "lines", tuple(map(str, names)), time="date" if axis.dates else "year", labels="show",
        shown=_shown(frame, names)))
    declare_editable(fig, lines_editable(
        frame, prefix=axis.prefix, suffix=axis.suffix, dates=axis.dates, joined=axis.connect,
        looks=_looks(frame, names)))
    marks = theme.Marks(canvas)
    _add_end_labels(fig, marks, frame, names, canvas)
    for number, item in enumerate(breaks):
        _add_break(marks, item, number, canvas)
    marks.put(fig)
    return fig


def _shown(frame: pd.DataFrame, names: list[str]) -> tuple[str, ...]:
    """Names of the lines as written at their ends, without the value there."""
    ends = [str(frame.loc[frame["series"] == name, "end_label"].iloc[-1]) for name in names]
    words = [" ".join(word for word in end.split() if not any(map(str.isdecimal, word)))
             for end in ends]
    return tuple(word or name for word, name in zip(words, map(str, names), strict=True))


def _looks(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, str]]:
    """Colour by name and dash of each line, for a chart that an office program draws."""
    looks = []
    for index, name in enumerate(names):
        rows = frame[frame["series"] == name]
        kind = str(rows["kind"].iloc[0]) if "kind" in rows else ""
        shade = kind or ("human" if rows["emphasis"].any() else ("ink", "muted")[index % 2])
        looks.append((shade, _dash(rows, index)))
    return looks


def _end_room(frame: pd.DataFrame, canvas: theme.Canvas) -> int:
    if frame["series"].nunique() == 1:
        return 70 if not canvas.narrow else 52
    return {"wide": 170, "medium": 130, "narrow": 92}[canvas.size]


def _colour(rows: pd.DataFrame, index: int, canvas: theme.Canvas) -> str:
    colours = canvas.palette
    if "kind" in rows:
        return str(getattr(colours, rows["kind"].iloc[0] or "ink"))
    if rows["emphasis"].any():
        return colours.human
    return (colours.ink, colours.muted)[index % 2]


def _dash(rows: pd.DataFrame, index: int) -> str:
    if "kind" in rows:
        return KIND_DASHES[str(rows["kind"].iloc[0])]
    return DASHES[index % len(DASHES)]


def _add_series(
    fig: go.Figure, rows: pd.DataFrame, index: int, canvas: theme.Canvas, axis: TimeAxis
) -> None:
    colour = _colour(rows, index, canvas)
    for _, part in rows.groupby("segment", sort=False):
        known = part["high"].notna().any()
        if known and axis.band:
            _add_band(fig, part, canvas)
        errors = known and not axis.band
        fig.add_trace(go.Scatter(
            x=part["when"], y=part["value"], name=str(part["series"].iloc[0]),
            mode="lines+markers" if axis.connect and (errors or len(part) < 40) else
            "lines" if axis.connect else "markers",
            connectgaps=False,
            line={"color": colour, "width": 2, "dash": _dash(rows, index)},
            marker={
                "size": 7 if errors or not axis.connect else 5, "color": colour,
                "symbol": SYMBOLS[index % len(SYMBOLS)] if not axis.connect else "circle",
            },
            error_y={
                "type": "data", "symmetric": False, "array": part["high"] - part["value"],
                "arrayminus": part["value"] - part["low"], "color": colour, "thickness": 1.5,
                "width": 3,
            } if errors else None,
            hovertext=[escape(text) for text in part["hover"]], hoverinfo="text",
        ))


def _add_band(fig: go.Figure, part: pd.DataFrame, canvas: theme.Canvas) -> None:
    """The interval of a line as an area behind it."""
    inside = part[part["high"].notna()]
    for name, fill in (("high", None), ("low", "tonexty")):
        fig.add_trace(go.Scatter(
            x=inside["when"], y=inside[name], mode="lines", line={"width": 0}, fill=fill,
            fillcolor=canvas.palette.band, hoverinfo="skip", name=f"interval, {name}",
        ))


def _set_axes(
    fig: go.Figure, frame: pd.DataFrame, canvas: theme.Canvas, axis: TimeAxis
) -> None:
    top = frame[["value", "high"]].max().max()
    low = frame[["value", "low"]].min().min()
    if axis.zero and pd.notna(top):
        fig.update_yaxes(range=[min(0, low), top * 1.08 if top > 0 else 1])
    fig.update_yaxes(
        tickprefix=axis.prefix, ticksuffix=axis.suffix, tickformat=",", nticks=6,
    )
    room = canvas.width_px - fig.layout.margin.l - fig.layout.margin.r
    if axis.dates:
        days = (frame["when"].max() - frame["when"].min()).days if len(frame) else 0
        every = years_apart(days / 365.25, room)
        fig.update_xaxes(
            type="date", tickformat="%Y", dtick=f"M{12 * every}", showgrid=False,
            range=[frame["when"].min(), frame["when"].max()] if len(frame) else None,
        )
    else:
        years = frame["when"].max() - frame["when"].min() if len(frame) else 0
        fig.update_xaxes(
            tickformat="d", showgrid=False,
            dtick=years_apart(years, room, step=axis.step * (2 if canvas.narrow else 1)
                              or max(1, round(years / (5 if canvas.narrow else 11)))),
            range=[frame["when"].min() - 0.6, frame["when"].max() + 0.6] if len(frame) else None,
        )


def _add_end_labels(
    fig: go.Figure, marks: theme.Marks, frame: pd.DataFrame, names: list[str],
    canvas: theme.Canvas,
) -> None:
    """Write each series' name at its last value, moved apart where they would overlap."""
    ends = []
    for index, name in enumerate(names):
        rows = frame[(frame["series"] == name) & frame["value"].notna()]
        if len(rows):
            last = rows.sort_values("when").iloc[-1]
            colour = _colour(rows, index, canvas)
            text = str(last["end_label"])
            ends.append((last["when"], last["value"], text, colour))
    if not ends:
        return
    top, low = fig.layout.yaxis.range[1] if fig.layout.yaxis.range else max(
        end[1] for end in ends), 0
    height = fig.layout.meta["plot_height_px"]
    room = fig.layout.margin.r - 10
    shifts, above = [], float("inf")
    order = sorted(range(len(ends)), key=lambda i: -ends[i][1])
    placed: dict[int, float] = {}
    for i in order:
        lines = wrap(ends[i][2], width_px=room, size_px=END_LABEL_PX, face="sans bold")
        need = len(lines) * END_LABEL_PX * 1.3 + 3
        natural = (ends[i][1] - low) / max(top - low, 1e-9) * height
        centre = min(natural, above - need / 2)
        placed[i] = centre - natural
        above = centre - need / 2
        shifts.append(lines)
    for i, lines in zip(order, shifts, strict=True):
        when, value, _, colour = ends[i]
        marks.note(
            x=when, y=value, xanchor="left", xshift=8, yanchor="middle", yshift=placed[i],
            text=f"<b>{block(lines)}</b>",
            font={"size": END_LABEL_PX, "color": canvas.palette.text(colour)},
        )


def _add_break(marks: theme.Marks, item: Break, number: int, canvas: theme.Canvas) -> None:
    colours = canvas.palette
    marks.shape(
        type="line", x0=item.at, x1=item.at, y0=0, y1=1, yref="paper",
        line={"color": colours.muted, "width": 1, "dash": "dot"},
    )
    marks.note(
        x=item.at, y=1, yref="paper", yanchor="bottom", yshift=2 + 13 * (number % 2),
        xanchor="left" if not canvas.narrow else "center", text=escape(item.label),
        font={"size": 11, "color": colours.muted},
    )
