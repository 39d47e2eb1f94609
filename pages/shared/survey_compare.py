"""Differences between groups, and wave against wave, of a loaded survey."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.own_differences import EVERY_ANSWER, build_differences
from analysis.exhibits.own_waves import build_waves
from analysis.surveys.difference_gate import DifferenceRequest, ReleasedDifferences
from analysis.surveys.sampling import permission_of
from pages.shared.layout import Desk
from pages.shared.survey import (
    HeldSurvey,
    answers_of,
    is_multiple,
    numbers_of,
    questions_of,
)
from pages.shared.survey_asked import ask_column, ask_narrowed, show_released
from pages.shared.text import plain


def show_differences(desk: Desk, found: HeldSurvey) -> None:
    """All pairs of groups of one question or number."""
    _compare(desk, found, waves=False)


def show_waves(desk: Desk, found: HeldSurvey) -> None:
    """Each wave of a wave column against the one before."""
    _compare(desk, found, waves=True)


def _compare(desk: Desk, found: HeldSurvey, *, waves: bool) -> None:
    permission = permission_of(found.survey.design.sampling)
    if not permission.inference:
        st.info(f"No {'comparison of waves' if waves else 'differences'}. {plain(permission.why)} "
                "A crosstab shows the shares side by side.")
        return
    book, name = found.survey.codebook, "waves" if waves else "differences"
    questions, numbers = questions_of(book), numbers_of(found.survey)
    single = {key: label for key, label in questions.items() if not is_multiple(book, key)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_column("Question or number", questions | numbers, key=f"{name}_of",
                        help="Shares of a question, or the mean of a number.")
        groups = {key: label for key, label in single.items() if key != of}
        by = ask_column(
            "Waves" if waves else "Groups", groups, key=f"{name}_by",
            help="The column that says in which wave a row was asked; its answers in the order of "
            "the codebook." if waves else "A question with one answer.")
        labels = {EVERY_ANSWER: "every answer"} | (
            {} if of in numbers else answers_of(book, of))
        answer = st.selectbox(
            "Answer", list(labels), format_func=labels.__getitem__, width=200,
            key=f"crosstabs_{name}_answer_{of}", help="The correction is over all answers, "
            "whichever you look at.") if len(labels) > 1 else EVERY_ANSWER
    if not by:
        st.info("There is no second question to compare by.")
        return
    asked = ask_narrowed(found, of_shares=of not in numbers)
    request = DifferenceRequest(of, by, asked.where, asked.keep, asked.interval)
    released: list[ReleasedDifferences] = []

    def ask() -> ReleasedDifferences:
        released.append(found.gate.release_differences(request, rules=found.rules, waves=waves))
        return released[0]

    build = build_waves if waves else build_differences
    if show_released(desk, found, lambda told: build(ask(), told, answer=answer or EVERY_ANSWER),
                     requests=[request], where=asked.where):
        st.markdown(f":small[**How it was compared.** {plain(released[0].rule)}]")
