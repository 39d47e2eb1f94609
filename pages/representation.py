"""Representation: does AI widen or narrow who is seen?"""

import streamlit as st

from analysis.exhibits.representation import COVER_GROUP, GROUP, PLACE
from analysis.exhibits.representation_sizes import COUNT_GROUP
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "representation", title="Representation",
    question="Does AI widen or narrow who is seen?",
    lead="No measurement of it was found. Below stand three things that cannot be set against each "
    "other: what is claimed, what tests counted in AI-made pictures, and who was cast before AI "
    "pictures were common. People hired and pictures generated never share an axis here.",
)

with layout.body():
    show_exhibit(desk, "representation_claim")
    show_exhibit(desk, "representation_bias")

    st.header("Who is cast: runways", anchor="runways")
    show_exhibit(desk, "representation_castings", **show_controls(desk, GROUP, PLACE))
    show_exhibit(desk, "representation_runway_size")
    counted = show_controls(desk, COUNT_GROUP.renamed("count_group"))
    show_exhibit(desk, "representation_counts", group=counted["count_group"])

    st.header("Who is cast: covers and campaigns", anchor="covers")
    covers = show_controls(desk, COVER_GROUP.renamed("cover_group"))
    show_exhibit(desk, "representation_covers", group=covers["cover_group"])
    show_unknowns(desk, page="representation")
