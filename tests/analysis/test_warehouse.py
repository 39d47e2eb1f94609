"""The warehouse: sealed, asked by name with bound values, limited, traced, safe in threads."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.catalog.package import load_package
from analysis.errors import PackageError, QueryLimitError, SealError, UnknownQueryError
from analysis.exhibits import Exhibit, catalogue
from analysis.warehouse import Warehouse, open_warehouse
from analysis.warehouse.build import build_tables, order_by_keys
from analysis.warehouse.engine import ROW_LIMIT
from analysis.warehouse.queries import Query, load_queries
from analysis.warehouse.seal import OPEN_CONFIG, SEAL, seal, verify_seal

QUERIES = list(load_queries())
THREADS = 16
Asked = tuple[str, dict[str, Any]]


# --- seal ---------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outside") / "secret.csv"
    path.write_text("word\nhidden\n", encoding="utf-8")
    return path


def open_connection(*, sealed: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=OPEN_CONFIG)
    connection.execute("create table kept as select 1 as number")
    if sealed:
        seal(connection)
    return connection


READING = {
    "read a csv": "select * from read_csv('{path}')",
    "read a text": "select content from read_text('{path}')",
    "read by file name": "select * from '{path}'",
    "list a folder": "select * from glob('{folder}/*')",
    "write a file": "copy kept to '{folder}/stolen.csv'",
    "attach a database": "attach '{folder}/other.duckdb' as other",
    "export the database": "export database '{folder}/dump'",
    "change a setting": "set threads = 3",
    "open the door again": "set enable_external_access = true",
    "unlock": "set lock_configuration = false",
    "reset": "reset memory_limit",
}


@pytest.mark.parametrize("what", READING)
def test_sealed_database_neither_reads_nor_writes_nor_takes_settings(
    what: str, secret: Path, tmp_path: Path
) -> None:
    with open_connection(sealed=True) as connection, pytest.raises(duckdb.Error):
        connection.execute(READING[what].format(path=secret, folder=tmp_path)).fetchall()


@pytest.mark.parametrize(
    ("what", "proof", "expected"),
    [
        ("read a csv", "select word from read_csv('{path}')", [("hidden",)]),
        ("read a text", "select content from read_text('{path}')", [("word\nhidden\n",)]),
        ("write a file", "select number from read_csv('{folder}/stolen.csv')", [(1,)]),
        ("attach a database",
         "select count(*) from duckdb_databases() where database_name = 'other'", [(1,)]),
        ("change a setting", "select current_setting('threads')", [(3,)]),
    ],
)
def test_the_same_statements_work_before_the_seal(
    what: str, proof: str, expected: list[tuple[object]], secret: Path, tmp_path: Path
) -> None:
    """Otherwise the refusals above might be of statements that never work."""
    with open_connection(sealed=False) as connection:
        connection.execute(READING[what].format(path=secret, folder=tmp_path))
        shown = connection.execute(proof.format(path=secret, folder=tmp_path)).fetchall()
    assert shown == expected


@pytest.mark.parametrize("statement", ["install httpfs", "load httpfs", "install spatial"])
def test_sealed_database_takes_no_extension(statement: str) -> None:
    with open_connection(sealed=True) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_python_variables_are_out_of_sight() -> None:
    visitors = pd.DataFrame({"name": ["private"]})
    with duckdb.connect(":memory:") as careless:
        assert careless.execute("select * from visitors").fetchall() == [("private",)]
    for sealed in (False, True):
        with open_connection(sealed=sealed) as connection, pytest.raises(duckdb.CatalogException):
            connection.execute("select * from visitors").fetchall()
    assert len(visitors) == 1


def test_verify_refuses_an_unsealed_database() -> None:
    with duckdb.connect(":memory:") as connection, pytest.raises(SealError, match="seal demands"):
        verify_seal(connection)


@pytest.mark.parametrize("forgotten", SEAL)
def test_verify_refuses_when_one_setting_is_missing(
    forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(":memory:") as connection:
        for name, value in SEAL.items():
            if name != forgotten:
                connection.execute(f"set {name} = {value}")
        with pytest.raises(SealError, match=forgotten):
            verify_seal(connection)


@pytest.mark.parametrize("what", READING)
def test_the_warehouse_itself_is_sealed(
    what: str, warehouse: Warehouse, secret: Path, tmp_path: Path
) -> None:
    before = warehouse._connection.execute("select count(*) from sources").fetchone()
    with warehouse._connection.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(READING[what].format(path=secret, folder=tmp_path)).fetchall()
    assert warehouse._connection.execute("select count(*) from sources").fetchone() == before


# --- build --------------------------------------------------------------------------------------

def test_tables_are_built_after_those_they_point_at() -> None:
    order = [resource.name for resource in order_by_keys(load_package())]
    assert sorted(order) == sorted(resource.name for resource in load_package().resources)
    for resource in load_package().resources:
        for key in resource.foreign_keys:
            if key.resource not in ("", resource.name):
                assert order.index(key.resource) < order.index(resource.name)


def test_every_row_of_every_file_is_in_its_table() -> None:
    package = load_package()
    with duckdb.connect(":memory:") as connection:
        build_tables(connection, package)
        for resource in package.resources:
            found = connection.table(resource.name).shape
            lines = len(resource.path.read_text(encoding="utf-8").splitlines())
            assert found == (lines - 1, len(resource.fields)), resource.name


def test_table_without_sql_file_is_refused(data_copy: Path) -> None:
    path = data_copy / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"name": "cpi"', '"name": "prices"'), "utf-8")
    with pytest.raises(PackageError, match=r"sql/tables/prices\.sql is missing"):
        open_warehouse(data_copy)


# --- asking -------------------------------------------------------------------------------------

HOSTILE = ["' or 1=1 --", "'; drop table surveys; --", '"', "$trade", "\\", "𝔛‮", "%"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_a_value(text: str, warehouse: Warehouse) -> None:
    result = warehouse.fetch("worker_voice_losses", trade=text)
    assert result.frame.empty
    assert result.run.parameters == {"trade": text}
    assert text not in result.run.sql or text in ("$trade", '"', "%")
    assert len(warehouse.fetch("worker_voice_losses", trade="all").frame) > 0


def test_unknown_query_lists_the_known(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownQueryError, match="job_market_employment") as refused:
        warehouse.fetch("select 1")
    assert "'select 1'" in str(refused.value)


@pytest.mark.parametrize(
    "given", [{}, {"occupation": "41-9012"}, {"occupation": "41-9012", "first_year": 2010,
                                              "last_year": 2020, "nonsense": 1}],
)
def test_missing_or_extra_parameter_lists_the_accepted(
    given: dict[str, Any], warehouse: Warehouse
) -> None:
    with pytest.raises(UnknownQueryError, match="'first_year', 'last_year', 'occupation'"):
        warehouse.fetch("job_market_employment", **given)


# --- limits -------------------------------------------------------------------------------------

def made_query(name: str, sql: str) -> Query:
    return Query(name=name, sql=sql, purpose="test", parameters={}, columns={})


@pytest.fixture(scope="module")
def limited() -> Iterator[Warehouse]:
    """A warehouse that also knows a slow query and one of many rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(load_queries(), "slow", made_query(
            "slow", "select sum(a.range * b.range) as total from range(10000000) a, "
            "range(1000000) b"))
        patch.setitem(load_queries(), "many", made_query("many", "select range from range(30000)"))
        opened = open_warehouse()
        yield opened
        opened.close()


def test_slow_query_is_stopped(limited: Warehouse) -> None:
    with pytest.raises(QueryLimitError, match=r"'slow' took longer than 0\.2 seconds"):
        limited.fetch("slow", seconds=0.2)


def test_a_stopped_query_harms_no_other(limited: Warehouse) -> None:
    with ThreadPoolExecutor(4) as pool:
        stopped = [pool.submit(limited.fetch, "slow", seconds=0.3) for _ in range(2)]
        answers = [pool.submit(limited.fetch, "many", rows=30_000 + n) for n in range(20)]
        assert all(len(answer.result().frame) == 30_000 for answer in answers)
        assert all(isinstance(one.exception(), QueryLimitError) for one in stopped)


@pytest.mark.parametrize("rows", [1, 9_999, 29_999])
def test_one_row_too_many_is_an_error_and_never_a_cut(rows: int, limited: Warehouse) -> None:
    with pytest.raises(QueryLimitError, match=f"more than {rows:,} rows"):
        limited.fetch("many", rows=rows)


def test_exactly_as_many_rows_as_allowed_are_served(limited: Warehouse) -> None:
    assert len(limited.fetch("many", rows=30_000).frame) == 30_000


# --- lineage ------------------------------------------------------------------------------------

@pytest.fixture(scope="session")
def asked(warehouse: Warehouse, default_exhibit: Callable[[str], Exhibit]) -> list[Asked]:
    """Every query with parameters: those of the exhibits at their defaults, and some more."""
    runs = {
        repr((run.name, run.parameters)): (run.name, dict(run.parameters))
        for spec in catalogue() for run in default_exhibit(spec.id).runs if run.folder == "data"
    }
    plain = {name: (name, {}) for name in QUERIES if not load_queries()[name].parameters}
    tables = [resource.name for resource in warehouse.package.resources]
    plain["cautions"] = ("cautions", {"tables": tables, "topics": ["bectu", "models_"]})
    other = [(name, values | {"occupation": soc}) for name, values in runs.values()
             if "occupation" in values for soc in ("27-1022", "00-0000")]
    other += [(name, values | {"trade": "photographers"}) for name, values in runs.values()
              if "trade" in values]
    other += [(name, values | {"words": ["ai"]}) for name, values in runs.values()
              if "words" in values]
    return [*runs.values(), *plain.values(), *other]


def test_every_query_is_asked_by_an_exhibit_or_control(asked: list[Asked]) -> None:
    assert set(QUERIES) - {name for name, _ in asked} == set()


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("job_market_employment", ("occupations", "oews_national", "series_breaks")),
        ("job_market_wages", ("cpi", "occupations", "oews_national")),
        ("worker_voice_bectu", ("survey_results", "surveys")),
        ("human_v_twin_uses", ("twin_events",)),
        ("exposure_pay", ("exposure_measures", "exposure_scores", "occupations",
                          "oews_occupations_2025")),
        ("cautions", ("cautions",)),
    ],
)
def test_lineage_names_the_tables_read(
    name: str, tables: tuple[str, ...], warehouse: Warehouse, asked: list[Asked]
) -> None:
    parameters = next(values for asked_name, values in asked if asked_name == name)
    assert warehouse.fetch(name, **parameters).run.tables == tables


def test_lineage_of_every_query_is_what_its_sql_names(
    warehouse: Warehouse, asked: list[Asked]
) -> None:
    known = {resource.name for resource in warehouse.package.resources}
    for name, parameters in asked:
        run = warehouse.fetch(name, **parameters).run
        named = set(re.findall(r"\b(?:from|join)\s+(\w+)", run.sql)) & known
        assert set(run.tables) == named, name


@pytest.mark.parametrize("name", QUERIES)
def test_every_answer_has_the_columns_its_header_describes(
    name: str, warehouse: Warehouse, asked: list[Asked]
) -> None:
    for asked_name, parameters in asked:
        if asked_name == name:
            frame = warehouse.fetch(name, **parameters).frame
            assert set(load_queries()[name].columns) <= set(frame.columns)


def test_every_row_of_evidence_carries_known_sources(
    warehouse: Warehouse, default_exhibit: Callable[[str], Exhibit]
) -> None:
    for spec in catalogue():
        result = default_exhibit(spec.id).results[0]
        assert len(result.rows) == len(result.frame) > 0, spec.id
        assert all(row and set(row) <= set(warehouse.sources) for row in result.rows), spec.id


# --- threads ------------------------------------------------------------------------------------

def test_sixteen_threads_get_the_serial_answers_row_by_row(
    warehouse: Warehouse, asked: list[Asked]
) -> None:
    expected = [warehouse.fetch(name, **values) for name, values in asked]
    jobs = [number for number in range(len(asked)) for _ in range(4)]
    random.Random(2025).shuffle(jobs)
    start = Barrier(THREADS)

    def work(part: int) -> int:
        start.wait()
        done = 0
        for turn, number in enumerate(jobs[part::THREADS]):
            name, values = asked[number]
            # A row limit of its own keeps the answer from being served out of memory.
            limit = ROW_LIMIT + 1 + part * len(jobs) + turn
            got = warehouse.fetch(name, rows=limit, **values)
            assert_frame_equal(got.frame, expected[number].frame)
            assert (got.rows, got.run) == (expected[number].rows, expected[number].run)
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(work, range(THREADS))) == len(jobs) > 250


def test_changing_an_answer_does_not_change_the_next(warehouse: Warehouse) -> None:
    first = warehouse.fetch("worker_voice_losses", trade="all").frame
    before = first.copy()
    first["share"] = 0.0
    first.loc[:, "label"] = "spoilt"
    del first["year"]
    assert_frame_equal(warehouse.fetch("worker_voice_losses", trade="all").frame, before)


# --- the query files ----------------------------------------------------------------------------

def bare(query: Query) -> str:
    """The statement without texts in quotes."""
    return re.sub(r"'[^']*'", "''", query.statement)


@pytest.mark.parametrize("name", QUERIES)
def test_query_file_keeps_to_the_conventions(name: str) -> None:
    query = load_queries()[name]
    lines = query.sql.splitlines()
    assert lines[0].startswith("-- purpose: ")
    assert len(query.purpose) > 15
    assert any(line.startswith("-- parameters:") for line in lines)
    assert "-- columns:" in lines
    assert query.columns
    assert len(duckdb.extract_statements(query.statement)) == 1
    assert ";" not in bare(query)
    shouted = re.findall(r"\b[A-Z]\w*", bare(query))
    assert shouted == []


@pytest.mark.parametrize("name", QUERIES)
def test_query_of_several_rows_is_ordered(
    name: str, asked: list[Asked], warehouse: Warehouse
) -> None:
    last = re.split(r"\bfrom\b", bare(load_queries()[name]))[-1]
    for asked_name, values in asked:
        if asked_name == name and len(warehouse.fetch(name, **values).frame) > 1:
            assert re.search(r"\border by\b", last)


@pytest.mark.parametrize("name", QUERIES)
def test_query_lines_are_short(name: str) -> None:
    assert max(map(len, load_queries()[name].sql.splitlines())) <= 100


@pytest.mark.parametrize("name", QUERIES)
def test_query_names_its_columns_and_takes_all_only_from_its_own_parts(name: str) -> None:
    tables = "|".join(resource.name for resource in load_package().resources)
    statement = re.sub(rf"select \* from (?!(?:{tables})\b)\w+", "", bare(load_queries()[name]))
    assert not re.search(r"(?:\bselect|,)\s+(?:\w+\.)?\*", statement)
