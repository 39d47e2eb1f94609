"""Which widths can be kept at all, beside what is out already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from analysis.disclosure.attack import Attack, Quantity, of_units
from analysis.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from analysis.disclosure.joint import Joint


def attainable(
    lattice: Lattice, quantity: Quantity, out: np.ndarray, *, asked: np.ndarray | None = None
) -> Quantity:
    """The widths, none wider than a whole that is out already and that the region is part of.

    A whole was shown because enough units stand behind it; of its parts it is then known that they
    are no larger. What is known to be empty, by such a whole or by what a table does not name, has
    no width at all, nor has what is not asked for.
    """
    if quantity.signed:
        return quantity
    sizes, plain = lattice.rows.sum(axis=1), of_units(lattice.rows)
    widths = np.where(sizes > 0, quantity.widths, 0.0)
    if asked is not None:
        widths = np.where(asked, widths, 0.0)
    wholes, parts = np.flatnonzero(out & plain), np.flatnonzero(widths > 0)
    if len(wholes) and len(parts):
        shared = (lattice.rows[parts] @ lattice.rows[wholes].T).toarray()
        limits = np.where(shared == sizes[parts, None], quantity.values[wholes], np.inf)
        widths[parts] = np.minimum(widths[parts], limits.min(axis=1))
    return replace(quantity, widths=widths)


def without_known(
    lattice: Lattice, quantity: Quantity, wholes: Sequence[Sequence[int]]
) -> Quantity:
    """The widths, none of what is a sum of parts whose numbers are no secret.

    Parameters
    ----------
    lattice : Lattice
        The regions.
    quantity : Quantity
        With the widths.
    wholes : sequence of sequence of int
        The places of such parts, those of one column together: nobody is in two, or in both.
    """
    sizes, widths = lattice.rows.sum(axis=1), quantity.widths.copy()
    for places in wholes:
        some = lattice.rows[places]
        inside = csr_array((lattice.rows @ some.T).toarray() == sizes[places])
        held = np.diff(csr_array(inside.astype("float64") @ some).indptr)
        widths[of_units(lattice.rows) & (held == sizes)] = 0.0
    return replace(quantity, widths=widths)


def with_implied(system: Joint, withheld: np.ndarray) -> Joint:
    """The system with what earlier tables and their sums leave of the table's own rows.

    A row that follows from them is out, for to withhold it hides nothing; another keeps the width
    that they leave it. Rows that may not be known are not touched: where they follow, the table is
    refused.

    Parameters
    ----------
    system : Joint
        Of a table and earlier ones.
    withheld : array of bool
        Rows of the table that may not be known.
    """
    rows, quantity = np.arange(len(system.out)), system.quantity
    mine = (rows < system.own) & ~system.out & of_units(system.lattice.rows)
    mine[:system.own] &= ~withheld[:system.own]
    if quantity.most is None or not mine.any() or not (
            system.public or (quantity.most[system.out] > 0).any()):
        return system
    attack = Attack(system.lattice, replace(
        quantity, widths=np.where(mine, quantity.widths, 0.0)))
    hidden = _hidden(system)
    narrow = attack.narrow(hidden)
    left = _left(attack, narrow, hidden)
    out, widths = system.out.copy(), quantity.widths.copy()
    out[narrow] = left < 1
    widths[narrow] = np.where(left < 1, 0.0, left)
    return replace(system, out=out, quantity=replace(quantity, widths=widths))


def without_lost(system: Joint, found: int) -> Joint:
    """The system but for parts to spare that earlier tables give away by themselves.

    Parts that nobody asked for were cut out by the filter of this table, so no earlier check looked
    for them: to refuse it would protect nobody. Others hid some of few, and keep what is left.
    """
    attack = Attack(system.lattice, system.quantity)
    hidden = _hidden(system)
    lost = [at for at in attack.narrow(hidden)
            if at >= system.own and system.spare is not None and system.spare[at]]
    lost = sorted({found, *lost})
    left = _left(attack, lost, hidden)
    widths = system.quantity.widths.copy()
    widths[lost] = np.where(system.asked[lost] & (left >= 1), left, 0.0)
    return replace(system, quantity=replace(system.quantity, widths=widths))


def _hidden(system: Joint) -> np.ndarray:
    """What of a system is not published if nothing of the table is."""
    own = np.arange(len(system.out)) < system.own
    return np.asarray((own | system.hidden) & ~system.out)


def _left(attack: Attack, regions: Sequence[int], hidden: np.ndarray) -> np.ndarray:
    """What is left of the width of regions, by programs for each."""
    low, high = attack.bounds(regions, hidden).T
    return np.asarray(np.maximum(0.0, high - low))
