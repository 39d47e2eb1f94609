"""What workers of each trade expect of AI, trade by trade, each figure with its own question."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.exhibit import Column, Exhibit, NotPublished, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.survey_points import (
    RESULT_COLUMNS,
    draw_shares,
    interval_notes,
    with_intervals,
)
from analysis.exhibits.words import count, percent
from analysis.exhibits.worker_voice import BECTU, LOSS_TRADE, OUTCOME_WORDS, TARGET_WORDS
from analysis.warehouse import Warehouse


@exhibit(
    "worker_voice_trades", page="worker_voice", controls=(LOSS_TRADE,),
    question="What do workers of each trade expect?",
)
def build_trades(warehouse: Warehouse, *, trade: str) -> Exhibit:
    """Shares expecting harm, sections by trade and by what the question is about."""
    result = warehouse.fetch("worker_voice_trades", trade=trade)
    table = with_intervals(result.frame)
    table["section"] = [
        f"{row['trade']}: {TARGET_WORDS[row['target']]}, {OUTCOME_WORDS[row['outcome']]}"
        for row in table.to_dict("records")
    ]
    table["emphasis"] = table["survey_id"] == BECTU
    title = _title(table, trade)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotPublished("n differs by survey and is in the table"),
        words=Words(
            title=title, unit="percent of respondents",
            subtitle="Share giving the negative answer, percent of respondents, sections by trade "
            "and by what was asked · figures of different sections are not comparable",
            alt=f"{title}. " + "; ".join(
                f"{row['label']}: {percent(row['share'])}" for row in table.to_dict("records")
            ),
        ),
        columns={"trade": Column("Trade"), "target": Column("Target"),
                 "outcome": Column("Outcome"), **RESULT_COLUMNS},
        draw=draw_shares,
        **assemble(
            warehouse, results=[result], searched="survey_sources", notes=interval_notes(table),
            topics=["survey_answer_parts"],
        ),
    )


def _title(table: pd.DataFrame, trade: str) -> str:
    if table.empty:
        where = "" if trade == "all" else f" of {trade}"
        return f"No expectation{where} is on the desk"
    low, high = percent(table["share"].min()), percent(table["share"].max())
    shares = f"from {low} to {high}" if low != high else f"at {low}"
    trades = table["trade"].nunique()
    whom = f"in {count(trades, 'trade')}" if trades > 1 else f"among {table['trade'].iloc[0]}"
    return (
        f"Expectations of harm {whom} stand {shares}, over {count(len(table), 'figure')} from "
        f"{count(table['survey_id'].nunique(), 'survey')} that ask different questions"
        if len(table) > 1 else f"One figure {whom}: {low} expect harm"
    )
