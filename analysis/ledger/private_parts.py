"""What a private ledger can answer: its parts put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.catalog.package import Package
from analysis.disclosure import Released, Rules
from analysis.ledger.private import PrivateLedger
from analysis.ledger.private_books import PrivateBooks
from analysis.ledger.private_commission import COMMISSION_ANSWERS
from analysis.ledger.private_consents import CONSENT_ANSWERS
from analysis.ledger.private_crew import CREW_ANSWERS
from analysis.ledger.private_earnings import PrivateEarnings
from analysis.ledger.private_effects import EFFECT_ANSWERS
from analysis.ledger.private_extent import PrivateExtent
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_parity import PARITY_ANSWERS
from analysis.ledger.private_pay import PAY_ANSWERS
from analysis.ledger.private_seen import PrivateSeen
from analysis.ledger.private_terms import TERMS_ANSWERS

ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    **CREW_ANSWERS, **TERMS_ANSWERS, **PAY_ANSWERS, **PARITY_ANSWERS, **COMMISSION_ANSWERS,
    **CONSENT_ANSWERS, **EFFECT_ANSWERS}
"""Which function answers a query of the crew, of terms, consents and labels, of pay and effects."""


class PrivateFrames:
    """Figures of the crew, of terms, consents and labels, made from frames of their own.

    Their tables stand in a family of their own in the release log: they are set against each other,
    not against the bookings by month.
    """

    queries = frozenset(ANSWERS)

    def __init__(self, ledger: PrivateLedger, *, folder: Path) -> None:
        self.frames = Frames(
            lambda name, **asked: ledger.ask("uses" if name == "work" else name, **asked),
            folder=folder, data_hash=ledger.hash_of("frames"), rules=ledger.rules)

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        return ANSWERS[query](self.frames, parameters)


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
                    PrivateEarnings(ledger, books), PrivateFrames(ledger, folder=folder))
    return ledger
