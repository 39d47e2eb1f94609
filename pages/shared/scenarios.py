"""The inputs of two scenarios: rules as fields, all else as a table, both in the link.

Decided: a rule that is set is certain; left as it is it is drawn from its range. The few rules that
are asked for most are fields of their own under names that a link shows; whatever else is changed
stands in one short text, which the table of assumptions writes and anybody may paste.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.errors import ControlError
from analysis.exhibits.ledger_money import CURRENCY, currency_of
from analysis.exhibits.scenario_start import shipped_of
from analysis.scenarios.assumptions import Assumption, Assumptions, Triple
from analysis.scenarios.coding import read_code, write_code
from pages.shared.layout import Desk
from pages.shared.scenario_table import show_table
from pages.shared.text import plain

FIRST = {"a": {}, "b": {"levy_per_use": 20.0}}
"""What the two scenarios differ by before anybody touched them."""
FRONT = ("levy_per_use", "twin_fee_share", "refused")
BEHIND = ("twin_fee_floor", "twin_fee_per_use", "commission_twin", "label_share")
LABELS = {
    "levy_per_use": "Levy, {currency} per twin use",
    "twin_fee_share": "Twin fee, % of the human fee",
    "refused": "Twin uses refused, %",
    "twin_fee_floor": "Least twin fee, {currency} per use",
    "twin_fee_per_use": "On top of it, {currency} per use",
    "commission_twin": "Commission on twin fees, %",
    "label_share": "Twin uses with a label, %",
}
NAMES = {"a": "A, to compare with", "b": "B, what is tried"}
CODE_HELP = (
    "Whatever else is changed, as text: levy_per_use:20 or new_uses:0.2~0.5~1 (low end, value, "
    "high end), with commas between. The table below writes it; it counts before the fields above.")


@dataclass(frozen=True)
class Asked:
    """Both scenarios as codes."""

    a: str
    b: str


def ask_scenarios(desk: Desk) -> Asked:
    """Draw the inputs of both scenarios side by side and read them."""
    shipped = shipped_of(desk.warehouse)
    currency = currency_of(CURRENCY, desk.warehouse, "main") or "money"
    rules = {}
    for letter, column in zip(NAMES, st.columns(2, border=True), strict=True):
        with column:
            st.markdown(f"**Scenario {NAMES[letter]}**")
            rules[letter] = _ask_rules(desk, letter, shipped, currency)
    codes = {letter: write_code(shipped.having(edits | _ask_others(desk, letter, shipped)))
             for letter, edits in rules.items()}
    return Asked(**codes)


def _ask_rules(
    desk: Desk, letter: str, shipped: Assumptions, currency: str
) -> dict[str, Triple]:
    """The fields of one scenario; what they set."""
    edits: dict[str, Triple] = {}
    for name in FRONT:
        edits |= _ask_rule(desk, letter, shipped[name], currency)
    with st.expander("More rules"):
        for name in BEHIND:
            edits |= _ask_rule(desk, letter, shipped[name], currency)
    return edits


def _ask_others(desk: Desk, letter: str, shipped: Assumptions) -> dict[str, Triple]:
    """Every other assumption of one scenario, as text and as a table; what was changed."""
    key = f"{desk.page}_{letter}_more"
    place = st.expander(f"Every other assumption of scenario {letter.upper()}",
                        key=f"{key}-open", on_change="rerun")
    with place:
        text = st.text_input(
            "What is changed, as text", key=key, help=CODE_HELP, max_chars=2000,
            **_kept(desk)) or ""
        try:
            others = read_code(text, shipped)
        except ControlError as error:
            st.warning(f"Not used: {plain(str(error))}")
            others = shipped
        if place.open:
            show_table(key, others, hidden=(*FRONT, *BEHIND))
    return {row.name: row.triple for row in others.changed}


def _ask_rule(
    desk: Desk, letter: str, row: Assumption, currency: str
) -> dict[str, Triple]:
    """A field of one rule; what it sets, nothing where it stands at the shipped value."""
    factor = 100.0 if row.unit == "share" else 1.0
    key = f"{desk.page}_{letter}_{row.name}"
    most = min(row.most, 2.0 if factor == 100 else row.most)
    _remember_refused(key, row.least * factor, most * factor)
    first = FIRST[letter].get(row.name, row.value)
    span = ("a rule, set exactly" if row.low == row.high else
            f"left at {row.value * factor:g} it is drawn from {row.low * factor:g} to "
            f"{row.high * factor:g}; set, it is certain")
    found = st.number_input(
        LABELS[row.name].format(currency=currency), row.least * factor, most * factor,
        first * factor, step=5.0, format="%.10g", key=key,
        help=f"{row.meaning}: {span}. Rests on: {row.basis}.", **_kept(desk))
    _show_refused(key, found)
    value = row.value if found is None else round(found / factor, 10)
    return {} if value == row.value else {row.name: (value, value, value)}


def _kept(desk: Desk) -> dict[str, Any]:
    """In the address; of a visitor's own ledger in the session only."""
    return {"persist_state": "session"} if desk.private else {"bind": "query-params"}


def _remember_refused(key: str, least: float, most: float) -> None:
    """Keep what the address asks for in vain, since Streamlit drops it without a word."""
    if key in st.session_state or key not in st.query_params:
        return
    text = st.query_params[key]
    try:
        fits = least <= float(text) <= most
    except ValueError:
        fits = False
    if not fits:
        st.session_state[f"{key}-refused"] = {
            "text": text, "said": f"Accepted are {least:g} to {most:g}."}


def _show_refused(key: str, value: float | None) -> None:
    refused = st.session_state.get(f"{key}-refused")
    if refused is None:
        return
    if refused.setdefault("value", value) != value:
        del st.session_state[f"{key}-refused"]
        return
    st.warning(f"“{plain(refused['text'][:60])}” in the address was not used. {refused['said']}")
