"""The exhibit: nothing without source, base, unit and words; standing and caveats derived."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from whole import SIZES_AND_DARK

from analysis.catalog.sources import FROM_ITSELF, FROM_OTHERS, KINDS, Source, standing_of
from analysis.charts.bars import draw_bars
from analysis.charts.text import escape
from analysis.errors import ExhibitError
from analysis.exhibits import (
    PAGES,
    Column,
    Exhibit,
    NotApplicable,
    NotPublished,
    Words,
    assemble,
    build_exhibit,
    catalogue,
)
from analysis.exhibits import check as exhibit_check
from analysis.exhibits.registry import REGISTRY
from analysis.exports import file_stem
from analysis.warehouse import Result, Run, Warehouse

IDS = [spec.id for spec in catalogue()]
OF_A_LEDGER = {spec.id for spec in catalogue() if spec.of_ledger}
"""Exhibits drawn from a ledger; hostile texts in one are tried in test_ledger_measures."""
NOTHING = re.compile(r"\b(nan|NaN|NaT|inf)\b|\bNone\b(?! of)")


def made_source(source_id: str = "one", **changes: Any) -> Source:
    values = {
        "source_id": source_id, "publisher": f"Publisher {source_id}", "title": "A title",
        "address": "https://example.org", "published": "2025-03-01",
        "retrieved": date(2026, 1, 2), "obtained": "read", "licence": "CC BY", "note": "",
        "redistribution": "full", "kind": "survey", "verification": FROM_ITSELF,
        "access": "public",
    }
    return Source(**(values | changes))


def made_exhibit(*sources: Source, **changes: Any) -> Exhibit:
    """An exhibit by hand: one figure a source."""
    sources = sources or (made_source(),)
    table = pd.DataFrame({
        "label": [one.source_id for one in sources], "value": 0.5, "low": float("nan"),
        "high": float("nan"), "text": "50%", "style": "solid",
        "source_id": [one.source_id for one in sources],
    })
    run = Run(name="q", purpose="p", sql="select 1", parameters={}, tables=("surveys",))
    values: dict[str, Any] = {
        "id": "made", "question": "What?", "words": Words("T", "S", "percent", "A"), "base": 100,
        "table": table, "columns": {"value": Column("Share", "percent", "percent"),
                    "source_id": Column("Source")},
        "results": (Result(table, run, tuple((one.source_id,) for one in sources)),),
        "sources": {one.source_id: one for one in sources}, "caveats": (), "settings": {},
        "data_version": "abc", "draw": lambda frame, canvas: draw_bars(frame, canvas),
    }
    return Exhibit(**(values | changes))


def texts_of(fig: go.Figure) -> list[str]:
    """Everything a figure draws or shows on hovering."""
    texts = [note.text for note in fig.layout.annotations]
    for trace in fig.data:
        for shown in (trace.hovertext, trace.text):
            texts += [] if shown is None else [shown] if isinstance(shown, str) else list(shown)
    return texts


# --- what an exhibit cannot do without ----------------------------------------------------------

def test_complete_exhibit_is_constructed() -> None:
    assert made_exhibit().figure().layout.meta["title"] == "T"


@pytest.mark.parametrize("empty", ["", "   "])
@pytest.mark.parametrize("name", ["title", "subtitle", "unit", "alt"])
def test_no_exhibit_without_its_words(name: str, empty: str) -> None:
    words = {"title": "T", "subtitle": "S", "unit": "percent", "alt": "A"} | {name: empty}
    with pytest.raises(ExhibitError, match=f"has no {name}"):
        made_exhibit(words=Words(**words))


@pytest.mark.parametrize(
    "base", [None, True, -1, 0.5, "many", NotPublished(""), NotPublished(" "), NotApplicable("")]
)
def test_no_exhibit_without_a_base_or_its_reason(base: Any) -> None:
    with pytest.raises(ExhibitError, match="base"):
        made_exhibit(base=base)


@pytest.mark.parametrize(
    ("base", "words"),
    [(0, "0"), (5273, "5273"), (NotPublished("only in print"), "not published: only in print"),
     (NotApplicable("a law"), "not applicable: a law")],
)
def test_a_number_or_a_reason_is_a_base(base: Any, words: str) -> None:
    assert str(made_exhibit(base=base).base) == words


def test_no_exhibit_without_a_source() -> None:
    with pytest.raises(ExhibitError, match="no source"):
        made_exhibit(sources={})


@pytest.mark.parametrize("format", ["integer", "decimal", "percent"])
def test_no_number_without_a_unit(format: str) -> None:
    with pytest.raises(ExhibitError, match="no unit for value"):
        made_exhibit(columns={"value": Column("Share", None, format),
                              "source_id": Column("Source")})


def test_no_exhibit_that_hides_the_source_of_its_rows() -> None:
    with pytest.raises(ExhibitError, match="source of each row"):
        made_exhibit(columns={"value": Column("Share", "percent", "percent")})


@pytest.mark.parametrize("columns", [{}, {"absent": Column("Absent")}])
def test_described_columns_must_exist(columns: dict[str, Column]) -> None:
    with pytest.raises(ExhibitError, match="columns"):
        made_exhibit(columns=columns)


# --- standing -----------------------------------------------------------------------------------

def test_standing_counts_figures_by_kind_and_verification() -> None:
    standing = made_exhibit(
        made_source("a"), made_source("b", kind="claim", verification=FROM_OTHERS),
        made_source("c", verification=FROM_OTHERS),
    ).standing
    assert standing.kinds == (("survey", 2), ("claim", 1))
    assert (standing.from_itself, standing.counted, standing.access) == (1, 3, "public")
    assert standing.weakest == "claim, reported by others (Publisher b)"
    assert standing.badges() == (
        "● Survey", "○ Claim", "◐ 1 of 3 figures from the organisation itself"
    )
    assert "Weakest: claim" in standing.sentence()


@pytest.mark.parametrize(
    ("verifications", "badge"),
    [
        ([FROM_ITSELF], "◉ From the organisation itself"),
        ([FROM_OTHERS, FROM_OTHERS], "◯ All reported by others"),
        ([FROM_ITSELF, FROM_OTHERS], "◐ 1 of 2 figures from the organisation itself"),
    ],
)
def test_verification_badge_says_how_many(verifications: list[str], badge: str) -> None:
    sources = [made_source(str(n), verification=one) for n, one in enumerate(verifications)]
    assert made_exhibit(*sources).standing.verification_badge() == badge


def test_where_figures_rest_on_several_sources_the_sources_are_counted() -> None:
    sources = {"good": made_source("good", kind="official statistics"),
               "poor": made_source("poor", kind="claim", verification=FROM_OTHERS)}
    standing = standing_of([("good", "poor"), ("good",)], sources)
    assert standing.kinds == (("official statistics", 1), ("claim", 1))
    assert (standing.from_itself, standing.counted, standing.unit) == (1, 2, "source")
    assert standing.weakest.startswith("claim, reported by others")
    assert standing.verification_badge() == "◐ 1 of 2 sources from the organisation itself"


def test_private_source_makes_the_exhibit_private() -> None:
    """An exhibit of private data needs a release; see test_disclosure.py."""
    standing = standing_of([("a",), ("b",)], {
        "a": made_source("a"), "b": made_source("b", access="private")})
    assert standing.access == "private"
    assert "▲ Private" in standing.badges()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sign_and_a_word(kind: str) -> None:
    badge = made_exhibit(made_source(kind=kind)).standing.badges()[0]
    assert badge[2:] == kind.capitalize()
    assert not badge[0].isalnum()


@pytest.mark.parametrize("kind", ["simulation", "scenario"])
def test_simulation_marks_figure_and_file_name(kind: str) -> None:
    exhibit = made_exhibit(made_source("a"), made_source("b", kind=kind))
    marks = [note.text for note in exhibit.figure().layout.annotations if note.name == "watermark"]
    assert marks == [kind.upper()]
    assert file_stem(exhibit).endswith(f"_{kind}")


def test_real_evidence_bears_no_mark() -> None:
    exhibit = made_exhibit()
    assert "watermark" not in {note.name for note in exhibit.figure().layout.annotations}
    assert not re.search("simulation|scenario", file_stem(exhibit))


def test_simulation_stands_in_the_subtitle() -> None:
    fig = made_exhibit(made_source(kind="simulation")).figure()
    (subtitle,) = [note.text for note in fig.layout.annotations if note.name == "subtitle"]
    assert "simulation" in subtitle.lower()


def test_mark_survives_in_a_long_file_name() -> None:
    exhibit = made_exhibit(made_source(kind="simulation"), settings={"search": "long " * 40})
    assert "simulation" in file_stem(exhibit)


def test_figure_of_own_data_and_a_scenario_is_marked() -> None:
    sources = (made_source("mine", kind="your data"), made_source("what_if", kind="scenario"))
    exhibit = made_exhibit(*sources)
    (result,) = exhibit.results
    mixed = replace(exhibit, results=(replace(result, rows=(("mine", "what_if"),) * 2),))
    assert mixed.labels().watermark == "SCENARIO"


# --- derived words ------------------------------------------------------------------------------

def test_as_of_is_the_last_day_a_source_was_read() -> None:
    exhibit = made_exhibit(made_source("a", retrieved=date(2026, 3, 4)), made_source("b"))
    assert exhibit.as_of == date(2026, 3, 4)
    assert "as of 2026-03-04" in exhibit.cite


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, "Source: Publisher 0 (2025)"),
        (2, "Sources: Publisher 0 (2025); Publisher 1 (2025)"),
        (6, "Sources: Publisher 0 (2025); Publisher 1 (2025); Publisher 2 (2025); "
            "Publisher 3 (2025) and 2 more"),
    ],
)
def test_source_line_names_up_to_four(number: int, line: str) -> None:
    assert made_exhibit(*[made_source(str(n)) for n in range(number)]).source_line == line


def test_source_line_names_one_publisher_once_and_undated_without_year() -> None:
    sources = [made_source(str(n), publisher="BLS", published="") for n in range(3)]
    assert made_exhibit(*sources).source_line == "Source: BLS"


def test_topic_that_matches_no_caution_is_an_error(warehouse: Warehouse) -> None:
    result = warehouse.fetch("worker_voice_losses", trade="all")
    with pytest.raises(ExhibitError, match="no_such_topic"):
        assemble(warehouse, results=[result], topics=["no_such_topic"])


def test_where_nothing_was_found_the_sources_searched_are_named(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("worker_voice_results", warehouse, search="zzzz-no-such-text")
    assert exhibit.table.empty
    assert [run.name for run in exhibit.runs][-1] == "survey_sources"
    assert len(exhibit.sources) > 30
    assert exhibit.standing.counted > 30


# --- every exhibit ------------------------------------------------------------------------------

QUERY_OF = {
    "human_v_twin_idle": "human_v_twin_working",
    **dict.fromkeys(
        ("human_v_twin_effect", "human_v_twin_cohorts", "human_v_twin_without",
         "human_v_twin_methods"), "human_v_twin_panel"),
    **dict.fromkeys(
        ("scenarios_compare", "scenarios_path", "scenarios_parts", "scenarios_levy",
         "scenarios_tornado"), "scenarios_work"),
    "scenarios_assumptions": "scenario_assumptions",
}
"""Exhibits that share a query: two readings of one table, all estimates on the panel, scenarios."""


def test_ids_start_with_their_page_and_pages_are_known(repository: Any) -> None:
    for spec in catalogue():
        assert spec.page in PAGES
        assert spec.id.startswith(spec.page)
        assert (repository / "pages" / f"{spec.page}.py").is_file()
        query = QUERY_OF.get(spec.id, spec.id)
        folders = (repository / "analysis/sql/queries", repository / "analysis/sql/queries/ledger")
        assert any((folder / f"{query}.sql").is_file() for folder in folders), spec.id


@pytest.mark.parametrize("id", IDS)
def test_words_are_whole_sentences_without_holes(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    assert exhibit.question.endswith("?")
    for text in (exhibit.title, exhibit.subtitle, exhibit.words.alt, exhibit.source_line,
                 *exhibit.caveats):
        assert not NOTHING.search(text), text
        assert "  " not in text
        assert "{" not in text
    assert not exhibit.title.endswith(".")
    assert exhibit.title[0].isupper() or exhibit.title[0].isdigit()
    assert exhibit.words.alt.startswith(exhibit.title)


@pytest.mark.parametrize("id", IDS)
def test_caveats_hold_every_caution_that_always_applies(
    id: str, default_exhibit: Callable[[str], Exhibit], warehouse: Warehouse
) -> None:
    exhibit = default_exhibit(id)
    rows = pd.read_csv(warehouse.package.resource("cautions").path)
    read = {table for run in exhibit.runs for table in run.tables}
    always = rows[rows["resource"].isin(read) & rows["applies_always"]]["statement"]
    assert set(always) <= set(exhibit.caveats)
    others = set(rows["statement"]) - set(rows[rows["resource"].isin(read)]["statement"])
    assert others & set(exhibit.caveats) == set()
    assert len(set(exhibit.caveats)) == len(exhibit.caveats)


@pytest.mark.parametrize("id", IDS)
def test_sources_standing_and_day_follow_from_the_rows(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    behind = {one for result in exhibit.results for row in result.rows for one in row}
    assert set(exhibit.sources) == behind
    rows = exhibit.results[0].rows
    several = any(len(ids) > 1 for ids in rows)
    assert exhibit.standing.counted == (len({one for ids in rows for one in ids}) if several
                                        else len(rows))
    assert sum(number for _, number in exhibit.standing.kinds) == exhibit.standing.counted
    assert exhibit.as_of == max(source.retrieved for source in exhibit.sources.values())


@pytest.mark.parametrize("id", IDS)
def test_figure_is_publishable_in_both_modes_and_three_sizes(
    id: str, default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit(id)
    for canvas in SIZES_AND_DARK:
        fig = exhibit.figure(canvas)
        named = {note.name: note.text for note in fig.layout.annotations if note.name}
        plain = {name: re.sub("</?b>|<br>| ", "", text) for name, text in named.items()}
        assert plain["title"] == escape(exhibit.title).replace(" ", "")
        assert plain["subtitle"] == escape(exhibit.subtitle).replace(" ", "")
        assert plain["source"].startswith(escape(exhibit.source_line).replace(" ", ""))
        assert exhibit.data_version in plain["source"]
        assert fig.layout.meta["alt"] == exhibit.words.alt
        assert sum(len(trace.x) for trace in fig.data if trace.x is not None) <= 5_000
        assert fig.layout.paper_bgcolor is None
        assert fig.layout.template.layout.paper_bgcolor == canvas.palette.paper


@pytest.mark.parametrize("id", IDS)
def test_nothing_drawn_says_nan(id: str, default_exhibit: Callable[[str], Exhibit]) -> None:
    holes = [text for text in texts_of(default_exhibit(id).figure()) if NOTHING.search(text)]
    assert holes == []


HOSTILE = "<script>alert(1)</script><b>x</b>"
TEXTS = {
    "survey_results": ["label", "question", "response", "subgroup"], "occupations": ["title"],
    "surveys": ["organisation", "sample_size_text"], "exposure_measures": ["title", "scale"],
    "oews_industry": ["industry_title"], "oews_area": ["area_title"],
    "uk_employment": ["title", "measure"], "sources": ["publisher", "title"],
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A warehouse whose every free text begins with mark-up."""
    import shutil

    from analysis.catalog.package import DATA_DIRECTORY, write_hashes
    from analysis.warehouse import open_warehouse

    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(DATA_DIRECTORY, folder)
    for table, columns in TEXTS.items():
        path = folder / f"{table}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in columns:
            frame[column] = HOSTILE + frame[column]
        frame.to_csv(path, index=False, lineterminator="\n")
    write_hashes(folder)
    opened = open_warehouse(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize("id", [id for id in IDS if id not in OF_A_LEDGER])
def test_mark_up_in_the_data_stays_text_in_the_figure(id: str, hostile: Warehouse) -> None:
    fig = build_exhibit(id, hostile).figure()
    together = " ".join(texts_of(fig))
    assert "<script" not in together
    assert "<b>x</b>" not in together
    assert "&lt;script" in together.replace("<br>", "").replace("&lt;SCRIPT", "&lt;script")


# --- the check of all exhibits ------------------------------------------------------------------

def test_check_tries_defaults_and_extremes_and_reports_faults_in_one_line(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(warehouse: Warehouse, **settings: Any) -> Exhibit:
        raise KeyError("lost column")

    spec = REGISTRY["human_v_twin_disclosure"]
    monkeypatch.setattr(exhibit_check, "REGISTRY", {spec.id: spec})
    built, faults = exhibit_check.check_exhibits(warehouse)
    assert built == 1 + len(spec.controls[0].extremes(warehouse))
    assert faults == []
    monkeypatch.setitem(REGISTRY, spec.id, replace(spec, build=broken))
    _, faults = exhibit_check.check_exhibits(warehouse)
    assert len(faults) == built
    assert faults[0] == "human_v_twin_disclosure: KeyError: 'lost column'"
    assert all("\n" not in fault for fault in faults)


@pytest.mark.parametrize("kind", ["simulation", "scenario"])
def test_what_is_invented_claims_no_verification(kind):
    badges = made_exhibit(made_source(kind=kind)).standing.badges()
    assert len(badges) == 1
    assert not any("organisation" in badge for badge in badges)
