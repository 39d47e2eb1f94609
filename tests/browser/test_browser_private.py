"""A visitor's own survey in a real browser: brought, understood, crossed, private, erased."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from acting import settle
from playwright.sync_api import Browser, Page, expect
from serving import PATIENCE_MS, serving

LEAVING_SECONDS = 150
"""Streamlit waits up to two minutes for a tab that may come back."""
NEEDLE = "Zweitbeschäftigung"
"""A word that stands in nothing but the file of the first visitor."""
LEAVING = """() => {
  const leaving = new Event("beforeunload", {cancelable: true});
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""
"""Whether the browser would ask before a reload, which ends the visit and loses the data."""


@pytest.fixture(scope="module")
def survey_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A member survey as a form exports it: names, a trade, a worry; 120 rows."""
    path: Path = tmp_path_factory.mktemp("survey") / "members.csv"
    trades, worries = ("Hair", "Make-up", NEEDLE), ("agree", "disagree")
    lines = ["Full name;Trade;AI threatens my work"]
    lines += [f"Person Nr{n} Test;{trades[n % 3]};{worries[(n // 3) % 2]}" for n in range(120)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def visits_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server makes the private folders of visits."""
    made: Path = tmp_path_factory.mktemp("visits")
    return made


@pytest.fixture(scope="module")
def private_address(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, visits_in: Path
) -> Iterator[str]:
    """A server whose release log and folders are of this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUBLE_BOOKED_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("TMPDIR", str(visits_in))
        with serving() as started:
            yield started


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[[], Page]]:
    """``visitor()``: somebody else each time, with a browser of their own."""
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1360, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    yield make
    for context in contexts:
        context.close()


def bring(page: Page, address: str, path: Path) -> None:
    page.goto(f"{address}/your_data")
    page.get_by_test_id("stFileUploader").first.wait_for()
    settle(page)
    page.locator("input[type=file]").first.set_input_files(str(path))
    page.get_by_role("button", name="Use this file so").wait_for()
    settle(page)


def follow(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    page.wait_for_function("name => document.title.startsWith(name)", arg=name)
    settle(page)


def test_a_survey_is_brought_understood_and_crossed(
    visitor: Callable[[], Page], private_address: str, survey_file: Path
) -> None:
    page = visitor()
    bring(page, private_address, survey_file)
    assert not page.evaluate(LEAVING)
    warning = page.get_by_test_id("stAlert").filter(has_text="Full name")
    expect(warning).to_contain_text("seems to hold a name")
    page.get_by_role("button", name="Use this file so").click()
    page.get_by_role("button", name="Take this design").wait_for()
    settle(page)
    expect(page.get_by_text("Taken: 120 rows, 0 rejected · Change")).to_be_visible()
    assert page.evaluate(LEAVING)
    follow(page, "Crosstabs")
    page.get_by_test_id("stPlotlyChart").wait_for()
    settle(page)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(NEEDLE)
    expect(main).to_contain_text("of those who answered")
    expect(main).not_to_contain_text("Person Nr")
    assert NEEDLE not in page.url


def test_no_visitor_sees_what_another_brought(
    visitor: Callable[[], Page], private_address: str, survey_file: Path
) -> None:
    """The second comes while the first is there, and stands where the first stood."""
    first, second = visitor(), visitor()
    bring(first, private_address, survey_file)
    first.get_by_role("button", name="Use this file so").click()
    first.get_by_role("button", name="Take this design").wait_for()
    settle(first)
    follow(first, "Crosstabs")
    expect(first.get_by_test_id("stMain")).to_contain_text(NEEDLE)
    for page in ("crosstabs", "your_data", "worker_voice"):
        second.goto(f"{private_address}/{page}")
        settle(second)
        assert NEEDLE not in second.content()
    second.goto(first.url)
    settle(second)
    expect(second.get_by_test_id("stMain")).to_contain_text("No survey is loaded in this visit")
    expect(first.get_by_test_id("stMain")).to_contain_text(NEEDLE)


def test_erase_now_forgets_everything_at_once(
    visitor: Callable[[], Page], private_address: str, survey_file: Path, visits_in: Path
) -> None:
    page = visitor()
    bring(page, private_address, survey_file)
    page.get_by_role("button", name="Use this file so").click()
    page.get_by_role("button", name="Take this design").wait_for()
    settle(page)
    page.get_by_role("button", name="Erase everything of this visit now").click()
    expect(page.get_by_role("button", name="Take this design")).to_have_count(0)
    settle(page)
    expect(page.get_by_test_id("stMain")).not_to_contain_text("members.csv")
    left = [path for path in visits_in.rglob("*") if path.is_file() and path.name != "lock"]
    assert not any(NEEDLE.encode() in path.read_bytes() for path in left)
    follow(page, "Crosstabs")
    expect(page.get_by_test_id("stMain")).to_contain_text("No survey is loaded in this visit")


def test_what_was_brought_is_deleted_once_its_tab_is_closed(
    visitor: Callable[[], Page], private_address: str, survey_file: Path, visits_in: Path
) -> None:
    def folders() -> set[Path]:
        return {path for path in visits_in.glob("double-booked-visits-*/*") if path.is_dir()}

    before, page = folders(), visitor()
    bring(page, private_address, survey_file)
    (mine,) = folders() - before
    assert any(NEEDLE.encode() in path.read_bytes() for path in mine.rglob("*") if path.is_file())
    page.close()
    until = time.monotonic() + LEAVING_SECONDS
    while mine.exists() and time.monotonic() < until:
        time.sleep(0.5)
    assert not mine.exists()


def test_a_file_that_is_not_what_it_says_gives_one_sentence(
    visitor: Callable[[], Page], private_address: str, tmp_path: Path
) -> None:
    page = visitor()
    false = tmp_path / "members.xlsx"
    false.write_bytes(b"%PDF-1.7 this is no workbook")
    page.goto(f"{private_address}/your_data")
    page.get_by_test_id("stFileUploader").first.wait_for()
    settle(page)
    page.locator("input[type=file]").first.set_input_files(str(false))
    error = page.get_by_test_id("stAlert").filter(has_text="PDF")
    expect(error).to_be_visible()
    expect(page.get_by_test_id("stMain")).not_to_contain_text("Traceback")
