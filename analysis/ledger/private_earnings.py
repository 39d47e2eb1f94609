"""What models of a private ledger earned: sums by tier, how concentrated they are.

Decided: a sum of money needs enough models, brands and agencies, and none of them may stand out of
it; a booking that names no agency has none to protect. Earnings are told by tier and kind with all
their sums, so that what is human work alone and what twins add are both figures of the gate. A
Lorenz curve is cut into equal parts of the models; the finest cut is taken of which every part
passes by itself, for models, brands and agencies. The lower half and the top tenth are points of
that curve and of no other. How many earned nothing is not shown, nor what the others alone earned.

The log keeps a currency by its place in the sorted list of those of the ledger.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure import Cells, Filter, Released, Rules, Spec, codes, release
from analysis.disclosure.lattice import Region
from analysis.ledger.private import PrivateLedger
from analysis.ledger.private_books import TIERS, PrivateBooks
from analysis.ledger.private_money import (
    KINDS,
    NOUNS,
    earned_cells,
    gini_cells,
    lorenz_cells,
)
from analysis.ledger.private_rows import TOTAL

KEPT = 4
LOWER_HALF, TOP_TENTH = 0.5, 0.9
MEASURES = ("models", "human", "twin", "earned_human", "earned")


class PrivateEarnings:
    """Money of the models of one private ledger."""

    queries = frozenset({
        "who_gains_tiers", "who_gains_fees", "who_gains_concentration", "who_gains_lorenz"})

    def __init__(self, ledger: PrivateLedger, books: PrivateBooks) -> None:
        self.ledger, self.books = ledger, books
        self.log = ledger.log_of("earnings", count_units=self._count, cells_of=self._again)
        self._kept: OrderedDict[Filter, pd.DataFrame] = OrderedDict()

    def answer(self, query: str, parameters: Mapping[str, Any]) -> Released:
        """As :meth:`PrivateLedger.answer`."""
        first, last = parameters["first"], parameters["last"]
        models = self.books.on_books(first, last)
        if query == "who_gains_fees":
            return models.derive(lambda frame: frame.head(0)[["suppressed", "reason"]])
        where = Filter({"month": self.ledger.ordinals(first, last),
                        "currency": codes([self._place(str(parameters["currency"]))])})
        if query == "who_gains_tiers":
            frames = self.ledger.frames
            rows = frames.work.rows
            work = frames.work.release(
                "work_tiers", ("tier", "kind"), rows.where({"month": rows.months(first, last)}))
            return models.beside(work, self._release("earned", where), change=_tiers)
        curves = [self._release(f"lorenz_{kind}", where) for kind in ("human", "all")]
        if query == "who_gains_lorenz":
            return curves[0].beside(curves[1], change=_curves)
        gini = [self._release(f"gini_{kind}", where) for kind in ("human", "all")]
        return models.beside(
            self._release("earned", where), *curves, *gini, change=_concentration)

    def _release(self, measure: str, where: Filter) -> Released:
        return release(self._build(measure, where, self.ledger.rules), rules=self.ledger.rules,
                       log=self.log, measure=measure)

    def _again(self, spec: Spec) -> Cells:
        return self._build(spec.measure, spec.filter, spec.rules)

    def _build(self, measure: str, where: Filter, rules: Rules) -> Cells:
        rows = self._rows(where)
        if measure == "earned":
            return earned_cells(rows, where)
        shape, _, kind = measure.partition("_")
        rows = rows if kind == "all" else rows[rows["kind"] == "human"]
        totals = rows.groupby("model", observed=True)["earned"].sum().reindex(
            self._counted(where), fill_value=0.0)
        if shape == "gini":
            return gini_cells(rows, totals, where)
        return lorenz_cells(rows, totals, where, rules)

    def _counted(self, where: Filter) -> pd.Index:
        """Models on the books in the period, or with earnings in it."""
        spans = where.columns.get("month", ((1, len(self.ledger.months)),))
        return self.books.ids((spans[0][0], spans[-1][1]))

    def _rows(self, where: Filter) -> pd.DataFrame:
        """The earnings of a period in a currency; the last few are kept."""
        if where not in self._kept:
            months = self.ledger.months or ("2000-01-01",)
            spans = where.columns.get("month", ((1, len(months)),))
            place = where.columns["currency"][0][0]
            known = self._currencies
            self._kept[where] = self.ledger.ask(
                "earned", first=pd.Timestamp(months[spans[0][0] - 1]).date(),
                last=pd.Timestamp(months[min(spans[-1][1], len(months)) - 1]).date(),
                currency=known[place - 1] if place <= len(known) else "",
            ).astype(dict.fromkeys((*NOUNS.values(), "tier", "kind"), "category"))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[where]

    @property
    def _currencies(self) -> list[str]:
        return list(self.ledger.frames.work.rows.codes["currency"])

    def _place(self, currency: str) -> int:
        known = self._currencies
        return known.index(currency) + 1 if currency in known else len(known) + 1

    def _count(self, regions: Sequence[Region]) -> list[int]:
        """Of each part the fewest models, brands or agencies, but not none of them."""
        found = []
        for one in regions:
            spans = dict(one.spans)
            where = Filter({name: spans[name] for name in ("month", "currency") if name in spans})
            rows = self._rows(where) if "currency" in where.columns else pd.DataFrame(
                columns=["tier", "kind", "model", "brand", "agency"])
            for name, values in (("tier", TIERS), ("kind", KINDS)):
                inside = [value for at, value in enumerate(values, start=1) if any(
                    low <= at <= high for low, high in spans.get(name, ((1, len(values)),)))]
                rows = rows[rows[name].isin(inside)]
            numbers = [rows[column].nunique() for column in NOUNS.values()]
            found.append(min((number for number in numbers if number), default=0))
        return found


def _tiers(models: pd.DataFrame, work: pd.DataFrame, earned: pd.DataFrame) -> pd.DataFrame:
    """One row a tier: its figures, and its shares of what all have together."""
    counts = work.pivot(index="tier", columns="kind", values="worked").astype("float64")
    sums = earned.pivot(index="tier", columns="kind", values="earned").astype("float64")
    found = pd.DataFrame({
        "models": models.set_index("tier")["models"].astype("float64"),
        "human": counts["human"], "twin": counts["twin"],
        "earned_human": sums["human"], "earned": sums[TOTAL],
    }).reindex([*TIERS, TOTAL])
    absent = work.groupby("tier")["suppressed"].sum().reindex(found.index).isna()
    found.loc[absent, ["human", "twin"]] = 0.0
    whole = found.loc[TOTAL]
    found = found.loc[list(TIERS)]
    for name in MEASURES:
        found[f"{name}_share"] = found[name] / (whole[name] if whole[name] > 0 else float("nan"))
    gone = found[list(MEASURES)].isna().any(axis=1) | bool(whole.isna().any())
    kept = gone | (found["models"] > 0)
    return _marked(found[kept].rename_axis("tier").reset_index(), gone[kept], models, work, earned)


def _concentration(models: pd.DataFrame, earned: pd.DataFrame, *rest: pd.DataFrame) -> pd.DataFrame:
    """A row for human work alone and one with twin fees, over the models of the period."""
    everybody = models.loc[models["tier"] == TOTAL, "models"].astype("float64").iloc[0]
    sums = earned[earned["tier"] == TOTAL].set_index("kind")["earned"].astype("float64")
    rows = []
    for at, (name, kind) in enumerate((("human", "human"), ("all", TOTAL))):
        curve, gini = rest[at], rest[at + 2]
        share = dict(zip(_places(curve), curve["earned_share"].astype("float64"), strict=True))
        rows.append({
            "population": "books", "earnings": name, "models": everybody, "total": sums[kind],
            "gini": float(gini["gini"].iloc[0]),
            "top_share": 1 - share.get(TOP_TENTH, float("nan")),
            "lower_half_share": share.get(LOWER_HALF, float("nan")),
        })
    found = pd.DataFrame(rows)
    gone = found.drop(columns=["population", "earnings"]).isna().any(axis=1)
    return _marked(found, gone, models, earned, *rest)


def _curves(human: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """Points of both curves from their start, where nobody has anything."""
    parts = []
    for name, frame in (("human", human), ("all", everything)):
        points = frame.assign(models_share=_places(frame))
        start = pd.DataFrame([{"models_share": 0.0, "earned_share": 0.0, "suppressed": False,
                               "reason": ""}])
        parts.append(pd.concat([start, points], ignore_index=True).assign(earnings=name))
    found = pd.concat(parts, ignore_index=True)
    gone = found["suppressed"] | found["earned_share"].isna()
    return _marked(found[["earnings", "models_share", "earned_share"]], gone, human, everything)


def _places(curve: pd.DataFrame) -> list[float]:
    return [int(part) / int(parts) for part, _, parts in (
        text.partition("/") for text in curve["at"])]


def _marked(found: pd.DataFrame, gone: pd.Series, *released: pd.DataFrame) -> pd.DataFrame:
    """With the columns that say what is withheld."""
    reasons = pd.concat([frame["reason"] for frame in released])
    reason = next(iter(reasons[reasons != ""]), "too few stand behind it")
    flags = gone.to_numpy(dtype=bool)
    return found.assign(suppressed=flags, reason=[reason if flag else "" for flag in flags])
