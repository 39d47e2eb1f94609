"""The assumptions of a scenario as they go with every export of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import Exhibit

NUMBERS = ("value", "low", "high")


def assumed_table(exhibit: Exhibit) -> pd.DataFrame:
    """One row an assumption and scenario, texts without holes; empty where there are none."""
    if exhibit.assumptions is None:
        return pd.DataFrame()
    frame = exhibit.assumptions.copy()
    for name in frame.columns.difference(list(NUMBERS)):
        frame[name] = frame[name].fillna("").astype(str)
    return frame


def assumed_records(exhibit: Exhibit) -> list[dict[str, Any]]:
    """The same as records for JSON."""
    return [{str(key): float(value) if key in NUMBERS else value for key, value in row.items()}
            for row in assumed_table(exhibit).to_dict("records")]


def assumed_lines(exhibit: Exhibit) -> list[str]:
    """One line an assumption: ``B levy_per_use 20 (20 to 20 currency per use), assumed``."""
    return [
        f"{row['scenario']} {row['name']} {row['value']:g} ({row['low']:g} to {row['high']:g} "
        f"{row['unit']}), {row['basis']} [{row['source_id']}]".strip()
        for row in assumed_records(exhibit)]
