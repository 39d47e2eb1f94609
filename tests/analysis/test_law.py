"""Law and claims: what is not law never looks like it, titles follow, every reference resolves."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.catalog.package import DATA_DIRECTORY, load_package
from analysis.charts import theme
from analysis.errors import ControlError
from analysis.exhibits import REGISTRY, build_exhibit, parse_settings
from analysis.exhibits.claims import VERDICTS, find_exhibits, references_of
from analysis.exhibits.law_matrix import TOPICS
from analysis.exhibits.unknowns import list_unknowns
from analysis.warehouse import Warehouse

Edited = Callable[..., Warehouse]
MUTED = theme.PALETTES["light"].muted
PAPER = theme.PALETTES["light"].paper


def rows_of(table: str) -> list[dict[str, str]]:
    with (DATA_DIRECTORY / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def changing(**values: str) -> Any:
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(**values)

    return edit


# --- timeline -----------------------------------------------------------------------------------

def test_timeline_counts_equal_the_file(warehouse: Warehouse) -> None:
    rows = rows_of("law_events")
    title = build_exhibit("law_timeline", warehouse).title
    laws = sum(row["is_law"] == "true" for row in rows)
    later = sum(row["scheduled"] == "true" for row in rows)
    places = len({row["jurisdiction"] for row in rows})
    assert title == (
        f"{len(rows)} events in {places} jurisdictions: {laws} are about law, {later} were only "
        "scheduled when last checked, 3 Jul 2026")


def test_what_is_not_law_is_hollow_and_pale_and_what_is_scheduled_hatched(
    warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("law_timeline", warehouse)
    for trace in exhibit.figure().data:
        for text in trace.hovertext:
            if "(not law)" in text:
                assert trace.marker.line.color == MUTED
            if "(not law)" in text or "(scheduled)" in text:
                assert trace.marker.color == PAPER
                assert not str(trace.name).startswith("solid")


def test_every_row_later_than_the_last_check_is_scheduled(warehouse: Warehouse) -> None:
    table = build_exhibit("law_timeline", warehouse).table
    later = table[table["date_from"] > table["as_of"].max()]
    assert len(later) > 5
    assert later["scheduled"].all()
    assert table["as_of"].notna().all()


def test_bills_drafts_and_demands_are_never_law() -> None:
    for table in ("law_events", "law_instruments"):
        soft = [row for row in rows_of(table) if row["instrument_type"] in (
            "bill", "draft", "demand", "guidance", "pledge", "collective_agreement")]
        assert len(soft) > 10
        assert {row["is_law"] for row in soft} == {"false"}


def test_timeline_title_without_events_claims_none(warehouse: Warehouse, edited: Edited) -> None:
    assert build_exhibit("law_timeline", warehouse, search="zzzz").title == (
        "No event of law or policy meets these filters")
    changed = edited(law_events=lambda frame: frame[frame["scheduled"] == "false"].assign(
        is_law="false"))
    title = build_exhibit("law_timeline", changed).title
    assert "none are about law, none were only scheduled" in title


# --- next dates ---------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 1), "in 1 day: 2 Dec 2026"), (date(2026, 12, 2), "on that very day"),
        (date(2026, 12, 3), "in 29 days: 1 Jan 2027"),
    ],
)
def test_next_dates_are_counted_from_the_given_day(
    day: date, words: str, warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("law_next", warehouse, day=day)
    assert words in exhibit.title
    gaps = (exhibit.table["date_from"].dt.date - day).map(lambda gap: gap.days)
    assert list(gaps) == list(exhibit.table["days"])
    assert exhibit.table["days"].is_monotonic_increasing


def test_next_dates_that_fall_together_are_counted(warehouse: Warehouse) -> None:
    title = build_exhibit("law_next", warehouse, day=date(2026, 7, 25)).title
    same = [row for row in rows_of("law_events") if row["date_from"] == "2026-08-02"]
    assert title == f"{len(same)} dates come next, in 8 days: 2 Aug 2026"


def test_after_the_last_date_nothing_is_claimed(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("law_next", warehouse, day=date(2035, 1, 1))
    assert exhibit.title == "No later date than 1 Jan 2035 is on the desk"
    assert exhibit.table.empty


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "1999-01-01", ""])
def test_a_day_that_is_none_is_one_clear_line(text: str, warehouse: Warehouse) -> None:
    with pytest.raises(ControlError, match="day"):
        parse_settings("law_next", warehouse, {"day": text})


# --- matrix -------------------------------------------------------------------------------------

def test_matrix_draws_every_answer_as_sign_and_word(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("law_matrix", warehouse, status="all")
    answers = [row["answer"] for row in rows_of("law_provisions")]
    assert len(exhibit.table) == len(answers)
    texts = [note.text for note in exhibit.figure().layout.annotations]
    drawn = Counter(text.split("<br>")[-1] for text in texts if "font-size" in text)
    words = {"partial": "partly", "not read": "not found"}
    assert drawn == Counter(words.get(answer, answer) for answer in answers)
    assert len(exhibit.figure().data[0].hovertext) == len(answers)


def test_matrix_title_counts_laws_only(warehouse: Warehouse, edited: Edited) -> None:
    laws = {row["instrument_id"] for row in rows_of("law_instruments")
            if row["is_law"] == "true" and row["status"] == "in force"}
    said = Counter(row["topic"] for row in rows_of("law_provisions")
                   if row["instrument_id"] in laws and row["answer"] == "yes")
    title = build_exhibit("law_matrix", warehouse).title
    assert title.startswith(f"Of {len(laws)} laws, {said['consent']} plainly asks for separate")
    assert f"{said['label']} for a label" in title
    none = edited(law_provisions=changing(answer="not read", article=""))
    assert "none plainly asks for separate written consent, none for a label" in build_exhibit(
        "law_matrix", none).title
    bills = build_exhibit("law_matrix", warehouse, status="bill or draft").title
    assert bills.startswith("No law meets these filters; ")
    assert bills.endswith("are not law")


def test_what_was_not_read_on_pay_is_no_answer(warehouse: Warehouse, edited: Edited) -> None:
    """That nothing was found is said of what was read, and how often nothing was read of it."""
    laws = {row["instrument_id"] for row in rows_of("law_instruments") if row["is_law"] == "true"}
    silent = sum(row["answer"] == "not read" for row in rows_of("law_provisions")
                 if row["topic"] == "pay" and row["instrument_id"] in laws)
    assert 0 < silent < len(laws)
    everything = edited(law_provisions=changing(answer="not read", article=""))
    for opened, number in ((warehouse, silent), (everything, len(laws))):
        (why,) = [one.why for one in list_unknowns(opened)
                  if one.question == "What must a twin be paid?"]
        assert why.startswith(f"In what was read of {len(laws)} laws none plainly asks for pay")
        assert f"of {number} of them it says nothing of pay" in why


def test_what_is_not_law_stands_in_sections_that_say_so(warehouse: Warehouse) -> None:
    table = build_exhibit("law_matrix", warehouse, status="all").table
    soft = table[~table["is_law"]]["section"].str.lower()
    assert soft.str.contains("not law").all()
    assert not table[table["is_law"]]["section"].str.contains("not law").any()


def test_every_instrument_answers_every_topic_once() -> None:
    seen = Counter((row["instrument_id"], row["topic"]) for row in rows_of("law_provisions"))
    wanted = {(row["instrument_id"], topic) for row in rows_of("law_instruments")
              for topic in TOPICS}
    assert set(seen) == wanted
    assert set(seen.values()) == {1}


# --- a twin or an invented face -----------------------------------------------------------------

def test_twin_or_face_reads_five_places_and_never_more_than_its_instruments(
    warehouse: Warehouse
) -> None:
    table = build_exhibit("law_twin_or_face", warehouse).table
    assert len(table) == 5 * 2 * 3
    instruments = {row["instrument_id"]: row for row in rows_of("law_instruments")}
    for row in rows_of("law_subjects"):
        assert instruments[row["instrument_id"]]["jurisdiction"] == row["jurisdiction"]
        assert instruments[row["instrument_id"]]["source_id"] == row["source_id"]
        assert not (row["subject"] == "face" and row["topic"] == "consent"
                    and row["answer"] in ("yes", "partial"))


def test_new_york_labels_the_invented_and_not_the_known(warehouse: Warehouse) -> None:
    table = build_exhibit("law_twin_or_face", warehouse).table
    york = table[table["jurisdiction"] == "US-NY"].set_index(["subject", "topic"])["answer"]
    assert york["face", "label"] == "yes"
    assert york["twin", "label"] == "probably not"
    assert york["twin", "consent"] == "yes"


def test_twin_or_face_title_follows_the_answers(warehouse: Warehouse, edited: Edited) -> None:
    rows = rows_of("law_subjects")
    yes = Counter((row["subject"], row["topic"]) for row in rows if row["answer"] == "yes")
    title = build_exhibit("law_twin_or_face", warehouse).title
    assert title.startswith(
        f"Of 5 places, {yes['twin', 'consent']} plainly ask for consent to a twin; a label is "
        f"asked in {yes['twin', 'label']} for a twin and in {yes['face', 'label']} for")
    assert title.endswith("pay by law in none")
    changed = edited(law_subjects=changing(answer="yes"))
    assert build_exhibit("law_twin_or_face", changed).title.endswith("pay by law in 10")


# --- claims -------------------------------------------------------------------------------------

def test_every_reference_of_every_claim_resolves() -> None:
    package = load_package()
    keys: dict[str, set[str]] = {}
    claims = {row["claim_id"] for row in rows_of("claims")}
    references = rows_of("claim_references")
    for row in references:
        table = row["resource"]
        if table not in keys:
            names = package.resource(table).primary_key
            keys[table] = {"|".join(one[name] for name in names) for one in rows_of(table)}
        assert row["row_id"] in keys[table], row
    assert {row["claim_id"] for row in references} == claims


def test_every_claim_names_an_exhibit_that_exists() -> None:
    named = {row["exhibit_id"] for row in rows_of("claims")} - {""}
    assert len(named) > 8
    assert {id for id in named if id not in REGISTRY} == set()


def test_every_verdict_has_words_and_no_sentence_is_left_empty() -> None:
    rows = rows_of("claims")
    assert {row["verdict"] for row in rows} <= set(VERDICTS)
    assert all(len(row["quotable"]) > 30 and row["quotable"].endswith(".") for row in rows)


@pytest.mark.parametrize(
    ("search", "claim", "verdict"),
    [
        ("54% of creatives fear AI…", "C01", "distorted"),
        ("the Fashion Workers Act is Californian", "C27", "wrong"),
        ("70% of Zalando's images", "C14", "distorted"),
        ("70 % OF ZALANDO’S IMAGES", "C14", "distorted"),
    ],
)
def test_a_claim_in_circulation_is_found_with_its_verdict(
    search: str, claim: str, verdict: str, warehouse: Warehouse
) -> None:
    first = build_exhibit("claims_list", warehouse, search=search).table.iloc[0]
    assert (first["claim_id"], first["verdict"]) == (claim, verdict)


def test_an_unknown_claim_brings_the_nearest_and_says_that_it_is_not_known(
    warehouse: Warehouse
) -> None:
    exhibit = build_exhibit("claims_list", warehouse, search="AI took the jobs of all florists")
    assert exhibit.title.startswith("This claim is not on the desk; the ")
    assert 1 <= len(exhibit.table) <= 5
    assert set(exhibit.table["match"]) == {"nearest"}
    nothing = build_exhibit("claims_list", warehouse, search="zzzz qqqq")
    assert nothing.title == "No claim on the desk is like this one"
    assert nothing.table.empty


def test_claims_title_counts_and_names_the_most_frequent_verdicts(
    warehouse: Warehouse, edited: Edited
) -> None:
    counts = Counter(row["verdict"] for row in rows_of("claims"))
    most = [name for name in VERDICTS if counts[name] == max(counts.values())]
    title = build_exhibit("claims_list", warehouse).title
    assert title.startswith(f"{sum(counts.values())} claims in circulation; the most frequent")
    assert all(f"“{name}”" in title for name in most)
    assert f": {max(counts.values())}" in title
    changed = edited(claims=changing(verdict="outdated"))
    assert "the most frequent verdict is “outdated”" in build_exhibit("claims_list", changed).title


def test_claims_are_counted_by_verdict_as_in_the_file(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("claims_list", warehouse)
    counts = Counter(row["verdict"] for row in rows_of("claims"))
    drawn = {text.split(": ")[-1] for trace in exhibit.figure().data for text in trace.hovertext}
    assert drawn == {str(number) for number in counts.values()}
    assert len(references_of(warehouse)) == sum(counts.values())


def found(search: str, warehouse: Warehouse) -> set[str]:
    return {spec.id for spec in find_exhibits(search, warehouse)}


def test_exhibits_on_a_subject_are_found_by_telling_words(warehouse: Warehouse) -> None:
    assert "job_market_uk" in found("pay in the UK publish", warehouse)
    assert find_exhibits("of the and", warehouse) == []
    assert "worker_voice_losses" in found("photographers are finished", warehouse)
    assert "worker_voice_losses" in found("robots replace make-up artists", warehouse)


@pytest.mark.parametrize("search", ["twins replace bookings", "twins pay nothing", "crew of twins"])
def test_no_simulation_is_offered_on_a_claim_about_the_world(
    search: str, warehouse: Warehouse
) -> None:
    specs = find_exhibits(search, warehouse)
    assert specs
    assert not any(spec.of_ledger for spec in specs)
    assert any(spec.of_ledger for spec in REGISTRY.values())
