"""Representation, AI: what was measured of AI-made people, and what is said of them.

Decided: tests of AI pictures have figures of their own and never share an axis with castings: they
rest on one prompt each, the number of pictures was not in the texts read, and none was of fashion.
No interval is drawn. A maker's statement stands apart from what was counted. A reason is found by
its words (divers-, inclus-) in the reason noted, and one that holds a no or not is set apart.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.charts.matrix import draw_matrix
from analysis.charts.reported import draw_reported
from analysis.exhibits.exhibit import (
    Base,
    Column,
    Exhibit,
    NotApplicable,
    NotPublished,
    Words,
    assemble,
)
from analysis.exhibits.registry import exhibit
from analysis.exhibits.representation_lines import ORIGINS
from analysis.exhibits.words import count, percent
from analysis.warehouse import Warehouse

NOT_COUNTED = "Said by a maker, not counted"
EVIDENCE = {
    1: "Diversity or inclusion given as a reason", 2: "Said otherwise",
    3: "Tests that counted AI-made pictures",
}
QUESTIONS = {
    "counted": "Pictures|counted", "number_stated": "Number of|pictures given",
    "beside_castings": "Compared|with castings",
}


@exhibit(
    "representation_bias", page="representation",
    question="What was measured of AI-made people?",
)
def build_bias(warehouse: Warehouse) -> Exhibit:
    """Shares of AI-made pictures by study and prompt, and statements apart."""
    result = warehouse.fetch("representation_bias")
    table = result.frame
    table = table.assign(
        origin=table["derived"].map(ORIGINS),
        kind=["statement" if claim else "share of pictures" for claim in table["claim"]],
    )
    title = _bias_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=_images(table),
        words=Words(
            title=title, unit="percent of images",
            subtitle="Share of AI-made pictures that showed something, by study, prompt and tool · "
            "hollow: no interval can be drawn · dotted: only a bound was printed · last: a "
            "maker’s claim, no count",
            alt=f"{title}. " + "; ".join(
                f"{row['organisation']}, {row['group_name']}: {_printed(row)}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "kind": Column("Kind"), "organisation": Column("Counted or said by"),
            "season_text": Column("Year"), "coverage": Column("Which pictures"),
            "group_name": Column("What they show"), "quoted": Column("As printed"),
            "share": Column("Share", "percent of images", "percent"),
            "low_share": Column("At least", "percent of images", "percent"),
            "high_share": Column("At most", "percent of images", "percent"),
            "base_n": Column("Images", "images", "integer"), "origin": Column("Origin"),
            "note": Column("Note"), "rep_id": Column("Row in representation.csv"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_reported(_tests(frame), canvas, colour="synthetic"),
        **assemble(
            warehouse, results=[result], searched="representation_sources",
            topics=["representation_ai", "representation_retellings"],
        ),
    )


def _images(table: pd.DataFrame) -> Base:
    """The number of pictures only where every figure has the same one."""
    numbers = table[~table["claim"].astype(bool)]["base_n"]
    if numbers.empty:
        return NotApplicable("no test of AI-made pictures is on the desk")
    if numbers.isna().all():
        return NotPublished("the number of pictures is not in the texts read")
    if numbers.nunique() == 1 and numbers.notna().all():
        return int(numbers.iloc[0])
    return NotApplicable("numbers of pictures differ; each stands at its figure")


def _bias_title(table: pd.DataFrame) -> str:
    """The highest and the lowest share of one prompt's pictures, and how many state a base."""
    measured = table[~table["claim"].astype(bool)]
    exact = measured[measured["share"].notna()]
    if exact.empty:
        return "No share of AI-made pictures was measured in a text read"
    stated = int(measured["base_n"].notna().sum())
    known = f"{'none' if not stated else count(stated)} of {count(len(measured), 'figure')} "
    known += f"{'states' if stated < 2 else 'state'} the number of pictures"
    high = exact.sort_values("share", kind="stable").iloc[-1]
    of_prompt = exact[exact["coverage_id"] == high["coverage_id"]]
    low = of_prompt.sort_values("share", kind="stable").iloc[0]
    prompt = high["measure"].partition(" images")[0].replace("'", "").strip()
    said = f"{high['group_name']} {percent(high['share'], digits=1)}"
    if low["share"] < high["share"]:
        said += f", {low['group_name']} {percent(low['share'], digits=1)}"
    return (
        f"AI pictures of a “{prompt}” ({high['organisation']} {high['season_text']}): {said}; "
        f"{known}"
    )


def _tests(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of :func:`draw_reported`."""
    rows = []
    for row in table.to_dict("records"):
        bound = "exact" if pd.notna(row["share"]) else "at least" if pd.notna(
            row["low_share"]) else "at most" if pd.notna(row["high_share"]) else "none"
        value = next(
            (row[name] for name in ("share", "low_share", "high_share") if pd.notna(row[name])),
            float("nan"),
        )
        n = f"{count(row['base_n'])} images" if pd.notna(row["base_n"]) else (
            "images: not stated")
        which = row["coverage"].partition(";")[0]
        rows.append({
            "section": NOT_COUNTED if row["claim"]
            else f"{row['organisation']}, {row['season_text']}: {which}",
            "label": f"{row['organisation']}, {row['season_text']}, on {row['measure']}"
            if row["claim"] else f"{row['group_name']} · {n}",
            "value": value, "bound": bound, "derived": row["derived"],
            "text": f"“{row['quoted']}”: {which}" if row["claim"] else _printed(row),
            "hover": f"{row['group_name']}: {_printed(row)} · {which} · {n}",
        })
    return pd.DataFrame(rows, columns=[
        "section", "label", "value", "bound", "derived", "text", "hover"])


def _printed(row: dict[Any, Any]) -> str:
    """A share as a percentage, a bound or a statement in the words printed."""
    if pd.notna(row["share"]):
        return percent(row["share"], digits=1)
    numeric = str(row["quoted"]).replace(".", "").split(" ")[-1].isdecimal()
    return f"{row['quoted']}{'%' if numeric else ''}"


@exhibit(
    "representation_claim", page="representation",
    question="Who gives diversity as a reason for AI models, and was it measured?",
)
def build_claim(warehouse: Warehouse) -> Exhibit:
    """Statements beside tests, with what each can show."""
    result = warehouse.fetch("representation_claim")
    table = result.frame.assign(kind=result.frame["evidence"].map(EVIDENCE))
    title = _claim_title(table)
    beside = int(table["beside_castings"].sum())
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("statements and tests found in print, not a sample"),
        words=Words(
            title=title, unit="statements and tests", row="row",
            subtitle="Statements that name diversity or inclusion as a reason for AI or virtual "
            "models, statements that say otherwise, and tests · ● yes, ○ no, in the texts read",
            alt=f"{title}. " + "; ".join(
                f"{row['kind']}: {row['organisation']}, {row['year']}"
                for row in table.to_dict("records")
            ),
        ),
        columns={
            "kind": Column("Kind"), "organisation": Column("Organisation"),
            "year": Column("Year", None, "year"), "words": Column("As noted on the desk"),
            "era": Column("Era"), "figures": Column("Shares of AI pictures", "figures", "integer"),
            "number_stated": Column("Number of pictures stated"),
            "beside_castings": Column("Set beside castings"),
            "row_ids": Column("Rows in twin_events.csv (E) or representation.csv (R)"),
            "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_matrix(_cells(frame), canvas, columns=QUESTIONS),
        **assemble(
            warehouse, results=[result], searched="representation_sources",
            topics=["representation_ai"],
            notes=(
                *(() if beside else (
                    "No measurement on the desk compares castings with AI pictures of the same "
                    "brand.",)),
                "A reason is found by the words “divers…” or “inclus…” in the reason noted; one "
                "with a “not” in it is set apart, and a reason in other words is not counted.",
                *_taken_back(table),
                "A reason given is no effect: the desk cannot say that a brand’s pictures became "
                "more or less diverse.",
            ),
        ),
    )


def _taken_back(table: pd.DataFrame) -> tuple[str, ...]:
    """Who stands on both sides."""
    named, otherwise = (set(table[table["evidence"] == kind]["organisation"]) for kind in (1, 2))
    return tuple(
        f"{name} stands twice: with the reason, and with a statement that says otherwise."
        for name in sorted(named & otherwise)
    )


def _claim_title(table: pd.DataFrame) -> str:
    """How many name the reason, how many of them counted, and what tests there are."""
    named, tests = (table[table["evidence"] == kind] for kind in (1, 3))
    if table.empty:
        return "No statement on AI and diversity and no test of AI-made pictures is on the desk"
    counted = int(named["counted"].sum())
    first = (
        f"{count(len(named), 'statement')} {'names' if len(named) == 1 else 'name'} diversity or "
        f"inclusion as a reason, {count(counted) if counted else 'none'} with a count of who is "
        "shown"
        if len(named) else "No statement names diversity or inclusion as a reason"
    )
    beside = int(tests["beside_castings"].sum())
    second = (
        f"{count(len(tests), 'test')} counted AI-made pictures, "
        f"{count(beside) if beside else 'none'} beside castings"
        if len(tests) else "no test counted AI-made pictures"
    )
    return f"{first}; {second}"


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of :func:`draw_matrix`."""
    rows = []
    for row in table.to_dict("records"):
        cgi = ", computer-made character" if str(row["era"]).startswith("CGI") else ""
        what = f"{count(row['figures'], 'share')} of " if row["evidence"] == 3 else ""
        label = f"{row['organisation']}, {row['year']:.0f}{cgi}: {what}{row['words']}"
        answers = {topic: "yes" if row[topic] else "no" for topic in QUESTIONS}
        rows.append({
            "section": row["kind"], "name": label, "muted": False,
            "hover": {topic: f"{row['organisation']}: {name.replace('|', ' ').lower()}? "
                      f"{answers[topic]}" for topic, name in QUESTIONS.items()},
            **answers,
        })
    return pd.DataFrame(rows, columns=["section", "name", "muted", "hover", *QUESTIONS])
