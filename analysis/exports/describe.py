"""An exhibit as plain data (for JSON) and as text (for a terminal)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from analysis.charts.language import LANGUAGES
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, NotPublished
from analysis.exhibits.private import mark_withheld
from analysis.exports.assumed import assumed_lines, assumed_records


def describe(exhibit: Exhibit) -> dict[str, Any]:
    """Everything about an exhibit but its drawing, in types JSON knows.

    Returns
    -------
    dict
        id, question, title, subtitle, unit, base, as_of, data_version, settings, standing,
        sources, caveats, runs (with SQL), alt, columns, table (list of records), citation; of a
        scenario also its assumptions, of private data the rules of the gate and what it withheld.
    """
    return {
        "id": exhibit.id, "question": exhibit.question, "title": exhibit.title,
        "subtitle": exhibit.subtitle, "unit": exhibit.words.unit, "base": describe_base(exhibit),
        "as_of": exhibit.as_of.isoformat(), "data_version": exhibit.data_version,
        "settings": {name: _plain(value) for name, value in exhibit.settings.items()},
        "standing": asdict(exhibit.standing) | {"words": exhibit.standing.sentence()},
        "sources": [
            asdict(source) | {"retrieved": source.retrieved.isoformat()}
            for source in exhibit.sources.values()
        ],
        "caveats": list(exhibit.caveats),
        "runs": [
            {
                "query": run.name, "purpose": run.purpose, "tables": list(run.tables),
                "parameters": {key: _plain(value) for key, value in run.parameters.items()},
                "sql": run.sql,
            } for run in exhibit.runs
        ],
        "alt": exhibit.words.alt,
        "columns": {
            name: {"label": column.label, "unit": _unit_of_value(column)}
            for name, column in exhibit.columns.items()
        },
        "table": [
            {key: _plain(value) for key, value in row.items()}
            for row in tidy_table(exhibit).to_dict("records")
        ],
        **({"assumptions": assumed_records(exhibit)} if exhibit.assumptions is not None else {}),
        **_dressed(exhibit),
        **({"disclosure": exhibit.released.to_json()} if exhibit.released else {}),
        "citation": exhibit.cite,
    }


def _dressed(exhibit: Exhibit) -> dict[str, Any]:
    """What an editor made of it, beside what the data say."""
    if not exhibit.words.dress:
        return {}
    return {"finding": exhibit.finding, "dress": json.loads(exhibit.words.dress)}


def tidy_table(exhibit: Exhibit) -> pd.DataFrame:
    """The columns readers see under their machine names, as they are passed on.

    Whole numbers and years are whole, other numbers have at most six decimals, shares are 0-1; an
    empty cell stays empty.
    """
    frame = exhibit.table[list(exhibit.columns)].copy()
    for name, column in exhibit.columns.items():
        if column.format in ("integer", "year"):
            frame[name] = frame[name].astype("Float64").round().astype("Int64")
        elif column.format in ("decimal", "percent"):
            frame[name] = frame[name].astype("float64").round(6)
    return frame


def join_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with lists of source ids as one text a row."""
    if "source_ids" not in frame:
        return frame
    return frame.assign(source_ids=frame["source_ids"].map(lambda ids: "; ".join(sorted(ids))))


def describe_base(exhibit: Exhibit) -> dict[str, Any]:
    """The base as ``{"n": 5273}`` or as a status with its reason."""
    base = exhibit.base
    if isinstance(base, NotPublished):
        return {"n": None, "status": "not published", "reason": base.reason}
    if isinstance(base, NotApplicable):
        return {"n": None, "status": "not applicable", "reason": base.reason}
    return {"n": base, "status": "published", "reason": ""}


def show_text(exhibit: Exhibit) -> str:
    """An exhibit for a terminal."""
    lines = assumed_lines(exhibit)
    sections = [
        exhibit.title, exhibit.subtitle, "",
        f"Question   {exhibit.question}",
        f"Base       {exhibit.base if not isinstance(exhibit.base, int) else f'{exhibit.base:,}'}",
        f"As of      {exhibit.as_of:%Y-%m-%d}   data version {exhibit.data_version}",
        f"Standing   {exhibit.standing.sentence()}", "", display_table(exhibit).to_string(
            index=False, na_rep="", max_colwidth=60), "", "Caveats",
        *[f"  - {caveat}" for caveat in exhibit.caveats], "",
        *(["Assumptions", *[f"  - {line}" for line in lines], ""] if lines else []), "Sources",
        *[f"  - [{source.source_id}] {source.cite()}" for source in exhibit.sources.values()],
        "", "Alternative text", f"  {exhibit.words.alt}", "",
    ]
    for run in exhibit.runs:
        sections += [
            f"Query {run.name} (reads {', '.join(run.tables)}; parameters {run.parameters})",
            run.sql, "",
        ]
    return "\n".join(sections)


def display_table(exhibit: Exhibit) -> pd.DataFrame:
    """The columns readers see, in order, under their labels, numbers as text with their unit."""
    shown = {}
    for name, column in exhibit.columns.items():
        label = f"{column.label} ({column.unit})" if column.unit else column.label
        shown[label] = exhibit.table[name].map(
            lambda value, style=column.format: _shown(format_value(value, style), style, exhibit)
        )
    return mark_withheld(pd.DataFrame(shown), exhibit.table)


def _shown(text: str, style: str, exhibit: Exhibit) -> str:
    """A number of the table as the exhibit's language prints it."""
    if style not in ("integer", "decimal", "percent"):
        return text
    return LANGUAGES[exhibit.words.language].number(text)


def format_value(value: Any, style: str) -> str:
    """A cell as text; an empty cell stays empty, it is never zero."""
    if not pd.api.types.is_scalar(value):
        return "; ".join(sorted(str(item) for item in value))
    if value is None or pd.isna(value):
        return ""
    if style == "percent":
        return f"{value * 100:.1f}".removesuffix(".0")
    if style == "integer":
        return f"{value:,.0f}"
    if style == "decimal":
        return f"{value:,.2f}"
    if style == "date":
        return f"{value:%Y-%m-%d}"
    if style == "month":
        return f"{value:%Y-%m}"
    if style == "year":
        return f"{value:.0f}"
    return str(value)


def _unit_of_value(column: Column) -> str | None:
    """The unit of the raw value: what is shown as percent is stored as a share."""
    if column.format == "percent":
        return f"share 0-1, shown as {column.unit}"
    return column.unit


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, date) and not pd.isna(value):
        return value.isoformat()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if pd.isna(value):
        return None
    return value
