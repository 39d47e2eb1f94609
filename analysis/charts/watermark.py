"""The words that a simulated figure or a scenario wears across it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.charts.text import block

if TYPE_CHECKING:
    from analysis.charts.theme import Canvas, Marks

WATERMARK_EM = 0.64
"""Width of a capital of the watermark, its slant included."""


def add_watermark(
    marks: Marks, watermark: str, canvas: Canvas, *, aside_px: float = 0
) -> None:
    """Words across the figure; none where none are due.

    Parameters
    ----------
    marks, watermark, canvas : Marks, str, Canvas
    aside_px : float
        By how much one margin is wider than the other: the words stand in the middle of the plot.
    """
    words = watermark.split()
    if words:
        reach = canvas.width_px - aside_px
        size = min(40 if canvas.narrow else 84, reach / (max(map(len, words)) * WATERMARK_EM))
        marks.note(
            text=block(words), x=0.5, y=0.5, xref="paper", yref="paper",
            textangle=-20, opacity=0.12, name="watermark",
            font={"size": size if len(words) == 1 else size * 0.6, "color": canvas.palette.ink},
        )
