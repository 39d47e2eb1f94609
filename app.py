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

with layout.body():
    doors = st.columns(3, gap="large")
    with doors[0]:
        st.markdown("**You explore.** What members say, and how the surveys were made.")
        st.page_link("pages/worker_voice.py", label="Worker voice")
    with doors[1]:
        st.markdown("**You publish.** A chart with its source line, its data, its citation.")
        st.page_link("pages/job_market.py", label="Job market")
    with doors[2]:
        st.markdown("**You brief.** What can be claimed about twins, and what cannot.")
        st.page_link("pages/human_v_twin.py", label="Human v. twin")

    show_exhibit(desk, "worker_voice_bectu", related="no")
    show_exhibit(desk, "worker_voice_surveys")
    show_exhibit(desk, "human_v_twin_uses")
    show_exhibit(desk, "human_v_twin_disclosure")
    show_exhibit(desk, "job_market_industries")
    show_exhibit(desk, "exposure_range")
    show_unknowns(desk)
