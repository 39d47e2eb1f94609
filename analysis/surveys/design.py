"""How a survey was drawn and weighted: declared by the loader, checked against the codebook.

Decided: the design names columns in the visitor's own words. Only the first stage of a sample of
several stages is declared (the cluster drawn first), which is what the usual variance formula
needs; the finite population is a number of what was drawn first: of clusters where there is a
cluster, else of people. Codes of clusters are taken within their stratum.

A stratum with a single cluster has no variance of its own. Rules, as in R's
``options(survey.lonely.psu)``: ``adjust`` (default) centres it at the mean of the whole sample,
which errs on the wide side; ``average`` gives it the mean variance of the others; ``remove``
leaves it out; ``fail`` refuses. Which rule was used stands in the notes of every estimate.

Reference: Lumley, T. (2010), Complex Surveys, ch. 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.errors import SurveyError
from analysis.surveys.codebook import Codebook, Variable
from analysis.surveys.sampling import UNKNOWN, find_sampling, require_raking

ReplicateMethod = Literal["jk1", "jkn", "jk2", "brr", "fay", "bootstrap", "sdr"]
REPLICATE_METHODS = ("jk1", "jkn", "jk2", "brr", "fay", "bootstrap", "sdr")
LonelyRule = Literal["adjust", "average", "remove", "fail"]
LONELY_RULES = ("adjust", "average", "remove", "fail")


@dataclass(frozen=True)
class ReplicateWeights:
    """Replicate weights that came with the data.

    Parameters
    ----------
    columns : tuple of str
        Their columns, in order; weights, not factors.
    method : str
        One of REPLICATE_METHODS; ``fay`` is balanced repeated replication with a coefficient.
    fay : float
        Fay's coefficient, 0-1, for ``fay`` only.
    scale : tuple of float
        What each squared deviation is multiplied by; one number for all, or one a replicate.
        Empty takes the method's own: jk1 (R-1)/R, jk2 1, brr 1/R, fay 1/(R(1-fay)²), bootstrap
        1/R, sdr 4/R. ``jkn`` has none of its own and must be given it. R's ``as.svrepdesign``
        scales a bootstrap by 1/(R-1): give that to get the same.
    """

    columns: tuple[str, ...]
    method: ReplicateMethod
    fay: float = 0.0
    scale: tuple[float, ...] = ()


@dataclass(frozen=True)
class Margin:
    """A known distribution the weights are raked to.

    Parameters
    ----------
    column : str
        A coded column.
    targets : tuple of (str, float)
        Code or label, and its number of people (``unit`` count) or its share, 0-1 (share).
    unit : str
        ``count`` or ``share``.
    """

    column: str
    targets: tuple[tuple[str, float], ...]
    unit: Literal["count", "share"] = "count"


@dataclass(frozen=True)
class SurveyDesign:
    """How a survey was drawn and weighted.

    Parameters
    ----------
    sampling : str
        Sampling class; decides what is allowed (see ``sampling``).
    weight, strata, cluster, respondent : str
        Columns; empty where there is none. ``respondent`` identifies people who fill several
        rows; without it each row is one.
    population : str, int or None
        Size of what was sampled from: a column (by stratum) or, without strata, a number.
    replicates : ReplicateWeights or None
        Replace strata, cluster and population.
    margins : tuple of Margin
        Known margins the weights are raked to before every estimate.
    lonely : str
        What is done with a stratum of one cluster; one of LONELY_RULES.
    invited, completes : int or None
        Members asked (the member frame) and those who answered, where known.
    """

    sampling: str = UNKNOWN
    weight: str = ""
    strata: str = ""
    cluster: str = ""
    population: str | int | None = None
    replicates: ReplicateWeights | None = None
    margins: tuple[Margin, ...] = ()
    lonely: LonelyRule = "adjust"
    respondent: str = ""
    invited: int | None = None
    completes: int | None = None


def response_rate(design: SurveyDesign) -> float | None:
    """Completes ÷ invited, 0-1 (AAPOR RR1 where all invited were eligible); None if unknown."""
    if design.invited is None or design.completes is None:
        return None
    return design.completes / design.invited


def columns_of(design: SurveyDesign) -> set[str]:
    """Columns that a design names; they are no answers."""
    named = {design.weight, design.strata, design.cluster, design.respondent,
             *(design.replicates.columns if design.replicates else ())}
    if isinstance(design.population, str):
        named.add(design.population)
    return named - {""}


def check_design(design: SurveyDesign, *, codebook: Codebook) -> SurveyDesign:
    """The design with its columns as ``c001…`` and its sampling class spelled in full.

    Raises
    ------
    SurveyError
        If a column cannot serve as what it is declared to be, or parts exclude each other.
    CodebookError
        If a column does not exist.
    """
    _check_parts(design)
    sampling = find_sampling(design.sampling)
    if design.margins:
        require_raking(sampling)
    named = {role: codebook.find(name) for role, name in (
        ("weight", design.weight), ("strata", design.strata), ("cluster", design.cluster),
        ("respondent", design.respondent),
    ) if name}
    named |= {role: codebook.each(one) for role, one in named.items() if role != "weight"}
    population: str | int | None = design.population
    if isinstance(population, str):
        named["population"] = codebook.find(population)
        population = named["population"].column
    _check_roles(named)
    for role in ("weight", "population"):
        if role in named:
            _require_number(named[role], role=role)
    columns = {role: one.column for role, one in named.items()}
    margins = tuple(_check_margin(one, codebook) for one in design.margins)
    _check_totals(margins, codebook)
    return SurveyDesign(
        sampling=sampling, weight=columns.get("weight", ""), strata=columns.get("strata", ""),
        cluster=columns.get("cluster", ""), population=population,
        replicates=_check_replicates(design.replicates, codebook),
        margins=margins,
        lonely=design.lonely, respondent=columns.get("respondent", ""),
        invited=design.invited, completes=design.completes,
    )


def _check_parts(design: SurveyDesign) -> None:
    """What can be wrong without looking at any column."""
    if design.lonely not in LONELY_RULES:
        raise SurveyError(f"A stratum with one cluster can be treated by {', '.join(LONELY_RULES)};"
                          f" {design.lonely!r} was given. Choose one of these.")
    if isinstance(design.population, int):
        if design.strata:
            raise SurveyError(
                "The finite population is one number, but the sample has strata. Give the name of "
                "a column that holds each stratum's size in every row.")
        if design.population < 1:
            raise SurveyError(f"The finite population is {design.population}. Give the number of "
                              "people (or of clusters, where there is a cluster), 1 or more.")
    if design.replicates and (design.strata or design.cluster or design.population is not None):
        raise SurveyError(
            "Replicate weights stand for strata, clusters and finite population; both were given. "
            "Declare either the replicate weights or the others.")
    if design.replicates and not design.weight:
        raise SurveyError("Replicate weights need the weight they belong to. Name its column.")
    if design.invited is not None and design.invited < 1:
        raise SurveyError(f"Members asked: {design.invited}. Give a number of 1 or more.")
    if design.completes is not None and not 0 <= design.completes <= (design.invited or 10**12):
        raise SurveyError(
            f"{design.completes} answered, of {design.invited} asked. The first number must lie "
            "between 0 and the second.")


def _check_roles(named: dict[str, Variable]) -> None:
    """One column cannot be two parts of a design."""
    seen: dict[str, str] = {}
    for role, one in named.items():
        if one.column in seen and {role, seen[one.column]} != {"cluster", "respondent"}:
            raise SurveyError(
                f"Column {one.name!r} was given as {seen[one.column]} and as {role}. Name two "
                "different columns, or leave one out.")
        seen[one.column] = role


def _require_number(variable: Variable, *, role: str) -> None:
    if variable.kind != "number":
        raise SurveyError(
            f"Column {variable.name!r} was given as {role}, but holds {variable.kind} answers. "
            "Name a column of numbers, or change its kind at intake.")


def _check_replicates(
    replicates: ReplicateWeights | None, codebook: Codebook,
) -> ReplicateWeights | None:
    if replicates is None:
        return None
    if replicates.method not in REPLICATE_METHODS:
        raise SurveyError(f"Replicate weights by {replicates.method!r}. "
                          f"Methods: {', '.join(REPLICATE_METHODS)}.")
    count = len(replicates.columns)
    if count < 2:
        raise SurveyError(f"{count} replicate weights were named; at least 2 are needed.")
    if len(replicates.scale) not in (0, 1, count):
        raise SurveyError(
            f"{len(replicates.scale)} scales were given for {count} replicate weights. "
            "Give one for all or one for each.")
    if replicates.method == "jkn" and not replicates.scale:
        raise SurveyError(
            "A stratified jackknife (jkn) needs its scales, (n-1)/n for a stratum of n clusters; "
            "they cannot be found from the weights. Give one for all or one a replicate.")
    if replicates.method == "fay" and not 0 <= replicates.fay < 1:
        raise SurveyError(f"Fay's coefficient is {replicates.fay}. Give a number from 0 to below 1."
                          )
    found = [codebook.find(name) for name in replicates.columns]
    for one in found:
        _require_number(one, role="a replicate weight")
    return ReplicateWeights(tuple(one.column for one in found), replicates.method, replicates.fay,
                            replicates.scale)


def _check_totals(margins: tuple[Margin, ...], codebook: Codebook) -> None:
    """Counts of all margins must be of the same people, each margin of another column."""
    names = [codebook.find(one.column).name for one in margins]
    if len(set(names)) < len(names):
        raise SurveyError(f"Two margins are of one column ({', '.join(names)}). Give each once.")
    totals = {name: sum(size for _, size in one.targets)
              for name, one in zip(names, margins, strict=True) if one.unit == "count"}
    if totals and max(totals.values()) - min(totals.values()) > 1e-6 * max(totals.values()):
        listed = ", ".join(f"{name} {total:,.10g}" for name, total in totals.items())
        raise SurveyError(f"The margins are of different numbers of people: {listed}. Give counts "
                          "of the same population, or shares.")


def _check_margin(margin: Margin, codebook: Codebook) -> Margin:
    """The margin with its column as ``c001`` and its targets by code."""
    variable = codebook.find(margin.column)
    if variable.kind not in ("nominal", "ordinal", "flag"):
        raise SurveyError(f"Column {variable.name!r} holds {variable.kind} answers and cannot be a "
                          "margin. Name a column of coded answers.")
    codes = {one.code: one.code for one in variable.values}
    codes |= {one.label.casefold(): one.code for one in variable.values
              if one.label.casefold() not in codes}
    targets: dict[str, float] = {}
    for name, size in margin.targets:
        code = codes.get(name, codes.get(name.casefold(), name))
        if code in targets:
            raise SurveyError(f"The margin of {variable.name!r} names {name!r} twice.")
        if not size > 0:
            raise SurveyError(f"The margin of {variable.name!r} gives {name!r} the size {size}. "
                              "Give a number above 0, or leave those people out by a filter.")
        targets[code] = float(size)
    if margin.unit == "share" and abs(sum(targets.values()) - 1) > 1e-6:
        raise SurveyError(f"The shares of the margin {variable.name!r} add up to "
                          f"{sum(targets.values()):g}. They must add up to 1.")
    return Margin(variable.column, tuple(targets.items()), margin.unit)
