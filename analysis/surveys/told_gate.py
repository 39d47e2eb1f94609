"""What the tables of a survey tell without showing it: few weights, and numbers of few values.

Decided: up to MOST_WEIGHTS different weights count as known to every reader, since a table by the
strata shows them. So do the answers of a single known margin of a few, each by itself, for their
weights are in no column that another visit could read. A standard error tells the sum of squares
too where there are no strata; of a number always. In a design with clusters or strata it is taken
to tell how a row lies in them, up to MOST_SPREAD of them; with more there is no table by them, nor
a filter on them, where errors are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from analysis.disclosure import Cells, codes
from analysis.disclosure.filters import EVERYTHING, Filter, Spans, common, everything_but
from analysis.disclosure.log import Spec
from analysis.disclosure.told import Apart
from analysis.errors import DisclosureError
from analysis.surveys.ordinals import VALID, Ordinals
from analysis.surveys.questions import find_question
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey

MOST_WEIGHTS, MOST_ANSWERS = 12, 3
"""Different weights, and answers of a known margin, up to which they count as known."""
MOST_SPREAD = 30
"""Clusters or strata up to which errors are taken to tell how many are in each."""
MOST_RATIO = 1_000.0
"""The greatest weight by the least up to which they count as known: beyond, they are amounts."""
FEW_NUMBERS = 3
"""Different numbers of which size, mean and standard error tell how many have each."""
ENOUGH = 10
"""People of one weight who make a reader think that a code has one weight."""
MOST_PLACES = 60
"""Combinations of codes up to which a reader is taken to see that each has one weight."""
SAME = 1e-12
"""Share of a weight up to which two are the same."""


def apart_by_weight(survey: Survey, *, ordinals: Ordinals) -> tuple[Apart, ...]:
    """The weights, or the answers that they follow from, where they are few; else none."""
    design = survey.design
    if design.weight and not design.margins:
        parts = _weights(design.weight, ordinals)
        return _few(design.weight, parts, squares=not design.strata, ordinals=ordinals)
    if len(design.margins) == 1 and not design.weight:
        question = find_question(survey.codebook, name=design.margins[0].column)
        answers = [one.code for one in question.variables[0].values if not one.missing]
        return by_part(ordinals.name_of(question.columns[0]), ordinals.spans_of(
            question.columns[0], answers))
    return ()


def _weights(column: str, ordinals: Ordinals) -> tuple[Spans, ...]:
    """The ordinals of each weight above 0; those that differ by no more than rounding are one."""
    keys = ordinals.keys(column).to_numpy()
    parts: list[list[int]] = [[]]
    for at, (before, weight) in enumerate(pairwise([0.0, *keys]), start=1):
        if weight > 0 and parts[-1] and weight - before > SAME * weight:
            parts.append([])
        if weight > 0:
            parts[-1].append(at)
    return tuple(codes(part) for part in parts)


def _few(
    name: str, parts: tuple[Spans, ...], *, squares: bool, ordinals: Ordinals
) -> tuple[Apart, ...]:
    if not 1 < len(parts) <= MOST_WEIGHTS:
        return ()
    keys = ordinals.keys(name).to_numpy()
    weights = np.array([keys[part[0][0] - 1] for part in parts]) / keys[parts[0][0][0] - 1]
    if weights[-1] > MOST_RATIO:
        return ()
    sums = [weights, *([weights**2] if squares else [])]
    return (Apart(name, parts, tuple(tuple(map(float, one)) for one in sums), "weights"),)


def by_part(name: str, parts: tuple[Spans, ...]) -> tuple[Apart, ...]:
    """Parts each of which is told by itself; none where they are many."""
    if not 1 < len(parts) <= MOST_ANSWERS:
        return ()
    return (Apart(name, parts, tuple(tuple(map(float, one)) for one in np.eye(len(parts))),
                  "weights"),)


def apart_by_number(column: str, *, ordinals: Ordinals) -> tuple[Apart, ...]:
    """The values of a number that has few of them; else none."""
    keys = ordinals.keys(column).to_numpy()
    if not 1 < len(keys) <= FEW_NUMBERS:
        return ()
    values = (keys - keys[0]) / (keys[1] - keys[0])
    sums = [values, *([values**2] if len(keys) > 2 else [])]
    return (Apart(column, tuple(codes([at]) for at in range(1, len(keys) + 1)), tuple(
        tuple(map(float, one)) for one in sums), "number"),)


def apart_by_errors(survey: Survey, *, ordinals: Ordinals) -> tuple[Apart, ...]:
    """The clusters or strata of a design of which errors are shown; none of too many.

    Clusters before strata, in which they lie; of too many clusters one error tells little.
    """
    if not permission_of(survey.design.sampling).inference:
        return ()
    for column in (survey.design.cluster, survey.design.strata):
        number = len(ordinals.keys(column)) if column else 0
        if 1 < number <= MOST_SPREAD:
            return (Apart(column, tuple(codes([at]) for at in range(1, number + 1)), (),
                          "errors"),)
    return ()


def check_spread(cells: Cells, *, survey: Survey, ordinals: Ordinals) -> None:
    """Refuse a table by, or within, clusters or strata that are too many to be checked.

    Raises
    ------
    DisclosureError
        If errors are shown of the survey and it is.
    """
    if not permission_of(survey.design.sampling).inference:
        return
    narrowed = {one.name for one in cells.dimensions} | set(cells.filter.columns)
    for column in {survey.design.cluster, survey.design.strata} & narrowed:
        if len(ordinals.keys(column)) > MOST_SPREAD:
            name = survey.codebook.find(column).name
            raise DisclosureError(
                f"{name!r} has {len(ordinals.keys(column)):,} codes and is part of the sampling "
                f"design. Beside standard errors a table or filter by it can be checked up to "
                f"{MOST_SPREAD}. Use a question of fewer answers.")


def tells_errors(cells: Cells, apart: tuple[Apart, ...]) -> bool:
    """Whether errors follow from how many are where: of shares, and of a number of few values."""
    means = any(value.kind in ("mean", "money_mean") for value in cells.values)
    return any(value.kind == "ratio" for value in cells.values) and bool(apart or not means)


def apart_again(spec: Spec, *, number: str, ordinals: Ordinals) -> tuple[Apart, ...]:
    """What a table that was released before tells apart, by its line of the log.

    Parameters
    ----------
    spec : Spec
        The line.
    number : str
        The column it gives means of, if it does.
    ordinals : Ordinals
        Of the survey.
    """
    found: list[Apart] = []
    for (name, parts), sums in zip(spec.dimensions[len(spec.shown):], spec.told, strict=True):
        if not sums:
            found.append(Apart(name, parts, (), "errors"))
        elif name == number and not found and 1 < len(parts) <= FEW_NUMBERS:
            found += apart_by_number(name, ordinals=ordinals)
        elif sums == len(parts):
            found += by_part(name, parts)
        else:
            found += _few(name, parts, squares=sums > 1, ordinals=ordinals)
    return tuple(found)


def tells_weights(cells: Cells) -> bool:
    """Whether a table has sums of weights."""
    return any(value.kind == "weighted" for value in cells.values)


def never_together(
    cells: Cells, apart: Apart, *, strata: str, ordinals: Ordinals,
) -> tuple[Filter, ...]:
    """Parts that hold nobody because a stratum, or a cell of the table, has one weight throughout.

    Parameters
    ----------
    cells : Cells
        The table.
    apart : Apart
        Its weights.
    strata : str
        The column of the strata; empty for none.
    ordinals : Ordinals
        Of the survey.

    Returns
    -------
    tuple of Filter
        Of every column, or pair of columns, all of whose parts have one weight: a reader sees that
        they do, since weighted number by number is the same wherever it is shown.
    """
    if apart.by == "errors":
        return _nested(cells, apart, ordinals)
    if apart.by == "number":
        return ()
    shown = [one.name for one in cells.dimensions if one.adds and not one.name.startswith(VALID)]
    narrowed = {name: spans for name, spans in cells.filter.columns.items()
                if not name.startswith(VALID)}
    asked = [*([((strata,), {})] if strata else []), *(((one,), narrowed) for one in shown),
             *([(tuple(shown), narrowed)] if len(shown) > 1 else [])]
    return (*_outside(strata, ordinals), *(
        part for columns, spans in asked if apart.name not in columns
        for part in _fixed(columns, apart, spans, ordinals)))


def _outside(strata: str, ordinals: Ordinals) -> tuple[Filter, ...]:
    """That nobody is in no stratum, if it is so."""
    every: Spans = ((1, len(ordinals.keys(strata))),) if strata else ()
    if not every or ordinals.leaves_out(strata, every):
        return ()
    return (Filter({strata: everything_but(every)}),)


def _nested(cells: Cells, apart: Apart, ordinals: Ordinals) -> tuple[Filter, ...]:
    """What is empty because each cluster or stratum lies in one code of a column of the table."""
    found: list[Filter] = []
    for name in {*(one.name for one in cells.dimensions if one.adds), *cells.filter.columns}:
        if name == apart.name or name.startswith(VALID) or len(ordinals.keys(name)) > MOST_PLACES:
            continue
        every = tuple(codes([at]) for at in range(1, len(ordinals.keys(name)) + 1))
        empty = _fixed((apart.name,), Apart(name, every, (), "errors"), {}, ordinals)
        fixed = {one.spans(apart.name) for one in empty}
        found += empty if fixed == set(apart.parts) else []
    return tuple(found)


def _fixed(
    columns: tuple[str, ...], apart: Apart, narrowed: Mapping[str, Spans], ordinals: Ordinals,
) -> list[Filter]:
    """What is empty where a combination of the columns has one weight, within a filter.

    All of few are no sign of a rule: only if every combination has one weight, theirs count.
    """
    part = np.full(len(ordinals.ranks(apart.name)), -1)
    for at, spans in enumerate(apart.parts):
        part[ordinals.inside(apart.name, spans)] = at
    for name, spans in narrowed.items():
        part[~ordinals.inside(name, spans)] = -1
    places, place, number = np.unique(np.column_stack(
        [ordinals.ranks(one) for one in columns])[part >= 0], axis=0, return_inverse=True,
        return_counts=True)
    if len(places) > MOST_PLACES:
        return []
    pairs = np.unique(np.column_stack([place.ravel(), part[part >= 0]]), axis=0)
    single = np.bincount(pairs[:, 0], minlength=len(places)) == 1
    if not single.all():
        single &= number >= ENOUGH
    return [Filter({**{name: common(codes([int(at)]), narrowed.get(name, EVERYTHING))
                       for name, at in zip(columns, places[row], strict=True)},
                    **{name: spans for name, spans in narrowed.items()
                       if name not in (*columns, apart.name)},
                    apart.name: common(spans, narrowed.get(apart.name, EVERYTHING))})
            for row, fixed in pairs if single[row]
            for at, spans in enumerate(apart.parts) if at != fixed]
