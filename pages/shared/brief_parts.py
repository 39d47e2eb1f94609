"""The parts of a brief on the page: words and exhibits, put in order."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.briefs.brief import (
    LONGEST_PASSAGE,
    MOST_EXHIBITS,
    MOST_PARTS,
    Entry,
    Part,
    Passage,
)
from analysis.briefs.edition import Edition, Shown
from analysis.briefs.references import FIELDS, field_of
from analysis.exhibits import catalogue
from pages.shared import brief_state
from pages.shared.layout import Desk, name_of
from pages.shared.text import plain

HELP = (
    "An empty line begins a paragraph; # a heading, - a list; **bold**, *italic*, "
    "[words](https://…). A number or a finding comes from an exhibit: {name.title}, "
    "{name.column[year=2025]}; it then follows the data."
)

FULL = f"A brief holds at most {MOST_EXHIBITS} exhibits and {MOST_PARTS} parts."


def show_parts(desk: Desk) -> None:
    """Every part with its buttons, in order, and below them what can be added."""
    found = brief_state.held()
    for number, part in zip(found.numbers, found.brief.parts, strict=True):
        with st.container(border=True):
            if isinstance(part, Passage):
                _show_passage(number, part)
                with st.container(horizontal=True):
                    _show_buttons(number, found.numbers)
            else:
                _show_entry(number, part, found.numbers)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Add words", key="briefing_add_words", on_click=brief_state.add_words,
                  icon=":material/notes:")
        specs = {spec.id: spec for spec in catalogue()}
        chosen = st.selectbox(
            "Exhibit", list(specs), key="briefing_exhibit", width=480,
            format_func=lambda one: f"{name_of(specs[one].page)}: {specs[one].question}",
            help="Every exhibit at its usual settings. With filters: “Add to brief” on its card.")
        st.button(
            "Add exhibit", key="briefing_add_exhibit", icon=":material/post_add:",
            disabled=found.full, help=FULL if found.full else None,
            on_click=brief_state.add_exhibit, args=(chosen, {}), kwargs={
                "own": specs[chosen].of_ledger and desk.warehouse.attached is not None})


def _show_passage(number: int, part: Passage) -> None:
    text = st.text_area(
        "Words", part.text, key=_key("words", number), height="content",
        max_chars=LONGEST_PASSAGE, help=HELP)
    _keep(number, part, Passage(text))


def _show_entry(number: int, part: Entry, numbers: Sequence[int]) -> None:
    spec = {one.id: one for one in catalogue()}.get(part.id)
    question = spec.question if spec else part.id
    chosen = "; ".join(f"{name}: {text}" for name, text in part.settings.items() if spec)
    st.markdown(f"**{plain(question)}**" + (f" :gray[{plain(chosen)}]" if chosen else "")
                + (" :gray[your own data]" if part.own else ""))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name in your words", part.name, key=_key("name", number), width=300, max_chars=60,
            on_change=_rename, args=(number,),
            help="Small letters, digits and _. Your words refer to it: {name.title}. They follow "
            "when you change it.")
        _show_buttons(number, numbers)
    if name != part.name:
        st.warning("Small letters, digits and _ only, a letter first, once in a brief. "
                   f"“{plain(part.name)}” is kept.")


def _rename(number: int) -> None:
    """Another name for an exhibit, and for it in the fields where words refer to it."""
    state, found = st.session_state, brief_state.held()
    words = {place: _key("words", place) for place, part in zip(
        found.numbers, found.brief.parts, strict=True) if isinstance(part, Passage)}
    title = f"briefing_title_{found.opened}"
    for place, key in words.items():
        brief_state.put(place, Passage(state[key]))
    brief_state.change(title=state[title])
    brief_state.call(number, state[_key("name", number)])
    renamed = brief_state.held()
    state[title] = renamed.brief.title
    for place, key in words.items():
        state[key] = renamed.part(place).text


def _keep(number: int, old: Part, new: Part) -> None:
    if new != old:
        brief_state.put(number, new)


def _show_buttons(number: int, numbers: Sequence[int]) -> None:
    at = numbers.index(number)
    for label, icon, by, dead in (
        ("Up", "arrow_upward", -1, at == 0),
        ("Down", "arrow_downward", 1, at == len(numbers) - 1),
    ):
        st.button(label, key=_key(label.lower(), number), icon=f":material/{icon}:",
                  type="tertiary", disabled=dead, on_click=brief_state.move, args=(number, by))
    st.button("Words below", key=_key("below", number), icon=":material/notes:",
              type="tertiary", on_click=brief_state.add_words, kwargs={"after": number})
    st.button("Take out", key=_key("out", number), icon=":material/close:", type="tertiary",
              on_click=brief_state.remove, args=(number,))


def _key(kind: str, number: int) -> str:
    """Key of a widget: of this part, in this brief."""
    return f"briefing_{kind}_{brief_state.held().opened}_{number}"


def show_references(edition: Edition) -> None:
    """What the author's words can refer to, with what it says now."""
    if not edition.shown:
        return
    with st.expander("What your words can refer to"):
        for shown in edition.shown:
            st.markdown(f"**{plain(shown.question)}**")
            lines = [f"{{{shown.name}.{field}}}  →  {field_of(shown, field)}" for field in FIELDS]
            st.code("\n".join([*lines, *_cells(shown)]), language=None, wrap_lines=True)


def _cells(shown: Shown) -> list[str]:
    """A reference to each column, by the first one that tells all rows apart."""
    if not shown.rows:
        return []
    apart = next((at for at in range(len(shown.columns))
                  if len({row[at] for row in shown.rows}) == len(shown.rows)
                  and not any(set(row[at]) & set(",[]{}") for row in shown.rows)), None)
    row = shown.rows[-1]
    which = "" if len(shown.rows) == 1 else "[last]" if apart is None else \
        f"[{shown.columns[apart].name}={row[apart]}]"
    return [f"{{{shown.name}.{head.name}{which}}}  →  {row[at]}"
            for at, head in enumerate(shown.columns) if len(row[at]) < 80]
