"""Sums of private rows with the models, brands and agencies behind them, margins included.

Decided: where what is counted says something of money (what a twin earns beside the person, which
share an agency keeps), brands and agencies are protected as models are. Rows that name no agency
are nobody's of that sort. Counts that cannot be shown beside what was released before are withheld,
so that the other figures of an exhibit need not be refused with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Released, Rules, Unit, Value, release
from analysis.errors import DisclosureError
from analysis.ledger.private_fees import PROTECTED
from analysis.ledger.private_gate import Gate


def counts_of(
    rows: pd.DataFrame, dimensions: Sequence[Dimension], where: Filter, *, sums: Sequence[str],
    margins: Sequence[str] = (),
) -> Cells:
    """Sums in every combination of the dimensions, and over those named as margins.

    Parameters
    ----------
    rows : DataFrame
        The dimensions, the sums, and those of ``model``, ``brand``, ``agency`` that are protected
        here as numbers, -1 for none.
    dimensions : sequence of Dimension
        Whose codes are the rows' values; a row without one is left out.
    where : Filter
        Part of the data that the rows are.
    sums : sequence of str
        Columns that count something.
    margins : sequence of str
        Dimensions whose sums are told as well.
    """
    names = [one.column for one in dimensions]
    behind = {noun: one for noun, one in PROTECTED.items() if one in rows}
    parts = [rows[[*names, *sums, *behind.values()]]]
    for one in dimensions:
        if one.column in margins:
            parts += [part.assign(**{one.column: one.total}) for part in parts]
    long = pd.concat(parts, ignore_index=True)
    every = pd.DataFrame(list(product(*[
        (*one.codes, *([one.total] if one.column in margins else []))
        for one in dimensions])), columns=names)
    grouped = long.groupby(names)
    found = grouped[list(sums)].sum()
    for noun, unit in behind.items():
        found[noun] = long[long[unit] >= 0].groupby(names)[unit].nunique()
    frame = every.merge(found.reset_index(), how="left")
    numbers = [*sums, *behind]
    frame[numbers] = frame[numbers].fillna(0).astype("int64")
    return Cells(
        frame, tuple(dimensions), tuple(Unit(noun, noun, partition=False) for noun in behind),
        tuple(Value(name, "count") for name in sums), filter=where)


def sides_of(
    rows: pd.DataFrame, names: Sequence[str], *, value: str, at: dict[str, float]
) -> pd.DataFrame:
    """Quantiles by groups, and how many units have a value up to each and from it on.

    Parameters
    ----------
    rows : DataFrame
        As of :func:`counts_of`, with the value.
    names : sequence of str
        Columns of the groups.
    value : str
        What is ranked; every row counts once.
    at : dict
        Place of each quantile, 0 to 1, by its name.

    Returns
    -------
    DataFrame
        One row a group and kind of unit: ``unit``, ``number``, each quantile with ``_up_to`` and
        ``_from``.
    """
    found = []
    for key, part in rows.groupby(list(names)):
        middles = {name: float(part[value].quantile(place)) for name, place in at.items()}
        for one in PROTECTED.values():
            named = part[part[one] >= 0].groupby(one)[value].agg(["min", "max"])
            sides: dict[str, int] = {}
            for name, middle in middles.items():
                sides |= {f"{name}_up_to": int((named["min"] <= middle).sum()),
                          f"{name}_from": int((named["max"] >= middle).sum())}
            found.append({**dict(zip(names, key, strict=True)), "unit": one,
                          "number": len(named), **middles, **sides})
    columns = [*names, "unit", "number", *at, *[
        f"{name}_{side}" for name in at for side in ("up_to", "from")]]
    return pd.DataFrame(found, columns=columns)


def release_counts(gate: Gate, measure: str, names: Sequence[str], where: Filter) -> Released:
    """As :meth:`Gate.release`; all withheld where it cannot be shown beside earlier tables."""
    try:
        return gate.release(measure, names, where)
    except DisclosureError:
        return withhold(gate.measures[measure](gate.rows, tuple(names), where), rules=gate.rules)


def withhold(cells: Cells, *, rules: Rules) -> Released:
    """Every cell of a table withheld: it is told as that of one unit, the empty ones too."""
    alone = cells.frame.assign(**dict.fromkeys([unit.column for unit in cells.units], 1))
    return release(replace(cells, frame=alone), rules=rules, log=None)
