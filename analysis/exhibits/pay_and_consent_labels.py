"""Pay and consent, labels: uses shown without a label, beside the label law of market and date.

Decided: “unknown” is a part of its own and never counts as unlabelled. Twins and synthetic people
stand apart, because New York State's law asks for a label only where nobody is recognisable. Where
no law limits the count it covers the whole ledger.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.exhibits.exhibit import Column, Exhibit, Words
from analysis.exhibits.ledger_words import FULL_COUNT, derived, fetch, parts_of, reshaped
from analysis.exhibits.pay_and_consent_gaps import (
    LAW_COLUMNS,
    MANY_MARKETS,
    NO_MARKET,
    day_of,
    describe_law,
    joined,
    law_line,
    left_out,
    uses_of,
    whole_numbers,
    with_sources,
    withheld,
)
from analysis.exhibits.pay_and_consent_law import (
    ALWAYS,
    GAP,
    IN_FORCE,
    fetch_law,
    match_law,
    notes_on_law,
)
from analysis.exhibits.pay_and_consent_words import KIND_NOUN, period_of_ledger, share_of
from analysis.exhibits.registry import ledger_exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

PARTS = ("labelled", "unlabelled", "unknown")
LABEL_RULE = (
    "Without a label: the ledger says that none was shown. Unknown: nobody noted it; it counts for "
    "neither side. Share = uses without a label ÷ all worked uses of the kind, unknown ones "
    "included. Where no law in force or scheduled limits the count it covers the whole ledger."
)
GAP_PLURAL = "possible gaps, not findings of breach"
WHOLE = "all markets, beside no law"


@ledger_exhibit(
    "pay_and_consent_labels", page="pay_and_consent",
    question="Which uses carry no label, and does a law ask for one?",
)
def build_labels(warehouse: Warehouse) -> Exhibit:
    """Twin and synthetic uses by label, beside the label law of the same market and date.

    Unit: uses. Denominator: worked uses of the kind in the market, on or after the law's first day
    where a law is in force or scheduled, else in the whole ledger.
    """
    markets = fetch(warehouse, "pay_and_consent_markets").frame
    used = markets.melt("market", ["twin", "synthetic"], "kind", "uses")
    used = used[used["uses"] > 0]
    law = fetch_law(warehouse, "label", used["market"].unique(), ["twin", "synthetic"])
    matched = match_law(law.frame, used)
    asked = pd.concat([
        matched[["market", "kind", "starts_on"]], used[["market", "kind"]].assign(starts_on=ALWAYS),
    ]).drop_duplicates()
    result = fetch(
        warehouse, "pay_and_consent_labels", markets=asked["market"].tolist(),
        kinds=asked["kind"].tolist(), starts=asked["starts_on"].tolist())
    table, released = reshaped(result, lambda frame: with_sources(
        warehouse, _label_rows(matched, frame)))
    title = _labels_title(table) if len(table) or not withheld(markets) else NO_MARKET
    return Exhibit(
        id="", question="", settings={}, table=table, base=FULL_COUNT,
        words=Words(
            title=title, unit="uses", row="count",
            subtitle="Worked uses by whether a label was shown, number, beside the label law of "
            f"the same market and date, {period_of_ledger(warehouse)} · hatched: not noted",
            alt=f"{title}. " + "; ".join(
                f"{row['market_words']}, {KIND_NOUN[row['kind']]}s, {row['reading']}: "
                f"{uses_of(row['unlabelled'])} of {uses_of(row['uses'])} without a label"
                if row.get("suppressed") else
                f"{row['market_words']}, {KIND_NOUN[row['kind']]}s, {row['reading']}: "
                f"{row['unlabelled']} of {row['uses']} without a label"
                for row in table.to_dict("records")) + ".",
        ),
        columns={
            "market_words": Column("Market"), "kind_words": Column("Kind"),
            "unlabelled": Column("Without a label", "uses", "integer"),
            "unknown": Column("Not noted", "uses", "integer"),
            "labelled": Column("With a label", "uses", "integer"),
            "uses": Column("Uses concerned", "uses", "integer"),
        } | LAW_COLUMNS,
        draw=lambda frame, canvas: draw_parts(_label_parts(frame), canvas), released=released,
        **parts_of(
            warehouse, [derived(result, table), law],
            notes=(LABEL_RULE, *left_out(markets), *notes_on_law(law.frame)),
            topics=["law_new_york_label", "law_eu_label"]),
    )


def _label_rows(matched: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """All uses of each kind, then one row a market, kind and law."""
    found = {
        (row["market"], row["kind"], day_of(row["starts_on"])): row
        for row in counts.to_dict("records")}
    names = ["uses", *PARTS, *(name for name in ("suppressed", "reason") if name in counts)]
    rows = [
        {**row, **{name: found[row["market"], row["kind"], row["starts_on"]][name]
                   for name in names}}
        for row in matched.to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=[*matched.columns, *names])
    table = describe_law(table.assign(lacking=table["unlabelled"])).drop(columns="lacking")
    sums = _whole(counts, names).sort_values("kind", ascending=False)
    first = sums.assign(
        market_words="All markets", standing="whole", starts_on=ALWAYS, reading=WHOLE, in_force="",
        law_source_ids=pd.Series([[]] * len(sums), index=sums.index, dtype="object"))
    parts = [part for part in (first, table) if len(part)]
    both = pd.concat(parts, ignore_index=True).reindex(columns=table.columns) if parts else table
    both = both.assign(**{name: whole_numbers(both[name]) for name in ("uses", *PARTS)})
    return both.assign(kind_words=[KIND_NOUN[kind].capitalize() + "s" for kind in both["kind"]])


def _whole(counts: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """All markets together: the margin where the gate gave one, else the sum."""
    if "suppressed" in counts:
        return counts.loc[counts["market"] == "*", ["kind", *names]]
    unlimited = [day_of(day) == ALWAYS for day in counts["starts_on"]]
    whole = counts[pd.Series(unlimited, index=counts.index, dtype="bool")]
    return whole.groupby("kind", as_index=False)[names].sum()


def _labels_title(table: pd.DataFrame) -> str:
    """Share of uses without a label, and how many of those fall under a label law in force."""
    whole = table[table["standing"] == "whole"]
    if whole.empty:
        return "No twin or synthetic person was used, so no label is asked for"
    said = listed([
        f"{_share(row)} of {KIND_NOUN[row['kind']]}s" for row in whole.to_dict("records")])
    said = f"{said} carry no label"
    under = table[table["standing"] == IN_FORCE]
    if under.empty:
        return f"{said}; no law in force was read that plainly asks for one"
    places = list(dict.fromkeys(under["market_words"]))
    where = listed(places) if len(places) <= MANY_MARKETS else count(len(places), "market")
    if under[["uses", "unlabelled"]].isna().to_numpy().any():
        return f"{said}; under the label law of {where} a figure is withheld, so no sum is given"
    uses, gaps = int(under["uses"].sum()), int(under["unlabelled"].sum())
    if not uses:
        return f"{said}; none falls under the label law of {where}"
    verb = "carries" if gaps < 2 else "carry"
    return (f"{said}; under the label law of {where} {count(gaps) if gaps else 'none'} of "
            f"{count(uses)} {verb} none"
            + (f": a {GAP}" if gaps == 1 else f": {GAP_PLURAL}" if gaps else ""))


def _share(row: dict[Any, Any]) -> str:
    """The share without a label; withheld where it is not known."""
    if pd.isna(row["unlabelled"]) or pd.isna(row["uses"]):
        return "a withheld share"
    return share_of(row["unlabelled"], row["uses"])


def _question(row: dict[Any, Any]) -> str:
    """What a bar counts, and the law beside it."""
    kind = KIND_NOUN[row["kind"]] + "s"
    if row["standing"] == "whole":
        return f"All {kind}"
    return f"{row['market_words']}, {kind}: {law_line(row)}"


def _label_parts(table: pd.DataFrame) -> pd.DataFrame:
    """One bar a law and kind; markets under the same law together."""
    rows = []
    for row in joined(table, "kind", sums=("uses", *PARTS)).to_dict("records"):
        solid = "solid" if row["kind"] == "twin" else "synthetic"
        words = (("labelled", "labelled", solid), ("unlabelled", "no label", "light"),
                 ("unknown", "not noted", "hatched"))
        rows += [{"question": _question(row), "part": part, "count": row[name], "style": style}
                 for name, part, style in words]
    return pd.DataFrame(rows, columns=["question", "part", "count", "style"])
