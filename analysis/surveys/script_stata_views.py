"""The whole Stata do-file: design, then each figure that was asked for, with Stata's ``svy``.

Decided: one do-file may rebuild several tables of one design (a battery); columns of the one before
are dropped first. Where the sampling class allows no standard error, none is computed. Differences
of means or shares are contrasts of a linear regression on the groups, which is the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.questions import Question
from analysis.surveys.sampling import permission_of
from analysis.surveys.script_r import one_line
from analysis.surveys.script_request import NEEDS, AnyRequest, Parts, parts_of
from analysis.surveys.script_stata import (
    base_stata,
    design_stata,
    questions_stata,
    shown_stata,
    text_stata,
)
from analysis.surveys.survey import Survey

SHARE_OPTION = {"column": "column", "row": "row", "total": "cell"}


def write_stata_script(
    survey: Survey, *, requests: Sequence[AnyRequest], data_file: str,
) -> str:
    """The text of a do-file that gives the figures of some requests.

    Parameters
    ----------
    survey : Survey
        Gives design and codebook.
    requests : sequence of AnyRequest
        What was asked; one or more.
    data_file : str
        Name of the visitor's file as CSV (comma, UTF-8, names in the first row, all columns in
        their order).

    Raises
    ------
    CodebookError, SurveyError
        If a name does not exist, or the replicate weights have scales that Stata cannot be given.
    """
    permission = permission_of(survey.design.sampling)
    asked = [parts_of(survey, one) for one in requests]
    lines = [
        f"* {one_line(asked[0].title)}: written by Double Booked.",
        f"* Sampling: {survey.design.sampling}. {permission.why}",
        *(f"* {line}" for line in NEEDS),
        "version 15",
        f"import delimited using {text_stata(data_file)}, delimiters(\",\") varnames(nonames) ///",
        "    rowrange(2:) stringcols(_all) bindquotes(strict) encoding(\"utf-8\") clear",
        *design_stata(survey, inference=permission.inference)]
    for parts in asked:
        lines += [f"* {one_line(parts.title)}", *questions_stata(survey, parts=parts),
                  *base_stata(survey, parts=parts), *_figures(parts, permission.inference)]
    return "\n".join(lines) + "\n"


def _figures(parts: Parts, inference: bool) -> list[str]:
    request, rows, columns = parts.request, parts.rows, parts.columns
    if isinstance(request, CrosstabRequest) and rows and columns:
        return _crosstab(request, rows=rows, columns=columns, inference=inference)
    if isinstance(request, QuestionRequest) and rows:
        return _question(request, rows, inference=inference)
    if isinstance(request, DifferenceRequest) and inference:
        return _differences(parts)
    inside = ["db_base", *(f"db_base & ({one})" for one in (
        _parts(columns, "column") if columns else ()))]
    lines = []
    for number, one in enumerate(inside, 1):
        lines += [f"generate byte db_base_{number} = {one}",
                  *_mean("db_number", f"db_base_{number}", inference=inference)]
        if inference:
            lines.append(f"svy, subpop(db_base_{number}): total db_number")
    return lines


def _mean(column: str, base: str, *, inference: bool) -> list[str]:
    if not inference:
        return [f"mean {column} [iweight=db_weight] if {base}"]
    return [f"svy, subpop({base}): mean {column}", "estat effects, deff srssubpop"]


def _question(request: QuestionRequest, rows: Question, *, inference: bool) -> list[str]:
    terms = _parts(rows, "row")
    codes = [one.column for one in rows.variables] if rows.multiple else [
        one.code for one in shown_stata(rows)]
    lines = []
    for number, term in enumerate(terms, 1):
        lines += [f"generate byte db_answer{number} = {term}",
                  *_mean(f"db_answer{number}", "db_base", inference=inference)]
    signs = [(term, "+" if code in request.top else "-") for term, code in zip(
        terms, codes, strict=True) if code in (*request.top, *request.bottom)]
    if not signs or not request.top:
        return lines
    score = " ".join(f"{sign} ({term})" for term, sign in signs)
    return [*lines, f"generate db_net = {score}", *_mean("db_net", "db_base", inference=inference)]


def _differences(parts: Parts) -> list[str]:
    """Pairs of groups; p-values as they are, to be corrected by Holm over all pairs."""
    lines = ["* The p-values below are not corrected; correct those of all pairs together (Holm)."]
    if parts.rows is None:
        return [*lines, "svy, subpop(db_base): regress db_number i.db_column",
                "pwcompare db_column, effects"]
    for number, term in enumerate(_parts(parts.rows, "row"), 1):
        lines += [f"generate byte db_answer{number} = {term}",
                  f"svy, subpop(db_base): regress db_answer{number} i.db_column",
                  "pwcompare db_column, effects"]
    return lines


def _crosstab(
    request: CrosstabRequest, *, rows: Question, columns: Question, inference: bool,
) -> list[str]:
    if not rows.multiple and not columns.multiple:
        option = SHARE_OPTION[request.share]
        if inference:
            return [f"svy, subpop(db_base): tabulate db_row db_column, {option} se ci deff obs"]
        return [f"tabulate db_row db_column [iweight=db_weight] if db_base, {option} nofreq"]
    prefix, weight = ("svy, subpop({}): ", "") if inference else ("", " [iweight=db_weight] if {}")
    base, other = (rows, columns) if request.share == "row" else (columns, rows)
    base_role, other_role = ("row", "column") if request.share == "row" else ("column", "row")
    if request.share == "total":
        terms = [f"({r}) * ({c})" for r in _parts(rows, "row") for c in _parts(columns, "column")]
        inside = ["db_base"]
    else:
        terms = _parts(other, other_role)
        inside = [f"db_base_{number}" for number in range(1, len(_parts(base, base_role)) + 1)]
    lines = [f"generate byte db_base_{number} = db_base & ({part})" for number, part in
             enumerate(_parts(base, base_role), 1)] if request.share != "total" else []
    lines += [f"generate byte db_share{number} = {term}" for number, term in enumerate(terms, 1)]
    named = f"db_share1-db_share{len(terms)}"
    return [*lines, *(f"{prefix.format(one)}mean {named}{weight.format(one)}" for one in inside)]


def _parts(question: Question, role: str) -> list[str]:
    if question.multiple:
        return [f"db_{role}_{number}" for number in range(1, len(question.variables) + 1)]
    return [f"db_{role} == {number}" for number in range(1, len(shown_stata(question)) + 1)]
