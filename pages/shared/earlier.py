"""An earlier wave of the survey as a second file: brought and designed on Your data.

Decided: it takes the same way in as the survey itself and a design of its own, which claims nothing
until one is taken; the design of the survey is offered, its columns found by name.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from analysis.errors import CodebookError, DeskError
from analysis.exhibits.words import count
from analysis.intake.report import Report
from analysis.surveys.codebook import Codebook
from analysis.surveys.design import SurveyDesign
from analysis.surveys.wave_match import match_surveys
from pages.shared.intake import show_intake
from pages.shared.outcome import show_outcome
from pages.shared.survey import HeldSurvey, hold_survey, show_sampling, survey_of
from pages.shared.survey_design import show_design
from pages.shared.text import plain
from pages.shared.visit import EARLIER, Loaded

FAULT = "your_data_earlier_fault"


def show_earlier(held: Loaded, found: HeldSurvey) -> None:
    """Bring an earlier wave; what of it can be compared, and how it was drawn."""
    st.subheader("An earlier wave of this survey", anchor="earlier")
    earlier = survey_of(held, EARLIER)
    if earlier is None:
        st.markdown("The same questions, asked before? Bring that file too: *Crosstabs → Waves* "
                    "then sets the two side by side. It stays in this visit as your survey does.")

    def take(folder: Path, report: Report) -> None:
        try:
            hold_survey(held, folder, report, design=SurveyDesign(), name=EARLIER)
        except DeskError as error:
            st.session_state[FAULT] = str(error)

    show_intake(held, EARLIER, use=take, taken=earlier.report if earlier else None)
    if fault := st.session_state.pop(FAULT, None):
        st.error(plain(fault))
    if earlier is None:
        return
    show_outcome(earlier.folder, earlier.report, name=EARLIER)
    _show_matched(earlier, found)
    show_sampling(earlier)
    _offer_design(held, earlier, found)
    with st.expander("How the earlier wave was drawn",
                     expanded=earlier.survey.design == SurveyDesign()):
        show_design(held, earlier, name=EARLIER)


def design_by_name(design: SurveyDesign, *, of: Codebook, to: Codebook) -> SurveyDesign:
    """A design of one file for another: its class, its columns by their names.

    Known margins and numbers of people were those of one wave, so they are not taken over.

    Raises
    ------
    CodebookError
        If the other file lacks a column of the design.
    """
    def named(column: str) -> str:
        return to.find(of.find(column).name).column if column else ""

    size, replicates = design.population, design.replicates
    return replace(
        design, weight=named(design.weight), strata=named(design.strata),
        cluster=named(design.cluster), respondent=named(design.respondent),
        population=named(size) if isinstance(size, str) else None,
        replicates=replicates and replace(
            replicates, columns=tuple(named(one) for one in replicates.columns)),
        margins=(), invited=None, completes=None)


def _show_matched(earlier: HeldSurvey, found: HeldSurvey) -> None:
    """How many questions are in both files, and which are not, by name."""
    matched = match_surveys(earlier.survey, found.survey)
    every = len(matched.same) + len(matched.apart)
    st.markdown(f"**{len(matched.same)} of {count(every, 'question')}** can be compared, found by "
                "text or by column name.")
    if matched.apart or matched.only_earlier:
        left = len(matched.apart) + len(matched.only_earlier)
        with st.expander(f"Not compared: {count(left, 'question')}"):
            st.markdown("\n".join([
                *(f"- **{plain(name)}**: {plain(why)}" for name, why in matched.apart.items()),
                *(f"- **{plain(name)}**: only in the earlier file."
                  for name in matched.only_earlier)]))


def _offer_design(held: Loaded, earlier: HeldSurvey, found: HeldSurvey) -> None:
    """The design of the survey for the earlier wave, in one press."""
    try:
        design = design_by_name(found.survey.design, of=found.survey.codebook,
                                to=earlier.survey.codebook)
    except CodebookError:
        if earlier.survey.design == SurveyDesign():
            st.markdown(":small[The earlier file lacks a column of the survey's design, so its own "
                        "has to be said below.]")
        return
    if design == earlier.survey.design:
        return
    weight = f", weighted by {earlier.survey.codebook.find(design.weight).name}" \
        if design.weight else ""
    if st.button(f"It was drawn in the same way: {design.sampling}{weight}",
                 key="your_data_earlier_same", help="Class and columns by name. Known margins and "
                 "numbers of people are those of one wave and are not taken over."):
        try:
            hold_survey(held, earlier.folder, earlier.report, design=design, name=EARLIER)
        except DeskError as error:
            st.session_state[FAULT] = str(error)
        st.rerun()
