"""A figure as it stands in a document: bare, on white, for the document says the rest.

Title, measure and sources are the document's own heading, caption and notes; the watermark stays
in the figure. It is drawn for the width of a page, so that its letters are as large as the text's.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.editable import Editable, editable_of
from analysis.charts.figure_json import plain
from analysis.charts.items import items_of
from analysis.charts.watermark import add_watermark
from analysis.exhibits.captions import marks_in
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.sizes import canvas_of

PAGE_PX = 660
"""Width of the sheet: 13 px are 9 points on a page of 16.5 cm."""
Json = Mapping[str, Any]


def bare_figure(exhibit: Exhibit) -> tuple[Json, tuple[float, ...], Editable | None]:
    """Plotly JSON of the figure, where it may be cut, and the chart an office program can edit."""
    if exhibit.table.empty:
        return {}, (), None
    canvas = canvas_of(PAGE_PX, "light")
    fig = exhibit.draw(exhibit.table, canvas)
    named, editable = items_of(fig), editable_of(fig)
    watermark = " ".join(marks_in(exhibit, "en")).upper()
    _frame(fig, canvas, watermark)
    top = float(fig.layout.margin.t)
    cuts = tuple(round(top + one, 1) for one in named.tops[1:]) if named.kind == "rows" else ()
    return _on_white(json.loads(fig.to_json()), canvas), cuts, editable


def _frame(fig: go.Figure, canvas: theme.Canvas, watermark: str) -> None:
    """Height, paper around it and watermark; the texts are the document's own."""
    pad, axis = canvas.pad_px, go.layout.Margin(fig.layout.margin)
    height = axis.t + fig.layout.meta["plot_height_px"] + axis.b + 2 * pad
    fig.update_layout(
        height=height, width=canvas.width_px + 2 * pad,
        margin={"l": axis.l + pad, "r": axis.r + pad, "t": axis.t + pad, "b": axis.b + pad})
    marks = theme.Marks(canvas)
    add_watermark(marks, watermark, canvas)
    marks.put(fig)


def _on_white(figure: Json, canvas: theme.Canvas) -> Json:
    """The same figure on white paper, without what its maker noted for the desk."""
    white = _recoloured(plain(figure), canvas.palette.paper, "#FFFFFF")
    layout = {key: value for key, value in white["layout"].items() if key != "meta"}
    return {"data": white["data"], "layout": layout}


def _recoloured(value: Any, old: str, new: str) -> Any:
    """With one colour for another, and nothing in place of what is no number: JSON has no NaN."""
    if isinstance(value, dict):
        return {key: _recoloured(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [_recoloured(one, old, new) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return new if value == old else value

