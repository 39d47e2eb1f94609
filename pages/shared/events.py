"""Event cards: what each documented event disclosed, the reply beside what is alleged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.exhibits import Exhibit
from pages.shared.cards import show_cards, text_of
from pages.shared.layout import Desk
from pages.shared.text import cite, plain

ANSWERS = {"yes": "yes", "no": "no", "unknown": "unknown: the text does not say"}
PAY = {
    "yes": "yes, without an amount", "no": "no: said to be undisclosed or unpaid",
    "unknown": "unknown: the text does not say",
}


def show_event_cards(desk: Desk, events: Exhibit) -> None:
    """One card an event, newest first; ten until the visitor asks for all.

    Parameters
    ----------
    desk : Desk
        Of the page.
    events : Exhibit
        The exhibit ``twin_register_events`` with the page's filters.
    """
    show_cards(
        desk, events.table.to_dict("records"), noun="event", show=_show_card,
        title=lambda row: f"{row['organisation']}, {row['date_text']}: {row['kind_label']}",
    )


def _show_card(desk: Desk, row: Mapping[str, Any]) -> None:
    amount = text_of(row["quantity_unit"])
    facts = {
        "Country": text_of(row["country"]), "Channel": row["channel"],
        "Models named": text_of(row["models_named"]),
        "Consent disclosed": ANSWERS[row["consent_disclosed"]],
        "Terms of pay stated": PAY[row["payment_disclosed"]],
        "What was said about pay": text_of(row["payment_terms"]),
        "Labelled as AI or digital": ANSWERS[row["label_shown"]],
        "Reason given": text_of(row["stated_reason"]),
        "Said about the crew": text_of(row["crew_effect_stated"]),
        "Quantity": f"{row['quantity']:,.0f} {amount}" if amount else "",
        "Maker": text_of(row["vendor"]),
    }
    told = "What is alleged" if row["allegation"] else "Note"
    facts |= {told: text_of(row["note"]), "Denial or reply": text_of(row["denial"])}
    st.markdown("\n".join(
        f"- **{name}:** {plain(text)}" for name, text in facts.items() if text
    ))
    source = desk.warehouse.sources[row["source_id"]]
    st.markdown(f"Source: {cite(source)} {source.verification.capitalize()}.")
    st.caption(f"Row {row['event_id']}, case {row['case_id']} in data/twin_events.csv")
