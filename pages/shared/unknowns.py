"""The box of open questions."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.unknowns import list_unknowns
from pages.shared.layout import Desk, name_of


def show_unknowns(desk: Desk, *, page: str = "") -> None:
    """What nobody knows yet, with the count behind it and the page to look at.

    Parameters
    ----------
    desk : Desk
        Of the page that shows the box.
    page : str
        Stem of a page whose questions are wanted; none for those of Home.
    """
    st.header("What nobody knows yet", anchor="unknown")
    for unknown in list_unknowns(desk.warehouse):
        if unknown.page == page or (not page and unknown.front):
            st.markdown(f"**{unknown.question}** {unknown.why}")
            if not page:
                st.page_link(
                    f"pages/{unknown.page}.py", label=f"{name_of(unknown.page)} →"
                )
