"""Values written beside the points of lines, where there is room."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.boxes import ground_of, is_free, taken
from analysis.charts.items import VALUE

VALUE_PX = 11.5
EM = 0.56
MOST_POINTS = 30
"""Of a line all of whose values are written."""
SIDES = ((0, 7, "center", "bottom"), (0, -7, "center", "top"), (7, 0, "left", "middle"),
         (-7, 0, "right", "middle"))


def add_values(fig: go.Figure, canvas: theme.Canvas) -> go.Figure:
    """Write the last, first, highest and lowest value of each line, and of short ones all.

    Parameters
    ----------
    fig : Figure
        Lines over time, not yet finished; changed in place.
    canvas : Canvas
        Mode and size.
    """
    ground = ground_of(fig, canvas)
    boxes, marks = taken(ground), theme.Marks(canvas)
    for trace, at in _in_turn(fig):
        x, y = trace.x[at], float(trace.y[at])
        text = f"{fig.layout.yaxis.tickprefix or ''}{_short(y)}{fig.layout.yaxis.ticksuffix or ''}"
        wide, tall = len(text) * VALUE_PX * EM, VALUE_PX * theme.LINE_HEIGHT
        px, py = ground.x(x, trace.xaxis), ground.y(y, trace.yaxis)
        for dx, dy, side, edge in SIDES:
            left = px + dx - {"left": 0.0, "right": wide}.get(side, wide / 2)
            low = py + dy - {"bottom": 0.0, "top": tall}.get(edge, tall / 2)
            box = (left, low, left + wide, low + tall)
            if ground.inside(box) and is_free(box, boxes):
                boxes.append(box)
                marks.note(
                    x=x, y=y, yref=trace.yaxis or "y", xanchor=side, yanchor=edge, xshift=dx,
                    yshift=dy, text=text, name=VALUE,
                    font={"size": VALUE_PX, "color": canvas.palette.ink})
                break
    marks.put(fig)
    return fig


def _in_turn(fig: go.Figure) -> list[tuple[Any, int]]:
    """Points of all lines, the telling ones first."""
    first, rest = [], []
    longest = max((len(trace.y) for trace in fig.data), default=0)
    for trace in fig.data:
        known = [at for at, y in enumerate(trace.y) if pd.notna(y)]
        if trace.hoverinfo == "skip" or not known:
            continue
        telling = dict.fromkeys([
            known[-1], known[0], max(known, key=lambda at: trace.y[at]),
            min(known, key=lambda at: trace.y[at])])
        first += [(trace, at) for at in telling]
        rest += [(trace, at) for at in known if at not in telling]
    return first + rest if longest <= MOST_POINTS else first


def _short(value: float) -> str:
    """Four digits at least, no more decimals than they need."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text
