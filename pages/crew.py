"""Crew: losses that photographers report first, then crew days and pay on a ledger."""

import streamlit as st

from analysis.exhibits.crew import ROLE, TWIN_CHANNELS
from analysis.exhibits.crew_stake import RATE
from analysis.exhibits.ledger_money import CREW_CURRENCY
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.ledger import show_ledger_notice
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "crew", title="Crew", question="What happens to the rest of the shoot?",
    lead="Make-up, hair, styling, photography: nobody has published how many days of crew a twin "
    "takes the place of. First what photographers report of AI; then a ledger, on which the days "
    "of each role can be counted for bookings and for uses of twins.",
)

with layout.body():
    show_exhibit(desk, "worker_voice_losses", trade="photographers")
    with st.container(horizontal=True):
        st.page_link("pages/worker_voice.py", label="All trades: Worker voice →")
        st.page_link("pages/human_v_twin.py", label="Documented uses: Human v. twin →")
        st.page_link("pages/money.py", label="What a shoot costs: Money →")
        st.page_link("pages/law.py", label="What is required: Law and policy →")

    st.header("On a ledger of bookings", anchor="ledger")
    show_ledger_notice(desk)
    show_exhibit(desk, "crew_days", **show_controls(desk, TWIN_CHANNELS))
    show_exhibit(desk, "crew_month", **show_controls(desk, ROLE))
    show_exhibit(desk, "crew_pay", **show_controls(desk, CREW_CURRENCY))

    st.header("A scenario", anchor="scenario")
    with st.container(border=True):
        st.markdown(
            "**An if, not a count.** How many uses of twins stood in for a booking of a person is "
            "not in any ledger: some pictures would otherwise not have been made at all. Set the "
            "share you want to assume; what follows rests on it."
        )
    show_exhibit(desk, "crew_stake", **show_controls(desk, RATE))
    show_unknowns(desk, page="crew")
