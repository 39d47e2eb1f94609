"""What stands below and above the figure of an exhibit, in the language it is shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.charts import theme
from analysis.charts.language import LANGUAGES, Code

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit

MOST_NAMED = 4


def sources_in(exhibit: Exhibit, code: Code) -> str:
    """Publishers behind the figures in order of appearance, at most four named."""
    said = LANGUAGES[code]
    rows = next((result.rows for result in exhibit.results if result.rows), ())
    names = list(dict.fromkeys(exhibit.sources[one].short for ids in rows for one in ids))
    rest = len(names) - MOST_NAMED
    more = f" {said.say('and {n} more', n=rest)}" if rest > 0 else ""
    label = said.say("Source" if len(names) == 1 else "Sources")
    return f"{label}{said.colon} {'; '.join(names[:MOST_NAMED])}{more}"


def marks_in(exhibit: Exhibit, code: Code) -> list[str]:
    """The words simulation and scenario, where they are due."""
    return [LANGUAGES[code].say(mark) for mark in exhibit.mark.split()]


def labels_of(exhibit: Exhibit) -> theme.Labels:
    """The texts that the figure carries; source line and marks come from what was read."""
    words, said = exhibit.words, LANGUAGES[exhibit.words.language]
    note, byline = (f"{said.say(label)}{said.colon} {text}" if text else ""
                    for label, text in (("Note", words.note), ("Chart", words.byline)))
    as_of = said.say("As of {day}", day=said.date(exhibit.as_of))
    version = said.say("data {version}", version=exhibit.data_version)
    own = f"{sources_in(exhibit, words.language)}. {as_of}. Double Booked, {version}."
    return theme.Labels(
        title=exhibit.title, subtitle=exhibit.subtitle, alt=words.alt, note=note,
        watermark=" ".join(marks_in(exhibit, words.language)).upper(),
        source=f"{own} {byline}".rstrip(),
    )
