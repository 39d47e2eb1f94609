"""Consents of a private ledger by their last day.

Decided: protected are the models who gave them; one with several consents counts once. Each state
is a filter by the day of signing and the last day, because the release log sets filters against
each other: whoever counts from day to day is not told of a consent that ends between. The last day
is a term: where the consents of all models are in the same state (none has a last day), no state is
told, only how many are signed. Whether a newer consent is signed is told of those that end or have
ended, each day for itself: a reader who asks for two days between which nothing ended, but a newer
consent was signed, can see that one was. Shares are of all consents, where all may be told.
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
from analysis.errors import DisclosureError
from analysis.ledger.private_frames import Frames
from analysis.ledger.private_gate import hash_of
from analysis.ledger.private_units import withhold

WITHIN_DAYS = 90
OPEN = 2**31
"""Ordinal of consents without a last day, beyond any day."""
STATES = ("soon", "ended", "open", "later")
"""In the order they are told: what the others would give away is withheld of the last."""
ENDING = ("soon", "ended")
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

    def states(self, day: int) -> dict[str, Released]:
        """What may be told of the consents on a day: signed later, signed, and by state."""
        found = {"not_yet": self._release("consents_not_yet", {"signed": ((day + 1, LAST),)})}
        if not day:
            return found
        signed: dict[str, Spans] = {"signed": ((0, day),)}
        found["signed"] = self._release("consents_signed", signed)
        for state in STATES:
            ends = _spans(day)[state]
            found[state] = self._release("consents_in", {**signed, "ends": ends})
        for state in ENDING:
            found[f"{state}_followed"] = self._release(
                "consents_followed", {**signed, "ends": _spans(day)[state]})
        return found

    def _release(self, measure: str, columns: Mapping[str, Spans]) -> Released:
        cells = self._build(measure, Filter(columns))
        try:
            return release(cells, rules=self.rules, log=self.log, measure=measure)
        except DisclosureError:
            return withhold(cells, rules=self.rules)

    def _build(self, measure: str, where: Filter) -> Cells:
        rows = self.frame[self._inside(dict(where.columns))]
        units, values = (Unit("models", "models", partition=False),), (Value("consents", "count"),)
        if measure != "consents_followed":
            models = 1 if measure == "consents_in" and self._alike(where) else (
                rows["model"].nunique())
            return Cells(pd.DataFrame([{"consents": len(rows), "models": models}]), (), units,
                         values, filter=where)
        newer = Dimension("followed", codes=FOLLOWED, attribute=False,
                          log_name=f"{NEWER}{where.columns['signed'][0][1]}")
        grouped = rows["model"].groupby(self._column(newer.name)[rows.index] - 1)
        frame = pd.DataFrame({"consents": grouped.size(), "models": grouped.nunique()}).reindex(
            range(len(FOLLOWED))).fillna(0).astype("int64")
        return Cells(frame.assign(followed=FOLLOWED), (newer,), units, values, filter=where)

    def _alike(self, where: Filter) -> bool:
        """Whether all consents that are signed are in one state, which is then not told."""
        (_, day), = where.columns["signed"]
        signed = {"signed": where.columns["signed"]}
        return sum(bool(self._inside({**signed, "ends": spans}).any())
                   for spans in _spans(day).values()) == 1

    def _again(self, spec: Spec) -> Cells:
        return self._build(spec.measure, spec.filter)

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


def _spans(day: int) -> dict[str, Spans]:
    """The last days of each state, counted from a day."""
    return {
        "soon": ((day, day + WITHIN_DAYS),), "ended": ((0, max(0, day - 1)),),
        "open": ((OPEN, LAST),), "later": ((day + WITHIN_DAYS + 1, OPEN - 1),)}


def answer_expiry(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Consents by whether they have ended, end soon, later or never, counted from a day."""
    gate: ConsentGate = frames.keep(
        "consent gate", lambda: ConsentGate(frames.ask("consents"), frames))
    told = gate.states(gate.ordinal(parameters["day"]))
    return together(list(told.values()), lambda answers: _states(
        dict(zip(told, answers, strict=True))))


def _states(answers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a state that holds consents, or is withheld."""
    cells = {(name, False): frame.iloc[0] for name, frame in answers.items()
             if name not in ENDING and "followed" not in frame}
    for state in ENDING if "signed" in answers else ():
        split = answers[f"{state}_followed"].set_index("followed")
        cells |= {(state, code == "yes"): split.loc[[code]].iloc[0] for code in FOLLOWED}
    whole = sum(float(answers[name]["consents"].iloc[0]) for name in ("not_yet", "signed")
                if name in answers)
    found = pd.DataFrame([{
        "state": key[0], "followed": key[1], "consents": float(cells[key]["consents"]),
        "suppressed": bool(cells[key]["suppressed"]), "reason": cells[key]["reason"],
    } for key in ROWS if key in cells])
    found["share"] = found["consents"] / (whole if whole > 0 else np.nan)
    return found[(found["consents"] > 0) | found["suppressed"]].reset_index(drop=True)[
        ["state", "followed", "consents", "share", "suppressed", "reason"]]


CONSENT_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_expiry": answer_expiry}
