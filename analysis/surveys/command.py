"""``python -m analysis crosstab FILE --rows A --cols B``: a crosstab without a browser.

Decided: nothing unreleased is printed. The verb is given a function that opens a file and one that
passes the disclosure gate; what comes back from the gate is printed, with withheld cells shown as
withheld. Without ``--sampling`` the class is unknown and only counts and shares are given.

The shape of ``--json``::

    {"rows": {"name", "label", "several_answers", "missing": {kind: rows}},     missing null
     "columns": the same,                                  where the gate withholds it
     "share_of": "column" | "row" | "total",
     "filter": text,
     "sampling": class, "why": sentence,
     "base_n": respondents, "weighted_n": sum of weights,      null where the gate withholds them
     "letters": {"rule": text, "columns": {column code: letter}},
     "test": {"f", "df", "df_design", "p_value"} or null, "test_reason": text,
     "notes": [text], "withheld": number of cells,
     "cells": [{"row_code", "row_label", "row_total", "column_code", "column_label",
                "column_total", "respondents", "base_n", "weighted_n", "weighted_base", "share",
                "se", "low", "high", "interval", "df", "design_effect", "effective_n",
                "low_base", "letters", "suppressed", "reason"}]}

Shares, standard errors and bounds are 0-1; what does not exist is null.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, cast

import pandas as pd

from analysis.errors import SurveyError
from analysis.surveys.comparisons import p_words
from analysis.surveys.crosstab import (
    SHARES,
    Axis,
    CrosstabRequest,
    ShareOf,
    UnreleasedCrosstab,
    estimate_crosstab,
)
from analysis.surveys.crosstab_cells import LOW_BASE, TOTAL
from analysis.surveys.crosstab_gate import SOME_WITHHELD
from analysis.surveys.crosstab_letters import Letters
from analysis.surveys.design import LONELY_RULES, LonelyRule, SurveyDesign
from analysis.surveys.questions import KEEPABLE
from analysis.surveys.sampling import PERMISSIONS, UNKNOWN
from analysis.surveys.share_interval import METHODS
from analysis.surveys.survey import Survey, open_survey

CELL_COLUMNS = (
    "row_code", "row_label", "row_total", "column_code", "column_label", "column_total",
    "respondents", "base_n", "weighted_n", "weighted_base", "share", "se", "low", "high",
    "interval", "df", "design_effect", "effective_n", "low_base", "letters", "suppressed", "reason",
)
NAMES = (*CELL_COLUMNS[:6], "suppressed", "reason")
"""What a suppressed cell still says."""
WITHHELD, NO_SHARE = "withheld", "-"


@dataclass(frozen=True)
class ReleasedCells:
    """What the gate lets through of a crosstab.

    Parameters
    ----------
    cells : pandas.DataFrame
        The cells, with a column ``suppressed``; values of suppressed cells empty.
    base_n, weighted_n : float or None
        Of the whole table; None where withheld.
    missing : tuple of two dicts, or None
        Missing answers by kind, of rows and of columns; None where withheld.
    notes : tuple of str
        The gate's rules and what it withheld, in words.
    inference : bool
        Whether the test of the table may be shown, or why there is none.
    letters : Letters
        Columns and rule of the letters of the cells that are shown.
    """

    cells: pd.DataFrame
    base_n: float | None
    weighted_n: float | None
    missing: tuple[dict[str, int], dict[str, int]] | None
    notes: tuple[str, ...]
    inference: bool
    letters: Letters


OpenFile = Callable[[Path, SurveyDesign], Survey]
Release = Callable[[UnreleasedCrosstab, Survey], ReleasedCells]


def add_crosstab_options(parser: argparse.ArgumentParser) -> None:
    """Options of the verb ``crosstab``."""
    parser.add_argument("file", metavar="FILE", help="a survey as it came (.csv, .xlsx, .sav), or "
                        "the folder that ingest wrote")
    parser.add_argument("--rows", required=True, metavar="A", help="question in the rows")
    parser.add_argument("--cols", required=True, metavar="B", help="question in the columns")
    parser.add_argument("--share", choices=SHARES, default="column",
                        help="what each cell is a share of (default: column)")
    parser.add_argument("--where", default="", metavar="FILTER",
                        help="col op value and col op value …; ops: = != < <= > >= in")
    parser.add_argument("--weight", default="", metavar="W", help="column of weights")
    parser.add_argument("--strata", default="", metavar="S", help="column of strata")
    parser.add_argument("--cluster", default="", metavar="C", help="column of clusters")
    parser.add_argument("--population", metavar="N", help="finite population: a number or a column")
    parser.add_argument("--respondent", default="", metavar="ID",
                        help="column that identifies people who fill several rows")
    parser.add_argument("--sampling", default=UNKNOWN, metavar="CLASS",
                        help=f"one of: {', '.join(PERMISSIONS)} (default: {UNKNOWN})")
    parser.add_argument("--lonely", choices=LONELY_RULES, default="adjust",
                        help="what is done with a stratum of one cluster (default: adjust)")
    parser.add_argument("--interval", choices=tuple(METHODS), default="logit",
                        help="method of the 95%% intervals (default: logit)")
    parser.add_argument("--keep", action="append", default=[], choices=KEEPABLE,
                        help="count this kind of missing answer as an answer; repeat for several")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run_crosstab(
    options: argparse.Namespace, *, release: Release, open_file: OpenFile = open_survey,
) -> int:
    """Print a crosstab that passed the gate.

    Parameters
    ----------
    options : argparse.Namespace
        As ``add_crosstab_options`` defines them.
    release : callable
        The disclosure gate: takes the unreleased crosstab and its survey.
    open_file : callable
        Opens FILE with a design; the default takes a folder that intake wrote.

    Returns
    -------
    int
        0; anything wrong is raised as a DeskError.
    """
    path = Path(options.file)
    if not path.exists():
        raise SurveyError(f"There is no {options.file}. Give a survey file (.csv, .xlsx, .sav), or "
                          "the folder that `ingest` wrote.")
    survey = open_file(path, design_of(options))
    request = CrosstabRequest(
        options.rows, options.cols, options.where, cast(ShareOf, options.share),
        tuple(dict.fromkeys(options.keep)), options.interval)
    crosstab = estimate_crosstab(survey, request=request)
    released = release(crosstab, survey)
    if options.json:
        described = describe_crosstab(crosstab, released=released)
        print(json.dumps(described, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(crosstab_text(crosstab, released=released))
    return 0


def design_of(options: argparse.Namespace) -> SurveyDesign:
    """The design the options declare."""
    population: str | int | None = options.population
    if isinstance(population, str) and population.strip().isdigit():
        population = int(population)
    return SurveyDesign(
        sampling=options.sampling, weight=options.weight, strata=options.strata,
        cluster=options.cluster, population=population,
        lonely=cast(LonelyRule, options.lonely), respondent=options.respondent)


def describe_crosstab(
    crosstab: UnreleasedCrosstab, *, released: ReleasedCells,
) -> dict[str, Any]:
    """What passed the gate as plain data; its shape is in the module's docstring."""
    test = crosstab.test if released.inference else None
    missing = released.missing or (None, None)
    return {
        "rows": _axis(crosstab.rows, missing[0]), "columns": _axis(crosstab.columns, missing[1]),
        "share_of": crosstab.share, "filter": str(crosstab.where), "sampling": crosstab.sampling,
        "why": crosstab.why, "base_n": _plain(released.base_n),
        "weighted_n": _plain(released.weighted_n),
        "letters": {"rule": released.letters.rule, "columns": released.letters.columns},
        "test": None if test is None else {
            "f": _plain(test.statistic), "df": _plain(test.df),
            "df_design": _plain(test.df_design), "p_value": _plain(test.p_value)},
        "test_reason": _no_test(crosstab, released), "notes": [*crosstab.notes, *released.notes],
        "withheld": int(released.cells["suppressed"].sum()),
        "cells": [_record(row) for row in released.cells.to_dict("records")],
    }


def crosstab_text(crosstab: UnreleasedCrosstab, *, released: ReleasedCells) -> str:
    """What passed the gate as a table for a terminal."""
    cells = {(row["row_code"], row["column_code"]): row
             for row in released.cells.to_dict("records")}
    letters = released.letters.columns
    columns = [(one.code, one.label) for one in crosstab.columns.categories] + [(TOTAL, "Total")]
    rows = [(one.code, one.label) for one in crosstab.rows.categories] + [(TOTAL, "Total")]
    heads = ["", *(f"{label} ({letters[code]})" if code in letters else label
                   for code, label in columns)]
    lines = [heads]
    for code, label in rows:
        lines.append([label, *(_shown(cells[code, column]) for column, _ in columns)])
    if crosstab.share != "row":
        lines.append(["base n", *(_count(cells[TOTAL, column]) for column, _ in columns)])
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    table = ["  ".join(f"{text:<{width}}" if not at else f"{text:>{width}}"
                       for at, (text, width) in enumerate(zip(line, widths, strict=True))).rstrip()
             for line in lines]
    said = [f"{crosstab.rows.label} by {crosstab.columns.label}; shares of the {crosstab.share}",
            *([f"Filter: {crosstab.where}"] if crosstab.where.conditions else []), ""]
    return "\n".join([*said, *table, "", *_below(crosstab, released)])


def _below(crosstab: UnreleasedCrosstab, released: ReleasedCells) -> list[str]:
    """What stands under the table: class, rule of the letters, test, notes."""
    lines = [f"Sampling: {crosstab.sampling}. {crosstab.why}"]
    if released.cells["low_base"].eq(True).any():
        lines.append(f"! The base has fewer than {LOW_BASE} respondents.")
    if crosstab.why not in released.letters.rule:
        lines.append(released.letters.rule)
    if (reason := _no_test(crosstab, released)) and reason != crosstab.why:
        lines.append(reason)
    if crosstab.test is not None and released.inference:
        lines.append(
            f"Rao-Scott test: F = {crosstab.test.statistic:.3f} on {crosstab.test.df:.2f} and "
            f"{crosstab.test.df_design:.1f} degrees of freedom, {p_words(crosstab.test.p_value)}.")
    return [*lines, *crosstab.notes, *released.notes]


def _no_test(crosstab: UnreleasedCrosstab, released: ReleasedCells) -> str:
    """Why there is no test of the table; empty where there is one."""
    return crosstab.test_reason if released.inference else SOME_WITHHELD


def _shown(row: dict[Any, Any]) -> str:
    if row["suppressed"]:
        return WITHHELD
    if pd.isna(row["share"]):
        return NO_SHARE
    flag = "!" if row["low_base"] else ""
    return f"{100 * row['share']:.1f}%{flag} {row['letters']}".strip()


def _count(row: dict[Any, Any]) -> str:
    return WITHHELD if row["suppressed"] or pd.isna(row["respondents"]) else (
        f"{int(row['respondents']):,}")


def _axis(axis: Axis, missing: dict[str, int] | None) -> dict[str, Any]:
    return {"name": axis.name, "label": axis.label, "several_answers": axis.multiple,
            "missing": missing}


def _record(row: dict[Any, Any]) -> dict[str, Any]:
    """One cell; of a suppressed one only where it stands and why it is withheld."""
    shown = CELL_COLUMNS if not row["suppressed"] else NAMES
    return {name: _plain(row[name]) if name in shown else None for name in CELL_COLUMNS}


def _plain(value: Any) -> Any:
    """A value as JSON has it; what is no number becomes null."""
    if value is None or value is pd.NA:
        return None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
