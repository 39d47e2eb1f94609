"""Sources: every dataset and source, with standing, licence, limits, downloads, corrections."""

import streamlit as st

from analysis.catalog.package import DATA_DIRECTORY
from analysis.exhibits.sources import KIND, LICENCE, SEARCH, VERIFICATION
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.datasets import show_datasets
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "sources", title="Sources", question="What does the desk rest on?",
    lead="Every figure carries the id of its source. Here are all of them, the tables they fill, "
    "and what their licences allow.",
)

with layout.body():
    show_exhibit(
        desk, "sources_list", **show_controls(desk, KIND, VERIFICATION, LICENCE, SEARCH)
    )
    show_datasets(desk, DATA_DIRECTORY)

    st.header("How to cite", anchor="cite")
    st.markdown(
        "Cite the source of a figure first; every card gives the sentence. To cite the desk:"
    )
    version = desk.warehouse.package.data_version
    st.code(
        "Double Booked: the evidence desk on AI twins and fashion work. Data package "
        f"{desk.warehouse.package.version}, data version {version}.", language=None,
        wrap_lines=True,
    )

    st.header("Corrections", anchor="corrections")
    st.markdown(
        "Found an error, a better source, or yourself described wrongly? Tell us with the id of "
        "the row (the last columns of every table) and, if you can, a page that shows the right "
        "value: open an issue in the repository you got this copy from, or write to whoever runs "
        "this desk. People named in a row may ask for a correction or for their reply to be "
        "added. A changed number is listed in `CHANGELOG.md` under “Numbers that changed”, with "
        "the old value, the new one and the reason."
    )
    show_unknowns(desk, page="sources")
