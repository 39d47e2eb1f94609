"""Years along an axis: as many as have room, so that Plotly turns none of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from analysis.charts.boxes import number
from analysis.charts.ticks import YEAR_PX, years_apart
from analysis.exhibits import Exhibit
from analysis.exports.sizes import PRESETS, canvas_of

YEAR_MS = 365.25 * 86_400_000
OVER_YEARS = ("job_market_employment", "job_market_wages", "job_market_postings",
              "job_market_projections", "human_v_twin_uses", "human_v_twin_bookings",
              "human_v_twin_idle", "money_hm", "twin_register_timeline", "law_timeline")
"""Exhibits whose horizontal axis counts years, in each of the ways that figures draw one."""
TOUCHING_PX = 31
"""Plotly turns years of 12 px that stand nearer."""


def apart_px(fig: go.Figure, width_px: float) -> float:
    """Pixels between the nearest two years of the horizontal axis."""
    axis, margin = fig.layout.xaxis, fig.layout.margin
    if axis.range is not None:
        low, high = map(number, axis.range)
    else:
        places = [number(x) for trace in fig.data for x in trace.x]
        low, high = min(places), max(places)
    room = width_px - margin.l - margin.r
    if axis.tickvals is not None:
        step = min(b - a for a, b in pairwise(map(number, axis.tickvals)))
    else:
        months = str(axis.dtick).removeprefix("M")
        step = int(months) / 12 * YEAR_MS if axis.type == "date" else int(months)
    return room * step / (high - low)


@pytest.mark.parametrize("id", OVER_YEARS)
@pytest.mark.parametrize("size", ["phone", "newspaper-1", "social-square", "newspaper-2", "embed"])
def test_years_of_a_figure_have_room(
    id: str, size: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit, canvas = default_exhibit(id), canvas_of(PRESETS[size].sheet_px, "light")
    fig = exhibit.draw(exhibit.table, canvas)
    assert apart_px(fig, canvas.width_px) >= TOUCHING_PX


@pytest.mark.parametrize(("years", "room", "step", "apart"), [
    (10, 400, 1, 1), (11, 400, 1, 2), (23, 230, 2, 4), (23, 900, 2, 2), (23, 300, 5, 5),
    (40, 300, 5, 10), (0, 300, 1, 1), (5, 0, 1, 5),
])
def test_steps_grow_by_multiples_of_what_is_wanted(
    years: float, room: float, step: int, apart: int
) -> None:
    assert years_apart(years, room, step=step) == apart
    assert room < YEAR_PX or apart * room / max(years, 1) >= YEAR_PX
