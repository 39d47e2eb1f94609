"""Money: what does a shoot, a twin, an image cost, and who says so?"""

import streamlit as st

from analysis.exhibits.money import COST, STATEMENT
from analysis.exhibits.money_accounts import AGENCY, PEER_METRIC
from analysis.exhibits.money_hm import METRIC
from analysis.exhibits.money_work import LOSS, PAY
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "money", title="Money", question="What does a shoot, a twin, an image cost, and who says so?",
    lead="Prices, pay and accounts as published, each under the one who says it; those who sell "
    "AI images come last and are drawn weaker. Nothing is converted between currencies, added up "
    "or averaged.",
)

with layout.body():
    show_exhibit(desk, "money_costs", **show_controls(desk, COST))
    show_exhibit(desk, "money_statements", **show_controls(desk, STATEMENT))

    st.header("Pay and work", anchor="pay")
    show_exhibit(desk, "money_pay", **show_controls(desk, PAY))
    show_exhibit(desk, "money_losses", **show_controls(desk, LOSS))
    show_exhibit(desk, "money_income")

    st.header("Accounts", anchor="accounts")
    show_exhibit(desk, "money_hm", **show_controls(desk, METRIC))
    show_exhibit(desk, "money_peers", **show_controls(desk, PEER_METRIC))
    show_exhibit(desk, "money_agencies", **show_controls(desk, AGENCY))
    show_unknowns(desk, page="money")
