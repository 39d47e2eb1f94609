"""Briefs as documents: opened with other programs, read in order, set against the exhibits."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.oxml.ns import qn as pptx_qn
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from analysis.briefs import pictures
from analysis.briefs.brief import Brief, Entry, Passage, load_brief
from analysis.briefs.compose import compose
from analysis.briefs.document import (
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Table,
    text_of_runs,
)
from analysis.briefs.edition import Edition, Head
from analysis.briefs.freeze import edition_of
from analysis.briefs.pptx_chart import _scale
from analysis.briefs.pptx_errors import read_error_bars
from analysis.briefs.pptx_parts import MOST_ROWS, parts_of
from analysis.briefs.tables import LONGEST_WORD, ROOM, column_widths
from analysis.briefs.templates import TEMPLATES
from analysis.briefs.write import ENDINGS, make_document
from analysis.catalog.package import DATA_DIRECTORY
from analysis.charts import theme
from analysis.charts.editable import editable_of
from analysis.errors import ExportError
from analysis.exhibits import Exhibit
from analysis.exports import chrome
from analysis.warehouse import Warehouse

DAY = "2026-11-28"
HOSTILE = (
    "</style></script><script>alert('x')</script> \"' & <b> {{7*7}} \u202e\x07 #let a = 1 $x$ "
    "@evil \\link[1] ]]> <!-- <w:t> =cmd|' /C calc'!A0 😀 漢")
PARTS = (
    Passage("# Aim\n\nJobs: {jobs.title}. See [the desk](https://desk.example/a?b=1&c=2).\n\n"
            "- one **bold**\n- two"),
    Entry("job_market_employment", "jobs"), Entry("job_market_areas", "areas"),
    Passage(HOSTILE), Entry("money_costs", "costs"), Entry("crew_stake", "stake"),
    Entry("law_twin_or_face", "law"),
)
BRIEF = Brief(title="Twins & <work>: {jobs.employed_persons[last]} jobs", author="A. <Author>",
              template="ministerial", day=DAY, parts=PARTS)
FILES = (("ministerial", ".docx"), ("ministerial", ".pdf"), ("ministerial", ".html"),
         ("deck", ".pptx"))


@pytest.fixture(scope="module")
def edition(warehouse: Warehouse) -> Edition:
    return edition_of(BRIEF, warehouse)


@pytest.fixture(scope="module")
def document(edition: Edition) -> Document:
    return compose(BRIEF, edition, day=DAY)


@pytest.fixture(scope="module")
def made(edition: Edition) -> Mapping[str, bytes]:
    """The brief in every format, made once: what all tests of documents read."""
    if pictures.missing_chrome():
        pytest.skip(pictures.missing_chrome())
    return {ending: make_document(replace(BRIEF, template=template), edition, ending, day=DAY)
            for template, ending in FILES}


@pytest.fixture(scope="module")
def bare(edition: Edition) -> Mapping[str, bytes]:
    """The same on a machine without Chrome."""
    def none() -> Path:
        raise ExportError(chrome.MISSING)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "find_chrome", none)
        patch.setattr(pictures, "draw_picture", lambda *_, **__: 1 / 0)
        return {ending: make_document(BRIEF, edition, ending, day=DAY) for ending in ENDINGS}


def word(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def text_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def charts(content: bytes) -> dict[str, Any]:
    """Native charts by the title of their slide."""
    return {slide.shapes.title.text_frame.text: shape.chart for slide in slides(content)
            for shape in slide.shapes if shape.has_chart}


# --- composition --------------------------------------------------------------------------------

@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_holds_the_generated_parts_in_order(
    template: str, edition: Edition
) -> None:
    document = compose(replace(BRIEF, template=template), edition, day=DAY)
    titles = [text_of_runs(one.runs) for one in document.blocks if isinstance(one, Heading)]
    wanted = ["Method and standing", "Laws, with the day they were read", "Sources"]
    assert [one for one in titles if one in wanted] == wanted
    levels = [one.level for one in document.blocks if isinstance(one, Heading)]
    assert all(now <= before + 1 for before, now in zip([0, *levels], levels, strict=False))
    unknown = [one for one in document.blocks if type(one).__name__ == "Box"]
    assert len(unknown) == 1
    assert unknown[0].entries == edition.unknowns != ()


def test_the_example_is_composed_whole(warehouse: Warehouse) -> None:
    brief = load_brief(DATA_DIRECTORY / "briefs" / "example.json")
    document = compose(brief, edition_of(brief, warehouse), day=DAY)
    figures = [one for one in document.blocks if isinstance(one, Figure)]
    tables = [one for one in document.blocks if isinstance(one, Table) and one.of]
    assert [one.number for one in figures] == list(range(1, 9))
    assert [one.of for one in tables] == [one.shown.name for one in figures]
    assert document.stem.endswith("_simulation_scenario")


def test_laws_bear_the_day_they_were_read(document: Document, warehouse: Warehouse) -> None:
    laws = next(one for one in document.blocks if isinstance(one, Table) and not one.of)
    rows = {tuple(text_of_runs(cell) for cell in row) for row in laws.rows}
    frame = warehouse.fetch("law_twin_or_face").frame
    expected = {(row["instrument"], row["jurisdiction_name"]) for row in frame.to_dict("records")
                if row["instrument"]}
    assert {row[:2] for row in rows} == expected
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[-1]) for row in rows)


def test_a_table_says_what_it_leaves_out(document: Document) -> None:
    costs = next(one for one in document.blocks if isinstance(one, Table) and one.of == "costs")
    said = text_of_runs(costs.note)
    assert "Left out for room:" in said
    assert "never zero" in said
    assert "python -m analysis export money_costs" in said


# --- reading order, alternative text, numbers ---------------------------------------------------

def in_order(document: Document) -> list[str]:
    """Beginnings of the headings, as every format must give them, in this order."""
    return [text_of_runs(one.runs)[:40] for one in document.blocks if isinstance(one, Heading)
            and not text_of_runs(one.runs).startswith(("Figure", "Tables"))]


def test_word_reads_in_order_with_real_headings_and_captions(
    made: Mapping[str, bytes], document: Document
) -> None:
    opened = word(made[".docx"])
    headings = [one.text for one in opened.paragraphs if one.style.name.startswith("Heading")]
    kept = [one for one in headings if not one.startswith(("Figure", "Tables", "What nobody"))]
    assert [one[:40] for one in kept] == in_order(document)
    captions = [one.text for one in opened.paragraphs if one.style.name == "Caption"]
    fields = [one.get(qn("w:instr")) for one in opened.element.body.iter(qn("w:fldSimple"))]
    assert [one for one in fields if "Figure" in one] == [" SEQ Figure \\* ARABIC "] * 5
    assert [one for one in fields if "Table" in one] == [" SEQ Table \\* ARABIC "] * 5
    assert sum(". " in one for one in captions) >= 10
    assert opened.core_properties.title == "Twins & <work>: 3,780 jobs"


def test_word_leads_from_each_number_to_its_source_and_figure(made: Mapping[str, bytes]) -> None:
    body = word(made[".docx"]).element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    leads = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))
             if one.get(qn("w:anchor"))]
    assert len(marks) == len(set(marks))
    assert set(leads) <= set(marks)
    assert {"figure_jobs", "note_1", "note_2"} <= set(leads)
    assert all(len(one) <= 40 for one in marks)


def test_word_has_alternative_text_and_a_table_for_every_figure(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    opened = word(made[".docx"])
    alts = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert alts == [one.alt for one in edition.shown]
    named = [one._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for one in opened.tables]
    assert named == [f"Table {number}" for number in range(1, 6)] + ["Table"]
    assert all(one._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
               for one in opened.tables)


def test_word_holds_the_numbers_of_the_exhibit(
    made: Mapping[str, bytes], default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("job_market_employment")
    table = word(made[".docx"]).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(rows) == len(exhibit.table) + 1
    for row, said in zip(exhibit.table.to_dict("records"), rows[1:], strict=True):
        assert said[:4] == [str(row["year"]), *(
            f"{row[name]:,.0f}" for name in ("employed_persons", "low", "high"))]


def structure(reader: pypdf.PdfReader) -> list[tuple[str, Any]]:
    """Tags of a PDF in reading order, with their dictionaries."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], node))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_pdf_is_tagged_in_order_with_vectors_and_alternative_text(
    made: Mapping[str, bytes], document: Document, edition: Edition
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made[".pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    tags = structure(reader)
    figures = [node["/Alt"] for tag, node in tags if tag == "/Figure" and "/Alt" in node]
    assert figures == [one.alt for one in edition.shown]
    headings = [tag for tag, _ in tags if re.fullmatch(r"/H\d", tag)]
    wanted = sum(isinstance(one, Heading) for one in document.blocks)
    assert len(headings) == wanted + 1, "the box has a heading of its own"
    assert sum(tag == "/Table" for tag, _ in tags) == 6
    assert any(tag == "/TH" for tag, _ in tags)
    assert all(not page.images for page in reader.pages), "figures are vectors"


def test_pdf_says_the_same_words_in_the_same_order(
    made: Mapping[str, bytes], document: Document
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made[".pdf"]))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    at = -1
    for heading in in_order(document):
        at = text.find("".join(heading.split())[:25], at + 1)
        assert at >= 0, heading
    assert reader.metadata is not None
    assert reader.metadata.title == "Twins & <work>: 3,780 jobs"


class Page(HTMLParser):
    """Every element of a page with its attributes, and the text of headings."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self.open = False
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if re.fullmatch("h[2-4]", tag):
            self.headings.append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and not re.fullmatch("h[2-4]", tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.headings[-1] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_html_is_one_file_in_order_that_asks_and_runs_nothing(
    made: Mapping[str, bytes], document: Document
) -> None:
    page = Page(made[".html"])
    kept = [one for one in page.headings
            if not one.startswith(("Figure", "Tables", "What nobody"))]
    assert [one[:40] for one in kept] == in_order(document)
    assert page.of("script") == page.of("link") == page.of("iframe") == page.of("object") == []
    policy = next(one["content"] for one in page.of("meta") if "http-equiv" in one)
    assert "default-src 'none'; script-src 'none'" in str(policy)
    text = made[".html"].decode("utf-8")
    assert not re.search(r"""(src|xlink:href)\s*=\s*["'](?!#|data:)""", text)
    assert "url(http" not in text
    assert not [name for _, attributes in page.found for name in attributes
                if name.startswith("on")]
    assert len(page.of("svg")) >= 5
    assert "@media print" in text


def test_html_leads_nowhere_that_does_not_exist(made: Mapping[str, bytes]) -> None:
    page = Page(made[".html"])
    ids = [attributes["id"] for _, attributes in page.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    leads = {str(one["href"])[1:] for one in page.of("a") if str(one["href"]).startswith("#")}
    assert leads <= set(ids)
    assert {"figure-jobs", "note-1"} <= leads


def test_slides_have_titles_in_their_placeholders_and_notes_with_sources(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    opened = slides(made[".pptx"])
    assert all(slide.shapes.title is not None and slide.shapes.title.text_frame.text
               for slide in opened)
    for one in edition.shown:
        slide = next(slide for slide in opened if one.title in slide.shapes.title.text_frame.text
                     and slide.has_notes_slide)
        notes = slide.notes_slide.notes_text_frame.text
        assert all(source.cite in notes for source in one.sources)
        assert all(text in notes for text in one.caveats)
        assert one.standing in notes


def test_slides_have_alternative_text_on_everything_that_is_no_text(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    alts = []
    for slide in slides(made[".pptx"]):
        for shape in slide.shapes:
            if shape.has_text_frame:
                continue
            described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
            assert described, shape.name
            alts.append(described)
    drawn = [one.alt for one in edition.shown if one.name != "law"]
    assert [one for one in alts if one in drawn] == drawn


def test_nothing_stands_outside_its_slide(made: Mapping[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made[".pptx"]))
    outside = [
        (slide.shapes.title.text_frame.text, shape.name) for slide in deck.slides
        for shape in slide.shapes if shape.left < 0 or shape.top < 0
        or shape.left + shape.width > deck.slide_width + Emu(2)
        or shape.top + shape.height > deck.slide_height]
    assert outside == []


# --- native charts ------------------------------------------------------------------------------

def test_a_native_line_holds_the_table_and_its_intervals(
    made: Mapping[str, bytes], default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("job_market_employment")
    chart = charts(made[".pptx"])[exhibit.title]
    years = list(chart.plots[0].categories)
    found: dict[str, tuple[float, float, float]] = {}
    for series in chart.plots[0].series:
        below, above = read_error_bars(series)
        for year, value, minus, plus in zip(years, series.values, below, above, strict=True):
            if value is not None:
                assert minus is not None
                assert plus is not None
                found[year] = (value, value - minus, value + plus)
    table = exhibit.table.dropna(subset=["employed_persons"])
    assert set(found) == {str(year) for year in table["year"]}
    for row in table.to_dict("records"):
        assert found[str(row["year"])] == pytest.approx(
            (row["employed_persons"], row["low"], row["high"]), abs=1e-3)


def test_native_bars_hold_the_figure_and_its_intervals(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    shown = next(one for one in edition.shown if one.name == "areas")
    assert shown.editable is not None
    chart = charts(made[".pptx"])[shown.title]
    (series,) = chart.plots[0].series
    (strand,) = shown.editable.strands
    rows = dict(zip(chart.plots[0].categories, zip(
        series.values, *read_error_bars(series), strict=True), strict=True))
    known = {name: at for at, name in enumerate(shown.editable.categories)
             if strand.values[at] is not None}
    assert len(known) >= 4
    for name, at in known.items():
        value, minus, plus = rows[name]
        low, high = strand.interval(at) or (None, None)
        assert value == strand.values[at]
        assert value - minus == pytest.approx(low)
        assert value + plus == pytest.approx(high)
    names = {row[0] for row in shown.rows}
    assert set(known) <= names


def test_the_workbook_behind_a_chart_holds_both_ends(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    shown = next(one for one in edition.shown if one.name == "areas")
    chart = charts(made[".pptx"])[shown.title]
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(
        chart.part.chart_workbook.xlsx_part.blob)).get_sheet_by_index(0).to_python()
    assert head == ["", "Value", "Value: low", "Value: high", "Value: below the value",
                    "Value: above the value"]
    assert shown.editable is not None
    (strand,) = shown.editable.strands
    for at, row in enumerate(rows):
        if row[0] in shown.editable.categories and row[1] not in ("", None):
            pair = strand.interval(shown.editable.categories.index(str(row[0])))
            assert pair == pytest.approx((row[2], row[3])), at


def test_what_no_chart_of_powerpoint_can_show_is_a_picture_and_a_table(
    made: Mapping[str, bytes], edition: Edition
) -> None:
    title = next(one for one in edition.shown if one.name == "costs").title
    there = [slide for slide in slides(made[".pptx"])
             if title in slide.shapes.title.text_frame.text]
    kinds = [{shape.shape_type for shape in slide.shapes if not shape.has_text_frame}
             for slide in there]
    assert [[int(kind) for kind in one] for one in kinds] == [[13], [19]]


def test_simulated_charts_bear_their_word_on_the_slide_and_in_the_file_name(
    made: Mapping[str, bytes], document: Document, edition: Edition
) -> None:
    title = next(one for one in edition.shown if one.name == "stake").title
    slide = next(one for one in slides(made[".pptx"])
                 if one.shapes.title.text_frame.text == title and one.has_notes_slide)
    assert "SIMULATION SCENARIO" in text_of(slide)
    assert "Simulation · Scenario" in text_of(slide)
    assert document.stem.endswith("_simulation_scenario")


def test_a_native_chart_says_what_its_numbers_count_and_has_zero_among_its_lines(
    made: Mapping[str, bytes], default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("job_market_employment")
    axis = charts(made[".pptx"])[exhibit.title].value_axis
    said = axis.axis_title.text_frame.text
    assert said.casefold() == exhibit.words.unit.casefold()
    assert axis.minimum_scale % axis.major_unit == axis.maximum_scale % axis.major_unit == 0


@pytest.mark.parametrize(("low", "high", "expected"), [
    (-65, 28, (-80, 40, 20)), (0, 54, (0, 60, 10)), (0, 7240, (0, 8000, 2000)),
    (0, 0, (0, 1e-9, 1e-9)), (-3, -1, (-3.5, 0, 0.5)), (0, 0.4, (0, 0.5, 0.1))])
def test_the_ends_of_an_axis_are_whole_steps(
    low: float, high: float, expected: tuple[float, float, float]
) -> None:
    assert _scale(low, high) == pytest.approx(expected, abs=1e-6)


def test_points_of_two_kinds_have_two_signs_and_months_a_minus(warehouse: Warehouse) -> None:
    """What the subtitle calls diamonds are diamonds; a hyphen would let the number break."""
    brief = Brief(parts=(Entry("human_v_twin_effect", "effect"),))
    content = make_document(brief, edition_of(brief, warehouse), ".pptx", day=DAY)
    (chart,) = charts(content).values()
    styles = [series.marker.style.name for series in chart.plots[0].series]
    assert styles == ["CIRCLE", "DIAMOND"]
    names = list(chart.plots[0].categories)
    assert names[0].startswith("\u2212")
    assert not [name for name in names if "-" in name]


def test_slides_are_numbered_by_a_field(made: Mapping[str, bytes]) -> None:
    for number, slide in enumerate(slides(made[".pptx"])[1:], start=2):
        (field,) = slide._element.iter(pptx_qn("a:fld"))
        assert (field.get("type"), field.find(pptx_qn("a:t")).text) == ("slidenum", str(number))


def test_a_table_keeps_the_numbers_of_its_figure_and_names_their_unit(
    document: Document, edition: Edition
) -> None:
    tables = {one.of: one for one in document.blocks if isinstance(one, Table) and one.of}
    assert {"From (USD)", "To (USD)"} <= set(tables["costs"].heads)
    for table in tables.values():
        widths = column_widths(table, wide=False)
        assert sum(widths) == pytest.approx(1)
        for at, width in enumerate(widths):
            words = [word for row in table.rows for word in text_of_runs(row[at]).split()]
            longest = max(map(len, [*table.heads[at].split(), *words]))
            assert width * ROOM[False] >= min(longest, LONGEST_WORD), table.heads[at]
    said = json.dumps([one.rows for one in edition.shown])
    assert not re.search(r'"(True|False)"', said)


def test_a_unit_is_percent_where_percent_is_shown() -> None:
    def heading(unit: str) -> str:
        return Head("effect", "Effect", unit, "percent").heading

    assert heading("share of the base-year level") == "Effect (% of the base-year level)"
    assert heading("percent of respondents") == "Effect (% of respondents)"
    assert heading("share") == heading("percent") == "Effect (%)"


def test_caveats_beside_a_figure_are_few_in_a_ministerial_brief_and_none_is_lost(
    edition: Edition
) -> None:
    many = next(one for one in edition.shown if len(one.caveats) > 4)
    for template, beside in (("ministerial", 3), ("committee", len(many.caveats)), ("note", 0)):
        document = compose(replace(BRIEF, template=template), edition, day=DAY)
        lists = [[text_of_runs(item) for item in one.items]
                 for one in document.blocks if isinstance(one, Listing)]
        alone = [one for one in lists if one[:1] == [many.caveats[0]]]
        assert [[item for item in one if item in many.caveats] for one in alone] == (
            [list(many.caveats[:beside])] if beside else [])
        method = [item for one in lists for item in one if item.startswith("Caveat: ")]
        assert all(f"Caveat: {text}" in method for text in many.caveats) == (
            template != "committee")


def test_the_figure_a_number_comes_from_stands_before_the_sign_that_ends_its_sentence(
    edition: Edition
) -> None:
    brief = replace(BRIEF, parts=(Passage("{jobs.title}. So:\n\n{jobs.title}"), *PARTS[1:]))
    said = [text_of_runs(one.runs) for one in compose(brief, edition, day=DAY).blocks
            if isinstance(one, Paragraph)]
    title = next(one for one in edition.shown if one.name == "jobs").title
    assert said[:2] == [f"{title}. So (Figure 1):", f"{title} (Figure 1)"]


def test_office_files_are_of_today_and_their_ids_as_the_schema_has_them(
    made: Mapping[str, bytes]
) -> None:
    """What a template brings from 2010 made Word repair it, or open it in the mode of that time."""
    names = zipfile.ZipFile(io.BytesIO(made[".docx"])).namelist()
    assert not [one for one in names if "stylesWithEffects" in one or "thumbnail" in one]
    settings = word(made[".docx"]).settings.element
    modes = [one.get(qn("w:val")) for one in settings.iter(qn("w:compatSetting"))
             if one.get(qn("w:name")) == "compatibilityMode"]
    assert modes == ["15"]
    deck = zipfile.ZipFile(io.BytesIO(made[".pptx"]))
    assert not [one for one in deck.namelist() if "thumbnail" in one]
    assert b'type="screen4x3"' not in deck.read("ppt/presentation.xml")
    for name in deck.namelist():
        if name.startswith("ppt/charts/chart"):
            assert not re.search(rb'<c:(axId|crossAx) val="-', deck.read(name)), name


# --- hostile words ------------------------------------------------------------------------------

def test_hostile_words_are_words_in_every_format(made: Mapping[str, bytes]) -> None:
    core = "</style></script><script>alert('x')</script>"
    assert core in "\n".join(one.text for one in word(made[".docx"]).paragraphs)
    assert any(core in text_of(slide) for slide in slides(made[".pptx"]))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(
        io.BytesIO(made[".pdf"])).pages)
    assert "".join(core.split()) in "".join(text.split())
    page = made[".html"].decode("utf-8")
    assert "<script" not in page
    assert "&lt;/style&gt;&lt;/script&gt;&lt;script&gt;alert(" in page
    assert "{7*7}" in page
    for content in (page, text):
        assert "\u202e" not in content
        assert "\x07" not in content


def test_a_passage_longer_than_a_slide_goes_on_over_the_next_and_loses_no_word(
    warehouse: Warehouse
) -> None:
    words = " ".join(f"word{at}" for at in range(700)) + " " + "x" * 3_000
    brief = Brief(parts=(Passage(f"# Long\n\n{words}"),))
    content = make_document(brief, edition_of(brief, warehouse), ".pptx", day=DAY)
    bodies = [slide.placeholders[1].text_frame.text for slide in slides(content)
              if slide.shapes.title.text_frame.text.startswith("Long")]
    assert len(bodies) > 4
    assert max(map(len, bodies)) < 1_400
    assert "".join(bodies) == words


def test_every_part_of_an_office_file_is_sound_xml(made: Mapping[str, bytes]) -> None:
    from lxml import etree

    for ending in (".docx", ".pptx"):
        archive = zipfile.ZipFile(io.BytesIO(made[ending]))
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
                assert b"file://" not in archive.read(name)


# --- no Chrome ----------------------------------------------------------------------------------

def test_without_chrome_word_has_tables_and_says_what_is_missing(
    bare: Mapping[str, bytes]
) -> None:
    opened = word(bare[".docx"])
    text = "\n".join(one.text for one in opened.paragraphs)
    assert "Pictures are missing" in text
    assert "none was found on this machine" in text
    assert len(opened.inline_shapes) == 0
    assert len(opened.tables) >= 6


def test_without_chrome_slides_keep_native_charts_and_say_what_is_missing(
    bare: Mapping[str, bytes]
) -> None:
    assert len(charts(bare[".pptx"])) >= 3
    opened = slides(bare[".pptx"])
    assert "Pictures are missing" in text_of(opened[0])
    assert sum(shape.has_table for slide in opened for shape in slide.shapes) >= 3
    assert any("The table follows" in text_of(slide) for slide in opened)


def test_without_chrome_html_draws_its_figures_itself_and_words_stay_words(
    bare: Mapping[str, bytes]
) -> None:
    page = bare[".html"].decode("utf-8")
    assert page.count('class="plot"') == 5
    data = re.search(r'<script type="application/json" id="figures">(.+?)</script>', page)
    assert data
    assert set(json.loads(data[1], parse_constant=lambda _: 1 / 0)) == {f"figure-{one}" for one in (
        "jobs", "areas", "costs", "stake", "law")}
    assert "<script>alert" not in page


def test_without_chrome_the_pdf_says_so(bare: Mapping[str, bytes]) -> None:
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(
        io.BytesIO(bare[".pdf"])).pages)
    assert "Pictures are missing" in " ".join(text.split())


# --- a second program ---------------------------------------------------------------------------

def test_libreoffice_opens_what_was_made_and_draws_every_page(
    made: Mapping[str, bytes], tmp_path: Path, edition: Edition
) -> None:
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if not office or not painter:
        pytest.skip("LibreOffice (soffice) or pdftoppm is not on this machine")
    files = []
    for ending in (".docx", ".pptx"):
        files.append(tmp_path / f"brief{ending[1:]}{ending}")
        files[-1].write_bytes(made[ending])
    done = subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, *files],
        capture_output=True, text=True, check=False, timeout=240)
    if "could not be loaded" in done.stderr + done.stdout:
        pytest.skip("LibreOffice is here without Writer or Impress")
    for file in files:
        reader = pypdf.PdfReader(file.with_suffix(".pdf"))
        text = "".join("".join(page.extract_text().split()) for page in reader.pages)
        for one in edition.shown:
            assert "".join(one.title.split())[:40] in text
        subprocess.run([painter, "-r", "20", "-png", "-gray", file.with_suffix(".pdf"),
                        tmp_path / file.stem], check=True)
        drawn = sorted(tmp_path.glob(f"{file.stem}-*.png"))
        assert len(drawn) == len(reader.pages) > 5
        assert min(one.stat().st_size for one in drawn) > 150
    deck = pypdf.PdfReader(tmp_path / "briefpptx.pdf")
    assert len(deck.pages) == len(slides(made[".pptx"]))


def test_many_rows_go_over_slides_under_their_headings_on_one_axis(
    default_exhibit: Callable[[str], Exhibit]
) -> None:
    exhibit = default_exhibit("worker_voice_bectu")
    editable = editable_of(exhibit.draw(exhibit.table, theme.Canvas()))
    assert editable is not None
    parts = parts_of(editable)
    assert len(parts) > 1
    assert all(len(part.editable.categories) <= MOST_ROWS for part in parts)
    assert len({(part.low, part.high) for part in parts}) == 1
    found = [(name, value) for part in parts for name, value in zip(
        part.editable.categories, part.editable.strands[0].values, strict=True)]
    rows = [one for one in found if one[1] is not None]
    assert rows == list(zip(editable.categories, editable.strands[0].values, strict=True))
    headings = [name for name, value in found if value is None]
    sections = [one.upper() for one in dict.fromkeys(editable.sections)]
    assert [one for one in headings if "(CONTINUED)" not in one] == sections
    shares = exhibit.table["share"].dropna().mul(100).round(6)
    assert sorted(value for _, value in rows if value is not None) == sorted(shares)
