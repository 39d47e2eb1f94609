"""A dress: strict and bounded, refused where a figure cannot wear it, and never hiding a thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.charts import theme
from analysis.errors import ExportError
from analysis.exhibits import Exhibit
from analysis.exports import describe, entries_of, file_stem, to_csv, to_json
from analysis.exports.dress import (
    Annotation,
    Dress,
    draft_alt,
    dress,
    untranslated,
    what_can_be_dressed,
)

Default = Callable[[str], Exhibit]
FULL = Dress(
    title="T", subtitle="S", note="N", byline="B", alt="A", highlight=("Median",),
    order="as_is", labels=True, language="de",
    annotations=(Annotation("date", "x", at="2020"),))


def texts(fig: Any) -> dict[str, str]:
    return {note.name: note.text for note in fig.layout.annotations if note.name}


def said(fig: Any) -> str:
    return " ".join(str(note.text).replace("<br>", " ") for note in fig.layout.annotations)


# --- strict and bounded -------------------------------------------------------------------------

def test_a_dress_is_the_same_after_a_permalink() -> None:
    assert Dress.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_a_dress_that_changes_nothing_is_an_empty_object() -> None:
    assert Dress().to_json() == {}
    assert Dress.from_json({}) == Dress()


@pytest.mark.parametrize(("value", "sentence"), [
    ([], "must be an object"), ("x", "must be an object"), (None, "must be an object"),
    ({"colour": "red"}, "no 'colour'"), ({"title": 1}, "title of a dress must be a text"),
    ({"title": None}, "title of a dress must be a text"),
    ({"title": "x" * 401}, "longer than 400"), ({"note": "x" * 10_000_000}, "longer than 400"),
    ({"order": "random"}, "Order 'random' is none"), ({"order": ["x"]}, "is none"),
    ({"language": "xx"}, "Language 'xx'"), ({"labels": 1}, "true, false or null"),
    ({"labels": "yes"}, "true, false or null"), ({"highlight": "Median"}, "must be a list"),
    ({"highlight": [1]}, "list of str"), ({"highlight": ["x"] * 13}, "at most 12"),
    ({"highlight": ["x" * 301]}, "more than 300"), ({"annotations": {}}, "must be a list"),
    ({"annotations": [1]}, "must be an object"), ({"annotations": [{}]}, "is none. Choose one"),
    ({"annotations": [{"kind": "point"}]}, "has no text"),
    ({"annotations": [{"kind": "point", "text": "x", "colour": "red"}]}, "no 'colour'"),
    ({"annotations": [{"kind": "point", "text": "x" * 161}]}, "longer than 160"),
    ({"annotations": [{"kind": "date", "text": "x", "at": 2020}]}, "must be a text"),
    ({"annotations": [{"kind": "date", "text": "x"}] * 9}, "at most 8"),
    ({"alt": 3}, "must be a text"),
])
def test_what_anybody_could_send_is_refused_in_one_sentence(value: Any, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence) as raised:
        Dress.from_json(value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from([*FULL.to_json(), "kind", "text", "name", "at", "to", "x"]), inner),
    max_leaves=12)


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_any_json_is_a_dress_or_a_sentence(value: Any) -> None:
    try:
        made = Dress.from_json(value)
    except ExportError:
        return
    assert Dress.from_json(made.to_json()) == made


@pytest.mark.parametrize(("typed", "kept"), [
    ("a\x00b\x1bc", "a b c"), ("a\r\nb\u2028c", "a b c"), ("\u202egnp.exe", "gnp.exe"),
    ("\u2066x\u2069", "x"), ("  a   b ", "a b"), ("שלום", "שלום"), ("e\u0301", "é"),
    ("\ud800x", "x"), ("\ufeffx\u200b", "x"), ("\uffffx", "x"), ("54\u00a0%", "54\u00a0%"),
])
def test_signs_that_break_a_file_or_turn_a_line_are_taken_out(typed: str, kept: str) -> None:
    assert Dress(title=typed).title == kept
    assert Annotation("date", f"{typed}!").text.rstrip("!").strip() == kept


# --- what stays ---------------------------------------------------------------------------------

@pytest.mark.parametrize("id", ["job_market_wages", "human_v_twin_bookings", "crew_stake"])
@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_source_standing_data_and_marks_cannot_be_removed(
    id: str, language: Any, default_exhibit: Default
) -> None:
    bare = default_exhibit(id)
    worn = dress(bare, Dress(title="Mine", subtitle="My words", language=language, byline="Me"))
    assert worn.mark == bare.mark
    assert worn.standing == bare.standing
    assert worn.caveats == bare.caveats
    assert worn.cite == bare.cite
    assert file_stem(worn) == file_stem(bare)
    assert to_csv(worn) == to_csv(bare)
    fig = worn.figure(theme.Canvas())
    named = texts(fig)
    source = " ".join(named["source"].split("<br>"))
    assert bare.source_line.split(": ", 1)[1].split(";")[0] in source
    assert bare.data_version in source
    assert ("watermark" in named) == bool(bare.mark)
    words = {"en": ("simulation", "scenario"), "fr": ("simulation", "scénario"),
             "sv": ("simulering", "scenario")}[language]
    for mark, word in zip(("simulation", "scenario"), words, strict=True):
        assert (mark in bare.mark) == (word in named["subtitle"].lower())
        assert (mark in bare.mark) == (word.upper() in named.get("watermark", ""))


@pytest.mark.parametrize("subtitle", ["Not a simulation at all", "Real figures"])
def test_a_subtitle_cannot_talk_the_simulation_away(
    subtitle: str, default_exhibit: Default
) -> None:
    worn = dress(default_exhibit("human_v_twin_bookings"), Dress(subtitle=subtitle))
    assert worn.subtitle.startswith("Simulation · ")


def test_what_is_cited_is_the_computed_finding(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    worn = dress(bare, Dress(title="Models are rich"))
    assert worn.title == "Models are rich"
    assert worn.finding == bare.title
    assert entries_of(worn, accessed=date(2026, 1, 1))[0].title == bare.title
    assert describe(worn)["finding"] == bare.title
    assert json.loads(to_json(worn))["dress"] == {"title": "Models are rich"}
    assert "dress" not in describe(bare)


def test_an_empty_alternative_text_blocks_export_and_a_draft_is_there(
    default_exhibit: Default
) -> None:
    bare = default_exhibit("job_market_wages")
    for empty in ("", "  ", "\u200b"):
        with pytest.raises(ExportError, match="alternative text is empty"):
            dress(bare, Dress(alt=empty))
    draft = draft_alt(bare)
    assert bare.title in draft
    assert f"{len(bare.table)} rows" in draft
    assert dress(bare, Dress(alt=draft[:2000])).words.alt == draft[:2000]
    assert draft_alt(replace(bare, table=bare.table.head(1))).count("1 row in the table")


def test_annotations_are_said_in_the_alternative_text(default_exhibit: Default) -> None:
    worn = dress(default_exhibit("job_market_wages"), Dress(
        annotations=(Annotation("date", "H&M announces twins", at="2025"),)))
    assert worn.words.alt.endswith("Marked: H&M announces twins.")


def test_note_and_byline_stand_below_and_push_nothing_out(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    plain = bare.figure(theme.Canvas())
    fig = dress(bare, Dress(note="word " * 79, byline="Jane Doe")).figure(theme.Canvas())
    named = {note.name: note for note in fig.layout.annotations if note.name}
    assert named["note"].text.startswith("Note: word")
    assert "Chart: Jane Doe" in named["source"].text.replace("<br>", " ")
    lines = named["note"].text.count("<br>") + 1
    assert lines > 1
    assert fig.layout.height - plain.layout.height >= lines * theme.SOURCE_PX
    source = named["source"]
    bottom = -source.yshift + (source.text.count("<br>") + 1) * theme.SOURCE_PX * 1.3
    assert bottom <= fig.layout.margin.b
    assert -source.yshift >= -named["note"].yshift + lines * theme.SOURCE_PX


def test_bars_start_at_zero_whatever_is_worn(default_exhibit: Default) -> None:
    bare = default_exhibit("crew_stake")
    name = next(iter(what_can_be_dressed(bare).names))
    for worn in (Dress(order="descending"), Dress(highlight=(name,)), Dress(labels=False),
                 Dress(language="de")):
        assert dress(bare, worn).figure().layout.xaxis.range[0] == 0
    with pytest.raises(ExportError, match="no 'range'"):
        Dress.from_json({"range": [50, 100]})


# --- what is possible ---------------------------------------------------------------------------

@pytest.mark.parametrize(("id", "orders", "labels", "kinds", "named"), [
    ("job_market_areas", 4, True, ("point", "range"), True),
    ("job_market_wages", 1, True, ("point", "date", "range"), True),
    ("human_v_twin_bookings", 1, True, ("point", "date", "range"), True),
    ("twin_register_timeline", 1, False, ("date", "range"), False),
    ("law_matrix", 1, False, (), False), ("exposure_pay", 1, False, (), False),
    ("money_costs", 4, False, ("point",), True),
    ("money_income", 1, False, ("point", "range"), False),
])
def test_options_are_found_from_the_figure(
    id: str, orders: int, labels: bool, kinds: tuple[str, ...], named: bool,
    default_exhibit: Default,
) -> None:
    options = what_can_be_dressed(default_exhibit(id))
    assert len(options.orders) == orders
    assert bool(options.labels) == labels
    assert options.annotations == kinds
    assert bool(options.names) == named


@pytest.mark.parametrize(("id", "worn", "sentence"), [
    ("law_matrix", Dress(highlight=("x",)), "cannot be highlighted"),
    ("law_matrix", Dress(order="ascending"), "leave the order"),
    ("law_matrix", Dress(labels=False), "leave labels out"),
    ("law_matrix", Dress(annotations=(Annotation("date", "x", at="2020"),)), "It has: none"),
    ("job_market_wages", Dress(highlight=("Mode",)), "It has: 90th percentile; Median"),
    ("job_market_wages", Dress(annotations=(Annotation("date", "x", at="1999"),)),
     "from 2001.4 to 2025.6"),
    ("job_market_wages", Dress(annotations=(Annotation("date", "x", at="2020.3"),)),
     "Years are whole"),
    ("job_market_wages", Dress(annotations=(Annotation("point", "x", "Median", "2021"),)),
     "no point at '2021'"),
    ("job_market_wages", Dress(annotations=(Annotation("range", "x", at="2020", to="2010"),)),
     "must end after it begins"),
    ("job_market_wages", Dress(annotations=(Annotation("point", "x", "Nobody"),)),
     "Nothing in this figure is called"),
    ("job_market_wages", Dress(annotations=(Annotation("date", "x", "Median", "2020"),)),
     "belongs to no row"),
    ("human_v_twin_bookings", Dress(annotations=(Annotation("date", "x", at="2025-13"),)),
     "is no place"),
    ("human_v_twin_bookings", Dress(annotations=(Annotation("date", "x", at="nan"),)),
     "is no place"),
    ("job_market_areas", Dress(annotations=(Annotation("range", "x", at="1", to="1e999"),)),
     "lies outside"),
    ("job_market_areas", Dress(annotations=(Annotation("date", "x", at="2020"),)),
     "no place for an annotation of kind date"),
])
def test_what_a_figure_cannot_wear_is_refused(
    id: str, worn: Dress, sentence: str, default_exhibit: Default
) -> None:
    with pytest.raises(ExportError, match=sentence):
        dress(default_exhibit(id), worn)


def test_rows_are_ordered_within_their_section(default_exhibit: Default) -> None:
    bare = default_exhibit("who_gains_tiers")
    worn = dress(bare, Dress(order="descending"))
    values: dict[float, float] = {}
    for trace in worn.draw(worn.table, theme.Canvas()).data:
        values |= dict(zip(map(float, trace.y), map(float, trace.x), strict=True))
    drawn = [values[y] for y in sorted(values)]
    sections = [drawn[at:at + 4] for at in range(0, 12, 4)]
    assert sections == [sorted(one, reverse=True) for one in sections]
    assert drawn != sorted(drawn, reverse=True)
    assert "Newcomers" in said(worn.figure())


def test_hidden_values_leave_words_in_place_of_values(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_industries")
    assert "withheld" in said(bare.figure()).lower()
    shown, hidden = said(bare.figure()), said(dress(bare, Dress(labels=False)).figure())
    assert "<b>1,050" in shown
    assert "<b>1,050" not in hidden
    assert hidden.lower().count("withheld") == shown.lower().count("withheld")


def test_the_desk_says_what_stays_english(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    assert untranslated(bare, Dress()) == []
    some = untranslated(bare, Dress(title="Titel", language="de"))
    assert not [one for one in some if one.startswith("The title")]
    assert [one for one in some if one.startswith("The subtitle") and "Deutsch" in one]
    again = untranslated(bare, Dress(title=bare.title, language="de"))
    assert [one for one in again if one.startswith("The title")]
