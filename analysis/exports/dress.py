"""How an editor dresses an exhibit for publication, and the dressed exhibit.

Decided: a dress comes from a permalink, hence from anybody. It holds plain values within bounds and
nothing that could run; control and direction signs are taken out of its texts. It changes words and
looks, never figures: table, sources, standing, caveats and data version stay, the source line, the
watermark and the words simulation and scenario are put in by the exhibit itself, and what is cited
is the computed finding. What an exhibit cannot do is refused with a sentence, never ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, Literal, get_args

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import theme
from analysis.charts.annotations import Remark, add_remarks
from analysis.charts.highlight import highlight
from analysis.charts.items import VALUE, items_of
from analysis.charts.language import CODES, LANGUAGES, Code
from analysis.charts.localised import localise_figure
from analysis.charts.plain_text import clean
from analysis.charts.theme import Order
from analysis.charts.values import add_values
from analysis.errors import ExportError
from analysis.exhibits.exhibit import Draw, Exhibit
from analysis.exports.dress_options import Options, options_of, place

LONGEST: Mapping[str, int] = {
    "title": 400, "subtitle": 400, "note": 400, "byline": 80, "alt": 4000}
LONGEST_NAME, LONGEST_REMARK, LONGEST_PLACE = 300, 160, 30
MOST_HIGHLIGHTS, MOST_ANNOTATIONS = 12, 8
Kind = Literal["point", "date", "range"]


@dataclass(frozen=True)
class Annotation:
    """A text on a row or line, a day, or a range.

    Parameters
    ----------
    kind : str
        ``point``, ``date`` or ``range``.
    text : str
    name : str
        Of the row or line of a point.
    at, to : str
        A day (``2025-03-27``), year, or number of the axis as printed on it: where a date stands,
        where a range begins and ends, which point of a line is meant (empty: its last).
    """

    kind: Kind
    text: str
    name: str = ""
    at: str = ""
    to: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ExportError(
                f"Annotation of kind {str(self.kind)[:30]!r} is none. Choose one of point, date, "
                "range.")
        for name, most in (("text", LONGEST_REMARK), ("name", LONGEST_NAME),
                           ("at", LONGEST_PLACE), ("to", LONGEST_PLACE)):
            _tidy(self, name, most, of="an annotation")
        if not self.text:
            raise ExportError("An annotation has no text. Write one, or take the annotation away.")


@dataclass(frozen=True)
class Dress:
    """What an editor decided; plain values only.

    Parameters
    ----------
    title, subtitle : str
        Empty for those computed from the data.
    note, byline : str
        Below the figure.
    alt : str or None
        Alternative text; None for that of the exhibit. An empty one is refused for export.
    highlight : tuple of str
        Names of rows or lines.
    order : str
        ``as_is``, ``ascending``, ``descending`` or ``alphabetical``.
    labels : bool or None
        Whether values are written beside the marks; None as the figure has it.
    annotations : tuple of Annotation
    language : str
        Of numbers, dates and fixed words.
    """

    title: str = ""
    subtitle: str = ""
    note: str = ""
    byline: str = ""
    alt: str | None = None
    highlight: tuple[str, ...] = ()
    order: Order = "as_is"
    labels: bool | None = None
    annotations: tuple[Annotation, ...] = ()
    language: Code = "en"

    def __post_init__(self) -> None:
        for name, most in LONGEST.items():
            if not (name == "alt" and self.alt is None):
                _tidy(self, name, most, of="a dress")
        if self.order not in get_args(Order):
            raise ExportError(f"Order {str(self.order)[:30]!r} is none. Choose one of "
                              f"{', '.join(get_args(Order))}.")
        if self.language not in CODES:
            raise ExportError(f"Language {str(self.language)[:30]!r} is none of the desk's. Choose "
                              f"one of {', '.join(CODES)}.")
        if self.labels is not None and not isinstance(self.labels, bool):
            raise ExportError("labels must be true, false or null.")
        _bounded(self.highlight, "highlight", MOST_HIGHLIGHTS, str)
        _bounded(self.annotations, "annotations", MOST_ANNOTATIONS, Annotation)
        if any(len(name) > LONGEST_NAME for name in self.highlight):
            raise ExportError(f"A name to highlight has more than {LONGEST_NAME} characters.")

    def to_json(self) -> dict[str, Any]:
        """What differs from an exhibit as it is, in types JSON knows."""
        own = asdict(self)
        made = {field.name: own[field.name] for field in fields(self)
                if getattr(self, field.name) != field.default}
        return {name: list(value) if isinstance(value, tuple) else value
                for name, value in made.items()}

    @classmethod
    def from_json(cls, value: object) -> Dress:
        """A dress from what :meth:`to_json` gave, or anybody else.

        Raises
        ------
        ExportError
            If it has another shape, an unknown name, or is out of bounds.
        """
        said = _names(value, [field.name for field in fields(cls)], "A dress")
        for name in ("highlight", "annotations"):
            if not isinstance(said.get(name, []), list):
                raise ExportError(f"{name} of a dress must be a list.")
        named = [field.name for field in fields(Annotation)]
        said["annotations"] = tuple(
            Annotation(**{"kind": "", "text": ""} | _names(one, named, "An annotation"))
            for one in said.get("annotations", [])[:MOST_ANNOTATIONS + 1])
        said["highlight"] = tuple(said.get("highlight", []))
        return cls(**said)


def dress(exhibit: Exhibit, dress: Dress) -> Exhibit:
    """The exhibit as an editor dressed it; every exporter takes it like any other.

    Parameters
    ----------
    exhibit : Exhibit
        As it was built; not dressed before.
    dress : Dress

    Raises
    ------
    ExportError
        If the alternative text is empty, or the figure cannot do what is asked.
    """
    if dress.alt == "":
        raise ExportError(
            "The alternative text is empty, so nothing is exported: people who cannot see the "
            "chart would get nothing. Write one, or take the draft made from the data.")
    if dress == Dress():
        return exhibit
    _check(dress, exhibit.draw(exhibit.table, theme.Canvas()))
    words = exhibit.words
    alt = dress.alt if dress.alt is not None else words.alt + "".join(
        f" Marked: {one.text.rstrip('.')}." for one in dress.annotations)
    retyped = bool(dress.title) and dress.title != words.title
    return replace(
        exhibit, draw=partial(_draw, exhibit.draw, dress),
        words=replace(
            words, title=dress.title or words.title, finding=words.title if retyped else "",
            subtitle=_subtitle(exhibit, dress), alt=alt, note=dress.note, byline=dress.byline,
            language=dress.language,
            dress=json.dumps(dress.to_json(), indent=2, ensure_ascii=False)))


def what_can_be_dressed(exhibit: Exhibit) -> Options:
    """Which parts of an exhibit's figure take a dress, with names and allowed values."""
    return options_of(exhibit.draw(exhibit.table, theme.Canvas()))


def _check(dress: Dress, fig: go.Figure) -> None:
    """Refuse what the bare figure cannot do, with a sentence that says what it can."""
    options = options_of(fig)
    for name in dress.highlight:
        if name not in options.names:
            can = "; ".join(list(options.names)[:12]) or "nothing"
            raise ExportError(
                f"{name[:80]!r} cannot be highlighted in this figure. It has: {can}.")
    if dress.order not in options.orders:
        raise ExportError("The rows of this figure have an order of their own, or there are none: "
                          "leave the order as it is.")
    if dress.labels is not None and dress.labels not in options.labels:
        raise ExportError("This figure does not let values be written or hidden: leave labels out.")
    for one in dress.annotations:
        _place(fig, one)


def untranslated(exhibit: Exhibit, dress: Dress) -> list[str]:
    """Parts that stay English in the dress's language, for the desk to say so."""
    if dress.language == "en":
        return []
    parts = {"title": dress.title, "subtitle": dress.subtitle, "alternative text": dress.alt}
    language = LANGUAGES[dress.language].name
    return [f"The {name} is still English: retype it in {language}."
            for name, text in parts.items() if not text
            or text in (exhibit.words.title, exhibit.words.subtitle, exhibit.words.alt)] + [
        "Names and words inside the figure, its caveats and its table stay as the data have them, "
        "in English."]


def draft_alt(exhibit: Exhibit) -> str:
    """An alternative text from the data: what the figure shows, and its finding."""
    rows = len(exhibit.table)
    end = "" if exhibit.finding.endswith((".", "?", "!")) else "."
    return (f"{exhibit.finding}{end} {exhibit.words.alt} {rows} row{'' if rows == 1 else 's'} in "
            f"the table. {exhibit.source_line}.")


def _subtitle(exhibit: Exhibit, dress: Dress) -> str:
    """That of the dress, with what it may not lose first."""
    if not dress.subtitle:
        return exhibit.words.subtitle
    marks = [LANGUAGES[dress.language].say(mark).capitalize() for mark in exhibit.mark.split()]
    kept = [mark for mark in marks if not dress.subtitle.lower().startswith(mark.lower())]
    return " · ".join([*kept, dress.subtitle])


def _draw(inner: Draw, dress: Dress, table: pd.DataFrame, canvas: theme.Canvas) -> go.Figure:
    """The bare figure with order, labels, highlights, language and annotations."""
    fig = inner(table, replace(canvas, order=dress.order))
    if dress.labels is False:
        fig.layout.annotations = [one for one in fig.layout.annotations if one.name != VALUE]
    fig = highlight(fig, canvas, dress.highlight)
    add_remarks(fig, canvas, [_place(fig, one) for one in dress.annotations])
    if dress.labels:
        _show_values(fig, canvas)
    return localise_figure(fig, dress.language)


def _place(fig: go.Figure, one: Annotation) -> Remark:
    return place(fig, one.kind, one.name, (one.at, one.to), text=one.text)


def _show_values(fig: go.Figure, canvas: theme.Canvas) -> None:
    """Write values where the figure does not write them by itself."""
    if items_of(fig).kind == "lines":
        add_values(fig, canvas)


def _tidy(holder: Any, name: str, most: int, *, of: str) -> None:
    """Clean a text of a frozen dataclass in place and hold it to its length."""
    text = getattr(holder, name)
    if not isinstance(text, str):
        raise ExportError(f"{name} of {of} must be a text.")
    if len(text) > 4 * most or len(clean(text)) > most:
        raise ExportError(f"{name} of {of} is longer than {most} characters. Shorten it.")
    object.__setattr__(holder, name, clean(text))


def _bounded(values: Any, name: str, most: int, kind: type) -> None:
    if not isinstance(values, tuple) or not all(isinstance(one, kind) for one in values):
        raise ExportError(f"{name} of a dress must be a list of {kind.__name__.lower()} values.")
    if len(values) > most:
        raise ExportError(f"{name} of a dress: at most {most}.")


def _names(value: object, known: list[str], what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ExportError(f"{what} must be an object with names and values.")
    strange = sorted(str(name)[:30] for name in value if name not in known)
    if strange:
        raise ExportError(f"{what} has no {strange[0]!r}. It has: {', '.join(known)}.")
    return dict(value)
