"""What became of the rows of a taken file; the rejected ones are shown to the loader alone."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analysis.exhibits.words import count
from analysis.intake.gaps import say_gaps
from analysis.intake.rejects import COLUMNS, WHOLE_ROW
from analysis.intake.report import Report
from pages.shared.text import plain

RULES_SHOWN = 12
SHOWN = 100
"""Rejected lines on the page; the file has the others."""


def show_outcome(folder: Path, report: Report, *, name: str = "") -> None:
    """Rows met, kept and rejected, by rule, then the first rejected lines and all as a file.

    ``name`` tells it from another file of the same kind; the kind is taken where it is empty.
    """
    rejected = report.rows - report.kept
    st.markdown(
        f"**{count(report.rows, 'row')}** met, **{report.kept:,}** kept, **{rejected:,}** "
        f"rejected; {count(report.emptied, 'cell')} left empty.")
    for note in report.notes:
        st.markdown(f":small[{plain(note)}]")
    _show_gaps(report)
    if not report.rejects:
        return
    st.markdown("\n".join(rule_lines(report.rejects)))
    listed = next((folder / name for name in report.files if name.endswith(".rejects.csv")), None)
    if listed is None or not listed.is_file():
        return
    _show_first(listed, sum(one["count"] for one in report.rejects))
    st.download_button(
        "Rejected rows with line, column, value and rule", data=listed.read_bytes,
        file_name=listed.name, mime="text/csv", on_click="ignore",
        key=f"your_data_{name or report.target}_rejects",
        help="Raw values of your file: for you alone.")


def _show_gaps(report: Report) -> None:
    """Which texts were read as empty, by column."""
    total = sum(gap.count for gap in report.gaps)
    if total:
        with st.expander(f"{count(total, 'cell')} read as empty, by their text"):
            st.markdown("\n".join(f"- **{plain(name)}**: {plain(said)}"
                                  for name, said in say_gaps(report.gaps).items()))


def rule_lines(rejects: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every broken rule with its count, the most frequent first."""
    lines = [
        f"- **{one['count']:,}** times "
        + ("a whole row" if one["column"] == WHOLE_ROW else f"**{plain(str(one['column']))}**")
        + f": {plain(str(one['rule']))} ({one['effect']})" for one in rejects[:RULES_SHOWN]]
    if more := len(rejects) - RULES_SHOWN:
        lines += [f"- and {count(more, 'rule')} more, in the file below"] if more > 0 else []
    return lines


def first_rejects(path: Path, most: int = SHOWN) -> pd.DataFrame:
    """The first lines of a list of rejects."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in islice(csv.DictReader(lines), most) if row["line"]]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _show_first(listed: Path, total: int) -> None:
    first = first_rejects(listed)
    more = total - len(first)
    said = f"The first {len(first):,} of {count(total, 'rejected line')}" if more \
        else count(total, "rejected line")
    with st.expander(f"{said}, for your eyes only"):
        st.dataframe(first.rename(columns=str.capitalize), hide_index=True, width="stretch")
        if more:
            st.markdown(f":small[{count(more, 'line')} more: the file below has them.]")
