"""A brief that shows the author's own ledger: released aggregates, said to be so, kept nowhere."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import docx
import pytest
from private_ledger import crowd, open_private

from analysis.briefs import pictures
from analysis.briefs.brief import Brief, Entry, Passage, read_brief, write_brief
from analysis.briefs.edition import Edition
from analysis.briefs.freeze import edition_of
from analysis.briefs.write import frozen_with, make_document
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

DAY = "2026-11-28"
BRIEF = Brief(title="Ours", parts=(
    Passage("{ours.title}"), Entry("human_v_twin_share_by", "ours", own=True),
    Entry("human_v_twin_share_by", "shipped")))
SOMEBODY = re.compile(r"\b[MBA]\d\d\b")
"""Ids of models, brands and agencies of the ledger."""


@pytest.fixture(scope="module")
def private(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUBLE_BOOKED_CACHE", str(folder / "cache"))
        beside = open_private(warehouse, folder / "mine", {"bookings": [
            *crowd(24), *crowd(12, kind="twin", twin_owner="brand"),
            *crowd(3, channel="runway")]})
        yield beside
        ledger_of(beside).close()


@pytest.fixture(scope="module")
def edition(private: Warehouse) -> Edition:
    return edition_of(BRIEF, private)


def test_only_what_the_gate_let_out_stands_in_the_brief(
    edition: Edition, warehouse: Warehouse
) -> None:
    ours, shipped = edition.shown
    assert (ours.private, shipped.private) == (True, False)
    assert ours.mark == ""
    assert any("withheld" in row for row in ours.rows)
    assert any("Figures are withheld" in one for one in ours.caveats)
    assert shipped == edition_of(Brief(parts=BRIEF.parts[2:]), warehouse).shown[0]


def test_the_document_says_so_and_names_nobody(edition: Edition) -> None:
    content = make_document(BRIEF, edition, ".docx", day=DAY)
    opened = docx.Document(io.BytesIO(content))
    text = "\n".join([one.text for one in opened.paragraphs] + [
        cell.text for table in opened.tables for row in table.rows for cell in row.cells])
    assert "Figure 1: released aggregates of the author's own data" in text
    assert "Figure 2 is simulated" in text
    assert "withheld" in text
    assert not SOMEBODY.search(text)
    assert text.count("To make it again") == 1, "nobody else could make the private one"


def test_a_frozen_file_holds_released_figures_only(edition: Edition, warehouse: Warehouse) -> None:
    content = write_brief(frozen_with(BRIEF, edition, day=DAY))
    frozen = json.loads(content)["frozen"]["shown"][0]
    assert not SOMEBODY.search(json.dumps(frozen | {"figure": ""}))
    again = edition_of(read_brief(content), warehouse)
    assert again.shown[0].rows == edition.shown[0].rows, "it opens where the ledger is not loaded"


def test_pictures_of_private_data_are_not_kept(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(figure: object, **_: object) -> bytes:
        drawn.append("one")
        return b"picture"

    monkeypatch.setattr(pictures, "draw_picture", draw)
    before = pictures._drawn.cache_info().currsize
    for _ in range(2):
        assert pictures.to_png(edition.shown[0]) == b"picture"
    assert len(drawn) == 2
    assert pictures._drawn.cache_info().currsize == before
