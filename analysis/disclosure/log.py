"""The release log: which tables of the same data are out already, and what that gives away.

Kept by the content hash of the data, not by visit: whoever loads the same file again tomorrow, or
in a second window, asks against the same log. It holds names of columns, ordinals, spans of
ordinals and rules, and no value, count, label or text of anybody. What earlier tables showed is not
kept either: the gate is deterministic, so it is worked out again from the data.

**Stopped** (each has a test): the difference of a table and of the same table under a filter that
leaves out a few; two filters of which one lies in the other, or that overlap, on one column or
several; filters that together leave a few over; the same table again under looser or stricter rules
(what was withheld once stays withheld, what is out counts as known); a margin withheld in one table
and shown in another; counts of one table set against sums of weights of another, where the weights
are few (up to four: also how many of each weight a row holds), in one visit or in two under two
columns of weights; standard errors set against tables by strata or clusters, or by what these lie
in (up to four strata: also how many of each a row holds); means of a number of two or three values
under two filters; a table that refines or completes one released before; age bands cut twice.

**Not stopped**: what an attacker knows from elsewhere (a colleague's answer, other data of the same
people, who has which of many weights); somebody who knows the algorithm and tries which tables
could have led to this pattern (minimality); whole-number reasoning beyond linear programs, which
finds more the more digits sums of weights have; three or more tables that share no more than a
margin pairwise and bound each other only together; parts that only the filter of a later table cuts
out, where the earlier ones give them away by themselves; columns that say the same in other codes
under another name; averages, medians or money subtracted across filters beyond the counts behind
them (a filter that leaves out fewer than the minimum is stopped by its count; money is held to
dominance and p% within each table, not across tables); a loader who changes one value of the file
or the order of its columns, sorts a ledger, or has the same file read otherwise (other kinds, marks
or age bands at intake) or counted by another respondent column, which makes it other data; sums of
weights of one table set against counts of another, where there are more than twelve different
weights or one is a thousand times another, the column of weights is averaged in a visit that
declares none, or they come from raking to known margins (but for one of up to three answers; within
a table this is looked for: ``weighed``); what standard errors of more than four strata or clusters
tell while no table is by them (for a row one equation in five unknowns or more), and what errors by
replicate weights or of raked margins tell; how many of a group did not answer a question or gave no
number, which its base tells; how many of all are in a stratum of few, to who knows the weight of
every stratum (these, and the numbers in each, count as known; counts alone do not tell it);
quartiles, which pass without the log (each is of enough units on either side) and stand where a
count is withheld; and anybody who holds the data themselves.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from analysis.disclosure.cells import Cells
from analysis.disclosure.filters import Filter, Spans, check_name
from analysis.disclosure.kept import Kept, read_kept
from analysis.disclosure.rules import Rules
from analysis.errors import DisclosureError
from analysis.locks import hold

HASH = re.compile(r"[0-9a-f]{16,64}")
LOCK_SECONDS = 30.0
BUSY = ("Another release of the same data does not end, so nothing is released now. Try again in a "
        "minute.")
_LOCK = threading.Lock()
_LOCKS: dict[str, Any] = {}
"""A lock a data set: who waits for a release waits for those of the same data only."""


@dataclass(frozen=True)
class Spec:
    """What was released, in ordinals: enough to ask for it again, nothing to learn from.

    Parameters
    ----------
    measure : str
        The kind of table, a plain name (``crosstab``).
    dimensions : tuple of (str, tuple of Spans)
        Columns and, for each of their codes, its ordinals.
    filter : Filter
        The part of the data.
    rules : Rules
        In force at the time.
    told : tuple of int
        For each dimension, the last ones, that it does not show but tells apart: how many sums.
    """

    measure: str
    dimensions: tuple[tuple[str, tuple[Spans, ...]], ...]
    filter: Filter
    rules: Rules
    told: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[tuple[str, tuple[Spans, ...]], ...]:
        """The dimensions that it shows."""
        return self.dimensions[:len(self.dimensions) - len(self.told)]

    def __post_init__(self) -> None:
        for name in (self.measure, *[name for name, _ in self.dimensions]):
            check_name(name)

    def to_json(self) -> str:
        """One line of the log."""
        return json.dumps({
            "measure": self.measure, "dimensions": self.dimensions,
            "filter": dict(self.filter.columns), "rules": self.rules.to_json(),
            **({"told": self.told} if self.told else {}),
        }, sort_keys=True)


def spec_of(cells: Cells, measure: str, rules: Rules) -> Spec:
    """The specification of a table, with the parts that its figures tell apart."""
    every = cells.told.parts.dimensions if cells.told else cells.dimensions
    return Spec(measure, tuple(
        (one.name, tuple(one.span(code) for code in one.codes)) for one in every
    ), cells.filter, rules, cells.told.sums if cells.told else ())


def read_spec(line: str) -> Spec:
    """A line of the log as it was written.

    Raises
    ------
    DisclosureError
        If it is none; nothing is then released, because it may hide an earlier table.
    """
    try:
        raw: dict[str, Any] = json.loads(line)
        return Spec(
            raw["measure"],
            tuple((name, tuple(_spans(one) for one in parts))
                  for name, parts in raw["dimensions"]),
            Filter({name: _spans(spans) for name, spans in raw["filter"].items()}),
            Rules(**raw["rules"]), tuple(raw.get("told", ())))
    except (KeyError, TypeError, ValueError) as error:
        raise DisclosureError(
            f"The release log of these data cannot be read ({type(error).__name__}), so that "
            "earlier tables are unknown and nothing is released. Restore the log from a copy."
        ) from None


def _spans(raw: Sequence[Sequence[int]]) -> Spans:
    return tuple((low, high) for low, high in raw)


class ReleaseLog:
    """Specifications by content hash, in a folder or in memory.

    Parameters
    ----------
    folder : Path or None
        One file of lines for each hash; None keeps the log for the life of the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._specs: dict[str, list[Spec]] = {}
        self._kept: dict[str, dict[int, Kept]] = {}

    def read(self, data_hash: str) -> tuple[Spec, ...]:
        """All that was released of the data, the oldest first."""
        if self.folder is None:
            return tuple(self._specs.get(data_hash, ()))
        path = self._path(data_hash)
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return tuple(read_spec(line) for line in lines)

    def append(self, data_hash: str, spec: Spec) -> None:
        """Record a release; call it inside :meth:`locked`, before the table is handed out."""
        if self.folder is None:
            self._specs.setdefault(data_hash, []).append(spec)
            return
        with self._path(data_hash).open("a", encoding="utf-8") as lines:
            lines.write(spec.to_json() + "\n")
            lines.flush()
            os.fsync(lines.fileno())

    def read_kept(self, data_hash: str) -> dict[int, Kept]:
        """What of each table of the log was withheld, by its place, as far as it is known."""
        if self.folder is None:
            return self._kept.get(data_hash, {})
        path = self._path(data_hash).with_suffix(".withheld")
        return read_kept(path.read_text(encoding="utf-8", errors="replace")
                         if path.is_file() else "")

    def keep(self, data_hash: str, kept: Kept) -> None:
        """Keep what of a table is withheld, before the table is recorded; inside :meth:`locked`.

        Every line begins anew, so that one which was cut short spoils no other.
        """
        if self.folder is None:
            self._kept.setdefault(data_hash, {})[kept.at] = kept
            return
        path = self._path(data_hash).with_suffix(".withheld")
        with path.open("a", encoding="utf-8") as lines:
            lines.write("\n" + kept.to_json())

    @contextmanager
    def locked(self, data_hash: str) -> Iterator[None]:
        """One release of the same data at a time, also between processes; others do not wait.

        Raises
        ------
        DisclosureError
            If another release does not end.
        """
        with _LOCK:
            own = _LOCKS.setdefault(data_hash, threading.RLock())
        if not own.acquire(timeout=LOCK_SECONDS):
            raise DisclosureError(BUSY)
        try:
            if self.folder is None:
                yield
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with _take(self._path(data_hash).with_suffix(".lock")):
                yield
        finally:
            own.release()

    def _path(self, data_hash: str) -> Path:
        assert self.folder is not None
        if not HASH.fullmatch(data_hash):
            raise DisclosureError(
                "The release log is kept by the SHA-256 of the data, in hexadecimal digits; it "
                "was given something else. Hash the loaded data.")
        return self.folder / f"{data_hash}.jsonl"


def _take(path: Path) -> IO[bytes]:
    until = time.monotonic() + LOCK_SECONDS
    while (held := hold(path)) is None:
        if time.monotonic() > until:
            raise DisclosureError(BUSY)
        time.sleep(0.05)
    return held
