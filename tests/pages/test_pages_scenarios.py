"""Scenarios: what is set stands in the link, a link brings it back, and a bad one is told."""

from __future__ import annotations

import pytest

from analysis.exhibits.scenario_start import shipped_of
from pages.shared.scenario_table import edited
from pages.shared.scenarios import BEHIND, FIRST, FRONT, LABELS

FIELDS = {"scenarios_a_refused": 35.0, "scenarios_b_levy_per_use": 650.0,
          "scenarios_b_twin_fee_floor": 150.0}
MORE = "adoption_ecommerce:0.2~0.5~0.9,new_uses:1"
CHOSEN = {"scenarios_years": "In 5 years", "scenarios_closer": "Scenario A",
          "scenarios_of": "Crew days by role"}


@pytest.fixture(scope="module")
def asked(open_page):
    """A visit in which everything is set by hand."""
    app = open_page("scenarios")
    for key, value in FIELDS.items():
        app.number_input(key=key).set_value(value)
    app.text_input(key="scenarios_b_more").set_value(MORE)
    for key, label in CHOSEN.items():
        box = app.selectbox(key=key)
        box.set_value(next(one for one in box.options if one == label))
    return app.run()


@pytest.fixture(scope="module")
def restored(open_page):
    """A fresh visit by the link of the other."""
    return open_page("scenarios", **{key: f"{value:g}" for key, value in FIELDS.items()},
                     scenarios_b_more=MORE, **CHOSEN)


def test_a_link_brings_back_every_input_and_every_finding(asked, restored, drawn):
    assert not restored.exception
    assert not restored.warning
    for kind in ("number_input", "text_input", "selectbox"):
        mine = {one.key: one.value for one in asked.get(kind)}
        assert len(mine) >= 2
        assert {one.key: one.value for one in restored.get(kind)} == mine
    assert drawn(restored) == drawn(asked)
    title = drawn(restored)["scenarios_compare"]
    assert title.startswith("With 4 changed assumptions, crews would have")
    assert "than with 35% of twin uses refused" in title


def test_the_table_of_assumptions_is_drawn_once_it_is_opened(open_page):
    app = open_page("scenarios")
    assert not [one for one in app.dataframe if "basis" in one.value]
    app.session_state["scenarios_b_more-open"] = True
    (table,) = [one.value for one in app.run().dataframe if "basis" in one.value]
    assert len(table) == len(set(table["meaning"])) > 25
    assert not app.exception


def test_the_link_and_the_command_name_what_was_changed(restored):
    restored.session_state["scenarios-scenarios_compare-tab"] = "Link and citation"
    shown = "\n".join(element.value for element in restored.run().code)
    code = "twin_fee_floor:150,levy_per_use:650"
    assert "scenarios_b_levy_per_use=650" in shown
    assert "scenarios_b_more=adoption_ecommerce%3A0.2~0.5~0.9%2Cnew_uses%3A1" in shown
    assert '--set a="refused:0.35"' in shown
    assert all(part in shown for part in code.split(","))


def test_what_a_link_asks_in_vain_is_said_and_the_rest_holds(open_page, drawn):
    app = open_page("scenarios", scenarios_b_levy_per_use="much", scenarios_a_refused="300",
                    scenarios_b_more="nonsense:1", scenarios_years="In 100 years")
    assert not app.exception
    said = " ".join(one.value for one in app.warning)
    for part in ("much", "300", "nonsense", "In 100 years"):
        assert part in said
    assert drawn(app)["scenarios_compare"].startswith("With a levy of EUR 20 per twin use")


def test_extremes_are_drawn(open_page, drawn):
    app = open_page("scenarios", scenarios_b_levy_per_use="100000", scenarios_a_refused="100",
                    scenarios_closer="Scenario A")
    assert not app.exception
    assert not app.warning
    assert drawn(app)["scenarios_levy"] == (
        "Crews have no less in year 10 than today without any levy")
    assert drawn(app)["scenarios_tornado"] == (
        "Crew income in year 10: no assumption alone moves it")


def test_the_page_has_its_method_and_says_what_is_known_first(first_visit):
    app = first_visit("scenarios")
    words = [element.value for element in app.markdown]
    known = next(at for at, one in enumerate(words) if one.startswith("**What is known.**"))
    tried = next(at for at, one in enumerate(words) if one.startswith("**Try the method"))
    assert known < tried
    assert any("no confidence interval" in one for one in words)
    assert any(one.startswith("**Limits**") for one in words)


@pytest.mark.parametrize(("name", "cells", "triple"), [
    ("refused", {"value": 0.2}, (0.0, 0.2, 0.3)), ("refused", {"value": 0.5}, (0.0, 0.5, 0.5)),
    ("refused", {"low": 0.2}, (0.2, 0.2, 0.3)), ("refused", {"high": 0.05}, (0.0, 0.05, 0.05)),
    ("refused", {"value": 7.0}, (0.0, 1.0, 1.0)), ("refused", {"value": None}, (0.0, 0.1, 0.3)),
    ("refused", {"low": 0.4, "high": 0.2}, (0.2, 0.2, 0.4)),
    ("replaceable_runway", {"value": 0.2}, (0.2, 0.2, 0.2)),
    ("replaceable_runway", {"high": 0.2}, (0.0, 0.0, 0.2)),
])
def test_an_edit_of_the_table_means_a_range_within_limits(name, cells, triple, warehouse):
    row = shipped_of(warehouse)[name]
    found = edited(row, cells)
    assert found == triple
    assert row.least <= found[0] <= found[1] <= found[2] <= row.most


def test_fields_are_rows_of_the_table(warehouse):
    names = shipped_of(warehouse).names
    assert {*FRONT, *BEHIND} == set(LABELS) <= set(names)
    assert set(FIRST["b"]) <= set(FRONT)
