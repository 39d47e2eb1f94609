"""The bench of a ledger: all sides answer the same question, and a broken limit is said."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from analysis.errors import ControlError
from analysis.ledger import bench, bench_private, bench_sides
from analysis.ledger.bench_sides import (
    FROM_ROWS,
    ROLLED_UP,
    Side,
    defaults_of,
    fill_sqlite,
    pandas_bookings,
    pandas_newcomers,
    pandas_share,
    read_bench,
    read_columns,
)
from analysis.ledger.engine import Ledger
from analysis.ledger.parameters import load_parameters
from analysis.ledger.simulation import write_ledger


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bench")
    write_ledger(load_parameters().changed({"bookings": 5_000.0}), 1, folder, form="parquet")
    return folder


@pytest.fixture(scope="module")
def ledger(directory: Path) -> Ledger:
    return bench_sides._open(directory)


def desk(ledger: Ledger, name: str) -> pd.DataFrame:
    query, parameters = ROLLED_UP[name]
    return ledger.fetch(query, **parameters).frame


def by_month(frame: pd.DataFrame, column: str) -> dict[str, float]:
    """Value by month as ``2025-03``, months without anything left out."""
    shown = frame[frame[column].fillna(0) > 0]
    return dict(zip(pd.to_datetime(shown["month"]).dt.strftime("%Y-%m"), shown[column],
                    strict=True))


def rows_of(directory: Path, name: str) -> pd.DataFrame:
    """What bare DuckDB answers, on a copy: the file itself is open and sealed."""
    prepared = next((directory / "prepared").glob("*.duckdb"))
    copied = Path(shutil.copy(prepared, directory / "copy.duckdb"))
    with duckdb.connect(str(copied), read_only=True) as bare:
        return bare.execute(read_bench(f"rows_{name}")).df()


def test_every_side_counts_the_same_bookings_of_newcomers(ledger: Ledger, directory: Path) -> None:
    counted = desk(ledger, "newcomers")
    found = by_month(counted[counted["kind"] == "human"], "worked")
    assert len(found) > 50
    frame, models = read_columns(directory)
    frame["work_on"] = pd.to_datetime(frame["work_on"])
    in_pandas = pandas_newcomers(frame, models=models)
    assert {str(month): value for month, value in in_pandas.items()} == found
    assert dict(fill_sqlite(directory, directory).execute(read_bench("sqlite_newcomers"))) == found
    assert by_month(rows_of(directory, "newcomers"), "worked") == found


def test_every_side_counts_the_same_bookings_and_share(
    ledger: Ledger, directory: Path, tmp_path: Path
) -> None:
    counted, share = desk(ledger, "bookings"), by_month(desk(ledger, "share"), "twin_share")
    frame, _ = read_columns(directory)
    frame["work_on"] = pd.to_datetime(frame["work_on"])
    months, lite = pandas_bookings(frame), fill_sqlite(directory, tmp_path)
    rows = {name: rows_of(directory, name) for name in ROLLED_UP}
    for kind in ("human", "twin", "synthetic"):
        found = by_month(counted[counted["kind"] == kind], "worked")
        assert {str(month): value for month, value in months.xs(kind, level=1).items()} == found
        assert {month: value for month, one, value in
                lite.execute(read_bench("sqlite_bookings")) if one == kind} == found
        assert by_month(rows["bookings"][rows["bookings"]["kind"] == kind], "worked") == found
    assert by_month(rows["share"], "twin_share") == share
    assert {str(month): value for month, value in pandas_share(frame).items() if value} == share
    assert {month: value for month, value in
            lite.execute(read_bench("sqlite_share")) if value} == pytest.approx(share)


@pytest.mark.parametrize("name", FROM_ROWS)
def test_what_is_not_rolled_up_is_asked_of_the_whole_ledger(name: str, ledger: Ledger) -> None:
    assert len(ledger.fetch(name, **defaults_of(name)).frame)


def test_the_command_prints_table_and_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def here(run: Callable[[Path], Side], directory: Path) -> Side:
        return run(directory)

    monkeypatch.setattr(bench, "in_own_process", here)
    monkeypatch.setattr(bench_sides, "FEWEST_RUNS", 1)
    monkeypatch.setattr(bench_sides, "ENOUGH_SECONDS", 0.0)
    options = argparse.Namespace(rows=10_000, at=str(tmp_path))
    assert bench.run_bench(options) == 0
    printed = capsys.readouterr().out
    assert "Limits are meant for 10,000,000 rows; this run had 10,000." in printed
    for name in FROM_ROWS:
        assert f"{name} (from rows)" in printed
    assert printed.count("(rolled up)") == len(ROLLED_UP)
    assert "; limit: under 2,000; " in printed
    assert "Most points of a figure:" in printed
    kept = [path.parent for path in tmp_path.rglob("datapackage.json")]
    assert len(kept) == 2
    bench._simulate(kept[0], 10_000)
    assert capsys.readouterr().out == f"Found a ledger in {kept[0].name}.\n"


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(ControlError, match="Choose 10,000 or more"):
        bench.run_bench(argparse.Namespace(rows=9_999, at=None))


def sides(**changed: Any) -> dict[str, Side]:
    """Sides that keep every limit, but for what is changed: (side, measure) milliseconds."""
    rolled, rows = dict.fromkeys(ROLLED_UP, 10.0), dict.fromkeys(FROM_ROWS, 100.0)
    made = {
        "prepare": Side({}, 900.0), "desk": Side({**rolled, **rows}, 900.0),
        "tenth": Side({**rolled, **rows}, 300.0), "bare": Side({**rolled, **rows}, 500.0),
        "pandas": Side(dict.fromkeys(ROLLED_UP, 200.0), 900.0), "cards": Side({}, 900.0),
    }
    return {**made, **changed}


@pytest.mark.parametrize(("changed", "broken"), [
    ({}, ""),
    ({"pandas": Side(dict.fromkeys(ROLLED_UP, 99.0), 1.0)}, "faster than pandas"),
    ({"tenth": Side(dict.fromkeys(ROLLED_UP, 4.0), 1.0)}, "times what a tenth"),
    ({"bare": Side(dict.fromkeys(FROM_ROWS, 70.0), 1.0)}, "times the bare query"),
    ({"cards": Side({}, 2_000.0)}, "Peak memory"),
])
def test_a_broken_limit_is_said(changed: dict[str, Side], broken: str) -> None:
    said = [line for line in bench._verdicts(sides(**changed)) if "NOT kept" in line]
    assert len(said) == bool(broken)
    assert all(broken in line for line in said)


def test_a_system_that_does_not_tell_its_memory_is_no_failure() -> None:
    silent = {name: Side(side.milliseconds, None) for name, side in sides().items()}
    assert not any("memory" in line for line in bench._verdicts(silent))


def test_the_private_bench_counts_each_second_once_and_marks_nothing_simulated(
    tmp_path: Path
) -> None:
    clock = bench_private.Clock()
    inner = clock.timed(lambda: sum(range(300_000)))
    outer = clock.timed(lambda: inner() + inner())
    assert outer() == 2 * sum(range(300_000))
    once, clock.seconds = clock.seconds, 0.0
    inner()
    assert 0 < clock.seconds < once
    bench_private.write_private(tmp_path / "mine", 3_000)
    assert {path.stem for path in (tmp_path / "mine").iterdir()} == set(bench_private.TABLES)
    with pytest.raises(ControlError, match="too few to time"):
        bench_private.run_bench(argparse.Namespace(rows=100, at=None))
