"""Draws from the ranges of assumptions, those that belong together drawn together.

Decided: each assumption is drawn from a triangle over its range with the peak at its value, since
nothing published gives a shape. What belongs together is joined by a Gaussian copula: standard
normals with the stated correlations are turned into ranks, and ranks into the triangles (Nelsen
2006, An Introduction to Copulas, 2nd ed., doi:10.1007/0-387-28678-0). The result is a range of
assumptions: how far an outcome moves when what was put in moves. It is no confidence interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from analysis.scenarios.assumptions import Assumptions

Floats = npt.NDArray[np.float64]
Values = Mapping[str, Floats]
"""Values by assumption, one a draw."""

DRAWS, SEED = 10_000, 2026
FAMILIES: Mapping[str, float] = {
    "adoption_": 0.6, "halfway_": 0.6, "replaceable_": 0.6, "weight_": 0.4, "commission_": 0.8,
}
"""Correlation among assumptions whose names begin alike: channels, tiers, commissions."""
PAIRS: Mapping[tuple[str, str], float] = {
    ("adoption_", "halfway_"): -0.3, ("uses_per_replaced", "new_uses"): 0.3,
    ("twin_fee_share", "refused"): -0.3, ("twin_fee_share", "owner_share"): -0.3,
}
"""Correlation between families or single assumptions."""
WHY = (
    "Correlations are assumed: what holds twins up or drives them in one channel does so in the "
    "others (0.6); where more adopt they adopt sooner (-0.3); models who are paid better refuse "
    "less and own more of their twins (-0.3)."
)


def correlations(names: Sequence[str]) -> Floats:
    """The correlation matrix of the normals behind the assumptions, in the order of the names."""
    found = np.eye(len(names))
    for first, one in enumerate(names):
        for second in range(first + 1, len(names)):
            found[first, second] = found[second, first] = correlation(one, names[second])
    return found


def correlation(one: str, other: str) -> float:
    """The stated correlation of two assumptions."""
    if one == other:
        return 1.0
    for family, value in FAMILIES.items():
        if one.startswith(family) and other.startswith(family):
            return value
    return next((value for (first, second), value in PAIRS.items()
                 if (one.startswith(first) and other.startswith(second))
                 or (other.startswith(first) and one.startswith(second))), 0.0)


def drawn_with(name: str, names: Sequence[str]) -> str:
    """With which others an assumption is drawn, in words: ``halfway_… (-0.3)``."""
    found: dict[str, float] = {}
    for other in names:
        value = correlation(name, other)
        if other != name and value:
            family = next((one for one in FAMILIES if other.startswith(one)), "")
            found[f"{family}…" if family else other] = value
    return ", ".join(f"{other} ({value:g})" for other, value in found.items())


def draw(assumptions: Assumptions, *, number: int = DRAWS, seed: int = SEED) -> dict[str, Floats]:
    """Values of all assumptions, drawn together.

    Parameters
    ----------
    assumptions : Assumptions
        With their ranges.
    number : int
        Of draws.
    seed : int
        The same seed gives the same normals whatever the ranges, so that two scenarios differ by
        their assumptions alone.

    Returns
    -------
    dict
        For each assumption an array of ``number`` values in its unit.
    """
    names = assumptions.names
    root = np.linalg.cholesky(correlations(names))
    normals = np.random.default_rng(seed).standard_normal((len(names), number))
    ranks = ndtr(root @ normals)
    return {name: triangle(ranks[at], *assumptions[name].triple) for at, name in enumerate(names)}


def triangle(ranks: Floats, low: float, value: float, high: float) -> Floats:
    """Quantiles of the triangular distribution on low to high with its peak at value."""
    if low == high:
        return np.full(len(ranks), float(value))
    width, rise, fall = high - low, value - low, high - value
    below = low + np.sqrt(ranks * width * rise)
    above = high - np.sqrt((1 - ranks) * width * fall)
    found: Floats = np.where(ranks * width < rise, below, above)
    return found


def single(assumptions: Assumptions) -> dict[str, Floats]:
    """The values themselves as one draw."""
    return {name: np.array([value]) for name, value in assumptions.values().items()}
