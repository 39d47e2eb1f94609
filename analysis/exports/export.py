"""Every format an exhibit can be had in, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast, get_args

from analysis.charts import theme
from analysis.errors import ExportError
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.bundle import to_bundle
from analysis.exports.columnar import to_parquet
from analysis.exports.files import to_csv, to_json
from analysis.exports.page import to_html
from analysis.exports.pictures import to_pdf, to_png, to_svg
from analysis.exports.sizes import PRESETS, Size, parse_size
from analysis.exports.workbook import to_xlsx

FORMATS: Mapping[str, Callable[[Exhibit], bytes]] = {
    ".csv": to_csv, ".xlsx": to_xlsx, ".parquet": to_parquet, ".json": to_json, ".html": to_html,
}
"""Formats that need nothing but the exhibit."""
PICTURES: Mapping[str, Callable[..., bytes]] = {".png": to_png, ".svg": to_svg, ".pdf": to_pdf}
"""Formats that have a size and a theme, drawn by a Chrome of this machine."""
BUNDLE = ".zip"
ENDINGS = (*FORMATS, *PICTURES, BUNDLE)


@dataclass(frozen=True)
class Asked:
    """How a file is wanted.

    Parameters
    ----------
    accessed : date
        Day on which the reader saw the exhibit; stands in the citations of a bundle.
    size, theme : str
        Of a picture: a preset or free size (:func:`parse_size`), ``light``, ``dark`` or ``print``.
        Empty for the usual one.
    """

    accessed: date
    size: str = ""
    theme: str = ""


def make_export(exhibit: Exhibit, ending: str, asked: Asked) -> bytes:
    """An exhibit in a format.

    Raises
    ------
    ExportError
        If the format is unknown, has no size or theme but was given one, or cannot be made here.
    """
    ending = ending.lower()
    if ending in PICTURES:
        return PICTURES[ending](exhibit, size=_size(asked), mode=_mode(asked))
    if asked.size or asked.theme:
        given = "size" if asked.size else "theme"
        raise ExportError(
            f"A {ending or 'file without ending'} has no {given}. Leave --{given} out, or choose "
            f"one of {', '.join(PICTURES)}.")
    if ending == BUNDLE:
        return to_bundle(exhibit, accessed=asked.accessed)
    if ending not in FORMATS:
        raise ExportError(
            f"Cannot write {ending!r}: the ending must be one of {', '.join(ENDINGS)}.")
    return FORMATS[ending](exhibit)


def write_export(exhibit: Exhibit, path: Path, asked: Asked) -> Path:
    """Write an exhibit to ``path`` in the format of its ending.

    Raises
    ------
    ExportError
        As :func:`make_export`, or if the folder does not exist.
    """
    content = make_export(exhibit, path.suffix, asked)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ExportError(f"Cannot write {path}: {error.strerror}.") from None
    return path


def _size(asked: Asked) -> Size:
    return parse_size(asked.size) if asked.size else PRESETS["embed"]


def _mode(asked: Asked) -> theme.Mode:
    if asked.theme and asked.theme not in get_args(theme.Mode):
        raise ExportError(
            f"Theme {asked.theme!r} is none. Choose one of {', '.join(get_args(theme.Mode))}.")
    return cast(theme.Mode, asked.theme or "light")
