"""What the tables of a survey tell without showing it: few weights, and numbers of few values.

Decided: up to MOST_WEIGHTS different weights count as known to every reader, since a table by the
strata shows them. So do the answers of a single known margin of a few, each by itself, for their
weights are in no column that another visit could read. A standard error tells the sum of squares
too where there are no strata or clusters; of a number always.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.disclosure import Cells, codes
from analysis.disclosure.filters import Filter, Spans
from analysis.disclosure.log import Spec
from analysis.disclosure.told import Apart
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.questions import find_question
from analysis.surveys.survey import Survey

MOST_WEIGHTS, MOST_ANSWERS = 12, 3
"""Different weights, and answers of a known margin, up to which they count as known."""
FEW_NUMBERS = 3
"""Different numbers of which size, mean and standard error tell how many have each."""
SAME = 1e-9
"""Share of a weight up to which two are the same."""


def apart_by_weight(survey: Survey, *, ordinals: Ordinals) -> tuple[Apart, ...]:
    """The weights, or the answers that they follow from, where they are few; else none."""
    design = survey.design
    if design.weight and not design.margins:
        parts = _weights(design.weight, ordinals)
        simple = not (design.strata or design.cluster or design.replicates)
        return _few(design.weight, parts, squares=simple, ordinals=ordinals)
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
    sums = [weights, *([weights**2] if squares else [])]
    return (Apart(name, parts, tuple(tuple(map(float, one)) for one in sums), weights=True),)


def by_part(name: str, parts: tuple[Spans, ...]) -> tuple[Apart, ...]:
    """Parts each of which is told by itself; none where they are many."""
    if not 1 < len(parts) <= MOST_ANSWERS:
        return ()
    return (Apart(name, parts, tuple(tuple(map(float, one)) for one in np.eye(len(parts))),
                  weights=True),)


def apart_by_number(column: str, *, ordinals: Ordinals) -> tuple[Apart, ...]:
    """The values of a number that has few of them; else none."""
    keys = ordinals.keys(column).to_numpy()
    if not 1 < len(keys) <= FEW_NUMBERS:
        return ()
    values = (keys - keys[0]) / (keys[1] - keys[0])
    sums = [values, *([values**2] if len(keys) > 2 else [])]
    return (Apart(column, tuple(codes([at]) for at in range(1, len(keys) + 1)), tuple(
        tuple(map(float, one)) for one in sums), weights=False),)


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
        if name == number:
            found += apart_by_number(name, ordinals=ordinals)
        elif sums == len(parts):
            found += by_part(name, parts)
        else:
            found += _few(name, parts, squares=sums > 1, ordinals=ordinals)
    return tuple(found)


def tells_weights(cells: Cells) -> bool:
    """Whether a table has sums of weights."""
    return any(value.kind == "weighted" for value in cells.values)


def never_together(survey: Survey, told: Apart, *, ordinals: Ordinals) -> tuple[Filter, ...]:
    """Parts that hold nobody because every stratum has one weight, as its reader knows."""
    strata = survey.design.strata
    if not told.weights or not strata or strata == told.name:
        return ()
    rank, stratum = ordinals.ranks(told.name), ordinals.ranks(strata)
    inside = np.zeros((len(told.parts), len(rank)), dtype=bool)
    for at, part in enumerate(told.parts):
        for low, high in part:
            inside[at] |= (rank >= low) & (rank <= high)
    found = []
    for at in np.unique(stratum[stratum > 0]):
        here = np.asarray(inside[:, stratum == at].any(axis=1))
        if here.sum() > 1:
            return ()
        found += [Filter({strata: codes([int(at)]), told.name: part})
                  for part, is_here in zip(told.parts, here, strict=True) if not is_here]
    return tuple(found)
