"""Lists of cards: the first ten, and all of them when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared.layout import Desk
from pages.shared.text import plain

FIRST = 10
Row = Mapping[str, Any]


def show_cards(
    desk: Desk, rows: Sequence[Row], *, noun: str, title: Callable[[Row], str],
    show: Callable[[Desk, Row], None],
) -> None:
    """One expander a row under a heading; ten until the visitor asks for all; none, no heading.

    Parameters
    ----------
    desk : Desk
        Of the page.
    rows : sequence of mappings
        What the cards show, in order.
    noun : str
        What a row is: ``survey``, ``event``.
    title : callable
        Title of a row's card, plain text.
    show : callable
        Shows the inside of a card.
    """
    if not rows:
        return
    st.subheader(f"A card for each {noun}", anchor=f"{noun}-cards")
    everything = len(rows) <= FIRST or st.toggle(
        f"Show all {len(rows)} {noun}s", key=f"{desk.page}_all_{noun}s", bind="query-params"
    )
    for row in rows if everything else rows[:FIRST]:
        with st.expander(plain(title(row))):
            show(desk, row)


def text_of(value: Any) -> str:
    """A cell as text, empty where there is nothing."""
    return "" if value is None or value != value else str(value)
