"""What Word can hold and python-docx has no name for: fields, bookmarks, links, borders, roles."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.run import Run

from analysis.briefs.document import Runs
from analysis.charts.plain_text import safe_text

LONGEST_BOOKMARK = 40
CELL = "Table Text"
"""Style of what stands in a table, empty cells included."""
LINK = RGBColor(0x16, 0x3F, 0x7C)


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of its namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def bookmark_name(place: str) -> str:
    """The name of a place as Word accepts it: letters, digits and ``_``, at most forty."""
    name = re.sub(r"\W", "_", place)
    if len(name) <= LONGEST_BOOKMARK:
        return name
    return f"{name[:31]}_{zlib.crc32(place.encode()):08x}"


def add_bookmark(paragraph: Any, place: str, number: int, *, first: int = 0) -> None:
    """Mark what stands in a paragraph from its ``first`` child on as a place to lead to."""
    start = element("bookmarkStart", id=str(number), name=bookmark_name(place))
    children = [child for child in paragraph._p if child.tag != qn("w:pPr")]
    if first < len(children):
        children[first].addprevious(start)
    else:
        paragraph._p.append(start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word works out again, with what it shows until then."""
    field = element("fldSimple", instr=code)
    run, text = element("r"), element("t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_runs(paragraph: Any, runs: Runs) -> None:
    """An author's runs, with links to the web and within the document."""
    for run in runs:
        text = safe_text(run.text)
        if not text:
            continue
        made = paragraph.add_run(text)
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.to or run.link:
            _wrap(paragraph, made, run.to, run.link)


def _wrap(paragraph: Any, made: Any, to: str, link: str) -> None:
    made.font.color.rgb = LINK
    if to:
        hyperlink = element("hyperlink", anchor=bookmark_name(to), history="1")
    else:
        hyperlink = element("hyperlink", history="1")
        hyperlink.set(qn("r:id"), paragraph.part.relate_to(
            link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        made.font.underline = True
    made._r.addprevious(hyperlink)
    hyperlink.append(made._r)


def renew(word: Any) -> None:
    """Rid a new document of what its template brings from Word of 2010.

    A second set of styles that does not know ours, a picture of an empty page, and that mode.
    """
    part = word.part
    for relations, kind in ((part.rels, "stylesWithEffects"),
                            (part.package.rels, "metadata/thumbnail")):
        for id in [id for id, one in relations.items() if one.reltype.endswith(kind)]:
            del relations[id]
    settings = word.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for old in settings.findall(qn("w:savePreviewPicture")):
        settings.remove(old)
    for zoom in settings.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")


def describe_picture(shape: Any, *, title: str, alt: str) -> None:
    """Title and alternative text of a picture, in its XML."""
    properties = shape._inline.docPr
    properties.set("title", safe_text(title))
    properties.set("descr", safe_text(alt))


def crop(shape: Any, *, top: float, bottom: float) -> None:
    """Show only a part of a picture, from ``top`` to ``bottom`` as shares of its height."""
    fill = shape._inline.graphic.graphicData.pic.find(qn("pic:blipFill"))
    cut = OxmlElement("a:srcRect")
    cut.set("t", str(round(top * 100_000)))
    cut.set("b", str(round((1 - bottom) * 100_000)))
    fill.find(qn("a:blip")).addnext(cut)
    shape.height = Emu(round(shape.height * (bottom - top)))


def border(paragraph: Any, sides: Sequence[str]) -> None:
    """Lines around a paragraph; neighbours with the same lines stand in one frame."""
    lines = element("pBdr")
    for side in sides:
        lines.append(element(side, val="single", sz="6", space="6", color="1D1D1B"))
    properties = paragraph._p.get_or_add_pPr()
    following = [qn(f"w:{tag}") for tag in ("shd", "tabs", "spacing", "ind", "jc", "rPr")]
    later = next((child for child in properties if child.tag in following), None)
    if later is None:
        properties.append(lines)
    else:
        later.addprevious(lines)


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Widths of columns in centimetres; cells follow, for programs that read only those."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Cm(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Cm(width)


def dress_table(table: Any, *, title: str, description: str) -> None:
    """Heads that repeat on every page, rows that stay whole, thin lines, a name for readers."""
    properties = table._tbl.tblPr
    for tag, text in (("tblCaption", title), ("tblDescription", description)):
        properties.append(element(tag, val=safe_text(text)))
    lines = element("tblBorders")
    for side, size in (("top", "8"), ("bottom", "6"), ("insideH", "4")):
        lines.append(element(side, val="single", sz=size, space="0", color="AFAAA0"))
    layout = properties.find(qn("w:tblLayout"))
    (properties.find(qn("w:tblLook")) if layout is None else layout).addprevious(lines)
    for at, row in enumerate(table._tbl.tr_lst):
        row_properties = row.get_or_add_trPr()
        row_properties.append(element("cantSplit"))
        if at == 0:
            row_properties.append(element("tblHeader"))


def fill_cell(cell: Any, runs: Runs, *, right: bool, bold: bool = False) -> None:
    """One cell, its number to the right."""
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    add_runs(paragraph, runs)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        run.bold = True if bold else run.bold


def set_size(paragraph: Any, points: float) -> None:
    """Size of all letters of a paragraph, those of its links too."""
    for run in paragraph._p.iter(qn("w:r")):
        Run(run, paragraph).font.size = Pt(points)
