"""The private cells of an effect: each point with the brands and people behind it.

What may be released of them, and why no few brands can be had from several, stands in
``private_effects``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Rules, Unit
from analysis.ledger.effects import Prepared
from analysis.ledger.effects_averages import block_contrasts
from analysis.ledger.effects_comparison import KINDS
from analysis.ledger.effects_panel import NEVER, Booleans, Floats
from analysis.ledger.effects_result import Effect
from analysis.ledger.effects_variance import average

FIGURES = ("effect", "low", "high", "brands", "without_twins", "p", "number")
SIDES = {"adopting": "adopting brands", "never": "brands that never adopted"}
PEOPLE = {"models": "model", "agencies": "agency"}
AS_OF_ONE = {"adopting": 1}
"""What is told of a point that would give a few brands away beside others, so that it is withheld
whatever it is of."""


def point_units(*, money: bool) -> tuple[Unit, ...]:
    """Who is protected in a point of the estimate; agencies too where it is of fees."""
    return (
        *(Unit(noun, side, partition=False, largest={"weight": f"largest_{side}"},
               two_largest={"weight": f"two_{side}"}) for side, noun in SIDES.items()),
        *(Unit(noun, noun, partition=False) for noun in _people(money=money)))


def month_units(*, money: bool) -> tuple[Unit, ...]:
    """Who is protected in an observed month of the adopting brands."""
    return tuple(
        Unit(noun, noun, partition=False, largest={"weight": f"largest_{noun}"},
             two_largest={"weight": f"two_{noun}"}) for noun in ("brands", *_people(money=money)))


def _people(*, money: bool) -> list[str]:
    return [noun for noun in PEOPLE if money or noun == "models"]


def points_of(
    prepared: Prepared, effect: Effect, people: pd.DataFrame, *, rules: Rules
) -> pd.DataFrame:
    """Every point that could be told, with what stands behind it.

    Parameters
    ----------
    prepared : Prepared
        Group-time effects and the brands' parts in them.
    effect : Effect
        All averages of them.
    people : DataFrame
        As ``protected/panel_people`` gives them.
    rules : Rules
        In force.

    Returns
    -------
    DataFrame
        ``point`` (figure|at), the figures, and the columns of :func:`point_units`.
    """
    behind, after = _Behind(prepared, people), prepared.groups.since >= 0
    numbers = brands_by_cohort(prepared)
    rows = [{**one, **behind.of(after)} for one in _with_overall(effect, prepared)]
    whole = len(numbers) == 1 or numbers.sum() - numbers.max() >= rules.minimum
    if whole:
        rows += [{**one, **behind.of(cells)} for one, cells in _events(effect, prepared)
                 if behind.all_adopting(cells)]
        if (early := _pre_trend(effect, prepared)) is not None:
            rows.append({**early, **behind.of(~after)})
    else:
        rows.append({"point": "since|", **behind.of(after), **AS_OF_ONE})
    for one, cells in _months(effect, prepared):
        told = {} if whole and behind.all_adopting(cells) else AS_OF_ONE
        rows.append({**one, **behind.of(cells), **told})
    if (numbers >= rules.minimum).all():
        rows += [{**one, **behind.of(cells)} for one, cells in _cohorts(effect, prepared)]
    else:
        rows.append({"point": "cohort|", **behind.of(after), **AS_OF_ONE})
    found = pd.DataFrame(rows)
    return found.reindex(columns=list(dict.fromkeys([*found, *FIGURES])))


def brands_by_cohort(prepared: Prepared) -> np.ndarray:
    """How many brands adopted in each month of adoption."""
    cohorts = prepared.parts.cohort
    return np.unique(cohorts[cohorts != NEVER], return_counts=True)[1]


def _of(row: Mapping[Any, Any]) -> dict[str, float]:
    return {name: float(row[name]) for name in ("effect", "low", "high", "brands")}


def _with_overall(effect: Effect, prepared: Prepared) -> Iterator[dict[str, Any]]:
    """The overall effect, and what other methods say."""
    assert effect.overall is not None
    for name, found in (
            ("overall", effect.overall), ("relative", effect.relative),
            ("two_way", effect.two_way), ("month_before", effect.month_before)):
        if found is not None:
            yield {"point": f"{name}|", "effect": found.effect, "low": found.low,
                   "high": found.high, "brands": float(effect.overall.brands)}
    if effect.two_way is not None and not np.isnan(effect.two_way.forbidden):
        wrong = effect.two_way.bacon.set_index("comparison")["effect"]
        yield {"point": "forbidden|", "effect": wrong.get(KINDS["later_vs_earlier"], np.nan),
               "number": effect.two_way.forbidden}
    if effect.poisson is not None:
        yield {"point": "poisson|", "effect": effect.poisson}
    bounds = effect.sensitivity
    if bounds is not None and _all_in_blocks(prepared, before_only=False):
        yield {"point": f"sensitivity|{bounds.months}", "effect": bounds.effect,
               "low": bounds.low, "high": bounds.high, "number": float(bounds.blocks),
               "p": np.nan if bounds.breakdown is None else bounds.breakdown}


def _events(effect: Effect, prepared: Prepared) -> Iterator[tuple[dict[str, Any], Booleans]]:
    """Points by months since adoption, each with its cells of group-time effects."""
    for row in effect.events.to_dict("records"):
        yield {"point": f"since|{int(row['since'])}", **_of(row)}, (
            prepared.groups.since == row["since"])


def _months(effect: Effect, prepared: Prepared) -> Iterator[tuple[dict[str, Any], Booleans]]:
    """The line without twins by month, each with its cells."""
    groups = prepared.groups
    for at, row in enumerate(effect.calendar.to_dict("records")):
        yield {"point": f"month|{row['month']:%Y-%m-%d}", **{
            name: float(row[name]) * effect.level for name in ("without_twins", "low", "high")
        }}, (groups.month == at) & (groups.since >= 0)


def _cohorts(effect: Effect, prepared: Prepared) -> Iterator[tuple[dict[str, Any], Booleans]]:
    """Every month of every month of adoption, each a cell of its own."""
    groups, months = prepared.groups, prepared.panel.months
    for place, row in enumerate(effect.cohorts.to_dict("records")):
        cohort, month = (f"{months[found[place]]:%Y-%m-%d}"
                         for found in (groups.cohort, groups.month))
        if np.isfinite(row["effect"]) and groups.mass[place] > 0:
            yield {"point": f"cohort|{cohort}/{month}", **_of(row)}, (
                np.arange(len(groups.effect)) == place)


def _all_in_blocks(prepared: Prepared, *, before_only: bool) -> bool:
    """Whether every adopting brand is in each block of months; False where there is no block."""
    adopting = prepared.panel.counts.adopting
    blocks = {block: weights for block, weights in block_contrasts(prepared.groups).items()
              if block < 0 or not before_only}
    return bool(blocks) and all(
        average(prepared.groups, prepared.parts, weights, with_interval=False).brands == adopting
        for weights in blocks.values())


def _pre_trend(effect: Effect, prepared: Prepared) -> dict[str, Any] | None:
    """The largest departure before adoption and its test, where all adopting brands are in it."""
    found = effect.pre_trend
    if found is None or not _all_in_blocks(prepared, before_only=True):
        return None
    return {"point": "pre_trend|", "effect": float(found.blocks["effect"].abs().max()),
            "p": found.p, "number": float(found.months)}


class _Behind:
    """Who stands behind an average of group-time effects."""

    def __init__(self, prepared: Prepared, people: pd.DataFrame) -> None:
        self.prepared, self.people = prepared, people
        self.adopting = prepared.parts.cohort != NEVER

    def of(self, cells: Booleans) -> dict[str, float]:
        """Brands of both sides with the weight of the largest, and models and agencies."""
        weight = self._weight(cells)
        found: dict[str, float] = {"weight": 1.0}
        for side, mine in (("adopting", self.adopting), ("never", ~self.adopting)):
            shares = np.sort(weight[mine & (weight > 0)])[::-1]
            shares = shares / shares.sum() if len(shares) else shares
            found |= {side: len(shares), f"largest_{side}": float(shares[:1].sum()),
                      f"two_{side}": float(shares[:2].sum())}
        return found | self._people(cells)

    def all_adopting(self, cells: Booleans) -> bool:
        """Whether every adopting brand has a part in it."""
        return bool((self._weight(cells)[self.adopting] > 0).all())

    def _weight(self, cells: Booleans) -> Floats:
        groups = self.prepared.groups
        mass = np.where(cells & np.isfinite(groups.effect), groups.mass, 0.0)
        result: Floats = mass @ np.nan_to_num(self.prepared.parts.share)
        return result

    def _people(self, cells: Booleans) -> dict[str, float]:
        """Models and agencies of the side with fewer, in the month of the point with most.

        There are no fewer in all its months together.
        """
        months = self.prepared.panel.months[np.unique(self.prepared.groups.month[cells])]
        inside = self.people[pd.to_datetime(self.people["month"]).isin(months)]
        most = inside.groupby(["unit", "side"])["number"].max().groupby(level="unit").min()
        return {noun: int(most.get(one, 0)) for noun, one in PEOPLE.items()}


def observed_months(
    panel: pd.DataFrame, effect: Effect, people: pd.DataFrame, *, adopting: list[str]
) -> pd.DataFrame:
    """What was observed of all adopting brands month by month, with who stands behind it.

    Fees are held to the largest parts of brands, models and agencies in them, bookings and days to
    those of brands. Models of the other brands count too: of all less these they are the rest.
    """
    money = effect.outcome.column == "fee_mean"
    column = "fee_total" if money else effect.outcome.column
    mine = panel[panel["brand_id"].isin(adopting)]
    by_brand = mine.groupby(["month", "brand_id"])[column].sum()
    ranked = by_brand[by_brand > 0].sort_values(ascending=False).groupby(level="month")
    months = pd.DatetimeIndex(effect.calendar["month"])
    found = pd.DataFrame({
        "observed": effect.calendar["observed"].to_numpy(dtype="float64") * effect.level,
    }, index=months)
    parts: dict[str, pd.Series] = {
        "weight": ranked.sum(), "brands": ranked.count(), "largest_brands": ranked.max(),
        "two_brands": ranked.head(2).groupby(level="month").sum()}
    for name, values in parts.items():
        found[name] = pd.Series(
            values.to_numpy(), index=pd.DatetimeIndex(values.index)).reindex(months).fillna(0.0)
    people = people.assign(month=pd.to_datetime(people["month"]))
    for noun, one in PEOPLE.items():
        of_unit = people[people["unit"] == one]
        fewest = of_unit.groupby("month")["number"].min()
        own = of_unit[of_unit["side"] == "adopting"].set_index("month")
        found[noun] = fewest.reindex(found.index).fillna(0)
        for label in ("largest", "two"):
            found[f"{label}_{noun}"] = (
                own[label].reindex(found.index).fillna(0.0) if money else 0.0)
    whole = ["brands", *PEOPLE]
    found[whole] = found[whole].astype("int64")
    return found.assign(month=months.strftime("%Y-%m-%d")).reset_index(drop=True)
