"""Human v. twin, ledger half: the estimate behind its exhibits, made once a ledger and outcome.

Decided: of a private ledger every table is made of what the gate let out, by the same functions as
that of an open one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from analysis.disclosure import Released
from analysis.exhibits.ledger_money import CURRENCY, MAIN, currency_of
from analysis.exhibits.ledger_words import fetch
from analysis.ledger.effects import Effect, estimate_effect
from analysis.ledger.effects_released import effect_of, withheld_row
from analysis.ledger.engine import PANEL, ledger_of
from analysis.warehouse import Result, Warehouse

PANEL_ROWS = 2_000_000


def estimate(warehouse: Warehouse, outcome: str) -> tuple[Result, Effect]:
    """The panel of the ledger beside the warehouse as asked, and the estimate on it, made once.

    Of a private ledger the panel stays behind the gate, and the estimate is what was let out of it.
    """
    ledger = ledger_of(warehouse)
    currency = currency_of(CURRENCY, warehouse, MAIN)
    if ledger.source.access != "public":
        result = fetch(warehouse, PANEL, currency=currency, outcome=outcome)
        return result, effect_of(result.frame, outcome=outcome)

    def make() -> tuple[Result, Effect]:
        """The panel is read once and not kept: exhibits show tables made of the estimate."""
        result = fetch(warehouse, PANEL, currency=currency, rows=PANEL_ROWS)
        effect = estimate_effect(result.frame, outcome=outcome)
        return replace(result, frame=result.frame.head(0), rows=()), effect

    found: tuple[Result, Effect] = ledger.remember(f"effect {outcome} {currency}", make)
    return found


def shaped(
    warehouse: Warehouse, result: Result, outcome: str, make: Callable[[Effect], pd.DataFrame]
) -> tuple[pd.DataFrame, Released | None]:
    """A table made of the estimate, and the same of what the gate let out, where it is private."""
    source = ledger_of(warehouse).source.source_id
    if result.released is None:
        return make(estimate(warehouse, outcome)[1]).assign(source_id=source), None

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        effect = effect_of(frame, outcome=outcome)
        table = make(effect)
        if table.empty:
            return withheld_row([str(name) for name in table], effect.verdict.sentence.rstrip("."))
        return table if "suppressed" in table else table.assign(suppressed=False, reason="")

    released = result.released.derive(change)
    return released.frame.assign(source_id=source), released
