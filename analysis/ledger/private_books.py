"""Models of a private ledger: on the books, with and without work, and who enters.

Decided: a table counts models, and every month is a set of models of its own, out of all who were
ever on the books or at work: of a month, as of an answer chosen among several, those who are not in
it are a cell too. Having gone without a booking is said of a group only where not all of it has.
Two months of few models more or less are set against each other by nobody who does not know the
models, so that is not checked; months set against the whole are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import Cells, Dimension, Filter, Released, Spec, Unit, Value, release
from analysis.disclosure.filters import EVERYTHING, Spans, codes
from analysis.disclosure.lattice import Region
from analysis.ledger.private import PrivateLedger
from analysis.ledger.private_counts import inside
from analysis.ledger.private_rows import TOTAL
from analysis.ledger.private_shares import release_months

WINDOW_DAYS, ENTRY_DAYS = 90, 180
SHOWN_STATES: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "stock": {"booked": (1, 2), "without": (3,)},
    "working": {"in_month": (1,), "earlier": (2,), "off_books": (4,)},
}
"""What each table counts. 1: on the books at the end of a month and booked in it; 2: not in it but
in the 90 days to its end; 3: in neither; 4: booked in it, no longer on the books at its end."""
TIERS = ("newcomer", "established", "top")
EVER = {"ever": codes([1])}
UNITS = (Unit("models", "models"),)


class PrivateBooks:
    """Counts of the models of one private ledger."""

    queries = frozenset({"human_v_twin_working", "who_gains_entry"})

    def __init__(self, ledger: PrivateLedger) -> None:
        self.ledger = ledger
        self.log = ledger.log_of("models", count_units=self._count, cells_of=self._again)

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        if query == "who_gains_entry":
            return self._release("entry", Filter({"observed": codes([1])})).derive(
                lambda frame: _entry(frame, self._observable))
        tier = str(parameters["tier"])
        where = Filter(EVER if tier == "all" else {
            **EVER, "tier": codes([TIERS.index(tier) + 1]) if tier in TIERS else ()})
        stock, working = (self._release(measure, where) for measure in ("stock", "working"))
        work = release_months(self.ledger.frames, {"tier": tier})
        return stock.beside(working, work, change=partial(
            _months, minimum=self.ledger.rules.minimum))

    def on_books(self, first: Any, last: Any) -> Released:
        """Models by ``tier`` (``*``: all) on the books some day of a period, or at work in it."""
        period = self.ledger.ordinals(first, last)
        cells = self._books(period[0] if period else (1, 1))
        found = release(cells, rules=self.ledger.rules, log=self.log, measure="books")
        if "period" not in found.frame:
            return found
        return found.derive(lambda frame: frame[frame["period"] != TOTAL].drop(columns="period"))

    def ids(self, period: tuple[int, int]) -> pd.Index:
        """Ids of the models on the books some day of a period of months, or at work in it."""
        return self._raw.index[self._present(period)]

    def _release(self, measure: str, where: Filter) -> Released:
        return release(self._build(measure, where), rules=self.ledger.rules, log=self.log,
                       measure=measure)

    def _again(self, spec: Spec) -> Cells:
        if spec.measure != "books":
            return self._build(spec.measure, spec.filter)
        spans = next((parts[0] for name, parts in spec.dimensions if name == "period"), None)
        return self._books(divmod(spans[0][0], 1000) if spans else self._whole)

    def _build(self, measure: str, where: Filter) -> Cells:
        if measure == "entry":
            return self._entries(where)
        return self._states(where, SHOWN_STATES[measure], margins=measure == "stock")

    def _states(
        self, where: Filter, names: Mapping[str, tuple[int, ...]], *, margins: bool
    ) -> Cells:
        """Models by month and state; margins are those of a month and of all months."""
        kept = inside(self.people, dict(where.columns))
        rows = []
        for month, states in self._state.items():
            numbers = {name: int(np.isin(states[kept], wanted).sum())
                       for name, wanted in names.items()}
            rows += [(month, name, number) for name, number in numbers.items()]
            rows += [(month, TOTAL, sum(numbers.values()))] if margins else []
        rows += [(TOTAL, TOTAL, int(kept.sum()))] if margins else []
        return Cells(
            pd.DataFrame(rows, columns=["month", "state", "models"]),
            (Dimension("month", codes=tuple(self._state), adds=False, attribute=False),
             Dimension("state", codes=tuple(names), leaves_out=True,
                       spans=tuple(codes(wanted) for wanted in names.values()))),
            UNITS, (Value("models", "count"),), filter=where)

    def _books(self, period: tuple[int, int]) -> Cells:
        """Models by tier of a period of months, beside those of the whole ledger."""
        code, whole = "_".join(map(str, period)), tuple(period) == self._whole
        everybody = self.people["ever"].to_numpy() == 1
        rows = [(TOTAL, tier, number) for tier, number in self._by_tier(everybody)]
        if not whole:
            rows += [(code, tier, number) for tier, number in self._by_tier(self._present(period))]
        frame = pd.DataFrame(rows, columns=["period", "tier", "models"])
        tiers = Dimension("tier", codes=TIERS)
        spans = (codes([period[0] * 1000 + period[1]]),)
        periods = Dimension("period", codes=(code,), adds=False, attribute=False, spans=spans)
        kept, dimensions = (frame.drop(columns="period"), (tiers,)) if whole else (
            frame, (periods, tiers))
        return Cells(kept, dimensions, UNITS, (Value("models", "count"),), filter=Filter(EVER))

    def _by_tier(self, rows: np.ndarray) -> list[tuple[str, int]]:
        tiers = self.people["tier"].to_numpy()[rows]
        return [*((tier, int((tiers == at).sum())) for at, tier in enumerate(TIERS, start=1)),
                (TOTAL, int(rows.sum()))]

    def _entries(self, where: Filter) -> Cells:
        people = self.people[inside(self.people, dict(where.columns))]
        years = [year for year in self._years if (people["entered"] == self._years[year]).any()]
        rows = []
        for year in years:
            of_year = people[people["entered"] == self._years[year]]
            worked = int((of_year["found"] == 1).sum())
            rows += [(year, "worked", worked), (year, "not", len(of_year) - worked),
                     (year, TOTAL, len(of_year))]
        return Cells(
            pd.DataFrame(rows, columns=["entered", "found", "models"]),
            (Dimension("entered", codes=tuple(years), leaves_out=True, attribute=False,
                       spans=tuple(codes([self._years[year]]) for year in years)),
             Dimension("found", codes=("worked", "not"))),
            UNITS, (Value("models", "count"),), filter=where)

    def _count(self, regions: Sequence[Region]) -> list[int]:
        return [self._count_one(dict(one.chosen), dict(one.spans)) for one in regions]

    def _count_one(self, chosen: Mapping[str, str], spans: dict[str, Spans]) -> int:
        """Models of a part of the data; a state is one of a month."""
        of_state = spans.pop("state", EVERYTHING)
        rows = inside(self.people, spans)
        if "month" in chosen:
            states = pd.DataFrame({"state": self._state[chosen["month"]]})
            rows &= (states["state"] > 0).to_numpy() & inside(states, {"state": of_state})
        if "period" in chosen:
            first, last = map(int, chosen["period"].split("_"))
            rows &= self._present((first, last))
        return int(rows.sum())

    @property
    def _observable(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First day of entry that the months of work can observe, and last that they surely can."""
        months = self.ledger.months or ("2000-01-01",)
        return (pd.Timestamp(months[0]),
                pd.Timestamp(months[-1]) - pd.Timedelta(days=ENTRY_DAYS))

    @cached_property
    def _whole(self) -> tuple[int, int]:
        return 1, len(self.ledger.months)

    @cached_property
    def _days(self) -> pd.DataFrame:
        """Days of work; a model by its place among all."""
        days = self.ledger.ask("days")
        dated = {name: pd.to_datetime(days[name]) for name in ("month", "first_on", "last_on")}
        return days.assign(model=self._raw.index.get_indexer(pd.Index(days["model"])), **dated)

    @cached_property
    def _raw(self) -> pd.DataFrame:
        raw = self.ledger.ask("people")
        return raw.assign(entered_on=pd.to_datetime(raw["entered_on"]),
                          left_on=pd.to_datetime(raw["left_on"])).set_index("model")

    @cached_property
    def _years(self) -> dict[str, int]:
        """Years of entry that the ledger can observe, with their ordinals."""
        months = self.ledger.months
        if not months:
            return {}
        first, last = (pd.Timestamp(months[at]).year for at in (0, -1))
        return {str(year): year - first + 1 for year in range(first, last + 1)}

    @cached_property
    def people(self) -> pd.DataFrame:
        """Models in ordinals, 1 for yes and 2 for no where there are two."""
        raw, days, months = self._raw, self._days, self.ledger.months
        start = pd.Timestamp(months[0]) if months else pd.NaT
        end = days["last_on"].max()
        due = raw["entered_on"] + pd.Timedelta(days=ENTRY_DAYS)
        observed = (raw["entered_on"] >= start) & (due <= end)
        human = days[days["kind"] == "human"]
        entered = raw["entered_on"].to_numpy()[human["model"]]
        early = human[(human["last_on"] >= entered) & (
            human["first_on"] <= entered + pd.Timedelta(days=ENTRY_DAYS))]
        return pd.DataFrame({
            "tier": raw["tier"].map({tier: at for at, tier in enumerate(TIERS, start=1)}),
            "ever": np.where(self._present(self._whole), 1, 2),
            "entered": raw["entered_on"].dt.year.astype(str).map(self._years).fillna(0),
            "observed": np.where(observed, 1, 2),
            "found": np.where(self._at(early), 1, 2),
        }).astype("int64").reset_index(drop=True)

    def _present(self, period: tuple[int, int]) -> np.ndarray:
        """Which models were on the books some day of a period of months, or worked in it."""
        months, raw = self.ledger.months, self._raw
        if not months:
            return np.zeros(len(raw), dtype=bool)
        first = pd.Timestamp(months[period[0] - 1])
        last = pd.Timestamp(months[period[1] - 1]) + pd.offsets.MonthEnd(0)
        on_books = (raw["entered_on"] <= last) & ~(raw["left_on"] < first)
        worked = self._at(self._days[self._days["month"].between(first, last)])
        return np.asarray(on_books | worked)

    def _at(self, days: pd.DataFrame) -> np.ndarray:
        """Which models have some of these days of work."""
        found = np.zeros(len(self._raw), dtype=bool)
        found[days["model"]] = True
        return found

    @cached_property
    def _state(self) -> dict[str, np.ndarray]:
        """Every model's state in every month that has 90 days of the ledger before its end."""
        raw, months = self._raw, self.ledger.months
        human = self._days[self._days["kind"] == "human"]
        found = {}
        for month in months:
            end = pd.Timestamp(month) + pd.offsets.MonthEnd(0)
            if end < pd.Timestamp(months[0]) + pd.Timedelta(days=WINDOW_DAYS):
                continue
            books = ((raw["entered_on"] <= end) & ~(raw["left_on"] < end)).to_numpy()
            back = human["last_on"].between(end - pd.Timedelta(days=WINDOW_DAYS - 1), end)
            worked, recent = self._at(human[human["month"] == month]), self._at(human[back])
            found[month] = np.select(
                [books & worked, books & recent, books, worked], [1, 2, 3, 4], default=0)
        return found


def _months(
    stock: pd.DataFrame, working: pd.DataFrame, work: pd.DataFrame, *, minimum: int
) -> pd.DataFrame:
    """One row a month from released counts, empty where bookings are few more than models.

    That would say that all but a few of them had just one.
    """
    every = [TOTAL, "without", "in_month", "off_books"]  # none in less than 90 days
    states, worked = (one.pivot(index="month", columns="state", values="models").reindex(
        columns=every).astype("float64") for one in (stock[stock["month"] != TOTAL], working))
    bookings = work[work["kind"] == "human"].assign(
        month=lambda frame: pd.to_datetime(frame["month"]).dt.strftime("%Y-%m-%d")
    ).set_index("month")["worked"].astype("float64")
    found = pd.DataFrame({
        "models": states[TOTAL], "without_booking": states["without"],
        "bookings": bookings.reindex(states.index),
        "working": worked["in_month"] + worked["off_books"],
    })
    few_more = (found["bookings"] - found["working"]).lt(minimum) & found["working"].gt(0)
    found["working"] = found["working"].mask(few_more)
    found["share_without"] = found["without_booking"] / found["models"].where(found["models"] > 0)
    found["per_working"] = found["bookings"] / found["working"].where(found["working"] > 0)
    gone = found[["models", "without_booking", "bookings", "working"]].isna().any(axis=1)
    order = ["models", "without_booking", "share_without", "bookings", "working", "per_working"]
    return _with_reason(found[order], gone, stock, working, work).reset_index().assign(
        month=lambda frame: pd.to_datetime(frame["month"]))


def _entry(frame: pd.DataFrame, observable: tuple[pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    """One row a year of entry; that its days lie within the months of work is no figure."""
    first, last = observable
    wide = frame.pivot(index="entered", columns="found", values="models").astype("float64")
    wide = wide.reindex(columns=["worked", "not", TOTAL])
    found = pd.DataFrame({
        "observed": wide[TOTAL], "worked": wide["worked"],
        "share": wide["worked"] / wide[TOTAL].where(wide[TOTAL] > 0)})
    gone = found[["observed", "worked"]].isna().any(axis=1)
    found = _with_reason(found, gone, frame).rename_axis("year").reset_index()
    found = found.assign(year=found["year"].astype("int64"))
    return found.assign(whole=[
        pd.Timestamp(year, 1, 1) >= first and pd.Timestamp(year, 12, 31) <= last
        for year in found["year"]])


def _with_reason(
    found: pd.DataFrame, gone: pd.Series, *released: pd.DataFrame
) -> pd.DataFrame:
    """With the columns that say what is withheld."""
    reasons = pd.concat([frame["reason"] for frame in released])
    reason = next(iter(reasons[reasons != ""]), "")
    return found.assign(suppressed=gone, reason=np.where(gone, reason, ""))
