"""What every page shares: configuration, menu, canvas, and the warehouse or the one error line.

Decided: native page discovery with our own menu. With ``st.navigation`` beside a folder called
``pages`` a deep link on a cold server would skip ``app.py``; so each page stands on its own and
calls :func:`page` first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analysis.catalog.package import DATA_DIRECTORY
from analysis.charts import theme
from analysis.errors import DeskError
from analysis.warehouse import Warehouse, open_warehouse
from pages.shared.viewport import read_size
from pages.shared.visit import holds_data, own_ledger

CONTENT_PX = 880
ICON = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")
MENU = {
    "": {"app.py": "Home"},
    "Evidence": {
        "pages/worker_voice.py": "Worker voice", "pages/job_market.py": "Job market",
        "pages/exposure.py": "Exposure", "pages/twin_register.py": "Twin register",
        "pages/money.py": "Money",
        "pages/representation.py": "Representation",
        "pages/law.py": "Law and policy", "pages/claims.py": "Claims",
    },
    "Bookings": {
        "pages/human_v_twin.py": "Human v. twin",
        "pages/pay_and_consent.py": "Pay and consent",
        "pages/crew.py": "Crew",
        "pages/who_gains.py": "Who gains",
    },
    "Tools": {
        "pages/scenarios.py": "Scenarios", "pages/chart_desk.py": "Chart desk",
        "pages/briefing.py": "Briefing",
        "pages/your_data.py": "Your data", "pages/crosstabs.py": "Crosstabs",
    },
    "Method": {"pages/simulation.py": "Simulation", "pages/sources.py": "Sources"},
}
"""Groups of the menu; for each the page files and their names."""
OF_LEDGER = (*MENU["Bookings"], "pages/scenarios.py", "pages/chart_desk.py")
"""Pages that show the visitor's own ledger once there is one."""


@dataclass(frozen=True)
class Desk:
    """What a page needs to show exhibits: its name, the data, and where figures are drawn."""

    page: str
    warehouse: Warehouse
    canvas: theme.Canvas
    visit: int = 0
    """Counts pages come to: the same for as long as the visitor stays on this one."""
    private: bool = False
    """Whether the page may show a visitor's own ledger: nothing of it goes into the address."""


def page(
    name: str, *, title: str, question: str, lead: str = "", bare: bool = False
) -> Desk:
    """Set up a page: configuration, menu, heading; stop with one line if the data are bad.

    Parameters
    ----------
    name : str
        Stem of the page file, ``home`` for app.py; prefix of its widget keys.
    title : str
        Name in the browser tab.
    question : str
        The question the page answers, its heading.
    lead : str
        One or two sentences below it.
    bare : bool
        Whether it stands in a frame on somebody else's page: no menu, no heading.

    Returns
    -------
    Desk
        Warehouse and canvas for this visitor.
    """
    st.set_page_config(
        page_title=f"{title} · Double Booked", page_icon=ICON, layout="wide",
        menu_items={"About": "Double Booked: the evidence desk on AI twins and fashion work."},
    )
    remember_query(name)
    if not bare:
        _show_menu()
    canvas = theme.Canvas(
        mode="dark" if st.context.theme.type == "dark" else "light",
        size=read_size(guard=holds_data(), place=st.container() if bare else None),
    )
    try:
        data = _warehouse(_fingerprint())
    except DeskError as error:
        st.error(str(error))
        st.stop()
    if not bare:
        st.title(question, anchor=False)
    if lead and not bare:
        st.markdown(lead)
    own = own_ledger()
    return Desk(
        page=name, warehouse=data.attach(own) if own else data, canvas=canvas,
        visit=_count_visit(name),
        private=own is not None and f"pages/{name}.py" in OF_LEDGER)


def name_of(stem: str) -> str:
    """Name of a page in the menu by the stem of its file."""
    return next(
        label for pages in MENU.values() for path, label in pages.items()
        if path.endswith(f"{stem}.py")
    )


@contextmanager
def body() -> Iterator[None]:
    """The column that holds a page's content, no wider than a readable measure.

    A query that fails outside a card costs what follows in the column and shows one line.
    """
    with st.container(width=CONTENT_PX), one_line():
        yield


@contextmanager
def one_line() -> Iterator[None]:
    """Show an error of the desk as one line instead of a traceback."""
    try:
        yield
    except DeskError as error:
        st.warning(str(error))


@st.cache_resource(max_entries=2, show_spinner="Reading the data…")
def _warehouse(fingerprint: tuple[tuple[str, int, int], ...]) -> Warehouse:
    return open_warehouse()


def _fingerprint() -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the data files, so that a change on disk is seen at once."""
    return tuple(
        (path.name, path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(DATA_DIRECTORY.iterdir())
    )


def query_of(name: str) -> Mapping[str, list[str]]:
    """The present address-bar parameters that belong to a page."""
    return {
        key: st.query_params.get_all(key) for key in st.query_params
        if key.startswith(f"{name}_")
    }


def remember_query(name: str) -> None:
    """Let the menu bring a page back as its address is now."""
    st.session_state.setdefault("last_queries", {})[name] = dict(query_of(name))


def _count_visit(name: str) -> int:
    if st.session_state.get("page_shown") != name:
        st.session_state["page_shown"] = name
        st.session_state["page_visits"] = st.session_state.get("page_visits", 0) + 1
    return int(st.session_state["page_visits"])


def _show_menu() -> None:
    with st.sidebar:
        st.markdown("### Double Booked")
        for group, pages in MENU.items():
            if group:
                st.caption(group)
            for path, label in pages.items():
                stem = path.removeprefix("pages/").removesuffix(".py").replace("app", "home")
                last = st.session_state["last_queries"].get(stem) or None
                st.page_link(path, label=label, width="stretch", query_params=last)
