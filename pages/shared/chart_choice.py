"""Which exhibit stands on the Chart desk, under which filters, and what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from analysis.charts.theme import day
from analysis.exhibits import catalogue
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.history import known_version, said_before
from analysis.exhibits.registry import ExhibitSpec
from pages.shared.controls import show_controls
from pages.shared.layout import Desk, name_of, remember_query
from pages.shared.text import plain

DATA = "chart_desk_data"
"""Parameter of a link: the data version that its sender saw."""
EXHIBIT = "chart_desk_exhibit"
"""Parameter of a link: the id of the exhibit."""
FIRST = "worker_voice_losses"


def choose(desk: Desk, *, label: str, options: Mapping[str, str], key: str, **more: Any) -> str:
    """A choice whose value, not its label, stands in the address, so that a link outlives words.

    When the visitor comes to the page the address decides where it says something, for a link or a
    card's door brought it; from then on the choice does, and the address follows a moment late.

    Parameters
    ----------
    desk : Desk
    label : str
    options : mapping
        Values and their labels; the first is the usual one and needs no place in the address.
    key : str
        Of the widget and of the parameter.
    **more
        For the widget.
    """
    values = list(options)
    asked = st.query_params.get(key)
    if asked in options and st.session_state.get(f"{key}_visit") != desk.visit:
        st.session_state[f"{key}_chosen"] = asked
    chosen = str(st.selectbox(label, values, key=f"{key}_chosen", persist_state="session",
                              format_func=options.__getitem__, **more))
    st.session_state[f"{key}_visit"] = desk.visit
    write_address(key, chosen if chosen != values[0] else "")
    return chosen


def write_address(key: str, value: str) -> None:
    """Put a parameter into the address, or take it out; the menu comes back to it."""
    if value:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]
    remember_query("chart_desk")


def choose_exhibit(desk: Desk) -> ExhibitSpec:
    """The exhibit to dress, by page and question."""
    specs = {spec.id: spec for spec in catalogue()}
    names = {id: f"{name_of(spec.page)}: {spec.question}"
             for id, spec in ({FIRST: specs[FIRST]} | specs).items()}
    return specs[choose(desk, label="Chart", options=names, key=EXHIBIT,
                        help="Every chart of every page. Type to search.")]


def show_filters(desk: Desk, spec: ExhibitSpec) -> Mapping[str, Any]:
    """The controls of the exhibit itself, under keys of their own."""
    own = replace(desk, page=f"chart_desk_{spec.id}", private=desk.private and spec.of_ledger)
    return show_controls(own, *spec.controls)


def show_then_and_now(exhibit: Exhibit) -> None:
    """Where a link came with another data version: what the chart said then and says now.

    What it said then comes from the shipped history, never from the link.
    """
    if "chart_desk_came_with" not in st.session_state:
        st.session_state["chart_desk_came_with"] = st.query_params.get(DATA, "")
    version = st.session_state["chart_desk_came_with"]
    if not version or version == exhibit.data_version:
        return
    then = said_before(exhibit, version)
    if then is not None and then.title == exhibit.title:
        st.info(f"The data have changed since {day(then.as_of)}; this finding has not.")
    elif then is not None:
        st.warning(
            f"**Was**, with data of {day(then.as_of)}: {plain(then.title)}. "
            f"**Is now**: {plain(exhibit.title)}.")
    elif (when := known_version(version)) is not None:
        st.warning(
            f"The link was made with data of {day(when)}, which have changed since. What this view "
            "said then was not recorded.")
    else:
        st.warning(
            "The link was made with data this desk does not know. Compare the figures before you "
            "use them.")
