"""A brief opened, previewed, frozen and taken along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from analysis.briefs.brief import (
    LARGEST_FILE,
    Brief,
    brief_from_json,
    load_brief,
    read_brief,
    write_brief,
)
from analysis.briefs.compose import compose
from analysis.briefs.document import Document
from analysis.briefs.edition import Edition, Shown
from analysis.briefs.freeze import KEPT, edition_of
from analysis.briefs.pictures import missing_chrome
from analysis.briefs.references import typed_numbers
from analysis.briefs.to_html import to_html
from analysis.briefs.write import ENDINGS, frozen_with, make_document
from analysis.catalog.package import DATA_DIRECTORY
from analysis.errors import BriefError, DeskError
from analysis.warehouse import Warehouse
from pages.shared import brief_state
from pages.shared.layout import Desk
from pages.shared.text import plain
from pages.shared.visit import SHOWN, loaded

EXAMPLE = DATA_DIRECTORY / "briefs" / "example.json"
PREVIEW_PX = {"wide": 860, "medium": 760, "narrow": 560}
MIME = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf", ".html": "text/html",
}


def show_open() -> None:
    """Open a saved brief, or the example."""
    with st.expander("Open a brief", expanded=not brief_state.held().brief.parts):
        number = brief_state.held().opened
        brought = st.file_uploader(
            "A brief saved before (.json)", type="json", key=f"briefing_file_{number}",
            max_upload_size=max(1, LARGEST_FILE // 1_000_000),
            help="Read on this machine; it replaces the brief below.")
        if brought is not None:
            try:
                brief_state.open_brief(read_brief(brought.getvalue()))
            except BriefError as error:
                st.warning(plain(str(error)))
            else:
                st.rerun()
        with st.container(horizontal=True):
            st.button("Open the example", key="briefing_example",
                      on_click=lambda: brief_state.open_brief(load_brief(EXAMPLE)))
            st.button("Begin anew", key="briefing_anew",
                      on_click=lambda: brief_state.open_brief(Brief()))


def ask_edition(desk: Desk, brief: Brief) -> Edition:
    """The numbers of the brief; those of shipped data are kept, frozen ones too once checked.

    Raises
    ------
    BriefError
        If an exhibit cannot be built.
    """
    if any(entry.own for entry in brief.entries):
        return edition_of(brief, desk.warehouse, kept=_kept(brief))
    raw = brief.to_json()
    asked = json.dumps({"parts": [part for part in raw["parts"] if "exhibit" in part],
                        "frozen": raw["frozen"]})
    return _edition(asked, desk.warehouse.package.data_version, desk.warehouse)


def _kept(brief: Brief) -> Mapping[str, Shown]:
    """Exhibits of this visit's survey; no folder is made to find out that there is none."""
    if not any(KEPT in entry.settings for entry in brief.entries):
        return {}
    found: Mapping[str, Shown] = loaded().parts.get(SHOWN, {})
    return found


@st.cache_data(max_entries=12, show_spinner="Asking the data…")
def _edition(asked: str, version: str, _warehouse: Warehouse) -> Edition:
    raw = Brief().to_json() | json.loads(asked)
    return edition_of(brief_from_json(raw), _warehouse)


def show_numbers(edition: Edition) -> None:
    """Whether the numbers are frozen, what is doubtful about them, and which were typed."""
    brief = brief_state.held().brief
    for doubt in edition.doubts:
        st.warning(plain(str(doubt)))
    for said in typed_numbers(brief)[:8]:
        st.caption(plain(said))
    with st.container(horizontal=True, vertical_alignment="center"):
        if edition.frozen_on:
            st.markdown(f"Frozen on {edition.frozen_on}: data version `{edition.data_version}`.")
            _show_unfreeze()
        else:
            st.markdown(f"Live: data version `{edition.data_version}`.")
            st.button(
                "Freeze these numbers", key="briefing_freeze", disabled=not edition.shown,
                help="The brief keeps them, and says of what day they are.",
                on_click=lambda: brief_state.change(
                    frozen=frozen_with(brief, edition, day=_today()).frozen))


def show_error(error: DeskError, *, asked: bool) -> None:
    """Why nothing can be shown, and how the brief is kept and set going all the same.

    Parameters
    ----------
    error : DeskError
    asked : bool
        Whether the numbers were had, so that only the author's words stand in the way.
    """
    brief = brief_state.held().brief
    st.warning(plain(str(error)))
    with st.container(horizontal=True):
        if brief.frozen is not None and not asked:
            _show_unfreeze()
        _show_save(brief, "brief")


def _show_unfreeze() -> None:
    st.button("Use today's numbers", key="briefing_unfreeze",
              on_click=lambda: brief_state.change(frozen=None))


def _show_save(brief: Brief, stem: str) -> None:
    st.download_button(
        "Save the brief", data=partial(write_brief, brief), mime="application/json",
        file_name=f"{stem}.json", key="briefing_save", on_click="ignore")


def show_preview(desk: Desk, edition: Edition) -> Document:
    """The HTML that is exported.

    Raises
    ------
    BriefError
        If the author's words refer to something that does not exist.
    """
    document = compose(brief_state.held().brief, edition, day=_today())
    with st.spinner("Drawing the preview…", show_time=True):
        page = to_html(document).decode("utf-8")
    st.iframe(page, height=PREVIEW_PX[desk.canvas.size],
              alt=f"Preview of the brief: {document.title}")
    return document


def show_files(edition: Edition, document: Document) -> None:
    """A button a format, all from these numbers, and the brief itself."""
    brief = brief_state.held().brief
    with st.container(horizontal=True):
        for ending in ENDINGS:
            st.download_button(
                ending[1:].upper(), file_name=document.stem + ending, mime=MIME[ending],
                data=partial(make_document, brief, edition, ending, day=_today()),
                key=f"briefing_{ending[1:]}", on_click="ignore")
        _show_save(brief, document.stem)
    st.caption(
        "PPTX: charts to be edited in PowerPoint, notes with sources. DOCX: captions, linked "
        "sources, a table a figure. PDF: tagged, figures as vectors. HTML: one file that prints. "
        "Save the brief keeps words, order and, where frozen, the numbers; without it the brief "
        "is gone once this page is closed or loaded again.")
    if missing := missing_chrome():
        st.caption(plain(f"{missing} Until then PPTX, DOCX and PDF have tables where a picture "
                         "would stand; HTML draws its figures in the reader's browser."))


def _today() -> str:
    return date.today().isoformat()
