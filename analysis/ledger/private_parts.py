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
from analysis.ledger.private_extent import EXTENT_ANSWERS
from analysis.ledger.private_frames import Frames, Read
from analysis.ledger.private_parity import PARITY_ANSWERS
from analysis.ledger.private_pay import PAY_ANSWERS
from analysis.ledger.private_scenarios import SCENARIO_ANSWERS
from analysis.ledger.private_seen import SEEN_ANSWERS
from analysis.ledger.private_shares import SHARE_ANSWERS
from analysis.ledger.private_terms import TERMS_ANSWERS

ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    **SHARE_ANSWERS, **SEEN_ANSWERS, **EXTENT_ANSWERS, **CREW_ANSWERS, **TERMS_ANSWERS,
    **PAY_ANSWERS, **PARITY_ANSWERS, **COMMISSION_ANSWERS, **CONSENT_ANSWERS, **EFFECT_ANSWERS,
    **SCENARIO_ANSWERS}
"""Which function answers a query that is made from the frames."""


class PrivateFrames:
    """Figures made from the frames of a ledger: of its work, its crew, its terms."""

    queries = frozenset(ANSWERS)

    def __init__(self, frames: Frames) -> None:
        self.frames = frames

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        return ANSWERS[query](self.frames, parameters)


def open_private(
    package: Package, *, ask: Callable[..., pd.DataFrame], batches: Read, folder: Path,
    rules: Rules,
) -> PrivateLedger:
    """A private ledger with everything that has passed a review of its own.

    Parameters
    ----------
    package, ask, batches, folder, rules
        As of :class:`PrivateLedger`.
    """
    ledger = PrivateLedger(package, ask=ask, batches=batches, folder=folder, rules=rules)
    books = PrivateBooks(ledger)
    ledger.parts = (PrivateFrames(ledger.frames), books, PrivateEarnings(ledger, books))
    return ledger
