"""Change how a file serves a table of a ledger: column or value of each field, meaning of words.

Both parts return the settings that differ from what was understood, as those of ``intake_changes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.exhibits.words import count
from analysis.intake.gaps import say_gaps
from analysis.intake.mapping import SAID as AS_SAID
from analysis.intake.mapping import accepted_words
from analysis.intake.report import Report
from analysis.ledger.contract import load_contract
from pages.shared.intake_changes import EMPTY_HELP, KEEP_HELP, LISTED_STEPS
from pages.shared.text import plain

BLANK = "(empty cell)"
EMPTY, UNKNOWN = "nothing (leave empty)", "not known"
NOT_USED = "not used: "
NO_MAPPING: Mapping[str, Any] = {"columns": {}, "constants": {}, "words": []}


def show_mapping(target: str, report: Report, *, key: str) -> dict[str, str]:
    """For each field of a table the column, or the one value, that holds it; then words."""
    table = mapping_table(target, report)
    mapping = report.mapping or NO_MAPPING
    names = [column.name for column in report.reading.columns]
    st.markdown("**Columns of the table.** Those with * are needed. Change the column, or give one "
                "value for every row.")
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("field", "empty", "why"),
        height=36 * (len(table) + 1), key=f"{key}_mapping", column_config={
            "field": st.column_config.TextColumn("Field", width=150, pinned=True),
            "column": st.column_config.SelectboxColumn("Column of the file", options=["", *names]),
            "constant": st.column_config.TextColumn("Or in every row"),
            "empty": st.column_config.TextColumn("Read as empty", help=EMPTY_HELP),
            "keep": st.column_config.TextColumn("But a word here", help=KEEP_HELP),
            "why": st.column_config.TextColumn("Why", width="medium")})
    unused = [line for line in mapping["words"] if line.startswith(NOT_USED)]
    st.markdown("\n".join(f":small[Not used: {plain(line.removeprefix(NOT_USED))}]"
                          for line in unused))
    return mapping_changes(target, table, edited) | _show_words(target, report, key=key)


def mapping_table(target: str, report: Report) -> pd.DataFrame:
    """A row a field of the contract: its column, its one value, what is empty in it, and why."""
    rows: list[dict[str, str]] = []
    mapping, empty = report.mapping or NO_MAPPING, say_gaps(report.gaps)
    kept = {one.name: LISTED_STEPS.join(one.kept) for one in report.reading.columns}
    for one in load_contract().resource(target).fields:
        column = mapping["columns"].get(one.name)
        constant = mapping["constants"].get(one.name)
        needed = bool(one.constraints.get("required"))
        said = next((line for line in mapping["words"]
                     if line.startswith((f"{one.name} ", f"{one.name}:"))), "")
        why = said.removeprefix(f"{one.name} from {column!r}").removeprefix(", ").partition(";")[0]
        if column is None and constant is None:
            why = "needed, and not found" if needed else "not found; left empty"
        elif column is None or why == AS_SAID:
            why = "said by you"
        rows.append({"field": one.title + (" *" if needed else ""), "column": column or "",
                     "constant": constant or "", "empty": empty.get(column, ""),
                     "keep": kept.get(column, ""), "why": why})
    return pd.DataFrame(rows)


def mapping_changes(target: str, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    """Settings that say what was changed in the table of :func:`mapping_table`."""
    changed: dict[str, str] = {}
    fields = load_contract().resource(target).fields
    for one, old, new in zip(
            fields, before.to_dict("records"), after.to_dict("records"), strict=True):
        for part in ("column", "constant", "keep"):
            was, now = (row[part] if isinstance(row[part], str) else "" for row in (old, new))
            # an emptied cell of the editor is none
            name = str(old["column"]) if part == "keep" else one.name
            if was != now.strip() and name:
                changed[f"{part}:{name}"] = now.strip()
    return changed


def _show_words(target: str, report: Report, *, key: str) -> dict[str, str]:
    """The file's words where the desk has a list of them, and what each is taken for."""
    found = pd.DataFrame((report.mapping or {}).get("found", []))
    if found.empty or (found["known"] & (found["word"] == found["means"])).all():
        return {}
    unknown = found[~found["known"].astype(bool)]
    changed: dict[str, str] = {}
    with st.expander("Change what the file's words mean", expanded=len(unknown) > 0):
        if len(unknown):
            st.markdown(f"**{count(len(unknown), 'word')}** the desk does not know. Without a "
                        f"meaning, {_cost(target, unknown)}.")
        if (found["word"] == "").any():
            st.markdown(f"What {BLANK} means holds for every row, of people and of twins; how many "
                        "of which kind it meets is said once it is read.")
        for name, rows in found.groupby("field", sort=False):
            if not (rows["known"] & (rows["word"] == rows["means"])).all():
                changed |= _edit_words(target, str(name), rows, key=key)
    return changed


def _cost(target: str, unknown: pd.DataFrame) -> str:
    """What an unknown word costs: its row where the field is needed, else its cell."""
    fields = {one.name: one for one in load_contract().resource(target).fields}
    needed = [bool(fields[name].constraints.get("required")) for name in unknown["field"]]
    said = ["rows with them are left out"] if all(needed) else []
    if not any(needed):
        said = ["their cells are left empty"]
    return " and ".join(said or [
        "rows are left out where the field is needed, and other cells left empty"])


def _edit_words(target: str, name: str, rows: pd.DataFrame, *, key: str) -> dict[str, str]:
    one = next(field for field in load_contract().resource(target).fields if field.name == name)
    table = pd.DataFrame({
        "word": [word or BLANK for word in rows["word"]],
        "means": [(means or EMPTY) if known else UNKNOWN
                  for means, known in zip(rows["means"], rows["known"], strict=True)]})
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("word",),
        key=f"{key}_words_{name}", column_config={
            "word": st.column_config.TextColumn(f"{one.title}: word in the file"),
            "means": st.column_config.SelectboxColumn(
                "Means", options=[*accepted_words(one), EMPTY, UNKNOWN], required=True)})
    return {
        f"word:{name}:{word}": "" if after == EMPTY else str(after)
        for word, before, after in zip(
            rows["word"], table["means"], edited["means"], strict=True)
        if before != after and after != UNKNOWN}
