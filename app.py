"""Home: what is known about AI twins and fashion work, how well, and where to look."""

import streamlit as st

from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "home", title="Home", question="What do AI twins do to fashion work, and how do we know?",
    lead="In March 2025 H&M announced digital twins of thirty models, paid per use through their "
    "agencies. Who gains, who loses, and how well is it known? Published evidence first, each "
    "number with its source, its base and its limits.",
)

DOORS = (
    ("You explore.", "What workers say, how each survey was made, and what may be compared.",
     "pages/worker_voice.py", "Worker voice"),
    ("You publish.", "Check a claim, take the sentence that may be quoted and the chart behind it.",
     "pages/claims.py", "What may I say?"),
    ("You brief.", "Put exhibits and your own words together, and take them along as one document.",
     "pages/briefing.py", "Briefing"),
)

with layout.body():
    for column, (who, what, page, label) in zip(st.columns(3, gap="large"), DOORS, strict=True):
        with column:
            st.markdown(f"**{who}** {what}")
            st.page_link(page, label=f"{label} →")

    show_exhibit(desk, "worker_voice_bectu", related="no")
    show_exhibit(desk, "human_v_twin_uses")
    show_exhibit(desk, "human_v_twin_disclosure")
    show_exhibit(desk, "money_costs")
    show_exhibit(desk, "job_market_industries")
    show_exhibit(desk, "law_twin_or_face")
    show_unknowns(desk)
