"""Wave against wave: the waves that a column tells apart, or the file of an earlier wave."""

from __future__ import annotations

import streamlit as st

from analysis.errors import DeskError
from analysis.exhibits.own_survey import Loaded as Said
from analysis.exhibits.own_waves import build_waves
from analysis.surveys.difference_gate import ReleasedDifferences
from analysis.surveys.sampling import permission_of
from analysis.surveys.wave_gate import WaveRequest, asked_of, release_waves
from analysis.surveys.wave_match import Matched, SameQuestion, match_surveys, translate_filter
from pages.shared.layout import Desk
from pages.shared.survey import HeldSurvey, numbers_of, questions_of, survey_of
from pages.shared.survey_asked import Earlier, ask_column, ask_narrowed, show_released
from pages.shared.survey_compare import ask_answer, show_compared
from pages.shared.text import plain
from pages.shared.visit import EARLIER, loaded

WAYS = {"file": "the earlier file", "column": "a column"}
NAMES = WaveRequest("").names
MOST_NAMED = 12


def show_waves(desk: Desk, found: HeldSurvey) -> None:
    """Each wave against the one before, by a column of this file or the file of the earlier one."""
    earlier = survey_of(loaded(), EARLIER)
    if earlier is None:
        show_compared(desk, found, waves=True)
        st.page_link("pages/your_data.py",
                     label="Is the earlier wave a file of its own? Bring it: Your data →")
        return
    way = st.segmented_control(
        "Waves by", list(WAYS), format_func=WAYS.__getitem__, default="file", required=True,
        key="crosstabs_waves_way", persist_state="session",
        help="The earlier wave that was brought on Your data, or a column of this file that says "
        "in which wave a row was asked.")
    if way == "column":
        show_compared(desk, found, waves=True)
    else:
        _show_files(desk, found, earlier)


def _show_files(desk: Desk, found: HeldSurvey, earlier: HeldSurvey) -> None:
    """A question of both files, the later wave less the earlier."""
    matched = match_surveys(earlier.survey, found.survey)
    options = _options(found, earlier, matched)
    if not options:
        st.info("No question is in both files, neither by its text nor by the name of its column. "
                "Your data says why, question by question.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_column("Question or number", options, key="file_of",
                        help="Questions and numbers that are in both files.")
        same = matched.same[of]
        answer = ask_answer({one.later: one.label for one in same.answers}, name=f"file_{of}")
        names = _ask_names()
    asked = ask_narrowed(found, of_shares=not same.number)
    request = WaveRequest(of, asked.where, asked.keep, asked.interval, names)
    released: list[ReleasedDifferences] = []

    def ask() -> ReleasedDifferences:
        released.append(release_waves(
            found.gate, earlier=earlier.gate, request=request, rules=found.rules))
        return released[0]

    try:
        beside = _beside(found, earlier, same, request)
    except DeskError as error:
        st.warning(plain(str(error)))
        return
    if show_released(desk, found, lambda told: build_waves(ask(), told, answer=answer),
                     requests=[asked_of(request, same=same, of=of, where=asked.where)],
                     where=asked.where, earlier=beside):
        _show_method(released[0], same, matched)


def _options(found: HeldSurvey, earlier: HeldSurvey, matched: Matched) -> dict[str, str]:
    """What can be compared: questions, and numbers where both samples allow means."""
    may = all(permission_of(one.survey.design.sampling).means for one in (found, earlier))
    asked = questions_of(found.survey) | (numbers_of(found.survey) if may else {})
    return {key: label for key, label in asked.items() if key in matched.same}


def _ask_names() -> tuple[str, str]:
    """What the two waves are called."""
    earlier, later = (st.text_input(
        label, key=f"crosstabs_file_{key}", width=160, max_chars=40, placeholder=name,
        persist_state="session", help="As it is to stand in the title, such as 2024.")
        for label, key, name in (("Call the earlier one", "earlier", NAMES[0]),
                                 ("and this one", "later", NAMES[1])))
    return (earlier or "").strip() or NAMES[0], (later or "").strip() or NAMES[1]


def _beside(
    found: HeldSurvey, earlier: HeldSurvey, same: SameQuestion, request: WaveRequest,
) -> Earlier:
    """The earlier file with the same question and filter, in its own columns and codes."""
    where = translate_filter(request.where, earlier=earlier.survey, later=found.survey)
    return Earlier(
        earlier, [asked_of(request, same=same, of=same.earlier, where=where)],
        Said("Two waves of a survey, loaded by the reader", found.said.day,
             f"{earlier.said.version}+{found.said.version}"))


def _show_method(found: ReleasedDifferences, same: SameQuestion, matched: Matched) -> None:
    """How it was compared, and what was not."""
    how = f"{found.files if found.tested else found.why} {found.rule}"
    st.markdown(f":small[**How it was compared.** {plain(how)}]")
    for note in same.notes:
        st.markdown(f":small[{plain(note)}]")
    left = [*matched.apart, *matched.only_earlier]
    if left:
        more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
        st.markdown(f":small[Not in both files: {plain(', '.join(left[:MOST_NAMED]))}{more}. Why, "
                    "is said on Your data.]")
