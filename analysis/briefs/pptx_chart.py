"""Native charts of PowerPoint from what a figure declares, intervals as error bars in the XML.

Decided: bars and points by name become bars from zero, hollow where the desk draws a hollow point;
lines keep their breaks, each piece a series. Every error bar refers to cells of the chart's own
workbook, which also holds the ends of the intervals, so that "Edit data" shows everything.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from analysis.briefs.pptx_errors import CHART, C, add_error_bars
from analysis.briefs.pptx_parts import MOST_ROWS, Part, named, own_parts
from analysis.briefs.pptx_workbook import fill_workbook
from analysis.charts import theme
from analysis.charts.editable import Editable, Strand
from analysis.charts.plain_text import safe_text

MOST_TICKS = 24
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE,
           XL_MARKER_STYLE.TRIANGLE)
"""Of points that no line joins, as the desk draws them."""
LONGEST_AXIS_TITLE = 60
LABEL_PT, AXIS_PT = 11, 11
DASHES = {"dash": MSO_LINE_DASH_STYLE.DASH, "dot": MSO_LINE_DASH_STYLE.ROUND_DOT,
          "longdash": MSO_LINE_DASH_STYLE.LONG_DASH, "dashdot": MSO_LINE_DASH_STYLE.DASH_DOT,
          "longdashdot": MSO_LINE_DASH_STYLE.LONG_DASH_DOT}
TYPES = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "shares": XL_CHART_TYPE.BAR_STACKED_100,
         "lines": XL_CHART_TYPE.LINE_MARKERS}


def add_chart(slide: Any, part: Part, box: tuple[int, int, int, int], *, unit: str) -> Any:
    """A native chart in a box (left, top, width, height), its numbers in a unit; its frame.

    The numbers are those of the figure; the workbook behind holds the intervals too.
    """
    editable = part.editable
    data = CategoryChartData(number_format=_format(editable))
    data.categories = [date.fromisoformat(one) if editable.dates else safe_text(one)
                       for one in named(editable)]
    for strand in editable.strands:
        data.add_series(safe_text(strand.name), strand.values)
    frame = slide.shapes.add_chart(TYPES[editable.shape], *box, data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(AXIS_PT), "Arial"
    chart.has_title = False
    ends = fill_workbook(chart, editable)
    bases = [_whole(strand) for strand in editable.strands]
    for series, strand in zip(chart.plots[0].series, editable.strands, strict=True):
        _dress(series, strand, editable)
        if editable.shape == "lines" and not editable.joined:
            at = list(dict.fromkeys(bases)).index(_whole(strand))
            series.marker.style = MARKERS[at % len(MARKERS)]
        if strand.name in ends:
            add_error_bars(series, ends[strand.name], upright=editable.shape == "lines")
    _set_axes(chart, part)
    _set_axis_title(chart, editable, unit)
    _set_legend(chart, editable)
    _number_axes(chart)
    return frame


def _whole(strand: Strand) -> str:
    """The name of a line of which the strand may be a piece."""
    return strand.name.partition(", part ")[0]


def _set_axis_title(chart: Any, editable: Editable, unit: str) -> None:
    """What the numbers count, on the axis itself, which may be copied into another deck."""
    if editable.shape == "shares" or not unit or len(unit) > LONGEST_AXIS_TITLE:
        return
    frame = chart.value_axis.axis_title.text_frame
    frame.text = safe_text(unit[:1].upper() + unit[1:])
    frame.paragraphs[0].font.size, frame.paragraphs[0].font.bold = Pt(AXIS_PT), False
    frame.paragraphs[0].font.color.rgb = _colour("muted")


def _number_axes(chart: Any) -> None:
    """Ids of axes as the schema has them; the templates of python-pptx have negative ones."""
    for element in chart._chartSpace.iter(f"{C}axId", f"{C}crossAx"):
        element.set("val", element.get("val").lstrip("-"))


def _format(editable: Editable) -> str:
    """The number format with prefix and suffix as texts."""
    values = [value for strand in editable.strands for value in strand.values if value is not None]
    whole = all(float(value).is_integer() or abs(value) >= 100 for value in values)
    prefix, suffix = (f'"{one}"' if one else "" for one in (
        editable.prefix.replace('"', ""), editable.suffix.replace('"', "")))
    return f"{prefix}#,##0{'' if whole else '.0'}{suffix}"


def _colour(shade: str) -> Any:
    return RGBColor.from_string(getattr(theme.PALETTES["light"], shade)[1:])


def _dress(series: Any, strand: Strand, editable: Editable) -> None:
    if editable.shape == "lines":
        _dress_line(series, strand, editable)
        return
    looks = list(zip(
        strand.shades * (len(strand.values) if len(strand.shades) == 1 else 1),
        strand.fills * (len(strand.values) if len(strand.fills) == 1 else 1), strict=True))
    _paint(series.format, *looks[0])
    if len(set(looks)) > 1:
        for at, look in enumerate(looks):
            if strand.values[at] is not None:
                _paint(series.points[at].format, *look)
    if not any(strand.interval(at) for at in range(len(strand.values))):
        _label(series, editable)


def _paint(look: Any, shade: str, fill: str) -> None:
    colour = _colour(shade)
    if fill == "hatched":
        look.fill.patterned()
        look.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        look.fill.fore_color.rgb, look.fill.back_color.rgb = colour, RGBColor(255, 255, 255)
    else:
        look.fill.solid()
        look.fill.fore_color.rgb = colour if fill == "solid" else RGBColor(255, 255, 255)
    look.line.color.rgb, look.line.width = colour, Pt(1.5)


def _label(series: Any, editable: Editable) -> None:
    labels = series.data_labels
    labels.show_value, labels.number_format_is_linked = True, False
    labels.number_format = _format(editable) if editable.shape == "bars" else "#,##0;;"
    labels.font.size, labels.font.bold = Pt(LABEL_PT), True
    if editable.shape == "bars":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    labels.font.color.rgb = RGBColor(255, 255, 255)
    hatched = series.format.fill.type is not None and series.format.fill.type == 2
    if hatched:
        labels.font.color.rgb = _colour("ink")


def _dress_line(series: Any, strand: Strand, editable: Editable) -> None:
    colour = _colour(strand.shades[0])
    series.smooth = False
    if editable.joined:
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.25)
        if strand.dash in DASHES:
            series.format.line.dash_style = DASHES[strand.dash]
    else:
        series.format.line.fill.background()
    few = sum(value is not None for value in strand.values) <= MOST_ROWS * 4
    marked = few or not editable.joined
    series.marker.style = XL_MARKER_STYLE.CIRCLE if marked else XL_MARKER_STYLE.NONE
    if marked:
        series.marker.size = 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour


def _set_axes(chart: Any, part: Part) -> None:
    values, names, editable = chart.value_axis, chart.category_axis, part.editable
    for axis in (values, names):
        axis.tick_labels.font.size = Pt(AXIS_PT)
        axis.format.line.color.rgb = _colour("muted")
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _colour("grid")
    values.has_minor_gridlines = names.has_major_gridlines = False
    values.tick_labels.number_format_is_linked = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if editable.shape == "shares":
        values.tick_labels.number_format = "0%"
    else:
        values.tick_labels.number_format = _format(replace(editable, strands=tuple(
            replace(one, values=()) for one in editable.strands)))
        values.minimum_scale, values.maximum_scale, values.major_unit = _scale(part.low, part.high)
    if editable.shape == "lines":
        _set_time(names, editable)
        return
    names.reverse_order = True
    values._element.find(f"{C}crosses").set("val", "max")
    several = len(editable.strands) > 1 and editable.shape == "bars"
    chart.plots[0].gap_width = 60 if several else 45
    if several:
        chart.plots[0].overlap = -5


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Ends of an axis and the step between its lines: zero is always one of them."""
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / 6))
    step = next(one * power for one in (1, 2, 5, 10) if one * power * 6 >= span * 0.999)
    top = math.ceil((high + span * 0.05) / step) * step if high > 0 else 0.0
    bottom = math.floor((low - span * 0.02) / step) * step if low < 0 else 0.0
    return round(bottom, 6), round(top, 6), round(step, 6)


def _set_time(axis: Any, editable: Editable) -> None:
    if not editable.dates:
        skip = -(-len(editable.categories) // MOST_TICKS)
        for tag in ("tickLblSkip", "tickMarkSkip"):
            axis._element.find(f"{C}noMultiLvlLbl").addprevious(
                parse_xml(f'<c:{tag} xmlns:c="{CHART}" val="{skip}"/>'))
        return
    axis.tick_labels.number_format_is_linked = False
    days = [date.fromisoformat(one) for one in editable.categories]
    years = (days[-1] - days[0]).days / 365.25
    axis.tick_labels.number_format = "yyyy" if years > 3 else "mmm yyyy"
    step = {"majorUnit": "1" if years > 3 else "3",
            "majorTimeUnit": "years" if years > 3 else "months"}
    element = axis._element
    for tag in ("majorUnit", "majorTimeUnit"):
        for old in element.findall(f"{{*}}{tag}"):
            element.remove(old)
        element.append(parse_xml(f'<c:{tag} xmlns:c="{CHART}" val="{step[tag]}"/>'))


def _set_legend(chart: Any, editable: Editable) -> None:
    """A legend where there are several series; pieces of one line are named once."""
    names = {_whole(strand) for strand in editable.strands}
    chart.has_legend = len(names) > 1 and not own_parts(editable)
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(AXIS_PT)
    for at, strand in reversed(list(enumerate(editable.strands))):
        if ", part " in strand.name:
            chart.legend._element.find("{*}legendPos").addnext(parse_xml(
                f'<c:legendEntry xmlns:c="{CHART}">'
                f'<c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'))
