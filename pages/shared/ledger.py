"""What stands above every exhibit of a ledger: whose it is, and what it can show."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.words import count
from analysis.ledger.engine import ledger_of
from pages.shared.layout import Desk


def show_ledger_notice(desk: Desk) -> None:
    """Say whether the ledger is simulated, how large it is, and which months it covers."""
    with st.spinner("Preparing the ledger…", show_time=True):
        ledger = ledger_of(desk.warehouse)
    size = ledger.fetch("size").frame.iloc[0]
    extent = (
        f"{count(size['rows'], 'row')} of {count(size['brands'], 'brand')} and "
        f"{count(size['models'], 'model')}, {size['first_month']:%B %Y} to "
        f"{size['last_month']:%B %Y}, data {ledger.package.data_version}"
    )
    with st.container(border=True):
        if ledger.source.kind == "simulation":
            st.markdown(
                "**Try the method: a simulated ledger.** Nothing below happened. Brands, agencies, "
                "models, fees and consents are invented from stated assumptions, so that every "
                "measure can be tried before real bookings are loaded, and so that an estimate can "
                "be held against the truth that was put in. "
            )
        else:
            st.markdown(f"**{ledger.source.title}.** A full count of what was loaded.")
        st.caption(f"{extent[:1].upper()}{extent[1:]}.")
