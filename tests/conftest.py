"""Fixtures for all tests: the warehouse as shipped, and warehouses on edited copies of the data."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from distribution import ByFile, place_of

from analysis.catalog.package import DATA_DIRECTORY, Package, load_package, write_hashes
from analysis.exhibits import Exhibit, build_exhibit
from analysis.warehouse import Warehouse, open_warehouse
from analysis.warehouse.build import build_tables, order_by_keys
from analysis.warehouse.seal import OPEN_CONFIG, seal

Edit = Callable[[pd.DataFrame], pd.DataFrame]
# Whatever the environment says: without it every process compiles all tests and the library anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first."""
    items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Deal out the tests by file, in the order above."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.fixture(scope="session")
def repository() -> Path:
    return DATA_DIRECTORY.parent


@pytest.fixture(scope="session")
def package() -> Package:
    return load_package()


@pytest.fixture(scope="session")
def warehouse() -> Iterator[Warehouse]:
    opened = open_warehouse()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def default_exhibit(warehouse: Warehouse) -> Callable[[str], Exhibit]:
    """``default_exhibit(id)``: the exhibit at its defaults, built once a session."""
    built: dict[str, Exhibit] = {}

    def build(id: str) -> Exhibit:
        if id not in built:
            built[id] = build_exhibit(id, warehouse)
        return built[id]

    return build


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the data package, without the ledger, that a test may spoil."""
    left_out = shutil.ignore_patterns("ledger")
    return Path(shutil.copytree(DATA_DIRECTORY, tmp_path / "data", ignore=left_out))


@pytest.fixture(scope="session")
def built_tables(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """A DuckDB file with all shipped tables, of which copies are changed by ``edited``."""
    path = tmp_path_factory.mktemp("built") / "tables.duckdb"
    with duckdb.connect(str(path)) as connection:
        build_tables(connection, package)
    return path


@pytest.fixture
def edited(built_tables: Path, tmp_path: Path) -> Iterator[Callable[..., Warehouse]]:
    """``edited(table=edit, ...)``: a warehouse on data changed by ``edit(frame of text)``.

    Further edits come on top. Changed tables, and those whose keys point at them, go through the
    real build; of the others the shipped ones are taken.
    """
    folder, opened = tmp_path / "edited", []
    write_descriptor(folder)
    changed: set[str] = set()

    def open_edited(**edits: Edit) -> Warehouse:
        for table, edit in edits.items():
            before = folder if table in changed else DATA_DIRECTORY
            frame = pd.read_csv(before / f"{table}.csv", dtype=str, keep_default_na=False)
            edit(frame).to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
            changed.add(table)
            write_descriptor(folder, changed)
        write_hashes(folder)
        path = shutil.copy(built_tables, folder / f"{len(opened)}.duckdb")
        opened.append(open_rebuilt(Path(path), load_package(folder), changed))
        return opened[-1]

    yield open_edited
    for one in opened:
        one.close()
    shutil.rmtree(folder)


def write_descriptor(folder: Path, changed: Collection[str] = ()) -> None:
    """The shipped package as described in a folder that holds the changed tables alone."""
    described = json.loads((DATA_DIRECTORY / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if resource["name"] not in changed:
            resource["path"] = str(DATA_DIRECTORY / resource["path"])
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


def open_rebuilt(path: Path, package: Package, changed: Collection[str]) -> Warehouse:
    """The sealed warehouse of a package that differs from the tables in a file by some alone."""
    ordered, stale = order_by_keys(package), set(changed)
    for resource in ordered:
        if stale & {key.resource for key in resource.foreign_keys}:
            stale.add(resource.name)
    again = [resource for resource in ordered if resource.name in stale]
    connection = duckdb.connect(str(path), config=OPEN_CONFIG)
    for resource in reversed(again):
        connection.execute(f"drop table {resource.name}")
    build_tables(connection, replace(package, resources=tuple(
        replace(one, foreign_keys=tuple(key for key in one.foreign_keys if key.resource in stale))
        for one in again)))
    seal(connection)
    return Warehouse(connection, package)
