"""A crosstab of a loaded survey: rows × columns × filter, with everything a disclosure gate needs.

Decided: the base of the table is those in the filter with a valid answer to both questions, so that
its margins add up; who is missing is counted by kind beside it. Of a question with several answers
each is a row (or column) of its own, shares need not add up to 100%, and the margin is everybody
in the base. The result is *unreleased*: it may hold cells that point at somebody, so nothing here
draws or writes it; the gate does, and its withheld cells never come back.

Letters compare columns, within a row, where the shares are of columns; their rule stands with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import SurveyError
from analysis.surveys.codebook import Value
from analysis.surveys.comparisons import Difference, TableTest, table_test_of
from analysis.surveys.crosstab_cells import TOTAL, Table, cells_of
from analysis.surveys.crosstab_letters import Letters, letters_of
from analysis.surveys.filters import resolve_filter
from analysis.surveys.questions import Answers, count_missing, find_question, read_answers
from analysis.surveys.sampling import permission_of
from analysis.surveys.scope import rows_in_filter
from analysis.surveys.share_interval import require_method
from analysis.surveys.survey import Survey
from analysis.surveys.where import EVERYBODY, Filter, parse_filter

ShareOf = Literal["column", "row", "total"]
SHARES = ("column", "row", "total")
MOST_CELLS = 2_000


@dataclass(frozen=True)
class CrosstabRequest:
    """What to cross.

    Parameters
    ----------
    rows, columns : str
        Questions: coded columns or multiple-response groups.
    where : str or Filter
        Filter; empty means everybody.
    share : str
        ``column``, ``row`` or ``total``: what each cell is a share of.
    keep : tuple of str
        Kinds of missing answers to the row question that count as answers.
    interval : str
        ``logit``, ``wilson`` or ``exact``.
    """

    rows: str
    columns: str
    where: str | Filter = EVERYBODY
    share: ShareOf = "column"
    keep: tuple[str, ...] = ()
    interval: str = "logit"


@dataclass(frozen=True)
class Axis:
    """The rows or columns of a crosstab.

    Parameters
    ----------
    name, label : str
        The visitor's column name and the question text.
    key : str
        The question by its columns (``c003``), for a log that holds no words of the visitor.
    categories : tuple of Value
        Answers in order.
    multiple : bool
        Whether several answers were possible (then they do not add up to the margin).
    missing : dict of str to int
        Rows in the filter without a valid answer, by kind.
    """

    name: str
    label: str
    key: str
    categories: tuple[Value, ...]
    multiple: bool
    missing: dict[str, int]


@dataclass(frozen=True)
class UnreleasedCrosstab:
    """A crosstab before the disclosure gate: not to be shown, drawn or written.

    Parameters
    ----------
    rows, columns : Axis
        Its two questions.
    share : str
        What the shares are of.
    cells : pandas.DataFrame
        One row a cell, margins included (see ``crosstab_cells``).
    where, resolved : Filter
        The filter as given, and in columns and codes.
    content_hash : str
        Of the data.
    sampling, why : str
        Sampling class, and one sentence on what it allows.
    letters : Letters
        Rule, comparisons behind the letters, or why there are none.
    test : TableTest or None
        Rao-Scott test; ``test_reason`` says why there is none.
    base_n, weighted_n : int, float
        Respondents in the base of the table, and the sum of their weights.
    notes : tuple of str
        What was done with the design; what the reader must know of the base.
    """

    rows: Axis
    columns: Axis
    share: ShareOf
    cells: pd.DataFrame
    where: Filter
    resolved: Filter
    content_hash: str
    sampling: str
    why: str
    letters: Letters
    test: TableTest | None
    test_reason: str
    base_n: int
    weighted_n: float
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """Shows no cell."""
        return f"UnreleasedCrosstab({self.rows.name!r} by {self.columns.name!r})"

    @property
    def comparisons(self) -> tuple[Difference, ...]:
        """Differences between columns behind the letters."""
        return self.letters.comparisons


def estimate_crosstab(survey: Survey, *, request: CrosstabRequest) -> UnreleasedCrosstab:
    """Cross two questions of a survey.

    Raises
    ------
    CodebookError, SurveyError
        If a question, filter or method does not exist, both questions are one, or the table would
        have more than 2,000 cells.
    """
    if request.share not in SHARES:
        raise SurveyError(f"{request.share!r} is no base of a share. Choose one of: "
                          f"{', '.join(SHARES)}.")
    require_method(request.interval)
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    rows = _read(survey, name=request.rows, keep=request.keep)
    columns = _read(survey, name=request.columns)
    _check(rows, columns)
    inside = rows_in_filter(survey, where=given)
    table = Table(rows, columns, inside, request.share, request.interval)
    cells = cells_of(survey, table=table)
    letters = letters_of(survey, table=table)
    test, test_reason = _test(survey, table=table)
    frame = cells.frame.assign(letters=[
        letters.of.get((row, column), "") for row, column in
        zip(cells.frame["row_code"], cells.frame["column_code"], strict=True)])
    return UnreleasedCrosstab(
        rows=_axis(table, rows), columns=_axis(table, columns), share=request.share,
        cells=frame, where=given, resolved=resolve_filter(given, codebook=survey.codebook),
        content_hash=survey.content_hash, sampling=survey.design.sampling,
        why=permission_of(survey.design.sampling).why, letters=letters, test=test,
        test_reason=test_reason, base_n=cells.base_n, weighted_n=cells.weighted_n,
        notes=(*cells.notes, *_notes(table)))


def _read(survey: Survey, *, name: str, keep: tuple[str, ...] = ()) -> Answers:
    question = find_question(survey.codebook, name=name, keep=keep)
    return read_answers(question, frame=survey.read(*question.columns))


def _check(rows: Answers, columns: Answers) -> None:
    if set(rows.question.columns) & set(columns.question.columns):
        raise SurveyError(f"Rows and columns are both {rows.question.name!r}. Choose two different "
                          "questions.")
    for answers in (rows, columns):
        if any(one.code == TOTAL for one in answers.categories):
            raise SurveyError(f"An answer to {answers.question.name!r} has the code {TOTAL!r}, "
                              "which stands for totals. Give it another code at intake.")
    size = (len(rows.categories) + 1) * (len(columns.categories) + 1)
    if size > MOST_CELLS:
        raise SurveyError(
            f"This crosstab would have {size:,} cells; at most {MOST_CELLS:,} are made. Group the "
            "answers of a question at intake, or filter.")


def _axis(table: Table, answers: Answers) -> Axis:
    question = answers.question
    return Axis(question.name, question.label, question.key, answers.categories,
                question.multiple, count_missing(answers, among=table.inside))


def _test(survey: Survey, *, table: Table) -> tuple[TableTest | None, str]:
    permission = permission_of(survey.design.sampling)
    if not permission.inference:
        return None, permission.why
    if table.rows.question.multiple or table.columns.question.multiple:
        return None, "Several answers were possible, so the table has no chi-squared test."
    try:
        return table_test_of(survey, rows=table.rows, columns=table.columns,
                             inside=table.inside), ""
    except SurveyError as error:
        return None, str(error)


def _notes(table: Table) -> list[str]:
    notes = []
    for axis in (table.rows, table.columns):
        if axis.question.multiple:
            notes.append(f"Several answers to {axis.question.name!r} were possible: shares are of "
                         "everybody who was asked and answered, and need not add up to 100%.")
    return notes
