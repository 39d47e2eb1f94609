"""A taken survey as ``survey.csv``: what the scripts for R and Stata read.

Decided: it is made from ``survey.parquet`` and ``codebook.json``, so it cannot differ from them:
UTF-8, commas, the codebook's names in the first row and its columns in their order, codes as they
stand there, an empty cell for no answer.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.surveys.codebook import CSV_FILE, DATA_FILE, load_codebook

BATCH = 20_000


def write_survey_csv(folder: Path) -> Path:
    """Write ``survey.csv`` beside the two files it is made from, in pieces.

    Raises
    ------
    CodebookError
        If there is no codebook.
    """
    codebook = load_codebook(folder)
    columns = [one.column for one in codebook.variables]
    with (folder / CSV_FILE).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([one.name for one in codebook.variables])
        for batch in pa.parquet.ParquetFile(folder / DATA_FILE).iter_batches(
                BATCH, columns=columns, use_threads=False):
            cells = [_texts(batch.column(name)) for name in columns]
            writer.writerows(zip(*cells, strict=True))
    return folder / CSV_FILE


def _texts(column: pa.Array) -> list[str]:
    """Cells as text: whole numbers without a superfluous ``.0``, days as ISO dates."""
    if pa.types.is_floating(column.type):
        return ["" if one is None or one != one else repr(one) if not one.is_integer()
                else f"{one:.0f}" for one in column.to_pylist()]
    texts: list[str] = pc.fill_null(column.cast(pa.string()), "").to_pylist()
    return texts
