"""Survey cards: how each survey was made, what it is not, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.exhibits import Exhibit
from analysis.exhibits.worker_voice import SAMPLING_WORDS
from pages.shared.cards import show_cards, text_of
from pages.shared.layout import Desk
from pages.shared.text import cite, plain


def show_survey_cards(desk: Desk, surveys: Exhibit) -> None:
    """One card a survey, newest first; ten until the visitor asks for all.

    Parameters
    ----------
    desk : Desk
        Of the page.
    surveys : Exhibit
        The exhibit ``worker_voice_surveys`` with the page's filters.
    """
    show_cards(
        desk, surveys.table.to_dict("records"), noun="survey", show=_show_card,
        title=lambda row: f"{row['organisation']} "
        f"({'undated' if row['year'] != row['year'] else int(row['year'])}): "
        f"{row['survey_title']}",
    )


def _show_card(desk: Desk, row: Mapping[str, Any]) -> None:
    n = text_of(row["sample_size_text"]) or "not published"
    facts = {
        "Asked": text_of(row["population"]), "Country": text_of(row["country"]),
        "Method": text_of(row["method"]), "Mode": text_of(row["mode"]),
        "Respondents found by": SAMPLING_WORDS[row["sampling"]],
        "That rests on": text_of(row["sampling_basis"]) or "nothing we could read",
        "n": n, "Fieldwork": text_of(row["fieldwork_text"]) or "not published",
        "Limits": text_of(row["limits"]),
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
