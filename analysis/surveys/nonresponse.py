"""Bounds of a share for all who were asked, whatever those who did not answer would have said.

Decided: of N members asked, n gave a valid answer and k of them this one. If everybody else would
have said no, the share among all is k/N; if everybody would have said yes, it is (k + N - n)/N.
No assumption is made, so the bounds are wide where few answered; that is their message. Counts are
unweighted: bounds are about members, not about a model of them. They exist for the whole survey
only, since the number asked is not known by group, and only for questions put to everybody.

Reference: Manski, C. F. (2007), Identification for Prediction and Decision, ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import SurveyError
from analysis.surveys.questions import count_missing, find_question, read_answers
from analysis.surveys.sampling import require_bounds
from analysis.surveys.scope import people_in
from analysis.surveys.survey import Survey


@dataclass(frozen=True)
class Bounds:
    """Worst-case bounds of the share of one answer among all members asked.

    Parameters
    ----------
    code, label : str
        The answer.
    count, base_n, invited : int
        Who gave it, who gave a valid answer, who was asked.
    share, low, high : float
        Among those who answered; among all asked at worst and at best, 0-1.
    """

    code: str
    label: str
    count: int
    base_n: int
    invited: int
    share: float
    low: float
    high: float


def bound_shares(survey: Survey, *, of: str) -> tuple[Bounds, ...]:
    """Worst-case bounds of the shares of all answers to a question.

    Raises
    ------
    SurveyError
        If the class allows none, the number asked is not declared or is smaller than the number
        of answers, or the question was not put to everybody.
    """
    require_bounds(survey.design.sampling)
    invited = survey.design.invited
    if invited is None:
        raise SurveyError("Bounds need the number of members who were asked. Declare it in the "
                          "design.")
    question = find_question(survey.codebook, name=of)
    answers = read_answers(question, frame=survey.read(*question.columns))
    if people_in(survey, mask=answers.valid | ~answers.valid) != survey.codebook.rows:
        raise SurveyError("Some respondents fill several rows, so shares of members have no bounds "
                          "here. Keep one row a member at intake.")
    everybody = answers.valid | ~answers.valid
    routed = count_missing(answers, among=everybody)["not_asked"]
    if routed:
        raise SurveyError(
            f"Some respondents were not asked {question.name!r}, so how many of all members it "
            "applies to is not known. Bounds exist for questions put to everybody.")
    base_n = int(answers.valid.sum())
    if base_n > invited:
        raise SurveyError(f"More answered than the {invited:,} members who are said to have been "
                          "asked. Correct the number asked.")
    if not base_n:
        raise SurveyError(f"Nobody gave a valid answer to {question.name!r}.")
    found = []
    for one in answers.categories:
        count = int((answers.chosen[one.code] & answers.valid).sum())
        found.append(Bounds(one.code, one.label, count, base_n, invited, count / base_n,
                            count / invited, (count + invited - base_n) / invited))
    return tuple(found)
