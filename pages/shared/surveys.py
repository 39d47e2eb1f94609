"""Survey cards: how each survey was made, what it is not, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.exhibits import Exhibit
from analysis.exhibits.worker_voice import SAMPLING_WORDS
from pages.shared.layout import Desk
from pages.shared.text import cite, plain

FIRST = 10


def show_survey_cards(desk: Desk, surveys: Exhibit) -> None:
    """One card a survey, newest first; ten until the visitor asks for all.

    Parameters
    ----------
    desk : Desk
        Of the page.
    surveys : Exhibit
        The exhibit ``worker_voice_surveys`` with the page's filters.
    """
    rows = surveys.table.to_dict("records")
    st.subheader("A card for each survey", anchor="survey-cards")
    everything = len(rows) <= FIRST or st.toggle(
        f"Show all {len(rows)} surveys", key=f"{desk.page}_all_surveys", bind="query-params"
    )
    for row in rows if everything else rows[:FIRST]:
        title = f"{row['organisation']} ({row['year']:.0f}): {row['survey_title']}"
        with st.expander(plain(title)):
            _show_card(desk, row)


def _show_card(desk: Desk, row: Mapping[str, Any]) -> None:
    n = _text(row["sample_size_text"]) or "not published"
    facts = {
        "Asked": _text(row["population"]), "Country": _text(row["country"]),
        "Method": _text(row["method"]), "Mode": _text(row["mode"]),
        "Respondents found by": SAMPLING_WORDS[row["sampling"]],
        "That rests on": _text(row["sampling_basis"]) or "nothing we could read",
        "n": n, "Fieldwork": _text(row["fieldwork_text"]) or "not published",
        "Limits": _text(row["limits"]),
    }
    st.markdown("\n".join(
        f"- **{name}:** {plain(text)}" for name, text in facts.items() if text
    ))
    source = desk.warehouse.sources[row["source_id"]]
    st.markdown(f"Source: {cite(source)} {source.verification.capitalize()}.")
    st.caption(
        f"{row['figures']} figures on the desk: rows with survey_id {row['survey_id']} in "
        "data/survey_results.csv"
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
