"""Representation: titles follow the data, lines cross no coverage, people and AI stay apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from whole import CANVASES

from analysis.catalog.package import DATA_DIRECTORY
from analysis.charts import theme
from analysis.charts.points import Scale
from analysis.charts.reported import draw_reported
from analysis.charts.seasons import SeasonAxis, SeasonBreak, draw_seasons
from analysis.exhibits import Exhibit, NotApplicable, NotPublished, build_exhibit
from analysis.exhibits.registry import REGISTRY
from analysis.exhibits.representation import GROUP, PLACE
from analysis.exhibits.unknowns import list_unknowns
from analysis.warehouse import Warehouse

Edited = Callable[..., Warehouse]
Row = dict[str, str]
IDS = sorted(id for id in REGISTRY if id.startswith("representation_"))
LINES = ["representation_castings", "representation_covers", "representation_runway_size"]
CASTING_TOPICS = {"runway casting", "runway size", "magazine covers", "advertising campaigns"}
FOUR = "New York, London, Paris, Milan"
COLOUR = "models of colour"
LIGHT = theme.Canvas()
NAN = float("nan")
EVIL = "<b>bold</b><a href='x'>link</a> & more"


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The shipped rows, read without the project's own code."""
    with Path(DATA_DIRECTORY, "representation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def setting(where: Callable[[pd.DataFrame], Any], **values: str) -> Any:
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = where(frame)
        assert chosen.any(), "the edit meets no row"
        for column, value in values.items():
            frame.loc[chosen, column] = value
        return frame

    return edit


def keeping(where: Callable[[pd.DataFrame], Any]) -> Any:
    return lambda frame: frame[where(frame)]


def share(rep_id: str, percent: str) -> Any:
    return setting(
        lambda frame: frame["rep_id"] == rep_id, value=percent, quoted=percent, derived="false",
        share=str(float(percent) / 100),
    )


def title_of(id: str, warehouse: Warehouse, **settings: Any) -> str:
    title = build_exhibit(id, warehouse, **settings).title
    assert not re.search(r"\b(nan|NaN|None|inf)\b", title), title
    return title


def is_colour(frame: pd.DataFrame) -> Any:
    return (frame["group_name"] == COLOUR) & (frame["city"] == FOUR)


def notes(fig: go.Figure) -> list[str]:
    return [note.text for note in fig.layout.annotations]


# --- castings -----------------------------------------------------------------------------------

def test_castings_title_tells_the_longest_line_the_last_one_and_its_end(
    warehouse: Warehouse
) -> None:
    assert title_of("representation_castings", warehouse) == (
        "Models of colour: the share of castings in four cities rose from 20% in Fall 2015 to "
        "40.6% in Fall 2020; counted anew, it rose from 48% in Spring 2022 to 48.6% in Fall 2022, "
        "where theFashionSpot’s count ends"
    )


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("50.1", "it rose from 48% in Spring 2022 to 50.1% in Fall 2022"),
        ("47", "it fell from 48% in Spring 2022 to 47% in Fall 2022"),
        ("48", "it was 48% in both Spring 2022 and Fall 2022"),
        ("48.01", "it rose from 48% in Spring 2022 to 48.01% in Fall 2022"),
    ],
)
def test_verb_of_the_last_line_follows_its_ends(last: str, words: str, edited: Edited) -> None:
    changed = edited(representation=share("R082", last))
    assert words in title_of("representation_castings", changed)


def test_verb_of_the_longest_line_follows_its_ends(edited: Edited) -> None:
    changed = edited(representation=share("R066", "12.5"))
    assert "fell from 20% in Fall 2015 to 12.5% in Fall 2020" in title_of(
        "representation_castings", changed)


def test_no_verb_where_no_two_seasons_were_counted_alike(edited: Edited) -> None:
    def singly(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = is_colour(frame)
        frame.loc[chosen, "coverage_id"] = "alone_" + frame.loc[chosen, "rep_id"].str.lower()
        return frame

    title = title_of("representation_castings", edited(representation=singly))
    assert title == (
        "Models of colour: the share of castings in four cities was 48.6% in Fall 2022, where "
        "theFashionSpot’s count ends; no two of its seasons were counted alike"
    )


def test_last_line_of_a_single_season_gets_no_verb(edited: Edited) -> None:
    changed = edited(representation=keeping(lambda frame: frame["rep_id"] != "R081"))
    assert "; counted anew, it was 48.6% in Fall 2022, where" in title_of(
        "representation_castings", changed)


def test_single_figure_shows_no_direction_and_its_own_base(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("representation_castings", warehouse, group="Latina models")
    assert exhibit.title == (
        "Latina models: the share of castings in four cities was 2.6% in Spring 2016, the only "
        "season theFashionSpot counted on the desk"
    )
    assert exhibit.base == 9926


def test_single_figure_without_a_number_behind_it_says_so(edited: Edited) -> None:
    changed = edited(representation=setting(
        lambda frame: frame["rep_id"] == "R006", base_n="", base_unit=""))
    exhibit = build_exhibit("representation_castings", changed, group="Latina models")
    assert isinstance(exhibit.base, NotPublished)


def test_several_figures_have_no_common_base(warehouse: Warehouse) -> None:
    assert isinstance(build_exhibit("representation_castings", warehouse).base, NotApplicable)


def test_nothing_counted_is_said_with_the_sources_searched(warehouse: Warehouse) -> None:
    exhibit = build_exhibit(
        "representation_castings", warehouse, group="Latina models", place="Milan")
    assert exhibit.title == "Latina models: no share of castings in Milan is on the desk"
    assert exhibit.table.empty
    assert len(exhibit.sources) > 20
    exhibit.figure()


def test_share_of_models_is_not_called_a_share_of_castings(warehouse: Warehouse) -> None:
    assert title_of("representation_castings", warehouse, group="Black models").startswith(
        "Black models: the share of models in four cities was 10.2%")


def test_every_casting_of_every_choice_is_on_screen(
    warehouse: Warehouse, rows: list[Row]
) -> None:
    seen: list[str] = []
    for group, place in product(GROUP.options(warehouse), PLACE.options(warehouse)):
        exhibit = build_exhibit("representation_castings", warehouse, group=group, place=place)
        seen += list(exhibit.table["rep_id"])
        assert sum(len(trace.x) for trace in exhibit.figure().data) == len(exhibit.table)
    assert sorted(seen) == sorted(
        row["rep_id"] for row in rows if row["topic"] == "runway casting" and row["share"])


# --- lines and breaks ---------------------------------------------------------------------------

@pytest.mark.parametrize("id", LINES)
def test_no_line_crosses_a_coverage(
    id: str, warehouse: Warehouse, rows: list[Row]
) -> None:
    """Each trace holds the figures of one coverage, group, measure and unit, and all of them."""
    table = build_exhibit(id, warehouse).table
    shown = [row for row in rows if row["rep_id"] in set(table["rep_id"])]
    alike: dict[tuple[str, ...], list[float]] = {}
    for row in sorted(shown, key=lambda row: int(row["season_order"])):
        key = tuple(row[name] for name in ("coverage_id", "group_name", "measure", "unit"))
        alike.setdefault(key, []).append(float(row["share"]))
    fig = build_exhibit(id, warehouse).figure()
    assert sorted(list(trace.y) for trace in fig.data) == sorted(alike.values())
    assert not any(trace.connectgaps for trace in fig.data)


@pytest.mark.parametrize("id", LINES)
def test_every_change_of_coverage_is_marked_named_and_explained(
    id: str, warehouse: Warehouse
) -> None:
    exhibit = build_exhibit(id, warehouse)
    main = exhibit.table[~exhibit.table["rival"]]
    expected = sum(
        panel["line"].nunique() - 1 for _, panel in main.groupby("panel")
    )
    named = sorted(exhibit.table["break_before"].dropna())
    fig = exhibit.figure()
    dotted = [shape for shape in fig.layout.shapes if shape.line.dash == "dot"]
    assert len(named) == len(set(named)) == len(dotted) == expected
    for name in named:
        assert name in notes(fig)
        assert any(text.startswith(f"{name.capitalize()}, before ") for text in exhibit.caveats)
        assert any(f"after {name}" in text for trace in fig.data for text in trace.hovertext)


def test_castings_have_three_breaks_each_between_two_lines(warehouse: Warehouse) -> None:
    fig = build_exhibit("representation_castings", warehouse).figure()
    at = [shape.x0 for shape in fig.layout.shapes if shape.line.dash == "dot"]
    assert at == [2015.25, 2020.75, 2021.75]
    for place in at:
        assert not any(min(trace.x) < place < max(trace.x) for trace in fig.data)


def test_new_coverage_makes_a_new_break(edited: Edited) -> None:
    changed = edited(representation=setting(
        lambda frame: frame["rep_id"] == "R082", coverage_id="spot_four_2022f"))
    table = build_exhibit("representation_castings", changed).table
    assert table["break_before"].dropna().tolist() == ["break 1", "break 2", "break 3", "break 4"]


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_who_counted_is_said_beside_the_line(canvas: theme.Canvas, warehouse: Warehouse) -> None:
    text = " ".join(notes(build_exhibit("representation_castings", warehouse).figure(canvas)))
    text = text.replace("<br>", " ")
    assert "theFashionSpot: 48.6%" in text
    assert "Business of Fashion: 20.6% of models" in text


@pytest.mark.parametrize("id", LINES)
@pytest.mark.parametrize("canvas", CANVASES[:3], ids=lambda one: one.size)
def test_every_counter_is_named_once_and_every_end_has_its_value(
    id: str, canvas: theme.Canvas, warehouse: Warehouse
) -> None:
    exhibit = build_exhibit(id, warehouse)
    text = " ".join(notes(exhibit.figure(canvas))).replace("<br>", " ")
    main = exhibit.table[~exhibit.table["rival"]]
    assert all(text.count(f"{who}: ") == 1 for who in main["organisation"].unique())
    for _, panel in main.groupby("panel"):
        last = panel.sort_values("season_order").iloc[-1]["share"] * 100
        assert f"{last:.1f}".removesuffix(".0") + "%" in text


def test_rival_count_is_a_mark_of_its_own(warehouse: Warehouse) -> None:
    fig = build_exhibit("representation_castings", warehouse).figure()
    assert [list(trace.y) for trace in fig.data if trace.marker.symbol == "diamond"] == [[0.206]]


@pytest.mark.parametrize("id", ["representation_castings", "representation_covers",
                                "representation_counts"])
def test_worked_out_values_say_so(id: str, warehouse: Warehouse, rows: list[Row]) -> None:
    exhibit = build_exhibit(id, warehouse)
    derived = {row["rep_id"] for row in rows if row["derived"] == "true"}
    said = exhibit.table["origin"] == "worked out from printed figures"
    assert set(exhibit.table[said]["rep_id"]) == derived & set(exhibit.table["rep_id"]) != set()
    assert "origin" in exhibit.columns
    hover = [text for trace in exhibit.figure().data for text in trace.hovertext]
    assert sum("worked out" in text for text in hover) == said.sum()


def test_worked_out_points_are_hollow(warehouse: Warehouse) -> None:
    exhibit = build_exhibit("representation_castings", warehouse)
    fills = [fill for trace in exhibit.figure().data for fill in trace.marker.color]
    assert fills.count(LIGHT.palette.paper) == exhibit.table["derived"].sum() > 0


# --- sizes, counts, covers ----------------------------------------------------------------------

def test_size_title_gives_the_range_and_follows_the_straight_sizes(edited: Edited) -> None:
    changed = edited(representation=share("R118", "90"))
    title = title_of("representation_runway_size", changed)
    assert title.startswith("Plus-size looks were between 0.3% and 0.9% of all looks")
    assert "straight sizes fell from 95.6% in Autumn/Winter 2023 to 90%" in title


@pytest.mark.parametrize(
    ("keep", "title"),
    [
        (lambda frame: frame["topic"] != "runway size", "No share of looks by size is on the desk"),
        (lambda frame: (frame["topic"] != "runway size") | (frame["rep_id"] == "R101"),
         "Plus-size looks were 0.6% of all looks, Autumn/Winter 2023"),
        (lambda frame: (frame["topic"] != "runway size") | (frame["rep_id"] == "R103"),
         "The share of straight sizes was 95.6% in Autumn/Winter 2023"),
        (lambda frame: (frame["topic"] != "runway size") | (frame["rep_id"] == "R102"),
         "1 share of looks by size on the desk"),
    ],
)
def test_size_title_of_little_or_nothing(keep: Any, title: str, edited: Edited) -> None:
    changed = edited(representation=keeping(keep))
    assert title_of("representation_runway_size", changed) == title
    build_exhibit("representation_runway_size", changed).figure()


def test_each_size_has_a_scale_from_zero(warehouse: Warehouse) -> None:
    layout = build_exhibit("representation_runway_size", warehouse).figure().layout
    axes = [layout.yaxis, layout.yaxis2, layout.yaxis3]
    assert [axis.range[0] for axis in axes] == [0, 0, 0]
    assert axes[0].domain[0] > axes[1].domain[1] > axes[1].domain[0] > axes[2].domain[1]


def test_counts_never_stand_in_a_figure_of_shares(warehouse: Warehouse) -> None:
    for id in IDS:
        for unit in ("appearances", "brands"):
            units = set(build_exhibit(id, warehouse).table.get("unit", pd.Series(dtype=str)))
            assert units in ({unit}, units - {unit})


def test_counts_title_gives_a_range_and_no_trend(warehouse: Warehouse, rows: list[Row]) -> None:
    four = [float(row["value"]) for row in rows if row["group_name"] == "plus-size"
            and row["unit"] == "appearances" and row["city"] == FOUR]
    title = title_of("representation_counts", warehouse)
    assert title.startswith(
        f"Plus-size: between {min(four):.0f} (Fall 2021) and {max(four):.0f} (Spring 2020)")
    assert title.endswith("no trend is stated")
    assert not re.search("rose|fell", title)


@pytest.mark.parametrize(
    ("keep", "title"),
    [
        ([], "Plus-size: no count of appearances is on the desk"),
        (["R071"], "Plus-size: 86 appearances in four cities, Spring 2020"),
        (["R049"], "Plus-size: 1 appearance in London, Fall 2019"),
    ],
)
def test_counts_title_of_one_or_none(keep: list[str], title: str, edited: Edited) -> None:
    changed = edited(representation=keeping(
        lambda frame: (frame["group_name"] != "plus-size") | (frame["unit"] != "appearances")
        | frame["rep_id"].isin(keep)))
    assert title_of("representation_counts", changed) == title
    build_exhibit("representation_counts", changed).figure()


def test_equal_counts_are_not_a_range(edited: Edited) -> None:
    changed = edited(representation=setting(
        lambda frame: (frame["unit"] == "appearances") & (frame["group_name"] == "plus-size"),
        value="30"))
    assert title_of("representation_counts", changed) == (
        "Plus-size: 30 appearances in four cities, each of 5 counts")


def test_counts_on_screen_are_those_in_the_file(warehouse: Warehouse, rows: list[Row]) -> None:
    for group in ("plus-size", "trans", "trans and non-binary", "50 and over"):
        exhibit = build_exhibit("representation_counts", warehouse, group=group)
        expected = sorted(float(row["value"]) for row in rows
                          if row["unit"] == "appearances" and row["group_name"] == group)
        assert sorted(exhibit.figure().data[0].x) == expected != []


def test_covers_title_takes_the_last_line_of_each(warehouse: Warehouse) -> None:
    assert title_of("representation_covers", warehouse) == (
        "People or women of colour: on magazine covers the share rose from 17.3% in 2014 to 36.9% "
        "in 2019; in advertising campaigns the share rose from 34.5% in Fall 2018 to 39.3% in "
        "Fall 2019; both counts end there"
    )


@pytest.mark.parametrize(
    ("rep_id", "value", "words"),
    [
        ("R092", "10", "on magazine covers the share fell from 17.3% in 2014 to 10% in 2019"),
        ("R100", "34.5", "in advertising campaigns the share was 34.5% in both Fall 2018 and"),
    ],
)
def test_covers_verbs_follow(rep_id: str, value: str, words: str, edited: Edited) -> None:
    assert words in title_of(
        "representation_covers", edited(representation=share(rep_id, value)))


def test_covers_of_one_topic_and_of_one_figure(edited: Edited, warehouse: Warehouse) -> None:
    assert title_of("representation_covers", warehouse, group="50 and over") == (
        "50 and over: on magazine covers the share was 5% in 2016, the only count on the desk")
    changed = edited(representation=keeping(
        lambda frame: ~frame["topic"].isin(["magazine covers", "advertising campaigns"])
        | (frame["rep_id"] == "R086")))
    assert title_of("representation_covers", changed, group="plus-size") == (
        "Plus-size: no share of covers or campaigns is on the desk")


def test_every_cover_and_campaign_is_on_screen(warehouse: Warehouse, rows: list[Row]) -> None:
    (control,) = REGISTRY["representation_covers"].controls
    seen = [
        rep_id for group in control.options(warehouse)  # type: ignore[union-attr]
        for rep_id in build_exhibit("representation_covers", warehouse, group=group).table["rep_id"]
    ]
    assert sorted(seen) == sorted(
        row["rep_id"] for row in rows
        if row["topic"] in ("magazine covers", "advertising campaigns") and row["share"])


# --- AI-made people -----------------------------------------------------------------------------

def test_castings_and_ai_pictures_are_never_in_one_figure(
    warehouse: Warehouse, rows: list[Row]
) -> None:
    topic = {row["rep_id"]: row["topic"] for row in rows}
    drawn = set(IDS) - {"representation_claim"}
    assert len(drawn) == 5
    for id in drawn:
        topics = {topic[rep_id] for rep_id in build_exhibit(id, warehouse).table["rep_id"]}
        assert topics <= CASTING_TOPICS or topics == {"AI image bias"}, id
    claim = build_exhibit("representation_claim", warehouse).figure()
    assert all(trace.marker.opacity == 0 for trace in claim.data), "a matrix has no axis"


def test_bias_title_names_the_study_the_prompt_and_both_ends(warehouse: Warehouse) -> None:
    assert title_of("representation_bias", warehouse) == (
        "AI pictures of a “beautiful woman” (Washington Post 2024): thin body 100%, visible signs "
        "of ageing 2%; none of 10 figures states the number of pictures"
    )


def test_bias_title_follows_the_data(edited: Edited) -> None:
    changed = edited(representation=lambda frame: share("R131", "99")(share("R123", "50")(frame)))
    assert title_of("representation_bias", changed).startswith(
        "AI pictures of a “perfect man” (The Bulimia Project 2023): brown hair 99%, olive skin 63%")


@pytest.mark.parametrize(
    ("known", "words"),
    [(["R123"], "1 of 10 figures states the number"),
     (["R123", "R124"], "2 of 10 figures state the number")],
)
def test_bias_title_counts_those_with_a_base(
    known: list[str], words: str, edited: Edited
) -> None:
    changed = edited(representation=setting(
        lambda frame: frame["rep_id"].isin(known), base_n="500"))
    exhibit = build_exhibit("representation_bias", changed)
    assert words in exhibit.title
    text = " ".join(notes(exhibit.figure()))
    assert text.count("· 500 images") == len(known)
    assert text.count("images: not stated") == 10 - len(known)


def test_bias_without_tests_claims_none(edited: Edited) -> None:
    changed = edited(representation=keeping(lambda frame: frame["unit"] != "percent of images"))
    exhibit = build_exhibit("representation_bias", changed)
    assert exhibit.title == "No share of AI-made pictures was measured in a text read"
    assert isinstance(exhibit.base, NotApplicable)
    exhibit.figure()


def test_base_of_the_tests_is_a_number_only_where_all_share_it(edited: Edited) -> None:
    same = edited(representation=setting(
        lambda frame: frame["unit"] == "percent of images", base_n="500"))
    assert build_exhibit("representation_bias", same).base == 500
    assert build_exhibit("representation_bias", same).title.endswith(
        "10 of 10 figures state the number of pictures")


def test_bias_points_are_hollow_bounds_dotted_and_the_claim_is_words(
    warehouse: Warehouse, rows: list[Row]
) -> None:
    fig = build_exhibit("representation_bias", warehouse).figure()
    (points,) = fig.data
    measured = [row for row in rows if row["unit"] == "percent of images"]
    assert sorted(points.x) == sorted(
        float(row["value"] or row["low"] or row["high"]) / 100 for row in measured)
    assert points.marker.color == LIGHT.palette.paper
    dotted = [(line.x0, line.x1) for line in fig.layout.shapes if line.line.dash == "dot"]
    assert sorted(dotted) == [(0.33, 1), (0.4, 0)]
    text = " ".join(notes(fig)).replace("<br>", " ")
    assert "Said by a maker, not counted" in text
    assert "<i>“not possible”" in text
    assert "more than a third" in text
    assert "nearly 40%" in text


# --- the claim ----------------------------------------------------------------------------------

def reasons() -> tuple[list[str], list[str]]:
    """Events whose reason speaks of diversity or inclusion, and those that deny it."""
    frame = pd.read_csv(DATA_DIRECTORY / "twin_events.csv", dtype=str, keep_default_na=False)
    found = frame[frame["stated_reason"].str.contains("divers|inclus", case=False)]
    denied = found["stated_reason"].str.contains(r"\b(?:no|not|nor|never)\b", case=False)
    return list(found[~denied]["event_id"]), list(found[denied]["event_id"])


def test_claim_counts_statements_and_tests_as_the_files_have_them(
    warehouse: Warehouse, rows: list[Row]
) -> None:
    named, denied = reasons()
    exhibit = build_exhibit("representation_claim", warehouse)
    by_kind = {kind: set(part["row_ids"]) for kind, part in exhibit.table.groupby("evidence")}
    assert by_kind[1] == set(named)
    assert by_kind[2] >= set(denied)
    tests = {row["organisation"] for row in rows if row["unit"] == "percent of images"}
    assert exhibit.title == (
        f"{len(named)} statements name diversity or inclusion as a reason, none with a count of "
        f"who is shown; {len(tests)} tests counted AI-made pictures, none beside castings"
    )
    tested = ", ".join(exhibit.table[exhibit.table["evidence"] == 3]["row_ids"]).split(", ")
    assert sorted(tested) == sorted(
        row["rep_id"] for row in rows if row["unit"] == "percent of images")


def test_claim_says_that_nothing_compares_and_who_stands_twice(warehouse: Warehouse) -> None:
    caveats = build_exhibit("representation_claim", warehouse).caveats
    assert "No measurement on the desk compares castings with AI pictures of the same brand." in (
        caveats)
    assert any(text.startswith("Levi Strauss & Co. stands twice") for text in caveats)


def test_claim_follows_when_a_brand_is_counted_beside_castings(edited: Edited) -> None:
    def counted(frame: pd.DataFrame) -> pd.DataFrame:
        for rep_id in ("R127", "R098"):
            frame.loc[frame["rep_id"] == rep_id, "coverage_id"] = "both_2024"
        frame.loc[frame["rep_id"] == "R127", "organisation"] = "Balmain"
        return frame

    exhibit = build_exhibit("representation_claim", edited(representation=counted))
    assert "a reason, 1 with a count of who is shown; 3 tests counted AI-made pictures, 1 beside" \
        in exhibit.title
    assert not any("No measurement on the desk" in text for text in exhibit.caveats)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("more diversity", "1 statement names diversity or inclusion as a reason, none"),
     ("faster", "No statement names diversity or inclusion as a reason; 2 tests"),
     ("not for diversity", "No statement names diversity or inclusion as a reason; 2 tests")],
)
def test_claim_follows_the_reasons(reason: str, words: str, edited: Edited) -> None:
    def one(frame: pd.DataFrame) -> pd.DataFrame:
        frame["stated_reason"] = "faster"
        frame.loc[frame["event_id"] == "E034", "stated_reason"] = reason
        return frame

    assert title_of("representation_claim", edited(twin_events=one)).startswith(words)


def test_claim_without_tests_or_without_anything(edited: Edited) -> None:
    silent = keeping(lambda frame: frame["topic"] != "AI image bias")
    assert title_of("representation_claim", edited(representation=silent)).endswith(
        "; no test counted AI-made pictures")
    nothing = edited(
        representation=silent, twin_events=setting(lambda frame: frame["event_id"] != "", **{
            "stated_reason": "faster"}))
    exhibit = build_exhibit("representation_claim", nothing)
    assert exhibit.title.startswith("No statement on AI and diversity")
    exhibit.figure()


def test_open_question_counts_what_is_there(warehouse: Warehouse, rows: list[Row]) -> None:
    (unknown,) = [one for one in list_unknowns(warehouse) if one.page == "representation"]
    castings = [row for row in rows if row["topic"] == "runway casting" and row["share"]]
    pictures = [row for row in rows if row["unit"] == "percent of images"]
    assert unknown.why.startswith(
        f"{len(castings)} shares of castings and {len(pictures)} shares of AI-made pictures")
    assert "none of them" in unknown.why
    assert not unknown.front


# --- every exhibit of the page ------------------------------------------------------------------

@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A warehouse whose texts on who is seen begin with mark-up."""
    import shutil

    from analysis.catalog.package import write_hashes
    from analysis.warehouse import open_warehouse

    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(DATA_DIRECTORY, folder)
    columns = {"representation": ["coverage", "note", "organisation", "quoted"],
               "twin_events": ["organisation", "stated_reason"]}
    for table, names in columns.items():
        path = folder / f"{table}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for name in names:
            frame[name] = ("<b>x</b>" + frame[name]).where(frame[name] != "", "")
        frame.to_csv(path, index=False, lineterminator="\n")
    write_hashes(folder)
    opened = open_warehouse(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize("id", IDS)
def test_mark_up_in_the_rows_stays_text(id: str, hostile: Warehouse) -> None:
    fig = build_exhibit(id, hostile).figure()
    texts = [*notes(fig), *(text for trace in fig.data for text in trace.hovertext)]
    together = " ".join(texts)
    assert "<b>x</b>" not in together
    assert "&lt;b&gt;x&lt;/b&gt;" in together.replace("<br>", "")


@pytest.mark.parametrize("id", IDS)
def test_every_row_names_its_row_in_the_data(id: str, warehouse: Warehouse) -> None:
    exhibit: Exhibit = build_exhibit(id, warehouse)
    assert {"rep_id", "row_ids"} & set(exhibit.columns)
    assert {"source_id", "source_ids"} & set(exhibit.columns)


# --- figures ------------------------------------------------------------------------------------

def seasons(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "panel": "", "line": ["a", "a", "b", "b"], "at": [2019.0, 2019.5, 2020.5, 2021.0],
        "value": [0.2, 0.3, 0.4, 0.35], "label": ["20%", "", "", "Counter: 35%"],
        "derived": [True, False, False, False], "rival": False, "hover": list("abcd"),
    } | changes)


def reported(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "section": ["One", "One", "Two"], "label": ["thin", "old", "said"],
        "value": [1.0, 0.33, NAN], "bound": ["exact", "at least", "none"],
        "text": ["100%", "more than a third", "not possible"], "derived": [False, True, False],
        "hover": ["a", "b", "c"],
    } | changes)


AXIS = SeasonAxis("Spring", "Fall")
BREAK = SeasonBreak("", 2020, "break 1")


def drawn(canvas: theme.Canvas, text: str = "") -> dict[str, go.Figure]:
    put = dict.fromkeys(("panel", "label", "hover"), text) if text else {}
    said = dict.fromkeys(("section", "label", "text", "hover"), text) if text else {}
    return {
        "seasons": draw_seasons(seasons(**put), canvas, axis=AXIS, breaks=[
            SeasonBreak(text, 2020, text or "break 1")]),
        "reported": draw_reported(reported(**said), canvas),
    }


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
@pytest.mark.parametrize("name", ["seasons", "reported"])
def test_new_figures_wear_their_mode_and_escape_text(name: str, canvas: theme.Canvas) -> None:
    fig = drawn(canvas)[name]
    assert fig.layout.template.layout.paper_bgcolor == canvas.palette.paper
    assert {trace.hoverinfo for trace in fig.data} == {"text"}
    evil = drawn(canvas, EVIL)[name]
    together = " ".join([*notes(evil), *(text for t in evil.data for text in t.hovertext)])
    assert "&lt;b&gt;bold" in together.replace("<br>", "")
    assert re.sub(r"</?(b|i|br)>", "", together).count("<") == 0


def test_new_figures_wrap_long_labels_on_a_phone() -> None:
    text = "a label that is far too long for a phone and must be broken into several lines"
    phone = theme.Canvas(size="narrow")
    figures = [
        draw_seasons(seasons(label=["", "", "", text]), phone, axis=AXIS, height_px=600),
        draw_reported(reported(label=text), phone),
        draw_reported(reported(section=text), phone),
        draw_reported(reported(text=["100%", "1%", text]), phone),
    ]
    for fig in figures:
        (note, *_) = [note for note in notes(fig) if "a label" in note]
        lines = re.sub("</?[bi]>", "", note).split("<br>")
        assert " ".join(lines) == text
        assert max(map(len, lines)) <= 55


def test_new_figures_draw_nothing_from_nothing() -> None:
    empty = [draw_seasons(seasons().head(0), LIGHT, axis=AXIS),
             draw_reported(reported().head(0), LIGHT)]
    assert sum(len(trace.x) for fig in empty for trace in fig.data) == 0


def test_seasons_joins_within_a_line_only_and_marks_the_break() -> None:
    fig = draw_seasons(seasons(), LIGHT, axis=AXIS, breaks=[BREAK])
    assert [list(trace.x) for trace in fig.data] == [[2019.0, 2019.5], [2020.5, 2021.0]]
    assert [(line.x0, line.line.dash) for line in fig.layout.shapes] == [(2020, "dot")]
    assert {"break 1", "<b>20%</b>"} <= set(notes(fig))
    assert fig.layout.yaxis.range[0] == 0
    assert fig.data[0].marker.color == (LIGHT.palette.paper, LIGHT.palette.human)


def test_a_single_point_is_drawn() -> None:
    fig = draw_seasons(seasons().head(1), LIGHT, axis=AXIS)
    assert (list(fig.data[0].x), list(fig.data[0].y)) == ([2019.0], [0.2])
    assert fig.layout.xaxis.range[0] < 2019 < fig.layout.xaxis.range[1]


@pytest.mark.parametrize("width_px", [290, 480, 800])
def test_season_labels_have_room_and_name_their_season(width_px: int) -> None:
    places, texts = AXIS.ticks(2015.0, 2022.5, width_px / 8.2)
    steps = {round(b - a, 2) for a, b in pairwise(places)}
    assert len(steps) == 1
    assert steps.pop() * width_px / 8.2 >= 44
    for place, text in zip(places, texts, strict=True):
        assert text == f"{'Fall' if place % 1 else 'Spring'}<br>{int(place)}"


def test_years_alone_stand_at_the_middle_of_the_year() -> None:
    places, texts = SeasonAxis().ticks(2014.25, 2019.5, 100)
    assert next(zip(places, texts, strict=True)) == (2014.25, "2014")
    assert not any("Spring" in text for text in texts)


@pytest.mark.parametrize("canvas", CANVASES[:3], ids=lambda one: one.size)
def test_of_two_points_of_one_season_the_lower_is_labelled_below(canvas: theme.Canvas) -> None:
    frame = seasons(at=[2019.0, 2019.5, 2021.0, 2021.0], value=[0.3, 0.3, 0.3, 0.25],
                    line=["a", "a", "a", "b"], label=["", "", "30%", "Rival: 25%"],
                    rival=[False, False, False, True])
    fig = draw_seasons(frame, canvas, axis=AXIS)
    shifts = {re.sub("<.*?>", "", note.text): note.yshift for note in fig.layout.annotations}
    assert shifts["Rival: 25%"] < 0 < shifts["30%"]


@pytest.mark.parametrize("canvas", CANVASES[:3], ids=lambda one: one.size)
def test_break_labels_near_each_other_are_on_two_levels(canvas: theme.Canvas) -> None:
    breaks = [SeasonBreak("", at, "a rather long label of a break") for at in (2019.9, 2020.0)]
    fig = draw_seasons(seasons(), canvas, axis=AXIS, breaks=breaks)
    levels = [note.yshift for note in fig.layout.annotations if "rather long" in note.text]
    assert abs(levels[0] - levels[1]) >= 11


def test_reported_statement_is_written_and_never_a_point() -> None:
    fig = draw_reported(reported(), LIGHT)
    assert list(fig.data[0].x) == [1.0, 0.33]
    assert "<i>not possible</i>" in notes(fig)
    assert list(fig.data[0].marker.symbol) == ["circle", "diamond"]


def test_reported_takes_the_scale_it_is_given() -> None:
    scale = Scale(low=0, high=100, ticks=(0, 50, 100), suffix="", factor=1)
    fig = draw_reported(reported(value=[90.0, 3.0, NAN]), LIGHT, scale=scale, colour="human")
    assert tuple(fig.layout.xaxis.range) == (0, 100)
    assert fig.data[0].marker.line.color == LIGHT.palette.human
