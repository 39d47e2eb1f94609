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
from pages.shared.layout import Desk, name_of
from pages.shared.text import plain

DATA = "chart_desk_data"
"""Parameter of a link: the data version that its sender saw."""
EXHIBIT = "chart_desk_exhibit"
"""Parameter of a link: the id of the exhibit."""
FIRST = "worker_voice_losses"


def choose(label: str, options: Mapping[str, str], *, key: str, **more: Any) -> str:
    """A choice whose value, not its label, stands in the address, so that a link outlives words.

    Parameters
    ----------
    label : str
    options : mapping
        Values and their labels; the first is the usual one and needs no place in the address.
    key : str
        Of the widget and of the parameter.
    **more
        For the widget.
    """
    values = list(options)
    asked = st.query_params.get(key, values[0])
    chosen = str(st.selectbox(
        label, values, index=values.index(asked) if asked in options else 0, key=f"{key}_chosen",
        format_func=options.__getitem__, persist_state="session", **more))
    if chosen != values[0]:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    return chosen


def choose_exhibit(desk: Desk) -> ExhibitSpec:
    """The exhibit to dress, by page and question."""
    specs = {spec.id: spec for spec in catalogue()}
    first = {FIRST: specs[FIRST]} | specs
    return specs[choose(
        "Chart", {id: f"{name_of(spec.page)}: {spec.question}" for id, spec in first.items()},
        key=EXHIBIT, help="Every chart of every page. Type to search.")]


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
