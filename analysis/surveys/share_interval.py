"""Intervals of an estimated share: logit, Wilson-type with effective n, exact with effective n.

Decided: the standard error and the degrees of freedom come from ``svy``; what is built on them here
are three textbook formulas, because svy 0.35.0 adjusts its Wilson interval twice for the degrees of
freedom (once in the effective n, once in the quantile) and gives none for an answer nobody chose.
Effective n is p(1-p)/se². At 0% and 100% the standard error says nothing; there every method gives
the exact interval with the base n in place of the effective n, and is named so.

- ``logit``: Wald on the log-odds, back-transformed; R ``svyciprop(method="xlogit")``, Stata
  ``svy: proportion``.
- ``wilson``: score interval with effective n and the t quantile of the design.
- ``exact``: Clopper-Pearson with effective n times (t(n-1)/t(df))²; R ``svyciprop(method="beta")``.

References: Korn, E. L. and Graubard, B. I. (1998), Survey Methodology 24, 193-201; Wilson, E. B.
(1927), doi:10.1080/01621459.1927.10502953; Dean, N. and Pagano, M. (2015),
doi:10.1093/jssam/smv024.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite, log, sqrt

from scipy.special import betaincinv, expit, stdtrit

from analysis.errors import SurveyError

LEVEL = 0.95
TOLERANCE = 1e-12
"""A share this near to 0 or 1 is 0 or 1; sums of weights leave a few last digits over."""


@dataclass(frozen=True)
class ShareError:
    """What an interval of a share is built on.

    Parameters
    ----------
    share, se : float
        The share, 0-1, and its standard error.
    df : float
        Degrees of freedom of the design.
    base_n : int
        Respondents in the base.
    """

    share: float
    se: float
    df: float
    base_n: int


def interval_by_method(error: ShareError, *, method: str) -> tuple[float, float, str]:
    """The 95% interval of a share and the name of the method that gave it.

    Parameters
    ----------
    error : ShareError
        Share (0-1), standard error, degrees of freedom, base n.
    method : str
        ``logit``, ``wilson`` or ``exact``.

    Returns
    -------
    tuple
        Low, high (0-1; not a number where there are no degrees of freedom), and the method's name
        for the reader.
    """
    require_method(method)
    if not error.df > 0 or error.base_n < 1 or not isfinite(error.se):
        return float("nan"), float("nan"), METHODS[method]
    if not TOLERANCE < error.share < 1 - TOLERANCE:
        low, high = _exact(error, effective_n=float(error.base_n))
        return low, high, "exact (Clopper-Pearson), base n in place of effective n"
    if error.se <= TOLERANCE:
        return error.share, error.share, METHODS[method]
    low, high = FORMULAS[method](error)
    return low, high, METHODS[method]


def require_method(method: str) -> None:
    """Raise SurveyError unless there is an interval of that name."""
    if method not in METHODS:
        raise SurveyError(f"{method!r} is no interval method. Choose one of: {', '.join(METHODS)}.")


def quantile(df: float) -> float:
    """Two-sided 95% quantile of the t distribution."""
    return float(stdtrit(df, 0.5 + LEVEL / 2))


def _logit(error: ShareError) -> tuple[float, float]:
    centre = log(error.share / (1 - error.share))
    half = quantile(error.df) * error.se / (error.share * (1 - error.share))
    return float(expit(centre - half)), float(expit(centre + half))


def _wilson(error: ShareError) -> tuple[float, float]:
    share, factor = error.share, quantile(error.df) ** 2
    n = share * (1 - share) / error.se ** 2
    middle = (share + factor / (2 * n)) / (1 + factor / n)
    half = sqrt(factor * (share * (1 - share) / n + factor / (4 * n * n))) / (1 + factor / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _exact_effective(error: ShareError) -> tuple[float, float]:
    return _exact(error, effective_n=error.share * (1 - error.share) / error.se ** 2)


def _exact(error: ShareError, *, effective_n: float) -> tuple[float, float]:
    whole = quantile(error.base_n - 1) if error.base_n > 1 else inf
    adjust = (whole / quantile(error.df)) ** 2 if isfinite(whole) else 1.0
    n = effective_n * adjust
    hits = min(max(error.share, 0.0), 1.0) * n
    low = 0.0 if error.share <= TOLERANCE else (
        float(betaincinv(hits, n - hits + 1, 0.5 - LEVEL / 2)))
    high = 1.0 if error.share >= 1 - TOLERANCE else (
        float(betaincinv(hits + 1, n - hits, 0.5 + LEVEL / 2)))
    return low, high


FORMULAS: dict[str, Callable[[ShareError], tuple[float, float]]] = {
    "logit": _logit, "wilson": _wilson, "exact": _exact_effective,
}
METHODS = {
    "logit": "logit",
    "wilson": "Wilson-type with effective n",
    "exact": "exact (Clopper-Pearson) with effective n",
}
"""Method and its name for the reader."""
