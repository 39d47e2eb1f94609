"""The verb ``brief``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import exhibit_verbs
from analysis.briefs.brief import Brief, Entry, Passage, load_brief, write_brief
from analysis.briefs.write import ENDINGS
from analysis.commands import main
from analysis.warehouse import Warehouse

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Command:
    """``run(*arguments)``: exit code, standard output, standard error, on one warehouse."""
    monkeypatch.setattr(exhibit_verbs, "open_warehouse", lambda: warehouse)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        output, errors = capsys.readouterr()
        return code, output, errors

    return call


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    path.write_bytes(write_brief(Brief(
        title="Next", parts=(Passage("{next.title}"), Entry("law_next", "next")))))
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_brief_becomes_a_file_and_is_the_same_twice(
    ending: str, run: Command, saved: Path
) -> None:
    made = [saved.with_name(f"{name}{ending}") for name in ("one", "two")]
    for path in made:
        code, output, errors = run("brief", saved, "--to", path, "--day", "2026-11-28",
                                   "--template", "deck")
        assert (code, output, errors) == (0, f"{path}\n", "")
    assert made[0].read_bytes() == made[1].read_bytes() != b""


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_archive_can_hold_makes_a_file_all_the_same(
    day: str, run: Command, saved: Path
) -> None:
    saved.write_bytes(write_brief(Brief(day=day, parts=(Passage("Words."),))))
    assert run("brief", saved, "--to", saved.with_name("x.docx"))[0] == 0


def test_a_frozen_copy_says_of_what_day(run: Command, saved: Path, warehouse: Warehouse) -> None:
    path = saved.with_name("frozen.json")
    assert run("brief", saved, "--to", path, "--day", "2026-11-28")[0] == 0
    frozen = load_brief(path).frozen
    assert frozen is not None
    assert (frozen["frozen_on"], frozen["data_version"]) == (
        "2026-11-28", warehouse.package.data_version)
    again = saved.with_name("again.json")
    assert run("brief", path, "--to", again, "--day", "2027-01-01")[0] == 0
    assert again.read_bytes() == path.read_bytes(), "a frozen brief keeps its day"


def test_numbers_that_were_changed_are_noted(run: Command, saved: Path) -> None:
    path = saved.with_name("frozen.json")
    run("brief", saved, "--to", path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["frozen"]["shown"][0]["title"] = "Nothing comes next"
    path.write_text(json.dumps(raw), encoding="utf-8")
    code, _, errors = run("brief", path, "--to", saved.with_name("x.json"))
    assert code == 0
    assert errors.startswith("Note: “next” is not what data version")


@pytest.mark.parametrize(("options", "words"), [
    (["--to", "x.odt"], [".pptx, .docx, .pdf, .html, .json"]),
    (["--to", "x"], [".pptx, .docx, .pdf, .html, .json"]),
    (["--to", "x.json", "--template", "poster"], ["'poster'", "note, ministerial"]),
    (["--to", "x.json", "--day", "today"], ["'today'", "2026-11-28"]),
    (["--to", "no/such/folder/x.json"], ["no/such/folder"]),
    ([], ["--to"]),
])
def test_anything_wrong_is_one_line_and_exit_code_2(
    options: list[str], words: list[str], run: Command, saved: Path
) -> None:
    code, output, errors = run("brief", saved, *options)
    assert (code, output) == (2, "")
    assert len(errors.splitlines()) == 1
    assert all(word in errors for word in words), errors


def test_a_reference_to_nothing_is_one_line(run: Command, saved: Path) -> None:
    saved.write_bytes(write_brief(Brief(parts=(Passage("{nobody.title}"),))))
    code, output, errors = run("brief", saved, "--to", saved.with_name("x.html"))
    assert (code, output) == (2, "")
    assert errors == ("{nobody.title}: no exhibit of this brief is called “nobody”. "
                      "There is: none.\n")
    assert not saved.with_name("x.html").exists()


def test_a_file_that_is_no_brief_is_one_line(run: Command, saved: Path) -> None:
    saved.write_text("{", encoding="utf-8")
    code, _, errors = run("brief", saved, "--to", saved.with_name("x.html"))
    assert code == 2
    assert len(errors.splitlines()) == 1
