"""An exhibit as PNG, SVG or PDF in a size and theme.

Decided: an SVG says what it shows: title and description (the alternative text) stand in it, its
texts are text, and it holds no script. Plotly numbers its clip paths by chance; they are named
after the exhibit, so that the same inputs give the same bytes and two pictures can stand on one
page.
"""

from __future__ import annotations

import re
import zlib
from html import escape
from io import BytesIO

from analysis.charts import theme
from analysis.charts.plain_text import clean
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.chrome import draw_picture
from analysis.exports.files import file_stem
from analysis.exports.sizes import MM_PX, PRESETS, Fitted, Size, fit

PNG_SCALE = 2.0
"""Pixels of a PNG for one of the sheet, for sizes that are not counted in pixels of the picture."""
NAME = re.compile(r'\bid="([^"]+)"')
LINK = re.compile(r"#([\w-]+)([\"')])")
TRACE = re.compile(r"\btrace([0-9a-f]{6})\b")
"""What Plotly names by chance in an SVG: ids of clip paths and patterns, classes of traces."""


def to_png(exhibit: Exhibit, *, size: Size = PRESETS["embed"], mode: theme.Mode = "light") -> bytes:
    """A picture: as many pixels as the size says; twice as many for embeds, 300 dpi for print."""
    fitted = fit(exhibit, size, mode=mode)
    scale = fitted.scale * (300 / 96 if size.unit == "mm" else 1 if size.height else PNG_SCALE)
    return draw_picture(fitted.figure, format="png", scale=scale)


def to_pdf(exhibit: Exhibit, *, size: Size = PRESETS["embed"], mode: theme.Mode = "light") -> bytes:
    """A page of the size, with the figure as vectors, its texts as text, and what it shows."""
    from pypdf import PdfWriter  # at the top it would keep every page waiting for a second
    from pypdf.generic import NameObject, TextStringObject

    fitted = fit(exhibit, size, mode=mode)
    writer = PdfWriter(clone_from=BytesIO(
        draw_picture(fitted.figure, format="pdf", scale=fitted.scale)))
    writer.add_metadata({
        "/Title": clean(exhibit.title), "/Subject": clean(exhibit.words.alt),
        "/Author": "Double Booked"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(exhibit.words.language)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def to_svg(exhibit: Exhibit, *, size: Size = PRESETS["embed"], mode: theme.Mode = "light") -> bytes:
    """A vector picture with title and description; the same inputs give the same bytes."""
    fitted = fit(exhibit, size, mode=mode)
    drawn = draw_picture(fitted.figure, format="svg").decode("utf-8")
    return tidy_svg(drawn, exhibit, fitted).encode("utf-8")


def tidy_svg(drawn: str, exhibit: Exhibit, fitted: Fitted) -> str:
    """Plotly's SVG with title, description, size in its unit, and names that do not change."""
    per, unit = (MM_PX if fitted.size.unit == "mm" else 1), fitted.size.unit
    layout = fitted.figure.layout
    return name_svg(
        drawn, own=mark_of(exhibit), said=(exhibit.title, exhibit.words.alt),
        view=(layout.width, layout.height),
        size=(f"{layout.width * fitted.scale / per:.6g}{unit}", f"{fitted.height:.6g}{unit}"))


def name_svg(
    drawn: str, *, own: str, said: tuple[str, str], view: tuple[float, float],
    size: tuple[str, str],
) -> str:
    """Plotly's SVG with names that do not change, and what it shows.

    Parameters
    ----------
    drawn : str
    own : str
        What its names begin with.
    said : (str, str)
        Title and description.
    view, size : pairs
        Width and height in pixels of the figure, and with their unit as shown.
    """
    names = {name: f"{own}-{at}" for at, name in enumerate(dict.fromkeys(NAME.findall(drawn)))}
    drawn = NAME.sub(lambda found: f'id="{names[found[1]]}"', drawn)
    drawn = LINK.sub(lambda found: f"#{names.get(found[1], found[1])}{found[2]}", drawn)
    traces = {name: f"{at}" for at, name in enumerate(dict.fromkeys(TRACE.findall(drawn)))}
    drawn = TRACE.sub(lambda found: f"trace-{traces[found[1]]}", drawn)
    begin, _, rest = drawn.partition(">")
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "viewBox": f"0 0 {view[0]} {view[1]}", "width": size[0], "height": size[1], "role": "img",
        "aria-labelledby": f"title-{own} desc-{own}",
    }
    assert begin.startswith("<svg")
    head = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    words = (f'<title id="title-{own}">{escape(clean(said[0]))}</title>'
             f'<desc id="desc-{own}">{escape(clean(said[1]))}</desc>')
    return f"<svg {head}>{words}{rest}\n"


def mark_of(exhibit: Exhibit) -> str:
    """What the names in a picture begin with: eight digits that hang on exhibit and settings."""
    return f"{zlib.crc32(file_stem(exhibit).encode()):08x}"
