"""Money on a ledger: one currency at a time, and nothing converted but by rates the ledger brings.

``main`` stands for the currency of most bookings, so that a link or a default holds on any ledger.
"""

from __future__ import annotations

from analysis.errors import DisclosureError
from analysis.exhibits.controls import Choice
from analysis.exhibits.ledger_words import fetch, from_ledger
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

MAIN = "main"
MAIN_LABEL = "The most frequent currency"
CURRENCY = Choice(
    "currency", "Currency", "Other currencies are left out, unless the ledger brings rates.",
    MAIN, lambda warehouse: {MAIN: MAIN_LABEL, **from_ledger("currency")(warehouse)},
)


def crew_currencies(warehouse: Warehouse) -> dict[str, str]:
    """Currencies in which crew is paid, the most frequent first, as options."""
    values = fetch(warehouse, "crew_currency").frame["value"]
    return {str(value): str(value) for value in values}


CREW_CURRENCY = Choice(
    "currency", "Currency", "Other currencies are left out, unless the ledger brings rates.",
    MAIN, lambda warehouse: {MAIN: MAIN_LABEL, **crew_currencies(warehouse)},
)


def currency_of(control: Choice, warehouse: Warehouse, chosen: str) -> str:
    """The currency meant by a choice; empty where the ledger holds none."""
    if chosen != MAIN:
        return chosen
    return next((value for value in control.options(warehouse) if value != MAIN), "")


def named_currency(control: Choice, warehouse: Warehouse, chosen: str) -> str:
    """The currency meant by a choice, where a private ledger must have one that may be named.

    Raises
    ------
    DisclosureError
        If behind no currency of a private ledger enough models stand.
    """
    code = currency_of(control, warehouse, chosen)
    if not code and ledger_of(warehouse).source.access != "public":
        raise DisclosureError(
            "No fee of this ledger may be shown: behind no currency do enough models stand, or it "
            "holds no fee. Load a ledger of more people.")
    return code


def money(amount: float, currency: str) -> str:
    """An amount without decimals after its currency: ``EUR 1,018``."""
    return f"{currency} {amount:,.0f}"
