"""What a figure is made of by name: its rows or lines, and what may be changed about them.

Decided: the drawing functions say it themselves when they draw, because only they know which column
is a row's name and whether its order means anything. Nothing is guessed from the picture, and what
a figure does not declare cannot be dressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.theme import Order

Time = Literal["", "date", "year"]
VALUE = "value"
"""Name of an annotation that repeats a value drawn beside it; words in place of one bear none."""


@dataclass(frozen=True)
class Items:
    """The named parts of a figure.

    Parameters
    ----------
    kind : str
        ``rows``: one below the other, their vertical axis counted in pixels from the top;
        ``lines``: traces by name; empty for neither.
    names : tuple of str
        In drawing order, each once.
    tops, middles : tuple of float
        Of rows: where each begins, and where its mark stands.
    time : str
        What the horizontal axis counts, where it is time.
    measured : bool
        Whether the horizontal axis shows the numbers that rows are measured by.
    ordered : bool
        Whether rows follow the canvas's order.
    labels : str
        ``hide``: values are written beside the marks and an axis says them too; ``show``: values
        could be written beside the points.
    shown : tuple of str
        Names as readers know them, where they differ from ``names``.
    """

    kind: Literal["", "rows", "lines"] = ""
    names: tuple[str, ...] = ()
    tops: tuple[float, ...] = ()
    middles: tuple[float, ...] = ()
    time: Time = ""
    measured: bool = False
    ordered: bool = False
    labels: Literal["", "hide", "show"] = ""
    shown: tuple[str, ...] = ()


def declare(fig: go.Figure, items: Items) -> None:
    """Write what a figure is made of into it; ``theme.finish`` takes it out again."""
    named = {"named": True} if items.kind else {}
    fig.update_layout(meta=dict(fig.layout.meta) | {"items": asdict(items)} | named)


def items_of(fig: go.Figure) -> Items:
    """What a bare figure declares; nothing where it declares nothing."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list | tuple) else value
        for name, value in (fig.layout.meta or {}).get("items", {}).items()}
    return Items(**said)


def rows(
    frame: pd.DataFrame, tops: Sequence[float], middles: Sequence[float], *, label: str = "label",
    section: str = "section", measured: bool = True,
) -> Items:
    """The rows of a figure that is drawn one row a row of the frame, in the canvas's order."""
    names = unique_names(frame, label=label, section=section)
    return Items("rows", names, tuple(map(float, tops)), tuple(map(float, middles)),
                 measured=measured, ordered=len(names) > 1)


def unique_names(frame: pd.DataFrame, *, label: str, section: str) -> tuple[str, ...]:
    """Names of rows, each once: with the section where a name is in several, else counted."""
    names = [str(name) for name in frame[label]]
    if section in frame:
        twice = {name for name, times in Counter(names).items() if times > 1}
        names = [f"{part} · {name}" if name in twice and part else name
                 for name, part in zip(names, frame[section].map(str), strict=True)]
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(made)


def arrange(
    frame: pd.DataFrame, order: Order, *, label: str = "label", value: str = "value",
    section: str = "section",
) -> pd.DataFrame:
    """The rows in an order, each staying in its section; rows without a value come last.

    Parameters
    ----------
    frame : DataFrame
        In drawing order, with the columns named.
    order : str
        ``as_is``, ``ascending``, ``descending`` (by value) or ``alphabetical`` (by label).
    label, value, section : str
        Columns; ``section`` may be missing.
    """
    if order == "as_is" or frame.empty:
        return frame
    parts = frame[section].ne(frame[section].shift()).cumsum() if section in frame else \
        pd.Series(0, index=frame.index)
    if order == "alphabetical":
        keys = frame[label].map(lambda name: str(name).casefold())
    else:
        keys = frame[value].astype("float64") * (1 if order == "ascending" else -1)
    sorted_index = pd.DataFrame({"part": parts, "key": keys}).sort_values(
        ["part", "key"], kind="stable", na_position="last").index
    return frame.loc[sorted_index].reset_index(drop=True)
