"""What the desk said before: recorded once a version, never taken from anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import pytest

from analysis.exhibits import REGISTRY, Exhibit, history
from analysis.exhibits.history import (
    HISTORY,
    Said,
    known_version,
    load_history,
    record_titles,
    said_before,
    settings_text,
)
from analysis.warehouse import Warehouse

EARLIER = "0bf240e5a529"
"""The data version of the end of part 1, from which real titles are kept."""
Default = Callable[[str], Exhibit]


def test_the_history_is_a_valid_data_package() -> None:
    assert frictionless.validate(str(HISTORY.parent / "datapackage.json")).valid


@pytest.mark.parametrize("id", list(REGISTRY))
def test_every_exhibit_stands_in_the_history_as_it_is_now(
    id: str, default_exhibit: Default
) -> None:
    """Run ``python -m analysis record`` after a change of data or of words."""
    exhibit = default_exhibit(id)
    said = said_before(exhibit, exhibit.data_version)
    assert said is not None
    assert said.title == exhibit.title
    assert said.as_of == exhibit.as_of


def test_a_number_that_moved_is_found_with_its_day(default_exhibit: Default) -> None:
    exhibit = default_exhibit("sources_list")
    said = said_before(exhibit, EARLIER)
    assert said is not None
    assert said.title.startswith("462 sources")
    assert exhibit.title.startswith("465 sources")
    assert known_version(EARLIER) == said.as_of == date(2026, 11, 24)


def test_what_nobody_recorded_is_not_made_up(default_exhibit: Default) -> None:
    exhibit = default_exhibit("sources_list")
    assert said_before(exhibit, "ffffffffffff") is None
    assert known_version("ffffffffffff") is None
    assert said_before(replace(exhibit, id="worker_voice_bectu", settings={}), EARLIER) is None


def test_recording_writes_todays_version_and_leaves_earlier_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warehouse: Warehouse
) -> None:
    path = tmp_path / "history" / "titles.csv"
    day = date(2026, 11, 28)
    first = [Said("a" * 12, day, "one", "{}", "1, \"quoted\""),
             Said("a" * 12, day, "two", "{}", "2")]
    monkeypatch.setattr(history, "titles_now", lambda warehouse: first)
    assert record_titles(warehouse, path=path) == 2
    assert record_titles(warehouse, path=path) == 0
    second = [Said("b" * 12, day, "one", "{}", "3")]
    monkeypatch.setattr(history, "titles_now", lambda warehouse: second)
    assert record_titles(warehouse, path=path) == 1
    reworded = [replace(second[0], title="three")]
    monkeypatch.setattr(history, "titles_now", lambda warehouse: reworded)
    assert record_titles(warehouse, path=path) == 1
    assert list(load_history(path).values()) == [*first, *reworded]


def test_settings_are_told_in_the_order_of_the_controls(default_exhibit: Default) -> None:
    exhibit = default_exhibit("job_market_wages")
    names = [control.name for control in REGISTRY[exhibit.id].controls]
    turned = dict(reversed(list(exhibit.settings.items())))
    assert settings_text(exhibit.id, turned) == settings_text(exhibit.id, exhibit.settings)
    assert [name for name in names if f'"{name}"' in settings_text(exhibit.id, turned)] == names
