"""Tables of one frame of private rows on their way through the gate.

Decided: a measure says how a table is made of rows, and its name goes into the release log, so
that the table can be made again when a later one is checked against it. Tables of one frame share
a log; frames that count different things (bookings, calls of the crew, consents) have one each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from analysis.disclosure import (
    Cells,
    DataLog,
    Filter,
    Released,
    ReleaseLog,
    Rules,
    Spec,
    release,
)
from analysis.ledger.private_columns import NONE
from analysis.ledger.private_rows import TOTAL, ProtectedRows

Make = Callable[[ProtectedRows, tuple[str, ...], Filter], Cells]


class Gate:
    """One frame of rows, its measures and its release log.

    Parameters
    ----------
    rows : ProtectedRows
        Asked again whenever an earlier table is needed.
    measures : mapping
        How a table of each measure is made, by the name the log keeps.
    folder : Path
        Of the release logs.
    data_hash : str
        Of the ledger and the frame.
    rules : Rules
        In force.
    """

    def __init__(
        self, rows: ProtectedRows, measures: Mapping[str, Make], *, folder: Path, data_hash: str,
        rules: Rules,
    ) -> None:
        self.rows, self.measures, self.rules = rows, measures, rules
        self.log = DataLog(
            ReleaseLog(folder), data_hash, count_units=rows.count, cells_of=self._again)

    def release(self, measure: str, names: Sequence[str], where: Filter) -> Released:
        """A table by these dimensions, as far as it may be seen.

        Raises
        ------
        DisclosureError
            If it cannot be shown beside earlier ones.
        """
        cells = self.measures[measure](self.rows, tuple(names), where)
        return release(cells, rules=self.rules, log=self.log, measure=measure)

    def options(self, measure: str, name: str) -> Released:
        """Values of a dimension behind which enough models stand, the most frequent first.

        Their numbers are not handed out, so nothing is logged.
        """
        cells = self.measures[measure](self.rows, (name,), Filter())
        number = cells.values[0].column
        released = release(cells, rules=self.rules, log=None)
        return released.derive(lambda frame: frame[
            ~frame["suppressed"] & (frame[number] > 0) & ~frame[name].isin([TOTAL, NONE])
        ].sort_values([number, name], ascending=[False, True]).rename(
            columns={name: "value"})[["value", "suppressed", "reason"]].reset_index(drop=True))

    def _again(self, spec: Spec) -> Cells:
        return self.measures[spec.measure](self.rows, self.rows.names_of(spec), spec.filter)


def hash_of(ledger: str, frame: str) -> str:
    """The name of a frame's release log: nothing of the ledger can be told from it."""
    return hashlib.sha256(f"{ledger} {frame}".encode()).hexdigest()
