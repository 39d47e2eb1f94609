"""How wide the visitor's window is, so that titles inside figures break where they should.

Plotly does not wrap text, and Python does not know the window. A component without any markup
reports one of three sizes, and reports again only when the size changes: a visitor with a wide
window causes no second run.
"""

from __future__ import annotations

import streamlit as st

from analysis.charts.theme import Size

_SCRIPT = """
export default function (component) {
  const { setStateValue, data } = component;
  let last = data.size;
  const report = () => {
    const width = window.innerWidth;
    const size = width < 640 ? "narrow" : width < 1180 ? "medium" : "wide";
    if (size !== last) { last = size; setStateValue("size", size); }
  };
  report();
  window.addEventListener("resize", report);
  return () => window.removeEventListener("resize", report);
}
"""
_component = st.components.v2.component("double_booked_viewport", js=_SCRIPT)


def read_size() -> Size:
    """The size of the visitor's window: ``wide`` until the browser says otherwise."""
    known: Size = st.session_state.get("viewport_size", "wide")
    with st.sidebar:
        answer = _component(
            key="viewport", data={"size": known}, default={"size": known},
            on_size_change=lambda: None, height=0,
        )
    size: Size = answer.size if answer.size in ("wide", "medium", "narrow") else known
    st.session_state["viewport_size"] = size
    return size
