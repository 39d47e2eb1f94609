"""Money: accounts of H&M's peers, and of model agencies with the fines against them.

Decided: companies are drawn apart, each in its own currency and its own periods, and are never
added; millions and billions of one currency share an axis. A fine stands with the remark that
some agencies said they would appeal.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.spans import draw_spans
from analysis.exhibits.exhibit import Exhibit, Words, assemble
from analysis.exhibits.money_words import (
    ACCOUNTS,
    COLUMNS,
    Row,
    alt_of,
    axis_units,
    axis_words,
    choose,
    only_one,
    period,
    period_of,
    place,
    printed,
    ruler_for,
    unit_words,
    upper_first,
)
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import change_verb, count, listed
from analysis.warehouse import Warehouse


def _peers(units: pd.DataFrame) -> pd.DataFrame:
    found = units[(units["topic"] == "retailer accounts") & ~units["of_hm"]]
    order = found.groupby("metric")["figures"].transform("sum")
    return found.assign(words=found["metric"], per="", order=-order).sort_values(
        "order", kind="stable")


PEER_METRIC = choose(
    "peers", label="Line of the peers’ accounts", default="net sales/EUR million/", of=_peers,
    help="One line of accounts in one currency; nothing is converted or added.",
)


@exhibit(
    "money_peers", page="money", controls=(PEER_METRIC,),
    question="What do the accounts of other retailers show?",
)
def build_peers(warehouse: Warehouse, *, peers: str) -> Exhibit:
    """One line of accounts of retailers other than H&M, each company apart."""
    metric, unit, _ = peers.split("/")
    result = warehouse.fetch("money_peers", metric=metric, units=axis_units(unit))
    table = result.frame
    placed = _by_company(table)
    ruler = ruler_for(unit, placed, from_zero=True)
    title = _peers_title(placed, metric, unit)
    return Exhibit(
        id="", question="", settings={}, table=table, base=ACCOUNTS,
        words=Words(
            title=title, unit=unit_words(unit),
            subtitle=f"{upper_first(metric)} as printed, {axis_words(unit, '', ruler)}, "
            f"{period_of(table)} · companies and lengths of period apart, never added",
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(_by_company(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources",
            topics=["quantities_fiscal_quarters", "quantities_zalando_about_you"],
        ),
    )


def _by_company(table: pd.DataFrame) -> pd.DataFrame:
    placed, rows = place(table), table.to_dict("records")
    return placed.assign(
        section=[f"{row['organisation']}: {row['period_precision']}s" for row in rows],
        colour="ink", label=[f"{period(row)} · {row['measure']}" for row in rows],
    )


def _peers_title(placed: pd.DataFrame, metric: str, unit: str) -> str:
    """For each company the last period that has the same period a year before on the desk."""
    if placed.empty:
        return f"No {metric} of other retailers is on the desk in {unit_words(unit)}"
    if len(placed) == 1:
        return only_one(placed.iloc[0].to_dict()).replace(", said by company filing", "")
    said, without = [], []
    for name, rows in placed.groupby("organisation", sort=True):
        pair = _last_pair(rows)
        if pair is None:
            without.append(str(name))
            continue
        before, after = pair
        verb = change_verb(before["low"], after["low"])
        to = "at" if before["low"] == after["low"] else "to"
        said.append(f"{name} {verb} {to} {printed(after)} ({_period(after)})")
    none = f"no such pair for {listed(without)}" if without else ""
    if not said:
        return (f"{count(len(placed), 'figure')} of {metric}; for no company is the same period "
                "a year before on the desk")
    what = upper_first(metric)
    return "; ".join(filter(None, (
        f"{what} against the same period a year before: {listed(said)}", none)))


def _period(row: Row) -> str:
    """The period without the months in brackets."""
    return period(row).partition(" (")[0]


def _last_pair(rows: pd.DataFrame) -> tuple[Row, Row] | None:
    """The last period and the same a year before; what is said not to compare is passed over."""
    usable = rows[~rows["note"].fillna("").str.contains("not comparable")]
    found = [
        (before, after)
        for after in usable.to_dict("records") for before in usable.to_dict("records")
        if after["period_precision"] == before["period_precision"]
        and after["measure"] == before["measure"]
        and after["period_from"] == before["period_from"] + pd.DateOffset(years=1)
    ]
    return max(found, key=lambda pair: pair[1]["period_to"]) if found else None


def _agencies(units: pd.DataFrame) -> pd.DataFrame:
    found = units[units["topic"] == "agency accounts"]
    return found.assign(words=found["metric"].where(
        found["metric"].isin(("fine", "revenue share of gross billings")), "accounts"), per="",
    ).sort_values("currency", key=lambda one: one.map({"USD": 0, "": 1}).fillna(2), kind="stable")


AGENCY = choose(
    "agency", label="Agencies’ accounts or fines", default="accounts/USD million/", of=_agencies,
    help="Accounts in millions of one currency, the share kept, or fines; nothing is converted.",
)


@exhibit(
    "money_agencies", page="money", controls=(AGENCY,),
    question="What do model agencies bill and keep, and what were they fined?",
)
def build_agencies(warehouse: Warehouse, *, agency: str) -> Exhibit:
    """Billings, revenue and profit of agencies in one currency, or fines against them."""
    _, unit, _ = agency.split("/")
    result = warehouse.fetch("money_agencies", units=axis_units(unit))
    table = result.frame
    placed = _by_metric(table)
    ruler = ruler_for(unit, placed, from_zero=True)
    title = _agencies_title(placed, unit)
    return Exhibit(
        id="", question="", settings={}, table=table, base=ACCOUNTS,
        words=Words(
            title=title, unit=unit_words(unit),
            subtitle=f"As printed by agency and year, {axis_words(unit, '', ruler)}, "
            f"{period_of(table)}" + (
                " · revenue is part of the gross billings; the lines are not added"
                if (table["metric"] == "gross billings").any() else ""),
            alt=alt_of(title, placed),
        ),
        columns=COLUMNS,
        draw=lambda frame, canvas: draw_spans(_by_metric(frame), canvas, ruler=ruler),
        **assemble(
            warehouse, results=[result], searched="quantity_sources", topics=["quantities_fines"],
        ),
    )


def _by_metric(table: pd.DataFrame) -> pd.DataFrame:
    placed = place(table)
    return placed.assign(
        section=[upper_first("revenue" if one == "net sales" else str(one))
                 for one in table["metric"]],
        colour="ink", label=[upper_first(label.partition(" · ")[2]) for label in placed["label"]],
    )


def _agencies_title(placed: pd.DataFrame, unit: str) -> str:
    """Billings and revenue of the last year, or the fines, or the share kept."""
    if placed.empty:
        return f"No accounts of agencies are on the desk in {unit_words(unit)}"
    if len(placed) == 1:
        return _one_account(placed.iloc[0].to_dict())
    fines = placed[placed["metric"] == "fine"]
    if len(fines) == len(placed):
        return _fines_title(fines)
    billed = placed[placed["metric"] == "gross billings"].sort_values("period_from")
    if billed.empty:
        return f"{count(len(placed), 'figure')} of agencies’ accounts; no gross billings among them"
    last = billed.iloc[-1].to_dict()
    same = (placed["organisation"] == last["organisation"]) & (
        placed["period_from"] == last["period_from"])
    revenue = placed[same & (placed["metric"] == "net sales")]
    kept = (f"; its revenue was {printed(revenue.iloc[0].to_dict())}" if len(revenue)
            else "; its revenue is not on the desk")
    return f"{last['organisation']} billed {printed(last)} in {period(last)}{kept}" \
        + _billed_before(billed, last)


def _billed_before(billed: pd.DataFrame, last: Row) -> str:
    """How billings stand against the year before, where that is on the desk."""
    before = billed[
        (billed["organisation"] == last["organisation"])
        & (billed["period_from"] == last["period_from"] - pd.DateOffset(years=1))
    ]
    if before.empty:
        return ""
    row = before.iloc[0].to_dict()
    verb = change_verb(row["low"], last["low"])
    return f"; billings {verb} from {printed(row)} in {period(row)}" \
        if row["low"] != last["low"] else f"; billings {verb} from {period(row)}"


def _one_account(row: Row) -> str:
    return f"{row['organisation']}: {row['measure']}, {printed(row)} in {period(row)}"


def _fines_title(fines: pd.DataFrame) -> str:
    """The highest single fine, or that several are as high, beside the total that was printed."""
    total = fines[fines["measure"].str.startswith("total")]
    single = fines[~fines["measure"].str.startswith("total")]
    parts = [f"{printed(row)} in all ({period(row)})" for row in total.to_dict("records")]
    if len(single):
        top = single[single["low"] == single["low"].max()]
        parts.append(
            f"the highest of {count(len(single), 'single fine')} "
            f"{'is' if len(top) == 1 else 'are'} {listed(top['organisation'].tolist())}’s, "
            f"{printed(top.iloc[0].to_dict())}"
        )
    return f"Fines against model agencies: {'; '.join(parts)}"
