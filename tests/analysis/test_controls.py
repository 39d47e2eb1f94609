"""Controls and search: what a reader may set, what is accepted, what is said of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ControlError, UnknownExhibitError
from analysis.exhibits import build_exhibit, catalogue, find_spec, parse_settings
from analysis.exhibits.controls import Choice, Choices, Search, Years, default_of, search_words
from analysis.warehouse import Warehouse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Médiapart", ["mediapart"]), ("  AI   UNION ", ["ai", "union"]), ("", []),
        ("STRASSE", ["strasse"]), ("İstanbul", ["istanbul"]), ("naïve Ｆｕｌｌ", ["naive", "full"]),
        ("100%_'", ["100%_"]),
    ],
)
def test_search_words_lose_case_and_accents(text: str, words: list[str]) -> None:
    assert search_words(text) == words


@given(st.text(max_size=40))
def test_search_words_are_the_same_when_cleaned_twice(text: str) -> None:
    once = search_words(text)
    assert search_words(" ".join(once)) == once


@pytest.mark.parametrize(
    ("typed", "same"),
    [("Christie's", "christie’s"), ("zara", "ZÁRA"), ("guess vogue", "Vogue  Guess")],
)
def test_search_finds_the_same_whatever_case_accents_and_order(
    typed: str, same: str, warehouse: Warehouse
) -> None:
    one, other = (
        build_exhibit("twin_register_events", warehouse, search=text).table["event_id"].tolist()
        for text in (typed, same)
    )
    assert one == other != []


@pytest.mark.parametrize("text", ["v%gue", "v_gue", ".*"])
def test_search_takes_no_wildcards(text: str, warehouse: Warehouse) -> None:
    assert len(build_exhibit("sources_list", warehouse, search="vogue").table) > 0
    assert build_exhibit("sources_list", warehouse, search=text).table.empty


OCCUPATION = find_spec("job_market_employment").control("occupation")
YEARS = find_spec("job_market_employment").control("years")
COUNTRIES = find_spec("job_market_ai_share").control("countries")


@pytest.mark.parametrize("text", ["41-9012", "Models", " models ", "MODELS"])
def test_choice_takes_a_value_or_its_label(text: str, warehouse: Warehouse) -> None:
    assert OCCUPATION.parse(text, warehouse) == "41-9012"


@pytest.mark.parametrize("text", ["", "99-9999", "Mode", "41-9012|27-1022"])
def test_choice_lists_what_it_accepts(text: str, warehouse: Warehouse) -> None:
    with pytest.raises(ControlError, match=r"41-9012 \(Models\)") as refused:
        OCCUPATION.parse(text, warehouse)
    assert repr(text) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "years"),
    [("2010-2025", (2010, 2025)), ("2019", (2019, 2019)), ("2010-", (2010, 2010)),
     (" 2010 - 2012 ", (2010, 2012))],
)
def test_years_take_a_range_or_one_year(
    text: str, years: tuple[int, int], warehouse: Warehouse
) -> None:
    assert YEARS.parse(text, warehouse) == years


@pytest.mark.parametrize(
    "text", ["", "-", "-2010", "soon", "2025-2010", "1990-2000", "2010-2099", "2010-2012-2015",
             "2010.5"],
)
def test_years_say_their_limits(text: str, warehouse: Warehouse) -> None:
    with pytest.raises(ControlError, match="2002-2025"):
        YEARS.parse(text, warehouse)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", ()), ("GB", ("GB",)), ("us|gb", ("US", "GB")), ("Germany | France", ("DE", "FR")),
     ("|", ())],
)
def test_choices_take_values_apart_at_bars(
    text: str, codes: tuple[str, ...], warehouse: Warehouse
) -> None:
    assert COUNTRIES.parse(text, warehouse) == codes


def test_choices_name_a_repeated_value_once(warehouse: Warehouse) -> None:
    assert COUNTRIES.parse("US|us", warehouse) == ("US",)


def test_choices_list_what_they_accept(warehouse: Warehouse) -> None:
    with pytest.raises(ControlError, match=r"countries='XX' is not accepted.*GB \(United"):
        COUNTRIES.parse("GB|XX", warehouse)


def test_search_text_is_trimmed_and_bounded(warehouse: Warehouse) -> None:
    search = find_spec("sources_list").control("search")
    assert search.parse("  vogue ", warehouse) == "vogue"
    assert len(str(search.parse("x" * 5000, warehouse))) == 100


def test_every_default_and_extreme_is_accepted_by_its_own_control(warehouse: Warehouse) -> None:
    for spec in catalogue():
        for control in spec.controls:
            for value in [default_of(control, warehouse), *control.extremes(warehouse)]:
                if isinstance(control, Years):
                    text = f"{value[0]}-{value[1]}"
                elif isinstance(control, Choices):
                    text = "|".join(value)
                else:
                    text = str(value)
                assert control.parse(text, warehouse) == value, (spec.id, control.name)


def test_every_control_has_label_and_help(warehouse: Warehouse) -> None:
    for spec in catalogue():
        names = [control.name for control in spec.controls]
        assert len(set(names)) == len(names)
        for control in spec.controls:
            assert control.label
            assert control.help.endswith(".")
            assert control.name.islower()


def test_extremes_hold_first_last_and_default_of_long_lists(warehouse: Warehouse) -> None:
    values = {f"v{number}": f"Value {number}" for number in range(100)}
    choice = Choice("thing", "Thing", "A thing.", "v50", lambda warehouse: values)
    assert choice.extremes(warehouse) == ["v0", "v99", "v50"]
    hostile = Search("s", "S", "Search.").extremes(warehouse)
    assert "" in hostile
    assert any("<script>" in text for text in hostile)


def test_unknown_exhibit_names_the_nearest() -> None:
    with pytest.raises(UnknownExhibitError, match="worker_voice_bectu"):
        find_spec("worker_voice_becto")


def test_unknown_control_names_those_there_are(warehouse: Warehouse) -> None:
    with pytest.raises(ControlError, match="Controls: occupation, years"):
        parse_settings("job_market_employment", warehouse, {"ocupation": "41-9012"})
    with pytest.raises(ControlError, match="Controls: none"):
        build_exhibit("exposure_range", warehouse, occupation="41-9012")
