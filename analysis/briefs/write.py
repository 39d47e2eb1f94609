"""A brief in a format, by the ending of its file, from one edition."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace

from analysis.briefs.brief import Brief, write_brief
from analysis.briefs.compose import compose
from analysis.briefs.edition import Edition

ENDINGS: Mapping[str, str] = {
    ".pptx": "to_pptx", ".docx": "to_docx", ".pdf": "to_pdf", ".html": "to_html"}
"""Writers by ending; each brings libraries of its own, so that only the one asked for is loaded."""
FROZEN = ".json"


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
    content: bytes = getattr(writer, ENDINGS[ending])(compose(brief, edition, day=day))
    return content


def frozen_with(brief: Brief, edition: Edition, *, day: str) -> Brief:
    """The brief with these numbers, frozen on a day; a frozen one keeps its own day."""
    kept = replace(edition, frozen_on=edition.frozen_on or day)
    return replace(brief, frozen=kept.to_json())
