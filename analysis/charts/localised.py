"""A figure's numbers, dates and fixed words in another language: texts, axes, hover texts."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from analysis.charts.language import LANGUAGES, Code, localise

STEPS = (1, 2, 2.5, 5, 10)
TYPED = ("remark", "key")
"""Names of texts that an editor typed: never changed."""


def localise_figure(fig: go.Figure, code: Code) -> go.Figure:
    """Change a bare figure in place; words of labels stay as they are.

    Parameters
    ----------
    fig : Figure
        Made by a ``draw_`` function, not yet finished.
    code : str
        Language.
    """
    if code == "en":
        return fig
    language = LANGUAGES[code]
    notes = [one.to_plotly_json() for one in fig.layout.annotations]
    fig.layout.annotations = [
        one if one.get("name") in TYPED else one | {"text": localise(one.get("text", ""), code)}
        for one in notes]
    fig.update_layout(separators=language.decimal + language.thousands)
    for axis in (*fig.select_xaxes(), *fig.select_yaxes()):
        _localise_axis(axis, code)
    for trace in fig.data:
        for name in ("hovertext", "text"):
            said = getattr(trace, name, None)
            if isinstance(said, str):
                trace[name] = localise(said, code)
            elif said is not None:
                trace[name] = [localise(str(one), code) for one in said]
    return fig


def _localise_axis(axis: Any, code: Code) -> None:
    language = LANGUAGES[code]
    if axis.ticksuffix == "%":
        axis.ticksuffix = language.percent
    if axis.ticktext is not None:
        axis.ticktext = [localise(str(text), code) for text in axis.ticktext]
    elif str(axis.tickformat or "").endswith("%") and axis.range is not None:
        values = list(axis.tickvals) if axis.tickvals is not None else \
            nice_ticks(*axis.range, about=axis.nticks or 5)
        step = min((b - a for a, b in pairwise(values)), default=1.0)
        digits = max(0, -math.floor(math.log10(step * 100) + 1e-9)) if step > 0 else 0
        axis.tickvals = values
        axis.ticktext = [localise(f"{value * 100:.{digits}f}%", code) for value in values]
    if axis.title.text:
        axis.title.text = localise(axis.title.text, code)


def nice_ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Round numbers between two ends, at most ``about`` steps.

    Parameters
    ----------
    low, high : float
        Ends of an axis.
    about : int
        Steps at most.
    """
    raw = (high - low) / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in STEPS if one * power >= raw - 1e-12)
    first = math.ceil(low / step - 1e-9)
    return [round(at * step, 12) for at in range(first, math.floor(high / step + 1e-9) + 1)]
