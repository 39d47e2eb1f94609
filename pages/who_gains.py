"""Who gains: the thirty twins of H&M first, then earnings, entry, brands and traits on a ledger."""

import streamlit as st

from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.who_gains_diversity import TRAIT
from analysis.exhibits.who_gains_words import YEAR
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.ledger import show_ledger_notice
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "who_gains", title="Who gains",
    question="Who gets the work and the money: top names or newcomers?",
    lead="Unions fear for those who start, and makers of twins promise work to more kinds of "
    "people. No public record says who earns from twins. First what is known of the largest case; "
    "then a ledger, on which work and earnings can be set against each other.",
)

with layout.body():
    show_exhibit(desk, "twin_register_hm")
    with st.container(horizontal=True):
        st.page_link("pages/twin_register.py", label="Each case: Twin register →")
        st.page_link("pages/human_v_twin.py", label="Documented uses: Human v. twin →")
        st.page_link("pages/money.py", label="What models are paid: Money →")
        st.page_link("pages/representation.py", label="Who is seen: Representation →")
        st.page_link("pages/law.py", label="What is required: Law and policy →")

    st.header("On a ledger: work and money", anchor="ledger")
    show_ledger_notice(desk)
    chosen = show_controls(desk, YEAR, CURRENCY)
    show_exhibit(desk, "who_gains_tiers", **chosen)
    show_exhibit(desk, "who_gains_concentration", **chosen)
    show_exhibit(desk, "who_gains_lorenz", **chosen)
    show_exhibit(desk, "who_gains_entry")

    st.header("On a ledger: whose twins, and who is seen", anchor="seen")
    show_exhibit(desk, "who_gains_cross_brand", year=chosen["year"])
    show_exhibit(desk, "who_gains_diversity", year=chosen["year"], **show_controls(desk, TRAIT))
    show_unknowns(desk, page="who_gains")
