"""One question alone, a number by group, and a battery of statements of a loaded survey."""

from __future__ import annotations

import streamlit as st

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.own_likert import build_likert
from analysis.exhibits.own_means import STATISTICS, build_means
from analysis.exhibits.own_question import build_question, missing_sentence
from analysis.exhibits.own_survey import Told
from analysis.surveys.codebook import Codebook
from analysis.surveys.likert import ends_of
from analysis.surveys.means_gate import MeanRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.sampling import permission_of
from pages.shared.layout import Desk
from pages.shared.survey import (
    HeldSurvey,
    answers_of,
    is_multiple,
    numbers_of,
    questions_of,
)
from pages.shared.survey_asked import (
    Narrowed,
    ask_column,
    ask_narrowed,
    show_released,
)
from pages.shared.text import plain

MOST_STATEMENTS = 15


def show_question(desk: Desk, found: HeldSurvey) -> None:
    """One question: its answers, several of them added up, who gave no answer."""
    book = found.survey.codebook
    questions = questions_of(found.survey)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_column("Question", questions, key="question",
                        help="Coded answers, or several answers at once.")
        labels = {} if is_multiple(book, of) else answers_of(book, of)
        added = st.multiselect(
            "Add up answers", list(labels), format_func=labels.__getitem__, width=360, wrap=True,
            key=f"crosstabs_added_{of}", help="Their sum is shown with an interval of its own.") \
            if labels else []
    asked = ask_narrowed(found)
    request = QuestionRequest(of, where=asked.where, keep=asked.keep, interval=asked.interval,
                              top=tuple(added) if len(added) > 1 else ())
    exhibit = show_released(
        desk, found, lambda told: build_question(
            found.gate.release_question(request, rules=found.rules), told),
        requests=[request], where=asked.where)
    if exhibit and (said := missing_sentence(exhibit.table)):
        st.markdown(f":small[{plain(said)}]")


def show_mean(desk: Desk, found: HeldSurvey) -> None:
    """A number: its mean or total, by group."""
    permission = permission_of(found.survey.design.sampling)
    if not permission.means:
        st.info(f"No means. {plain(permission.why)}")
        return
    numbers = numbers_of(found.survey)
    if not numbers:
        st.info("This survey has no column of numbers. Change the kind of a column on the page "
                "Your data if one should count as numbers.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = ask_column("Number", numbers, key="number", help="A column of numbers.")
        by = ask_column("By", questions_of(found.survey), key="mean_by",
                        help="Groups whose means stand side by side.", optional="no groups")
        statistic = st.selectbox(
            "Show", list(STATISTICS), format_func=STATISTICS.__getitem__, width=200,
            key="crosstabs_statistic", help="A total needs weights or known margins.",
            persist_state="session")
    asked = ask_narrowed(found, of_shares=False)
    request = MeanRequest(of, by, asked.where)

    def build(told: Told) -> Exhibit:
        means = found.gate.release_means(request, rules=found.rules)
        weighted = found.survey.design.weight or found.survey.design.margins
        return build_means(means, told, statistic=statistic if weighted else "mean")

    exhibit = show_released(desk, found, build, requests=[request], where=asked.where)
    if exhibit and statistic == "total" and not exhibit.table["sum"].notna().any():
        st.markdown(":small[No totals: they need weights or known margins that say of what "
                    "population. The means are shown instead.]")


def show_battery(desk: Desk, found: HeldSurvey) -> None:
    """Statements with the same ordered answers, each with its net."""
    book = found.survey.codebook
    scales = _scales(book)
    if not scales:
        st.info("This survey has no ordered answers. Give a question the kind ordinal on the page "
                "Your data, its answers from low to high.")
        return
    scale = next(iter(scales)) if len(scales) == 1 else ask_column(
        "Scale", {name: name for name in scales}, key="scale",
        help="Statements with one scale make a battery.")
    items = scales[scale]
    chosen = st.multiselect(
        "Statements", list(items), format_func=items.__getitem__, wrap=True,
        default=list(items)[:MOST_STATEMENTS], key=f"crosstabs_items_{'-'.join(items)}",
        help="Each is checked by the gate on its own.")
    ends = _ask_ends(book, list(items))
    asked = ask_narrowed(found)
    if not chosen or not all(ends):
        st.info("Choose at least one statement, and answers at both ends of the net.")
        return
    requests = [_statement(book, one, ends, asked) for one in chosen]
    show_released(desk, found, lambda told: build_likert(
        [found.gate.release_question(one, rules=found.rules) for one in requests], told),
        requests=list(requests), where=asked.where)


def _scales(book: Codebook) -> dict[str, dict[str, str]]:
    """Ordered questions by their answers in words, each with its column and question."""
    found: dict[str, dict[str, str]] = {}
    for one in book.variables:
        answers = answers_of(book, one.column) if one.kind == "ordinal" else {}
        if len(answers) > 1:
            found.setdefault(" · ".join(answers.values()), {})[one.column] = one.label
    return found


def _ask_ends(book: Codebook, items: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answers, in words, that a net adds and takes away."""
    values = [one for one in book.find(items[0]).values if not one.missing]
    labels = {one.code: one.label for one in values}
    bottom, top = ends_of(values, net=0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [tuple(st.multiselect(
            label, list(labels.values()), default=[labels[code] for code in codes], help=help,
            key=f"crosstabs_{key}_{'-'.join(items)}", width=360, wrap=True))
            for label, codes, key, help in (
                ("The net adds", top, "top", "The top of the scale, as the codebook orders it."),
                ("and takes away", bottom, "bottom", "The bottom of the scale."))]
    return chosen[0], chosen[1]


def _statement(
    book: Codebook, of: str, ends: tuple[tuple[str, ...], tuple[str, ...]], asked: Narrowed,
) -> QuestionRequest:
    """One statement with its net, its answers by code."""
    codes = {label: code for code, label in answers_of(book, of).items()}
    top, bottom = (tuple(codes[label] for label in end) for end in ends)
    return QuestionRequest(of, where=asked.where, keep=asked.keep, interval=asked.interval,
                           top=top, bottom=bottom)
