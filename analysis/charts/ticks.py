"""How far apart the years of an axis stand, so that their numbers neither touch nor turn.

Plotly turns numbers that would touch; a turned year is hard to read and runs into the source line.
"""

from __future__ import annotations

from math import ceil

YEAR_PX = 40
"""Room of a year at 12 px with air around it."""


def years_apart(years: float, room_px: float, *, step: int = 1) -> int:
    """Years from one tick to the next.

    Parameters
    ----------
    years : float
        Length of the axis.
    room_px : float
        Its length in pixels.
    step : int
        The distance wanted, where there is room; more are a multiple of it.
    """
    most = max(1.0, room_px / YEAR_PX)
    return step * max(1, ceil(years / most / step))
