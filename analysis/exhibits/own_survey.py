"""What every exhibit of a loaded survey has in common: its source, its run, its words.

Decided: how a figure was made is shown as the R script that makes it again, in the place where
other exhibits show their SQL. Numbers come from released tables alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import pandas as pd

from analysis.catalog.sources import FROM_ITSELF, Source
from analysis.disclosure import Released
from analysis.exhibits.exhibit import Base, Column, NotPublished
from analysis.exhibits.words import percent
from analysis.warehouse import Result, Run

SOURCE_ID = "your_survey"
WITHHELD = "withheld"
ONLY_COUNTS = "Every share is withheld; the counts are shown"
INTERVAL = "95% interval"


@dataclass(frozen=True)
class Loaded:
    """What is said of the loaded survey: a name of the visitor's choice, its day, its version."""

    title: str
    day: date
    version: str


@dataclass(frozen=True)
class Told:
    """What is said beside any exhibit of the survey.

    Parameters
    ----------
    loaded : Loaded
        What is said of the survey.
    where : str
        The filter in words, empty for none.
    script : str
        The R script that makes the figures again, empty for none.
    """

    loaded: Loaded
    where: str = ""
    script: str = ""

    @property
    def only(self) -> str:
        """The filter as the end of a subtitle."""
        return f", only where {self.where}" if self.where else ""


def own_source(loaded: Loaded) -> Source:
    """The loaded survey as a source: private, of the reader's own."""
    return Source(
        source_id=SOURCE_ID, publisher="Your own survey", title=loaded.title, address="",
        published="", obtained="Loaded by the reader", retrieved=loaded.day,
        licence="the reader's own", redistribution="derived only", kind="your data",
        verification=FROM_ITSELF, access="private", note="Released aggregates only.")


def own_result(released: Released, told: Told, *, name: str, purpose: str) -> Result:
    """The released table as the answer of one run."""
    table = released.frame
    run = Run(
        name=name, purpose=purpose, sql=told.script, parameters={}, tables=("survey",),
        folder="your survey", version=told.loaded.version)
    return Result(frame=table, run=run, rows=tuple((SOURCE_ID,) for _ in range(len(table))),
                  released=released)


def with_source(released: Released) -> Released:
    """The released table with the source on every row."""
    return released.derive(lambda frame: frame.assign(source_id=SOURCE_ID))


def base_of(respondents: Any) -> Base:
    """The number of respondents behind an exhibit, or that it is withheld."""
    if respondents is None or pd.isna(respondents):
        return NotPublished("the number of respondents is withheld")
    return int(respondents)


def has(frame: pd.DataFrame, column: str) -> bool:
    """Whether any row has a value in a column."""
    return column in frame and bool(frame[column].notna().any())


def in_interval(low: float, high: float) -> str:
    """``, 95% interval 40% to 50%``; empty where there is none."""
    if not (isfinite(low) and isfinite(high)):
        return ""
    return f", {INTERVAL} {percent(low)} to {percent(high)}"


def line_of(table: pd.DataFrame, *, value: str) -> str:
    """What the line beside a point is, and why a figure that is shown has none."""
    alone = table[value].notna() & table["low"].isna() & (table["reason"] != "")
    return f"line: {INTERVAL}" + "; hollow: interval withheld" * bool(alone.any())


def points(value: float) -> str:
    """A difference of shares as ``+12.3 points``, with a true minus."""
    return f"{signed(value * 100)} points"


def signed(value: float, *, digits: int = 1) -> str:
    """A number with its sign, the minus a true one; zero bears none."""
    text = f"{value:+,.{digits}f}"
    return text.strip("+-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")


def error_columns(unit: str, style: str) -> dict[str, Column]:
    """Interval, standard error, design effect and effective n, as columns."""
    return {
        "low": Column(f"{INTERVAL}, from", unit, style),
        "high": Column(f"{INTERVAL}, to", unit, style),
        "se": Column("Standard error", unit, style),
        "design_effect": Column("Design effect", "ratio", "decimal"),
        "effective_n": Column("Effective n", "respondents", "decimal"),
    }
