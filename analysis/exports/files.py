"""Write an exhibit as .csv, .json or .html.

The CSV is spreadsheet-safe: a text cell that a spreadsheet would take for a formula is preceded by
an apostrophe. It starts with the data, so that any program reads it; title, standing, sources and
caveats follow in the JSON and HTML. Same exhibit, same bytes.
"""

from __future__ import annotations

import json
import re
from html import escape

import pandas as pd

from analysis.charts import theme
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.private import mark_withheld
from analysis.exports.assumed import assumed_lines, assumed_table
from analysis.exports.describe import describe, display_table, join_sources, tidy_table

LONGEST_STEM = 90
NOTES, ASSUMPTIONS = "notes", "assumptions"
FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def file_stem(exhibit: Exhibit) -> str:
    """File name without ending: exhibit, settings that differ by name, data version, mark."""
    chosen = [
        re.sub(r"[^a-z0-9]+", "-", _words_of(value).lower()).strip("-")
        for value in exhibit.settings.values() if value
    ]
    start = "_".join(part for part in [exhibit.id, *chosen] if part)[:LONGEST_STEM]
    return "_".join(part for part in [start, exhibit.data_version, *exhibit.mark.split()] if part)


def to_csv(exhibit: Exhibit) -> bytes:
    """The columns readers see under their machine names, the source ids of each row among them.

    Shares are 0-1; an empty cell was not published or not found, one that the disclosure gate
    withheld says so. Of private data the first row has in ``notes`` what must be read with them:
    how respondents were found, what was withheld, and by which rules; of a scenario it has in
    ``assumptions`` all that it was worked out from.
    """
    frame = join_sources(tidy_table(exhibit))
    for name in frame.columns:
        if pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].map(_safe, na_action="ignore")
    frame = mark_withheld(frame, exhibit.table)
    if exhibit.released is not None:
        frame[NOTES] = _first(" ".join(exhibit.caveats), len(frame))
    if exhibit.assumptions is not None:
        frame[ASSUMPTIONS] = _first("; ".join(assumed_lines(exhibit)), len(frame))
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def to_json(exhibit: Exhibit) -> bytes:
    """Everything about the exhibit but its drawing."""
    text = json.dumps(describe(exhibit), indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def to_html(exhibit: Exhibit) -> bytes:
    """One file that works offline: figure, table, standing, caveats, sources, SQL."""
    fig = exhibit.figure(theme.Canvas())
    picture = fig.to_html(
        full_html=False, include_plotlyjs=True, config=theme.config(file_stem(exhibit)),
        div_id=f"figure-{exhibit.id}",
    )
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
        finding=finding, title=escape(exhibit.title), picture=picture,
        alt=escape(exhibit.words.alt, quote=True),
        table=table, standing=escape(exhibit.standing.sentence()), caveats=items,
        sources=sources, runs=runs, base=escape(str(exhibit.base)), cite=escape(exhibit.cite),
        question=escape(exhibit.question), assumptions=assumptions,
    )
    return document.encode("utf-8")


def _first(text: str, rows: int) -> list[str]:
    """The text in the first row of a column."""
    return [text, *[""] * (rows - 1)][:rows]


def _words_of(value: object) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _safe(value: object) -> str:
    text = str(value).replace("\r", " ")
    return "'" + text if text.startswith(FORMULA_STARTS) else text


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ background: #FBFAF7; color: #1D1D1B; max-width: 880px; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.5 "Source Sans 3", "Liberation Sans", Arial, sans-serif; }}
h1, h2, h3 {{ font-family: "Source Serif 4", Georgia, "Liberation Serif", serif; }}
table {{ border-collapse: collapse; font-size: 14px; }}
th, td {{ text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid #E4E1DA; }}
pre {{ overflow-x: auto; background: #EFEAE1; padding: 1rem; }}
.scroll {{ overflow-x: auto; }}
</style></head><body>
<p>{question}</p>
<h1>{title}</h1>{finding}
<div role="img" aria-label="{alt}">{picture}</div>
<h2>Table</h2><div class="scroll">{table}</div>{assumptions}
<h2>How we know</h2><p>{standing}</p><p>Base: {base}</p>
<h3>Caveats</h3><ul>{caveats}</ul>
<h3>Sources</h3><ul>{sources}</ul>
<h2>Queries</h2>{runs}
<p>{cite}</p>
</body></html>
"""
