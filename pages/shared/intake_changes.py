"""Change what was understood of a file: the file as a whole, the columns of a survey.

Every part shows its controls and returns the settings that differ from what was understood; the
caller reads the file again with all of them at once, and takes no file while there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis.intake.bands import bounds_text
from analysis.intake.columns import ODD, SPELT
from analysis.intake.gaps import say_gaps
from analysis.intake.reading import (
    DATE_ORDERS,
    DECIMALS,
    ENCODINGS,
    NAMED,
    SEPARATORS,
    SHORT_ROWS,
    SPELLINGS,
    THOUSANDS,
    TOTALS,
    Column,
    Guess,
)
from analysis.intake.report import Report
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
OF_TEXT = ("encoding", "separator", "short_rows")
"""Guesses that only a text file has."""
LISTED_STEPS = " | "
EMPTY_HELP = "Texts that mean an empty cell, and how often they come in the first rows. The list " \
    "of them stands above, under the file as a whole."
SAME_HELP = "Makes one answer of those that differ only in capitals or blanks, such as Hair and " \
    "HAIR; the column Why says where there are any."
GROUP_HELP = "Where several answers could be chosen and each has a column of its own: the same " \
    "name in each of these columns makes them one question. Emptied, it is a question by itself."
KEEP_HELP = "Texts of that list that are answers in this column, divided by |. NA, for example, " \
    "is Namibia among codes of countries."


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
                "counted in groups: say where they begin, such as 30 | 45 | 60. Options that could "
                "be chosen together share the name of their question under “Option of”.")
    if pointed := pointed_lines(report.guesses):
        st.warning("\n".join(["Look at these columns first:", "", *pointed]))
    narrow = st.session_state.get("viewport_size") == "narrow"
    edited = st.data_editor(
        table, hide_index=True, width="stretch", disabled=("column", "empty", "why"),
        key=f"{key}_columns",
        height=min(36 * (len(table) + 1), 560), column_config={
            "column": st.column_config.TextColumn(
                "Column", width=150 if narrow else 170, pinned=True),
            "kind": st.column_config.SelectboxColumn(
                "Kind", options=list(KINDS), required=True, width=95),
            "steps": st.column_config.TextColumn(
                "Order, or groups from", width=165, help="Answers from low to high, or for "
                "numbers where groups begin; divided by |."),
            "split": st.column_config.TextColumn(
                "Divided by", width=100, help="What divides several answers in a cell."),
            "group": st.column_config.TextColumn("Option of", width=110, help=GROUP_HELP),
            "same": st.column_config.CheckboxColumn("Join spellings", width=125, help=SAME_HELP),
            "empty": st.column_config.TextColumn("Read as empty", width=120, help=EMPTY_HELP),
            "keep": st.column_config.TextColumn("Answer here", width=115, help=KEEP_HELP),
            "why": st.column_config.TextColumn("Why", width=330),
        })
    with st.expander("Why each column is understood so"):
        st.markdown("\n".join(guess_lines(
            [guess for guess in report.guesses if guess.what.startswith("kind:")])))
    return column_changes(table, edited)


def pointed_lines(guesses: Sequence[Guess]) -> list[str]:
    """Columns of which some cells do not fit, or some answers are spelled in several ways."""
    lines = []
    for guess in guesses:
        _, odd, cells = guess.why.partition(ODD)
        _, spelt, answers = guess.why.partition(SPELT)
        name = plain(guess.what.removeprefix("kind:"))
        if odd:
            lines.append(f"- **{name}** is taken for {guess.value}s; other cells are left empty "
                         f"and listed: {plain(cells)}. Say nominal to keep them as answers.")
        elif spelt:
            lines.append(f"- **{name}**: answers that differ only in capitals or blanks count "
                         f"as different ones: {plain(answers)}. Tick “Join spellings” to make "
                         "them one.")
    return lines


def columns_table(report: Report) -> pd.DataFrame:
    """A row a column of the file: its kind and why, what divides it, its order or groups.

    Then the texts that are read as empty in its first rows, and those that are answers in it.
    """
    empty = say_gaps(report.gaps)
    why = {guess.what.removeprefix("kind:"): guess for guess in report.guesses
           if guess.what.startswith("kind:")}
    columns = report.reading.columns
    return pd.DataFrame({
        "column": [column.name for column in columns],
        "kind": [column.kind for column in columns],
        "steps": [_steps(column) for column in columns],
        "split": [MARKS.get(column.split, column.split) if column.split else ""
                  for column in columns],
        "group": [column.group for column in columns],
        "same": [column.same for column in columns],
        "empty": [empty.get(column.name, "") for column in columns],
        "keep": [LISTED_STEPS.join(column.kept) for column in columns],
        "why": [_why(why.get(column.name)) for column in columns],
    })


def column_changes(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    """Settings that say what was changed in the table of :func:`columns_table`."""
    changed: dict[str, str] = {}
    for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
        steps = "bands" if new["kind"] == "number" else "order"
        for part, name in (("kind", "kind"), ("split", "split"), ("steps", steps),
                           ("keep", "keep"), ("group", "group")):
            now = new[part] if isinstance(new[part], str) else ""
            # an emptied cell of the editor is none
            if part == "group" and not now.strip() and new["kind"] != "flag":
                continue
            if now.strip() != str(old[part]).strip():
                changed[f"{name}:{old['column']}"] = now.strip()
        if bool(new["same"]) != old["same"]:
            changed[f"same:{old['column']}"] = SPELLINGS[not new["same"]]
    return changed


def _why(guess: Guess | None) -> str:
    if guess is None:
        return ""
    return guess.why if guess.sure else f"not certain: {guess.why}"


def _steps(column: Column) -> str:
    if column.kind == "number":
        return bounds_text(column.bands).replace("|", LISTED_STEPS)
    return LISTED_STEPS.join(column.order)
