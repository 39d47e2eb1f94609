"""A kind's look as a bar: one colour and, as a second sign, one pattern, the same in every figure.

Decided: bars of one look are one trace. Plotly takes patterns together with a list of colours, but
warns about every bar of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.charts import theme

PATTERNS = {"human": "", "twin": "/", "synthetic": "."}


def marker(style: str, canvas: theme.Canvas) -> dict[str, Any]:
    """Fill of a bar: a kind with its pattern, or another colour of the palette, plain.

    Parameters
    ----------
    style : str
        ``human``, ``twin``, ``synthetic``, or the name of a colour of the palette.
    canvas : Canvas
        Its mode gives the colours.
    """
    colour = str(getattr(canvas.palette, style))
    shape = PATTERNS.get(style, "")
    if not shape:
        return {"color": colour}
    return {"color": colour, "pattern": {
        "shape": shape, "fgcolor": canvas.palette.paper, "size": 6, "solidity": 0.25,
        "fillmode": "overlay",
    }}


def by_look(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each look, in order of its first appearance."""
    for style, rows in frame.groupby(column, sort=False):
        yield str(style), rows
