"""Tables of a document: what fits a page, and what was left out is said.

Decided: columns that are empty, or the same in every row, cost no room: the first are left out, the
second are said once below. Ids of sources become the numbers of endnotes. Long texts go first where
there is no room. Nothing is left out without a word, and the command that gives the whole is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.briefs.document import Runs, Table, plain_runs
from analysis.briefs.edition import Head, Shown
from analysis.briefs.markup import Run

NUMBERS = ("integer", "decimal", "percent", "year")
SOURCES = ("source_id", "source_ids")
MOST_ROWS, MOST_COLUMNS = 60, 7
LONG_TEXT, WIDEST = 70, 34
ROOM = {False: 92, True: 140}
"""Signs of a line of a table on a page upright and across."""


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
    kept, same, empty, long = _choose(shown, rows, wide)
    ids = shown.source_ids[:most_rows]
    one_source = len(set(shown.source_ids)) <= 1
    heads = [shown.columns[at].heading for at in kept] + ([] if one_source else ["Source"])
    cells = tuple(
        (*(plain_runs(row[at]) for at in kept), *(() if one_source else (cite(behind, numbers),)))
        for row, behind in zip(rows, ids, strict=True))
    numeric = [shown.columns[at].format in NUMBERS for at in kept] + (
        [] if one_source else [False])
    said = _note(shown, same, [*empty, *long], len(rows))
    if one_source and shown.source_ids:
        said = (Run("All rows: "), *cite(shown.source_ids[0], numbers), Run(". "), *said)
    return Table(
        label=f"Table {number}", caption=plain_runs(shown.title), heads=tuple(heads), rows=cells,
        numeric=tuple(numeric), note=said, of=shown.name)


def column_widths(table: Table) -> list[float]:
    """Share of the line for each column, by its longest text and its longest word."""
    needs = []
    for at, head in enumerate(table.heads):
        texts = [sum(len(run.text) for run in row[at]) for row in table.rows]
        word = max(map(len, head.split()), default=1)
        needs.append(min(max([word, *texts]), WIDEST + 6) + 2.5)
    return [need / sum(needs) for need in needs]


def _choose(
    shown: Shown, rows: Sequence[tuple[str, ...]], wide: bool
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
            same.append((head.heading, next(iter(values))))
        elif _is_name_of_row(head) or _mean_length(rows, at) > LONG_TEXT:
            long.append(head.label)
        else:
            places.append(at)
    kept: list[int] = []
    room = ROOM[wide]
    for at in places:
        longest = max(len(row[at]) for row in rows)
        needed = min(max(longest, len(max(shown.columns[at].heading.split(), key=len))), WIDEST) + 2
        if len(kept) < MOST_COLUMNS and needed <= room:
            kept.append(at)
            room -= needed
        else:
            long.append(shown.columns[at].label)
    return kept or places[:1], same, empty, long


def _is_name_of_row(head: Head) -> bool:
    return head.name.endswith("_id") or head.label.startswith("Row in ")


def _mean_length(rows: Sequence[tuple[str, ...]], at: int) -> float:
    return sum(len(row[at]) for row in rows) / max(1, len(rows))


def _note(
    shown: Shown, same: Sequence[tuple[str, str]], left_out: Sequence[str], rows: int
) -> Runs:
    said = [f"In all rows: {label}: {text}." for label, text in same if len(text) <= LONG_TEXT]
    left = [*left_out, *(label for label, text in same if len(text) > LONG_TEXT)]
    if len(shown.rows) > rows:
        said.append(f"The first {rows} of {len(shown.rows)} rows.")
    if left:
        said.append(f"Left out for room: {', '.join(left)}.")
    said.append("An empty cell was not published or not found; it is never zero.")
    if left or len(shown.rows) > rows:
        said.append(f"The whole table: {shown.command}" if not shown.private else
                    "The whole table: on the page it came from.")
    return plain_runs(" ".join(said))
