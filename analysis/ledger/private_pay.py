"""Fees of a private ledger: how many bookings and uses have one, and its quartiles.

Decided: how many have a fee, none or one of 0 are counts of work, told with their sums. A quartile
needs models, brands and agencies on either side, and none of them may stand out of the sum of the
fees it is of: a median of fees that one brand pays alone would be that brand's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import Dimension, Filter, Released, release
from analysis.disclosure.released import together
from analysis.errors import DisclosureError
from analysis.ledger.private_frames import KNOWN, Frames
from analysis.ledger.private_orders import QUARTILES, release_quartile
from analysis.ledger.private_rows import TOTAL
from analysis.ledger.private_units import release_counts

BASES, PEOPLE = KNOWN["basis"], ("human", "twin")
PLACES = {basis: at for at, basis in enumerate(BASES)}
FIGURES = ("worked", "fees", "unpaid")


def answer_fees(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Quartiles of fees by basis and kind, in one currency, with how many have a fee."""
    work, channel = frames.work, str(parameters["channel"])
    currency = str(parameters["currency"])
    where = work.rows.where({"currency": currency} | (
        {} if channel == "all" else {"channel": channel}))
    long = frames.read("fees")
    long = long[(long["currency"] == currency) & (long["channel"] == channel)]
    dimensions = (Dimension("basis", codes=BASES, attribute=False),
                  Dimension("kind", codes=PEOPLE, attribute=False))
    return together([
        release_counts(work, "work_fees", ("basis", "kind", "fee"), where),
        *[release_quartile(long, dimensions, name=name, rules=frames.rules) for name in QUARTILES],
    ], _fees)


def _fees(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One row a basis and kind with work: counts as far as known, quartiles where there are any."""
    counts, *orders = answers
    counts = counts[counts["kind"].isin(PEOPLE)].set_index(["basis", "kind"])
    wide = counts.pivot(columns="fee", values="worked").astype("float64").reindex(
        columns=["none", "zero", TOTAL])
    found = pd.DataFrame({
        "worked": wide[TOTAL], "fees": wide[TOTAL] - wide["none"],
        "unpaid": wide["zero"]})
    reason = counts["reason"].groupby(level=[0, 1]).max().reindex(found.index)
    for name, order in zip(QUARTILES, orders, strict=True):
        order = order.set_index(["basis", "kind"]).reindex(found.index)
        found[name] = order[name].astype("float64")
        reason = reason.mask(reason == "", order["reason"].fillna(""))
    no_fee = found["fees"] == 0
    gone = found[list(FIGURES)].isna().any(axis=1) | (
        found[list(QUARTILES)].isna().any(axis=1) & ~no_fee)
    found = found.assign(suppressed=gone, reason=reason.where(gone, ""))
    kept = found[(found["worked"] > 0) | found["suppressed"]].reset_index()
    kept = kept.assign(place=kept["basis"].map(PLACES)).sort_values(
        ["place", "kind"], ignore_index=True)
    return kept.rename(columns={"basis": "fee_basis"})[
        ["fee_basis", "kind", *FIGURES, *QUARTILES, "suppressed", "reason"]]


def answer_unconverted(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Currencies without a rate that may be named; how many fees they have is not said.

    No number is handed out, so nothing is logged.
    """
    work = frames.work
    released = release(
        work.measures["work"](work.rows, ("currency",), work.rows.where({"fee": [
            one for one in ("zero", "paid") if one in work.rows.codes["fee"]]})),
        rules=frames.rules, log=None)
    return released.derive(lambda frame: frame[
        (frame["currency"] != str(parameters["base"])) & ~frame["suppressed"]
        & (frame["worked"] > 0)].drop(columns="worked").reset_index(drop=True))


def answer_most_twins(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """The brand with most twin uses, or bookings, of those behind which enough models stand.

    Which one it is stands on the page in any case: its number is not handed out, so nothing is
    logged.

    Raises
    ------
    DisclosureError
        If no brand may be named.
    """
    work = frames.work
    released = release(
        work.measures["work"](work.rows, ("brand", "kind"), Filter()), rules=frames.rules,
        log=None).derive(_most_twins)
    if released.frame.empty:
        raise DisclosureError(
            "No brand of this ledger can be looked at alone: behind none of them do at least "
            f"{frames.rules.minimum:,} models stand.")
    return released


def _most_twins(frame: pd.DataFrame) -> pd.DataFrame:
    wide = frame.pivot(index="brand", columns="kind", values="worked").astype("float64")
    shown = wide[wide[list(PEOPLE)].sum(axis=1) > 0].fillna(0.0)
    if shown.empty:
        return frame.head(0).rename(columns={"brand": "brand_id"})[
            ["brand_id", "suppressed", "reason"]]
    ordered = shown.assign(every=shown.sum(axis=1), name=shown.index).sort_values(
        ["twin", "every", "name"], ascending=[False, False, True])
    return pd.DataFrame({
        "brand_id": [str(ordered.index[0])], "suppressed": [False], "reason": [""]})


PAY_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_fees": answer_fees, "unconverted": answer_unconverted,
    "human_v_twin_most_twins": answer_most_twins,
}
