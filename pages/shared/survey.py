"""A survey of this visit: how it was drawn, under which rules it is shown, and its crosstabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from analysis.disclosure import Rules
from analysis.disclosure.rules import BOUNDS
from analysis.errors import DeskError
from analysis.exhibits.own_survey import Loaded as Said
from analysis.intake.report import Report
from analysis.surveys.codebook import Codebook, Variable, load_codebook
from analysis.surveys.crosstab_verb import release_log
from analysis.surveys.design import SurveyDesign, response_rate
from analysis.surveys.questions import CODED
from analysis.surveys.sampling import PERMISSIONS
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.survey_gate import SurveyGate
from pages.shared.text import plain
from pages.shared.visit import SURVEY, Loaded

NONE = ""
CLASSES = {name: name.capitalize() for name in PERMISSIONS}


@dataclass(frozen=True)
class HeldSurvey:
    """The survey of a visit, ready to be asked through its gate."""

    folder: Path
    report: Report
    survey: Survey
    gate: SurveyGate
    rules: Rules
    said: Said

    def close(self) -> None:
        """Nothing stays open."""


def hold_survey(
    held: Loaded, folder: Path, report: Report, *, design: SurveyDesign, rules: Rules
) -> None:
    """Open a taken file under a design and rules; keeps it for this visit.

    Raises
    ------
    DeskError
        If the design does not fit the file.
    """
    survey = open_survey(folder, design)
    before = held.parts.get(SURVEY)
    same = isinstance(before, HeldSurvey) and before.survey == survey
    gate = before.gate if same else SurveyGate(survey, log=release_log())
    held.parts[SURVEY] = HeldSurvey(
        folder, report, survey, gate, rules,
        Said("A survey loaded by the reader", date.today(), survey.content_hash[:12]))
    st.session_state[SURVEY] = True


def survey_of(held: Loaded) -> HeldSurvey | None:
    """The survey of this visit, None where none was taken."""
    found = held.parts.get(SURVEY)
    return found if isinstance(found, HeldSurvey) else None


def show_design(held: Loaded, found: HeldSurvey) -> None:
    """Ask how the survey was drawn and which rules hold; takes effect on the button."""
    book = load_codebook(found.folder)
    now = found.survey.design
    with st.form("your_data_design", border=False):
        st.markdown("**How was it drawn?** This decides what may be said of it.")
        sampling = st.selectbox(
            "How respondents were found", list(CLASSES), index=list(CLASSES).index(now.sampling),
            format_func=CLASSES.__getitem__, width=360, key="your_data_sampling",
            help="A random sample carries intervals and tests. A poll that members answer if they "
            "like does not, whatever its size.")
        with st.container(horizontal=True):
            weight = _choose("Weight", book, now.weight, kinds=("number",))
            strata = _choose("Strata", book, now.strata, kinds=(*CODED, "number"))
            cluster = _choose("Cluster", book, now.cluster, kinds=(*CODED, "number", "id"))
            respondent = _choose("Respondent", book, now.respondent, kinds=("id", "nominal"))
            population = _choose("Finite population", book, str(now.population or ""),
                                 kinds=("number",))
        with st.container(horizontal=True):
            invited = st.number_input(
                "Members asked", 0, 100_000_000, now.invited or 0, width=200,
                help="0 where not known.", key="your_data_invited")
            completes = st.number_input(
                "Members who answered", 0, 100_000_000, now.completes or 0, width=200,
                help="0 where not known.", key="your_data_completes")
            low, high = (int(end) for end in BOUNDS["minimum"])
            minimum = st.number_input(
                "Fewest respondents in a cell", low, high, found.rules.minimum, width=200,
                help="A cell with fewer is withheld, and so is what would give it away.",
                key="your_data_minimum")
        if not st.form_submit_button("Take this design", type="primary"):
            return
    design = SurveyDesign(
        sampling=sampling, weight=weight, strata=strata, cluster=cluster, respondent=respondent,
        population=population or None, invited=invited or None, completes=completes or None)
    try:
        hold_survey(held, found.folder, found.report, design=design,
                    rules=Rules(minimum=minimum, width=minimum))
    except DeskError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def show_sampling(found: HeldSurvey) -> None:
    """What the sampling class allows, in its sentence; the response rate where known."""
    permission = PERMISSIONS[found.survey.design.sampling]
    rate = response_rate(found.survey.design)
    st.info(plain(permission.why) + (
        f" Response rate: {rate:.1%} of those asked." if rate is not None else ""))


def _choose(label: str, book: Codebook, now: str, *, kinds: tuple[str, ...]) -> str:
    """The column that serves as this part of the design, empty for none."""
    fitting = [one for one in book.variables if one.kind in kinds]
    columns = [NONE, *[one.column for one in fitting]]
    chosen = now if now in columns else NONE
    return str(st.selectbox(
        label, columns, index=columns.index(chosen), width=200,
        format_func=lambda column: _name(book, column), key=f"your_data_{label.lower()}"))


def _name(book: Codebook, column: str) -> str:
    return book.find(column).name if column else "none"


def questions_of(book: Codebook) -> dict[str, str]:
    """Questions that can be crossed: coded columns, and groups of several answers, by name."""
    found: dict[str, str] = {}
    for one in book.variables:
        if one.group:
            found.setdefault(one.group, f"{one.group} (several answers)")
        elif one.kind in CODED:
            found.setdefault(one.column, _asked(one))
    return found


def is_multiple(book: Codebook, name: str) -> bool:
    """Whether a question of ``questions_of`` has several answers."""
    return any(one.group == name for one in book.variables)


def answers_of(book: Codebook, name: str) -> dict[str, str]:
    """Valid answers of a question of ``questions_of`` by code; of several answers its flags."""
    if is_multiple(book, name):
        return {one.column: one.label for one in book.variables if one.group == name}
    return {} if not name else {
        one.code: one.label for one in book.find(name).values if not one.missing}


def numbers_of(survey: Survey) -> dict[str, str]:
    """Columns of numbers that may be averaged; those of the design are no answers."""
    design = survey.design
    used = {design.weight, design.strata, design.cluster, design.respondent, design.population,
            *(design.replicates.columns if design.replicates else ())}
    return {one.column: _asked(one) for one in survey.codebook.variables
            if one.kind == "number" and one.column not in used}


def _asked(variable: Variable) -> str:
    return variable.name if variable.label == variable.name else (
        f"{variable.name}: {variable.label}")
