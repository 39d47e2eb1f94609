"""A figure as one self-contained HTML page: preview, interactive embed, and maker of its pictures.

Decided: the page holds the figure laid out for three widths and shows the one that fits, because
Plotly wraps no text; a picture of a fixed size holds that one layout and is scaled. What the reader
may save as PNG or SVG is drawn by the page itself, so it needs nothing but a browser. The page may
load nothing from anywhere (unless plotly.js is linked) and runs no text of the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from analysis.charts import theme
from analysis.charts.plain_text import clean
from analysis.exhibits.exhibit import Exhibit
from analysis.exports.files import file_stem, language_of
from analysis.exports.pictures import mark_of
from analysis.exports.sizes import MM_PX, PRESETS, Fitted, Size, fit

MEDIUM = Size("medium", "Medium", theme.WIDTHS_PX["medium"], None, "px", theme.WIDTHS_PX["medium"])
LAYOUTS: Mapping[theme.Size, Size] = {
    "wide": PRESETS["embed"], "medium": MEDIUM, "narrow": PRESETS["phone"]}
"""The layouts of a page without a fixed size, by the width they are for, the widest first."""
LINKED = f"https://cdn.plot.ly/plotly-{get_plotlyjs_version()}.min.js"
PRINT_DPI = 300
STYLE = """#frame { overflow: hidden; }
#figure { transform-origin: 0 0; }
.tools { margin: 8px 12px; }
button { font: inherit; padding: 6px 14px; border: 1px solid currentColor; border-radius: 4px;
  background: none; color: inherit; cursor: pointer; }
"""
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src
 'unsafe-inline'%s; style-src 'unsafe-inline'; img-src data: blob:; font-src data:">"""
POLICY, LINKED_POLICY = _POLICY % "", _POLICY % " https://cdn.plot.ly"
"""What a page may load: nothing from anywhere, or plotly.js alone."""


def to_embed(
    exhibit: Exhibit, *, size: Size | None = None, mode: theme.Mode = "light",
    linked: bool = False, tools: bool = False,
) -> bytes:
    """One HTML page with the figure and nothing else.

    Parameters
    ----------
    exhibit : Exhibit
    size : Size, optional
        A fixed size; without one the page fits its width.
    mode : str
        ``light``, ``dark`` or ``print``.
    linked : bool
        Whether plotly.js is loaded from its makers' server instead of standing in the page; the
        page is then small and needs the network.
    tools : bool
        Whether buttons save the figure as PNG and SVG.
    """
    fitted = lay_out(exhibit, size=size, mode=mode)
    return _PAGE.format(
        title=escape(exhibit.title), language=language_of(exhibit), style=STYLE,
        paper=theme.PALETTES[mode].paper, ink=theme.PALETTES[mode].ink,
        policy=LINKED_POLICY if linked else POLICY,
        figure=figure_part(exhibit, fitted, linked=linked, tools=tools),
    ).encode("utf-8")


def lay_out(
    exhibit: Exhibit, *, size: Size | None = None, mode: theme.Mode = "light"
) -> list[Fitted]:
    """The figure for a fixed size, or for each width of a page, the widest first."""
    return [fit(exhibit, one, mode=mode) for one in ([size] if size else LAYOUTS.values())]


def figure_part(
    exhibit: Exhibit, fitted: list[Fitted], *, linked: bool = False, tools: bool = False
) -> str:
    """The figure as a part of a page: its frame, plotly.js, its layouts and what shows them.

    Parameters
    ----------
    exhibit : Exhibit
    fitted : list of Fitted
        Of :func:`lay_out`; of several the one is shown that fits the width of the parent element.
    linked, tools : bool
        As :func:`to_embed`.
    """
    about = {
        "layouts": [_layout(one) for one in fitted], "fixed": len(fitted) == 1,
        "title": clean(exhibit.title), "alt": clean(exhibit.words.alt), "stem": file_stem(exhibit),
        "own": mark_of(exhibit),
    }
    source = f'<script src="{LINKED}"></script>' if linked else f"<script>{get_plotlyjs()}</script>"
    return _FIGURE.format(
        alt=escape(exhibit.words.alt, quote=True), plotly=source, about=script_safe(about),
        buttons=_BUTTONS if tools else "", script=_SCRIPT)


def iframe_snippet(exhibit: Exhibit, *, address: str, picture: str, height_px: int) -> str:
    """What an editor pastes into a page: the frame, its height as it needs, a picture without it.

    Parameters
    ----------
    exhibit : Exhibit
    address : str
        Where the embed page will lie.
    picture : str
        Where the fallback picture will lie.
    height_px : int
        Height until the page has said its own.
    """
    name = f"double-booked-{exhibit.id}"
    return (
        f'<iframe id="{name}" src="{escape(address, quote=True)}" '
        f'title="{escape(exhibit.title, quote=True)}" loading="lazy" scrolling="no" '
        f'style="width:100%;border:0" height="{height_px}">'
        f'<img src="{escape(picture, quote=True)}" alt="{escape(exhibit.words.alt, quote=True)}">'
        "</iframe>\n"
        f"<noscript><img src=\"{escape(picture, quote=True)}\" style=\"max-width:100%\" "
        f'alt="{escape(exhibit.words.alt, quote=True)}"></noscript>\n'
        "<script>addEventListener(\"message\",function(e){"
        f'var f=document.getElementById("{name}");'
        "if(f&&e.source===f.contentWindow&&e.data&&e.data.doubleBookedHeight)"
        "f.height=Math.min(4000,e.data.doubleBookedHeight)})</script>\n"
    )


def _layout(fitted: Fitted) -> dict[str, Any]:
    fig: go.Figure = fitted.figure
    size = fitted.size
    per = MM_PX if size.unit == "mm" else 1.0
    pixels = PRINT_DPI / 96 if size.unit == "mm" else 1.0 if size.height else 2.0
    return {
        "figure": json.loads(fig.to_json()), "width": fig.layout.width,
        "height": fig.layout.height, "scale": fitted.scale, "png": fitted.scale * pixels,
        "unit": size.unit, "shown": [fig.layout.width * fitted.scale / per, fitted.height],
    }


def script_safe(value: Any) -> str:
    """JSON that can stand inside a script element, whatever texts are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


_BUTTONS = """<p class="tools"><button id="png">Save PNG</button> <button id="svg">Save SVG</button>
<span id="said" role="status"></span></p>"""
_SCRIPT = r"""
const about = JSON.parse(document.getElementById("about").textContent);
const box = document.getElementById("figure"), frame = document.getElementById("frame");
let now = null;
function fitting() {
  if (about.fixed) return about.layouts[0];
  const width = frame.parentElement.clientWidth;
  return about.layouts.find(one => one.width <= width) || about.layouts.at(-1);
}
async function show() {
  const wanted = fitting();
  if (wanted !== now) {
    now = wanted;
    await Plotly.react(box, wanted.figure.data, wanted.figure.layout,
      {displayModeBar: false, staticPlot: false, scrollZoom: false, doubleClick: false});
    box.setAttribute("data-drawn", "yes");
  }
  const room = frame.parentElement.clientWidth;
  const scale = Math.min(1, room / now.width);
  box.style.transform = scale < 1 ? `scale(${scale})` : "";
  frame.style.height = `${now.height * scale}px`;
  frame.style.width = `${now.width * scale}px`;
  parent.postMessage({doubleBookedHeight: Math.ceil(document.body.scrollHeight)}, "*");
}
addEventListener("resize", show);
show();
function save(blob, ending) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = about.stem + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
function tidy(text) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml"), root = svg.documentElement;
  const names = new Map();
  for (const one of root.querySelectorAll("[id]")) {
    names.set(one.id, `${about.own}-${names.size}`); one.id = names.get(one.id);
  }
  for (const one of root.querySelectorAll("*")) {
    for (const attribute of [...one.attributes]) {
      const value = attribute.value.replace(/#([\w-]+)/g, (all, name) =>
        names.has(name) ? "#" + names.get(name) : all);
      if (value !== attribute.value) one.setAttribute(attribute.name, value);
    }
    one.setAttribute("class", (one.getAttribute("class") || "").replace(
      /\btrace[0-9a-f]{6}\b/, "trace"));
    if (!one.getAttribute("class")) one.removeAttribute("class");
  }
  const [width, height] = now.shown.map(one => `${+one.toPrecision(6)}${now.unit}`);
  root.setAttribute("viewBox", `0 0 ${now.width} ${now.height}`);
  root.setAttribute("width", width); root.setAttribute("height", height);
  root.setAttribute("role", "img");
  root.setAttribute("aria-labelledby", `title-${about.own} desc-${about.own}`);
  for (const [name, said] of [["desc", about.alt], ["title", about.title]]) {
    const one = svg.createElementNS("http://www.w3.org/2000/svg", name);
    one.id = `${name}-${about.own}`; one.textContent = said; root.prepend(one);
  }
  return new XMLSerializer().serializeToString(svg);
}
async function picture(format) {
  const address = await Plotly.toImage(box, {format, width: now.width, height: now.height,
    scale: format === "png" ? now.png : 1});
  if (format === "svg") {
    const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    return new Blob([tidy(text)], {type: "image/svg+xml"});
  }
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)),
    one => one.charCodeAt(0));
  return new Blob([bytes], {type: "image/png"});
}
for (const format of ["png", "svg"]) {
  document.getElementById(format)?.addEventListener("click", async () => {
    const said = document.getElementById("said");
    try { save(await picture(format), "." + format); said.textContent = ""; }
    catch (error) { said.textContent = "The browser could not draw the picture. Try again."; }
  });
}
"""
_FIGURE = """<div id="frame"><div id="figure" role="img" aria-label="{alt}"></div></div>
{buttons}
{plotly}
<script type="application/json" id="about">{about}</script>
<script>{script}</script>
"""
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>{title}</title>
<style>
html, body {{ margin: 0; background: {paper}; color: {ink};
  font: 14px/1.4 "Source Sans 3", "Liberation Sans", Arial, sans-serif; }}
{style}</style></head><body>
{figure}</body></html>
"""
