"""Simulation: what the simulated ledger assumes, and what of its findings hangs on that."""

from analysis.exhibits.simulation import PAGE, RESTS, SEARCH, TOPIC
from analysis.exhibits.simulation_one import HEADLINE
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "simulation", title="Simulation",
    question="What does the simulated ledger assume, and what hangs on it?",
    lead="The pages on bookings open on a ledger that was made up, so that every measure can be "
    "tried. A finding on it is worth no more than what was put in. Here is each number that was "
    "put in, and every headline again on hundreds of other ledgers.",
)

with layout.body():
    show_exhibit(desk, "simulation_headlines", **show_controls(desk, PAGE))
    show_exhibit(desk, "simulation_one", **show_controls(desk, HEADLINE))
    show_exhibit(desk, "simulation_parameters", **show_controls(desk, RESTS, TOPIC, SEARCH))
    show_exhibit(desk, "human_v_twin_trials")
    show_unknowns(desk, page="simulation")
