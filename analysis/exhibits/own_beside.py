"""Your members against the published figure: one own share beside published ones of the same kind.

Decided: the reader says what the own question is about (target, outcome, direction), because no
text can tell; published figures stand beside it only where all three agree. Several own answers are
added up, with the interval of their sum; not those of a question of several answers, where adding
would count people twice. Nothing is pooled, ranked or tested across surveys.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import Any

import pandas as pd

from analysis.charts.points import draw_points
from analysis.disclosure import Released
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words
from analysis.exhibits.own_survey import SOURCE_ID, Loaded, own_source
from analysis.exhibits.survey_points import drawable, with_intervals
from analysis.exhibits.words import count, percent, share_span
from analysis.exhibits.worker_voice import OUTCOME_WORDS, TARGET_WORDS
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.question_gate import ReleasedQuestion
from analysis.warehouse import Result, Warehouse

EVERY: dict[str, Any] = {"country": "all", "trade": "all", "standing": "all", "sampling": "all",
         "first_year": 1900, "last_year": 2100, "words": []}
OWN = "Your own survey"
DECLARED = (
    "That the own question is of the same kind as the published ones is what you declared; "
    "wording, base and how respondents were found differ, so the distance between two figures is "
    "no finding."
)


@dataclass(frozen=True)
class Asked:
    """What the own question is about, in the tags of the published figures."""

    target: str
    outcome: str
    direction: str


def build_beside(
    warehouse: Warehouse, question: ReleasedQuestion, loaded: Loaded, *, asked: Asked,
) -> Exhibit:
    """One share of the own survey beside published figures of the same kind.

    Parameters
    ----------
    warehouse : Warehouse
        Of the published figures.
    question : ReleasedQuestion
        The own question; the answers that count are those its request adds up (``top``).
    loaded : Loaded
        What is said of the own survey.
    asked : Asked
        Declared by the reader.
    """
    published = warehouse.fetch(
        "worker_voice_results", target=asked.target, outcome=asked.outcome, **EVERY)
    like = drawable(with_intervals(published.frame))
    like = like[like["direction"] == asked.direction]
    own = _own_row(question)
    released = question.released.derive(lambda frame: _table(like, own))
    table = released.frame
    title = beside_title(own, like)
    kind = ", ".join((TARGET_WORDS.get(asked.target, asked.target),
                      OUTCOME_WORDS.get(asked.outcome, asked.outcome), asked.direction))
    return Exhibit(
        id="own_beside", question=f"{question.label}: your members beside published figures",
        settings={}, table=table, base=NotApplicable("each figure has a base of its own"),
        data_version=loaded.version, released=released,
        words=Words(
            title=title, unit="percent of respondents",
            subtitle=f"Percent of respondents · {kind} · filled with a line: 95% interval, hollow: "
            "none may be drawn",
            alt=f"{title}. " + "; ".join(
                f"{row['label']} {percent(row['share'], digits=1)}"
                for row in table.to_dict("records") if pd.notna(row["share"])) + ".",
        ),
        columns={
            "label": Column("Figure"), "share": Column("Share", "of respondents", "percent"),
            "low": Column("95% interval, from", "share", "percent"),
            "high": Column("95% interval, to", "share", "percent"),
            "why": Column("Why no interval"), "source_id": Column("Source"),
        },
        results=_results(table, published, released, loaded),
        sources={SOURCE_ID: own_source(loaded), **{
            one: warehouse.sources[one] for one in sorted(set(like["source_id"]))}},
        caveats=(DECLARED, question.why, *question.notes,
                 f"Your base is those who answered “{question.label}”."),
        draw=lambda frame, canvas: draw_points(_points(frame), canvas),
    )


def beside_title(own: dict[str, Any], like: pd.DataFrame) -> str:
    """The own share, and from where to where the published ones run; nothing of higher or lower."""
    mine = ("The share of your members is withheld" if own["suppressed"]
            else f"Your members: {percent(own['share'], digits=1)}")
    if like.empty:
        return f"{mine}; no published figure is of this kind"
    number = count(len(like), "published figure")
    span = share_span(like["share"].min(), like["share"].max())
    return f"{mine}; {number} of the same kind: {span}"


def _own_row(question: ReleasedQuestion) -> dict[str, Any]:
    frame, counted = question.released.frame, question.request.top
    rows = frame[frame["code"].isin(counted)]
    base = frame[frame["code"] == TOTAL].iloc[0]
    hidden = bool(rows["suppressed"].any()) or rows.empty or pd.isna(base["net"])
    labels = " or ".join(f"“{label}”" for label in rows["label"])
    return {
        "section": OWN, "label": f"{question.label}: {labels}",
        "share": nan if hidden else float(base["net"]),
        "low": nan if hidden else base["net_low"], "high": nan if hidden else base["net_high"],
        "why": "" if not hidden and pd.notna(base["net_low"]) else question.why,
        "emphasis": True, "hover": labels, "source_id": SOURCE_ID, "suppressed": hidden,
        "reason": "; ".join(one for one in dict.fromkeys(rows["reason"]) if one) if hidden else "",
    }


def _table(like: pd.DataFrame, own: dict[str, Any]) -> pd.DataFrame:
    beside = like.assign(
        section="Published, of the same kind", emphasis=False, suppressed=False, reason="")
    names = list(own)
    return pd.concat([pd.DataFrame([own]), beside[names]], ignore_index=True)


def _points(frame: pd.DataFrame) -> pd.DataFrame:
    shown = frame[frame["share"].notna()]
    return shown.assign(value=shown["share"])


def _results(
    table: pd.DataFrame, published: Result, released: Released, loaded: Loaded
) -> tuple[Result, ...]:
    """One result a source kind: what was released, and the published rows beside it."""
    rows = tuple((one,) for one in table["source_id"])
    run = replace(published.run, version=loaded.version)
    return (Result(frame=table, run=run, rows=rows, released=released),)
