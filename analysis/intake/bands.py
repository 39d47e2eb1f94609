"""Numbers grouped into bands: an ordered question beside the number it comes from."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from analysis.errors import IntakeError
from analysis.intake.personal import FEWEST

MOST_BOUNDS = 20
AGE = re.compile(r"\bage\b|\balter\b|âge|\bålder\b|how old|wie alt|quel âge|hur gammal",
                 re.IGNORECASE)
NEVER = re.compile(r"weight|gewicht|poids|\bvikt|\bwt\b|id$|\bpsu\b|stratum|strata",
                   re.IGNORECASE)
"""Numbers of a design, which nobody groups."""
AGES = (30.0, 45.0, 60.0)
STEPS = (1, 2, 5, 10)


def parse_bounds(name: str, text: str) -> tuple[float, ...]:
    """Bounds from ``30|45|60``; commas and semicolons divide as well, the decimal mark is a point.

    Raises
    ------
    IntakeError
        If one is no number, they do not grow, or there are too many.
    """
    parts = [part.strip() for part in re.split(r"[|;,]", text) if part.strip()]
    try:
        bounds = tuple(float(part) for part in parts)
    except ValueError:
        bounds = (math.nan,)
    grows = all(low < high for low, high in pairwise(bounds))
    if not grows or not all(map(math.isfinite, bounds)) or len(bounds) > MOST_BOUNDS:
        raise IntakeError(
            f"{text!r} are no bounds for {name!r}. Give at most {MOST_BOUNDS} numbers from low to "
            "high, divided by |, for example 30|45|60.")
    return bounds


def bounds_text(bounds: Sequence[float]) -> str:
    """Bounds as they are given."""
    return "|".join(f"{one:g}" for one in bounds)


def band_of(value: float, bounds: Sequence[float]) -> int:
    """Place of the band a number falls in: 0 for what is under the first bound."""
    return sum(value >= bound for bound in bounds)


def band_labels(bounds: Sequence[float], *, whole: bool) -> list[str]:
    """Bands in words, low to high: ``under 30``, ``30 to 44`` …, ``60 and over``.

    Parameters
    ----------
    whole : bool
        Whether all numbers are whole; else a band is ``30 to under 45``.
    """
    between = []
    for low, high in pairwise(bounds):
        if whole and high.is_integer():
            between.append(f"{low:g}" if high - low <= 1 else f"{low:g} to {high - 1:g}")
        else:
            between.append(f"{low:g} to under {high:g}")
    return [f"under {bounds[0]:g}", *between, f"{bounds[-1]:g} and over"]


def suggest_bounds(question: str, values: Sequence[float]) -> tuple[float, ...]:
    """Round bounds that leave at least FEWEST numbers in every band; empty if there are none.

    Parameters
    ----------
    question : str
        Name and words of the column: an age is grouped as ages usually are.
    values : sequence of float
        The numbers of every row.
    """
    if len(values) < 2 * FEWEST or NEVER.search(question.strip()):
        return ()
    ordered = sorted(values)
    wanted: Sequence[float] = AGES
    if not AGE.search(question):
        step = _step((ordered[-1] - ordered[0]) / 10)
        quarters = (ordered[len(ordered) * part // 4] for part in (1, 2, 3))
        wanted = sorted({round(one / step) * step for one in quarters}) if step else ()
    kept: list[float] = []
    left = ordered
    for bound in wanted:
        below = [one for one in left if one < bound]
        if len(below) >= FEWEST and len(left) - len(below) >= FEWEST:
            kept.append(float(bound))
            left = left[len(below):]
    return tuple(kept)


def _step(width: float) -> float:
    """A round step of about that width, 0 where there is none."""
    if width <= 0 or not math.isfinite(width):
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return power * next(one for one in STEPS if one * power >= width * 0.999)
