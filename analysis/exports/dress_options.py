"""What of an exhibit may be dressed, found from its figure, and where an annotation goes.

Decided: the same reading of the figure offers a choice and holds a dress to it, so that nothing is
offered that is refused and nothing accepted that is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.annotations import Kind, Remark
from analysis.charts.boxes import number
from analysis.charts.items import VALUE, Items, items_of
from analysis.charts.theme import Order
from analysis.errors import ExportError

Measure = Literal["date", "year", "value"]


@dataclass(frozen=True)
class Axis:
    """The horizontal axis that days and ranges are given on.

    Parameters
    ----------
    measure : str
        ``date``, ``year`` or ``value``.
    low, high : float
        Ends of the axis in its own numbers; of dates in milliseconds.
    factor : float
        Own number times this is what is printed: 100 for a share shown in percent.
    unit : str
        Printed after its numbers.
    """

    measure: Measure
    low: float
    high: float
    factor: float = 1.0
    unit: str = ""

    def read(self, text: str, *, last: bool = False) -> Any:
        """A place as the axis counts it.

        Parameters
        ----------
        text : str
            As :class:`~analysis.exports.dress.Annotation` has it.
        last : bool
            Whether the end of a year or month is meant, not its beginning.

        Raises
        ------
        ExportError
            If it is none or lies outside.
        """
        try:
            found = self._day(text, last) if self.measure == "date" else self._number(text)
        except (ValueError, OverflowError):
            raise ExportError(f"{text!r} is no place on this axis. {self.said}") from None
        if not self.low <= number(found) <= self.high:
            raise ExportError(f"{text!r} lies outside this figure. {self.said}")
        return found

    def span(self, first: str, last: str) -> tuple[Any, Any]:
        """Both ends of a range; whole years are meant with all that is drawn at them."""
        low, high = self.read(first), self.read(last, last=True)
        if self.measure != "year":
            return low, high
        return (max(self.low, low - (low % 1 == 0) / 2), min(self.high, high + (high % 1 == 0) / 2))

    @property
    def said(self) -> str:
        """Which places it has."""
        halves = " Years are whole, or end in .5 between two." if self.measure == "year" else ""
        return f"Choose one from {self.shown(self.low)} to {self.shown(self.high)}.{halves}"

    def shown(self, value: float) -> str:
        """A number of the axis as printed."""
        if self.measure == "date":
            return f"{pd.Timestamp(value, unit='ms'):%Y-%m-%d}"
        digits = f"{value * self.factor:.6g}"
        return digits + (self.unit if self.measure == "value" else "")

    def _number(self, text: str) -> float:
        found = float(text.replace(",", "").replace("−", "-").rstrip(f"{self.unit} "))
        if self.measure == "year" and found * 2 % 1:
            raise ValueError(text)
        return found / self.factor

    def _day(self, text: str, last: bool) -> str:
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
            raise ValueError(text)
        period = pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])
        return f"{(period.end_time if last else period.start_time):%Y-%m-%d}"


@dataclass(frozen=True)
class Options:
    """What may be dressed; what is empty is not possible.

    Parameters
    ----------
    names : mapping
        Rows or lines that may be highlighted, with what readers call them.
    orders : tuple of str
        Orders of the rows; ``as_is`` alone where there is nothing to order.
    labels : tuple of bool
        Whether values may be written (True) and hidden (False).
    annotations : tuple of str
        Kinds that have a place.
    points : mapping
        By name: the places of its points; none for a row, which is a point itself.
    axis : Axis or None
        Where days and ranges go.
    """

    names: Mapping[str, str]
    orders: tuple[Order, ...]
    labels: tuple[bool, ...]
    annotations: tuple[Kind, ...]
    points: Mapping[str, tuple[str, ...]]
    axis: Axis | None


def options_of(fig: go.Figure) -> Options:
    """What may be dressed of a bare figure."""
    items = items_of(fig)
    names = dict(zip(items.names, items.shown or items.names, strict=True))
    axis = axis_of(fig, items)
    kinds: list[Kind] = ["point"] if names else []
    if axis is not None:
        kinds += ["range"] if axis.measure == "value" else ["date", "range"]
    return Options(
        names=names if len(names) > 1 else {},
        orders=get_args(Order) if items.ordered else ("as_is",),
        labels=(True, False) if _labels(fig, items) else (), annotations=tuple(kinds),
        points={name: _places(fig, name) if items.kind == "lines" else () for name in names},
        axis=axis)


def _labels(fig: go.Figure, items: Items) -> bool:
    if items.labels == "show":
        return True
    return items.measured and any(note.name == VALUE for note in fig.layout.annotations)


def axis_of(fig: go.Figure, items: Items) -> Axis | None:
    """The axis that days and ranges are given on, None where it has none that can be read."""
    axis = fig.layout.xaxis
    if not items.time and not items.measured:
        return None
    if axis.range is not None:
        low, high = (number(end) for end in axis.range)
    else:
        values = [number(x) for trace in fig.data for x in trace.x if pd.notna(x)]
        low, high = min(values, default=0.0), max(values, default=1.0)
    if items.time:
        return Axis(items.time, low, high)
    factor = _factor(axis)
    if factor is None:
        return None
    unit = str(axis.ticktext[-1]) if axis.ticktext is not None else str(axis.ticksuffix or "")
    return Axis("value", low, high, factor, re.sub(r"[\d.,\s−-]", "", unit))


def _factor(axis: Any) -> float | None:
    """What the numbers of an axis are multiplied by when printed; None for a scale of powers."""
    if axis.ticktext is None or axis.tickvals is None:
        return 1.0
    found = []
    for value, text in zip(axis.tickvals, axis.ticktext, strict=True):
        digits = re.sub(r"[^\d.-]", "", str(text).replace("−", "-"))
        if value and digits:
            found.append(float(digits) / value)
    same = found and max(found) - min(found) < 1e-6 * abs(max(found))
    return round(found[0], 9) if same else None


def _places(fig: go.Figure, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_place_text(x) for x, _, _ in _line(fig, name)))


def _place_text(x: Any) -> str:
    if isinstance(x, str):
        return x[:10]
    if hasattr(x, "strftime") or type(x).__name__ == "datetime64":
        return f"{pd.Timestamp(x):%Y-%m-%d}"
    return f"{float(x):g}"


def _line(fig: go.Figure, name: str) -> list[tuple[Any, float, str]]:
    """Known points of a line with their vertical axis."""
    return [(x, float(y), trace.yaxis or "y") for trace in fig.data if trace.name == name
            for x, y in zip(trace.x, trace.y, strict=True) if pd.notna(y)]


def place(fig: go.Figure, kind: Kind, name: str, ends: tuple[str, str], *, text: str) -> Remark:
    """Where an annotation goes on a bare figure.

    Parameters
    ----------
    fig : Figure
        Not yet localised.
    kind : str
        ``point``, ``date`` or ``range``.
    name : str
        Row or line of a point.
    ends : (str, str)
        ``at`` and ``to`` of the annotation.
    text : str
        What it says.

    Raises
    ------
    ExportError
        If the figure has no such place.
    """
    options = options_of(fig)
    if kind not in options.annotations:
        can = ", ".join(options.annotations) or "none"
        raise ExportError(f"This figure has no place for an annotation of kind {kind}. It has: "
                          f"{can}.")
    at, to = ends
    if kind == "point":
        if to:
            raise ExportError("An annotation on a point has no end: leave “to” out.")
        return _on_point(fig, name, at, text)
    if name:
        raise ExportError(f"An annotation of kind {kind} belongs to no row or line: leave its name "
                          "out.")
    assert options.axis is not None
    if kind == "date":
        if to:
            raise ExportError("An annotation on a date has no end: leave “to” out, or choose a "
                              "range.")
        return Remark(text, kind, (options.axis.read(at),))
    first, last = options.axis.span(at, to)
    if number(last) <= number(first):
        raise ExportError(f"A range must end after it begins; {at!r} to {to!r} does not.")
    return Remark(text, kind, (first, last), framed=items_of(fig).kind == "rows")


def _on_point(fig: go.Figure, name: str, at: str, text: str) -> Remark:
    items = items_of(fig)
    if name not in items.names:
        raise ExportError(f"Nothing in this figure is called {name[:80]!r}. Choose one of: "
                          f"{'; '.join(items.names[:12])}.")
    if items.kind == "rows":
        if at:
            raise ExportError("A row is a point itself: leave “at” out.")
        middle = items.middles[items.names.index(name)]
        return Remark(text, "point", (_row_end(fig, middle),), middle)
    points = _line(fig, name)
    found = [one for one in points if not at or _place_text(one[0]) == at]
    if not found:
        places = _places(fig, name)
        said = f"It has {len(places)} from {places[0]} to {places[-1]}." if places else \
            "It has none."
        raise ExportError(f"{name!r} has no point at {at!r}. {said}")
    x, y, yaxis = found[-1]
    return Remark(text, "point", (_place_text(x) if items.time == "date" else x,), y, yaxis)


def _row_end(fig: go.Figure, middle: float) -> float:
    """The end of a row's mark that lies furthest right; the beginning of the axis for none."""
    ends = []
    for trace in fig.data:
        if (trace.xaxis or "x") != "x":
            continue
        bases = trace.base if trace.type == "bar" and trace.base is not None else None
        for number_, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)):
            if abs(float(y) - middle) < 0.01 and pd.notna(x):
                base = 0.0 if bases is None else float(
                    bases[number_] if hasattr(bases, "__len__") else bases)
                ends.append(float(x) + base)
    return max(ends, default=float(fig.layout.xaxis.range[0]))
