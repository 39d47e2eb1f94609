"""Which rows of a released table were withheld, kept beside the release log.

So that a new process need not decide every earlier table again, and so that what is set against a
new table is what was shown then, even if the gate has been changed since.

**Why it gives nothing away.** A line holds the place of a table in the log, how many rows the table
has, one bit a row (withheld or not) in the order of the codes' ordinals, whether the sum of all is
shown, and a hash of the specification and of which rows there are. Everybody who has the released
table has all of it: a row is in it or not, and says ``withheld`` or not. The gate lets that pattern
out to anybody, as it lets the table out; whoever has only this file learns the pattern without the
figures, so less than a reader. No value, count, label or text of anybody is in it, as in the log. A
line that is missing, broken or of another table is not believed: the table is then decided again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.cells import Cells


@dataclass(frozen=True)
class Kept:
    """The withheld rows of one table of the log.

    Parameters
    ----------
    at : int
        Its place in the log.
    spec : str
        Its line of the log, hashed.
    rows : str
        Which rows it has, in ordinals, hashed.
    number : int
        How many flags there are: those of its rows, then of each sum that is told of them.
    withheld : str
        A bit a row, in hexadecimal digits.
    total : bool
        Whether it shows the sum of all it counts.
    """

    at: int
    spec: str
    rows: str
    number: int
    withheld: str
    total: bool

    def to_json(self) -> str:
        """One line of the file."""
        return json.dumps(vars(self), sort_keys=True)

    def flags(self, cells: Cells) -> np.ndarray | None:
        """Which rows of the cells are withheld; None where the table had other rows."""
        keys = _keys(cells)
        number = len(keys) * (1 + len(cells.told.forms if cells.told else ()))
        if (self.number, self.rows) != (number, _hashed(json.dumps(sorted(keys)))):
            return None
        bits = np.unpackbits(np.frombuffer(bytes.fromhex(self.withheld), dtype="uint8"))
        found = np.zeros((number // max(1, len(keys)), len(keys)), dtype=bool)
        found[:, _order(keys)] = bits[:number].astype(bool).reshape(found.shape)
        return found.ravel()


def kept_of(cells: Cells, withheld: np.ndarray, *, at: int, line: str) -> Kept:
    """What is kept of a table.

    Parameters
    ----------
    cells, withheld : Cells, array of bool
        The table and its withheld rows, then those of each sum that is told of them.
    at, line : int, str
        Its place in the log, and its line there.
    """
    keys = _keys(cells)
    bits = withheld.reshape(-1, len(keys))[:, _order(keys)] if keys else withheld
    return Kept(at, _hashed(line), _hashed(json.dumps(sorted(keys))), len(withheld),
                np.packbits(bits).tobytes().hex(), shows_total(cells, withheld))


def shows_total(cells: Cells, withheld: np.ndarray) -> bool:
    """Whether a table shows the sum of all it counts, and every sum that is told of it."""
    total = np.ones(len(cells.frame), dtype=bool)
    for dimension in cells.dimensions:
        total &= cells.is_total(dimension)
    if not total.any():
        return False
    return not bool(withheld.reshape(-1, len(total))[:, total].any())


def read_kept(text: str) -> dict[int, Kept]:
    """The last line of each place; one that cannot be read is left out."""
    found = {}
    for line in text.splitlines():
        try:
            one = Kept(**json.loads(line))
            whole = isinstance(one.at, int) and isinstance(one.number, int) and isinstance(
                one.total, bool) and (
                len(bytes.fromhex(one.withheld)) == -(-one.number // 8))
        except (TypeError, ValueError):
            continue
        if whole:
            found[one.at] = one
    return found


def is_of(kept: Kept | None, line: str) -> bool:
    """Whether what is kept is of a line of the log."""
    return kept is not None and kept.spec == _hashed(line)


def _keys(cells: Cells) -> list[list[int]]:
    """Each row as the ordinals of its codes, 0 for a margin."""
    names = [one.column for one in cells.dimensions]
    places = [{one.total: 0, **{code: at for at, code in enumerate(one.codes, start=1)}}
              for one in cells.dimensions]
    return [[place[code] for place, code in zip(places, row, strict=True)]
            for row in cells.frame[names].astype(str).to_numpy().tolist()]


def _order(keys: list[list[int]]) -> np.ndarray:
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=int)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
