"""Slides in the desk's look: layouts as wide as the slide, titles in their placeholders."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analysis.briefs.document import Runs, plain_runs
from analysis.charts.plain_text import safe_text

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TEXT_WIDE = Inches(0.6), Inches(12.13)
TITLE_TOP, TITLE_HIGH = Inches(0.35), Inches(1.0)
BODY_TOP, BODY_HIGH = Inches(1.95), Inches(4.55)
FOOT_TOP, FOOT_HIGH = Inches(6.62), Inches(0.62)
INK, MUTED, LINK = RGBColor(0x1D, 0x1D, 0x1B), RGBColor(0x4A, 0x48, 0x44), RGBColor(
    0x16, 0x3F, 0x7C)
SANS, SERIF = "Arial", "Times New Roman"
TITLE_SLIDE, TITLE_AND_BODY, TITLE_ONLY = 0, 1, 5
TITLE_POINTS = {110: 26, 170: 22, 280: 17, 460: 13, 10**6: 8}
"""Size of a title by how long it may be, so that it stays in its place."""
SLIDE_NUMBER = "{6C8B3C2E-8F1B-4A57-9C55-0D0B1D6A7E01}"
"""Id of the field; every field of a kind may bear the same."""
FACES = re.compile(rb'(<a:(major|minor)Font>\s*<a:latin typeface=")[^"]*(")')


def begin_deck() -> Any:
    """An empty presentation, 16:9, in the desk's letters."""
    deck = Presentation()
    factor = WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.element.sldSz.attrib.pop("type", None)
    package = deck.part.package
    for id in [id for id, one in package._rels.items() if one.reltype.endswith("/thumbnail")]:
        package.drop_rel(id)
    master = deck.slide_master
    for place in [master, *master.slide_layouts]:
        for shape in place.shapes:
            shape.left, shape.width = Emu(round(shape.left * factor)), Emu(
                round(shape.width * factor))
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = FACES.sub(
        lambda found: found[1] + (SERIF if found[2] == b"major" else SANS).encode() + found[3],
        theme.blob)
    return deck


def add_slide(deck: Any, title: str, *, layout: int = TITLE_ONLY) -> Any:
    """A slide whose title stands in the placeholder for titles."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type is not None and shape.placeholder_format.idx >= 10:
            shape._element.getparent().remove(shape._element)
    shape = slide.shapes.title
    top = TITLE_TOP if layout != TITLE_SLIDE else Inches(2.1)
    high = TITLE_HIGH if layout != TITLE_SLIDE else Inches(1.7)
    shape.left, shape.top, shape.width, shape.height = LEFT, top, TEXT_WIDE, high
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    frame.text, frame.word_wrap = safe_text(title), True
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    frame.auto_size = MSO_AUTO_SIZE.NONE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 1
    size = 36 if layout == TITLE_SLIDE else next(
        points for longest, points in TITLE_POINTS.items() if len(title) <= longest)
    paragraph.font.size, paragraph.font.color.rgb = Pt(size), INK
    return slide


def add_text(slide: Any, name: str, box: tuple[int, int, int, int]) -> Any:
    """An empty box for text; its frame."""
    shape = slide.shapes.add_textbox(*box)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def write_runs(paragraph: Any, runs: Runs, *, points: float, colour: RGBColor = INK) -> None:
    """Runs of one style each; only links to the web lead anywhere."""
    paragraph.font.size = Pt(points)
    for run in runs:
        text = safe_text(run.text)
        if not text:
            continue
        made = paragraph.add_run()
        made.text = text
        made.font.size, made.font.color.rgb = Pt(points), colour
        made.font.bold, made.font.italic = run.bold or None, run.italic or None
        if run.link:
            made.hyperlink.address = run.link


def bullet(paragraph: Any, *, sign: str, indent: int = 228600) -> None:
    """A bullet or a number before a paragraph, its lines under its first word."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    for tag in ("buNone", "buChar", "buAutoNum"):
        for old in properties.findall(qn(f"a:{tag}")):
            properties.remove(old)
    made = etree.SubElement(properties, qn("a:buAutoNum" if sign == "1" else "a:buChar"))
    made.set("type" if sign == "1" else "char", "arabicPeriod" if sign == "1" else sign)


def no_bullet(paragraph: Any) -> None:
    """A paragraph of a body placeholder without its bullet."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    etree.SubElement(properties, qn("a:buNone"))


def number_slides(deck: Any) -> None:
    """The number of each slide but the first, as a field that follows when slides are moved."""
    for number, slide in list(enumerate(deck.slides, start=1))[1:]:
        frame = add_text(slide, "Slide number", (
            LEFT + TEXT_WIDE - Inches(0.8), HIGH - Inches(0.3), Inches(0.8), Inches(0.22)))
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        write_runs(paragraph, plain_runs(str(number)), points=10, colour=MUTED)
        run = paragraph.runs[0]._r
        run.tag = qn("a:fld")
        run.set("id", SLIDE_NUMBER)
        run.set("type", "slidenum")


def describe(shape: Any, alt: str, *, name: str) -> None:
    """Alternative text and name of a shape, in its XML."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", safe_text(alt))
    properties.set("name", safe_text(name))


def add_watermark(slide: Any, words: str) -> None:
    """The word simulation or scenario across a chart that an office program draws."""
    box = (Inches(2.6), Inches(3.3), Inches(8), Inches(1.3))
    frame = add_text(slide, "Watermark", box)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 2
    write_runs(paragraph, plain_runs(words, bold=True), points=66, colour=INK)
    fill = paragraph.runs[0]._r.find(f".//{qn('a:srgbClr')}")
    alpha = etree.SubElement(fill, qn("a:alpha"))
    alpha.set("val", "14000")
    slide.shapes[-1].rotation = -14
