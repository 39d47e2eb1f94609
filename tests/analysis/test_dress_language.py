"""Numbers, dates and fixed words as each country prints them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import plotly.graph_objects as go
import pytest

from analysis.charts import theme
from analysis.charts.language import CODES, LANGUAGES, Code, localise
from analysis.charts.localised import localise_figure, nice_ticks
from analysis.exhibits import Exhibit
from analysis.exports.describe import display_table
from analysis.exports.dress import Annotation, Dress, dress

Default = Callable[[str], Exhibit]
NB = "\u00a0"


@pytest.mark.parametrize(("code", "number", "share", "day", "month"), [
    ("en", "−1,234,567.8", "54.5%", "3 Mar 2026", "Mar 2026"),
    ("fr", f"−1{NB}234{NB}567,8", f"54,5{NB}%", "3 mars 2026", "mars 2026"),
    ("de", "−1.234.567,8", f"54,5{NB}%", "3. März 2026", "März 2026"),
    ("sv", f"−1{NB}234{NB}567,8", f"54,5{NB}%", "3 mars 2026", "mars 2026"),
    ("it", "−1.234.567,8", "54,5%", "3 mar 2026", "mar 2026"),
    ("es", "−1.234.567,8", f"54,5{NB}%", "3 mar 2026", "mar 2026"),
])
def test_numbers_and_dates(code: Code, number: str, share: str, day: str, month: str) -> None:
    assert localise("−1,234,567.8", code) == number
    assert localise("54.5%", code) == share
    assert localise("3 Mar 2026", code) == day
    assert localise("Mar 2026", code) == month
    assert LANGUAGES[code].date(date(2026, 3, 3)) == day


@pytest.mark.parametrize("text", [
    "GPT-4.1", "v1.2.3", "12.3.2024", "SOC 27-1022", "2025", "Article 50(2)", "AB 2602", "1, 2, 3",
    "data 491bd806cc26", "3.5.1", "31 Feb 2025",
])
def test_what_is_no_number_of_the_desk_stays(text: str) -> None:
    assert localise(text, "de") == text


def test_marks_and_line_breaks_of_a_label_stay() -> None:
    assert localise("<b>1,050</b>", "de") == "<b>1.050</b>"
    assert localise("UK, January<br>2024: lost", "fr") == "UK, janv.<br>2024: lost"
    assert localise("<i>withheld</i>", "sv") == "<i>sekretesskyddat</i>"
    assert localise("not published", "de") == "nicht veröffentlicht"


def test_every_language_has_every_word_and_month() -> None:
    for code in CODES:
        one = LANGUAGES[code]
        assert set(one.words) == set(LANGUAGES["en"].words)
        assert len(one.months.split()) == 12
        assert len(set(one.months.split())) == 12
        for word, said in one.words.items():
            assert said.count("{") == word.count("{"), (code, word)
        assert one.decimal != one.thousands


@pytest.mark.parametrize(("code", "start", "middle"), [
    ("fr", f"Source{NB}: US Bureau of Labor Statistics", "Données au 23 nov. 2026"),
    ("de", "Quelle: US Bureau of Labor Statistics", "Stand: 23. Nov. 2026"),
    ("sv", "Källa: US Bureau of Labor Statistics", "Uppgifter per 23 nov. 2026"),
    ("it", "Fonte: US Bureau of Labor Statistics", "Dati al 23 nov 2026"),
    ("es", "Fuente: US Bureau of Labor Statistics", "Datos a 23 nov 2026"),
])
def test_the_source_line_speaks_the_language(
    code: Code, start: str, middle: str, default_exhibit: Default
) -> None:
    bare = default_exhibit("job_market_wages")
    worn = dress(bare, Dress(language=code, note="x"))
    source = worn.labels().source
    assert source.startswith(start)
    assert middle.split(" 23")[0] in source
    assert LANGUAGES[code].date(bare.as_of) in source
    assert worn.source_line == bare.source_line
    assert bare.data_version in source


@pytest.mark.parametrize("id", ["job_market_wages", "who_gains_lorenz", "representation_castings",
                                "worker_voice_losses", "crew_stake", "money_costs"])
def test_no_english_number_is_left_in_a_german_figure(id: str, default_exhibit: Default) -> None:
    import re

    worn = dress(default_exhibit(id), Dress(language="de"))
    fig = worn.draw(worn.table, theme.Canvas())
    assert fig.layout.separators == ",."
    said = [note.text for note in fig.layout.annotations]
    for axis in (*fig.select_xaxes(), *fig.select_yaxes()):
        said += list(axis.ticktext or ())
        if axis.visible is not False and axis.ticktext is None:
            assert "%" not in (axis.tickformat or "")
            assert axis.ticksuffix != "%"
    for text in said:
        assert not re.search(r"\d,\d{3}\b|\d%|(?<![\d.])\d+\.\d\b(?!\.)", text), text


def test_what_an_editor_typed_is_never_changed(default_exhibit: Default) -> None:
    worn = dress(default_exhibit("job_market_wages"), Dress(
        title="1,234.5% of Mar 2026", note="5.5%", language="de",
        annotations=(Annotation("date", "v 1,234.5%", at="2010"),)))
    fig = worn.figure()
    said = [note.text for note in fig.layout.annotations]
    assert "v 1,234.5%" in said
    assert "Anmerkung: 5.5%" in said
    assert "<b>1,234.5% of Mar 2026</b>" in said


def test_the_table_of_a_page_speaks_it_and_data_do_not(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    worn = dress(bare, Dress(language="de"))
    cells = [str(cell) for cell in display_table(worn).to_numpy().ravel()]
    assert "48.470" in cells
    assert "2025" in cells
    assert "48,470" in [str(cell) for cell in display_table(bare).to_numpy().ravel()]


def test_english_changes_nothing() -> None:
    fig = go.Figure(layout={"annotations": [{"text": "1,234"}]})
    assert localise_figure(fig, "en") is fig
    assert localise("1,234 in May 2025", "en") == "1,234 in May 2025"


def test_ticks_are_round_and_inside() -> None:
    assert nice_ticks(0, 0.62) == [0, 0.2, 0.4, 0.6]
    assert nice_ticks(0, 0.0115) == [0, 0.0025, 0.005, 0.0075, 0.01]
    assert nice_ticks(-20, 31, about=6) == [-20, -10, 0, 10, 20, 30]
