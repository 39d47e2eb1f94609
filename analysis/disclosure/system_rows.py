"""The regions on their way into the system that is checked, each with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.attack import Quantity
from analysis.disclosure.parts import Part
from analysis.disclosure.regions import Region


@dataclass
class Row:
    """A region on its way into a system.

    Parameters
    ----------
    region : Region
        Part of the data, or a sum over parts.
    value, width : float
        What it is, and by how much it must stay uncertain, in units.
    out, hidden : bool
        Whether it is published already, and whether it is withheld or was never asked for.
    unasked : bool
        Whether no table names it.
    no_secret : bool
        Whether it is a part of all whose number is taken as known to every reader.
    """

    region: Region
    value: float
    width: float
    out: bool = False
    hidden: bool = False
    unasked: bool = False
    no_secret: bool = False


def take_in(rows: list[Row], part: Part) -> None:
    """Take an earlier table in; a region that is there already learns what is known of it."""
    place: dict[Region, list[Row]] = {}
    for row in rows:
        place.setdefault(row.region, []).append(row)
    for at, one in enumerate(part.regions):
        if one not in place:
            place[one] = [Row(one, part.values[at], 0.0)]
            rows += place[one]
        for row in place[one]:
            row.width = max(row.width, part.widths[at])
            row.out = row.out or not part.withheld[at]
            row.hidden = row.hidden or bool(part.withheld[at])


def protect(rows: list[Row], few: Sequence[Region], width: float) -> None:
    """Hold parts that nobody is shown, but that sums tell of, to a width."""
    place = {row.region: row for row in rows}
    for one in dict.fromkeys(few):
        if one not in place:
            rows.append(Row(one, 0.0, width, hidden=True, unasked=True))


def quantity_of(rows: Sequence[Row]) -> Quantity:
    """What the regions are, and the width each must keep."""
    return Quantity(np.array([row.value for row in rows], dtype="float64"),
                    np.array([row.width for row in rows], dtype="float64"),
                    most=np.array([max((each for _, each in row.region.form), default=0.0)
                                   for row in rows]))


def states_of(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Which regions are hidden, and which are out."""
    return (np.array([row.hidden and not row.out for row in rows], dtype=bool),
            np.array([row.out for row in rows], dtype=bool))


def by_column(rows: Sequence[Row]) -> list[list[int]]:
    """The places of parts whose numbers are no secret, those of one column together."""
    found: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        if row.no_secret:
            found.setdefault(tuple(name for name, _ in row.region.spans), []).append(at)
    return list(found.values())
