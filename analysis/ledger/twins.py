"""Twins of a simulated ledger: whose, made with which brand, owned by whom, used by which others.

Decided: a model has at most one twin, made with one adopter in the month it adopts, mostly of its
regulars. Others may use it on one of three terms: the model consented to any brand, to each
further brand by name, or only to the first although others use it (a gap to be found). In a
contaminated ledger never-adopters borrow as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ledger.brands import NEVER, Brands, Integers, random_stream
from analysis.ledger.parameters import MONTHS, Parameters
from analysis.ledger.people import STAYS, People, growth_of_people

OWNERS = ("model", "brand", "agency", "vendor")
LENDING = ("any", "each", "missing")


@dataclass(frozen=True)
class Twins:
    """Drawn twins and who may be seen using them.

    ``model``, ``maker``, ``owner``, ``lending``: one place a twin. ``own``, ``borrowed``: twin
    places, one row a brand, the first ``own_count`` (any time after adoption) and
    ``borrowed_count[brand, month]`` of which can be used; borrowed ones stand in the order in
    which they became available.
    """

    model: Integers
    maker: Integers
    owner: Integers
    lending: Integers
    own: Integers
    own_count: Integers
    borrowed: Integers
    borrowed_count: Integers


def draw_twins(parameters: Parameters, brands: Brands, people: People, seed: int) -> Twins:
    """Draw who has a twin and who borrows it."""
    rng = random_stream(seed, "consents", 1)
    model, maker = _make(parameters, brands, people, rng)
    count = len(model)
    owner = rng.choice(len(OWNERS), count, p=parameters.shares("twin_owner", OWNERS))
    lending = rng.choice(len(LENDING), count, p=parameters.shares("lending", LENDING))
    own = [np.flatnonzero(maker == brand) for brand in range(len(brands.names))]
    borrowed = _borrow(parameters, brands, maker, rng)
    since = brands.cohort[maker]
    months = np.arange(MONTHS)
    borrowed_count = np.array([
        np.searchsorted(since[row], months, side="right") for row in borrowed])
    return Twins(
        model=model, maker=maker, owner=owner, lending=lending, own=_padded(own),
        own_count=np.array([len(row) for row in own]), borrowed=_padded(borrowed),
        borrowed_count=borrowed_count,
    )


def _make(
    parameters: Parameters, brands: Brands, people: People, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    """Model and maker of each twin, makers in the order of adoption."""
    each = max(1, round(parameters["twins_per_adopter"] * growth_of_people(parameters)))
    free = people.left == STAYS
    models: list[Integers] = []
    makers: list[Integers] = []
    order = np.lexsort((np.arange(len(brands.cohort)), brands.cohort))
    for brand in order[brands.cohort[order] != NEVER]:
        # On the books before the first consent is signed, at most two months ahead.
        eligible = free & (people.entered < brands.cohort[brand] - 2)
        regulars = np.unique(people.regulars[brand])
        others = np.setdiff1d(np.flatnonzero(eligible), regulars)
        candidates = np.concatenate([
            rng.permutation(regulars[eligible[regulars]]), rng.permutation(others)])
        chosen = candidates[:each]
        free[chosen] = False
        models.append(chosen)
        makers.append(np.full(len(chosen), brand))
    return np.concatenate(models), np.concatenate(makers)


def _borrow(
    parameters: Parameters, brands: Brands, maker: Integers, rng: np.random.Generator
) -> list[Integers]:
    """For each brand the twins of others it may use, earliest first."""
    since = brands.cohort[maker]
    first = np.flatnonzero(since == since.min())
    result: list[Integers] = []
    for brand, cohort in enumerate(brands.cohort):
        others = np.flatnonzero(maker != brand)
        if cohort == NEVER and not parameters["contaminated"]:
            others = others[:0]
        chosen = rng.permutation(others)[:parameters.whole("borrowed")]
        if cohort == NEVER and len(chosen):
            # A never-adopter must have one to use from the first adoption on.
            chosen[0] = rng.choice(first)
            chosen = np.unique(chosen)
        result.append(chosen[np.argsort(since[chosen], kind="stable")])
    return result


def _padded(rows: list[Integers]) -> Integers:
    """A rectangle of the rows, filled with the place 0, which is never read."""
    table = np.zeros((len(rows), max(1, *(len(row) for row in rows))), dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, :len(row)] = row
    return table
