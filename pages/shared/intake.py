"""Bring a file: what was understood of it, what can be changed, what became of its rows.

Decided: nothing is used before the visitor has seen how it was understood. The first rows and the
rejected rows are shown here and nowhere else; both are in this visit only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analysis.errors import IntakeError
from analysis.exhibits.words import count
from analysis.intake.command import (
    ingest_file,
    look_at_file,
    mapping_text,
    read_mapping,
)
from analysis.intake.ingest import LACKING
from analysis.intake.mapping import Mapping as ColumnMapping
from analysis.intake.report import Report
from pages.shared.intake_changes import (
    SAID,
    WORDS,
    certain,
    show_columns,
    show_general,
    show_mapping,
)
from pages.shared.text import plain
from pages.shared.visit import Loaded, uploader_key

MOST_BYTES = 200_000_000
TYPES = ("csv", "txt", "tsv", "xlsx", "sav", "parquet")


def show_intake(held: Loaded, target: str, *, use: Callable[[Path, Report], None]) -> None:
    """Uploader, guesses, preview, and the button that takes the file.

    Parameters
    ----------
    held : Loaded
        Of this visit.
    target : str
        ``survey`` or a table of the ledger.
    use : callable
        Given the folder of the taken file and its report, once the visitor has taken it.
    """
    uploaded = st.file_uploader(
        "A file: .csv, .xlsx, .sav or .parquet", type=TYPES,
        key=uploader_key(f"your_data_{target}_file"),
        help="Read on the machine that runs this desk, in this visit only.",
    )
    lying = _choose_lying(target) if uploaded is None else None
    if uploaded is None and lying is None:
        _forget(held, target)
        return
    state = _keep(held, target, uploaded) if lying is None else _point_at(held, target, lying)
    state["mapping"] = _ask_mapping(target)
    settings = st.session_state.get(f"your_data_{target}_settings", {})
    try:
        report, preview = _look(held, target, state, settings)
    except IntakeError as error:
        st.error(plain(str(error)))
        _show_changes(target, settings)
        return
    _show_understood(target, report)
    _show_preview(report, preview)
    with st.container(horizontal=True):
        taken = st.button("Use this file so", type="primary", key=f"your_data_{target}_use",
                          disabled=any(note.startswith(LACKING) for note in report.notes))
        st.download_button(
            "Save this mapping", data=partial(mapping_text, report), mime="application/json",
            file_name=f"{target}-mapping.json", key=f"your_data_{target}_save_mapping",
            on_click="ignore", help="For the next file of this form, here or after --map.")
    if taken:
        _take(held, target, state, settings, use=use)


def _ask_mapping(target: str) -> ColumnMapping | None:
    """A mapping saved before, for a file made as an earlier one was."""
    with st.expander("Use a mapping saved before"):
        saved = st.file_uploader(
            "A mapping (.json)", type="json", key=uploader_key(f"your_data_{target}_saved_mapping"),
            help="From “Save this mapping”, or what `ingest --json` printed.")
    if saved is None:
        return None
    try:
        return read_mapping(saved.getvalue().decode("utf-8"), target)
    except ValueError:
        st.error("This file cannot be read as a JSON mapping, so it is not used. Save one again.")
    except IntakeError as error:
        st.error(plain(str(error)))
    return None


def named_folder() -> Path | None:
    """The folder that whoever started the desk named after ``--folder``, for large files."""
    names = sys.argv[1:]
    if "--folder" not in names[:-1]:
        return None
    return Path(names[names.index("--folder") + 1])


def files_lying(endings: Sequence[str]) -> dict[str, Path]:
    """Files of the named folder with one of these endings, by name; none where none is named."""
    folder = named_folder()
    if folder is None or not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir())
            if path.is_file() and path.suffix[1:].lower() in endings}


def _choose_lying(target: str) -> Path | None:
    """A file of the folder named on the command line; every visitor may choose among them."""
    folder = named_folder()
    if folder is None:
        return None
    if not folder.is_dir():
        st.warning("The folder named on the command line is not there.")
        return None
    files = files_lying(TYPES)
    chosen = st.selectbox(
        "Or a file of the folder named at the start", ["", *files], width=400,
        format_func=lambda name: name or "none", key=f"your_data_{target}_lying",
        help="For files too large to upload. Every visitor of this desk sees these names and may "
        "choose them.")
    return files.get(chosen)


def _point_at(held: Loaded, target: str, path: Path) -> dict[str, Any]:
    """A file that stays where it lies; only its reading is kept in this visit."""
    state: dict[str, Any] = held.parts.setdefault(f"upload-{target}", {})
    about = path.stat()
    mark = f"{path.name}-{about.st_size}-{about.st_mtime_ns}"
    if state.get("id") != mark:
        _forget(held, target)
        state = {"id": mark, "path": path, "name": path.name, "lying": True}
        held.parts[f"upload-{target}"] = state
    return state


def _keep(held: Loaded, target: str, uploaded: Any) -> dict[str, Any]:
    """The upload in this visit's folder, copied once."""
    state: dict[str, Any] = held.parts.setdefault(f"upload-{target}", {})
    if state.get("id") != uploaded.file_id:
        _forget(held, target)
        path = held.visit.keep(uploaded, most_bytes=MOST_BYTES)
        state.update(id=uploaded.file_id, path=path, name=uploaded.name)
        held.parts[f"upload-{target}"] = state
    return state


def _forget(held: Loaded, target: str) -> None:
    state = held.parts.pop(f"upload-{target}", None)
    if state and "path" in state and not state.get("lying"):
        Path(state["path"]).unlink(missing_ok=True)
    st.session_state.pop(f"your_data_{target}_settings", None)


def _look(
    held: Loaded, target: str, state: dict[str, Any], settings: Mapping[str, str]
) -> tuple[Report, list[list[str]]]:
    """What is understood under these settings; looked at once for each change."""
    key = json.dumps(dict(settings), sort_keys=True) + repr(state["mapping"])
    if state.get("looked") != key:
        with st.spinner("Reading the file…", show_time=True):
            state["understood"] = look_at_file(
                state["path"], target, to=held.visit.subfolder(), settings=settings,
                name=state["name"], mapping=state["mapping"])
        state["looked"] = key
    found: tuple[Report, list[list[str]]] = state["understood"]
    return found


def _show_understood(target: str, report: Report) -> None:
    """The guesses with their reasons; every one can be changed."""
    for column in report.personal:
        st.warning(
            f"**{plain(column.column)}** seems to hold a {column.what} ({plain(column.why)}). It "
            "is set aside: never shown, filtered or counted. Better still, take it out of the "
            "file.")
    unsure = [guess for guess in report.guesses if not guess.sure]
    st.markdown("**What was understood.** " + (
        f"{count(len(unsure), 'guess', 'guesses')} could be otherwise: look there first."
        if unsure else "Nothing in it seemed doubtful."))
    general = [guess for guess in report.guesses if ":" not in guess.what]
    with st.expander("The file as a whole", expanded=not all(guess.sure for guess in general)):
        st.dataframe(pd.DataFrame({
            "What": [SAID.get(guess.what, guess.what) for guess in general],
            "Understood as": [WORDS.get(guess.value, guess.value) or "none" for guess in general],
            "Why": [guess.why for guess in general],
            "Certain": [certain(guess) for guess in general],
        }), hide_index=True, width="stretch", key=f"your_data_{target}_guesses")
        show_general(target, report)
    for note in report.notes:
        (st.warning if note.startswith(LACKING) else st.info)(plain(note))
    if target == "survey":
        show_columns(target, report)
    else:
        show_mapping(target, report)


def _show_changes(target: str, settings: Mapping[str, str]) -> None:
    if settings and st.button("Take back what was changed", key=f"your_data_{target}_back"):
        st.session_state.pop(f"your_data_{target}_settings", None)
        st.rerun()


def _show_preview(report: Report, preview: list[list[str]]) -> None:
    with st.expander(f"The first {count(len(preview), 'row')}, for your eyes only"):
        names = [column.name for column in report.reading.columns]
        st.dataframe(pd.DataFrame(preview, columns=names[:len(preview[0])] if preview else None),
                     hide_index=True, width="stretch")


def _take(
    held: Loaded, target: str, state: dict[str, Any], settings: Mapping[str, str], *,
    use: Callable[[Path, Report], None],
) -> None:
    folder = held.visit.subfolder()
    try:
        with st.spinner("Reading the whole file…", show_time=True):
            report = ingest_file(state["path"], target, to=folder, settings=settings,
                                 mapping=state["mapping"])
    except IntakeError as error:
        st.error(plain(str(error)))
        return
    use(folder, report)
    st.rerun()


def show_outcome(folder: Path, report: Report) -> None:
    """Rows met, kept and rejected; the rejected ones for the loader alone."""
    rejected = report.rows - report.kept
    st.markdown(
        f"**{count(report.rows, 'row')}** met, **{report.kept:,}** kept, **{rejected:,}** "
        f"rejected; {count(report.emptied, 'cell')} left empty.")
    if not report.rejects:
        return
    st.dataframe(pd.DataFrame(report.rejects), hide_index=True, width="stretch")
    listed = next((folder / name for name in report.files if name.endswith(".rejects.csv")), None)
    if listed is not None and listed.is_file():
        st.download_button(
            "Rejected rows with line, column, value and rule", data=listed.read_bytes,
            file_name=listed.name, mime="text/csv", on_click="ignore",
            key=f"your_data_{report.target}_rejects",
            help="Raw values of your file: for you alone.")
