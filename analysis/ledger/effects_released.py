"""An effect of a private ledger, made of what the gate let out and of nothing else.

Decided: titles, notes and figures of such an effect are computed by the same functions as those of
an open ledger, from an ``Effect`` that holds released figures only. What was not let out is empty
in it, with the reason in its row; where the overall effect is withheld there is the verdict alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.ledger.effects_averages import PreTrend
from analysis.ledger.effects_comparison import KINDS, MonthBefore, TwoWay
from analysis.ledger.effects_eligibility import Verdict, decide_eligibility
from analysis.ledger.effects_groups import BASE_MONTHS
from analysis.ledger.effects_panel import BASE_YEAR, BrandCounts, find_outcome
from analysis.ledger.effects_result import Effect, Relative
from analysis.ledger.effects_sensitivity import Sensitivity
from analysis.ledger.effects_variance import Average
from analysis.ledger.effects_words import describe_by

NOT_SHOWN = (
    "No effect of adoption may be shown of this ledger: too few brands adopted twins and can be "
    "followed, or too few never did, or one of them stands out."
)
FIGURES = ("effect", "low", "high", "brands")


def effect_of(frame: pd.DataFrame, *, outcome: str) -> Effect:
    """The effect that a released answer on the panel holds.

    Parameters
    ----------
    frame : DataFrame
        One row a point: figure, at, effect, low, high, brands, without_twins, p, number, observed,
        suppressed, reason.
    outcome : str
        human_bookings, fee_mean or crew_days.
    """
    rows = {str(figure): part.set_index("at") for figure, part in frame.groupby("figure")}
    roles = rows["role"]["brands"]
    counts = BrandCounts(**{str(role): 0 if pd.isna(number) else int(number)
                            for role, number in roles.items()})
    overall = rows["overall"].iloc[0] if "overall" in rows else None
    events, cohorts, calendar = (make(rows) for make in (_events, _cohorts, _calendar))
    if overall is None or overall["suppressed"]:
        return Effect(
            find_outcome(outcome), Verdict("statement", NOT_SHOWN, counts), BASE_YEAR, BASE_MONTHS,
            1.0, events=events, cohorts=cohorts, calendar=calendar,
            words={"verdict": NOT_SHOWN})
    found = Effect(
        find_outcome(outcome), decide_eligibility(counts, months=0), BASE_YEAR, BASE_MONTHS, 1.0,
        overall=Average(*_three(overall), np.nan, int(overall["brands"]), np.array([])),
        relative=_relative(rows), events=events, cohorts=cohorts, calendar=calendar,
        pre_trend=_pre_trend(rows), two_way=_two_way(rows), month_before=_month_before(rows),
        poisson=float(rows["poisson"]["effect"].iloc[0]) if "poisson" in rows else None,
        sensitivity=_sensitivity(rows))
    return Effect(**{**vars(found), "words": describe_by(
        found, basis=_basis(counts, gone=bool(roles.isna().any())))})


def _three(row: pd.Series) -> tuple[float, float, float, float]:
    """Effect, no standard error, and the ends of the interval."""
    return float(row["effect"]), np.nan, float(row["low"]), float(row["high"])


def _relative(rows: dict[str, pd.DataFrame]) -> Relative:
    row = rows["relative"].iloc[0]
    return Relative(*(float(row[name]) for name in FIGURES[:3]))


def _two_way(rows: dict[str, pd.DataFrame]) -> TwoWay | None:
    if "two_way" not in rows:
        return None
    apart = rows["forbidden"].iloc[0] if "forbidden" in rows else pd.Series(
        {"effect": np.nan, "number": np.nan})
    bacon = pd.DataFrame({"comparison": [KINDS["later_vs_earlier"]],
                          "weight": [float(apart["number"])], "effect": [float(apart["effect"])]})
    return TwoWay(*_three(rows["two_way"].iloc[0]), bacon, float(apart["number"]))


def _month_before(rows: dict[str, pd.DataFrame]) -> MonthBefore | None:
    return MonthBefore(*_three(rows["month_before"].iloc[0])) if "month_before" in rows else None


def _pre_trend(rows: dict[str, pd.DataFrame]) -> PreTrend | None:
    shown = rows.get("pre_trend", pd.DataFrame({"suppressed": [True]})).iloc[0]
    if shown["suppressed"]:
        return None
    return PreTrend(int(shown["number"]), pd.DataFrame({"effect": [float(shown["effect"])]}),
                    np.nan, (1, np.nan), float(shown["p"]))


def _sensitivity(rows: dict[str, pd.DataFrame]) -> Sensitivity | None:
    if "sensitivity" not in rows:
        return None
    row = rows["sensitivity"].iloc[0]
    effect, _, low, high = _three(row)
    return Sensitivity(
        pd.DataFrame(), None if pd.isna(row["p"]) else float(row["p"]), effect, low, high,
        int(row["number"]), int(str(row.name)))


def _events(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    if reason := _all_gone(rows, "since"):
        return withheld_row(["since", *FIGURES], reason)
    found = rows["since"].rename_axis("since").reset_index()
    return found.assign(since=found["since"].astype("int64")).sort_values(
        "since", ignore_index=True)[["since", *FIGURES, "suppressed", "reason"]]


def _cohorts(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["cohort", "month", "since", *FIGURES]
    if reason := _all_gone(rows, "cohort"):
        return withheld_row(columns, reason).astype(
            {"cohort": "datetime64[us]", "month": "datetime64[us]"})
    ends = rows["cohort"].index.to_series().astype(str).str.split("/", expand=True)
    cohort, month = (pd.to_datetime(ends[at]) for at in (0, 1))
    since = (month.dt.year - cohort.dt.year) * 12 + month.dt.month - cohort.dt.month
    return rows["cohort"].assign(cohort=cohort, month=month, since=since).sort_values(
        ["cohort", "month"], ignore_index=True)[[*columns, "suppressed", "reason"]]


def _calendar(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Observed months, and from the last adoption on the same had twins not come."""
    columns = ["month", "observed", "without_twins", "low", "high"]
    if "observed" not in rows:
        return withheld_row(columns, NOT_SHOWN.rstrip(".")).astype({"month": "datetime64[us]"})
    found = rows["observed"][["observed", "suppressed", "reason"]].sort_index()
    known = rows["month"].reindex(found.index)
    for name in ("without_twins", "low", "high"):
        found[name] = known[name].astype("float64").mask(found["suppressed"])
    gone = found[["observed", "without_twins"]].isna().any(axis=1)
    reason = found["reason"].mask(found["reason"] == "", known["reason"].fillna(""))
    found = found.assign(suppressed=gone, reason=reason.where(gone, ""))
    found = found.rename_axis("month").reset_index()
    return found.assign(month=pd.to_datetime(found["month"]))[[*columns, "suppressed", "reason"]]


def _all_gone(rows: dict[str, pd.DataFrame], figure: str) -> str:
    """Why nothing of a figure may be shown; empty where something may."""
    found = rows.get(figure)
    if found is None:
        return NOT_SHOWN.rstrip(".")
    return str(found["reason"].iloc[0]) if list(found.index) == [""] else ""


def withheld_row(columns: list[str], reason: str) -> pd.DataFrame:
    """One row that says that nothing of a table may be shown."""
    return pd.DataFrame([{**dict.fromkeys(columns, np.nan), "suppressed": True, "reason": reason}])


def _basis(counts: BrandCounts, *, gone: bool) -> str:
    aside = (" How many brands were set aside for a reason is not told where they are few."
             if gone else "")
    return (
        f"Compared: {counts.adopting:,} brands that adopted twins with {counts.never:,} that never "
        f"did, by channel and month; each against the {BASE_MONTHS} months before adoption (fewer "
        f"where the ledger begins later), in units of its own mean of the first {BASE_YEAR} months "
        "or those before the first adoption, larger ones counting for more. Chance is measured "
        "between brands. Method: Callaway and Sant'Anna (2021). Of a private ledger a point is "
        f"shown only where every adopting brand is behind it.{aside}")
