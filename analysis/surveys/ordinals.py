"""Columns of a survey in ordinals, as the release log speaks of them: no value of anybody.

Decided: a coded answer is named by its place in the codebook (1, 2, …), missing codes included, and
codes that stand in the data but not in the codebook after those; a number or a day by its rank
among the column's distinct values; an empty cell is 0. The groups of a number are spans of that
number's ordinals, so that a table by age group and a filter on age are known to be of one thing.
Of an answer of several the first ordinal says that it was chosen. Whether somebody answered a
question of several answers at all stands in no column, so it has one of its own here, named after
the first flag (``v_c003``): 1 answered, then the kinds of missing answers. The content hash covers
data and codebook, so an ordinal means the same for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from analysis.disclosure.filters import EVERYTHING, Spans, codes, common, everything_but, tidy
from analysis.disclosure.filters import Filter as Narrowed
from analysis.disclosure.lattice import Region
from analysis.surveys.codebook import GROUPED
from analysis.surveys.filters import filter_mask
from analysis.surveys.questions import (
    CHOSEN,
    KEEPABLE,
    NO_ANSWER,
    find_question,
    read_answers,
)
from analysis.surveys.survey import Survey
from analysis.surveys.where import Condition, Filter

ANSWERED = "answered"
KINDS = (ANSWERED, *KEEPABLE, NO_ANSWER)
"""Whether and why not a question was answered, in the order of their ordinals from 1."""
VALID = "v_"
"""Before the first flag's column: the column of whether a question was answered."""


Grouped = tuple[str, tuple[Spans, ...]]
"""A column of numbers, and which of its ordinals each group of them holds."""


class Ordinals:
    """Ordinals of a survey's columns, each read once.

    Parameters
    ----------
    survey : Survey
        Whose columns they are.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._keys: dict[str, pl.Series] = {}
        self._ranks: dict[str, np.ndarray] = {}
        self._groups: dict[str, Grouped | None] = {}

    def keys(self, column: str) -> pl.Series:
        """The values of a column in the order of their ordinals, which begin at 1."""
        if column not in self._keys and column.startswith(VALID):
            self._keys[column] = pl.Series(column, KINDS)
            self._ranks[column] = self._answered(column.removeprefix(VALID))
        if column not in self._keys:
            data = self.survey.read(column)[column]
            variable = self.survey.codebook.find(column)
            distinct = data.drop_nulls().unique().sort()
            if variable.kind not in ("number", "date"):
                listed = [one.code for one in variable.values]
                if variable.kind == "flag":
                    listed.sort(key=lambda code: code != CHOSEN)
                rest = [one for one in distinct.cast(pl.String).to_list() if one not in listed]
                distinct = pl.Series(column, [*listed, *rest], dtype=pl.String)
                data = data.cast(pl.String)
            places = pl.int_range(1, len(distinct) + 1, eager=True)
            self._keys[column] = distinct
            self._ranks[column] = data.replace_strict(
                distinct, places, default=None, return_dtype=pl.Int64).fill_null(0).to_numpy()
        return self._keys[column]

    def ranks(self, column: str) -> np.ndarray:
        """Ordinal of each row of the survey, 0 where the cell is empty."""
        self.keys(column)
        return self._ranks[column]

    def _answered(self, flag: str) -> np.ndarray:
        group = self.survey.codebook.find(flag).group
        question = find_question(self.survey.codebook, name=group)
        answers = read_answers(question, frame=self.survey.read(*question.columns))
        places = {kind: place for place, kind in enumerate(KINDS, 1)}
        return answers.missing.replace({"": ANSWERED}).replace_strict(
            places, return_dtype=pl.Int64).to_numpy()

    def spans_of(self, column: str, values: Sequence[str]) -> tuple[Spans, ...]:
        """For each code of a coded column the ordinals it stands for."""
        listed = [self.keys(column).to_list().index(value) for value in values]
        grouped = self._grouped(column)
        return tuple(grouped[1][at] if grouped else codes([at + 1]) for at in listed)

    def name_of(self, column: str) -> str:
        """The column in whose ordinals a coded column is spelled."""
        grouped = self._grouped(column)
        return grouped[0] if grouped else column

    def groups_of(self, number: str) -> str:
        """The column that groups a column of numbers: the one after it."""
        columns = [one.column for one in self.survey.codebook.variables]
        return columns[columns.index(number) + 1]

    def _grouped(self, column: str) -> Grouped | None:
        """What a column groups, if its name and every row of the data say that it does."""
        if column not in self._groups:
            variables = self.survey.codebook.variables
            number = next((one for one, other in pairwise(variables) if other.column == column
                           and one.kind == "number" and other.name == GROUPED.format(one.name)),
                          None)
            parts = self._parts(column, number.column) if number else None
            self._groups[column] = (number.column, parts) if number and parts else None
        return self._groups[column]

    def _parts(self, column: str, number: str) -> tuple[Spans, ...] | None:
        """The ordinals of the numbers in each group, None where groups overlap."""
        group, rank, last = self.ranks(column), self.ranks(number), 0
        parts: list[Spans] = []
        for at in range(1, len(self.keys(column)) + 1):
            inside = rank[group == at]
            if len(inside) and inside.min() <= last:
                return None
            parts.append(((last + 1, int(inside.max())),) if len(inside) else ())
            last = int(inside.max(initial=last))
        return tuple(parts) if ((group == 0) == (rank == 0)).all() else None

    def narrowed(self, resolved: Filter) -> Narrowed:
        """A resolved filter in ordinals; a condition that everybody meets is none."""
        found: dict[str, Spans] = {}
        for condition in resolved.conditions:
            keys = self.keys(condition.column).rename(condition.column).to_frame()
            kept = filter_mask(
                Filter((condition,)), codebook=self.survey.codebook, frame=keys).to_numpy()
            name, grouped = condition.column, self._grouped(condition.column)
            spans = codes((np.flatnonzero(kept) + 1).tolist())
            if grouped:
                name = grouped[0]
                spans = tidy(span for at in np.flatnonzero(kept) for span in grouped[1][at])
            if not self.leaves_out(name, spans):
                continue
            earlier = found.get(name, EVERYTHING)
            found[name] = Narrowed({name: earlier}).within({name: spans}).spans(name)
            found |= self._answered_too(condition.column, spans)
        return Narrowed(found)

    def leaves_out(self, column: str, spans: Spans) -> bool:
        """Whether anybody's ordinal of a column lies outside some spans."""
        return not self.inside(column, spans).all()

    def inside(self, column: str, spans: Spans) -> np.ndarray:
        """A flag a row: whether its ordinal of a column lies in some spans."""
        ranks = self.ranks(column)
        found = np.zeros(len(ranks), dtype=bool)
        for low, high in spans:
            found |= (ranks >= low) & (ranks <= high)
        return found

    def _answered_too(self, column: str, spans: Spans) -> dict[str, Spans]:
        """Who chose an answer of several, or did not, has answered the question."""
        book = self.survey.codebook
        variable = book.find(column)
        said = [one.code for one in variable.values if not one.missing]
        valid = tidy(span for part in self.spans_of(column, said) for span in part)
        if not variable.group or not said or common(spans, valid) != spans:
            return {}
        first = next(one for one in book.variables if one.group == variable.group)
        return {VALID + first.column: codes([1])}

    def never(self, columns: Sequence[str]) -> tuple[Narrowed, ...]:
        """Parts that hold nobody: a flag was chosen, or not, but its question was not answered."""
        found = []
        for one in self.survey.codebook.variables:
            if one.group and one.column in columns:
                said = [value.code for value in one.values if not value.missing]
                spans = tidy(span for part in self.spans_of(one.column, said) for span in part)
                found += [Narrowed({one.column: spans, name: everything_but(valid)})
                          for name, valid in self._answered_too(one.column, spans).items()]
        return tuple(found)

    def as_filter(self, narrowed: Narrowed) -> Filter:
        """A filter in ordinals as conditions that the survey understands.

        That a question was answered is no condition: whoever asks for the question says it again.
        """
        conditions = []
        for column, spans in narrowed.columns.items():
            if column.startswith(VALID):
                continue
            keys = [_text(key) for key in self.keys(column).to_list()]
            values = tuple(keys[at - 1] for low, high in spans
                           for at in range(max(low, 1), min(high, len(keys)) + 1))
            conditions.append(Condition(column, "in", values))
        return Filter(tuple(conditions))

    def count(
        self, regions: Sequence[Region], *, people: np.ndarray, once: Collection[str] = ()
    ) -> list[int]:
        """Distinct people in each region.

        Parameters
        ----------
        regions : sequence of Region
            Parts of the data in ordinals; an answer of several is named by its flag's column.
        people : array
            Who filled each row; negative for rows that count nowhere (weight 0).
        once : collection of str
            Columns in which who filled several rows is taken to be what the first of them says.
        """
        first = np.arange(len(people))
        if once:
            _, begins, who = np.unique(people, return_index=True, return_inverse=True)
            first = begins[who]
        return [len(np.unique(people[self._inside(one, first, once) & (people >= 0)]))
                for one in regions]

    def _inside(self, part: Region, first: np.ndarray, once: Collection[str]) -> np.ndarray:
        mask = np.ones(self.survey.codebook.rows, dtype=bool)
        for column, spans in part.spans:
            ranks = self.ranks(column)[first] if column in once else self.ranks(column)
            mask &= np.logical_or.reduce([(ranks >= low) & (ranks <= high) for low, high in spans])
        for _, flag in part.chosen:
            place = self.keys(flag).to_list().index(CHOSEN) + 1
            mask &= self.ranks(flag) == place
        return mask


def _text(key: object) -> str:
    """A value as a filter names it: a number so that no point is taken for a thousands mark."""
    return f"{key:.16e}" if isinstance(key, float) else str(key)
