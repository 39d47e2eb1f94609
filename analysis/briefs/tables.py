"""Tables of a document: what fits a page, and what was left out is said.

Decided: columns that are empty, or the same in every row, cost no room: the first are left out, the
second are said once below. Ids of sources become the numbers of endnotes. Long texts go first where
there is no room. Nothing is left out without a word, and the command that gives the whole is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.briefs.document import Runs, Table, plain_runs, text_of_runs
from analysis.briefs.edition import Head, Shown
from analysis.briefs.markup import Run

NUMBERS = ("integer", "decimal", "percent", "year")
SOURCES = ("source_id", "source_ids")
MOST_ROWS, MOST_COLUMNS = 100, 7
LONG_TEXT, WIDEST = 70, 34
ROOM = {False: 104, True: 144}
"""Signs of a line of a table on a page upright and across."""
LONGEST_WORD, BETWEEN, SOURCE = 24, 2.5, 12
"""Signs of a word that is not broken, of the room between columns, and of numbers of notes."""
UNIT_BESIDE = "see the column "
"""How a unit begins that stands in another column of the same row."""


def cite(ids: Sequence[str], numbers: Mapping[str, int]) -> Runs:
    """Numbers of endnotes, each leading to its note; three and more in a row as a range."""
    found = sorted({numbers[one] for one in ids if one in numbers})
    runs: list[Run] = []
    at = 0
    while at < len(found):
        end = at
        while end + 1 < len(found) and found[end + 1] == found[end] + 1:
            end += 1
        if runs:
            runs.append(Run(" "))
        runs.append(_number(found[at]))
        if end - at >= 2:
            runs += [Run("–"), _number(found[end])]
            at = end
        at += 1
    return tuple(runs)


def _number(number: int) -> Run:
    return Run(f"[{number}]", to=f"note-{number}")


def table_of(
    shown: Shown, *, number: int, numbers: Mapping[str, int], wide: bool = False,
    most_rows: int = MOST_ROWS,
) -> Table:
    """The table of an exhibit for a page."""
    rows = shown.rows[:most_rows]
    ids = shown.source_ids[:most_rows]
    one_source = len(set(shown.source_ids)) <= 1
    kept, same, empty, long = _choose(shown, rows, ROOM[wide] - (0 if one_source else SOURCE))
    units = dict(same)
    heads = [_heading(shown.columns[at], units) for at in kept] + (
        [] if one_source else ["Source"])
    cells = tuple(
        (*(plain_runs(row[at]) for at in kept), *(() if one_source else (cite(behind, numbers),)))
        for row, behind in zip(rows, ids, strict=True))
    numeric = [shown.columns[at].format in NUMBERS for at in kept] + (
        [] if one_source else [False])
    said = _note(shown, same, (empty, long), len(rows))
    if one_source and shown.source_ids:
        said = (Run("All rows: "), *cite(shown.source_ids[0], numbers), Run(". "), *said)
    return Table(
        label=f"Table {number}", caption=plain_runs(shown.title), heads=tuple(heads), rows=cells,
        numeric=tuple(numeric), note=said, of=shown.name)


def column_widths(table: Table, *, wide: bool) -> list[float]:
    """Share of the line for each column: by its longest text, but room for its longest word."""
    room = ROOM[wide]
    needs, least = [], []
    for at, head in enumerate(table.heads):
        texts = [text_of_runs(row[at]) for row in table.rows]
        word = max((len(word) for text in (head, *texts) for word in text.split()), default=1)
        least.append(min(word, LONGEST_WORD) + BETWEEN)
        needs.append(max(min(max(map(len, texts), default=0), WIDEST + 6) + BETWEEN, least[-1]))
    spare = room - sum(least)
    wanted = sum(needs) - sum(least)
    if sum(needs) > room and spare > 0:
        needs = [one + spare * (need - one) / wanted
                 for need, one in zip(needs, least, strict=True)]
    elif spare <= 0:
        needs = least
    return [need / sum(needs) for need in needs]


def _choose(
    shown: Shown, rows: Sequence[tuple[str, ...]], room: int
) -> tuple[list[int], list[tuple[str, str]], list[str], list[str]]:
    """Places of columns that fit; what is the same in all rows; what is empty; what is too long."""
    places: list[int] = []
    same: list[tuple[str, str]] = []
    empty: list[str] = []
    long: list[str] = []
    for at, head in enumerate(shown.columns):
        values = {row[at] for row in rows}
        if head.name in SOURCES:
            continue
        if values <= {""}:
            empty.append(head.label)
        elif len(values) == 1 and len(rows) > 1:
            same.append((head.label, next(iter(values))))
        elif _is_name_of_row(head) or _mean_length(rows, at) > LONG_TEXT:
            long.append(head.label)
        else:
            places.append(at)
    kept: list[int] = []
    for at in sorted(places, key=lambda at: (at != places[0], not _counts(shown.columns[at]), at)):
        longest = max(len(row[at]) for row in rows)
        needed = min(max(longest, len(max(shown.columns[at].heading.split(), key=len))), WIDEST) + 2
        if len(kept) < MOST_COLUMNS and needed <= room:
            kept.append(at)
            room -= needed
    long += [shown.columns[at].label for at in places if at not in kept]
    return sorted(kept) or places[:1], same, empty, long


def _counts(head: Head) -> bool:
    """Whether a column holds what the figure shows, which goes before words about it."""
    return head.format in NUMBERS and head.format != "year"


def _heading(head: Head, units: Mapping[str, str]) -> str:
    """The heading; a unit that is the same in all rows and stands in none of them is named."""
    if head.unit.startswith(UNIT_BESIDE):
        unit = units.get(head.unit.removeprefix(UNIT_BESIDE))
        return f"{head.label} ({unit})" if unit else head.heading
    return head.heading


def _is_name_of_row(head: Head) -> bool:
    return head.name.endswith("_id") or head.label.startswith("Row in ")


def _mean_length(rows: Sequence[tuple[str, ...]], at: int) -> float:
    return sum(len(row[at]) for row in rows) / max(1, len(rows))


def _note(
    shown: Shown, same: Sequence[tuple[str, str]], left_out: tuple[list[str], list[str]], rows: int
) -> Runs:
    empty, long = left_out
    alike = [f"{label}: {text}" for label, text in same if len(text) <= LONG_TEXT]
    left = [*long, *(label for label, text in same if len(text) > LONG_TEXT)]
    said = [f"In all rows {'; '.join(alike)}."] if alike else []
    if len(shown.rows) > rows:
        said.append(f"The first {rows} of {len(shown.rows)} rows.")
    if empty:
        said.append(f"Empty in every row: {', '.join(empty)}.")
    if left:
        said.append(f"Left out for room: {', '.join(left)}.")
    said.append("An empty cell was not published or not found; it is never zero.")
    if left or len(shown.rows) > rows:
        said.append(f"The whole table: {shown.command}" if not shown.private else
                    "The whole table: on the page it came from.")
    return plain_runs(" ".join(said))
