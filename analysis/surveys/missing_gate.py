"""Who gave no answer to a question, by kind, before the gate: refused, don't know, not asked.

Decided: the kinds are a table of their own in ordinals of the question's column, so that it and the
table of the answers are checked together: a kind of three people stays hidden in both. Where fewer
than the minimum gave no answer at all, no kind is told. Of a
question of several answers the kind is that of the row: answered where any flag is valid.
"""

from __future__ import annotations

import pandas as pd

from analysis.disclosure import Cells, Dimension, Value, codes
from analysis.disclosure.filters import Spans, tidy
from analysis.disclosure.log import Spec
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.filters import resolve_filter
from analysis.surveys.gate_parts import RESPONDENTS, weighted_rows
from analysis.surveys.ordinals import ANSWERED, KINDS, VALID, Ordinals
from analysis.surveys.questions import NO_ANSWER, Question, find_question, read_answers
from analysis.surveys.scope import respondents_of, rows_in_filter
from analysis.surveys.survey import Survey
from analysis.surveys.where import Filter

MISSING = "missing"
WORDS = {ANSWERED: "Answered", "refused": "Refused", "dont_know": "Don't know",
         "not_asked": "Not asked", "other": "Other missing", NO_ANSWER: "No answer"}


def missing_cells(
    survey: Survey, *, of: str, resolved: Filter, ordinals: Ordinals,
) -> Cells:
    """Respondents by kind of missing answer to a question, as the gate takes them.

    Parameters
    ----------
    survey : Survey
        The survey.
    of : str
        A coded column or a multiple-response question.
    resolved : Filter
        In columns ``c001…`` and codes.
    ordinals : Ordinals
        Of the survey.
    """
    question = find_question(survey.codebook, name=of)
    answers = read_answers(question, frame=survey.read(*question.columns))
    inside = rows_in_filter(survey, where=resolved) & weighted_rows(survey)
    people = respondents_of(survey)
    column, spans = _spans(question, ordinals)
    shown = tuple(kind for kind in WORDS if spans[kind])
    said = answers.missing.replace({"": ANSWERED})
    counted = {kind: int(people.filter((said == kind) & inside).n_unique()) for kind in shown}
    counted[TOTAL] = int(people.filter(inside).n_unique())
    frame = pd.DataFrame({
        "kind": list(counted), "label": [WORDS.get(kind, "Everybody") for kind in counted],
        "respondents": list(counted.values())})
    return Cells(
        frame, units=RESPONDENTS, values=(Value("respondents", "count"),), labels=("label",),
        dimensions=(Dimension("kind", shown, TOTAL, attribute=False, log_name=column,
                              spans=tuple(spans[kind] for kind in shown)),),
        filter=ordinals.narrowed(resolved))


def few_are_missing(cells: Cells, *, minimum: int) -> bool:
    """Whether fewer than the minimum gave no answer; nobody is few as well where there is a filter.

    Parameters
    ----------
    cells : Cells
        From :func:`missing_cells`.
    minimum : int
        Least number of respondents in a cell.
    """
    number = dict(zip(cells.frame["kind"], cells.frame["respondents"], strict=True))
    silent = number[TOTAL] - number.get(ANSWERED, 0)
    return bool(silent < minimum and (silent or cells.filter.columns))


def missing_again(spec: Spec, *, survey: Survey, ordinals: Ordinals) -> Cells:
    """The private cells of a table of missing answers that was released before."""
    resolved = resolve_filter(ordinals.as_filter(spec.filter), codebook=survey.codebook)
    variable = survey.codebook.find(spec.dimensions[0][0].removeprefix(VALID))
    if variable.kind == "number":
        variable = survey.codebook.find(ordinals.groups_of(variable.column))
    return missing_cells(survey, of=variable.group or variable.column, resolved=resolved,
                         ordinals=ordinals)


def _spans(question: Question, ordinals: Ordinals) -> tuple[str, dict[str, Spans]]:
    """The column of the log that tells the kinds apart, and which ordinals each kind is."""
    column = question.columns[0]
    if question.multiple:
        return VALID + column, {kind: codes([at]) for at, kind in enumerate(KINDS, 1)}
    kinds = {value.code: value.missing or ANSWERED for value in question.variables[0].values}
    keys = [kinds.get(key, ANSWERED) for key in ordinals.keys(column).to_list()]
    parts = ordinals.spans_of(column, ordinals.keys(column).to_list())
    spans = {kind: tidy(span for part, one in zip(parts, keys, strict=True) if one == kind
                        for span in part) for kind in KINDS}
    return ordinals.name_of(column), spans | {NO_ANSWER: codes([0])}
