"""A question of a survey: one coded column, or the flags of a multiple-response question.

Decided: the base of a share is those who gave a valid answer. Missing answers are told apart
(refused, don't know, not asked, other, no answer at all) and counted beside the base; a kind may be
kept in the base on request ("don't know" as an answer of its own). Of a multiple-response question
the base is those who were asked and answered: at least one flag chosen or not chosen; choosing none
of them is an answer. An empty flag beside answered ones counts as not chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.errors import CodebookError, SurveyError
from analysis.surveys.codebook import MISSING, Codebook, Value, Variable

CODED = ("nominal", "ordinal", "flag")
KEEPABLE = tuple(one for one in MISSING if one)
CHOSEN, NOT_CHOSEN, NO_ANSWER = "1", "0", "no_answer"


@dataclass(frozen=True)
class Question:
    """What a table has in its rows or columns.

    Parameters
    ----------
    name, label : str
        The visitor's column name (or the group's) and the question text.
    variables : tuple of Variable
        The one column, or the flags of the group.
    multiple : bool
        Whether several answers could be chosen.
    keep : tuple of str
        Kinds of missing answers that count as answers here.
    """

    name: str
    label: str
    variables: tuple[Variable, ...]
    multiple: bool
    keep: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, ``c001…``."""
        return tuple(one.column for one in self.variables)

    @property
    def key(self) -> str:
        """A name that does not depend on how the question was asked for."""
        return "+".join(self.columns) + "".join(f"+{one}" for one in sorted(self.keep))


@dataclass(frozen=True)
class Answers:
    """The answers of all rows to a question.

    Parameters
    ----------
    question : Question
        The question.
    categories : tuple of Value
        Its answers in order; of a multiple-response question one a flag (code is the column).
    chosen : dict of str to polars.Series
        For each category, true or false; false where the answer is missing.
    valid : polars.Series
        Whether a row belongs to the base.
    missing : polars.Series
        Kind of missing answer, empty where the answer is valid.
    """

    question: Question
    categories: tuple[Value, ...]
    chosen: dict[str, pl.Series]
    valid: pl.Series
    missing: pl.Series


def find_question(codebook: Codebook, *, name: str, keep: tuple[str, ...] = ()) -> Question:
    """The question of that name: a multiple-response group, or a coded column.

    Raises
    ------
    CodebookError
        If there is none of that name.
    SurveyError
        If its answers are not coded, or a kind of missing answer does not exist.
    """
    for kind in keep:
        if kind not in KEEPABLE:
            raise SurveyError(f"{kind!r} is no kind of missing answer that can be kept. "
                              f"Kinds: {', '.join(KEEPABLE)}.")
    wanted = name.strip().casefold()
    flags = tuple(one for one in codebook.variables
                  if one.group and one.group.strip().casefold() == wanted)
    if flags:
        return Question(flags[0].group, flags[0].group, flags, True, keep)
    try:
        variable = codebook.find(name)
    except CodebookError as error:
        groups = dict.fromkeys(one.group for one in codebook.variables if one.group)
        more = f" Questions with several answers: {', '.join(groups)}." if groups else ""
        raise CodebookError(f"{error}{more}") from None
    if variable.kind not in CODED:
        raise SurveyError(
            f"Column {variable.name!r} holds {variable.kind} answers, which have no shares. Name a "
            "column of coded answers, or group its values at intake.")
    return Question(variable.name, variable.label, (variable,), False, keep)


def is_number(codebook: Codebook, *, name: str) -> bool:
    """Whether exactly one column bears that name and holds numbers."""
    wanted = name.strip().casefold()
    found = [one for one in codebook.variables
             if name == one.column or wanted == one.name.strip().casefold()]
    return len(found) == 1 and found[0].kind == "number"


def read_answers(question: Question, *, frame: pl.DataFrame) -> Answers:
    """The answers of every row of ``frame``, which holds the question's columns."""
    return _read_flags(question, frame) if question.multiple else _read_single(question, frame)


def count_missing(answers: Answers, *, among: pl.Series) -> dict[str, int]:
    """Rows by kind of missing answer among those where ``among`` is true; kinds with none too."""
    found = answers.missing.filter(among).value_counts()
    counted = dict(found.iter_rows())
    return {kind: int(counted.get(kind, 0)) for kind in (*KEEPABLE, NO_ANSWER)}


def _read_single(question: Question, frame: pl.DataFrame) -> Answers:
    variable = question.variables[0]
    answer = frame[variable.column].cast(pl.String)
    missing = _missing_kind(variable, answer, keep=question.keep)
    valid = missing == ""
    listed = [one for one in variable.values if not one.missing or one.missing in question.keep]
    known = {one.code for one in variable.values}
    unlisted = sorted(set(answer.filter(valid).unique().to_list()) - known)
    categories = (*listed, *(Value(code, code) for code in unlisted))
    chosen = {one.code: (answer == one.code).fill_null(False) for one in categories}
    return Answers(question, categories, chosen, valid, missing)


def _read_flags(question: Question, frame: pl.DataFrame) -> Answers:
    kinds = {one.column: _missing_kind(one, frame[one.column].cast(pl.String), keep=())
             for one in question.variables}
    together = pl.DataFrame(kinds)
    valid = together.select(any=pl.any_horizontal(pl.all() == ""))["any"]
    # Of a row without any valid flag the first missing kind that says more than "no answer".
    said = together.select(kind=pl.coalesce(
        *(pl.when(pl.col(one) != NO_ANSWER).then(pl.col(one)) for one in kinds),
        pl.lit(NO_ANSWER)))["kind"]
    missing = pl.DataFrame({"valid": valid, "said": said}).select(
        kind=pl.when("valid").then(pl.lit("")).otherwise("said"))["kind"]
    chosen = {one.column: (frame[one.column].cast(pl.String) == CHOSEN).fill_null(False) & valid
              for one in question.variables}
    categories = tuple(Value(one.column, one.label) for one in question.variables)
    return Answers(question, categories, chosen, valid, missing)


def _missing_kind(variable: Variable, answer: pl.Series, *, keep: tuple[str, ...]) -> pl.Series:
    """Kind of missing answer of each row, empty where the answer is valid."""
    kinds = {one.code: one.missing for one in variable.values
             if one.missing and one.missing not in keep}
    known = answer.replace_strict(kinds, default="", return_dtype=pl.String) if kinds else (
        pl.repeat("", len(answer), dtype=pl.String, eager=True))
    empty = answer.is_null()
    return pl.DataFrame({"known": known, "empty": empty}).select(
        kind=pl.when("empty").then(pl.lit(NO_ANSWER)).otherwise("known"))["kind"]


def ranks(answers: Answers) -> pl.Series:
    """Ranks 1, 2, … of ordered answers, low to high; empty where there is no valid answer."""
    places = [one.code for one in answers.categories]
    frame = pl.DataFrame({code: answers.chosen[code] for code in places})
    return frame.select(rank=pl.coalesce(
        *(pl.when(pl.col(code)).then(pl.lit(float(place))) for place, code in enumerate(places, 1))
    ))["rank"]
