"""What a visitor sees while a ledger is prepared, and what stands above its exhibits."""

from __future__ import annotations

import pytest
import streamlit as st

from analysis.ledger import engine
from pages.shared import ledger as notice


def test_progress_says_what_is_happening_and_how_far(open_page, monkeypatch):
    """Broken off half-way, so that what stood on the page then can be read."""
    def preparing(warehouse, *, progress):
        progress("Reading crew calls", 0.25)
        st.stop()

    monkeypatch.setattr(notice, "ledger_of", preparing)
    app = open_page("crew")
    bars = app.get("progress")
    assert [(bar.proto.text, bar.proto.value) for bar in bars] == [("Reading crew calls…", 25)]


def test_a_first_visit_prepares_with_progress_and_leaves_no_bar(open_page, monkeypatch, tmp_path):
    told = []
    opened = engine.open_ledger

    def listening(*arguments, progress, **options):
        def both(text, share):
            told.append(text)
            progress(text, share)

        return opened(*arguments, progress=both, **options)

    monkeypatch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path))
    monkeypatch.setattr(engine, "_SHIPPED", {})
    monkeypatch.setattr(engine, "open_ledger", listening)
    app = open_page("crew")
    assert not app.exception
    assert told[0] == "Reading rates"
    assert told[-1] == "Ready"
    assert len(told) > 10
    assert not app.get("progress")
    for one in engine._SHIPPED.values():
        one.close()


@pytest.mark.parametrize("page", ["human_v_twin", "pay_and_consent", "crew", "who_gains"])
def test_every_page_of_the_ledger_leads_to_what_it_assumes(page, first_visit):
    app = first_visit(page)
    said = " ".join(element.value for element in app.markdown)
    assert "Try the method: a simulated ledger" in said
    assert "simulation" in [link.proto.page for link in app.main.get("page_link")]
