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
from analysis.intake.mapped import Mapping as ColumnMapping
from analysis.intake.report import Report
from pages.shared.intake_seen import show_understood
from pages.shared.text import plain
from pages.shared.visit import EARLIER, Loaded, uploader_key

MOST_BYTES = 200_000_000
TYPES = ("csv", "txt", "tsv", "xlsx", "sav", "parquet")
READ_AS = {EARLIER: "survey"}
"""As what a file is read whose place on the page has another name."""


def show_intake(
    held: Loaded, target: str, *, use: Callable[[Path, Report], None], taken: Report | None = None
) -> None:
    """Uploader, guesses, preview, and the button that takes the file; one line once it is taken.

    Parameters
    ----------
    held : Loaded
        Of this visit.
    target : str
        ``survey``, EARLIER for an earlier wave of it, or a table of the ledger.
    use : callable
        Given the folder of the taken file and its report, once the visitor has taken it.
    taken : Report, optional
        Of the file that is in use.
    """
    if taken is None or _is_another(held, target):
        _show_file(held, target, use=use)
        return
    with st.expander(f"Taken: {count(taken.kept, 'row')}, {taken.rows - taken.kept:,} rejected · "
                     "Change"):
        _show_file(held, target, use=use, again=True)


def _is_another(held: Loaded, target: str) -> bool:
    """Whether a file is chosen that is not the one in use."""
    state = held.parts.get(f"upload-{target}", {})
    uploaded = st.session_state.get(f"your_data_{target}_file")
    if uploaded is not None:
        return bool(uploaded.file_id != state.get("taken"))
    lying = st.session_state.get(f"your_data_{target}_lying")
    return bool(lying) and (lying != state.get("name") or state.get("taken") != state.get("id"))


def _show_file(
    held: Loaded, target: str, *, use: Callable[[Path, Report], None], again: bool = False
) -> None:
    """Bring a file and see what is understood; ``again`` goes on with the one in use."""
    uploaded = st.file_uploader(
        "A file: .csv, .txt, .tsv, .xlsx, .sav or .parquet", type=TYPES,
        key=uploader_key(f"your_data_{target}_file"),
        help="Read on the machine that runs this desk, in this visit only.",
    )
    lying = _choose_lying(target) if uploaded is None else None
    if uploaded is not None:
        state = _keep(held, target, uploaded)
    elif lying is not None:
        state = _point_at(held, target, lying)
    elif again and f"upload-{target}" in held.parts:
        state = held.parts[f"upload-{target}"]
    else:
        _forget(held, target)
        return
    state["mapping"] = _ask_mapping(target)
    settings = st.session_state.get(f"your_data_{target}_settings", {})
    try:
        report, preview = _look(held, target, state, settings)
    except IntakeError as error:
        st.error(plain(str(error)))
        _show_back(target, settings)
        return
    key = f"your_data_{target}_{state['round']}"
    changed = show_understood(READ_AS.get(target, target), report, key=key)
    _show_preview(report, preview)
    if _show_buttons(target, report, changed, settings):
        _take(held, target, state, settings, use=use)


def _show_buttons(
    target: str, report: Report, changed: Mapping[str, str], settings: Mapping[str, str]
) -> bool:
    """Read again, use, save; true if the file is to be taken as it was understood."""
    if changed:
        st.info(f"**{count(len(changed), 'change')}** not read in yet. Press “Read it again so” "
                "first; then the file can be used.")
    lacking = any(note.startswith(LACKING) for note in report.notes)
    with st.container(horizontal=True):
        if st.button("Read it again so", key=f"your_data_{target}_again", disabled=not changed,
                     type="primary" if changed else "secondary"):
            st.session_state[f"your_data_{target}_settings"] = {**settings, **changed}
            st.rerun()
        use = st.button("Use this file so", key=f"your_data_{target}_use",
                        type="secondary" if changed else "primary",
                        disabled=lacking or bool(changed))
        st.download_button(
            "Save this mapping", data=partial(mapping_text, report), mime="application/json",
            file_name=f"{target}-mapping.json", key=f"your_data_{target}_save_mapping",
            on_click="ignore", disabled=bool(changed),
            help="How this file is read, for the next one of its form, here or on the command "
            "line after --map.")
        _show_back(target, settings)
    return use and not changed


def _ask_mapping(target: str) -> ColumnMapping | None:
    """A mapping saved before, for a file made as an earlier one was."""
    with st.expander("Use a mapping saved before"):
        saved = st.file_uploader(
            "A mapping (.json)", type="json", key=uploader_key(f"your_data_{target}_saved_mapping"),
            help="From “Save this mapping”, or what `ingest --json` printed.")
    if saved is None:
        return None
    try:
        return read_mapping(saved.getvalue().decode("utf-8"), READ_AS.get(target, target))
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
        "Or a file of the folder named at the start: every visitor sees these names and may choose "
        "them", ["", *files], width=560, format_func=lambda name: name or "none",
        key=f"your_data_{target}_lying", help="For files too large to upload.")
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
                state["path"], READ_AS.get(target, target), to=held.visit.subfolder(),
                settings=settings, name=state["name"], mapping=state["mapping"])
        state["looked"] = key
        state["round"] = state.get("round", 0) + 1
    found: tuple[Report, list[list[str]]] = state["understood"]
    return found


def _show_back(target: str, settings: Mapping[str, str]) -> None:
    """Undo what was changed, if anything was."""
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
            report = ingest_file(state["path"], READ_AS.get(target, target), to=folder,
                                 settings=settings, mapping=state["mapping"])
    except IntakeError as error:
        st.error(plain(str(error)))
        return
    state["taken"] = state["id"]
    use(folder, report)
    st.rerun()
