"""What an earlier table says of the margins that it shares with a new one, and nothing else of it.

Decided: where the two have too many parts together, and the new table tells no margin of the
earlier one, that is enough. The earlier cells add up to the shared margins, so the attacker is
taken to know these, exactly, also where some of the cells are withheld: more than is known. Within
a margin the earlier table's columns can be spread over the new one in proportion, so the whole
would bound no figure of the new table more closely. And the new one bounds no cell that the earlier
one withheld: what it counts in a margin is no more than the cells that are out already.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analysis.disclosure.lattice import lattice_of
from analysis.disclosure.parts import Part
from analysis.disclosure.regions import Region


def with_margins(part: Part, near: Part, margins: Collection[Region], first: Part) -> Part | None:
    """Some rows of an earlier table and the margins that its cells add up to.

    Parameters
    ----------
    part : Part
        The whole earlier table.
    near : Part
        Those of its rows that are kept.
    margins : collection of Region
        To be worked out from its cells.
    first : Part
        The new table.

    Returns
    -------
    Part or None
        None where that is not all that matters: an answer is one of several, its cells do not
        cover a margin, or cells of it are withheld and it is small or the new table could tell of
        them.
    """
    wanted, values = sorted(margins, key=repr), []
    if any(one.chosen for one in (*part.regions, *first.regions)):
        return None
    for one in wanted:
        known, new = _total(part, one), _total(first, one.within(dict(first.filters)))
        if known is None or new is None:
            return None
        value, out = known
        if value > out and (new[0] > out or value < first.widths.max(initial=0.0)):
            return None
        values.append(value)
    zeros = np.zeros(len(values))
    return Part(
        (*near.regions, *wanted), np.concatenate([near.values, values]),
        np.concatenate([near.withheld, zeros.astype(bool)]), np.concatenate([near.widths, zeros]),
        near.empty, near.filters)


def _total(part: Part, whole: Region) -> tuple[float, float] | None:
    """What a table's cells add up to in a region, and those of them that are out; None if unknown.

    The smallest cells are taken, as many as lie in it side by side; they must cover it.
    """
    rows = lattice_of([*part.regions, whole], empty=part.empty).rows.toarray() > 0
    own, wanted = rows[:-1], rows[-1]
    covered, value, out = np.zeros(len(wanted), dtype=bool), 0.0, 0.0
    for at in np.argsort(own.sum(axis=1), kind="stable"):
        if own[at].any() and (own[at] <= wanted).all() and not (own[at] & covered).any():
            covered = covered | own[at]
            value += float(part.values[at])
            out += 0.0 if part.withheld[at] else float(part.values[at])
    return (value, out) if (covered == wanted).all() else None
