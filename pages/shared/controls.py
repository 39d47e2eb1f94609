"""Widgets for controls: one description, bound to the address bar."""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from analysis.exhibits.controls import Choice, Choices, Control, Search, Years, default_of
from pages.shared.layout import Desk

WIDTH_PX = {Choice: 270, Choices: 270, Search: 270, Years: 320}


def show_controls(desk: Desk, *controls: Control) -> dict[str, Any]:
    """Draw controls side by side (below each other on a phone).

    Returns
    -------
    dict
        Value of each control by its name, ready for ``show_exhibit(..., **values)``.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return {control.name: _show(desk, control) for control in controls}


def _show(desk: Desk, control: Control) -> Any:
    shared: dict[str, Any] = {
        "label": control.label, "help": control.help, "key": f"{desk.page}_{control.name}",
        "bind": "query-params", "width": WIDTH_PX[type(control)],
    }
    if isinstance(control, Search):
        return control.parse(st.text_input(**shared, max_chars=100) or "", desk.warehouse)
    if isinstance(control, Years):
        low, high = control.limits(desk.warehouse)
        first, last = cast(tuple[int, int], default_of(control, desk.warehouse))
        return tuple(sorted(
            st.slider(**shared, min_value=low, max_value=high, value=(first, last))
        ))
    options = control.options(desk.warehouse)
    if isinstance(control, Choices):
        chosen = st.multiselect(
            **shared, options=list(options), format_func=options.__getitem__,
            placeholder=control.nothing,
        )
        return tuple(chosen)
    return st.selectbox(
        **shared, options=list(options), index=list(options).index(control.default),
        format_func=options.__getitem__,
    )
