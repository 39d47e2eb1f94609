"""References of an author's words to exhibits: ``{name.field}`` and ``{name.column[row]}``.

Decided: a cell is named by what stands in its row (``[year=2025]``) or as ``first`` or ``last``,
never by a number, because rows move when data are refreshed. What does not exist is one sentence
that names the reference and what there is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.briefs.brief import Brief, Passage
from analysis.briefs.edition import Edition, Shown
from analysis.briefs.markup import Run, Words, parse_line, parse_words
from analysis.errors import BriefError

FIELDS = ("title", "subtitle", "question", "base", "unit", "as_of", "data_version", "standing",
          "sources")
REFERENCE = re.compile(r"\s*([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_]*)\s*(?:\[(.+)\]\s*)?")
EMPTY = "not published or not found"
TYPED = re.compile(r"(?<![\w.,])[£$€]?\d[\d.,\u00a0]*\d?%?(?![\w])")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_NAMED = 12


def fill_in(runs: Sequence[Run], edition: Edition) -> tuple[Run, ...]:
    """Runs with every reference as the text it stands for, leading to its exhibit.

    Raises
    ------
    BriefError
        If a reference names nothing that exists.
    """
    by_name = {one.name: one for one in edition.shown}
    filled = []
    for run in runs:
        if run.reference:
            shown, text = resolve(run.reference, by_name)
            run = replace(run, text=text, to=shown.name)
        filled.append(run)
    return tuple(filled)


def names_in(runs: Sequence[Run]) -> list[str]:
    """Names of the exhibits that runs refer to, each once."""
    return list(dict.fromkeys(run.to for run in runs if run.to))


def resolve(reference: str, by_name: Mapping[str, Shown]) -> tuple[Shown, str]:
    """The exhibit a reference names, and the text it stands for.

    Raises
    ------
    BriefError
        If there is no such exhibit, field, column or row.
    """
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise BriefError(f"{{{reference}}} is no reference. Write {{name.title}} or "
                         "{name.column[key=value]}, and {{ for a brace.")
    name, field, selector = found.groups()
    if name not in by_name:
        raise BriefError(f"{{{reference}}}: no exhibit of this brief is called “{name}”. "
                         f"{_there_is(list(by_name), 'There is')}")
    shown = by_name[name]
    if selector is None and field in FIELDS:
        return shown, field_of(shown, field)
    return shown, _cell(reference, shown, field, selector)


def field_of(shown: Shown, field: str) -> str:
    """The text of a field of an exhibit."""
    if field == "sources":
        return shown.source_line.partition(": ")[2] or shown.source_line
    return str(getattr(shown, field))


def _cell(reference: str, shown: Shown, column: str, selector: str | None) -> str:
    names = [head.name for head in shown.columns]
    if column in FIELDS and column not in names:
        raise BriefError(f"{{{reference}}}: “{column}” is said of the whole exhibit and has no "
                         f"rows. Write {{{shown.name}.{column}}}.")
    if column not in names:
        raise BriefError(f"{{{reference}}}: “{shown.name}” has no “{column}”. It has: "
                         f"{', '.join(FIELDS)}; of its table: {', '.join(names)}.")
    head, at = shown.columns[names.index(column)], names.index(column)
    if not shown.rows:
        raise BriefError(f"{{{reference}}}: the table of “{shown.name}” has no row in these data.")
    text = _row(reference, shown, names, selector)[at]
    if not text:
        return EMPTY
    return f"{text}%" if head.format == "percent" and text[-1].isdigit() else text


def _row(
    reference: str, shown: Shown, names: list[str], selector: str | None
) -> tuple[str, ...]:
    """The one row that is meant."""
    if selector is None and len(shown.rows) == 1:
        return shown.rows[0]
    if selector is None:
        raise BriefError(
            f"{{{reference}}}: the table of “{shown.name}” has {len(shown.rows)} rows. Say which: "
            f"[first], [last], or by a column, for example [{names[0]}={shown.rows[0][0]}].")
    if selector.strip() in ("first", "last"):
        return shown.rows[0 if selector.strip() == "first" else -1]
    rows = list(shown.rows)
    for condition in selector.split(","):
        key, equals, value = (part.strip() for part in condition.partition("="))
        if not equals or key not in names:
            raise BriefError(f"{{{reference}}}: rows are named by [column=value], [first] or "
                             f"[last]. Columns of “{shown.name}”: {', '.join(names)}.")
        place = names.index(key)
        kept = [row for row in rows if row[place].casefold() == value.casefold()]
        if not kept:
            raise BriefError(f"{{{reference}}}: no row has {key} = {value}. "
                             f"{_there_is([row[place] for row in rows], 'There is')}")
        rows = kept
    if len(rows) > 1:
        raise BriefError(f"{{{reference}}}: {len(rows)} rows fit. Add a column, as in "
                         "[year=2025, market=FR].")
    return rows[0]


def _there_is(names: Sequence[str], begin: str) -> str:
    said = [name for name in dict.fromkeys(names) if name]
    more = f" and {len(said) - MOST_NAMED} more" if len(said) > MOST_NAMED else ""
    return f"{begin}: {', '.join(said[:MOST_NAMED]) or 'none'}{more}."


def words_of(passage: Passage, edition: Edition) -> list[Words]:
    """A passage with its references filled in.

    Raises
    ------
    BriefError
        If a reference names nothing that exists.
    """
    return [replace(one, runs=fill_in(one.runs, edition)) for one in parse_words(passage.text)]


def title_of(brief: Brief, edition: Edition) -> str:
    """The title with its references filled in, as plain text."""
    text = "".join(run.text for run in fill_in(parse_line(brief.title), edition)).strip()
    return text or "Untitled brief"


def typed_numbers(brief: Brief) -> list[str]:
    """A sentence for each number that the author typed instead of referring to an exhibit.

    Years are left alone. It warns and forbids nothing: a number may be the author's own.
    """
    said = []
    passages = [part for part in brief.parts if isinstance(part, Passage)]
    for number, passage in enumerate(passages, start=1):
        runs = [run.text for one in parse_words(passage.text) for run in one.runs
                if not run.reference]
        for text in dict.fromkeys(found[0] for run in runs for found in TYPED.finditer(run)):
            if not YEAR.fullmatch(text.rstrip(".,")):
                said.append(f"Words {number}: “{text.rstrip('.,')}” is typed. It comes from no "
                            "exhibit and will not follow the data.")
    return said
