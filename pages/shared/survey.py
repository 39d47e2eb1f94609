"""A survey of this visit: opened under a design and rules, with what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from analysis.disclosure import Rules
from analysis.exhibits.own_survey import Loaded as Said
from analysis.intake.report import Report
from analysis.surveys.codebook import Codebook, Variable
from analysis.surveys.crosstab_verb import release_log
from analysis.surveys.design import SurveyDesign, response_rate
from analysis.surveys.questions import CODED
from analysis.surveys.sample import bind_sample
from analysis.surveys.sampling import PERMISSIONS
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.survey_gate import SurveyGate
from pages.shared.text import plain
from pages.shared.visit import SURVEY, Loaded, forget_asked

FORM = "your_data_design_form"
"""Counts how often the form of the design started anew."""


@dataclass(frozen=True)
class HeldSurvey:
    """The survey of a visit, ready to be asked through its gate."""

    folder: Path
    report: Report
    survey: Survey
    gate: SurveyGate
    rules: Rules
    said: Said
    notes: tuple[str, ...]

    def close(self) -> None:
        """Nothing stays open."""


def hold_survey(
    held: Loaded, folder: Path, report: Report, *, design: SurveyDesign, rules: Rules,
    fresh: bool = True,
) -> None:
    """Open a taken file under a design and rules; keeps it for this visit.

    ``fresh`` says that the design does not come from the form, which then starts anew from it.

    Raises
    ------
    DeskError
        If the design does not fit the file or its data, or raking cannot meet its margins.
    """
    survey = open_survey(folder, design)
    notes = bind_sample(survey, columns={}).notes
    before = held.parts.get(SURVEY)
    same = isinstance(before, HeldSurvey) and before.survey == survey
    gate = before.gate if same else SurveyGate(survey, log=release_log())
    held.parts[SURVEY] = HeldSurvey(
        folder, report, survey, gate, rules,
        Said("A survey loaded by the reader", date.today(), survey.content_hash[:12]), notes)
    if fresh and st.session_state.get(SURVEY):
        forget_asked()
        st.session_state[FORM] = st.session_state.get(FORM, 0) + 1
    st.session_state[SURVEY] = True


def survey_of(held: Loaded) -> HeldSurvey | None:
    """The survey of this visit, None where none was taken."""
    found = held.parts.get(SURVEY)
    return found if isinstance(found, HeldSurvey) else None


def form_key(name: str) -> str:
    """The key of a widget of the design's form; another one each time the form starts anew."""
    turn = st.session_state.get(FORM, 0)
    return f"your_data_{name}" + (f"_{turn}" if turn else "")


def show_sampling(found: HeldSurvey) -> None:
    """What the sampling class allows, in its sentence; the response rate where known."""
    permission = PERMISSIONS[found.survey.design.sampling]
    rate = response_rate(found.survey.design)
    st.info(plain(permission.why) + (
        f" Response rate: {rate:.1%} of those asked." if rate is not None else ""))
    for note in found.notes:
        st.markdown(f":small[{plain(note)}]")


def questions_of(book: Codebook) -> dict[str, str]:
    """Questions that can be crossed: coded columns, and groups of several answers, by name."""
    found: dict[str, str] = {}
    for one in book.variables:
        if one.group:
            found.setdefault(one.group, f"{one.group} (several answers)")
        elif one.kind in CODED:
            found.setdefault(one.column, _asked(one))
    return found


def is_multiple(book: Codebook, name: str) -> bool:
    """Whether a question of ``questions_of`` has several answers."""
    return any(one.group == name for one in book.variables)


def answers_of(book: Codebook, name: str) -> dict[str, str]:
    """Valid answers of a question of ``questions_of`` by code; of several answers its flags."""
    if is_multiple(book, name):
        return {one.column: one.label for one in book.variables if one.group == name}
    return {} if not name else {
        one.code: one.label for one in book.find(name).values if not one.missing}


def numbers_of(survey: Survey) -> dict[str, str]:
    """Columns of numbers that may be averaged; those of the design are no answers."""
    design = survey.design
    used = {design.weight, design.strata, design.cluster, design.respondent, design.population,
            *(design.replicates.columns if design.replicates else ())}
    return {one.column: _asked(one) for one in survey.codebook.variables
            if one.kind == "number" and one.column not in used}


def _asked(variable: Variable) -> str:
    return variable.name if variable.label == variable.name else (
        f"{variable.name}: {variable.label}")
