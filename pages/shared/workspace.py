"""A whole workspace as one file the visitor keeps: data, how they were read, design, rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from analysis.disclosure import Rules
from analysis.errors import DeskError, IntakeError
from analysis.intake.reading import reading_from_json, reading_to_json
from analysis.intake.report import Report
from analysis.intake.templates import build_ledger_templates, build_template
from analysis.intake.workspace import (
    Workspace,
    open_workspace,
    recheck_workspace,
    save_workspace,
)
from analysis.surveys.codebook import load_codebook
from analysis.surveys.design_json import design_from_json, design_to_json
from pages.shared.intake import MOST_BYTES
from pages.shared.survey import HeldSurvey, hold_survey, survey_of
from pages.shared.text import plain
from pages.shared.visit import Loaded


def show_workspace(held: Loaded) -> None:
    """Save what is loaded as one file, or open one saved before."""
    st.header("Come back later", anchor="workspace")
    st.markdown(
        "A workspace is one file with your data, how they were read, the design and the rules. It "
        "goes to your machine and is kept nowhere here; who has it has your data.")
    found = survey_of(held)
    if found is not None:
        st.download_button(
            "Save the workspace", data=lambda: _saved(held, found), mime="application/zip",
            file_name=f"double-booked-workspace-{date.today():%Y-%m-%d}.zip",
            key="your_data_save", on_click="ignore")
    brought = st.file_uploader(
        "Open a workspace", type="zip", key="your_data_workspace",
        help="A file saved here before; its data are held to their rules again.")
    if brought is not None and st.button("Open it", key="your_data_open"):
        try:
            with st.spinner("Opening the workspace…", show_time=True):
                _open(held, brought)
        except DeskError as error:
            st.error(plain(str(error)))
            return
        st.rerun()


def show_templates() -> None:
    """Empty files in the right form, with a row that says EXAMPLE."""
    with st.container(horizontal=True):
        for form in ("csv", "xlsx"):
            st.download_button(
                f"Template of a member survey (.{form})", data=build_template("survey", form),
                file_name=f"member-survey-template.{form}", key=f"your_data_template_{form}",
                on_click="ignore")
        st.download_button(
            "Templates of a ledger (.zip)", data=build_ledger_templates(),
            file_name="ledger-templates.zip", mime="application/zip",
            key="your_data_template_ledger", on_click="ignore")


def _saved(held: Loaded, found: HeldSurvey) -> bytes:
    parts = {
        "design": design_to_json(found.survey.design), "rules": found.rules.to_json(),
        "reading": reading_to_json(found.report.reading),
    }
    path = save_workspace(
        Workspace(found.folder, parts), held.visit.subfolder() / "workspace.zip")
    content = path.read_bytes()
    path.unlink()
    return content


def _open(held: Loaded, brought: Any) -> None:
    path = held.visit.keep(brought, most_bytes=MOST_BYTES)
    folder = held.visit.subfolder()
    workspace = open_workspace(path, folder)
    path.unlink()
    recheck_workspace(workspace)
    if "survey.parquet" not in workspace.files:
        raise IntakeError("This workspace holds no survey. Open one that was saved here.")
    rows = load_codebook(folder).rows
    report = Report(
        "survey", reading_from_json(workspace.parts["reading"]), rows=rows, kept=rows,
        notes=("Opened from a workspace.",))
    hold_survey(
        held, folder, report, design=design_from_json(workspace.parts.get("design") or {}),
        rules=_rules(workspace))


def _rules(workspace: Workspace) -> Rules:
    raw = workspace.parts.get("rules") or {}
    known = {name: raw[name] for name in Rules().to_json() if name in raw}
    return Rules(**known)

