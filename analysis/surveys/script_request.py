"""What a script is asked to rebuild, in parts that R and Stata both need."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.surveys.codebook import Variable
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.filters import resolve_filter
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.questions import Question, find_question, is_number
from analysis.surveys.survey import Survey
from analysis.surveys.where import Filter, parse_filter

AnyRequest = CrosstabRequest | QuestionRequest | MeanRequest | DifferenceRequest

NEEDS = (
    "Needs survey.csv, with codes as in the codebook: unzip the workspace saved on Your data, or",
    "run: python -m analysis ingest FILE --as survey --to DIR; then start this script beside it.",
)
"""Where the data of a script come from."""


@dataclass(frozen=True)
class Parts:
    """A request by what it reads.

    Parameters
    ----------
    request : AnyRequest
        What was asked.
    rows : Question or None
        The question whose answers are shares.
    columns : Question or None
        The groups, or the columns of a crosstab.
    number : Variable or None
        The number that is averaged.
    resolved : Filter
        In columns ``c001…`` and codes.
    """

    request: AnyRequest
    rows: Question | None
    columns: Question | None
    number: Variable | None
    resolved: Filter

    @property
    def questions(self) -> list[tuple[str, Question]]:
        """The questions with the role under which a script knows them."""
        return [(role, one) for role, one in (("row", self.rows), ("column", self.columns))
                if one is not None]

    @property
    def title(self) -> str:
        """What is rebuilt, in words."""
        names = [self.number.label] if self.number else []
        return " by ".join([*names, *(one.label for _, one in self.questions)])


def parts_of(survey: Survey, request: AnyRequest) -> Parts:
    """The parts of a request.

    Raises
    ------
    CodebookError, SurveyError
        If a name or filter does not exist.
    """
    book = survey.codebook
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    of = request.rows if isinstance(request, CrosstabRequest) else request.of
    by = {CrosstabRequest: "columns", QuestionRequest: ""}.get(type(request), "by")
    named = getattr(request, by) if by else ""
    keep = () if isinstance(request, MeanRequest) else request.keep
    averaged = isinstance(request, MeanRequest) or (
        isinstance(request, DifferenceRequest) and is_number(book, name=of))
    return Parts(
        request, None if averaged else find_question(book, name=of, keep=keep),
        find_question(book, name=named) if named else None,
        book.find(of) if averaged else None, resolve_filter(given, codebook=book))
