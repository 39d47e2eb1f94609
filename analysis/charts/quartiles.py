"""Medians with their middle half, one labelled row each; a spread of the data, not an interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import items, theme
from analysis.charts.kinds import by_look, marker
from analysis.charts.text import block, escape, wrap

LABEL_PX = 13
LINE_PX = 16.5
BAR_PX = 13
ROW_PX = 30
SECTION_PX = 26
TEXT_PX = 12.5
TEXT_EM = 0.54
MARGIN_LEFT_PX = 14


@dataclass(frozen=True)
class Measure:
    """How the rows are measured.

    Parameters
    ----------
    shared : bool
        Whether all rows share one axis; otherwise each section has a scale of its own from zero,
        without an axis, because its rows are not to be compared with those of another.
    suffix : str
        After the numbers of the axis.
    mark : float or None
        Where a dotted line stands, with ``mark_label`` on top; only on a shared axis.
    """

    shared: bool = True
    suffix: str = ""
    mark: float | None = None
    mark_label: str = ""


@dataclass(frozen=True)
class _Row:
    data: dict[str, Any]
    label: list[str]
    top: float
    centre: float


def draw_quartiles(
    frame: pd.DataFrame, canvas: theme.Canvas, *, measure: Measure
) -> go.Figure:
    """Draw one row a group: a bar from the lower to the upper quartile, a line at the median.

    Parameters
    ----------
    frame : DataFrame
        In drawing order: ``section`` (text, may be empty), ``label`` (text), ``low``, ``middle``,
        ``high`` (quartiles from zero on; NaN where there is nothing to measure), ``text`` (printed
        behind the bar, or instead of it), ``kind`` (human, twin or synthetic), ``hover`` (text).
    canvas : Canvas
        Mode and size.
    measure : Measure
        Whether rows share an axis, and what stands on it.
    """
    frame = items.arrange(frame, canvas.order, value="middle")
    rows, sections, height = _lay_out(frame, canvas)
    limits = _limits(rows, canvas, measure)
    top = 20 if measure.mark is not None else 0
    fig = theme.figure(
        canvas, plot_height_px=height, barmode="overlay",
        margin={"l": MARGIN_LEFT_PX, "r": 8, "t": top, "b": 26 if measure.shared else 4},
    )
    fig.update_yaxes(range=[height, 0], visible=False)
    fig.update_xaxes(
        range=[0, limits[""] if measure.shared else 1], visible=measure.shared, nticks=6,
        tickformat=",", ticksuffix=measure.suffix,
    )
    marks = theme.Marks(canvas)
    for section, at in sections:
        _write(marks, f"<b>{escape(section)}</b>", at, canvas.palette.ink)
    for row in rows:
        _label(marks, row, canvas, _scale(row, limits, measure))
    if measure.mark is not None:
        _add_mark(marks, measure, canvas)
    marks.put(fig)
    items.declare(fig, items.rows(
        frame, [row.top for row in rows], [row.centre for row in rows], measured=measure.shared))
    _add_bars(fig, rows, canvas, [_scale(row, limits, measure) for row in rows])
    return fig


def _lay_out(
    frame: pd.DataFrame, canvas: theme.Canvas
) -> tuple[list[_Row], list[tuple[str, float]], int]:
    rows: list[_Row] = []
    sections: list[tuple[str, float]] = []
    top, last = 2.0, ""
    for data in frame.to_dict("records"):
        if data["section"] != last:
            last = data["section"]
            top += 6 if rows else 0
            sections.append((last, top + SECTION_PX / 2 - 3))
            top += SECTION_PX
        label = wrap(data["label"], width_px=canvas.width_px - 16, size_px=LABEL_PX)
        centre = top + len(label) * LINE_PX + BAR_PX / 2 + 3
        rows.append(_Row({str(key): value for key, value in data.items()}, label, top, centre))
        top = centre + ROW_PX - BAR_PX / 2
    return rows, sections, max(60, round(top))


def _limits(
    rows: list[_Row], canvas: theme.Canvas, measure: Measure
) -> dict[str, float]:
    """End of the scale of each section, or of all under an empty name: bars and texts fit."""
    limits: dict[str, float] = {}
    for row in rows:
        name = "" if measure.shared else str(row.data["section"])
        high = float(row.data["high"])
        if high > 0:
            behind = (len(str(row.data["text"])) * TEXT_PX * TEXT_EM + 24) / canvas.width_px
            limits[name] = max(limits.get(name, 0.0), high / max(0.3, 1 - behind))
    if measure.mark is not None:
        limits[""] = max(limits.get("", 0.0), measure.mark * 1.1)
    return {"": 1.0} | limits


def _scale(row: _Row, limits: dict[str, float], measure: Measure) -> float:
    return 1.0 if measure.shared else limits.get(str(row.data["section"]), 1.0)


def _label(marks: theme.Marks, row: _Row, canvas: theme.Canvas, scale: float) -> None:
    """The row's label above, its median behind the bar, and the zero its bar is measured from."""
    colours, known = canvas.palette, pd.notna(row.data["middle"])
    _write(marks, block(row.label), row.top + len(row.label) * LINE_PX / 2, colours.ink)
    text = escape(row.data["text"])
    marks.label(
        x=float(row.data["high"]) / scale if known else 0, xanchor="left", y=row.centre,
        name=items.VALUE if known else None, xshift=8 if known else 0, yanchor="middle",
        text=f"<b>{text}</b>" if known else f"<i>{text}</i>",
        font={"size": TEXT_PX, "color": colours.ink if known else colours.muted},
    )
    if known:
        for x1, half in ((0.0, BAR_PX * 0.7), (float(row.data["low"]) / scale, 0.0)):
            marks.shape(
                type="line", x0=0, x1=x1, y0=row.centre - half, y1=row.centre + half,
                line={"color": colours.muted if half else colours.grid, "width": 1},
            )


def _add_mark(marks: theme.Marks, measure: Measure, canvas: theme.Canvas) -> None:
    marks.shape(
        type="line", x0=measure.mark, x1=measure.mark, y0=0, y1=1, yref="paper",
        line={"color": canvas.palette.ink, "width": 1.5, "dash": "dash"},
    )
    marks.note(
        x=measure.mark, y=1, yref="paper", yanchor="bottom", yshift=3,
        xanchor="center", text=escape(measure.mark_label),
        font={"size": 11.5, "color": canvas.palette.muted},
    )


def _add_bars(
    fig: go.Figure, rows: list[_Row], canvas: theme.Canvas, scales: list[float]
) -> None:
    """The middle half as a bar in the colour and pattern of its kind, the median as a line."""
    known = pd.DataFrame([
        {"kind": row.data["kind"], "hover": escape(row.data["hover"]), "centre": row.centre,
         **{name: row.data[name] / scale for name in ("low", "middle", "high")}}
        for row, scale in zip(rows, scales, strict=True) if pd.notna(row.data["middle"])
    ], columns=["kind", "hover", "centre", "low", "middle", "high"])
    for kind, part in by_look(known, "kind"):
        fig.add_trace(go.Bar(
            x=part["high"] - part["low"], base=part["low"], y=part["centre"], orientation="h",
            width=BAR_PX, name="middle half", marker=marker(kind, canvas),
            hovertext=part["hover"], hoverinfo="text",
        ))
    fig.add_trace(go.Scatter(
        x=known["middle"], y=known["centre"], mode="markers", name="median", cliponaxis=False,
        marker={"symbol": "line-ns", "size": BAR_PX + 9,
                "line": {"color": canvas.palette.ink, "width": 3}},
        hovertext=known["hover"], hoverinfo="text",
    ))


def _write(marks: theme.Marks, text: str, y: float, colour: str) -> None:
    marks.label(
        x=0, xref="paper", xanchor="left", xshift=-MARGIN_LEFT_PX, y=y, yref="y",
        yanchor="middle", text=text, font={"size": LABEL_PX, "color": colour},
    )
