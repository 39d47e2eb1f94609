"""One chart in a frame on somebody else's page: the address decides, the reader reads."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from analysis.charts import theme
from analysis.errors import DeskError, ExportError
from analysis.exhibits import build_exhibit, catalogue
from analysis.exports.dress import Dress, dress
from pages.shared.card import show_standing
from pages.shared.chart_choice import EXHIBIT, FIRST, show_then_and_now
from pages.shared.chart_dress import MODES, Chosen, dress_of_link
from pages.shared.chart_files import address_of, show_preview
from pages.shared.controls import read_controls
from pages.shared.layout import Desk
from pages.shared.text import plain


def show_embedded(desk: Desk) -> None:
    """The dressed figure with its source line, how well it is known, the way to the rest."""
    specs = {spec.id: spec for spec in catalogue()}
    spec = specs.get(st.query_params.get(EXHIBIT, FIRST), specs[FIRST])
    try:
        settings = read_controls(replace(desk, page=f"chart_desk_{spec.id}"), *spec.controls)
        exhibit = build_exhibit(spec.id, desk.warehouse, **settings)
    except DeskError as error:
        st.warning(plain(str(error)))
        return
    show_then_and_now(exhibit)
    if exhibit.table.empty:
        st.info(f"{plain(exhibit.title)}. {exhibit.words.empty}")
        return
    worn, mode = dress_of_link(), st.query_params.get("chart_desk_theme", "light")
    try:
        dressed = dress(exhibit, worn)
    except ExportError as error:
        st.warning(plain(f"{error} The chart is shown undressed."))
        worn, dressed = Dress(), exhibit
    chosen = Chosen(worn, "", cast(theme.Mode, mode if mode in MODES else "light"))
    show_preview(desk, dressed, size="", mode=chosen.mode, tools=False)
    show_standing(dressed)
    st.markdown(f"[Table, sources and method]({address_of(exhibit, chosen)}) on Double Booked")
