"""What the simulation assumes: one table of numbers, each cited or called assumed.

``data/simulation_parameters.csv`` is the only place where a number of the simulation stands: name,
value, the range over which the headlines were tried, unit, meaning, and what it rests on (the id of
a published quantity or source, or the word "assumed"). A simulated ledger keeps a copy of it.
Shares that belong together are scaled to 1 when they are read, so one can be changed alone.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.catalog.package import DATA_DIRECTORY
from analysis.errors import ControlError, PackageError

Floats = npt.NDArray[np.float64]

LEDGER_DIRECTORY = DATA_DIRECTORY / "ledger"
PARAMETERS_FILE = DATA_DIRECTORY / "simulation_parameters.csv"
COLUMNS = ("name", "value", "low", "high", "unit", "meaning", "basis", "note", "source_id")
ASSUMED = "assumed"

ORIGIN = np.datetime64("2022-01", "M")
MONTHS = 58
BASE_MONTHS = 12
"""Months of the base year, to which indices refer; no brand adopts in them."""

CHANNELS = ("ecommerce", "campaign", "editorial", "social", "runway", "fitting")
TWIN_CHANNELS = CHANNELS[:4]
"""Channels where a twin can stand in for a person; the first of CHANNELS."""
TIERS = ("newcomer", "established", "top")
MARKETS = ("GB", "FR", "DE", "IT", "SE", "US-NY", "US-CA")
ROLES = (
    "make_up", "hair", "styling", "photography", "assistant", "set_design", "production",
    "retouching",
)


@dataclass(frozen=True)
class Parameter:
    """One number of the simulation with its range, unit, meaning and basis."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    basis: str
    note: str
    source_id: str


@dataclass(frozen=True)
class Parameters:
    """All numbers of one simulation, by name."""

    rows: tuple[Parameter, ...]

    @cached_property
    def _values(self) -> dict[str, float]:
        return {row.name: row.value for row in self.rows}

    def __getitem__(self, name: str) -> float:
        """The value of a parameter; KeyError if there is none of that name."""
        return self._values[name]

    def whole(self, name: str) -> int:
        """The value of a parameter that counts something."""
        return round(self._values[name])

    def vector(self, prefix: str, names: Iterable[str]) -> Floats:
        """Values of ``prefix_name`` for each name, in that order."""
        return np.array([self._values[f"{prefix}_{name}"] for name in names])

    def shares(self, prefix: str, names: Iterable[str]) -> Floats:
        """The same scaled to a sum of 1."""
        values = self.vector(prefix, names)
        scaled: Floats = values / values.sum()
        return scaled

    def changed(self, values: Mapping[str, float]) -> Parameters:
        """A copy with other values; ``changed({"effect": 0})`` is a ledger with no effect.

        Raises
        ------
        ControlError
            If a name is unknown, or a value is negative where its range is not, or not finite.
        """
        for name, value in values.items():
            if name not in self._values:
                near = difflib.get_close_matches(name, self._values, 3) or sorted(self._values)[:3]
                raise ControlError(
                    f"The simulation has no parameter {name!r}. Did you mean {', '.join(near)}? "
                    "All stand in data/simulation_parameters.csv."
                )
            low = next(row.low for row in self.rows if row.name == name)
            if not math.isfinite(value) or (value < 0 <= low):
                raise ControlError(f"Parameter {name} cannot be {value}: it must not be negative.")
        return Parameters(tuple(
            replace(row, value=float(values[row.name])) if row.name in values else row
            for row in self.rows
        ))


def load_parameters(path: Path = PARAMETERS_FILE) -> Parameters:
    """Read the table of parameters.

    Raises
    ------
    PackageError
        If the file is missing or a row does not hold three numbers.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return Parameters(tuple(_parameter(row) for row in rows))
    except FileNotFoundError:
        raise PackageError(f"{path} is missing. Restore it from the repository.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise PackageError(
            f"{path.name} must have the columns {', '.join(COLUMNS)}, numbers in value, low and "
            f"high: {error}."
        ) from None


def write_parameters(parameters: Parameters, path: Path) -> None:
    """Write the table in the form it is read; unchanged values give the same bytes."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in parameters.rows:
            numbers = [format(number, ".12g") for number in (row.value, row.low, row.high)]
            writer.writerow([
                row.name, *numbers, row.unit, row.meaning, row.basis, row.note, row.source_id])


def _parameter(row: dict[str, str]) -> Parameter:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    return Parameter(
        name=row["name"], value=value, low=low, high=high, unit=row["unit"],
        meaning=row["meaning"], basis=row["basis"], note=row["note"], source_id=row["source_id"],
    )
