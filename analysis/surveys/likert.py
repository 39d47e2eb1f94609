"""Ordered answers: shares in their order, net (top less bottom) with its error, mean of ranks.

Decided: the net is one estimate, not two: the mean of +1 for a top answer, -1 for a bottom one and
0 between, so its standard error has the covariance of both shares in it. The mean of ranks treats
the steps between answers as equal, which nobody asked the respondents; it is given only on request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis.errors import SurveyError
from analysis.surveys.codebook import Value
from analysis.surveys.estimates import (
    Estimate,
    UnreleasedEstimates,
    estimate_means,
    estimate_shares,
    number_estimate,
)
from analysis.surveys.means import estimate_means_of
from analysis.surveys.questions import Answers
from analysis.surveys.scope import WHOLE, Scope, masked, people_in, read_domains
from analysis.surveys.survey import Survey


@dataclass(frozen=True)
class UnreleasedLikert:
    """Ordered shares, nets and (on request) means of ranks, by group; before the disclosure gate.

    Parameters
    ----------
    shares : UnreleasedEstimates
        Shares in the order of the answers.
    nets : tuple of Estimate
        Net of each group, -1 to 1.
    means : tuple of Estimate
        Means of ranks 1, 2, …; empty unless asked for.
    top, bottom : tuple of str
        Codes that the net is made of.
    """

    shares: UnreleasedEstimates
    nets: tuple[Estimate, ...]
    means: tuple[Estimate, ...]
    top: tuple[str, ...]
    bottom: tuple[str, ...]


def estimate_likert(
    survey: Survey, *, of: str, scope: Scope = WHOLE, net: int = 0, means: bool = False,
) -> UnreleasedLikert:
    """Shares, net and mean of an ordinal question.

    Parameters
    ----------
    survey : Survey
        The survey.
    of : str
        An ordinal column, its codes low to high.
    scope : Scope
        Filter, groups, interval method. Kept missing kinds have no place in the order and no part
        in the net's ends, but are in its base.
    net : int
        How many answers at each end make the net; 0 takes half of them, a middle one left out.
    means : bool
        Whether to give means of ranks.

    Raises
    ------
    SurveyError
        If the column is not ordinal, or the ends would meet.
    """
    variable = survey.codebook.find(of)
    if variable.kind != "ordinal":
        raise SurveyError(f"Column {variable.name!r} is {variable.kind}, its answers have no "
                          "order. Declare it ordinal at intake, or ask for its shares.")
    answers, domains, _ = read_domains(survey, of=of, scope=scope)
    bottom, top = ends_of(answers.categories, net=net)
    score = score_of(answers, top=top, bottom=bottom)
    means_of = estimate_means_of(survey, columns={
        one.code: masked(score, mask=answers.valid & one.mask) for one in domains})
    used = means_of.bound.weight > 0
    nets = tuple(number_estimate(
        means_of.found[one.code], survey=survey, names=("net", "", "", one.code, one.label),
        count=people_in(survey, mask=answers.valid & one.mask & used)) for one in domains)
    ranked = estimate_means(survey, of=of, scope=scope).estimates if means else ()
    return UnreleasedLikert(estimate_shares(survey, of=of, scope=scope), nets, ranked, top, bottom)


def ends_of(answers: Sequence[Value], *, net: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes at the low and at the high end of ordered answers; ``net`` each, 0 for half of them.

    Raises
    ------
    SurveyError
        If the ends would meet.
    """
    codes = [one.code for one in answers if not one.missing]
    size = net or len(codes) // 2
    if size < 1 or 2 * size > len(codes):
        raise SurveyError(
            f"A net of {net} answers at each end was asked for, of {len(codes)} answers in all. "
            f"Give a number from 1 to {max(1, len(codes) // 2)}.")
    return tuple(codes[:size]), tuple(codes[-size:])


def score_of(answers: Answers, *, top: tuple[str, ...], bottom: tuple[str, ...]) -> pl.Series:
    """+1 for an answer of the top, -1 for one of the bottom, 0 else; its mean is the net."""
    score = pl.repeat(0.0, len(answers.valid), eager=True)
    for code in top:
        score = score + answers.chosen[code].cast(pl.Float64)
    for code in bottom:
        score = score - answers.chosen[code].cast(pl.Float64)
    return score
