"""Chart desk: dress any exhibit for publication, see what is exported, take it along."""

import streamlit as st

from analysis.errors import DeskError
from analysis.exhibits import build_exhibit
from analysis.exports.dress import dress
from pages.shared import layout
from pages.shared.chart_choice import choose_exhibit, show_filters, show_then_and_now
from pages.shared.chart_dress import ask_dress
from pages.shared.chart_embed import show_embedded
from pages.shared.chart_files import show_checks, show_files, show_link, show_preview
from pages.shared.text import plain

desk = layout.page(
    "chart_desk", title="Chart desk", question="How will the chart look where it is printed?",
    lead="Any chart of the desk, dressed for your pages. Words and looks are yours; the figures, "
    "the source line and how well they are known stay.", bare=bool(st.context.is_embedded),
)

with layout.body():
    if st.context.is_embedded:
        show_embedded(desk)
        st.stop()
    spec = choose_exhibit(desk)
    settings = show_filters(desk, spec)
    try:
        exhibit = build_exhibit(spec.id, desk.warehouse, **settings)
    except DeskError as error:
        st.warning(plain(str(error)))
        st.stop()
    show_then_and_now(exhibit)
    if exhibit.table.empty:
        st.info(f"{plain(exhibit.title)}. {exhibit.words.empty}")
        st.stop()
    preview = st.container()
    chosen = ask_dress(desk, exhibit)
    with preview:
        try:
            dressed = dress(exhibit, chosen.dress)
            show_preview(desk, dressed, size=chosen.size, mode=chosen.mode)
        except DeskError as error:
            st.warning(plain(str(error)))
            st.stop()
    show_checks(dressed, mode=chosen.mode)
    st.header("Take it along", anchor="files")
    show_files(desk, dressed, chosen)
    show_link(desk, exhibit, dressed, chosen)
