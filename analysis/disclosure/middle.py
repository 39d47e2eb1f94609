"""A table in the middle of all that agree with what is published, and how far it can be moved.

To show that a figure stays uncertain two tables are enough that agree on everything published and
differ in it; a linear program finds the two furthest apart, which is more than is asked. Here one
table is found that is far from every bound (the analytic centre), by an interior-point method; from
it each region is moved both ways, along the direction that changes it most while all that is
published stays, until some atom is 0. All regions share one factorisation.

Decided: this only ever shows that a width *is* kept. Each pair of tables is held to the equations
before it counts, and whatever it does not show is left to the programs.

References
----------
Ye, Y. (1997), Interior Point Algorithms, doi:10.1002/9781118032701, on analytic centres.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csr_array

MOST_EQUATIONS, MOST_STEPS = 600, 40
FREE = 10.0
"""How many times the largest sum an atom may be that nothing published bounds."""
NEAR, CLOSE = 1e-3, 1e-9
"""When the middle is near enough, and by how much, of the largest sum, equations may be missed."""
Factor = tuple[np.ndarray, bool]


def moves(
    known: csr_array, right: np.ndarray, goals: csr_array
) -> tuple[np.ndarray, np.ndarray] | None:
    """Values that regions can take, two of each.

    Parameters
    ----------
    known, right : csr_array, array
        What is published, on atoms that are none of them settled and not negative.
    goals : csr_array
        Regions as sums of the same atoms.

    Returns
    -------
    tuple of array, or None
        A low and a high value of each region; both can be reached, neither need be an end. None
        where no middle was found.
    """
    if not 0 < known.shape[0] <= MOST_EQUATIONS:
        return None
    size = np.abs(right).max(initial=0.0)
    if size == 0:
        return None
    found = _middle(known, right / size)
    if found is None:
        return None
    x, factor = found
    along = goals.T.toarray()
    square = (x * x)[:, None]
    for _ in range(2):
        along = along - known.T @ cho_solve(factor, known @ (square * along))
    along = square * along
    return _ends(known, x, along, goals, size)


def _ends(
    known: csr_array, x: np.ndarray, along: np.ndarray, goals: csr_array, size: float
) -> tuple[np.ndarray, np.ndarray]:
    """As far as each direction goes; nowhere where it would leave what is published."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = x[:, None] / np.abs(along)
    up = np.where(along < 0, ratio, np.inf).min(axis=0, initial=np.inf)
    down = np.where(along > 0, ratio, np.inf).min(axis=0, initial=np.inf)
    most = FREE / np.maximum(np.abs(along).max(axis=0, initial=0.0), 1e-300)
    up, down = np.minimum(up, most), np.minimum(down, most)
    missed = np.abs(known @ along).max(axis=0, initial=0.0) * np.maximum(up, down)
    safe = missed <= CLOSE
    change = np.asarray(goals.multiply(along.T).sum(axis=1)).ravel()
    at = goals @ x
    low, high = at - np.where(safe, down, 0) * change, at + np.where(safe, up, 0) * change
    return np.minimum(low, high) * size, np.maximum(low, high) * size


def _middle(known: csr_array, right: np.ndarray) -> tuple[np.ndarray, Factor] | None:
    """The analytic centre, every atom above 0, with the factor of its equations.

    Primal-dual steps towards ``x * s = 1`` with ``known @ x = right`` and ``known.T @ y + s =
    1 / FREE``.
    """
    atoms = known.shape[1]
    x = np.full(atoms, right.sum() / max(1.0, known.sum()))
    s, y = 1 / x, np.zeros(known.shape[0])
    cost = np.full(atoms, 1 / FREE)
    for _ in range(MOST_STEPS):
        missed, dual = right - known @ x, cost - known.T @ y - s
        apart = x * s - 1
        if max(np.abs(missed).max(), np.abs(apart).max()) < NEAR:
            break
        factor = _factor(known, x / s)
        if factor is None:
            return None
        step_y = cho_solve(factor, missed + known @ ((x * dual + apart) / s))
        step_s = dual - known.T @ step_y
        step_x = -(apart + x * step_s) / s
        x, s, y = x + _far(x, step_x) * step_x, s + _far(s, step_s) * step_s, y + step_y * _far(
            s, step_s)
    factor = _factor(known, x * x)
    for _ in range(3 if factor is not None else 0):
        x = x + x * x * (known.T @ cho_solve(factor, right - known @ x))
        if not (x > 0).all():
            return None
    if factor is None or np.abs(right - known @ x).max() > CLOSE:
        return None
    return x, factor


def _far(at: np.ndarray, step: np.ndarray) -> float:
    """How much of a step keeps everything above 0."""
    back = step < 0
    return float(min(1.0, 0.9 * (at[back] / -step[back]).min(initial=np.inf)))


def _factor(known: csr_array, weights: np.ndarray) -> Factor | None:
    """Of the weighted equations; a little is added, for some of them follow from others."""
    product = (known.multiply(weights[None, :]) @ known.T).toarray()
    product[np.diag_indices_from(product)] *= 1 + 1e-11
    try:
        found: Factor = cho_factor(product, check_finite=False)
    except (LinAlgError, ValueError):
        return None
    return found
