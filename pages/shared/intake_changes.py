"""Change what was understood of a file: the file as a whole, its columns, the fields of a table.

Every part shows its controls and returns the settings that differ from what was understood; the
caller reads the file again with all of them at once, and takes no file while there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.exhibits.words import count
from analysis.intake.bands import bounds_text
from analysis.intake.mapping import SAID as AS_SAID
from analysis.intake.mapping import accepted_words
from analysis.intake.reading import (
    DATE_ORDERS,
    DECIMALS,
    ENCODINGS,
    NAMED,
    SEPARATORS,
    SHORT_ROWS,
    THOUSANDS,
    TOTALS,
    Column,
    Guess,
)
from analysis.intake.report import Report
from analysis.ledger.contract import load_contract
from analysis.surveys.codebook import KINDS
from pages.shared.text import plain

MARKS = {mark: word for word, mark in NAMED.items()}
WORDS = {
    **MARKS, "dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day",
    "reject": "left out", "pad": "filled with empty cells", "keep": "kept as answers",
}
"""What a visitor reads for a value of a guess."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "encoding": ENCODINGS, "separator": tuple(SEPARATORS), "decimal": DECIMALS,
    "thousands": THOUSANDS, "date_order": DATE_ORDERS, "short_rows": SHORT_ROWS,
    "totals": TOTALS,
}
SAID = {
    "encoding": "Encoding", "separator": "Separator", "decimal": "Decimal mark",
    "thousands": "Thousands mark", "date_order": "Order of dates", "short_rows": "Short rows",
    "skip": "Rows before the header", "header": "Rows of the header", "sheet": "Sheet",
    "missing": "Texts that mean empty", "quote": "Quotation mark", "format": "Kind of file",
    "names": "Column names", "totals": "Rows of totals",
}
EMPTY, UNKNOWN = "nothing (leave empty)", "not known"
OF_TEXT = ("encoding", "separator", "short_rows")
"""Guesses that only a text file has."""
LISTED_STEPS = " | "
NOT_USED = "not used: "


def guess_lines(guesses: Sequence[Guess]) -> list[str]:
    """What was understood, a line a guess with its reason, doubtful ones first."""
    lines = []
    for guess in sorted(guesses, key=lambda one: one.sure):
        value = WORDS.get(guess.value, guess.value) or "none"
        doubt = "" if guess.sure else " *Could be otherwise.*"
        what = SAID.get(guess.what, plain(guess.what.removeprefix("kind:")))
        lines.append(f"- **{what}: {plain(value)}**, "
                     f"{plain(guess.why)}.{doubt}")
    return lines


def show_general(target: str, report: Report, *, key: str) -> dict[str, str]:
    """One control for each guess about the file as a whole; what was changed."""
    reading = report.reading
    now: dict[str, str] = {}
    chosen: dict[str, str] = {}
    with st.container(horizontal=True):
        for name, options in CHOICES.items():
            if (name in OF_TEXT and reading.format != "csv") or (
                    name == "totals" and target != "survey"):
                continue
            now[name] = str(getattr(reading, name))
            chosen[name] = str(st.selectbox(
                SAID[name], options, index=options.index(now[name]), width=200,
                format_func=lambda one: WORDS.get(one, one) or "none", key=f"{key}_{name}"))
        for name, most in (("skip", 1000), ("header", 3)):
            now[name] = str(getattr(reading, name))
            chosen[name] = str(st.number_input(SAID[name], 0, most, int(now[name]), width=200,
                                               key=f"{key}_{name}"))
        now["missing"] = "|".join(reading.missing)
        chosen["missing"] = st.text_input(
            SAID["missing"], now["missing"], width=200, key=f"{key}_missing",
            help="Several are divided by |")
    return {name: MARKS.get(value, value) for name, value in chosen.items() if value != now[name]}


def show_columns(report: Report, *, key: str) -> dict[str, str]:
    """Kind of each column, what divides its answers, their order or groups; what was changed."""
    table = columns_table(report)
    st.markdown("**Columns.** Text and id are never shown, filtered or counted. Numbers can be "
                "counted in groups: say where they begin, such as 30 | 45 | 60.")
    narrow = st.session_state.get("viewport_size") == "narrow"
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("column", "why"), key=f"{key}_columns",
        height=min(36 * (len(table) + 1), 560), column_config={
            "column": st.column_config.TextColumn(
                "Column", width=150 if narrow else 300, pinned=True),
            "kind": st.column_config.SelectboxColumn(
                "Kind", options=list(KINDS), required=True, width=95),
            "steps": st.column_config.TextColumn(
                "Order, or groups from", width=170, help="Answers from low to high, or for "
                "numbers where groups begin; divided by |."),
            "split": st.column_config.TextColumn(
                "Divided by", width=90, help="What divides several answers in a cell."),
            "why": st.column_config.TextColumn("Why", width=330),
        })
    with st.expander("Why each column is understood so"):
        st.markdown("\n".join(guess_lines(
            [guess for guess in report.guesses if guess.what.startswith("kind:")])))
    return column_changes(table, edited)


def columns_table(report: Report) -> pd.DataFrame:
    """A row a column of the file: its kind and why, what divides it, its order or groups."""
    why = {guess.what.removeprefix("kind:"): guess for guess in report.guesses
           if guess.what.startswith("kind:")}
    columns = report.reading.columns
    return pd.DataFrame({
        "column": [column.name for column in columns],
        "kind": [column.kind for column in columns],
        "steps": [_steps(column) for column in columns],
        "split": [MARKS.get(column.split, column.split) if column.split else ""
                  for column in columns],
        "why": [_why(why.get(column.name)) for column in columns],
    })


def column_changes(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    """Settings that say what was changed in the table of :func:`columns_table`."""
    changed: dict[str, str] = {}
    for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
        steps = "bands" if new["kind"] == "number" else "order"
        for part, name in (("kind", "kind"), ("split", "split"), ("steps", steps)):
            now = new[part] if isinstance(new[part], str) else ""
            # an emptied cell of the editor is none
            if now.strip() != str(old[part]).strip():
                changed[f"{name}:{old['column']}"] = now.strip()
    return changed


def _why(guess: Guess | None) -> str:
    if guess is None:
        return ""
    return guess.why if guess.sure else f"not certain: {guess.why}"


def _steps(column: Column) -> str:
    if column.kind == "number":
        return bounds_text(column.bands).replace("|", LISTED_STEPS)
    return LISTED_STEPS.join(column.order)


def show_mapping(target: str, report: Report, *, key: str) -> dict[str, str]:
    """For each field of a table the column, or the one value, that holds it; then words."""
    mapping = report.mapping or {"columns": {}, "constants": {}, "words": []}
    table = mapping_table(target, mapping)
    names = [column.name for column in report.reading.columns]
    st.markdown("**Columns of the table.** Those with * are needed. Change the column, or give one "
                "value for every row.")
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("field", "why"),
        height=36 * (len(table) + 1), key=f"{key}_mapping", column_config={
            "field": st.column_config.TextColumn("Field", width=150, pinned=True),
            "column": st.column_config.SelectboxColumn("Column of the file", options=["", *names]),
            "constant": st.column_config.TextColumn("Or in every row"),
            "why": st.column_config.TextColumn("Why", width="medium")})
    unused = [line for line in mapping["words"] if line.startswith(NOT_USED)]
    st.markdown("\n".join(f":small[Not used: {plain(line.removeprefix(NOT_USED))}]"
                          for line in unused))
    return mapping_changes(target, table, edited) | _show_words(target, report, key=key)


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
        elif column is None or why == AS_SAID:
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
        "word": rows["word"].to_numpy(),
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
            table["word"], table["means"], edited["means"], strict=True)
        if before != after and after != UNKNOWN}
