"""How a survey was drawn and weighted, asked on the page; it takes effect on the button.

Decided: no form of Streamlit's, because what is asked depends on what was answered (the margins of
the columns chosen, what the sampling class allows). Nothing is used before the button, and a design
that does not fit the data is refused there with one sentence; the one before stays.
"""

from __future__ import annotations

import streamlit as st

from analysis.errors import DeskError
from analysis.surveys.codebook import load_codebook
from analysis.surveys.design import LONELY_RULES, ReplicateWeights, SurveyDesign
from analysis.surveys.questions import CODED
from analysis.surveys.replicates import METHOD_WORDS, match_replicates, parse_scales
from analysis.surveys.sample import LONELY_WORDS
from analysis.surveys.sampling import PERMISSIONS
from pages.shared.survey import Form, HeldSurvey, hold_survey
from pages.shared.survey_margins import ask_margins
from pages.shared.text import plain
from pages.shared.visit import SURVEY, Loaded

NONE = ""
CLASSES = {name: name.capitalize() for name in PERMISSIONS}
LONELY = {rule: f"{rule.capitalize()}: {LONELY_WORDS.get(rule, 'refuse to estimate')}"
          for rule in LONELY_RULES}
NO_RAKING = "Raking to known margins is offered for a probability sample or a census attempt."


def show_design(held: Loaded, found: HeldSurvey, *, name: str = SURVEY) -> None:
    """Ask how the survey, or an earlier wave of it, was drawn and weighted."""
    now = found.survey.design
    form = Form(load_codebook(found.folder), now, name)
    st.markdown("**How was it drawn?** This decides what may be said of it.")
    sampling = st.selectbox(
        "How respondents were found", list(CLASSES), index=list(CLASSES).index(now.sampling),
        format_func=CLASSES.__getitem__, width=360, key=form.key("sampling"),
        help="A random sample carries intervals and tests. A poll that members answer if they "
        "like does not, whatever its size.")
    parts = _ask_columns(form)
    counts = _ask_counts(form)
    try:
        with st.expander("Replicate weights, in place of strata and clusters",
                         expanded=now.replicates is not None):
            replicates = _ask_replicates(form)
        with st.expander("Raking to known margins", expanded=bool(now.margins)):
            if PERMISSIONS[sampling].raking:
                margins = ask_margins(form)
            else:
                st.markdown(f"{NO_RAKING} {plain(PERMISSIONS[sampling].why)}")
                margins = ()
        if not st.button("Take this design", type="primary", key=form.key("take")):
            return
        hold_survey(held, found.folder, found.report, fresh=False, design=SurveyDesign(
            sampling=sampling, **parts, **counts, replicates=replicates, margins=margins),
            name=name)
    except DeskError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def _ask_columns(form: Form) -> dict[str, object]:
    """The columns of the design, the finite population and the rule of lonely strata."""
    now = form.now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        weight = _choose("Weight", form, now.weight, kinds=("number",))
        strata = _choose("Strata", form, now.strata, kinds=(*CODED, "number"))
        cluster = _choose("Cluster", form, now.cluster, kinds=(*CODED, "number", "id"))
        respondent = _choose("Respondent", form, now.respondent, kinds=("id", "nominal"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = _choose(
            "Finite population", form, now.population if isinstance(now.population, str) else "",
            kinds=("number",))
        size = st.number_input(
            "or its size", 0, 10**9, now.population if isinstance(now.population, int) else 0,
            width=200, key=form.key("population_size"),
            help="Without strata: how many people (or clusters) there are in all. With strata name "
            "a column that holds each stratum's size in every row. 0 for neither.")
        lonely = st.selectbox(
            "A stratum with one cluster", list(LONELY), index=list(LONELY).index(now.lonely),
            format_func=LONELY.__getitem__, width=410, key=form.key("lonely"),
            help="It has no variance of its own. As R's survey.lonely.psu.")
    return {"weight": weight, "strata": strata, "cluster": cluster, "respondent": respondent,
            "population": column or size or None, "lonely": lonely}


def _ask_counts(form: Form) -> dict[str, int | None]:
    now = form.now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        invited = st.number_input(
            "Members asked", 0, 100_000_000, now.invited or 0, width=200,
            help="0 where not known. Of a census attempt the bounds for those who did not answer "
            "come from it.", key=form.key("invited"))
        completes = st.number_input(
            "Members who answered", 0, 100_000_000, now.completes or 0, width=200,
            help="0 where not known.", key=form.key("completes"))
    return {"invited": invited or None, "completes": completes or None}


def _ask_replicates(form: Form) -> ReplicateWeights | None:
    """Columns by how they begin, the method, and its coefficient or scales."""
    book, now = form.book, form.now.replicates
    names = [book.find(one).name for one in now.columns] if now else []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pattern = st.text_input(
            "Columns that begin with", _beginning(names), width=200, key=form.key("replicates"),
            placeholder="rep", help="Or a pattern with *. Weights, not factors. Empty for none.")
        method = st.selectbox(
            "Method", list(METHOD_WORDS), format_func=METHOD_WORDS.__getitem__, width=300,
            index=list(METHOD_WORDS).index(now.method) if now else 0, key=form.key("method"))
        fay = st.number_input(
            "Fay's coefficient", 0.0, 0.99, now.fay if now else 0.5, 0.05, width=150,
            key=form.key("fay")) if method == "fay" else 0.0
        scales = st.text_input(
            "Scales", " ".join(f"{one:g}" for one in now.scale) if now else "", width=200,
            key=form.key("scales"), help="What each squared deviation is multiplied by: one number "
            "for all, or one for each. Empty for the method's own; JKn has none of its own.")
    if not pattern.strip():
        return None
    found = match_replicates(book, pattern=pattern)
    st.markdown(f":small[{len(found)} columns: {plain(found[0].name)} to {plain(found[-1].name)}]")
    return ReplicateWeights(tuple(one.column for one in found), method, fay, parse_scales(scales))


def _beginning(names: list[str]) -> str:
    """What all names begin with."""
    if not names:
        return ""
    low, high = min(names), max(names)
    same = next((at for at, (one, other) in enumerate(zip(low, high, strict=False))
                 if one != other), min(len(low), len(high)))
    return low[:same].rstrip("0123456789")


def _choose(label: str, form: Form, now: str, *, kinds: tuple[str, ...]) -> str:
    """The column that serves as this part of the design, empty for none."""
    fitting = [one for one in form.book.variables if one.kind in kinds]
    columns = [NONE, *[one.column for one in fitting]]
    chosen = now if now in columns else NONE
    return str(st.selectbox(
        label, columns, index=columns.index(chosen), width=200, key=form.key(label.lower()),
        format_func=lambda column: form.book.find(column).name if column else "none"))
