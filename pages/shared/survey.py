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
from analysis.surveys.design import SurveyDesign, columns_of, response_rate
from analysis.surveys.questions import CODED
from analysis.surveys.sample import bind_sample
from analysis.surveys.sampling import PERMISSIONS
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.survey_gate import SurveyGate
from pages.shared.text import plain
from pages.shared.visit import EARLIER, SURVEY, Loaded, forget_asked, rules_of

MANY_ANSWERS = 12
FORM = "_design_form"
"""After a survey's name: counts how often the form of its design started anew."""
FORMS = {SURVEY: "your_data_", EARLIER: "your_data_earlier_"}
"""How the keys of the widgets of each form begin."""


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


@dataclass(frozen=True)
class Form:
    """The form of the design of a survey: its columns, what stands in it, whose it is."""

    book: Codebook
    now: SurveyDesign
    name: str = SURVEY

    def key(self, widget: str) -> str:
        """The key of a widget; another one each time the form starts anew."""
        turn = st.session_state.get(self.name + FORM, 0)
        return FORMS[self.name] + widget + (f"_{turn}" if turn else "")


def hold_survey(
    held: Loaded, folder: Path, report: Report, *, design: SurveyDesign, fresh: bool = True,
    name: str = SURVEY,
) -> None:
    """Open a taken file under a design and the rules of the visit; keeps it for this visit.

    ``fresh`` says that the design does not come from the form, which then starts anew from it.
    ``name`` is SURVEY, or EARLIER for an earlier wave, which has a gate of its own.

    Raises
    ------
    DeskError
        If the design does not fit the file or its data, or raking cannot meet its margins.
    """
    survey = open_survey(folder, design)
    notes = bind_sample(survey, columns={}).notes
    before = held.parts.get(name)
    known = before.survey if isinstance(before, HeldSurvey) else None
    gate = before.gate if known == survey else SurveyGate(survey, log=release_log())
    held.parts[name] = HeldSurvey(
        folder, report, survey, gate, rules_of(held),
        Said("A survey loaded by the reader", date.today(), survey.content_hash[:12]), notes)
    if fresh and st.session_state.get(name):
        if known is None or known.content_hash != survey.content_hash:
            forget_asked()
        st.session_state[name + FORM] = st.session_state.get(name + FORM, 0) + 1
    st.session_state[name] = True


def survey_of(held: Loaded, name: str = SURVEY) -> HeldSurvey | None:
    """The survey of this visit, or its earlier wave; None where none was taken."""
    found = held.parts.get(name)
    return found if isinstance(found, HeldSurvey) else None


def show_sampling(found: HeldSurvey) -> None:
    """What the sampling class allows, in its sentence; the response rate where known."""
    st.info(plain(sampling_sentence(found.survey.design)))
    for note in found.notes:
        st.markdown(f":small[{plain(note)}]")


def sampling_sentence(design: SurveyDesign) -> str:
    """What the sampling class allows, the response rate, and what bounds still need."""
    permission, rate = PERMISSIONS[design.sampling], response_rate(design)
    said = [permission.why]
    if rate is not None:
        said.append(f"Response rate: {rate:.1%} of those asked.")
    if permission.bounds and not permission.inference and design.invited is None:
        said.append("There are no bounds yet: they need the number of members asked, which is "
                    "given on the page Your data.")
    return " ".join(said)


def questions_of(survey: Survey) -> dict[str, str]:
    """Questions that can be crossed: coded columns, and groups of several answers, by name.

    In their order, those of many answers last, as are strata and clusters: a page that opens on 40
    branches shows nothing, and how a sample was drawn is no answer.
    """
    found: dict[str, str] = {}
    drawn = columns_of(survey.design)
    for one in sorted(survey.codebook.variables, key=lambda one: (
            one.column in drawn or len(one.values) > MANY_ANSWERS)):
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
    used = columns_of(survey.design)
    return {one.column: _asked(one) for one in survey.codebook.variables
            if one.kind == "number" and one.column not in used}


def _asked(variable: Variable) -> str:
    return variable.name if variable.label == variable.name else (
        f"{variable.name}: {variable.label}")
