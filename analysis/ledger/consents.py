"""Consents to twins: form, scope, term, renewal, and which of them a use rests on.

A *series* is one agreement and its renewals: model and maker, model and any brand, or model and a
further brand. Some expiring agreements are not renewed and their twins stay in use, so uses after
expiry are there to be found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.ledger.brands import NEVER, Brands, Integers, random_stream
from analysis.ledger.parameters import BASE_MONTHS, MONTHS, ORIGIN, Parameters
from analysis.ledger.people import Days
from analysis.ledger.twins import LENDING, Twins

ANY_BRAND = -1
FORMS = ("separate_written", "in_contract", "none")
SCOPES = ("all channels", "ecommerce and social media", "ecommerce only")
UNSTATED = -1
TERM_MONTHS = (12, 24)
DAYS_A_MONTH = 30.4375
SIGNED_BEFORE_DAYS = 30
RENEWED_BEFORE_DAYS = 30
KEY_DAYS = 100_000
"""More than any day number, so that series and day make one sortable key."""


@dataclass(frozen=True)
class Consents:
    """Drawn consents, sorted by series and day of signing.

    ``own_series``: series of a twin and its maker. ``borrowed_series``: of a brand and the twin at
    the same place of ``Twins.borrowed``. ``key``: series · KEY_DAYS + day signed.
    """

    model: Integers
    brand: Integers
    form: Integers
    scope: Integers
    signed_on: Days
    expires_on: Days
    rate_stated: npt.NDArray[np.bool_]
    agency_signed: npt.NDArray[np.bool_]
    key: Integers
    own_series: Integers
    borrowed_series: Integers

    def find(self, series: Integers, day: Days) -> Integers:
        """Place of the last consent of each series signed on or before the day."""
        wanted = series * KEY_DAYS + day.astype("datetime64[D]").astype(np.int64)
        return np.searchsorted(self.key, wanted, side="right") - 1


def draw_consents(parameters: Parameters, brands: Brands, twins: Twins, seed: int) -> Consents:
    """Draw all consents, first agreements and renewals."""
    rng = random_stream(seed, "consents")
    twin, brand, start, borrowed_series = _agreements(brands, twins)
    ahead = rng.integers(1, SIGNED_BEFORE_DAYS, len(start))
    # The maker's is the first consent of its model, so that the ledger tells who made the twin.
    ahead[:len(twins.model)] += SIGNED_BEFORE_DAYS
    signed, expires, series = _terms(parameters, start, ahead, rng)
    count = len(series)
    scope = rng.integers(len(SCOPES), size=count)
    scope[rng.random(count) < parameters["consent_scope_missing"]] = UNSTATED
    return Consents(
        model=twins.model[twin[series]], brand=brand[series],
        form=rng.choice(len(FORMS), count, p=parameters.shares("consent", FORMS)), scope=scope,
        signed_on=signed, expires_on=expires,
        rate_stated=rng.random(count) < parameters["rate_stated"],
        agency_signed=rng.random(count) < parameters["agency_signed"],
        key=series * KEY_DAYS + signed.astype(np.int64),
        own_series=np.arange(len(twins.model)), borrowed_series=borrowed_series,
    )


def _agreements(brands: Brands, twins: Twins) -> tuple[Integers, Integers, Integers, Integers]:
    """Twin, brand and first month of every series; series of each borrowed twin."""
    made = np.arange(len(twins.model))
    since = brands.cohort[twins.maker]
    open_to_all = np.flatnonzero(twins.lending == LENDING.index("any"))
    series_for_all = np.full(len(made), -1)
    series_for_all[open_to_all] = len(made) + np.arange(len(open_to_all))
    twin, brand = [made, open_to_all], [twins.maker, np.full(len(open_to_all), ANY_BRAND)]
    start = [since, since[open_to_all]]
    number = len(made) + len(open_to_all)
    borrowed_series = np.zeros_like(twins.borrowed)
    for borrower, available in enumerate(twins.borrowed_count[:, -1]):
        for place in range(available):
            one = twins.borrowed[borrower, place]
            if LENDING[twins.lending[one]] == "each":
                borrowed_series[borrower, place] = number
                number += 1
                twin.append(np.array([one]))
                brand.append(np.array([borrower]))
                # NEVER is below any month, so a never-adopter signs when the twin is made.
                start.append(np.array([max(since[one], brands.cohort[borrower], NEVER)]))
            else:
                known = series_for_all[one]
                borrowed_series[borrower, place] = known if known >= 0 else one
    return np.concatenate(twin), np.concatenate(brand), np.concatenate(start), borrowed_series


def _terms(
    parameters: Parameters, start: Integers, ahead: Integers, rng: np.random.Generator
) -> tuple[Days, Days, Integers]:
    """Consents from ``ahead`` days before the month of ``start`` on, sorted by series and day.

    Returns the day signed, the day of expiry (missing if none) and the series of each.
    """
    count = len(start)
    first = np.asarray(ORIGIN + start).astype("datetime64[D]")
    signed: Days = first - ahead
    ends = rng.random(count) < parameters["consent_expiring"]
    short = rng.random(count) < parameters["consent_short"]
    term = np.rint(np.where(short, *TERM_MONTHS) * DAYS_A_MONTH).astype(np.int64)
    last_day = (ORIGIN + MONTHS).astype("datetime64[D]") - 1
    series, live = np.arange(count), np.ones(count, dtype=bool)
    found: list[tuple[Days, Days, Integers]] = []
    for _ in range(MONTHS // BASE_MONTHS + 1):
        expires: Days = np.where(ends, signed + term, np.datetime64("NaT"))
        found.append((signed[live], expires[live], series[live]))
        renewed = rng.random(count) < parameters["consent_renewed"]
        again = signed + term - rng.integers(0, RENEWED_BEFORE_DAYS, count)
        live = live & ends & renewed & (again <= last_day)
        signed = np.where(live, again, signed)
    every = [np.concatenate(part) for part in zip(*found, strict=True)]
    order = np.lexsort((every[0], every[2]))
    return every[0][order], every[1][order], every[2][order]
