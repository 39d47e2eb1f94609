"""What stands above every exhibit of a ledger: whose it is, and what it can show."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.ledger_words import extent_of
from analysis.ledger.engine import Ledger, ledger_of
from pages.shared.layout import Desk
from pages.shared.text import plain


def show_ledger_notice(desk: Desk) -> None:
    """Say whether the ledger is simulated, how large it is, and which months it covers."""
    ledger = _open(desk)
    with st.container(border=True):
        if ledger.source.kind == "simulation":
            st.markdown(
                "**Try the method: a simulated ledger.** Nothing below happened. Brands, agencies, "
                "models, fees and consents are invented from stated assumptions, so that every "
                "measure can be tried before real bookings are loaded, and so that an estimate can "
                "be held against the truth that was put in. "
            )
            st.page_link("pages/simulation.py", label="What it assumes, and what hangs on it →")
        else:
            st.markdown(
                "**Your own ledger**, seen in this visit only. Counts are full counts of what was "
                "loaded; what would point at a model, a brand or an agency is withheld. "
                + ledger.source.note)
        st.markdown(f":small[{plain(extent_of(ledger))}]")


def _open(desk: Desk) -> Ledger:
    """Open the ledger; say what is happening while it is prepared for the first time.

    A visitor who comes while another one's visit prepares it sees the clock only.
    """
    with st.spinner("Preparing the ledger…", show_time=True):
        bar = st.empty()

        def tell(text: str, share: float) -> None:
            bar.progress(share, text=f"{text}…")

        ledger = ledger_of(desk.warehouse, progress=tell)
        bar.empty()
    return ledger
