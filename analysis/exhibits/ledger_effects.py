"""Human v. twin, ledger half: did adoption of twins change human bookings, fees, crew days?

Decided: the estimate is of brands that adopted against brands that never did, month by month, and
stands with its interval only where enough brands allow one. On a simulated ledger the truth that
was put in stands beside it. Group-time effects are in the table; the figure averages them by months
since adoption.

References
----------
Callaway, B. and Sant'Anna, P. (2021), doi:10.1016/j.jeconom.2020.12.001.
Goodman-Bacon, A. (2021), doi:10.1016/j.jeconom.2021.03.014.
Rambachan, A. and Roth, J. (2023), doi:10.1093/restud/rdad018.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, isnan
from typing import Any

import pandas as pd

from analysis.charts.points import Scale, draw_points
from analysis.charts.series import Break, TimeAxis, draw_series
from analysis.exhibits.controls import Choice, fixed
from analysis.exhibits.exhibit import Base, Column, Exhibit, NotApplicable, Words
from analysis.exhibits.ledger_estimate import estimate, shaped
from analysis.exhibits.ledger_words import SOURCE, any_withheld, derived, month_name, parts_of
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count
from analysis.ledger.effects import Effect
from analysis.ledger.effects_truth import compare_with_truth
from analysis.ledger.effects_words import percent, signed
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

BEFORE, AFTER = -24, 30
"""Months since adoption that the figure shows; the table holds all."""
MOST_TICKS = 8
OUTCOMES = {
    "human_bookings": "human bookings", "fee_mean": "the mean fee of a human booking",
    "crew_days": "crew days",
}
TRUTHS = {
    "human_bookings": "realised_index", "fee_mean": "mean_fee_index",
    "crew_days": "crew_days_index",
}
"""Names in ``truth.json`` of what each estimate aims at."""
OUTCOME = Choice(
    "outcome", "What may have changed", "Of human bookings of the brands that adopted.",
    "human_bookings", fixed({
        "human_bookings": "Human bookings", "fee_mean": "Mean fee of a human booking",
        "crew_days": "Crew days",
    }),
)
NOT_ESTIMATED = NotApplicable("nothing could be estimated on this ledger")
SCALE = (
    "Effects are in percent of the adopters' own level in the first twelve months (the base year). "
    "Channels where this ledger has no twin use are left out."
)
NO_FILTER = "A ledger with more brands, or a longer one, could tell."
FEE_TRUTH = (
    "The mean fee changes with the fee of each booking and with who is still booked: where "
    "newcomers are replaced more often, what remains is dearer."
)


@ledger_exhibit(
    "human_v_twin_effect", page="human_v_twin", controls=(OUTCOME,),
    question="Did adopting twins change what brands book?",
)
def build_effect(warehouse: Warehouse, *, outcome: str) -> Exhibit:
    """Event study: effects by months since adoption, the time before adoption included."""
    result, effect = estimate(warehouse, outcome)
    table, released = shaped(
        warehouse, result, outcome, lambda one: _with_truth(warehouse, one, outcome))
    title = effect_title(effect, outcome)
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(effect),
        words=Words(
            title=title, unit="percent of the base-year level", empty=NO_FILTER,
            subtitle=f"Estimated effect of adoption on {OUTCOMES[outcome]}, percent of the "
            "adopters' base-year level, by months since adoption · vertical lines: 95% interval, "
            "brands as clusters" + (" · diamonds: the truth put in" if "truth" in table else ""),
            alt=f"{title}. " + effect.words.get("pre_trend", effect.verdict.sentence), row="effect",
        ),
        columns=_columns("since", "Months since adoption", table), released=released,
        draw=lambda frame, canvas: draw_series(
            _event_lines(frame), canvas, axis=TimeAxis(suffix="%", connect=False, step=6),
            breaks=(Break(-0.5, "adoption"),)),
        **parts_of(warehouse, [derived(result, table)], notes=notes_of(warehouse, effect, outcome)),
    )


@ledger_exhibit(
    "human_v_twin_cohorts", page="human_v_twin", controls=(OUTCOME,),
    question="Was it the same for brands that adopted early and late?",
)
def build_cohorts(warehouse: Warehouse, *, outcome: str) -> Exhibit:
    """Group-time effects, averaged for each month of adoption; all of them are in the table."""
    result, effect = estimate(warehouse, outcome)
    table, released = shaped(warehouse, result, outcome, lambda one: one.cohorts)
    means = _cohort_means(table)
    title = _cohort_title(means, effect, outcome, withheld=any_withheld(table))
    return Exhibit(
        id="", question="", settings={}, table=table, base=base_of(effect),
        words=Words(
            title=title, unit="percent of the base-year level", empty=NO_FILTER,
            subtitle=f"Estimated effect of adoption on {OUTCOMES[outcome]}, percent of the "
            "adopters' base-year level, mean of the months since, by month of adoption · hollow: "
            "no interval is given for so few brands; each month's is in the table",
            alt=f"{title}. " + "; ".join(
                f"{month_name(row['cohort'])} {signed(row['effect'])}"
                for row in means.to_dict("records")) + ".",
            row="effect",
        ),
        columns={
            "cohort": Column("Adopted in", format="month"),
            "month": Column("Month", format="month"),
            "since": Column("Months since adoption", "months", "integer"),
            **_EFFECT_COLUMNS,
        } | SOURCE,
        released=released,
        draw=lambda frame, canvas: draw_points(
            _cohort_rows(_cohort_means(frame)), canvas,
            scale=scale_for(_cohort_means(frame)["effect"])),
        **parts_of(warehouse, [derived(result, table)], notes=notes_of(warehouse, effect, outcome)),
    )


def effect_title(effect: Effect, outcome: str) -> str:
    """The finding; no direction where the interval holds none or where there is no interval."""
    overall = effect.overall
    if overall is None or isnan(overall.effect):
        return effect.verdict.sentence.rstrip(".")
    what = OUTCOMES[outcome]
    if isnan(overall.low):
        return (f"The estimate for {what} after adoption is {signed(overall.effect)}, a point "
                "without an interval: no direction can be claimed")
    span = f"{signed(overall.low)} to {signed(overall.high)}"
    if overall.low <= 0 <= overall.high:
        return f"Whether adoption changed {what} cannot be told: {span}"
    verb = "lowered" if overall.effect < 0 else "raised"
    return f"Adoption {verb} {what} by an estimated {percent(overall.effect)} ({span})"


def base_of(effect: Effect) -> Base:
    """Brands compared, or that nothing could be estimated."""
    return effect.verdict.counts.compared if effect.overall is not None else NOT_ESTIMATED


_EFFECT_COLUMNS = {
    "effect": Column("Effect", "share of the base-year level", "percent"),
    "low": Column("95% interval, from", "share of the base-year level", "percent"),
    "high": Column("95% interval, to", "share of the base-year level", "percent"),
    "brands": Column("Adopting brands behind it", "brands", "integer"),
}


def _columns(key: str, label: str, table: pd.DataFrame) -> dict[str, Column]:
    truth = {"truth": Column("Truth put in", "share of the base-year level", "percent")}
    return {
        key: Column(label, "months", "integer"), **_EFFECT_COLUMNS,
        **(truth if "truth" in table else {}),
    } | SOURCE


def _with_truth(warehouse: Warehouse, effect: Effect, outcome: str) -> pd.DataFrame:
    """Effects by months since adoption, with the truth of a simulated ledger where it is known."""
    truth = ledger_of(warehouse).truth
    if truth is None or effect.events.empty:
        return effect.events
    by_month = {row["event_time"]: row[TRUTHS[outcome]] for row in truth["by_event_time"]}
    return effect.events.assign(truth=effect.events["since"].map(by_month))


def notes_of(warehouse: Warehouse, effect: Effect, outcome: str) -> tuple[str, ...]:
    """What was estimated, on whom, what it cannot show; the truth first where it is known."""
    truth = ledger_of(warehouse).truth
    beside: tuple[str, ...] = ()
    if truth is not None and effect.overall is not None:
        beside = (compare_with_truth(effect, truth["overall"][TRUTHS[outcome]]).sentence,)
    order = ("basis", "verdict", "aside", "pre_trend", "two_way", "poisson", "sensitivity",
             "limits")
    said = tuple(effect.words[topic] for topic in order if topic in effect.words)
    return (*beside, *said, SCALE, *((FEE_TRUTH,) if outcome == "fee_mean" else ()))


def _event_lines(table: pd.DataFrame) -> pd.DataFrame:
    shown = table[table["since"].between(BEFORE, AFTER) & table["effect"].notna()]
    parts = [_line(shown, "effect", "Estimate", "human")]
    if "truth" in table:
        known = shown[shown["truth"].notna()]
        parts.append(_line(known, "truth", "Truth put in", ""))
    return pd.concat(parts, ignore_index=True)


def _line(rows: pd.DataFrame, column: str, name: str, kind: str) -> pd.DataFrame:
    estimated = column == "effect"
    none = pd.Series(float("nan"), index=rows.index)
    return pd.DataFrame({
        "series": name, "segment": 0, "kind": kind, "when": rows["since"],
        "value": rows[column] * 100, "low": rows["low"] * 100 if estimated else none,
        "high": rows["high"] * 100 if estimated else none, "emphasis": estimated,
        "hover": [_hover(row, column, name) for row in rows.to_dict("records")],
        "end_label": name,
    })


def _hover(row: Mapping[Any, Any], column: str, name: str) -> str:
    since = int(row["since"])
    when = f"{count(abs(since), 'month')} {'before' if since < 0 else 'after'} adoption"
    said = f"{when}, {name.lower()}: {signed(row[column])}"
    if column == "effect" and pd.notna(row["low"]):
        said += f" ({signed(row['low'])} to {signed(row['high'])})"
    return said


def _cohort_means(table: pd.DataFrame) -> pd.DataFrame:
    """Mean effect of the months from adoption on, for each month of adoption."""
    after = table[(table["since"] >= 0) & table["effect"].notna()]
    return after.groupby("cohort", as_index=False).agg(
        effect=("effect", "mean"), brands=("brands", "max"), months=("month", "nunique"))


def _cohort_title(
    means: pd.DataFrame, effect: Effect, outcome: str, *, withheld: bool = False
) -> str:
    if means.empty and withheld and effect.overall is not None:
        return "Effects by month of adoption may not be shown: in one of the months too few adopted"
    if means.empty:
        return effect.verdict.sentence.rstrip(".")
    if len(means) == 1:
        row = means.iloc[0]
        return f"All adopted in {month_name(row['cohort'])}: {signed(row['effect'])} on average"
    low, high = means["effect"].min(), means["effect"].max()
    below, number = int((means["effect"] < 0).sum()), len(means)
    side = ("all below none" if below == number else "all above none" if not below
            else f"{below} of {number} below none")
    return (f"By month of adoption the estimates for {OUTCOMES[outcome]} run from {signed(low)} to "
            f"{signed(high)}, {side}")


def _cohort_rows(means: pd.DataFrame) -> pd.DataFrame:
    none = pd.Series(float("nan"), index=means.index)
    return pd.DataFrame({
        "section": "", "value": means["effect"], "low": none, "high": none, "emphasis": False,
        "label": [
            f"{month_name(row['cohort'])}: {count(row['brands'], 'brand')}, "
            f"{count(row['months'], 'month')} since" for row in means.to_dict("records")],
        "hover": [f"{month_name(row['cohort'])}: {signed(row['effect'])}"
                  for row in means.to_dict("records")],
    })


def scale_for(values: pd.Series) -> Scale:
    """An axis of shares in steps of a tenth, or wider, that holds all values and zero."""
    known = [0.0, *values.dropna()]
    low, high = min(known), max(known)
    step = next(
        (one for one in (0.1, 0.2, 0.5, 1.0) if (high - low) / one <= MOST_TICKS), 5.0)
    first, last = floor(low / step - 0.2), ceil(high / step + 0.2)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Scale(low=ticks[0], high=ticks[-1], ticks=ticks)
