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

from collections.abc import Callable

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.sparse import csc_array, csr_array, hstack
from scipy.sparse.linalg import splu

from analysis.disclosure.programs import program

MOST_EQUATIONS, MOST_STEPS, AT_ONCE = 600, 40, 256
MANY = 40
"""Equations from which the sparse factor is faster; the dense one then runs in several threads,
which wait for each other on a machine that is busy."""
FREE = 10.0
"""How many times the largest sum an atom may be that nothing published bounds."""
NEAR, FEW, CLOSE = 0.3, 1e-3, 1e-9
"""How far from the middle is near enough, by how much of the largest sum equations may be missed
then, and in the end."""
LITTLE = 1e-4
"""What an atom must be able to reach, of the largest sum, to count as possible."""
Factor = Callable[[np.ndarray], np.ndarray]
"""Solves the weighted equations for a right side, or several."""


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
    found = _middle(_Equations(known), right / size)
    if found is None:
        atoms = _possible(known, right / size)
        known, goals = known[:, atoms], goals[:, atoms]
        used = np.diff(known.indptr) > 0
        known, right = known[used], right[used]
        found = _middle(_Equations(known), right / size) if len(atoms) else None
    if found is None:
        return None
    parts = [_ends(known, found, goals[at:at + AT_ONCE], size)
             for at in range(0, max(1, goals.shape[0]), AT_ONCE)]
    return (np.concatenate([low for low, _ in parts]), np.concatenate([high for _, high in parts]))


def _possible(known: csr_array, right: np.ndarray) -> np.ndarray:
    """Atoms that can all be above 0 together: others are 0 though no sum by itself says so.

    One program: as many atoms as possible reach a little, the rest of each is free.
    """
    number = known.shape[1]
    answer = program(
        np.concatenate([-np.ones(number), np.zeros(number)]),
        equal=(csr_array(hstack([known, known])), right),
        bounds=[(0, LITTLE)] * number + [(0, None)] * number)
    if answer is None:
        return np.zeros(0, dtype=int)
    return np.flatnonzero(answer[:number] + answer[number:] > LITTLE / 1000)


def _ends(
    known: csr_array, middle: tuple[np.ndarray, Factor], goals: csr_array, size: float
) -> tuple[np.ndarray, np.ndarray]:
    """As far as each direction goes; nowhere where it would leave what is published."""
    x, factor = middle
    along = goals.T.toarray()
    square = (x * x)[:, None]
    for _ in range(2):
        along = along - known.T @ factor(known @ (square * along))
    along = square * along
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


def _middle(known: _Equations, right: np.ndarray) -> tuple[np.ndarray, Factor] | None:
    """The analytic centre, every atom above 0, with the factor of its equations.

    Primal-dual steps towards ``x * s = 1`` where the equations hold and ``y`` times them, and
    ``s``, make up the cost ``1 / FREE``.
    """
    atoms = known.rows.shape[1]
    x = np.full(atoms, right.sum() / max(1.0, known.rows.sum()))
    s, y = 1 / x, np.zeros(known.rows.shape[0])
    cost = np.full(atoms, 1 / FREE)
    for _ in range(MOST_STEPS):
        missed, dual = right - known.rows @ x, cost - known.back @ y - s
        apart = x * s - 1
        if np.abs(missed).max() < FEW and np.abs(apart).max() < NEAR:
            break
        factor = known.factor(x / s)
        if factor is None:
            return None
        step_y = factor(missed + known.rows @ ((x * dual + apart) / s))
        step_s = dual - known.back @ step_y
        step_x = -(apart + x * step_s) / s
        x, s, y = x + _far(x, step_x) * step_x, s + _far(s, step_s) * step_s, y + step_y * _far(
            s, step_s)
    factor = known.factor(x * x)
    if factor is None:
        return None
    for _ in range(3):
        x = x + x * x * (known.back @ factor(right - known.rows @ x))
        if not (x > 0).all():
            return None
    if np.abs(right - known.rows @ x).max() > CLOSE:
        return None
    return x, factor


def _far(at: np.ndarray, step: np.ndarray) -> float:
    """How much of a step keeps everything above 0."""
    back = step < 0
    return float(min(1.0, 0.9 * (at[back] / -step[back]).min(initial=np.inf)))


class _Equations:
    """Equations, and their weighted product with themselves, which is linear in the weights."""

    def __init__(self, rows: csr_array) -> None:
        self.rows, self.back = rows, csr_array(rows.T)
        by_atom = csc_array(rows)
        size = np.diff(by_atom.indptr)
        first = np.repeat(np.arange(rows.nnz), np.repeat(size, size))
        start = np.repeat(by_atom.indptr[:-1], size * size)
        place = np.arange(len(first)) - np.repeat(np.cumsum(size * size) - size * size, size * size)
        second = start + place % np.repeat(size, size * size)
        pair = by_atom.indices[first].astype(np.int64) * rows.shape[0] + by_atom.indices[second]
        self.product = csr_array(
            (by_atom.data[first] * by_atom.data[second],
             (pair, np.repeat(np.arange(rows.shape[1]), size * size))),
            shape=(rows.shape[0] ** 2, rows.shape[1]))

    def factor(self, weights: np.ndarray) -> Factor | None:
        """Of the weighted product; a little is added, for some rows follow from others."""
        number = self.rows.shape[0]
        product = np.asarray(self.product @ weights).reshape(number, number)
        product[np.diag_indices(number)] *= 1 + 1e-11
        try:
            if number >= MANY:
                found: Factor = splu(csc_array(product), permc_spec="MMD_AT_PLUS_A").solve
                return found
            made = cho_factor(product, overwrite_a=True, check_finite=False)
        except (LinAlgError, RuntimeError, ValueError):
            return None
        return lambda side: np.asarray(cho_solve(made, side, check_finite=False))
