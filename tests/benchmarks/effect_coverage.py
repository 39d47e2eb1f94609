"""How often the 95% interval holds the truth: 400 simulated ledgers, 400 without an effect, and
400 contaminated ones.

    python tests/benchmarks/effect_coverage.py --seeds 400 --to data/effect_trials.csv
    python -m analysis record

Each seed draws the cells of a ledger with the shipped parameters and runs the whole estimate of
human bookings. The table is frozen: ``tests/analysis/test_ledger_effects.py`` counts it and runs a
few of its rows again. Seeds are 1, 2, 3, …; they were never chosen, and the method was settled on
seeds from 10,000 on. Takes about eight minutes on one core. In contaminated ledgers the estimate is
made against the brands that booked others' twins, to show what goes wrong; it has no interval.

Columns: ledger (effect, none, contaminated), seed, effect, se, low, high, freedom; truth (both
outcomes of every drawn booking over the observed base year: the estimate's own scale, as in
``realised_index`` of truth.json) and expected (the same with chance in the counts averaged out,
``human_bookings_index``); pre_trend (p of the joint test; trends are parallel in all these
ledgers); cells (cohort months from adoption on with an interval) and cells_held (those whose
interval holds their own truth).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.ledger.cells import draw_cells
from analysis.ledger.effects import EffectOptions, estimate_effect
from analysis.ledger.parameters import TWIN_CHANNELS, Parameters, load_parameters
from analysis.ledger.truth import average_effects, true_effects

LEDGERS = {
    "effect": {"effect": 1.0}, "none": {"effect": 0.0}, "contaminated": {"contaminated": 1.0},
}
"""Kinds of ledger and the parameters that make them."""
COLUMNS = (
    "ledger", "seed", "effect", "se", "low", "high", "freedom", "truth", "expected", "pre_trend",
    "cells", "cells_held", "source_id",
)
SOURCE = "simulated_ledger"


def study_seed(parameters: Parameters, *, ledger: str, seed: int) -> dict[str, Any]:
    """One row of the table."""
    cells = draw_cells(parameters.changed(LEDGERS[ledger]), seed, measured=False)
    contaminated = ledger == "contaminated"
    truths = true_effects(cells)
    overall = average_effects(truths).iloc[0]
    found = estimate_effect(
        cells[cells["channel"].isin(TWIN_CHANNELS)], outcome="human_bookings",
        options=EffectOptions(
            comparisons=False, sensitivity=False, keep_contaminated=contaminated))
    assert found.overall is not None
    assert found.pre_trend is not None
    held = _cells_held(found.cohorts, truths)
    return {
        "ledger": ledger, "seed": seed, "source_id": SOURCE,
        "effect": found.overall.effect, "se": found.overall.se,
        "low": found.overall.low, "high": found.overall.high, "freedom": found.overall.freedom,
        "truth": float(overall["realised_index"]),
        "expected": float(overall["human_bookings_index"]), "pre_trend": found.pre_trend.p,
        "cells": None if contaminated else len(held),
        "cells_held": None if contaminated else int(held.sum()),
    }


def run_study(seeds: int) -> pd.DataFrame:
    """The table for seeds 1 to ``seeds``, each kind of ledger in turn."""
    parameters = load_parameters()
    rows = []
    for ledger in LEDGERS:
        started = time.perf_counter()
        for seed in range(1, seeds + 1):
            rows.append(study_seed(parameters, ledger=ledger, seed=seed))
            if seed % 50 == 0:
                spent = time.perf_counter() - started
                print(f"{ledger}: {seed} of {seeds}, {spent:.0f} s", file=sys.stderr)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def summarise(table: pd.DataFrame) -> str:
    """How many intervals hold the truth, in words."""
    lines = []
    for ledger, rows in table.groupby("ledger", sort=False):
        held = int(rows["truth"].between(rows["low"], rows["high"]).sum())
        mean = int(rows["expected"].between(rows["low"], rows["high"]).sum())
        error = (rows["effect"] - rows["truth"])
        lines.append(
            f"{ledger}: the interval holds the truth in {held} of {len(rows)} "
            f"({mean} with chance averaged out); mean error {error.mean():+.4f}, its standard "
            f"deviation {error.std():.4f}, mean standard error {rows['se'].mean():.4f}; "
            f"pre-trend rejected at 5% in {int((rows['pre_trend'] < 0.05).sum())}; cohort months "
            f"held {rows['cells_held'].sum() / rows['cells'].sum():.1%}"
        )
    return "\n".join(lines)


def write_study(table: pd.DataFrame, path: Path) -> None:
    """Write the table with twelve digits."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in table.itertuples(index=False):
            writer.writerow([_written(value) for value in row])


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else format(value, ".12g")


def _cells_held(cohorts: pd.DataFrame, truths: pd.DataFrame) -> pd.Series:
    """Whether each cell's interval holds its own truth, cells with an interval only."""
    after = cohorts[(cohorts["since"] >= 0) & cohorts["low"].notna()]
    keys = [after["cohort"], after["month"]]
    truth = truths.assign(
        cohort=_first_days(truths["cohort_index"]), month=_first_days(truths["month_index"]),
    ).set_index(["cohort", "month"])["realised_index"]
    own = truth.reindex(pd.MultiIndex.from_arrays(keys)).to_numpy()
    return (after["low"] <= own) & (own <= after["high"])


def _first_days(index: pd.Series) -> pd.Series:
    return pd.Series(
        [pd.Timestamp(2022, 1, 1) + pd.DateOffset(months=int(month)) for month in index],
        index=index.index)


def main() -> None:
    """Run the study, print what it says, write the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seeds", type=int, default=400)
    options.add_argument("--to", type=Path, help="CSV to write")
    given = options.parse_args()
    table = run_study(given.seeds)
    if given.to:
        given.to.parent.mkdir(parents=True, exist_ok=True)
        write_study(table, given.to)
    print(summarise(table))


if __name__ == "__main__":
    main()
