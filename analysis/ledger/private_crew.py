"""Crew figures of a private ledger: calls and days by role, days at stake, fees a day.

Decided: protected are the models of the bookings a crew is called for; the ledger names nobody of
the crew. A role of which enough models stand on either side may be shown: of the bookings that
call it, and of those that do not, for the worked ones less the called ones are a figure too. A fee
needs brands and agencies besides, and none of them may stand out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Filter, Released, Value, release
from analysis.disclosure.cells import Kind
from analysis.disclosure.released import together
from analysis.ledger.private_fees import contributions, money_units
from analysis.ledger.private_frames import KINDS, Frames
from analysis.ledger.private_gate import Gate, Make
from analysis.ledger.private_rows import TOTAL, ProtectedRows


def crew_gate(frames: Frames) -> Gate:
    """Calls of the crew for worked bookings and uses."""
    return frames.gate("crew", ("kind", "channel", "role", "currency"), {
        "crew": _crew(frames, margins=()), "crew_all": _crew(frames, margins=("role",)),
        "crew_fees": _fees,
    }, others=("brand", "agency"))


def answer_days(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Days of each role by kind, and the bookings they are of."""
    channels = _channels(frames, str(parameters["channel"]))
    crew, work = crew_gate(frames), frames.work
    return together([
        crew.release("crew_all", ("role", "kind"), crew.rows.where(channels)),
        work.release("work_crewed", ("kind", "crewed"), work.rows.where(channels)),
    ], lambda frames: _per_booking(frames[0], frames[1]))


def _channels(frames: Frames, chosen: str) -> dict[str, list[str]]:
    """The channels meant; those with twins are those whose twin uses may be shown."""
    if chosen == "twins":
        work = frames.work
        twins = release(
            work.measures["work"](work.rows, ("channel",), work.rows.where({"kind": "twin"})),
            rules=frames.rules, log=None).frame
        found = list(twins.loc[twins["worked"].fillna(0) > 0, "channel"])
        return {"channel": found} if found else {}
    return {} if chosen == "all" else {"channel": [chosen]}


def _per_booking(crew: pd.DataFrame, worked: pd.DataFrame) -> pd.DataFrame:
    """Released days beside released bookings: each row says whether any figure of it is gone."""
    whole = worked[worked["crewed"] == TOTAL].set_index("kind")
    called = worked[worked["crewed"] == "yes"].set_index("kind")
    kinds = [kind for kind in KINDS if whole.loc[kind, "worked"] != 0]
    crew = crew[crew["kind"].isin(kinds)].copy()
    every = crew["role"] == TOTAL
    crew["calls"] = crew["calls"].astype("float64").mask(
        every, crew["kind"].map(called["worked"]).astype("float64"))
    crew["worked"] = crew["kind"].map(whole["worked"]).astype("float64")
    for beside, rows in ((whole, every | True), (called, every)):
        gone = rows & crew["kind"].map(beside["suppressed"]).astype(bool)
        crew["reason"] = crew["reason"].mask(
            gone & ~crew["suppressed"], crew["kind"].map(beside["reason"]))
        crew["suppressed"] |= gone
    crew["per_booking"] = crew["crew_days"].astype("float64") / crew["worked"]
    crew["role"] = crew["role"].mask(every, "all")
    used = crew.groupby("role")["crew_days"].transform("sum") > 0
    used |= crew.groupby("role")["suppressed"].transform("any")
    return _in_order(crew[used], "role", first="all")


def _in_order(frame: pd.DataFrame, column: str, *, first: str = "") -> pd.DataFrame:
    """Rows by the days shown of their role, most first; kinds in their order."""
    days = frame.groupby(column)["crew_days"].transform("sum")
    ordered = frame.assign(
        late=frame[column] != first, days=-days,
        at=frame["kind"].map({kind: at for at, kind in enumerate(KINDS)}))
    return ordered.sort_values(["late", "days", column, "at"], ignore_index=True)[list(frame)]


def answer_month(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Days by month and kind, of all roles or one."""
    crew, role = crew_gate(frames), str(parameters["role"])
    released = crew.release(
        "crew", ("month", "kind"), crew.rows.where({} if role == "all" else {"role": role}))
    order = {kind: at for at, kind in enumerate(KINDS)}
    return released.derive(lambda frame: frame.assign(
        month=pd.to_datetime(frame["month"]), at=frame["kind"].map(order)).sort_values(
            ["month", "at"], ignore_index=True).drop(columns="at"))


def answer_stake(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses and the median crew days of human bookings by channel, and the days at stake."""
    work, crew = frames.work, crew_gate(frames)
    months = {"month": work.rows.months(parameters["first"], parameters["last"])}
    rate = float(parameters["rate"])
    return together([
        work.release("work", ("channel", "kind"), work.rows.where(months)),
        crew.release("crew", ("channel", "kind"), crew.rows.where(months)),
        work.release("crew_median", ("channel",), work.rows.where({**months, "kind": "human"})),
    ], lambda parts: _stake(parts, rate))


def _stake(parts: Sequence[pd.DataFrame], rate: float) -> pd.DataFrame:
    """One row a channel with twin uses, or where they are withheld."""
    work, crew, medians = parts
    twins, human = (_of_kind(work, kind) for kind in ("twin", "human"))
    own, middle = _of_kind(crew, "twin"), medians.set_index("channel")
    found = pd.DataFrame({
        "twin_uses": twins["worked"], "own_days": own["crew_days"].astype("float64"),
        "human": human["worked"], "median_days": middle["median_days"].astype("float64"),
    })
    asked = [twins, own, human, middle]
    found = found.assign(
        at_stake=found["twin_uses"].astype("float64") * found["median_days"] * rate,
        suppressed=np.logical_or.reduce([one["suppressed"].reindex(found.index) for one in asked]),
        reason=_reasons(asked, found.index))
    kept = found[~(found["twin_uses"] == 0)].rename_axis("channel").reset_index()
    return kept.sort_values(
        ["at_stake", "channel"], ascending=[False, True], na_position="last", ignore_index=True)


def _of_kind(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    return frame[frame["kind"] == kind].set_index("channel")


def _reasons(asked: Sequence[pd.DataFrame], index: pd.Index) -> pd.Series:
    """The reasons of all that a row is made of, each once."""
    return pd.Series([
        "; ".join(dict.fromkeys(
            one.loc[at, "reason"] for one in asked if one.loc[at, "reason"]))
        for at in index], index=index, dtype="object")


def answer_pay(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Fees, days and fee a day of each role by kind, in one currency."""
    crew = crew_gate(frames)
    released = crew.release("crew_fees", ("role", "kind"), crew.rows.where(
        {"currency": str(parameters["currency"])}))
    return released.derive(_fee_per_day)


def _fee_per_day(frame: pd.DataFrame) -> pd.DataFrame:
    called = frame[frame["suppressed"] | (frame["calls"] > 0)]
    days = called["crew_days"].astype("float64")
    called = called.assign(
        fee_per_day=called["fee_amount"].astype("float64") / days.where(days > 0),
        at=called["kind"].map({kind: at for at, kind in enumerate(KINDS)}))
    highest = called.groupby("role")["fee_per_day"].transform("max")
    return called.assign(highest=-highest).sort_values(
        ["highest", "role", "at"], ignore_index=True).drop(columns=["highest", "at"])


def _fees(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
    """Calls, days and fees, with the largest contributions to the fees."""
    sums: dict[str, Kind] = {"calls": "count", "crew_days": "weighted", "fee_amount": "money"}
    frame = rows.summed(names, where, sums=sums)
    return Cells(
        frame.assign(**contributions(rows, names, where, of=("calls", "fee_amount"))),
        tuple(rows.dimension(name) for name in names), money_units("fee_amount"),
        tuple(Value(name, kind) for name, kind in sums.items()), filter=where)


def _crew(frames: Frames, *, margins: tuple[str, ...]) -> Make:
    """Calls and days, with the models on the scarcer side of each cell."""
    def make(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
        def unit(cells: pd.DataFrame) -> pd.Series:
            return _scarcer(cells, rows, frames.work.rows, where)

        return rows.table(
            names, where, sums={"calls": "count", "crew_days": "weighted"},
            margins=[name for name in names if name in margins], unit=unit)

    return make


def _scarcer(
    cells: pd.DataFrame, calls: ProtectedRows, work: ProtectedRows, where: Filter
) -> pd.Series:
    """Models of the bookings that call a role, or of those that do not, if they are fewer.

    Only where a cell is of one role; a cell of nobody's bookings stays so. Cells stand in the order
    of their dimensions, margins over the roles last.
    """
    only = where.columns
    if "currency" in {*cells, *only} or "role" not in {*cells, *only}:
        return cells["models"]
    names = [name for name in cells if name in ("month", "kind", "channel", "role")]
    called = calls.by_unit(names, where, numbers=["calls"])["calls"]
    booked = work.by_unit([name for name in names if name != "role"], Filter({
        name: spans for name, spans in only.items() if name != "role"}),
        numbers=["worked"])["worked"]
    booked = np.expand_dims(booked, names.index("role")) if "role" in names else booked
    without = (booked > called)[..., 1:].sum(axis=-1).ravel()
    number = np.zeros(len(cells), dtype="int64")
    number[:len(without)] = without
    models = cells["models"].to_numpy()
    return pd.Series(np.where(models == 0, number, np.where(
        number == 0, models, np.minimum(models, number))), index=cells.index)


CREW_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "crew_days": answer_days, "crew_month": answer_month,
    "crew_stake": answer_stake, "crew_pay": answer_pay,
}
