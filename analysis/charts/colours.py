"""Colours as numbers: linear RGB, luminance, lightness and distance."""

from __future__ import annotations

from math import dist
from typing import NamedTuple

D65 = (0.95047, 1.0, 1.08883)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
          (0.0193339, 0.1191920, 0.9503041))


class Rgb(NamedTuple):
    """Linear light of a colour, each part 0-1."""

    red: float
    green: float
    blue: float


def linear(colour: str) -> Rgb:
    """``#rrggbb`` (sRGB) as linear light."""
    shares = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    return Rgb(*(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
                 for one in shares))


def is_grey(colour: str) -> bool:
    """Whether all parts of ``#rrggbb`` are alike."""
    return colour[1:3] == colour[3:5] == colour[5:7]


def to_hex(light: Rgb) -> str:
    """Linear light as ``#RRGGBB``; what no screen shows is cut off."""
    cut = [min(1.0, max(0.0, one)) for one in light]
    shares = [one * 12.92 if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in cut]
    return "#" + "".join(f"{round(one * 255):02X}" for one in shares)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0-1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(colour: str, ground: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str) -> tuple[float, float, float]:
    """CIELAB of a colour under D65."""
    light = linear(colour)
    x, y, z = (
        _root(sum(part * one for part, one in zip(row, light, strict=True)) / white)
        for row, white in zip(TO_XYZ, D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return float(share ** (1 / 3)) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def lightness(colour: str) -> float:
    """L* of CIELAB, 0-100."""
    return lab(colour)[0]


def difference(one: str, two: str) -> float:
    """Distance of two colours in CIELAB (1976)."""
    return dist(lab(one), lab(two))


def blend(paper: str, colour: str, share: float) -> str:
    """A colour of which ``share`` (0-1) is ``colour`` and the rest ``paper``, as ``#rrggbb``."""
    parts = [
        round(low + (high - low) * share)
        for low, high in zip(_channels(paper), _channels(colour), strict=True)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
