"""Surveys for tests: a frame and its kinds become the folder that intake would write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from analysis.surveys.codebook import DATA_FILE, Codebook, Value, Variable, write_codebook
from analysis.surveys.design import SurveyDesign
from analysis.surveys.survey import Survey, open_survey

GOLDEN = Path(__file__).parent / "golden"


def make_survey(
    directory: Path, frame: pl.DataFrame, *, design: SurveyDesign | None = None,
    ordinal: Mapping[str, list[str]] | None = None,
    values: Mapping[str, tuple[Value, ...]] | None = None,
    groups: Mapping[str, str] | None = None, kinds: Mapping[str, str] | None = None,
) -> Survey:
    """Numbers become number columns, texts nominal ones unless said otherwise."""
    ordinal, values, groups, kinds = ordinal or {}, values or {}, groups or {}, kinds or {}
    directory.mkdir(parents=True, exist_ok=True)
    variables, columns = [], {}
    for place, name in enumerate(frame.columns, 1):
        column = frame[name]
        number = column.dtype.is_numeric() and name not in values and name not in kinds
        kind = kinds.get(name, "number" if number else (
            "flag" if name in groups else "ordinal" if name in ordinal else "nominal"))
        codes = values.get(name)
        if codes is None and kind in ("nominal", "ordinal", "flag"):
            listed = ordinal.get(name) or sorted(set(column.drop_nulls().cast(pl.String)))
            codes = tuple(Value(one, one) for one in listed)
        key = f"c{place:03d}"
        variables.append(Variable(key, name, name, kind, codes or (), groups.get(name, "")))
        columns[key] = column.cast({"number": pl.Float64, "date": pl.Date}.get(kind, pl.String))
    pl.DataFrame(columns).write_parquet(directory / DATA_FILE)
    write_codebook(Codebook(tuple(variables), frame.height), directory)
    return open_survey(directory, design or SurveyDesign())


def read_golden(name: str) -> pl.DataFrame:
    """A sample of R's api data as api.R wrote it."""
    return pl.read_csv(GOLDEN / f"api_{name}.csv", schema_overrides={"dnum": pl.String})


def golden_values() -> dict[tuple[str, str, str], float]:
    """What R's survey package says: by design, statistic and cell."""
    frame = pl.read_csv(GOLDEN / "api_golden.csv", schema_overrides={"value": pl.Float64})
    return {(design, statistic, cell or ""): value
            for design, statistic, cell, value in frame.iter_rows()}
