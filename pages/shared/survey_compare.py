"""Differences between groups, and between waves that a column tells apart, of a loaded survey."""

from __future__ import annotations

import re

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

MOST_ANSWERS = 3
"""Up to so many answers all are shown at first."""
WAVE = re.compile(r"\b(wave|round|year|survey date|welle|jahr|vague|ann[ée]e)\b", re.IGNORECASE)


def show_differences(desk: Desk, found: HeldSurvey) -> None:
    """All pairs of groups of one question or number."""
    show_compared(desk, found)


def show_compared(desk: Desk, found: HeldSurvey, *, waves: bool = False) -> None:
    """All pairs of groups, or each wave of a wave column against the one before."""
    permission = permission_of(found.survey.design.sampling)
    if not permission.inference:
        st.info(f"{'Waves are' if waves else 'Groups are'} not tested against each other in a "
                f"survey of this kind ({permission.sampling}); why, is said above. A crosstab "
                "shows the shares side by side.")
        return
    book, name = found.survey.codebook, "waves" if waves else "differences"
    questions, numbers = questions_of(found.survey), numbers_of(found.survey)
    single = {key: label for key, label in questions.items() if not is_multiple(book, key)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_column("Question or number", questions | numbers, key=f"{name}_of",
                        help="Shares of a question, or the mean of a number.")
        groups = {key: label for key, label in single.items() if key != of}
        by = _ask_waves(groups) if waves else ask_column(
            "Groups", groups, key="differences_by", help="A question with one answer.")
        answer = ask_answer({} if of in numbers else answers_of(book, of), name=f"{name}_{of}")
    if not by:
        st.info("Choose the column that says in which wave a row was asked. A year that was read "
                "as a number can be given the kind ordinal on the page Your data."
                if waves else "There is no second question to compare by.")
        return
    asked = ask_narrowed(found, of_shares=of not in numbers)
    request = DifferenceRequest(of, by, asked.where, asked.keep, asked.interval)
    released: list[ReleasedDifferences] = []

    def ask() -> ReleasedDifferences:
        released.append(found.gate.release_differences(request, rules=found.rules, waves=waves))
        return released[0]

    build = build_waves if waves else build_differences
    if show_released(desk, found, lambda told: build(ask(), told, answer=answer),
                     requests=[request], where=asked.where):
        st.markdown(f":small[**How it was compared.** {plain(released[0].rule)}]")


def _ask_waves(groups: dict[str, str]) -> str:
    """The wave column, first of all one that is called so."""
    called = next((key for key, label in groups.items() if WAVE.search(label)), "")
    return ask_column(
        "Waves", groups, key="waves_by", optional="choose a column", first=called,
        help="The column that says in which wave a row was asked; its answers in the order of the "
        "codebook.")


def ask_answer(answers: dict[str, str], *, name: str) -> str:
    """One answer or all; of many answers the last, which is the top of a scale."""
    if not answers:
        return EVERY_ANSWER
    labels = {EVERY_ANSWER: "every answer"} | answers
    chosen = st.selectbox(
        "Answer", list(labels), format_func=labels.__getitem__, width=200,
        index=len(labels) - 1 if len(answers) > MOST_ANSWERS else 0,
        key=f"crosstabs_answer_{name}",
        help="The correction is over all answers, whichever you look at.")
    return chosen or EVERY_ANSWER
