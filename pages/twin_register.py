"""Twin register: who has used twins or AI models, on what terms?"""

import streamlit as st

from analysis.exhibits import build_exhibit
from analysis.exhibits.twin_register import FILTERS
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.events import show_event_cards
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "twin_register", title="Twin register",
    question="Who has used twins or AI models, on what terms?",
    lead="What the press or the organisations themselves wrote about and we found, 2013 to 2026: "
    "uses, pledges, withdrawals, disputes. A list of reports, not of uses. Two sides of one case "
    "count once. Named in it and something is wrong, or your reply is missing? See “Corrections” "
    "on the page Sources.",
)

with layout.body():
    settings = show_controls(desk, *FILTERS)
    show_exhibit(desk, "twin_register_timeline", **settings)
    show_exhibit(desk, "human_v_twin_disclosure")
    show_exhibit(desk, "twin_register_hm")
    show_exhibit(desk, "twin_register_disputes")

    st.header("Every event", anchor="events")
    show_exhibit(desk, "twin_register_events", **settings)
    show_event_cards(desk, build_exhibit("twin_register_events", desk.warehouse, **settings))
    show_unknowns(desk, page="twin_register")
