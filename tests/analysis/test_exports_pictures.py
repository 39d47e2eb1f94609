"""Pictures in every size and theme, by this machine's Chrome; sentences where there is none."""

from __future__ import annotations

import re
import struct
import threading
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from page_parts import DRAWN
from pypdf import PdfReader

from analysis.charts import theme
from analysis.errors import ExportError
from analysis.exhibits import Exhibit
from analysis.exports import chrome, to_pdf, to_png, to_svg
from analysis.exports.chrome import draw_picture, find_chrome
from analysis.exports.sizes import MM_PX, PRESETS, fit, parse_size

SHAPES = ("exposure_range", "human_v_twin_uses", "job_market_wages", "money_hm",
          "pay_and_consent_labels")
"""Exhibits of five shapes: ranges, bars by year, series, quarters, parts of a whole."""
SVG = "{http://www.w3.org/2000/svg}"
EVIL = '</title><script>alert(1)</script>"\'&<b onload=x>{{7*7}}'
Default = Callable[[str], Exhibit]


@pytest.mark.parametrize("id", SHAPES)
@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_every_size_is_met_or_refused_with_what_would_fit(
    id: str, mode: theme.Mode, default_exhibit: Default
) -> None:
    exhibit = default_exhibit(id)
    for size in PRESETS.values():
        try:
            fitted = fit(exhibit, size, mode=mode)
        except ExportError as error:
            tall = re.search(r"taller free one \((\d+x\d+(?:mm)?)\)", str(error))
            assert tall is not None
            assert fit(exhibit, parse_size(tall[1]), mode=mode)
            continue
        width = fitted.figure.layout.width * fitted.scale
        assert width == pytest.approx(size.width * (MM_PX if size.unit == "mm" else 1))
        assert size.height is None or fitted.height == pytest.approx(size.height)
        assert fitted.figure.layout.paper_bgcolor in (None, theme.PALETTES[mode].paper)
        assert fitted.figure.layout.meta["title"] == exhibit.title


def test_a_tall_exhibit_is_refused_for_a_slide(default_exhibit: Default) -> None:
    with pytest.raises(ExportError, match="too many rows for Slide"):
        fit(default_exhibit("worker_voice_bectu"), PRESETS["slide"])


def test_a_refusal_names_the_controls_that_leave_fewer_rows(default_exhibit: Default) -> None:
    with pytest.raises(ExportError, match=r"or show fewer rows by “.*“Status”.*\.$"):
        fit(default_exhibit("law_matrix"), PRESETS["slide"])
    with pytest.raises(ExportError, match=r"taller free one \(1280x\d+\)\.$"):
        fit(replace(default_exhibit("law_matrix"), id="of nobody"), PRESETS["slide"])


@pytest.mark.parametrize("id", [*SHAPES, "law_matrix", "who_gains_cross_brand",
                                "worker_voice_bectu", "job_market_employment"])
@pytest.mark.parametrize("size", ["newspaper-1", "newspaper-2", "150x200mm"])
def test_no_letter_in_print_is_smaller_than_six_points(
    id: str, size: str, default_exhibit: Default
) -> None:
    try:
        fitted = fit(default_exhibit(id), parse_size(size), mode="print")
    except ExportError:
        assert size == "150x200mm"
        return
    layout = fitted.figure.layout
    letters = [note.font.size for note in layout.annotations]
    letters += [float(one) for note in layout.annotations
                for one in re.findall(r"font-size:([\d.]+)px", note.text)]
    letters += [axis.tickfont.size or layout.template.layout.xaxis.tickfont.size
                for axis in (*fitted.figure.select_xaxes(), *fitted.figure.select_yaxes())]
    points = {one: one * fitted.scale * 72 / 96 for one in letters}
    assert {one: size for one, size in points.items() if size < 5.99} == {}


@pytest.mark.parametrize("id", ["human_v_twin_bookings", "who_gains_cross_brand"])
@pytest.mark.parametrize("size", PRESETS)
def test_the_watermark_stands_inside_the_picture(
    id: str, size: str, default_exhibit: Default
) -> None:
    layout = fit(default_exhibit(id), PRESETS[size]).figure.layout
    mark = next(note for note in layout.annotations if note.name == "watermark")
    letters = mark.font.size * 0.611 * len(mark.text)
    half = (letters * cos(radians(20)) + mark.font.size * sin(radians(20))) / 2
    middle = (layout.margin.l + layout.width - layout.margin.r) / 2
    assert mark.font.size >= 28
    assert half <= min(middle, layout.width - middle)


@pytest.mark.parametrize(("text", "said"), [
    ("huge", "Choose one of embed"), ("10x10", "240 to 4000 px"), ("900x90mm", "40 to 500 mm"),
    ("0x0", "240 to 4000"), ("800 x 450", "Choose one of"), ("", "Choose one of"),
])
def test_a_size_that_is_none_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ExportError, match=re.escape(said)):
        parse_size(text)


def test_print_is_grey_and_kinds_stand_apart() -> None:
    """Grey is what a newspaper prints; lightness has to do what colour did."""
    palette = theme.PALETTES["print"]
    for name, colour in vars(palette).items():
        red, green, blue = (colour[at:at + 2] for at in (1, 3, 5))
        assert red == green == blue, name
    lightness = sorted(int(getattr(palette, kind)[1:3], 16)
                       for kind in ("human", "twin", "synthetic"))
    assert min(b - a for a, b in pairwise(lightness)) >= 50


@DRAWN
@pytest.mark.parametrize("id", SHAPES)
def test_an_svg_is_text_with_title_and_description_and_always_the_same(
    id: str, default_exhibit: Default
) -> None:
    exhibit = default_exhibit(id)
    first, second = (to_svg(exhibit, size=PRESETS["newspaper-2"], mode="print") for _ in range(2))
    assert first == second
    root = ElementTree.fromstring(first)
    assert root.findtext(f"{SVG}title") == exhibit.title
    assert root.findtext(f"{SVG}desc") == exhibit.words.alt
    assert root.get("role") == "img"
    assert root.get("width") == "128mm"
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert exhibit.title.split()[0] in said
    assert "Double Booked" in said
    assert not [one for one in root.iter() if one.tag.endswith(("script", "image"))]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for used in re.findall(rb"url\(.?#([\w-]+)", first):
        assert used.decode() in ids


@DRAWN
def test_two_svgs_can_stand_on_one_page(default_exhibit: Default) -> None:
    ids = [set(re.findall(rb'\bid="([^"]+)"', to_svg(default_exhibit(id)))) for id in SHAPES[:2]]
    assert ids[0]
    assert not ids[0] & ids[1]


@DRAWN
@pytest.mark.parametrize(("size", "pixels"), [
    ("social-square", (1080, 1080)), ("wide-16x9", (1920, 1080)), ("slide", (1280, 720)),
    ("900x600", (900, 600)), ("embed", (1720, None)), ("90x110mm", (1063, 1299)),
])
def test_a_png_has_the_pixels_of_its_size(
    size: str, pixels: tuple[int, int | None], default_exhibit: Default
) -> None:
    drawn = to_png(default_exhibit("job_market_wages"), size=parse_size(size))
    assert drawn.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", drawn[16:24])
    assert abs(width - pixels[0]) <= 1
    assert pixels[1] is None or abs(height - pixels[1]) <= 1


@DRAWN
def test_a_pdf_has_one_page_of_the_size_with_its_words_as_text(
    default_exhibit: Default, tmp_path: Path
) -> None:
    exhibit = default_exhibit("job_market_wages")
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf(exhibit, size=PRESETS["newspaper-2"], mode="print"))
    read = PdfReader(path)
    assert read.metadata.title == exhibit.title
    assert read.metadata.subject == exhibit.words.alt
    assert read.root_object["/Lang"] == "en"
    assert len(read.pages) == 1
    assert float(read.pages[0].mediabox.width) == pytest.approx(128 / 25.4 * 72, abs=1.5)
    said = read.pages[0].extract_text()
    assert "Half of salaried jobs" in " ".join(said.split())


@DRAWN
def test_hostile_words_neither_run_nor_break_a_picture(default_exhibit: Default) -> None:
    exhibit = default_exhibit("exposure_range")
    words = replace(exhibit.words, title=f"Title {EVIL}", subtitle=f"Sub {EVIL}", alt=f"Alt {EVIL}")
    table = exhibit.table.assign(**{
        name: EVIL for name, column in exhibit.columns.items()
        if column.format == "text" and not name.startswith("source")})
    evil = replace(exhibit, words=words, table=table)
    root = ElementTree.fromstring(to_svg(evil))
    assert root.findtext(f"{SVG}title") == f"Title {EVIL}"
    assert root.findtext(f"{SVG}desc") == f"Alt {EVIL}"
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert to_png(evil).startswith(b"\x89PNG")
    assert PdfReader(BytesIO(to_pdf(evil))).metadata.title == f"Title {EVIL}"


@DRAWN
def test_many_at_once_are_drawn_one_after_the_other(default_exhibit: Default) -> None:
    exhibit, drawn = default_exhibit("job_market_wages"), []
    threads = [threading.Thread(target=lambda: drawn.append(to_svg(exhibit))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(drawn) == 4
    assert len(set(drawn)) == 1


@DRAWN
def test_a_picture_that_takes_too_long_is_given_up_and_the_next_is_drawn(
    default_exhibit: Default
) -> None:
    fig = default_exhibit("job_market_wages").figure().update_layout(width=860)
    with pytest.raises(ExportError, match=r"more than 0\.001 seconds"):
        draw_picture(fig, format="png", seconds=0.001)
    assert draw_picture(fig, format="png").startswith(b"\x89PNG")


def test_without_a_chrome_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chrome.NAMED, raising=False)
    monkeypatch.setattr(chrome, "PLACES", ())
    with pytest.raises(ExportError, match="apt install chromium"):
        draw_picture(go.Figure(), format="png")
    monkeypatch.setenv(chrome.NAMED, str(tmp_path / "none"))
    with pytest.raises(ExportError, match="there is no such file"):
        find_chrome()


def test_packages_txt_names_the_chrome_that_hosts_install(repository: Path) -> None:
    assert "chromium" in (repository / "packages.txt").read_text(encoding="utf-8").split()
