"""Tables of a ledger on disk, written piece by piece: CSV to be read, Parquet for large ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

COMPRESSION = "zstd"


class TableWriter(Protocol):
    """What takes the pieces of a table."""

    def write_table(self, table: pa.Table) -> None:
        """Append a piece."""


@contextmanager
def open_table(path: Path, schema: pa.Schema) -> Iterator[TableWriter]:
    """A writer for one table; the ending of the path, .csv or .parquet, says in which form.

    Parameters
    ----------
    path : Path
        File to be written, over one that is there.
    schema : pa.Schema
        Of every piece. CSV has a header, no quotes (no word of a simulated ledger needs one),
        ISO dates, true and false, and empty cells for what is missing.
    """
    if path.suffix == ".parquet":
        with pa.parquet.ParquetWriter(path, schema, compression=COMPRESSION) as writer:
            yield writer
        return
    options = pa.csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as sink:
        sink.write((",".join(schema.names) + "\n").encode())
        with pa.csv.CSVWriter(sink, schema, write_options=options) as writer:
            yield writer
