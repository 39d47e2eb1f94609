"""What was understood of a file, and what would become of its first rows, before it is used."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.words import count
from analysis.intake.ingest import LACKING
from analysis.intake.personal import NUMBERED, article
from analysis.intake.report import Report
from analysis.intake.understand import SAMPLE
from pages.shared.intake_changes import guess_lines, show_columns, show_general
from pages.shared.intake_fields import show_mapping
from pages.shared.outcome import rule_lines
from pages.shared.text import plain


def show_understood(target: str, report: Report, *, key: str) -> dict[str, str]:
    """The guesses with their reasons; every one can be changed, and what was is returned."""
    if report.personal:
        st.warning("\n".join(_personal_lines(report)))
    st.markdown(f"**What was understood.** {_doubt(report)}")
    if lost := lost_lines(report):
        st.warning("\n".join(lost))
    general = [guess for guess in report.guesses if ":" not in guess.what]
    with st.expander("The file as a whole", expanded=not all(guess.sure for guess in general)):
        st.markdown("\n".join(guess_lines(general)))
        changed = show_general(target, report, key=key)
    for note in report.notes:
        (st.warning if note.startswith(LACKING) else st.info)(plain(note))
    more = show_columns(report, key=key) if target == "survey" \
        else show_mapping(target, report, key=key)
    return changed | more


def _doubt(report: Report) -> str:
    """Whether anything could be otherwise, in a sentence."""
    unsure = sum(not guess.sure for guess in report.guesses)
    if unsure:
        return f"{count(unsure, 'guess', 'guesses')} could be otherwise: look there first."
    return "Nothing in it seemed doubtful." if not report.rejects else \
        "No guess seemed doubtful, but not all of it can be used so."


def lost_lines(report: Report) -> list[str]:
    """What of the first rows would be left out as the file is understood now, and by which rule."""
    lost = report.rows - report.kept
    if not report.rejects or not report.rows:
        return []
    of = f"the first {report.rows:,} rows" if report.rows >= SAMPLE else count(report.rows, "row")
    said = f"**{lost:,}** of {of} would be left out ({lost / report.rows:.0%})" if lost else \
        f"**{count(report.emptied, 'cell')}** of {of} would be left empty"
    return [f"{said}, read as it is now:", "", *rule_lines(report.rejects)]


def _personal_lines(report: Report) -> list[str]:
    """One list of the columns that seem to say who somebody is, and what becomes of them."""
    many = len(report.personal) > 1
    it = "them" if many else "it"
    fate = "Nothing of what stands there is kept, shown, filtered, counted or saved." \
        if report.target == "survey" else \
        f"It is kept only where {'they serve' if many else 'it serves'} as a column below."
    lines = [f"**{count(len(report.personal), 'column')}** {'seem' if many else 'seems'} to say "
             f"who somebody is. {fate} Better still, take {it} out of the file.", ""]
    numbered = ": only running numbers 1, 2, … are kept, to tell people apart"
    return lines + [
        f"- **{plain(one.column)}** seems to hold {article(one.what)}, {plain(one.why)}"
        + (numbered if one.what == NUMBERED and report.target == "survey" else "")
        for one in report.personal]
