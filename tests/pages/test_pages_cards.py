"""Cards below the exhibits: one a survey, an event, an instrument, a claim, and what each says."""

from __future__ import annotations

import csv

import pytest

from analysis.catalog.package import DATA_DIRECTORY
from analysis.exhibits.unknowns import list_unknowns

PAGES = ("worker_voice", "job_market", "exposure", "twin_register", "money", "representation",
         "law", "claims", "human_v_twin", "pay_and_consent", "crew", "who_gains", "sources")


def rows_of(table: str) -> list[dict[str, str]]:
    with (DATA_DIRECTORY / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(element) -> str:
    return "\n".join(str(one.value) for one in [*element.markdown, *element.caption])


def cards_of(app, table: str) -> dict[str, str]:
    """Text of each card by the title of its expander: cards end with the row they tell of."""
    return {one.label: told(one) for one in app.expander if f"data/{table}.csv" in told(one)}


@pytest.mark.parametrize(
    ("page", "noun", "table"),
    [("worker_voice", "survey", "survey_results"), ("twin_register", "event", "twin_events")],
)
def test_every_row_has_a_card_once_all_are_asked_for(open_page, page, noun, table):
    app = open_page(page)
    assert f"A card for each {noun}" in [one.value for one in app.subheader]
    assert sum(f"data/{table}.csv" in told(one) for one in app.expander) == 10
    app = next(one for one in app.toggle if one.key == f"{page}_all_{noun}s").set_value(True).run()
    shown = [told(one) for one in app.expander if f"data/{table}.csv" in told(one)]
    rows = rows_of("surveys" if noun == "survey" else table)
    ids = [row[f"{noun}_id"] for row in rows]
    assert len(shown) == len(ids)
    missing = [id for id in ids if not any(f"{id} " in text or f"{id}," in text for text in shown)]
    assert missing == []


@pytest.mark.parametrize(("page", "noun", "key"), [
    ("worker_voice", "survey", "worker_voice_search"),
    ("twin_register", "event", "twin_register_search"), ("law", "instrument", "law_search"),
])
def test_no_heading_stands_above_no_card(open_page, page, noun, key):
    app = open_page(page, **{key: "zzzz-no-such-text"})
    assert not app.exception
    assert f"A card for each {noun}" not in [one.value for one in app.subheader]


def test_survey_card_tells_the_method_and_what_the_sampling_rests_on(open_page):
    app = open_page("worker_voice", worker_voice_search="Bectu")
    bectu = [text for text in (told(one) for one in app.expander)
             if "bectu_ai_fashion_2025" in text]
    assert len(bectu) == 1
    for part in ("Respondents found by:", "That rests on:", "n:** not published", "Source:"):
        assert part in bectu[0]


def test_an_allegation_stands_in_the_card_beside_its_denial(open_page):
    denied = next(row for row in rows_of("twin_events")
                  if row["allegation"] == "true" and row["denial"])
    app = open_page("twin_register", twin_register_search=denied["organisation"])
    card = next(text for text in (told(one) for one in app.expander)
                if f"Row {denied['event_id']}," in text)
    assert card.index("**What is alleged:**") < card.index("**Denial or reply:**")


def test_the_register_says_that_it_lists_what_the_press_wrote(first_visit):
    lead = " ".join(one.value for one in first_visit("twin_register").main.markdown[:2])
    assert "What the press or the organisations themselves wrote about and we found" in lead


def test_instrument_card_has_plain_words_articles_and_the_day_it_was_read(open_page):
    app = open_page("law", law_search="Fashion Workers Act")
    card = next(text for text in (told(one) for one in app.expander) if "Row P01 in" in text)
    row = next(row for row in rows_of("law_instruments") if row["instrument_id"] == "P01")
    assert row["summary"][:60] in card
    assert f"**As of:** {row['as_of']}" in card
    assert "s. 1035(10)" in card
    assert "Not law" not in card


def test_what_is_not_law_says_so_in_its_card(open_page):
    bill = next(row for row in rows_of("law_instruments") if row["is_law"] == "false")
    app = open_page("law", law_status="All", law_search=bill["name"])
    card = next(text for text in (told(one) for one in app.expander)
                if f"Row {bill['instrument_id']} in" in text)
    assert "**Not law.**" in card


@pytest.mark.parametrize(
    ("typed", "verdict", "page"),
    [
        ("54% of creatives fear AI", "Distorted", "worker_voice#"),
        ("the Fashion Workers Act is Californian", "Wrong", "law#"),
        ("70% of Zalando's images", "Distorted", ""),
    ],
)
def test_a_claim_has_verdict_sentence_citation_references_and_exhibit(
    open_page, typed, verdict, page
):
    app = open_page("claims", claims_search=typed)
    text = told(app.main)
    assert f"**{verdict}" in text
    claim = next(row for row in rows_of("claims") if f"“{row['claim']}”" in text)
    quoted = [one.value for one in app.code]
    assert claim["quotable"] in quoted
    assert any(one.startswith(claim["quotable"]) and f"claim {claim['claim_id']}" in one
               for one in quoted)
    references = [row for row in rows_of("claim_references")
                  if row["claim_id"] == claim["claim_id"]]
    assert references
    assert all(f"`{row['row_id']}` in `data/{row['resource']}.csv`" in text for row in references)
    assert f"]({page}" in text


def test_an_unknown_claim_shows_the_nearest_and_what_the_desk_has(open_page):
    app = open_page("claims", claims_search="robots will replace make-up artists by 2030")
    text = told(app.main)
    assert "This claim is not on the desk" in text
    assert "Nothing below judges what you typed." in text
    assert "What the desk has on the subject" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_nobody_knows(page, first_visit, warehouse):
    app = first_visit(page)
    assert "What nobody knows yet" in [one.value for one in app.header]
    mine = [one for one in list_unknowns(warehouse) if one.page == page]
    assert mine
    text = told(app.main)
    assert all(f"**{one.question}** {one.why}" in text for one in mine)
