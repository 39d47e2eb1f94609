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
import scipy

from analysis.disclosure.lattice import Lattice
from analysis.errors import DisclosureError

TOLERANCE = 1e-6
USEFUL = 0.8
"""Share of the open questions above which one more look at all of them is not worth it."""
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


class Attack:
    """What an attacker finds out by linear programs over all that is published.

    Every answer of a program is a table that agrees with all that is published. So it widens what
    is known to be possible for *all* regions at once, and remains possible when more is withheld.

    Parameters
    ----------
    lattice : Lattice
        Regions as sums of atoms.
    quantity : Quantity
        Of published regions the values are used, of no other.
    """

    def __init__(self, lattice: Lattice, quantity: Quantity) -> None:
        self.lattice, self.quantity = lattice, quantity
        widths = quantity.widths[quantity.widths > 0]
        self.scale = float(widths.min()) if len(widths) else 1.0
        self.low = np.full(len(quantity.values), np.inf)
        self.high = np.full(len(quantity.values), -np.inf)

    def narrow(self, withheld: np.ndarray) -> list[int]:
        """The withheld regions that do not keep their width."""
        self._publish(withheld)
        pending = np.flatnonzero(withheld & (self.quantity.widths > 0))
        pending = pending[~self._wide(pending)]
        chance = np.random.default_rng(len(pending))
        while len(pending) > 2:
            signs = chance.choice([-1.0, 1.0], len(pending)) / self.quantity.widths[pending]
            goal = signs @ self.lattice.rows[pending]
            self._look(goal)
            self._look(-goal)
            still = pending[~self._wide(pending)]
            if len(still) > USEFUL * len(pending):
                break
            pending = still
        found = []
        for target in pending:
            if not self._wide(np.array([target]))[0]:
                self.bounds(int(target))
                if not self._wide(np.array([target]))[0]:
                    found.append(int(target))
        return found

    def bounds(self, target: int) -> tuple[float, float]:
        """The least and greatest value of a region, after :meth:`narrow`; infinite if unbounded."""
        goal = self.lattice.rows[[target]].toarray().ravel()
        low, high = (self._look(sign * goal)[target] for sign in (1.0, -1.0))
        edge = self.far * self.scale / 2
        return (low if low > -edge else -np.inf, high if high < edge else np.inf)

    def _publish(self, withheld: np.ndarray) -> None:
        self.known = scipy.sparse.vstack([self.lattice.rows[~withheld], self.lattice.ties]).tocsr()
        self.right = np.concatenate([
            self.quantity.values[~withheld], np.zeros(self.lattice.ties.shape[0])]) / self.scale
        self.far = 1e3 * (1 + np.abs(self.right).max(initial=0.0))

    def _look(self, goal: np.ndarray) -> np.ndarray:
        """One possible table that makes the goal small, as values of all regions."""
        answer = scipy.optimize.linprog(
            goal, A_eq=self.known if self.known.shape[0] else None,
            b_eq=self.right if self.known.shape[0] else None,
            bounds=(-self.far if self.quantity.signed else 0, self.far), method="highs")
        if answer.status != 0:
            raise DisclosureError(
                "The published figures of these data contradict each other, so that the gate "
                "cannot check them. Look at the data for rows that are counted twice.")
        values = np.asarray(self.lattice.rows @ answer.x) * self.scale
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return values

    def _wide(self, targets: np.ndarray) -> np.ndarray:
        need = self.quantity.widths[targets]
        found = self.high[targets] - self.low[targets]
        return np.asarray(found >= need - TOLERANCE * np.maximum(1.0, need), dtype=bool)


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
    DisclosureError
        If what is out already gives a region away.
    """
    now = withheld.copy()
    while narrow := attack.narrow(now):
        before = int(now.sum())
        for target in narrow:
            now[_partners(attack.lattice, attack.quantity, now, target=target, fixed=fixed)] = True
        if int(now.sum()) == before:
            raise _cannot()
    return now


def _partners(
    lattice: Lattice, quantity: Quantity, withheld: np.ndarray, *, target: int, fixed: np.ndarray,
) -> np.ndarray:
    """The cheapest further regions that must move so that the target keeps its width."""
    width = quantity.widths[target]
    values = quantity.values / width
    free = np.flatnonzero(~withheld & ~fixed)
    rows, still = lattice.rows, lattice.rows[~withheld & fixed]
    atoms, number = rows.shape[1], len(free)
    sparse = scipy.sparse
    none = sparse.csr_array((still.shape[0], atoms))
    ties, no_ties = lattice.ties, sparse.csr_array(lattice.ties.shape)
    pad = sparse.csr_array((2 * (still.shape[0] + ties.shape[0]), number))
    equal = sparse.hstack([sparse.vstack([
        sparse.hstack([still, none]), sparse.hstack([none, still]), sparse.hstack([ties, no_ties]),
        sparse.hstack([no_ties, ties])]), pad]).tocsr()
    right = np.concatenate([np.tile(values[~withheld & fixed], 2), np.zeros(2 * ties.shape[0])])
    moved, off = rows[free], sparse.csr_array((number, atoms))
    less = _minus_identity(number)
    at = values[free]
    upper = sparse.vstack([
        sparse.hstack([moved, off, less]), sparse.hstack([-moved, off, less]),
        sparse.hstack([off, moved, less]), sparse.hstack([off, -moved, less]),
        sparse.hstack([-rows[[target]], rows[[target]], sparse.csr_array((1, number))])]).tocsr()
    limit = np.concatenate([at, -at, at, -at, [TOLERANCE / 10 - 1.0]])
    signed = (None, None) if quantity.signed else (0, None)
    answer = scipy.optimize.linprog(
        np.concatenate([np.zeros(2 * atoms), _costs(quantity, free)]), A_ub=upper, b_ub=limit,
        A_eq=equal if equal.shape[0] else None, b_eq=right if equal.shape[0] else None,
        bounds=[signed] * (2 * atoms) + [(0, None)] * number, method="highs")
    if answer.status != 0:
        raise _cannot()
    return np.asarray(free[answer.x[2 * atoms:] > TOLERANCE * 10])


def _cannot() -> DisclosureError:
    return DisclosureError(
        "This table cannot be shown beside what was released of the same data before: a figure "
        "that must stay hidden could be worked out. Ask for the table without this filter, or "
        "with the filter of the earlier one.")


def _minus_identity(number: int) -> scipy.sparse.csr_array:
    where = np.arange(number)
    return scipy.sparse.csr_array((-np.ones(number), (where, where)), shape=(number, number))


def _costs(quantity: Quantity, free: np.ndarray) -> np.ndarray:
    """Dearer the larger; ties are broken by place, so that the same table is always treated so."""
    values = np.abs(quantity.values[free])
    most = values.max(initial=0.0) or 1.0
    cost = 1 + 10 * values / most + 1e-4 * np.arange(len(free)) / max(1, len(free))
    return np.asarray(np.where(values == 0, ZERO_COST, cost))
