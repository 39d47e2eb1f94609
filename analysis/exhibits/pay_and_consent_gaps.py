"""Pay and consent, possible gaps: uses without the consent or the label that a law asks for.

Decided: consent and labels are two exhibits, because different laws ask for them of different uses.
The table has each market; the figure joins markets under the same law. A use can lack more than one
thing, so the first bar of a law counts each use once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.charts import theme
from analysis.charts.bars import draw_bars
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import (
    FULL_COUNT,
    MARKETS,
    any_withheld,
    derived,
    fetch,
    parts_of,
    reshaped,
)
from analysis.exhibits.pay_and_consent_law import (
    IN_FORCE,
    SCHEDULED,
    STANDINGS,
    fetch_law,
    match_law,
    notes_on_law,
)
from analysis.exhibits.pay_and_consent_words import period_of_ledger
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed, lower_first
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

FORM_ASKED = {"us_ny_twin_consent": "separate"}
"""Which form a consent law asks for, by row of law_subjects.csv; any other: some consent on record.

us_ny_twin_consent: “Separate written consent to a replica of a model”, s. 1035(10), text seen
(law_dol_ny_fashion). us_ca_twin_consent says “not necessarily in writing”, cn_twin_consent
“whether in writing is not stated”.
"""
LACKS = {
    "separate": {
        "any_separate": "Any of the three, each use once",
        "not_separate": "The use names no separate written consent",
        "ended": "The consent it names had ended",
        "elsewhere": "The consent is of another brand or model, or was signed later",
    },
    "some": {
        "any_named": "Any of the three, each use once",
        "not_named": "The use names no consent",
        "ended": "The consent it names had ended",
        "elsewhere": "The consent is of another brand or model, or was signed later",
    },
}
FORM_RULE = (
    "A separate written consent is missed only where the law as read asks for one (New York "
    "State); elsewhere any consent on record will do. The consent is the one the use names."
)
MANY_MARKETS = 3
NO_MARKET = "Uses are withheld for every market, so no law is set beside them"
LAW_COLUMNS = {
    "law": Column("Law"), "article": Column("Article"),
    "in_force": Column("Since"), "as_of": Column("As of", None, "date"),
    "reading": Column("Reading"), "words": Column("What it asks, in plain words"),
    "note": Column("Note on the law"), "subject_id": Column("Row in law_subjects.csv"),
    "source_ids": Column("Sources"),
}


@ledger_exhibit(
    "pay_and_consent_gaps", page="pay_and_consent", needs=("consents",),
    question="Which twin uses lack the consent that a law asks for?",
)
def build_gaps(warehouse: Warehouse) -> Exhibit:
    """Twin uses beside the consent law of the same market and date.

    Unit: twin uses. Denominator: worked twin uses in the market on or after the law's first day.
    """
    markets = fetch(warehouse, "pay_and_consent_markets").frame
    used = markets[markets["twin"] > 0].assign(kind="twin")
    law = fetch_law(warehouse, "consent", used["market"], ["twin"])
    matched = match_law(law.frame, used)
    asked = matched[["market", "starts_on"]].drop_duplicates()
    result = fetch(
        warehouse, "pay_and_consent_gaps", markets=asked["market"].tolist(),
        starts=asked["starts_on"].tolist())
    table, released = reshaped(result, lambda frame: with_sources(
        warehouse, _gap_rows(matched, frame)))
    title = _gaps_title(table) if len(table) or not withheld(markets) else NO_MARKET
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="twin uses", row="count",
            subtitle="Worked twin uses beside the consent law of the same market, from the law’s "
            f"first day on, number, {period_of_ledger(warehouse)} · possible gaps, not findings of "
            "breach",
            alt=f"{title}. " + "; ".join(_spoken(table)) + ".",
        ),
        columns={
            "market_words": Column("Market"), "lacks": Column("What is lacking"),
            "lacking": Column("Twin uses that lack it", "twin uses", "integer"),
            "uses": Column("Twin uses concerned", "twin uses", "integer"),
        } | LAW_COLUMNS,
        draw=lambda frame, canvas: draw_bars(_gap_bars(frame), canvas), released=released,
        **parts_of(
            warehouse, [derived(result, table), law],
            notes=(FORM_RULE, *left_out(markets), *notes_on_law(law.frame)),
            topics=["law_new_york_not"]),
    )


def _gap_rows(matched: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """One row a law and a thing that can lack; laws that count nothing have one row without."""
    found = {(row["market"], day_of(row["starts_on"])): row for row in counts.to_dict("records")}
    rows: list[dict[Any, Any]] = []
    for row in matched.to_dict("records"):
        number = found[row["market"], row["starts_on"]]
        lacks = LACKS[FORM_ASKED.get(str(row["subject_id"]), "some")]
        if row["standing"] not in (IN_FORCE, SCHEDULED):
            lacks = {}
        rows += [
            {**row, "lack": lack, "lacks": words, "uses": number["uses"],
             "lacking": number[lack] if lack else pd.NA, **marks_of(number, lack)}
            for lack, words in (lacks or {"": ""}).items()
        ]
    return describe_law(pd.DataFrame(
        rows, columns=[*matched.columns, "lack", "lacks", "uses", "lacking",
                       *(name for name in ("suppressed", "reason") if name in counts)]))


def marks_of(number: Mapping[Any, Any], lack: str) -> dict[str, Any]:
    """Whether the figures of one row are withheld, and why; nothing where nothing ever is."""
    if "suppressed" not in number:
        return {}
    gone = pd.isna(number["uses"]) or (bool(lack) and pd.isna(number[lack]))
    return {"suppressed": bool(gone), "reason": number["reason"] if gone else ""}


def withheld(markets: pd.DataFrame) -> list[str]:
    """Markets with uses that may not be shown."""
    gone = markets[markets["suppressed"].astype(bool)] if "suppressed" in markets else markets[:0]
    return [MARKETS.get(market, market) for market in gone["market"]]


def left_out(markets: pd.DataFrame) -> tuple[str, ...]:
    """The sentence on those markets, where there are any."""
    names = withheld(markets)
    return (f"Withheld, with fewer models than the rules ask, and set beside no law: "
            f"{listed(names)}.",) if names else ()


def whole_numbers(values: pd.Series) -> pd.Series:
    """Counts as whole numbers, empty where withheld."""
    return values.astype("Int64" if values.isna().any() else "int64")


def day_of(value: Any) -> date:
    """A day of a frame as a plain date."""
    day: date = pd.Timestamp(value).date()
    return day


def describe_law(rows: pd.DataFrame) -> pd.DataFrame:
    """Market and first day in words, laws in force first."""
    order = rows["standing"].map({name: place for place, name in enumerate(STANDINGS)})
    return rows.assign(
        market_words=[MARKETS.get(market, market) for market in rows["market"]],
        in_force=[since(row) for row in rows.to_dict("records")],
        lacking=rows["lacking"].astype("Int64"), uses=whole_numbers(rows["uses"]), order=order,
    ).sort_values(["order", "market_words"], kind="stable").drop(columns="order").reset_index(
        drop=True)


def since(row: dict[Any, Any]) -> str:
    """The first day of a law as a table says it; empty where no day limits the count."""
    if row["standing"] not in (IN_FORCE, SCHEDULED):
        return ""
    day = theme.day(row["starts_on"])
    return day if row["standing"] == IN_FORCE else f"scheduled for {day}"


def with_sources(warehouse: Warehouse, table: pd.DataFrame) -> pd.DataFrame:
    """Each row with the ledger and the sources of the law behind it."""
    own = ledger_of(warehouse).source.source_id
    return table.assign(source_ids=pd.Series(
        [[own, *ids] for ids in table["law_source_ids"]], index=table.index, dtype="object"))


def _gaps_title(table: pd.DataFrame) -> str:
    """Uses with any gap, law by law; what no law in force asks is said instead."""
    if table.empty:
        return "No twin was used, so no law on consent is set beside a use"
    counted = table[(table["standing"] == IN_FORCE) & table["lack"].str.startswith("any")]
    if counted.empty:
        return (f"For {count(table['market'].nunique(), 'market')} of these twin uses no law in "
                "force was read that plainly asks for consent")
    places = list(dict.fromkeys(counted["market_words"]))
    if any_withheld(counted):
        shown = int((~counted["suppressed"]).sum())
        return (f"Possible gaps in consent may be shown for {shown} of "
                f"{count(len(counted), 'market')} with a law in force; no sum is given where one "
                "is withheld")
    total, gaps = int(counted["uses"].sum()), int(counted["lacking"].sum())
    if not total:
        return f"No twin was used in {listed(places)} since the law on consent began there"
    if len(counted) > MANY_MARKETS:
        said = f"{count(gaps)} of {count(total, 'twin use')} in {count(len(places), 'market')}"
    else:
        said = listed([
            f"{count(row['lacking']) if row['lacking'] else 'none'} of "
            f"{count(row['uses'], 'twin use') if not place else count(row['uses'])} in "
            f"{row['market_words']}"
            for place, row in enumerate(counted.to_dict("records"))])
    if not gaps:
        return f"Since the law there began, {said} shows a possible gap in consent"
    return (f"Since the law there began, {said} {'shows' if gaps == 1 else 'show'} a possible gap "
            "in consent, not a finding of breach")


def _spoken(table: pd.DataFrame) -> list[str]:
    """The alternative text: one phrase a law with all that is lacking, markets together."""
    said: dict[str, list[str]] = {}
    for row in joined(table, "lack", "lacks", sums=("uses", "lacking")).to_dict("records"):
        law = f"{row['market_words']}, {uses_of(row['uses'], 'twin use')}, {law_line(row)}"
        gaps = said.setdefault(law, [])
        if row["lacks"]:
            gaps.append(f"{lower_first(row['lacks'])}, {uses_of(row['lacking'])}")
    return [f"{law}: {listed(gaps)}" if gaps else law for law, gaps in said.items()]


def joined(table: pd.DataFrame, *keys: str, sums: tuple[str, ...]) -> pd.DataFrame:
    """Rows of markets under the same law as one, their markets listed and their counts added."""
    same = ["standing", "starts_on", "law", "article", "as_of", "reading", *keys]
    gone = any_withheld(table)
    how: dict[Any, Any] = {
        "market_words": _listed, **dict.fromkeys(sums, _sum_if_known if gone else "sum")}
    return table.groupby(same, sort=False, dropna=False, as_index=False).agg(how)


def _sum_if_known(values: pd.Series) -> float:
    """A sum; none where a part is withheld."""
    return float("nan") if values.isna().any() else float(values.sum())


def uses_of(number: Any, noun: str = "") -> str:
    """A count in words; that it is withheld where it is."""
    if not pd.isna(number):
        return count(number, noun)
    return f"{noun}s withheld" if noun else WITHHELD


def _listed(names: pd.Series) -> str:
    return listed([str(name) for name in names])


def law_line(row: dict[Any, Any]) -> str:
    """Law, article, first day and day of the reading, as the figures name it."""
    if not row["law"] or pd.isna(row["law"]):
        return str(row["reading"])
    day = row["starts_on"]
    began = {IN_FORCE: f"since {theme.day(day)}",
             SCHEDULED: f"scheduled for {theme.day(day)} and counted from then"}
    parts = [row["law"], row["article"], began.get(row["standing"], "")]
    return (f"{', '.join(part for part in parts if part)}, as of "
            f"{theme.day(day_of(row['as_of']))}: {row['reading']}")


def _style(row: dict[Any, Any]) -> str:
    if not row["lacks"] or pd.isna(row["lacking"]):
        return "withheld"
    return "twin" if row["standing"] == IN_FORCE else "hatched"


def _gap_bars(table: pd.DataFrame) -> pd.DataFrame:
    """A heading a law in force or scheduled with a bar a gap; the rest in words below."""
    rows = []
    for row in joined(table, "lack", "lacks", sums=("uses", "lacking")).to_dict("records"):
        firm = bool(row["lacks"])
        rows.append({
            "section": f"{row['market_words']}: {law_line(row)}" if firm else "No gap is counted",
            "label": row["lacks"] if firm else
            f"{row['market_words']}, {uses_of(row['uses'], 'twin use')}",
            "value": float(row["lacking"]) if firm and pd.notna(row["lacking"]) else float("nan"),
            "low": float("nan"), "high": float("nan"),
            "text": f"{uses_of(row['lacking'])} of {uses_of(row['uses'], 'use')}" if firm
            else law_line(row).replace("no gap is counted: ", ""),
            "style": _style(row),
        })
    return pd.DataFrame(
        rows, columns=["section", "label", "value", "low", "high", "text", "style"])
