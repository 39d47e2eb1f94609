"""The one noun of the desk: question, query, table, figure, words, with lineage.

Everything on a screen or in an export is an :class:`Exhibit`. It is made in one place (a
``build_`` function of ``analysis/exhibits``) and only shown elsewhere. Sources, standing, caveats
and the "as of" day are derived from what was read; nobody writes a source line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.catalog.sources import Source, Standing, standing_of
from analysis.charts import theme
from analysis.charts.language import Code
from analysis.disclosure import Released
from analysis.errors import ExhibitError
from analysis.exhibits.base import Base, NotApplicable, NotPublished
from analysis.exhibits.captions import labels_of, marks_in, sources_in
from analysis.exhibits.private import check_released, is_private
from analysis.warehouse import Result, Run, Warehouse

Draw = Callable[[pd.DataFrame, theme.Canvas], go.Figure]
__all__ = [
    "Base", "Column", "Draw", "Exhibit", "NotApplicable", "NotPublished", "Words", "assemble",
    "resting_on",
]


@dataclass(frozen=True)
class Column:
    """How a column of the table is called and shown.

    Parameters
    ----------
    label : str
        Heading.
    unit : str or None
        Unit of a numeric column; None for text and dates.
    format : str
        ``text``, ``integer``, ``decimal``, ``percent`` (a share 0-1) or ``date``.
    """

    label: str
    unit: str | None = None
    format: str = "text"


@dataclass(frozen=True)
class Words:
    """What an exhibit says of itself; the title is computed from the data by its builder.

    ``row`` names what a row of the table is (``figure``, ``survey``, ``source``), for its standing;
    ``empty`` says what to do where there is no row. An editor's dress fills the rest: ``finding``
    is the computed title of a retyped one, ``dress`` all that was decided, as JSON.
    """

    title: str
    subtitle: str
    unit: str
    alt: str
    row: str = "figure"
    empty: str = "Widen or clear the filters to see more."
    finding: str = ""
    note: str = ""
    byline: str = ""
    language: Code = "en"
    dress: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A finished piece of evidence.

    Parameters
    ----------
    id, question : str
        Stable name, and the question it answers.
    words : Words
        Finding, measure line, unit, alternative text, name of a row.
    base : int, NotPublished or NotApplicable
        Number of respondents or units behind the figures.
    table : DataFrame
        What the figure shows, one row a figure; keeps ``source_id`` or ``source_ids``.
    columns : mapping of str to Column
        Labels and units of the columns of ``table`` that readers see, in order.
    results : sequence of Result
        Every query run; the first is the one whose rows the figure shows.
    sources : mapping of str to Source
        The sources behind the rows.
    caveats : tuple of str
        Sentences that must stand next to the figure.
    settings : mapping
        Values of the controls this exhibit was built with.
    data_version : str
        Short hash of the data package.
    draw : callable
        ``draw(table, canvas)`` gives the bare figure.
    released : Released or None
        What the gate let out: the table itself, where a source is private (see ``private``).
    assumptions : DataFrame or None
        Of a scenario: each row it was worked out from, exported with it.

    Raises
    ------
    ExhibitError
        If title, alternative text, unit, base or source is missing.
    DisclosureError
        If a source is private and the table is not what the gate let out.
    """

    id: str
    question: str
    words: Words
    base: Base
    table: pd.DataFrame
    columns: Mapping[str, Column]
    results: Sequence[Result]
    sources: Mapping[str, Source]
    caveats: tuple[str, ...]
    settings: Mapping[str, Any]
    data_version: str
    draw: Draw = field(repr=False)
    released: Released | None = None
    assumptions: pd.DataFrame | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name in ("title", "subtitle", "unit", "alt"):
            if not getattr(self.words, name).strip():
                raise ExhibitError(f"Exhibit {self.id!r} has no {name}.")
        if isinstance(self.base, NotPublished | NotApplicable):
            if not self.base.reason.strip():
                raise ExhibitError(f"Exhibit {self.id!r} gives no reason for having no base.")
        elif isinstance(self.base, bool) or not isinstance(self.base, int) or self.base < 0:
            raise ExhibitError(f"Exhibit {self.id!r} has no base: {self.base!r}.")
        if not self.sources:
            raise ExhibitError(f"Exhibit {self.id!r} has no source.")
        if is_private(self.sources):
            check_released(self, withheld=Column("Withheld"))
        self._check_columns()

    def _check_columns(self) -> None:
        missing = [name for name in self.columns if name not in self.table]
        if missing or not self.columns:
            raise ExhibitError(f"Exhibit {self.id!r} lacks the columns {missing} it describes.")
        if not {"source_id", "source_ids"} & set(self.columns):
            raise ExhibitError(f"Exhibit {self.id!r} does not show the source of each row.")
        unitless = [
            name for name, column in self.columns.items()
            if column.format in ("integer", "decimal", "percent") and not column.unit
        ]
        if unitless:
            raise ExhibitError(f"Exhibit {self.id!r}: no unit for {', '.join(unitless)}.")

    @property
    def title(self) -> str:
        """The finding, a sentence computed from the data, or what an editor made of it."""
        return self.words.title

    @property
    def finding(self) -> str:
        """The sentence computed from the data, whatever the title became: what is cited."""
        return self.words.finding or self.words.title

    @property
    def subtitle(self) -> str:
        """Measure, unit, coverage, period; first of all whether it is simulated or a scenario."""
        said = self.words.subtitle.lower()
        first = [mark.capitalize() for mark in marks_in(self, self.words.language)
                 if mark.lower() not in said]
        return " · ".join([*first, self.words.subtitle])

    @property
    def mark(self) -> str:
        """``simulation``, ``scenario`` or ``simulation scenario`` by the sources, else empty."""
        kinds = {source.kind for source in self.sources.values()}
        return " ".join(kind for kind in ("simulation", "scenario") if kind in kinds)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The queries behind the exhibit."""
        return tuple(result.run for result in self.results)

    @property
    def standing(self) -> Standing:
        """Kind, verification and access over the figures of the first query with rows."""
        rows = next((result.rows for result in self.results if result.rows), ())
        return standing_of(rows, dict(self.sources), row=self.words.row)

    @property
    def as_of(self) -> date:
        """The last day on which a source behind this exhibit was read."""
        return max(source.retrieved for source in self.sources.values())

    @property
    def source_line(self) -> str:
        """Publishers behind the figures in order of appearance, at most four named."""
        return sources_in(self, "en")

    @property
    def cite(self) -> str:
        """Citation of the exhibit itself."""
        return (f"Double Booked. {self.finding}. Exhibit {self.id}, data version "
                f"{self.data_version}, as of {self.as_of:%Y-%m-%d}. {self.source_line}.")

    def figure(self, canvas: theme.Canvas | None = None) -> go.Figure:
        """The figure with title, subtitle, source line and watermark where due."""
        canvas = canvas or theme.Canvas()
        return theme.finish(self.draw(self.table, canvas), canvas, self.labels())

    def labels(self) -> theme.Labels:
        """The texts a figure carries."""
        return labels_of(self)


def resting_on(result: Result, source_id: str) -> Result:
    """The result with every row resting on one more source beside what it was read from.

    Parameters
    ----------
    result : Result
        Of a query that applies what the source states.
    source_id : str
        An assumption (kind ``scenario``; subtitle, watermark and file name follow from it), or
        the rates by which fees were converted.
    """
    rows = tuple((*ids, source_id) for ids in result.rows)
    frame = result.frame.drop(columns=["source_id", "source_ids"], errors="ignore")
    behind = pd.Series([list(ids) for ids in rows], index=frame.index, dtype="object")
    return replace(result, frame=frame.assign(source_ids=behind), rows=rows)


def assemble(
    warehouse: Warehouse, *, results: Sequence[Result], topics: Sequence[str] = (),
    notes: Sequence[str] = (), searched: str = "",
) -> dict[str, Any]:
    """The derived parts of an exhibit: results, sources, caveats and data version.

    Parameters
    ----------
    warehouse : Warehouse
        Asked for the cautions of every table the results read.
    results : sequence of Result
        The queries run, the one the figure shows first.
    topics : sequence of str
        How the ids of cautions begin that belong here beyond those that always apply.
    notes : sequence of str
        Computed sentences of the builder, put first.
    searched : str
        A query of all sources that were searched, named where the results are empty.

    Returns
    -------
    dict
        ``results``, ``sources``, ``caveats``, ``data_version`` for :class:`Exhibit`.

    Raises
    ------
    ExhibitError
        If a topic matches no caution of the tables read.
    """
    results = list(results)
    if searched and not any(result.source_ids for result in results):
        results.append(warehouse.fetch(searched))
    if not any(result.source_ids for result in results):
        results.append(warehouse.fetch("desk_source"))
    tables = sorted({table for result in results for table in result.run.tables})
    cautions = warehouse.fetch("cautions", tables=tables, topics=list(topics)).frame
    for topic in topics:
        if not cautions["caution_id"].str.startswith(topic).any():
            raise ExhibitError(f"No caution of {tables} starts with {topic!r}.")
    ids = sorted({source_id for result in results for source_id in result.source_ids})
    known = {**warehouse.sources, **(warehouse.attached.sources if warehouse.attached else {})}
    versions = [result.run.version for result in results]
    return {
        "results": tuple(results),
        "sources": {source_id: known[source_id] for source_id in ids},
        "caveats": tuple(dict.fromkeys([*notes, *cautions["statement"]])),
        "data_version": "+".join(dict.fromkeys(versions)),
    }
