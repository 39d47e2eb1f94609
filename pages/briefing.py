"""Briefing: exhibits and an author's own words, put together and taken along as one document."""

import streamlit as st

from analysis.briefs.brief import LONGEST_TITLE
from analysis.briefs.templates import TEMPLATES
from analysis.errors import DeskError
from pages.shared import brief_state, layout
from pages.shared.brief_files import (
    ask_edition,
    show_error,
    show_files,
    show_numbers,
    show_open,
    show_preview,
)
from pages.shared.brief_parts import show_parts, show_references

desk = layout.page(
    "briefing", title="Briefing", question="What goes into the brief?",
    lead="Gather exhibits (“Add to brief” on every card), put your own words around them, take "
    "them along as slides, a document, a PDF or a page. Numbers in your words can "
    "be those of the exhibits; typed ones are pointed out. Method, sources, laws and what nobody "
    "knows are added for you.",
)

with layout.body():
    show_open()
    held = brief_state.held()
    opened, brief = held.opened, held.brief
    title = st.text_input("Title", brief.title, key=f"briefing_title_{opened}",
                          max_chars=LONGEST_TITLE, help="May refer to exhibits, as your words do.")
    with st.container(horizontal=True):
        author = st.text_input("Author", brief.author, key=f"briefing_author_{opened}",
                               max_chars=LONGEST_TITLE, width=360,
                               help="Stands below the title and in the file's properties.")
        names = list(TEMPLATES)
        template = st.selectbox(
            "Template", names, index=names.index(brief.template), width=360,
            key=f"briefing_template_{opened}", format_func=lambda one: TEMPLATES[one].label,
            help=" ".join(f"{one.label}: {one.help}" for one in TEMPLATES.values()))
    brief_state.change(title=title, author=author, template=template)

    st.header("Words and exhibits, in order", anchor="parts")
    show_parts(desk)
    if not brief_state.held().brief.parts:
        st.info("Nothing in the brief yet. Add an exhibit or words, or open the example above.")
        st.stop()
    edition = None
    try:
        edition = ask_edition(desk, brief_state.held().brief)
        show_references(edition)
        st.header("Preview", anchor="preview")
        show_numbers(edition)
        document = show_preview(desk, edition)
    except DeskError as error:
        show_error(error, asked=edition is not None)
        st.stop()
    st.header("Take it along", anchor="files")
    show_files(edition, document)
