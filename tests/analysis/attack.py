"""An attacker for the tests of the gate, written apart from it: records, tables, linear programs.

Knows every figure that is shown, that nothing is negative, and nothing else. Its unknowns are all
combinations of the codes of all columns, so that whatever two tables have in common is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.disclosure import Cells, DataLog, Dimension, Filter, ReleaseLog, Unit, Value, codes
from analysis.disclosure.lattice import Region
from analysis.disclosure.log import Spec

HASH = "ab" * 32


@dataclass(frozen=True)
class Records:
    """People with a code (1, 2, …) in each column."""

    frame: pd.DataFrame
    codes: Mapping[str, int]

    def table(self, columns: Sequence[str], where: Mapping[str, Sequence[int]]) -> Cells:
        """Counts by up to three columns with all margins, of the people whom a filter lets in."""
        people = self.frame
        for name, wanted in where.items():
            people = people[people[name].isin(wanted)]
        rows = []
        for chosen in product(*[[*range(1, self.codes[name] + 1), "*"] for name in columns]):
            inside = np.ones(len(people), dtype=bool)
            for name, code in zip(columns, chosen, strict=True):
                inside &= (people[name] == code).to_numpy() if code != "*" else True
            rows.append([*map(str, chosen), int(inside.sum())])
        return Cells(
            pd.DataFrame(rows, columns=[*columns, "n"]),
            tuple(Dimension(name, codes=tuple(str(one + 1) for one in range(self.codes[name])),
                            attribute=False) for name in columns),
            (Unit("respondents", "n"),), (Value("n", "count"),),
            filter=Filter({name: codes(wanted) for name, wanted in where.items()}))

    def count(self, regions: Sequence[Region]) -> list[int]:
        """People in each region."""
        found = []
        for one in regions:
            inside = np.ones(len(self.frame), dtype=bool)
            for name, spans in one.spans:
                column = self.frame[name].to_numpy()
                inside &= np.logical_or.reduce(
                    [(column >= low) & (column <= high) for low, high in spans] or [inside & False])
            found.append(int(inside.sum()))
        return found

    def again(self, spec: Spec) -> Cells:
        """The table of a specification."""
        return self.table([name for name, _ in spec.dimensions], {
            name: [one for one in range(1, self.codes[name] + 1)
                   if any(low <= one <= high for low, high in spans)]
            for name, spans in spec.filter.columns.items()})

    def log(self, log: ReleaseLog | None = None) -> DataLog:
        """A release log of these people."""
        return DataLog(log or ReleaseLog(), HASH, count_units=self.count, cells_of=self.again)


@dataclass(frozen=True)
class Seen:
    """What an attacker sees of one table."""

    frame: pd.DataFrame
    columns: Sequence[str]
    where: Mapping[str, Sequence[int]]


class Attacker:
    """Bounds any part of the data by all tables seen."""

    def __init__(self, sizes: Mapping[str, int], seen: Sequence[Seen]) -> None:
        atoms = np.array(list(product(*[range(1, size + 1) for size in sizes.values()])))
        self.atoms = dict(zip(sizes, atoms.T, strict=True))
        self.size = len(atoms)
        equations = [
            (self.inside(table, row), row["n"])
            for table in seen for row in table.frame.to_dict("records") if not row["suppressed"]]
        self.known = np.array([one for one, _ in equations]).reshape(-1, self.size)
        self.right = np.array([value for _, value in equations], dtype="float64")

    def inside(self, table: Seen, row: Mapping[str, object]) -> np.ndarray:
        """The atoms of a cell."""
        found = np.ones(self.size, dtype=bool)
        for name, wanted in table.where.items():
            found &= np.isin(self.atoms[name], list(wanted))
        for name in table.columns:
            if row[name] != "*":
                found &= self.atoms[name] == int(str(row[name]))
        return found.astype("float64")

    def width(self, part: np.ndarray) -> float:
        """Greatest less least number of people who may be in a part."""
        ends = []
        for sign in (1, -1):
            answer = linprog(
                sign * part, A_eq=self.known if len(self.right) else None,
                b_eq=self.right if len(self.right) else None, bounds=(0, 1e6))
            assert answer.status == 0, answer.message
            ends.append(sign * answer.fun)
        return ends[1] - ends[0]

    def narrowest(self, seen: Sequence[Seen]) -> float:
        """Least width of any withheld cell that may hold somebody.

        One outside its table's own filter cannot, nor one where a table has shown that nobody is.
        """
        nobody = self.known[self.right == 0].any(axis=0)
        parts = (self.inside(table, row) for table in seen
                 for row in table.frame.to_dict("records") if row["suppressed"])
        return min((self.width(part) for part in parts if part[~nobody].any()), default=np.inf)
