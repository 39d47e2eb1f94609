"""The private cells of models' earnings: sums by tier, the Gini coefficient, points of the curve.

Decided: contributors are models, brands and agencies, each with its largest and its two largest
contributions to a sum. A Lorenz curve is cut into equal parts of the models; the finest cut is
taken of which every part passes the rules by itself.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Rules, Unit, Value
from analysis.disclosure.primary import stands_out
from analysis.ledger.private_books import TIERS
from analysis.ledger.private_rows import TOTAL

KINDS = ("human", "twin")
NOUNS = {"models": "model", "brands": "brand", "agencies": "agency"}
CUTS = (20, 10, 4, 2)
"""Equal parts of the models, the finest first; each holds the middle."""


def _largest(rows: pd.DataFrame, column: str) -> tuple[int, float, float]:
    """Distinct contributors, the largest contribution and the sum of the two largest."""
    places, who = pd.factorize(rows[column])
    named = places >= 0
    earned = rows["earned"].to_numpy(dtype="float64")[named]
    sums = np.sort(np.bincount(places[named], weights=earned, minlength=len(who)))[::-1]
    return len(sums), float(sums[:1].sum()), float(sums[:2].sum())


def _units(money: str) -> tuple[Unit, ...]:
    return tuple(Unit(
        noun, noun, partition=False, largest={money: f"{noun}_largest"},
        two_largest={money: f"{noun}_two"}) for noun in NOUNS)


def _contributions(rows: pd.DataFrame) -> dict[str, float]:
    found: dict[str, float] = {}
    for noun, column in NOUNS.items():
        found[noun], found[f"{noun}_largest"], found[f"{noun}_two"] = _largest(rows, column)
    return found


def earned_cells(rows: pd.DataFrame, where: Filter) -> Cells:
    """Earnings by tier and kind with all their sums."""
    made = []
    for tier in (*TIERS, TOTAL):
        for kind in (*KINDS, TOTAL):
            inner = rows[((rows["tier"] == tier) | (tier == TOTAL)) & (
                (rows["kind"] == kind) | (kind == TOTAL))]
            made.append({"tier": tier, "kind": kind, "earned": float(inner["earned"].sum()),
                         "fees": int(inner["fees"].sum()), **_contributions(inner)})
    return Cells(
        pd.DataFrame(made), (Dimension("tier", codes=TIERS),
                             Dimension("kind", codes=KINDS, attribute=False)),
        _units("earned"), (Value("earned", "money"), Value("fees", "count", shown=False)),
        filter=where)


def gini_cells(rows: pd.DataFrame, totals: pd.Series, where: Filter) -> Cells:
    """The Gini coefficient over all models counted."""
    values = np.sort(totals.to_numpy(dtype="float64"))
    number, total = len(values), float(values.sum())
    ranks = 2 * np.arange(1, number + 1) - number - 1
    gini = float((ranks * values).sum() / (number * total)) if number > 1 and total else np.nan
    frame = pd.DataFrame([{"gini": gini, "total": total, **_contributions(rows)}])
    units = tuple(Unit(noun, noun, partition=False, largest={"gini": f"{noun}_largest"},
                       two_largest={"gini": f"{noun}_two"}) for noun in NOUNS)
    return Cells(frame, (), units, (Value("gini", "gini", of="total"),), filter=where)


def lorenz_cells(rows: pd.DataFrame, totals: pd.Series, where: Filter, rules: Rules) -> Cells:
    """The points of the finest cut whose every part passes; the end of the curve alone if none."""
    ranked = totals.sort_values(kind="stable")
    pieces = next((found for cut in CUTS if _safe(
        found := _pieces(rows, ranked, cut), rules)), _pieces(rows, ranked, 1))
    dimension = Dimension("at", codes=tuple(pieces["at"]), adds=False, attribute=False)
    return Cells(pieces, (dimension,), _units("total"),
                 (Value("earned_share", "lorenz", of="total"),), filter=where)


def _pieces(rows: pd.DataFrame, ranked: pd.Series, cut: int) -> pd.DataFrame:
    """Equal parts of the models from the lowest-earning on, a model on a border in both.

    Counted are models who earned something. A part in which nobody did has no money, hence no brand
    or agency to protect: it takes their number of all, and all its models. Where no booking names
    an agency there is none to protect either.
    """
    values, number = ranked.to_numpy(dtype="float64"), len(ranked)
    total, sums = values.sum(), np.concatenate([[0.0], np.cumsum(values)])
    every, made = _contributions(rows), []
    for at in range(1, cut + 1):
        low, high = (at - 1) * number / cut, at * number / cut
        inner = rows[rows["model"].isin(ranked.index[int(low):int(np.ceil(high))])]
        found = _contributions(inner)
        up_to = float(np.interp(high, np.arange(number + 1), sums)) if number else 0.0
        if inner.empty:
            found = {name: every[name] if name in NOUNS else 0.0 for name in every}
        whole = ranked.index[int(np.ceil(low)):int(high)]
        earners = whole if inner.empty else whole[whole.isin(inner["model"].unique())]
        found["models"] = len(earners)
        found["agencies"] = found["agencies"] or found["models"]
        made.append({
            "at": f"{at}/{cut}", "total": float(inner["earned"].sum()),
            "earned_share": up_to / total if total else np.nan, **found})
    return pd.DataFrame(made)


def _safe(pieces: pd.DataFrame, rules: Rules) -> bool:
    for noun in NOUNS:
        out = stands_out(*(pieces[name].to_numpy(dtype="float64") for name in (
            "total", f"{noun}_largest", f"{noun}_two")), rules=rules)
        if out.any() or (pieces[noun] < rules.minimum).any():
            return False
    return True
