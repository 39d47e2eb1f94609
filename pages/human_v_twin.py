"""Human v. twin: the public record and why it cannot show substitution, then a ledger."""

import streamlit as st

from analysis.exhibits.human_v_twin import KIND
from analysis.exhibits.ledger_bookings import BRAND
from analysis.exhibits.ledger_effects import OUTCOME
from analysis.exhibits.ledger_share import DIMENSION
from analysis.exhibits.ledger_words import CHANNEL, MARKET, TIER
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.ledger import show_ledger_notice
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "human_v_twin", title="Human v. twin", question="Do twins replace bookings?",
    lead="No ledger of real bookings is public, so nobody outside the agencies can say. First "
    "what is public: cases the press wrote about, and official counts of salaried models, each on "
    "its own axis, because neither explains the other. Then a ledger, on which the question can "
    "be asked.",
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

    st.header("On a ledger of bookings", anchor="ledger")
    show_ledger_notice(desk)
    chosen = show_controls(desk, CHANNEL, MARKET, TIER)
    show_exhibit(desk, "human_v_twin_bookings", **chosen)
    show_exhibit(desk, "human_v_twin_share", **chosen)
    show_exhibit(desk, "human_v_twin_share_by", **show_controls(desk, DIMENSION))
    show_exhibit(desk, "human_v_twin_brand", channel=chosen["channel"],
                 **show_controls(desk, BRAND))

    st.header("What adoption changed", anchor="effects")
    st.markdown(
        "Counts side by side say nothing of cause. Here brands that adopted twins are compared "
        "with brands that never did, before and after, which says more, and still rests on both "
        "having gone on alike otherwise."
    )
    outcome = show_controls(desk, OUTCOME)
    with st.spinner("Estimating…"):
        show_exhibit(desk, "human_v_twin_effect", **outcome)
    show_exhibit(desk, "human_v_twin_without", **outcome)
    show_exhibit(desk, "human_v_twin_methods", **outcome)
    show_exhibit(desk, "human_v_twin_cohorts", **outcome)
    show_exhibit(desk, "human_v_twin_trials")

    st.header("Models with and without work", anchor="models")
    show_exhibit(desk, "human_v_twin_idle", tier=chosen["tier"])
    show_exhibit(desk, "human_v_twin_working", tier=chosen["tier"])
    show_unknowns(desk, page="human_v_twin")
