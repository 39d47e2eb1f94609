"""Sources: every source of the desk with its standing, licence and how it was obtained."""

from __future__ import annotations

import pandas as pd

from analysis.catalog.sources import FROM_ITSELF, FROM_OTHERS, KINDS, REDISTRIBUTION
from analysis.charts.panels import draw_parts
from analysis.exhibits.controls import Choice, Search, fixed, search_words
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

SHIPPED_KINDS = tuple(kind for kind in KINDS if kind not in ("simulation", "scenario", "your data"))
KIND = Choice(
    "kind", "Kind", "What sort of evidence it is.", "all",
    fixed({"all": "All kinds", **{kind: kind.capitalize() for kind in SHIPPED_KINDS}}),
)
VERIFICATION = Choice(
    "verification", "Verification", "Who published what we read.", "all",
    fixed({"all": "All", FROM_ITSELF: "From the organisation itself",
           FROM_OTHERS: "Reported by others"}),
)
LICENCE = Choice(
    "redistribution", "Redistribution", "What the licence lets the desk pass on.", "all",
    fixed({"all": "All", **{name: name.capitalize() for name in REDISTRIBUTION}}),
)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")


@exhibit(
    "sources_list", page="sources", controls=(KIND, VERIFICATION, LICENCE, SEARCH),
    question="What does the desk rest on, and how well is each source known?",
)
def build_list(
    warehouse: Warehouse, *, kind: str, verification: str, redistribution: str, search: str
) -> Exhibit:
    """All sources that meet the filters, by kind and verification."""
    result = warehouse.fetch(
        "sources_list", kind=kind, verification=verification, redistribution=redistribution,
        words=search_words(search),
    )
    table = result.frame
    itself = int((table["verification"] == FROM_ITSELF).sum())
    others = len(table) - itself
    title = (
        f"{count(len(table), 'source')}: {count(itself)} from the organisation itself, "
        f"{count(others)} reported by others" if len(table) else "No source meets these filters"
    )
    return Exhibit(
        id="", question="", settings={}, table=table,
        base=NotApplicable("a list of sources, not a sample"),
        words=Words(
            title=title, unit="sources", row="source",
            subtitle="Sources of the desk by kind, number of sources · solid: from the "
            "organisation itself, hatched: reported by others",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}" for name, number in table["kind"].value_counts().items()
            ),
        ),
        columns={
            "publisher": Column("Publisher"), "title": Column("Title"),
            "address": Column("Address"), "published": Column("Published"),
            "kind": Column("Kind"), "verification": Column("Verification"),
            "licence": Column("Licence"), "redistribution": Column("Redistribution"),
            "obtained": Column("How it was obtained"), "note": Column("Note"),
            "retrieved": Column("Read on", None, "date"),
            "source_id": Column("Source id"),
        },
        draw=lambda frame, canvas: draw_parts(_by_kind(frame), canvas),
        **assemble(warehouse, results=[result], searched="sources"),
    )


def _by_kind(table: pd.DataFrame) -> pd.DataFrame:
    parts = ((FROM_ITSELF, "solid"), (FROM_OTHERS, "hatched"))
    rows = [
        {"question": f"{kind.capitalize()} ({int((table['kind'] == kind).sum())})",
         "part": part, "style": style,
         "count": int(((table["kind"] == kind) & (table["verification"] == part)).sum())}
        for kind in SHIPPED_KINDS if (table["kind"] == kind).any() for part, style in parts
    ]
    return pd.DataFrame(rows, columns=["question", "part", "style", "count"])
