"""Exposure: what do AI-exposure indices say, and why do they disagree?"""

import streamlit as st

from analysis.exhibits.exposure import MEASURE, OCCUPATION
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "exposure", title="Exposure",
    question="What do AI-exposure indices say, and why do they disagree?",
    lead="Each index scores how much of an occupation AI could touch, in its own way. They "
    "contradict each other for models because none asks whether a generated picture can stand in "
    "for a person. The desk shows them all and picks none.",
)

with layout.body():
    settings = show_controls(desk, OCCUPATION)
    show_exhibit(desk, "exposure_disagreement", **settings)
    show_exhibit(desk, "exposure_range")
    show_exhibit(desk, "exposure_pay", **settings, **show_controls(desk, MEASURE))
    with st.container(border=True):
        st.markdown(
            "**Why they disagree.** They are built from different things: how AI applications "
            "relate to human abilities (AIOE), people's or a language model's rating of tasks "
            "(GPTs are GPTs, ILO), real conversations with chatbots (Microsoft, Anthropic), a "
            "language model's guess of automation (GENOE), computerisation in general, before "
            "generative AI (Frey and Osborne). They cover different lists of occupations under "
            "different classifications. The table of each chart says what each one measures."
        )
    show_unknowns(desk, page="exposure")
