"""Hold data that come back from a workspace to their rules: the codebook, or the contract."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from analysis.errors import CodebookError, IntakeError
from analysis.intake.records import MOST_COLUMNS
from analysis.intake.validate import ORDER
from analysis.intake.workspace import EARLIER_FOLDER
from analysis.ledger.contract import TABLES, load_contract
from analysis.surveys.codebook import DATA_FILE, Variable, load_codebook
from analysis.warehouse.cells import Form, Given, parquet_relation
from analysis.warehouse.private import describe_parquet, open_private
from analysis.warehouse.whole import Source, check_table

TYPES = {"number": pa.float64(), "date": pa.date32()}


def recheck_folder(folder: Path) -> None:
    """Refuse a folder whose survey or ledger does not keep to its rules.

    Raises
    ------
    IntakeError
        With what is wrong, in one sentence.
    """
    for survey in (folder, folder / EARLIER_FOLDER):
        if (survey / DATA_FILE).is_file():
            _recheck_survey(survey)
    if any((folder / f"{name}.parquet").is_file() for name in TABLES):
        _recheck_ledger(folder)


def _recheck_survey(folder: Path) -> None:
    """Every column is there, of its type, and holds no code the codebook does not name."""
    try:
        codebook = load_codebook(folder)
        table = pa.parquet.read_table(folder / DATA_FILE, use_threads=False)
    except CodebookError as error:
        raise IntakeError(str(error)) from None
    except (pa.ArrowException, OSError, ValueError):
        raise _spoilt("its data cannot be read") from None
    names = [variable.column for variable in codebook.variables]
    if table.column_names != names or table.num_rows != codebook.rows \
            or len(names) > MOST_COLUMNS:
        raise _spoilt("its data and its codebook do not belong together")
    for variable, column in zip(codebook.variables, table.columns, strict=True):
        _recheck_column(variable, column)


def _recheck_column(variable: Variable, column: pa.ChunkedArray) -> None:
    wanted = TYPES.get(variable.kind, pa.string())
    if column.type not in (wanted, pa.large_string() if wanted == pa.string() else wanted):
        raise _spoilt(f"column {variable.column} is not of its kind")
    if variable.kind in ("nominal", "ordinal", "flag"):
        known = pa.array([value.code for value in variable.values], pa.string())
        found = column.cast(pa.string()).unique().drop_null()
        if not pc.all(pc.is_in(found, value_set=known)).as_py() and len(found):
            raise _spoilt(f"column {variable.column} holds codes that are not in its codebook")


def _recheck_ledger(folder: Path) -> None:
    contract = load_contract()
    done: dict[str, Path] = {}
    scratch = folder / "recheck"
    scratch.mkdir()
    try:
        with open_private(folder) as connection:
            for name in ORDER:
                path, resource = folder / f"{name}.parquet", contract.resource(name)
                if not path.is_file():
                    continue
                types = describe_parquet(connection, path)
                given = {field.name: Given(field.name, type=types[field.name])
                         for field in resource.fields if field.name in types}
                checked = check_table(
                    connection, resource, source=Source(parquet_relation(path), given, Form()),
                    to=scratch / path.name, targets=done)
                if checked.kept != checked.rows:
                    raise _spoilt(f"{checked.rows - checked.kept:,} rows of {name} are against "
                                  "the rules of the table")
                done[name] = path
    finally:
        for left in scratch.iterdir():
            left.unlink()
        scratch.rmdir()


def _spoilt(why: str) -> IntakeError:
    return IntakeError(f"The workspace cannot be used: {why}. Load the data anew.")
