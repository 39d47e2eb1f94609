"""Bundles, Parquet and citations: whole, the same each time, read by other programs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow.parquet
import pytest

from analysis.exhibits import REGISTRY, Exhibit
from analysis.exports import CITATIONS, entries_of, to_bundle, to_csv, to_html, to_parquet
from analysis.exports.describe import tidy_table

DAY = date(2026, 11, 28)
SOME = ("worker_voice_bectu", "job_market_employment", "twin_register_timeline", "law_matrix",
        "human_v_twin_bookings")
EVIL = "=cmd|'/c calc'!A1</script><script>alert(1)</script>\r\nER  - \n}, @misc{x,{\\write18{ls}}"
Default = Callable[[str], Exhibit]


@pytest.fixture(params=SOME)
def exhibit(request: pytest.FixtureRequest, default_exhibit: Default) -> Exhibit:
    return default_exhibit(request.param)


def opened(exhibit: Exhibit, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(to_bundle(exhibit, accessed=DAY))) as archive:
        archive.extractall(folder)
    return folder


def test_a_bundle_is_a_data_package_that_frictionless_finds_valid(
    exhibit: Exhibit, tmp_path: Path
) -> None:
    folder = opened(exhibit, tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:3]
    assert (folder / "data.csv").read_bytes() == to_csv(exhibit)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = [field["name"] for field in described["resources"][0]["schema"]["fields"]]
    assert names == list(exhibit.columns)


def test_a_bundle_says_where_it_comes_from_and_how_to_make_it_again(
    exhibit: Exhibit, tmp_path: Path
) -> None:
    folder = opened(exhibit, tmp_path)
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert exhibit.title in readme
    assert all(caveat in readme for caveat in exhibit.caveats)
    assert f"python -m analysis export {exhibit.id}" in readme
    for run in exhibit.runs:
        assert (folder / f"queries/{run.name}.sql").read_text(encoding="utf-8") == run.sql + "\n"
        asked = json.loads((folder / f"queries/{run.name}.json").read_text(encoding="utf-8"))
        assert set(asked["parameters"]) == set(run.parameters)
    sources = pd.read_csv(folder / "sources.csv")
    assert set(sources["source_id"]) == set(exhibit.sources)
    licences = (folder / "LICENCES.txt").read_text(encoding="utf-8")
    assert all(one.licence in licences for one in exhibit.sources.values())
    assert exhibit.mark.upper() in (folder / "figure.html").read_text(encoding="utf-8")


def test_the_same_exhibit_and_day_give_the_same_bytes_and_another_day_others(
    exhibit: Exhibit
) -> None:
    assert to_bundle(exhibit, accessed=DAY) == to_bundle(exhibit, accessed=DAY)
    assert to_bundle(exhibit, accessed=DAY) != to_bundle(exhibit, accessed=date(2026, 11, 29))


@pytest.mark.parametrize("id", list(REGISTRY))
def test_parquet_holds_the_table_typed_with_what_is_said_of_it(
    id: str, default_exhibit: Default
) -> None:
    exhibit = default_exhibit(id)
    read = pyarrow.parquet.read_table(io.BytesIO(to_parquet(exhibit)))
    expected = tidy_table(exhibit)
    assert read.column_names == list(exhibit.columns)
    assert read.num_rows == len(expected)
    about = json.loads(read.schema.metadata[b"double_booked"])
    assert about["title"] == exhibit.title
    assert about["sources"]
    for name, column in exhibit.columns.items():
        found = read.column(name)
        assert found.null_count == expected[name].isna().sum()
        if column.format in ("integer", "year", "decimal", "percent"):
            both = pd.DataFrame({
                "a": found.to_pandas().astype("float64"),
                "b": expected[name].astype("Float64").astype("float64").to_numpy()})
            pd.testing.assert_series_equal(both["a"], both["b"], check_names=False)


def test_citations_name_the_exhibit_its_sources_and_both_days(exhibit: Exhibit) -> None:
    entries = entries_of(exhibit, accessed=DAY, address="https://desk.example/worker_voice")
    assert len(entries) == 1 + len(exhibit.sources)
    assert len({one.key for one in entries}) == len(entries)
    csl = json.loads(CITATIONS[".csl.json"](entries))
    assert csl[0]["title"] == exhibit.title
    assert csl[0]["accessed"]["date-parts"] == [[2026, 11, 28]]
    assert csl[0]["URL"] == "https://desk.example/worker_voice"
    for item, source in zip(csl[1:], sorted(exhibit.sources.values(),
                                            key=lambda one: one.source_id), strict=True):
        assert item["author"] == [{"literal": source.publisher}]
        assert item.get("URL", "").startswith("http") or "URL" not in item
        year = item["issued"]["date-parts"][0][0] if "issued" in item else None
        assert str(year or "") == source.published[:4]
    plain = CITATIONS[".txt"](entries).decode()
    assert len(plain.splitlines()) == len(entries)
    assert "(read 2026-11-28)" in plain


def read_bibtex(text: str) -> list[tuple[str, dict[str, str]]]:
    """A reader of its own: entries by balanced braces, as BibTeX counts them."""
    found, at = [], 0
    while (at := text.find("@misc{", at)) >= 0:
        depth, end = 1, at + 6
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        key, _, body = text[at + 6:end - 1].partition(",")
        found.append((key, dict(
            line.strip().rstrip(",").split(" = ", 1) for line in body.strip().splitlines())))
        at = end
    return found


def read_ris(text: str) -> list[dict[str, str]]:
    records: list[dict[str, str]] = []
    for line in text.split("\r\n"):
        if line.startswith("TY  - "):
            records.append({})
        if line and not line.startswith("ER"):
            records[-1][line[:2]] = line[6:]
    return records


def test_hostile_texts_begin_no_field_and_no_entry(default_exhibit: Default) -> None:
    exhibit = default_exhibit("exposure_range")
    evil = replace(
        exhibit, words=replace(exhibit.words, title=f"Evil {EVIL}"),
        sources={key: replace(one, title=EVIL, publisher=EVIL)
                 for key, one in exhibit.sources.items()})
    entries = entries_of(evil, accessed=DAY)
    bib = read_bibtex(CITATIONS[".bib"](entries).decode())
    assert [key for key, _ in bib] == [one.key for one in entries]
    assert all(set(fields) <= {"author", "title", "year", "month", "url", "urldate", "note"}
               for _, fields in bib)
    assert "\\write18" not in CITATIONS[".bib"](entries).decode()
    ris = read_ris(CITATIONS[".ris"](entries).decode())
    assert len(ris) == len(entries)
    assert all({"ID", "AU", "TI", "Y2"} <= set(one) for one in ris)
    assert len(CITATIONS[".txt"](entries).decode().splitlines()) == len(entries)


def test_the_other_readers_agree_on_ordinary_texts(exhibit: Exhibit) -> None:
    entries = entries_of(exhibit, accessed=DAY)
    bib = read_bibtex(CITATIONS[".bib"](entries).decode())
    ris = read_ris(CITATIONS[".ris"](entries).decode())
    for one, (key, fields), record in zip(entries, bib, ris, strict=True):
        assert key == record["ID"] == one.key
        assert record["TI"] == one.title
        assert fields["urldate"] == f"{{{one.accessed:%Y-%m-%d}}}"
        assert record["Y2"] == f"{one.accessed:%Y/%m/%d}"
        assert record.get("UR", "") == one.address


def test_the_page_holds_a_layout_for_each_width_and_may_load_nothing(exhibit: Exhibit) -> None:
    page = to_html(exhibit).decode()
    about = json.loads(re.search(r'id="about">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert [one["width"] for one in about["layouts"]] == [860, 540, 346]
    assert "default-src 'none'" in page
    assert "cdn.plot.ly" not in page.split("<body>")[0]
    assert "overflow-wrap: anywhere" in page
