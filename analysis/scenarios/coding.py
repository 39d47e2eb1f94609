"""A reader's changes as short text: ``levy_per_use:20,new_uses:0.2~0.5~1``.

Decided: the same text stands in a link, on the command line and in an exported file, so that a
scenario can be said in one line and comes back exactly. One number is a certain value; three, with
``~`` between, are low end, value and high end. ``=`` is read as ``:``, blanks are left out.
"""

from __future__ import annotations

from analysis.errors import ControlError
from analysis.scenarios.assumptions import Assumptions, Triple

BETWEEN, BEFORE, RANGE = ",", ":", "~"


def read_code(text: str, shipped: Assumptions) -> Assumptions:
    """The shipped assumptions with the changes of a code.

    Raises
    ------
    ControlError
        If the code cannot be read, names something unknown, or goes beyond a limit.
    """
    edits: dict[str, Triple] = {}
    for part in text.replace("=", BEFORE).split(BETWEEN):
        if part.strip():
            name, _, numbers = part.partition(BEFORE)
            name = name.strip().lower()
            if shipped[name].name in edits:
                raise ControlError(f"{name} is set twice in {text!r}. Set it once.")
            edits[name] = _triple(name, numbers)
    return shipped.having(edits)


def write_code(assumptions: Assumptions) -> str:
    """The changes in the order of the table; empty where nothing is changed."""
    return BETWEEN.join(
        f"{row.name}{BEFORE}{write_range(row.triple)}" for row in assumptions.changed)


def write_range(triple: Triple) -> str:
    """A range as the code has it; one number where it is a point."""
    low, value, high = map(_number, triple)
    return value if low == high else RANGE.join((low, value, high))


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _triple(name: str, text: str) -> Triple:
    try:
        numbers = [float(one) for one in text.split(RANGE)]
    except ValueError:
        numbers = []
    if len(numbers) == 1:
        return numbers[0], numbers[0], numbers[0]
    if len(numbers) == 3:
        return numbers[0], numbers[1], numbers[2]
    raise ControlError(
        f"{name} {text.strip()!r} is no range. Write one number, as in {name}:20, or a low end, a "
        f"value and a high end, as in {name}:10~20~40.")
