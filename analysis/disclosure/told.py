"""What a table's figures tell without showing it, as equations that are checked with the others.

A number and its sum of weights are two equations in how many have each weight: of two different
weights, which its strata show to every reader, they tell both. The mean of a number that is 0 or 1
is a count. A standard error depends on how those it is of lie in the strata of the design: of two
strata it tells both numbers. So the parts that such figures tell apart (everybody of one weight, of
one value, of one stratum) are protected like cells where they are of few, and the figures enter the
systems as sums over them.

Decided: errors may go alone, what is weighted of a row may go alone with its errors, and its number
stays; a mean takes its row along. Weights, values and strata are taken as known to every reader, as
is how many of all are in each. Sums are linear. What an error tells of squares is one more sum
where it is one (values of a number, weights without strata); in a design with strata it is taken to
tell every part by itself, which is more than it does where there are more than two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from analysis.disclosure.cells import Cells, Dimension, Told, Unit, Value
from analysis.disclosure.filters import (
    EVERYTHING,
    Filter,
    Form,
    Spans,
    common,
    everything_but,
    tidy,
)
from analysis.disclosure.primary import ANSWERING, based_on, few_beside, lines_of, margins_of
from analysis.disclosure.regions import Region, region, regions_of
from analysis.disclosure.rules import Rules

MOST_PROTECTED = 4
"""Parts of a column up to which each part of a row is protected before a table shows it.

Of many parts two or three sums leave every one open, so only what tables show is protected.
"""
BY_ERRORS = 0.5
"""What a unit adds to what errors tell: less than to any sum, so that it is known for such."""
PART = "part_{}"
"""Column of a dimension along which figures tell parts apart; never shown."""


@dataclass(frozen=True)
class Apart:
    """A column whose parts figures tell apart.

    Parameters
    ----------
    name : str
        The column as the release log names it.
    parts : tuple of Spans
        Its parts, two or more, that hold everybody in the table.
    sums : tuple of tuple of float
        For each sum that is told what one unit of each part adds to it, 0 or more; none that is
        above 0 below 1. Nothing for errors, which tell every part by itself.
    by : str
        What tells them, and is withheld where they may not be known: ``weights`` (what is weighted
        of the row), ``number`` (the row as a whole) or ``errors``.
    """

    name: str
    parts: tuple[Spans, ...]
    sums: tuple[tuple[float, ...], ...]
    by: Literal["weights", "number", "errors"]


def telling(
    cells: Cells, apart: Sequence[Apart], *, count: Callable[[Sequence[Region]], Sequence[int]],
    never: Sequence[Filter] = (),
) -> Cells:
    """The table with what it tells of parts.

    Parameters
    ----------
    cells : Cells
        The table, with its filter.
    apart : sequence of Apart
        None for a table that tells nothing more. Of two, sums of the one are told of every sum of
        the other, as a weighted mean does.
    count : callable
        Distinct protected units of each region.
    never : sequence of Filter
        Parts that hold nobody, as every reader knows.

    Returns
    -------
    Cells
        The same, with ``told``. Without it where a unit stands in several parts, whose numbers say
        nothing of each other.
    """
    if not apart or cells.frame.empty:
        return cells
    own, total = len(cells.frame), cells.dimensions[0].total if cells.dimensions else "*"
    names = [PART.format(at) for at in range(len(apart))]
    every = [(total, *(str(at) for at in range(1, len(one.parts) + 1))) for one in apart]
    keys = list(product(*every))
    narrowed = [_narrowed(apart, key, total) for key in keys]
    rows = regions_of(cells)
    held = np.array([not _holds_nobody(one, never) for one in narrowed])
    unit = cells.units[0]
    numbers = np.zeros((len(keys), own))
    numbers[0] = cells.column(unit.column)
    numbers[1:][held[1:]] = np.reshape(count([row.within(one) for one, some in zip(
        narrowed[1:], held[1:], strict=True) if some for row in rows]), (-1, own))
    if not _adds_up(numbers.reshape(*(len(one) for one in every), own)):
        return cells
    shown = cells.frame[[one.column for one in cells.dimensions]]
    frame = pd.concat([shown.assign(**dict(zip(names, key, strict=True))) for key in keys],
                      ignore_index=True).assign(**{unit.column: numbers.ravel()})
    more = (Dimension(name, codes[1:], total, attribute=False, spans=one.parts, log_name=one.name,
                      hidden=True)
            for name, codes, one in zip(names, every, apart, strict=True))
    parts = Cells(
        frame, dimensions=(*cells.dimensions, *more), units=(Unit(unit.noun, unit.column),),
        values=(Value(unit.column, "count"),), filter=cells.filter, never=(*cells.never, *never))
    sizes = [region({one.name: part}) for one in apart if one.by != "number" for part in one.parts]
    outside = [region({one.name: everything_but(tidy(span for part in one.parts for span in part))})
               for one in apart]
    number_of = dict(zip([*sizes, *outside], count([*sizes, *outside]), strict=True))
    errors = _parts_of_errors(apart, never)
    return replace(cells, told=Told(
        parts, (*_forms(apart), *errors), len(errors), tuple(len(one.sums) for one in apart),
        any(one.by == "number" for one in apart),
        tuple((one, number_of[one]) for one in sizes),
        tuple(one for one in outside if not number_of[one])))


def _narrowed(apart: Sequence[Apart], key: Sequence[str], total: str) -> dict[str, Spans]:
    return {one.name: one.parts[int(code) - 1]
            for one, code in zip(apart, key, strict=True) if code != total}


def _holds_nobody(narrowed: Mapping[str, Spans], never: Sequence[Filter]) -> bool:
    """Whether a part lies in one that every reader knows to be empty."""
    return any(all(name in narrowed and common(narrowed[name], spans) == narrowed[name]
                   for name, spans in one.columns.items()) for one in never)


def _parts_of_errors(apart: Sequence[Apart], never: Sequence[Filter]) -> tuple[Form, ...]:
    """The finest parts, each as a sum by itself, where errors tell them."""
    if not any(one.by == "errors" for one in apart):
        return ()
    every = product(*(one.parts for one in apart))
    narrowed = (dict(zip((one.name for one in apart), parts, strict=True)) for parts in every)
    return tuple(((tuple(one.items()), BY_ERRORS),) for one in narrowed
                 if not _holds_nobody(one, never))


def _forms(apart: Sequence[Apart]) -> tuple[Form, ...]:
    """Every sum that is told beside errors; where weights are told, all are weighted."""
    apart = [one for one in apart if one.by != "errors"]
    if not apart:
        return ()
    if len(apart) == 1:
        sums = [tuple(_centred(one) for one in apart[0].sums)]
    else:
        sums = [one.sums if one.by == "weights" else ((1.0,) * len(one.parts), *one.sums)
                for one in apart]
    parts = list(product(*(range(len(one.parts)) for one in apart)))
    found = []
    for some in product(*sums):
        if all(set(each) == {1.0} for each in some):
            continue
        terms = [(tuple((one.name, one.parts[at]) for one, at in zip(apart, place, strict=True)),
                  float(np.prod([each[at] for each, at in zip(some, place, strict=True)])))
                 for place in parts]
        found.append(tuple(term for term in terms if term[1] > 0))
    return tuple(found)


def _centred(each: Sequence[float]) -> tuple[float, ...]:
    """The sum less the least of it for everybody, whose number is known, in its smallest step.

    So weights that differ little, or much, are told apart as well as others.
    """
    steps = np.asarray(each) - min(each)
    return tuple((steps / steps[steps > 0].min()).tolist()) if steps.any() else tuple(each)


def _adds_up(numbers: np.ndarray) -> bool:
    """Whether the parts, from the second place of each axis on, add up to the first."""
    return all(
        np.allclose(np.take(numbers, 0, axis), np.take(
            numbers, range(1, numbers.shape[axis]), axis).sum(axis=axis))
        for axis in range(numbers.ndim - 1))


def sums_of(told: Told, own: int) -> np.ndarray:
    """What each sum is, a row a sum and a column a row of the table."""
    parts = told.parts
    number = parts.column(parts.units[0].column).reshape(-1, own)
    keys = parts.frame[[one.column for one in parts.dimensions if one.hidden]].to_numpy()[::own]
    spans = [{one.name: one.span(code) for one, code in zip(
        (one for one in parts.dimensions if one.hidden), key, strict=True)
        if one.span(code) != EVERYTHING} for key in keys]
    found = np.zeros((len(told.forms), own))
    for at, form in enumerate(told.forms):
        for narrowed, each in form:
            found[at] += each * number[spans.index(dict(narrowed))]
    return found


def protected(told: Told) -> np.ndarray:
    """Which parts of rows are protected although no table shows them, one flag a row of the parts.

    Those of columns of few parts; what errors tell in pieces of two columns, only if these are few
    together.
    """
    hidden = [one for one in told.parts.dimensions if one.hidden]
    spread = np.array([sums == 0 for sums in told.sums])
    inside = np.column_stack([~told.parts.is_total(one) for one in hidden])
    number = np.array([len(one.codes) for one in hidden])
    each = (~inside | (number <= MOST_PROTECTED)).all(axis=1)
    together = np.where(inside, number, 1).prod(axis=1) <= MOST_PROTECTED
    return np.asarray(each & (together | ~inside[:, spread].any(axis=1)))


def few_told(told: Told, own: int, rules: Rules) -> np.ndarray:
    """Which parts of rows may not be known, one flag a row of ``told.parts``.

    A part of few; of surveys all parts of a line of few; and where everybody of a part gave one
    answer, unless the answer and the part are one (a stratum and its weight).
    """
    parts = told.parts
    number = parts.column(parts.units[0].column)
    found = (number > 0) & (number < rules.minimum) | few_beside(parts, rules)
    whole = np.tile(number[:own], len(number) // own)
    for dimension in parts.dimensions:
        if not (dimension.adds and dimension.attribute and len(dimension.codes) > 1):
            continue
        for inner, margin in lines_of(parts, dimension):
            some = inner[number[inner] > 0]
            alone = len(some) == 1 and number[some[0]] != whole[some[0]]
            few = len(margin) and 0 < number[margin[0]] < rules.minimum
            if alone or (few and parts.units[0].noun == ANSWERING):
                found[inner] = True
    found[:own] = False
    return np.asarray(found)


def nobody(told: Told) -> list[Region]:
    """What is known to be empty: what lies outside all parts, and what the table says."""
    return [*told.outside, *(region(one.columns) for one in told.parts.never)]


def together(cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Rows, then rows of each sum, that are withheld once all that is told of a row goes together.

    The sums go with their row, and with each other; a row goes with its sums where they are not of
    weights. Errors go with all of these, and with those of the base.
    """
    if cells.told is None:
        return withheld
    each = withheld.reshape(-1, len(cells.frame)).copy()
    sums = each[1:len(each) - cells.told.errors]
    if cells.told.whole:
        each[0] |= sums.any(axis=0)
    sums |= each[0] | sums.any(axis=0)
    if cells.told.errors:
        each[-cells.told.errors:] = _without(cells, np.asarray(each.any(axis=0)))
    return np.asarray(each.ravel())


def _without(cells: Cells, gone: np.ndarray) -> np.ndarray:
    """Rows of whose spread nothing is told: without errors, and base of none that has any."""
    ratios = [value for value in cells.values if value.kind == "ratio"]
    some = cells.frame[[value.column for value in ratios]].notna().any(axis=1).to_numpy()
    for over in {value.over for value in ratios}:
        gone = gone | based_on(cells, gone, over)
    used = some & ~gone
    for over in {value.over for value in ratios if value.over}:
        bases = margins_of(cells, over)
        used[bases[(bases >= 0) & some & ~gone]] = True
    return np.asarray(~used)


def untold(cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Rows of a table whose sums are withheld."""
    if cells.told is None:
        return np.zeros(len(cells.frame), dtype=bool)
    each = withheld.reshape(-1, len(cells.frame))
    return np.asarray(each[1:len(each) - cells.told.errors].any(axis=0))


def without_errors(cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Rows of a table whose errors are withheld for what they tell."""
    if cells.told is None or not cells.told.errors:
        return np.zeros(len(cells.frame), dtype=bool)
    each = withheld.reshape(-1, len(cells.frame))
    return np.asarray(each[-cells.told.errors:].any(axis=0))
