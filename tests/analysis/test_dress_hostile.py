"""Hostile strings in every field of a dress, through every format: nothing runs, nothing breaks."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from page_parts import DRAWN, Scripts

from analysis.charts.plain_text import clean
from analysis.commands import main
from analysis.errors import ExportError
from analysis.exhibits import Exhibit
from analysis.exports import Asked, make_export
from analysis.exports.dress import Annotation, Dress, dress

Default = Callable[[str], Exhibit]
SVG = "{http://www.w3.org/2000/svg}"
ASKED = Asked(date(2026, 11, 28))
EVIL = {
    "script": '</title></script><script>alert(1)</script><img src=x onerror=alert(2)>"\'&',
    "markup": '<a href="javascript:alert(1)">x</a><b>y</b><br><span style="font-size:900px">z',
    "formula": "=cmd|' /C calc'!A0", "at": "@SUM(1+1)*cmd", "plus": "+1+1", "minus": "-2+3",
    "long": "W" * 70, "direction": "\u202eevil\u202c \u2066a\u2069 \u200f",
    "control": "a\x00b\x07c\x1b[31md\ufffe\ud800", "percent": "%{x} {{7*7}} {title} %(x)s $x$",
    "tex": "$\\input{/etc/passwd}$", "entity": "&lt;script&gt;&#0;&amp;", "lines": "a\r\nb\u2028c",
}


def worn_by(exhibit: Exhibit, evil: str) -> Exhibit:
    return dress(exhibit, Dress(
        title=evil, subtitle=evil, note=evil, byline=evil[:79] or "x", alt=evil, language="fr",
        annotations=(Annotation("date", evil, at="2010"), Annotation("point", evil, "Median"),
                     Annotation("range", evil, at="2015", to="2018"))))


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_data_and_page_survive(evil: str, default_exhibit: Default) -> None:
    bare = default_exhibit("job_market_wages")
    worn = worn_by(bare, evil)
    assert make_export(worn, ".csv", ASKED) == make_export(bare, ".csv", ASKED)
    assert json.loads(make_export(worn, ".json", ASKED))["title"] == clean(evil)
    assert make_export(worn, ".parquet", ASKED)
    plain, page = (Scripts(make_export(one, ".html", ASKED)) for one in (bare, worn))
    assert page.scripts == plain.scripts
    assert page.bad == plain.bad
    book = zipfile.ZipFile(io.BytesIO(make_export(worn, ".xlsx", ASKED)))
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            root = ElementTree.fromstring(book.read(name))
            assert not [one for one in root.iter() if one.tag.endswith("}f")]
    bundle = zipfile.ZipFile(io.BytesIO(make_export(worn, ".zip", ASKED)))
    assert bundle.testzip() is None
    assert Dress.from_json(json.loads(bundle.read("dress.json"))).title == clean(evil)
    assert json.loads(bundle.read("datapackage.json"))["title"] == clean(evil)
    rows = list(csv.reader(io.StringIO(bundle.read("data.csv").decode())))
    assert {len(row) for row in rows} == {len(bare.columns)}
    assert "--dress dress.json" in bundle.read("README.txt").decode()


def test_plotly_is_given_escaped_text_only(default_exhibit: Default) -> None:
    for evil in EVIL.values():
        fig = worn_by(default_exhibit("job_market_wages"), evil).figure()
        for note in fig.layout.annotations:
            assert set(re.findall(r"<[^>]*>", note.text)) <= {"<b>", "</b>", "<i>", "</i>", "<br>"}


def test_a_very_long_word_stays_inside_the_figure(default_exhibit: Default) -> None:
    fig = worn_by(default_exhibit("job_market_wages"), "W" * 79).figure()
    for note in fig.layout.annotations:
        if note.name in ("title", "note", "source", "key"):
            assert len(note.text.split("<br>")) > 1 or len(note.text) < 160


@DRAWN
@pytest.mark.parametrize("name", ["script", "markup", "control", "direction", "percent", "tex"])
def test_an_svg_stays_a_picture(name: str, default_exhibit: Default) -> None:
    worn = worn_by(default_exhibit("job_market_wages"), EVIL[name])
    root = ElementTree.fromstring(make_export(worn, ".svg", ASKED))
    assert root.findtext(f"{SVG}title") == clean(EVIL[name])
    assert not [one for one in root.iter() if one.tag.endswith(
        ("script", "image", "foreignObject", "}a"))]
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]
    assert not [one for one in root.iter() if "900px" in one.get("style", "")]


# --- the command line ---------------------------------------------------------------------------

def export(tmp_path: Path, dress: object, *more: str) -> int:
    path = tmp_path / "dress.json"
    path.write_text(dress if isinstance(dress, str) else json.dumps(dress), encoding="utf-8")
    return main(["export", "job_market_wages", "--dress", str(path), *more,
                 "--to", str(tmp_path / "out.json")])


def test_a_dress_and_a_language_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path, {"title": "Mehr als 99.999 Dollar"}, "--language", "de") == 0
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert made["title"] == "Mehr als 99.999 Dollar"
    assert made["dress"] == {"title": "Mehr als 99.999 Dollar", "language": "de"}
    said = capsys.readouterr().err
    assert "99.999 stands neither" in said
    assert "The subtitle is still English" in said
    assert "The title is still English" not in said


@pytest.mark.parametrize(("dress", "more", "sentence"), [
    ("{", (), "is no JSON"), ("[" * 50_000, (), "is no JSON"), ("x" * 70_000, (), "larger than"),
    ({"color": "red"}, (), "no 'color'"), ({"alt": ""}, (), "alternative text is empty"),
    ({}, ("--language", "xx"), "none of the desk's"), ({"title": "x"}, ("--theme", "dark"),
                                                      "has no theme"),
])
def test_a_wrong_dress_is_one_sentence(
    dress: object, more: tuple[str, ...], sentence: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert export(tmp_path, dress, *more) == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert sentence in last


def test_a_missing_dress_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "job_market_wages", "--dress", "/no/such.json", "--to", "x.csv"]) == 2
    assert "Cannot read /no/such.json: No such file" in capsys.readouterr().err


def test_errors_are_of_the_desk() -> None:
    with pytest.raises(ExportError):
        Dress.from_json({"annotations": [{"kind": [], "text": "x"}]})
