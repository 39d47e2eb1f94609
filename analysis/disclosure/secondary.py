"""Secondary suppression: what else to withhold so that nothing withheld can be worked out.

The attacker takes all that is published as equations, knows that nothing is negative, and asks for
the least and the greatest value of each withheld cell (two linear programs). The gate asks the
contrary question with one program for a cell: which further cells would have to move, and at what
cost, so that two tables exist that agree on everything shown and differ by the width in this cell?
Cells that need not move stay. A cell costs more the larger it is, so that few and small cells go.

Decided: linear, not whole-number, programs. An attacker who knows that persons are whole could in
tables of three dimensions find somewhat narrower bounds.

References
----------
Fischetti, M. and Salazar, J. (2001), doi:10.1287/mnsc.47.7.1008.9805.
Castro, J. (2012), doi:10.1016/j.ejor.2011.08.012.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from analysis.disclosure.lattice import Lattice
from analysis.errors import DisclosureError

TOLERANCE = 1e-6
ZERO_COST = 50.0
"""What withholding a cell of nothing costs beside 1 for a small one: readers guess that it is 0."""


@dataclass(frozen=True)
class Quantity:
    """One thing that adds up: its values by region, and the width each must keep.

    Where it is ``signed`` it may be negative: nothing bounds it but what is published.
    """

    values: np.ndarray
    widths: np.ndarray
    signed: bool = False


def bounds(
    lattice: Lattice, quantity: Quantity, withheld: np.ndarray, *, target: int
) -> tuple[float, float]:
    """The least and greatest value of a region that all that is published allows.

    Parameters
    ----------
    lattice : Lattice
        Regions as sums of atoms.
    quantity : Quantity
        Values of the published regions are used, no other.
    withheld : array of bool
        Regions that are not published.
    target : int
        Position of the region to bound.

    Returns
    -------
    (float, float)
        Infinite where nothing bounds it.
    """
    known = vstack([lattice.rows[~withheld], lattice.ties]).tocsr()
    scale = quantity.widths[target] if quantity.widths[target] > 0 else 1.0
    right = np.concatenate([quantity.values[~withheld], np.zeros(lattice.ties.shape[0])]) / scale
    goal = lattice.rows[[target]].toarray().ravel()
    far = 1e3 * (1 + np.abs(right).max(initial=0.0))
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * goal, A_eq=known if known.shape[0] else None,
            b_eq=right if known.shape[0] else None,
            bounds=(-far if quantity.signed else 0, far), method="highs")
        if answer.status != 0:
            raise DisclosureError(
                "The published figures of these data contradict each other, so that the gate "
                "cannot check them. Look at the data for rows that are counted twice.")
        found.append(sign * answer.fun)
    low, high = found
    return (low * scale if low > -far / 2 else -np.inf, high * scale if high < far / 2 else np.inf)


def is_wide(
    lattice: Lattice, quantity: Quantity, withheld: np.ndarray, *, target: int
) -> bool:
    """Whether a withheld region keeps its width."""
    low, high = bounds(lattice, quantity, withheld, target=target)
    need = quantity.widths[target]
    return bool(high - low >= need - TOLERANCE * max(1.0, need))


def complete(
    lattice: Lattice, quantity: Quantity, withheld: np.ndarray, *, fixed: np.ndarray,
) -> np.ndarray:
    """Withhold what else is needed until every withheld region keeps its width.

    Parameters
    ----------
    lattice, quantity, withheld
        As for :func:`bounds`.
    fixed : array of bool
        Regions that are out already and cannot be taken back.

    Returns
    -------
    array of bool
        The regions withheld in the end.

    Raises
    ------
    DisclosureError
        If what is out already gives a region away.
    """
    now = withheld.copy()
    queue = [int(at) for at in np.flatnonzero(now)]
    done: set[int] = set()
    while queue:
        target = queue.pop(0)
        if target in done or quantity.widths[target] <= 0:
            continue
        done.add(target)
        more = _partners(lattice, quantity, now, target=target, fixed=fixed)
        now[more] = True
        queue += [int(at) for at in more]
    return now


def _partners(
    lattice: Lattice, quantity: Quantity, withheld: np.ndarray, *, target: int, fixed: np.ndarray,
) -> np.ndarray:
    """The cheapest further regions that must move so that the target keeps its width."""
    width = quantity.widths[target] * (1 + TOLERANCE)
    values = quantity.values / width
    free = np.flatnonzero(~withheld & ~fixed)
    rows, still = lattice.rows, lattice.rows[~withheld & fixed]
    atoms, number = rows.shape[1], len(free)
    none = csr_array((still.shape[0], atoms))
    ties, no_ties = lattice.ties, csr_array(lattice.ties.shape)
    pad = csr_array((2 * (still.shape[0] + ties.shape[0]), number))
    equal = hstack([vstack([
        hstack([still, none]), hstack([none, still]), hstack([ties, no_ties]),
        hstack([no_ties, ties])]), pad]).tocsr()
    right = np.concatenate([np.tile(values[~withheld & fixed], 2), np.zeros(2 * ties.shape[0])])
    moved, off = rows[free], csr_array((number, atoms))
    less = _minus_identity(number)
    at = values[free]
    upper = vstack([
        hstack([moved, off, less]), hstack([-moved, off, less]),
        hstack([off, moved, less]), hstack([off, -moved, less]),
        hstack([-rows[[target]], rows[[target]], csr_array((1, number))])]).tocsr()
    limit = np.concatenate([at, -at, at, -at, [-1.0]])
    signed = (None, None) if quantity.signed else (0, None)
    answer = linprog(
        np.concatenate([np.zeros(2 * atoms), _costs(quantity, free)]), A_ub=upper, b_ub=limit,
        A_eq=equal if equal.shape[0] else None, b_eq=right if equal.shape[0] else None,
        bounds=[signed] * (2 * atoms) + [(0, None)] * number, method="highs")
    if answer.status != 0:
        raise DisclosureError(
            "This table cannot be shown beside what was released of the same data before: a figure "
            "that must stay hidden could be worked out. Ask for the table without this filter, or "
            "with the filter of the earlier one.")
    return np.asarray(free[answer.x[2 * atoms:] > TOLERANCE * 10])


def _minus_identity(number: int) -> csr_array:
    where = np.arange(number)
    return csr_array((-np.ones(number), (where, where)), shape=(number, number))


def _costs(quantity: Quantity, free: np.ndarray) -> np.ndarray:
    """Dearer the larger; ties are broken by place, so that the same table is always treated so."""
    values = np.abs(quantity.values[free])
    most = values.max(initial=0.0) or 1.0
    cost = 1 + 10 * values / most + 1e-4 * np.arange(len(free)) / max(1, len(free))
    return np.asarray(np.where(values == 0, ZERO_COST, cost))
