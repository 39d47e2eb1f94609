"""Figure functions alone: traces, axes, what is hollow, hatched, withheld, joined or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from whole import CANVASES

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.groups import draw_groups
from analysis.charts.items import VALUE
from analysis.charts.pairs import Panel, draw_pairs
from analysis.charts.panels import draw_counts_by_year, draw_parts
from analysis.charts.points import Scale, draw_points
from analysis.charts.projections import draw_projections
from analysis.charts.ranges import draw_ranges
from analysis.charts.scatter import Axes, draw_scatter
from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.charts.text import escape, wrap
from analysis.charts.timeline import Moment, draw_timeline
from analysis.charts.tornado import Mark, draw_tornado

LIGHT = theme.Canvas()
NAN = float("nan")
EVIL = "<b>bold</b><a href='x'>link</a> & more"


def notes(fig: go.Figure) -> list[str]:
    return [note.text for note in fig.layout.annotations]


def said(fig: go.Figure) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text) for text in notes(fig))


def points(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "section": ["Like", "Like", "Related"], "label": ["one", "two", "three"],
        "value": [0.54, 0.1, 0.95], "low": [NAN, 0.05, 0.9], "high": [NAN, 0.15, 1.0],
        "emphasis": [True, False, False], "hover": ["a", "b", "c"],
    } | changes)


def bars(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "label": ["Education", "Dentists", "All the rest"], "value": [1050.0, NAN, 1960.0],
        "low": [800.0, NAN, NAN], "high": [1300.0, NAN, NAN],
        "text": ["1,050", "withheld by BLS", "1,960"],
        "style": ["solid", "withheld", "hatched"],
    } | changes)


def series(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "series": "jobs", "segment": [0, 0, 1, 1], "when": [2017, 2018, 2019, 2020],
        "value": [10.0, 12.0, 30.0, 31.0], "low": [8.0, 9.0, NAN, 20.0],
        "high": [12.0, 15.0, NAN, 42.0], "emphasis": True, "end_label": "jobs",
        "hover": ["a", "b", "c", "d"],
    } | changes)


def parts(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "question": ["Pay?"] * 3, "part": ["said", "not said", "unknown"], "count": [3, 0, 7],
        "style": ["solid", "light", "hatched"],
    } | changes)


def strips(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "panel": ["Twins", "Twins", "CGI"], "year": [2023, 2024, 2023], "count": [0, 5, 2],
        "colour": ["twin", "twin", "muted"], "total": ["5", "5", "2"],
        "faded": [False, False, True],
    } | changes)


def rounds(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "round": ["2014-24", "2024-34"], "base_year": [2014, 2024], "target_year": [2024, 2034],
        "base_employment_persons": [5800, 6700], "projected_employment_persons": [5800, 6600],
    } | changes)


def pairs(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "section": ["Like", "Near"], "label": ["Designers", "Models"],
        "gbp": [30_000.0, NAN], "usd": [80_000.0, 48_000.0],
    } | changes)


def ranges(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "title": ["Models", "Tailors"], "lowest": [1.0, 20.0], "middle": [50.0, 40.0],
        "highest": [97.0, 60.0], "emphasis": [True, False],
    } | changes)


def happenings(**changes: Any) -> pd.DataFrame:
    days = pd.to_datetime
    return pd.DataFrame({
        "lane": ["Twin: 3", "Twin: 3", "Twin: 3", "Pledge: 1"],
        "start": days(["2025-03-27", "2025-03-01", "2025-01-01", "2026-08-02"]),
        "end": days(["2025-03-27", "2025-03-31", "2025-12-31", "2026-08-02"]),
        "style": ["solid", "solid", "hatched", "hollow"], "colour": ["twin"] * 3 + ["muted"],
        "hover": ["a day", "a month", "a year", "later"],
    } | changes)


def cloud(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "x": [0.1, 0.2, 0.3], "y": [30_000, 50_000, 90_000], "label": ["a", "b", "c"],
        "role": ["other", "listed", "chosen"], "hover": ["a", "b", "c"],
    } | changes)


def assumptions(**text: str) -> pd.DataFrame:
    return pd.DataFrame({
        "label": ["How fast twins come: 6 to 30 months", "Nothing at one end"],
        "at_low": [0.2, NAN], "at_high": [0.8, 0.45], "text": ["20% to 80%", "45%"],
        "hover": ["fast", "half"],
    }).assign(**text)


def drawing(canvas: theme.Canvas, **text: str) -> dict[str, Callable[[], go.Figure]]:
    """Every figure function, with ``text`` where labels from data stand."""
    evil = text.get("evil")

    def put(*columns: str) -> dict[str, Any]:
        return dict.fromkeys(columns, evil) if evil else {}

    return {
        "points": lambda: draw_points(points(**put("section", "label", "hover")), canvas),
        "bars": lambda: draw_bars(bars(**put("label", "text")), canvas),
        "series": lambda: draw_series(
            series(**put("hover", "end_label")), canvas, axis=TimeAxis(),
            breaks=[Break(2018.5, evil or "new method")]),
        "parts": lambda: draw_parts(parts(**put("question", "part")), canvas),
        "strips": lambda: draw_counts_by_year(strips(**put("panel", "total")), canvas),
        "projections": lambda: draw_projections(rounds(), canvas),
        "pairs": lambda: draw_pairs(
            pairs(**put("label", "section")), canvas, left=Panel("gbp", evil or "UK", "£"),
            right=Panel("usd", evil or "US", "$")),
        "ranges": lambda: draw_ranges(ranges(**put("title")), canvas),
        "timeline": lambda: draw_timeline(
            happenings(**put("lane", "hover")), canvas,
            moment=Moment(date(2026, 7, 3), evil or "last check")),
        "tornado": lambda: draw_tornado(
            assumptions(**put("label", "text", "hover")), canvas, scale=Scale(),
            mark=Mark(0.5, evil or "shipped", 0.4, 0.6)),
        "scatter": lambda: draw_scatter(
            cloud(**put("label", "hover")), canvas, axes=Axes(evil or "Score", evil or "Pay")),
    }


FIGURES = list(drawing(LIGHT))


# --- all figures --------------------------------------------------------------------------------

@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
@pytest.mark.parametrize("name", FIGURES)
def test_figures_wear_the_template_of_their_mode(name: str, canvas: theme.Canvas) -> None:
    fig = drawing(canvas)[name]()
    assert fig.layout.template.layout.paper_bgcolor == canvas.palette.paper
    assert fig.layout.meta["plot_height_px"] > 0
    assert fig.data


@pytest.mark.parametrize("name", FIGURES)
def test_text_from_data_is_escaped_everywhere(name: str) -> None:
    drawn = drawing(LIGHT, evil=EVIL)[name]()
    texts = notes(drawn)
    for axis in (drawn.layout.xaxis, drawn.layout.yaxis):
        texts.append(axis.title.text or "")
    for trace in drawn.data:
        hover = trace.hovertext or ()
        texts += [hover] if isinstance(hover, str) else list(hover)
    together = " ".join(texts)
    assert "href" not in re.sub(r"&lt;.*?&gt;", "", together.replace("<br>", " "))
    assert "<b>bold" not in together
    assert re.sub(r"</?(b|i|br|span)( style=\"color:#\w+\")?>", "", together).count("<") == 0


@pytest.mark.parametrize("name", FIGURES)
def test_hover_never_shows_plotlys_own_text(name: str) -> None:
    assert {trace.hoverinfo for trace in drawing(LIGHT)[name]().data} == {"text"}


@pytest.mark.parametrize(
    ("draw", "empty"),
    [
        (lambda frame: draw_points(frame, LIGHT), points), (lambda f: draw_bars(f, LIGHT), bars),
        (lambda frame: draw_series(frame, LIGHT, axis=TimeAxis()), series),
        (lambda frame: draw_parts(frame, LIGHT), parts),
        (lambda frame: draw_projections(frame, LIGHT), rounds),
        (lambda frame: draw_ranges(frame, LIGHT), ranges),
        (lambda frame: draw_timeline(frame, LIGHT), happenings),
        (lambda frame: draw_tornado(frame, LIGHT, scale=Scale(), mark=Mark(0.5, "now")),
         assumptions),
        (lambda frame: draw_scatter(frame, LIGHT, axes=Axes("x", "y", y_log=True)), cloud),
        (lambda frame: draw_pairs(frame, LIGHT, left=Panel("gbp", "UK", "£"),
                                  right=Panel("usd", "US", "$")), pairs),
    ],
    ids=["points", "bars", "series", "parts", "projections", "ranges", "timeline", "tornado",
         "scatter",
         "pairs"],
)
def test_nothing_to_draw_gives_an_empty_figure(draw: Any, empty: Any) -> None:
    fig = draw(empty().head(0))
    assert sum(len(trace.x) for trace in fig.data if trace.x is not None) == 0


# --- tornado ------------------------------------------------------------------------------------

def test_a_bar_joins_both_ends_and_a_lonely_end_has_none() -> None:
    fig = draw_tornado(assumptions(), LIGHT, scale=Scale(), mark=Mark(0.5, "now", 0.4, 0.6))
    bars = [shape for shape in fig.layout.shapes if shape.line.width == 5]
    assert [(bar.x0, bar.x1) for bar in bars] == [(0.2, 0.8)]
    low, high = fig.data
    assert list(high.x) == [0.8, 0.45]
    assert low.marker.color == LIGHT.palette.paper
    assert high.marker.color == LIGHT.palette.ink
    bands = [shape for shape in fig.layout.shapes if shape.type == "rect"]
    assert {(band.x0, band.x1) for band in bands} == {(0.4, 0.6)}
    assert len(bands) == 2


def test_no_band_where_chance_is_not_known() -> None:
    fig = draw_tornado(assumptions(), LIGHT, scale=Scale(), mark=Mark(0.5, "now"))
    assert not [shape for shape in fig.layout.shapes if shape.type == "rect"]


# --- points -------------------------------------------------------------------------------------

def test_a_wider_range_is_drawn_thin_around_the_interval() -> None:
    frame = points().assign(wide_low=0.1, wide_high=0.9)
    shapes = draw_points(frame, LIGHT).layout.shapes
    thin = [shape for shape in shapes if shape.line.width == 1.5]
    assert {(shape.x0, shape.x1) for shape in thin} == {(0.1, 0.9)}
    assert len(thin) == len(frame)


def test_share_axis_runs_from_0_to_100_percent() -> None:
    axis = draw_points(points(), LIGHT).layout.xaxis
    assert tuple(axis.range) == (0, 1)
    assert (axis.ticktext[0], axis.ticktext[-1]) == ("0%", "100%")


@pytest.mark.parametrize("canvas", CANVASES[::3], ids=lambda one: one.mode)
def test_point_is_hollow_without_interval_and_filled_with_one(canvas: theme.Canvas) -> None:
    fig = draw_points(points(), canvas)
    fill, line = fig.data[0].marker.color, fig.data[0].marker.line.color
    assert fill[0] == canvas.palette.paper != line[0]
    assert fill[1:] == line[1:]
    assert list(fig.data[0].x) == [0.54, 0.1, 0.95]


def test_intervals_are_drawn_from_low_to_high_and_only_where_given() -> None:
    thick = [shape for shape in draw_points(points(), LIGHT).layout.shapes
             if shape.line.width == 4]
    assert [(shape.x0, shape.x1) for shape in thick] == [(0.05, 0.15), (0.9, 1.0)]


def test_sections_stand_once_and_values_are_printed() -> None:
    text = said(draw_points(points(), LIGHT))
    assert (text.count("LIKE"), text.count("RELATED")) == (1, 1)
    assert all(value in text for value in ("54%", "10%", "95%"))


def test_percentile_scale_prints_no_percent_sign() -> None:
    scale = Scale(low=0, high=100, ticks=(0, 50, 100), suffix="", factor=1)
    fig = draw_points(points(value=[97.4, 1.0, 50.0], low=NAN, high=NAN), LIGHT, scale=scale)
    assert tuple(fig.layout.xaxis.range) == (0, 100)
    assert "97.4" in said(fig)
    assert "%" not in said(fig)


# --- bars ---------------------------------------------------------------------------------------

def test_bars_start_at_zero_and_end_within_the_axis() -> None:
    fig = draw_bars(bars(), LIGHT)
    assert fig.layout.xaxis.range[0] == 0
    assert fig.layout.xaxis.range[1] > 1960
    assert all(trace.base is None for trace in fig.data)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_text_behind_the_longest_bar_has_room(size: theme.Size) -> None:
    canvas = theme.Canvas(size=size)
    frame = bars(text=["about 1,050 of all the jobs there are"] * len(bars()))
    end = draw_bars(frame, canvas).layout.xaxis.range[1]
    longest = frame[["value", "high"]].max().max()
    characters = canvas.width_px * (1 - longest / end) / 12.5 / 0.5
    assert characters >= len(frame["text"][0])


def test_withheld_is_said_in_words_and_never_drawn_as_zero() -> None:
    fig = draw_bars(bars(), LIGHT)
    known = next(trace for trace in fig.data if trace.name == "bars")
    assert [pd.isna(value) for value in known.x] == [False, True]
    assert "<i>withheld by BLS</i>" in notes(fig)


def test_remainder_is_hatched_and_the_known_is_not() -> None:
    fig = draw_bars(bars(), LIGHT)
    known, rest = fig.data
    assert rest.marker.pattern.shape == "/"
    assert list(rest.x) == [1960]
    assert known.marker.pattern.shape is None


@pytest.mark.parametrize("draw", ["bars", "groups"])
def test_a_kind_has_one_colour_and_a_second_sign_in_every_bar_chart(draw: str) -> None:
    kinds = ["twin", "human", "synthetic", "twin"]
    frame = pd.DataFrame({
        "label": list("abcd"), "group": list("abcd"), "name": list("abcd"), "style": kinds,
        "value": [1.0, 2.0, 3.0, 4.0], "low": NAN, "high": NAN, "text": list("abcd")})
    fig = draw_bars(frame, LIGHT) if draw == "bars" else draw_groups(frame, LIGHT)
    looks = {trace.marker.color: trace.marker.pattern.shape for trace in fig.data}
    paint = LIGHT.palette
    assert looks == {paint.twin: "/", paint.human: None, paint.synthetic: "."}
    assert sorted(value for trace in fig.data for value in trace.x) == [1, 2, 3, 4]


def test_interval_of_a_bar_reaches_from_low_to_high() -> None:
    error = draw_bars(bars(), LIGHT).data[0].error_x
    assert (error.arrayminus[0], error.array[0]) == (250, 250)
    assert pd.isna(error.array[1])


def test_two_countries_have_panels_and_axes_of_their_own() -> None:
    fig = draw_pairs(pairs(), LIGHT, left=Panel("gbp", "UK", "£"), right=Panel("usd", "US", "$"))
    left, right = fig.data
    assert (left.xaxis, right.xaxis) == ("x", "x2")
    assert fig.layout.xaxis.domain[1] < fig.layout.xaxis2.domain[0]
    assert fig.layout.xaxis.range[0] == fig.layout.xaxis2.range[0] == 0
    assert "<i>not published</i>" in notes(fig)
    assert "$80,000" in said(fig)
    assert "£30,000" in said(fig)
    assert [text for text in notes(fig) if text in ("<b>LIKE</b>", "<b>NEAR</b>")] == [
        "<b>LIKE</b>", "<b>NEAR</b>"]


# --- time ---------------------------------------------------------------------------------------

def test_segments_are_traces_of_their_own_so_that_breaks_are_never_joined() -> None:
    fig = draw_series(series(), LIGHT, axis=TimeAxis(), breaks=[Break(2018.5, "new method")])
    assert [list(trace.x) for trace in fig.data] == [[2017, 2018], [2019, 2020]]
    assert not any(trace.connectgaps for trace in fig.data)
    lines = [shape for shape in fig.layout.shapes if shape.x0 == shape.x1 == 2018.5]
    assert len(lines) == 1
    assert "new method" in said(fig)


def test_gaps_inside_a_segment_are_not_bridged() -> None:
    fig = draw_series(series(segment=0, value=[10, NAN, 30, 31]), LIGHT, axis=TimeAxis())
    assert pd.isna(fig.data[0].y[1])
    assert fig.data[0].connectgaps is False


def test_time_axis_starts_at_zero_unless_values_are_below() -> None:
    assert draw_series(series(), LIGHT, axis=TimeAxis()).layout.yaxis.range[0] == 0
    below = draw_series(series(value=[-5.0, 1, 2, 3], low=NAN, high=NAN), LIGHT, axis=TimeAxis())
    assert below.layout.yaxis.range[0] == -5


def test_intervals_fit_on_the_time_axis() -> None:
    fig = draw_series(series(), LIGHT, axis=TimeAxis())
    assert fig.layout.yaxis.range[1] > 42
    assert list(fig.data[0].error_y.array) == [2, 3]
    assert list(fig.data[0].error_y.arrayminus) == [2, 3]


def test_noisy_estimates_may_stand_unjoined() -> None:
    fig = draw_series(series(), LIGHT, axis=TimeAxis(connect=False))
    assert {trace.mode for trace in fig.data} == {"markers"}


def test_two_series_differ_in_dash_and_are_named_at_their_ends() -> None:
    frame = series(series=["a", "a", "b", "b"], emphasis=False,
                   end_label=["first line", "first line", "second line", "second line"])
    fig = draw_series(frame, LIGHT, axis=TimeAxis())
    assert len({trace.line.dash for trace in fig.data}) == 2
    assert "first line" in said(fig)
    assert "second line" in said(fig)


def test_end_labels_of_equal_values_are_moved_apart() -> None:
    frame = series(series=["a", "a", "b", "b"], value=10.0, low=NAN, high=NAN,
                   end_label=["first", "first", "second", "second"])
    fig = draw_series(frame, LIGHT, axis=TimeAxis())
    shifts = [note.yshift for note in fig.layout.annotations if note.text[3:] in
              ("first</b>", "second</b>")]
    assert abs(shifts[0] - shifts[1]) >= 14


def test_projections_are_dashed_hollow_and_apart_from_what_was_counted() -> None:
    fig = draw_projections(rounds(), LIGHT)
    *projected, counted = fig.data
    assert [list(trace.x) for trace in projected] == [[2014, 2024], [2024, 2034]]
    assert {trace.line.dash for trace in projected} == {"dash"}
    assert {trace.marker.color for trace in projected} == {LIGHT.palette.paper}
    assert list(counted.y) == [5800, 6700]
    assert counted.mode == "markers"
    assert fig.layout.yaxis.range[0] == 0


# --- counts and parts ---------------------------------------------------------------------------

def test_unknown_is_a_hatched_part_and_parts_add_to_one() -> None:
    fig = draw_parts(parts(), LIGHT)
    assert [trace.name for trace in fig.data] == ["said", "unknown"]
    assert [trace.marker.pattern.shape for trace in fig.data] == ["", "/"]
    assert sum(trace.x[0] for trace in fig.data) == pytest.approx(1)
    assert fig.data[1].base == pytest.approx(0.3)


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_every_part_is_named_with_its_count_on_every_screen(canvas: theme.Canvas) -> None:
    frame = parts(count=[1, 3, 996])
    text = re.sub(r"\s+", " ", said(draw_parts(frame, canvas)))
    assert all(words in text for words in ("1 said", "3 not said", "996 unknown"))


def test_year_strips_start_at_zero_share_one_scale_and_hatch_what_came_before() -> None:
    fig = draw_counts_by_year(strips(), LIGHT)
    twins, cgi = fig.data
    assert (list(twins.x), list(twins.text)) == ([2024], ["5"])
    assert cgi.y[0] / twins.y[0] == pytest.approx(2 / 5)
    assert (twins.marker.pattern.shape[0], cgi.marker.pattern.shape[0]) == ("", "/")
    assert fig.layout.xaxis.range[0] < 2023 < 2024 < fig.layout.xaxis.range[1]


def test_a_day_is_a_point_and_a_month_or_year_a_span_as_long_as_it_is_wide() -> None:
    fig = draw_timeline(happenings(), LIGHT)
    spans = {trace.hovertext[0]: trace for trace in fig.data if trace.type == "bar"}
    assert set(spans) == {"a month", "a year"}
    assert spans["a month"].x[0] == 31 * 86_400_000
    assert spans["a year"].x[0] == 365 * 86_400_000
    points = [text for trace in fig.data if trace.type == "scatter" for text in trace.hovertext]
    assert sorted(points) == ["a day", "later"]


def test_marks_of_one_lane_that_overlap_are_stacked() -> None:
    fig = draw_timeline(happenings(), LIGHT)
    heights = [y for trace in fig.data for y in trace.y]
    assert len(set(heights)) == 4


def test_hatched_and_hollow_marks_are_not_filled() -> None:
    fig = draw_timeline(happenings(), LIGHT)
    fills = {trace.name: trace.marker.color for trace in fig.data}
    assert fills["solid days"] == theme.PALETTES["light"].twin
    assert fills["hatched spans"] == fills["hollow days"] == theme.PALETTES["light"].paper


def test_the_axis_reaches_the_moment_that_is_marked() -> None:
    fig = draw_timeline(happenings(), LIGHT, moment=Moment(date(2028, 1, 5), "later"))
    assert fig.layout.xaxis.range[1] == "2028-12-31"
    assert "later" in notes(fig)


def test_scatter_names_only_the_chosen_and_draws_all() -> None:
    fig = draw_scatter(cloud(), LIGHT, axes=Axes("Score", "Pay", y_prefix="$", y_log=True))
    assert sum(len(trace.x) for trace in fig.data) == 3
    assert "<b>c</b>" in notes(fig)
    assert "<b>a</b>" not in notes(fig)
    assert fig.layout.yaxis.type == "log"


def test_ranges_mark_lowest_middle_and_highest() -> None:
    fig = draw_ranges(ranges(), LIGHT)
    assert {trace.name: list(trace.x) for trace in fig.data} == {
        "lowest": [1, 20], "highest": [97, 60], "middle": [50, 40]
    }
    assert tuple(fig.layout.xaxis.range) == (0, 100)


# --- theme and text -----------------------------------------------------------------------------

@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_finish_adds_title_subtitle_source_alt_and_room_for_them(canvas: theme.Canvas) -> None:
    bare = draw_bars(bars(), canvas)
    room = bare.layout.meta["plot_height_px"]
    labels = theme.Labels(title="T " * 60, subtitle="S", source="Source: X", alt="Alt text")
    fig = theme.finish(bare, canvas, labels)
    named = {note.name: note for note in fig.layout.annotations if note.name not in (None, VALUE)}
    assert set(named) == {"title", "subtitle", "source"}
    assert fig.layout.meta["alt"] == "Alt text"
    assert fig.layout.height == (
        fig.layout.margin.t + fig.layout.margin.b + room
    )
    lines = named["title"].text.count("<br>") + 1
    assert fig.layout.margin.t >= lines * named["title"].font.size


@pytest.mark.parametrize(("mark", "drawn"), [("SIMULATION", True), ("", False)])
def test_watermark_stands_only_where_asked(mark: str, drawn: bool) -> None:
    labels = theme.Labels("T", "S", "Source", "alt", watermark=mark)
    fig = theme.finish(draw_bars(bars(), LIGHT), LIGHT, labels)
    assert ("watermark" in {note.name for note in fig.layout.annotations}) is drawn


@pytest.mark.parametrize("size", list(theme.WIDTHS_PX))
def test_text_wraps_to_the_width_and_loses_no_word(size: theme.Size) -> None:
    text = "Just over half of Bectu workers (54%) expected AI to harm fashion, as quoted " * 3
    room = theme.WIDTHS_PX[size]
    lines = wrap(text, width_px=room, size_px=20, face="serif bold")
    assert " ".join(lines).split() == text.split()
    assert max(map(len, lines)) * 20 * 0.49 <= room
    assert len(lines) > 1


LIBERATION = dict.fromkeys("abdeghnopquL", 0.556) | dict.fromkeys("cksvxyz", 0.5) | {
    "i": 0.222, "l": 0.222, "m": 0.833, "w": 0.722, "r": 0.333,
    **dict.fromkeys("ft ,·", 0.278), "-": 0.333}
"""Advance widths in em of Liberation Sans, as its metrics file has them."""


@pytest.mark.parametrize("room", [310, 314, 476, 633])
@pytest.mark.parametrize("size_px", [11.5, 13.5])
def test_no_line_is_wider_than_its_room_in_the_widest_font(room: float, size_px: float) -> None:
    """Two lines of this subtitle ran out of a picture of one newspaper column."""
    lines = wrap("Lowest, median and highest percentile over all measures where a high score means "
                 "more exposed, widest spread first · a spread of measures, means more women now",
                 width_px=room, size_px=size_px)
    assert [line for line in lines if sum(map(LIBERATION.get, line)) * size_px > room] == []


def test_wrap_breaks_endless_words_and_gives_at_least_one_line() -> None:
    assert wrap("", width_px=300, size_px=13) == [""]
    lines = wrap("x" * 500, width_px=300, size_px=13)
    assert "".join(lines) == "x" * 500
    assert len(lines) > 5


def test_wrap_escapes_after_measuring() -> None:
    assert wrap("a < b", width_px=300, size_px=13) == ["a &lt; b"]
    assert escape("<b>&") == "&lt;b&gt;&amp;"


def luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", theme.PALETTES)
@pytest.mark.parametrize("ink", ["ink", "muted", "human"])
def test_text_colours_have_contrast_of_4_5(mode: theme.Mode, ink: str) -> None:
    """WCAG 2.2, success criterion 1.4.3."""
    palette = theme.PALETTES[mode]
    assert contrast(getattr(palette, ink), palette.paper) >= 4.5


@pytest.mark.parametrize("mode", theme.PALETTES)
@pytest.mark.parametrize("kind", ["human", "twin", "synthetic"])
def test_drawn_colours_have_contrast_of_3(mode: theme.Mode, kind: str) -> None:
    """WCAG 2.2, success criterion 1.4.11."""
    palette = theme.PALETTES[mode]
    assert contrast(getattr(palette, kind), palette.paper) >= 3


def test_kinds_differ_in_lightness_within_each_mode() -> None:
    for palette in theme.PALETTES.values():
        lights = sorted(luminance(getattr(palette, kind))
                        for kind in ("human", "twin", "synthetic"))
        assert lights[1] - lights[0] > 0.05
        assert lights[2] - lights[1] > 0.05


def test_what_is_new_in_a_figure_is_checked_and_so_is_what_comes_after() -> None:
    canvas = theme.Canvas()
    fig, marks = theme.figure(canvas), theme.Marks(canvas)
    marks.note(text="a", no_such_setting=1)
    with pytest.raises(ValueError, match="no_such_setting"):
        marks.put(fig)
    with pytest.raises(ValueError, match="no_such_setting"):
        fig.layout.annotations = [{"no_such_setting": 1}]
    with pytest.raises(ValueError, match="no_such_setting"):
        theme.figure(canvas, no_such_setting=1)


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_the_row_a_figure_is_about_never_stands_back(mode: theme.Mode) -> None:
    """In print its colour is ink: a grey one would be the palest of all."""
    palette = theme.PALETTES[mode]
    assert palette.accent == (palette.ink if mode == "print" else palette.human)
