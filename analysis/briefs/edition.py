"""One set of numbers: everything that the exhibits of a brief say, in plain values.

Every document is written from an edition and from nothing else, so that text, tables and figures
of all formats hold the same numbers. A frozen brief keeps its edition in its file. The figure is
packed, for its text is long; words and numbers stay readable.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, get_type_hints

from analysis.charts.editable import Editable, editable_from
from analysis.charts.plain_text import safe_text
from analysis.errors import BriefError
from analysis.exhibits.words import listed

LARGEST_FIGURE = 4_000_000
"""Characters of a figure once unpacked."""
TRACES = frozenset({"bar", "scatter"})
LOADING = (b'"images"', b"://", b"//", b'"updatemenus"', b'"sliders"', b'"mapbox"')
"""What no figure of the desk has; all of it could load or start something."""
LONGEST = 60_000


@dataclass(frozen=True)
class Head:
    """A column of a table: machine name, heading, unit, format."""

    name: str
    label: str
    unit: str
    format: str

    @property
    def heading(self) -> str:
        """Label with its unit; what is shown as percent says so."""
        unit = self.unit
        if self.format == "percent":
            base = unit.removeprefix("percent").removeprefix("share").strip(" ,")
            unit = f"% {base}".strip()
        return f"{self.label} ({unit})" if unit else self.label


@dataclass(frozen=True)
class SourceNote:
    """A source as a document cites it."""

    source_id: str
    cite: str
    address: str
    kind: str
    verification: str
    licence: str


@dataclass(frozen=True)
class Shown:
    """An exhibit as it stands in an edition.

    Parameters
    ----------
    name, id, settings : str
        Name in the brief, id, settings in words.
    page : str
        Page of the desk that shows it.
    title to source_line : str
        What the exhibit says of itself.
    mark : str
        ``simulation``, ``scenario``, both, or empty.
    private : bool
        Whether it shows released aggregates of a private ledger.
    caveats : tuple of str
    sources : tuple of SourceNote
        In order of appearance.
    columns, rows : tuples
        The table as shown; texts.
    source_ids : tuple of tuple of str
        Behind each row.
    figure : mapping
        Plotly JSON without title and source line, on white; empty where there is nothing to draw.
    cuts : tuple of float
        Where the figure may be cut, in pixels from its top.
    editable : Editable or None
        The chart an office program can edit.
    """

    name: str
    id: str
    settings: str
    page: str
    title: str
    subtitle: str
    question: str
    unit: str
    alt: str
    base: str
    standing: str
    as_of: str
    data_version: str
    source_line: str
    mark: str
    private: bool
    caveats: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    columns: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    source_ids: tuple[tuple[str, ...], ...]
    figure: Mapping[str, Any]
    cuts: tuple[float, ...] = ()
    editable: Editable | None = None

    @property
    def command(self) -> str:
        """How the whole table is had without a browser."""
        return f"python -m analysis export {self.id}{self.settings} --to {self.id}.csv"


@dataclass(frozen=True)
class Doubt:
    """What does not hold of frozen exhibits: words before and after their names."""

    before: str
    names: tuple[str, ...] = ()
    after: str = ""

    def __str__(self) -> str:
        """As the author calls the exhibits."""
        return self.called({name: f"“{name}”" for name in self.names})

    def called(self, names: Mapping[str, str]) -> str:
        """With other names for the exhibits."""
        return self.before + listed([names[name] for name in self.names]) + self.after


@dataclass(frozen=True)
class Edition:
    """The numbers of a brief.

    Parameters
    ----------
    data_version : str
        Of the shipped data.
    frozen_on : str
        Day on which it was frozen; empty where it is live.
    shown : tuple of Shown
        The exhibits in the order of the brief.
    unknowns : tuple of (question, why)
        What nobody knows yet, of the pages whose exhibits it shows.
    doubts : tuple of Doubt
        What did not hold when a frozen edition was set against the data of this desk; never saved.
    """

    data_version: str
    frozen_on: str
    shown: tuple[Shown, ...]
    unknowns: tuple[tuple[str, str], ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def as_of(self) -> str:
        """The last day on which a source was read."""
        return max((one.as_of for one in self.shown), default="")

    def to_json(self) -> dict[str, Any]:
        """In types JSON knows."""
        return {
            "data_version": self.data_version, "frozen_on": self.frozen_on,
            "unknowns": [list(one) for one in self.unknowns],
            "shown": [asdict(one) | {"figure": _pack(one.figure)} for one in self.shown],
        }


def edition_from_json(raw: Mapping[str, Any]) -> Edition:
    """A frozen edition from its file.

    Raises
    ------
    BriefError
        If it is not what this desk writes.
    """
    try:
        return Edition(
            data_version=_text(raw["data_version"]), frozen_on=_text(raw["frozen_on"]),
            shown=tuple(_shown(one) for one in raw["shown"]),
            unknowns=tuple((_text(question), _text(why)) for question, why in raw["unknowns"]))
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error, RecursionError):
        raise BriefError("The frozen numbers of this brief are not as the desk writes them. Open "
                         "a copy that was not changed, or unfreeze it.") from None


def _shown(raw: Mapping[str, Any]) -> Shown:
    hints = get_type_hints(Shown)
    known = {field.name for field in fields(Shown)}
    if set(raw) != known:
        raise ValueError("unknown or missing fields")
    texts = {name: _text(raw[name]) for name in known if hints[name] is str}
    columns = tuple(Head(**{key: _text(value) for key, value in one.items()})
                    for one in raw["columns"])
    rows = tuple(tuple(map(_text, row)) for row in raw["rows"])
    if any(len(row) != len(columns) for row in rows) or len(rows) != len(raw["source_ids"]):
        raise ValueError("rows do not fit the columns")
    return Shown(
        **texts, private=raw["private"] is True, caveats=tuple(map(_text, raw["caveats"])),
        sources=tuple(SourceNote(**{key: _text(value) for key, value in one.items()})
                      for one in raw["sources"]),
        columns=columns, rows=rows,
        source_ids=tuple(tuple(map(_text, ids)) for ids in raw["source_ids"]),
        figure=_unpack(raw["figure"]), cuts=tuple(float(cut) for cut in raw["cuts"]),
        editable=editable_from(raw["editable"]) if raw["editable"] else None)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or safe_text(value) != value:
        raise ValueError("no text")
    return value


def _pack(figure: Mapping[str, Any]) -> str:
    text = json.dumps(figure, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def _unpack(packed: str) -> Mapping[str, Any]:
    """A figure of bars and points only: nothing in it may load anything."""
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(base64.b64decode(packed, validate=True), LARGEST_FIGURE)
    if unpacker.unconsumed_tail:
        raise ValueError("too large")
    figure: Mapping[str, Any] = json.loads(text)
    if not figure:
        return figure
    kinds = {trace.get("type", "scatter") for trace in figure["data"]}
    if not kinds <= TRACES or any(one in text for one in LOADING):
        raise ValueError("not a figure of this desk")
    return figure
