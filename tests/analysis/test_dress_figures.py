"""Annotations and highlights on real figures of every shape: nothing covered, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.charts import theme
from analysis.charts.boxes import Box, box_of, ground_of, is_free, taken
from analysis.charts.contrast import check_contrast
from analysis.charts.items import arrange, items_of, unique_names
from analysis.exhibits import Exhibit
from analysis.exports.dress import Annotation, Dress, dress, what_can_be_dressed
from analysis.exports.sizes import PRESETS, canvas_of, fit

Default = Callable[[str], Exhibit]
SHAPES = (
    "job_market_areas", "job_market_wages", "human_v_twin_bookings", "worker_voice_losses",
    "money_peers", "who_gains_tiers", "job_market_projections", "representation_castings",
    "twin_register_timeline", "human_v_twin_uses", "exposure_range", "pay_and_consent_parity",
    "simulation_one", "job_market_uk", "representation_covers", "human_v_twin_effect")
WIDTHS = (860, 540, 346)
LONG = "A remark that an editor found so important that it needs more words than one line has"


def many(exhibit: Exhibit) -> tuple[Annotation, ...]:
    """As many annotations as may be, of each kind the figure has."""
    options = what_can_be_dressed(exhibit)
    made: list[Annotation] = []
    names = list(options.points)
    if "point" in options.annotations:
        made += [Annotation("point", LONG, names[0]), Annotation("point", "Last", names[-1]),
                 Annotation("point", "Middle of all", names[len(names) // 2])]
    axis = options.axis
    if axis is not None:
        places = [axis.low + (axis.high - axis.low) * share for share in (0.25, 0.5, 0.75)]
        if axis.measure == "year":
            places = [round(one) for one in places]
        at = [axis.shown(one) for one in places]
        made.append(Annotation("range", LONG[:60], at=at[0], to=at[1]))
        if "date" in options.annotations:
            made += [Annotation("date", "A day", at=at[2]), Annotation("date", LONG, at=at[0])]
    return tuple(made)


def notes(fig: go.Figure, *names: str) -> list[Any]:
    return [note for note in fig.layout.annotations if note.name in names]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("id", SHAPES)
def test_annotations_cover_nothing_and_leave_nothing(
    id: str, width: int, default_exhibit: Default
) -> None:
    bare = default_exhibit(id)
    wanted, canvas = many(bare), canvas_of(width, "light")
    worn = dress(bare, Dress(annotations=wanted))
    before = bare.draw(bare.table, canvas)
    fig = worn.draw(worn.table, canvas)
    ground = ground_of(fig, canvas)
    old = taken(ground_of(before, canvas))
    written, marks = notes(fig, "remark"), notes(fig, "number")
    in_plot = [one for one in marks if one.xref != "paper"]
    assert len(written) + len(in_plot) == len(wanted)
    assert len(marks) == 2 * len(in_plot)
    boxes: list[Box] = []
    for note in (*written, *in_plot):
        box = box_of(note, ground)
        assert box[0] >= -6, note.text
        assert box[2] <= ground.width + 6, note.text
        assert -6 <= box[1] <= box[3] <= ground.height + 6, note.text
        assert is_free(box, boxes), note.text
        boxes.append(box)
    for note in written:
        left, low, right, high = box_of(note, ground)
        assert is_free((left + 3, low + 3, right - 3, high - 3), old), note.text
    if canvas.narrow:
        assert not written


@pytest.mark.parametrize("id", SHAPES)
def test_on_a_phone_every_annotation_is_in_the_key_below(
    id: str, default_exhibit: Default
) -> None:
    bare = default_exhibit(id)
    wanted = many(bare)
    fig = fit(dress(bare, Dress(annotations=wanted)), PRESETS["newspaper-1"]).figure
    plain = fit(bare, PRESETS["newspaper-1"]).figure
    key = notes(fig, "key")
    assert [" ".join(one.text.split("<br>")) for one in key] == [one.text for one in wanted]
    assert fig.layout.height > plain.layout.height
    source = next(iter(notes(fig, "source")))
    lowest = min(one.yshift - (one.text.count("<br>") + 1) * 12.5 for one in key)
    assert source.yshift < lowest
    assert all(one.yshift < -4 for one in key)


def test_marks_are_numbered_as_the_key_is(default_exhibit: Default) -> None:
    worn = dress(default_exhibit("job_market_areas"), Dress(
        annotations=many(default_exhibit("job_market_areas"))))
    fig = worn.draw(worn.table, canvas_of(346, "light"))
    numbers = [int(re.sub(r"\D", "", note.text)) for note in notes(fig, "number")]
    assert sorted(numbers) == sorted([*range(1, 5), *range(1, 5)])


def test_a_whole_year_means_all_that_is_drawn_at_it(default_exhibit: Default) -> None:
    worn = dress(default_exhibit("human_v_twin_uses"), Dress(
        annotations=(Annotation("range", "x", at="2023", to="2025"),)))
    bands = [one for one in worn.draw(worn.table, theme.Canvas()).layout.shapes
             if one.type == "rect"]
    assert (bands[-1].x0, bands[-1].x1) == (2022.5, 2025.5)


def test_a_point_stands_at_its_value(default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    worn = dress(bare, Dress(annotations=(Annotation("point", "x", "Median", "2023"),)))
    note = notes(worn.draw(worn.table, theme.Canvas()), "remark")[0]
    wage = next(float(y) for trace in bare.figure().data if trace.name == "Median"
                for x, y in zip(trace.x, trace.y, strict=True) if x == 2023)
    assert (note.x, note.y) == (2023, wage)


# --- highlights ---------------------------------------------------------------------------------

@pytest.mark.parametrize("mode", theme.PALETTES)
@pytest.mark.parametrize("id", ["job_market_areas", "worker_voice_losses", "money_peers",
                                "who_gains_tiers", "exposure_range", "simulation_one",
                                "pay_and_consent_parity", "job_market_uk"])
def test_a_highlighted_row_differs_and_keeps_its_figures(
    id: str, mode: theme.Mode, default_exhibit: Default
) -> None:
    bare, canvas = default_exhibit(id), theme.Canvas(mode)
    name = list(what_can_be_dressed(bare).names)[1]
    worn = dress(bare, Dress(highlight=(name,)))
    before, fig = bare.draw(bare.table, canvas), worn.draw(worn.table, canvas)
    assert drawn_at(fig) == drawn_at(before)
    items = items_of(fig)
    middle = items.middles[items.names.index(name)]
    colours = {here: set() for here in (True, False)}
    for trace in fig.data:
        for at, y in enumerate(trace.y):
            colours[abs(float(y) - middle) < 0.01] |= colours_of(trace, at, canvas)
    assert not colours[True] & colours[False]
    allowed = set(vars(theme.PALETTES[mode]).values())
    assert colours[True] | colours[False] <= allowed
    assert set(texts_of(fig)) == set(texts_of(before))


def drawn_at(fig: go.Figure) -> list[tuple[float, float]]:
    return sorted((float(y), float(x)) for trace in fig.data
                  for x, y in zip(trace.x, trace.y, strict=True) if pd.notna(x))


def texts_of(fig: go.Figure) -> list[str]:
    return [re.sub("</?b>", "", note.text) for note in fig.layout.annotations]


def colours_of(trace: Any, at: int, canvas: theme.Canvas) -> set[str]:
    marker = trace.marker
    found = set()
    for value in (marker.color, marker.line.color):
        one = value if isinstance(value, str) or value is None else value[at]
        found.add(one)
    return found - {None, canvas.palette.paper}


def test_a_highlighted_line_is_thick_and_the_others_grey(default_exhibit: Default) -> None:
    worn = dress(default_exhibit("human_v_twin_bookings"), Dress(highlight=("Twin uses",)))
    palette = theme.PALETTES["light"]
    lines = {trace.name: trace.line for trace in worn.draw(worn.table, theme.Canvas()).data}
    assert lines["Twin uses"].color == palette.twin
    assert lines["Twin uses"].width > lines["Human bookings"].width
    assert lines["Human bookings"].color == palette.muted
    assert lines["Twin uses"].dash == "dash"
    names = {note.text: note.font.color for note in worn.figure().layout.annotations}
    assert names["<b>Twin uses</b>"] == palette.twin
    assert names["<b>Human bookings</b>"] == names["<b>Synthetic uses</b>"] == palette.muted


@pytest.mark.parametrize("mode", theme.PALETTES)
def test_what_is_set_back_can_still_be_read(mode: theme.Mode, default_exhibit: Default) -> None:
    for id in ("human_v_twin_bookings", "who_gains_tiers", "worker_voice_losses"):
        bare = default_exhibit(id)
        name = next(iter(what_can_be_dressed(bare).names))
        worn = dress(bare, Dress(highlight=(name,), annotations=many(bare)))
        assert check_contrast(worn.figure(theme.Canvas(mode)), mode) == []


# --- order and names ----------------------------------------------------------------------------

def test_arrange_keeps_sections_and_puts_unknown_values_last() -> None:
    frame = pd.DataFrame({
        "section": ["a", "a", "a", "b", "b"], "label": ["x", "Y", "z", "q", "P"],
        "value": [1.0, float("nan"), 3.0, 5.0, 2.0]})
    assert list(arrange(frame, "descending")["label"]) == ["z", "x", "Y", "q", "P"]
    assert list(arrange(frame, "ascending")["label"]) == ["x", "z", "Y", "P", "q"]
    assert list(arrange(frame, "alphabetical")["label"]) == ["x", "Y", "z", "P", "q"]
    assert arrange(frame, "as_is") is frame
    assert arrange(frame.iloc[:0], "ascending").empty


def test_names_of_rows_are_each_once() -> None:
    frame = pd.DataFrame({"section": ["a", "b", "b", ""], "label": ["x", "x", "x", "y"]})
    assert unique_names(frame, label="label", section="section") == (
        "a · x", "b · x", "b · x (2)", "y")


@pytest.mark.parametrize("width", WIDTHS)
def test_values_of_lines_cover_nothing(width: int, default_exhibit: Default) -> None:
    for id in ("job_market_wages", "money_hm", "human_v_twin_bookings"):
        bare, canvas = default_exhibit(id), canvas_of(width, "light")
        worn = dress(bare, Dress(labels=True))
        fig = worn.draw(worn.table, canvas)
        old = taken(ground_of(bare.draw(bare.table, canvas), canvas))
        values = notes(fig, "value")
        assert values
        boxes: list[Box] = []
        for note in values:
            left, low, right, high = box_of(note, ground_of(fig, canvas))
            assert is_free((left + 2, low + 2, right - 2, high - 2), [*old, *boxes]), note.text
            boxes.append((left, low, right, high))


def test_every_shipped_figure_can_wear_all_it_offers(default_exhibit: Default) -> None:
    """What is offered is never refused."""
    for id in (*SHAPES, "crew_pay", "claims_list", "law_timeline", "exposure_disagreement"):
        bare = default_exhibit(id)
        options = what_can_be_dressed(bare)
        pairs = zip_longest(options.orders, (None, *options.labels), fillvalue=None)
        for order, label in pairs:
            worn = Dress(order=order or options.orders[0], labels=label,
                         highlight=tuple(options.names)[:2])
            assert dress(bare, worn).figure(replace(theme.Canvas(), size="narrow")).data
