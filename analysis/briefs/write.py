"""A brief in a format, by the ending of its file, from one edition."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from analysis.briefs.brief import Brief, write_brief
from analysis.briefs.compose import compose
from analysis.briefs.edition import Edition

ENDINGS: Mapping[str, str] = {
    ".pptx": "to_pptx", ".docx": "to_docx", ".pdf": "to_pdf", ".html": "to_html"}
"""Writers by ending; each brings libraries of its own, so that only the one asked for is loaded."""
FROZEN = ".json"
FIRST, LAST = 1980, 2107
"""Years that an archive can hold."""
OFFICE = (".pptx", ".docx")


def make_document(brief: Brief, edition: Edition, ending: str, *, day: str) -> bytes:
    """A brief as a file.

    Parameters
    ----------
    brief : Brief
    edition : Edition
        Its numbers, the same for every format.
    ending : str
        A key of ``ENDINGS``, or ``.json`` for the brief with these numbers.
    day : str
        Today.

    Raises
    ------
    BriefError
        If the author's words refer to something that does not exist.
    ExportError
        If the format cannot be made here.
    """
    ending = ending.lower()
    if ending == FROZEN:
        return write_brief(frozen_with(brief, edition, day=day))
    writer = importlib.import_module(f"analysis.briefs.{ENDINGS[ending]}")
    document = compose(brief, edition, day=day)
    content: bytes = getattr(writer, ENDINGS[ending])(document)
    return _dated(content, document.day) if ending in OFFICE else content


def _dated(content: bytes, day: str) -> bytes:
    """An office file whose entries bear the day of the brief, so that it is the same twice."""
    made, when = io.BytesIO(), date.fromisoformat(day)
    year = min(max(when.year, FIRST), LAST)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (year, when.month, when.day, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()


def frozen_with(brief: Brief, edition: Edition, *, day: str) -> Brief:
    """The brief with these numbers, frozen on a day; a frozen one keeps its own day."""
    kept = replace(edition, frozen_on=edition.frozen_on or day)
    return replace(brief, frozen=kept.to_json())
