"""What must hold of an exhibit on any ledger: no hole in its words, at no size."""

from __future__ import annotations

import re
from itertools import product

from analysis.charts import theme
from analysis.exhibits import Exhibit

HOLES = re.compile(r"\b(nan|NaN|NaT|None|<NA>|inf)\b(?! of)")
CANVASES = [theme.Canvas(mode, size)
            for mode, size in product(("light", "dark"), ("wide", "medium", "narrow"))]
SIZES = CANVASES[:3]
"""One canvas a size: the mode changes colours, never a text."""
SIZES_AND_DARK = CANVASES[:4]
"""Every size, and every mode."""


def assert_whole(exhibit: Exhibit) -> None:
    """Title, subtitle, alternative text, caveats and the figure's own texts hold no empty value."""
    for text in (exhibit.title, exhibit.subtitle, exhibit.words.alt, *exhibit.caveats):
        assert not HOLES.search(text), text
    for canvas in SIZES:
        written = " ".join(note.text for note in exhibit.figure(canvas).layout.annotations)
        assert not HOLES.search(written), written
