"""A brief as one HTML file that prints well, asks nothing of the network, and runs nothing.

Decided: figures are vectors in the page. Where no Chrome is there to draw them the page brings
Plotly's code and draws them in the reader's browser; only then does it hold a script, and never one
that an author's words could change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from plotly.offline import get_plotlyjs

from analysis.briefs.document import (
    Block,
    Box,
    Break,
    Document,
    Endnotes,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Runs,
    Table,
    text_of_runs,
)
from analysis.briefs.pictures import figures_of, missing_chrome, pieces_of, to_svg
from analysis.exports.embed import script_safe

PAGE_PX = {False: 860, True: 470}
"""Room of a printed page upright and across, in pixels of a figure."""


def to_html(document: Document) -> bytes:
    """The document as a page."""
    drawn = not missing_chrome()
    body = "".join(_block(block, document, drawn) for block in document.blocks)
    figures = {figure.place: figure.shown.figure for figure in figures_of(document)
               if figure.shown.figure}
    script = "" if drawn or not figures else (
        f"<script>{get_plotlyjs()}</script>"
        f'<script type="application/json" id="figures">{script_safe(figures)}</script>'
        f"<script>{_SCRIPT}</script>")
    by = " · ".join(part for part in (document.author, document.day, document.template.label)
                    if part)
    return _PAGE.format(
        kind="compact" if document.template.compact else "plain",
        title=escape(document.title), by=escape(by), standing=escape(document.standing),
        body=body, script=script, scripts="'unsafe-inline'" if script else "'none'",
        paper="A4 landscape" if document.template.landscape else "A4",
    ).encode("utf-8")


def _block(block: Block, document: Document, drawn: bool) -> str:
    if isinstance(block, Figure):
        return _figure(block, document, drawn)
    writers: Mapping[type, Callable[[Any], str]] = {
        Break: lambda one: '<div class="page"></div>',
        Heading: _heading, Paragraph: _paragraph, Listing: _listing, Table: _table, Box: _box,
        Endnotes: _endnotes,
    }
    return writers[type(block)](block)


def _runs(runs: Runs) -> str:
    made = []
    for run in runs:
        text = escape(run.text)
        text = f"<strong>{text}</strong>" if run.bold else text
        text = f"<em>{text}</em>" if run.italic else text
        target = f"#{run.to}" if run.to else run.link
        made.append(f'<a href="{escape(target, quote=True)}" rel="noopener noreferrer">{text}</a>'
                    if target else text)
    return "".join(made)


def _heading(block: Heading) -> str:
    level = block.level + 1
    return f"<h{level}{' class=page' if block.page else ''}>{_runs(block.runs)}</h{level}>\n"


def _paragraph(block: Paragraph) -> str:
    number = f'<span class="number">{block.number}.</span> ' if block.number else ""
    return f'<p class="{block.style}">{number}{_runs(block.runs)}</p>\n'


def _listing(block: Listing) -> str:
    tag = "ol" if block.ordered else "ul"
    items = "".join(
        f"<li{_id(block.place(at))}>{_runs(item)}</li>" for at, item in enumerate(block.items))
    return f"<{tag}{' class=small' if block.small else ''}>{items}</{tag}>\n"


def _id(place: str) -> str:
    return f' id="{place}"' if place else ""


def _figure(block: Figure, document: Document, drawn: bool) -> str:
    shown = block.shown
    caption = (f"<figcaption><strong>Figure {block.number}.</strong> {_runs(block.caption)}."
               "</figcaption>")
    if not shown.figure:
        inside = f"<p>{escape(shown.title)}.</p>"
    elif drawn:
        inside = _pieces(block, document.template.landscape)
    else:
        inside = (f'<div class="plot" data-figure="{block.place}" role="img" '
                  f'aria-label="{escape(shown.alt, quote=True)}"></div>')
    return f'<figure id="{block.place}">{inside}{caption}</figure>\n'


def _pieces(block: Figure, landscape: bool) -> str:
    """The figure in pieces that a printer need not cut through."""
    shown = block.shown
    svg = to_svg(shown)
    layout = shown.figure["layout"]
    width, height = float(layout["width"]), float(layout["height"])
    pieces = pieces_of(shown, most_px=PAGE_PX[landscape])
    if len(pieces) < 2:
        return svg
    whole = f"whole-{shown.name}"
    made = [f'<svg class="piece" aria-hidden="true" viewBox="0 {one.top:g} {width:g} '
            f'{one.bottom - one.top:g}"><use href="#{whole}"/></svg>' for one in pieces[1:]]
    first = pieces[0]
    outer = (f'<svg class="piece" viewBox="0 0 {width:g} {first.bottom:g}">'
             f'<g id="{whole}">{_sized(svg, width, height)}</g></svg>')
    return outer + "".join(made)


def _sized(svg: str, width: float, height: float) -> str:
    """Inside another picture a length must be a number of its own units."""
    return svg.replace(f'width="{width:g}px"', f'width="{width:g}"', 1).replace(
        f'height="{height:g}px"', f'height="{height:g}"', 1)


def _table(block: Table) -> str:
    heads = "".join(f'<th scope="col"{_right(right)}>{escape(head)}</th>'
                    for head, right in zip(block.heads, block.numeric, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{_right(right)}>{_runs(cell)}</td>"
                         for cell, right in zip(row, block.numeric, strict=True)) + "</tr>"
        for row in block.rows)
    label = f"<strong>{escape(block.label)}.</strong> " if block.label else ""
    place = f' id="table-{block.of}"' if block.of else ""
    return (f'<div class="scroll"{place} tabindex="0" role="region" '
            f'aria-label="{escape(text_of_runs(block.caption), quote=True)}"><table><caption>'
            f"{label}{_runs(block.caption)}</caption><thead><tr>{heads}</tr></thead>"
            f'<tbody>{rows}</tbody></table></div><p class="small">{_runs(block.note)}</p>\n')


def _right(numeric: bool) -> str:
    return ' class="right"' if numeric else ""


def _box(block: Box) -> str:
    entries = "".join(f"<dt>{escape(question)}</dt><dd>{escape(why)}</dd>"
                      for question, why in block.entries)
    return f"<section class=box><h2>{escape(block.title)}</h2><dl>{entries}</dl></section>\n"


def _endnotes(block: Endnotes) -> str:
    items = []
    for number, note in block.notes:
        cite = escape(note.cite)
        address = escape(note.address)
        if address:
            cite = cite.replace(
                address, f'<a href="{escape(note.address, quote=True)}" '
                f'rel="noopener noreferrer">{address}</a>', 1)
        items.append(
            f'<li id="note-{number}">{cite} <span class="kind">{escape(note.kind)}, '
            f"{escape(note.verification)}. Licence: {escape(note.licence)}.</span></li>")
    return f'<ol class="notes">{"".join(items)}</ol>\n'


_SCRIPT = """
const figures = JSON.parse(document.getElementById("figures").textContent);
for (const box of document.querySelectorAll("[data-figure]")) {
  const one = figures[box.dataset.figure];
  Plotly.newPlot(box, one.data, one.layout, {staticPlot: true, displayModeBar: false});
}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {scripts};
 style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<style>
@page {{ size: {paper}; margin: 18mm 20mm; }}
html {{ background: #FFFFFF; color: #1D1D1B; }}
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.5 "Source Sans 3", "Liberation Sans", Arial, sans-serif; }}
h1, h2, h3 {{ font-family: "Source Serif 4", Georgia, "Liberation Serif", serif; line-height: 1.25;
  break-after: avoid; overflow-wrap: anywhere; text-wrap: balance; }}
h1 {{ font-size: 1.9rem; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.35rem; margin: 2rem 0 .5rem; }}
h3 {{ font-size: 1.1rem; margin: 1.6rem 0 .5rem; }}
a {{ color: #163F7C; overflow-wrap: anywhere; }}
p, li, dd {{ overflow-wrap: anywhere; orphans: 3; widows: 3; }}
.by, .small, .kind, figcaption, caption, ul.small li {{ color: #4A4844; }}
.small, figcaption, caption, ul.small li, table, .notes {{ font-size: .85rem; }}
.number {{ display: inline-block; min-width: 1.8rem; font-weight: 600; }}
figure {{ margin: 1rem 0 .5rem; }}
figure svg, figure .plot {{ display: block; max-width: 100%; height: auto; }}
figure .plot {{ overflow-x: auto; }}
svg.piece {{ width: 100%; break-inside: avoid; }}
table {{ border-collapse: collapse; width: 100%; line-height: 1.35; }}
caption {{ text-align: left; padding-bottom: .3rem; }}
th, td {{ text-align: left; vertical-align: top; padding: 3px 10px 3px 0;
  border-bottom: 1px solid #CFCAC0; }}
th {{ border-bottom: 1.5px solid #1D1D1B; }}
.right {{ text-align: right; }}
tr, .box dt {{ break-inside: avoid; }}
caption, thead {{ break-after: avoid; break-inside: avoid; }}
tbody tr:first-child {{ break-before: avoid; }}
.scroll {{ overflow-x: auto; margin-top: 1rem; }}
.box {{ border: 1px solid #1D1D1B; padding: 0 1rem; margin: 2rem 0; }}
.box h2 {{ margin-top: 1rem; }}
.box dt {{ font-weight: 600; break-after: avoid; }}
.box dd {{ margin: 0 0 .6rem; }}
@media print {{
  body {{ max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }}
  .compact {{ font-size: 9pt; line-height: 1.35; }}
  .compact h1 {{ font-size: 15pt; }}
  .compact h2 {{ font-size: 11pt; margin: 9pt 0 2pt; }}
  .compact p, .compact ul, .compact ol {{ margin: 3pt 0; }}
  .page {{ break-before: page; }}
  .scroll {{ overflow: visible; }}
  a {{ color: inherit; }}
  figure > svg:not(.piece) {{ break-inside: avoid; }}
}}
</style></head><body class="{kind}">
<header><h1>{title}</h1><p class="by">{by}</p><p class="small">{standing}</p></header>
<main>
{body}</main>
{script}
</body></html>
"""
