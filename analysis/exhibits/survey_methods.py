"""How the surveys were made: sampling, and whether a margin of error could be given at all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.exhibits.worker_voice import (
    COUNTRY,
    SAMPLING,
    SAMPLING_WORDS,
    SEARCH,
    STANDING,
    TRADE,
    YEARS,
    survey_filters,
)
from analysis.warehouse import Warehouse


@exhibit(
    "worker_voice_surveys", page="worker_voice",
    controls=(TRADE, COUNTRY, STANDING, SAMPLING, YEARS, SEARCH),
    question="How were the surveys made, and which could carry a margin of error?",
)
def build_surveys(warehouse: Warehouse, **settings: Any) -> Exhibit:
    """Surveys by how their respondents were found."""
    result = warehouse.fetch("worker_voice_surveys", **survey_filters(settings))
    table = result.frame
    random = int((table["sampling"] == "probability").sum())
    usable = int((
        (table["sampling"] == "probability")
        & (table["margin_pp"].notna() | table["design_effect"].notna())
        & (table["sample_size_exact"] == True)  # noqa: E712
    ).sum())
    title = (
        "No survey meets these filters" if table.empty else
        f"{count(random)} of {count(len(table), 'survey')} "
        f"{'is known to be a random sample' if random == 1 else 'are known to be random samples'}"
        f"; what a margin of error needs was found for {count(usable) if usable else 'none'} of "
        "them"
        if random else
        f"None of {count(len(table), 'survey')} is known to be a random sample, so none can carry "
        "a margin of error"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("a list of surveys, each with its own n"),
        words=Words(
            title=title, unit="surveys", row="survey",
            subtitle="Surveys on the desk by how respondents were found, number of surveys",
            alt=f"{title}. " + "; ".join(
                f"{SAMPLING_WORDS[str(name)]}: {number}"
                for name, number in table["sampling"].value_counts().items()
            ),
        ),
        columns={
            "organisation": Column("Organisation"), "survey_title": Column("Survey"),
            "year": Column("Year", None, "year"), "country": Column("Country"),
            "sampling": Column("Sampling"), "sampling_basis": Column("What that rests on"),
            "mode": Column("Mode"), "sample_size_text": Column("n as published"),
            "figures": Column("Figures on the desk", "figures", "integer"),
            "limits": Column("Limits"), "address": Column("Address"),
            "survey_id": Column("Row in surveys.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_bars(_by_sampling(frame), canvas),
        **assemble(warehouse, results=[result], searched="survey_sources"),
    )


def _by_sampling(table: pd.DataFrame) -> pd.DataFrame:
    counts = table["sampling"].value_counts()
    rows = [
        {
            "label": words, "value": int(counts.get(name, 0)), "low": float("nan"),
            "high": float("nan"), "text": str(int(counts.get(name, 0))),
            "style": "emphasis" if name == "probability" else "solid",
        } for name, words in SAMPLING_WORDS.items()
    ]
    return pd.DataFrame(rows)
