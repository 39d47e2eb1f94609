"""An exhibit as one HTML page that works offline, on a phone too.

Decided: the figure is the one of the embed, laid out for the width it finds; the page may load
nothing from anywhere.
"""

from __future__ import annotations

from html import escape

from analysis.exhibits.exhibit import Exhibit
from analysis.exports.assumed import assumed_table
from analysis.exports.describe import display_table
from analysis.exports.embed import POLICY, STYLE, figure_part, lay_out
from analysis.exports.files import language_of


def to_html(exhibit: Exhibit) -> bytes:
    """One file that works offline: figure, table, standing, caveats, sources, SQL."""
    items = "".join(f"<li>{escape(caveat)}</li>" for caveat in exhibit.caveats)
    sources = "".join(f"<li>{escape(source.cite())}</li>" for source in exhibit.sources.values())
    runs = "".join(
        f"<h3>{escape(run.name)}</h3><p>Reads {escape(', '.join(run.tables))}; parameters "
        f"{escape(repr(run.parameters))}</p><pre>{escape(run.sql)}</pre>" for run in exhibit.runs
    )
    finding = "" if exhibit.finding == exhibit.title else \
        f"<p>Computed finding: {escape(exhibit.finding)}</p>"
    table = display_table(exhibit).to_html(index=False, border=0, escape=True)
    assumed = assumed_table(exhibit)
    assumptions = "" if assumed.empty else (
        '<h2>Assumptions</h2><div class="scroll">'
        + assumed.to_html(index=False, border=0, escape=True) + "</div>")
    document = _PAGE.format(
        finding=finding, title=escape(exhibit.title), policy=POLICY, style=STYLE,
        picture=figure_part(exhibit, lay_out(exhibit), tools=True),
        table=table, standing=escape(exhibit.standing.sentence()), caveats=items,
        sources=sources, runs=runs, base=escape(str(exhibit.base)), cite=escape(exhibit.cite),
        question=escape(exhibit.question), language=language_of(exhibit),
        assumptions=assumptions,
    )
    return document.encode("utf-8")


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>{title}</title>
<style>
body {{ background: #FBFAF7; color: #1D1D1B; max-width: 880px; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.5 "Source Sans 3", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }}
h1, h2, h3 {{ font-family: "Source Serif 4", Georgia, "Liberation Serif", serif; }}
table {{ border-collapse: collapse; font-size: 14px; overflow-wrap: normal; }}
th, td {{ text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid #E4E1DA; }}
pre {{ overflow-x: auto; background: #EFEAE1; padding: 1rem; }}
.scroll {{ overflow-x: auto; }}
{style}</style></head><body>
<p>{question}</p>
<h1 lang="{language}">{title}</h1>{finding}
<div>{picture}</div>
<h2>Table</h2><div class="scroll">{table}</div>{assumptions}
<h2>How we know</h2><p>{standing}</p><p>Base: {base}</p>
<h3>Caveats</h3><ul>{caveats}</ul>
<h3>Sources</h3><ul>{sources}</ul>
<h2>Queries</h2>{runs}
<p>{cite}</p>
</body></html>
"""
