"""How to cite an exhibit and its sources: plain text, BibTeX, CSL-JSON, RIS.

Decided: the exhibit is cited as a dataset of Double Booked with its data version, its sources each
as what they are, with the day on which the desk read them. The day on which the reader saw the
exhibit is an argument, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.catalog.sources import Source
from analysis.exhibits.exhibit import Exhibit

DESK = "Double Booked"
TYPES: Mapping[str, tuple[str, str]] = {
    "official statistics": ("dataset", "DATA"), "survey": ("report", "RPRT"),
    "company filing": ("report", "RPRT"), "law": ("legislation", "STAT"),
    "index": ("dataset", "DATA"), "simulation": ("dataset", "DATA"),
    "scenario": ("dataset", "DATA"), "your data": ("dataset", "DATA"),
}
"""Kinds of source as CSL and RIS call them; all others are web pages."""
TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%",
    "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""BibTeX counts braces even where they are escaped, so none of a text may stay."""


@dataclass(frozen=True)
class Entry:
    """One thing to cite.

    Parameters
    ----------
    key : str
        Letters, digits and ``_``.
    author, title, address, note : str
    issued : tuple of int
        Year, or year and month, or day; empty where the source gives none.
    accessed : date
        When it was read.
    kind : str
        Of the source.
    """

    key: str
    author: str
    title: str
    address: str
    issued: tuple[int, ...]
    accessed: date
    kind: str
    note: str = ""


def entries_of(exhibit: Exhibit, *, accessed: date, address: str = "") -> list[Entry]:
    """The exhibit, then each of its sources by id.

    Parameters
    ----------
    exhibit : Exhibit
    accessed : date
        Day on which the reader saw the exhibit.
    address : str
        Link to the view, empty where there is none.
    """
    made = exhibit.as_of
    own = Entry(
        f"doublebooked_{exhibit.id}", DESK, exhibit.finding, address,
        (made.year, made.month, made.day), accessed,
        "simulation" if exhibit.mark else "official statistics",
        f"Exhibit {exhibit.id}, data version {exhibit.data_version}. {exhibit.subtitle}. "
        f"{exhibit.source_line}.")
    return [own, *(_entry(one) for _, one in sorted(exhibit.sources.items()))]


def _entry(source: Source) -> Entry:
    issued = tuple(int(part) for part in re.findall(r"\d+", source.published)[:3])
    linked = source.address.startswith("http")
    where = "" if linked or not source.address else f" {source.address.rstrip('.')}."
    return Entry(
        source.source_id, source.publisher, source.title, source.address if linked else "", issued,
        source.retrieved, source.kind, f"{source.verification.capitalize()}. "
        f"Licence: {source.licence}.{where}")


def to_plain(entries: list[Entry]) -> bytes:
    """One line an entry."""
    lines = []
    for one in entries:
        when = str(one.issued[0]) if one.issued else "no date"
        where = f" {one.address}" if one.address else ""
        lines.append(f"{one.author} ({when}). {one.title.rstrip('.')}. {one.note}{where} "
                     f"(read {one.accessed:%Y-%m-%d}).")
    return _bytes("\n".join(map(_one_line, lines)))


def to_bibtex(entries: list[Entry]) -> bytes:
    """BibTeX entries of type ``misc``, with ``urldate``."""
    made = []
    for one in entries:
        fields = {
            "author": f"{{{_tex(one.author)}}}", "title": f"{{{_tex(one.title)}}}",
            "year": str(one.issued[0]) if one.issued else "",
            "month": str(one.issued[1]) if len(one.issued) > 1 else "",
            "url": _url(one.address), "urldate": f"{one.accessed:%Y-%m-%d}",
            "note": _tex(one.note),
        }
        body = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
        made.append(f"@misc{{{one.key},\n{body}\n}}")
    return _bytes("\n\n".join(made))


def to_csl(entries: list[Entry]) -> bytes:
    """CSL-JSON, as citeproc, Zotero and Pandoc read it."""
    items: list[dict[str, Any]] = []
    for one in entries:
        item: dict[str, Any] = {
            "id": one.key, "type": TYPES.get(one.kind, ("webpage", ""))[0], "title": one.title,
            "author": [{"literal": one.author}], "publisher": one.author,
            "accessed": {"date-parts": [[one.accessed.year, one.accessed.month,
                                         one.accessed.day]]},
            "note": one.note,
        }
        if one.issued:
            item["issued"] = {"date-parts": [list(one.issued)]}
        if one.address:
            item["URL"] = one.address
        items.append(item)
    return _bytes(json.dumps(items, indent=2, ensure_ascii=False))


def to_ris(entries: list[Entry]) -> bytes:
    """RIS records, as EndNote, Zotero and Mendeley read them; lines end as the format asks."""
    lines: list[str] = []
    for one in entries:
        issued = "/".join(f"{part:02d}" for part in one.issued)
        lines += [f"TY  - {TYPES.get(one.kind, ('', 'ELEC'))[1]}"]
        for tag, text in (
            ("ID", one.key), ("AU", one.author), ("TI", one.title),
            ("PY", str(one.issued[0]) if one.issued else ""), ("DA", issued),
            ("PB", one.author), ("UR", one.address), ("Y2", f"{one.accessed:%Y/%m/%d}"),
            ("N1", one.note),
        ):
            lines += [f"{tag}  - {_one_line(text)}"] if text else []
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode("utf-8")


CITATIONS: Mapping[str, Callable[[list[Entry]], bytes]] = {
    ".txt": to_plain, ".bib": to_bibtex, ".csl.json": to_csl, ".ris": to_ris,
}
"""Forms of a citation by the ending of a file."""


def _bytes(text: str) -> bytes:
    return (text + "\n").encode("utf-8")


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in _one_line(text))


def _url(address: str) -> str:
    """An address as BibTeX may hold it: braces and blanks encoded, nothing else touched."""
    return _one_line(address).replace("{", "%7B").replace("}", "%7D").replace(
        "\\", "%5C").replace(" ", "%20")


def _one_line(text: str) -> str:
    """Without line breaks and control signs, which would begin a new field."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
                   for sign in text)
