"""Private data in every format: what was let out and no more, withheld said, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import frictionless
import pandas as pd
import pyarrow.parquet
import pytest
from page_parts import DRAWN, Scripts
from private_ledger import crowd, open_private
from python_calamine import CalamineWorkbook

from analysis.disclosure import ReleaseLog, Rules
from analysis.exhibits import Exhibit, build_exhibit
from analysis.exhibits.crosstabs import build_crosstab
from analysis.exhibits.own_survey import Loaded, Told
from analysis.exports import ENDINGS, PICTURES, Asked, make_export
from analysis.exports.embed import to_embed
from analysis.exports.files import FORMULA_STARTS, NOTES
from analysis.exports.workbook import FORBIDDEN
from analysis.intake.ingest import take
from analysis.intake.understand import Request
from analysis.ledger.engine import ledger_of
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import SurveyDesign
from analysis.surveys.survey import open_survey
from analysis.surveys.survey_gate import SurveyGate
from analysis.warehouse import Warehouse

ASKED = Asked(date(2026, 11, 28))
SECRET = "Zqx"
"""In the name of every model, brand and agency of the ledger."""
QUESTION = '=HYPERLINK("http://x.example","y")</title><script>alert(1)</script>\u202e\x07 {{7*7}}'
GROUP = "@SUM(1+1)*cmd|' /C calc'!A0 <b onload=x>"
ANSWERS = ("=1+1", "<img src=x onerror=alert(2)>&amp;\"'", "a\x08b\x1b[31mc\u202ed\ufffe",
           f"{'L' * 1500} {'M' * 1499}")
GROUPS = ("one", "+two", "three")
TAGS = {"<b>", "</b>", "<i>", "</i>", "<br>"}
SVG = "{http://www.w3.org/2000/svg}"


def survey_exhibit(folder: Path) -> Exhibit:
    """A crosstab of a file whose headings and answers are hostile, taken in as a visitor's is."""
    rows = [(ANSWERS[at % 4], GROUPS[at % 3]) for at in range(240)]
    rows += [(ANSWERS[0], "four")] * 12 + [(ANSWERS[1], "four")] * 3
    pd.DataFrame(rows, columns=[QUESTION, GROUP]).to_csv(folder / "members.csv", index=False)
    take(Request(folder / "members.csv", "survey", folder, settings={
        f"kind:{QUESTION}": "nominal", f"kind:{GROUP}": "nominal"}))
    gate = SurveyGate(open_survey(folder, SurveyDesign("self-selected")), log=ReleaseLog())
    title = "=Survey </title><script>alert(3)</script>\u202e\x07"
    return build_crosstab(gate.release(CrosstabRequest(QUESTION, GROUP), rules=Rules()),
                          Told(Loaded(title, date(2026, 11, 25), "abc")))


@pytest.fixture(scope="module")
def exhibits(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Exhibit]]:
    """A crosstab, and counts of a ledger in which three models used a twin."""
    folder = tmp_path_factory.mktemp("exported")
    named = {name: (lambda at, name=name: f"{SECRET}-{name}-{at}")
             for name in ("model_id", "brand_id", "agency_id")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUBLE_BOOKED_CACHE", str(folder / "cache"))
        private = open_private(warehouse, folder / "ledger", {"bookings": [
            *crowd(14, **named), *crowd(3, kind="twin", **named),
            *crowd(12, work_on="2024-04-01", **named)]})
        yield {"survey": survey_exhibit(folder),
               "ledger": build_exhibit("human_v_twin_bookings", private)}
        ledger_of(private).close()


@pytest.fixture(scope="module")
def made(exhibits: dict[str, Exhibit]) -> dict[str, dict[str, bytes]]:
    """By exhibit: its files by their ending, those drawn by Chrome left out."""
    return {name: {ending: make_export(one, ending, ASKED)
                   for ending in ENDINGS if ending not in PICTURES} | {"embed": to_embed(one)}
            for name, one in exhibits.items()}


@pytest.fixture(params=["survey", "ledger"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def withheld(exhibit: Exhibit) -> list[tuple[int, str]]:
    """Row and column of every figure that was not let out."""
    table = exhibit.table.reset_index(drop=True)
    figures = [name for name, column in exhibit.columns.items()
               if column.format in ("integer", "decimal", "percent")]
    found = [(int(row), column) for column in figures
             for row in table.index[table["suppressed"].astype(bool) & table[column].isna()]]
    assert found
    return found


def test_withheld_is_said_in_every_format_and_never_empty_or_zero(
    name: str, exhibits: dict[str, Exhibit], made: dict[str, dict[str, bytes]]
) -> None:
    exhibit, files = exhibits[name], made[name]
    lines = list(csv.DictReader(io.StringIO(files[".csv"].decode())))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files[".xlsx"])).get_sheet_by_name(
        "Table").to_python()
    records = json.loads(files[".json"])["table"]
    table = pyarrow.parquet.read_table(io.BytesIO(files[".parquet"])).to_pylist()
    for row, column in withheld(exhibit):
        assert lines[row][column] == "withheld"
        assert sheet[row + 1][list(exhibit.columns).index(column)] == "withheld"
        for typed in (records[row], table[row]):
            assert typed[column] is None
            assert typed["reason"].startswith("withheld: fewer than 10")
    said = files[".html"].decode().count("<td>withheld</td>")
    assert said == sum(cell == "withheld" for line in lines for cell in line.values()) > 0


def test_a_bundle_of_private_data_keeps_to_its_schema(
    name: str, exhibits: dict[str, Exhibit], made: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(made[name][".zip"])) as bundle:
        bundle.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:3]
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    fields = described["resources"][0]["schema"]["fields"]
    assert [one["name"] for one in fields] == [*exhibits[name].columns, NOTES]
    assert "“withheld” was not let out" in (tmp_path / "README.txt").read_text(encoding="utf-8")


def test_no_row_of_the_ledger_is_in_any_file(made: dict[str, dict[str, bytes]]) -> None:
    files = made["ledger"]
    packed = [part for ending in (".zip", ".xlsx") for archive in [zipfile.ZipFile(
        io.BytesIO(files[ending]))] for part in map(archive.read, archive.namelist())]
    assert len(packed) > 20
    assert [one for one in (*files.values(), *packed) if SECRET.encode() in one] == []


def test_a_hostile_survey_gives_no_formula_and_no_broken_row(
    made: dict[str, dict[str, bytes]]
) -> None:
    text = made["survey"][".csv"].decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row
            if cell.lstrip().startswith(FORMULA_STARTS)] == []
    assert {sign for sign in text if unicodedata.category(sign) == "Cc"} == {"\n"}
    assert {"'=1+1", "'+two", ANSWERS[3]} <= {cell for row in rows for cell in row}
    book = zipfile.ZipFile(io.BytesIO(made["survey"][".xlsx"]))
    for part in book.namelist():
        if part.endswith((".xml", ".rels")):
            root = ElementTree.fromstring(book.read(part))
            assert not [one for one in root.iter() if one.tag.endswith(("}f", "}hyperlink"))]


def test_a_hostile_survey_keeps_its_words_where_types_are_kept(
    made: dict[str, dict[str, bytes]]
) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(made["survey"][".parquet"]))
    assert set(table["row_label"].to_pylist()) == {*ANSWERS, "Total"}
    described = json.loads(made["survey"][".json"])
    assert {row["row_label"] for row in described["table"]} == {*ANSWERS, "Total"}
    cells = CalamineWorkbook.from_filelike(io.BytesIO(made["survey"][".xlsx"])).get_sheet_by_name(
        "Table").to_python()
    assert {FORBIDDEN.sub("\ufffd", one) for one in ANSWERS} <= {str(row[0]) for row in cells}
    assert cells[0][0] == QUESTION


@pytest.mark.parametrize("ending", [".html", "embed"])
def test_a_hostile_survey_runs_nothing_in_a_page(
    ending: str, made: dict[str, dict[str, bytes]]
) -> None:
    page, plain = (Scripts(made[name][ending]) for name in ("survey", "ledger"))
    assert page.scripts == plain.scripts
    assert page.bad == plain.bad == []


def test_a_hostile_survey_is_drawn_as_plain_text(exhibits: dict[str, Exhibit]) -> None:
    fig = exhibits["survey"].figure()
    texts = [str(note.text) for note in fig.layout.annotations]
    texts += [str(text) for trace in fig.data for text in trace.hovertext]
    assert any("&lt;img src=x" in text for text in texts)
    for text in texts:
        assert set(re.findall(r"<[^>]*>", text)) <= TAGS
        assert {unicodedata.category(sign) for sign in text} & {"Cc", "Cs", "Cn", "Cf"} == set()


@DRAWN
def test_a_hostile_survey_is_a_sound_picture(exhibits: dict[str, Exhibit]) -> None:
    root = ElementTree.fromstring(make_export(exhibits["survey"], ".svg", ASKED))
    assert "\u202e" not in "".join(root.itertext())
    assert "=HYPERLINK" in "".join(root.itertext())
    assert not [one for one in root.iter() if one.tag.endswith(
        ("script", "image", "foreignObject", "}a"))]
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]
    assert "withheld" in "".join(root.itertext())
    assert make_export(exhibits["survey"], ".png", ASKED).startswith(b"\x89PNG")
    assert make_export(exhibits["survey"], ".pdf", ASKED).startswith(b"%PDF")


@DRAWN
def test_no_row_of_the_ledger_is_in_a_picture(exhibits: dict[str, Exhibit]) -> None:
    drawn = make_export(exhibits["ledger"], ".svg", ASKED)
    assert b"may be shown" in drawn
    assert SECRET.encode() not in drawn
