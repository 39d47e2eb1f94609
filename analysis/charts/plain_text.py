"""Text that strangers typed, as one line of plain signs."""

from __future__ import annotations

import re
import unicodedata

DROPPED = frozenset(
    "\ufeff\u200b\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs without width; most turn the direction of what follows and could make it read otherwise."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML may hold, not even escaped."""


def safe_text(text: str) -> str:
    """The text without signs that would break an XML file."""
    return FORBIDDEN.sub("", text)


def clean(text: str) -> str:
    """One line in composed form, without control signs, direction signs and half characters.

    Signs that XML forbids would break an SVG or a workbook; those that turn the direction could
    make a source line read backwards. Right-to-left letters need neither and stay.
    """
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(sign if sign in "\u00a0\u202f" else " ")
        elif kind not in ("Cs", "Cn", "Co") and sign not in DROPPED:
            kept.append(sign)
    return " ".join(part for part in "".join(kept).split(" ") if part)
