"""Pay and consent, expiry: which consents end soon, and which uses came after theirs had ended.

Decided: the last day of a consent is inside it. A consent that ends is told apart from one that is
followed by a newer one, because renewed paper ends all the time. A use after expiry is one whose
own consent had ended; whether another would cover it is not looked for.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.charts.series import TimeAxis, draw_series
from analysis.exhibits.controls import Choice, Day, fixed
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    SOURCE,
    WORKED,
    any_withheld,
    fetch,
    last_twelve,
    month_name,
    parts_of,
    period_of,
    reshaped,
    withheld_months,
)
from analysis.exhibits.pay_and_consent_words import period_of_ledger, share_of
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import change_verb, count, percent
from analysis.warehouse import Warehouse

LAST_DAY = date(2026, 10, 31)
"""Last day of the shipped ledger; the desk has no today of its own."""
WITHIN_DAYS = 90
MOST_BRANDS = 15
DAY = Day(
    "day", "Counted from", f"The day from which {WITHIN_DAYS} days are counted; the shipped ledger "
    f"ends on {theme.day(LAST_DAY)}.", LAST_DAY, date(2000, 1, 1), date(2050, 12, 31),
)
EXPIRY_BY = Choice(
    "expiry_by", "Uses after expiry by", "A line by month, or a bar a brand.", "month",
    fixed({"month": "By month", "brand": "By brand"}),
)
NEWER = (
    "Newer means: another consent of the same model, for the same brand or for any, signed by that "
    "day, not yet ended, that ends later or has no last day."
)
EXPIRY = (
    f"Within {WITHIN_DAYS} days: the last day is that day or one of the {WITHIN_DAYS} after it. "
    "Ended: the last day was before that day. Share = consents of that state ÷ all in the ledger."
)
STATES = {
    ("soon", False): "End within 90 days, nothing newer signed",
    ("soon", True): "End within 90 days, a newer one is signed",
    ("ended", False): "Have ended, nothing newer in force",
    ("ended", True): "Have ended, a newer one is in force",
    ("later", False): "End later", ("open", False): "Have no last day",
    ("not_yet", False): "Signed only after that day",
}

AFTER = (
    "After expiry: the day of the use is later than the last day of the consent it names; a use on "
    "the last day is inside. Share = such uses ÷ twin uses whose consent has a last day."
)
NOT_COVERED = (
    "Another consent of the same model may have covered such a use; the use does not name it. "
    "Whether a law was touched is the question of the possible gaps below."
)


@ledger_exhibit(
    "pay_and_consent_expiry", page="pay_and_consent", controls=(DAY,), needs=("consents",),
    question="Which consents end soon, and which have ended?",
)
def build_expiry(warehouse: Warehouse, *, day: date) -> Exhibit:
    """Consents by whether they end within 90 days of a day, have ended, or have no last day.

    Unit: consents. Denominator: all consents of the ledger.
    """
    result = fetch(warehouse, "pay_and_consent_expiry", day=day)
    table, released = reshaped(result, lambda frame: frame.assign(state_words=[
        STATES[state, bool(followed)]
        for state, followed in zip(frame["state"], frame["followed"], strict=True)]))
    title = _expiry_title(table, day)
    until = theme.day(day + timedelta(days=WITHIN_DAYS))
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="consents", row="count",
            subtitle=f"Consents in the ledger by their last day, number, counted from "
            f"{theme.day(day)} to {until}",
            alt=f"{title}. " + "; ".join(
                f"{row['state_words']}: {_consents(row)}" for row in table.to_dict("records")
            ) + ".",
        ),
        columns={
            "state_words": Column("State on that day"),
            "consents": Column("Consents", "consents", "integer"),
            "share": Column("Share", "share of consents", "percent"),
        } | SOURCE,
        draw=lambda frame, canvas: draw_bars(_expiry_bars(frame), canvas), released=released,
        **parts_of(warehouse, [result], notes=(EXPIRY, NEWER)),
    )


def _expiry_title(table: pd.DataFrame, day: date) -> str:
    """How many end within 90 days, and for how many of these nothing newer is signed."""
    if any_withheld(table):
        shown = int((~table["suppressed"]).sum())
        return (f"{shown} of {count(len(table), 'figure')} of consents by their last day may be "
                "shown; no sum is given where one is withheld")
    number = table.set_index(["state", "followed"])["consents"]
    when = theme.day(day)
    signed = int(table.loc[table["state"] != "not_yet", "consents"].sum())
    if not signed:
        return f"No consent in the ledger was signed by {when}"
    soon, open_ended = _sum(number, "soon"), int(number.get(("soon", False), 0))
    ended = _sum(number, "ended")
    if not soon:
        before = f"{count(ended)} had ended before" if ended else "none had ended before"
        return (f"None of {count(signed, 'consent')} ends within {WITHIN_DAYS} days of {when}; "
                f"{before}")
    verb = "ends" if soon == 1 else "end"
    rest = ("nothing newer is signed for any of them" if open_ended == soon and soon > 1 else
            "nothing newer is signed" if open_ended == soon else
            f"for {count(open_ended)} of them nothing newer is signed" if open_ended else
            "a newer one is signed for each")
    return (f"{count(soon)} of {count(signed, 'consent')} {verb} within {WITHIN_DAYS} days of "
            f"{when}; {rest}")


def _sum(number: pd.Series, state: str) -> int:
    return int(sum(number.get((state, followed), 0) for followed in (False, True)))


def _consents(row: dict[Any, Any]) -> str:
    return WITHHELD if pd.isna(row["consents"]) else f"{row['consents']:.0f}"


def _with_share(row: dict[Any, Any]) -> str:
    """A count with its share of all consents, as far as each may be shown."""
    if pd.isna(row["consents"]):
        return WITHHELD
    share = "share withheld" if pd.isna(row["share"]) else percent(row["share"])
    return f"{count(row['consents'])} ({share})"


def _expiry_bars(table: pd.DataFrame) -> pd.DataFrame:
    pressing = [state in ("soon", "ended") and not followed
                for state, followed in zip(table["state"], table["followed"], strict=True)]
    return pd.DataFrame({
        "label": table["state_words"], "value": table["consents"],
        "low": float("nan"), "high": float("nan"),
        "text": [_with_share(row) for row in table.to_dict("records")],
        "style": ["withheld" if pd.isna(number) else "twin" if one else "solid"
                  for one, number in zip(pressing, table["consents"], strict=True)],
    })


@ledger_exhibit(
    "pay_and_consent_after_expiry", page="pay_and_consent", controls=(EXPIRY_BY,),
    question="How often was a twin used after its consent had ended?", needs=("consents",),
)
def build_after_expiry(warehouse: Warehouse, *, expiry_by: str) -> Exhibit:
    """Worked twin uses after the last day of the consent they name, by month or brand.

    Unit: twin uses. Denominator of the share: worked twin uses whose consent has a last day.
    """
    result = fetch(warehouse, "pay_and_consent_after_expiry", by=expiry_by)
    table = result.frame
    by_month = expiry_by == "month"
    title = _months_title(table) if by_month else _brands_title(table)
    more = "" if by_month or len(table) <= MOST_BRANDS else (
        f" · the {MOST_BRANDS} brands with most of {len(table)}")
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="twin uses", row="count",
            subtitle=f"Worked twin uses after the last day of the consent they name, number by "
            f"{expiry_by}, {period_of(table) if by_month else period_of_ledger(warehouse)}{more}",
            alt=f"{title}. " + ("One line by month." if by_month else "; ".join(
                f"{row['part']}: {_after_words(row)}"
                for row in table.head(MOST_BRANDS).to_dict("records")) + "."),
        ),
        columns=({"month": Column("Month", format="month")} if by_month
                 else {"part": Column("Brand")}) | {
            "after": Column("After expiry", "twin uses", "integer"),
            "ending": Column("Twin uses whose consent has a last day", "twin uses", "integer"),
            "share": Column("Share after expiry", "share of those", "percent"),
            "uses": Column("All twin uses", "twin uses", "integer"),
        } | SOURCE,
        released=result.released,
        draw=_draw_months if by_month else _draw_brands,
        **parts_of(warehouse, [result], notes=(AFTER, NOT_COVERED, WORKED)),
    )


def _after_words(row: dict[Any, Any]) -> str:
    if pd.isna(row["after"]):
        return WITHHELD
    if not row["ending"] >= 0:
        return f"{count(row['after'])}, of uses withheld"
    if not row["ending"]:
        return "no consent with a last day"
    return (f"{count(row['after'])} of {count(row['ending'], 'use')} "
            f"({share_of(row['after'], row['ending'])})")


def _no_expiry(table: pd.DataFrame) -> str:
    """The sentence where nothing can come after an expiry; empty where something can."""
    if any_withheld(table):
        return ""
    if not int(table["uses"].sum()):
        return "No twin was used, so none was used after its consent had ended"
    if not int(table["ending"].sum()):
        return (f"None of {count(table['uses'].sum(), 'twin use')} names a consent with a last "
                "day, so none came after it")
    return ""


def _months_title(table: pd.DataFrame) -> str:
    """Uses after expiry in the last twelve months against the twelve before."""
    said = _no_expiry(table)
    if said:
        return said
    now, before = last_twelve(table)
    if any_withheld(now, before):
        return withheld_months(table)
    end = month_name(table["month"].max())
    this, last = int(now["after"].sum()), int(before["after"].sum())
    ending = int(now["ending"].sum())
    whole = before["month"].nunique() == 12
    when = f"in the year to {end}" if now["month"].nunique() == 12 else f"in the months to {end}"
    share = f" ({share_of(this, ending)} of those with a last day)" if ending and this else ""
    uses = count(this, "twin use") if this else "No twin use"
    said = f"{uses} {when} came after {'their' if this > 1 else 'its'} consent had ended{share}"
    if not whole:
        return said
    verb = change_verb(last, this, verbs=("up from", "down from", "as many as"))
    return f"{said}, as many as in the year before" if verb == "as many as" else (
        f"{said}, {verb} {count(last)} in the year before")


def _brands_title(table: pd.DataFrame) -> str:
    """How many brands used a twin after expiry, and which did so most often."""
    said = _no_expiry(table)
    if said:
        return said
    if any_withheld(table):
        shown = int((~table["suppressed"]).sum())
        return (f"Uses after expiry of {shown} of {count(len(table), 'brand')} may be shown; no "
                "sum is given where a brand is withheld")
    used = table[table["uses"] > 0]
    late = used[used["after"] > 0]
    if late.empty:
        return f"None of {count(len(used), 'brand')} used a twin after its consent had ended"
    most = late[late["after"] == late["after"].max()]
    said = (f"{count(len(late))} of {count(len(used), 'brand')} used twins after their consent had "
            "ended")
    if len(most) > 1:
        return f"{said}, {count(len(most))} of them most often: {count(most['after'].iloc[0])} each"
    return f"{said}, most often {most['part'].iloc[0]}: {_after_words(most.iloc[0].to_dict())}"


def _draw_months(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    rows = table.to_dict("records")
    return draw_series(pd.DataFrame({
        "series": "After expiry", "segment": 0, "kind": "twin",
        "when": pd.to_datetime(table["month"]), "value": table["after"],
        "low": float("nan"), "high": float("nan"), "emphasis": False,
        "hover": [f"{month_name(row['month'])}: {_after_words(row)}" for row in rows],
        "end_label": [
            WITHHELD if pd.isna(row["after"]) else count(row["after"], "use") for row in rows],
    }), canvas, axis=TimeAxis(dates=True))


def _draw_brands(table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    shown = table.head(MOST_BRANDS)
    return draw_bars(pd.DataFrame({
        "label": shown["part"], "value": shown["after"], "low": float("nan"),
        "high": float("nan"),
        "text": [_after_words(row) for row in shown.to_dict("records")], "style": "twin",
    }), canvas)
