"""Text inside figures: escaped, and wrapped by measure, because Plotly does neither."""

from __future__ import annotations

import textwrap
from html import escape as _escape_html

from analysis.charts.plain_text import clean

AVERAGE_CHARACTER_EM = {"sans": 0.475, "sans bold": 0.50, "serif bold": 0.49}
"""Mean width of a character in em, with room for the wider fonts a saved picture falls back to."""
NARROW, WIDE = " .,:;'|!ijlI()[]/-ftr·", "mwMW%@—"
NARROW_EM, USUAL_EM, WIDE_EM, BOLD = 0.30, 0.56, 0.88, 1.07
"""Widths in em of Liberation Sans, the widest font a figure falls back to: a line of wide letters
is longer than the mean says."""


def escape(text: object) -> str:
    """Make text from data harmless: Plotly would read ``<b>`` or a link as mark-up.

    Control signs would break an SVG, and signs of direction could make a figure read backwards.
    """
    return _escape_html(_plain(str(text)), quote=False)


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
    lines = textwrap.wrap(_plain(text), characters, break_long_words=True) or [""]
    bold = BOLD if "bold" in face else 1.0
    while characters > 12 and any(_width_em(line) * size_px * bold > width_px for line in lines):
        characters -= 1
        lines = textwrap.wrap(_plain(text), characters, break_long_words=True)
    return [escape(line) for line in lines]


def _width_em(line: str) -> float:
    """Width of a line in Liberation Sans, capitals among the usual letters."""
    narrow = sum(map(line.count, NARROW))
    wide = sum(map(line.count, WIDE))
    return narrow * NARROW_EM + wide * WIDE_EM + (len(line) - narrow - wide) * USUAL_EM


def block(lines: list[str]) -> str:
    """Lines joined the way Plotly breaks them."""
    return "<br>".join(lines)


def _plain(text: str) -> str:
    """Only what is unusual is cleaned, because figures have thousands of texts."""
    return text if text.isprintable() else clean(text)
