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

import numpy as np
from scipy.sparse import block_diag, csr_array, hstack, vstack

from analysis.disclosure.attack import TOLERANCE, Attack, Quantity
from analysis.disclosure.presolve import settled
from analysis.disclosure.programs import System, program
from analysis.errors import BesideError

ZERO_COST = 50.0
"""What withholding a cell of nothing costs beside 1 for a small one: readers guess that it is 0."""

SUM_COST, ERROR_COST = 4.0, 60.0
"""How many times cheaper it is to withhold what is weighted of a row, or its errors, than the row;
what less than one tells of a unit is of errors."""


def complete(attack: Attack, withheld: np.ndarray, *, fixed: np.ndarray) -> np.ndarray:
    """Withhold what else is needed until every withheld region keeps its width.

    Parameters
    ----------
    attack : Attack
        Of the system; what it has found possible is kept.
    withheld : array of bool
        Regions that are not published.
    fixed : array of bool
        Regions that are out already and cannot be taken back.

    Returns
    -------
    array of bool
        The regions withheld in the end.

    Raises
    ------
    BesideError
        If what is out already gives a region away.
    """
    now = withheld.copy()
    while narrow := attack.narrow(now):
        before = int(now.sum())
        moved = np.zeros(len(now))
        for target in narrow:
            if moved[target] < attack.quantity.widths[target] * (1 - TOLERANCE):
                partners, apart = _partners(attack, now, target=target, fixed=fixed)
                now[partners] = True
                moved = np.maximum(moved, apart)
        if int(now.sum()) == before:
            raise BesideError(narrow[0])
    return now


def _partners(
    attack: Attack, withheld: np.ndarray, *, target: int, fixed: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The cheapest further regions that must move so that the target keeps its width.

    With them comes by how much two tables that show this differ in every region.
    """
    quantity, lattice = attack.quantity, attack.lattice
    width = quantity.widths[target]
    values = quantity.values / width
    still = csr_array(vstack([lattice.rows[~withheld & fixed], lattice.ties]))
    right = np.concatenate([values[~withheld & fixed], np.zeros(lattice.ties.shape[0])])
    free = np.flatnonzero(~withheld & ~fixed)
    goal = lattice.rows[[target]]
    open_now = settled(still, right, signed=quantity.signed, joining=lattice.rows[free])
    atoms = open_now.of(open_now.touched(goal))
    if not len(atoms):
        raise BesideError(target)
    rest = right - still @ open_now.values
    at = (values - lattice.rows @ open_now.values)[free]
    moved, still = lattice.rows[free][:, atoms], still[:, atoms]
    in_it, tied = np.diff(moved.indptr) > 0, np.diff(still.indptr) > 0
    free, moved, at = free[in_it], moved[in_it], at[in_it]
    answer = program(
        np.concatenate([np.zeros(2 * len(atoms)), _costs(quantity, free)]),
        equal=_twice(still[tied], rest[tied], len(free)),
        upper=_moves(moved, at, goal[:, atoms]),
        low=np.repeat([-np.inf if quantity.signed else 0.0, 0.0], [2 * len(atoms), len(free)]),
        high=np.inf)
    if answer is None:
        raise BesideError(target)
    one, other = answer[:len(atoms)], answer[len(atoms):2 * len(atoms)]
    apart = np.abs(lattice.rows[:, atoms] @ (one - other)) * width
    return free[answer[2 * len(atoms):] > TOLERANCE * 10], apart


def _twice(still: csr_array, rest: np.ndarray, number: int) -> System:
    """What stays as it is in both tables."""
    both = block_diag([still, still])
    return (csr_array(hstack([both, csr_array((both.shape[0], number))])), np.tile(rest, 2))


def _moves(
    moved: csr_array, at: np.ndarray, goal: csr_array
) -> System:
    """How far each free region moves in either table, and that the target differs by 1."""
    number = moved.shape[0]
    off, less = csr_array(moved.shape), _minus_identity(number)
    rows = vstack([
        hstack([moved, off, less]), hstack([-moved, off, less]),
        hstack([off, moved, less]), hstack([off, -moved, less]),
        hstack([-goal, goal, csr_array((1, number))])])
    return csr_array(rows), np.concatenate([at, -at, at, -at, [TOLERANCE / 10 - 1.0]])


def _minus_identity(number: int) -> csr_array:
    where = np.arange(number)
    return csr_array((-np.ones(number), (where, where)), shape=(number, number))


def _costs(quantity: Quantity, free: np.ndarray) -> np.ndarray:
    """Dearer the larger; ties are broken by place, so that the same table is always treated so.

    A sum over parts costs less than the number that would go with it.
    """
    each = np.zeros(len(free)) if quantity.most is None else quantity.most[free]
    values = np.abs(quantity.values[free]) / np.where(each > 0, each, 1.0)
    most = values.max(initial=0.0) or 1.0
    cost = 1 + 10 * values / most + 1e-4 * np.arange(len(free)) / max(1, len(free))
    cheaper = np.where(each < 1, ERROR_COST, SUM_COST) * each
    return np.asarray(np.where(values == 0, ZERO_COST, cost) / np.where(each > 0, cheaper, 1.0))
