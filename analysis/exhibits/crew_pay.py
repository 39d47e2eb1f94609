"""Crew pay: fees per day by role, on human bookings and on uses, in one currency.

Decided: compared role by role, never over all roles, because a use calls other roles than a
booking; a mean over roles would say who is called, not what is paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.charts.groups import draw_groups
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_money import CREW_CURRENCY, money, named_currency
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    KINDS,
    SOURCE,
    any_withheld,
    fetch,
    parts_of,
    word,
)
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

PER_DAY = (
    "Fee per day = fees of the role ÷ its days, both summed over all calls for worked bookings or "
    "uses in this currency; fees are before tax and commission, as the ledger records them."
)
FEW_DAYS = (
    "A role with few days is a few invoices; its mean moves with one of them. Days stand beside "
    "each fee."
)


@ledger_exhibit(
    "crew_pay", page="crew", controls=(CREW_CURRENCY,), needs=("crew_calls",),
    question="What is a day of each role paid, on bookings and on uses?",
)
def build_pay(warehouse: Warehouse, *, currency: str) -> Exhibit:
    """Crew fees per day by role, in one currency, human bookings beside uses.

    Formula: sum of fees ÷ sum of days over the role's calls; unit currency per day.
    """
    code = named_currency(CREW_CURRENCY, warehouse, currency)
    result = fetch(warehouse, "crew_pay", currency=code)
    table = result.frame
    title = _pay_title(table, code)
    unit = f"{code} per day" if code else "currency per day"
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit=unit,
            subtitle=f"Crew fees ÷ crew days by role, {unit}, worked bookings and uses, whole "
            "ledger · days behind each fee in brackets",
            alt=f"{title}. " + "; ".join(
                f"{word('role', str(row['role']))}, {row['kind']}: {_fee(row, code)}"
                for row in table.to_dict("records")) + ".",
            row="mean",
        ),
        columns={
            "role": Column("Role"), "kind": Column("Kind"),
            "fee_per_day": Column("Fee per day", unit, "decimal"),
            "crew_days": Column("Crew days", "days", "decimal"),
            "fee_amount": Column("Fees", code or "currency", "decimal"),
            "calls": Column("Calls", "calls", "integer"),
        } | SOURCE,
        released=result.released,
        draw=lambda frame, canvas: draw_groups(_pay_bars(frame, code), canvas),
        **parts_of(warehouse, [result, fetch(warehouse, "period")], notes=(PER_DAY, FEW_DAYS)),
    )


def _fee(row: Mapping[Any, Any], code: str) -> str:
    if row.get("suppressed"):
        return WITHHELD
    if pd.isna(row["fee_per_day"]):
        return "no days on record"
    return f"{money(float(str(row['fee_per_day'])), code)} ({row['crew_days']:,.0f} d)"


def _pay_title(table: pd.DataFrame, code: str) -> str:
    """How far fees on twin uses stand from those on human bookings, role for role.

    Formula: fees of the twin uses ÷ (their days × the human fee per day of the same role) - 1, over
    the roles paid on both; so each role weighs as much as it has days on twin uses.
    """
    known = table[table["fee_per_day"].notna()]
    if known.empty and any_withheld(table):
        return "Crew fees per day are withheld for every role"
    if known.empty:
        return "No crew fee is on record in this ledger"
    by_kind = known.set_index(["kind", "role"])
    human, twin = (
        by_kind[by_kind.index.get_level_values("kind") == kind].droplevel("kind")
        for kind in ("human", "twin"))
    roles = [role for role in human.index.intersection(twin.index)
             if human.loc[role, "fee_per_day"] > 0]
    if not roles and any_withheld(table):
        return (f"{len(known)} of {count(len(table), 'crew fee')} per day may be shown; for no "
                "role both the fee on bookings and on twin uses")
    if not roles:
        return _range_title(known, code)
    human, twin = human.loc[roles], twin.loc[roles]
    overall = twin["fee_amount"].sum() / (twin["crew_days"] * human["fee_per_day"]).sum() - 1
    apart = (twin["fee_per_day"] / human["fee_per_day"] - 1)
    every = "Role for role" if not any_withheld(table) else (
        f"Over the {count(len(roles), 'role')} that may be shown on both")
    said = f"{every}, a crew day on a twin use is paid {_than(overall)} on a human booking"
    low, high = _apart(apart.min()), _apart(apart.max())
    return f"{said}; single roles: {low}" + ("" if low == high else f" to {high}")


def _apart(difference: float) -> str:
    percent = round(difference * 100)
    return f"{abs(percent)}% {'less' if percent < 0 else 'more'}" if percent else "as much"


def _than(difference: float) -> str:
    said = _apart(difference)
    return f"{said} as" if said == "as much" else f"{said} than"


def _range_title(known: pd.DataFrame, code: str) -> str:
    """Without a role paid on both: what roles are paid on the kind there is."""
    kind = next(kind for kind in KINDS if (known["kind"] == kind).any())
    rows = known[known["kind"] == kind].sort_values("fee_per_day")
    low, high = rows.iloc[0], rows.iloc[-1]
    ends = [f"{money(row['fee_per_day'], code)} ({word('role', row['role']).lower()})"
            for row in (low, high)]
    span = ends[0] if len(rows) == 1 else f"{ends[0]} to {ends[1]}"
    return (
        f"A crew day on {KINDS[kind].lower()} is paid {span}; no role was paid on both bookings "
        "and twin uses"
    )


def _pay_bars(table: pd.DataFrame, code: str) -> pd.DataFrame:
    rows = table.to_dict("records")
    return pd.DataFrame({
        "group": [word("role", row["role"]) for row in rows],
        "name": table["kind"].map(KINDS), "value": table["fee_per_day"].astype("float64"),
        "text": [_fee(row, code) for row in rows], "style": table["kind"],
    })
