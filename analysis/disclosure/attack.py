"""What an attacker finds out of what is published: which withheld regions do not keep their width.

Decided: the cheap and exact comes first. What sums settle is taken out (``presolve``), and a sum
that is smaller than the width shows regions to be narrow. Linear programs decide the rest: some for
random mixtures of all regions, whose answers show most of them to be wide, then one for each that
is left, of all components at a time, so the answer is that of programs for every region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from analysis.disclosure.lattice import Lattice
from analysis.disclosure.presolve import contradiction, settled
from analysis.disclosure.programs import Program

TOLERANCE = 1e-6
USEFUL = 0.95
"""Share of the open questions above which one more look at all of them is not worth it."""


@dataclass(frozen=True)
class Quantity:
    """One thing that adds up: its values by region, and the width each must keep.

    Where it is ``signed`` it may be negative: nothing bounds it but what is published. Of a sum
    over parts ``most`` is what one unit adds to it at most, of other regions 0.
    """

    values: np.ndarray
    widths: np.ndarray
    signed: bool = False
    most: np.ndarray | None = None


def of_units(rows: csr_array) -> np.ndarray:
    """Which rows count every unit in them once."""
    found = np.ones(rows.shape[0], dtype=bool)
    where = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    found[where[rows.data != 1.0]] = False
    return found


class Attack:
    """What an attacker finds out over all that is published.

    Every table found agrees with all that is published. So it widens what is known to be possible
    for *all* regions at once, and remains possible when more is withheld.

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
        self.seen: list[np.ndarray] = []

    def narrow(
        self, withheld: np.ndarray, tables: Sequence[np.ndarray] = ()
    ) -> list[int]:
        """The withheld regions that do not keep their width.

        Parameters
        ----------
        withheld : array of bool
            Regions that are not published.
        tables : sequence of array
            Atoms of tables that may agree with what is published: each is held to it first.
        """
        pending = np.flatnonzero(withheld & (self.quantity.widths > 0))
        pending = pending[~self.wide(pending)]
        if not len(pending):
            return []
        self._publish(withheld)
        for table in tables:
            self._hold(table)
        pending = pending[~self.wide(pending)]
        certain = self._capped(pending)
        found: list[int] = pending[certain].tolist()
        pending = self._look_around(pending[~certain])
        while len(pending):
            turn = self._apart(pending)
            rows = self.lattice.rows[turn]
            self._both_ways(np.asarray(rows.sum(axis=0)).ravel(), rows)
            found += turn[~self.wide(turn)].tolist()
            pending = np.setdiff1d(pending, turn)
            pending = pending[~self.wide(pending)]
        return sorted(found)

    def surely_wide(self, targets: np.ndarray, withheld: np.ndarray) -> np.ndarray:
        """Which of some withheld regions are soon seen to keep their width."""
        self._publish(withheld)
        self._look_around(targets)
        return self.wide(targets)

    def bounds(self, targets: Sequence[int], withheld: np.ndarray) -> np.ndarray:
        """The least and greatest value of withheld regions, a row each; infinite if unbounded."""
        self._publish(withheld)
        found = np.zeros((len(targets), 2))
        for at, target in enumerate(targets):
            rows = self.lattice.rows[[target]]
            goal = rows.toarray().ravel()
            found[at] = [self._look(sign * goal, rows)[target] for sign in (1.0, -1.0)]
        edge = self.far * self.scale / 2
        found[found[:, 0] < -edge, 0], found[found[:, 1] > edge, 1] = -np.inf, np.inf
        return found

    def wide(self, targets: np.ndarray) -> np.ndarray:
        """Which regions keep their width, by the possible tables seen so far."""
        need = self.quantity.widths[targets]
        found = self.high[targets] - self.low[targets]
        return np.asarray(found >= need - TOLERANCE * np.maximum(1.0, need), dtype=bool)

    def _publish(self, withheld: np.ndarray) -> None:
        """Take what is published as known; what may be asked for is solved from now on."""
        rows = self.lattice.rows
        self.known = csr_array(vstack([rows[~withheld], self.lattice.ties]))
        self.right = np.concatenate([
            self.quantity.values[~withheld], np.zeros(self.lattice.ties.shape[0])]) / self.scale
        self.far = 1e3 * (1 + np.abs(self.right).max(initial=0.0))
        self.settled = settled(self.known, self.right, signed=self.quantity.signed)
        self.rest = self.right - self.known @ self.settled.values
        self.now = self.settled.values.copy()
        self.unsolved = self.settled.touched(rows[withheld & (self.quantity.widths > 0)])
        self.sure = self._within(rows, self.unsolved)
        self.asked: tuple[np.ndarray, Program] | None = None

    def _hold(self, table: np.ndarray) -> None:
        """Learn from a table as far as it agrees with what is published."""
        missed = np.abs(self.known @ table - self.right) > TOLERANCE * (1 + np.abs(self.right))
        bad = self.settled.component[(table < -TOLERANCE) & (not self.quantity.signed)]
        settled_wrong = (self.settled.component < 0) & (
            np.abs(table - self.settled.values) > TOLERANCE * (
                1 + np.abs(self.settled.values)))
        wrong = np.union1d(bad[bad >= 0], self.settled.touched(self.known[missed]))
        unsure = np.isin(self.settled.component, wrong) & (self.settled.component >= 0)
        held = self.lattice.rows @ (unsure | settled_wrong).astype("float64") == 0
        values = np.asarray(self.lattice.rows @ table) * self.scale
        self.low[held] = np.minimum(self.low, values)[held]
        self.high[held] = np.maximum(self.high, values)[held]

    def _within(self, rows: csr_array, components: np.ndarray) -> np.ndarray:
        """Which rows have no open atom outside some components."""
        outside = (self.settled.component >= 0) & ~np.isin(self.settled.component, components)
        return np.asarray(rows @ outside.astype("float64") == 0)

    def _capped(self, pending: np.ndarray) -> np.ndarray:
        """Which regions are part of a sum that is smaller than their width."""
        rows, known = self.lattice.rows[pending], self.known
        if self.quantity.signed or not len(pending):
            return np.zeros(len(pending), dtype=bool)
        is_open = (self.settled.component >= 0).astype("float64")
        sums = np.flatnonzero(of_units(known) & (known @ is_open > 0) & (
            self.rest < self.quantity.widths.max() / self.scale))
        part = csr_array(rows.multiply(is_open[None, :]))
        shared = (part @ known[sums].T).toarray()
        whole = shared == (rows @ is_open)[:, None]
        most = np.where(whole, self.rest[sums][None, :], np.inf).min(axis=1, initial=np.inf)
        need = self.quantity.widths[pending]
        return np.asarray(most * self.scale < need - 10 * TOLERANCE * np.maximum(1.0, need))

    def _look_around(self, pending: np.ndarray) -> np.ndarray:
        """What of the regions is left after looks at all of them at once."""
        chance = np.random.default_rng(len(pending))
        while len(pending) > 2:
            signs = chance.choice([-1.0, 1.0], len(pending)) / self.quantity.widths[pending]
            rows = self.lattice.rows[pending]
            self._both_ways(signs @ rows, rows)
            still = pending[~self.wide(pending)]
            if len(still) > USEFUL * len(pending):
                return np.asarray(still)
            pending = still
        return pending

    def _apart(self, pending: np.ndarray) -> np.ndarray:
        """Some of the regions, no two of which lie in one component: one program for all."""
        rows = self.lattice.rows[pending]
        inside = self.settled.component[rows.indices]
        taken: set[int] = set()
        turn = []
        for at, start, end in zip(pending, rows.indptr[:-1], rows.indptr[1:], strict=True):
            mine = set(inside[start:end].tolist()) - {-1}
            if not mine & taken:
                taken |= mine
                turn.append(at)
        return np.array(turn)

    def _both_ways(self, goal: np.ndarray, rows: csr_array) -> None:
        self._look(goal, rows)
        self._look(-goal, rows)

    def _look(self, goal: np.ndarray, rows: csr_array) -> np.ndarray:
        """One possible table that makes the goal of some rows small, as values of all regions."""
        components = np.union1d(self.settled.touched(rows), self.unsolved)
        self.unsolved = self.unsolved[:0]
        atoms = self.settled.of(components)
        if len(atoms):
            answer = self._program(components, atoms).least(goal[atoms])
            if answer is None:
                raise contradiction()
            self.now[atoms] = answer
            self.seen.append(self.now.copy())
        values = np.asarray(self.lattice.rows @ self.now) * self.scale
        self.low[self.sure] = np.minimum(self.low, values)[self.sure]
        self.high[self.sure] = np.maximum(self.high, values)[self.sure]
        return values

    def _program(self, components: np.ndarray, atoms: np.ndarray) -> Program:
        """The equations of some components, kept while these are asked about."""
        if self.asked is None or not np.array_equal(self.asked[0], components):
            equations = self.known[:, atoms]
            used = np.flatnonzero(np.diff(equations.indptr))
            self.asked = components, Program(
                (equations[used], self.rest[used]), high=self.far,
                low=-self.far if self.quantity.signed else 0.0)
        return self.asked[1]
