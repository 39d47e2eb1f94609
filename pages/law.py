"""Law and policy: what is required, where, from when?"""

import streamlit as st

from analysis.exhibits import build_exhibit
from analysis.exhibits.law import DAY, JURISDICTION, NATURE, SEARCH
from analysis.exhibits.law_matrix import STATUS
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.law import show_instrument_cards, show_side_by_side
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "law", title="Law and policy", question="What is required, where, from when?",
    lead="Laws, bills, agreements and demands as they were read up to 3 July 2026, many of them in "
    "summaries. What was to begin later is shown as scheduled. Bills, drafts and demands are not "
    "law and never look like it. A reading, not legal advice.",
)

with layout.body():
    show_exhibit(desk, "law_twin_or_face")
    show_side_by_side(desk)

    st.header("What each instrument says", anchor="matrix")
    settings = show_controls(desk, JURISDICTION, STATUS, NATURE, SEARCH)
    show_exhibit(desk, "law_matrix", **settings)
    of_matrix = {name: settings[name] for name in ("jurisdiction", "status", "search")}
    show_instrument_cards(desk, build_exhibit("law_matrix", desk.warehouse, **of_matrix))

    st.header("What happened, and what comes", anchor="dates")
    show_exhibit(desk, "law_timeline", **settings)
    show_exhibit(desk, "law_next", **settings, **show_controls(desk, DAY))
    show_unknowns(desk, page="law")
