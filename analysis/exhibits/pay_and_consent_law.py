"""Which law stands beside which uses: by market, by kind, and by the day the law began.

Decided: a gap is counted only where the desk's own reading (``law_subjects.csv``) says plainly that
the instrument asks it of a twin or of an invented face, the instrument is law and was in force when
last read, and the use came on or after the last day on which it can have begun. What is asked in
part, disputed, scheduled, or no law at all, is shown with that word and never counted. Other laws
that were read on the topic are named in a note, with what limits them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.exhibits.words import lower_first
from analysis.warehouse import Result, Warehouse

EU_MEMBERS = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
SUBJECTS = {"twin": "twin", "synthetic": "face"}
"""Kind of use, and what law_subjects.csv calls it."""
IN_FORCE, SCHEDULED, PART, NONE = "in force", "scheduled", "in part", "none"
STANDINGS = (IN_FORCE, SCHEDULED, PART, NONE)
GAP = "possible gap, not a finding of breach"
NO_LAW = "no such law was read"
WHY_NOT = {
    "partial": "no gap is counted: asked in part only",
    "probably not": "no gap is counted: probably not asked",
    "unknown": "no gap is counted: whether it is asked is disputed",
    "no": "no gap is counted: not asked",
}
ALWAYS = date(1900, 1, 1)
"""First day of a count that no law limits: before any ledger."""
MARKET_RULE = (
    "The market of a row is where the pictures are used. Whom a law binds can also hang on where "
    "the brand, the agency or the model is; that is not asked here."
)
DATE_RULE = (
    "Counted are uses on or after the day the law began; earlier ones are never set against it. A "
    "later use is set beside the law as it stood when it was last read."
)
COLUMNS = ("market", "kind", "standing", "starts_on", "law", "article", "as_of", "reading", "words",
           "subject_id", "note", "law_source_ids")


def jurisdictions_of(market: str) -> tuple[str, ...]:
    """Whose law holds in a market of the ledger: its own and what stands above it.

    >>> jurisdictions_of("US-NY"), jurisdictions_of("FR"), jurisdictions_of("GB")
    (('US-NY', 'US'), ('FR', 'EU'), ('UK',))
    """
    country = market.partition("-")[0]
    if country == "US":
        return ("US",) if market == "US" else (market, "US")
    if country == "GB":
        return ("UK",)
    return (country, "EU") if country in EU_MEMBERS else (country,)


def fetch_law(
    warehouse: Warehouse, topic: str, markets: Iterable[str], kinds: Sequence[str]
) -> Result:
    """What was read on a topic in the jurisdictions of some markets (pay_and_consent_law.sql)."""
    jurisdictions = sorted({one for market in markets for one in jurisdictions_of(market)})
    return warehouse.fetch(
        "pay_and_consent_law", topic=topic, jurisdictions=jurisdictions,
        subjects=[SUBJECTS[kind] for kind in kinds])


def match_law(law: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """Set law beside each market and kind of use.

    Parameters
    ----------
    law : DataFrame
        Of :func:`fetch_law`.
    uses : DataFrame
        ``market`` and ``kind``, one row each.

    Returns
    -------
    DataFrame
        ``COLUMNS``, at least one row a market and kind: its laws in force and scheduled, or where
        there is none what was read instead, or a row that says that no such law was read.
    """
    rows: list[dict[str, Any]] = []
    for market, kind in uses[["market", "kind"]].itertuples(index=False):
        read = law[law["jurisdiction"].isin(jurisdictions_of(market))
                   & (law["subject"] == SUBJECTS[kind])]
        found = [_reading(row) for row in read.to_dict("records")]
        firm = [one for one in found if one["standing"] in (IN_FORCE, SCHEDULED)]
        kept = firm or [one for one in found if one["standing"] == PART] or [_no_law(law)]
        rows += [{"market": market, "kind": kind, **one} for one in kept]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _reading(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Whether a row of the law counts, and the words that say so."""
    standing, reading = _standing(row)
    if standing == NONE:
        return _no_law(pd.DataFrame([row]))
    firm = standing in (IN_FORCE, SCHEDULED)
    return {
        "standing": standing, "reading": reading, "law": row["instrument"],
        "starts_on": pd.Timestamp(row["in_force_to"]).date() if firm else ALWAYS,
        "article": row["article"] if pd.notna(row["article"]) else row["citation"],
        "as_of": row["as_of"], "words": row["words"], "subject_id": row["subject_id"],
        "note": row["note"], "law_source_ids": list(row["source_ids"]),
    }


def _standing(row: Mapping[Any, Any]) -> tuple[str, str]:
    if row["asked"] == "not read":
        return NONE, NO_LAW
    if not row["is_law"]:
        return PART, f"{NO_LAW}: this is not law"
    if row["asked"] != "yes" or row["answer"] not in ("yes", "partial"):
        return PART, WHY_NOT.get(row["asked"], "no gap is counted: not plainly asked")
    if pd.isna(row["in_force_to"]):
        return PART, "no gap is counted: its first day was not read"
    if row["status"] == "in force":
        return IN_FORCE, GAP
    if row["status"] == "passed, not yet in force":
        return SCHEDULED, "no gap is counted: only scheduled when last read"
    return PART, "no gap is counted: not in force"


def _no_law(law: pd.DataFrame) -> dict[str, Any]:
    return {
        "standing": NONE, "reading": NO_LAW, "law": None, "starts_on": ALWAYS, "article": None,
        "as_of": law["as_of"].max() if len(law) else pd.NaT, "words": None, "subject_id": None,
        "note": None, "law_source_ids": [],
    }


def notes_on_law(law: pd.DataFrame) -> tuple[str, ...]:
    """The rules of the match, and the laws read on the topic that no use is set beside."""
    beside = law[law["subject"].isna()].to_dict("records")
    return (DATE_RULE, MARKET_RULE, *(
        f"Read, and set beside no use, for the desk’s reading does not rest on it: "
        f"{row['instrument']}, {row['jurisdiction_name']}: {lower_first(str(row['basis']))}"
        for row in beside
    ))
