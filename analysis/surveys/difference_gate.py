"""Differences between groups, and of a wave from the one before, after the gate.

Decided: a difference is worked out beside the released table of its two figures, and is withheld
with either of them; its standard error, interval and p-value go with it. Besides the interval of
one comparison there is the interval of all of them together (Bonferroni); p-values are corrected by
Holm over all comparisons of the question that may be shown, so that picking an answer afterwards
gains nothing, and no withheld figure is told. Waves are the groups of a wave column in their order,
each compared with the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isfinite, nan
from typing import Any

import pandas as pd
from scipy.special import stdtrit

from analysis.disclosure import Released
from analysis.disclosure.released import REASON, SUPPRESSED
from analysis.surveys.comparisons import CORRECTION, Difference, correct
from analysis.surveys.where import EVERYBODY, Filter

TOGETHER = "Bonferroni"
ERROR = 0.05


@dataclass(frozen=True)
class DifferenceRequest:
    """What to compare.

    Parameters
    ----------
    of : str
        A question (its shares are compared) or a column of numbers (its means).
    by : str
        The question whose answers are the groups, or the waves in their order.
    where : str or Filter
        Filter; empty means everybody.
    keep : tuple of str
        Kinds of missing answers that count as answers.
    interval : str
        Method of the intervals of the shares themselves.
    """

    of: str
    by: str
    where: str | Filter = EVERYBODY
    keep: tuple[str, ...] = ()
    interval: str = "logit"


@dataclass(frozen=True)
class ReleasedDifferences:
    """Differences that may be seen.

    Parameters
    ----------
    released : Released
        Of groups one row a pair and answer: ``code``, ``label``, ``first``, ``second`` (labels),
        ``first_value``, ``second_value``, ``value`` (second less first), ``se``, ``low``, ``high``
        (95%, this one alone), ``together_low``, ``together_high`` (95%, all together), ``p_value``,
        ``p_corrected``. Of waves one row an answer and wave: ``code``, ``label``, ``wave``,
        ``respondents``, ``level`` with ``level_low`` and ``level_high``, the wave before
        (``since``) with its level (``before``), and the same columns of the change; of waves in
        two files also ``base_n``.
    name, label, by : str
        Column and question text; the question text of the groups.
    shares : bool
        Whether shares (0-1) are compared, not means.
    sampling, why : str
        Sampling class and what it allows.
    compared : int
        Comparisons made together.
    notes : tuple of str
        On the design and the base.
    files : str
        Of waves in two files, how they were taken together; empty for groups of one file.
    tested : bool
        Whether changes were computed at all; false where the sampling of a wave forbids it.
    """

    released: Released
    name: str
    label: str
    by: str
    shares: bool
    sampling: str
    why: str
    compared: int
    notes: tuple[str, ...]
    files: str = ""
    tested: bool = True

    @property
    def rule(self) -> str:
        """How the comparisons were corrected, as a sentence."""
        if not self.tested:
            return ("No change was computed and nothing was tested, because that needs a "
                    "probability sample in both waves; shares and counts stand side by side.")
        if self.compared < 2:
            return (f"One comparison was made, so nothing was corrected; the interval is 95%, the "
                    f"p-value two-sided, and a difference is claimed only where it is below "
                    f"{ERROR:g}.")
        return (
            f"{self.compared:,} comparisons were made together, withheld ones aside. Each "
            f"interval is 95% for one comparison alone; the wider one is 95% for all of them "
            f"({TOGETHER}). The p-values are two-sided and corrected by {CORRECTION}; a difference "
            f"is claimed only where the corrected p is below {ERROR:g}.")


def levels_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures of a released crosstab or of released means, one row an answer and group.

    A figure whose error is withheld counts as withheld here, for the difference would tell it.
    Where the base of all groups together is withheld they count as withheld, since the interval of
    a difference tells it by its degrees of freedom.
    """
    frame = frame.assign(**{SUPPRESSED: frame[REASON] != ""})
    totals = ["row_total", "column_total"] if "column_code" in frame else ["group_total"]
    whole = frame[frame[totals].all(axis=1)]
    for reason in whole.loc[whole["respondents"].isna(), REASON]:
        frame = frame.assign(**{SUPPRESSED: True, REASON: reason})
    if "column_code" in frame:
        inner = frame[~frame["row_total"].astype(bool) & ~frame["column_total"].astype(bool)]
        return inner.rename(columns={
            "row_code": "code", "row_label": "label", "column_code": "group",
            "column_label": "group_label", "share": "level"})
    return frame[~frame["group_total"].astype(bool)].rename(columns={
        "group_code": "group", "group_label": "group_label", "mean": "level"}).assign(
            code="", label="")


def compared_of(
    levels: pd.DataFrame, *, differences: Sequence[Difference],
) -> tuple[Difference, ...]:
    """The differences of which both figures are shown, corrected over these alone.

    Holm's correction of all would tell the p-value of a withheld one, hence its figure.
    """
    hidden = {(row["code"], row["group"]) for row in levels.to_dict("records") if row[SUPPRESSED]}
    return correct([one for one in differences if not {
        (one.code, one.first), (one.code, one.second)} & hidden])


def pairs_of(levels: pd.DataFrame, *, differences: Sequence[Difference]) -> pd.DataFrame:
    """One row a comparison of two released figures; withheld with either.

    Which pairs are named follows from what is shown: that a withheld group has answers is no more
    known than that it has none.
    """
    known = {(one.code, one.first, one.second): one for one in differences}
    rows = []
    for code, of_code in levels.groupby("code", sort=False):
        for first, second in combinations(of_code.to_dict("records"), 2):
            one = known.get((str(code), first["group"], second["group"]))
            hidden = _withheld(first, second)
            if one or (hidden[SUPPRESSED] and _may_answer(first) and _may_answer(second)):
                rows.append({
                    "code": code, "label": first["label"], "first": first["group_label"],
                    "second": second["group_label"], "first_value": first["level"],
                    "second_value": second["level"],
                    **_change(one, len(differences), (first, second)), **hidden})
    return pd.DataFrame.from_records(rows, columns=None if rows else [
        "code", "label", "first", "second", "first_value", "second_value", *CHANGE, SUPPRESSED,
        REASON])


def _may_answer(side: Mapping[Any, Any]) -> bool:
    """Whether a group has answers, as far as a reader can know."""
    return bool(side[SUPPRESSED] or pd.notna(side["level"]))


def steps_of(levels: pd.DataFrame, *, order: Sequence[str]) -> dict[str, str]:
    """For each wave the one before it of those that answered or may have."""
    present = {row["group"] for row in levels.to_dict("records") if _may_answer(row)}
    return {later: earlier for earlier, later in pairwise(
        code for code in order if code in present)}


def waves_of(
    levels: pd.DataFrame, *, changes: Sequence[Difference], steps: Mapping[str, str],
) -> pd.DataFrame:
    """One row an answer and wave with its change since the wave before, where both are shown.

    A row counts as withheld where either its level or its change is.
    """
    known = {(row["code"], row["group"]): row for row in levels.to_dict("records")}
    made = {(one.code, one.second): one for one in changes}
    rows = []
    for row in levels.to_dict("records"):
        one = made.get((row["code"], row["group"]))
        before = known.get((row["code"], steps.get(row["group"])))
        change = _change(one, len(changes), (before, row)) if before else dict.fromkeys(
            CHANGE, nan)
        rows.append({
            "code": row["code"], "label": row["label"], "wave": row["group_label"],
            "respondents": row["respondents"], "level": row["level"], "level_low": row["low"],
            "level_high": row["high"], "since": before["group_label"] if before else "",
            "before": before["level"] if before else nan, **change,
            **_withheld(row, *([before] if before else []))})
    return pd.DataFrame.from_records(rows)


CHANGE = ("value", "se", "low", "high", "together_low", "together_high", "p_value", "p_corrected")


def _change(
    one: Difference | None, compared: int, sides: tuple[Mapping[Any, Any], Mapping[Any, Any]],
) -> dict[str, float]:
    if one is None or any(side[SUPPRESSED] for side in sides):
        return dict.fromkeys(CHANGE, nan)
    half = nan
    if one.df > 0 and isfinite(one.se) and compared:
        half = float(stdtrit(one.df, 1 - ERROR / (2 * compared))) * one.se
    return dict(zip(CHANGE, (
        one.value, one.se, one.low, one.high, one.value - half, one.value + half, one.p_value,
        one.p_corrected), strict=True))


def _withheld(*sides: Mapping[Any, Any]) -> dict[str, object]:
    reasons = dict.fromkeys(str(side[REASON]) for side in sides if side[SUPPRESSED])
    return {SUPPRESSED: bool(reasons), REASON: "; ".join(reasons)}
