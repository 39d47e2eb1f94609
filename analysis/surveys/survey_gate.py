"""The gate of a survey: the only way from private answers to a screen or a file.

Decided: one gate a survey, whatever is asked, because its tables are checked against each other.
The release log knows a table by its columns, its codes and its filter in ordinals, and is kept by
the content of the data, so that the same questions tomorrow, in another visit or window, meet the
tables of today. Which kind of table it was stands in its measure. Rows of weight 0 are in no table:
that is a filter on the column of weights, so that tables under another weight, or under none, are
set against these by whom they leave out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.disclosure import Cells, DataLog, Released, ReleaseLog, Rules
from analysis.disclosure import release as pass_gate
from analysis.disclosure.log import Spec
from analysis.disclosure.release import withhold
from analysis.disclosure.told import Apart, telling
from analysis.errors import BesideError
from analysis.surveys import crosstab_gate, means_gate, missing_gate, question_gate
from analysis.surveys.comparisons import estimate_differences
from analysis.surveys.crosstab import CrosstabRequest, UnreleasedCrosstab, estimate_crosstab
from analysis.surveys.crosstab_gate import ReleasedCrosstab
from analysis.surveys.design import SurveyDesign
from analysis.surveys.difference_gate import (
    DifferenceRequest,
    ReleasedDifferences,
    compared_of,
    levels_of,
    pairs_of,
    steps_of,
    waves_of,
)
from analysis.surveys.gate_parts import people_of, weighted_spans
from analysis.surveys.means_gate import MeanRequest, ReleasedMeans
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.question_gate import QuestionRequest, ReleasedQuestion
from analysis.surveys.questions import is_number
from analysis.surveys.sampling import require_inference
from analysis.surveys.scope import Scope
from analysis.surveys.survey import Survey
from analysis.surveys.told_gate import (
    apart_again,
    apart_by_errors,
    apart_by_number,
    apart_by_weight,
    check_spread,
    never_together,
    tells_errors,
    tells_weights,
)


class SurveyGate:
    """Asks one survey, releases what may be seen, and knows what is out already.

    Every method raises CodebookError or SurveyError where a question or filter does not exist or
    the sampling class does not allow what is asked, and DisclosureError where nothing of it may be
    shown beside what is out.

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
        self._weighted = weighted_spans(survey, ordinals=self._ordinals)
        self._apart = apart_by_weight(survey, ordinals=self._ordinals)
        self._spread = apart_by_errors(survey, ordinals=self._ordinals)
        self._log = DataLog(
            log, survey.content_hash, count_units=self._count, cells_of=self._again)

    def release(self, request: CrosstabRequest, *, rules: Rules) -> ReleasedCrosstab:
        """Cross two questions and release what may be seen."""
        crosstab = estimate_crosstab(self.survey, request=request)
        return self.release_estimated(crosstab, rules=rules)

    def release_estimated(self, crosstab: UnreleasedCrosstab, *, rules: Rules) -> ReleasedCrosstab:
        """Release what may be seen of a crosstab of this survey that was estimated already."""
        cells = crosstab_gate.crosstab_cells(crosstab, ordinals=self._ordinals)
        released = self._pass(cells, rules, crosstab_gate.PREFIX + crosstab.share)
        return crosstab_gate.readable_crosstab(crosstab, released)

    def release_question(self, request: QuestionRequest, *, rules: Rules) -> ReleasedQuestion:
        """One question alone: its answers, the net asked for, and who is missing by kind."""
        found = question_gate.estimate_question(self.survey, request=request)
        cells = question_gate.question_cells(found, ordinals=self._ordinals)
        released = self._pass(cells, rules, question_gate.QUESTION)
        missing = self._pass_missing(missing_gate.missing_cells(
            self.survey, of=request.of, resolved=found.resolved, ordinals=self._ordinals), rules)
        return question_gate.readable_question(
            self.survey, found, released=released, missing=missing)

    def release_means(self, request: MeanRequest, *, rules: Rules) -> ReleasedMeans:
        """Means and totals of a number, by group."""
        found = means_gate.estimate_grouped_means(self.survey, request=request)
        cells = means_gate.means_cells(found, ordinals=self._ordinals)
        released = self._pass(
            cells, rules, means_gate.PREFIX + found.variable.column,
            apart=apart_by_number(found.variable.column, ordinals=self._ordinals))
        return means_gate.readable_means(self.survey, found, released=released)

    def release_differences(
        self, request: DifferenceRequest, *, rules: Rules, waves: bool = False,
    ) -> ReleasedDifferences:
        """Differences between all pairs of groups, or of each wave from the one before."""
        require_inference(self.survey.design.sampling, what="A comparison of waves" if waves
                          else "A difference between groups")
        shares = not is_number(self.survey.codebook, name=request.of)
        levels: ReleasedCrosstab | ReleasedMeans
        if shares:
            levels = self.release(CrosstabRequest(
                request.of, request.by, where=request.where, keep=request.keep,
                interval=request.interval), rules=rules)
            label, by, name = levels.rows.label, levels.columns.label, levels.rows.name
        else:
            levels = self.release_means(
                MeanRequest(request.of, request.by, request.where), rules=rules)
            label, by, name = levels.label, levels.by, levels.name
        differences = estimate_differences(self.survey, of=request.of, scope=Scope(
            where=request.where, by=request.by, keep=request.keep))
        shown = levels_of(levels.released.frame)
        steps = steps_of(shown, order=[
            value.code for value in self.survey.codebook.find(request.by).values]) if waves else {}
        if waves:
            differences = tuple(one for one in differences if steps.get(one.second) == one.first)
        differences = compared_of(shown, differences=differences)
        released = levels.released.derive(lambda frame: (
            waves_of(levels_of(frame), changes=differences, steps=steps) if waves
            else pairs_of(levels_of(frame), differences=differences)))
        return ReleasedDifferences(
            released, name, label, by, shares, levels.sampling, levels.why, len(differences),
            levels.notes)

    def _pass(
        self, cells: Cells, rules: Rules, measure: str, *, apart: tuple[Apart, ...] = (),
    ) -> Released:
        check_spread(cells, survey=self.survey, ordinals=self._ordinals)
        apart = (*apart, *(self._apart if tells_weights(cells) else ()),
                 *(self._spread if tells_errors(cells, apart) else ()))
        return pass_gate(self._telling(self._narrowed(cells), apart), rules=rules, log=self._log,
                         measure=measure)

    def _telling(self, cells: Cells, apart: tuple[Apart, ...]) -> Cells:
        """The cells, to be checked with what they tell without showing it.

        Whoever filled rows of several weights is taken to have that of the first, so that parts add
        up, as they do for all others.
        """
        never = [part for one in apart for part in never_together(
            cells, one, strata=self.survey.design.strata, ordinals=self._ordinals)]
        told = telling(cells, apart, count=self._log.numbers, never=never)
        if told.told or not apart:
            return told
        return telling(cells, apart, never=never, count=lambda regions: self._ordinals.count(
            regions, people=people_of(self.survey), once=[one.name for one in apart]))

    def _pass_missing(self, cells: Cells, rules: Rules) -> Released:
        """Who is missing by kind; all of it withheld where few are, or earlier tables allow none.

        That few are missing is told by bases anyway (see ``analysis.disclosure.log``). Were their
        number protected, every other question, whose base is everybody, had to be withheld.
        """
        if missing_gate.few_are_missing(cells, minimum=rules.minimum):
            return withhold(self._narrowed(cells), rules=rules)
        try:
            return self._pass(cells, rules, missing_gate.MISSING)
        except BesideError:
            return withhold(self._narrowed(cells), rules=rules)

    def _narrowed(self, cells: Cells) -> Cells:
        """The cells as of rows with a weight above 0, where there are others."""
        cells = self._with_never(cells)
        if not self._weighted:
            return cells
        return replace(cells, filter=cells.filter.within(self._weighted))

    def _with_never(self, cells: Cells) -> Cells:
        """The cells, and that nobody chose an answer of several without answering the question."""
        flags = {*cells.filter.columns, *(
            code for one in cells.dimensions if not one.adds for code in one.codes)}
        return replace(cells, never=self._ordinals.never(sorted(flags)))

    def _count(self, regions: object) -> list[int]:
        people: np.ndarray = people_of(self.survey)
        return self._ordinals.count(regions, people=people)  # type: ignore[arg-type]

    def _again(self, spec: Spec) -> Cells:
        """The private cells of a table released before."""
        again = question_gate.question_again
        if spec.measure.startswith(crosstab_gate.PREFIX):
            again = crosstab_gate.crosstab_again
        elif spec.measure.startswith(means_gate.PREFIX):
            again = means_gate.means_again
        elif spec.measure == missing_gate.MISSING:
            again = missing_gate.missing_again
        survey = self.survey
        if any(spec.filter.spans(name) != spans for name, spans in self._weighted.items()):
            survey = replace(survey, design=SurveyDesign(respondent=survey.design.respondent))
        shown = replace(spec, dimensions=spec.shown, told=())
        cells = self._with_never(again(shown, survey=survey, ordinals=self._ordinals))
        return self._telling(cells, apart_again(
            spec, number=spec.measure.removeprefix(means_gate.PREFIX), ordinals=self._ordinals))
