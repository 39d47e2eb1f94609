"""What adoption of twins changed, on a private ledger: averages over brands, through the gate.

The panel of brand x channel x month is an input only and never leaves. What could leave are means
of group-time effects: an effect E(k, t) for each month of adoption k and month t, the mean of the
brands that adopted in k against all that never did. What one brand or model could give away, and
what was decided:

- *A point of few.* Behind every point stand at least the minimum of adopting brands, as many that
  never adopted, and as many models on either side; where it is of fees, agencies too. Brands are
  protected by the same minimum as where there is money. None of the brands of a side may carry more
  of its weight than the rules of dominance and p% allow, weight being that of the estimate, the
  level of the base year.
- *A cohort of few.* Effects by month of adoption are told only where behind each such month stands
  the minimum of brands; else none is, for the others would tell the last one.
- *A few brands by difference.* Points over different brands could be subtracted: all adopters less
  those that can be followed longest. So a point by months since adoption stands only where every
  adopting brand is behind it, and the line without twins only from the month on in which the last
  of them had adopted. Let S be months of adoption with fewer brands than the minimum among them. A
  sum of released points gives E(k, t) the weight of its cohort times a(t - k) + b(t) + c, with a
  for the months since, b for the calendar and c for the overall effect. If it is zero for two
  cohorts outside S it is zero for all: their equations shift a against b by their distance, which
  leaves a = b = c = 0. So nothing of S alone can be had as long as two cohorts lie outside every
  S, that is as long as all adopters but those of the largest cohort are the minimum. Where they
  are not, and did not all adopt in one month, the overall effect is the only point.
- *Other methods*, and how far trends would have to part, are told beside the overall effect or not
  at all; the look at the time before only where every adopting brand is behind it.
- *Observed months* of the adopters are sums over all of them: of enough brands, models and
  agencies, nobody standing out of them, and of enough models of the others, whom a reader could get
  by taking them from all.

What can be seen: the months in which the first and the last of the adopting brands adopted, because
the points begin and end there. It is not said who they are. Whether a model adopted, or was
replaced, is in no figure. Nothing here adds up with other tables, so these pass without a log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.disclosure import Cells, Dimension, Released, Rules, Unit, Value, release
from analysis.disclosure.released import together
from analysis.ledger.effects import EffectOptions, Prepared, estimate_prepared, prepare_effect
from analysis.ledger.effects_panel import BrandCounts
from analysis.ledger.private_effect_points import (
    FIGURES,
    month_units,
    observed_months,
    point_units,
    points_of,
)
from analysis.ledger.private_frames import Frames

ROLES = ("adopting", "never", "contaminated", "too_early", "too_late", "without_base")
COLUMNS = ("figure", "at", *FIGURES, "observed", "suppressed", "reason")


def answer_panel(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Everything of the effect on one outcome that may be seen, one row a point."""
    outcome = str(parameters.get("outcome", "human_bookings"))
    currency = str(parameters["currency"])
    found: Released = frames.keep(
        f"effect {outcome} {currency}", lambda: _effect(frames, outcome, currency))
    return found


def _effect(frames: Frames, outcome: str, currency: str) -> Released:
    panel, options = frames.ask("human_v_twin_panel", currency=currency), EffectOptions()
    if panel.empty:
        return _roles(frames, BrandCounts(0, 0)).derive(_long)
    prepared = prepare_effect(panel, outcome=outcome, options=options)
    roles = _roles(frames, prepared.panel.counts)
    if not isinstance(prepared, Prepared):
        return roles.derive(_long)
    sides = {side: prepared.panel.brands(never=side == "never") for side in ("adopting", "never")}
    people = frames.ask("panel_people", currency=currency, **sides)
    effect, money = estimate_prepared(prepared, options), outcome == "fee_mean"
    points = points_of(prepared, effect, people, rules=frames.rules)
    months = observed_months(panel, effect, people, adopting=sides["adopting"])
    return together([
        roles,
        _released(points, point_units(money=money), FIGURES, rules=frames.rules),
        _released(months, month_units(money=money), ("observed",), rules=frames.rules),
    ], lambda answers: _joined(*answers))


def _released(
    frame: pd.DataFrame, units: tuple[Unit, ...], figures: tuple[str, ...], *, rules: Rules
) -> Released:
    """Figures of an estimate, which add up to nothing; of the weight nobody may stand out."""
    name = "point" if "point" in frame else "month"
    return release(Cells(
        frame, (Dimension(name, codes=tuple(frame[name]), attribute=False),), units,
        (*(Value(figure, "ratio") for figure in figures),
         Value("weight", "gini", of="weight", shown=False))), rules=rules, log=None)


def _roles(frames: Frames, counts: BrandCounts) -> Released:
    """How many brands are compared, and how many set aside."""
    numbers = [getattr(counts, role) for role in ROLES]
    return release(Cells(
        pd.DataFrame({"role": ROLES, "brands": numbers, "behind": numbers}),
        (Dimension("role", codes=ROLES, attribute=False),),
        (Unit("brands", "behind", partition=False),), (Value("brands", "ratio"),)),
        rules=frames.rules, log=None)


def _long(roles: pd.DataFrame) -> pd.DataFrame:
    return roles.rename(columns={"role": "at"}).assign(figure="role").reindex(
        columns=list(COLUMNS))


def _joined(
    roles: pd.DataFrame, points: pd.DataFrame, months: pd.DataFrame
) -> pd.DataFrame:
    """Brands by role, points and observed months; without the overall effect no other point."""
    split = points["point"].str.partition("|")
    points = points.assign(figure=split[0], at=split[2]).drop(columns="point")
    whole = points[points["figure"] == "overall"].iloc[0]
    if whole["suppressed"]:
        points = points[points["figure"] == "overall"]
        months = months.head(0)
    few = months.loc[months["suppressed"], "month"]
    points = points[(points["figure"] != "month") | ~points["at"].isin(few)]
    observed = months.rename(columns={"month": "at"}).assign(figure="observed")
    return pd.concat([
        _long(roles), points.reindex(columns=list(COLUMNS)),
        observed.reindex(columns=list(COLUMNS))], ignore_index=True)


EFFECT_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "human_v_twin_panel": answer_panel}
