"""Known margins of a survey, asked answer by answer, their sum checked while they are typed."""

from __future__ import annotations

import streamlit as st

from analysis.surveys.codebook import Variable
from analysis.surveys.design import Margin
from pages.shared.survey import Form
from pages.shared.text import plain

MOST_ANSWERS = 40
ROUNDING = 0.5
"""Percent by which typed shares may miss 100 and still be taken as 100."""
UNITS = {"share": "Shares in percent", "count": "Numbers of people"}


def ask_margins(form: Form) -> tuple[Margin, ...]:
    """The margins as they stand on the page; those not filled in yet are left out."""
    before = {one.column: one for one in form.now.margins}
    fitting = {one.column: one for one in form.book.variables if one.kind in (
        "nominal", "ordinal", "flag") and 2 <= len(_answers(one)) <= MOST_ANSWERS}
    chosen = st.multiselect(
        "Columns whose distribution is known", list(fitting), default=list(before),
        format_func=lambda column: fitting[column].name, width=560, key=form.key("margins"),
        help="From the member register or a census. Weights are raked until all fit.")
    found, totals = [], {}
    for column in chosen:
        margin = _ask_margin(fitting[column], before.get(column), form)
        if margin is None:
            continue
        found.append(margin)
        if margin.unit == "count":
            totals[fitting[column].name] = sum(size for _, size in margin.targets)
    if totals and max(totals.values()) - min(totals.values()) > 1e-6 * max(totals.values()):
        said = ", ".join(f"{name} {total:,.10g}" for name, total in totals.items())
        st.warning(f"These are different numbers of people: {plain(said)}. Give numbers of the "
                   "same population, or shares.")
    return tuple(found)


def _ask_margin(variable: Variable, now: Margin | None, form: Form) -> Margin | None:
    known = dict(now.targets) if now else {}
    with st.container(border=True):
        unit = st.radio(
            plain(variable.label), list(UNITS), format_func=UNITS.__getitem__, horizontal=True,
            index=list(UNITS).index(now.unit) if now else 0,
            key=form.key(f"margin_unit_{variable.column}"))
        factor = 100.0 if unit == "share" else 1.0
        with st.container(horizontal=True, vertical_alignment="bottom"):
            sizes = {code: st.number_input(
                plain(label), 0.0, 100.0 if unit == "share" else 1e10,
                known.get(code, 0.0) * (factor if now and now.unit == unit else 0.0),
                width=150, key=form.key(f"margin_{unit}_{variable.column}_{code}"),
                help="0 if nobody in the file gave this answer.")
                for code, label in _answers(variable).items()}
        return _as_margin(variable, unit, {code: size for code, size in sizes.items() if size > 0})


def _as_margin(variable: Variable, unit: str, sizes: dict[str, float]) -> Margin | None:
    """The margin with its sum said below; None while nothing is filled in."""
    total = sum(sizes.values())
    if not sizes:
        st.markdown(":small[Not filled in yet, so not used.]")
        return None
    if unit == "count":
        st.markdown(f":small[Adds up to {total:,.10g} people.]")
        return Margin(variable.column, tuple(sizes.items()), "count")
    if abs(total - 100) > ROUNDING:
        st.warning(f"{plain(variable.name)} adds up to {total:.4g}%. Shares must add up to 100%.")
        return Margin(variable.column, tuple(
            (code, size / 100) for code, size in sizes.items()), "share")
    st.markdown(":small[Adds up to 100%.]" if abs(total - 100) < 1e-9 else (
        f":small[Adds up to {total:.4g}%, by rounding; taken as 100%.]"))
    return Margin(variable.column, tuple(
        (code, size / total) for code, size in sizes.items()), "share")


def _answers(variable: Variable) -> dict[str, str]:
    return {one.code: one.label for one in variable.values if not one.missing}
