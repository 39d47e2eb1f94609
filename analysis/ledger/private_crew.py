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

from analysis.disclosure import Cells, Filter, Released, Unit, Value, release
from analysis.disclosure.cells import Kind
from analysis.disclosure.released import together
from analysis.ledger.private_fees import PROTECTED, contributions, money_units
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


def answer_currency(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Currencies in which the crew is paid, as far as they may be named."""
    return crew_gate(frames).options("crew", "currency")


def answer_stake(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses and the median crew days of human bookings by channel, and the days at stake."""
    work, crew = frames.work, crew_gate(frames)
    months = {"month": work.rows.months(parameters["first"], parameters["last"])}
    bookings = frames.gate("crew_bookings", ("kind", "channel"), {"crew_median": _medians})
    rate = float(parameters["rate"])
    return together([
        work.release("work", ("channel", "kind"), work.rows.where(months)),
        crew.release("crew", ("channel", "kind"), crew.rows.where(months)),
        bookings.release("crew_median", ("channel",), bookings.rows.where(
            {**months, "kind": "human"})),
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


def _medians(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
    """Exact medians of the crew days of bookings.

    Enough models must stand on either side: so no group counts more of them than twice those with
    a booking at the median or below, or at the median or above.
    """
    dimensions = tuple(rows.dimension(name) for name in names)
    found = []
    for (code, ), part in rows.labelled(names, where).groupby(list(names)):
        middle = _median(part)
        sides = [part.loc[side, "model"].nunique() for side in (
            part["days"] <= middle, part["days"] >= middle)]
        found.append((code, middle, min(part["model"].nunique(), *[2 * one for one in sides])))
    every = pd.DataFrame({names[0]: dimensions[0].codes})
    frame = every.merge(pd.DataFrame(
        found, columns=[names[0], "median_days", "models"]), how="left")
    frame["models"] = frame["models"].fillna(0).astype("int64")
    return Cells(frame, dimensions, (Unit("models", "models", partition=False),),
                 (Value("median_days", "median"),), filter=where)


def _median(rows: pd.DataFrame) -> float:
    ordered = rows.sort_values("days")
    up_to, number = ordered["worked"].cumsum(), ordered["worked"].sum()
    ends = [ordered["days"][up_to >= at].min() for at in ((number + 1) // 2, number // 2 + 1)]
    return float(sum(ends)) / 2


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
    behind = contributions(rows.labelled(names, where), names, "fee_amount").reset_index()
    counted = rows.table(names, where, sums={"calls": "count"}).frame[list(names)]
    sizes = rows.labelled(names, where).groupby(list(names))[list(sums)].sum().reset_index()
    frame = counted.merge(sizes, how="left").merge(behind, how="left")
    numbers = [*sums, *(str(name) for name in behind if name not in names)]
    frame[numbers] = frame[numbers].astype("float64").fillna(0)
    whole = ["calls", *PROTECTED]
    frame[whole] = frame[whole].astype("int64")
    return Cells(
        frame, tuple(rows.dimension(name) for name in names), money_units("fee_amount"),
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

    Only where a cell is of one role; a cell of nobody's bookings stays so.
    """
    only = dict(where.columns)
    if "currency" in {*cells, *only} or "role" not in {*cells, *only}:
        return cells["models"]
    names = [name for name in ("month", "kind", "channel") if name in cells]
    roles = ["role"] if "role" in cells else []
    booked = _by_model(work, names, {
        name: spans for name, spans in only.items() if name != "role"}, "worked")
    if roles:
        booked = booked.merge(pd.DataFrame({"role": calls.codes["role"]}), how="cross")
    called = _by_model(calls, [*names, *roles], only, "calls")
    both = booked.merge(called, on=[*names, *roles, "model"], how="left")
    without = both[both["worked"] > both["calls"].fillna(0)]
    number = without.groupby([*names, *roles])["model"].nunique().rename("without").reset_index()
    found = cells[[*names, *roles]].merge(number, how="left")["without"].fillna(0).to_numpy()
    models = cells["models"].to_numpy()
    return pd.Series(np.where(models == 0, found, np.where(
        found == 0, models, np.minimum(models, found))), index=cells.index)


def _by_model(
    rows: ProtectedRows, names: list[str], only: Mapping[str, Any], column: str
) -> pd.DataFrame:
    found = rows.labelled(names, Filter(only))
    found = found[found["model"] >= 0]
    found = found.assign(model=np.asarray(rows.models, dtype=object)[found["model"]])
    return found.groupby([*names, "model"])[column].sum().reset_index()


CREW_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "crew_days": answer_days, "crew_month": answer_month,
    "crew_stake": answer_stake, "crew_pay": answer_pay, "crew_currency": answer_currency,
}
