"""The crosstab of a loaded survey: two questions, how they are shown, letters and test below."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.crosstabs import AS_ASKED, SHARES, VIEWS, build_crosstab, letters_and_test
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.own_survey import Told
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.crosstab_gate import ReleasedCrosstab
from pages.shared.layout import Desk
from pages.shared.survey import HeldSurvey, answers_of, questions_of
from pages.shared.survey_asked import ask_column, ask_narrowed, show_released
from pages.shared.text import plain


def show_crosstab(desk: Desk, found: HeldSurvey) -> None:
    """Controls, card, the letters' rule and the test in words."""
    questions = questions_of(found.survey)
    if len(questions) < 2:
        st.info("This survey has one question with coded answers, so nothing can be crossed. "
                "Look at it under One question.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = ask_column("Rows", questions, key="rows",
                          help="The question whose answers are shares.")
        columns = ask_column(
            "Columns", {name: label for name, label in questions.items() if name != rows},
            key="columns", help="Who is compared.")
        share = st.selectbox("Percent of", list(SHARES), format_func=SHARES.__getitem__, width=200,
                             key="crosstabs_share", help="What each cell is a share of.",
                             persist_state="session")
        view = st.selectbox("Drawn as", list(VIEWS), format_func=VIEWS.__getitem__, width=200,
                            key="crosstabs_view", help="The same numbers, drawn otherwise.",
                            persist_state="session")
        order = _ask_order(answers_of(found.survey.codebook, columns))
    asked = ask_narrowed(found)
    request = CrosstabRequest(rows, columns, where=asked.where, share=share, keep=asked.keep,
                              interval=asked.interval)
    released: list[ReleasedCrosstab] = []

    def build(told: Told) -> Exhibit:
        released.append(found.gate.release(request, rules=found.rules))
        return build_crosstab(released[0], told, view=view, order=order)

    if show_released(desk, found, build, requests=[request], where=asked.where):
        for heading, said in letters_and_test(released[0]).items():
            st.markdown(f":small[**{heading}.** {plain(said)}]")


def _ask_order(answers: dict[str, str]) -> str:
    """By which column rows are sorted."""
    labels = {AS_ASKED: "as in the codebook", TOTAL: "Total, highest first"} | {
        code: f"{label}, highest first" for code, label in answers.items()}
    chosen = st.selectbox(
        "Order of rows", list(labels), format_func=labels.__getitem__, width=200,
        key="crosstabs_order", persist_state="session",
        help="By the shares of one column. The table of the card sorts by any column as well.")
    return chosen or AS_ASKED
