"""Controls at their ends, searches that find nothing or mean harm, addresses that make no sense."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice, zip_longest
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
APART = {"your_data", "crosstabs", "chart_desk", "briefing"}
"""Pages with tests of their own: of surveys, the Chart desk, Briefing."""
PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")
                     if path.stem not in APART))
HOSTILE = "'; drop table surveys; <script>alert(1)</script>"
NOWHERE = "zzzz no such text"
CODES = {"scenarios_a_more": ("refused:1",), "scenarios_b_more": ("levy_per_use:100000",)}
"""Texts in a grammar of their own: nonsense in them is told (test_pages_scenarios.py)."""
KINDS = ("selectbox", "multiselect", "slider", "text_input", "toggle")
BAD_VALUES = {
    "words": "nonsense", "hostile": HOSTILE, "several": ["9999", "-1", "x"], "long": "x" * 5000,
}


def extremes(widget) -> Iterator[object]:
    """Values at the ends of a control, but not the one it already has."""
    if widget.type == "selectbox":
        ends = [0, len(widget.options) - 1]
        yield from (end for end in dict.fromkeys(ends) if end != widget.index)
    elif widget.type == "multiselect":
        yield from ([len(widget.options) - 1], list(range(len(widget.options))))
    elif widget.type == "slider":
        low, high = int(widget.min), int(widget.max)
        yield from (end for end in ((low, low), (high, high)) if end != widget.value)
    elif widget.key in CODES:
        yield from CODES[widget.key]
    elif widget.type == "text_input":
        yield from (NOWHERE, HOSTILE, "%_\\")
    else:
        yield not widget.value


def set_value(app: AppTest, widget, value) -> None:
    """Set a widget as a visitor would: choices by their position in the list."""
    if widget.type == "selectbox":
        app.selectbox(key=widget.key).select_index(value)
    elif widget.type == "multiselect":
        chosen = app.multiselect(key=widget.key)
        chosen.set_value([chosen.options[index] for index in value])
    elif widget.type == "toggle":
        app.toggle(key=widget.key).set_value(value)
    else:
        getattr(app, widget.type)(key=widget.key).set_value(value)


def has(app: AppTest, widget) -> bool:
    return widget.key in {other.key for other in app.get(widget.type)}


def calm(app: AppTest) -> list[str]:
    """What cards say in place of a figure where the filters leave nothing."""
    return [element.value for element in app.info]


def faults(app: AppTest) -> list[str]:
    return [
        *(str(element.message) for element in app.exception),
        *(element.value for element in app.error), *(element.value for element in app.warning),
    ]


@pytest.mark.parametrize("page", PAGES)
def test_controls_at_their_ends_still_draw_every_figure(page, open_page, first_visit, drawn):
    """All controls at one end, then all at the other; of texts what finds nothing or means harm."""
    figures = set(drawn(first_visit(page)))
    widgets = [widget for kind in KINDS for widget in first_visit(page).get(kind)]
    assert widgets
    app, found = open_page(page), []
    for values in zip_longest(*[tuple(extremes(widget)) for widget in widgets]):
        for widget, value in zip(widgets, values, strict=True):
            if value is not None and has(app, widget):
                set_value(app, widget, value)
        app.run()
        whole = len(drawn(app)) + len(calm(app)) == len(figures)
        if faults(app) or not whole or not all(drawn(app).values()):
            found.append((values, faults(app)))
            app = open_page(page)
    assert found == []


@pytest.mark.parametrize(
    ("page", "exhibits"),
    [
        ("worker_voice", ("worker_voice_results", "worker_voice_surveys")),
        ("twin_register", ("twin_register_timeline", "twin_register_events")),
        ("sources", ("sources_list",)),
    ],
)
def test_a_search_without_a_hit_says_so_in_a_sentence(
    page, exhibits, open_page, drawn
):
    app = open_page(page)
    for text in (NOWHERE, HOSTILE):
        app.text_input(key=f"{page}_search").set_value(text).run()
        assert faults(app) == []
        assert len(calm(app)) == len(exhibits)
        assert all(text.startswith("No ") for text in calm(app))
        assert not set(exhibits) & set(drawn(app))
        assert HOSTILE not in " ".join(calm(app))


@pytest.mark.parametrize(
    ("page", "text", "same"),
    [("worker_voice", "BECTU", "bectu"), ("twin_register", "MÁNGO", "mango"),
     ("sources", "BUREAU", "bureau")],
)
def test_a_search_finds_regardless_of_case_and_accents(page, text, same, open_page, drawn):
    key = f"{page}_search"
    one, other = drawn(open_page(page, **{key: text})), drawn(open_page(page, **{key: same}))
    assert one == other
    assert not any(title.startswith("No ") for title in one.values())


@pytest.mark.parametrize(("at", "page"), list(enumerate(["home", *PAGES])))
def test_nonsense_in_the_address_leaves_the_page_as_it_is(at, page, open_page, first_visit, drawn):
    """Every control is asked for something it does not have: another kind of it on every page."""
    usual = first_visit(page)
    keys = [widget.key for one in KINDS for widget in usual.get(one) if one != "text_input"]
    kinds = islice(cycle(BAD_VALUES.values()), at, None)
    app = open_page(page, **dict(zip(["unknown", *keys], kinds, strict=False)))
    assert [*app.exception, *app.error] == []
    refused = {element.value.partition(":")[0] for element in app.warning}
    assert refused == {widget.label for one in KINDS for widget in usual.get(one)
                       if widget.key in keys and widget.type != "toggle"}
    assert all("is not among the choices" in element.value for element in app.warning)
    assert drawn(app) == drawn(usual)


def test_what_the_address_asks_in_vain_is_said_until_the_control_is_used(open_page, drawn):
    app = open_page("job_market", job_market_occupation="lorry drivers")
    assert "lorry drivers" in app.warning[0].value
    app.selectbox(key="job_market_dollars").select_index(1).run()
    assert len(app.warning) == 1
    app.selectbox(key="job_market_occupation").select_index(2).run()
    assert [*app.warning] == []


@pytest.mark.parametrize(
    ("key", "value", "same"),
    [
        ("job_market_occupation", "27-4021", "Photographers"),
        ("job_market_occupation", "photographers", "Photographers"),
        ("job_market_years", "2010-2015", ["2010", "2015"]),
        ("job_market_countries", ["DE", "fr"], ["Germany", "France"]),
    ],
)
def test_codes_and_small_letters_in_the_address_are_read(key, value, same, open_page, drawn):
    app = open_page("job_market", **{key: value})
    assert faults(app) == []
    assert drawn(app) == drawn(open_page("job_market", **{key: same}))


@pytest.mark.parametrize("day", ["2026-12-03", "2027-01-01"])
def test_a_day_in_the_address_is_taken(day, open_page, drawn, first_visit):
    app = open_page("law", law_day=day)
    assert faults(app) == []
    assert app.date_input(key="law_day").value.isoformat() == day
    assert drawn(app)["law_next"] != drawn(first_visit("law"))["law_next"]


def test_nonsense_for_a_day_is_said_and_not_used(open_page, drawn, first_visit):
    app = open_page("law", law_day="tomorrow")
    assert "tomorrow" in app.warning[0].value
    assert drawn(app) == drawn(first_visit("law"))


def test_a_filter_in_the_address_is_taken(open_page, first_visit, drawn):
    app = open_page("job_market", job_market_occupation="Photographers")
    assert "hotographers" in drawn(app)["job_market_employment"]
    assert "hotographers" not in drawn(first_visit("job_market"))["job_market_employment"]


def test_hostile_search_in_the_address_finds_nothing_and_harms_nothing(open_page, drawn):
    app = open_page("worker_voice", worker_voice_search=HOSTILE)
    assert faults(app) == []
    assert "worker_voice_results" not in drawn(app)
    assert any(text.startswith("No published figure") for text in calm(app))
    again = open_page("worker_voice")
    assert drawn(again)["worker_voice_results"]
    assert calm(again) == []


def test_years_turned_round_in_the_address_are_read_as_a_range(open_page, drawn):
    turned = open_page("worker_voice", worker_voice_years=["2025", "2020"])
    usual = open_page("worker_voice", worker_voice_years=["2020", "2025"])
    assert faults(turned) == []
    assert not drawn(usual)["worker_voice_results"].startswith("No ")
    assert drawn(turned) == drawn(usual)
