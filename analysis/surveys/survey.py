"""A loaded survey: a folder with ``survey.parquet`` and ``codebook.json``, and its design.

Decided: only the columns an estimate needs are read. The content hash is over the rows in no order
and the codebook, so that the release log of the disclosure gate knows the same data under any name,
in any visit and sorted any way.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.errors import SurveyError
from analysis.surveys.codebook import CODEBOOK_FILE, DATA_FILE, Codebook, load_codebook
from analysis.surveys.design import SurveyDesign, check_design

NOTHING = "\x00"
"""How an empty cell is told from an empty text in what is hashed."""


@dataclass(frozen=True)
class Survey:
    """A survey that is ready to be asked.

    Parameters
    ----------
    directory : Path
        The folder of its two files.
    codebook : Codebook
        What its columns mean.
    design : SurveyDesign
        How it was drawn, its columns as ``c001…``.
    content_hash : str
        sha256 over the rows, whatever their order, and the codebook.
    """

    directory: Path
    codebook: Codebook
    design: SurveyDesign
    content_hash: str

    def read(self, *columns: str) -> pl.DataFrame:
        """Read some columns (``c001…``), all rows, in the order of the file.

        Raises
        ------
        SurveyError
            If the file cannot be read or does not hold as many rows as the codebook says.
        """
        wanted = list(dict.fromkeys(columns)) or [self.codebook.variables[0].column]
        try:
            frame = pl.read_parquet(
                self.directory / DATA_FILE, columns=wanted, hive_partitioning=False)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable(error) from None
        if frame.height != self.codebook.rows:
            raise SurveyError(
                f"The data hold {frame.height} rows, the codebook says {self.codebook.rows}. "
                "Load the file again.")
        return frame


def open_survey(directory: Path, design: SurveyDesign) -> Survey:
    """Open a folder that intake wrote.

    Parameters
    ----------
    directory : Path
        Holds ``survey.parquet`` (columns ``c001…``) and ``codebook.json``.
    design : SurveyDesign
        Columns by the visitor's names or as ``c001…``.

    Raises
    ------
    CodebookError, SurveyError
        If a file is missing or unreadable, or the design does not fit the codebook.
    """
    codebook = load_codebook(directory)
    if not codebook.variables:
        raise SurveyError("The survey has no columns. Load the file again.")
    if not (directory / DATA_FILE).is_file():
        raise SurveyError(f"{directory.name} holds no {DATA_FILE}. Load the file again.")
    checked = check_design(design, codebook=codebook)
    return Survey(directory, codebook, checked, _content_hash(directory))


def _content_hash(directory: Path) -> str:
    """sha256 over the sha256 of the sorted rows and of the codebook."""
    try:
        rows = pl.read_parquet(directory / DATA_FILE, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error) from None
    text = rows.sort(rows.columns).write_csv(null_value=NOTHING)
    codebook = (directory / CODEBOOK_FILE).read_bytes()
    whole = hashlib.sha256()
    for part in (text.encode(), codebook):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def unreadable(error: Exception) -> SurveyError:
    """What is said of data that cannot be read."""
    return SurveyError(
        f"The survey's data cannot be read ({type(error).__name__}). Load the file again.")
