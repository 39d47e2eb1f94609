"""The verb ``brief``: a saved brief as a document, or with its numbers frozen."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from analysis.briefs.brief import load_brief
from analysis.briefs.freeze import edition_of
from analysis.briefs.references import typed_numbers
from analysis.briefs.templates import TEMPLATES
from analysis.briefs.write import ENDINGS, FROZEN, make_document
from analysis.errors import BriefError, ControlError
from analysis.exhibit_verbs import add_ledger_option, open_asked


def add_brief_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis brief``."""
    add_ledger_option(parser)
    parser.add_argument("file", metavar="FILE", help="a .json that the page Briefing saved, such "
                        "as data/briefs/example.json")
    parser.add_argument("--to", required=True, metavar="FILE",
                        help=", ".join(ENDINGS) + f", or {FROZEN} for the brief with its numbers")
    parser.add_argument("--template", metavar="NAME", default="",
                        help="another than that of the file: " + ", ".join(TEMPLATES))
    parser.add_argument("--day", metavar="DAY", default="",
                        help="day of a brief that names none, and of freezing (today)")
    parser.set_defaults(command=_brief)


def _brief(options: argparse.Namespace) -> int:
    brief = load_brief(Path(options.file))
    if options.template and options.template not in TEMPLATES:
        raise ControlError(f"--template {options.template!r} is none. Choose one of "
                           f"{', '.join(TEMPLATES)}.")
    brief = replace(brief, template=options.template or brief.template)
    path, day = Path(options.to), _day(options.day)
    if path.suffix.lower() not in (*ENDINGS, FROZEN):
        raise BriefError(f"Cannot write {path.suffix!r}: the ending must be one of "
                         f"{', '.join((*ENDINGS, FROZEN))}.")
    warehouse = open_asked(options)
    edition = edition_of(brief, warehouse)
    for said in (*edition.doubts, *typed_numbers(brief)):
        print(f"Note: {said}", file=sys.stderr)
    content = make_document(brief, edition, path.suffix, day=day)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BriefError(f"Cannot write {path}: {error.strerror}.") from None
    print(path)
    return 0


def _day(text: str) -> str:
    try:
        return (date.fromisoformat(text) if text else date.today()).isoformat()
    except ValueError:
        raise ControlError(f"--day {text!r} is no day. Write it as 2026-11-28.") from None
