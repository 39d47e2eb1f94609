"""Crew figures of a private ledger: calls and days by role, days at stake, fees a day.

Decided: protected are the models of the bookings a crew is called for; the ledger names nobody of
the crew. A role of which enough models stand on either side may be shown: of the bookings that
call it, and of those that do not, for the worked ones less the called ones are a figure too. A fee
needs brands and agencies besides, and none of them may stand out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Filter, Released, release
from analysis.disclosure.released import together
from analysis.ledger.private_frames import KINDS, Frames
from analysis.ledger.private_gate import Gate, Make
from analysis.ledger.private_rows import TOTAL, ProtectedRows


def crew_gate(frames: Frames) -> Gate:
    """Calls of the crew for worked bookings and uses."""
    return frames.gate("crew", ("kind", "channel", "role", "currency"), {
        "crew": _crew(frames, margins=()), "crew_all": _crew(frames, margins=("role",)),
    })


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
    "crew_days": answer_days, "crew_month": answer_month, "crew_currency": answer_currency,
}
