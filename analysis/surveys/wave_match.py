"""Which questions, answers and filters of two files of one survey are the same, and which are not.

Decided: a question is found again by its text (case, spaces and the sign at its end ignored) where
that text is its own in both files, else by the name of its column; where the name is the same and
the words are not, that is said. Answers are the same by their label, whatever their codes. What is
not the same is said by name and not compared; who gave such an answer stays in the base of that
wave. Answers counted together because few gave them are never compared: nobody knows that they are
the same ones.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from analysis.errors import CodebookError, SurveyError
from analysis.surveys.codebook import POOLED, Value, Variable
from analysis.surveys.design import columns_of
from analysis.surveys.filters import ORDERED, resolve_filter
from analysis.surveys.questions import CODED
from analysis.surveys.survey import Survey
from analysis.surveys.where import Condition, Filter, parse_filter

SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
NUMBER, ONE, SEVERAL = "a number", "one answer", "several answers"
MOST_NAMED = 12


@dataclass(frozen=True)
class SameAnswer:
    """An answer of both waves: its label in the later one, its code in each."""

    label: str
    earlier: str
    later: str


@dataclass(frozen=True)
class SameQuestion:
    """A question of both waves.

    Parameters
    ----------
    earlier, later : str
        Its column (``c003``) in each file, or the name of its group of several answers.
    label : str
        Its text in the later file.
    number : bool
        Whether means are compared, not shares.
    answers : tuple of SameAnswer
        Answers of both; empty for a number.
    notes : tuple of str
        What is not the same, by name.
    """

    earlier: str
    later: str
    label: str
    number: bool
    answers: tuple[SameAnswer, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Matched:
    """All questions of the later file that can be compared, and the others by name.

    Parameters
    ----------
    same : dict of str to SameQuestion
        By the key in the later file.
    apart : dict of str to str
        Name of a question of the later file, and why it is not compared.
    only_earlier : tuple of str
        Names of questions that only the earlier file has.
    """

    same: dict[str, SameQuestion]
    apart: dict[str, str]
    only_earlier: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """A question of one file: key, column name, text, what is answered, its answers."""

    key: str
    name: str
    text: str
    kind: str
    answers: tuple[Value, ...]


def match_surveys(earlier: Survey, later: Survey) -> Matched:
    """Every question of the later file with the same one of the earlier, as far as there is one."""
    before, after = _asked_of(earlier, later)
    same, apart, found = {}, {}, set()
    for one in after:
        other = _again(one, among=before, beside=after)
        if other is not None:
            found.add(other.key)
        try:
            same[one.key] = _same(one, other, keep=())
        except SurveyError as error:
            apart[one.name] = str(error)
    return Matched(same, apart, tuple(one.name for one in before if one.key not in found))


def match_question(
    earlier: Survey, *, later: Survey, of: str, keep: tuple[str, ...] = (),
) -> SameQuestion:
    """One question of the later file, by its column or name, and the same one of the earlier.

    Parameters
    ----------
    earlier, later : Survey
        The two files.
    of : str
        The question in the later file.
    keep : tuple of str
        Kinds of missing answers that count as answers.

    Raises
    ------
    SurveyError
        If the earlier file does not have it, or no answer is the same.
    """
    before, after = _asked_of(earlier, later)
    wanted = same_words(of)
    one = next((one for one in after if of == one.key), None) or next(
        (one for one in after if same_words(one.name) == wanted), None)
    if one is None:
        raise CodebookError(
            f"The survey has no question or number {of!r}. Name one of its columns.")
    return _same(one, _again(one, among=before, beside=after), keep=keep)


def translate_filter(given: str | Filter, *, earlier: Survey, later: Survey) -> Filter:
    """A filter on the later file, in columns and codes of the earlier one.

    Raises
    ------
    CodebookError, SurveyError
        If it does not hold for the later file, or the earlier one lacks a column or an answer.
    """
    asked = parse_filter(given) if isinstance(given, str) else given
    resolved = resolve_filter(asked, codebook=later.codebook)
    return Filter(tuple(_translated(one, earlier, later) for one in resolved.conditions))


def same_words(text: str) -> str:
    """A text as it is compared: case, spaces, kinds of quotes and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", text).translate(SIGNS)
    return " ".join(plain.casefold().split())


def _asked_of(*surveys: Survey) -> tuple[list[_Asked], ...]:
    """What can be compared of each file; a number that is part of either design is no answer."""
    design = {same_words(survey.codebook.find(column).name)
              for survey in surveys for column in columns_of(survey.design)}
    return tuple(_asked(survey, design) for survey in surveys)


def _asked(survey: Survey, design: Collection[str]) -> list[_Asked]:
    """Coded questions, groups of several answers, numbers."""
    found: dict[str, _Asked] = {}
    for one in survey.codebook.variables:
        if one.group:
            name = one.group
            group = found.get(name, _Asked(name, name, name, SEVERAL, ()))
            found[name] = replace(group, answers=(*group.answers, Value(one.column, one.label)))
        elif one.kind in CODED:
            found[one.column] = _Asked(one.column, one.name, one.label, ONE, one.values)
        elif one.kind == "number" and same_words(one.name) not in design:
            found[one.column] = _Asked(one.column, one.name, one.label, NUMBER, ())
    return list(found.values())


def _again(one: _Asked, *, among: Sequence[_Asked], beside: Sequence[_Asked]) -> _Asked | None:
    """The same question among others: by a text that is one of a kind in both, else by name."""
    text = _question(one.text)
    texts = [other for other in among if _question(other.text) == text]
    if len(texts) == 1 and Counter(_question(other.text) for other in beside)[text] == 1:
        return texts[0]
    named = [other for other in among if same_words(other.name) == same_words(one.name)]
    return named[0] if len(named) == 1 else None


def _question(text: str) -> str:
    return same_words(text).rstrip(" .:?!…*")


def _same(one: _Asked, other: _Asked | None, *, keep: tuple[str, ...]) -> SameQuestion:
    if other is None:
        raise SurveyError(f"{one.name!r} is not in the earlier file, neither by its text nor by "
                          "the name of its column.")
    if one.kind != other.kind:
        raise SurveyError(f"{one.name!r} asks for {one.kind}, in the earlier file ({other.name!r}) "
                          f"for {other.kind}. Give both the same kind at intake.")
    notes = []
    if one.text != one.name and other.text != other.name and (
            _question(one.text) != _question(other.text)):
        notes.append(f"The earlier file asks {other.name!r} in other words: “{other.text}”, not "
                     f"“{one.text}”. They were taken as one question by the name of the column.")
    if one.kind == NUMBER:
        return SameQuestion(other.key, one.key, one.text, True, (), tuple(notes))
    before, after = _labels(other, keep), _labels(one, keep)
    answers = tuple(SameAnswer(value.label, before[words].code, value.code)
                    for words, value in after.items() if words in before)
    odd = [f"{_listed([value.label for value in left])} ({where})" for left, where in (
        ([value for value in other.answers if _is_odd(value, answers, "earlier", keep)],
         "earlier file"),
        ([value for value in one.answers if _is_odd(value, answers, "later", keep)],
         "this survey")) if left]
    if not answers:
        raise SurveyError(f"No answer to {one.name!r} is the same in both files: "
                          f"{'; '.join(odd)}. Give both the same labels.")
    if odd:
        notes.append("Answers that have not the same one beside them in the other file are not "
                     f"compared: {'; '.join(odd)}. Who gave them counts in the base of that wave, "
                     "so a change may come from what could be answered.")
    if left_out := [f"{_listed(labels)} ({where})" for labels, where in (
            (_left_out(other, one, keep), "earlier file"),
            (_left_out(one, other, keep), "this survey")) if labels]:
        notes.append(f"Missing in one file only, so not in its base: {'; '.join(left_out)}. Count "
                     "it as an answer if that is not meant.")
    return SameQuestion(other.key, one.key, one.text, False, answers, tuple(notes))


def _listed(labels: Sequence[str]) -> str:
    """The first labels in quotes, and how many more there are."""
    more = len(labels) - MOST_NAMED
    return ", ".join(f"“{label}”" for label in labels[:MOST_NAMED]) + (
        f" and {more} more" if more > 0 else "")


def _labels(one: _Asked, keep: tuple[str, ...]) -> dict[str, Value]:
    """Answers by their label; those whose label another has, or that are several, left out."""
    values = [value for value in one.answers if not value.missing or value.missing in keep]
    often = Counter(same_words(value.label) for value in values)
    return {same_words(value.label): value for value in values
            if often[same_words(value.label)] == 1 and value.code != POOLED}


def _is_odd(
    value: Value, answers: Sequence[SameAnswer], wave: str, keep: tuple[str, ...],
) -> bool:
    """Whether an answer that counts has none beside it in the other file."""
    counts = not value.missing or value.missing in keep
    return counts and value.code not in {getattr(one, wave) for one in answers}


def _left_out(one: _Asked, other: _Asked, keep: tuple[str, ...]) -> list[str]:
    """Missing answers of a kind that the other file has none of, by label."""
    known = {value.missing for value in other.answers}
    return [value.label for value in one.answers
            if value.missing and value.missing not in (*known, *keep)]


def _translated(condition: Condition, earlier: Survey, later: Survey) -> Condition:
    after = later.codebook.find(condition.column)
    among, beside = (
        [_Asked(one.column, one.name, one.label, one.kind, one.values)
         for one in survey.codebook.variables] for survey in (earlier, later))
    found = _again(next(one for one in beside if one.key == after.column), among=among,
                   beside=beside)
    before = earlier.codebook.find(found.key) if found else None
    if before is None or (before.kind in CODED) != (after.kind in CODED) or (
            after.kind not in CODED and before.kind != after.kind):
        raise SurveyError(f"The filter asks for {after.name!r}, which the earlier file does not "
                          "have so. Filter by a column that both files have.")
    values = condition.values
    if after.kind in CODED:
        if condition.operator in ORDERED and _order(before) != _order(after):
            raise SurveyError(f"The answers to {after.name!r} are not the same, or not in the same "
                              f"order, in both files, so {condition.operator!r} cannot be compared."
                              " Name the answers with in (…).")
        values = tuple(_code(code, after, before) for code in values)
    return Condition(before.column, condition.operator, values)


def _order(variable: Variable) -> list[str]:
    return [same_words(one.label) for one in variable.values if not one.missing]


def _code(code: str, after: Variable, before: Variable) -> str:
    label = next(one.label for one in after.values if one.code == code)
    found = [one.code for one in before.values if same_words(one.label) == same_words(label)]
    if len(found) != 1 or POOLED in (code, *found):
        raise SurveyError(f"The filter asks for the answer {label!r} to {after.name!r}, which the "
                          "earlier file does not have. Filter by answers that both files have.")
    return found[0]
