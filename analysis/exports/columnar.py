"""Write an exhibit's table as Parquet: typed, with all that is said of it in the metadata."""

from __future__ import annotations

import io
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from analysis.exhibits.exhibit import Column, Exhibit
from analysis.exports.describe import describe, join_sources, tidy_table

TYPES = {"integer": pa.int64(), "year": pa.int64(), "decimal": pa.float64(),
         "percent": pa.float64(), "date": pa.date32(), "month": pa.date32()}
"""Arrow types by the format of a column; all others are text."""


def to_parquet(exhibit: Exhibit) -> bytes:
    """The columns readers see under their machine names, shares 0-1, empty cells as null.

    The metadata key ``double_booked`` holds everything but the table, as the JSON export has it;
    each field's metadata its label and unit. A figure that the disclosure gate withheld is null and
    its row says why.
    """
    frame = join_sources(tidy_table(exhibit))
    about = {key: value for key, value in describe(exhibit).items() if key != "table"}
    fields, arrays = [], []
    for name, column in exhibit.columns.items():
        kind = TYPES.get(column.format, pa.string())
        arrays.append(_array(frame[name], column, kind))
        fields.append(pa.field(name, kind, metadata={
            "label": column.label, "unit": about["columns"][name]["unit"] or ""}))
    schema = pa.schema(fields, metadata={
        "double_booked": json.dumps(about, ensure_ascii=False, sort_keys=True)})
    made = io.BytesIO()
    pa.parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), made)
    return made.getvalue()


def _array(values: pd.Series, column: Column, kind: pa.DataType) -> pa.Array:
    if column.format in ("date", "month"):
        values = pd.to_datetime(values).dt.date
    elif kind == pa.string():
        values = values.map(str, na_action="ignore")
    return pa.array(values.astype("object").where(values.notna(), None), type=kind)
