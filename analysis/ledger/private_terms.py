"""Terms of twin uses on a private ledger: owner, payee, consent, label, expiry, lacks beside a law.

Decided: a use counts in the frame of all bookings and uses, so that what is shown of terms is
checked against what is shown of months, markets and brands; a law's first day cuts a month in two,
so uses keep their day. Owner, payee, form, scope and rate are terms a model agreed to: where all
models of a group have the same one, the group is withheld. Whether a label was shown, a consent had
ended, or was given for this use is what somebody did with the twin: no such rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.disclosure import Released, release
from analysis.disclosure.released import together
from analysis.ledger.private_frames import ANSWERS, LACKS, MISSING, Frames
from analysis.ledger.private_rows import NONE, TOTAL

ALWAYS = date(1900, 1, 1)
LABELS = {TOTAL: "uses", "yes": "labelled", "no": "unlabelled", "unknown": "unknown"}
QUESTIONS = ("form", "given", "scope", "rate")


def answer_owner(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses by owner and payee; a share only where no figure of the owner is withheld."""
    work, channel = frames.work, str(parameters["channel"])
    only = {"kind": "twin"} | ({} if channel == "all" else {"channel": channel})
    released = work.release("work", ("owner", "paid_to"), work.rows.where(only))
    return released.derive(lambda frame: _shares(frame[frame["owner"] != NONE].rename(
        columns={"owner": "twin_owner", "worked": "uses"}), ["twin_owner"]))


def _shares(frame: pd.DataFrame, whole: list[str]) -> pd.DataFrame:
    """Rows that are withheld or not zero, with their share of a whole that is known."""
    gone = frame.groupby(whole)["suppressed"].transform("any")
    total = frame.groupby(whole)["uses"].transform("sum").astype("float64").mask(gone)
    shared = frame.assign(share=frame["uses"].astype("float64") / total.where(total > 0))
    return shared[frame["suppressed"] | (frame["uses"] > 0)].reset_index(drop=True)


def answer_forms(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses by four questions on the consent they name, of all, a market or a brand."""
    work, by = frames.work, str(parameters["by"])
    where = work.rows.where({"kind": "twin"})
    parts = [work.release("work", (*([] if by == "all" else [by]), question), where)
             for question in QUESTIONS]
    return together(parts, lambda answers: _answers(answers, by))


def _answers(answers: Sequence[pd.DataFrame], by: str) -> pd.DataFrame:
    long = pd.concat([
        frame.rename(columns={question: "answer", by: "part", "worked": "uses"}).assign(
            question=question, order=place)
        for place, (question, frame) in enumerate(zip(QUESTIONS, answers, strict=True))
    ], ignore_index=True)
    long = long[long["answer"] != NONE]
    long = long.assign(part="all") if by == "all" else long
    shown = _shares(long, ["part", "question"])
    most = shown[shown["question"] == "form"].groupby("part")["uses"].sum()
    place = {answer: at for question in QUESTIONS for at, answer in enumerate(
        (*ANSWERS[question], MISSING))}
    ordered = shown.assign(
        most=-shown["part"].map(most).fillna(0), at=shown["answer"].map(place))
    columns = ["part", "question", "answer", "uses", "share", "suppressed", "reason"]
    return ordered.sort_values(["most", "part", "order", "at"], ignore_index=True)[columns]


def answer_after_expiry(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses after the last day of their consent, by month or brand."""
    work, by = frames.work, str(parameters["by"])
    where = work.rows.where({"kind": "twin"})
    released = work.release("work_expiry", (by, "expiry"), where)
    return released.derive(lambda frame: _after(frame, by))


def _after(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Uses, those that name a consent with a last day, and those after it; each if known."""
    frame = frame[frame["expiry"] != NONE]
    wide = frame.pivot(index=by, columns="expiry", values="worked").astype("float64").reindex(
        columns=["inside", "after", TOTAL], fill_value=0.0)
    found = pd.DataFrame({
        "uses": wide[TOTAL], "ending": wide["inside"] + wide["after"], "after": wide["after"]})
    found = found.assign(
        share=found["after"] / found["ending"].where(found["ending"] > 0),
        suppressed=found.isna().any(axis=1), reason=frame.groupby(by)["reason"].max())
    found["reason"] = found["reason"].where(found["suppressed"], "")
    found = found.rename_axis("part").reset_index()
    if by == "brand":
        used = found[(found["uses"] > 0) | found["suppressed"]].assign(
            month=pd.Series(pd.NaT, index=found.index))
        return used.sort_values(
            ["after", "part"], ascending=[False, True], na_position="last", ignore_index=True)
    first = found.index[(found["uses"] > 0) | found["suppressed"]]
    found = found.assign(month=pd.to_datetime(found["part"]), part=None)
    return found.loc[first.min() if len(first) else len(found):].reset_index(drop=True)


def answer_markets(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Markets with uses that may be shown, to ask for the laws of; 1 for some, 0 for none.

    No number is handed out, so nothing is logged.
    """
    work = frames.work
    released = release(
        work.measures["work"](
            work.rows, ("market", "kind"), work.rows.where({"kind": ["twin", "synthetic"]})),
        rules=frames.rules, log=None)
    return released.derive(lambda frame: frame.assign(
        worked=frame["worked"].astype("float64").clip(upper=1)).pivot(
            index="market", columns="kind", values="worked").reindex(
                columns=["twin", "synthetic"]).assign(
                    suppressed=frame.groupby("market")["suppressed"].any(),
                    reason=frame.groupby("market")["reason"].max()).reset_index())


def answer_labels(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Uses by label in markets from given days on, and where no day limits them in all markets."""
    asked = pd.DataFrame({
        "market": parameters["markets"], "kind": parameters["kinds"],
        "starts_on": [pd.Timestamp(day).date() for day in parameters["starts"]]})
    work, parts = frames.work, []
    keys: list[tuple[str, date, set[str]]] = []
    # The narrow tables first: a wide one can still withhold what would give their cells away.
    for kind, start in sorted(
            set(zip(asked["kind"], asked["starts_on"], strict=True)), reverse=True):
        whole = start == ALWAYS
        markets = set(asked.loc[asked["kind"].eq(kind) & asked["starts_on"].eq(start), "market"])
        only = {"kind": kind} | ({} if whole else {"market": sorted(markets)})
        keys.append((kind, start, markets))
        parts.append(work.release(
            "work_labels", ("market", "label"),
            work.rows.where(only, since=None if whole else start)))
    if not parts:
        return _nothing(frames, ["market", "kind", "starts_on", *LABELS.values()])

    def beside(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat([_labels(frame, *key) for frame, key in zip(
            answers, keys, strict=True)], ignore_index=True)

    return together(parts, beside)


def _nothing(frames: Frames, columns: list[str]) -> Released:
    """Where no market may be asked about: an empty table, and what is withheld of the markets."""
    return answer_markets(frames, {}).derive(
        lambda frame: frame.head(0).reindex(columns=[*columns, "suppressed", "reason"]))


def _labels(
    frame: pd.DataFrame, kind: str, start: date, markets: set[str]
) -> pd.DataFrame:
    """Labels side by side, for the markets asked and for all of them together."""
    wide = frame.pivot(index="market", columns="label", values="worked").astype(
        "float64").rename(columns=LABELS)[list(LABELS.values())]
    frame = frame[frame["label"] != NONE]
    wide = wide.assign(
        suppressed=wide.isna().any(axis=1), reason=frame.groupby("market")["reason"].max(),
        kind=kind, starts_on=pd.Timestamp(start))
    wide["reason"] = wide["reason"].where(wide["suppressed"], "")
    kept = markets | ({TOTAL} if start == ALWAYS else set())
    return wide[wide.index.isin(kept)].rename_axis("market").reset_index()


def answer_gaps(frames: Frames, parameters: Mapping[str, Any]) -> Released:
    """Twin uses in markets from given days on, and how many lack what."""
    work, parts = frames.work, []
    keys: list[tuple[str, date]] = []
    for market, day in zip(parameters["markets"], parameters["starts"], strict=True):
        start = pd.Timestamp(day).date()
        where = work.rows.where(
            {"kind": "twin", "market": market}, since=None if start == ALWAYS else start)
        keys.append((market, start))
        parts += [work.release("work_lacking", (lack,), where) for lack in LACKS]

    if not parts:
        return _nothing(frames, ["market", "starts_on", "uses", *LACKS])

    def beside(answers: Sequence[pd.DataFrame]) -> pd.DataFrame:
        return pd.DataFrame([
            _lacking(answers[at * len(LACKS):(at + 1) * len(LACKS)], *key)
            for at, key in enumerate(keys)],
            columns=["market", "starts_on", "uses", *LACKS, "suppressed", "reason"])

    return together(parts, beside)


def _lacking(answers: Sequence[pd.DataFrame], market: str, start: date) -> dict[str, Any]:
    """One law and market: uses, and those that lack something, each where it may be shown."""
    row: dict[str, Any] = {"market": market, "starts_on": pd.Timestamp(start)}
    gone: list[str] = []
    for lack, frame in zip(LACKS, answers, strict=True):
        worked = frame.set_index(lack)["worked"].astype("float64").to_dict()
        row |= {"uses": worked[TOTAL], lack: worked.get("yes", 0.0)}
        gone += [reason for reason in frame["reason"] if reason]
    return {**row, "suppressed": bool(gone), "reason": "; ".join(dict.fromkeys(gone))}


TERMS_ANSWERS: Mapping[str, Callable[[Frames, Mapping[str, Any]], Released]] = {
    "pay_and_consent_owner": answer_owner, "pay_and_consent_forms": answer_forms,
    "pay_and_consent_after_expiry": answer_after_expiry,
    "pay_and_consent_markets": answer_markets, "pay_and_consent_labels": answer_labels,
    "pay_and_consent_gaps": answer_gaps,
}
