"""The filter a user types: ``col op value and col op value …``, and nothing else.

Decided: a filter is a list of conditions that must all hold. Operators are ``= != < <= > >= in``;
a name or value with spaces or signs stands in double quotes, a double quote inside is doubled;
``in`` takes a list in brackets. The text becomes frozen dataclasses; it is never SQL and never
evaluated as code. What a condition means for a column is in ``filters``.

Grammar::

    filter    = [ condition { "and" condition } ]
    condition = word ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) word
              | word "in" "(" word { "," word } ")"
    word      = bare | '"' { any | '""' } '"'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn

from analysis.errors import SurveyError

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in"]
SIGNS: tuple[Operator, ...] = ("!=", "<=", ">=", "=", "<", ">")
"""Longer signs first, so that ``<=`` is not read as ``<``."""
SPECIAL = frozenset('=!<>(),"')
LONGEST, MOST_CONDITIONS, MOST_VALUES = 4_000, 30, 300


@dataclass(frozen=True)
class Condition:
    """One condition: a column, an operator, its value (several for ``in``)."""

    column: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """Conditions that must all hold; none of them means everybody."""

    conditions: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        """The filter as text that ``parse_filter`` reads back to the same."""
        return " and ".join(_condition_text(one) for one in self.conditions)


EVERYBODY = Filter()


@dataclass(frozen=True)
class _Token:
    """A piece of the text: ``word`` (bare), ``quoted``, ``sign`` or ``end``."""

    kind: str
    text: str
    at: int


def parse_filter(text: str) -> Filter:
    """Read a filter.

    Parameters
    ----------
    text : str
        For example ``region = north and "years in work" >= 5 and trade in (model, "set design")``.

    Raises
    ------
    SurveyError
        With the position (from 1) of what could not be understood.
    """
    if len(text) > LONGEST:
        raise SurveyError(f"The filter has {len(text):,} characters; at most {LONGEST:,} are read.")
    tokens = _tokens(text)
    conditions: list[Condition] = []
    at = 0
    if tokens[0].kind == "end":
        return EVERYBODY
    while True:
        condition, at = _condition(tokens, at)
        conditions.append(condition)
        if len(conditions) > MOST_CONDITIONS:
            raise SurveyError(f"The filter has more than {MOST_CONDITIONS} conditions.")
        if tokens[at].kind == "end":
            return Filter(tuple(conditions))
        if not _is_bare(tokens[at], "and"):
            _fail(tokens[at], "expected 'and' or the end. Names and values with spaces stand in "
                              "double quotes")
        at += 1


def _condition(tokens: list[_Token], at: int) -> tuple[Condition, int]:
    column = _word(tokens[at], "a column")
    sign = tokens[at + 1] if tokens[at].kind != "end" else tokens[at]
    if _is_bare(sign, "in"):
        values, after = _list(tokens, at + 2)
        return Condition(column, "in", values), after
    for operator in SIGNS:
        if sign.kind == "sign" and sign.text == operator:
            return Condition(column, operator, (_word(tokens[at + 2], "a value"),)), at + 3
    _fail(sign, f"expected one of {' '.join(('=', '!=', '<', '<=', '>', '>=', 'in'))} after "
                f"the column {column!r}")


def _list(tokens: list[_Token], at: int) -> tuple[tuple[str, ...], int]:
    if tokens[at].text != "(" or tokens[at].kind != "sign":
        _fail(tokens[at], "expected '(' after 'in', as in: trade in (model, stylist)")
    values: list[str] = []
    while True:
        values.append(_word(tokens[at + 1], "a value"))
        if len(values) > MOST_VALUES:
            raise SurveyError(f"A list in the filter has more than {MOST_VALUES} values.")
        after = tokens[at + 2]
        if after.kind == "sign" and after.text == ")":
            return tuple(values), at + 3
        if after.kind != "sign" or after.text != ",":
            _fail(after, "expected ',' or ')' in the list")
        at += 2


def _word(token: _Token, what: str) -> str:
    if token.kind == "quoted" or (token.kind == "word" and token.text.casefold() != "and"):
        return token.text
    _fail(token, f"expected {what}")


def _is_bare(token: _Token, word: str) -> bool:
    return token.kind == "word" and token.text.casefold() == word


def _fail(token: _Token, problem: str) -> NoReturn:
    found = "the end" if token.kind == "end" else repr(token.text)
    raise SurveyError(
        f"Filter, position {token.at + 1}: {problem}; found {found}. "
        'Example: region = north and "years in work" >= 5.')


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character == '"':
            token, at = _quoted(text, at)
            found.append(token)
        elif character in SPECIAL:
            sign = next((one for one in SIGNS if text.startswith(one, at)), character)
            found.append(_Token("sign", sign, at))
            at += len(sign)
        else:
            end = at
            while end < len(text) and not text[end].isspace() and text[end] not in SPECIAL:
                end += 1
            found.append(_Token("word", text[at:end], at))
            at = end
    return [*found, _Token("end", "", len(text))]


def _quoted(text: str, start: int) -> tuple[_Token, int]:
    pieces: list[str] = []
    at = start + 1
    while True:
        end = text.find('"', at)
        if end < 0:
            raise SurveyError(
                f"Filter, position {start + 1}: a double quote is opened and never closed. "
                'A double quote inside a name is written twice: "".')
        pieces.append(text[at:end])
        if not text.startswith('""', end):
            return _Token("quoted", '"'.join(pieces), start), end + 1
        at = end + 2


def _condition_text(condition: Condition) -> str:
    column = _word_text(condition.column)
    if condition.operator == "in":
        return f"{column} in ({', '.join(_word_text(one) for one in condition.values)})"
    return f"{column} {condition.operator} {_word_text(condition.values[0])}"


def _word_text(word: str) -> str:
    bare = word and not any(one.isspace() or one in SPECIAL for one in word)
    if bare and word.casefold() not in ("and", "in"):
        return word
    return '"' + word.replace('"', '""') + '"'
