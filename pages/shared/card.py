"""The card: one exhibit with its figure, table, lineage, downloads and link.

An exhibit looks the same wherever it stands. Changing a tab reruns the card alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analysis.charts import theme
from analysis.errors import DeskError
from analysis.exhibits import REGISTRY, Exhibit, build_exhibit, find_spec
from analysis.exhibits.controls import default_of
from analysis.exhibits.exhibit import Column, NotApplicable, NotPublished
from analysis.exhibits.private import WITHHELD
from analysis.exhibits.words import count
from analysis.exports import (
    BUNDLE,
    CITATIONS,
    FORMATS,
    entries_of,
    file_stem,
    join_sources,
    tidy_table,
    to_bundle,
)
from pages.shared.brief_add import show_add
from pages.shared.layout import Desk, query_of
from pages.shared.text import cite, plain

PICTURE_PAD_PX = 20
TABS = ("Chart", "Table", "How we know", "Download", "Link and citation")
MIME = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json", ".html": "text/html", ".zip": "application/zip",
    ".txt": "text/plain", ".bib": "application/x-bibtex",
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".ris": "application/x-research-info-systems",
}
CITED = {".txt": "Plain", ".bib": "BibTeX", ".csl.json": "CSL-JSON", ".ris": "RIS"}
NUMBER_FORMATS = {"integer": "localized", "decimal": "%.2f", "percent": "%.1f", "year": "%d"}


@st.fragment
def show_exhibit(desk: Desk, id: str, **settings: Any) -> None:
    """Build an exhibit and show its card; if it cannot be built, one line says why.

    Parameters
    ----------
    desk : Desk
        Of the page that shows it.
    id : str
        Id of the exhibit.
    **settings
        Values of controls; those the exhibit does not take are left out.
    """
    spec = find_spec(id)
    known = {control.name for control in spec.controls}
    st.divider()
    st.subheader(spec.question, anchor=id.replace("_", "-"))
    try:
        exhibit = build_exhibit(
            id, desk.warehouse, **{key: settings[key] for key in settings if key in known}
        )
    except DeskError as error:
        st.warning(str(error))
        return
    show_card(desk, exhibit)


def show_card(desk: Desk, exhibit: Exhibit) -> None:
    """Badges and tabs of an exhibit that is built already.

    Parameters
    ----------
    desk : Desk
        Of the page that shows it.
    exhibit : Exhibit
        One of the catalogue, or one of a visitor's own data, which has no link.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        if not exhibit.table.empty:
            show_standing(exhibit)
        show_add(desk, exhibit)
    tabs = st.tabs(TABS, key=f"{desk.page}-{exhibit.id}-tab", on_change="rerun")
    shows = (_show_chart, _show_table, _show_lineage, _show_downloads, _show_link)
    for tab, show in zip(tabs, shows, strict=True):
        with tab:
            if tab.open:
                show(desk, exhibit)


def show_standing(exhibit: Exhibit) -> None:
    """How well it is known, in badges, and its base."""
    st.markdown(" ".join(f":gray-badge[{text}]" for text in exhibit.standing.badges())
                + f" :small[:gray[{plain(_base_of(exhibit))}]]")


def _base_of(exhibit: Exhibit) -> str:
    base = exhibit.base
    if isinstance(base, NotPublished):
        return "n not published"
    return base.reason if isinstance(base, NotApplicable) else f"n = {base:,}"


def _show_chart(desk: Desk, exhibit: Exhibit, *, place: str = "chart", pad_px: int = 0) -> None:
    if exhibit.table.empty:
        _say_empty(exhibit)
        return
    chosen = st.session_state.get(f"{desk.page}-{exhibit.id}-format", "PNG")
    picture: Literal["png", "svg"] = "svg" if chosen == "SVG" else "png"
    st.plotly_chart(
        exhibit.figure(replace(desk.canvas, pad_px=pad_px)), theme=None,
        key=f"{desk.page}-{exhibit.id}-{place}",
        alt=exhibit.words.alt, config=theme.config(file_stem(exhibit), picture=picture),
    )


def _say_empty(exhibit: Exhibit) -> None:
    st.info(f"{plain(exhibit.title)}. {exhibit.words.empty}")


def _show_table(desk: Desk, exhibit: Exhibit) -> None:
    if exhibit.table.empty:
        _say_empty(exhibit)
        return
    frame = join_sources(tidy_table(exhibit)).dropna(axis="columns", how="all")
    shown = {name: column for name, column in exhibit.columns.items() if name in frame}
    for name, column in shown.items():
        if column.format == "percent":
            frame[name] = frame[name] * 100
    st.dataframe(
        frame, hide_index=True, width="stretch", key=f"{desk.page}-{exhibit.id}-table",
        placeholder=WITHHELD if exhibit.released and exhibit.released.withheld else "",
        alt=f"Table: {exhibit.title}",
        column_config={name: _column(column, frame[name]) for name, column in shown.items()},
    )
    empty = [column.label for name, column in exhibit.columns.items() if name not in frame]
    st.caption(
        f"{count(len(frame), 'row')}. Unit: {exhibit.words.unit}. "
        "An empty cell was not published or not found; it is never zero."
        + (f" Left out, for no row has a value: {', '.join(empty)}." if empty else "")
    )


def _column(column: Column, values: pd.Series) -> Any:
    label = f"{column.label} ({_table_unit(column)})" if column.unit else column.label
    if column.format in NUMBER_FORMATS:
        return st.column_config.NumberColumn(label, format=NUMBER_FORMATS[column.format])
    if column.format in ("date", "month"):
        pattern = "YYYY-MM" if column.format == "month" else "YYYY-MM-DD"
        return st.column_config.DateColumn(label, format=pattern)
    if values.astype(str).str.startswith("http").any():
        return st.column_config.LinkColumn(label)
    return st.column_config.TextColumn(label)


def _table_unit(column: Column) -> str:
    return "percent" if column.format == "percent" else str(column.unit)


def _show_lineage(desk: Desk, exhibit: Exhibit) -> None:
    st.markdown(f"**Standing.** {exhibit.standing.sentence()}")
    base = exhibit.base if not isinstance(exhibit.base, int) else f"{exhibit.base:,}"
    st.markdown(f"**Base.** {str(base)[:1].upper()}{str(base)[1:]}.".replace("..", "."))
    st.markdown("**Caveats**\n" + "\n".join(f"- {plain(text)}" for text in exhibit.caveats))
    st.markdown("**Sources** (the table names the source of each row)")
    lines = [
        f"- `{source.source_id}` {cite(source)} *{source.kind}, {source.verification}.* "
        f"Licence: {plain(source.licence)}."
        for source in exhibit.sources.values()
    ]
    st.markdown("\n".join(lines[:12]))
    if len(lines) > 12:
        with st.expander(f"{len(lines) - 12} more sources"):
            st.markdown("\n".join(lines[12:]))
    for run in exhibit.runs:
        files = ", ".join(f"`{file}`" for file in run.files)
        with st.expander(f"Query {run.name}: {run.purpose}"):
            st.markdown(f"Reads {files}; parameters `{run.parameters}`.")
            st.code(run.sql, language="sql")


def _show_downloads(desk: Desk, exhibit: Exhibit) -> None:
    stem = file_stem(exhibit)
    makers = {**FORMATS, BUNDLE: partial(to_bundle, accessed=date.today())}
    with st.container(horizontal=True):
        for ending, make in makers.items():
            st.download_button(
                f"{ending[1:].upper()}", data=partial(make, exhibit), file_name=stem + ending,
                mime=MIME[ending], key=f"{desk.page}-{exhibit.id}-{ending}", on_click="ignore",
            )
    st.caption(
        "CSV: the numbers, a source id on every row. XLSX: the same with a sheet of notes. "
        "PARQUET: typed. JSON: everything, SQL included. HTML: one file that works offline. ZIP: "
        "all of it with Table Schema, sources, citations and how to make it again."
    )
    if exhibit.id in REGISTRY and not desk.private:
        st.page_link("pages/chart_desk.py", label="Dress it for publication: Chart desk →",
                     query_params=_desk_query(exhibit))
    st.segmented_control(
        "Picture format", ("PNG", "SVG"), default="PNG", required=True,
        key=f"{desk.page}-{exhibit.id}-format",
        help="The camera at the top right of the figure saves it in this format, with title and "
        "source line.", persist_state="session",
    )
    _show_chart(desk, exhibit, place="picture", pad_px=PICTURE_PAD_PX)


def _desk_query(exhibit: Exhibit) -> dict[str, str]:
    """Parameters under which the Chart desk opens with this exhibit and its filters."""
    spec = find_spec(exhibit.id)
    return {"chart_desk_exhibit": exhibit.id, **{
        f"chart_desk_{exhibit.id}_{name}": spec.control(name).write(value)
        for name, value in exhibit.settings.items() if spec.control(name).write(value)}}


def _show_link(desk: Desk, exhibit: Exhibit) -> None:
    if exhibit.id not in REGISTRY or exhibit.released is not None:
        st.markdown(
            "There is no link to this view: your data are in this visit only. Save the workspace "
            "on the page *Your data* to come back to it.")
        show_citation(desk, exhibit, address="")
        return
    query = urlencode(query_of(desk.page), doseq=True)
    address = f"{st.context.url}{'?' + query if query else ''}#{exhibit.id.replace('_', '-')}"
    st.caption("Link to this view")
    st.code(address, language=None, wrap_lines=True)
    show_citation(desk, exhibit, address=address)
    st.caption("From the command line")
    spec = find_spec(exhibit.id)
    settings = "".join(
        f' --set {key}="{spec.control(key).write(value)}"'
        for key, value in exhibit.settings.items()
        if value != default_of(spec.control(key), desk.warehouse)
    )
    st.code(f"python -m analysis show {exhibit.id}{settings}", language=None, wrap_lines=True)


def show_citation(desk: Desk, exhibit: Exhibit, *, address: str) -> None:
    """The sentence to cite, and the exhibit with its sources for a reference manager."""
    st.caption("Citation")
    st.code(exhibit.cite, language=None, wrap_lines=True)
    entries = entries_of(exhibit, accessed=date.today(), address=address)
    with st.container(horizontal=True):
        for ending, make in CITATIONS.items():
            st.download_button(
                CITED[ending], data=partial(make, entries), mime=MIME[ending],
                file_name=file_stem(exhibit) + ending, on_click="ignore",
                key=f"{desk.page}-{exhibit.id}-cite-{ending.replace('.', '-')}")
