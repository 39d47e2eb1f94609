"""How long the gate may take: what cannot be checked in time is refused, never waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from analysis.errors import DisclosureError

MOST_SECONDS = 20.0
_UNTIL: ContextVar[float | None] = ContextVar("_UNTIL", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Within it :func:`check_time` refuses once the seconds have gone.

    Parameters
    ----------
    seconds : float
        From now on.
    """
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def check_time() -> float | None:
    """Seconds that are left, None without a limit.

    Raises
    ------
    DisclosureError
        If none are.
    """
    until = _UNTIL.get()
    if until is None:
        return None
    if (left := until - time.monotonic()) <= 0:
        raise out_of_time()
    return left


def out_of_time() -> DisclosureError:
    """The refusal of what takes too long."""
    return DisclosureError(
        f"This table cannot be checked against those released before within {MOST_SECONDS:g} "
        "seconds, so it is not shown. Use fewer dimensions, codes or filters.")
