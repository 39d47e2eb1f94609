"""A crosstab through the disclosure gate: the only way from private answers to a screen or a file.

Decided: the protected unit is the respondent. What rests on a withheld cell goes with it: its
error and interval, letters in it, letters elsewhere that point at its column in the same row, and
the test of the whole table. The release log knows a crosstab by its columns, its codes and its
filter in ordinals, and is kept by the content of the data, so that the same questions tomorrow, in
another visit or window, meet the tables of today.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, DataLog, Dimension, Released, ReleaseLog, Rules, Unit, Value
from analysis.disclosure import release as pass_gate
from analysis.disclosure.log import Spec
from analysis.disclosure.released import SUPPRESSED
from analysis.surveys.comparisons import TableTest, p_words
from analysis.surveys.crosstab import (
    Axis,
    CrosstabRequest,
    UnreleasedCrosstab,
    estimate_crosstab,
)
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.questions import KEEPABLE
from analysis.surveys.survey import Survey

RESPONDENTS = (Unit("respondents", "respondents"),)
VALUES = (
    Value("respondents", "count"), Value("weighted_n", "weighted"),
    Value("share", "share", of="weighted_n"),
    *(Value(name, "ratio") for name in (
        "se", "low", "high", "design_effect", "effective_n")),
)
LABELS = ("row_label", "column_label", "row_total", "column_total", "low_base", "interval")
PREFIX = "crosstab_"
SOME_WITHHELD = "No test: some cells are withheld, and a test of the whole table would use them."


@dataclass(frozen=True)
class ReleasedCrosstab:
    """A crosstab that may be seen.

    Parameters
    ----------
    released : Released
        One row a cell: ``row_code``, ``row_label``, ``column_code``, ``column_label``, whether it
        is a margin, ``respondents``, ``weighted_n``, ``share`` (0-1), ``se``, ``low``, ``high``,
        ``design_effect``, ``effective_n``, ``letters``, ``suppressed``, ``reason``.
    rows, columns : Axis
        The two questions; their counts of missing answers are not among what was released.
    share : str
        ``column``, ``row`` or ``total``.
    sampling, why : str
        Sampling class and what it allows.
    letters : dict of str to str
        Letter of each column; empty where there are none, and ``letters_rule`` says why.
    test : str
        The test of the table in words, or why there is none.
    notes : tuple of str
        On the design and the base.
    """

    released: Released
    rows: Axis
    columns: Axis
    share: str
    sampling: str
    why: str
    letters: dict[str, str]
    letters_rule: str
    test: str
    notes: tuple[str, ...]


class CrosstabGate:
    """The gate of one survey: asks, releases, and knows what is out already.

    Parameters
    ----------
    survey : Survey
        The loaded survey.
    log : ReleaseLog
        Shared by all visits.
    """

    def __init__(self, survey: Survey, *, log: ReleaseLog) -> None:
        self.survey = survey
        self._ordinals = Ordinals(survey)
        self._log = DataLog(
            log, survey.content_hash, count_units=self._count, cells_of=self._again)

    def release(self, request: CrosstabRequest, *, rules: Rules) -> ReleasedCrosstab:
        """Cross two questions and release what may be seen.

        Raises
        ------
        CodebookError, SurveyError
            If a question or filter does not exist.
        DisclosureError
            If nothing of it may be shown beside what is out already.
        """
        crosstab = estimate_crosstab(self.survey, request=request)
        return self.release_estimated(crosstab, rules=rules)

    def release_estimated(self, crosstab: UnreleasedCrosstab, *, rules: Rules) -> ReleasedCrosstab:
        """Release what may be seen of a crosstab of this survey that was estimated already."""
        released = pass_gate(
            self._cells(crosstab), rules=rules, log=self._log, measure=PREFIX + crosstab.share)
        return _readable(crosstab, released)

    def _cells(self, crosstab: UnreleasedCrosstab) -> Cells:
        return Cells(
            crosstab.cells, labels=LABELS, units=RESPONDENTS, values=VALUES,
            dimensions=(self._dimension(crosstab.rows, "row_code"),
                        self._dimension(crosstab.columns, "column_code")),
            filter=self._ordinals.narrowed(crosstab.resolved))

    def _dimension(self, axis: Axis, column: str) -> Dimension:
        named = tuple(value.code for value in axis.categories)
        first = axis.key.split("+")[0]
        if axis.multiple:
            return Dimension(column, named, TOTAL, adds=False, log_name=f"m_{first}")
        return Dimension(
            column, named, TOTAL, spans=self._ordinals.spans_of(first, named), log_name=first,
            leaves_out=True)

    def _count(self, regions: object) -> list[int]:
        return self._ordinals.count(regions, people=self._people())  # type: ignore[arg-type]

    def _people(self) -> np.ndarray:
        """Who filled each row, as numbers; -1 where the row has no weight."""
        design, rows = self.survey.design, self.survey.codebook.rows
        people = np.arange(rows)
        if design.respondent:
            found = self.survey.read(design.respondent)[design.respondent].to_list()
            people = pd.factorize(pd.Series(found, dtype="object"), use_na_sentinel=False)[0]
        if design.weight:
            weight = self.survey.read(design.weight)[design.weight].fill_null(0).to_numpy()
            people = np.where(weight > 0, people, -1)
        return people

    def _again(self, spec: Spec) -> Cells:
        """The private cells of a table released before."""
        names, keep = [], set()
        for name, parts in spec.dimensions:
            column = name.removeprefix("m_")
            variable = self.survey.codebook.find(column)
            names.append(variable.group if name.startswith("m_") else column)
            if not name.startswith("m_"):
                keys = self._ordinals.keys(column).to_list()
                missing = {one.code: one.missing for one in variable.values}
                keep |= {missing.get(keys[low - 1], "") for ((low, _),) in parts}
        request = CrosstabRequest(
            rows=names[0], columns=names[1], where=self._ordinals.as_filter(spec.filter),
            share=spec.measure.removeprefix(PREFIX),  # type: ignore[arg-type]
            keep=tuple(kind for kind in KEEPABLE if kind in keep))
        return self._cells(estimate_crosstab(self.survey, request=request))


def _readable(crosstab: UnreleasedCrosstab, released: Released) -> ReleasedCrosstab:
    """The released table with what else may be said of it."""
    def with_letters(frame: pd.DataFrame) -> pd.DataFrame:
        hidden = {(row, column) for row, column, out in zip(
            frame["row_code"], frame["column_code"], frame[SUPPRESSED], strict=True) if out}
        names = {letter: code for code, letter in crosstab.letters.columns.items()}
        letters = []
        for row, column in zip(frame["row_code"], frame["column_code"], strict=True):
            found = crosstab.letters.of.get((row, column), "")
            seen = (row, column) not in hidden
            letters.append("".join(
                one for one in found if seen and (row, names.get(one)) not in hidden))
        low = frame["low_base"] & ~frame[SUPPRESSED]
        return frame.assign(letters=letters, low_base=low)

    said = SOME_WITHHELD if released.withheld else crosstab.test_reason
    if crosstab.test is not None and not released.withheld:
        said = _test_words(crosstab.test)
    return ReleasedCrosstab(
        released=released.derive(with_letters), rows=_plain(crosstab.rows),
        columns=_plain(crosstab.columns), share=crosstab.share, sampling=crosstab.sampling,
        why=crosstab.why, letters=crosstab.letters.columns, letters_rule=crosstab.letters.rule,
        test=said, notes=crosstab.notes)


def _plain(axis: Axis) -> Axis:
    """The axis without its counts of missing answers, which did not pass the gate."""
    return replace(axis, missing={})


def _test_words(test: TableTest) -> str:
    return (
        f"Rao-Scott test that the two have nothing to do with each other: F = "
        f"{test.statistic:.2f} on {test.df:.2f} and {test.df_design:.1f} degrees of freedom, "
        f"{p_words(test.p_value)}.")
