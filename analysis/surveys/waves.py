"""Wave against wave: the same question in two files; probability samples only.

Decided: two files are independent samples, so the variances of their estimates add up. The degrees
of freedom of the sum are Satterthwaite's, which lie between the smaller of the two and their sum,
and not the sum itself, which would take a small wave for as sure as a large one. ``svy`` estimates
each wave; it has no comparison of two samples.

Reference: Satterthwaite, F. E. (1946), Biometrics Bulletin 2, 110-114, doi:10.2307/3002019.
"""

from __future__ import annotations

from math import nan, sqrt

from analysis.errors import SurveyError
from analysis.surveys.comparisons import Difference, correct, difference_of
from analysis.surveys.estimates import Estimate, Uncertainty, estimate_means, estimate_shares
from analysis.surveys.sampling import require_inference
from analysis.surveys.scope import WHOLE, Scope
from analysis.surveys.survey import Survey
from analysis.surveys.wave_match import SameAnswer, SameQuestion

FIRST, SECOND = "first", "second"
"""The earlier and the later wave, in the place of the codes of groups."""
INDEPENDENT = (
    "The two files are taken as independent samples: the standard error of a change is the root of "
    "the sum of both squared errors, its degrees of freedom are Satterthwaite's. If some people "
    "answered both, the interval is mostly wider than it need be, and these data cannot tell.")


def compare_waves(
    first: Survey, *, second: Survey, same: SameQuestion, scopes: tuple[Scope, Scope] = (
        WHOLE, WHOLE),
) -> tuple[Difference, ...]:
    """Second wave less the first, for every answer of both (or the mean of a number).

    Parameters
    ----------
    first, second : Survey
        The earlier and the later wave.
    same : SameQuestion
        What is compared; the codes of the differences are those of the later wave.
    scopes : tuple of Scope
        Of the earlier and of the later wave.

    Raises
    ------
    SurveyError
        If a wave is no probability sample.
    """
    for one in (first, second):
        require_inference(one.design.sampling, what="A comparison of waves")
    if any(scope.by for scope in scopes):
        raise SurveyError("Waves are compared without groups. Use a filter for one group.")
    estimate = estimate_means if same.number else estimate_shares
    before = estimate(first, of=same.earlier, scope=scopes[0])
    after = estimate(second, of=same.later, scope=scopes[1])
    return correct([
        _wave(before.find(one.earlier), after.find(one.later), one)
        for one in same.answers or (SameAnswer("", "", ""),)])


def satterthwaite(first: Uncertainty, second: Uncertainty) -> float:
    """Degrees of freedom of a difference of two independent estimates.

    ``(v1 + v2)² / (v1²/d1 + v2²/d2)`` with the variances ``v`` and degrees of freedom ``d``; the
    smaller ``d`` where neither has an error.
    """
    parts = [(one.se ** 2, one.df) for one in (first, second)]
    if any(not df > 0 for _, df in parts):
        return nan
    below = sum(variance ** 2 / df for variance, df in parts)
    if not below > 0:
        return min(df for _, df in parts)
    return float(sum(variance for variance, _ in parts) ** 2 / below)


def _wave(before: Estimate, after: Estimate, answer: SameAnswer) -> Difference:
    names = (answer.later, answer.label, FIRST, SECOND)
    if (before.uncertainty is None or after.uncertainty is None
            or before.value is None or after.value is None):
        return Difference(*names, nan, nan, nan, nan, nan, nan, nan)
    one, other = before.uncertainty, after.uncertainty
    return difference_of(after.value - before.value, se=sqrt(one.se ** 2 + other.se ** 2),
                         df=satterthwaite(one, other), names=names)
