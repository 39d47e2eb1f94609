"""Change what was understood of a file: the file as a whole, its columns, the contract's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.exhibits.words import count
from analysis.intake.mapping import accepted_words
from analysis.intake.reading import (
    DATE_ORDERS,
    DECIMALS,
    ENCODINGS,
    NAMED,
    SEPARATORS,
    SHORT_ROWS,
    THOUSANDS,
    Guess,
)
from analysis.intake.report import Report
from analysis.ledger.contract import load_contract
from analysis.surveys.codebook import KINDS
from pages.shared.text import plain

WORDS = {mark: word for word, mark in NAMED.items()}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "encoding": ENCODINGS, "separator": tuple(SEPARATORS), "decimal": DECIMALS,
    "thousands": THOUSANDS, "date_order": DATE_ORDERS, "short_rows": SHORT_ROWS,
}
SAID = {
    "encoding": "Encoding", "separator": "Separator", "decimal": "Decimal mark",
    "thousands": "Thousands mark", "date_order": "Order of dates", "short_rows": "Short rows",
    "skip": "Rows before the header", "header": "Rows of the header", "sheet": "Sheet",
    "missing": "Texts that mean empty", "quote": "Quotation mark", "format": "Kind of file",
}
EMPTY, UNKNOWN = "nothing (leave empty)", "not known"
OF_TEXT = ("encoding", "separator")
"""Guesses that only a text file has."""


def certain(guess: Guess) -> str:
    """Whether a guess could be otherwise, in words."""
    return "yes" if guess.sure else "not certain"


def show_general(target: str, report: Report) -> None:
    """One control for each guess about the file as a whole."""
    reading = report.reading
    with st.form(f"your_data_{target}_general", border=False):
        changed: dict[str, str] = {}
        with st.container(horizontal=True):
            for name, options in CHOICES.items():
                if name in OF_TEXT and reading.format != "csv":
                    continue
                now = getattr(reading, name)
                chosen = st.selectbox(
                    SAID[name], options, index=options.index(now), width=200,
                    format_func=lambda one: WORDS.get(one, one) or "none")
                changed[name] = WORDS.get(chosen, chosen)
            changed["skip"] = str(st.number_input(SAID["skip"], 0, 1000, reading.skip, width=200))
            changed["header"] = str(st.number_input(SAID["header"], 0, 3, reading.header,
                                                    width=200))
            changed["missing"] = st.text_input(
                SAID["missing"], "|".join(reading.missing), width=200,
                help="Several are divided by |")
        if st.form_submit_button("Read it again so"):
            _change(target, report, changed)


def show_columns(target: str, report: Report) -> None:
    """The kind of each column, and what divides several answers in a cell."""
    columns = report.reading.columns
    kinds = {guess.what.partition(":")[2]: guess for guess in report.guesses
             if guess.what.startswith("kind:")}
    table = pd.DataFrame({
        "column": [column.name for column in columns],
        "kind": [column.kind for column in columns],
        "split": [WORDS.get(column.split, column.split) for column in columns],
        "why": [kinds[column.name].why if column.name in kinds else "" for column in columns],
        "certain": [certain(kinds[column.name]) if column.name in kinds else "yes"
                    for column in columns],
    })
    st.markdown("**Columns.** Text and id are never shown, filtered or counted.")
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("column", "why", "certain"),
        key=f"your_data_{target}_columns", column_config={
            "column": "Column", "why": "Why", "certain": "Certain",
            "kind": st.column_config.SelectboxColumn("Kind", options=list(KINDS), required=True),
            "split": st.column_config.TextColumn("Several answers divided by"),
        })
    changes = not edited.equals(table)
    if st.button("Read the columns again so", key=f"your_data_{target}_kinds",
                 disabled=not changes):
        changed = {}
        for before, after in zip(table.to_dict("records"), edited.to_dict("records"), strict=True):
            for part in ("split", "kind"):
                if before[part] != after[part]:
                    changed[f"{part}:{before['column']}"] = str(after[part] or "")
        _change(target, report, changed)


def show_mapping(target: str, report: Report) -> None:
    """For each field of the contract the column, or the one value, that holds it; then words."""
    mapping = report.mapping or {"columns": {}, "constants": {}, "words": []}
    table = mapping_table(target, mapping)
    names = [column.name for column in report.reading.columns]
    st.markdown("**Columns of the contract.** Change the column, or give one value for every row.")
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("field", "why"),
        height=36 * (len(table) + 1), key=f"your_data_{target}_mapping", column_config={
            "field": st.column_config.TextColumn("Field", width="medium"),
            "column": st.column_config.SelectboxColumn("Column of the file", options=["", *names]),
            "constant": st.column_config.TextColumn("Or in every row"),
            "why": st.column_config.TextColumn("Why", width="medium")})
    changed = mapping_changes(target, table, edited)
    if st.button("Read it again so", key=f"your_data_{target}_map", disabled=not changed):
        _change(target, report, changed)
    unused = [line for line in mapping["words"] if line.startswith("not used: ")]
    st.markdown("\n".join(f":small[{plain(line.capitalize())}]" for line in unused))
    _show_words(target, report)


def mapping_table(target: str, mapping: Mapping[str, Any]) -> pd.DataFrame:
    """A row a field of the contract: its column, its one value, and why."""
    rows = []
    for one in load_contract().resource(target).fields:
        column = mapping["columns"].get(one.name)
        constant = mapping["constants"].get(one.name)
        needed = bool(one.constraints.get("required"))
        said = next((line for line in mapping["words"]
                     if line.startswith((f"{one.name} ", f"{one.name}:"))), "")
        why = said.removeprefix(f"{one.name} from {column!r}").removeprefix(", ").partition(";")[0]
        if column is None and constant is None:
            why = "needed, and not found" if needed else "not found; left empty"
        elif column is None:
            why = "said by you"
        rows.append({"field": one.title + (" *" if needed else ""), "column": column or "",
                     "constant": constant or "", "why": why})
    return pd.DataFrame(rows)


def mapping_changes(target: str, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    """Settings that say what was changed in the table of :func:`mapping_table`."""
    changed: dict[str, str] = {}
    fields = load_contract().resource(target).fields
    for one, old, new in zip(
            fields, before.to_dict("records"), after.to_dict("records"), strict=True):
        for part in ("column", "constant"):
            was, now = (row[part] if isinstance(row[part], str) else "" for row in (old, new))
            # an emptied cell of the editor is none
            if was != now.strip():
                changed[f"{part}:{one.name}"] = now.strip()
    return changed


def _show_words(target: str, report: Report) -> None:
    """The file's words for what the contract has a list of, and what each is taken for."""
    found = pd.DataFrame((report.mapping or {}).get("found", []))
    if found.empty or (found["known"] & (found["word"] == found["means"])).all():
        return
    unknown = int((~found["known"].astype(bool)).sum())
    changed: dict[str, str] = {}
    with st.expander("Change what the file's words mean", expanded=unknown > 0):
        if unknown:
            st.markdown(f"**{count(unknown, 'word')}** the contract does not know: rows with them "
                        "are rejected unless you say what they mean.")
        for name, rows in found.groupby("field", sort=False):
            if (rows["known"] & (rows["word"] == rows["means"])).all():
                continue
            changed |= _edit_words(target, str(name), rows)
        if st.button("Read the words again so", key=f"your_data_{target}_words",
                     disabled=not changed):
            _change(target, report, changed)


def _edit_words(target: str, name: str, rows: pd.DataFrame) -> dict[str, str]:
    one = next(field for field in load_contract().resource(target).fields if field.name == name)
    table = pd.DataFrame({
        "word": rows["word"].to_numpy(),
        "means": [(means or EMPTY) if known else UNKNOWN
                  for means, known in zip(rows["means"], rows["known"], strict=True)]})
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("word",),
        key=f"your_data_{target}_words_{name}", column_config={
            "word": st.column_config.TextColumn(f"{one.title}: word in the file"),
            "means": st.column_config.SelectboxColumn(
                "Means", options=[*accepted_words(one), EMPTY, UNKNOWN], required=True)})
    return {
        f"word:{name}:{word}": "" if after == EMPTY else str(after)
        for word, before, after in zip(
            table["word"], table["means"], edited["means"], strict=True)
        if before != after and after != UNKNOWN}


def _change(target: str, report: Report, changed: Mapping[str, str]) -> None:
    """Remember what differs from what was understood, and read the file again."""
    reading = report.reading
    same = {
        name: WORDS.get(value, value) for name in SAID
        for value in [str(getattr(reading, name)) if name != "missing"
                      else "|".join(reading.missing)]}
    wanted = {key: value for key, value in changed.items() if same.get(key) != value}
    key = f"your_data_{target}_settings"
    st.session_state[key] = {**st.session_state.get(key, {}), **wanted}
    st.rerun()
