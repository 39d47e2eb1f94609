"""An exhibit with everything needed to check it, in one zip file.

Decided: the data are a Frictionless Data Package of their own, so that any tool can hold them to
their schema. The figure is the HTML file, which opens anywhere and needs no Chrome to be made. The
same exhibit and day of access give the same bytes: entries are sorted and dated by the exhibit.
"""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import pandas as pd

from analysis.catalog.sources import Source
from analysis.exhibits.exhibit import Column, Exhibit
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import REGISTRY
from analysis.exports.assumed import NUMBERS, assumed_table
from analysis.exports.citations import CITATIONS, entries_of
from analysis.exports.describe import describe
from analysis.exports.files import ASSUMPTIONS, NOTES, to_csv, to_json
from analysis.exports.page import to_html

FIELD_TYPES = {"integer": "integer", "year": "integer", "decimal": "number", "percent": "number",
               "date": "date", "month": "date"}
"""Table Schema types by the format of a column; all others are strings."""
SHARE = {"minimum": 0, "maximum": 1}


def to_bundle(exhibit: Exhibit, *, accessed: date) -> bytes:
    """Figure, data, Table Schema, sources, SQL with parameters, citation, licences, how to redo it.

    Parameters
    ----------
    exhibit : Exhibit
    accessed : date
        Day on which the reader saw it, for the citations.
    """
    entries = entries_of(exhibit, accessed=accessed)
    files: dict[str, bytes] = {
        "README.txt": _readme(exhibit), "data.csv": to_csv(exhibit),
        "datapackage.json": _json(_package(exhibit)), "exhibit.json": to_json(exhibit),
        "figure.html": to_html(exhibit), "sources.csv": _sources(exhibit.sources),
        "LICENCES.txt": _licences(exhibit),
        **({"assumptions.csv": _assumptions(exhibit)} if exhibit.assumptions is not None else {}),
        **({"dress.json": _text(exhibit.words.dress)} if exhibit.words.dress else {}),
        **{f"citation{ending}": make(entries) for ending, make in CITATIONS.items()},
        **{f"queries/{run.name}.sql": _text(run.sql) for run in exhibit.runs},
        **{f"queries/{run.name}.json": _json(_asked(exhibit, run.name)) for run in exhibit.runs},
    }
    made, day = io.BytesIO(), exhibit.as_of
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _package(exhibit: Exhibit) -> dict[str, Any]:
    missing = ["", WITHHELD] if exhibit.released and exhibit.released.withheld else [""]
    licences = dict.fromkeys(source.licence for source in exhibit.sources.values())
    return {
        "name": exhibit.id.replace("_", "-"), "title": exhibit.title,
        "description": exhibit.subtitle, "version": exhibit.data_version,
        "licenses": [{"name": "see-sources", "title": one} for one in licences],
        "sources": [{"title": f"{one.publisher}: {one.title}", "path": one.address}
                    if one.address.startswith("http") else {"title": one.title}
                    for one in exhibit.sources.values()],
        "resources": [{
            "name": "data", "path": "data.csv", "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "schema": {
                "fields": _fields(exhibit),
                "missingValues": missing}}, *_assumed_resource(exhibit)],
    }


def _fields(exhibit: Exhibit) -> list[dict[str, Any]]:
    """One a column of the CSV, in its order."""
    found = [_field(name, one) for name, one in exhibit.columns.items()]
    if exhibit.released is not None:
        found.append({"name": NOTES, "title": "Notes", "type": "string", "description":
                      "What must be read with the figures; in the first row."})
    if exhibit.assumptions is not None:
        found.append({"name": ASSUMPTIONS, "title": "Assumptions", "type": "string", "description":
                      "All that it was worked out from; in the first row."})
    return found


def _assumed_resource(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The assumptions of a scenario as a table of their own."""
    if exhibit.assumptions is None:
        return []
    return [{
        "name": "assumptions", "path": "assumptions.csv", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "schema": {"fields": [
            {"name": name, "type": "number" if name in NUMBERS else "string"}
            for name in assumed_table(exhibit)]}}]


def _assumptions(exhibit: Exhibit) -> bytes:
    return assumed_table(exhibit).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _field(name: str, column: Column) -> dict[str, Any]:
    kind = FIELD_TYPES.get(column.format, "string")
    unit = f"Unit: {column.unit}." if column.unit else ""
    if column.format == "percent":
        unit = f"Share 0-1, shown as {column.unit}."
    return {"name": name, "title": column.label, "type": kind,
            **({"description": unit} if unit else {})}


def _asked(exhibit: Exhibit, name: str) -> dict[str, Any]:
    run = next(one for one in exhibit.runs if one.name == name)
    asked = next(one for one in describe(exhibit)["runs"] if one["query"] == run.name)
    return {key: asked[key] for key in ("query", "purpose", "tables", "parameters")} | {
        "files": list(run.files), "data_version": run.version}


def _sources(sources: Mapping[str, Source]) -> bytes:
    names = [field.name for field in fields(Source)]
    rows = [asdict(one) for _, one in sorted(sources.items())]
    frame = pd.DataFrame(rows, columns=names)
    return _text(frame.to_csv(index=False, lineterminator="\n").removesuffix("\n"))


def _licences(exhibit: Exhibit) -> bytes:
    lines = ["The figure and its words: CC BY 4.0, Double Booked.",
             "The data keep the licence of their source:", ""]
    lines += [f"{one.source_id}: {one.licence} (may be passed on: {one.redistribution})"
              for _, one in sorted(exhibit.sources.items())]
    return _text("\n".join(lines))


def _readme(exhibit: Exhibit) -> bytes:
    caveats = [f"- {one}" for one in exhibit.caveats]
    lines = [
        exhibit.title, exhibit.subtitle,
        *([f"Computed finding: {exhibit.finding}"] if exhibit.title != exhibit.finding else []),
        "", f"Question: {exhibit.question}",
        f"Standing: {exhibit.standing.sentence()}", f"Base: {exhibit.base}", "",
        "What must stand next to it:", *caveats, "",
        "figure.html opens in any browser. data.csv holds the figures, datapackage.json says what "
        "its columns are; shares are 0-1, an empty cell was not published or not found"
        + (f", “{WITHHELD}” was not let out." if exhibit.released is not None else "."),
        "queries/ holds the SQL with its parameters, exhibit.json everything in one file.", "",
        "To make it again:", *_redo(exhibit), "", exhibit.cite,
    ]
    return _text("\n".join(lines))


def _redo(exhibit: Exhibit) -> list[str]:
    """Commands that give the same exhibit; of private data they need the reader's own file."""
    if exhibit.id not in REGISTRY:
        return ["  load the same file on the page Your data, ask for the same table on Crosstabs"]
    spec = REGISTRY[exhibit.id]
    settings = "".join(
        f" --set {shlex.quote(f'{name}={spec.control(name).write(value)}')}"
        for name, value in exhibit.settings.items())
    ledger = " --ledger DIR" if exhibit.released is not None else ""
    worn = " --dress dress.json" if exhibit.words.dress else ""
    return [f"  get Double Booked with data version {exhibit.data_version}",
            f"  python -m analysis export {exhibit.id}{settings}{ledger}{worn} --to bundle.zip"]


def _json(value: Any) -> bytes:
    return _text(json.dumps(value, indent=2, ensure_ascii=False))


def _text(text: str) -> bytes:
    return (text + "\n").encode("utf-8")
