"""A resolved filter spelled out by codes, for programs that know no codebook.

Decided: a condition on coded answers becomes the list of codes that meet it (or, for ``!=``, that
do not); one on numbers or dates stays a comparison. An empty cell meets none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.surveys.codebook import Codebook, Variable
from analysis.surveys.where import Condition, Filter

COMPARES: dict[str, Callable[[int, int], bool]] = {
    "<": lambda place, limit: place < limit, "<=": lambda place, limit: place <= limit,
    ">": lambda place, limit: place > limit, ">=": lambda place, limit: place >= limit,
}


@dataclass(frozen=True)
class Codes:
    """A coded column: its answer is (or, where ``inside`` is false, is not) one of these codes."""

    variable: Variable
    codes: tuple[str, ...]
    inside: bool


@dataclass(frozen=True)
class Comparison:
    """A column of numbers or dates, an operator, its values."""

    variable: Variable
    operator: str
    values: tuple[str, ...]


def spell_out(resolved: Filter, *, codebook: Codebook) -> tuple[Codes | Comparison, ...]:
    """Every condition of a resolved filter, by codes."""
    return tuple(_spell(one, codebook.find(one.column)) for one in resolved.conditions)


def _spell(condition: Condition, variable: Variable) -> Codes | Comparison:
    if variable.kind in ("number", "date"):
        return Comparison(variable, condition.operator, condition.values)
    valid = [one.code for one in variable.values if not one.missing]
    if condition.operator in COMPARES:
        limit = valid.index(condition.values[0])
        meets = COMPARES[condition.operator]
        return Codes(variable, tuple(code for place, code in enumerate(valid)
                                     if meets(place, limit)), True)
    if condition.operator == "!=":
        missing = [one.code for one in variable.values if one.missing]
        return Codes(variable, tuple(dict.fromkeys((*missing, *condition.values))), False)
    return Codes(variable, condition.values, True)
