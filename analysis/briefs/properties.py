"""What the file of a brief says of itself: title, author, standing, language and day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analysis.briefs.document import Document
from analysis.charts.plain_text import safe_text

MOST = 250
"""Signs that Office keeps of a property, less a few."""


def set_properties(properties: Any, document: Document) -> None:
    """Fill the core properties of a Word document or a presentation."""
    properties.title = safe_text(document.title)[:MOST]
    properties.author = safe_text(document.author)[:MOST]
    properties.comments, properties.language = document.standing[:MOST], "en-GB"
    properties.created = properties.modified = datetime.fromisoformat(document.day)
