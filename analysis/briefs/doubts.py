"""Whether the numbers a brief was frozen with are those the desk gave, and what it says now.

Decided: with the data of the day every number is asked again. Of earlier data the desk keeps only
what it published, the title of each exhibit; a frozen title is set against that, never believed
from the file, and then against today's. Private numbers are nobody's to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.briefs.asking import shown_of
from analysis.briefs.brief import Entry
from analysis.briefs.edition import Doubt, Edition, Shown
from analysis.charts.theme import day
from analysis.exhibits import Exhibit
from analysis.exhibits.history import Said, known_version, said_with

Ask = Callable[[Entry], Exhibit | None]


@dataclass(frozen=True)
class _Set:
    """A frozen exhibit, the same as the desk gives it now, and what it published of it then."""

    kept: Shown
    live: Exhibit
    then: Said | None

    @property
    def same_data(self) -> bool:
        return self.live.data_version == self.kept.data_version


def doubts_of(
    frozen: Edition, entries: Sequence[Entry], ask: Ask, *, now: str
) -> tuple[Doubt, ...]:
    """What does not hold, one sentence each.

    Parameters
    ----------
    frozen : Edition
    entries : sequence of Entry
        What its exhibits were asked with, in the same order.
    ask : callable
        Gives the exhibit that an entry means from today's data, None where that cannot be.
    now : str
        Today's data version.
    """
    when = known_version(frozen.data_version)
    if frozen.data_version != now and when is None:
        return (Doubt(f"This desk does not know data version {frozen.data_version}, so the frozen "
                      "numbers could not be checked."),)
    public = [(one, entry, ask(entry)) for one, entry in zip(frozen.shown, entries, strict=True)
              if not one.private]
    sets = [_Set(one, live, said_with(one.data_version, entry.id, entry.settings))
            for one, entry, live in public if live is not None]
    lost = [one.name for one, _, live in public if live is None]
    older = f"data of {day(when)}" if when else f"data version {frozen.data_version}"
    return (*(doubt for one in sets for doubt in _of_one(one)),
            *_of_many(sets, lost, older))


def _of_one(one: _Set) -> Iterator[Doubt]:
    """A number that is not the desk's, or a finding that has changed."""
    kept, live, then = one.kept, one.live, one.then
    if one.same_data:
        if _facts(shown_of(live, name=kept.name, page=kept.page, settings="")) != _facts(kept):
            yield Doubt("", (kept.name,), f" is not what data version {kept.data_version} gives "
                        "today: the file, or the desk itself, was changed after it was frozen.")
    elif then is not None and then.title != kept.title:
        yield Doubt("", (kept.name,), f" does not say what the desk said with data of "
                    f"{day(then.as_of)}: {then.title}. It was changed after it was frozen.")
    elif then is not None and then.title != live.title:
        yield Doubt("", (kept.name,), " has changed since it was frozen. Was, with data of "
                    f"{day(then.as_of)}: {then.title}. Is now: {live.title}.")


def _of_many(sets: Sequence[_Set], lost: Sequence[str], older: str) -> Iterator[Doubt]:
    """Findings that have not changed, and those that could not be checked."""
    older_sets = [one for one in sets if not one.same_data]
    unchanged = tuple(one.kept.name for one in older_sets
                      if one.then and one.then.title == one.kept.title == one.live.title)
    unrecorded = tuple(one.kept.name for one in older_sets if one.then is None)
    if unchanged:
        yield Doubt(f"The brief was frozen with {older}. They have changed since; the finding is "
                    "still the same in ", unchanged, ".")
    if unrecorded:
        yield Doubt(f"What the desk said with {older} was not recorded, and could not be checked, "
                    "for ", unrecorded, ".")
    if lost:
        yield Doubt("The desk of today cannot show, and so could not check, ", tuple(lost), ".")


def _facts(shown: Shown) -> Mapping[str, Any]:
    names = ("title", "subtitle", "base", "standing", "as_of", "caveats", "rows", "mark")
    return {name: getattr(shown, name) for name in names} | {
        "sources": [one.source_id for one in shown.sources], "editable": shown.editable}
