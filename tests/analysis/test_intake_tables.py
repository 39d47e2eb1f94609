"""Ledger tables: the whole file against the contract, columns and words mapped onto it."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.catalog.package import Package
from analysis.errors import IntakeError
from analysis.intake.ingest import look, take
from analysis.intake.mapped import Mapping, load_mapping, mapping_from_json, save_mapping
from analysis.intake.mapping import plain
from analysis.intake.reading import Reading
from analysis.intake.rejects import CELL
from analysis.intake.rejects import ROW as ROW_LEFT_OUT
from analysis.intake.understand import Request
from analysis.intake.values import parse_date, parse_number
from analysis.ledger.contract import load_contract
from analysis.warehouse.cells import Form, Given, csv_relation, plain_date, plain_number
from analysis.warehouse.months import MONTHS
from analysis.warehouse.offences import LISTED, Checked
from analysis.warehouse.private import open_private
from analysis.warehouse.rules import literal
from analysis.warehouse.validation import find_schema_offence
from analysis.warehouse.whole import Source, check_table
from pages.shared.intake_seen import lost_lines

ROW = {
    "booking_id": "b1", "kind": "human", "status": "worked", "booked_on": "2025-01-02",
    "work_on": "2025-01-09", "brand_id": "House", "model_id": "m1", "channel": "runway",
    "market": "FR", "days": "1", "fee_amount": "500", "currency": "EUR", "fee_basis": "day",
    "paid_to": "agency", "commission_rate": "0.2", "label_shown": "no",
}
SPOILS = {
    "booking_id": ["", "x" * 65, "b1"], "kind": ["", "robot", "twin", "synthetic"],
    "status": ["done", "booked"],
    "booked_on": ["2025-02-30", "02/01/2025", "infinity", "2026-01-01", "12025-01-01", "2025-1-2",
                  ""],
    "work_on": ["0044-03-15", "not a day"], "brand_id": ["", "Nobody"], "model_id": ["m9", ""],
    "market": ["fr", "XX", "US-NY", "FRA"], "days": ["-1", "367", "one", "nan", "1e1", "inf"],
    "images": ["1.5", "007", "-3", "99999999999"], "fee_amount": ["1,000", "5e3", "-0.01"],
    "currency": ["eur", "EURO", "ZZZ"], "fee_basis": [""], "commission_rate": ["1.2", "20%"],
    "twin_owner": ["brand", "nobody"], "label_shown": ["", "maybe"], "consent_id": ["c9"],
}


def write_folder(folder: Path, bookings: list[dict[str, str]]) -> Package:
    """A ledger of these bookings and one row of each register, as a package."""
    folder.mkdir(parents=True, exist_ok=True)
    contract = load_contract()
    tables = {
        "bookings": bookings, "brands": [{"brand_id": "House"}],
        "models": [{"model_id": "m1", "tier": "top", "entered_on": "2020-01-01", "market": "FR"}],
        "consents": [], "crew_calls": [], "rates": [],
    }
    for resource in contract.resources:
        names = [field.name for field in resource.fields]
        with (folder / f"{resource.name}.csv").open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[resource.name])
    return replace(contract, directory=folder, resources=tuple(
        replace(resource, path=folder / f"{resource.name}.csv") for resource in contract.resources))


def check_all(package: Package, to: Path) -> dict[str, Checked]:
    """Every table through the whole-file check."""
    to.mkdir(exist_ok=True)
    done: dict[str, Path] = {}
    found = {}
    with open_private(to, *(resource.path for resource in package.resources)) as connection:
        for name in ("brands", "models", "consents", "bookings", "crew_calls"):
            resource = package.resource(name)
            names = tuple(field.name for field in resource.fields)
            source = Source(csv_relation(resource.path, names),
                            {one: Given(one) for one in names}, Form())
            found[name] = check_table(connection, resource, source=source,
                                      to=to / f"{name}.parquet", targets=done)
            done[name] = to / f"{name}.parquet"
    return found


def test_a_file_in_order_is_written_whole_and_typed(tmp_path: Path) -> None:
    package = write_folder(tmp_path / "in", [{**ROW, "booking_id": f"b{n}"} for n in range(5)])
    checked = check_all(package, tmp_path / "out")["bookings"]
    assert checked == Checked(5, 5)
    frame = pd.read_parquet(tmp_path / "out" / "bookings.parquet")
    assert list(frame.columns) == [field.name for field in package.resource("bookings").fields]
    with duckdb.connect() as connection:
        types = dict(connection.execute(
            "select column_name, data_type from (describe select * from read_parquet($path)) "
            "as found(column_name, data_type, a, b, c, d)",
            {"path": str(tmp_path / "out" / "bookings.parquet")}).fetchall())
    assert (types["booked_on"], types["days"], types["images"]) == ("DATE", "DOUBLE", "INTEGER")


@pytest.mark.parametrize(("column", "value"), [
    (column, value) for column, found in SPOILS.items() for value in found])
def test_one_spoilt_cell_is_found_as_the_shipped_data_s_check_finds_it(
    column: str, value: str, tmp_path: Path
) -> None:
    """Two checks of one description: the first offence by cell agrees, and only its row goes."""
    rows = [{**ROW, "booking_id": f"b{number}"} for number in range(1, 7)]
    rows[3][column] = value
    package = write_folder(tmp_path / "in", rows)
    offence = find_schema_offence(package)
    checked = check_all(package, tmp_path / "out")["bookings"]
    if offence is None:
        assert checked == Checked(6, 6)
        return
    assert (checked.rows, checked.kept) == (6, 5)
    said = {(one.record + 2, one.column, one.rule) for one in checked.listed}
    assert (offence.row, offence.column, offence.rule) in said
    kept = pd.read_parquet(tmp_path / "out" / "bookings.parquet")["booking_id"].tolist()
    assert len(kept) == 5
    assert rows[3]["booking_id"] not in kept or rows[3]["booking_id"] == "b1"


@pytest.mark.parametrize("seed", range(6))
def test_many_spoilt_cells_are_all_counted(seed: int, tmp_path: Path) -> None:
    """What is kept keeps every rule by the other check; what is rejected broke one."""
    draw = random.Random(seed)
    rows = [{**ROW, "booking_id": f"b{number}"} for number in range(60)]
    for row in draw.sample(rows, 25):
        column = draw.choice(sorted(SPOILS))
        row[column] = draw.choice(SPOILS[column])
    checked = check_all(write_folder(tmp_path / "in", rows), tmp_path / "out")["bookings"]
    records = {one.record for one in checked.listed}
    assert checked.kept == 60 - len(records)
    assert sum(count for *_, count in checked.counts) == len(checked.listed)
    kept = [row for number, row in enumerate(rows) if number not in records]
    assert find_schema_offence(write_folder(tmp_path / "kept", kept)) is None
    written = pd.read_parquet(tmp_path / "out" / "bookings.parquet")
    assert written["booking_id"].tolist() == [row["booking_id"] for row in kept]


def test_more_offences_than_are_listed_are_counted(tmp_path: Path) -> None:
    rows = [{**ROW, "booking_id": f"b{number}", "channel": "radio"} for number in range(1500)]
    checked = check_all(write_folder(tmp_path / "in", rows), tmp_path / "out")["bookings"]
    (_, rule, count), = checked.counts
    assert (rule.startswith("one of ecommerce"), count, checked.kept) == (True, 1500, 0)
    assert len(checked.listed) == LISTED


def test_a_row_at_fault_makes_no_other_a_duplicate(tmp_path: Path) -> None:
    rows = [{**ROW, "days": "-1"}, ROW, ROW]
    checked = check_all(write_folder(tmp_path / "in", rows), tmp_path / "out")["bookings"]
    assert [(one.record, one.column) for one in checked.listed] == [(0, "days"), (2, "booking_id")]


@pytest.mark.parametrize("ids", [
    ["b1", "b2", "b1"], ["b3", "b2", "b2"], ["b1", "b1", "b2"], ["b9", "b10", "b9"]])
def test_a_repeated_id_is_found_in_any_order(ids: list[str], tmp_path: Path) -> None:
    """The cheap looks (growing ids, counted hashes) let no repetition pass."""
    rows = [{**ROW, "booking_id": one} for one in ids]
    checked = check_all(write_folder(tmp_path / "in", rows), tmp_path / "out")["bookings"]
    assert [(one.column, one.value) for one in checked.listed] == [
        ("booking_id", max(ids, key=ids.count))]
    assert checked.kept == 2


def test_ids_in_any_order_are_accepted(tmp_path: Path) -> None:
    rows = [{**ROW, "booking_id": one} for one in ("b3", "b1", "b2")]
    assert check_all(write_folder(tmp_path / "in", rows), tmp_path / "out")[
        "bookings"] == Checked(3, 3)


def test_repeated_roles_of_one_booking_are_found(tmp_path: Path) -> None:
    """The key of two columns: bits for the role, hashes for the booking, rows compared at last."""
    package = write_folder(tmp_path / "in", [ROW])
    text = "booking_id,role,days,fee_amount,currency\n" + "".join(
        f"b1,{role},1,5,EUR\n" for role in ("hair", "styling", "hair", "make_up"))
    (tmp_path / "in" / "crew_calls.csv").write_text(text, encoding="utf-8")
    checked = check_all(package, tmp_path / "out")["crew_calls"]
    assert [(one.record, one.value) for one in checked.listed] == [(2, "b1, hair")]


BARE = duckdb.connect()
MARKS = st.sampled_from([(".", ""), (",", ""), (",", "."), (".", ","), (",", " "), (".", "'")])
TEXTS = st.one_of(
    st.from_regex(r"[+-]?[0-9]{1,4}([., '][0-9]{3}){0,2}([.,][0-9]{0,3})?", fullmatch=True),
    st.from_regex(r"(€|EUR|kr)? ?[0-9]{1,6}([.,][0-9]{1,2})? ?(€|kr|CHF)?", fullmatch=True),
    st.from_regex(r"€? ?\((EUR )?[0-9]{1,4}([., '][0-9]{3}){0,2}([.,][0-9]{0,3})? ?(€|kr)?\)",
                  fullmatch=True),
    st.sampled_from(["(1)", "()", "(-1)", "(1", "5%", "12,5 %", "1e5", "-3", "+7,5", "1.5", "1,5",
                     "12 345,6", "1'000", "abc", "--3", "1 2"]),
)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, marks=MARKS)
def test_numbers_read_the_same_in_sql_and_in_python(text: str, marks: tuple[str, str]) -> None:
    form = Form(marks[0], marks[1])
    plain_text = text.strip()
    with BARE.cursor() as cursor:
        (found,), = cursor.execute(
            f"select try_cast({plain_number(literal(plain_text), form)} as double)").fetchall()
    reading = Reading("csv", decimal=marks[0], thousands=marks[1])
    assert found == parse_number(plain_text, reading)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(
    st.from_regex(r"[0-3]?[0-9][./-][0-3]?[0-9][./-]([0-9]{2}|[12][0-9]{3})( 10:30)?",
                  fullmatch=True),
    st.from_regex(r"[12][0-9]{3}[./-][0-3]?[0-9][./-][0-3]?[0-9](T10:30Z)?", fullmatch=True),
    st.tuples(st.integers(1, 32).map(str), st.sampled_from([" ", "-", ". ", "", "er ", "/"]),
              st.sampled_from([*MONTHS, "Mar", "MARS", "AOÛT", "Foo", "jui"]),
              st.sampled_from([" ", "-", ". ", ""]),
              st.sampled_from(["2025", "25", "68", "69", "1999 10:30"])).map("".join),
    st.tuples(st.sampled_from([*MONTHS, "May"]), st.integers(1, 32)).map(
        lambda parts: f"{parts[0].title()} {parts[1]}, 2025"),
    st.sampled_from(["yesterday", "1.2", "31.12.69", "1.1.68", "2025-13-01"])),
    order=st.sampled_from(["dmy", "mdy", "ymd"]))
def test_days_read_the_same_in_sql_and_in_python(text: str, order: str) -> None:
    with BARE.cursor() as cursor:
        (found,), = cursor.execute(
            f"select try_cast({plain_date(literal(text), Form(date_order=order))} as date)"
        ).fetchall()
    assert found == parse_date(text, Reading("csv", date_order=order))


OWN = ("Auftragsnummer;Art;Status;Gebucht am;Shootingdatum;Kunde;Modell Nr;Kategorie;Land;Tage;"
       "Honorar;Währung;Abrechnung;Bezahlt an;Gekennzeichnet\n")
GOOD = "A1;Mensch;erledigt;01.02.2025;15.02.2025;Haus;M1;Lookbook;Deutschland;1,5;1.200,50;€;" \
       "Tagessatz;Agentur;nein\n"


def own(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "own.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_own_columns_words_and_marks_reach_the_contract(encoding: str, tmp_path: Path) -> None:
    report = take(Request(own(tmp_path, OWN + GOOD + GOOD.replace("A1", "A2"), encoding),
                          "bookings", tmp_path))
    row = pd.read_parquet(tmp_path / "bookings.parquet").iloc[0]
    assert (row["kind"], row["channel"], row["market"], row["currency"], row["label_shown"]) == (
        "human", "editorial", "DE", "EUR", "no")
    assert (row["days"], row["fee_amount"], str(row["work_on"])) == (1.5, 1200.5, "2025-02-15")
    assert report.mapping is not None
    assert report.mapping["values"]["channel"] == {"Lookbook": "editorial"}
    assert any("Lookbook" in line for line in report.mapping["words"])


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_rejects_name_line_column_value_and_rule(encoding: str, tmp_path: Path) -> None:
    """Whether DuckDB reads the file itself (UTF-8) or it is laid out first (Windows-1252)."""
    rows = [GOOD, GOOD.replace("A1", "A2").replace("1,5", "1.5"), "\n",
            GOOD.replace("A1", "A3").replace("Lookbook", "Radio"), GOOD,
            GOOD.replace("A1", "A4").replace("01.02.2025", "31.02.2025")]
    report = take(Request(own(tmp_path, OWN + "".join(rows), encoding), "bookings", tmp_path))
    rejects = pd.read_csv(tmp_path / "bookings.rejects.csv").fillna("")
    assert rejects[["line", "column", "value"]].to_numpy().tolist() == [
        [3, "days", "1.5"], [5, "channel", "Radio"], [6, "booking_id", "A1"],
        [7, "booked_on", "31.02.2025"]]
    assert (report.rows, report.kept) == (5, 1)


def test_rejects_cannot_run_as_a_formula(tmp_path: Path) -> None:
    text = OWN + GOOD + GOOD.replace("A1", "A2").replace("Lookbook", "=1+1")
    take(Request(own(tmp_path, text), "bookings", tmp_path))
    assert "'=1+1" in (tmp_path / "bookings.rejects.csv").read_text("utf-8")


def test_ragged_and_unclosed_rows_of_a_ledger_are_listed(tmp_path: Path) -> None:
    text = OWN + GOOD + GOOD.replace("A1", '"A2') + GOOD.replace("A1", "A3;;") + "A4;Mensch\n"
    report = take(Request(own(tmp_path, text), "bookings", tmp_path))
    rejects = pd.read_csv(tmp_path / "bookings.rejects.csv")
    assert rejects["line"].tolist() == [3, 4, 5]
    assert (report.rows, report.kept) == (4, 1)


def test_a_needed_column_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    text = (OWN + GOOD).replace(";Währung", "").replace(";€", "")
    path = own(tmp_path, text)
    with pytest.raises(IntakeError, match="bookings needs currency") as refused:
        take(Request(path, "bookings", tmp_path))
    assert "or one value for every row" in str(refused.value)
    report = take(Request(path, "bookings", tmp_path, settings={"constant:currency": "SEK"}))
    assert report.kept == 1
    assert pd.read_parquet(tmp_path / "bookings.parquet")["currency"].tolist() == ["SEK"]


def test_a_needed_column_that_is_mostly_empty_is_explained(tmp_path: Path) -> None:
    """As agencies leave the label of a human booking empty: 22,000 of 24,000 rows were rejected."""
    rows = [{**ROW, "booking_id": f"b{number}", "label_shown": "" if number % 4 else "no"}
            for number in range(40)]
    write_folder(tmp_path / "in", rows)
    report = take(Request(tmp_path / "in" / "bookings.csv", "bookings", tmp_path))
    assert report.kept == 10
    assert report.notes[-1].startswith("label_shown is empty in 30 of 40 rows, which are left out")
    assert "for human bookings no" in report.notes[-1]
    write_folder(tmp_path / "in", [{**row, "label_shown": "no"} for row in rows[:30]] + rows[:1])
    report = take(Request(tmp_path / "in" / "bookings.csv", "bookings", tmp_path))
    assert not [note for note in report.notes if "is empty in" in note]


@pytest.fixture(scope="module")
def unlabelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bookings of 36 people and four twins; the label stands in three rows of people only."""
    twin = {"kind": "twin", "twin_owner": "brand", "label_shown": ""}
    rows = [{**ROW, "booking_id": f"b{number}", "label_shown": "" if number > 2 else "no",
             **(twin if number > 35 else {})} for number in range(40)]
    folder = tmp_path_factory.mktemp("unlabelled")
    write_folder(folder, rows)
    return folder / "bookings.csv"


@pytest.mark.parametrize("form", ["csv", "utf-16", "parquet"])
def test_an_empty_cell_can_be_given_a_meaning(form: str, unlabelled: Path, tmp_path: Path) -> None:
    path = tmp_path / f"own.{'parquet' if form == 'parquet' else 'csv'}"
    if form == "parquet":
        pd.read_csv(unlabelled, dtype=str).to_parquet(path)
    else:
        path.write_text(unlabelled.read_text("utf-8"), encoding=form.replace("csv", "utf-8"))
    said = {"word:label_shown:": "unknown"}
    report = take(Request(path, "bookings", tmp_path, settings=said))
    assert (report.rows, report.kept) == (40, 40)
    label = pd.read_parquet(tmp_path / "bookings.parquet")["label_shown"]
    assert label.value_counts().to_dict() == {"unknown": 37, "no": 3}
    assert ("label_shown: 37 empty cells are read as 'unknown', as was said (33 human, 4 twin)."
            in report.notes)
    mapping = mapping_from_json(dict(report.mapping or {}))
    again, _ = look(Request(path, "bookings", tmp_path, mapping=mapping))
    assert (again.kept, again.notes) == (40, report.notes[:1])


def test_the_first_look_says_how_many_rows_would_be_left_out(
    unlabelled: Path, tmp_path: Path
) -> None:
    report, _ = look(Request(unlabelled, "bookings", tmp_path))
    assert not list(tmp_path.iterdir())
    assert (report.rows, report.kept) == (40, 3)
    blank = {"field": "label_shown", "word": "", "means": "", "known": False}
    assert (report.mapping or {})["found"][-1] == blank
    assert "say what an empty cell means (yes, no, unknown)" in report.notes[0]
    lines = lost_lines(report)
    assert lines[0] == "**37** of 40 rows would be left out (92%), read as it is now:"
    assert lines[2].startswith("- **37** times **label\\_shown**")
    sound, _ = look(Request(unlabelled, "bookings", tmp_path, settings={
        "word:label_shown:": "no"}))
    assert lost_lines(sound) == []


def test_an_empty_cell_may_mean_only_what_the_contract_knows(
    unlabelled: Path, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match="'' cannot mean 'hidden' in label_shown"):
        look(Request(unlabelled, "bookings", tmp_path, settings={"word:label_shown:": "hidden"}))


def test_a_saved_mapping_serves_the_next_file(tmp_path: Path) -> None:
    first = own(tmp_path, OWN.replace("Kategorie", "Sorte") + GOOD.replace("Lookbook", "Heft"))
    with pytest.raises(IntakeError, match="channel"):
        take(Request(first, "bookings", tmp_path))
    mapping = Mapping("bookings", {"channel": "Sorte"}, {"channel": {"Heft": "editorial"}})
    report = take(Request(first, "bookings", tmp_path, mapping=mapping))
    assert (report.kept, report.rows) == (1, 1)
    assert report.mapping is not None
    raw = {key: value for key, value in report.mapping.items() if key != "words"}
    save_mapping(mapping_from_json(raw), tmp_path / "map.json")
    saved = load_mapping(tmp_path / "map.json")
    assert saved.reading is not None
    second = own(tmp_path, first.read_text("utf-8").replace("A1", "B7"), name="second.csv")
    assert take(Request(second, "bookings", tmp_path, mapping=saved)).kept == 1


@pytest.mark.parametrize(("mapping", "said"), [
    (Mapping("models"), "for models"), (Mapping("bookings", {"colour": "Art"}), "no column"),
    (Mapping("bookings", {"kind": "Gibtsnicht"}), "no column 'Gibtsnicht'"),
])
def test_a_mapping_that_does_not_fit_is_refused(
    mapping: Mapping, said: str, tmp_path: Path
) -> None:
    with pytest.raises(IntakeError, match=said):
        take(Request(own(tmp_path, OWN + GOOD), "bookings", tmp_path, mapping=mapping))


def test_keys_are_checked_against_tables_loaded_before(tmp_path: Path) -> None:
    models = own(tmp_path, "Modell Nr;Stufe;Eintritt;Land\nM1;top;01.02.2020;DE\n"
                 "M2;Neuling;13.02.2020;Schweden\n", name="models.csv")
    report = take(Request(models, "models", tmp_path))
    assert report.kept == 2
    text = OWN + GOOD + GOOD.replace("A1", "A2").replace(";M1;", ";M7;")
    report = take(Request(own(tmp_path, text), "bookings", tmp_path))
    assert report.rejects[0]["rule"] == "must exist in models (model_id)"
    assert not any("model_id" in note for note in report.notes)
    assert any("brand_id" in note and "when the ledger is opened" in note for note in report.notes)


def test_words_are_compared_without_case_accents_and_marks() -> None:
    assert plain("  É-Commerce!! ") == "e commerce"
    assert plain("Straße Nr.") == "strasse nr"


def bookings_file(folder: Path, rows: list[dict[str, str]], text: str = "") -> Path:
    path = folder / "mine.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")
    return path


def test_an_unknown_word_of_an_optional_field_costs_the_cell_not_the_row(tmp_path: Path) -> None:
    """In one pass and laid out alike; a needed field still costs the row."""
    rows = [{**ROW, "booking_id": f"b{number}"} for number in range(40)]
    rows[3]["twin_owner"] = "vielleicht"
    rows[7]["twin_owner"] = "vielleicht"
    rows[7]["kind"] = "alien"
    rows[9]["twin_owner"] = "the moon"
    for text in ("", "b99,only two cells\n"):
        path = bookings_file(tmp_path, rows, text)
        report = take(Request(path, "bookings", tmp_path))
        assert (report.rows - bool(text), report.kept, report.emptied) == (40, 39, 2)
        said = {(one["column"], one["effect"]): one["count"] for one in report.rejects}
        said.pop(("(row)", ROW_LEFT_OUT), None)
        assert said == {("twin_owner", CELL): 2, ("kind", ROW_LEFT_OUT): 1}
        listed = pd.read_csv(tmp_path / "bookings.rejects.csv")
        cells = listed[listed["effect"] == CELL]
        assert list(zip(cells["line"], cells["column"], cells["value"], strict=True)) == [
            (5, "twin_owner", "vielleicht"), (11, "twin_owner", "the moon")]
        kept = pd.read_parquet(tmp_path / "bookings.parquet").set_index("booking_id")
        assert kept["twin_owner"].isna().all()
        assert "b7" not in kept.index


def test_all_that_is_rejected_is_listed(tmp_path: Path) -> None:
    rows = [{**ROW, "booking_id": f"b{number}", "channel": "radio"} for number in range(2500)]
    report = take(Request(bookings_file(tmp_path, rows), "bookings", tmp_path))
    listed = pd.read_csv(tmp_path / "bookings.rejects.csv")
    assert (report.rows - report.kept, len(listed)) == (2500, 2500)
    assert listed["line"].tolist() == list(range(2, 2502))
    assert not any("not listed" in note for note in report.notes)


@pytest.mark.parametrize("target", ["bookings", "survey"])
def test_a_list_that_is_cut_says_so(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.intake.rejects.MOST_LISTED", 30)
    rows = [{**ROW, "booking_id": f"b{number}", "channel": "radio"} for number in range(100)]
    path = bookings_file(tmp_path, rows, "".join(f"x{n},short\n" for n in range(50)))
    if target == "survey":
        rows = [{"trade": ("hair", "set")[n % 2], "fee": str(n)} for n in range(60)]
        path = bookings_file(tmp_path, rows, "x\n" * 150)
    report = take(Request(path, target, tmp_path))
    lines = (tmp_path / f"{target}.rejects.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + 30 + 1
    assert "120 more are counted but not listed" in lines[-1]
    assert any(note.startswith("120 more are counted but not listed") for note in report.notes)
    assert sum(one["count"] for one in report.rejects) == 150


def test_the_reasons_of_a_mapping_outlive_a_change(tmp_path: Path) -> None:
    rows = [{**ROW, "booking_id": f"b{number}"} for number in range(12)]
    frame = pd.DataFrame(rows).drop(columns=["currency"]).rename(columns={"kind": "Buchungsart"})
    frame["Buchungsart"] = "Mensch"
    frame.assign(extra=1).to_csv(tmp_path / "mine.csv", index=False)
    report, _ = look(Request(tmp_path / "mine.csv", "bookings", tmp_path, settings={
        "constant:currency": "EUR", "column:agency_id": "brand_id"}))
    words = report.mapping["words"]
    assert "kind from 'Buchungsart', by its name; 'Mensch' as human" in words
    assert "currency is 'EUR' in every row, as it was said" in words
    assert "agency_id from 'brand_id', as it was said" in words
    assert any(line.startswith("not used: ") and "extra" in line for line in words)


@pytest.mark.parametrize("header", ["Buchungsnr", "Buchungs-Nr.", "Auftragsnr", "Buchungsnummer"])
def test_a_number_is_known_by_its_abbreviation(header: str, tmp_path: Path) -> None:
    frame = pd.DataFrame([{**ROW, "booking_id": f"b{number}"} for number in range(12)])
    frame.rename(columns={"booking_id": header}).to_csv(tmp_path / "mine.csv", index=False)
    report, _ = look(Request(tmp_path / "mine.csv", "bookings", tmp_path))
    assert report.mapping["columns"]["booking_id"] == header


def test_whole_numbers_that_pandas_writes_beside_gaps_stay_whole(tmp_path: Path) -> None:
    """A column of integers with a gap is one of floats in pandas: 12 is written as 12.0."""
    frame = pd.DataFrame([{**ROW, "booking_id": f"b{number}"} for number in range(12)]).assign(
        images=[12.0, None, 1000.0, *[0.0] * 8, 12.5])
    frame.to_csv(tmp_path / "mine.csv", index=False)
    report = take(Request(tmp_path / "mine.csv", "bookings", tmp_path))
    written = pd.read_parquet(tmp_path / "bookings.parquet")["images"]
    assert written.dropna().tolist() == [12, 1000, *[0] * 8]
    assert len(written) == 11
    assert [(one["column"], one["rule"]) for one in report.rejects] == [
        ("images", "must be of type integer")]


def test_month_words_and_amounts_in_parentheses_reach_the_contract(tmp_path: Path) -> None:
    good = GOOD.replace("01.02.2025", "1. Februar 2025").replace("15.02.2025", "15-Feb-25")
    bad = good.replace("A1", "A2").replace("15-Feb-25", "31 février 2025")
    below = good.replace("A1", "A3").replace("1.200,50", "(1.200,50)")
    report = take(Request(own(tmp_path, OWN + good + bad + below), "bookings", tmp_path))
    assert pd.read_parquet(tmp_path / "bookings.parquet")[["booked_on", "work_on"]].astype(
        str).to_numpy().tolist() == [["2025-02-01", "2025-02-15"]]
    assert {(one["column"], one["rule"]) for one in report.rejects} == {
        ("work_on", "must be of type date"), ("fee_amount", "at least 0")}


def test_brands_that_are_spelled_in_several_ways_are_said(tmp_path: Path) -> None:
    """They count as several brands, and so toward the fewest that may be shown."""
    names = ["House North", "HOUSE NORTH", "House  north", "Atelier", "atelier", "Nord"] * 5
    write_folder(tmp_path / "in", [{**ROW, "booking_id": f"b{n}", "brand_id": name}
                                   for n, name in enumerate(names)])
    report = take(Request(tmp_path / "in" / "bookings.csv", "bookings", tmp_path))
    said = "brand_id: 5 spellings differ only in capitals or blanks and count as 5, though they " \
        "seem to be 2."
    assert [note.startswith(said) for note in report.notes if "spellings" in note] == [True]


@pytest.mark.parametrize("place", [60, 0])
def test_names_in_a_ledger_are_found_below_the_sample(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models who first have a number, then a name; and a purpose that comes again is no name."""
    monkeypatch.setattr("analysis.intake.sniff.SAMPLE_ROWS", 50)
    given, last = ("Åsa", "Émile", "Anna-Lena", "Ola"), ("Öberg", "O’Neil", "van Dam", "Ek")
    people = [f"{one} {other}{chr(97 + n)}" for n in range(20) for one in given for other in last]
    rows = [f"m{n},{people[n] if n >= place else f'm{n}'},top,2020-01-01,FR" for n in range(320)]
    path = own(tmp_path, "\n".join(["No,Talent,tier,entered_on,market", *rows]))
    report = take(Request(path, "models", tmp_path, settings={"column:model_id": "Talent"}))
    found = [(one.column, one.what, one.why) for one in report.personal]
    counted = f"{320 - place} of 320 different cells look like one"
    assert found == ([("Talent", "name", counted)] if place else [
        ("Talent", "name", "50 of 50 different cells look like one")])
    assert any(note.startswith("Talent holds a name") for note in report.notes) == bool(place)
    uses = [f"c{n},m{n},separate_written,House North,2025-01-01,true,no" for n in range(90)]
    path = own(tmp_path, "\n".join([
        "consent_id,model_id,form,scope,signed_on,rate_stated,agency_signed", *uses]))
    assert take(Request(path, "consents", tmp_path)).personal == ()


def test_addresses_in_a_ledger_are_warned_of_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.intake.sniff.SAMPLE_ROWS", 50)
    rows = [f"c{n},m{n},separate_written,in print,2025-01-01,true,no" for n in range(90)]
    rows[80] = "anna@example.org,m80,separate_written,ring 07700 900123,2025-01-01,true,no"
    path = own(tmp_path, "\n".join([
        "Contract,Model,form,scope,signed_on,rate_stated,agency_signed", *rows]))
    report = take(Request(path, "consents", tmp_path, settings={
        "column:model_id": "Model", "column:consent_id": "Contract"}))
    assert [(one.column, one.what, one.why) for one in report.personal] == [
        ("Contract", "e-mail addresses inside its texts", "in 1 different cells"),
        ("scope", "telephone numbers inside its texts", "in 1 different cells")]
    assert any(note.startswith("scope holds") and "it is kept" in note for note in report.notes)
