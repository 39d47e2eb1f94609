"""What published sums settle by themselves, so that programs are solved only for what is open.

Decided: only what is exact is used. A sum of nothing leaves nothing in its atoms; a sum of which
one atom is open fixes it; and sums that share no open atom fall into components, each of which can
be bounded by itself. Nothing is rounded or guessed: the bounds are those of the whole system.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components

from analysis.errors import DisclosureError

EXACT, APART = 1e-9, 1e-5
"""Shares of the largest sum up to which a rest is nothing, and above which sums contradict."""


@dataclass(frozen=True)
class Settled:
    """Equations once what they settle is taken out.

    Parameters
    ----------
    values : array
        Of each atom where it is settled, else 0.
    open : array of int
        Places of the atoms that are not.
    component : array of int
        Of each atom its component, -1 where it is settled.
    """

    values: np.ndarray
    open: np.ndarray
    component: np.ndarray

    def touched(self, rows: csr_array) -> np.ndarray:
        """The components that rows lie in, ascending."""
        found = np.unique(self.component[rows.indices])
        return np.asarray(found[found >= 0])

    def of(self, components: np.ndarray) -> np.ndarray:
        """The open atoms of components."""
        return np.flatnonzero(np.isin(self.component, components) & (self.component >= 0))


def settled(
    known: csr_array, right: np.ndarray, *, signed: bool = False, joining: csr_array | None = None
) -> Settled:
    """Take out what the equations settle and find what hangs together.

    Parameters
    ----------
    known, right : csr_array, array
        Equations on the atoms.
    signed : bool
        Whether atoms may be negative.
    joining : csr_array, optional
        Further rows that join their atoms to one component without being an equation.

    Raises
    ------
    DisclosureError
        If the equations contradict each other.
    """
    atoms = known.shape[1]
    values, free = np.zeros(atoms), np.ones(atoms, dtype=bool)
    known = csr_array(known)
    size = 1 + np.abs(right).max(initial=0.0)
    positive = np.asarray((known < 0).sum(axis=1)).ravel() == 0
    marks = csr_array((np.ones(len(known.data)), known.indices, known.indptr), shape=known.shape)
    while True:
        number = marks @ free
        rest = right - known @ values
        nothing = (number > 0) & positive & (np.abs(rest) <= EXACT * size) & (not signed)
        single = (number == 1) & ~nothing
        zero = free & (marks[nothing].T @ np.ones(int(nothing.sum())) > 0)
        if not zero.any() and not single.any():
            break
        free &= ~zero
        for row in np.flatnonzero(single):
            part = slice(known.indptr[row], known.indptr[row + 1])
            mine = free[known.indices[part]]
            if mine.any():
                at = known.indices[part][mine][0]
                values[at] = rest[row] / known.data[part][mine][0]
                free[at] = False
    if (np.abs(rest[number == 0]) > APART * size).any() or (
            not signed and (values < -APART * size).any()):
        raise contradiction()
    if not signed:
        values = np.maximum(values, 0.0)
    return Settled(values, np.flatnonzero(free), _components(
        marks if joining is None else csr_array(vstack([marks, joining])), free))


def _components(rows: csr_array, free: np.ndarray) -> np.ndarray:
    inside = csr_array(rows[:, np.flatnonzero(free)])
    count, atoms = inside.shape
    flat = inside.tocoo()
    graph = csr_array(
        (np.ones(len(flat.row)), (flat.row, count + flat.col)),
        shape=(count + atoms, count + atoms))
    found = np.full(len(free), -1)
    found[free] = connected_components(graph, directed=False)[1][count:]
    return found


def contradiction() -> DisclosureError:
    """The refusal of figures that cannot all be true."""
    return DisclosureError(
        "The published figures of these data contradict each other, so that the gate "
        "cannot check them. Look at the data for rows that are counted twice.")
