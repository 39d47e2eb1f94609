"""The last door: an exhibit of private data is what the gate let out, or it is not made.

Decided: the table is compared with the released one, figure by figure, and so is every answer of a
private database that the exhibit keeps. What is withheld, why and by which rules stands among the
caveats and in the table, because the exhibit puts it there itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.catalog.sources import Source
from analysis.errors import DisclosureError
from analysis.ledger.private import OPEN

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit

WITHHELD = "withheld"


def is_private(sources: Mapping[str, Source]) -> bool:
    """Whether any source is private."""
    return any(source.access != "public" for source in sources.values())


def check_released(exhibit: Exhibit, *, withheld: Any) -> None:
    """Hold an exhibit against what the gate let out, and have it say what was withheld.

    Parameters
    ----------
    exhibit : Exhibit
        Under construction; its caveats and columns are completed.
    withheld : Column
        The column that gives the reason for each withheld row.

    Raises
    ------
    DisclosureError
        If its table or the answer of a private database in it is not what was let out.
    """
    released = exhibit.released
    private = [result for result in exhibit.results if result.run.name not in OPEN and is_private(
        {one: exhibit.sources[one] for one in result.source_ids})]
    if released is None or not released.holds(exhibit.table) or not all(
            released.holds(result.frame) or (
                result.released is not None and result.released.holds(result.frame))
            for result in private):
        raise DisclosureError(
            "This exhibit would show private data that have not passed the disclosure gate, so it "
            "is neither shown nor exported. Build it on a released table.")
    said = dict.fromkeys([*exhibit.caveats, released.sentence, *released.words])
    object.__setattr__(exhibit, "caveats", tuple(said))
    if released.withheld:
        object.__setattr__(exhibit, "columns", {**exhibit.columns, "reason": withheld})


def mark_withheld(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Empty figures of rows that lack some as the word, never as nothing and never as zero.

    Parameters
    ----------
    frame : DataFrame
        What is passed on, row by row that of the table.
    table : DataFrame
        Of an exhibit; has a column ``suppressed`` where the gate let it out.
    """
    if "suppressed" not in table:
        return frame
    rows = table["suppressed"].astype(bool).to_numpy()
    marked = frame.copy()
    for name in marked.columns:
        gone = rows & (frame[name].isna() | (frame[name].astype(str) == "")).to_numpy()
        if gone.any():
            marked[name] = marked[name].astype("object").mask(gone, WITHHELD)
    return marked
