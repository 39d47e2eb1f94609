"""Money of a private ledger: who stands behind a sum, and how much the largest of them give.

Decided: a sum of money needs models, brands and agencies. Rows without an agency are nobody's of
that sort; a person without a name is one unknown model.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.disclosure import Unit

PROTECTED = {"models": "model", "brands": "brand", "agencies": "agency"}


def money_units(column: str) -> tuple[Unit, ...]:
    """The kinds of units of a sum of money, by the columns that :func:`contributions` adds."""
    return tuple(
        Unit(noun, noun, partition=False, largest={column: f"largest_{one}"},
             two_largest={column: f"two_{one}"})
        for noun, one in PROTECTED.items())


def contributions(
    rows: pd.DataFrame, names: Sequence[str], column: str
) -> pd.DataFrame:
    """For each group its number of models, brands and agencies, and their largest contributions.

    Parameters
    ----------
    rows : DataFrame
        ``model``, ``brand`` and ``agency`` as numbers, -1 for none; the names and the column.
    names : sequence of str
        Columns of the groups.
    column : str
        Money, 0 or more.

    Returns
    -------
    DataFrame
        One row a group: ``models``, ``largest_model``, ``two_model`` and so for the others.
    """
    found = []
    for noun, one in PROTECTED.items():
        of_each = rows[rows[one] >= 0].groupby([*names, one])[column].sum()
        ranked = of_each.sort_values(ascending=False).groupby(level=list(names))
        found.append(pd.DataFrame({
            noun: ranked.size(), f"largest_{one}": ranked.max(),
            f"two_{one}": ranked.head(2).groupby(level=list(names)).sum()}))
    return pd.concat(found, axis=1).fillna(0)
