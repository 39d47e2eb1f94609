"""Whether an effect may be estimated at all, and whether with an interval.

Decided: an interval only with at least 30 brands in the comparison, of which at least 10 never
adopted and never booked others' twins. With fewer, an interval from clustered standard errors is
too narrow by an amount nobody knows, so only points are given. Without any brand to compare with,
or without any adopter that is followed long enough, there is no estimate, only the statement.
Brands that are set aside do not count towards the 30.

An average over few adopting brands (one cohort's month, a late month since adoption) gets an
interval only with at least `ADOPTERS_FOR_INTERVAL` of them: below, the spread between brands
cannot be told.

References
----------
Cameron, A. C. and Miller, D. L. (2015), A practitioner's guide to cluster-robust inference,
Journal of Human Resources 50(2), 317-372, doi:10.3368/jhr.50.2.317.
MacKinnon, J. G. and Webb, M. D. (2018), The wild bootstrap for few (treated) clusters,
Econometrics Journal 21(2), 114-135, doi:10.1111/ectj.12107.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.ledger.effects_panel import MONTHS_AFTER, MONTHS_BEFORE, BrandCounts

BRANDS_FOR_INTERVAL = 30
NEVER_FOR_INTERVAL = 10
ADOPTERS_FOR_INTERVAL = 4

Kind = Literal["interval", "points", "statement"]


@dataclass(frozen=True)
class Verdict:
    """What may be shown, with the sentence that says why and the numbers behind it."""

    kind: Kind
    sentence: str
    counts: BrandCounts


def decide_eligibility(
    counts: BrandCounts, *, months: int, keeps_contaminated: bool = False
) -> Verdict:
    """Decide whether an interval, points or only a statement may be shown.

    Parameters
    ----------
    counts : BrandCounts
        Brands by their part in the comparison.
    months : int
        Months the ledger covers.
    keeps_contaminated : bool
        Brands that booked others' twins are compared with; then never an interval.

    Returns
    -------
    Verdict
        ``interval``, ``points`` or ``statement``, and why, in plain words.
    """
    if counts.adopting == 0:
        return Verdict("statement", _no_adopter(counts, months), counts)
    if counts.never == 0:
        return Verdict("statement", _nobody_to_compare(counts), counts)
    have = (
        f"{_brands(counts.compared)} can be compared, {_number(counts.never)} of which never "
        "adopted twins and never booked others'"
    )
    if keeps_contaminated and counts.contaminated:
        return Verdict("points", (
            f"{_upper(_brands(counts.contaminated))} that never adopted "
            f"but booked others' twins {_are(counts.contaminated)} compared with, which makes the "
            "estimate wrong by an unknown amount: points only, without an interval."
        ), counts)
    if counts.compared < BRANDS_FOR_INTERVAL or counts.never < NEVER_FOR_INTERVAL:
        return Verdict("points", (
            f"{_upper(have)}. An interval takes at least {BRANDS_FOR_INTERVAL} "
            f"brands with {NEVER_FOR_INTERVAL} such among them, so these are points only: how far "
            "chance could have moved them is not known."
        ), counts)
    if counts.adopting < ADOPTERS_FOR_INTERVAL:
        return Verdict("points", (
            f"Only {_brands(counts.adopting)} adopted twins and can be followed. An interval takes "
            f"at least {ADOPTERS_FOR_INTERVAL}, so these are points only."
        ), counts)
    return Verdict("interval", f"{_upper(have)}: enough for an interval.", counts)


def _no_adopter(counts: BrandCounts, months: int) -> str:
    aside = counts.too_early + counts.too_late
    if aside:
        return (
            f"No effect can be estimated: the ledger covers {months} months, and none of the "
            f"{_brands(aside)} that adopted twins has at least {MONTHS_BEFORE} months before and "
            f"{MONTHS_AFTER} months from adoption in it. The series is too short."
        )
    if counts.without_base:
        return (
            "No effect can be estimated: the adopting brands had none of this in the base year, "
            "so there is nothing to compare later months with."
        )
    return "No effect can be estimated: no brand in the ledger has a month of adoption."


def _nobody_to_compare(counts: BrandCounts) -> str:
    if counts.contaminated:
        return (
            f"No effect can be estimated: {_brands(counts.contaminated)} never adopted, but all "
            "of them booked others' twins, so none shows what happens without twins."
        )
    return (
        "No effect can be estimated: every brand adopted twins, so none shows what happens "
        "without them."
    )


def _brands(number: int) -> str:
    return f"{_number(number)} brand" + ("" if number == 1 else "s")


def _number(number: int) -> str:
    return "none" if number == 0 else f"{number:,}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
