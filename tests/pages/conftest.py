"""Fixtures of the page tests: open a page without a browser and read what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from analysis.intake.visit import Visits
from pages.shared import visit

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90
Open = Callable[..., AppTest]
Drawn = Callable[[AppTest], dict[str, str]]


@pytest.fixture(scope="session", autouse=True)
def own_machine() -> Iterator[None]:
    """A test has no request whose host could be looked at, so the operator's switch is set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUBLE_BOOKED_UPLOADS", "on")
        yield


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components, as a server does once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests",
                      cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def open_page() -> Open:
    """``open_page(name, **query)``: a fresh visit from app.py to the page, with that address."""

    def visit_page(name: str, **query: Any) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_SECONDS)
        if name != "home":
            app.switch_page(f"pages/{name}.py")
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return visit_page


@pytest.fixture(scope="session")
def first_visit(open_page: Open) -> Open:
    """``first_visit(name)``: the page as first shown, run once a session; only to be read."""
    seen: dict[str, AppTest] = {}

    def visit(name: str) -> AppTest:
        if name not in seen:
            seen[name] = open_page(name)
        return seen[name]

    return visit


@pytest.fixture(scope="session")
def drawn() -> Drawn:
    """``drawn(app)``: the title inside each figure of the page by the id of its exhibit."""

    def read(app: AppTest) -> dict[str, str]:
        titles = {}
        for element in app.get("plotly_chart"):
            exhibit = element.proto.id.rsplit("-", 2)[1]
            notes = json.loads(element.proto.spec)["layout"].get("annotations", [])
            text = next(note["text"] for note in notes if note.get("name") == "title")
            titles[exhibit] = " ".join(re.sub("<[^>]*>", " ", text).split())
        return titles

    return read


@pytest.fixture
def fresh_cache() -> Iterator[None]:
    """No warehouse from an earlier test, and none left for a later one."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def own_visit(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A visit of this test alone: a process without a server has but one session for all tests."""
    visits = Visits(tmp_path_factory.mktemp("visits"))
    held: list[visit.Loaded] = []

    def begin() -> visit.Loaded:
        if not held:
            held.append(visit.Loaded(visits.begin()))
        return held[0]

    begin.clear = held.clear  # type: ignore[attr-defined]
    monkeypatch.setattr(visit, "_begin", begin)
    yield
    visits.close()
