"""A ledger of this visit: its tables brought one by one, opened together, closed with the visit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from analysis.errors import DeskError
from analysis.intake.report import Report
from analysis.intake.validate import NEEDED
from analysis.ledger.contract import TABLES
from analysis.ledger.engine import Ledger
from analysis.ledger.given import open_given
from pages.shared.intake import show_intake
from pages.shared.outcome import show_outcome
from pages.shared.text import plain
from pages.shared.visit import LEDGER, Loaded, rules_of

BROUGHT = "ledger-tables"
WORDS = {
    "bookings": "Bookings (needed)", "models": "Models (needed)", "crew_calls": "Crew calls",
    "consents": "Consents", "brands": "Brands", "rates": "Exchange rates",
}


def show_ledger_intake(held: Loaded) -> None:
    """Bring the tables of a ledger, and open it once bookings and models are there."""
    brought = tables_of(held)
    table = st.segmented_control(
        "Which table?", TABLES, format_func=WORDS.__getitem__, default="bookings", required=True,
        key="your_data_table", help="Bookings and models are needed; brands are taken from the "
        "bookings where there is no table of them, the others are empty.")

    def take(folder: Path, report: Report) -> None:
        brought[str(table)] = (folder, report)

    now = brought.get(str(table))
    show_intake(held, str(table), use=take, taken=now[1] if now else None)
    for name, (folder, report) in brought.items():
        st.markdown(f"**{WORDS[name].removesuffix(' (needed)')}**")
        show_outcome(folder, report)
    missing = [name for name in NEEDED if name not in brought]
    if missing:
        st.markdown(":small[Still needed: " + " and ".join(missing) + ".]")
        return
    if st.button("Open this ledger", type="primary", key="your_data_open_ledger"):
        try:
            open_brought(held)
        except DeskError as error:
            st.error(plain(str(error)))
            if isinstance(held.parts.get(LEDGER), Ledger):
                st.markdown("The ledger opened before is still the one that is shown.")
            return
    if isinstance(held.parts.get(LEDGER), Ledger):
        st.success(
            "Your ledger is open: the four pages under Bookings now show it, to you alone, through "
            "the disclosure gate.")
        st.page_link("pages/human_v_twin.py", label="Human v. twin →")


def tables_of(held: Loaded) -> dict[str, tuple[Path, Report]]:
    """The tables brought so far: by name, the folder of the typed file and how it was read."""
    found: dict[str, tuple[Path, Report]] = held.parts.setdefault(BROUGHT, {})
    return found


def open_brought(held: Loaded) -> None:
    """Open the tables brought as one ledger, in place of an earlier one.

    Raises
    ------
    DeskError
        If they do not fit together.
    """
    folder, within = held.visit.subfolder(), held.visit.subfolder()
    lay({name: taken for name, (taken, _) in tables_of(held).items()}, folder)
    bar = st.empty()

    def tell(text: str, share: float) -> None:
        bar.progress(share, text=f"{text}…")

    try:
        opened = open_given(folder, within=within, progress=tell, rules=rules_of(held))
    except DeskError as error:
        raise DeskError(str(error).replace(f"{folder.name}/", "")) from None
    finally:
        bar.empty()
        shutil.rmtree(folder, ignore_errors=True)
    earlier = held.parts.get(LEDGER)
    if isinstance(earlier, Ledger):
        earlier.close()
    held.parts[LEDGER] = opened
    st.session_state[LEDGER] = True


def lay(tables: Mapping[str, Path], folder: Path) -> None:
    """Lay the typed files of tables side by side into a folder, without copying if possible."""
    for name, taken in tables.items():
        file = f"{name}.parquet"
        try:
            os.link(taken / file, folder / file)
        except OSError:
            shutil.copyfile(taken / file, folder / file)
