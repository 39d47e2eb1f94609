"""Parts of the data: which one a cell is of, and which a table says are empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from analysis.disclosure.cells import Cells, Dimension
from analysis.disclosure.filters import EVERYTHING, Form, Spans, codes, common, everything_but, tidy
from analysis.errors import DisclosureError

MOST_ATOMS = 60_000
Chosen = tuple[tuple[str, str], ...]
CHOSEN: Spans = codes([1])
"""Of the column of an answer of several: its first code says that it was chosen."""


@dataclass(frozen=True)
class Region:
    """A part of the data: for each column its ordinals, and which answers of several were chosen.

    Columns that are not narrowed are left out, so that equal regions are equal. With a form it is
    a sum over parts of the region, not the number of units in it.
    """

    spans: tuple[tuple[str, Spans], ...]
    chosen: Chosen = ()
    form: Form = ()

    def within(self, more: Mapping[str, Spans]) -> Region:
        """The region, narrowed further."""
        now = dict(self.spans)
        return region({**now, **{name: common(now.get(name, EVERYTHING), spans)
                                 for name, spans in more.items()}}, self.chosen, self.form)

    def pieces(self) -> list[tuple[Region, float]]:
        """The parts it is a sum over, and what one unit of each adds; itself without a form."""
        if not self.form:
            return [(self, 1.0)]
        plain = Region(self.spans, self.chosen)
        return [(plain.within(dict(narrowed)), each) for narrowed, each in self.form]


def region(columns: Mapping[str, Spans], chosen: Chosen = (), form: Form = ()) -> Region:
    """A region in its one spelling."""
    return Region(tuple(sorted(
        (name, spans) for name, spans in columns.items() if spans != EVERYTHING)), chosen, form)


def plainly(one: Region, columns: Collection[str]) -> Region:
    """The region with answers of several as spans, where their own columns are narrowed elsewhere.

    Parameters
    ----------
    columns : collection of str
        Columns that any table narrows; an answer of several is named by its own column.
    """
    plain = {answer: CHOSEN for _, answer in one.chosen if answer in columns}
    if not plain:
        return one
    rest = tuple(pair for pair in one.chosen if pair[1] not in plain)
    return Region(one.spans, rest, one.form).within(plain)


def regions_of(cells: Cells) -> list[Region]:
    """The region of each row of a table."""
    names = [dimension.column for dimension in cells.dimensions]
    spans = _spans_of(cells.dimensions)
    whole = dict(cells.filter.columns)
    made = []
    for row in cells.frame[names].astype(str).to_numpy().tolist():
        columns, chosen = dict(whole), []
        for dimension, code in zip(cells.dimensions, row, strict=True):
            if dimension.adds:
                _narrow(columns, dimension.name, spans[dimension.column][code])
            elif code != dimension.total:
                chosen.append((dimension.name, code))
        made.append(region(columns, tuple(sorted(chosen))))
    return made


def _spans_of(dimensions: Sequence[Dimension]) -> dict[str, dict[str, Spans]]:
    return {one.column: {code: one.span(code) for code in (*one.codes, one.total)}
            for one in dimensions if one.adds}


def _narrow(columns: dict[str, Spans], name: str, spans: Spans) -> None:
    columns[name] = common(columns[name], spans) if name in columns else spans


def empty_regions(cells: Cells, rows: Sequence[Region]) -> list[Region]:
    """Parts that hold nothing, as every reader knows.

    Of a table with rows that are no margin: what no row names; and what lies outside all codes of a
    dimension that leaves nothing out.

    Parameters
    ----------
    cells : Cells
        The table.
    rows : sequence of Region
        That of each of its rows.
    """
    adding = [dimension for dimension in cells.dimensions if dimension.adds]
    spans = _spans_of(adding)
    inner = np.ones(len(rows), dtype=bool)
    for dimension in adding:
        inner &= ~cells.is_total(dimension)
    named = {one for one, is_inner in zip(rows, inner, strict=True) if is_inner}
    found = [
        region({dimension.name: everything_but(tidy(
            span for code in dimension.codes for span in spans[dimension.column][code]))})
        for dimension in adding if dimension.codes and not dimension.leaves_out
    ]
    if not named or not adding:
        return found
    answers = sorted({one.chosen for one in named})
    if (size := len(answers) * prod(len(one.codes) for one in adding)) > MOST_ATOMS:
        raise too_large(size)
    for chosen in answers:
        for parts in product(*[one.codes for one in adding]):
            columns = dict(cells.filter.columns)
            for dimension, code in zip(adding, parts, strict=True):
                _narrow(columns, dimension.name, spans[dimension.column][code])
            one = region(columns, chosen)
            if one not in named and all(part for _, part in one.spans):
                found.append(one)
    return found


def too_large(size: int) -> DisclosureError:
    """The refusal of what cannot be checked."""
    return DisclosureError(
        f"This table and those released before that share a column with it fall into {size:,} "
        f"parts; the gate can check {MOST_ATOMS:,}. Use fewer dimensions, codes or filters.")
