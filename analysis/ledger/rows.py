"""Rows of a simulated ledger, month by month, as Arrow tables in the columns of the contract.

A month is drawn on streams of its own, so memory holds one month whatever the size of the ledger.
Within a month rows are sorted by the day of work; ids count through the whole ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analysis.ledger.brands import Brands, Integers, random_stream
from analysis.ledger.cells import LedgerDraw, draw_ledger
from analysis.ledger.consents import ANY_BRAND, FORMS, SCOPES, draw_consents
from analysis.ledger.details import (
    BASES,
    KINDS,
    LABELS,
    PAID_TO,
    STATUSES,
    TERRITORIES,
    Columns,
    World,
    draw_human_details,
    draw_use_details,
)
from analysis.ledger.names import agency_names, model_names
from analysis.ledger.parameters import CHANNELS, MARKETS, ORIGIN, ROLES, TIERS, Parameters
from analysis.ledger.people import DESCRIBED, draw_people
from analysis.ledger.twins import OWNERS, draw_twins
from analysis.ledger.work import Work, draw_work

CURRENCY = "EUR"
RATES = pa.schema([
    ("currency", pa.string()), ("year", pa.int32()), ("rate", pa.float64()),
    ("source", pa.string()),
])
MEDIA = ("online", "all media", "print", "social media")
"""Medium of use, by channel where a twin can stand in."""
USE_CALL_DAYS = 0.5


def draw_world(parameters: Parameters, seed: int) -> World:
    """Draw cells, models, twins and consents: all but the rows."""
    draw = draw_ledger(parameters, seed)
    people = draw_people(parameters, seed)
    twins = draw_twins(parameters, draw.brands, people, seed)
    return World(draw, people, twins, draw_consents(parameters, draw.brands, twins, seed))


def draw_month(world: World, month: int) -> tuple[pa.Table, pa.Table]:
    """Bookings and crew calls of a month, in the columns of the contract."""
    draw = world.draw
    human, cancelled, twin, twin_cancelled, synthetic = (
        _cells(counts[:, :, month]) for counts in _groups(draw))
    work = draw_work(draw, month, human)
    rng = random_stream(draw.seed, "details", month)
    parts = (
        draw_human_details(world, month, work, cancelled, rng),
        draw_use_details(world, month, (twin, twin_cancelled, synthetic), rng),
    )
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((rng.random(len(columns["cell"])), columns["work_on"]))
    first = 1 + sum(int(counts[:, :, :month].sum()) for counts in _groups(draw))
    ids = _numbered("B", first, len(order), width=8)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    crew = _draw_crew(draw, month, work, columns, place)
    bookings = _bookings(world, {name: column[order] for name, column in columns.items()}, ids)
    return bookings, crew.set_column(0, "booking_id", pc.take(ids, crew["booking_id"]))


def draw_registers(world: World) -> dict[str, pa.Table]:
    """The small tables: consents, models, brands, and no rates, for there is one currency."""
    people, consents, brands = world.people, world.consents, world.draw.brands
    models = pa.array(model_names(len(people.tier)))
    names = pa.array(brands.names)
    described = {
        name: words(people.described[name], values) for name, values in DESCRIBED.items()}
    return {
        "consents": pa.table({
            "consent_id": _numbered("C", 1, len(consents.key), width=5),
            "model_id": pc.take(models, pa.array(consents.model)),
            "brand_id": pc.take(names, _places(consents.brand, empty=ANY_BRAND)),
            "form": words(consents.form, FORMS), "scope": words(consents.scope, SCOPES),
            "signed_on": _dates(consents.signed_on), "expires_on": _dates(consents.expires_on),
            "rate_stated": pa.array(consents.rate_stated),
            "agency_signed": pa.array(consents.agency_signed),
        }),
        "models": pa.table({
            "model_id": models, "tier": words(people.tier, TIERS),
            "entered_on": _dates(people.entered_on), "left_on": _dates(people.left_on),
            "market": words(people.market, MARKETS), **described,
        }),
        "brands": pa.table({"brand_id": names, "adopted_on": _adopted(brands)}),
        "rates": RATES.empty_table(),
    }


def words(places: Integers, values: Sequence[str]) -> pa.Array:
    """Places as the words they stand for; a negative place is empty."""
    empty = places < 0
    return pa.DictionaryArray.from_arrays(
        pa.array(np.where(empty, 0, places).astype(np.int32), mask=empty), pa.array(values))


def _groups(draw: LedgerDraw) -> tuple[Integers, ...]:
    counts = draw.counts
    return (
        counts.human, counts.human_cancelled, counts.twin, counts.twin_cancelled,
        counts.synthetic)


def _cells(counts: Integers) -> Integers:
    """The cell of every row of a month."""
    return np.repeat(np.arange(counts.size), counts.ravel())


def _bookings(world: World, columns: Columns, ids: pa.Array) -> pa.Table:
    draw, count = world.draw, len(ids)
    channel = columns["cell"] % len(CHANNELS)
    agencies = agency_names(draw.parameters.whole("agencies"))
    consents = _numbered("C", 1, len(world.consents.key), width=5)
    return pa.table({
        "booking_id": ids, "kind": words(columns["kind"], KINDS),
        "status": words(columns["status"], STATUSES),
        "booked_on": _dates(columns["booked_on"]), "work_on": _dates(columns["work_on"]),
        "brand_id": words(columns["cell"] // len(CHANNELS), draw.brands.names),
        "agency_id": words(columns["agency"], agencies),
        "model_id": pc.take(
            pa.array(model_names(len(world.people.tier))), _places(columns["model"])),
        "channel": words(channel, CHANNELS), "market": words(columns["market"], MARKETS),
        "days": _numbers(columns["days"]), "images": _places(columns["images"]),
        "fee_amount": _numbers(columns["fee"]),
        "currency": words(np.zeros(count, dtype=np.int64), (CURRENCY,)),
        "fee_basis": words(columns["basis"], BASES),
        "paid_to": words(columns["paid_to"], PAID_TO),
        "commission_rate": _numbers(columns["commission"]),
        "usage_months": _places(columns["usage_months"]),
        "usage_territory": words(columns["territory"], TERRITORIES),
        "usage_medium": words(columns["medium"], MEDIA),
        "twin_owner": words(columns["owner"], OWNERS),
        "label_shown": words(columns["label"], LABELS),
        "consent_id": pc.take(consents, _places(columns["consent"])),
    })


def _draw_crew(
    draw: LedgerDraw, month: int, work: Work, columns: Columns, place: Integers
) -> pa.Table:
    """Crew calls sorted by booking and role; ``booking_id`` still holds the booking's place."""
    parameters, rng = draw.parameters, random_stream(draw.seed, "crew", month)
    row, role = np.nonzero(work.crew_days)
    days = work.crew_days[row, role]
    used = np.flatnonzero((columns["kind"] != KINDS.index("human")) & (columns["status"] == 0))
    chance = parameters.vector("twin_crew", ROLES)
    use, use_role = np.nonzero(rng.random((len(used), len(ROLES))) < chance)
    row, role = np.concatenate([place[row], place[used[use]]]), np.concatenate([role, use_role])
    days = np.concatenate([days, np.full(len(use), USE_CALL_DAYS)])
    order = np.lexsort((role, row))
    row, role, days = row[order], role[order], days[order]
    rate = parameters.vector("crew_rate_eur", ROLES)[role]
    noise = np.exp(parameters["crew_rate_spread"] * rng.standard_normal(len(row)))
    return pa.table({
        "booking_id": pa.array(row), "role": words(role, ROLES), "days": pa.array(days),
        "fee_amount": pa.array(np.rint(rate * days * noise)),
        "currency": words(np.zeros(len(row), dtype=np.int64), (CURRENCY,)),
    })


def _numbered(letter: str, first: int, count: int, *, width: int) -> pa.Array:
    digits = pc.cast(pa.array(np.arange(first, first + count)), pa.string())
    return pc.binary_join_element_wise(letter, pc.utf8_lpad(digits, width, "0"), "")


def _places(places: Integers, empty: int = -1) -> pa.Array:
    return pa.array(places.astype(np.int32), mask=places == empty)


def _numbers(values: npt.NDArray[Any]) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def _dates(days: npt.NDArray[Any]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"))


def _adopted(brands: Brands) -> pa.Array:
    first = np.asarray(ORIGIN + np.where(brands.adopter, brands.cohort, 0))
    return pa.array(first.astype("datetime64[D]"), mask=~brands.adopter)
