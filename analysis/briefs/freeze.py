"""Ask the data once: the edition of a brief, live or as it was frozen."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.briefs.brief import Brief, Entry
from analysis.briefs.edition import Edition, Head, Shown, SourceNote, edition_from_json
from analysis.briefs.figures import bare_figure
from analysis.catalog.sources import Source
from analysis.errors import BriefError, DeskError
from analysis.exhibits import Exhibit, build_exhibit, find_spec, parse_settings
from analysis.exhibits.history import known_version
from analysis.exhibits.private import is_private
from analysis.exhibits.unknowns import list_unknowns
from analysis.exports.describe import display_table
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
    return replace(stored, doubts=tuple(_doubts(brief, stored, warehouse)))


def _live(brief: Brief, warehouse: Warehouse, kept: Mapping[str, Shown]) -> Edition:
    shown = tuple(_own(entry, kept) if KEPT in entry.settings else _build(entry, warehouse)
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


def _build(entry: Entry, warehouse: Warehouse) -> Shown:
    """One exhibit; what goes wrong names it."""
    try:
        spec = find_spec(entry.id)
        asked = _asked(entry, warehouse) if spec.of_ledger else warehouse
        settings = parse_settings(entry.id, asked, entry.settings)
        exhibit = build_exhibit(entry.id, asked, **settings)
    except BriefError:
        raise
    except DeskError as error:
        raise BriefError(f"The exhibit “{entry.name}” cannot be shown: {error}") from None
    texts = "".join(f" --set {name}={_quoted(text)}" for name, text in entry.settings.items())
    return shown_of(exhibit, name=entry.name, page=spec.page, settings=texts)


def _asked(entry: Entry, warehouse: Warehouse) -> Warehouse:
    """The warehouse beside the ledger that the entry means, never beside the other one."""
    own = warehouse.attached is not None
    if entry.own and not own:
        raise BriefError(
            f"The exhibit “{entry.name}” shows a ledger of yours, which is not loaded. Open it on "
            "the page Your data, or take the exhibit out.")
    if own and not entry.own:
        shipped = copy.copy(warehouse)
        shipped.attached = None
        return shipped
    return warehouse


def shown_of(exhibit: Exhibit, *, name: str, page: str, settings: str) -> Shown:
    """An exhibit in plain values.

    Parameters
    ----------
    exhibit : Exhibit
    name : str
        In the brief.
    page : str
        Of the desk.
    settings : str
        As options of the command line.
    """
    table = display_table(exhibit)
    figure, cuts, editable = bare_figure(exhibit)
    base = exhibit.base
    return Shown(
        name=name, id=exhibit.id, settings=settings, page=page, title=exhibit.title,
        subtitle=exhibit.subtitle, question=exhibit.question, unit=exhibit.words.unit,
        alt=exhibit.words.alt, base=f"{base:,}" if isinstance(base, int) else str(base),
        standing=exhibit.standing.sentence(), as_of=exhibit.as_of.isoformat(),
        data_version=exhibit.data_version, source_line=exhibit.source_line, mark=exhibit.mark,
        private=is_private(exhibit.sources), caveats=exhibit.caveats,
        sources=tuple(_note(exhibit.sources[one]) for one in _in_order(exhibit)),
        columns=tuple(Head(key, one.label, one.unit or "", one.format)
                      for key, one in exhibit.columns.items()),
        rows=tuple(tuple(map(str, row)) for row in table.to_numpy().tolist()),
        source_ids=_row_sources(exhibit), figure=figure, cuts=cuts, editable=editable)


def _in_order(exhibit: Exhibit) -> list[str]:
    """Ids of sources: those of the rows as they come, then the others."""
    rows = [one for result in exhibit.results for ids in result.rows for one in ids]
    return [one for one in dict.fromkeys([*rows, *sorted(exhibit.sources)])
            if one in exhibit.sources]


def _row_sources(exhibit: Exhibit) -> tuple[tuple[str, ...], ...]:
    table = exhibit.table
    if "source_ids" in table:
        return tuple(tuple(sorted(map(str, ids))) for ids in table["source_ids"])
    return tuple((str(one),) for one in table["source_id"])


def _note(source: Source) -> SourceNote:
    linked = source.address if source.address.startswith(("http://", "https://")) else ""
    return SourceNote(source.source_id, source.cite(), linked, source.kind, source.verification,
                      source.licence)


def _quoted(text: str) -> str:
    return text if text.isalnum() else '"' + text.replace('"', '\\"') + '"'


def _doubts(brief: Brief, kept: Edition, warehouse: Warehouse) -> Sequence[str]:
    """Whether the frozen numbers are those that the data of their version gave."""
    now = warehouse.package.data_version
    if kept.data_version == now:
        return [f"“{entry.name}” is not what data version {now} gives; its numbers were changed "
                "after it was frozen."
                for entry, one in zip(brief.entries, kept.shown, strict=True)
                if not one.private and not _same(entry, one, warehouse)]
    if known_version(kept.data_version) is None:
        return [f"This desk does not know data version {kept.data_version}, so the frozen numbers "
                "could not be checked."]
    return []


def _same(entry: Entry, kept: Shown, warehouse: Warehouse) -> bool:
    try:
        live = _build(entry, warehouse)
    except BriefError:
        return False
    return _facts(live) == _facts(kept)


def _facts(shown: Shown) -> Mapping[str, Any]:
    names = ("title", "subtitle", "base", "standing", "as_of", "caveats", "rows", "mark")
    return {name: getattr(shown, name) for name in names} | {
        "sources": [one.source_id for one in shown.sources], "editable": shown.editable}
