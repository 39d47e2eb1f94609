"""What the desk said before: the title of every exhibit under each data version that was published.

Decided: kept in ``data/history``, a data package of its own, because it names the data version and
cannot be part of what that version hashes. ``python -m analysis record`` writes today's version;
earlier ones are never changed. A link carries only the version; what was said under it comes from
here, never from the link.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from analysis.catalog.package import DATA_DIRECTORY
from analysis.exhibits.check import variants_of
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import REGISTRY, build_exhibit
from analysis.warehouse import Warehouse

HISTORY = DATA_DIRECTORY / "history" / "published_titles.csv"
FIELDS = ("data_version", "as_of", "exhibit_id", "settings", "title")


@dataclass(frozen=True)
class Said:
    """A title as it was published."""

    data_version: str
    as_of: date
    exhibit_id: str
    settings: str
    title: str


def settings_text(exhibit_id: str, settings: Mapping[str, Any]) -> str:
    """The settings of an exhibit as the history names them: JSON in the order of its controls."""
    spec = REGISTRY[exhibit_id]
    return json.dumps({control.name: control.write(settings[control.name])
                       for control in spec.controls if control.name in settings},
                      ensure_ascii=False)


@cache
def load_history(path: Path = HISTORY) -> Mapping[tuple[str, str, str], Said]:
    """All titles by data version, exhibit and settings."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [Said(row["data_version"], date.fromisoformat(row["as_of"]), row["exhibit_id"],
                     row["settings"], row["title"]) for row in csv.DictReader(lines)]
    return {(one.data_version, one.exhibit_id, one.settings): one for one in rows}


def said_before(exhibit: Exhibit, data_version: str) -> Said | None:
    """What this exhibit said under an earlier version, None where nobody recorded it."""
    return load_history().get(
        (data_version, exhibit.id, settings_text(exhibit.id, exhibit.settings)))


def said_with(
    data_version: str, exhibit_id: str, settings: Mapping[str, str]
) -> Said | None:
    """What an exhibit said under an earlier version with these settings, the others as usual then.

    Parameters
    ----------
    data_version, exhibit_id : str
    settings : mapping of str to str
        Those that were not the usual ones, as text.
    """
    usual = next((one for key, one in load_history().items()
                  if key[:2] == (data_version, exhibit_id)), None)
    if usual is None:
        return None
    asked = json.dumps(json.loads(usual.settings) | dict(settings), ensure_ascii=False)
    return load_history().get((data_version, exhibit_id, asked))


def known_version(data_version: str) -> date | None:
    """The last day of a version's data, None where the history does not know it."""
    return max((one.as_of for key, one in load_history().items() if key[0] == data_version),
               default=None)


def titles_now(warehouse: Warehouse) -> list[Said]:
    """The title of every exhibit at its defaults and at each control's choices."""
    found: dict[tuple[str, str], Said] = {}
    for spec in REGISTRY.values():
        for settings in variants_of(spec, warehouse):
            exhibit = build_exhibit(spec.id, warehouse, **settings)
            key = (spec.id, settings_text(spec.id, exhibit.settings))
            found[key] = Said(exhibit.data_version, exhibit.as_of, *key, exhibit.title)
    return list(found.values())


def record_titles(warehouse: Warehouse, *, path: Path = HISTORY) -> int:
    """Write the titles of today's version beside those of earlier ones, which stay as they are.

    Returns
    -------
    int
        How many titles were added or changed.
    """
    known = load_history(path)
    now = titles_now(warehouse)
    versions = {one.data_version for one in now}
    kept = [one for one in known.values() if one.data_version not in versions]
    changed = [one for one in now
               if known.get((one.data_version, one.exhibit_id, one.settings)) != one]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows((one.data_version, one.as_of.isoformat(), one.exhibit_id, one.settings,
                          one.title) for one in [*kept, *now])
    load_history.cache_clear()
    return len(changed)
