"""What every view of a loaded survey asks and offers: filter, missing answers, scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from analysis.errors import DeskError
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.own_survey import Loaded as Said
from analysis.exhibits.own_survey import Told
from analysis.intake.workspace import EARLIER_FOLDER
from analysis.surveys.questions import KEEPABLE
from analysis.surveys.sampling import permission_of
from analysis.surveys.scripts import AnyRequest, write_r_script, write_stata_script
from analysis.surveys.share_interval import METHODS
from pages.shared.card import show_card
from pages.shared.layout import Desk
from pages.shared.survey import HeldSurvey
from pages.shared.text import plain

KINDS = {"refused": "Refused", "dont_know": "Don't know", "not_asked": "Not asked",
         "other": "Other missing"}
DATA_FILE = "survey.csv"
TWO_FILES = f"{DATA_FILE} and {EARLIER_FOLDER}/{DATA_FILE}"
COUNTING = "Counting, and checking what may be shown…"
WIDTH_PX = 270


@dataclass(frozen=True)
class Narrowed:
    """The filter, the missing answers that count, and the method of the intervals."""

    where: str
    keep: tuple[str, ...] = ()
    interval: str = "logit"


@dataclass(frozen=True)
class Earlier:
    """An earlier wave beside the survey: what is asked of it, and what is said of both."""

    found: HeldSurvey
    requests: list[AnyRequest]
    said: Said


def ask_narrowed(found: HeldSurvey, *, of_shares: bool = True) -> Narrowed:
    """The controls that all views share; of means only the filter."""
    allowed = permission_of(found.survey.design.sampling).inference
    with st.container(horizontal=True, vertical_alignment="bottom"):
        where = st.text_input(
            "Only where", key="crosstabs_where", width=360, persist_state="session",
            placeholder="age >= 30 and trade = hair",
            help="column = value, also != < <= > >= in (…), joined by and; names with spaces in "
            "double quotes.")
        if not of_shares:
            return Narrowed(where or "")
        keep = st.multiselect(
            "Count as an answer", KEEPABLE, format_func=KINDS.__getitem__, width=WIDTH_PX,
            key="crosstabs_keep", persist_state="session",
            help="Missing answers of these kinds become an answer.")
        if not allowed:
            return Narrowed(where or "", tuple(keep))
        interval = st.selectbox(
            "Interval", list(METHODS), key="crosstabs_interval", width=200,
            format_func=lambda name: METHODS[name][:1].upper() + METHODS[name][1:],
            persist_state="session", help="Method of the 95% intervals.")
    return Narrowed(where or "", tuple(keep), interval or "logit")


def ask_column(
    label: str, options: Mapping[str, str], *, key: str, help: str, optional: str = "",
    first: str = "",
) -> str:
    """One column among several; ``optional`` is what stands for none, ``first`` is chosen first."""
    names = [*([""] if optional else []), *options]
    chosen = st.selectbox(
        label, names, index=names.index(first) if first in names else 0, width=WIDTH_PX, help=help,
        key=f"crosstabs_{key}", persist_state="session",
        format_func=lambda name: options.get(name, optional))
    return chosen or ""


def show_released(
    desk: Desk, found: HeldSurvey, build: Callable[[Told], Exhibit], *, requests: list[AnyRequest],
    where: str, earlier: Earlier | None = None,
) -> Exhibit | None:
    """Build an exhibit through the gate and show its card and scripts; one line if it cannot be."""
    try:
        script, stata, refusal = _scripts(found, requests, earlier)
        with st.spinner(COUNTING, show_time=True):
            exhibit = build(Told(found.said if earlier is None else earlier.said, where, script))
    except DeskError as error:
        st.warning(plain(str(error)))
        return None
    st.divider()
    st.subheader(plain(exhibit.question), anchor=exhibit.id.replace("_", "-"))
    show_card(desk, exhibit)
    _show_scripts(exhibit, script, stata, refusal, DATA_FILE if earlier is None else TWO_FILES)
    return exhibit


def _scripts(
    found: HeldSurvey, requests: list[AnyRequest], earlier: Earlier | None,
) -> tuple[str, str, str]:
    """The R script, the Stata do-file, and why there is none of them.

    Of two files each is rebuilt by itself, the earlier one below.
    """
    files = [(found, requests, DATA_FILE), *(
        [(earlier.found, earlier.requests, f"{EARLIER_FOLDER}/{DATA_FILE}")] if earlier else [])]
    written, refusals = [], []
    for write in (write_r_script, write_stata_script):
        try:
            written.append("\n".join(
                write(one.survey, requests=asked, data_file=name) for one, asked, name in files))
        except DeskError as error:
            written.append("")
            refusals.append(str(error))
    return written[0], written[1], " ".join(dict.fromkeys(refusals))


def _show_scripts(
    exhibit: Exhibit, script: str, stata: str, refusal: str, files: str,
) -> None:
    st.markdown(":small[The same in other programs: the scripts rebuild design and figures from "
                f"{files}, which the workspace saved on Your data holds."
                f"{' ' + plain(refusal) if refusal else ''}]")
    with st.container(horizontal=True):
        for label, text, ending in (("R script", script, "R"), ("Stata do-file", stata, "do")):
            if text:
                st.download_button(
                    label, data=text, file_name=f"{exhibit.id}.{ending}", on_click="ignore",
                    key=f"crosstabs-{exhibit.id}-{ending}")
