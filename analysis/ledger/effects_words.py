"""An effect in words: what was estimated, on how many brands, what it cannot show.

No direction is claimed where the interval holds no effect or where there is none. All sentences are
computed from the result, so they cannot contradict it.
"""

from __future__ import annotations

from math import isnan

import pandas as pd

from analysis.ledger.effects_averages import PreTrend
from analysis.ledger.effects_comparison import KINDS, TwoWay
from analysis.ledger.effects_eligibility import Verdict
from analysis.ledger.effects_panel import UnitPanel
from analysis.ledger.effects_result import Effect
from analysis.ledger.effects_sensitivity import LARGEST, Sensitivity
from analysis.ledger.effects_variance import CONFIDENCE

DOUBT = 0.05
"""Smallest p-value at which trends before adoption are called parallel as far as can be seen."""
LIMITS = (
    "It rests on the brands that adopted having gone on like those that did not, had twins not "
    "come; a look at the time before cannot prove that. It holds for the brands in this ledger "
    "that are followed, not for fashion at large. It does not see bookings that adopters' models "
    "found elsewhere, nor brands changed by others' adoption without booking a twin, and it does "
    "not say which people lost work."
)


def describe(effect: Effect, panel: UnitPanel) -> dict[str, str]:
    """Sentences by topic; a topic that was not estimated is left out.

    Topics: finding, basis, verdict, aside, pre_trend, without_twins, two_way, poisson, sensitivity,
    limits.
    """
    return describe_by(effect, basis=_basis(effect, panel))


def describe_by(effect: Effect, *, basis: str) -> dict[str, str]:
    """As :func:`describe`, with the sentence given that says who was compared."""
    words = {
        "finding": _finding(effect), "basis": basis,
        "verdict": effect.verdict.sentence, "aside": _aside(effect.verdict),
        "pre_trend": _pre_trend(effect.pre_trend) if effect.pre_trend else "",
        "without_twins": _without_twins(effect),
        "two_way": _two_way(effect, effect.two_way) if effect.two_way else "",
        "poisson": _poisson(effect),
        "sensitivity": _sensitivity(effect.sensitivity) if effect.sensitivity else "",
        "limits": LIMITS,
    }
    return {topic: text for topic, text in words.items() if text}


def statement(verdict: Verdict) -> dict[str, str]:
    """The sentences where nothing may be estimated."""
    words = {"verdict": verdict.sentence, "aside": _aside(verdict)}
    return {topic: text for topic, text in words.items() if text}


def signed(share: float) -> str:
    """``-0.157`` as ``−15.7%``, ``0.03`` as ``+3.0%``; what rounds to nothing has no sign."""
    text = percent(share)
    if text == "0.0%":
        return text
    return f"−{text}" if share < 0 else f"+{text}"


def percent(share: float) -> str:
    """The size of a share: ``-0.157`` as ``15.7%``."""
    return f"{abs(share) * 100:.1f}%"


def _finding(effect: Effect) -> str:
    overall, relative = effect.overall, effect.relative
    if overall is None or relative is None or isnan(overall.effect):
        return ""
    title = effect.outcome.title
    base = f"{signed(overall.effect)} of the base-year level"
    if isnan(overall.low):
        return (
            f"From adoption on the estimate for {title} of adopting brands is {base}, a point "
            "without an interval: no direction can be claimed."
        )
    span = f"{CONFIDENCE:.0%} interval {signed(overall.low)} to {signed(overall.high)}"
    if overall.low <= 0 <= overall.high:
        return (
            f"Whether adoption changed {title} cannot be told: the estimate is {base}, but the "
            f"{span} includes no change."
        )
    verb = "lowered" if overall.effect < 0 else "raised"
    return (
        f"Adoption is estimated to have {verb} {title} of adopting brands: {base} ({span}), "
        f"{percent(relative.effect)} {'below' if overall.effect < 0 else 'above'} what would "
        "have been."
    )


def _basis(effect: Effect, panel: UnitPanel) -> str:
    counts = effect.verdict.counts
    before = "the month before adoption"
    if effect.base_months > 1:
        before = f"the {effect.base_months} months before adoption"
    if min(panel.cohorts) < effect.base_months:
        before += " (fewer where the ledger begins later)"
    cohorts = len(panel.cohorts)
    return (
        f"Compared: {_brands(counts.adopting)} that adopted twins in "
        f"{cohorts} different month{'' if cohorts == 1 else 's'}, with {_brands(counts.never)} "
        f"that never did, by channel and month from {_month(panel.months[0])} to "
        f"{_month(panel.months[-1])}; each against {before}, in units of its own mean of the "
        f"first {effect.base_year} months, larger ones counting for more. Chance is measured "
        "between brands. Method: Callaway and Sant'Anna (2021)."
    )


def _aside(verdict: Verdict) -> str:
    counts = verdict.counts
    reasons = (
        (counts.contaminated, "never adopted but booked others' twins"),
        (counts.too_early, "adopted too early to be compared with the time before"),
        (counts.too_late, "adopted too late to be followed"),
        (counts.without_base, "had none of it in the base year"),
    )
    parts = [f"{number:,} {why}" for number, why in reasons if number]
    if not parts or (verdict.kind == "points" and "compared with, which" in verdict.sentence):
        return ""
    return f"Brands set aside: {'; '.join(parts)}."


def _pre_trend(found: PreTrend) -> str:
    length = "half-years" if found.months > 3 else "quarters"
    if found.blocks.empty:
        return (
            "Whether trends were parallel before adoption cannot be looked at: no brand has "
            f"enough {length} before it."
        )
    largest = found.blocks["effect"].abs().max()
    seen = (
        f"In the {length} before adoption, adopters stood up to {percent(largest)} of the "
        "base-year level apart from the others, measured from the last one before"
    )
    if isnan(found.p):
        return f"{seen}; without intervals no test can say whether that is chance."
    chance = f"joint test p = {found.p:.2f}" if found.p >= 0.005 else "joint test p < 0.01"
    if found.p < DOUBT:
        return (
            f"{seen} ({chance}): trends were not parallel before adoption, so the effect is in "
            "doubt."
        )
    return f"{seen} ({chance}): no departure from parallel trends is seen, which is no proof."


def _without_twins(effect: Effect) -> str:
    if effect.calendar.empty or effect.outcome.column == "fee_mean":
        return ""
    row = effect.calendar.iloc[-1]
    if isnan(row["without_twins"]):
        return ""
    observed, without = (row[name] * effect.level for name in ("observed", "without_twins"))
    text = (
        f"In {_month(row['month'])} adopters had {observed:,.0f} "
        f"{effect.outcome.title}; had twins not come, an estimated {without:,.0f}"
    )
    if isnan(row["low"]):
        return f"{text}."
    low, high = (row[name] * effect.level for name in ("low", "high"))
    return f"{text} ({low:,.0f} to {high:,.0f})."


def _two_way(effect: Effect, found: TwoWay) -> str:
    if effect.overall is None:
        return ""
    text = (
        f"Plain two-way fixed effects would say {signed(found.effect)} instead of "
        f"{signed(effect.overall.effect)}."
    )
    if isnan(found.forbidden):
        return f"{text} Units lack months, so it cannot be taken apart."
    wrong = found.bacon.set_index("comparison")["effect"].get(KINDS["later_vs_earlier"])
    if wrong is None or isnan(wrong):
        return f"{text} All adopted in one month, so it makes no forbidden comparison."
    return (
        f"{text} {found.forbidden:.0%} of its weight compares brands that adopt with brands that "
        f"had adopted before ({signed(wrong)}): where an effect grows with time, that takes the "
        "growth away from it."
    )


def _poisson(effect: Effect) -> str:
    if effect.poisson is None or isnan(effect.poisson) or effect.relative is None:
        return ""
    return (
        f"Poisson on the numbers themselves, months with none included, gives "
        f"{signed(effect.poisson)} of what would have been; the estimate above is "
        f"{signed(effect.relative.effect)} on that scale."
    )


def _sensitivity(found: Sensitivity) -> str:
    length = "half-year" if found.months > 3 else "quarter"
    over = f"the first {length}" if found.blocks == 1 else f"the first {found.blocks} {length}s"
    start = (
        f"If trends had gone on departing from each other, over {over} the effect "
        f"({signed(found.effect)}) would still be"
    )
    if found.breakdown is None:
        return f"{start} told from none with {LARGEST:g} times the largest departure seen before."
    if found.breakdown == 0:
        return (
            f"Over {over} alone the effect ({signed(found.effect)}, {signed(found.low)} to "
            f"{signed(found.high)}) cannot be told from none even with parallel trends."
        )
    return (
        f"{start} told from none up to {found.breakdown:.2f} times the largest departure from one "
        f"{length} to the next seen before adoption, not beyond."
    )


def _brands(number: int) -> str:
    return f"{number:,} brand{'' if number == 1 else 's'}"


def _month(when: pd.Timestamp) -> str:
    return f"{when:%B %Y}"
