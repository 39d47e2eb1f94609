"""Claims: what is said in circulation, what the sources say, and a sentence that may be quoted.

Decided: a verdict is words, never a score; none stands without references that resolve to rows of
the desk. A claim the desk does not know brings the nearest ones and the exhibits on the subject,
and says that it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.charts.bars import draw_bars
from analysis.exhibits.controls import Choice, Choices, Search, fixed, search_words
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import REGISTRY, ExhibitSpec, exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

NEAREST = 5
MOST_OF_A_PAGE = 2
SHORTEST_TELLING_WORD = 4
EMPTY_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in",
    "is", "it", "its", "of", "on", "or", "that", "the", "their", "they", "this", "to", "was",
    "were", "will", "with",
})
VERDICTS = {
    "wrong": "Wrong", "contradicted": "Contradicted by the sources", "distorted": "Distorted",
    "unsupported": "Unsupported: not found in any source read",
    "outdated": "Outdated", "not law (draft)": "Not law: a bill or draft",
    "weak base": "Rests on a weak base", "needs care": "Needs care",
    "right with limits": "Right, with limits",
}
TOPICS = {
    "survey": "Surveys", "twins": "Twins", "law": "Law", "jobs": "Jobs", "money": "Money",
    "representation": "Representation",
}
TOPIC = Choice(
    "topic", "Subject", "What the claim is about.", "all",
    fixed({"all": "All subjects", **TOPICS}),
)
VERDICT = Choice(
    "verdict", "Verdict", "What the sources make of it.", "all",
    fixed({"all": "All verdicts", **VERDICTS}),
)
SEARCH = Search(
    "search", "The claim, or words of it", "Case and accents do not matter. What no claim holds "
    "whole brings the nearest ones.",
)


@dataclass(frozen=True)
class Reference:
    """A row of the desk that a verdict rests on."""

    resource: str
    row_id: str
    label: str
    source_id: str


@exhibit(
    "claims_list", page="claims", controls=(SEARCH, TOPIC, VERDICT),
    question="What may I say?",
)
def build_list(warehouse: Warehouse, *, search: str, topic: str, verdict: str) -> Exhibit:
    """Claims that hold all words of the search, or else the nearest ones, marked as such."""
    words = telling_words(search)
    result = warehouse.fetch(
        "claims_list", topic=topic, verdict=verdict, text=" ".join(words), words=words,
        nearest=NEAREST,
    )
    table = result.frame
    table["verdict_words"] = table["verdict"].map(VERDICTS)
    table["match"] = ["all words" if whole else "nearest" for whole in table["whole"]]
    title = _title(table, search)
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("claims found in circulation, not a sample"),
        words=Words(
            title=title, unit="claims", row="claim",
            subtitle="Claims found in circulation by verdict, number of claims · each rests on "
            "rows of the desk",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}" for name, number in
                table["verdict_words"].value_counts().items()
            ),
        ),
        columns={
            "claim": Column("Claim as retold"), "verdict_words": Column("Verdict"),
            "what_the_sources_say": Column("What the sources say"),
            "quotable": Column("May be quoted"), "match": Column("Found by"),
            "topic": Column("Subject"), "as_of": Column("As of", None, "date"),
            "claim_id": Column("Row in claims.csv"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_bars(_by_verdict(frame), canvas),
        **assemble(warehouse, results=[result], searched="claim_sources"),
    )


def _title(table: pd.DataFrame, search: str) -> str:
    """How many claims, or that the claim asked for is not known and which are nearest."""
    if table.empty:
        return "No claim on the desk is like this one" if search else "No claim meets these filters"
    if not table["whole"].all():
        return f"This claim is not on the desk; the {count(len(table), 'nearest one')} follow" \
            if len(table) > 1 else "This claim is not on the desk; the nearest one follows"
    counts = table["verdict"].value_counts()
    most = [name for name in VERDICTS if counts.get(name, 0) == counts.max()]
    what = listed([f"“{name}”" for name in most])
    if len(table) == 1:
        return f"1 claim, and the sources make it {what}"
    return (
        f"{count(len(table), 'claim')} in circulation; the most frequent verdict is {what}: "
        f"{counts.max()}" if len(most) == 1 else
        f"{count(len(table), 'claim')} in circulation; the most frequent verdicts are {what}: "
        f"{counts.max()} each"
    )


def _by_verdict(table: pd.DataFrame) -> pd.DataFrame:
    counts = table["verdict"].value_counts()
    return pd.DataFrame([
        {
            "label": words, "value": int(counts[name]), "low": float("nan"),
            "high": float("nan"), "text": str(int(counts[name])), "style": "solid",
        } for name, words in VERDICTS.items() if name in counts
    ], columns=["label", "value", "low", "high", "text", "style"])


def telling_words(search: str) -> list[str]:
    """Words of a search without those that tell nothing, unless it has no others."""
    words = search_words(search.replace("“", " ").replace("”", " "))
    return [word for word in words if word not in EMPTY_WORDS] or words


def references_of(warehouse: Warehouse) -> dict[str, list[Reference]]:
    """The rows that each claim's verdict rests on, by claim id."""
    found: dict[str, list[Reference]] = {}
    for row in warehouse.fetch("claim_references").frame.to_dict("records"):
        found.setdefault(str(row["claim_id"]), []).append(Reference(
            str(row["resource"]), str(row["row_id"]), str(row["label"]), str(row["source_id"])
        ))
    return found


def find_exhibits(search: str, warehouse: Warehouse) -> list[ExhibitSpec]:
    """Published evidence whose question, id or choices hold a telling word of the search.

    Parameters
    ----------
    search : str
        Text typed by a reader; words shorter than four letters tell nothing.
    warehouse : Warehouse
        Gives the choices of the controls, such as trades and occupations.

    Returns
    -------
    list of ExhibitSpec
        Those with most words first, at most five, two of a page; none drawn from a ledger, which
        would set a simulation against a claim about the world.
    """
    words = [word for word in telling_words(search) if len(word) >= SHORTEST_TELLING_WORD]
    scored = []
    for spec in REGISTRY.values():
        if spec.page == "claims" or spec.of_ledger:
            continue
        asked = _plain(f"{spec.question} {spec.id.replace('_', ' ')}")
        offered = _plain(" ".join(
            label for control in spec.controls if isinstance(control, Choice | Choices)
            for label in control.options(warehouse).values()))
        hits = sum(2 * (word.rstrip("s") in asked) or (word.rstrip("s") in offered)
                   for word in words)
        if hits:
            scored.append((-hits, spec.id, spec))
    found: list[ExhibitSpec] = []
    for _, _, spec in sorted(scored, key=lambda one: one[:2]):
        if sum(one.page == spec.page for one in found) < MOST_OF_A_PAGE:
            found.append(spec)
    return found[:NEAREST]


def _plain(text: str) -> str:
    return " ".join(search_words(text))
