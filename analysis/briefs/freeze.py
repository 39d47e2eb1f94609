"""Ask the data once: the edition of a brief, live or as it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.briefs.asking import ask_exhibit, shown_entry
from analysis.briefs.brief import Brief, Entry
from analysis.briefs.doubts import doubts_of
from analysis.briefs.edition import Edition, Shown, edition_from_json
from analysis.errors import BriefError
from analysis.exhibits import Exhibit
from analysis.exhibits.unknowns import list_unknowns
from analysis.warehouse import Warehouse

KEPT = "kept"
"""Setting of an exhibit that cannot be built again from settings: its number in the visit."""


def edition_of(
    brief: Brief, warehouse: Warehouse, *, kept: Mapping[str, Shown] | None = None
) -> Edition:
    """The numbers of a brief: those it was frozen with, else those of today's data.

    Parameters
    ----------
    brief : Brief
    warehouse : Warehouse
    kept : mapping of str to Shown, optional
        Released exhibits of the visitor's own survey, by their number in the visit.

    Raises
    ------
    BriefError
        If an exhibit cannot be built, or the frozen numbers are not as the desk writes them.
    """
    if brief.frozen is None:
        return _live(brief, warehouse, kept or {})
    stored = edition_from_json(brief.frozen)
    by_name = {one.name: one for one in stored.shown}
    missing = [entry.name for entry in brief.entries if entry.name not in by_name]
    if missing:
        raise BriefError(f"The brief is frozen without the exhibit “{missing[0]}”. Unfreeze it, or "
                         "take the exhibit out.")
    shown = tuple(by_name[entry.name] for entry in brief.entries)
    stored = replace(stored, shown=shown)

    def ask(entry: Entry) -> Exhibit | None:
        try:
            return ask_exhibit(entry, warehouse)
        except BriefError:
            return None

    return replace(stored, doubts=doubts_of(
        stored, brief.entries, ask, now=warehouse.package.data_version))


def _live(brief: Brief, warehouse: Warehouse, kept: Mapping[str, Shown]) -> Edition:
    shown = tuple(_own(entry, kept) if KEPT in entry.settings else shown_entry(entry, warehouse)
                  for entry in brief.entries)
    pages = {one.page for one in shown}
    unknowns = tuple((one.question, one.why) for one in list_unknowns(warehouse)
                     if one.page in pages)
    return Edition(warehouse.package.data_version, "", shown, unknowns)


def _own(entry: Entry, kept: Mapping[str, Shown]) -> Shown:
    """An exhibit of the author's own survey, as it was let out in this visit."""
    if entry.settings[KEPT] not in kept:
        raise BriefError(
            f"The exhibit “{entry.name}” shows a survey of yours that this visit does not hold. "
            "Add it again on Crosstabs, or take it out. A frozen brief keeps its figures.")
    return replace(kept[entry.settings[KEPT]], name=entry.name)
