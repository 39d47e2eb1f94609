"""Means and totals of a number, by group, before and after the gate.

Decided: any number is held to dominance and p% like money, one with negative values by their
magnitudes, because an income of one respondent can be most of a sum whatever its column is called.
A group in which all but a few have the same number is withheld, as a group of one answer is; of two
or three different numbers mean and standard error tell how many have each, so none may be of few.
A total is shown only where weights or known margins say of what population it is. The rows
without a number are no part of the table, as those without an answer are no part of a question's;
the release log is told so by the number's own ranks.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
import polars as pl

from analysis.disclosure import Cells, Dimension, Released, Unit, Value
from analysis.disclosure.filters import Spans
from analysis.disclosure.log import Spec
from analysis.errors import SurveyError
from analysis.surveys.codebook import Variable
from analysis.surveys.crosstab_cells import LOW_BASE, TOTAL
from analysis.surveys.estimates import Estimate, number_estimate
from analysis.surveys.filters import resolve_filter
from analysis.surveys.gate_parts import asked_of, designed, dimension_of, only_answered
from analysis.surveys.means import Means, estimate_means_of, estimate_totals_of
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.questions import Answers, find_question, read_answers
from analysis.surveys.sampling import permission_of, require_means
from analysis.surveys.scope import heaviest_of, masked, respondents_of, rows_in_filter
from analysis.surveys.survey import Survey
from analysis.surveys.told_gate import FEW_NUMBERS
from analysis.surveys.where import EVERYBODY, Filter, parse_filter

PREFIX = "mean_"
ERRORS = ("se", "low", "high", "design_effect", "effective_n")
ANSWERED = "answered"
TOTALS = ("sum", "sum_se", "sum_low", "sum_high")
NO_TOTAL = ("No totals: they need weights or known margins that say of what population. Declare "
            "them on the page Your data.")


@dataclass(frozen=True)
class MeanRequest:
    """A number to be averaged: its column, the question whose answers are the groups, a filter."""

    of: str
    by: str = ""
    where: str | Filter = EVERYBODY


@dataclass(frozen=True)
class UnreleasedMeans:
    """Means before the gate; ``frame`` is never shown as it is."""

    frame: pd.DataFrame
    variable: Variable
    groups: Answers | None
    resolved: Filter
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """Shows no figure."""
        return f"UnreleasedMeans({self.variable.name!r})"


@dataclass(frozen=True)
class ReleasedMeans:
    """Means and totals as they may be seen.

    Parameters
    ----------
    released : Released
        One row a group, the last all of them: ``group_code``, ``group_label``, ``group_total``,
        ``respondents``, ``weighted_n``, ``mean`` (the number's own unit), ``se``, ``low``,
        ``high``, ``design_effect``, ``effective_n``, ``low_base``; ``sum``, ``sum_se``,
        ``sum_low``, ``sum_high`` of the population.
    name, label, by : str
        The number's column and question; the grouping question, empty for none.
    sampling, why : str
        Sampling class and what it allows.
    notes : tuple of str
        On the design and the base.
    """

    released: Released
    name: str
    label: str
    by: str
    sampling: str
    why: str
    notes: tuple[str, ...]


def estimate_grouped_means(survey: Survey, *, request: MeanRequest) -> UnreleasedMeans:
    """Estimate means and, where there are weights, totals of a number by group.

    Raises
    ------
    CodebookError, SurveyError
        If a name or filter does not exist, the column holds no numbers, or the sampling class
        allows shares only.
    """
    require_means(survey.design.sampling, what="A mean")
    return _estimate(survey, request)


def _estimate(survey: Survey, request: MeanRequest) -> UnreleasedMeans:
    """The means whatever the sampling class, for a table of before has to be made again."""
    variable = survey.codebook.find(request.of)
    if variable.kind != "number":
        raise SurveyError(f"Column {variable.name!r} holds {variable.kind} answers, of which there "
                          "is no mean. Name a column of numbers, or look at its shares.")
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    number = survey.read(variable.column)[variable.column].fill_nan(None)
    base = rows_in_filter(survey, where=given) & number.is_not_null()
    groups = None
    if request.by:
        question = find_question(survey.codebook, name=request.by)
        groups = read_answers(question, frame=survey.read(*question.columns))
        base = base & groups.valid
    masks = {one.code: groups.chosen[one.code] & base for one in groups.categories} \
        if groups else {}
    masks[TOTAL] = base
    columns = {code: masked(number, mask=mask) for code, mask in masks.items()}
    means = estimate_means_of(survey, columns=columns)
    weighted = bool(survey.design.weight or survey.design.margins)
    totals = estimate_totals_of(survey, columns=columns) if weighted else None
    labels = {one.code: one.label for one in groups.categories} if groups else {}
    rows = [_row(survey, (code, labels.get(code, "All")), number=columns[code],
                 found=(means, totals)) | _rest(survey, masked(number, mask=base & ~masks[code]),
                                                means) for code in masks]
    return UnreleasedMeans(
        pd.DataFrame.from_records(rows), variable, groups,
        resolve_filter(given, codebook=survey.codebook),
        (*means.notes, *([] if weighted else [NO_TOTAL])))


def means_cells(found: UnreleasedMeans, *, ordinals: Ordinals) -> Cells:
    """The private means, as the gate takes them."""
    column, groups = found.variable.column, found.groups
    design = designed({"group_code": groups.question.key.split("+")[0]} if groups else {},
                      survey=ordinals.survey)
    dimensions = () if groups is None else (dimension_of(
        "group_code", codes=tuple(one.code for one in groups.categories),
        first=groups.question.columns[0], multiple=groups.question.multiple, ordinals=ordinals),)
    negative = bool((found.frame["least"] < 0).any())
    held = {"weighted_n": "heaviest", "magnitude" if negative else "mean": "largest"}
    overlap = groups is not None and groups.question.multiple
    if overlap:
        held["rest_held"] = "rest_largest"
    unit = Unit("respondents", "respondents", largest=held, two_largest={
        name: one.replace("largest", "two_largest").replace("heaviest", "two_heaviest")
        for name, one in held.items()})
    mean = Value("mean", "mean" if negative else "money_mean", of="weighted_n", support="apart")
    frame = found.frame.assign(**{ANSWERED: "1"})
    if overlap:
        frame["apart"] = frame[["apart", "rest_apart"]].min(axis=1)
    return Cells(
        frame, dimensions=(*dimensions, *_answered(column, ordinals)), units=(unit,),
        values=(Value("respondents", "count"), Value("weighted_n", "weighted"), mean,
                *([Value("magnitude", "money", shown=False)] if negative else []),
                *([Value("rest_held", "gini", of="rest", shown=False)] if overlap else []),
                *(Value(name, "ratio", design=design) for name in (*ERRORS, *TOTALS))),
        labels=("group_label", "group_total", *(() if dimensions else ("group_code",))),
        marks=("low_base",),
        filter=only_answered(
            ordinals.narrowed(found.resolved), *([groups.question] if groups else []),
            ordinals=ordinals))


def means_again(spec: Spec, *, survey: Survey, ordinals: Ordinals) -> Cells:
    """The private cells of means that were released before."""
    column = spec.measure.removeprefix(PREFIX)
    groups = [one for one in spec.dimensions if one != (column, (_numbers(column, ordinals),))]
    by = asked_of(groups[0], ordinals=ordinals)[0] if groups else ""
    request = MeanRequest(column, by, ordinals.as_filter(spec.filter))
    return means_cells(_estimate(survey, request), ordinals=ordinals)


def _answered(column: str, ordinals: Ordinals) -> tuple[Dimension, ...]:
    """Who gave a number, as a dimension of one code, where some gave none; else nothing."""
    every = _numbers(column, ordinals)
    if not ordinals.leaves_out(column, every):
        return ()
    return (Dimension(ANSWERED, ("1",), TOTAL, spans=(every,), log_name=column, attribute=False,
                      leaves_out=True),)


def _numbers(column: str, ordinals: Ordinals) -> Spans:
    return ((1, max(1, len(ordinals.keys(column)))),)


def readable_means(
    survey: Survey, found: UnreleasedMeans, *, released: Released,
) -> ReleasedMeans:
    """The released means with what else may be said of them."""
    permission = permission_of(survey.design.sampling)
    notes = list(found.notes)
    if found.groups is not None and found.groups.question.multiple:
        notes.append(f"Several answers to {found.groups.question.name!r} were possible, so the "
                     "groups overlap.")
    return ReleasedMeans(
        released.derive(lambda frame: frame.drop(columns=ANSWERED, errors="ignore")),
        found.variable.name, found.variable.label,
        found.groups.question.label if found.groups else "", permission.sampling,
        permission.why, tuple(notes))


def _row(
    survey: Survey, names: tuple[str, str], *, number: pl.Series,
    found: tuple[Means, Means | None],
) -> dict[str, object]:
    code, label = names
    means, totals = found
    used = number.is_not_null() & (means.bound.weight > 0)
    mean = means.found[code]
    one = number_estimate(mean, survey=survey, names=("mean", "", "", code, label), count=0)
    return {
        "group_code": code, "group_label": label, "group_total": code == TOTAL,
        "respondents": int(respondents_of(survey).filter(used).n_unique()),
        "weighted_n": mean.weighted_n, "mean": nan if one.value is None else one.value,
        "low_base": mean.base_n < LOW_BASE, **_errors(one, names=ERRORS),
        **_totals(survey, totals, code=code), **_contributions(survey, number, means, used)}


def _errors(one: Estimate, *, names: tuple[str, ...]) -> dict[str, float]:
    error = one.uncertainty
    if error is None:
        return dict.fromkeys(names, nan)
    found = (error.se, error.low, error.high, error.design_effect or nan, error.effective_n or nan)
    return dict(zip(names, found, strict=False))


def _totals(survey: Survey, totals: Means | None, *, code: str) -> dict[str, float]:
    if totals is None:
        return dict.fromkeys(TOTALS, nan)
    one = number_estimate(
        totals.found[code], survey=survey, names=("total", "", "", code, ""), count=0)
    return {"sum": nan if one.value is None else one.value, **_errors(one, names=TOTALS[1:])}


def _contributions(
    survey: Survey, number: pl.Series, means: Means, used: pl.Series,
) -> dict[str, float]:
    """What the gate asks: largest weighted contributions, least number, who differs."""
    frame = pl.DataFrame({
        "who": respondents_of(survey), "number": number, "weight": means.bound.weight,
    }).filter(used)
    if frame.is_empty():
        return {"magnitude": 0.0, "largest": 0.0, "two_largest": 0.0, "least": 0.0, "apart": 0,
                "heaviest": 0.0, "two_heaviest": 0.0}
    each = frame.group_by("who").agg(
        part=(pl.col("number").abs() * pl.col("weight")).sum())["part"]
    top = np.sort(each.to_numpy())[::-1]
    return {"magnitude": float(each.sum()), "largest": float(top[0]),
            "two_largest": float(top[:2].sum()), "least": float(frame["number"].min()),  # type: ignore[arg-type]
            "apart": _apart(frame), **heaviest_of(frame["who"], weight=frame["weight"])}


def _rest(survey: Survey, number: pl.Series, means: Means) -> dict[str, float]:
    """What those outside a group have, whom a reader gets by taking the group from all."""
    used = number.is_not_null() & (means.bound.weight > 0)
    found = _contributions(survey, number, means, used)
    return {"rest": found["magnitude"], "rest_held": 0.0, "rest_largest": found["largest"],
            "rest_two_largest": found["two_largest"],
            "rest_apart": found["apart"] if used.any() else len(used)}


def _apart(frame: pl.DataFrame) -> int:
    """Respondents who differ from the commonest number, or of few numbers those with the rarest."""
    people = frame.group_by("number").agg(pl.col("who").n_unique())["who"]
    if 1 < len(people) <= FEW_NUMBERS:
        return int(people.min())  # type: ignore[arg-type]
    commonest = frame["number"].mode().sort()[0]
    return int(frame.filter(pl.col("number") != commonest)["who"].n_unique())
