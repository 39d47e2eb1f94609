"""Parity on a private ledger: over pairs of the same model, brand, channel and fee basis.

Decided: a pair is of one model and one brand, so models, brands and agencies must stand behind
every count of pairs, and on either side of every quartile of their ratios. Whether a twin is paid
less says something of each model: where all pairs of a group lie on one side of parity, the three
sides are withheld and only how many pairs there are is told. Pairs without a ratio are told apart,
never taken from a sum. Tables of pairs are set against each other, by every split and currency.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Released
from analysis.disclosure.released import together
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_gate import Gate, Make
from analysis.ledger.private_orders import QUARTILES, release_quartile
from analysis.ledger.private_rows import NONE, TOTAL, ProtectedRows
from analysis.ledger.private_units import counts_of, release_counts, sides_of

SIDES = ("below", "level", "above")
COLUMNS = ("currency", "channel", "basis", "tier", "side", "thin")
SPLITS = {"channel": "channel", "tier": "tier"}
"""Any other split is by basis, as in ``pay_and_consent_parity``."""
FEES = ("pairs", "twin_fees", "human_fees")
COUNTS = ("pairs", "below", "level", "thin", "twin_fees", "human_fees", "left_out")


def pair_gate(frames: Frames) -> Gate:
    """The pairs with their ratios."""
    return frames.gate("pairs", COLUMNS, {
        "pairs_by_side": _counted(FEES), "pairs_by_thin": _counted(("pairs",)),
    }, others=("brand", "agency"))


def _counted(sums: Sequence[str]) -> Make:
    """Counts of pairs, with the sums of every dimension."""
    def make(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
        dimensions = [_dimension(rows, name) for name in names]
        return counts_of(rows.labelled(names, where), dimensions, where, sums=sums, margins=names)

    return make


def _dimension(rows: ProtectedRows, name: str) -> Dimension:
    """Sides say something of a model's pay; how many fees a median is of does not."""
    return replace(rows.dimension(name), attribute=name in ("side", "tier"))


def answer_parity(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Quartiles of the ratios and counts of the pairs, of all and by a split, in one currency."""
    gate, split = pair_gate(frames), SPLITS.get(str(parameters["split"]), "basis")
    rows, currency = gate.rows, str(parameters["currency"])
    if currency not in rows.codes["currency"]:
        return _nothing(frames, split)
    known = rows.where({"currency": currency, "side": SIDES})
    pairs = rows.labelled((split,), known)
    long = sides_of(pd.concat([pairs, pairs.assign(**{split: TOTAL})]), [split],
                    value="ratio", at=dict(QUARTILES))
    return together([
        release_counts(gate, "pairs_by_side", (split, "side"), known),
        release_counts(gate, "pairs_by_thin", (split, "thin"), known),
        release_counts(gate, "pairs_by_thin", (split,), rows.where(
            {"currency": currency, "side": "none"})),
        *[release_quartile(long, [_dimension(rows, split)], name=name, rules=frames.rules)
          for name in QUARTILES],
    ], lambda answers: _parity(answers, split))


def _parity(answers: Sequence[pd.DataFrame], split: str) -> pd.DataFrame:
    """One row a part that has pairs, or of which something is withheld; all together first."""
    sides, thin, left = answers[:3]
    whole = sides[sides["side"] == TOTAL].set_index(split)
    found = whole[list(FEES)].astype("float64")
    for name in ("below", "level"):
        found[name] = _of(sides, split, "side", name)
    found["thin"] = _of(thin, split, "thin", "yes")
    found["left_out"] = left.set_index(split)["pairs"].astype("float64")
    asked = [one.set_index(split) for one in answers]
    for name, order in zip(QUARTILES, asked[-len(QUARTILES):], strict=True):
        found[name] = order[name].astype("float64").reindex(found.index)
    gone = found[list(COUNTS)].isna().any(axis=1) | (
        found[list(QUARTILES)].isna().any(axis=1) & (found["pairs"] != 0))
    reasons = pd.concat([one["reason"] for one in asked])
    found = found.assign(suppressed=gone, reason=reasons.groupby(level=0).max().reindex(
        found.index).where(gone, ""))
    found = found[(found["pairs"] > 0) | (found["left_out"] > 0) | gone].rename_axis("part")
    found = found.reset_index().assign(first=lambda frame: frame["part"] != TOTAL)
    found["part"] = found["part"].mask(found["part"] == TOTAL, "all")
    ordered = found[found["part"] != NONE].sort_values(
        ["first", "pairs", "part"], ascending=[True, False, True], na_position="last",
        ignore_index=True)
    return ordered[["part", "pairs", *QUARTILES, "below", "level", "thin", "twin_fees",
                    "human_fees", "left_out", "suppressed", "reason"]]


def _of(frame: pd.DataFrame, split: str, column: str, code: str) -> pd.Series:
    """How many pairs have a code."""
    return frame[frame[column] == code].set_index(split)["pairs"].astype("float64")


def _nothing(frames: Frames, split: str) -> Released:
    """Where the currency has no pair: a table without rows."""
    gate = pair_gate(frames)
    empty = gate.release("pairs_by_thin", (split,), Filter())
    return empty.derive(lambda frame: frame.head(0).reindex(columns=[
        "part", "pairs", *QUARTILES, "below", "level", "thin", "twin_fees", "human_fees",
        "left_out", "suppressed", "reason"]))


PARITY_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_parity": answer_parity}
