"""Consents of a private ledger by their last day.

Decided: protected are the models who gave them; one with several consents counts once. The day of
signing and the last day are columns of the release log, so that what ends by one day is set against
what ends by another: whoever counts from day to day is not told of a consent that ends between. The
last day is a term: where the consents of all models of a group end alike (none has a last day), the
group is withheld. Whether a newer consent is signed is told of those that end or have ended, each
day for itself: a reader who asks for two days between which nothing ended, but a newer consent was
signed, can see that one was. Shares are of all consents, where all of them may be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import (
    Cells,
    DataLog,
    Dimension,
    Filter,
    Released,
    ReleaseLog,
    Spec,
    Unit,
    Value,
    release,
)
from analysis.disclosure.filters import LAST, Spans
from analysis.disclosure.lattice import Region
from analysis.disclosure.released import together
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_gate import hash_of
from analysis.ledger.private_rows import TOTAL

WITHIN_DAYS = 90
OPEN = 2**31
"""Ordinal of consents without a last day, beyond any day."""
ENDS = ("ended", "soon", "later", "open")
FOLLOWED = ("no", "yes")
ROWS = (("soon", False), ("soon", True), ("ended", False), ("ended", True), ("later", False),
        ("open", False), ("not_yet", False))
NEWER = "newer_"


class ConsentGate:
    """The consents of a ledger in ordinals of days, with their release log.

    Parameters
    ----------
    raw : DataFrame
        As ``protected/consents`` gives them.
    frames : Frames
        Of the same ledger.
    """

    def __init__(self, raw: pd.DataFrame, frames: Frames) -> None:
        self.rules = frames.rules
        signed, ends = (pd.to_datetime(raw[name]) for name in ("signed_on", "expires_on"))
        self.start = signed.min() if len(raw) else pd.Timestamp("2000-01-01")
        self.frame = raw[["consent", "brand"]].assign(
            model=pd.factorize(raw["model"])[0], signed=(signed - self.start).dt.days + 1,
            ends=(ends - self.start).dt.days.clip(lower=0).add(1).fillna(OPEN).astype("int64"))
        self.log = DataLog(
            ReleaseLog(frames.folder), hash_of(frames.data_hash, "consents"),
            count_units=self._count, cells_of=self._again)

    def ordinal(self, day: Any) -> int:
        """A day in the log: 1 is that of the first signature, 0 any before it."""
        return max(0, (pd.Timestamp(day) - self.start).days + 1)

    def release(self, measure: str, day: int) -> Released:
        """A table counted from a day."""
        return release(self._build(measure, day), rules=self.rules, log=self.log, measure=measure)

    def _build(self, measure: str, day: int) -> Cells:
        if measure == "consents_not_yet":
            where = Filter({"signed": ((day + 1, LAST),)})
            return self._counted(where, ())
        where = Filter({"signed": ((0, day),)})
        if measure == "consents":
            return self._counted(where, (_ends(day, ENDS, attribute=True),))
        newer = Dimension("followed", codes=FOLLOWED, log_name=f"{NEWER}{day}", attribute=False)
        return self._counted(
            where.within({"ends": ((0, day + WITHIN_DAYS),)}),
            (_ends(day, ENDS[:2], attribute=False), newer))

    def _counted(self, where: Filter, dimensions: tuple[Dimension, ...]) -> Cells:
        """Consents and their models; the sum as well where there is one dimension."""
        rows = self.frame[self._inside(dict(where.columns))]
        names = [one.column for one in dimensions]
        labels = {one.column: self._label(rows, one) for one in dimensions}
        rows = rows[["model"]].assign(consents=1, **labels)
        if not names:
            frame = pd.DataFrame([{"consents": len(rows), "models": rows["model"].nunique()}])
        else:
            keys = pd.MultiIndex.from_product([one.codes for one in dimensions], names=names)
            grouped = rows.groupby(names)["model"]
            frame = pd.DataFrame({"consents": grouped.size(), "models": grouped.nunique()})
            frame.index = frame.index if len(names) > 1 else pd.MultiIndex.from_arrays(
                [frame.index], names=names)
            frame = frame.reindex(keys).fillna(0).astype("int64").reset_index()
        if len(names) == 1:
            frame = pd.concat([frame, pd.DataFrame([{
                names[0]: TOTAL, "consents": len(rows), "models": rows["model"].nunique()}])],
                ignore_index=True)
        return Cells(frame, dimensions, (Unit("models", "models", partition=False),),
                     (Value("consents", "count"),), filter=where)

    def _again(self, spec: Spec) -> Cells:
        (low, high), = spec.filter.columns["signed"]
        return self._build(
            spec.measure, low - 1 if spec.measure == "consents_not_yet" else high)

    def _count(self, regions: Sequence[Region]) -> list[int]:
        return [int(self.frame.loc[self._inside(dict(one.spans)), "model"].nunique())
                for one in regions]

    def _inside(self, columns: Mapping[str, Spans]) -> np.ndarray:
        found = np.ones(len(self.frame), dtype=bool)
        for name, spans in columns.items():
            values = self._column(name)
            found &= np.logical_or.reduce(
                [(values >= low) & (values <= high) for low, high in spans]
                or [np.zeros(len(values), dtype=bool)])
        return found

    def _column(self, name: str) -> np.ndarray:
        """A column of the log; whether a newer consent is signed on a day is 2, else 1."""
        if name.startswith(NEWER):
            return np.where(self._newer(int(name.removeprefix(NEWER))), 2, 1)
        return self.frame[name].to_numpy()

    def _newer(self, day: int) -> np.ndarray:
        """Whether another consent of the model, for the brand or any, is in force and ends later.

        As in ``pay_and_consent_expiry``.
        """
        both = self.frame.merge(self.frame, on="model", suffixes=("", "_other"))
        brand = both["brand_other"].isna() | (both["brand_other"] == both["brand"])
        later = (both["ends_other"] > both["ends"]) & (both["ends_other"] >= day)
        found = both[(both["consent"] != both["consent_other"]) & brand & later
                     & (both["signed_other"] <= day)]
        return self.frame["consent"].isin(found["consent"]).to_numpy()

    def _label(self, rows: pd.DataFrame, dimension: Dimension) -> np.ndarray:
        values = self._column(dimension.name)[rows.index]
        label = np.full(len(rows), None, dtype=object)
        for code in dimension.codes:
            for low, high in dimension.span(code):
                label[(values >= low) & (values <= high)] = code
        return label


def _ends(day: int, ends: Sequence[str], *, attribute: bool) -> Dimension:
    """Whether a consent has ended, ends soon, later or not at all, as the log knows it."""
    spans: dict[str, Spans] = {
        "ended": ((0, max(0, day - 1)),), "soon": ((day, day + WITHIN_DAYS),),
        "later": ((day + WITHIN_DAYS + 1, OPEN - 1),), "open": ((OPEN, LAST),)}
    return Dimension("state", codes=tuple(ends), log_name="ends", attribute=attribute,
                     spans=tuple(spans[one] for one in ends), leaves_out=len(ends) < len(ENDS))


def answer_expiry(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Consents by whether they have ended, end soon, later or never, counted from a day."""
    gate: ConsentGate = frames.keep(
        "consent gate", lambda: ConsentGate(frames.ask("consents"), frames))
    day = gate.ordinal(parameters["day"])
    measures = ["consents_not_yet", *(["consents", "consents_followed"] if day else [])]
    return together([gate.release(measure, day) for measure in measures], _states)


def _states(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One row a state that holds consents, or is withheld."""
    cells = {("not_yet", False): answers[0].iloc[0]}
    if len(answers) > 1:
        cells |= {(str(row["state"]), False): row for _, row in answers[1].iterrows()}
        cells |= {(str(row["state"]), row["followed"] == "yes"): row
                  for _, row in answers[2].iterrows()}
    whole = sum(float(cells[key]["consents"]) for key in (
        ("not_yet", False), (TOTAL, False)) if key in cells)
    found = pd.DataFrame([{
        "state": key[0], "followed": key[1], "consents": float(cells[key]["consents"]),
        "suppressed": bool(cells[key]["suppressed"]), "reason": cells[key]["reason"],
    } for key in ROWS if key in cells])
    found["share"] = found["consents"] / (whole if whole > 0 else np.nan)
    return found[(found["consents"] > 0) | found["suppressed"]].reset_index(drop=True)[
        ["state", "followed", "consents", "share", "suppressed", "reason"]]


CONSENT_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_expiry": answer_expiry}
