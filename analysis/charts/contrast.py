"""Whether a figure can be read: contrast with its ground, and colours that stand apart for all.

Contrast is that of WCAG 2.2: 4.5 for text (3 from 24 px, or 18.66 px bold; criterion 1.4.3), 3 for
what is drawn (1.4.11). Colour blindness is simulated as by Machado, G. M., Oliveira, M. M. and
Fernandes, L. A. F. (2009). A Physiologically-based Model for Simulation of Color Vision Deficiency.
IEEE Transactions on Visualization and Computer Graphics 15(6), 1291-1298.
doi:10.1109/TVCG.2009.113; their matrices at severity 1.0, on linear RGB.

Decided: grid lines, the watermark and marks without opacity carry nothing and are not held to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.colours import (
    Rgb,
    blend,
    contrast_ratio,
    difference,
    lightness,
    linear,
    luminance,
    to_hex,
)
from analysis.charts.figure_json import Json, plain

Vision = Literal["protanopia", "deuteranopia", "tritanopia", "grey"]
MACHADO: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}
VISIONS: tuple[Vision, ...] = ("protanopia", "deuteranopia", "tritanopia", "grey")
WORDS: Mapping[Vision, str] = {
    "protanopia": "people with protanopia (no red cones)",
    "deuteranopia": "people with deuteranopia (no green cones)",
    "tritanopia": "people with tritanopia (no blue cones)",
    "grey": "anybody once printed in grey",
}
LEAST_TEXT, LEAST_LARGE, LEAST_MARK = 4.5, 3.0, 3.0
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66
LEAST_DIFFERENCE, LEAST_LIGHTNESS = 15.0, 10.0
"""Distance in CIELAB (1976) at which two marks are told apart beside each other, and in grey that
of their lightness: six and four times what is just noticed (2.3)."""
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")


@dataclass(frozen=True)
class Part:
    """A text or mark with its colour.

    Parameters
    ----------
    what : str
        ``text “…”`` or ``mark “…”``.
    colour, ground : str
        ``#rrggbb``.
    needs : float
        Contrast asked for.
    """

    what: str
    colour: str
    ground: str
    needs: float

    @property
    def ratio(self) -> float:
        """Contrast with the ground, 1 to 21."""
        return contrast_ratio(self.colour, self.ground)


def simulate(colour: str, kind: Vision) -> str:
    """A colour as people of a kind see it, or in grey.

    Parameters
    ----------
    colour : str
        ``#rrggbb``.
    kind : str
        ``protanopia``, ``deuteranopia``, ``tritanopia`` or ``grey``.

    Returns
    -------
    str
        ``#RRGGBB``.
    """
    if kind == "grey":
        return to_hex(Rgb(*[luminance(colour)] * 3))
    seen = np.asarray(MACHADO[kind]) @ np.asarray(linear(colour))
    return to_hex(Rgb(*(float(one) for one in seen)))


def simulate_figure(fig: go.Figure, kind: Vision) -> go.Figure:
    """A copy of a figure in the colours that people of a kind see, for a preview."""
    return go.Figure(_changed(plain(fig.to_plotly_json()), kind))


def _changed(value: Any, kind: Vision) -> Any:
    if isinstance(value, dict):
        return {name: _changed(one, kind) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(one, kind) for one in value]
    if isinstance(value, str) and COLOUR.search(value):
        return COLOUR.sub(lambda found: simulate(found[0], kind), value)
    return value


def check_contrast(fig: go.Figure, mode: theme.Mode) -> list[str]:
    """Sentences on what is too weak against its ground; none where all can be read.

    Parameters
    ----------
    fig : Figure
        Finished or bare.
    mode : str
        Its palette.
    """
    said = {}
    for part in parts_of(fig, mode):
        if part.ratio < part.needs - 0.005:
            said[part.what, part.colour] = (
                f"The {part.what} in {part.colour} on {part.ground} has a contrast of "
                f"{part.ratio:.1f}; it needs {part.needs:g} to be read by people with weak sight. "
                "Choose another theme, or highlight less.")
    return list(said.values())


def parts_of(fig: go.Figure, mode: theme.Mode) -> Iterator[Part]:
    """Every text and mark of a figure that carries something, with its colour and ground."""
    palette, drawn = theme.PALETTES[mode], plain(fig.to_plotly_json())
    layout = drawn["layout"]
    for note in layout.get("annotations", ()):
        if note.get("text") and note.get("name") != "watermark":
            yield from _text_parts(note, _ground(note, layout, palette), palette)
    muted = palette.muted
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name) and axis.get("visible", True):
            yield Part("text of an axis", axis.get("tickfont", {}).get("color", muted),
                       palette.paper, LEAST_TEXT)
    for trace in drawn["data"]:
        yield from (Part(f"mark “{trace.get('name') or 'unnamed'}”", colour, palette.paper,
                         LEAST_MARK) for colour in mark_colours(trace, palette))


def _text_parts(note: Json, ground: str, palette: theme.Palette) -> Iterator[Part]:
    text, font = note["text"], note.get("font", {})
    size, bold = font.get("size", 13), "<b>" in text
    large = size >= LARGE_PX or (bold and size >= LARGE_BOLD_PX)
    words = re.sub(r"<[^>]*>", " ", text).split()
    said = " ".join(words)[:40]
    needs = LEAST_LARGE if large else LEAST_TEXT
    yield Part(f"text “{said}”", font.get("color", palette.ink), ground, needs)
    for colour in COLOUR.findall(" ".join(re.findall(r"<span[^>]*>", text))):
        yield Part(f"sign in “{said}”", colour, ground, LEAST_MARK)


def _ground(note: Json, layout: Json, palette: theme.Palette) -> str:
    """What a text stands on: its own paper, else the filled shape it lies in, else paper."""
    if COLOUR.fullmatch(note.get("bgcolor", "")):
        return str(note["bgcolor"])
    ground = palette.paper
    for shape in layout.get("shapes", ()):
        if shape.get("type") == "rect" and shape.get("fillcolor") and _holds(shape, note):
            ground = blend(ground, shape["fillcolor"], float(shape.get("opacity", 1.0)))
    return ground


def _holds(shape: Json, note: Json) -> bool:
    try:
        return all(
            min(shape[f"{letter}0"], shape[f"{letter}1"]) <= note[letter]
            <= max(shape[f"{letter}0"], shape[f"{letter}1"])
            and shape.get(f"{letter}ref", letter) == note.get(f"{letter}ref", letter)
            for letter in ("x", "y"))
    except (KeyError, TypeError):
        return False


def mark_colours(trace: Json, palette: theme.Palette) -> list[str]:
    """The colours a trace can be seen by: its lines, and its marks by outline or filling."""
    marker, line = trace.get("marker", {}), trace.get("line", {})
    if marker.get("opacity") == 0 or trace.get("hoverinfo") == "skip":
        return []
    found = []
    if "lines" in trace.get("mode", "") and line.get("width", 2) and line.get("color"):
        found.append(line["color"])
    if "markers" in trace.get("mode", "") or trace.get("type") == "bar":
        outlines = _list(marker.get("line", {}).get("color"))
        fills = _list(marker.get("color"))
        quiet = (palette.paper, palette.grid)
        seen = [colour for colour in fills if colour not in quiet]
        found += seen or [colour for colour in outlines if colour not in quiet]
    return list(dict.fromkeys(colour for colour in found if COLOUR.fullmatch(str(colour))))


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def check_apart(fig: go.Figure, mode: theme.Mode) -> list[str]:
    """Sentences on marks that colour alone does not tell apart for some; none where all do.

    Where rows or lines bear their names, or dash, pattern or sign of two marks differ, the colour
    is not the only sign and nothing is said.
    """
    if _names_its_parts(fig):
        return []
    palette = theme.PALETTES[mode]
    looks: dict[tuple[str, str], str] = {}
    for trace in plain(fig.to_plotly_json())["data"]:
        for colour in mark_colours(trace, palette):
            looks.setdefault((colour, _second_sign(trace)), str(trace.get("name") or "unnamed"))
    said = []
    for (one, one_name), (two, two_name) in combinations(looks.items(), 2):
        if one[0] == two[0] or one[1] != two[1]:
            continue
        blind = [WORDS[kind] for kind in VISIONS if not stand_apart(one[0], two[0], kind)]
        if blind:
            said.append(
                f"“{one_name}” ({one[0]}) and “{two_name}” ({two[0]}) look alike to "
                f"{'; '.join(blind)}, and no dash, pattern or sign tells them apart. Highlight one "
                "of them, or write their names beside them.")
    return said


def _names_its_parts(fig: go.Figure) -> bool:
    """Whether every row or line has its name beside it."""
    return bool((fig.layout.meta or {}).get("named"))


def _second_sign(trace: Json) -> str:
    marker = trace.get("marker", {})
    signs = (trace.get("line", {}).get("dash"), marker.get("pattern", {}).get("shape"),
             marker.get("symbol"), trace.get("type"))
    return "|".join(str(one or "") for one in signs)


def stand_apart(one: str, two: str, kind: Vision) -> bool:
    """Whether two colours are told apart beside each other by people of a kind."""
    seen = simulate(one, kind), simulate(two, kind)
    if kind == "grey":
        return abs(lightness(seen[0]) - lightness(seen[1])) >= LEAST_LIGHTNESS
    return difference(*seen) >= LEAST_DIFFERENCE
