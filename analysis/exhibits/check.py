"""Build every exhibit at its defaults and at each control's extremes, and draw it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from analysis.charts import theme
from analysis.errors import DeskError, NotGivenError
from analysis.exhibits.registry import REGISTRY, ExhibitSpec, build_exhibit
from analysis.warehouse import Warehouse

MAX_POINTS = 5_000
CANVASES = (theme.Canvas(), theme.Canvas("dark", "narrow"))


def check_exhibits(warehouse: Warehouse) -> tuple[int, list[str]]:
    """Try every exhibit.

    Returns
    -------
    (int, list of str)
        How many were built, and one line for each fault.
    """
    built, faults = 0, []
    for spec in REGISTRY.values():
        for settings in variants_of(spec, warehouse):
            built += 1
            fault = _fault(spec.id, warehouse, settings)
            if fault:
                chosen = " ".join(f"{key}={value!r}" for key, value in settings.items())
                faults.append(f"{spec.id} {chosen}: {fault}".replace(" :", ":"))
    return built, faults


def count_points(fig: go.Figure) -> int:
    """How many points a figure sends to the browser."""
    return sum(len(trace.x) for trace in fig.data if getattr(trace, "x", None) is not None)


def variants_of(spec: ExhibitSpec, warehouse: Warehouse) -> Iterator[dict[str, Any]]:
    """Settings to try: the defaults, then each control alone at its extremes."""
    yield {}
    for control in spec.controls:
        for value in control.extremes(warehouse):
            yield {control.name: value}


def _fault(id: str, warehouse: Warehouse, settings: dict[str, Any]) -> str:
    try:
        exhibit = build_exhibit(id, warehouse, **settings)
        figures = [exhibit.figure(canvas) for canvas in CANVASES]
    except NotGivenError:
        return ""
    except DeskError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    for fig in figures:
        points = count_points(fig)
        if points > MAX_POINTS:
            return f"{points:,} points, at most {MAX_POINTS:,} may be drawn"
        if not fig.layout.meta.get("title") or not fig.layout.meta.get("alt"):
            return "the figure has no title or no alternative text"
    return ""
