"""What a page may say of a private ledger before any figure: its months, and what can be chosen.

Decided: no size is given. How many rows, brands and models a ledger lists would be a whole from
which shown months could be taken away; that it has at least the minimum of models is known from
every figure it shows. A currency can be chosen where enough models, brands and agencies stand
behind it, because what is shown of it is money; a role where enough models do. The one of most
bookings stands first. No number is handed out, so nothing is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Released, Unit, Value, release
from analysis.ledger.private_columns import NONE
from analysis.ledger.private_crew import crew_gate
from analysis.ledger.private_fees import PROTECTED
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_rows import ProtectedRows
from analysis.ledger.private_shares import FILTERS


def answer_size(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """First and last month, and whether the minimum of models is there."""
    rows = frames.work.rows
    models, months = int(rows.counted((), Filter()).number), rows.codes["month"]
    found = release(Cells(
        pd.DataFrame({"models": [models]}), (), (Unit("models", "models"),),
        (Value("models", "count"),)), rules=frames.rules, log=None)
    first, last = (pd.DatetimeIndex([months[at] if months else pd.NaT]) for at in (0, -1))
    return found.derive(lambda frame: frame.assign(
        first_month=first, last_month=last,
        enough=~frame["suppressed"] & (frame["models"] > 0)).drop(columns="models"))


def answer_options(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """The values of a dimension that may be chosen; found once, for every page asks."""
    dimension = str(parameters["dimension"])
    found: Released = frames.keep(f"options {dimension}", lambda: _options(frames, dimension))
    return found


def _options(frames: Frames, dimension: str) -> Released:
    if dimension == "role":
        return _offer(frames, crew_gate(frames).rows, "role", nouns=("models",))
    if dimension not in FILTERS:
        return _offer(frames, frames.work.rows, "currency")
    work = frames.work
    released = release(
        work.measures["work"](work.rows, (dimension,), Filter()), rules=frames.rules, log=None)
    return released.derive(lambda frame: frame[
        ~frame["suppressed"] & (frame["worked"] > 0) & (frame[dimension] != NONE)
    ].rename(columns={dimension: "value"}).drop(columns="worked").reset_index(drop=True))


def answer_crew_currency(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """The currencies of the crew's pay that may be chosen."""
    found: Released = frames.keep(
        "crew currencies", lambda: _offer(frames, crew_gate(frames).rows, "currency"))
    return found


def _offer(
    frames: Frames, rows: ProtectedRows, name: str, *, nouns: Sequence[str] = tuple(PROTECTED)
) -> Released:
    """The values behind which enough of each stand, the one of most rows first."""
    number = "calls" if "calls" in rows.columns.numbers else "worked"
    counted = {noun: rows.counted((name,), Filter(), sums=(number,), unit=PROTECTED[noun]).over(
        [0]) for noun in nouns}
    found = pd.DataFrame({
        "value": rows.dimension(name).codes,
        "worked": counted["models"].sums[number].astype("int64"),
        **{noun: one.number for noun, one in counted.items()},
    }).sort_values(["worked", "value"], ascending=[False, True], ignore_index=True)
    released = release(Cells(
        found, (Dimension("value", attribute=False),),
        tuple(Unit(noun, noun, partition=False) for noun in nouns),
        (Value("worked", "count"),)), rules=frames.rules, log=None)
    return released.derive(lambda frame: frame[~frame["suppressed"]].drop(
        columns="worked").reset_index(drop=True))


EXTENT_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "size": answer_size, "options": answer_options, "crew_currency": answer_crew_currency}
