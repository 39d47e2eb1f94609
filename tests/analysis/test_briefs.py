"""A brief as a file, its mark-up, its references, its frozen numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.briefs.brief import (
    Brief,
    Entry,
    Passage,
    free_name,
    load_brief,
    read_brief,
    write_brief,
)
from analysis.briefs.compose import compose
from analysis.briefs.document import Paragraph, text_of_runs
from analysis.briefs.edition import Edition
from analysis.briefs.freeze import edition_of
from analysis.briefs.markup import Run, parse_line, parse_words
from analysis.briefs.references import title_of, typed_numbers, words_of
from analysis.briefs.write import frozen_with
from analysis.catalog.package import DATA_DIRECTORY
from analysis.charts.theme import day
from analysis.errors import BriefError
from analysis.exhibits import Exhibit, find_spec
from analysis.exhibits.history import load_history
from analysis.warehouse import Warehouse

EXAMPLE = DATA_DIRECTORY / "briefs" / "example.json"
DAY = "2026-11-28"
JOBS = Entry("job_market_employment", "jobs")
SOURCES = Entry("sources_list", "list", {"kind": "law"})
AS_OF = max(one.as_of for one in load_history().values()
            if one.exhibit_id == "job_market_employment")


def brief_of(*parts: Any, **more: Any) -> Brief:
    return Brief(title="A brief", parts=tuple(parts), **more)


@pytest.fixture(scope="module")
def edition(warehouse: Warehouse) -> Edition:
    return edition_of(brief_of(JOBS, SOURCES), warehouse)


def said(text: str, edition: Edition) -> str:
    return " ".join("".join(run.text for run in one.runs) for one in words_of(
        Passage(text), edition))


# --- the file -----------------------------------------------------------------------------------

def test_the_example_has_eight_exhibits_and_comes_back_as_it_was() -> None:
    brief = load_brief(EXAMPLE)
    assert len(brief.entries) == 8
    assert read_brief(write_brief(brief)) == brief
    assert write_brief(read_brief(write_brief(brief))) == write_brief(brief)
    for entry in brief.entries:
        assert set(entry.settings) <= {one.name for one in find_spec(entry.id).controls}


def test_the_example_types_no_number() -> None:
    assert typed_numbers(load_brief(EXAMPLE)) == []


def changed(**values: Any) -> bytes:
    return json.dumps(Brief().to_json() | values).encode()


BAD = {
    "no JSON": (b"{", "no JSON"),
    "no UTF-8": (b"\xff\xfe{}", "no JSON"),
    "deep": (b"[" * 100_000, "no JSON"),
    "not a number": (changed(day=float("nan")), "no JSON"),
    "another JSON": (b'{"title": "x"}', "no brief"),
    "a list": (b"[1]", "no brief"),
    "of the future": (changed(version=2), "version 2"),
    "another key": (changed(macro="x"), "“macro”"),
    "another template": (changed(template="poster"), "note, ministerial, committee, deck"),
    "title no text": (changed(title=5), "must be a text"),
    "title too long": (changed(title="x" * 999), "at most 240"),
    "no day": (changed(day="yesterday"), "2026-11-28"),
    "parts no list": (changed(parts={}), "list"),
    "a part of two kinds": (changed(parts=[{"words": "x", "exhibit": "y"}]), "A part of a brief"),
    "a name that is none": (changed(parts=[{"exhibit": "x", "name": "a b"}]), "a letter first"),
    "a name twice": (changed(parts=[{"exhibit": "x", "name": "a"}, {"exhibit": "y", "name": "a"}]),
                     "called 'a'"),
    "settings no texts": (changed(parts=[{"exhibit": "x", "settings": {"a": 1}}]), "texts"),
    "too many exhibits": (
        changed(parts=[{"exhibit": "x", "name": f"x{n}"} for n in range(25)]), "at most 24"),
    "frozen no object": (changed(frozen=[1]), "null or an object"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_brief_is_one_sentence(name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(BriefError) as caught:
        read_brief(content)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match=r"nothing\.json"):
        load_brief(tmp_path / "nothing.json")


def test_the_same_exhibit_twice_gets_a_name_of_its_own() -> None:
    assert free_name(brief_of(JOBS), "jobs") == "jobs_2"
    assert free_name(brief_of(JOBS), "law_next") == "law_next"


# --- mark-up ------------------------------------------------------------------------------------

def test_paragraphs_headings_lists_and_styles_are_read() -> None:
    blocks = parse_words("# What\n\nOne *two* **three**\nfour\n\n- a\n- b\n\n1. c")
    assert [one.kind for one in blocks] == ["heading", "paragraph", "bullet", "bullet", "number"]
    assert blocks[1].runs == (Run("One "), Run("two", italic=True), Run(" "),
                              Run("three", bold=True), Run(" four"))


@pytest.mark.parametrize("text", [
    "2 * 3 * 4", "a ** b", "*", "**open", "5 < 6 & <script>alert(1)</script>", "a_b_c", "[x]",
    "[x](javascript:alert(1))", "[x](data:text/html,x)", "#hashtag", "`code`", "{}"])
def test_what_is_no_mark_up_stays_as_it_was_typed(text: str) -> None:
    (block,) = parse_words(text)
    assert block.runs == (Run(text),)


def test_only_addresses_of_web_and_mail_become_links() -> None:
    assert parse_line("[here](https://a.example/b)") == (
        Run("here", link="https://a.example/b"),)
    assert parse_line("[x](file:///etc/passwd)")[0].link == ""


def test_signs_that_break_files_or_turn_text_are_taken_out() -> None:
    assert parse_line("a\u202eb\x00c\ud800d\u200be") == (Run("ab cde"),)


def test_double_braces_are_braces(edition: Edition) -> None:
    assert said("{{jobs.title}}", edition) == "{jobs.title}"


# --- references ---------------------------------------------------------------------------------

def test_a_reference_is_what_the_exhibit_says(
    edition: Edition, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("job_market_employment")
    row = exhibit.table[exhibit.table["year"] == 2025].iloc[0]
    assert said("**{jobs.title}**", edition) == exhibit.title
    assert said("{jobs.subtitle}", edition) == exhibit.subtitle
    assert said("{ jobs.employed_persons[year=2025] }", edition) == \
        f"{row['employed_persons']:,.0f}"
    assert said("{jobs.year[first]}–{jobs.year[last]}", edition) == "2002–2025"
    assert said("{jobs.as_of} {jobs.data_version}", edition) == \
        f"{exhibit.as_of} {exhibit.data_version}"


def test_a_share_is_a_percentage_and_an_empty_cell_is_never_zero(warehouse: Warehouse) -> None:
    edition = edition_of(brief_of(Entry("worker_voice_bectu", "bectu")), warehouse)
    cell = "{bectu.%s[result_id=bectu_ai_fashion_2025_negative]}"
    assert said(cell % "share", edition) == "54%"
    assert said(cell % "base_n", edition) == "not published or not found"


def test_the_title_of_a_brief_may_refer_too(edition: Edition) -> None:
    assert title_of(replace(brief_of(), title="Jobs: {jobs.employed_persons[last]}"), edition) == \
        "Jobs: 3,780"


REFERENCES = {
    "{twin_shar.title}": ["twin_shar", "jobs, list"],
    "{jobs.titel}": ["no “titel”", "title, subtitle", "employed_persons"],
    "{jobs.employed_persons}": ["24 rows", "[first]", "[year=2002]"],
    "{jobs.employed_persons[year=2031]}": ["year = 2031", "2002, 2003"],
    "{jobs.employed_persons[2025]}": ["[column=value]"],
    "{jobs.employed_persons[soc_version=SOC 2018]}": ["rows fit"],
    "{jobs.title[last]}": ["said of the whole exhibit", "{jobs.title}"],
    "{jobs}": ["no reference", "{name.title}"],
    "{jobs.}": ["no reference"],
    "{jobs.__class__}": ["no “__class__”"],
    "{jobs.rows}": ["no “rows”"],
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_to_nothing_is_one_sentence_that_names_what_there_is(
    reference: str, edition: Edition
) -> None:
    with pytest.raises(BriefError) as caught:
        said(f"So {reference} it is", edition)
    message = str(caught.value)
    assert reference.strip() in message
    assert all(word in message for word in REFERENCES[reference]), message
    assert len(message.splitlines()) == 1


def test_typed_numbers_are_warned_of_and_years_are_not() -> None:
    brief = brief_of(Passage("In 2025 some 3,780 jobs, 54% and €5.50; {jobs.title}."), JOBS)
    assert [one.split("“")[1].split("”")[0] for one in typed_numbers(brief)] == [
        "3,780", "54%", "€5.50"]


# --- exhibits that cannot be shown --------------------------------------------------------------

@pytest.mark.parametrize(("entry", "words"), [
    (Entry("worker_voice_becto", "x"), "worker_voice_bectu"),
    (Entry("job_market_employment", "x", {"nope": "1"}), "occupation, years"),
    (Entry("job_market_employment", "x", {"years": "2031"}), "2002-2025"),
    (Entry("human_v_twin_share", "x", own=True), "not loaded"),
])
def test_an_exhibit_that_cannot_be_built_is_named(
    entry: Entry, words: str, warehouse: Warehouse
) -> None:
    with pytest.raises(BriefError) as caught:
        edition_of(brief_of(entry), warehouse)
    assert "“x”" in str(caught.value)
    assert words in str(caught.value)


def test_what_is_meant_for_the_shipped_ledger_never_shows_a_loaded_one(
    warehouse: Warehouse, with_ledger: Callable[..., Warehouse]
) -> None:
    beside = with_ledger(bookings=[{"work_on": "2024-01-02"}, {"work_on": "2024-02-02"}])
    entry = Entry("human_v_twin_bookings", "b")
    shipped = edition_of(brief_of(entry), warehouse).shown[0]
    assert edition_of(brief_of(entry), beside).shown[0] == shipped
    own = edition_of(brief_of(replace(entry, own=True)), beside).shown[0]
    assert own.title != shipped.title


# --- frozen -------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def frozen(edition: Edition) -> Brief:
    brief = brief_of(Passage("{jobs.title}"), JOBS, SOURCES)
    return read_brief(write_brief(frozen_with(brief, edition, day=DAY)))


def test_a_frozen_brief_comes_back_with_the_same_numbers(
    frozen: Brief, edition: Edition, warehouse: Warehouse
) -> None:
    again = edition_of(frozen, warehouse)
    assert again.frozen_on == DAY
    assert again.doubts == ()
    for kept, live in zip(again.shown, edition.shown, strict=True):
        for field in ("title", "rows", "columns", "sources", "caveats", "cuts", "editable"):
            assert getattr(kept, field) == getattr(live, field), field
        assert json.dumps(kept.figure) == json.dumps(live.figure)


def test_refreshed_data_change_the_sentence_and_a_frozen_brief_keeps_its_own(
    frozen: Brief, edited: Callable[..., Warehouse]
) -> None:
    def fewer(frame: Any) -> Any:
        rows = (frame["soc"] == "41-9012") & (frame["year"] == "2025")
        assert rows.sum() == 1
        frame.loc[rows, "employed_persons"] = "4120"
        return frame

    newer = edited(oews_national=fewer)
    live = edition_of(replace(frozen, frozen=None), newer)
    kept = edition_of(frozen, newer)
    assert "4,120" in said("{jobs.title}", live)
    assert "3,780" in said("{jobs.title}", kept)
    assert kept.data_version != live.data_version
    (changed, same) = map(str, kept.doubts)
    assert changed == ("“jobs” has changed since it was frozen. Was, with data of "
                       f"{day(AS_OF)}: {kept.shown[0].title}. Is now: {live.shown[0].title}.")
    assert "They have changed since; the finding is still the same in “list”." in same


def test_titles_that_the_desk_never_published_are_found_out_and_what_it_did_not_record_is_said(
    frozen: Brief, edited: Callable[..., Warehouse]
) -> None:
    """What an earlier version said comes from the shipped history, never from the file."""
    newer = edited(oews_national=lambda frame: frame.assign(
        employed_persons=frame["employed_persons"].mask(frame["soc"] == "41-9012", "5120")))
    raw = json.loads(json.dumps(frozen.to_json()))
    shown = raw["frozen"]["shown"]
    published, shown[0]["title"] = shown[0]["title"], "BLS estimates 9,999 jobs"
    raw["parts"][2]["settings"] = {"kind": "law", "search": "likeness"}
    changed, unrecorded = map(str, edition_of(read_brief(json.dumps(raw).encode()), newer).doubts)
    assert changed == ("“jobs” does not say what the desk said with data of "
                       f"{day(AS_OF)}: {published}. It was changed after it was frozen.")
    assert unrecorded.endswith("was not recorded, and could not be checked, for “list”.")
    raw["parts"][2] = {"exhibit": "no_longer_there", "name": "list"}
    *_, lost = map(str, edition_of(read_brief(json.dumps(raw).encode()), newer).doubts)
    assert lost == "The desk of today cannot show, and so could not check, “list”."


def test_a_document_calls_a_doubtful_exhibit_by_its_figure(frozen: Brief, warehouse: Warehouse
                                                           ) -> None:
    raw = json.loads(json.dumps(frozen.to_json()))
    raw["frozen"]["shown"][1]["title"] = "Nothing"
    brief = read_brief(json.dumps(raw).encode())
    blocks = compose(brief, edition_of(brief, warehouse), day=DAY).blocks
    said = [text_of_runs(one.runs) for one in blocks if isinstance(one, Paragraph)]
    assert [one for one in said if one.startswith("Figure 2 is not what data version")]


def test_frozen_numbers_that_were_changed_are_found_out(
    frozen: Brief, warehouse: Warehouse
) -> None:
    raw = json.loads(json.dumps(frozen.to_json()))
    shown = raw["frozen"]["shown"][0]
    shown["title"] = "BLS estimates 9,999 jobs"
    doubts = edition_of(read_brief(json.dumps(raw).encode()), warehouse).doubts
    assert len(doubts) == 1
    assert "“jobs”" in str(doubts[0])
    raw["frozen"]["data_version"] = "ffffffffffff"
    doubts = edition_of(read_brief(json.dumps(raw).encode()), warehouse).doubts
    assert "does not know data version ffffffffffff" in str(doubts[0])


def test_an_exhibit_that_was_not_frozen_is_said(frozen: Brief, warehouse: Warehouse) -> None:
    more = replace(frozen, parts=(*frozen.parts, Entry("law_next", "next")))
    with pytest.raises(BriefError, match="frozen without the exhibit “next”"):
        edition_of(more, warehouse)


def spoil(shown: dict[str, Any], what: str) -> None:
    spoilt = {
        "figure that loads": lambda: shown.update(figure=packed(
            {"data": [], "layout": {"images": [{"source": "https://evil.example/x"}]}})),
        "figure of another kind": lambda: shown.update(figure=packed(
            {"data": [{"type": "scattermapbox"}], "layout": {}})),
        "figure that unpacks to much": lambda: shown.update(figure=packed(" " * 9_000_000)),
        "no base64": lambda: shown.update(figure="%%%"),
        "a sign no XML may hold": lambda: shown.update(title="a\x00b"),
        "a row too long": lambda: shown["rows"].append(["x"]),
        "a field too many": lambda: shown.update(evil="x"),
        "a number for a text": lambda: shown.update(title=5),
        "a chart of another shape": lambda: shown["editable"].update(shape="pie"),
    }
    spoilt[what]()


def packed(value: Any) -> str:
    import base64
    import zlib

    return base64.b64encode(zlib.compress(json.dumps(value).encode())).decode()


@pytest.mark.parametrize("what", [
    "figure that loads", "figure of another kind", "figure that unpacks to much", "no base64",
    "a sign no XML may hold", "a row too long", "a field too many", "a number for a text",
    "a chart of another shape"])
def test_frozen_numbers_that_the_desk_did_not_write_are_refused(
    what: str, frozen: Brief, warehouse: Warehouse
) -> None:
    raw = json.loads(json.dumps(frozen.to_json()))
    spoil(raw["frozen"]["shown"][0], what)
    with pytest.raises(BriefError, match="not as the desk writes them"):
        edition_of(read_brief(json.dumps(raw).encode()), warehouse)
