"""Law: a twin beside an invented face in words, and one card an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.charts.matrix import SIGNS
from analysis.exhibits import Exhibit, build_exhibit
from analysis.exhibits.law_matrix import SUBJECTS, TOPICS
from pages.shared.cards import show_cards, text_of
from pages.shared.layout import Desk
from pages.shared.text import cite, plain


def show_side_by_side(desk: Desk) -> None:
    """What is asked of each subject in plain words, one expander a place.

    Parameters
    ----------
    desk : Desk
        Of the page.
    """
    table = build_exhibit("law_twin_or_face", desk.warehouse).table
    for place, rows in table.groupby("jurisdiction_name", sort=False):
        with st.expander(f"{plain(str(place))}, in words"):
            for column, (subject, name) in zip(st.columns(2), SUBJECTS.items(), strict=True):
                with column:
                    st.markdown(f"**{name}**")
                    _show_answers(rows[rows["subject"] == subject].to_dict("records"))


def _show_answers(rows: list[dict[Any, Any]]) -> None:
    st.markdown("\n".join(
        f"- {SIGNS[row['answer']][0]} **{row['topic'].capitalize()}: {row['answer_words']}.** "
        f"{plain(row['words'])} *{plain(row['instrument'])}"
        f"{'' if row['is_law'] else ', not law'}, as of {row['as_of']:%Y-%m-%d}.*"
        for row in rows
    ))


def show_instrument_cards(desk: Desk, matrix: Exhibit) -> None:
    """One card an instrument of the matrix: plain words, answers with articles, enforcement.

    Parameters
    ----------
    desk : Desk
        Of the page.
    matrix : Exhibit
        The exhibit ``law_matrix`` with the page's filters.
    """
    groups = [part.to_dict("records")
              for _, part in matrix.table.groupby("instrument_id", sort=False)]
    rows = [{**part[0], "answers": part} for part in groups]
    show_cards(
        desk, rows, noun="instrument", show=_show_card,
        title=lambda row: f"{row['name']} ({row['jurisdiction_name']}): {row['section']}",
    )


def _show_card(desk: Desk, row: Mapping[str, Any]) -> None:
    st.markdown(plain(row["summary"]))
    if not row["is_law"]:
        st.markdown("**Not law.**")
    facts = {
        "In force": row["in_force_text"], "As of": f"{row['as_of']:%Y-%m-%d}",
        "Enforcer": text_of(row["enforcer"]) or "none found",
        "Own right to sue": text_of(row["private_right_of_action"]),
        "Penalty": text_of(row["penalty_text"]), "Citation": text_of(row["citation"]),
        "Note": text_of(row["note"]),
    }
    st.markdown("\n".join(
        f"- **{name}:** {plain(text)}" for name, text in facts.items() if text
    ))
    answers = {answer["topic"]: answer for answer in row["answers"]}
    st.markdown("\n".join(
        f"- {SIGNS[answers[topic]['answer']][0]} **{topic.replace('_', ' ').capitalize()}: "
        f"{answers[topic]['answer_words']}.** {plain(text_of(answers[topic]['article']))} "
        f"{plain(answers[topic]['basis'])}" for topic in TOPICS
    ))
    source = desk.warehouse.sources[row["instrument_source_id"]]
    st.markdown(f"Source: {cite(source)} {source.verification.capitalize()}.")
    st.caption(f"Row {row['instrument_id']} in data/law_instruments.csv and law_provisions.csv")
