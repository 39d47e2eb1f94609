"""Parts of a figure that Plotly has checked already are put in without another check.

Checking again what stands in a figure took a third of the time to draw it. Plotly puts in its own
templates in the same way; what is new is checked as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import plotly.graph_objects as go


@contextmanager
def checked_before(layout: go.Layout) -> Iterator[go.Layout]:
    """The layout, which meanwhile takes what it is given as it is."""
    layout._validate = False
    try:
        yield layout
    finally:
        layout._validate = True
