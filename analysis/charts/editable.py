"""A figure as the chart an office program can edit: names, numbers, intervals.

Decided: the drawing functions say it themselves from the frame they draw, as they say their items;
nothing is read back from the picture. What an office chart cannot show truly (two intervals at one
point, a logarithmic axis, a matrix) is not declared, and stays a picture with its table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

Number = float | None
Shape = Literal["bars", "shares", "lines"]
SHAPES = ("bars", "shares", "lines")
FILLS = frozenset({"solid", "hollow", "hatched"})
SHADES = ("ink", "muted", "human", "twin", "synthetic")


@dataclass(frozen=True)
class Strand:
    """One series of an editable chart.

    Parameters
    ----------
    name : str
    values, lows, highs : tuple of float or None
        One a category; None where there is no value, or no interval.
    shades : tuple of str
        Colour of each value by name; one for all where they are the same.
    fills : tuple of str
        ``solid``, ``hollow`` or ``hatched``, likewise.
    dash : str
        Of a line.
    """

    name: str
    values: tuple[Number, ...]
    lows: tuple[Number, ...] = ()
    highs: tuple[Number, ...] = ()
    shades: tuple[str, ...] = ("ink",)
    fills: tuple[str, ...] = ("solid",)
    dash: str = "solid"

    def interval(self, at: int) -> tuple[float, float] | None:
        """Low and high of a category, None where it has no interval."""
        low, high = (side[at] if at < len(side) else None for side in (self.lows, self.highs))
        return None if low is None or high is None else (low, high)


@dataclass(frozen=True)
class Editable:
    """A chart of an office program.

    Parameters
    ----------
    shape : str
        ``bars`` (one a category, from zero), ``shares`` (bars cut into parts of a whole) or
        ``lines`` (categories in order of time).
    categories : tuple of str
        Names of rows in drawing order; of lines years, numbers, or days as ``2026-11-28``.
    strands : tuple of Strand
    sections : tuple of str
        Heading above each category, empty where there is none.
    prefix, suffix : str
        Around the numbers.
    dates, joined : bool
        Of lines: whether categories are days, whether points are joined.
    """

    shape: Shape
    categories: tuple[str, ...]
    strands: tuple[Strand, ...]
    sections: tuple[str, ...] = ()
    prefix: str = ""
    suffix: str = ""
    dates: bool = False
    joined: bool = True


def declare_editable(fig: go.Figure, editable: Editable | None) -> None:
    """Write into a bare figure what an office program could edit; ``theme.finish`` drops it."""
    if editable is not None and editable.categories:
        fig.update_layout(meta=dict(fig.layout.meta) | {"editable": asdict(editable)})


def editable_of(fig: go.Figure) -> Editable | None:
    """What a bare figure declares, None where it must stay a picture."""
    said = (fig.layout.meta or {}).get("editable")
    return editable_from(said) if said else None


def editable_from(said: Mapping[str, Any]) -> Editable:
    """From plain values, as they stand in a figure or a file.

    Raises
    ------
    KeyError, TypeError, ValueError
        If they do not describe one.
    """
    made = Editable(
        shape=said["shape"], categories=_texts(said["categories"]),
        strands=tuple(_strand(one) for one in said["strands"]), sections=_texts(said["sections"]),
        prefix=str(said["prefix"]), suffix=str(said["suffix"]), dates=said["dates"] is True,
        joined=said["joined"] is True)
    if made.shape not in SHAPES or any(
            len(strand.values) != len(made.categories) for strand in made.strands):
        raise ValueError("a series does not fit its categories")
    if made.dates:
        for category in made.categories:
            date.fromisoformat(category)
    return made


def _strand(said: Mapping[str, Any]) -> Strand:
    values, lows, highs = (tuple(None if one is None else float(one) for one in said[name])
                           for name in ("values", "lows", "highs"))
    shades, fills = _texts(said["shades"]), _texts(said["fills"])
    if not (set(shades) <= set(SHADES) and set(fills) <= FILLS and shades and fills):
        raise ValueError("an unknown look")
    return Strand(str(said["name"]), values, lows, highs, shades, fills, str(said["dash"]))


def _texts(said: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in said)


def rows_editable(
    frame: pd.DataFrame, names: Sequence[str], *, section: str = "section", factor: float = 1.0,
    suffix: str = "", shades: Sequence[str] = ("ink",), fills: Sequence[str] = ("solid",),
) -> Editable:
    """One bar a row of a frame with ``value``, and ``low`` and ``high`` where it has them."""
    empty: tuple[Number, ...] = ()
    return Editable(
        "bars", tuple(map(str, names)), (Strand(
            "Value", numbers(frame["value"], factor),
            numbers(frame["low"], factor) if "low" in frame else empty,
            numbers(frame["high"], factor) if "high" in frame else empty,
            shades=tuple(shades), fills=tuple(fills)),),
        sections=tuple(map(str, frame[section])) if section in frame else (), suffix=suffix)


def groups_editable(frame: pd.DataFrame, *, suffix: str) -> Editable | None:
    """Series by name, groups as categories; None where a name is twice in a group."""
    if frame.duplicated(["group", "name"]).any():
        return None
    groups = tuple(dict.fromkeys(frame["group"]))
    strands = []
    for name, rows in frame.groupby("name", sort=False):
        by_group = rows.set_index("group")
        styles = by_group["style"].reindex(list(groups)).ffill().bfill()
        strands.append(Strand(
            str(name), numbers(by_group["value"].reindex(list(groups))),
            shades=tuple(style if style in SHADES else "muted" for style in styles)))
    return Editable("bars", tuple(map(str, groups)), tuple(strands), suffix=suffix)


def parts_editable(frame: pd.DataFrame) -> Editable | None:
    """Counts as parts of a whole; None where a part is twice in a bar or its looks differ."""
    if frame.empty or frame.duplicated(["question", "part"]).any() or frame["count"].isna().any():
        return None
    questions = tuple(dict.fromkeys(frame["question"]))
    shades = {"solid": "twin", "light": "muted", "hatched": "muted", "human": "human",
              "synthetic": "synthetic"}
    strands = []
    for part, rows in frame.groupby("part", sort=False):
        if rows["style"].nunique() > 1:
            return None
        style = str(rows["style"].iloc[0])
        counts = rows.set_index("question")["count"].reindex(list(questions))
        strands.append(Strand(
            str(part), numbers(counts), shades=(shades[style],),
            fills=("hatched" if style == "hatched" else "solid",)))
    strands.sort(key=lambda strand: strand.fills == ("hatched",))
    return Editable("shares", tuple(map(str, questions)), tuple(strands))


def lines_editable(
    frame: pd.DataFrame, *, prefix: str, suffix: str, dates: bool, joined: bool,
    looks: Sequence[tuple[str, str]],
) -> Editable | None:
    """Lines over time, each unbroken piece a series; None where an x value is twice in one.

    Parameters
    ----------
    frame : DataFrame
        As of ``draw_series``.
    prefix, suffix : str
    dates, joined : bool
    looks : sequence of (shade, dash)
        Of each series in order of appearance.
    """
    known = frame[frame["when"].notna()]
    if known.empty or known.duplicated(["series", "segment", "when"]).any():
        return None
    places = _places(known["when"], dates)
    strands = []
    for index, (name, rows) in enumerate(known.groupby("series", sort=False)):
        for piece, (_, part) in enumerate(rows.groupby("segment", sort=False)):
            by_time = part.set_index("when")
            low, value, high = (numbers(by_time[side].reindex(places))
                                for side in ("low", "value", "high"))
            shade, dash = looks[index]
            strands.append(Strand(
                str(name) if not piece else f"{name}, part {piece + 1}", value, low, high,
                shades=(shade,), dash=dash))
    texts = tuple(f"{pd.Timestamp(one):%Y-%m-%d}" if dates else f"{one:g}" for one in places)
    return Editable("lines", texts, tuple(strands), prefix=prefix, suffix=suffix, dates=dates,
                    joined=joined)


def _places(when: pd.Series, dates: bool) -> list[Any]:
    """Every place of the horizontal axis; years without a value keep theirs."""
    found = sorted(when.unique())
    if dates or any(float(one) != int(one) for one in found) or found[-1] - found[0] > 200:
        return found
    return [type(found[0])(one) for one in range(int(found[0]), int(found[-1]) + 1)]


def numbers(values: pd.Series, factor: float = 1.0) -> tuple[Number, ...]:
    """As plain numbers, six decimals at most, None where there is none."""
    return tuple(None if pd.isna(value) else round(float(value) * factor, 6) for value in values)

