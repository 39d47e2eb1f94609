"""Where scenarios start: the base year of a ledger, the assumptions, and what is remembered.

Decided: a row of a scenario rests on the ledger and on the scenario, whose kind is the weakest of
all; what its assumptions rest on stands row by row in their own table, which goes with every
export. A published figure under one of them must not lend its standing to the result. What was
worked out is kept with the ledger, by base, code and year, for several exhibits show one scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.disclosure import Released
from analysis.disclosure.released import together
from analysis.exhibits.controls import Choice, Coded, fixed
from analysis.exhibits.exhibit import NotApplicable
from analysis.exhibits.ledger_money import CURRENCY, named_currency
from analysis.exhibits.ledger_words import fetch, month_name, parts_of
from analysis.exhibits.scenario_words import MEASURES, NEW_ONLY, RANGE, SCENARIO, said
from analysis.ledger.engine import Ledger, ledger_of
from analysis.scenarios.assumptions import CHANGED, Assumption, Assumptions, read_assumptions
from analysis.scenarios.base import Base, base_of
from analysis.scenarios.coding import read_code, write_code
from analysis.scenarios.draws import WHY, drawn_with
from analysis.scenarios.results import Results, digest, solve
from analysis.warehouse import Result, Warehouse

MODEL = "scenario_model"
NEEDS = ("crew_calls",)
NO_RULE = "no new rule"
"""What a scenario is called in which nothing is changed."""
NO_SAMPLE = NotApplicable("a scenario, not a sample")
FIRST = "levy_per_use:20"
"""The scenario that is shown first: a rule that can be seen at work."""
EXAMPLES = ("", "levy_per_use:100000", "refused:1", "adoption_ecommerce:1,replaceable_ecommerce:1")
YEARS = Choice(
    "years", "Year looked at", "Years from now; the base year is the last year of the ledger.",
    "10", fixed({"5": "In 5 years", "10": "In 10 years", "15": "In 15 years"}),
)
MEASURE = Choice(
    "measure", "Measure", "What is followed.", "crew_income", fixed(MEASURES))


def shipped_of(warehouse: Warehouse) -> Assumptions:
    """The assumptions as the desk ships them."""
    return read_assumptions(warehouse.fetch("scenario_assumptions").frame)


def proper_code(text: str, warehouse: Warehouse) -> str:
    """A code in its one form: changed rows in the order of the table."""
    return write_code(read_code(text, shipped_of(warehouse)))


HELP = ("Changed assumptions as text, such as levy_per_use:20 or new_uses:0.2~0.5~1 (low end, "
        "value, high end), with commas between; empty for the shipped ones.")
CODE = Coded("scenario", "Scenario", HELP, FIRST, proper_code, EXAMPLES)
CODE_A = Coded("a", "Scenario A", HELP, "", proper_code, EXAMPLES[1:2])
CODE_B = Coded("b", "Scenario B", HELP, FIRST, proper_code, EXAMPLES)


@dataclass(frozen=True)
class Start:
    """A ledger's base year beside the shipped assumptions.

    Parameters
    ----------
    warehouse, ledger : Warehouse, Ledger
        Asked.
    currency : str
        In which money is counted.
    months : tuple of Timestamp
        First and last month of the base year.
    answers : mapping of str to Result
        What the base is made of.
    stated : Result
        The assumptions as shipped.
    """

    warehouse: Warehouse
    ledger: Ledger
    currency: str
    months: tuple[pd.Timestamp, pd.Timestamp]
    answers: Mapping[str, Result]
    stated: Result

    @cached_property
    def base(self) -> Base:
        """The base year; on a private ledger of released figures only."""
        return base_of({name: one.frame for name, one in self.answers.items()})

    @cached_property
    def _shipped(self) -> Assumptions:
        return read_assumptions(self.stated.frame)

    @cached_property
    def _key(self) -> str:
        return f"{digest(self.base)} {[row.triple for row in self._shipped.rows]}"

    def assumptions(self, code: str) -> Assumptions:
        """The assumptions under a code."""
        return read_code(code, self._shipped)

    def remember(self, what: str, make: Callable[[], Any]) -> Any:
        """What was worked out from this base and these assumptions before, or is now."""
        return self.ledger.remember(f"scenario {self._key} {what}", make)

    def results(self, code: str, years: str) -> Results:
        """A scenario on all draws up to a year."""
        found: Results = self.remember(
            f"{code} {years}",
            lambda: solve(self.base, self.assumptions(code), years=int(years)))
        return found

    def table(self, make: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, Released | None]:
        """A table made of the base; where the ledger is private, of its released figures."""
        parts = [one.released for one in self.answers.values() if one.released is not None]
        if self.ledger.source.access == "public":
            return make(), None
        released = together(parts, lambda frames: make().assign(suppressed=False, reason=""))
        return released.frame, released

    def parts(
        self, table: pd.DataFrame, codes: Sequence[str], *, notes: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The derived parts of an exhibit of these scenarios; its table with the sources."""
        read = {one for answer in self.answers.values() for one in answer.source_ids}
        behind = tuple(sorted({MODEL, *read}))
        rows = table.assign(source_ids=pd.Series(
            [list(behind)] * len(table), index=table.index, dtype="object"))
        first, *rest = self.answers.values()
        shown = replace(first, frame=rows, rows=(behind,) * len(rows))
        return {"table": rows, "assumptions": self.listed(codes)} | parts_of(
            self.warehouse, [shown, *rest, self.stated], notes=(
                SCENARIO, RANGE, NEW_ONLY, *self._left_out(), WHY, *notes))

    def _left_out(self) -> tuple[str, ...]:
        if not self.base.left_out:
            return ()
        return (f"Left out because the disclosure gate withholds it: "
                f"{'; '.join(self.base.left_out)}. Levels are too low by that much.",)

    def listed(self, codes: Sequence[str]) -> pd.DataFrame:
        """Every assumption of each scenario as a row, for the exports."""
        names = ("A", "B") if len(codes) > 1 else ("",)
        return pd.DataFrame([
            {"scenario": name, **row} for name, code in zip(names, codes, strict=False)
            for row in assumption_rows(self.assumptions(code))])

    def when(self, years: str) -> str:
        """The year looked at and the base, in words."""
        return (f"year {years} beside the base year ({month_name(self.months[0])} to "
                f"{month_name(self.months[1])})")

    def words(self, code: str) -> str:
        """What a code changes, in a few words; empty where nothing."""
        return said(self.assumptions(code), self.currency)

    def named(self, code: str, letter: str) -> str:
        """A scenario in a label: ``B: a levy of EUR 20 per twin use``."""
        return f"{letter}: {self.words(code) or NO_RULE}"


def assumption_rows(assumptions: Assumptions) -> list[dict[str, Any]]:
    """The rows as they are listed and exported."""
    return [{
        "name": row.name, "topic": row.topic, "meaning": row.meaning, "unit": row.unit,
        "value": row.value, "low": row.low, "high": row.high, "basis": basis_of(row),
        "note": "" if row.changed else row.note, "source_id": source_of(row),
        "drawn_with": drawn_with(row.name, assumptions.names),
    } for row in assumptions.rows]


def basis_of(row: Assumption) -> str:
    """What a row rests on; a changed one on its reader."""
    return CHANGED if row.changed else row.basis


def source_of(row: Assumption) -> str:
    """The source of a row; of a changed one the scenario."""
    return MODEL if row.changed else row.source_id


def start_of(warehouse: Warehouse, *, currency: str) -> Start:
    """Ask a ledger for what a scenario starts from."""
    ledger = ledger_of(warehouse)
    code = named_currency(CURRENCY, warehouse, currency)
    found = fetch(warehouse, "period").frame["last_month"].iloc[0]
    last = pd.Timestamp(found) if pd.notna(found) else pd.Timestamp("2000-12-01")
    first = last - pd.DateOffset(months=11)
    answers: Mapping[str, Result] = ledger.remember(
        f"scenario start {code} {ledger.rules}", lambda: _ask(warehouse, code, first, last))
    return Start(warehouse, ledger, code, (first, last), answers,
                 warehouse.fetch("scenario_assumptions"))


def _ask(
    warehouse: Warehouse, currency: str, first: pd.Timestamp, last: pd.Timestamp
) -> dict[str, Result]:
    """What the base is made of; a private ledger takes seconds to let it out, so it is kept."""
    year = {"first": first.date(), "last": last.date()}
    return {
        "work": fetch(warehouse, "scenarios_work", **year),
        "tiers": fetch(warehouse, "who_gains_tiers", currency=currency, **year),
        "fees": fetch(warehouse, "scenarios_fees", currency=currency),
        "crew": fetch(warehouse, "scenarios_crew"),
        "pay": fetch(warehouse, "crew_pay", currency=currency),
    }
