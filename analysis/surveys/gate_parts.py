"""What tables of a survey share before the gate: who is protected, how a question is named.

Decided: the protected unit is the respondent. A question is a dimension by its column and ordinals,
so that tables of it under any name, in any visit, are known to be of one thing. That a question
leaves nobody out is taken for known, so that tables of different questions are set against each
other. Kinds of missing answers that were kept as answers are found again from the ordinals alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import polars as pl

from analysis.disclosure import Dimension, Unit, codes
from analysis.disclosure.filters import Filter as Narrowed
from analysis.disclosure.filters import Spans, tidy
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.ordinals import VALID, Ordinals
from analysis.surveys.questions import KEEPABLE, Question
from analysis.surveys.scope import respondents_of
from analysis.surveys.survey import Survey

RESPONDENTS = (Unit("respondents", "respondents"),)
WEIGHED = (Unit("respondents", "respondents", largest={"weighted_n": "heaviest"},
                two_largest={"weighted_n": "two_heaviest"}),)
"""Respondents of a table with sums of weights: a weight may be an amount, and one may be most."""
MULTIPLE = "m_"
"""Before the first column of a question of several answers, in the log."""


def dimension_of(
    column: str, *, codes: tuple[str, ...], first: str, multiple: bool, ordinals: Ordinals,
) -> Dimension:
    """A question as a dimension of a table.

    Parameters
    ----------
    column : str
        Column of the table's frame that holds the codes.
    codes : tuple of str
        Answers in order.
    first : str
        The question's column (``c003``), or the first of its flags.
    multiple : bool
        Whether several answers were possible.
    ordinals : Ordinals
        Of the survey.
    """
    if multiple:
        return Dimension(column, codes, TOTAL, adds=False, log_name=MULTIPLE + first)
    spans, name = ordinals.spans_of(first, codes), ordinals.name_of(first)
    return Dimension(column, codes, TOTAL, spans=spans, log_name=name,
                     leaves_out=ordinals.leaves_out(name, tidy(one for part in spans
                                                               for one in part)))


def only_answered(
    narrowed: Narrowed, *questions: Question, ordinals: Ordinals,
) -> Narrowed:
    """A filter in ordinals, narrowed to those who answered each question of several answers.

    A question of one answer says by its codes whom its table leaves out; the flags do not, and
    without this the base of such a table would be taken for everybody.
    """
    for one in questions:
        column, answered = VALID + one.columns[0], codes([1])
        if one.multiple and ordinals.leaves_out(column, answered):
            narrowed = narrowed.within({column: answered})
    return narrowed


def asked_of(
    dimension: tuple[str, tuple[Spans, ...]], *, ordinals: Ordinals,
) -> tuple[str, tuple[str, ...]]:
    """The question behind a dimension of the log, and the missing kinds it counted as answers."""
    name, parts = dimension
    variable = ordinals.survey.codebook.find(name.removeprefix(MULTIPLE))
    if name.startswith(MULTIPLE):
        return variable.group, ()
    if variable.kind == "number":
        return ordinals.groups_of(name), ()
    keys = ordinals.keys(name).to_list()
    missing = {one.code: one.missing for one in variable.values}
    keep = {missing.get(keys[low - 1], "") for ((low, _),) in parts}
    return name, tuple(kind for kind in KEEPABLE if kind in keep)


def designed(dimensions: Mapping[str, str], *, survey: Survey) -> tuple[str, ...]:
    """The dimensions whose question (its first column) is the stratum or cluster of the design."""
    drawn = {survey.design.strata, survey.design.cluster} - {""}
    return tuple(name for name, first in dimensions.items() if first in drawn)


def people_of(survey: Survey) -> np.ndarray:
    """Who filled each row, as numbers, whatever its weight."""
    found = respondents_of(survey).to_list()
    return np.asarray(pd.factorize(pd.Series(found, dtype="object"), use_na_sentinel=False)[0])


def weighted_spans(survey: Survey, *, ordinals: Ordinals) -> dict[str, Spans]:
    """The ordinals of the weights above 0, where rows of weight 0 are in no table; else nothing."""
    column = survey.design.weight
    if not column or weighted_rows(survey).all():
        return {}
    above = np.flatnonzero((ordinals.keys(column) > 0).to_numpy()) + 1
    return {column: codes(above.tolist())}


def weighted_rows(survey: Survey) -> pl.Series:
    """Whether each row has a weight above 0, so that it is in a base."""
    if not survey.design.weight:
        return pl.repeat(True, survey.codebook.rows, eager=True)
    return survey.read(survey.design.weight)[survey.design.weight].fill_null(0) > 0
