"""The rules of the disclosure gate for what this visit brings: shown, and changed within bounds."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.disclosure import Rules
from analysis.disclosure.rules import BOUNDS
from analysis.ledger.engine import Ledger
from pages.shared.survey import hold_survey, survey_of
from pages.shared.visit import EARLIER, LEDGER, RULES, SURVEY, Loaded, rules_of

NOUNS = ("respondents", "models", "brands", "agencies")
SHOWN = {
    "minimum": ("Fewest people behind a figure", "A figure of fewer respondents, models, brands "
                "or agencies is withheld, and so is what would give it away."),
    "width": ("Uncertainty of a withheld count", "By how many a withheld count stays uncertain, "
              "whatever is worked out from what is shown."),
    "dominance_n": ("Largest contributors", "Of a sum of money: one or two are looked at."),
    "dominance_k": ("Most they may give", "A sum is withheld where they give more than this share "
                    "of it."),
    "p_percent": ("p% rule", "A sum is withheld where it without its two largest contributors is "
                  "less than this share of the largest."),
    "share_digits": ("Decimals of a share", "2 is whole percents, 3 one decimal, 4 two."),
}


def show_rules(held: Loaded) -> Rules | None:
    """Say which rules hold and let them be changed.

    Returns
    -------
    Rules or None
        What the visitor has just taken, None as long as nothing was.
    """
    now = rules_of(held)
    st.markdown("\n".join(f"- {line}" for line in now.in_words(nouns=NOUNS, money=True)))
    with st.expander("Change the rules within their bounds"), \
            st.form("your_data_rules", border=False):
        with st.container(horizontal=True):
            chosen = {name: _number(name, getattr(now, name)) for name in SHOWN}
        taken = st.form_submit_button("Take these rules")
    if not taken:
        return None
    rules = Rules(**chosen)
    held.parts[RULES] = rules
    return rules


def hold_to(held: Loaded, rules: Rules) -> None:
    """Put what is loaded under other rules; what was shown before counts as known."""
    for name in (SURVEY, EARLIER):
        survey = survey_of(held, name)
        if survey is not None:
            hold_survey(held, survey.folder, survey.report, design=survey.survey.design,
                        fresh=False, name=name)
    ledger = held.parts.get(LEDGER)
    if isinstance(ledger, Ledger):
        ledger.change_rules(rules)


def _number(name: str, now: float) -> Any:
    label, help_text = SHOWN[name]
    low, high = BOUNDS[name]
    whole = isinstance(now, int)
    kind = int if whole else float
    return st.number_input(
        label, kind(low), kind(high), now, step=1 if whole else 0.05, width=220, help=help_text,
        key=f"your_data_rules_{name}")
