"""Money of a private ledger: who stands behind a sum, and how much the largest of them give.

Decided: a sum of money needs models, brands and agencies. Rows without an agency are nobody's of
that sort; a person without a name is one unknown model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.disclosure import Filter, Unit
from analysis.ledger.private_columns import Array
from analysis.ledger.private_rows import ProtectedRows

PROTECTED = {"models": "model", "brands": "brand", "agencies": "agency"}


def money_units(column: str) -> tuple[Unit, ...]:
    """The kinds of units of a sum of money, by the columns that :func:`contributions` adds."""
    return tuple(
        Unit(noun, noun, partition=False, largest={column: f"largest_{one}"},
             two_largest={column: f"two_{one}"})
        for noun, one in PROTECTED.items())


def contributions(
    rows: ProtectedRows, names: Sequence[str], where: Filter, *, of: tuple[str, str]
) -> dict[str, Array]:
    """For each cell its number of models, brands and agencies, and their largest contributions.

    Parameters
    ----------
    rows : ProtectedRows
        With ``model``, ``brand`` and ``agency`` as units.
    names, where
        Dimensions and filter of a table without margins.
    of : tuple of str
        What counts the rows, and money, 0 or more.

    Returns
    -------
    dict
        In the order of the cells: ``models``, ``largest_model``, ``two_model`` and so for the
        others.
    """
    found: dict[str, Array] = {}
    count, money = of
    for noun, one in PROTECTED.items():
        of_each = {name: sums[..., 1:].reshape(-1, sums.shape[-1] - 1) for name, sums in
                   rows.by_unit(names, where, numbers=of, unit=one).items()}
        ranked = np.sort(of_each[money], axis=-1)[:, ::-1]
        found |= {noun: (of_each[count] > 0).sum(axis=1),
                  f"largest_{one}": ranked[:, :1].sum(axis=1),
                  f"two_{one}": ranked[:, :2].sum(axis=1)}
    return found
