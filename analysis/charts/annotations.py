"""Texts that an editor adds to a figure: at a row or point, on a day, over a range.

Decided: a text stands in the plot where nothing else does, else it becomes a numbered mark with its
text in a key below the figure; on narrow figures all do. So no text ever covers a title, a value or
another text, or leaves the figure, and none is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.boxes import Box, Ground, ground_of, is_free, taken
from analysis.charts.text import block, wrap

TEXT_PX = 12.5
TEXT_WIDTH_PX = 170
TEXT_EM = 0.53
KEY_PX = 12.5
NUMBER_PX = 11
BADGE_PX = 18
KEY_INDENT_PX = 22
KEY_GAP_PX = 10
NEAR_PX = (16, 30, 48, 70, 96)
Anchor = tuple[float, float, str, str]
Kind = Literal["point", "date", "range"]


@dataclass(frozen=True)
class Remark:
    """A text and where it belongs.

    Parameters
    ----------
    text : str
        Plain.
    kind : str
        ``point``, ``date`` or ``range``.
    x : tuple
        Place on the horizontal axis; of a range both ends.
    y : float or None
        Place on the vertical axis, of a point.
    yaxis : str
        Axis of ``y``.
    framed : bool
        Whether a range is two lines rather than an area: for figures with texts on paper.
    """

    text: str
    kind: Kind
    x: tuple[Any, ...]
    y: float | None = None
    yaxis: str = "y"
    framed: bool = False


def add_remarks(fig: go.Figure, canvas: theme.Canvas, remarks: Sequence[Remark]) -> go.Figure:
    """Write remarks into a bare figure; changed in place.

    Parameters
    ----------
    fig : Figure
        Made by a ``draw_`` function, not yet finished.
    canvas : Canvas
        Mode and size.
    remarks : sequence of Remark
        In order; those that become marks are numbered in that order.
    """
    if not remarks:
        return fig
    ground = ground_of(fig, canvas)
    boxes, marks, keyed = taken(ground), theme.Marks(canvas), list[tuple[int, str]]()
    for remark in remarks:
        _add_extent(marks, remark, canvas)
        boxes += _edges(remark, ground)
    for remark in remarks:
        lines = wrap(remark.text, width_px=TEXT_WIDTH_PX, size_px=TEXT_PX)
        size = (max(map(len, lines)) * TEXT_PX * TEXT_EM + 4,
                len(lines) * TEXT_PX * theme.LINE_HEIGHT + 2)
        areas = [_area(one, ground) for one in remarks if one is not remark and _is_area(one)]
        spot = None if canvas.narrow else _spot(remark, size, ground, [*boxes, *areas]) or _spot(
            remark, size, ground, boxes)
        if spot is None:
            number = len(keyed) + 1
            keyed.append((number, remark.text))
            size = (BADGE_PX, BADGE_PX)
            rest = [one for one in boxes if one not in _edges(remark, ground)]
            spot = _spot(remark, size, ground, rest) or _spot(
                remark, size, ground, rest, leader=False) or (0.0, -2.0, "center", "top")
            _add_number(marks, number, _anchor(remark, ground), spot, canvas)
        else:
            _add_text(marks, block(lines), remark, _anchor(remark, ground), spot, canvas)
        boxes.append(_box(_pixels(remark, ground), spot, size))
    _add_key(fig, marks, keyed, canvas)
    marks.put(fig)
    return fig


def _pixels(remark: Remark, ground: Ground) -> tuple[float, float]:
    """Where the text is measured from: the point, or the top of the line or range."""
    x = ground.x(remark.x[0])
    return x, ground.height if remark.y is None else ground.y(remark.y, remark.yaxis)


def _anchor(remark: Remark, ground: Ground) -> dict[str, Any]:
    if remark.y is None:
        return {"x": remark.x[0], "y": 1, "yref": "paper"}
    return {"x": remark.x[0], "y": remark.y, "yref": remark.yaxis}


def _spot(
    remark: Remark, size: tuple[float, float], ground: Ground, boxes: list[Box], *,
    leader: bool = True,
) -> Anchor | None:
    """The nearest free place: shift in x and y in pixels, and the sides it is anchored at.

    With ``leader`` the line from the point to its text must run clear too.
    """
    at = x, y = _pixels(remark, ground)
    others = [one for one in boxes if not (one[0] <= x <= one[2] and one[1] <= y <= one[3])]
    for spot in _spots(remark, ground, size[1]):
        box = _box(at, spot, size)
        clear = not leader or remark.y is None or _is_clear(at, spot, others)
        if clear and ground.inside(box) and is_free(box, boxes):
            return spot
    return None


def _is_clear(at: tuple[float, float], spot: Anchor, others: list[Box]) -> bool:
    """Whether nothing but the mark itself lies between a point and its text above or below."""
    if not spot[1]:
        return True
    low, high = sorted((at[1], at[1] + spot[1]))
    return is_free((at[0] + min(spot[0], 0) - 1, low, at[0] + max(spot[0], 0) + 1, high), others)


def _spots(remark: Remark, ground: Ground, tall: float) -> Iterator[Anchor]:
    if remark.kind == "point":
        for away in NEAR_PX:
            for sign, side in ((1, "bottom"), (-1, "top")):
                for x, anchor in ((0, "center"), (6, "left"), (-6, "right")):
                    yield x, sign * away, anchor, side
            for x, anchor in ((away, "left"), (-away, "right")):
                yield x, 0, anchor, "middle"
        for away in range(NEAR_PX[-1], int(ground.width), 14):
            for x, anchor in ((away, "left"), (-away, "right")):
                yield x, 0, anchor, "middle"
        return
    wide = ground.x(remark.x[-1]) - ground.x(remark.x[0])
    for down in range(2, max(3, int(ground.height - tall)), 8):
        yield 5, -down, "left", "top"
        yield -5, -down, "right", "top"
        if wide:
            yield wide + 5, -down, "left", "top"
        yield wide / 2 if _is_area(remark) else 0, -down, "center", "top"


def _is_area(remark: Remark) -> bool:
    return remark.kind == "range" and not remark.framed


def _area(remark: Remark, ground: Ground) -> Box:
    return ground.x(remark.x[0]), 0.0, ground.x(remark.x[-1]), ground.height


def _edges(remark: Remark, ground: Ground) -> list[Box]:
    """The lines that a remark draws through the whole plot."""
    if remark.kind == "point" or _is_area(remark):
        return []
    return [(ground.x(x) - 1, 0.0, ground.x(x) + 1, ground.height) for x in remark.x]


def _box(at: tuple[float, float], spot: Anchor, size: tuple[float, float]) -> Box:
    x, y = at[0] + spot[0], at[1] + spot[1]
    left = x - {"left": 0.0, "right": size[0]}.get(spot[2], size[0] / 2)
    low = y - {"bottom": 0.0, "top": size[1]}.get(spot[3], size[1] / 2)
    return left, low, left + size[0], low + size[1]


def _add_extent(marks: theme.Marks, remark: Remark, canvas: theme.Canvas) -> None:
    """The line of a day; the area or both ends of a range."""
    colours, ends = canvas.palette, {"y0": 0, "y1": 1, "yref": "paper"}
    if _is_area(remark):
        marks.shape(type="rect", x0=remark.x[0], x1=remark.x[1], fillcolor=colours.band,
                    line={"width": 0}, **ends)
        return
    for x in remark.x if remark.kind != "point" else ():
        marks.shape(type="line", x0=x, x1=x, **ends,
                    line={"color": colours.ink, "width": 1, "dash": "5px,3px"})


def _add_text(
    marks: theme.Marks, text: str, remark: Remark, anchor: dict[str, Any], spot: Anchor,
    canvas: theme.Canvas,
) -> None:
    x, y, side, edge = spot
    font = {"size": TEXT_PX, "color": canvas.palette.ink}
    if remark.kind != "point":
        marks.note(**anchor, text=text, xanchor=side, yanchor=edge, xshift=x, yshift=y, font=font,
                   name="remark")
        return
    marks.label(
        **anchor, text=text, xanchor=side, yanchor=edge, font=font, name="remark",
        showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=canvas.palette.ink, standoff=7,
        ax=x, ay=-y, align={"right": "right", "left": "left"}.get(side, "center"))


def _add_number(
    marks: theme.Marks, number: int, anchor: dict[str, Any], spot: Anchor, canvas: theme.Canvas
) -> None:
    x, y, side, edge = spot
    far = anchor["yref"] != "paper" and abs(y) > NEAR_PX[0]
    where: dict[str, Any] = {
        "showarrow": True, "arrowhead": 0, "arrowwidth": 1, "standoff": 7, "ax": x, "ay": -y,
        "arrowcolor": canvas.palette.ink} if far else {"xshift": x, "yshift": y}
    marks.note(
        **anchor, **where, text=f"<b>{number}</b>", xanchor=side, yanchor=edge,
        bgcolor=canvas.palette.ink, borderpad=2, name="number", width=10, align="center",
        font={"size": NUMBER_PX, "color": canvas.palette.paper})


def _add_key(
    fig: go.Figure, marks: theme.Marks, keyed: list[tuple[int, str]], canvas: theme.Canvas
) -> None:
    """The texts of numbered marks below the figure, which grows by their room."""
    if not keyed:
        return
    margin = fig.layout.margin
    down = margin.b + KEY_GAP_PX
    for number, text in keyed:
        lines = wrap(text, width_px=canvas.width_px - KEY_INDENT_PX - 4, size_px=KEY_PX)
        left = {"x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper",
                "yanchor": "top"}
        _add_number(
            marks, number, {"x": 0, "xref": "paper", "y": 0, "yref": "paper"},
            (2 - margin.l, -down - 1, "left", "top"), canvas)
        marks.note(
            **left, xshift=KEY_INDENT_PX - margin.l, yshift=-down, text=block(lines), name="key",
            font={"size": KEY_PX, "color": canvas.palette.ink})
        down += round(len(lines) * KEY_PX * theme.LINE_HEIGHT) + 5
    fig.update_layout(margin={"b": round(down)})
