"""Medians, quartiles, highest and lowest values of a private ledger, and the counts behind them.

Decided: a quartile may be shown where enough models, brands and agencies have a value at it or
below, and at it or above. They are counted, not taken for granted from how many there are in all,
because one unit may hold most of the values, and a dozen agencies may all have dear and cheap
bookings. The gate asks for half the minimum on the thinner side of a quantile, of the units it is
told of; so it is told of as many as would put just those counted there. Each quartile passes alone,
so that a middle may be shown where the ends may not. A quartile adds up to nothing with any other
table, so these pass without a log; the counts beside them pass as counts of work, with one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Released, Rules, Unit, Value, release
from analysis.ledger.private_fees import PROTECTED

QUARTILES: Mapping[str, float] = {"low": 0.25, "middle": 0.5, "high": 0.75}


def told(
    number: pd.Series, sides: tuple[pd.Series, pd.Series], *, at: float, rules: Rules
) -> pd.Series:
    """How many units are told to the gate behind a quantile.

    Parameters
    ----------
    number : Series
        Units behind all values; where they are fewer than the minimum, that is told.
    sides : pair of Series
        Those with a value at the quantile or below, and at it or above.
    at : float
        Place of the quantile, 0 to 1.
    rules : Rules
        In force.
    """
    thinner = np.minimum(sides[0].astype("float64"), sides[1].astype("float64"))
    whole = np.floor(thinner / min(at, 1 - at) + 1e-9).astype("int64")
    return number.astype("int64").where(number < rules.minimum, whole)


def release_quartile(
    long: pd.DataFrame, dimensions: Sequence[Dimension], *, name: str, rules: Rules
) -> Released:
    """One quartile of every cell, as far as it may be seen.

    Parameters
    ----------
    long : DataFrame
        One row a cell and kind of unit: the dimensions, ``unit`` (model, brand, agency),
        ``number``, the quartile and its ``_up_to`` and ``_from``; where there is money
        ``fee_total``, ``largest`` and ``two``.
    dimensions : sequence of Dimension
        Of the cells.
    name : str
        ``low``, ``middle`` or ``high``.
    rules : Rules
        In force.
    """
    keys, money = [one.column for one in dimensions], "fee_total" in long
    counted = told(long["number"], (long[f"{name}_up_to"], long[f"{name}_from"]),
                   at=QUARTILES[name], rules=rules)
    wide = long.assign(told=counted).pivot(
        index=keys, columns="unit", values=["told", *(["largest", "two"] if money else [])])
    frame = long.groupby(keys)[[name, *(["fee_total"] if money else [])]].first()
    values = [Value(name, "median" if name == "middle" else "quantile", at=QUARTILES[name])]
    for noun, one in PROTECTED.items():
        for column, label in (("told", noun), ("largest", f"largest_{one}"), ("two", f"two_{one}")):
            if (column, one) in wide:
                frame[label] = wide[column, one].astype("float64").fillna(0.0)
            elif column == "told" or money:
                frame[label] = 0.0
        frame[noun] = frame[noun].astype("int64")
    if money:
        values.append(Value("fee_total", "money", shown=False))
    return release(
        Cells(frame.reset_index(), tuple(dimensions), _units(money=money), tuple(values)),
        rules=rules, log=None)


def _units(*, money: bool) -> tuple[Unit, ...]:
    return tuple(
        Unit(noun, noun, partition=False,
             largest={"fee_total": f"largest_{one}"} if money else {},
             two_largest={"fee_total": f"two_{one}"} if money else {})
        for noun, one in PROTECTED.items())
