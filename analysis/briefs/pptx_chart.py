"""Native charts of PowerPoint from what a figure declares, intervals as error bars in the XML.

Decided: bars and points by name become bars from zero, hollow where the desk draws a hollow point;
lines keep their breaks, each piece a series. Every error bar refers to cells of the chart's own
workbook, which also holds the ends of the intervals, so that "Edit data" shows everything.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import xlsxwriter
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
from xlsxwriter.utility import xl_rowcol_to_cell

from analysis.briefs.pptx_errors import CHART, C, Ends, add_error_bars
from analysis.charts import theme
from analysis.charts.editable import Editable, Strand
from analysis.exports.plain_text import safe_text

MOST_ROWS = 10
MOST_TICKS = 24
LABEL_PT, AXIS_PT = 11, 11
DASHES = {"dash": MSO_LINE_DASH_STYLE.DASH, "dot": MSO_LINE_DASH_STYLE.ROUND_DOT,
          "longdash": MSO_LINE_DASH_STYLE.LONG_DASH, "dashdot": MSO_LINE_DASH_STYLE.DASH_DOT,
          "longdashdot": MSO_LINE_DASH_STYLE.LONG_DASH_DOT}
TYPES = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "shares": XL_CHART_TYPE.BAR_STACKED_100,
         "lines": XL_CHART_TYPE.LINE_MARKERS}


@dataclass(frozen=True)
class Part:
    """What of a chart stands on one slide, and between which ends its axis runs."""

    editable: Editable
    section: str = ""
    low: float = 0.0
    high: float = 0.0


def parts_of(editable: Editable) -> tuple[Part, ...]:
    """A chart in slides: lines on one, rows ten a slide, on one axis; sections apart."""
    low, high = _ends(editable)
    if editable.shape == "lines" or len(editable.categories) <= MOST_ROWS - _headed(editable):
        return (Part(_with_headings(editable), low=low, high=high),)
    parts = []
    for section, places in _sections(editable):
        slides = -(-len(places) // MOST_ROWS)
        size = -(-len(places) // slides)
        for start in range(0, len(places), size):
            parts.append(Part(_only(editable, places[start:start + size]), section, low, high))
    return tuple(parts)


def _ends(editable: Editable) -> tuple[float, float]:
    """The least and the greatest number, intervals included, and zero."""
    found = [0.0] + [value for strand in editable.strands
                     for side in (strand.values, strand.lows, strand.highs)
                     for value in side if value is not None]
    return min(found), max(found)


def _headed(editable: Editable) -> int:
    return len({one for one in editable.sections if one})


def _sections(editable: Editable) -> list[tuple[str, list[int]]]:
    """Places of the rows of each section, in order."""
    if not editable.sections:
        return [("", list(range(len(editable.categories))))]
    found: dict[str, list[int]] = {}
    for at, section in enumerate(editable.sections):
        found.setdefault(section, []).append(at)
    return list(found.items())


def _only(editable: Editable, places: Sequence[int | None]) -> Editable:
    """The rows at these places; None is an empty one."""
    def picked(values: Sequence[Any], empty: Any = None) -> tuple[Any, ...]:
        return tuple(empty if at is None else values[at] for at in places) if values else ()

    def looks(values: tuple[str, ...]) -> tuple[str, ...]:
        return values if len(values) == 1 else picked(values, values[0])

    strands = tuple(replace(
        one, values=picked(one.values), lows=picked(one.lows), highs=picked(one.highs),
        shades=looks(one.shades), fills=looks(one.fills)) for one in editable.strands)
    return replace(editable, categories=picked(editable.categories, ""), strands=strands,
                   sections=())


def _with_headings(editable: Editable) -> Editable:
    """Sections as rows without a value, above their own."""
    if not _headed(editable):
        return replace(editable, sections=())
    places: list[int | None] = []
    names: list[str] = []
    for section, rows in _sections(editable):
        if section:
            places.append(None)
            names.append(section.upper())
        places += rows
        names += [editable.categories[at] for at in rows]
    return replace(_only(editable, places), categories=tuple(names))


def add_chart(slide: Any, part: Part, box: tuple[int, int, int, int]) -> Any:
    """A native chart in a box (left, top, width, height); its frame.

    The numbers are those of the figure; the workbook behind holds the intervals too.
    """
    editable = part.editable
    data = CategoryChartData(number_format=_format(editable))
    data.categories = [date.fromisoformat(one) if editable.dates else safe_text(one)
                       for one in _named(editable)]
    for strand in editable.strands:
        data.add_series(safe_text(strand.name), strand.values)
    frame = slide.shapes.add_chart(TYPES[editable.shape], *box, data)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(AXIS_PT), "Arial"
    chart.has_title = False
    ends = _fill_workbook(chart, editable)
    for series, strand in zip(chart.plots[0].series, editable.strands, strict=True):
        _dress(series, strand, editable)
        if strand.name in ends:
            add_error_bars(series, ends[strand.name], upright=editable.shape == "lines")
    _set_axes(chart, part)
    _set_legend(chart, editable)
    return frame


def _fill_workbook(chart: Any, editable: Editable) -> dict[str, Ends]:
    """Names and numbers as PowerPoint expects them, then the ends of intervals; where they are."""
    made, ends, rows = io.BytesIO(), {}, len(editable.categories)
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, category in enumerate(_named(editable), start=1):
            if editable.dates:
                sheet.write_datetime(row, 0, date.fromisoformat(category), day)
            else:
                sheet.write_string(row, 0, safe_text(category))
        place = 1
        for strand in editable.strands:
            _write(sheet, place, strand.name, strand.values)
            place += 1
        for strand in editable.strands:
            pairs = [strand.interval(at) for at in range(rows)]
            if not any(pairs):
                continue
            minus, plus = _lengths(strand, pairs)
            sides = ("low", "high", "below the value", "above the value")
            values = ([pair[0] if pair else None for pair in pairs],
                      [pair[1] if pair else None for pair in pairs], minus, plus)
            for at, (side, column) in enumerate(zip(sides, values, strict=True)):
                _write(sheet, place + at, f"{strand.name}: {side}", column)
            ends[strand.name] = Ends(_range(place + 2, rows), _range(place + 3, rows), minus, plus)
            place += len(sides)
    chart.part.chart_workbook.update_from_xlsx_blob(made.getvalue())
    return ends


def _lengths(
    strand: Strand, pairs: Sequence[tuple[float, float] | None]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """How far each interval reaches below and above its value."""
    minus, plus = [], []
    for value, pair in zip(strand.values, pairs, strict=True):
        known = value is not None and pair is not None
        minus.append(round(value - pair[0], 6) if known and value is not None and pair else None)
        plus.append(round(pair[1] - value, 6) if known and value is not None and pair else None)
    return tuple(minus), tuple(plus)


def _write(sheet: Any, place: int, name: str, values: Sequence[float | None]) -> None:
    sheet.write_string(0, place, safe_text(name))
    for row, value in enumerate(values, start=1):
        if value is not None:
            sheet.write_number(row, place, value)


def _range(place: int, rows: int) -> str:
    first, last = (xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
                   for row in (1, rows))
    return f"Sheet1!{first}:{last}"


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
        span = part.high - part.low
        values.maximum_scale = _rounded(part.high + span * 0.1, part.low, part.high, up=True)
        values.minimum_scale = 0 if part.low == 0 else _rounded(
            part.low - span * 0.05, part.low, part.high, up=False)
    if editable.shape == "lines":
        _set_time(names, editable)
        return
    names.reverse_order = True
    values._element.find(f"{C}crosses").set("val", "max")
    several = len(editable.strands) > 1 and editable.shape == "bars"
    chart.plots[0].gap_width = 60 if several else 45
    if several:
        chart.plots[0].overlap = -5


def _rounded(value: float, low: float, high: float, *, up: bool) -> float:
    """A round end of an axis: a step of one, two or five parts of ten."""
    span = max(high - low, 1e-9)
    power = 10.0 ** len(str(int(span))) / 100 if span >= 1 else 0.01
    step = next(one * power for one in (1, 2, 5, 10, 20, 50) if one * power * 12 >= span)
    count = -(-value // step) if up else value // step
    return round(float(count * step), 6)


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


def _named(editable: Editable) -> tuple[str, ...]:
    """Categories as they stand on the axis: with their parts where those have different names."""
    if not _own_parts(editable):
        return editable.categories
    return tuple(
        f"{name}: " + ", ".join(
            f"{strand.values[at]:,.0f} {strand.name}" for strand in editable.strands
            if strand.values[at]) for at, name in enumerate(editable.categories))


def _own_parts(editable: Editable) -> bool:
    """Whether bars are cut into parts of their own, so that no legend could name them once."""
    return editable.shape == "shares" and any(
        None in strand.values for strand in editable.strands)


def _set_legend(chart: Any, editable: Editable) -> None:
    """A legend where there are several series; pieces of one line are named once."""
    names = {strand.name.partition(", part ")[0] for strand in editable.strands}
    chart.has_legend = len(names) > 1 and not _own_parts(editable)
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(AXIS_PT)
    for at, strand in reversed(list(enumerate(editable.strands))):
        if ", part " in strand.name:
            chart.legend._element.find("{*}legendPos").addnext(parse_xml(
                f'<c:legendEntry xmlns:c="{CHART}">'
                f'<c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'))
