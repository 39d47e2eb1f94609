"""Intervals of published shares, and the reason where none may be drawn.

Decided: an interval is drawn only for a probability sample with an exactly published n, and only
from the survey's own published margin of error or, failing that, its stated design effect. A
self-selected poll of any size has no margin of error; a random sample whose design effect is
unknown has one that we cannot compute. Everything else is a hollow point with its reason.

Reference: Kish, L. (1965), Survey Sampling, ch. 8 (design effect); AAPOR (2022), Guidance on
Reporting Precision for Nonprobability Samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, sqrt

Z95 = 1.959964


@dataclass(frozen=True)
class Interval:
    """A 95% interval of a share, and what it rests on."""

    low: float
    high: float
    basis: str


def interval_of_share(
    share: float, *, sampling: str, n: float | None, n_exact: bool | None,
    margin: float | None = None, design_effect: float | None = None,
) -> Interval | None:
    """The 95% interval of a published share, or None where none may be drawn.

    Parameters
    ----------
    share : float
        Published share, 0-1.
    sampling : str
        Sampling class of the survey.
    n, n_exact : float, bool
        Respondents behind the share, and whether that number was published exactly.
    margin : float or None
        Published margin of error as a share, 0-1 (half width at 95%).
    design_effect : float or None
        Stated design effect (variance over that of a simple random sample).

    Returns
    -------
    Interval or None
        ``share ± margin``, else ``share ± 1.96 · sqrt(deff · p(1 - p) / n)``, cut to 0-1.
    """
    if reason_for_no_interval(
        sampling=sampling, n=n, n_exact=n_exact, margin=margin, design_effect=design_effect
    ):
        return None
    if _known(margin):
        half, basis = margin, "published margin of error"
    else:
        half = Z95 * sqrt(design_effect * share * (1 - share) / n)  # type: ignore[operator]
        basis = f"stated design effect {design_effect:g}"
    return Interval(max(0.0, share - half), min(1.0, share + half), basis)  # type: ignore[operator]


def reason_for_no_interval(
    *, sampling: str, n: float | None, n_exact: bool | None, margin: float | None = None,
    design_effect: float | None = None,
) -> str:
    """Why no interval may be drawn, in a few words; empty if one may."""
    if sampling == "self-selected":
        return "respondents chose themselves"
    if sampling == "quota or opt-in panel":
        return "opt-in panel, not a random sample"
    if sampling == "census attempt":
        return "all were asked, not a sample"
    if sampling != "probability":
        return "sampling not published" if _known(n) else "sampling and n not published"
    if not _known(n) or n_exact is not True:
        return "random sample, but n not published exactly"
    if not _known(margin) and not _known(design_effect):
        return "random sample, but neither margin nor design effect found"
    return ""


def _known(value: float | None) -> bool:
    return value is not None and not isnan(value)
