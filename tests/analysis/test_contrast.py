"""Contrast by WCAG, colour blindness by Machado et al. (2009), explained in words."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import theme
from analysis.charts.colours import difference, lab, lightness
from analysis.charts.contrast import (
    VISIONS,
    WORDS,
    check_apart,
    check_contrast,
    contrast_ratio,
    simulate,
    simulate_figure,
    stand_apart,
)
from analysis.exhibits import Exhibit

Default = Callable[[str], Exhibit]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda one: f"#{one:06X}")
ALIKE = {("pay_and_consent_labels", "dark"), ("twin_register_timeline", "dark")}
"""Grey beside the lilac of dark mode, which people without blue cones see as grey; their parts are
named in words below and in lanes."""


@pytest.mark.parametrize(("one", "two", "ratio"), [
    ("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54),
    ("#949494", "#FFFFFF", 3.03), ("#FF0000", "#FFFFFF", 4.0), ("#0000FF", "#FFFFFF", 8.59),
])
def test_contrast_is_that_of_wcag(one: str, two: str, ratio: float) -> None:
    """Known pairs, as WebAIM's checker gives them."""
    assert contrast_ratio(one, two) == pytest.approx(ratio, abs=0.006)
    assert contrast_ratio(two, one) == contrast_ratio(one, two)


def test_cielab_of_known_colours() -> None:
    """sRGB primaries under D65 (Lindbloom's calculator)."""
    assert lab("#FF0000") == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert lab("#0000FF") == pytest.approx((32.30, 79.19, -107.86), abs=0.05)
    assert lightness("#FFFFFF") == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("kind", VISIONS)
@pytest.mark.parametrize("grey", ["#000000", "#7F7F7F", "#FFFFFF"])
def test_greys_look_the_same_to_all(kind: str, grey: str) -> None:
    """Each row of the matrices sums to one, so what has no hue keeps its colour."""
    assert simulate(grey, kind) == grey


def test_red_and_green_fall_together_for_red_green_blindness_only() -> None:
    red, green = "#D62728", "#7A7A00"
    assert difference(red, green) > 60
    assert difference(simulate(red, "deuteranopia"), simulate(green, "deuteranopia")) < 35
    assert difference(simulate(red, "tritanopia"), simulate(green, "tritanopia")) > 50


def test_protanopia_darkens_red() -> None:
    assert lightness(simulate("#FF0000", "protanopia")) < lightness("#FF0000") - 10
    assert simulate("#FF0000", "protanopia") == "#6D5F00"


@given(COLOURS, st.sampled_from(VISIONS))
def test_any_colour_stays_a_colour(colour: str, kind: str) -> None:
    seen = simulate(colour, kind)
    assert len(seen) == 7
    assert all(0 <= int(seen[at:at + 2], 16) <= 255 for at in (1, 3, 5))


@pytest.mark.parametrize("mode", theme.PALETTES)
@pytest.mark.parametrize("kind", VISIONS)
def test_kinds_stand_apart_for_everybody(mode: theme.Mode, kind: str) -> None:
    palette = theme.PALETTES[mode]
    kinds = (palette.human, palette.twin, palette.synthetic)
    for at, one in enumerate(kinds):
        for two in kinds[at + 1:]:
            assert stand_apart(one, two, kind), (one, two)


@pytest.mark.parametrize("mode", theme.PALETTES)
@pytest.mark.parametrize("id", [
    "job_market_wages", "job_market_areas", "human_v_twin_bookings", "human_v_twin_uses",
    "who_gains_cross_brand", "who_gains_lorenz", "law_matrix", "money_costs", "sources_list",
    "pay_and_consent_labels", "representation_castings", "twin_register_timeline",
])
def test_shipped_figures_can_be_read(id: str, mode: theme.Mode, default_exhibit: Default) -> None:
    fig = default_exhibit(id).figure(theme.Canvas(mode))
    assert check_contrast(fig, mode) == []
    said = check_apart(fig, mode)
    if (id, mode) in ALIKE:
        assert said
        assert all(WORDS["tritanopia"] in one for one in said)
    else:
        assert said == []


def weak(colour: str, **marker: object) -> go.Figure:
    fig = theme.figure(theme.Canvas())
    fig.add_trace(go.Bar(x=[1], y=[1], name="pale", marker={"color": colour, **marker}))
    return fig


def test_a_weak_mark_is_explained_with_its_number() -> None:
    said = check_contrast(weak("#E8E6E0"), "light")
    assert len(said) == 1
    assert "mark “pale” in #E8E6E0" in said[0]
    assert "has a contrast of 1.2; it needs 3" in said[0]
    assert check_contrast(weak("#163F7C"), "light") == []


def test_a_weak_text_is_explained_and_large_text_needs_less() -> None:
    fig = theme.figure(theme.Canvas())
    for size, text in ((12, "small words"), (26, "large words")):
        fig.add_annotation(text=text, x=0, y=0, font={"size": size, "color": "#8A8A86"})
    said = check_contrast(fig, "light")
    assert len(said) == 1
    assert "“small words”" in said[0]


def test_text_is_held_against_the_shape_it_stands_in() -> None:
    fig = theme.figure(theme.Canvas())
    ink = theme.PALETTES["light"].ink
    fig.add_annotation(text="in a cell", x=0.5, y=0.5, font={"size": 12, "color": ink})
    assert check_contrast(fig, "light") == []
    fig.add_shape(type="rect", x0=0, x1=1, y0=0, y1=1, fillcolor="#163F7C")
    assert "“in a cell”" in check_contrast(fig, "light")[0]
    fig.layout.shapes[0].opacity = 0.2
    assert check_contrast(fig, "light") == []


def test_marks_told_apart_by_colour_alone_are_named_with_who_cannot() -> None:
    fig = weak("#D62728")
    fig.add_trace(go.Bar(x=[1], y=[2], name="green", marker={"color": "#6E7B00"}))
    said = check_apart(fig, "light")
    assert len(said) == 1
    assert "“pale” (#D62728) and “green” (#6E7B00)" in said[0]
    assert WORDS["deuteranopia"] in said[0]
    assert WORDS["tritanopia"] not in said[0]
    fig.data[1].marker.pattern.shape = "/"
    assert check_apart(fig, "light") == []


@pytest.mark.parametrize("kind", VISIONS)
def test_a_preview_has_the_colours_that_are_seen_and_nothing_else(
    kind: str, default_exhibit: Default
) -> None:
    fig = default_exhibit("human_v_twin_bookings").figure()
    seen = simulate_figure(fig, kind)
    palette = theme.PALETTES["light"]
    assert [trace.line.color for trace in seen.data] == [
        simulate(colour, kind) for colour in (palette.human, palette.twin, palette.synthetic)]
    assert [list(trace.y) for trace in seen.data] == [list(trace.y) for trace in fig.data]
    assert [note.text for note in seen.layout.annotations] == [
        note.text for note in fig.layout.annotations]
    assert fig.data[0].line.color == palette.human
    assert seen.layout.template.layout.paper_bgcolor == simulate(palette.paper, kind)
