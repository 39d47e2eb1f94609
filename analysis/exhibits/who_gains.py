"""Who gains: how concentrated the earnings of models are, with and without the fees of their twins.

Decided: both measures, of human work alone and with twin fees, are taken over the same models, so
that a difference comes from the fees and not from who is counted. Models on the books who earned
nothing count with zero; without them the figures stand beside, because many ledgers keep people on
the books who have long stopped working.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.groups import draw_groups
from analysis.charts.lorenz import Curve, draw_lorenz
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CURRENCY, currency_of
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
)
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.who_gains_words import (
    EARNED,
    WHO,
    WITH_TWINS,
    YEAR,
    left_out,
    period_of_year,
)
from analysis.exhibits.words import count, percent
from analysis.warehouse import Result, Warehouse

Pair = tuple[dict[Any, Any], dict[Any, Any]]
FEWEST_MODELS = 10
"""Below this a tenth of the models is less than one of them, and the title names the Gini."""
SMALLEST_COIN = 0.005
EARNINGS = {"human": "Human work alone", "all": "With twin fees"}
POPULATIONS = {
    "books": "All models on the books", "earners": "Only models who earned something",
}
TENTH = (
    "Top tenth = the highest-earning 10% of the models counted, ranked anew for each measure; "
    "where that is no whole number, the model on the border counts in part, as on the Lorenz curve."
)
GINI = (
    "Gini = Σ (2i − n − 1) × earnings of model i ÷ (n × all earnings), models ranked from the "
    "lowest: 0 where all earn the same, near 1 where one earns everything."
)


@ledger_exhibit(
    "who_gains_concentration", page="who_gains", controls=(YEAR, CURRENCY),
    question="How much of the earnings goes to the few who earn most?",
)
def build_concentration(warehouse: Warehouse, *, year: str, currency: str) -> Exhibit:
    """Share of the top tenth and Gini coefficient of models' earnings, with and without twin fees.

    Formula: models ranked by earnings x from the lowest, i = 1 … n; Gini = Σ (2i − n − 1) xᵢ ÷
    (n Σ xᵢ), from 0 to 1 − 1/n. Models who earn the same may stand in any order without changing
    it. Top tenth = Σ xᵢ min(1, max(0, i − 0.9 n)) ÷ Σ xᵢ, which is 1 − L(0.9) on the Lorenz curve.
    For one model, or where nobody earned anything, neither is defined and the title says so.

    Reference: Dorfman, R. (1979). A Formula for the Gini Coefficient. Review of Economics and
    Statistics 61(1), 146-149. doi:10.2307/1924845.
    """
    code = currency_of(CURRENCY, warehouse, currency)
    period = period_of_year(warehouse, year)
    asked = {**period.limits, "currency": code}
    result = fetch(warehouse, "who_gains_concentration", **asked)
    fees = fetch(warehouse, "who_gains_fees", **asked)
    table = result.frame
    title = period.title(_concentration_title(table, code, period.words))
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of earnings; Gini coefficient 0 to 1",
            subtitle="Share of all models' earnings that the highest-earning tenth has, percent, "
            f"and Gini coefficient, {code or 'no currency'}, {period.words}",
            alt=f"{title}. " + "; ".join(
                f"{POPULATIONS[row['population']].lower()} ({_models(row)}), "
                f"{EARNINGS[row['earnings']].lower()}: {_measures(row)}"
                for row in table.to_dict("records")) + ".",
            row="share",
        ),
        columns={
            "population": Column("Models counted"), "earnings": Column("Earnings"),
            "top_share": Column("Share of the top tenth", "share", "percent"),
            "gini": Column("Gini", "0 to 1", "decimal"),
            "lower_half_share": Column("Share of the lower half", "share", "percent"),
            "models": Column("Models", "models", "integer"),
            **({"zero": Column("Of these without earnings", "models", "integer")}
               if "zero" in table else {}),
            "total": Column("Earnings", code or "currency", "decimal"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_groups(_bars(frame), canvas, suffix="%"),
        **parts_of(warehouse, [result, fees], notes=_notes(fees, code, TENTH, GINI)),
    )


def _notes(fees: Result, code: str, *formulas: str) -> tuple[str, ...]:
    return (*formulas, EARNED, WITH_TWINS, WHO, *left_out(fees, code))


def _measures(row: Mapping[Any, Any]) -> str:
    if row.get("suppressed"):
        top, gini = (_written(row[name], form) or "withheld"
                     for name, form in (("top_share", ""), ("gini", "{:.2f}")))
        return f"{top} · Gini {gini}"
    if pd.isna(row["top_share"]):
        return "not defined"
    return f"{percent(row['top_share'], digits=1)} · Gini {row['gini']:.2f}"


def _models(row: Mapping[Any, Any]) -> str:
    return "number withheld" if pd.isna(row["models"]) else f"{row['models']:,.0f}"


def _of_books(table: pd.DataFrame) -> Pair | None:
    """The rows of all models, of human work and of all, or None where nothing can be said."""
    rows = {row["earnings"]: row for row in table.to_dict("records")
            if row["population"] == "books"}
    if not rows or rows["all"]["models"] < 2 or not rows["all"]["total"] > 0:
        return None
    return rows["human"], rows["all"]


def _nothing_said(table: pd.DataFrame, code: str, period: str) -> str:
    """Why concentration cannot be said."""
    rows = table[table["population"] == "books"]
    if rows.empty or rows["models"].max() < 2:
        return f"Fewer than two models are counted in {period}: nothing to compare"
    return f"No earnings of models are on record in {code or 'any currency'}, {period}"


def _concentration_title(table: pd.DataFrame, code: str, period: str) -> str:
    if any_withheld(table):
        return _withheld_title(table)
    pair = _of_books(table)
    if pair is None:
        return _nothing_said(table, code, period)
    models = pair[1]["models"]
    if models < FEWEST_MODELS:
        said = _two_ends(pair, "gini", "{:.2f}")
        return f"Gini coefficient of the earnings of only {count(models, 'model')}: {said}"
    return f"The highest-earning tenth of models has {_two_ends(pair, 'top_share')}"


def _withheld_title(table: pd.DataFrame) -> str:
    """What may be shown of one measure for both kinds of earnings, else that nothing may be."""
    rows = table.set_index("earnings")
    for column, name, form in (
            ("top_share", "The highest-earning tenth of models has", ""),
            ("lower_half_share", "The lower-earning half of models has", ""),
            ("gini", "Gini coefficient of the earnings of models:", "{:.2f}")):
        human, everything = (_written(rows.loc[kind, column], form) for kind in ("human", "all"))
        if human and everything:
            of = "" if form else " of the earnings"
            return f"{name} {human}{of} from human work alone, {everything} with twin fees"
    return "How the earnings of models are spread may not be shown"


def _two_ends(pair: Pair, column: str, form: str = "") -> str:
    """A measure of human work beside the one with twin fees, in a clause that holds for ties."""
    human, everything = pair
    values = [_written(row[column], form) for row in pair]
    of = "" if form else " of the earnings"
    if not values[0]:
        return f"{values[1]}{of}; only twin fees were earned"
    if abs(human["total"] - everything["total"]) < SMALLEST_COIN:
        return f"{values[0]}{of}; no twin fee reached a model"
    if values[0] == values[1]:
        return f"{values[0]}{of}, with and without twin fees"
    alone = "for human work alone" if form else "from human work alone"
    return f"{values[0]}{of} {alone}, {values[1]} with twin fees"


def _written(value: Any, form: str) -> str:
    if pd.isna(value):
        return ""
    return form.format(value) if form else percent(value, digits=1)


def _bars(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "group": [POPULATIONS[row["population"]] for row in rows],
        "name": [EARNINGS[row["earnings"]] for row in rows],
        "value": table["top_share"].astype("float64") * 100,
        "text": [_measures(row) for row in rows],
        "style": ["human" if row["earnings"] == "human" else "ink" for row in rows],
    })


@ledger_exhibit(
    "who_gains_lorenz", page="who_gains", controls=(YEAR, CURRENCY),
    question="How are the earnings spread over all models?",
)
def build_lorenz(warehouse: Warehouse, *, year: str, currency: str) -> Exhibit:
    """Lorenz curves of models' earnings, of human work alone and with twin fees.

    Formula: L(p) = earnings of the lowest-earning share p of models ÷ all earnings; at most 91
    points a curve, each exactly on it. The lower half is L(0.5), a model on the border in part.

    Reference: Lorenz, M. O. (1905). Methods of Measuring the Concentration of Wealth. Publications
    of the American Statistical Association 9(70), 209-219. doi:10.2307/2276207.
    """
    code = currency_of(CURRENCY, warehouse, currency)
    period = period_of_year(warehouse, year)
    asked = {**period.limits, "currency": code}
    result = fetch(warehouse, "who_gains_lorenz", **asked)
    sums = fetch(warehouse, "who_gains_concentration", **asked)
    fees = fetch(warehouse, "who_gains_fees", **asked)
    pair = None if any_withheld(sums.frame) else _of_books(sums.frame)
    title = period.title(_lorenz_title(sums.frame, code, period.words))
    return Exhibit(
        id="", question="", settings={}, table=result.frame, base=FULL_COUNT,
        words=Words(
            title=title, unit="share of earnings",
            subtitle="Share of all earnings that the lowest-earning models have together, percent, "
            f"{count(pair[1]['models'], 'model') if pair else _no_pair(sums.frame)}, "
            f"{code or 'no currency'}, {period.words} · dotted: equal earnings",
            alt=f"{title}. Two curves under the line of equal earnings.", row="point",
        ),
        columns={
            "earnings": Column("Earnings"),
            "models_share": Column("Lowest-earning models", "share of models", "percent"),
            "earned_share": Column("Their earnings", "share of earnings", "percent"),
            **({"place": Column("Models up to here", "models", "integer")}
               if "place" in result.frame else {}),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_lorenz(
            _points(frame), canvas, curves=_curves(frame), x_title="Models from the lowest-earning",
            y_title="Share of all earnings"),
        **parts_of(warehouse, [result, fees, sums], notes=_notes(
            fees, code, "A point says which share of all earnings the lowest-earning models up to "
            "it have; the deeper a curve hangs, the more goes to few.")),
    )


def _lorenz_title(sums: pd.DataFrame, code: str, period: str) -> str:
    if any_withheld(sums) and sums["lower_half_share"].isna().any():
        return "What the lower-earning half of models has may not be shown"
    if any_withheld(sums):
        human, everything = (percent(share, digits=1) for share in sums["lower_half_share"])
        return (f"The lower-earning half of models has {human} of the earnings from human work "
                f"alone, {everything} with twin fees")
    pair = _of_books(sums)
    return ("The lower-earning half of models has " + _two_ends(pair, "lower_half_share") if pair
            else _nothing_said(sums, code, period))


def _no_pair(sums: pd.DataFrame) -> str:
    return "number of models withheld" if any_withheld(sums) else "no model"


def _curves(table: pd.DataFrame) -> list[Curve]:
    styles = {"human": "human", "all": "ink"}
    return [Curve(key, EARNINGS[key], styles[key]) for key in EARNINGS
            if (table["earnings"] == key).any()]


def _points(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "series": table["earnings"], "x": table["models_share"], "y": table["earned_share"],
        "hover": [
            f"{EARNINGS[row['earnings']]}: the lowest-earning {percent(row['models_share'])} of "
            f"models have {percent(row['earned_share'], digits=1)}"
            for row in table.to_dict("records")
        ],
    })
