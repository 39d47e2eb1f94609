"""The rest of each booking and use: who, how paid, for what use, labelled or not, on what consent.

Every column is an array of places (-1: empty) or numbers (not a number: empty), one entry a row;
`rows` turns them into words. Nothing here changes an outcome of the effects: tier, length, fee and
crew of human bookings come from `work`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.ledger.brands import Integers
from analysis.ledger.cells import LedgerDraw
from analysis.ledger.consents import Consents
from analysis.ledger.expectations import expect_tiers
from analysis.ledger.parameters import (
    CHANNELS,
    MARKETS,
    ORIGIN,
    TIERS,
    TWIN_CHANNELS,
    Floats,
    Parameters,
)
from analysis.ledger.people import People
from analysis.ledger.twins import OWNERS, Twins
from analysis.ledger.work import LENGTHS, Work, lengths, median_day_fee, pick

Columns = dict[str, npt.NDArray[Any]]

KINDS = ("human", "twin", "synthetic")
STATUSES = ("worked", "cancelled")
BASES = ("day", "image", "use", "buyout")
PAID_TO = ("agency", "model", "brand", "nobody")
LABELS = ("yes", "no", "unknown")
TERRITORIES = ("country", "continent", "worldwide")
USAGE = {"three": 3, "twelve": 12, "twenty_four": 24}
COMMISSION_STEP = 0.05
EMPTY = -1
NOBODY = PAID_TO.index("nobody")


@dataclass(frozen=True)
class World:
    """All that is drawn before the first row."""

    draw: LedgerDraw
    people: People
    twins: Twins
    consents: Consents


def draw_human_details(
    world: World, month: int, work: Work, cancelled: Integers, rng: np.random.Generator
) -> Columns:
    """Columns of the month's human bookings: first those of ``work``, then ``cancelled`` cells."""
    parameters, worked = world.draw.parameters, len(work.cell)
    cell = np.concatenate([work.cell, cancelled])
    channel = cell % len(CHANNELS)
    is_worked = np.arange(len(cell)) < worked
    tier = np.concatenate([work.tier, _tiers_of(world, month, cancelled, rng)])
    market = np.concatenate([
        work.market, pick(world.draw.brands.market_share, cancelled // len(CHANNELS), rng)])
    days = np.concatenate([
        work.days, LENGTHS[pick(lengths(parameters), cancelled % len(CHANNELS), rng)]])
    model = _pick_models(world, month, cell // len(CHANNELS), tier, rng)
    direct = rng.random(len(cell)) < parameters["direct_share"]
    paid_to = np.where(direct, PAID_TO.index("model"), PAID_TO.index("agency"))
    paid_to[~is_worked] = NOBODY
    columns = {
        "kind": np.full(len(cell), KINDS.index("human")), "status": (~is_worked).astype(np.int64),
        "cell": cell, "model": model,
        "agency": np.where(direct, EMPTY, world.people.agency[model]), "market": market,
        "days": days, "paid_to": paid_to,
        "fee": np.concatenate([work.fee, np.full(len(cancelled), np.nan)]),
        "basis": rng.choice(len(BASES), len(cell), p=parameters.shares("basis_human", BASES)),
        "owner": np.full(len(cell), EMPTY), "consent": np.full(len(cell), EMPTY),
        "label": np.full(len(cell), LABELS.index("no")),
        "images": _images(parameters, channel, days, is_worked, rng),
    }
    columns |= _usage(parameters, channel, columns["basis"], is_worked, rng)
    columns |= _dates(parameters, month, len(cell), rng)
    columns["commission"] = _commission(parameters, market, paid_to, rng)
    columns["commission"][direct] = np.nan
    return columns


def draw_use_details(
    world: World, month: int, cells: tuple[Integers, Integers, Integers],
    rng: np.random.Generator,
) -> Columns:
    """Columns of the month's uses: of twins, of twins but cancelled, of synthetic people."""
    parameters = world.draw.parameters
    cell = np.concatenate(cells)
    kind = np.repeat([1, 1, 2], [len(part) for part in cells])
    is_worked = np.repeat([True, False, True], [len(part) for part in cells])
    is_twin = kind == KINDS.index("twin")
    channel, brand = cell % len(CHANNELS), cell // len(CHANNELS)
    market = pick(world.draw.brands.market_share, brand, rng)
    length = LENGTHS[pick(lengths(parameters), channel, rng)]
    twin, series = _pick_twins(world, month, brand[is_twin], rng)
    model, owner = np.full(len(cell), EMPTY), np.full(len(cell), EMPTY)
    model[is_twin], owner[is_twin] = world.twins.model[twin], world.twins.owner[twin]
    vendors = rng.random(len(cell)) < parameters["synthetic_vendor"]
    owner[~is_twin] = np.where(vendors, OWNERS.index("vendor"), OWNERS.index("brand"))[~is_twin]
    paid_to = rng.choice(len(PAID_TO), len(cell), p=parameters.shares("twin_paid", PAID_TO))
    paid_to[~is_worked | ~is_twin] = NOBODY
    basis = rng.choice(len(BASES), len(cell), p=parameters.shares("basis_twin", BASES))
    by_day = is_twin & (basis == BASES.index("day"))
    columns = {
        "kind": kind, "status": (~is_worked).astype(np.int64), "cell": cell, "model": model,
        "agency": np.where(is_twin, world.people.agency[model], EMPTY), "market": market,
        "days": np.where(by_day, length, np.nan), "paid_to": paid_to, "basis": basis,
        "owner": owner, "label": _labels(parameters, month, market, rng),
        "images": _images(parameters, channel, length, is_worked, rng),
    }
    columns["label"][~is_worked] = LABELS.index("unknown")
    columns["fee"] = _twin_fee(world, month, columns, length, rng)
    columns |= _usage(parameters, channel, basis, is_worked, rng)
    columns |= _dates(parameters, month, len(cell), rng)
    columns["commission"] = _commission(parameters, market, paid_to, rng)
    consent = np.full(len(cell), EMPTY)
    consent[is_twin] = world.consents.find(series, columns["work_on"][is_twin])
    consent[rng.random(len(cell)) < parameters["consent_not_recorded"]] = EMPTY
    return columns | {"consent": consent}


def _tiers_of(
    world: World, month: int, cell: Integers, rng: np.random.Generator
) -> Integers:
    remaining, _ = expect_tiers(
        world.draw.parameters, world.draw.means.replaced[:, :, month])
    return pick(remaining.reshape(-1, len(TIERS)), cell, rng)


def _pick_models(
    world: World, month: int, brand: Integers, tier: Integers, rng: np.random.Generator
) -> Integers:
    """A regular of the brand where drawn and active, else any active model by popularity."""
    people, parameters = world.people, world.draw.parameters
    active = people.active(month)
    model = np.empty(len(tier), dtype=np.int64)
    for place in range(len(TIERS)):
        chosen = tier == place
        candidates = np.flatnonzero(active & (people.tier == place))
        limits = np.cumsum(people.weight[candidates])
        drawn = rng.random(int(chosen.sum())) * limits[-1]
        model[chosen] = candidates[np.searchsorted(limits, drawn, side="right")]
    regular = people.regulars[
        brand, tier, rng.integers(people.regulars.shape[2], size=len(tier))]
    wanted = (rng.random(len(tier)) < parameters["regular_share"]) & active[regular]
    return np.where(wanted, regular, model)


def _pick_twins(
    world: World, month: int, brand: Integers, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    """Twin of each use, and the series of consents it should rest on."""
    twins, consents = world.twins, world.consents
    own, borrowed = twins.own_count[brand], twins.borrowed_count[brand, month]
    cross = (borrowed > 0) & (
        (rng.random(len(brand)) < world.draw.parameters["cross_brand"]) | (own == 0))
    place = (rng.random(len(brand)) * np.where(cross, borrowed, own)).astype(np.int64)
    of_others = np.where(cross, place, 0)
    of_own = twins.own[brand, np.where(cross, 0, place)]
    twin = np.where(cross, twins.borrowed[brand, of_others], of_own)
    series = np.where(
        cross, consents.borrowed_series[brand, of_others], consents.own_series[of_own])
    return twin, series


def _twin_fee(
    world: World, month: int, columns: Columns, length: Floats, rng: np.random.Generator
) -> Floats:
    """Fee of worked twin uses in EUR, 0 where nobody is paid; empty for all other rows."""
    parameters = world.draw.parameters
    tier = world.people.tier[columns["model"]]
    median = median_day_fee(parameters, month)[
        columns["cell"] % len(CHANNELS), tier, columns["market"]]
    spread = np.hypot(parameters["fee_spread"], parameters["twin_fee_spread"])
    noise = np.exp(spread * rng.standard_normal(len(tier)))
    fee = np.rint(median * length * parameters["twin_fee_ratio"] * noise)
    fee[columns["paid_to"] == NOBODY] = 0
    due = (columns["kind"] == KINDS.index("twin")) & (columns["status"] == 0)
    return np.where(due, fee, np.nan)


def _images(
    parameters: Parameters, channel: Integers, days: Floats,
    is_worked: npt.NDArray[np.bool_], rng: np.random.Generator,
) -> Integers:
    usual = np.zeros(len(CHANNELS))
    usual[:len(TWIN_CHANNELS)] = parameters.vector("images", TWIN_CHANNELS)
    images = rng.poisson(usual[channel] * days)
    return np.where(is_worked & (channel < len(TWIN_CHANNELS)), images, EMPTY)


def _usage(
    parameters: Parameters, channel: Integers, basis: Integers,
    is_worked: npt.NDArray[np.bool_], rng: np.random.Generator,
) -> Columns:
    """Months, territory and medium of use; a show or a fitting has none, a buyout no end."""
    shown = is_worked & (channel < len(TWIN_CHANNELS))
    months = np.array(list(USAGE.values()))[
        rng.choice(len(USAGE), len(channel), p=parameters.shares("usage", USAGE))]
    territory = rng.choice(
        len(TERRITORIES), len(channel), p=parameters.shares("territory", TERRITORIES))
    return {
        "usage_months": np.where(shown & (basis != BASES.index("buyout")), months, EMPTY),
        "territory": np.where(shown, territory, EMPTY),
        "medium": np.where(shown, channel, EMPTY),
    }


def _dates(parameters: Parameters, month: int, count: int, rng: np.random.Generator) -> Columns:
    first, after = (ORIGIN + np.array([month, month + 1])).astype("datetime64[D]")
    days = int((after - first).astype(np.int64))
    work_on = first + rng.integers(0, days, count)
    return {
        "work_on": work_on,
        "booked_on": work_on - rng.exponential(parameters["lead_days"], count).astype(np.int64),
    }


def _commission(
    parameters: Parameters, market: Integers, paid_to: Integers, rng: np.random.Generator
) -> Floats:
    """Commission where the fee goes to agency or model; over the usual one only outside the US."""
    usual = parameters.vector("commission", MARKETS)[market]
    drawn, off = rng.random(len(market)), parameters["commission_off_usual"]
    outside = np.array([not name.startswith("US") for name in MARKETS])[market]
    rate = usual - COMMISSION_STEP * (drawn < off)
    rate += COMMISSION_STEP * (outside & (drawn >= off) & (drawn < 1.5 * off))
    return np.where(paid_to <= PAID_TO.index("model"), np.round(rate, 4), np.nan)


def _labels(
    parameters: Parameters, month: int, market: Integers, rng: np.random.Generator
) -> Integers:
    chance = parameters.vector("label", MARKETS) + parameters["label_gain"] * (
        month >= parameters.vector("label_law", MARKETS))
    label = np.where(
        rng.random(len(market)) < chance[market], LABELS.index("yes"), LABELS.index("no"))
    unknown = rng.random(len(market)) < parameters["label_unknown"]
    return np.where(unknown, LABELS.index("unknown"), label)
