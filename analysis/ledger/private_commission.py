"""Commission rates of a private ledger: how many rows hold one, and where the rates lie.

Decided: a rate is agreed between a model and an agency, so both are protected; a brand is no party
to it. How many rows hold a rate are counts of work. Rows under, at and over the median are parts
of those with a rate, told only where that number is; which rates each part is made of stands in the
log, so that two groups or channels with the same median are set against each other. The lowest and
the highest rate must be that of enough models and agencies. Where all rows of a group hold one and
the same rate, nothing of it is told: it would be known of each model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Released, Rules, Unit, Value
from analysis.disclosure.filters import LAST, Spans
from analysis.disclosure.released import together
from analysis.ledger.private_fees import PROTECTED
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_gate import Gate, Make
from analysis.ledger.private_orders import told
from analysis.ledger.private_rows import TOTAL, ProtectedRows
from analysis.ledger.private_units import counts_of, release_counts

PAID = ("agency", "model")
GROUPS = tuple((kind, paid) for paid in PAID for kind in ("human", "twin"))
PLACES = ("under", "level", "over")
ORDERS = ("lowest", "middle", "highest")
COUNTS = ("worked", "rated", *PLACES, "without")
BEHIND = {noun: PROTECTED[noun] for noun in ("models", "agencies")}


def rate_gate(frames: Frames) -> Gate:
    """The rates of worked bookings and uses."""
    return frames.gate("rates", ("kind", "channel", "paid_to", "rate"), {
        "rate_places": _places, "rate_orders": _orders(frames.rules)}, others=("agency",))


def answer_commission(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Rates by kind and payee: lowest, median, highest, and how many rows lie where."""
    work, gate, channel = frames.work, rate_gate(frames), str(parameters["channel"])
    chosen = {} if channel == "all" else {"channel": channel}
    parts = [release_counts(work, "work_rated", ("kind", "rated"), work.rows.where(
        {"paid_to": paid} | chosen)) for paid in PAID]
    asked = []
    for kind, paid in GROUPS:
        where = gate.rows.where({"kind": kind, "paid_to": paid} | chosen)
        if len(gate.rows.labelled((), where)):
            asked.append((kind, paid))
            parts += [release_counts(gate, measure, (), where)
                      for measure in ("rate_places", "rate_orders")]
    return together(parts, lambda answers: _commission(answers, asked))


def _median(rows: pd.DataFrame) -> float:
    """The middle rate of all worked rows, or the mean of the two in the middle."""
    ordered = rows.groupby("share")["worked"].sum().cumsum()
    number = int(ordered.iloc[-1])
    ends = [float(ordered.index[ordered >= at][0]) for at in ((number + 1) // 2, (number + 2) // 2)]
    return sum(ends) / 2


def _places(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
    """Rows under, at and over the median of a group, and all of them."""
    found = rows.labelled(("rate",), where)
    middle = _median(found)
    side = np.sign(found["share"] - middle).map({-1.0: "under", 0.0: "level", 1.0: "over"})
    held = found.assign(place=side)
    rates = sorted(found.loc[found["share"] >= middle, "rate"].unique())
    from_median = rows.ordinals("rate", rates[:1])[0][0]
    at_median = bool((side == "level").any())
    spans: dict[str, Spans] = {
        "under": ((0, from_median - 1),), "level": ((from_median, from_median),),
        "over": ((from_median + at_median, LAST),)}
    codes = [place for place in PLACES if at_median or place != "level"]
    dimension = Dimension("place", codes=tuple(codes), log_name="rate", attribute=True,
                          spans=tuple(spans[place] for place in codes))
    return counts_of(held, [dimension], where, sums=("worked",), margins=("place",))


def _orders(rules: Rules) -> Make:
    """Lowest, median and highest rate of a group, and who has each."""
    def make(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
        found = rows.labelled(("rate",), where)
        row = {"lowest": found["share"].min(), "middle": _median(found),
               "highest": found["share"].max()}
        shared: dict[str, list[int]] = {"at_lowest": [], "at_highest": []}
        behind: dict[str, int] = {}
        for noun, one in BEHIND.items():
            ends = found[found[one] >= 0].groupby(one)["share"].agg(["min", "max"])
            sides = [pd.Series([int(inside.sum())]) for inside in (
                ends["min"] <= row["middle"], ends["max"] >= row["middle"])]
            number = int(told(pd.Series([len(ends)]), (sides[0], sides[1]), at=0.5,
                              rules=rules).iloc[0])
            # Where all have one and the same rate it counts as that of one.
            behind[noun] = min(1, number) if row["lowest"] == row["highest"] else number
            if len(ends):
                shared["at_lowest"].append(int((ends["min"] == row["lowest"]).sum()))
                shared["at_highest"].append(int((ends["max"] == row["highest"]).sum()))
        least = {name: min(few, default=0) for name, few in shared.items()}
        return Cells(
            pd.DataFrame([{**row, **behind, **least}]), (),
            tuple(Unit(noun, noun, partition=False) for noun in BEHIND),
            (Value("lowest", "minimum", support="at_lowest"), Value("middle", "median"),
             Value("highest", "maximum", support="at_highest")), filter=where)

    return make


def _commission(
    answers: Sequence[pd.DataFrame], asked: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """One row a kind and payee that was worked for, or of which something is withheld."""
    rows = []
    for group in GROUPS:
        counts = answers[PAID.index(group[1])]
        counts = counts[counts["kind"] == group[0]]
        worked, rated, without = (
            counts[counts["rated"] == code].iloc[0] for code in (TOTAL, "yes", "no"))
        row: dict[str, Any] = {
            "kind": group[0], "paid_to": group[1], "worked": worked["worked"],
            "rated": rated["worked"], "without": without["worked"],
            **dict.fromkeys(PLACES, np.nan if rated["suppressed"] else 0.0),
            **dict.fromkeys(ORDERS, np.nan)}
        reasons = [str(one["reason"]) for one in (worked, rated, without)]
        if group in asked:
            places, orders = answers[len(PAID) + 2 * asked.index(group):][:2]
            row |= _placed(places, known=not rated["suppressed"])
            row |= {name: orders.loc[0, name] for name in ORDERS}
            reasons += [*places["reason"], *orders["reason"]]
        gone = pd.isna([row[name] for name in COUNTS]).any() or (
            group in asked and bool(pd.isna([row[name] for name in ORDERS]).any()))
        said = [reason for reason in reasons if reason]
        rows.append({**row, "suppressed": gone, "reason": said[0] if gone else ""})
    found = pd.DataFrame(rows).astype(dict.fromkeys((*COUNTS, *ORDERS), "float64"))
    return found[(found["worked"] > 0) | found["suppressed"]].reset_index(drop=True)


def _placed(places: pd.DataFrame, *, known: bool) -> dict[str, float]:
    """Rows under, at and over the median, where their sum is told by both tables."""
    shown = places.set_index("place")["worked"].astype("float64")
    whole = known and pd.notna(shown[TOTAL])
    return {place: float(shown.get(place, 0.0)) if whole else np.nan for place in PLACES}


COMMISSION_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_commission": answer_commission}
