"""What is known before anything is assumed, and the model on one page: formulas and limits."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.unknowns import list_unknowns
from analysis.scenarios.method import FORMULAS, LIMITS
from pages.shared.layout import Desk

KNOWN = ("How many bookings did twins replace?", "How many crew days did twins replace?",
         "What must a twin be paid?")


def show_known(desk: Desk) -> None:
    """What the desk's evidence says of what a scenario has to assume, counted from its tables."""
    with st.container(border=True):
        st.markdown("**What is known.** " + " ".join(
            unknown.why for unknown in list_unknowns(desk.warehouse) if unknown.question in KNOWN)
            + " So what follows is an if: every number it needs is listed with what it rests on, "
            "and most rest on nothing published.")
        with st.container(horizontal=True):
            st.page_link("pages/crew.py", label="Crew →")
            st.page_link("pages/money.py", label="Money →")
            st.page_link("pages/law.py", label="Law and policy →")
            st.page_link("pages/twin_register.py", label="Twin register →")


def show_method() -> None:
    """The formulas and the limits of the model."""
    st.header("Method", anchor="method")
    st.markdown("\n".join(f"- **{name}.** {words}" for name, words in FORMULAS))
    st.markdown("**Limits**\n" + "\n".join(f"- {limit}" for limit in LIMITS))
