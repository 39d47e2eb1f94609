"""Text inside figures: escaped, and wrapped by measure, because Plotly does neither."""

from __future__ import annotations

import textwrap
from html import escape as _escape_html

AVERAGE_CHARACTER_EM = {"sans": 0.475, "sans bold": 0.50, "serif bold": 0.49}
"""Mean width of a character in em, with room for the wider fonts a saved picture falls back to."""


def escape(text: object) -> str:
    """Make text from data harmless: Plotly would read ``<b>`` or a link as mark-up."""
    return _escape_html(str(text), quote=False)


def wrap(text: str, *, width_px: float, size_px: float, face: str = "sans") -> list[str]:
    """Break text into lines that fit a width.

    Parameters
    ----------
    text : str
        Plain text, not yet escaped.
    width_px, size_px : float
        Room and font size in pixels.
    face : str
        A key of ``AVERAGE_CHARACTER_EM``.

    Returns
    -------
    list of str
        At least one line, each escaped.
    """
    characters = max(12, int(width_px / (size_px * AVERAGE_CHARACTER_EM[face])))
    lines = textwrap.wrap(text, characters, break_long_words=True) or [""]
    return [escape(line) for line in lines]


def block(lines: list[str]) -> str:
    """Lines joined the way Plotly breaks them."""
    return "<br>".join(lines)
