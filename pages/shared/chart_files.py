"""The chart as it will be exported: preview, checks, files, link and citation."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from analysis.charts import theme
from analysis.charts.contrast import (
    VISIONS,
    WORDS,
    check_apart,
    check_contrast,
    simulate_figure,
)
from analysis.errors import ExportError
from analysis.exhibits import find_spec
from analysis.exhibits.exhibit import Exhibit
from analysis.exports import BUNDLE, FORMATS, PICTURES, Asked, file_stem, make_export
from analysis.exports.chrome import find_chrome
from analysis.exports.embed import LAYOUTS, iframe_snippet, to_embed
from analysis.exports.sizes import PRESETS, Size, fit, parse_size
from pages.shared.card import MIME, show_citation
from pages.shared.chart_choice import DATA, EXHIBIT
from pages.shared.chart_dress import DRESS, FREE, Chosen
from pages.shared.layout import Desk
from pages.shared.text import plain

ADDRESS = "DOUBLE_BOOKED_ADDRESS"
"""Names the address under which readers reach this desk; without it links hold this machine's."""
BUTTONS_PX = 60
PICTURE_MIME = {".png": "image/png", ".svg": "image/svg+xml", ".pdf": "application/pdf"}


def show_preview(
    desk: Desk, exhibit: Exhibit, *, size: str, mode: theme.Mode, tools: bool = True
) -> None:
    """The exporter's own page, which is what is exported; it saves its own PNG and SVG.

    Raises
    ------
    ExportError
        If the figure does not fit the size.
    """
    wanted = parse_size(size) if size else None
    page = to_embed(exhibit, size=wanted, mode=mode, tools=tools).decode("utf-8")
    height = frame_px(exhibit, wanted, column=desk.canvas.size)
    st.iframe(page, height=height + (BUTTONS_PX if tools else 0), alt=exhibit.words.alt)


def frame_px(exhibit: Exhibit, size: Size | None, *, column: theme.Size) -> int:
    """How tall the preview is in the visitor's column: on a phone rows need more room."""
    layout = fit(exhibit, size or LAYOUTS[column]).figure.layout
    return round(layout.height * min(1.0, theme.WIDTHS_PX[column] / layout.width))


def show_checks(exhibit: Exhibit, *, mode: theme.Mode) -> None:
    """Contrast, and the chart as colour-blind readers see it."""
    fig = exhibit.figure(theme.Canvas(mode))
    problems = [*check_contrast(fig, mode), *check_apart(fig, mode)]
    with st.expander("Contrast and colour blindness: "
                     + (f"{len(problems)} to look at" if problems else "nothing to mend")):
        for line in problems:
            st.markdown(f"- {plain(line)}")
        seen = st.selectbox(
            "Seen with", ["", *VISIONS], key="chart_desk_seen", width=360,
            format_func=lambda one: WORDS[one] if one else "usual colour vision")
        if seen:
            st.plotly_chart(simulate_figure(fig, seen), theme=None, key="chart_desk_simulated",
                            alt=exhibit.words.alt, config={"displayModeBar": False})


def show_files(desk: Desk, exhibit: Exhibit, chosen: Chosen) -> None:
    """A button a format; what this machine cannot draw says what it needs."""
    stem, asked = file_stem(exhibit), Asked(date.today())
    embed = {f"embed{name}.html": partial(to_embed, exhibit, mode=chosen.mode, linked=linked)
             for name, linked in (("", False), ("-linked", True))}
    with st.container(horizontal=True):
        for ending in (*FORMATS, BUNDLE):
            st.download_button(
                ending[1:].upper(), data=partial(make_export, exhibit, ending, asked),
                file_name=stem + ending, mime=MIME[ending], on_click="ignore",
                key=f"chart_desk-{ending[1:]}")
        for name, make in embed.items():
            st.download_button(
                "EMBED" if "linked" not in name else "EMBED, linked", data=make,
                file_name=f"{stem}-{name}", mime="text/html", on_click="ignore",
                key=f"chart_desk-{name}")
    try:
        find_chrome()
    except ExportError as error:
        st.caption(plain(str(error)))
        return
    drawn = Asked(date.today(), size=chosen.size, theme=chosen.mode)
    with st.container(horizontal=True):
        for ending in PICTURES:
            st.download_button(
                f"{ending[1:].upper()}, drawn here", file_name=stem + ending, on_click="ignore",
                data=partial(make_export, exhibit, ending, drawn), mime=PICTURE_MIME[ending],
                key=f"chart_desk-drawn-{ending[1:]}")
    st.caption("PNG and SVG are drawn by your browser (buttons under the chart) or, like PDF, by "
               "the Chrome of the machine that runs this desk.")


def link_of(exhibit: Exhibit, chosen: Chosen) -> dict[str, str]:
    """The parameters that bring a chart back: codes, never labels, and the data version."""
    spec = find_spec(exhibit.id)
    dressed = chosen.dress.to_json()
    free = bool(chosen.size) and chosen.size not in PRESETS
    found = {
        EXHIBIT: exhibit.id,
        **{f"chart_desk_{exhibit.id}_{name}": spec.control(name).write(value)
           for name, value in exhibit.settings.items()},
        "chart_desk_size": FREE if free else chosen.size,
        "chart_desk_free": chosen.size if free else "",
        "chart_desk_theme": "" if chosen.mode == "light" else chosen.mode,
        DRESS: json.dumps(dressed, ensure_ascii=False, separators=(",", ":")) if dressed else "",
        DATA: exhibit.data_version,
    }
    return {name: value for name, value in found.items() if value}


def address_of(exhibit: Exhibit, chosen: Chosen) -> str:
    """The link itself, under the configured address or this machine's."""
    page = f"{_base()}/chart_desk" if _base() else str(st.context.url).partition("?")[0]
    return f"{page}?{urlencode(link_of(exhibit, chosen))}"


def _base() -> str:
    return os.environ.get(ADDRESS, "").rstrip("/")


def show_link(desk: Desk, exhibit: Exhibit, dressed: Exhibit, chosen: Chosen) -> None:
    """The link that brings this chart back, what to paste into a page, the citation."""
    if desk.private and exhibit.released is not None:
        st.markdown("There is no link to this chart: your ledger is in this visit only.")
        show_citation(desk, dressed, address="")
        return
    address = address_of(exhibit, chosen)
    st.caption("Link to this chart, with its filters and dress")
    st.code(address, language=None, wrap_lines=True)
    if not _base():
        st.caption(f"It works on this machine only. Whoever runs the desk for others sets {ADDRESS}"
                   " to its public address.")
    height = fit(dressed, parse_size("embed"), mode=chosen.mode).figure.layout.height
    with st.expander("Paste into a page"):
        st.code(iframe_snippet(dressed, address=f"{file_stem(dressed)}-embed.html",
                               picture=f"{file_stem(dressed)}.png", height_px=round(height)),
                language="html", wrap_lines=True)
        st.caption("Put the EMBED file and a PNG beside your page, or frame the desk itself: "
                   "add &embed=true to the link.")
    with st.expander("From the command line"):
        size = f" --size {chosen.size}" if chosen.size else ""
        st.code(f"python -m analysis export {exhibit.id} --dress dress.json{size} "
                f"--theme {chosen.mode} --to {file_stem(exhibit)}.png", language=None,
                wrap_lines=True)
        st.download_button("dress.json", data=json.dumps(
            chosen.dress.to_json(), indent=1, ensure_ascii=False), file_name="dress.json",
            mime="application/json", key="chart_desk-dress", on_click="ignore")
    show_citation(desk, dressed, address=address)
