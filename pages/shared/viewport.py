"""How wide the visitor's column is, so that titles inside figures break where they should.

Plotly does not wrap text, and Python does not know the window. A component without any markup
reports one of three sizes, and reports again only when the size changes (a resized window, the menu
opened or closed): a visitor with a wide window causes no second run.

It also asks for Streamlit's Plotly code (4.7 MB) at once. Streamlit itself asks for it when the
first figure arrives, which is after the data are read; asked for early, both happen together.
Where a later Streamlit names the file otherwise nothing is asked for and all works as before.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.charts.theme import WIDTHS_PX, Size

_SCRIPT = """
export default function (component) {
  const { setStateValue, data } = component;
  const client = document.querySelector("script[type=module][src*='/static/js/']");
  if (client && data.plotly) import(new URL(data.plotly, client.src)).catch(() => {});
  const stay = event => { event.preventDefault(); };
  if (data.guard) window.addEventListener("beforeunload", stay);
  let last = data.size;
  const box = document.querySelector("[data-testid=stMainBlockContainer]");
  const column = () => {
    if (!box) return window.innerWidth;
    const style = getComputedStyle(box);
    return box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  };
  const report = () => {
    const width = column();
    const size = width < data.medium ? "narrow" : width < data.wide ? "medium" : "wide";
    if (size !== last) { last = size; setStateValue("size", size); }
  };
  report();
  const TOUCHES = ["wheel", "touchstart", "keydown", "pointerdown"];
  let touched = !location.hash;
  const touch = () => { touched = true; };
  TOUCHES.forEach(name => window.addEventListener(name, touch, { capture: true, once: true }));
  const arrive = () => {
    if (!touched) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  };
  const observer = new ResizeObserver(() => { report(); arrive(); });
  observer.observe(box || document.body);
  return () => {
    observer.disconnect();
    window.removeEventListener("beforeunload", stay);
    TOUCHES.forEach(name => window.removeEventListener(name, touch, { capture: true }));
  };
}
"""
_component = st.components.v2.component("double_booked_viewport", js=_SCRIPT)


def read_size(*, guard: bool = False, place: DeltaGenerator | None = None) -> Size:
    """The size of the visitor's column: ``wide`` until the browser says otherwise.

    Parameters
    ----------
    guard : bool
        Whether the browser asks before the page is left or reloaded, because that ends the visit
        and with it what the visitor has brought.
    place : DeltaGenerator, optional
        Holds the component, which takes no room; the menu's side without one.
    """
    known: Size = st.session_state.get("viewport_size", "wide")
    with st.sidebar if place is None else place:
        answer = _component(
            key="viewport",
            data={
                "size": known, "medium": WIDTHS_PX["medium"], "wide": WIDTHS_PX["wide"],
                "plotly": _plotly_file(), "guard": guard,
            },
            default={"size": known},
            on_size_change=lambda: None, height=0,
        )
    size: Size = answer.size if answer.size in ("wide", "medium", "narrow") else known
    st.session_state["viewport_size"] = size
    return size


@cache
def _plotly_file() -> str:
    """Name of the file with Streamlit's Plotly code; empty where there is none or several."""
    found = list((Path(st.__file__).parent / "static/static/js").glob("PlotlyChart.*.js"))
    return found[0].name if len(found) == 1 else ""
