"""Figures as printed, one labelled row each in named sections: values, ranges and open bounds.

A bound such as “up to” or “over” ends in an arrow on the side where nothing is known. Rows of
sellers are *weak*: dotted, hollow and paler; all others are solid and filled. The axis is kept
short enough that what is printed always stands beside its mark, on a phone too. A row without a
number is words only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13.5
LINE_PX = 17
ROW_PX = 32
SECTION_PX = 38
SECTION_TEXT_PX = 11.5
CAPITALS = 0.8
TEXT_PX = 13
TEXT_EM = 0.54
MARKER_PX = 11
ARROW_PX = 26
GAP_PX = 11
MARGIN_LEFT_PX = 12
MARGIN_RIGHT_PX = 14
LOG_FROM = 30.0


@dataclass(frozen=True)
class Ruler:
    """The one axis of all rows: one unit, one currency.

    Parameters
    ----------
    prefix, suffix : str
        Around the numbers of the axis.
    log : bool
        Whether each grid line stands for ten times the one before.
    reach : float
        The axis reaches at least this far: a little over 100 for percentages.
    """

    prefix: str = ""
    suffix: str = ""
    log: bool = False
    reach: float = 0.0

    def at(self, value: float) -> float:
        """Where a value stands on the axis."""
        return math.log10(value) if self.log else float(value)

    def text(self, value: float) -> str:
        """A number of the axis."""
        digits = 0 if value == int(value) else 2
        return f"{self.prefix}{value:,.{digits}f}{self.suffix}"


def needs_log(frame: pd.DataFrame) -> bool:
    """Whether the numbers lie too far apart for an axis from zero.

    Parameters
    ----------
    frame : DataFrame
        ``low`` and ``high``, NaN where none.
    """
    ends = pd.concat([frame["low"], frame["high"]]).dropna()
    return bool(len(ends)) and ends.min() > 0 and ends.max() / ends.min() > LOG_FROM


def draw_spans(frame: pd.DataFrame, canvas: theme.Canvas, *, ruler: Ruler) -> go.Figure:
    """Draw one row a figure.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` and ``label`` (text), ``low`` and ``high`` (the same for a
        value, one NaN for a bound, both NaN for words), ``open_low`` and ``open_high`` (boolean:
        the figure goes on in that direction), ``text`` (as printed), ``weak`` (boolean),
        ``colour`` (name of a colour of the palette), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    ruler : Ruler
        The common axis.
    """
    frame = items.arrange(
        frame.assign(highest=frame[["low", "high"]].max(axis=1)), canvas.order, value="highest")
    rows, sections, height = _lay_out(frame, canvas)
    fig = theme.figure(
        canvas, plot_height_px=height,
        margin={"l": MARGIN_LEFT_PX, "r": MARGIN_RIGHT_PX, "b": 26 if _numbered(frame) else 4},
    )
    fig.update_yaxes(range=[height, 0], visible=False)
    low, high = _limits(frame, canvas, ruler)
    _set_axis(fig, ruler, low, high)
    fig.update_xaxes(visible=_numbered(frame))
    marks = theme.Marks(canvas)
    for lines, top in sections:
        _write(marks, f"<b>{block(lines)}</b>", top + SECTION_PX - 20 + len(lines) * 7.5,
               canvas.palette.muted, SECTION_TEXT_PX)
    for row in rows:
        if row.known():
            marks.shape(type="line", x0=low, x1=high, y0=row.line, y1=row.line,
                        line={"color": canvas.palette.grid, "width": 1}, name="row")
        _draw_row(marks, row, canvas, ruler)
    marks.put(fig)
    _add_ends(fig, rows, canvas, ruler)
    items.declare(fig, items.rows(
        frame, [row.top for row in rows], [row.line for row in rows], measured=_numbered(frame)))
    return fig


@dataclass(frozen=True)
class _Row:
    data: dict[str, Any]
    label: list[str]
    top: float
    line: float

    def number(self, name: str) -> float:
        """Cell ``name`` as a number, NaN where there is none."""
        return float(self.data[name])

    def known(self) -> list[float]:
        """The ends that were printed, lower first."""
        ends = (self.number("low"), self.number("high"))
        return [end for end in ends if not math.isnan(end)]


def _numbered(frame: pd.DataFrame) -> bool:
    return bool(frame[["low", "high"]].notna().any(axis=None)) if len(frame) else False


def _lay_out(
    frame: pd.DataFrame, canvas: theme.Canvas
) -> tuple[list[_Row], list[tuple[list[str], float]], int]:
    rows: list[_Row] = []
    sections: list[tuple[list[str], float]] = []
    top, last = 2.0, ""
    for data in frame.to_dict("records"):
        if data["section"] and data["section"] != last:
            last = data["section"]
            lines = wrap(last.upper(), width_px=canvas.width_px * CAPITALS, face="sans bold",
                         size_px=SECTION_TEXT_PX)
            sections.append((lines, top))
            top += SECTION_PX + 15 * (len(lines) - 1)
        label = wrap(data["label"], width_px=canvas.width_px - 24, size_px=LABEL_PX)
        middle = top + len(label) * LINE_PX + 12
        rows.append(_Row({str(key): value for key, value in data.items()}, label, top, middle))
        more = len(_words(rows[-1], canvas)) - 1 if _end(rows[-1]) is None else 0
        top = middle + ROW_PX - 12 + more * LINE_PX
    return rows, sections, max(60, round(top))


def _words(row: _Row, canvas: theme.Canvas) -> list[str]:
    return wrap(str(row.data["text"]), width_px=canvas.width_px - 24, size_px=TEXT_PX)


def _end(row: _Row) -> float | None:
    """The known end that stands furthest right, None for words."""
    return max(row.known(), default=None)


def _beyond_px(row: _Row) -> float:
    """Room right of the last known end: arrow, gap and what is printed."""
    arrow = ARROW_PX if row.data["open_high"] else 0
    return arrow + GAP_PX + len(str(row.data["text"])) * TEXT_PX * TEXT_EM


def _limits(
    frame: pd.DataFrame, canvas: theme.Canvas, ruler: Ruler
) -> tuple[float, float]:
    """Ends of the axis: from zero, or a little below the lowest; room for texts on the right."""
    rows, _, _ = _lay_out(frame, canvas)
    ends = [ruler.at(end) for row in rows for end in row.known()]
    if not ends:
        return 0.0, 1.0
    plot = canvas.width_px - MARGIN_LEFT_PX - MARGIN_RIGHT_PX
    low = min(ends) - 0.12 * (max(ends) - min(ends) or 1) if ruler.log else min(0.0, *ends)
    high = max(ends) if ruler.log else max(ruler.reach, *ends)
    for row in rows:
        end = _end(row)
        if end is not None:
            free = max(plot - _beyond_px(row), 0.2 * plot)
            high = max(high, low + (ruler.at(end) - low) * plot / free)
    return low, high if high > low else low + 1


def _set_axis(fig: go.Figure, ruler: Ruler, low: float, high: float) -> None:
    fig.update_xaxes(range=[low, high])
    if ruler.log:
        powers = range(math.ceil(low), math.floor(high) + 1)
        fig.update_xaxes(
            tickvals=list(powers), ticktext=[ruler.text(10.0 ** power) for power in powers])
    else:
        fig.update_xaxes(
            tickprefix=ruler.prefix, ticksuffix=ruler.suffix, tickformat=",", nticks=5)


def _draw_row(marks: theme.Marks, row: _Row, canvas: theme.Canvas, ruler: Ruler) -> None:
    colours = canvas.palette
    ink = colours.muted if row.data["weak"] else colours.ink
    _write(marks, block(row.label), row.top + len(row.label) * LINE_PX / 2, ink, LABEL_PX)
    end = _end(row)
    if end is None:
        words = _words(row, canvas)
        _write(marks, f"<i>{block(words)}</i>", row.line + (len(words) - 1) * LINE_PX / 2 - 2,
               colours.muted, TEXT_PX)
        return
    colour = str(getattr(colours, str(row.data["colour"])))
    low, high = row.number("low"), row.number("high")
    if low < high:
        marks.shape(
            type="line", x0=ruler.at(low), x1=ruler.at(high), y0=row.line, y1=row.line,
            line={"color": colour, "width": 2 if row.data["weak"] else 5,
                  "dash": "dot" if row.data["weak"] else "solid"},
        )
    if row.data["open_low"]:
        _point_on(marks, ruler.at(row.known()[0]), row, colour, -1)
    if row.data["open_high"]:
        _point_on(marks, ruler.at(end), row, colour, 1)
    marks.label(
        x=ruler.at(end), y=row.line, text=f"<b>{escape(row.data['text'])}</b>", xanchor="left",
        xshift=GAP_PX + (ARROW_PX if row.data["open_high"] else 0), yanchor="middle",
        font={"size": TEXT_PX, "color": ink},
    )


def _point_on(marks: theme.Marks, x: float, row: _Row, colour: str, side: int) -> None:
    """An arrow from a known end to where nothing is known."""
    marks.note(
        x=x, y=row.line, text="", showarrow=True, xshift=side * ARROW_PX, ax=-side * ARROW_PX,
        ay=0, arrowhead=2, arrowsize=1, arrowwidth=1.6, arrowcolor=colour, name="open",
    )


def _add_ends(
    fig: go.Figure, rows: list[_Row], canvas: theme.Canvas, ruler: Ruler
) -> None:
    """The known ends as circles, hollow for what is weak."""
    for weak in (False, True):
        ends = [
            (ruler.at(end), row.line, str(row.data["hover"]),
             str(getattr(canvas.palette, str(row.data["colour"]))))
            for row in rows if bool(row.data["weak"]) == weak for end in row.known()
        ]
        if not ends and (weak or any(bool(row.data["weak"]) for row in rows)):
            continue
        colours = [end[3] for end in ends]
        fig.add_trace(go.Scatter(
            x=[end[0] for end in ends], y=[end[1] for end in ends], mode="markers",
            name="claimed by sellers" if weak else "others", cliponaxis=False,
            marker={
                "size": MARKER_PX, "color": canvas.palette.paper if weak else colours,
                "line": {"color": colours, "width": 2},
            },
            hovertext=[escape(end[2]) for end in ends], hoverinfo="text",
        ))


def _write(marks: theme.Marks, text: str, y: float, colour: str, size: float) -> None:
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=y, yref="y",
        yanchor="middle", text=text, font={"size": size, "color": colour},
    )
