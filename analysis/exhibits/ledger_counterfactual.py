"""Human v. twin, ledger half: the line had twins not come, and what other methods would say.

Decided: the line without twins is what was observed less the estimated effect, on the adopters' own
scale. Plain two-way fixed effects stand beside the estimate because many would run them first; the
note says which comparisons lead them astray.
"""

from __future__ import annotations

from math import isnan

import pandas as pd

from analysis.charts.points import draw_points
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_effects import (
    NO_FILTER,
    OUTCOME,
    OUTCOMES,
    TRUTHS,
    base_of,
    notes_of,
    scale_for,
)
from analysis.exhibits.ledger_estimate import estimate, shaped
from analysis.exhibits.ledger_words import (
    SOURCE,
    derived,
    month_name,
    parts_of,
    period_of,
)
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed
from analysis.ledger.effects import Effect
from analysis.ledger.effects_words import signed
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

UNITS = {"human_bookings": "bookings", "fee_mean": "currency of the ledger", "crew_days": "days"}


@ledger_exhibit(
    "human_v_twin_without", page="human_v_twin", controls=(OUTCOME,),
    question="What would adopters have booked, had twins not come?",
)
def build_without(warehouse: Warehouse, *, outcome: str) -> Exhibit:
    """Observed months of the adopters, and the same less the estimated effect."""
    result, effect = estimate(warehouse, outcome)
    table, released = shaped(warehouse, result, outcome, _levels)
    title = _without_title(table, effect, outcome)
    unit = UNITS[outcome]
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(effect),
        words=Words(
            title=title, unit=unit, empty=NO_FILTER,
            subtitle=f"{OUTCOMES[outcome][:1].upper()}{OUTCOMES[outcome][1:]} of the brands that "
            f"adopted, {unit} a month, {period_of(table)} · dotted: had twins not come, an "
            "estimate" + (" · area: 95% interval" if table["low"].notna().any() else ""),
            alt=f"{title}. Two lines by month: observed, and the estimate without twins.",
            row="month",
        ),
        columns={
            "month": Column("Month", format="month"),
            "observed": Column("Observed", unit, "decimal"),
            "without_twins": Column("Had twins not come, estimated", unit, "decimal"),
            "low": Column("95% interval, from", unit, "decimal"),
            "high": Column("95% interval, to", unit, "decimal"),
            **({"adopted": Column("Share that had adopted", "share", "percent")}
               if "adopted" in table else {}),
        } | SOURCE,
        released=released,
        draw=lambda frame, canvas: draw_series(
            _lines(frame), canvas, axis=TimeAxis(dates=True, band=True)),
        **parts_of(warehouse, [derived(result, table)], notes=notes_of(warehouse, effect, outcome)),
    )


def _levels(effect: Effect) -> pd.DataFrame:
    """The calendar of the estimate in the unit of the outcome instead of index points."""
    table = effect.calendar.copy()
    for column in ("observed", "without_twins", "low", "high"):
        table[column] = table[column].astype("float64") * effect.level
    return table


def _without_title(table: pd.DataFrame, effect: Effect, outcome: str) -> str:
    """The last twelve months: observed against the estimate; direction only with an interval."""
    if effect.overall is None:
        return effect.verdict.sentence.rstrip(".")
    last = table[table["without_twins"].notna()].tail(12)
    if last.empty:
        return "No month after adoption can be followed"
    end = month_name(last["month"].max())
    when = "year" if len(last) == 12 else count(len(last), "month")
    if outcome == "fee_mean":
        seen, without = last["observed"].mean(), last["without_twins"].mean()
        what = "a mean fee of"
    else:
        seen, without = last["observed"].sum(), last["without_twins"].sum()
        what = ""
    said = " ".join(f"{what} {count(seen)}".split())
    unit = "" if outcome == "fee_mean" else f" {OUTCOMES[outcome]}"
    title = (f"In the {when} to {end} adopters had {said}{unit}; had twins not come, an estimated "
             f"{count(without)}")
    overall = effect.overall
    if overall is not None and (isnan(overall.low) or overall.low <= 0 <= overall.high):
        title += ", a difference that cannot be told from none"
    return title


def _lines(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["month"].notna()]
    none = float("nan")
    shared = {"segment": 0, "when": pd.to_datetime(rows["month"])}
    observed = pd.DataFrame({
        **shared, "series": "Observed", "kind": "human", "value": rows["observed"], "low": none,
        "high": none, "emphasis": True, "end_label": "Observed",
        "hover": _hovers(rows, "observed", "observed"),
    })
    without = pd.DataFrame({
        **shared, "series": "Had twins not come", "kind": "", "value": rows["without_twins"],
        "low": rows["low"], "high": rows["high"], "emphasis": False,
        "end_label": "Had twins not come",
        "hover": _hovers(rows, "without_twins", "had twins not come"),
    })
    return pd.concat([without, observed], ignore_index=True)


def _hovers(rows: pd.DataFrame, column: str, name: str) -> list[str]:
    return [f"{month_name(month)}, {name}: {WITHHELD if pd.isna(value) else f'{value:,.0f}'}"
            for month, value in zip(rows["month"], rows[column], strict=True)]


@ledger_exhibit(
    "human_v_twin_methods", page="human_v_twin", controls=(OUTCOME,),
    question="Would another method say the same?",
)
def build_methods(warehouse: Warehouse, *, outcome: str) -> Exhibit:
    """The estimate beside plain two-way fixed effects, and beside the truth where it is known."""
    result, effect = estimate(warehouse, outcome)
    table, released = shaped(
        warehouse, result, outcome, lambda one: _methods(warehouse, one, outcome))
    title = _methods_title(table, effect)
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(effect),
        words=Words(
            title=title, unit="percent of the base-year level", empty=NO_FILTER,
            subtitle=f"Effect of adoption on {OUTCOMES[outcome]}, percent of the adopters' "
            "base-year level · lines: 95% interval, brands as clusters · hollow: no interval",
            alt=f"{title}. " + "; ".join(
                f"{row['method']} {signed(row['effect'])}"
                for row in table[table["effect"].notna()].to_dict("records")) + ".",
            row="estimate",
        ),
        columns={
            "method": Column("Method"),
            "effect": Column("Effect", "share of the base-year level", "percent"),
            "low": Column("95% interval, from", "share of the base-year level", "percent"),
            "high": Column("95% interval, to", "share of the base-year level", "percent"),
            "why": Column("What it compares"),
        } | SOURCE,
        released=released,
        draw=lambda frame, canvas: draw_points(
            _rows(frame[frame["effect"].notna()]), canvas,
            scale=scale_for(pd.concat([frame["effect"], frame["low"], frame["high"]]))),
        **parts_of(warehouse, [derived(result, table)], notes=notes_of(warehouse, effect, outcome)),
    )


def _methods(warehouse: Warehouse, effect: Effect, outcome: str) -> pd.DataFrame:
    none = float("nan")
    rows: list[tuple[str, float, float, float, str]] = []
    truth = ledger_of(warehouse).truth
    if truth is not None:
        rows.append(("Truth put in", truth["overall"][TRUTHS[outcome]], none, none,
                     "both outcomes of the same simulated bookings"))
    if effect.overall is not None:
        rows.append((
            "Estimate: adopters against never-adopters", effect.overall.effect,
            effect.overall.low, effect.overall.high,
            "each month of adoption with brands that never adopted (Callaway and Sant'Anna)"))
    if effect.two_way is not None:
        rows.append((
            "Plain two-way fixed effects", effect.two_way.effect, effect.two_way.low,
            effect.two_way.high, "all brands with all, those that adopted before included"))
    if effect.month_before is not None:
        rows.append((
            "The same against one month only", effect.month_before.effect,
            effect.month_before.low, effect.month_before.high,
            "the single month before adoption as the base instead of a year"))
    return pd.DataFrame(rows, columns=["method", "effect", "low", "high", "why"])


def _methods_title(table: pd.DataFrame, effect: Effect) -> str:
    """The estimate, the truth and two-way fixed effects in one sentence."""
    if effect.overall is None:
        return effect.verdict.sentence.rstrip(".")
    found = dict(zip(table["method"], table["effect"], strict=True))
    parts = [f"the estimate says {signed(effect.overall.effect)}"]
    if effect.two_way is not None:
        parts.append(f"plain two-way fixed effects say {signed(effect.two_way.effect)}")
    if "Truth put in" in found:
        parts.append(f"the truth put in is {signed(found['Truth put in'])}")
    said = listed(parts)
    return f"{said[:1].upper()}{said[1:]}"


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "section": "", "value": table["effect"], "low": table["low"], "high": table["high"],
        "label": [f"{row['method']}: {row['why']}" for row in table.to_dict("records")],
        "emphasis": [str(method).startswith("Estimate") for method in table["method"]],
        "hover": [f"{row['method']}: {signed(row['effect'])}"
                  for row in table.to_dict("records")],
    })
