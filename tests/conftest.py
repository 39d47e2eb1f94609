"""Fixtures for all tests: the warehouse as shipped, and warehouses on edited copies of the data."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from distribution import ByFile, place_of

from analysis.catalog.package import DATA_DIRECTORY, Package, load_package, write_hashes
from analysis.exhibits import Exhibit, build_exhibit
from analysis.warehouse import Warehouse, open_warehouse

Edit = Callable[[pd.DataFrame], pd.DataFrame]


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


@pytest.fixture
def edited(data_copy: Path) -> Iterator[Callable[..., Warehouse]]:
    """``edited(table=edit, ...)``: a warehouse on data changed by ``edit(frame of text)``."""
    opened: list[Warehouse] = []

    def open_edited(**edits: Edit) -> Warehouse:
        for table, edit in edits.items():
            path = data_copy / f"{table}.csv"
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            edit(frame).to_csv(path, index=False, lineterminator="\n")
        write_hashes(data_copy)
        opened.append(open_warehouse(data_copy))
        return opened[-1]

    yield open_edited
    for one in opened:
        one.close()
