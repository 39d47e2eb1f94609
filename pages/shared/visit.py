"""The private part of a visit: whether data may be brought, where they lie, how they go.

Decided: what is loaded lies in a folder of this visit alone and in no shared cache. Streamlit ends
the visit when the browser tab has been gone for a while, and releases what the visit held; erasing
it now does the same at once. Uploads work where only this machine can reach the desk, behind
sign-in, or where an operator turned them on; a proxy in front counts as the outside.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import streamlit as st

from analysis.disclosure import Rules
from analysis.intake.visit import Visit, Visits
from analysis.ledger.engine import Ledger
from pages.shared.brief_state import forget_own

RULES = "rules"
"""Name of the gate's rules among the parts of a visit."""
ERASURES = "your_data_erasures"
"""Note of the session: how often everything was erased."""
LEDGER, SURVEY = "own_ledger", "own_survey"
"""Names of what a visit has opened, among its parts, and of the session's notes that it has."""
EARLIER = "earlier_survey"
"""Name of an earlier wave of the survey among the parts of a visit."""
ASKED = ("crosstabs_", "own_answers", "own_question")
"""How the keys of widgets begin that hold columns, answers and filters of a loaded survey."""
SHOWN = "brief_shown"
"""Name, among the parts of a visit, of exhibits of its survey that stand in its brief."""
SWITCH = "DOUBLE_BOOKED_UPLOADS"
LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
REFUSED = (
    "Loading data is switched off here, because this desk can be reached from other machines "
    "without signing in. Run it on your own machine (one line, see the README), or ask whoever "
    "runs it to turn sign-in on."
)


@dataclass
class Loaded:
    """What this visit holds: its folder, and by name what was made of the files in it.

    Nothing in it is ever written anywhere but into that folder.
    """

    visit: Visit
    parts: dict[str, Any] = field(default_factory=dict)

    def forget(self) -> None:
        """Close what is open and forget everything; the files stay."""
        for part in self.parts.values():
            if hasattr(part, "close"):
                part.close()
        self.parts.clear()

    def erase(self) -> None:
        """Close what is open, forget everything, delete the folder."""
        self.forget()
        self.visit.erase()


def may_upload(headers: Mapping[str, str], *, address: str, signed_in: bool) -> bool:
    """Whether data may be brought to this desk.

    Parameters
    ----------
    headers : mapping
        Of the visitor's request, keys in lower case.
    address : str
        The server listens on.
    signed_in : bool
        Whether the visitor signed in.
    """
    if signed_in or os.environ.get(SWITCH, "").lower() in ("1", "on", "yes", "true"):
        return True
    host = headers.get("host", "").rsplit(":", 1)[0] if headers.get("host") else ""
    forwarded = any(name in headers for name in FORWARDED)
    return address in LOOPBACK and host in LOOPBACK and not forwarded


def uploads_allowed() -> bool:
    """Whether this visitor may bring data."""
    headers = {key.lower(): value for key, value in st.context.headers.to_dict().items()}
    return may_upload(
        headers, address=str(st.config.get_option("server.address")),
        signed_in=bool(getattr(st.user, "is_logged_in", False)))


def loaded() -> Loaded:
    """What this visit holds; an empty folder at first."""
    found: Loaded = _begin()
    if not found.visit.folder.is_dir():
        _begin.clear()
        found = _begin()
    return found


def own_part(name: str) -> Any:
    """What this visit has opened under a name, None where nothing; makes no folder to find out."""
    return loaded().parts.get(name) if st.session_state.get(name) else None


def holds_data() -> bool:
    """Whether this visit has opened a survey or a ledger, which a reload would lose."""
    return any(st.session_state.get(name) for name in (LEDGER, SURVEY))


def own_ledger() -> Ledger | None:
    """The ledger this visit has opened, None where it has none."""
    found = own_part(LEDGER)
    return found if isinstance(found, Ledger) else None


def rules_of(held: Loaded) -> Rules:
    """The rules of the disclosure gate in this visit; the desk's own until they are changed."""
    found = held.parts.get(RULES)
    return found if isinstance(found, Rules) else Rules()


def erase_now() -> None:
    """Delete everything this visit has brought, what its uploaders hold as well."""
    for name in (LEDGER, SURVEY, EARLIER):
        st.session_state.pop(name, None)
    st.session_state[ERASURES] = st.session_state.get(ERASURES, 0) + 1
    forget_asked()
    forget_own()
    loaded().erase()
    _begin.clear()


def uploader_key(name: str) -> str:
    """The key of an uploader: a new one after each erasure, so that it holds no file any more."""
    times = st.session_state.get(ERASURES, 0)
    return f"{name}-{times}" if times else name
def forget_asked() -> None:
    """Forget which questions and filters of a survey were looked at; another has others."""
    for name in [key for key in st.session_state if str(key).startswith(ASKED)]:
        del st.session_state[name]


@st.cache_resource(scope="session", on_release=Loaded.erase, show_spinner=False)
def _begin() -> Loaded:
    return Loaded(_visits().begin())


@cache
def _visits() -> Visits:
    """The visits of this process; making it removes what a dead process left."""
    return Visits()
