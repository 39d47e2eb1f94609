"""Your members against the published figure: which own answer, and what it is about."""

from __future__ import annotations

import streamlit as st

from analysis.errors import DeskError
from analysis.exhibits.own_beside import Asked, build_beside
from analysis.exhibits.worker_voice import OUTCOME, TARGET
from analysis.surveys.question_gate import QuestionRequest
from pages.shared.card import show_card
from pages.shared.layout import Desk
from pages.shared.survey import HeldSurvey, answers_of, is_multiple, questions_of
from pages.shared.text import plain
from pages.shared.visit import SURVEY, own_part

DIRECTIONS = ("negative", "positive", "neutral")


def show_beside(desk: Desk) -> None:
    """The card, where a survey is loaded; else the door to bring one."""
    st.header("Your members beside the published figure", anchor="own")
    found = own_part(SURVEY)
    if not isinstance(found, HeldSurvey):
        st.page_link("pages/your_data.py", label="Bring a member survey: Your data →")
        return
    questions = questions_of(found.survey)
    if not questions:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = st.selectbox("Your question", list(questions), key="own_question", width=270,
                             format_func=questions.__getitem__)
        answers = answers_of(found.survey.codebook, asked)
        several = is_multiple(found.survey.codebook, asked)
        chosen = st.multiselect(
            "Answers that count", list(answers), key=f"own_answers_{asked}", width=270,
            format_func=answers.__getitem__, default=list(answers)[:1],
            max_selections=1 if several else None,
            help="One, because several were possible and adding would count people twice."
            if several else "Several are added up.")
        targets = {key: label for key, label in TARGET.options(desk.warehouse).items()
                   if key != "all"}
        outcomes = {key: label for key, label in OUTCOME.options(desk.warehouse).items()
                    if key != "all"}
        target = st.selectbox("It is about", list(targets), key="own_target", width=270,
                              format_func=targets.__getitem__, help=TARGET.help)
        outcome = st.selectbox("Outcome", list(outcomes), key="own_outcome", width=270,
                               format_func=outcomes.__getitem__, help=OUTCOME.help)
        direction = st.selectbox("Direction", DIRECTIONS, key="own_direction", width=200)
    if not chosen:
        st.info("Choose the answers that count.")
        return
    try:
        released = found.gate.release_question(
            QuestionRequest(asked, top=tuple(chosen)), rules=found.rules)
        exhibit = build_beside(
            desk.warehouse, released, found.said, asked=Asked(target, outcome, direction))
    except DeskError as error:
        st.warning(plain(str(error)))
        return
    show_card(desk, exhibit)
