"""Differences between groups, tests of a table; probability samples only.

Decided: the difference of two groups of one sample uses their covariance (groups share clusters),
from svy's contrasts. Intervals are 95% each, not corrected; p-values are two-sided, from the t
distribution, and corrected over all comparisons of one call by Holm's method, which holds whatever
their dependence. The test of a table is Rao and Scott's second-order correction of Pearson's
chi-squared, with F.

References: Holm, S. (1979), Scand. J. Statist. 6, 65-70; Rao, J. N. K. and Scott, A. J. (1984),
doi:10.1214/aos/1176346391.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import isfinite, nan

import polars as pl
import svy
from scipy.special import stdtr

from analysis.errors import SurveyError
from analysis.surveys.questions import Answers, find_question, is_number, read_answers
from analysis.surveys.sample import BoundSample, bind_sample, svy_errors
from analysis.surveys.sampling import require_inference
from analysis.surveys.scope import WHOLE, Scope, masked, rows_in_filter
from analysis.surveys.share_interval import quantile
from analysis.surveys.survey import Survey

CORRECTION = "Holm, over all comparisons made together"


@dataclass(frozen=True)
class Difference:
    """Second group (or wave) less the first.

    Parameters
    ----------
    code, label : str
        Answer it is about; empty for a mean.
    first, second : str
        Codes of the groups, or ``first`` and ``second`` for waves.
    value, se, low, high : float
        In shares (0-1) or the unit of the mean; the interval is 95%, uncorrected.
    df : float
        Degrees of freedom.
    p_value, p_corrected : float
        Two-sided; the second corrected by Holm over all differences returned together.
    """

    code: str
    label: str
    first: str
    second: str
    value: float
    se: float
    low: float
    high: float
    df: float
    p_value: float
    p_corrected: float


@dataclass(frozen=True)
class TableTest:
    """Rao-Scott test that two questions have nothing to do with each other.

    Parameters
    ----------
    statistic, df, df_design, p_value : float
        F, its two degrees of freedom, and the p-value.
    chi_squared : float
        Pearson's statistic that was corrected.
    base_n : int
        Respondents with a valid answer to both.
    """

    statistic: float
    df: float
    df_design: float
    p_value: float
    chi_squared: float
    base_n: int


def estimate_differences(survey: Survey, *, of: str, scope: Scope) -> tuple[Difference, ...]:
    """Differences between all pairs of the groups of ``scope.by``.

    Of shares, each answer apart; of the mean where ``of`` is a column of numbers.

    Raises
    ------
    SurveyError
        If this is no probability sample, or the groups overlap (several answers possible).
    """
    require_inference(survey.design.sampling, what="A difference between groups")
    if not scope.by:
        raise SurveyError("A difference needs groups. Name the column whose answers they are.")
    columns = find_question(survey.codebook, name=scope.by)
    if columns.multiple:
        raise SurveyError(
            f"Groups by {columns.name!r} overlap, because several answers were possible; compare "
            "groups of a question with one answer.")
    groups = read_answers(columns, frame=survey.read(*columns.columns))
    inside = rows_in_filter(survey, where=scope.where)
    if is_number(survey.codebook, name=of):
        column = survey.codebook.find(of).column
        numbers = survey.read(column)[column].fill_nan(None)
        return _between(survey, values=[("", "", masked(numbers, mask=inside))], groups=groups)
    rows = find_question(survey.codebook, name=of, keep=scope.keep)
    answers = read_answers(rows, frame=survey.read(*rows.columns))
    return differences_of(survey, answers=answers, groups=groups, inside=inside)


def differences_of(
    survey: Survey, *, answers: Answers, groups: Answers, inside: pl.Series,
    at_least: int = 2,
) -> tuple[Difference, ...]:
    """Differences between all pairs of groups with a base of ``at_least``, for every answer.

    Degrees of freedom are those of all groups together.
    """
    base = answers.valid & inside
    values = [(one.code, one.label, masked(answers.chosen[one.code], mask=base).cast(pl.Int8))
              for one in answers.categories]
    return _between(survey, values=values, groups=groups, at_least=at_least)


def estimate_table_test(
    survey: Survey, *, rows: str, columns: str, scope: Scope = WHOLE,
) -> TableTest:
    """Rao-Scott test of a table of two questions.

    Raises
    ------
    SurveyError
        If this is no probability sample, a question has several answers, or the table is not at
        least two by two.
    """
    require_inference(survey.design.sampling, what="A test of a table")
    read = []
    for name in (rows, columns):
        question = find_question(survey.codebook, name=name, keep=scope.keep)
        if question.multiple:
            raise SurveyError(f"Several answers to {question.name!r} were possible, so its table "
                              "has no chi-squared test. Test its answers one by one.")
        read.append(read_answers(question, frame=survey.read(*question.columns)))
    inside = rows_in_filter(survey, where=scope.where)
    return table_test_of(survey, rows=read[0], columns=read[1], inside=inside)


def table_test_of(
    survey: Survey, *, rows: Answers, columns: Answers, inside: pl.Series,
) -> TableTest:
    """Rao-Scott test of answers that were read already."""
    base = rows.valid & columns.valid & inside
    codes = {name: masked(group_codes(one), mask=base)
             for name, one in (("rows", rows), ("columns", columns))}
    bound = bind_sample(survey, columns=codes)
    used = base & (bound.weight > 0)
    if not used.equals(base):  # rows of weight 0 would be counted as degrees of freedom
        codes = {name: masked(one, mask=used) for name, one in codes.items()}
        bound = bind_sample(survey, columns=codes)
    if any(one.filter(used).n_unique() < 2 for one in codes.values()):
        raise SurveyError("A test of a table needs at least two rows and two columns with answers.")
    with svy_errors():
        stats = bound.sample.categorical.tabulate(
            "rows", "columns", method=bound.method, drop_nulls=True,
            where=svy.col("rows").is_not_null() & svy.col("columns").is_not_null()).stats
    if stats is None or stats.f is None or stats.chisq is None:
        raise SurveyError("This table has no Rao-Scott test: too few clusters lie in it.")
    return TableTest(float(stats.f.value), float(stats.f.df_num), float(stats.f.df_den),
                     float(stats.f.p_value), float(stats.chisq.value), int(used.sum()))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction; values that are no numbers stay so and are not counted."""
    known = sorted((p, place) for place, p in enumerate(p_values) if isfinite(p))
    corrected = [nan] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        corrected[place] = highest
    return corrected


def correct(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """The differences with their p-values corrected together."""
    corrected = holm([one.p_value for one in differences])
    return tuple(replace(one, p_corrected=p) for one, p in zip(differences, corrected, strict=True))


def group_codes(answers: Answers) -> pl.Series:
    """The code of each row's answer to a question of one answer; empty where it is missing."""
    frame = pl.DataFrame({"valid": answers.valid, **{
        f"g{place}": answers.chosen[one.code] for place, one in enumerate(answers.categories)}})
    if not answers.categories:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    return frame.select(code=pl.coalesce(
        *(pl.when(pl.col(f"g{place}")).then(pl.lit(one.code))
          for place, one in enumerate(answers.categories))))["code"]


def _between(
    survey: Survey, *, values: list[tuple[str, str, pl.Series]], groups: Answers,
    at_least: int = 2,
) -> tuple[Difference, ...]:
    """Pairs of groups for several columns (code, label, values empty outside the base)."""
    columns = {f"y{place}": masked(one[2], mask=groups.valid) for place, one in enumerate(values)}
    if not columns:
        return ()
    base = columns["y0"].is_not_null()
    bound = bind_sample(
        survey, columns={**columns, "groups": masked(group_codes(groups), mask=base)})
    sizes = {one.code: int((groups.chosen[one.code] & base & (bound.weight > 0)).sum())
             for one in groups.categories}
    codes = [code for code, size in sizes.items() if size >= at_least]
    if len(codes) < 2:
        return ()
    return correct([one for place, (code, label, _) in enumerate(values)
                    for one in _pairs(bound, column=f"y{place}", codes=codes, names=(code, label))])


def _pairs(
    bound: BoundSample, *, column: str, codes: list[str], names: tuple[str, str],
) -> list[Difference]:
    """All pairs of groups for one answer: contrasts of the group means with their covariance."""
    with svy_errors():
        means, whole = (
            bound.sample.estimation.mean([column], by=by, method=bound.method, drop_nulls=True)
            for by in ("groups", None))
        assert isinstance(means, list)
        assert isinstance(whole, list)
        pairs = list(combinations(codes, 2))
        contrasts = means[0].contrast({
            f"p{place}": svy.estd(second) - svy.estd(first)
            for place, (first, second) in enumerate(pairs)}).to_polars()
    df = float(whole[0].to_polars()["df"][0])
    rows = {row["contrast"]: row for row in contrasts.iter_rows(named=True)}
    return [difference_of(rows[f"p{place}"]["est"], se=rows[f"p{place}"]["se"], df=df,
                        names=(*names, first, second))
            for place, (first, second) in enumerate(pairs)]


def difference_of(
    value: float, *, se: float, df: float, names: tuple[str, str, str, str],
) -> Difference:
    """A difference with its t interval and p-value; names are code, label, first, second."""
    if not df > 0 or not isfinite(se) or se <= 0:
        return Difference(*names, value, se, nan, nan, df, nan, nan)
    half = quantile(df) * se
    p_value = float(2 * stdtr(df, -abs(value) / se))
    return Difference(*names, value, se, value - half, value + half, df, p_value, nan)


def p_words(p: float) -> str:
    """A p-value as it is written: ``p = 0.031``, ``p < 0.001``."""
    return f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
