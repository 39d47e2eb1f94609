"""The estimate beside the truth, where the ledger is simulated and the truth is known.

The truth on the estimate's own scale stands in ``truth.json`` (see ``truth``): ``realised_index``
is made of both outcomes of every booking that was drawn, over the observed base year, as the
estimate is; ``human_bookings_index`` has chance averaged out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from analysis.errors import ControlError
from analysis.ledger.effects_result import Effect
from analysis.ledger.effects_words import percent, signed


@dataclass(frozen=True)
class TruthComparison:
    """Estimate less truth in index points, and over the truth (missing where it is 0).

    ``covered``: whether the interval holds the truth; None where there is no interval.
    """

    truth: float
    estimate: float
    difference: float
    share: float
    covered: bool | None
    sentence: str


def compare_with_truth(effect: Effect, truth: float) -> TruthComparison:
    """Set the overall effect beside the true one.

    Parameters
    ----------
    effect : Effect
        With an overall effect.
    truth : float
        Index points, of the same cohorts and months.

    Raises
    ------
    ControlError
        If there is no estimate to compare.
    """
    if effect.overall is None:
        raise ControlError(
            f"There is no estimate to set beside the truth. {effect.verdict.sentence}"
        )
    truth = float(truth)
    estimate, low, high = effect.overall.effect, effect.overall.low, effect.overall.high
    difference = estimate - truth
    share = difference / abs(truth) if truth else float("nan")
    covered = None if isnan(low) else low <= truth <= high
    text = (
        f"The true effect is {signed(truth)} of the base-year level, the estimate "
        f"{signed(estimate)}"
    )
    if covered is not None:
        text += ", and the interval holds the truth." if covered else (
            ", and the interval does not hold the truth.")
    else:
        text += f": off by {percent(difference)}" + (
            "." if isnan(share) else f", {abs(share):.0%} of the true effect.")
    return TruthComparison(truth, estimate, difference, share, covered, text + _why(effect))


def _why(effect: Effect) -> str:
    if not (effect.verdict.counts.contaminated and effect.verdict.kind == "points"):
        return ""
    return (
        " The brands it compares with booked others' twins, and gained or lost bookings by it: "
        "they do not show what would have been without twins."
    )
