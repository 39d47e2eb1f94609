"""Questions with several answers as one flag an answer: divided in a cell, or columns of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import IntakeError
from analysis.intake.columns import GROUP, question_in
from analysis.intake.few import POOLED_LABEL, count_answers, pool_words, rare_of
from analysis.intake.personal import FEWEST
from analysis.intake.reading import Column
from analysis.intake.spelling import spelled_once
from analysis.intake.texts import Answers
from analysis.intake.vocabulary import NO, YES, missing_kind
from analysis.intake.written import Written, mapped, natural, note_spellings, reject_cells
from analysis.surveys.codebook import Value

MOST_FLAGS = 100
CHOSEN = (Value("1", "chosen"), Value("0", "not chosen"))


def write_flags(written: Written, column: Column, cells: pa.ChunkedArray) -> None:
    """Several answers in a cell: one flag an answer, empty where the cell is.

    Options that fewer than FEWEST people chose are one flag together.
    """
    mark = column.split
    distinct = cells.unique().drop_null().to_pylist()
    refused = {text: missing_kind(text) for text in distinct if missing_kind(text)}
    parts = {text: {part.strip() for part in text.split(mark)} - {""} for text in distinct
             if text not in refused}
    counts = count_answers(cells)
    chosen = _chosen(parts, counts)
    if column.same and (known := spelled_once(chosen)):
        parts = {text: {known.get(part, part) for part in found} for text, found in parts.items()}
        chosen = _chosen(parts, counts)
    note_spellings(written, column, chosen)
    rare = rare_of(chosen)
    if rare:
        parts = {text: found - rare | ({POOLED_LABEL} if found & rare else set())
                 for text, found in parts.items()}
        written.notes.append(pool_words(column.name, rare))
    options = sorted({part for found in parts.values() for part in found},
                     key=lambda part: (part == POOLED_LABEL, natural(part)))
    if len(options) > MOST_FLAGS:
        raise IntakeError(
            f"Dividing {column.name!r} by {mark!r} gives {len(options):,} different answers; at "
            f"most {MOST_FLAGS} are read. Say that nothing divides it, or choose another "
            "separator.")
    missing = tuple(Value(text, text, kind)  # type: ignore[arg-type]
                    for text, kind in refused.items())
    for option in options:
        codes: dict[str, Any] = {
            text: "1" if option in found else "0" for text, found in parts.items()}
        codes |= {text: text for text in refused}
        written.add(column, "flag", mapped(cells, codes, pa.string()), (*CHOSEN, *missing),
                    name=f"{column.name}: {option}", label=option, group=column.name)


def _chosen(parts: Mapping[str, Iterable[str]], counts: Mapping[str, int]) -> Counter[str]:
    """How many cells chose each option."""
    chosen: Counter[str] = Counter()
    for text, count in counts.items():
        chosen.update(dict.fromkeys(parts.get(text, ()), count))
    return chosen


def write_flag(
    written: Written, column: Column, cells: pa.ChunkedArray, lines: pa.ChunkedArray,
    answers: Answers,
) -> None:
    """One option of a question in a column of its own: yes and no in any wording."""
    labels = {value.code: value.label for value in answers.values}
    missing = {value.code: value for value in answers.values if value.missing}
    codes: dict[str, Any] = {}
    wrong: list[str] = []
    for text in cells.unique().drop_null().to_pylist():
        label = labels.get(text, text).casefold()
        kind = missing_kind(text)
        if text in missing or kind:
            codes[text] = text
            missing.setdefault(text, Value(text, text, kind))  # type: ignore[arg-type]
        elif text.casefold() in YES or label in YES:
            codes[text] = "1"
        elif text.casefold() in NO or label in NO:
            codes[text] = "0"
        else:
            wrong.append(text)
    option = ""
    if len(wrong) == 1 and "1" not in codes.values():
        option = wrong.pop()
        codes[option] = "1"
    reject_cells(written, column, cells, lines, (wrong, "must be yes or no"))
    group = column.group or answers.group or question_in(column.name) or column.name
    if match := GROUP.match(column.name):
        option = match["option"] or match["slash"]
    elif not re.search(r"[^\W\d_]", option) or count_answers(cells)[option] < FEWEST:
        option = column.name  # what a few wrote themselves is not told
    written.add(column, "flag", mapped(cells, codes, pa.string()),
                (*CHOSEN, *missing.values()), group=group, label=column.label or option)


def fill_groups(written: Written) -> None:
    """Where a question's flags know no "not chosen", an empty one beside a chosen one means it."""
    groups: dict[str, list[int]] = {}
    for place, variable in enumerate(written.variables):
        if variable.kind == "flag" and variable.group:
            groups.setdefault(variable.group, []).append(place)
    for name, places in groups.items():
        arrays = [written.arrays[place] for place in places]
        if len(places) < 2 or any(pc.any(pc.equal(one, "0")).as_py() for one in arrays):
            continue
        chosen = pc.equal(arrays[0], "1")
        for one in arrays[1:]:
            chosen = pc.or_kleene(chosen, pc.equal(one, "1"))
        for place in places:
            empty = pc.and_(pc.is_null(written.arrays[place]), pc.fill_null(chosen, False))
            written.arrays[place] = pc.if_else(empty, "0", written.arrays[place])
        written.notes.append(f"{name}: an option left empty counts as not chosen where another "
                             "option was chosen, and as no answer where none was.")
