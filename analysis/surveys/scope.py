"""Who an estimate is about: the filter, the groups, and what counts as an answer.

Decided: a group is a domain, a mask over all rows of the survey; no row is ever dropped, because
the standard error needs the whole design.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.surveys.filters import filter_columns, filter_mask, resolve_filter
from analysis.surveys.questions import Answers, find_question, read_answers
from analysis.surveys.survey import Survey
from analysis.surveys.where import EVERYBODY, Filter, parse_filter


@dataclass(frozen=True)
class Scope:
    """Who an estimate is about, and how its interval is made.

    Parameters
    ----------
    where : str or Filter
        Filter; empty means everybody.
    by : str
        A question whose answers are the groups; empty means no groups.
    keep : tuple of str
        Kinds of missing answers that count as answers (``dont_know``, …).
    interval : str
        ``logit``, ``wilson`` or ``exact``, for shares.
    """

    where: str | Filter = EVERYBODY
    by: str = ""
    keep: tuple[str, ...] = ()
    interval: str = "logit"


WHOLE = Scope()


@dataclass(frozen=True)
class Domain:
    """One group an estimate is about: code, label, and whether each row is in it."""

    code: str
    label: str
    mask: pl.Series


def read_domains(
    survey: Survey, *, of: str, scope: Scope,
) -> tuple[Answers, tuple[Domain, ...], pl.Series]:
    """Answers to a question, the groups of a scope, and who is in the filter at all."""
    question = find_question(survey.codebook, name=of, keep=scope.keep)
    domains, inside = domains_of(survey, scope=scope)
    return read_answers(question, frame=survey.read(*question.columns)), domains, inside


def domains_of(survey: Survey, *, scope: Scope) -> tuple[tuple[Domain, ...], pl.Series]:
    """The groups of a scope within its filter, and who is in the filter."""
    inside = rows_in_filter(survey, where=scope.where)
    if not scope.by:
        return (Domain("", "", inside),), inside
    question = find_question(survey.codebook, name=scope.by)
    groups = read_answers(question, frame=survey.read(*question.columns))
    return tuple(Domain(one.code, one.label, groups.chosen[one.code] & groups.valid & inside)
                 for one in groups.categories), inside


def rows_in_filter(survey: Survey, *, where: str | Filter) -> pl.Series:
    """True for the rows of the survey that meet a filter."""
    given = parse_filter(where) if isinstance(where, str) else where
    resolved = resolve_filter(given, codebook=survey.codebook)
    frame = survey.read(*filter_columns(resolved))
    return filter_mask(resolved, codebook=survey.codebook, frame=frame)


def respondents_of(survey: Survey) -> pl.Series:
    """Who filled each row: the respondent column where one is declared, else each row its own."""
    column = survey.design.respondent
    if not column:
        return pl.int_range(0, survey.codebook.rows, eager=True)
    return survey.read(column)[column]


def count_respondents(survey: Survey, *, where: str | Filter) -> int:
    """Distinct respondents who meet a filter, whatever their weight; for the disclosure gate."""
    return people_in(survey, mask=rows_in_filter(survey, where=where))


def people_in(survey: Survey, *, mask: pl.Series) -> int:
    """Distinct respondents among the rows where ``mask`` is true."""
    return int(respondents_of(survey).filter(mask).n_unique())


def heaviest_of(people: pl.Series, *, weight: pl.Series) -> dict[str, float]:
    """The weight of the heaviest of some people, and of the two heaviest, for the disclosure gate.

    Parameters
    ----------
    people, weight : polars.Series
        Who filled each row, and the row's weight in the estimate.

    Returns
    -------
    dict
        ``heaviest`` and ``two_heaviest``; 0 of nobody.
    """
    each = pl.DataFrame({"who": people, "weight": weight})
    if not people.is_unique().all():
        each = each.group_by("who").agg(pl.col("weight").sum())
    top = each["weight"].top_k(2)
    return {"heaviest": float(top[:1].sum()), "two_heaviest": float(top.sum())}


def masked(column: pl.Series, *, mask: pl.Series) -> pl.Series:
    """The column where the mask is true, empty elsewhere."""
    return pl.DataFrame({"column": column, "mask": mask}).select(
        kept=pl.when("mask").then("column"))["kept"]
