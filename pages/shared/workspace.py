"""A whole workspace as one file the visitor keeps: data, their reading, design, rules, choices.

Decided: what was chosen on Crosstabs goes along (filters name answers of the visitor's own file);
rows that were rejected do not, they are raw; how many, by which rule, and the notes do. Opening
replaces what the visit held.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from analysis.disclosure import Rules
from analysis.errors import DeskError, IntakeError
from analysis.intake.command import mapping_text
from analysis.intake.kept_outcome import outcome_to_json, with_outcome
from analysis.intake.mapped import mapping_from_json, mapping_to_json
from analysis.intake.reading import reading_from_json, reading_to_json
from analysis.intake.report import Report
from analysis.intake.survey_csv import write_survey_csv
from analysis.intake.templates import build_ledger_templates, build_template
from analysis.intake.validate import NEEDED
from analysis.intake.workspace import (
    EARLIER_FOLDER,
    Workspace,
    open_workspace,
    recheck_workspace,
    save_workspace,
)
from analysis.ledger.contract import TABLES
from analysis.surveys.codebook import CODEBOOK_FILE, DATA_FILE, load_codebook
from analysis.surveys.design_json import design_from_json, design_to_json
from pages.shared.intake import MOST_BYTES, files_lying
from pages.shared.own_ledger import lay, open_brought, tables_of
from pages.shared.survey import hold_survey, survey_of
from pages.shared.text import plain
from pages.shared.visit import EARLIER, RULES, SURVEY, Loaded, rules_of, uploader_key

CHOICES = "crosstabs_"
"""Prefix of the choices that a workspace keeps: those of the page Crosstabs."""
PLACES = {SURVEY: ("", ""), EARLIER: (EARLIER_FOLDER, "earlier_")}
"""Where in a workspace a survey and its earlier wave lie, and how their parts begin."""


def show_workspace(held: Loaded) -> None:
    """Save what is loaded as one file, or open one saved before."""
    st.header("Come back later", anchor="workspace")
    st.markdown(
        "A workspace is one file with your data, how they were read and what became of their rows, "
        "the design, the rules and what you had chosen on Crosstabs. It goes to your machine and "
        "is kept nowhere here; who has it has your data.")
    if survey_of(held) or tables_of(held):
        st.download_button(
            "Save the workspace", data=partial(save_visit, held, choices_made()),
            mime="application/zip",
            file_name=f"double-booked-workspace-{date.today():%Y-%m-%d}.zip",
            key="your_data_save", on_click="ignore")
    brought = st.file_uploader(
        "Open a workspace", type="zip", key=uploader_key("your_data_workspace"),
        help="A file saved here before; its data are held to their rules again.")
    lying = _choose_lying() if brought is None else None
    if (brought or lying) and st.button("Open it", key="your_data_open"):
        try:
            with st.spinner("Opening the workspace…", show_time=True):
                open_visit(held, brought or lying)
        except DeskError as error:
            st.error(plain(str(error)))
            return
        st.rerun()


def show_survey_templates() -> None:
    """Empty files in the right form, with rows that say EXAMPLE."""
    with st.container(horizontal=True):
        for form in ("csv", "xlsx"):
            st.download_button(
                f"Template of a member survey (.{form})", data=partial(
                    build_template, "survey", form),
                file_name=f"member-survey-template.{form}", key=f"your_data_template_{form}",
                on_click="ignore")


def show_ledger_template() -> None:
    """The same for every table of a ledger."""
    st.download_button(
        "Templates of a ledger (.zip)", data=build_ledger_templates,
        file_name="ledger-templates.zip", mime="application/zip", key="your_data_template_ledger",
        on_click="ignore")


def _choose_lying() -> Path | None:
    """A workspace in the folder named at the start, for those too large to upload."""
    files = files_lying(("zip",))
    if not files:
        return None
    chosen = st.selectbox(
        "Or a workspace in the folder named at the start", ["", *files], width=400,
        format_func=lambda name: name or "none", key="your_data_workspace_lying")
    return files.get(chosen)


def save_visit(held: Loaded, choices: Mapping[str, Any]) -> bytes:
    """All that a visit holds, and what was chosen, as the bytes of one workspace file."""
    folder = held.visit.subfolder()
    parts: dict[str, Any] = {"rules": rules_of(held).to_json(), "filters": dict(choices)}
    for name, (within, begin) in PLACES.items():
        survey = survey_of(held, name)
        if survey is not None:
            _lay_survey(survey.folder, folder / within)
            parts[f"{begin}design"] = design_to_json(survey.survey.design)
            parts[f"{begin}reading"] = reading_to_json(survey.report.reading)
            parts[f"{begin}outcome"] = outcome_to_json(survey.report)
    tables = tables_of(held)
    lay({name: taken for name, (taken, _) in tables.items()}, folder)
    for name, (_, report) in tables.items():
        parts[f"mapping_{name}"] = {**json.loads(mapping_text(report)), "rows": report.kept}
        parts[f"outcome_{name}"] = outcome_to_json(report)
    path = save_workspace(Workspace(folder, parts), held.visit.subfolder() / "workspace.zip")
    content = path.read_bytes()
    path.unlink()
    return content


def open_visit(held: Loaded, brought: Any) -> None:
    """Put a saved workspace in the place of what the visit holds.

    Parameters
    ----------
    held : Loaded
        Of this visit.
    brought : Path or file
        The workspace.

    Raises
    ------
    DeskError
        If it is damaged, was changed, or its data do not keep to their rules.
    """
    if isinstance(brought, Path):
        path, given = brought, True
    else:
        path, given = held.visit.keep(brought, most_bytes=MOST_BYTES), False
    folder = held.visit.subfolder()
    try:
        workspace = open_workspace(path, folder)
    finally:
        if not given:
            path.unlink()
    recheck_workspace(workspace)
    held.forget()
    held.parts[RULES] = _rules(workspace.parts.get("rules"))
    for name in PLACES:
        _open_survey(held, workspace, name)
    tables = [name for name in TABLES if f"{name}.parquet" in workspace.files]
    if tables:
        _open_ledger(held, workspace, tables)
    for key, value in _plain(workspace.parts.get("filters")).items():
        if key.startswith(CHOICES) and _is_choice(value):
            st.session_state[key] = value


def _lay_survey(taken: Path, folder: Path) -> None:
    """The two files of a survey, and the same for other programs."""
    folder.mkdir(exist_ok=True)
    for name in (DATA_FILE, CODEBOOK_FILE):
        (folder / name).write_bytes((taken / name).read_bytes())
    write_survey_csv(folder)


def _open_survey(held: Loaded, workspace: Workspace, name: str) -> None:
    """A survey, or its earlier wave, if the workspace holds it."""
    within, begin = PLACES[name]
    folder, parts = workspace.folder / within, workspace.parts
    if not (folder / DATA_FILE).is_file():
        return
    if f"{begin}reading" not in parts:
        raise IntakeError("This workspace does not say how its survey was read. Save it again.")
    rows = load_codebook(folder).rows
    report = Report(
        "survey", reading_from_json(parts[f"{begin}reading"]), rows=rows, kept=rows)
    hold_survey(held, folder, with_outcome(report, parts.get(f"{begin}outcome")), name=name,
                design=design_from_json(_plain(parts.get(f"{begin}design"))))


def _open_ledger(held: Loaded, workspace: Workspace, tables: list[str]) -> None:
    """The tables as if they had just been brought, opened where the needed ones are there."""
    for name in tables:
        said = workspace.parts.get(f"mapping_{name}")
        mapping = mapping_from_json(said)
        if mapping.reading is None:
            raise IntakeError(f"This workspace does not say how {name} was read. Save it again.")
        rows = said.get("rows")
        rows = rows if isinstance(rows, int) else 0
        report = Report(name, mapping.reading, rows=rows, kept=rows,
                        mapping={**mapping_to_json(mapping), "words": []})
        tables_of(held)[name] = (workspace.folder, with_outcome(
            report, workspace.parts.get(f"outcome_{name}")))
    if set(NEEDED) <= set(tables):
        open_brought(held)


def choices_made() -> dict[str, Any]:
    """What was chosen on Crosstabs, in plain values."""
    return {str(key): value for key, value in st.session_state.items()
            if str(key).startswith(CHOICES) and _is_choice(value)}


def _is_choice(value: Any) -> bool:
    return isinstance(value, str | int | float) or (
        isinstance(value, list) and all(isinstance(one, str) for one in value))


def _plain(raw: Any) -> Mapping[str, Any]:
    return raw if isinstance(raw, Mapping) else {}


def _rules(raw: Any) -> Rules:
    known = {name: value for name, value in _plain(raw).items() if name in Rules().to_json()}
    return Rules(**known)
