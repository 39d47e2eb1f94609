"""One question alone before and after the gate: its answers, who is missing, answers added up.

Decided: the answers of a question are a table of one dimension, and who gave no answer is another
(see ``missing_gate``). A net (or several answers added up) is worked out from the shares that are
shown; where one of them is withheld, so is the net with its error. Bounds for those who did not
answer are of the whole survey and go with their cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import pandas as pd
import polars as pl

from analysis.disclosure import Cells, Released, Value
from analysis.disclosure.log import Spec
from analysis.disclosure.released import REASON, SUPPRESSED
from analysis.errors import SurveyError
from analysis.surveys.codebook import Value as Answer
from analysis.surveys.crosstab_cells import LOW_BASE, TOTAL
from analysis.surveys.estimates import (
    Estimate,
    estimate_shares,
    number_estimate,
    share_estimate,
)
from analysis.surveys.filters import resolve_filter
from analysis.surveys.gate_parts import (
    WEIGHED,
    asked_of,
    designed,
    dimension_of,
    only_answered,
    weighted_rows,
)
from analysis.surveys.likert import score_of
from analysis.surveys.means import estimate_means_of
from analysis.surveys.missing_gate import WORDS
from analysis.surveys.nonresponse import bound_shares
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.questions import (
    KEEPABLE,
    Answers,
    find_question,
    read_answers,
)
from analysis.surveys.sampling import permission_of
from analysis.surveys.scope import Scope, heaviest_of, masked, respondents_of, rows_in_filter
from analysis.surveys.survey import Survey
from analysis.surveys.where import EVERYBODY, Filter, parse_filter

QUESTION = "question"
ERRORS = ("se", "low", "high", "design_effect", "effective_n")
NET = ("net", *(f"net_{name}" for name in ERRORS))


@dataclass(frozen=True)
class QuestionRequest:
    """One question to be shown alone.

    Parameters
    ----------
    of : str
        A coded column or a multiple-response question.
    where : str or Filter
        Filter; empty means everybody.
    keep : tuple of str
        Kinds of missing answers that count as answers.
    interval : str
        ``logit``, ``wilson`` or ``exact``.
    top, bottom : tuple of str
        Codes of a net: the shares of ``top`` less those of ``bottom``. With ``top`` alone it is
        several answers added up. Empty for none.
    """

    of: str
    where: str | Filter = EVERYBODY
    keep: tuple[str, ...] = ()
    interval: str = "logit"
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnreleasedQuestion:
    """Answers of one question before the gate; ``frame`` is never shown as it is."""

    frame: pd.DataFrame
    request: QuestionRequest
    answers: Answers
    resolved: Filter
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """Shows no figure."""
        return f"UnreleasedQuestion({self.answers.question.name!r})"


@dataclass(frozen=True)
class ReleasedQuestion:
    """One question as it may be seen.

    Parameters
    ----------
    released : Released
        One row an answer, the last the base: ``code``, ``label``, ``total``, ``respondents``,
        ``weighted_n``, ``share`` (0-1), ``se``, ``low``, ``high``, ``design_effect``,
        ``effective_n``, ``interval``, ``low_base``; ``net`` and its error on the last;
        ``bound_low``, ``bound_high`` for all who were asked.
    missing : Released
        One row a kind of missing answer, the last everybody in the filter: ``kind``, ``label``,
        ``respondents``.
    name, label : str
        Column and question text.
    answers : tuple of Value
        Answers in order.
    sampling, why : str
        Sampling class and what it allows.
    request : QuestionRequest
        What was asked.
    notes : tuple of str
        On the design and the base.
    """

    released: Released
    missing: Released
    name: str
    label: str
    answers: tuple[Answer, ...]
    multiple: bool
    sampling: str
    why: str
    request: QuestionRequest
    notes: tuple[str, ...]


def estimate_question(survey: Survey, *, request: QuestionRequest) -> UnreleasedQuestion:
    """Estimate the answers of one question, the base, and the net asked for.

    Raises
    ------
    CodebookError, SurveyError
        If a name, filter or method does not exist, or a net of several answers makes no sense.
    """
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    found = estimate_shares(survey, of=request.of, scope=Scope(
        where=given, keep=request.keep, interval=request.interval))
    question = find_question(survey.codebook, name=request.of, keep=request.keep)
    answers = read_answers(question, frame=survey.read(*question.columns))
    base = answers.valid & rows_in_filter(survey, where=given) & weighted_rows(survey)
    first = found.estimates[0] if found.estimates else None
    weighted = first.weighted_n if first else 0.0
    people = respondents_of(survey)

    def heaviest(mask: pl.Series) -> dict[str, float]:
        return heaviest_of(people.filter(mask), weight=found.weight.filter(mask))

    rows = [_row(one, weighted=weighted) | heaviest(answers.chosen[one.code] & base)
            for one in found.estimates]
    rows.append({
        "code": TOTAL, "label": "Base", "total": True,
        "respondents": people.filter(base).n_unique(),
        "weighted_n": weighted, "share": 1.0 if weighted else nan, "interval": "",
        "low_base": (first.base_n if first else 0) < LOW_BASE, **_nothing(ERRORS),
        **heaviest(base), **_net(survey, request=request, answers=answers, base=base)})
    return UnreleasedQuestion(
        pd.DataFrame.from_records(rows), request, answers,
        resolve_filter(given, codebook=survey.codebook), found.notes)


def question_cells(found: UnreleasedQuestion, *, ordinals: Ordinals) -> Cells:
    """The private answers of a question, as the gate takes them."""
    question = found.answers.question
    design = designed({"code": question.key.split("+")[0]}, survey=ordinals.survey)
    errors = (Value(name, "ratio", over=("code",), design=design) for name in (*ERRORS, *NET))
    dimension = dimension_of(
        "code", codes=tuple(one.code for one in found.answers.categories),
        first=question.columns[0], multiple=question.multiple, ordinals=ordinals)
    return Cells(found.frame, dimensions=(dimension,), units=WEIGHED,
                 values=(Value("respondents", "count"), Value("weighted_n", "weighted"),
                         Value("share", "share", of="weighted_n", over=("code",)), *errors),
                 labels=("label", "total"), marks=("low_base", "interval"),
                 filter=only_answered(
                     ordinals.narrowed(found.resolved), question, ordinals=ordinals))


def question_again(spec: Spec, *, survey: Survey, ordinals: Ordinals) -> Cells:
    """The private cells of a question that was released before."""
    given = ordinals.as_filter(spec.filter)
    of, keep = asked_of(spec.dimensions[0], ordinals=ordinals)
    request = QuestionRequest(of, where=given, keep=keep)
    return question_cells(estimate_question(survey, request=request), ordinals=ordinals)


def readable_question(
    survey: Survey, found: UnreleasedQuestion, *, released: Released, missing: Released,
) -> ReleasedQuestion:
    """The released answers with the net and the bounds as far as they may be seen."""
    request, question = found.request, found.answers.question
    bounds, reason = _bounds(survey, request)

    def complete(frame: pd.DataFrame) -> pd.DataFrame:
        hidden = set(frame.loc[frame[SUPPRESSED], "code"])
        frame = frame.assign(
            bound_low=[bounds.get(code, (nan, nan))[0] for code in frame["code"]],
            bound_high=[bounds.get(code, (nan, nan))[1] for code in frame["code"]])
        if TOTAL in hidden:
            frame[["bound_low", "bound_high"]] = nan
        frame.loc[frame[SUPPRESSED], ["bound_low", "bound_high"]] = nan
        of_net = frame["code"].isin([TOTAL, *request.top, *request.bottom])
        if (frame[REASON] != "")[of_net].any():
            frame[list(NET if frame.loc[of_net, SUPPRESSED].any() else NET[1:])] = nan
        return frame

    permission = permission_of(survey.design.sampling)
    return ReleasedQuestion(
        released=released.derive(complete), missing=missing, name=question.name,
        label=question.label, answers=found.answers.categories, multiple=question.multiple,
        sampling=permission.sampling, why=permission.why, request=request,
        notes=(*found.notes, *_notes(found), *([reason] if reason else [])))


def _row(one: Estimate, *, weighted: float) -> dict[str, object]:
    error = one.uncertainty
    return {
        "code": one.code, "label": one.label, "total": False, "respondents": one.count,
        "weighted_n": (one.value or 0.0) * weighted,
        "share": nan if one.value is None else one.value,
        "interval": error.method if error else "", "low_base": one.base_n < LOW_BASE,
        **(_errors(one) if error else _nothing(ERRORS)), **_nothing(NET)}


def _errors(one: Estimate) -> dict[str, float]:
    error = one.uncertainty
    if error is None:
        return _nothing(ERRORS)
    return {"se": error.se, "low": error.low, "high": error.high,
            "design_effect": error.design_effect or nan, "effective_n": error.effective_n or nan}


def _nothing(names: tuple[str, ...]) -> dict[str, float]:
    return dict.fromkeys(names, nan)


def _net(
    survey: Survey, *, request: QuestionRequest, answers: Answers, base: pl.Series,
) -> dict[str, float]:
    if not request.top:
        return _nothing(NET)
    known = {one.code for one in answers.categories}
    wrong = [code for code in (*request.top, *request.bottom) if code not in known]
    if wrong or set(request.top) & set(request.bottom):
        raise SurveyError(
            f"A net of {answers.question.name!r} was asked for with answers it does not have or "
            "that stand on both sides. Choose different answers of this question.")
    if answers.question.multiple and len(request.top) + len(request.bottom) > 1:
        raise SurveyError(
            f"Several answers to {answers.question.name!r} were possible, so adding their shares "
            "would count people twice. Choose one answer.")
    score = score_of(answers, top=request.top, bottom=request.bottom)
    mean = estimate_means_of(survey, columns={"net": masked(score, mask=base)}).found["net"]
    names = ("net", "", "", "", "")
    one = number_estimate(mean, survey=survey, names=names, count=0) if request.bottom else (
        share_estimate(mean, survey=survey, interval=request.interval, names=names, count=0))
    return {"net": nan if one.value is None else one.value,
            **{f"net_{name}": value for name, value in _errors(one).items()}}


def _bounds(
    survey: Survey, request: QuestionRequest,
) -> tuple[dict[str, tuple[float, float]], str]:
    """Bounds by code, or why there are none (empty where nobody would expect any)."""
    if survey.design.invited is None or not permission_of(survey.design.sampling).bounds:
        return {}, ""
    where = request.where.conditions if isinstance(request.where, Filter) else request.where
    if where or request.keep:
        return {}, ("No bounds for those who did not answer: they exist for the whole survey only, "
                    "without a filter and with valid answers alone.")
    if not weighted_rows(survey).all():
        return {}, "No bounds for those who did not answer: some rows have weight 0."
    try:
        return {one.code: (one.low, one.high)
                for one in bound_shares(survey, of=request.of)}, ""
    except SurveyError as error:
        return {}, f"No bounds for those who did not answer. {error}"


def _notes(found: UnreleasedQuestion) -> list[str]:
    notes = []
    if found.answers.question.multiple:
        notes.append("Several answers were possible: shares are of everybody who was asked and "
                     "answered, and need not add up to 100%.")
    kept = [WORDS[kind] for kind in KEEPABLE if kind in found.request.keep]
    if kept:
        notes.append(f"Counted as answers: {', '.join(kept)}.")
    return notes
