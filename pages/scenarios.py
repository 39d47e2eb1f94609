"""Scenarios: what a levy, a fee rule or a right to refuse would do, under stated assumptions."""

import streamlit as st

from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.scenario_start import MEASURE, YEARS
from analysis.exhibits.scenarios_parts import OF
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.ledger import show_ledger_notice
from pages.shared.scenario_method import show_known, show_method
from pages.shared.scenarios import ask_scenarios
from pages.shared.unknowns import show_unknowns

CLOSER = Choice("closer", "Scenario looked at", "Which of the two the cards below are about.", "b",
                fixed({"a": "Scenario A", "b": "Scenario B"}))

desk = layout.page(
    "scenarios", title="Scenarios", question="What would a rule for twins change?",
    lead="Set a levy, a fee rule or a right to refuse, and see what crews, models and brands would "
    "have of it: always with the range that the assumptions leave, never as a forecast.",
)

with layout.body():
    show_known(desk)
    show_ledger_notice(desk)
    asked = ask_scenarios(desk)
    several = len(CURRENCY.options(desk.warehouse)) > 2
    shared = show_controls(desk, YEARS, *((CURRENCY,) if several else ()))
    both = {"a": asked.a, "b": asked.b, **shared}
    with st.spinner("Drawing the assumptions…"):
        show_exhibit(desk, "scenarios_compare", **both)
    show_exhibit(desk, "scenarios_path", **both, **show_controls(desk, MEASURE))

    st.header("One scenario closer", anchor="closer")
    closer = show_controls(desk, CLOSER)["closer"]
    one = {"scenario": getattr(asked, closer), **shared}
    show_exhibit(desk, "scenarios_parts", **one, **show_controls(desk, OF))
    show_exhibit(desk, "scenarios_levy", **one)
    moves = show_controls(desk, MEASURE.renamed("moves"))["moves"]
    show_exhibit(desk, "scenarios_tornado", **one, measure=moves)
    show_exhibit(desk, "scenarios_assumptions", **one)
    show_method()
    show_unknowns(desk, page="scenarios")
