"""Money: what models are paid and agencies keep, and what work was lost, by who says it.

Decided: official statistics come first; a claim never stands in one section with them. The number
of people interviewed is no effect and is left out. A loss that rests on a few replies says so in
its label and its title.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.spans import draw_spans
from analysis.exhibits.exhibit import Base, Exhibit, Words, assemble
from analysis.exhibits.money_words import (
    COLUMNS,
    NO_SAMPLE,
    alt_of,
    axis_units,
    axis_words,
    between,
    choose,
    only_one,
    period,
    period_of,
    place,
    printed,
    replies,
    ruler_for,
    signs,
    unit_words,
    upper_first,
)
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

OFFICIAL = "official statistics"


def _pay(units: pd.DataFrame) -> pd.DataFrame:
    found = units[units["topic"].isin(("model pay", "agency commission"))]
    return found.assign(words=found["topic"], last=found["topic"] != "model pay").sort_values(
        "last", kind="stable")


PAY = choose(
    "pay", label="Pay or commission", default="model pay/USD/hour", of=_pay,
    help="Pay of models in one currency and per one unit at a time, or the agency’s share.",
)


@exhibit(
    "money_pay", page="money", controls=(PAY,),
    question="What are models paid, and what do agencies keep?",
)
def build_pay(warehouse: Warehouse, *, pay: str) -> Exhibit:
    """Pay or commission in one unit, official statistics first, claims after."""
    topic, unit, per = pay.split("/")
    result = warehouse.fetch("money_pay", topic=topic, unit=unit, per=per)
    table, placed = result.frame, place(result.frame)
    ruler = ruler_for(unit, placed)
    title = _pay_title(placed, topic, unit, per)
    official = ("Wage and salary jobs only: most models are self-employed and are not in the "
                "official figures; the page Job market has the series with its margins.",)
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit=unit_words(unit, per),
            subtitle=f"{upper_first(topic)} in {axis_words(unit, per, ruler)}, "
            f"{period_of(table)} · official statistics first, claims after{signs(placed)}",
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(place(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources",
            topics=["quantities_bounds", "quantities_repeats", "quantities_weak"] + (
                ["quantities_commission_bill"] if topic == "agency commission" else []),
            notes=official if (table["claimed_by"] == OFFICIAL).any() else (),
        ),
    )


def _pay_title(placed: pd.DataFrame, topic: str, unit: str, per: str) -> str:
    """Medians of official statistics and the reach of claims; for commission the reach alone."""
    if placed.empty:
        return f"No figure is on the desk for this choice ({topic})"
    if len(placed) == 1:
        return only_one(placed.iloc[0].to_dict(), per)
    official = placed[placed["claimed_by"] == OFFICIAL]
    claims = placed[placed["claimed_by"] != OFFICIAL]
    parts = [_official(official, per)] if len(official) else []
    if parts and claims.empty:
        parts.append("no claim stands beside them")
    elif len(claims):
        what = f"{count(len(claims), 'claim')} from elsewhere" if parts else (
            f"{count(len(placed), 'figure')} of {topic}, none of them official,")
        parts.append(f"{what} {_claims(claims, unit)}")
    return "; ".join(parts)


def _claims(rows: pd.DataFrame, unit: str) -> str:
    """What claims say, with the verb: one amount, the same amount, or a reach."""
    if len(rows) == 1:
        return f"says {printed(rows.iloc[0].to_dict())}"
    ends = pd.concat([rows["low"], rows["high"]]).dropna()
    verb = "all say" if ends.min() == ends.max() else "run from"
    return f"{verb} {between(ends.min(), ends.max(), axis_units(unit)[0])}"


def _official(rows: pd.DataFrame, per: str) -> str:
    """The medians among official figures, or how many there are without one."""
    medians = rows[rows["measure"].str.startswith("median")]
    if medians.empty:
        return f"{count(len(rows), 'official figure')}, none of them a median"
    said = listed([
        f"{printed(row)} ({period(row)})" for row in medians.to_dict("records")
    ])
    word = "median" if len(medians) == 1 else "medians"
    return f"Official {word} of models’ pay per {per}: {said}"


def _losses(units: pd.DataFrame) -> pd.DataFrame:
    found = units[(units["topic"] == "job effect") & (units["currency"] == "")]
    return found.assign(words="reported effect")


def _amounts(units: pd.DataFrame) -> pd.DataFrame:
    found = units[(units["topic"] == "job effect") & (units["currency"] != "")]
    return found.assign(words="reported loss")


LOSS = choose(
    "loss", label="Effect on work in", default="reported effect/percent/", of=_losses,
    help="Percent of people, of images or of orders: the label says of what.",
)
AMOUNT = choose(
    "amount", label="Loss in", default="reported loss/GBP/person", of=_amounts,
    help="One currency at a time; the label says how many replies an average rests on.",
)


@exhibit(
    "money_losses", page="money", controls=(LOSS,),
    question="What work is said to be lost?",
)
def build_losses(warehouse: Warehouse, *, loss: str) -> Exhibit:
    """Effects on work as reported, each with what it is a share of and the replies behind it."""
    _, unit, per = loss.split("/")
    return _effects(warehouse, "money_losses", unit=unit, per=per)


@exhibit(
    "money_income", page="money", controls=(AMOUNT,),
    question="How much income is said to be lost, and on how many replies?",
)
def build_income(warehouse: Warehouse, *, amount: str) -> Exhibit:
    """Sums of money said to be lost to AI, each with the replies it rests on."""
    _, unit, per = amount.split("/")
    return _effects(warehouse, "money_income", unit=unit, per=per)


def _effects(warehouse: Warehouse, query: str, *, unit: str, per: str) -> Exhibit:
    result = warehouse.fetch(query, unit=unit, per=per)
    table, placed = result.frame, place(result.frame)
    ruler = ruler_for(unit, placed)
    title = _losses_title(table, unit, per)
    return Exhibit(
        id="", question="", settings={}, table=table, base=_base(table),
        words=Words(
            title=title, unit=unit_words(unit, per),
            subtitle=f"Effects on work as reported, {axis_words(unit, per, ruler)}, "
            f"{period_of(table)} · members who chose to answer, or press pages; no margin of "
            f"error can be given{signs(placed)}",
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(place(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources",
            topics=["quantities_aop", "quantities_repeats", "quantities_bounds",
                    "quantities_weak"],
            notes=("Left out: how many models were interviewed in a study, which is no effect.",),
        ),
    )


def _base(table: pd.DataFrame) -> Base:
    """The replies behind the figure where one figure has a number and states them."""
    numbered = table[table["unit"].notna()]
    if len(numbered) == 1 and pd.notna(numbered["base_n"].iloc[0]):
        return int(numbered["base_n"].iloc[0])
    return NO_SAMPLE


def _losses_title(table: pd.DataFrame, unit: str, per: str) -> str:
    """One figure with its replies, or what photographers reported and the reach of all."""
    rows = table[table["unit"].notna()]
    if rows.empty:
        return f"No reported effect in {unit_words(unit, per)} is on the desk"
    if len(rows) == 1:
        row = rows.iloc[0].to_dict()
        based = (f"; it rests on {replies(row)}" if pd.notna(row["base_n"])
                 else "; how many replies it rests on is not stated")
        return only_one(row, per) + based
    lost = rows[rows["measure"].str.contains("lost work")]
    others = len(rows) - len(lost)
    if lost.empty:
        return f"{count(len(rows), 'reported effect')}, each of something else, none of lost work"
    said = listed([f"{printed(row)} ({period(row)})" for row in lost.to_dict("records")])
    who = listed(list(dict.fromkeys(lost["organisation"])))
    return (
        f"Replies reporting work lost to generative AI, {who}: {said}"
        + (f"; {count(others, 'other figure')} {'is' if others == 1 else 'are'} of something else"
           if others else "")
    )


