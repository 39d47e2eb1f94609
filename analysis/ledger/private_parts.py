"""What a private ledger can answer: its parts put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.catalog.package import Package
from analysis.disclosure import Rules
from analysis.ledger.private import PrivateLedger
from analysis.ledger.private_books import PrivateBooks
from analysis.ledger.private_earnings import PrivateEarnings
from analysis.ledger.private_extent import PrivateExtent
from analysis.ledger.private_seen import PrivateSeen


def open_private(
    package: Package, *, ask: Callable[..., pd.DataFrame], folder: Path, rules: Rules
) -> PrivateLedger:
    """A private ledger with everything that has passed a review of its own.

    Parameters
    ----------
    package, ask, folder, rules
        As of :class:`PrivateLedger`.
    """
    ledger = PrivateLedger(package, ask=ask, folder=folder, rules=rules)
    books = PrivateBooks(ledger)
    ledger.parts = (PrivateExtent(ledger), books, PrivateSeen(ledger),
                    PrivateEarnings(ledger, books))
    return ledger
