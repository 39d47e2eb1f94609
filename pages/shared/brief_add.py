"""“Add to brief” on every card."""

from __future__ import annotations

import streamlit as st

from analysis.briefs.asking import shown_of
from analysis.briefs.freeze import KEPT
from analysis.exhibits import REGISTRY, Exhibit, find_spec
from analysis.exhibits.controls import default_of
from pages.shared.brief_state import add_exhibit, held
from pages.shared.layout import Desk
from pages.shared.visit import SHOWN, loaded


def show_add(desk: Desk, exhibit: Exhibit) -> None:
    """The button, and after it was pressed the way to the brief."""
    key = f"{desk.page}-{exhibit.id}-brief"
    pressed = st.button(
        "Add to brief", key=key, type="tertiary", icon=":material/post_add:",
        help="Gathers this exhibit, with its filters, on the page Briefing.")
    if pressed:
        st.session_state[f"{key}-said"] = _add(desk, exhibit)
    if (added := st.session_state.get(f"{key}-said")) is not None:
        number = len(held().brief.entries)
        label = f"In the brief ({number}) →" if added else "The brief is full →"
        st.page_link("pages/briefing.py", label=label)


def _add(desk: Desk, exhibit: Exhibit) -> bool:
    """By id and settings; of a visitor's own survey what the gate let out, held by the visit."""
    if exhibit.id in REGISTRY:
        return add_exhibit(
            exhibit.id, settings_of(desk, exhibit),
            own=find_spec(exhibit.id).of_ledger and desk.warehouse.attached is not None)
    kept = loaded().parts.setdefault(SHOWN, {})
    number = str(len(kept) + 1)
    kept[number] = shown_of(exhibit, name=exhibit.id, page=desk.page, settings="")
    return add_exhibit(exhibit.id, {KEPT: number}, own=True)


def settings_of(desk: Desk, exhibit: Exhibit) -> dict[str, str]:
    """The settings that differ from the usual ones, as text."""
    spec = find_spec(exhibit.id)
    return {
        name: spec.control(name).write(value) for name, value in exhibit.settings.items()
        if value != default_of(spec.control(name), desk.warehouse)}
