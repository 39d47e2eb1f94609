"""Options of the verb ``export``: file, size, theme, dress, language, day of access."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from analysis.charts.language import CODES, LANGUAGES, Code
from analysis.errors import ControlError, ExportError
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.check_title import check_title
from analysis.exports.dress import Dress, dress, untranslated
from analysis.exports.export import ENDINGS, Asked, write_export
from analysis.exports.sizes import PRESETS

LARGEST_DRESS = 64_000
"""Bytes of a file with a dress; a full one has a quarter."""


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Everything about the file; the exhibit's own options come before."""
    languages = ", ".join(f"{code} ({one.name})" for code, one in LANGUAGES.items())
    for name, metavar, help in (
        ("--size", "SIZE", "of a picture: " + ", ".join(PRESETS)
         + ", or a free one: 800x450, 90x60mm"),
        ("--theme", "THEME", "of a picture: light, dark or print (grey)"),
        ("--dress", "FILE", "a .json with title, subtitle, note, byline, alt, highlight, order, "
         "labels, annotations, language; each may be left out"),
        ("--language", "CODE", f"of numbers, dates and fixed words: {languages}"),
        ("--accessed", "DAY", "day of access in the citations of a bundle (today)"),
    ):
        parser.add_argument(name, default="", metavar=metavar, help=help)
    parser.add_argument("--to", required=True, metavar="FILE", help=", ".join(ENDINGS))


def export_as(options: argparse.Namespace, exhibit: Exhibit) -> Path:
    """Dress an exhibit as asked and write it; what an editor should know goes to standard error.

    Raises
    ------
    DeskError
        If an option, the dress or the file is wrong.
    """
    worn = dress_of(options)
    dressed = dress(exhibit, worn)
    for warning in (*check_title(dressed, worn.title, language=worn.language),
                    *untranslated(exhibit, worn)):
        print(f"Note: {warning}", file=sys.stderr)
    asked = Asked(_day(options.accessed), size=options.size, theme=options.theme)
    return write_export(dressed, Path(options.to), asked)


def dress_of(options: argparse.Namespace) -> Dress:
    """The dress of the file that was named, in the language that was named."""
    worn = _read(Path(options.dress)) if options.dress else Dress()
    if not options.language:
        return worn
    if options.language not in CODES:
        raise ControlError(f"--language {options.language!r} is none of the desk's. Choose one of "
                           f"{', '.join(CODES)}.")
    return replace(worn, language=cast(Code, options.language))


def _read(path: Path) -> Dress:
    try:
        content = path.read_bytes()[:LARGEST_DRESS + 1]
        if len(content) > LARGEST_DRESS:
            raise ExportError(f"{path} is larger than any dress can be ({LARGEST_DRESS:,} bytes).")
        return Dress.from_json(json.loads(content.decode("utf-8")))
    except OSError as error:
        raise ExportError(f"Cannot read {path}: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise ExportError(f"{path} is no JSON in UTF-8. Write an object such as "
                          '{"title": "…", "language": "de"}.') from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise ControlError(f"--accessed {text!r} is no day. Write it as 2026-11-28.") from None
