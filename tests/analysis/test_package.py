"""The shipped data package: valid, traceable, and the same rules in Table Schema and SQL."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from frictionless import Package as FrictionlessPackage

from analysis.catalog.package import (
    DATA_DIRECTORY,
    Field,
    Package,
    find_changed_resource,
    load_package,
)
from analysis.warehouse import Warehouse, check_package
from analysis.warehouse.build import build_tables

TABLES = [resource.name for resource in load_package().resources]
CONSTRAINTS = ("required", "enum", "minimum", "maximum")


def rows_of(table: str) -> list[dict[str, str]]:
    with (DATA_DIRECTORY / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def frame_of(table: str) -> pd.DataFrame:
    return pd.read_csv(DATA_DIRECTORY / f"{table}.csv", dtype=str, keep_default_na=False)


def test_frictionless_finds_the_package_valid() -> None:
    report = FrictionlessPackage(str(DATA_DIRECTORY / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert report.stats["tasks"] == len(TABLES)


def test_own_check_finds_the_package_valid(package: Package) -> None:
    check_package(package)


def test_recorded_hashes_are_those_of_the_files(package: Package) -> None:
    assert find_changed_resource(package) is None


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_a_source_that_exists(table: str) -> None:
    known = {row["source_id"] for row in rows_of("sources")}
    assert {row["source_id"] for row in rows_of(table)} <= known


@pytest.mark.parametrize("table", [name for name in TABLES if name != "sources"])
def test_source_id_is_a_required_foreign_key(table: str, package: Package) -> None:
    resource = package.resource(table)
    assert resource.field("source_id").constraints["required"] is True
    assert ("sources", ("source_id",)) in {
        (key.resource, key.reference) for key in resource.foreign_keys
    }


OF_THE_LEDGER = {"simulated_ledger", "substitution_scenario"}
"""Sources of whole tables in data/ledger and of what is worked out from them."""


def test_every_source_is_used_by_a_row() -> None:
    used = {row["source_id"] for table in TABLES if table != "sources" for row in rows_of(table)}
    used |= OF_THE_LEDGER
    assert {row["source_id"] for row in rows_of("sources")} - used == set()


def test_tables_schemas_and_sql_files_are_the_same_set(repository: Path) -> None:
    files = {path.stem for path in (repository / "analysis/sql/tables").glob("*.sql")}
    shipped = {path.stem for path in DATA_DIRECTORY.glob("*.csv")}
    assert set(TABLES) == files == shipped


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_holds_a_line_break_and_no_line_is_blank(table: str, package: Package) -> None:
    text = package.resource(table).path.read_text(encoding="utf-8")
    assert "\r" not in text
    assert len(text.splitlines()) == len(rows_of(table)) + 1


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_title_and_every_number_a_unit(table: str) -> None:
    descriptor = json.loads((DATA_DIRECTORY / "datapackage.json").read_text(encoding="utf-8"))
    schema = next(one for one in descriptor["resources"] if one["name"] == table)["schema"]
    untitled = [field["name"] for field in schema["fields"] if not field.get("title")]
    unitless = [
        field["name"] for field in schema["fields"]
        if field["type"] == "number" and not field.get("unit")
    ]
    assert (untitled, unitless) == ([], [])


def test_duplicates_point_at_an_original() -> None:
    results = {row["result_id"]: row for row in rows_of("survey_results")}
    targets = {row["duplicate_of"] for row in results.values()} - {""}
    assert targets
    assert {target for target in targets if results[target]["duplicate_of"]} == set()


def test_levels_of_a_scale_are_never_the_negative_answer(warehouse: Warehouse) -> None:
    results = frame_of("survey_results")
    parts = set(results[results["answer_part"] == "true"]["result_id"])
    assert {"empower_2023_very_concerned", "empower_2023_somewhat_concerned"} <= parts
    for query, settings in (
        ("worker_voice_bectu", {"survey": "bectu_ai_fashion_2025", "related": True}),
        ("worker_voice_trades", {"trade": "all"}), ("worker_voice_losses", {"trade": "all"}),
    ):
        assert parts.isdisjoint(warehouse.fetch(query, **settings).frame["result_id"])


def test_one_question_gives_one_point_where_figures_are_compared(warehouse: Warehouse) -> None:
    frame = warehouse.fetch("worker_voice_trades", trade="all").frame
    assert not frame.duplicated(["survey_id", "question", "subgroup"]).any()


def test_sampling_is_known_only_where_a_text_read_says_so() -> None:
    surveys = frame_of("surveys")
    known = surveys[surveys["sampling"] != "unknown"]
    assert not known["sampling_basis"].str.contains("not stated|not in the text").any()
    assert (known["sampling_basis"].str.len() > 20).all()


def test_percentiles_of_licensed_measures_are_mid_ranks_of_their_scores() -> None:
    ranks, scores = frame_of("exposure_ranks"), frame_of("exposure_scores")
    scores["percentile"] = scores.groupby("measure")["score"].transform(
        lambda column: (column.astype(float).rank() - 0.5) / len(column) * 100)
    both = ranks.merge(scores, on=["measure", "soc"], suffixes=("", "_of_scores"))
    both = both[both["occupations_n"].astype(int) == both["measure"].map(
        scores["measure"].value_counts())]
    assert both["measure"].nunique() >= 6
    gap = (both["percentile"].astype(float) - both["percentile_of_scores"]).abs()
    assert gap.max() <= 0.0501, both[gap > 0.0501][["measure", "soc"]]


def test_cases_are_named_after_one_of_their_events() -> None:
    events = rows_of("twin_events")
    cases: dict[str, set[str]] = {}
    for row in events:
        cases.setdefault(row["case_id"], set()).add(row["event_id"].lower())
    assert {case for case, members in cases.items() if case not in members} == set()


def test_unlicensed_measures_ship_no_scores() -> None:
    licensed = {
        row["measure"] for row in rows_of("exposure_measures") if row["licensed"] == "true"
    }
    assert {row["measure"] for row in rows_of("exposure_scores")} == licensed


def test_unlicensed_ranks_are_of_listed_occupations_only() -> None:
    listed = {row["soc"] for row in rows_of("occupations") if row["listed"] == "true"}
    assert {row["soc"] for row in rows_of("exposure_ranks")} <= listed


def test_no_score_ships_from_a_source_that_forbids_it() -> None:
    closed = {
        row["source_id"] for row in rows_of("sources") if row["redistribution"] != "full"
    }
    assert {row["source_id"] for row in rows_of("exposure_scores")} & closed == set()


@pytest.mark.parametrize(
    "words", ["OEWS", "sample panels", "nested", "never joined", "self-selected", "duplicate_of",
              "ranks of the listed occupations only", "not usage"],
)
def test_description_says_what_is_not_comparable(package: Package, words: str) -> None:
    assert words in package.description


@pytest.mark.parametrize(
    "topic", [("oews_national", "panel"), ("oews_industry", "nested"), ("postings", "never"),
              ("surveys", "the desk says unknown"),
              ("survey_results", "chose to answer"),
              ("survey_results", "duplicate|twice|repeat"), ("projections", "self-employed")],
)
def test_cautions_of_a_table_name_what_is_not_comparable(topic: tuple[str, str]) -> None:
    table, words = topic
    said = " ".join(
        f"{row['caution_id']} {row['title']} {row['statement']}"
        for row in rows_of("cautions") if row["resource"] == table
    ).lower()
    assert any(word in said for word in words.split("|"))


def test_bectu_figure_is_54_percent_without_n() -> None:
    (survey,) = [row for row in rows_of("surveys") if row["survey_id"] == "bectu_ai_fashion_2025"]
    (result,) = [
        row for row in rows_of("survey_results") if row["survey_id"] == survey["survey_id"]
    ]
    assert (result["share"], result["target"]) == ("0.54", "industry")
    assert (survey["sampling"], survey["sample_size_text"]) == ("unknown", "")


@pytest.fixture(scope="module")
def probes() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables as built, and beside each an empty ``probe_`` twin without foreign keys."""
    with duckdb.connect(":memory:") as connection:
        build_tables(connection, load_package())
        for name in TABLES:
            path = DATA_DIRECTORY.parent / "analysis/sql/tables" / f"{name}.sql"
            sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
            create = re.sub(r" references \w+ \(\w+\)", "", sql.split(";")[0])
            connection.execute(create.replace(f"table {name}", f"table probe_{name}"))
        yield connection


def bad_values(field: Field) -> Iterator[tuple[str, str]]:
    """For each constraint of a field a value that breaks it, as an SQL literal."""
    rules = field.constraints
    if rules.get("required"):
        yield "required", "null"
    if "enum" in rules:
        whole = all(isinstance(value, int) for value in rules["enum"])
        yield "enum", str(max(rules["enum"]) + 1) if whole else "'no such value'"
    if "minimum" in rules:
        yield "minimum", str(rules["minimum"] - 1)
    if "maximum" in rules:
        yield "maximum", str(rules["maximum"] + 1)


def is_refused(connection: duckdb.DuckDBPyConnection, table: str, replacement: str) -> bool:
    """Whether SQL refuses the table's first row with one value replaced."""
    connection.execute("begin")
    try:
        connection.execute(
            f"insert into probe_{table} select * {replacement} from {table} limit 1"
        )
    except duckdb.ConstraintException:
        return True
    finally:
        connection.execute("rollback")
    return False


@pytest.mark.parametrize("table", TABLES)
def test_sql_refuses_what_the_table_schema_forbids(
    table: str, package: Package, probes: duckdb.DuckDBPyConnection
) -> None:
    assert not is_refused(probes, table, "")
    let_through = [
        f"{field.name}: {rule}" for field in package.resource(table).fields
        for rule, value in bad_values(field)
        if not is_refused(probes, table, f"replace ({value} as {field.name})")
    ]
    assert let_through == []
