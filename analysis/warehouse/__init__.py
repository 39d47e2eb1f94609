"""The sealed DuckDB of shipped evidence: build from CSV, seal, ask by query name."""

from analysis.warehouse.engine import Result, Run, Warehouse, open_warehouse
from analysis.warehouse.validation import check_package, find_first_offence

__all__ = [
    "Result", "Run", "Warehouse", "check_package", "find_first_offence", "open_warehouse",
]
