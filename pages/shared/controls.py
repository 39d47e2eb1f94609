"""Widgets for controls: one description, bound to the address bar."""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from analysis.errors import ControlError
from analysis.exhibits.controls import (
    Choice,
    Choices,
    Coded,
    Control,
    Day,
    Search,
    Years,
    default_of,
)
from pages.shared.layout import Desk
from pages.shared.text import plain

WIDTH_PX = {Choice: 270, Choices: 270, Day: 270, Search: 270, Years: 320, Coded: 540}


def show_controls(desk: Desk, *controls: Control) -> dict[str, Any]:
    """Draw controls side by side (below each other on a phone).

    Returns
    -------
    dict
        Value of each control by its name, ready for ``show_exhibit(..., **values)``.
    """
    for control in () if desk.private else controls:
        _read_address(desk, control)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        values = {control.name: _show(desk, control) for control in controls}
    for control in controls:
        _show_refusal(desk, control, values[control.name])
    return values


def read_controls(desk: Desk, *controls: Control) -> dict[str, Any]:
    """Values of controls as the address has them, where nobody can change them.

    Raises
    ------
    ControlError
        If one in the address is none.
    """
    values: dict[str, Any] = {}
    for control in controls:
        texts = st.query_params.get_all(f"{desk.page}_{control.name}")
        joined = ("-" if isinstance(control, Years) else "|").join(texts)
        values[control.name] = control.parse(joined, desk.warehouse) if texts else \
            default_of(control, desk.warehouse)
    return values


def _read_address(desk: Desk, control: Control) -> None:
    """Rewrite what Streamlit would drop without a word: codes, other case, ``2010-2025``.

    Streamlit itself reads labels, and values that repeat the parameter; the address is put in that
    form, so that the link to the view keeps the filter. What nobody can read is remembered, to be
    said below the controls.
    """
    key = f"{desk.page}_{control.name}"
    if isinstance(control, Search | Coded) or key in st.session_state or key not in st.query_params:
        return
    texts = st.query_params.get_all(key)
    if isinstance(control, Years) and len(texts) > 1 and all(map(str.isdecimal, texts)):
        return
    try:
        wanted = _as_address(desk, control, control.parse("|".join(texts), desk.warehouse))
    except ControlError:
        st.session_state[f"{key}-refused"] = {"text": ", ".join(texts)}
        return
    if wanted != texts:
        st.query_params[key] = wanted
        st.rerun()


def _as_address(desk: Desk, control: Control, value: Any) -> list[str]:
    """How Streamlit writes a value in the address: labels, two years, a day."""
    if isinstance(control, Years):
        return [str(year) for year in value]
    if isinstance(control, Choice | Choices):
        labels = control.options(desk.warehouse)
        return [labels[one] for one in (value if isinstance(value, tuple) else (value,))]
    return [control.write(value)]


def _show_refusal(desk: Desk, control: Control, value: Any) -> None:
    """Say which value of the address was not taken, as long as the control stands untouched."""
    key = f"{desk.page}_{control.name}-refused"
    if key not in st.session_state:
        return
    refused = st.session_state[key]
    if refused.setdefault("value", value) != value:
        del st.session_state[key]
        return
    st.warning(
        f"{control.label}: “{plain(refused['text'][:60])}” in the address is not among the choices "
        "and was not used."
    )


def _show(desk: Desk, control: Control) -> Any:
    shared: dict[str, Any] = {
        "label": control.label, "help": control.help, "key": f"{desk.page}_{control.name}",
        "width": WIDTH_PX[type(control)],
        **({"persist_state": "session"} if desk.private else {"bind": "query-params"}),
    }
    if isinstance(control, Search):
        return control.parse(st.text_input(**shared, max_chars=100) or "", desk.warehouse)
    if isinstance(control, Coded):
        return _show_coded(desk, control, shared)
    if isinstance(control, Years):
        low, high = control.limits(desk.warehouse)
        first, last = cast(tuple[int, int], default_of(control, desk.warehouse))
        return tuple(sorted(
            st.slider(**shared, min_value=low, max_value=high, value=(first, last))
        ))
    if isinstance(control, Day):
        return st.date_input(
            **shared, value=control.default, min_value=control.low, max_value=control.high,
            format="YYYY-MM-DD",
        )
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


def _show_coded(desk: Desk, control: Coded, shared: dict[str, Any]) -> str:
    """A field for text in a small grammar; what cannot be read is said and not used."""
    text = st.text_input(**shared, value=control.default, max_chars=2000) or ""
    try:
        return control.parse(text, desk.warehouse)
    except ControlError as error:
        st.warning(plain(str(error)))
        return control.default
