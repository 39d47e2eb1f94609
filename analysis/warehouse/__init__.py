"""The sealed DuckDB of shipped evidence: build from CSV, seal, ask by query name."""

from analysis.warehouse.check import check_package, find_first_offence
from analysis.warehouse.engine import Engine, Result, Run
from analysis.warehouse.evidence import Warehouse, open_warehouse

__all__ = [
    "Engine", "Result", "Run", "Warehouse", "check_package", "find_first_offence",
    "open_warehouse",
]
