"""Crosstabs: what the loaded survey says, question by question, all of it through the gate."""

import streamlit as st

from pages.shared import layout
from pages.shared.codebook import show_codebook
from pages.shared.survey import questions_of, show_sampling, survey_of
from pages.shared.survey_compare import show_differences
from pages.shared.survey_crosstab import show_crosstab
from pages.shared.survey_views import show_battery, show_mean, show_question
from pages.shared.survey_waves import show_waves
from pages.shared.visit import loaded

desk = layout.page(
    "crosstabs", title="Crosstabs", question="Who answered what, in your own survey?",
    lead="Shares, means and differences of a loaded survey: intervals, letters and tests only "
    "where the sample allows them, and nothing that points at a member.",
)

VIEWS = {
    "crosstab": ("Crosstab", show_crosstab), "question": ("One question", show_question),
    "mean": ("Mean", show_mean), "likert": ("Likert", show_battery),
    "differences": ("Differences", show_differences), "waves": ("Waves", show_waves),
}

with layout.body():
    found = survey_of(loaded())
    if found is None:
        st.info("No survey is loaded in this visit. Bring one first: a .csv, .xlsx or .sav file.")
        st.page_link("pages/your_data.py", label="Bring a survey: Your data →")
        st.stop()
    show_sampling(found)
    if not questions_of(found.survey):
        st.warning("This survey has no question with coded answers, so nothing can be counted. "
                   "Change the kind of its columns on the page Your data.")
        st.stop()
    chosen = st.segmented_control(
        "View", list(VIEWS), default="crosstab", required=True, key="crosstabs_section",
        format_func=lambda name: VIEWS[name][0], label_visibility="collapsed",
        persist_state="session")
    VIEWS[chosen or "crosstab"][1](desk, found)
    show_codebook(found.survey.codebook)
