"""The desk's look for figures: paper and ink, colour only for meaning, light and dark.

Style and publication are two functions: :func:`template` styles a bare figure, :func:`finish` adds
what makes it publishable (title, subtitle, source line, watermark, alternative text). Importing
Streamlit replaces Plotly's default template, so the template is always passed explicitly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import plotly.graph_objects as go

from analysis.charts.checked import checked_before
from analysis.charts.colours import contrast_ratio, is_grey
from analysis.charts.text import block, wrap
from analysis.charts.watermark import add_watermark

Mode = Literal["light", "dark", "print"]
Size = Literal["wide", "medium", "narrow"]
Order = Literal["as_is", "ascending", "descending", "alphabetical"]
SERIF = '"Source Serif", "Source Serif 4", Georgia, "Liberation Serif", serif'
SANS = '"Source Sans", "Source Sans 3", "Helvetica Neue", "Liberation Sans", Arial, sans-serif'
WIDTHS_PX: dict[Size, int] = {"wide": 860, "medium": 540, "narrow": 346}
TITLE_PX: dict[Size, int] = {"wide": 21, "medium": 19, "narrow": 17}
SUBTITLE_PX = 13.5
BUTTON_PX = 46
"""Room beside the title for the camera that saves the picture."""
SOURCE_PX = 11.5
TICK_GAP_PX = 4  # so that the first label below a plot does not touch a zero beside it
LINE_HEIGHT = 1.3
LEAST_TEXT = 4.5


@dataclass(frozen=True)
class Palette:
    """Colours of one mode.

    Contrast with the paper is at least 4.5 for ink, muted and human, and 3 for all kinds; letters
    in the colour of a kind take :meth:`text`.
    """

    paper: str
    ink: str
    muted: str
    grid: str
    rule: str
    human: str
    twin: str
    synthetic: str
    band: str

    @property
    def accent(self) -> str:
        """Of the row a figure is about; in print ink, for a grey one would stand back."""
        return self.ink if is_grey(self.human) else self.human

    def text(self, colour: str) -> str:
        """A colour of the palette for letters: ink where its contrast is below 4.5."""
        return colour if contrast_ratio(colour, self.paper) >= LEAST_TEXT else self.ink


PALETTES: dict[Mode, Palette] = {
    "light": Palette(
        paper="#FBFAF7", ink="#1D1D1B", muted="#5F5D58", grid="#E4E1DA", rule="#1D1D1B",
        human="#C8452B", twin="#163F7C", synthetic="#9583C2", band="#EFEAE1",
    ),
    "dark": Palette(
        paper="#15171C", ink="#EDEBE6", muted="#A9A59D", grid="#2C3038", rule="#EDEBE6",
        human="#F2836A", twin="#4F7FD0", synthetic="#CFC3F0", band="#22262E",
    ),
    "print": Palette(
        paper="#FFFFFF", ink="#000000", muted="#4D4D4D", grid="#D9D9D9", rule="#000000",
        human="#626262", twin="#1A1A1A", synthetic="#949494", band="#EDEDED",
    ),
}
"""Print is grey: kinds stand apart in lightness, and in dashes and hatching as everywhere."""


@dataclass(frozen=True)
class Canvas:
    """Where a figure will be shown.

    Parameters
    ----------
    mode : {"light", "dark", "print"}
        Paper and ink.
    size : {"wide", "medium", "narrow"}
        Width the texts are wrapped for.
    pad_px : int
        Empty paper around the figure in pixels: none on a page, some in a saved picture.
    exact_px : int
        Width of the whole figure, paper around it included; 0 for that of the size.
    order : {"as_is", "ascending", "descending", "alphabetical"}
        Of the rows of figures that have rows without an order of their own.
    """

    mode: Mode = "light"
    size: Size = "wide"
    pad_px: int = 0
    exact_px: int = 0
    order: Order = "as_is"

    @property
    def palette(self) -> Palette:
        """Colours of the mode."""
        return PALETTES[self.mode]

    @property
    def width_px(self) -> int:
        """Width that texts are wrapped for, in pixels."""
        return (self.exact_px or WIDTHS_PX[self.size]) - 2 * self.pad_px

    @property
    def narrow(self) -> bool:
        """Whether this is a phone."""
        return self.size == "narrow"


@dataclass(frozen=True)
class Labels:
    """Texts of a publishable figure."""

    title: str
    subtitle: str
    source: str
    alt: str
    watermark: str = ""
    note: str = ""


class Marks:
    """Annotations and shapes, gathered and handed to a figure at once.

    Plotly checks all annotations again whenever one is added, so that fifty of them added one by
    one take a second; gathered they take a few hundredths.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._paper = canvas.palette.paper
        self._notes: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []

    def note(self, **settings: Any) -> None:
        """Add a text without arrow; settings as of ``layout.annotations``."""
        self._notes.append({"showarrow": False, "borderpad": 0, "align": "left"} | settings)

    def label(self, **settings: Any) -> None:
        """Add a text on a piece of paper, so that no grid line runs through it."""
        self.note(bgcolor=self._paper, **settings)

    def shape(self, **settings: Any) -> None:
        """Add a shape below the data; settings as of ``layout.shapes``."""
        self._shapes.append({"layer": "below"} | settings)

    def put(self, fig: go.Figure) -> None:
        """Hand everything to the figure, after what it already has and Plotly has checked."""
        with checked_before(fig.layout) as layout:
            if self._notes:
                layout.annotations = [
                    *layout.annotations, *map(go.layout.Annotation, self._notes)]
            if self._shapes:
                layout.shapes = [*layout.shapes, *map(go.layout.Shape, self._shapes)]


def config(file_name: str, *, picture: Literal["png", "svg"] = "png") -> dict[str, Any]:
    """Plotly configuration: only the picture button, at double resolution for PNG.

    Parameters
    ----------
    file_name : str
        Name of the saved picture without ending.
    picture : str
        Format the button saves.
    """
    return {
        "displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]],
        "scrollZoom": False, "doubleClick": False, "showTips": False,
        "toImageButtonOptions": {
            "format": picture, "filename": file_name, "scale": 2 if picture == "png" else 1,
        },
    }


@cache
def template(mode: Mode) -> go.layout.Template:
    """The desk's Plotly template for a mode."""
    colours = PALETTES[mode]
    axis: dict[str, Any] = {
        "showgrid": True, "gridcolor": colours.grid, "gridwidth": 1, "zeroline": False,
        "showline": False, "ticks": "", "fixedrange": True, "automargin": False,
        "tickfont": {"size": 12, "color": colours.muted},
        "title": {"font": {"size": 12, "color": colours.muted}},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": colours.paper, "plot_bgcolor": colours.paper,
            "font": {"family": SANS, "size": 13, "color": colours.ink},
            "colorway": [colours.ink, colours.human, colours.twin, colours.synthetic],
            "xaxis": axis | {"ticklabelstandoff": TICK_GAP_PX}, "yaxis": axis,
            "showlegend": False, "dragmode": False, "hovermode": "closest", "separators": ".,",
            "hoverlabel": {
                "bgcolor": colours.paper, "bordercolor": colours.muted,
                "font": {"family": SANS, "size": 12.5, "color": colours.ink},
            },
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)", "color": colours.muted,
                "activecolor": colours.ink, "orientation": "h",
            },
            "bargap": 0.35,
        }
    )


def figure(canvas: Canvas, *, plot_height_px: int = 340, **layout: Any) -> go.Figure:
    """An empty figure in the desk's style.

    Parameters
    ----------
    canvas : Canvas
        Mode and size.
    plot_height_px : int
        Height of the plot area alone, without title and source line.
    **layout
        Further Plotly layout settings; ``margin`` holds only the room the axes need.
    """
    margin = {"l": 0, "r": 8, "t": 0, "b": 30} | layout.pop("margin", {})
    fig = go.Figure(layout={
        "template": {}, "margin": margin, "meta": {"plot_height_px": plot_height_px}, **layout})
    with checked_before(fig.layout) as bare:
        bare.template = template(canvas.mode)
    return fig


def finish(fig: go.Figure, canvas: Canvas, labels: Labels) -> go.Figure:
    """Add title, subtitle, source line, watermark and alternative text to a bare figure.

    Parameters
    ----------
    fig : Figure
        A figure made by :func:`figure`; changed in place.
    canvas : Canvas
        Mode and size.
    labels : Labels
        Texts, not yet escaped.

    Returns
    -------
    Figure
        The same figure, its height grown by the room the texts take.
    """
    colours, room, pad = canvas.palette, canvas.width_px, canvas.pad_px
    title_px = TITLE_PX[canvas.size]
    title = wrap(
        labels.title, width_px=room - BUTTON_PX, size_px=title_px, face="serif bold"
    )
    subtitle = wrap(labels.subtitle, width_px=room, size_px=SUBTITLE_PX)
    source = wrap(labels.source, width_px=room, size_px=SOURCE_PX)
    note = wrap(labels.note, width_px=room, size_px=SOURCE_PX) if labels.note else []
    noted = round(len(note) * SOURCE_PX * LINE_HEIGHT + 4) if note else 0
    title_height = len(title) * title_px * LINE_HEIGHT
    top = round(title_height + len(subtitle) * SUBTITLE_PX * LINE_HEIGHT + 26)
    foot = round(len(source) * SOURCE_PX * LINE_HEIGHT + 18) + noted
    axis = go.layout.Margin(fig.layout.margin)
    plot_height = fig.layout.meta["plot_height_px"]
    fig.update_layout(
        height=top + axis.t + plot_height + axis.b + foot + 2 * pad,
        margin={
            "l": axis.l + pad, "r": axis.r + pad, "t": top + axis.t + pad,
            "b": axis.b + foot + pad,
        },
        meta={"plot_height_px": plot_height, "alt": labels.alt, "title": labels.title,
              "named": bool(fig.layout.meta.get("named"))},
    )
    marks = Marks(canvas)
    left = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -axis.l, "yref": "paper"}
    marks.note(
        **left, text=f"<b>{block(title)}</b>", y=1, yanchor="top", yshift=top + axis.t - 4,
        name="title", font={"family": SERIF, "size": title_px, "color": colours.ink},
    )
    marks.note(
        **left, name="subtitle", text=block(subtitle), y=1, yanchor="bottom", yshift=axis.t + 12,
        font={"size": SUBTITLE_PX, "color": colours.muted},
    )
    foot_text = {"y": 0, "yanchor": "top", "font": {"size": SOURCE_PX, "color": colours.muted}}
    if note:
        marks.note(**left, **foot_text, name="note", text=block(note), yshift=-(axis.b + 10))
    marks.note(
        **left, **foot_text, name="source", text=block(source), yshift=-(axis.b + 10 + noted))
    add_watermark(marks, labels.watermark, canvas, aside_px=abs(axis.l - axis.r))
    marks.put(fig)
    return fig


def day(value: date) -> str:
    """A date as ``23 Nov 2026``, the same on every system."""
    return f"{value.day} {value:%b %Y}"
