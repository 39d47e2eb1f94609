"""What stands behind the figures of an exhibit: a number, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NotPublished:
    """The base exists but was not published where we could read it."""

    reason: str

    def __str__(self) -> str:
        return f"not published: {self.reason}"


@dataclass(frozen=True)
class NotApplicable:
    """There is no sample whose size could be given (a count, a law, a price)."""

    reason: str

    def __str__(self) -> str:
        return f"not applicable: {self.reason}"


Base = int | NotPublished | NotApplicable
