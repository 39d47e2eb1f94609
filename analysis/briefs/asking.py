"""Exhibits of a brief asked from the data, and turned into plain values."""

from __future__ import annotations

import copy

from pandas.api.types import is_bool_dtype

from analysis.briefs.brief import Entry
from analysis.briefs.edition import Head, Shown, SourceNote
from analysis.briefs.figures import bare_figure
from analysis.catalog.sources import Source
from analysis.errors import BriefError, DeskError
from analysis.exhibits import Exhibit, build_exhibit, find_spec, parse_settings
from analysis.exhibits.private import is_private
from analysis.exports.describe import display_table
from analysis.warehouse import Warehouse

YES_NO = {"True": "yes", "False": "no"}


def ask_exhibit(entry: Entry, warehouse: Warehouse) -> Exhibit:
    """The exhibit that an entry of a brief means.

    Raises
    ------
    BriefError
        If it cannot be built; it names the entry.
    """
    try:
        spec = find_spec(entry.id)
        asked = _asked(entry, warehouse) if spec.of_ledger else warehouse
        settings = parse_settings(entry.id, asked, entry.settings)
        return build_exhibit(entry.id, asked, **settings)
    except BriefError:
        raise
    except DeskError as error:
        raise BriefError(f"The exhibit “{entry.name}” cannot be shown: {error}") from None


def shown_entry(entry: Entry, warehouse: Warehouse) -> Shown:
    """The same in plain values.

    Raises
    ------
    BriefError
        If it cannot be built.
    """
    texts = "".join(f" --set {name}={_quoted(text)}" for name, text in entry.settings.items())
    exhibit = ask_exhibit(entry, warehouse)
    return shown_of(exhibit, name=entry.name, page=find_spec(entry.id).page, settings=texts)


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
    figure, cuts, editable = bare_figure(exhibit)
    base = exhibit.base
    return Shown(
        name=name, id=exhibit.id, settings=settings, page=page, title=exhibit.title,
        subtitle=exhibit.subtitle, question=exhibit.question, unit=exhibit.words.unit,
        alt=exhibit.words.alt, base=f"n = {base:,}" if isinstance(base, int) else str(base),
        standing=exhibit.standing.sentence(), as_of=exhibit.as_of.isoformat(),
        data_version=exhibit.data_version, source_line=exhibit.source_line, mark=exhibit.mark,
        private=is_private(exhibit.sources), caveats=exhibit.caveats,
        sources=tuple(_note(exhibit.sources[one]) for one in _in_order(exhibit)),
        columns=tuple(Head(key, one.label, one.unit or "", one.format)
                      for key, one in exhibit.columns.items()),
        rows=_rows(exhibit),
        source_ids=_row_sources(exhibit), figure=figure, cuts=cuts, editable=editable)


def _rows(exhibit: Exhibit) -> tuple[tuple[str, ...], ...]:
    """The table as readers see it, yes and no in words."""
    logical = [is_bool_dtype(exhibit.table[name]) for name in exhibit.columns]
    return tuple(
        tuple(YES_NO.get(str(cell), str(cell)) if yes_no else str(cell)
              for cell, yes_no in zip(row, logical, strict=True))
        for row in display_table(exhibit).to_numpy().tolist())


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
