"""Answers that only a few people gave, counted together before anything is written.

Decided: an answer whose wording the file itself does not vouch for (no label, no place in an order)
is what people typed, as far as the desk knows: a name may be among it. Where fewer than FEWEST
people gave it, it is written as one answer for all such, so that no codebook, table, filter, script
or workspace holds its words. Codes of at most three digits and answers that name a kind of missing
stay. Running numbers beside tell the pooled ones apart for a design (never shown or counted): a
small branch is a cluster of its own, or every standard error would be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import IntakeError
from analysis.intake.personal import FEWEST, PersonalColumn, article
from analysis.intake.reading import Reading
from analysis.intake.vocabulary import missing_kind
from analysis.surveys.codebook import POOLED

POOLED_LABEL = "Answers that fewer than 10 people gave"
SHORT_CODE = re.compile(r"-?\d{1,3}")


def count_answers(cells: pa.ChunkedArray) -> dict[str, int]:
    """How many rows hold each text."""
    return {one["values"]: one["counts"]
            for one in cells.drop_null().value_counts().to_pylist()}


def rare_answers(cells: pa.ChunkedArray, *, vouched: Collection[str]) -> set[str]:
    """Texts that fewer than FEWEST rows hold and nobody vouches for."""
    return rare_of(count_answers(cells)) - {*vouched}


def rare_of(counts: Mapping[str, int]) -> set[str]:
    """Answers given fewer than FEWEST times that are neither a short code nor a missing one."""
    return {text for text, count in counts.items()
            if count < FEWEST and not SHORT_CODE.fullmatch(text) and not missing_kind(text)}


def pool(cells: pa.ChunkedArray, rare: Collection[str]) -> pa.ChunkedArray:
    """The cells with all rare texts as one."""
    at = pc.is_in(cells, value_set=pa.array(sorted(rare), pa.string()))
    return pc.if_else(at, pa.scalar(POOLED, pa.string()), cells)


def pool_words(name: str, rare: Collection[str]) -> str:
    """What was counted together, without the answers themselves."""
    number = f"{len(rare):,} answers" if len(rare) > 1 else "1 answer"
    return (f"{name}: {number} that fewer than {FEWEST} people gave "
            f"{'are' if len(rare) > 1 else 'is'} counted as {POOLED_LABEL!r}, since a table "
            "would show what somebody wrote.")


def check_overruled(
    reading: Reading, personal: Sequence[PersonalColumn], cells: Sequence[pa.ChunkedArray]
) -> dict[str, str]:
    """Names of the columns to be left out, with what they seem to hold.

    Parameters
    ----------
    reading : Reading
        As it is obeyed: a personal column whose kind is now neither text nor id is overruled.
    personal : sequence of PersonalColumn
        Columns that seem to say who somebody is.
    cells : sequence of pa.ChunkedArray
        Every cell of each column.

    Raises
    ------
    IntakeError
        If a column is overruled of which an answer is given by fewer than FEWEST people.
    """
    left_out = {}
    for one in personal:
        place = reading.find(one.column)
        column = reading.columns[place]
        if column.kind in ("text", "id"):
            left_out[column.name] = one.what
            continue
        few = sum(count < FEWEST for count in count_answers(cells[place]).values())
        if few:
            raise IntakeError(
                f"{column.name!r} seems to hold {article(one.what)}, and {few:,} of its answers "
                f"are given by fewer than {FEWEST} people, so it is left out whatever its kind. "
                "Take its kind back to text, or group its answers in the file itself.")
    return left_out
