"""The protected frames of a private ledger, each read once and only when it is asked for.

Decided: whatever counts worked bookings and uses is a table of one frame, ``work``, with one
release log: bookings by month, who is seen, terms, labels, lacks beside a law, and how many
bookings call a crew are set against each other, on whatever page they are asked for.

*Checked within a frame only.* Frames that count something else have a log each. Calls of a crew
(``crew``) are no bookings: tables of calls are set against each other, and a cell of one role
counts the models on its scarcer side, of the bookings that call it or of those that do not, so that
bookings less calls of that role give nobody away. Models (``models``) and earnings (``earnings``)
are no sums of bookings. *Not checked across frames* is what takes more than the ledger's figures:
that some bookings called a role just once, or that some models had just one booking each. As many
bookings as models in a month is the one such case that is looked for (``private_books``). Medians
add up to nothing and are set against nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis.disclosure import Cells, Filter, Rules
from analysis.disclosure.cells import Kind
from analysis.ledger.private_columns import NONE
from analysis.ledger.private_gate import Gate, Make, hash_of
from analysis.ledger.private_medians import count_medians
from analysis.ledger.private_rows import ProtectedRows

KEPT = 16
KINDS = ("human", "twin", "synthetic")
MISSING = "missing"
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "form": ("separate_written", "in_contract", "none"),
    "given": ("fits", "other_brand", "other_model", "signed_later"),
    "scope": ("stated", "silent"), "rate": ("stated", "silent"),
    "expiry": ("open", "inside", "after"),
}
"""What a consent is asked, in the order in which ``protected/work`` joins the answers."""
KNOWN: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS, "tier": ("newcomer", "established", "top"),
    "basis": ("day", "image", "use", "buyout"),
    "paid_to": ("model", "agency", "brand", "nobody"),
    "fee": ("none", "zero", "paid"), "rated": ("yes", "no"),
    "owner": ("model", "agency", "brand", "vendor"), "label": ("yes", "no", "unknown"),
    "crewed": ("yes", "no"), "side": ("below", "level", "above", "none"), "thin": ("yes", "no"),
}
TRAITS = ("gender", "skin_tone", "size", "age_band")
WORK = ("kind", "channel", "market", "tier", "brand", *TRAITS, "relation", "currency", "basis",
        "paid_to", "fee", "rated", "owner", "label", "consent", "crewed", "crew_days")
TERMS = ("tier", *TRAITS, "paid_to", "owner", "form", "scope", "rate")
"""What says something of a model: its class, how it describes itself, the terms it agreed to."""
OF_SOME = (*TRAITS, "relation")
"""Columns whose tables are of the work that has a value: of a named model, of a twin."""
Read = Callable[[str], AbstractContextManager[Iterable[pa.RecordBatch]]]
"""Gives the rows of a query of ``protected`` some at a time."""


def summed(sums: Mapping[str, Kind], *, margins: tuple[str, ...] = ()) -> Make:
    """A measure that adds up columns of the rows, with margins over some dimensions."""
    def make(rows: ProtectedRows, names: tuple[str, ...], where: Filter) -> Cells:
        return rows.table(
            names, where, sums=sums, margins=[name for name in names if name in margins])

    return make


LACKS: Mapping[str, tuple[str, ...]] = {
    **{one: (one,) for one in ("not_separate", "not_named", "ended", "elsewhere")},
    "any_separate": ("not_separate", "ended", "elsewhere"),
    "any_named": ("not_named", "ended", "elsewhere"),
}
"""What a use can lack beside a law, and of which single lacks each is made."""
COUNTED: Mapping[str, Make] = {
    "work": summed({"worked": "count"}),
    "work_crewed": summed({"worked": "count"}, margins=("crewed",)),
    "work_expiry": summed({"worked": "count"}, margins=("expiry",)),
    "work_lacking": summed({"worked": "count"}, margins=tuple(LACKS)),
    "work_labels": summed({"worked": "count"}, margins=("market", "label")),
    "work_seen": summed({"worked": "count"}, margins=TRAITS),
    "work_tiers": summed({"worked": "count"}, margins=("tier",)),
    "crew_median": count_medians,
    "work_fees": summed({"worked": "count"}, margins=("fee",)),
    "work_rated": summed({"worked": "count"}, margins=("rated",)),
}
"""Measures of the bookings: cells alone, and with margins over some columns."""


def consent_parts(consents: Iterable[str]) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Dimensions that join the consents of uses: by each answer, and by each thing that can lack.

    All are parts of one column, so that what one of them gives away of another is found. A use
    that names no consent is a part of its own, but under ``expiry`` it counts as open.
    """
    answers = {one: dict(zip(ANSWERS, one.split("|"), strict=True)) if "|" in one else {}
               for one in sorted(consents)}
    lacks: dict[str, Callable[[Mapping[str, str]], bool]] = {
        "not_separate": lambda of: of.get("form") != "separate_written",
        "not_named": lambda of: not of,
        "ended": lambda of: of.get("expiry") == "after",
        "elsewhere": lambda of: of.get("given", "fits") != "fits",
    }
    made: dict[str, tuple[str, dict[str, list[str]]]] = {}
    for question in ANSWERS:
        other = "open" if question == "expiry" else MISSING
        made[question] = _part({one: of.get(question, other) for one, of in answers.items()})
    for name, any_of in LACKS.items():
        made[name] = _part({
            one: "yes" if any(lacks[lack](of) for lack in any_of) else "no"
            for one, of in answers.items()})
    return made


def _part(code_of: Mapping[str, str]) -> tuple[str, dict[str, list[str]]]:
    codes: dict[str, list[str]] = {}
    for one, code in code_of.items():
        codes.setdefault(NONE if one == NONE else code, []).append(one)
    return "consent", codes


class Frames:
    """The frames of one ledger, each with its gate.

    Parameters
    ----------
    ask : callable
        Gives the answer of a query of ``protected``.
    batches : callable, optional
        Gives its rows some at a time, as a context; frames of many rows are read in no other way.
    folder : Path
        Of the release logs.
    data_hash : str
        Content hash of the ledger.
    rules : Rules
        In force.
    """

    def __init__(
        self, ask: Callable[..., pd.DataFrame], *, folder: Path, data_hash: str, rules: Rules,
        batches: Read | None = None,
    ) -> None:
        self.ask, self.folder, self.data_hash, self.rules = ask, folder, data_hash, rules
        self.batches = batches
        self._gates: dict[str, Gate] = {}
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._reading = threading.RLock()

    def read(self, query: str) -> pd.DataFrame:
        """The answer of a query of ``protected`` that groups already, asked once."""
        found: pd.DataFrame = self.keep(query, lambda: self.ask(query))
        return found

    def keep(self, key: str, make: Callable[[], Any]) -> Any:
        """What ``make`` gave for this key before, else what it gives now; the last few are kept."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    @property
    def work(self) -> Gate:
        """Worked bookings and uses."""
        return self.gate("work", WORK, COUNTED, others=("brand", "agency"))

    def change_rules(self, rules: Rules) -> None:
        """Hold every frame to other rules; what was worked out under the earlier ones goes."""
        self.rules = rules
        self._kept.clear()
        for gate in self._gates.values():
            gate.rules = rules

    def read_work(self) -> int:
        """Read the work now, so that no page has to wait for it; the number of its rows."""
        return self.work.rows.columns.size

    def gate(
        self, query: str, columns: tuple[str, ...], measures: Mapping[str, Make], *,
        others: tuple[str, ...] = (),
    ) -> Gate:
        """The gate of a frame; the same one whenever it is asked for."""
        with self._reading:
            if query not in self._gates:
                self._gates[query] = Gate(
                    self._rows(query, columns, others), measures, folder=self.folder,
                    data_hash=hash_of(self.data_hash, query), rules=self.rules)
            return self._gates[query]

    def _rows(
        self, query: str, columns: tuple[str, ...], others: tuple[str, ...]
    ) -> ProtectedRows:
        like = None if query == "work" else self.work.rows
        reading = self.batches(query) if self.batches else nullcontext(self.ask(query))
        with reading as raw:
            rows = ProtectedRows(
                raw, columns, known=KNOWN, attributes=TERMS, of_some=OF_SOME, others=others,
                like=like)
        if query == "work":
            rows.parts |= consent_parts(rows.codes["consent"])
        return rows
