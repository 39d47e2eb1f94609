"""What an editor may decide of a chart: words, looks, notes on it, size and theme."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from analysis.charts import theme
from analysis.charts.language import LANGUAGES
from analysis.errors import ExportError
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.check_title import check_title
from analysis.exports.dress import (
    LONGEST,
    LONGEST_REMARK,
    MOST_ANNOTATIONS,
    Annotation,
    Dress,
    draft_alt,
    dress,
    untranslated,
    what_can_be_dressed,
)
from analysis.exports.dress_options import Options
from analysis.exports.sizes import PRESETS
from pages.shared.chart_choice import choose, write_address
from pages.shared.layout import Desk
from pages.shared.text import plain

DRESS = "chart_desk_dress"
"""Parameter of a link: the dress as JSON."""
WORN = "chart_desk_worn"
"""Note of the session: by exhibit, the dress it last wore as JSON."""
MODES = {"light": "Light", "dark": "Dark", "print": "Print, grey"}
ORDERS = {"as_is": "As it is", "ascending": "Smallest first", "descending": "Largest first",
          "alphabetical": "By name"}
LABELS = {None: "As it is", True: "Written", False: "Hidden"}
FREE = "free"
SIZES = {"": "Fits its page", **{name: one.label for name, one in PRESETS.items()},
         FREE: "Free size"}


@dataclass(frozen=True)
class Chosen:
    """The dress, and the size and theme of its picture."""

    dress: Dress
    size: str
    mode: theme.Mode


def dress_of_link() -> Dress:
    """The dress that came with the address; what is wrong in it is said and left out."""
    text = st.query_params.get(DRESS, "")
    if not text:
        return Dress()
    try:
        return Dress.from_json(json.loads(text))
    except (ValueError, RecursionError):
        st.warning("The dress in the address cannot be read, so the chart is shown undressed.")
    except ExportError as error:
        st.warning(plain(f"{error} The chart is shown undressed."))
    return Dress()


def _begin(exhibit: Exhibit) -> Dress:
    """What the widgets start from: the dress of the address at first, then what was last worn.

    It is worn by the chart it was made for alone, and the same for as long as the chart stays: a
    table of notes that is given anew forgets what was typed.
    """
    if WORN not in st.session_state:
        st.session_state[WORN] = {exhibit.id: dress_of_link().to_json()}
    if f"chart_desk_{exhibit.id}_title" not in st.session_state:
        st.session_state["chart_desk_began"] = Dress.from_json(
            st.session_state[WORN].get(exhibit.id, {}))
    begun: Dress = st.session_state["chart_desk_began"]
    return begun


def ask_dress(desk: Desk, exhibit: Exhibit) -> Chosen:
    """Ask for everything that may be decided; the address follows."""
    begun = _begin(exhibit)
    options = what_can_be_dressed(exhibit)
    key = f"chart_desk_{exhibit.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = choose(desk, label="Size", options=SIZES, key="chart_desk_size", width=330)
        if size == FREE:
            size = st.text_input(
                "Width x height", st.query_params.get("chart_desk_free", "800x450"), width=150,
                key="chart_desk_free_typed", help="In pixels, or as 90x60mm.")
            write_address("chart_desk_free", size)
        mode = choose(desk, label="Theme", options=MODES, key="chart_desk_theme", width=150)
        language = st.selectbox(
            "Language", list(LANGUAGES), key="chart_desk_language", width=150,
            index=list(LANGUAGES).index(begun.language),
            format_func=lambda code: LANGUAGES[code].name,
            help="Of numbers, dates and fixed words. Sentences stay English until retyped.")
    words, look, notes = st.tabs(("Words", "Look", "Notes on the chart"), key="chart_desk_parts")
    with words:
        made = _ask_words(exhibit, begun, key)
    with look:
        made = _ask_look(options, replace(made, language=language), begun, key)
    with notes:
        found = _ask_notes(exhibit, options, begun, key=key)
    made = replace(made, annotations=tuple(found))
    for line in untranslated(exhibit, made)[:4]:
        st.caption(plain(line))
    _remember(desk, exhibit, made)
    return Chosen(made, size, cast(theme.Mode, mode))


def _follow(key: str, computed: str) -> None:
    """Let a text that was not edited follow the data when a filter changes them."""
    before = st.session_state.get(f"{key}-computed")
    if before != computed and st.session_state.get(key) == before and before is not None:
        st.session_state[key] = computed
    st.session_state[f"{key}-computed"] = computed


def _ask_words(exhibit: Exhibit, begun: Dress, key: str) -> Dress:
    for part in ("title", "subtitle", "alt"):
        _follow(f"{key}_{part}", getattr(exhibit.words, part))
    title = st.text_area("Title", begun.title or exhibit.title, key=f"{key}_title",
                         height="content", max_chars=LONGEST["title"])
    for warning in check_title(exhibit, title):
        st.warning(plain(warning))
    subtitle = st.text_area("Subtitle", begun.subtitle or exhibit.words.subtitle,
                            key=f"{key}_subtitle", height="content",
                            max_chars=LONGEST["subtitle"])
    note = st.text_input("Note below the chart", begun.note, key=f"{key}_note",
                         max_chars=LONGEST["note"])
    byline = st.text_input("Byline", begun.byline, key=f"{key}_byline",
                           max_chars=LONGEST["byline"])
    if st.button("Draft from the data", key=f"{key}_draft",
                 help="Puts a draft made from the data into the alternative text."):
        st.session_state[f"{key}_alt"] = draft_alt(exhibit)[:LONGEST["alt"]]
    alt = st.text_area(
        "Alternative text", begun.alt if begun.alt is not None else exhibit.words.alt,
        key=f"{key}_alt", height="content", max_chars=LONGEST["alt"],
        help="For people who cannot see the chart. Nothing is exported without one.")
    return Dress(
        title="" if title == exhibit.title else title,
        subtitle="" if subtitle == exhibit.words.subtitle else subtitle,
        note=note, byline=byline, alt=None if alt == exhibit.words.alt else alt)


def _ask_look(options: Options, made: Dress, begun: Dress, key: str) -> Dress:
    chosen: dict[str, Any] = {}
    if options.names:
        chosen["highlight"] = tuple(st.multiselect(
            "Highlight", list(options.names), key=f"{key}_highlight", max_selections=12,
            format_func=options.names.__getitem__,
            default=[one for one in begun.highlight if one in options.names],
            help="The others step back."))
    if len(options.orders) > 1:
        chosen["order"] = st.selectbox(
            "Order of the rows", list(options.orders), format_func=ORDERS.__getitem__, width=270,
            index=options.orders.index(begun.order) if begun.order in options.orders else 0,
            key=f"{key}_order")
    if options.labels:
        labels = [None, *options.labels]
        chosen["labels"] = st.selectbox(
            "Values beside the marks", labels, format_func=LABELS.__getitem__, width=270,
            index=labels.index(begun.labels) if begun.labels in labels else 0,
            key=f"{key}_labels")
    if not chosen:
        st.markdown("Rows, order and labels of this chart are fixed.")
    return replace(made, **chosen)


def _ask_notes(exhibit: Exhibit, options: Options, begun: Dress, *, key: str) -> list[Annotation]:
    """A table of notes; those that do not fit are named and left out."""
    kinds = list(options.annotations)
    if not kinds:
        st.markdown("This chart takes no notes.")
        return []
    columns = ["kind", "text", "name", "at", "to"]
    start = pd.DataFrame([vars(one) for one in begun.annotations], columns=columns, dtype="str")
    where = f" Places on the axis: {plain(options.axis.said)}" if options.axis else ""
    st.markdown(f":small[At most {MOST_ANNOTATIONS}, on a point (name its row), a date or a range."
                f"{where}]")
    table = st.data_editor(
        start, num_rows="dynamic", hide_index=True, key=f"{key}_notes", column_config={
            "kind": st.column_config.SelectboxColumn("On a", options=kinds, required=True),
            "text": st.column_config.TextColumn("Text", required=True, max_chars=LONGEST_REMARK),
            "name": st.column_config.SelectboxColumn("Row or line", options=list(options.points)),
            "at": st.column_config.TextColumn("At, or from"),
            "to": st.column_config.TextColumn("To")})
    found = []
    for row in table.head(MOST_ANNOTATIONS).fillna("").astype(str).to_dict("records"):
        try:
            if row["text"].strip():
                one = Annotation(**row)
                dress(exhibit, Dress(annotations=(one,)))
                found.append(one)
        except ExportError as error:
            st.warning(plain(str(error)))
    return found


def _remember(desk: Desk, exhibit: Exhibit, made: Dress) -> None:
    """Keep the dress in the address and the visit, but nothing of a visitor's own ledger."""
    private = desk.private and exhibit.released is not None
    said = {} if private else made.to_json()
    write_address(DRESS, json.dumps(said, ensure_ascii=False, separators=(",", ":"))
                  if said else "")
    st.session_state[WORN][exhibit.id] = said
