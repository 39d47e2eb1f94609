"""Shares, means and totals of a loaded survey, each with its base and what is known of its error.

Decided: the base is those in the filter (and group) who gave a valid answer; who did not is counted
by kind beside it. An estimate never loses its base, and where it has no interval it says why. Which
rows belong together is decided by codes, so a code nobody chose is a 0 and not a gap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite

import polars as pl

from analysis.errors import SurveyError
from analysis.surveys.means import Mean, estimate_means_of, estimate_totals_of
from analysis.surveys.questions import count_missing, find_question, is_number, ranks, read_answers
from analysis.surveys.sampling import permission_of, require_means
from analysis.surveys.scope import (
    WHOLE,
    Scope,
    domains_of,
    masked,
    people_in,
    read_domains,
)
from analysis.surveys.share_interval import (
    ShareError,
    interval_by_method,
    quantile,
    require_method,
)
from analysis.surveys.survey import Survey

NOTHING_TO_ESTIMATE = "Nobody is in the base."


@dataclass(frozen=True)
class Uncertainty:
    """Sampling error of an estimate, 95%.

    Parameters
    ----------
    se, low, high : float
        Standard error and interval, in the unit of the estimate.
    method : str
        Name of the interval method.
    df : float
        Degrees of freedom.
    design_effect, effective_n : float or None
        Over a simple random sample with replacement; None where undefined.
    """

    se: float
    low: float
    high: float
    method: str
    df: float
    design_effect: float | None
    effective_n: float | None


@dataclass(frozen=True)
class Estimate:
    """One number with its base.

    Parameters
    ----------
    statistic : str
        ``share``, ``mean``, ``total`` or ``net``.
    code, label : str
        Answer a share is of; empty for other statistics.
    group, group_label : str
        Group it is about; empty for all in the filter.
    value : float or None
        Shares 0-1; None where nobody is in the base.
    count : int
        Distinct respondents behind the numerator: who gave this answer (all in the base for means
        and sums).
    base_n : int
        Rows in the base, unweighted: respondents, unless a respondent fills several rows.
    weighted_n : float
        Sum of the weights of the base.
    uncertainty : Uncertainty or None
        None where the sampling class allows none, or none is defined.
    reason : str
        Why there is none.
    """

    statistic: str
    code: str
    label: str
    group: str
    group_label: str
    value: float | None
    count: int
    base_n: int
    weighted_n: float
    uncertainty: Uncertainty | None
    reason: str


@dataclass(frozen=True)
class UnreleasedEstimates:
    """Estimates of one question, who is not in the base and why, and notes on the design.

    *Unreleased*: before the disclosure gate, not to be shown, drawn or written. ``weight``: of each
    row, raked where there are margins.
    """

    question: str
    label: str
    estimates: tuple[Estimate, ...]
    missing: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weight: pl.Series = field(default_factory=pl.Series, compare=False)

    def __repr__(self) -> str:
        """Shows no figure."""
        return f"UnreleasedEstimates({self.question!r})"

    def find(self, code: str = "", *, group: str = "") -> Estimate:
        """The estimate of an answer and group by their codes."""
        for one in self.estimates:
            if (one.code, one.group) == (code, group):
                return one
        raise SurveyError(f"No estimate of {code!r} in group {group!r} of {self.question!r}.")


def estimate_shares(survey: Survey, *, of: str, scope: Scope = WHOLE) -> UnreleasedEstimates:
    """Shares of the answers to a question, 0-1, with 95% intervals where allowed.

    Parameters
    ----------
    survey : Survey
        The survey.
    of : str
        A coded column or a multiple-response question.
    scope : Scope
        Filter, groups, missing kinds kept, interval method.

    Raises
    ------
    CodebookError, SurveyError
        If a name, filter or method does not exist or cannot serve.
    """
    require_method(scope.interval)
    answers, domains, inside = read_domains(survey, of=of, scope=scope)
    columns = {f"{place}:{one.code}": masked(answers.chosen[one.code],
                                             mask=answers.valid & domain.mask)
               for place, domain in enumerate(domains) for one in answers.categories}
    means = estimate_means_of(survey, columns=columns)
    used = means.bound.weight > 0
    estimates = tuple(
        share_estimate(
            means.found[f"{place}:{one.code}"], survey=survey, interval=scope.interval,
            names=("share", one.code, one.label, domain.code, domain.label),
            count=people_in(survey, mask=answers.chosen[one.code] & answers.valid & domain.mask
                            & used))
        for place, domain in enumerate(domains) for one in answers.categories)
    return UnreleasedEstimates(answers.question.name, answers.question.label, estimates,
                         count_missing(answers, among=inside), means.notes, means.bound.weight)


def estimate_means(survey: Survey, *, of: str, scope: Scope = WHOLE) -> UnreleasedEstimates:
    """Means of a number column, or of the ranks (1, 2, …) of an ordinal one.

    Raises
    ------
    SurveyError
        If the sampling class allows shares only, or the column is neither.
    """
    require_means(survey.design.sampling, what="A mean")
    return _numbers(survey, of=of, scope=scope, total=False)


def estimate_totals(survey: Survey, *, of: str, scope: Scope = WHOLE) -> UnreleasedEstimates:
    """Totals over the population the weights add up to.

    Of a number column its sum; of a question the number of people who give each answer.

    Raises
    ------
    SurveyError
        If the sampling class allows shares only, or there is no weight.
    """
    require_means(survey.design.sampling, what="A total")
    if not survey.design.weight and not survey.design.margins:
        raise SurveyError(
            "A total needs weights that add up to the population; none is declared. Name the "
            "weight column, or rake to known counts.")
    if is_number(survey.codebook, name=of):
        return _numbers(survey, of=of, scope=scope, total=True)
    return _people(survey, of=of, scope=scope)


def share_estimate(
    mean: Mean, *, survey: Survey, interval: str, names: tuple[str, str, str, str, str], count: int,
) -> Estimate:
    """A share with the interval of the method asked for.

    Parameters
    ----------
    mean : Mean
        Mean of its column of zeros and ones.
    survey : Survey
        Gives the sampling class.
    interval : str
        Interval method.
    names : tuple of str
        Statistic, code, label, group and label of the group.
    count : int
        Respondents who gave the answer.
    """
    error, reason = None, _no_error(mean, survey)
    if not reason and mean.se is not None and mean.df is not None:
        low, high, method = interval_by_method(
            ShareError(mean.value, mean.se, mean.df, mean.base_n), method=interval)
        error, reason = _uncertainty(mean, low=low, high=high, method=method)
    return Estimate(*names, value_of(mean), count, mean.base_n, mean.weighted_n, error, reason)


def number_estimate(
    mean: Mean, *, survey: Survey, names: tuple[str, str, str, str, str], count: int,
) -> Estimate:
    """A mean, total or net with its t interval; ``count`` respondents are in its base."""
    error, reason = None, _no_error(mean, survey)
    if not reason and mean.se is not None and mean.df is not None:
        half = quantile(mean.df) * mean.se if mean.df > 0 else float("nan")
        error, reason = _uncertainty(
            mean, low=mean.value - half, high=mean.value + half, method="t")
    return Estimate(*names, value_of(mean), count, mean.base_n, mean.weighted_n, error, reason)


def value_of(mean: Mean) -> float | None:
    """The value, None where nobody is in the base."""
    return mean.value if mean.base_n and isfinite(mean.value) else None


def _no_error(mean: Mean, survey: Survey) -> str:
    permission = permission_of(survey.design.sampling)
    if not permission.inference:
        return permission.why
    return "" if mean.base_n else NOTHING_TO_ESTIMATE


def _uncertainty(
    mean: Mean, *, low: float, high: float, method: str,
) -> tuple[Uncertainty | None, str]:
    if mean.se is None or mean.df is None or not isfinite(low) or not isfinite(high):
        return None, ("The base lies in too few clusters for a standard error (no degrees of "
                      "freedom left).")
    effect = mean.design_effect if mean.design_effect and isfinite(mean.design_effect) else None
    return Uncertainty(mean.se, low, high, method, mean.df, effect,
                       mean.base_n / effect if effect else None), ""


def _people(survey: Survey, *, of: str, scope: Scope) -> UnreleasedEstimates:
    """Totals of people by answer and group."""
    answers, domains, inside = read_domains(survey, of=of, scope=scope)
    cells = [(f"{place}:{one.code}", one, domain)
             for place, domain in enumerate(domains) for one in answers.categories]
    totals = estimate_totals_of(survey, columns={
        key: masked(answers.chosen[one.code], mask=answers.valid & domain.mask)
        for key, one, domain in cells})
    used = answers.valid & (totals.bound.weight > 0)
    estimates = tuple(number_estimate(
        totals.found[key], survey=survey,
        names=("total", one.code, one.label, domain.code, domain.label),
        count=people_in(survey, mask=answers.chosen[one.code] & domain.mask & used))
        for key, one, domain in cells)
    return UnreleasedEstimates(answers.question.name, answers.question.label, estimates,
                               count_missing(answers, among=inside), totals.notes)


def _numbers(survey: Survey, *, of: str, scope: Scope, total: bool) -> UnreleasedEstimates:
    variable = survey.codebook.find(of)
    domains, inside = domains_of(survey, scope=scope)
    if variable.kind == "number":
        column = survey.read(variable.column)[variable.column].fill_nan(None)
        missing = {"no_answer": int((column.is_null() & inside).sum())}
    elif variable.kind == "ordinal":
        answers = read_answers(find_question(survey.codebook, name=of, keep=scope.keep),
                               frame=survey.read(variable.column))
        column, missing = ranks(answers), count_missing(answers, among=inside)
    else:
        raise SurveyError(
            f"Column {variable.name!r} holds {variable.kind} answers. A mean needs numbers or "
            "ordered answers; ask for its shares instead.")
    columns = {one.code: masked(column, mask=one.mask) for one in domains}
    means = (estimate_totals_of if total else estimate_means_of)(survey, columns=columns)
    statistic = "total" if total else "mean"
    estimates = tuple(
        number_estimate(means.found[one.code], survey=survey, count=people_in(
            survey, mask=columns[one.code].is_not_null() & (means.bound.weight > 0)),
            names=(statistic, "", "", one.code, one.label)) for one in domains)
    return UnreleasedEstimates(variable.name, variable.label, estimates, missing, means.notes)
