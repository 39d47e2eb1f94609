"""Some rows or lines of a figure brought forward, all others set back in grey.

Decided: colours stay those of the palette. Where a figure tells kinds apart by colour, what is
brought forward keeps its own, or ink for grey; elsewhere it takes the colour of emphasis, in
print that of ink. What is set back is grey, which can still be read, and keeps its dash, pattern
and sign.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.boxes import number
from analysis.charts.colours import is_grey
from analysis.charts.figure_json import Json, plain
from analysis.charts.items import Items, items_of


def highlight(fig: go.Figure, canvas: theme.Canvas, names: Collection[str]) -> go.Figure:
    """Bring the rows or lines of these names forward.

    Parameters
    ----------
    fig : Figure
        Made by a ``draw_`` function, not yet finished; not changed.
    canvas : Canvas
        Mode and size.
    names : collection of str
        Of ``items_of(fig).names``; none leaves the figure as it is.
    """
    if not names:
        return fig
    items, drawn = items_of(fig), plain(fig.to_plotly_json())
    paint = _Paint(canvas.palette, fig)
    if items.kind == "lines":
        traces, layout = _lines(drawn, names, paint)
    else:
        traces, layout = _rows(drawn, _bands(items, names), paint)
    return go.Figure(data=traces, layout=layout)


class _Paint:
    """Which colour becomes which."""

    def __init__(self, palette: theme.Palette, fig: go.Figure) -> None:
        strong = (palette.ink, palette.human, palette.twin, palette.synthetic, palette.muted)
        used = set(_colours([plain(trace.to_plotly_json()) for trace in fig.data]))
        coded = bool(used & {palette.twin, palette.synthetic})
        grey = is_grey(palette.human)
        fore = {palette.muted: palette.ink} if coded else dict.fromkeys(
            (palette.ink, palette.muted), palette.human)
        self._fore = dict.fromkeys(strong, palette.ink) if grey else fore
        self._back = dict.fromkeys(strong, palette.synthetic if grey else palette.muted)
        self._text = dict.fromkeys(strong, palette.human if grey else palette.muted)

    def mark(self, value: Any, *, fore: bool) -> Any:
        """A trace or shape with its colours changed."""
        return self._changed(value, self._fore if fore else self._back)

    def text(self, note: Json, *, fore: bool) -> Json:
        """An annotation with its colours changed; grey that is set back can still be read."""
        return dict(self._changed(note, self._fore if fore else self._text))

    def _changed(self, value: Any, colours: Mapping[str, str]) -> Any:
        if isinstance(value, dict):
            return {key: self._changed(one, colours) for key, one in value.items()}
        if isinstance(value, list):
            return [self._changed(one, colours) for one in value]
        return colours.get(value, value) if isinstance(value, str) else value


def _colours(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [colour for one in value.values() for colour in _colours(one)]
    if isinstance(value, list):
        return [colour for one in value for colour in _colours(one)]
    return [value] if isinstance(value, str) and value.startswith("#") else []


def _lines(drawn: Json, names: Collection[str], paint: _Paint) -> tuple[list[Json], Json]:
    ends: dict[tuple[float, float], bool] = {}
    traces = []
    for trace in drawn["data"]:
        fore = trace.get("name") in names
        if trace.get("hoverinfo") == "skip":
            traces.append(trace)
            continue
        made = paint.mark(trace, fore=fore) | {"name": trace.get("name")}
        if "line" in made:
            made["line"] = made["line"] | {"width": 3 if fore else 1.4}
        traces.append(made)
        ends |= {(number(x), float(y)): fore
                 for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None}
    notes = []
    for note in drawn["layout"].get("annotations", ()):
        on_paper = "paper" in (note.get("xref"), note.get("yref"))
        own = None if on_paper else ends.get((number(note["x"]), float(note["y"])))
        notes.append(note if own is None else paint.text(note, fore=own))
    return traces, drawn["layout"] | {"annotations": notes}


def _bands(items: Items, names: Collection[str]) -> list[tuple[float, float, bool]]:
    """Top and bottom of each row and whether it is brought forward."""
    ends = (*items.tops[1:], float("inf"))
    return [(top - 3, end - 3, name in names)
            for name, top, end in zip(items.names, items.tops, ends, strict=True)]


def _rows(
    drawn: Json, bands: list[tuple[float, float, bool]], paint: _Paint
) -> tuple[list[Json], Json]:
    def fore_at(y: Any) -> bool | None:
        if isinstance(y, bool) or not isinstance(y, int | float):
            return None
        return next((fore for top, end, fore in bands if top <= y < end), None)

    traces = []
    for trace in drawn["data"]:
        for fore in (False, True):
            keep = [at for at, y in enumerate(trace["y"]) if bool(fore_at(float(y))) == fore]
            if keep:
                part = _part(trace, keep, len(trace["y"]))
                traces.append(paint.mark(part, fore=fore) | {"name": trace.get("name")})
    notes = []
    for note in drawn["layout"].get("annotations", ()):
        own = None if note.get("yref") == "paper" or _is_heading(note, bands) else \
            fore_at(note.get("y"))
        made = note if own is None else paint.text(note, fore=own)
        plain = own and note.get("text") and "<b>" not in note["text"]
        notes.append(made | {"text": f"<b>{note['text']}</b>"} if plain else made)
    shapes = []
    for shape in drawn["layout"].get("shapes", ()):
        own = None if shape.get("yref") == "paper" else fore_at(shape.get("y0"))
        shapes.append(shape if own is None else paint.mark(shape, fore=own))
    return traces, drawn["layout"] | {"annotations": notes, "shapes": shapes}


def _is_heading(note: Json, bands: list[tuple[float, float, bool]]) -> bool:
    """A bold text at the left edge above the next row: the heading of a section."""
    at_left = note.get("xref") == "paper" and str(note.get("text", "")).startswith("<b>")
    return at_left and any(0 < top - float(note["y"]) < 24 for top, _, _ in bands)


def _part(value: Any, keep: list[int], size: int) -> Any:
    """A trace with only some of its points."""
    if isinstance(value, dict):
        return {key: _part(one, keep, size) for key, one in value.items()}
    if isinstance(value, list) and len(value) == size:
        return [value[at] for at in keep]
    return value
