"""Significance letters of a crosstab: which columns a share is higher than.

Decided: columns are lettered A, B, C, … in their order. A cell bears the letter of every column
whose share in the same row is lower, by a two-sided t test with the survey's design and the
covariance of the columns, at 5%, corrected by Holm over all pairs of columns in all rows of the
table: the chance of a single false letter in the table is at most 5%. Columns with a base below 30
take no part; nor does a pair whose shares have no standard error (0% or 100% in both). No letters
without a probability sample, for shares of rows or of the total, or for columns that overlap.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite

from analysis.surveys.comparisons import Difference, correct, differences_of
from analysis.surveys.crosstab_cells import LOW_BASE, Table
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey

ERROR = 0.05
FEW = (f"No letters: fewer than two columns have a base of {LOW_BASE} and figures with errors that "
       "may be shown.")


@dataclass(frozen=True)
class Letters:
    """Letters of cells and columns, their rule, and what they rest on.

    Parameters
    ----------
    of : dict
        (row code, column code) to letters, where there are any.
    columns : dict of str to str
        Column code to its letter; empty where there are no letters at all.
    rule : str
        The rule in words, or why there are none.
    comparisons : tuple of Difference
        All differences that were tested.
    """

    of: dict[tuple[str, str], str]
    columns: dict[str, str]
    rule: str
    comparisons: tuple[Difference, ...]


def letters_of(survey: Survey, *, table: Table) -> Letters:
    """Letters of a table, or the reason why it has none."""
    refusal = _refusal(survey, table)
    if refusal:
        return Letters({}, {}, refusal, ())
    differences = differences_of(survey, answers=table.rows, groups=table.columns,
                                 inside=table.inside, at_least=LOW_BASE)
    if not differences:
        return Letters({}, {}, FEW, ())
    return _lettered(differences, names={
        one.code: letter_at(place) for place, one in enumerate(table.columns.categories)})


def letters_of_shown(letters: Letters, *, hidden: Collection[tuple[str, str]]) -> Letters:
    """The letters from the pairs of cells that are shown, corrected over these alone.

    A correction over all pairs, and how many there are, would tell something of withheld cells.
    """
    shown = correct([one for one in letters.comparisons if not {
        (one.code, one.first), (one.code, one.second)} & set(hidden)])
    if shown:
        return _lettered(shown, names=letters.columns)
    return Letters({}, {}, FEW, ()) if letters.comparisons else letters


def _lettered(differences: tuple[Difference, ...], *, names: dict[str, str]) -> Letters:
    found: dict[tuple[str, str], list[str]] = {}
    for one in differences:
        if one.p_corrected < ERROR:
            higher, lower = (one.second, one.first) if one.value > 0 else (one.first, one.second)
            found.setdefault((one.code, higher), []).append(names[lower])
    tested = sum(1 for one in differences if isfinite(one.p_value))
    rule = (
        "A letter says that the share is higher than in the column of that letter: two-sided t "
        f"test with the survey's design, 5%, corrected by Holm over all {tested} pairs "
        f"of columns in all rows of this table, columns with a base of at least {LOW_BASE} only.")
    return Letters({cell: "".join(sorted(one, key=lambda name: (len(name), name)))
                    for cell, one in found.items()}, names, rule, differences)


def letter_at(place: int) -> str:
    """A, B, …, Z, AA, AB, … for 0, 1, …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _refusal(survey: Survey, table: Table) -> str:
    permission = permission_of(survey.design.sampling)
    if not permission.inference:
        return f"No letters. {permission.why}"
    if table.share != "column":
        return "No letters: they compare columns, and these are no shares of columns."
    if table.columns.question.multiple:
        return "No letters: several answers were possible, so the columns overlap."
    return ""
