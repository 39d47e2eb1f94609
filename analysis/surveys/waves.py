"""Wave against wave: the same question in two surveys; probability samples only.

Decided: two waves are independent samples, so their variances and degrees of freedom add up, as if
both were strata of one sample. A comparison needs the same codes and labels in both.
"""

from __future__ import annotations

from math import nan, sqrt

from analysis.errors import SurveyError
from analysis.surveys.comparisons import Difference, correct, difference_of
from analysis.surveys.estimates import (
    Estimate,
    UnreleasedEstimates,
    estimate_means,
    estimate_shares,
)
from analysis.surveys.questions import is_number
from analysis.surveys.sampling import require_inference
from analysis.surveys.scope import WHOLE, Scope
from analysis.surveys.survey import Survey


def compare_waves(
    first: Survey, *, second: Survey, of: str, scope: Scope = WHOLE,
) -> tuple[Difference, ...]:
    """Second wave less the first, for every answer (or the mean of a number).

    The waves are taken as independent samples. If the same people answered both, the interval is
    wider than it need be where their answers agree, and these data cannot tell.

    Raises
    ------
    SurveyError
        If a wave is no probability sample, or the question's answers differ between the waves.
    """
    for one in (first, second):
        require_inference(one.design.sampling, what="A comparison of waves")
    if scope.by:
        raise SurveyError("Waves are compared without groups. Use a filter for one group.")
    estimate = estimate_means if is_number(first.codebook, name=of) else estimate_shares
    before, after = estimate(first, of=of, scope=scope), estimate(second, of=of, scope=scope)
    _require_same_answers(before, after)
    return correct([_wave(one, after.find(one.code)) for one in before.estimates])


def _wave(before: Estimate, after: Estimate) -> Difference:
    names = (before.code, before.label, "first", "second")
    if (before.uncertainty is None or after.uncertainty is None
            or before.value is None or after.value is None):
        return Difference(*names, nan, nan, nan, nan, nan, nan, nan)
    a, b = before.uncertainty, after.uncertainty
    return difference_of(after.value - before.value, se=sqrt(a.se ** 2 + b.se ** 2), df=a.df + b.df,
                       names=names)


def _require_same_answers(before: UnreleasedEstimates, after: UnreleasedEstimates) -> None:
    first = {one.code: one.label.casefold() for one in before.estimates}
    second = {one.code: one.label.casefold() for one in after.estimates}
    if first != second:
        odd = sorted({code for code in first.keys() | second.keys()
                      if first.get(code) != second.get(code)})
        raise SurveyError(
            f"Answers to {before.question!r} differ between the waves (codes {', '.join(odd)}). "
            "Give both the same codes and labels at intake.")
