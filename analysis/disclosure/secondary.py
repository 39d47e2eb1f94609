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
from scipy.sparse import block_diag, csr_array, hstack, vstack

from analysis.disclosure.lattice import Lattice
from analysis.disclosure.patience import check_time, out_of_time
from analysis.disclosure.presolve import contradiction, settled
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
        pending = np.flatnonzero(withheld & (self.quantity.widths > 0))
        pending = pending[~self.wide(pending)]
        if not len(pending):
            return []
        self._publish(withheld)
        chance = np.random.default_rng(len(pending))
        while len(pending) > 2:
            signs = chance.choice([-1.0, 1.0], len(pending)) / self.quantity.widths[pending]
            self._both_ways(signs @ self.lattice.rows[pending], self.lattice.rows[pending])
            still = pending[~self.wide(pending)]
            if len(still) > USEFUL * len(pending):
                break
            pending = still
        found: list[int] = []
        while len(pending):
            turn = self._apart(pending)
            rows = self.lattice.rows[turn]
            self._both_ways(np.asarray(rows.sum(axis=0)).ravel(), rows)
            found += turn[~self.wide(turn)].tolist()
            pending = np.setdiff1d(pending, turn)
            pending = pending[~self.wide(pending)]
        return sorted(found)

    def bounds(self, target: int, withheld: np.ndarray) -> tuple[float, float]:
        """The least and greatest value of a region; infinite if unbounded."""
        self._publish(withheld)
        rows = self.lattice.rows[[target]]
        goal = rows.toarray().ravel()
        low, high = (self._look(sign * goal, rows)[target] for sign in (1.0, -1.0))
        edge = self.far * self.scale / 2
        return (low if low > -edge else -np.inf, high if high < edge else np.inf)

    def _publish(self, withheld: np.ndarray) -> None:
        """Take what is published as known; all that can be asked for is looked at together."""
        self.known = csr_array(vstack([self.lattice.rows[~withheld], self.lattice.ties]))
        self.right = np.concatenate([
            self.quantity.values[~withheld], np.zeros(self.lattice.ties.shape[0])]) / self.scale
        self.far = 1e3 * (1 + np.abs(self.right).max(initial=0.0))
        self.settled = settled(self.known, self.right, signed=self.quantity.signed)
        asked = self.lattice.rows[withheld & (self.quantity.widths > 0)]
        self.now = self.settled.values.copy()
        everything = self.settled.touched(asked)
        unsure = np.ones(len(self.now))
        unsure[self.settled.component < 0] = 0
        unsure[self.settled.of(everything)] = 0
        self.sure = self.lattice.rows @ unsure == 0
        self.unsolved = everything

    def _apart(self, pending: np.ndarray) -> np.ndarray:
        """Some of the regions, no two of which lie in one component: one program for all."""
        taken: set[int] = set()
        turn = []
        for at in pending:
            mine = set(self.settled.touched(self.lattice.rows[[at]]).tolist())
            if not mine & taken:
                taken |= mine
                turn.append(at)
        return np.array(turn)

    def _both_ways(self, goal: np.ndarray, rows: csr_array) -> None:
        self._look(goal, rows)
        self._look(-goal, rows)

    def _look(self, goal: np.ndarray, rows: csr_array) -> np.ndarray:
        """One possible table that makes the goal of some rows small, as values of all regions."""
        self._solve(goal, np.union1d(self.settled.touched(rows), self.unsolved))
        self.unsolved = self.unsolved[:0]
        values = np.asarray(self.lattice.rows @ self.now) * self.scale
        self.low[self.sure] = np.minimum(self.low, values)[self.sure]
        self.high[self.sure] = np.maximum(self.high, values)[self.sure]
        return values

    def _solve(self, goal: np.ndarray, components: np.ndarray) -> None:
        """Move to the possible table that is best for a goal within some components."""
        atoms = self.settled.of(components)
        if not len(atoms):
            return
        kept = self.known[:, atoms]
        rows = np.flatnonzero(np.diff(kept.indptr))
        rest = self.right - self.known @ self.settled.values
        answer = program(
            goal[atoms], equal=(kept[rows], rest[rows]),
            bounds=(-self.far if self.quantity.signed else 0, self.far))
        if answer is None:
            raise contradiction()
        self.now[atoms] = answer

    def wide(self, targets: np.ndarray) -> np.ndarray:
        """Which regions keep their width, by the possible tables seen so far."""
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
        moved = np.zeros(len(now))
        for target in narrow:
            if moved[target] < attack.quantity.widths[target] * (1 - TOLERANCE):
                partners, apart = _partners(attack, now, target=target, fixed=fixed)
                now[partners] = True
                moved = np.maximum(moved, apart)
        if int(now.sum()) == before:
            raise _cannot()
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
        raise _cannot()
    rest = right - still @ open_now.values
    at = (values - lattice.rows @ open_now.values)[free]
    moved, still = lattice.rows[free][:, atoms], still[:, atoms]
    in_it, tied = np.diff(moved.indptr) > 0, np.diff(still.indptr) > 0
    free, moved, at = free[in_it], moved[in_it], at[in_it]
    answer = program(
        np.concatenate([np.zeros(2 * len(atoms)), _costs(quantity, free)]),
        equal=_twice(still[tied], rest[tied], len(free)),
        upper=_moves(moved, at, goal[:, atoms]),
        bounds=[(None if quantity.signed else 0, None)] * (2 * len(atoms))
        + [(0, None)] * len(free))
    if answer is None:
        raise _cannot()
    one, other = answer[:len(atoms)], answer[len(atoms):2 * len(atoms)]
    apart = np.abs(lattice.rows[:, atoms] @ (one - other)) * width
    return free[answer[2 * len(atoms):] > TOLERANCE * 10], apart


def _twice(still: csr_array, rest: np.ndarray, number: int) -> tuple[csr_array, np.ndarray]:
    """What stays as it is in both tables."""
    both = block_diag([still, still])
    return (csr_array(hstack([both, csr_array((both.shape[0], number))])), np.tile(rest, 2))


def _moves(
    moved: csr_array, at: np.ndarray, goal: csr_array
) -> tuple[csr_array, np.ndarray]:
    """How far each free region moves in either table, and that the target differs by 1."""
    number = moved.shape[0]
    off, less = csr_array(moved.shape), _minus_identity(number)
    rows = vstack([
        hstack([moved, off, less]), hstack([-moved, off, less]),
        hstack([off, moved, less]), hstack([off, -moved, less]),
        hstack([-goal, goal, csr_array((1, number))])])
    return csr_array(rows), np.concatenate([at, -at, at, -at, [TOLERANCE / 10 - 1.0]])


def program(
    goal: np.ndarray, *, equal: tuple[csr_array, np.ndarray], bounds: object,
    upper: tuple[csr_array, np.ndarray] | None = None,
) -> np.ndarray | None:
    """The answer of a linear program, None where there is none; within the time that is left."""
    left = check_time()
    rows, right = equal if equal[0].shape[0] else (None, None)
    above, most = upper or (None, None)
    answer = linprog(
        goal, A_ub=above, b_ub=most, A_eq=rows, b_eq=right, bounds=bounds, method="highs",
        options={} if left is None else {"time_limit": left})
    if answer.status == 1:
        raise out_of_time()
    return np.asarray(answer.x) if answer.status == 0 else None


def _cannot() -> DisclosureError:
    return DisclosureError(
        "This table cannot be shown beside what was released of the same data before: a figure "
        "that must stay hidden could be worked out. Ask for the table without this filter, or "
        "with the filter of the earlier one.")


def _minus_identity(number: int) -> csr_array:
    where = np.arange(number)
    return csr_array((-np.ones(number), (where, where)), shape=(number, number))


def _costs(quantity: Quantity, free: np.ndarray) -> np.ndarray:
    """Dearer the larger; ties are broken by place, so that the same table is always treated so."""
    values = np.abs(quantity.values[free])
    most = values.max(initial=0.0) or 1.0
    cost = 1 + 10 * values / most + 1e-4 * np.arange(len(free)) / max(1, len(free))
    return np.asarray(np.where(values == 0, ZERO_COST, cost))
