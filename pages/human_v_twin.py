"""Human v. twin, public half: what the record shows, and why it cannot show substitution."""

import streamlit as st

from analysis.exhibits.human_v_twin import KIND
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "human_v_twin", title="Human v. twin", question="Do twins replace bookings?",
    lead="No ledger of real bookings is public, so nobody outside the agencies can say. What is "
    "public: cases the press wrote about, and official counts of salaried models. They stand "
    "below each other, each on its own axis, because neither explains the other.",
)

with layout.body():
    show_exhibit(desk, "human_v_twin_uses")
    show_exhibit(desk, "job_market_employment", occupation="41-9012")
    with st.container(border=True):
        st.markdown(
            "**Why this cannot show substitution.** A count of press reports says what was "
            "written and found, not how often twins are used. The employment figures count wage "
            "and salary jobs only, leave out the self-employed who are most of this field, "
            "include life models in schools and models in dentists' offices, and carry a "
            "wide margin. Nothing links a twin to a booking that did not happen. That "
            "needs a ledger of bookings and uses, brand by brand, before and after."
        )
    show_exhibit(desk, "human_v_twin_disclosure", **show_controls(desk, KIND))
    st.page_link("pages/twin_register.py", label="Each case with its source: Twin register →")
    show_unknowns(desk, page="human_v_twin")
