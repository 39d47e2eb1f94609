"""What a filter means for the columns of a survey.

Decided: a coded answer is named by its code or its label; labels ignore case. A missing answer
(refused, don't know, not asked, no answer) meets no condition except ``=`` or ``in`` with its own
code: whoever refused is not counted among those who did not say yes. ``<`` and its like hold for
numbers, dates (YYYY-MM-DD) and ordinal answers in the order of the codebook. Free text and
identifiers cannot be filtered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from analysis.errors import SurveyError
from analysis.surveys.codebook import Codebook, Variable
from analysis.surveys.where import Condition, Filter

THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
"""What is one thousand where a point divides thousands, and one where it begins decimals."""
ORDERED: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "<": lambda column, value: column < value, "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value, ">=": lambda column, value: column >= value,
}


def resolve_filter(given: Filter, *, codebook: Codebook) -> Filter:
    """The filter in columns ``c001…`` and codes, its conditions and lists sorted.

    Two filters that mean the same by code and by label become equal, which is what a log of
    released tables compares.

    Raises
    ------
    CodebookError, SurveyError
        If a column or code does not exist, or the column cannot be filtered so.
    """
    found = {_resolve(one, codebook) for one in given.conditions}
    return Filter(tuple(sorted(found, key=lambda one: (one.column, one.operator, one.values))))


def filter_columns(resolved: Filter) -> tuple[str, ...]:
    """Columns a resolved filter reads."""
    return tuple(dict.fromkeys(one.column for one in resolved.conditions))


def filter_mask(resolved: Filter, *, codebook: Codebook, frame: pl.DataFrame) -> pl.Series:
    """True where a row meets every condition of a resolved filter; never null."""
    expression = pl.repeat(True, frame.height, dtype=pl.Boolean)
    for condition in resolved.conditions:
        expression = expression & _expression(condition, codebook.find(condition.column))
    return frame.select(kept=expression.fill_null(False))["kept"]


def _resolve(condition: Condition, codebook: Codebook) -> Condition:
    variable = codebook.find(condition.column)
    if variable.kind in ("text", "id"):
        raise SurveyError(
            f"Column {variable.name!r} holds free text or identifiers, which cannot be filtered. "
            "Filter by a column of coded answers, numbers or dates.")
    if variable.kind in ("nominal", "flag") and condition.operator in ORDERED:
        raise SurveyError(
            f"Answers to {variable.name!r} have no order, so {condition.operator!r} means nothing. "
            "Use =, != or in, or declare the column ordinal at intake.")
    if variable.kind == "number":
        values = tuple(_number_text(one, variable) for one in condition.values)
    elif variable.kind == "date":
        values = tuple(_date(one, variable).isoformat() for one in condition.values)
    else:
        values = tuple(_code(one, variable) for one in condition.values)
        if condition.operator in ORDERED and values[0] not in _valid(variable):
            raise SurveyError(f"{condition.values[0]!r} is a missing answer to {variable.name!r} "
                              "and has no place in its order. Choose another answer.")
    return Condition(variable.column, condition.operator, tuple(sorted(set(values))))


def _expression(condition: Condition, variable: Variable) -> pl.Expr:
    column = pl.col(variable.column)
    if variable.kind == "number":
        return _compare(condition, column.fill_nan(None), [float(one) for one in condition.values])
    if variable.kind == "date":
        return _compare(condition, column.cast(pl.Date),
                        [date.fromisoformat(one) for one in condition.values])
    missing = [one.code for one in variable.values if one.missing]
    if condition.operator in ORDERED:
        order = {code: place for place, code in enumerate(_valid(variable))}
        place = column.replace_strict(order, default=None, return_dtype=pl.Int64)
        return ORDERED[condition.operator](place, order[condition.values[0]])
    if condition.operator == "!=":
        return ~column.is_in([*missing, *condition.values])
    return column.is_in(list(condition.values))


def _valid(variable: Variable) -> list[str]:
    """Codes of valid answers in their order."""
    return [one.code for one in variable.values if not one.missing]


def _compare(condition: Condition, column: pl.Expr, values: list[Any]) -> pl.Expr:
    if condition.operator in ORDERED:
        return ORDERED[condition.operator](column, values[0])
    return column != values[0] if condition.operator == "!=" else column.is_in(values)


def _code(word: str, variable: Variable) -> str:
    for value in variable.values:
        if word == value.code:
            return value.code
    found = [one.code for one in variable.values if one.label.casefold() == word.casefold()]
    if len(found) == 1:
        return found[0]
    answers = ", ".join(f"{one.code} ({one.label})" if one.label != one.code else one.code
                        for one in variable.values[:20])
    many = "is the label of several answers" if found else "is no answer"
    raise SurveyError(f"{word!r} {many} to {variable.name!r}. Answers: {answers}.")


def _number_text(word: str, variable: Variable) -> str:
    if THOUSANDS.fullmatch(word):
        thousands, (whole, decimals) = word.replace(".", ""), word.split(".")[:2]
        raise SurveyError(
            f"{word!r} can be read as {thousands} or as {float(f'{whole}.{decimals}'):g}. Write "
            f"{thousands} without a thousands mark, or {whole}.{decimals}0 with one more digit.")
    try:
        number = float(word)
    except ValueError:
        number = float("nan")
    if number != number:
        raise SurveyError(f"Column {variable.name!r} holds numbers; {word!r} is none. "
                          "Write it like 12 or 0.5, with a point.")
    text = f"{number:.17g}"
    return f"{text}0" if THOUSANDS.fullmatch(text) else text


def _date(word: str, variable: Variable) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise SurveyError(f"Column {variable.name!r} holds dates; {word!r} is none. "
                          "Write it like 2026-11-25.") from None
