"""The table of assumptions as a reader edits it; each change is written as text into the link."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pandas as pd
import streamlit as st

from analysis.exhibits.scenario_start import basis_of
from analysis.scenarios.assumptions import Assumption, Assumptions, Triple
from analysis.scenarios.coding import write_code

EDITED = ("low", "value", "high")


def show_table(key: str, assumptions: Assumptions, *, hidden: Sequence[str]) -> None:
    """An editor of all assumptions but those with a field of their own.

    Parameters
    ----------
    key : str
        Of the text field that holds the changes; the table writes into it.
    assumptions : Assumptions
        As they stand.
    hidden : sequence of str
        Names of rows with a field of their own.
    """
    rows = [row for row in assumptions.rows if row.name not in hidden]
    frame = pd.DataFrame([{
        "meaning": row.meaning, "value": row.value, "low": row.low, "high": row.high,
        "unit": row.unit, "basis": basis_of(row)} for row in rows])
    place = f"{key}-table-{sha256(write_code(assumptions).encode()).hexdigest()[:8]}"
    number = st.column_config.NumberColumn
    st.data_editor(
        frame, key=place, hide_index=True, width="stretch", height=390,
        disabled=["meaning", "unit", "basis"], alt="Every other assumption of the scenario",
        column_config={
            "meaning": st.column_config.TextColumn("Assumption", width=400),
            "value": number("Value", format="%.10g"), "low": number("From", format="%.10g"),
            "high": number("To", format="%.10g"), "unit": "Unit", "basis": "Rests on"},
        on_change=_take, args=(place, key, assumptions, tuple(rows)))
    st.markdown(":small[Change a value or its range; it then rests on you, and is exported so.]")


def _take(
    place: str, key: str, assumptions: Assumptions, rows: tuple[Assumption, ...]
) -> None:
    """Write what was edited into the text of changes."""
    edits = st.session_state[place].get("edited_rows", {})
    st.session_state[key] = write_code(assumptions.having({
        rows[int(at)].name: edited(rows[int(at)], cells) for at, cells in edits.items()}))


def edited(row: Assumption, cells: dict[str, float | None]) -> Triple:
    """The range that an edit means, within the limits of the row and in order.

    A value beyond its range widens it; an end beyond the value takes the value with it; a rule
    without a range stays one. An emptied cell is the one that was there.
    """
    low, value, high = (
        min(max(float(found), row.least), row.most)
        if (found := cells.get(name)) is not None else getattr(row, name) for name in EDITED)
    if row.low == row.high and set(cells) == {"value"}:
        return value, value, value
    if "value" in cells:
        return min(low, value), value, max(high, value)
    low, high = min(low, high), max(low, high)
    return low, min(max(value, low), high), high
