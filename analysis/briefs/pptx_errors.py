"""Intervals of a native chart as error bars, which python-pptx cannot write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
C = f"{{{CHART}}}"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
BEFORE = ("cat", "val", "xVal", "yVal", "smooth", "shape", "extLst")
"""What follows error bars in a series, by the schema."""


@dataclass(frozen=True)
class Ends:
    """How far error bars reach below and above each value, and the cells that say so."""

    minus_cells: str
    plus_cells: str
    minus: tuple[float | None, ...]
    plus: tuple[float | None, ...]


def add_error_bars(series: Any, ends: Ends, *, upright: bool) -> None:
    """Write custom error bars, both ways, into the XML of a series.

    Parameters
    ----------
    series : pptx series
    ends : Ends
    upright : bool
        Whether they stand upright, as on lines; on bars the schema leaves the direction out.
    """
    direction = '<c:errDir val="y"/>' if upright else ""
    made = parse_xml(
        f'<c:errBars xmlns:c="{CHART}" xmlns:a="{DRAWING}">{direction}<c:errBarType val="both"/>'
        '<c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{_side('plus', ends.plus_cells, ends.plus)}{_side('minus', ends.minus_cells, ends.minus)}"
        '<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="1D1D1B"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>")
    element = series._element
    following = next(child for child in element if child.tag in {
        f"{C}{tag}" for tag in BEFORE})
    following.addprevious(made)


def read_error_bars(series: Any) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """How far the error bars of a series reach below and above, as its XML says."""
    sides = []
    for side in ("minus", "plus"):
        cache = series._element.find(f".//{C}errBars/{C}{side}//{C}numCache")
        count = int(cache.find(f"{C}ptCount").get("val"))
        known = {int(point.get("idx")): float(point.find(f"{C}v").text)
                 for point in cache.findall(f"{C}pt")}
        sides.append(tuple(known.get(at) for at in range(count)))
    return sides[0], sides[1]


def _side(side: str, cells: str, lengths: Sequence[float | None]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{length:.10g}</c:v></c:pt>'
                     for at, length in enumerate(lengths) if length is not None)
    return (f"<c:{side}><c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>General"
            f'</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}</c:numCache></c:numRef>'
            f"</c:{side}>")
