"""Options of one question in columns of their own, known by a common name and a running number.

Qualtrics, REDCap and SPSS write a question with several answers so: ``Q5_1``, ``q5___2``, ``Q5.3``.

Decided: columns next to each other that only say chosen, or 0 and 1, are taken for such options.
Where each says yes and no in words they may as well be questions of their own; then it is only
pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from analysis.intake.reading import Column, Guess
from analysis.intake.vocabulary import NO, YES, missing_kind

NUMBERED_NAME = re.compile(r"^(?P<question>.*[^\W_])(?:_{1,3}|[.-])(?P<number>\d{1,2})$")
CODES = {"0", "1"}
HINT = "; perhaps an option of {!r}, which can be said under “Option of”"


def guess_options(
    columns: Sequence[Column], guesses: Sequence[Guess], filled: Sequence[Sequence[str] | None]
) -> tuple[tuple[Column, ...], tuple[Guess, ...]]:
    """Columns of which several in a row are options of one question, and why.

    Parameters
    ----------
    columns : sequence of Column
        As they were understood one by one.
    guesses : sequence of Guess
        One a column.
    filled : sequence
        Cells of each column that are not empty; None of columns that were not guessed.
    """
    found, why = list(columns), list(guesses)
    for question, places in _runs(columns, filled):
        answers = [{text.casefold() for text in filled[at] or () if not missing_kind(text)}
                   for at in places]
        if sum(map(bool, answers)) < 2:
            continue
        if all(_only_chosen(columns[at].name, one)
               for at, one in zip(places, answers, strict=True)):
            for at in places:
                found[at] = replace(columns[at], kind="flag", group=question)
                why[at] = replace(why[at], value=f"flag, an option of {question!r}", sure=False,
                                  why="by its number, and its cells only say that it was chosen")
        elif all(one <= {*YES, *NO} for one in answers):
            for at in places:
                why[at] = replace(why[at], why=why[at].why + HINT.format(question))
    return tuple(found), tuple(why)


def _runs(
    columns: Sequence[Column], filled: Sequence[Sequence[str] | None]
) -> list[tuple[str, list[int]]]:
    """Two or more guessed columns next to each other whose names differ in their number alone."""
    names = ["" if some is None or column.kind in ("id", "date", "ordinal") else _question(column)
             for column, some in zip(columns, filled, strict=True)]
    runs = [(question, list(places)) for question, places in groupby(
        range(len(names)), key=names.__getitem__) if question]
    return [(question, places) for question, places in runs if len(places) > 1]


def _question(column: Column) -> str:
    """The name without the running number at its end; empty if it has none."""
    match = NUMBERED_NAME.match(column.name)
    return match["question"] if match else ""


def _only_chosen(name: str, answers: set[str]) -> bool:
    """Whether a column says no more than that it was chosen: 0 and 1, its number, or one text."""
    match = NUMBERED_NAME.match(name)
    number = match["number"] if match else ""
    return answers <= CODES | {number, number.lstrip("0")} or (
        len(answers) == 1 and not any(text.replace(".", "").isdigit() for text in answers)
        and not answers <= set(NO))
