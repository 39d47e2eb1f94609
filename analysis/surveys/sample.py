"""A survey's design bound to the answers of one analysis, as ``svy`` wants it.

Decided: columns get internal names here, none of a visitor's reach svy. Where the sampling class
allows no inference, only the weights are used. Weights must be there in every row and not
negative; a row of weight 0 is in no base. Raking happens here, before every estimate, so that
standard errors know of it (residuals of the margins for linearisation, each replicate raked anew).

Reference: Deville, J.-C., Särndal, C.-E. and Sautory, O. (1993), doi:10.1080/01621459.1993.10476369
(raking and its variance).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
import svy

from analysis.errors import SurveyError
from analysis.surveys.design import ReplicateWeights, SurveyDesign
from analysis.surveys.questions import find_question, read_answers
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey

LONELY: dict[str, Literal["center", "scale", "skip"]] = {
    "adjust": "center", "average": "scale", "remove": "skip",
}
LONELY_WORDS = {
    "adjust": "centred at the mean of the whole sample",
    "average": "given the mean variance of the other strata",
    "remove": "left out of the variance",
}
RANK_TOLERANCE = 1e-5
"""As R's ``degf`` for replicate weights."""


@dataclass(frozen=True)
class BoundSample:
    """Answers with their design.

    Parameters
    ----------
    sample : svy.Sample
        What svy estimates from.
    weight : polars.Series
        Final weight of each row (raked, where margins are given).
    method : str
        ``taylor`` or ``replication``.
    notes : tuple of str
        What was done with the design, in sentences.
    """

    sample: svy.Sample
    weight: pl.Series
    method: Literal["taylor", "replication"]
    notes: tuple[str, ...]


def bind_sample(survey: Survey, *, columns: Mapping[str, pl.Series]) -> BoundSample:
    """Bind columns of an analysis, one value a row of the survey, to the survey's design.

    Raises
    ------
    SurveyError
        If a weight is missing or negative, a design column has empty cells, a lonely stratum is
        refused, or raking cannot meet its margins.
    """
    design = survey.design
    inference = permission_of(design.sampling).inference
    frame, notes = _design_frame(survey, inference=inference)
    margins = _margin_columns(survey)
    frame = frame.with_columns(**margins, **columns)
    declared, more = _declare(design, frame, inference=inference)
    with svy_errors():
        sample = svy.Sample(frame, declared)
    if design.margins:
        sample, line = _rake(sample, design)
        more = (*more, line)
    weight = _data(sample)[str(sample.design.wgt)]
    method: Literal["taylor", "replication"] = (
        "replication" if declared.rep_wgts is not None else "taylor")
    return BoundSample(sample, weight, method, (*notes, *more))


@contextmanager
def svy_errors() -> Iterator[None]:
    """Turn svy's errors into ours."""
    try:
        yield
    except svy.SvyError as error:
        said = str(getattr(error, "detail", "") or error).split("\n")[0]
        raise SurveyError(f"The estimate cannot be computed from this design: {said}") from error


def _design_frame(survey: Survey, *, inference: bool) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Weight, strata, cluster, population and replicates under internal names, checked."""
    design, rows = survey.design, survey.codebook.rows
    roles = {"weight": design.weight}
    if inference:
        roles |= {"strata": design.strata, "cluster": design.cluster}
        if isinstance(design.population, str):
            roles["population"] = design.population
        if design.replicates:
            roles |= {f"replicate_{place}": one
                      for place, one in enumerate(design.replicates.columns, 1)}
    wanted = {role: column for role, column in roles.items() if column}
    read = survey.read(*wanted.values())
    even = pl.repeat(1.0, rows, dtype=pl.Float64, eager=True)
    frame = pl.DataFrame({"weight": even}).with_columns(
        **{role: read[column] for role, column in wanted.items()})
    if inference and isinstance(design.population, int):
        frame = frame.with_columns(
            population=pl.repeat(float(design.population), rows, eager=True))
    _check_frame(frame, survey)
    zero = bool((frame["weight"] == 0).any())
    notes = ("Some rows have weight 0 and are in no base.",) if zero else ()
    return frame.cast({one: pl.String for one in ("strata", "cluster") if one in frame.columns}), (
        notes)


def _check_frame(frame: pl.DataFrame, survey: Survey) -> None:
    if frame.height == 0:
        raise SurveyError("The survey has no rows.")
    for role in frame.columns:
        column = frame[role]
        empty = int(column.is_null().sum())
        if column.dtype.is_float():
            empty += int(column.is_nan().sum()) + int(column.is_infinite().sum())
        if empty:
            raise SurveyError(
                f"The column given as {role.split('_')[0]} is empty in {empty} of {frame.height} "
                "rows. Fill it, or leave these rows out at intake.")
        if role == "weight" or role.startswith("replicate"):
            negative = int((column < 0).sum())
            if negative:
                raise SurveyError(
                    f"The column given as {role.split('_')[0]} is negative in {negative} of "
                    f"{frame.height} rows. Weights are 0 or more; correct the file.")
    if not float(frame["weight"].sum()) > 0:
        raise SurveyError("All weights are 0. Name the column that holds the weights.")


def _declare(
    design: SurveyDesign, frame: pl.DataFrame, *, inference: bool,
) -> tuple[svy.Design, tuple[str, ...]]:
    """Svy's design, and what had to be decided for it."""
    if not inference:
        return svy.Design(wgt="weight"), ()
    if design.replicates:
        return svy.Design(wgt="weight", rep_wgts=_replicates(design.replicates, frame)), ()
    parts: dict[str, Any] = {"wgt": "weight"}
    if design.strata:
        parts["stratum"] = "strata"
    if design.cluster:
        parts["psu"] = "cluster"
    if design.population is not None:
        parts["pop_size"] = "population"
        _check_population(design, frame)
    lonely = _lonely_strata(design, frame)
    if design.strata and not design.cluster and design.lonely != "fail":
        note = (f"The part of the variance of a stratum that holds a single row, if there is any, "
                f"is {LONELY_WORDS[design.lonely]} (rule {design.lonely!r}).")
        return (svy.Design(**parts, singleton=LONELY[design.lonely]) if lonely
                else svy.Design(**parts)), (note,)
    if not lonely:
        return svy.Design(**parts), ()
    unit = "cluster" if design.cluster else "row"
    if design.lonely == "fail":
        raise SurveyError(
            f"In {_strata(lonely)} stands a single {unit}, which has no variance. Merge strata at "
            "intake, or choose a rule: adjust, average or remove.")
    note = (f"In {_strata(lonely)} stands a single cluster; its part of the variance is "
            f"{LONELY_WORDS[design.lonely]} (rule {design.lonely!r}).")
    return svy.Design(**parts, singleton=LONELY[design.lonely]), (note,)


def _units(design: SurveyDesign, frame: pl.DataFrame) -> pl.DataFrame:
    """What was drawn first, by stratum: clusters, or rows where there is no cluster."""
    unit = pl.col("cluster").n_unique() if design.cluster else pl.len()
    by = [pl.col("strata")] if design.strata else [pl.lit("").alias("strata")]
    first = pl.col("population").first() if "population" in frame.columns else pl.lit(None)
    kinds = pl.col("population").n_unique() if "population" in frame.columns else pl.lit(1)
    return frame.group_by(by).agg(
        units=unit.cast(pl.Int64), population=first, sizes=kinds).sort("strata")


def _lonely_strata(design: SurveyDesign, frame: pl.DataFrame) -> int:
    units = _units(design, frame)
    if not design.strata:
        if units["units"][0] < 2:
            raise SurveyError(
                f"The sample has a single {'cluster' if design.cluster else 'row'}, so no standard "
                "error can be computed. Declare no cluster only if people were drawn one by one.")
        return 0
    # A stratum of which everything was drawn has no sampling variance and is not lonely.
    complete = pl.col("population").is_not_null() & (pl.col("population") <= pl.col("units"))
    return units.filter((pl.col("units") < 2) & ~complete).height


def _check_population(design: SurveyDesign, frame: pl.DataFrame) -> None:
    units = _units(design, frame)
    what = "clusters" if design.cluster else "rows"
    uneven = units.filter(pl.col("sizes") > 1).height
    if uneven:
        raise SurveyError(
            f"The finite population differs within {_strata(uneven)}. It must be one number in "
            "all rows of a stratum." if design.strata else
            "The finite population differs from row to row, and there are no strata. Name the "
            "strata it is of, or give one number.")
    short = units.filter(pl.col("population") < pl.col("units")).height
    if short:
        raise SurveyError(
            f"The finite population is smaller than the number of {what} in the sample"
            f"{f' (in {_strata(short)})' if design.strata else ''}. Give the number of {what} "
            "there are in all, not a share.")


def _strata(number: int) -> str:
    return f"{number} {'stratum' if number == 1 else 'strata'}"


def _replicates(replicates: ReplicateWeights, frame: pl.DataFrame) -> svy.RepWgts:
    """Svy's replicate weights; degrees of freedom are their rank less one, as in R's ``degf``."""
    count = len(replicates.columns)
    matrix = frame.select(pl.col("^replicate_\\d+$")).to_numpy()
    singular = np.linalg.svd(matrix.T @ matrix, compute_uv=False)
    rank = int((np.sqrt(singular) > RANK_TOLERANCE * np.sqrt(singular[0])).sum())
    if rank < 2:
        raise SurveyError("All replicate weights are the same up to a factor, so they say nothing "
                          "about the variance. Name the right columns.")
    common: dict[str, Any] = {"prefix": "replicate_", "n_reps": count, "df": rank - 1}
    if replicates.scale:
        one = len(replicates.scale) == 1
        common["scale"] = replicates.scale[0] if one else list(replicates.scale)
    if replicates.method in ("jk1", "jkn", "jk2"):
        return svy.JackknifeWgts(**common, kind=replicates.method)
    if replicates.method in ("brr", "fay"):
        return svy.BrrWgts(**common, fay_coef=replicates.fay)
    return (svy.SdrWgts if replicates.method == "sdr" else svy.BootstrapWgts)(**common)


def _margin_columns(survey: Survey) -> dict[str, pl.Series]:
    """The columns of the margins, every row with an answer that has a target."""
    found: dict[str, pl.Series] = {}
    for place, margin in enumerate(survey.design.margins, 1):
        question = find_question(survey.codebook, name=margin.column)
        answers = read_answers(question, frame=survey.read(margin.column))
        missing = int((~answers.valid).sum())
        if missing:
            raise SurveyError(
                f"{missing} rows have no answer to {question.name!r}, so they cannot be raked to "
                "it. Leave the margin out, or give these rows an answer or weight at intake.")
        targets = {code for code, _ in margin.targets}
        given = {code for code, chosen in answers.chosen.items() if chosen.any()}
        if given != targets:
            labels = {one.code: one.label for one in answers.categories}
            odd = ", ".join(labels.get(code, code) for code in sorted(given ^ targets))
            raise SurveyError(
                f"The margin of {question.name!r} and the answers in the data do not agree on: "
                f"{odd}. Each answer that somebody gave needs a target, and no other.")
        found[f"margin_{place}"] = survey.read(margin.column)[margin.column].cast(pl.String)
    return found


def _rake(sample: svy.Sample, design: SurveyDesign) -> tuple[svy.Sample, str]:
    counts = [one for one in design.margins if one.unit == "count"]
    total = sum(size for _, size in counts[0].targets) if counts else (
        float(_data(sample)["weight"].sum()))
    controls: dict[str, dict[str | int | float | bool, int | float]] = {
        f"margin_{place}": {code: size * (total if one.unit == "share" else 1.0)
                            for code, size in one.targets}
        for place, one in enumerate(design.margins, 1)}
    for name, sizes in controls.items():
        used = _data(sample).filter(pl.col("weight") > 0)[name].unique().to_list()
        lost = [str(code) for code in sizes if code not in used]
        if lost:
            raise SurveyError(
                f"Everybody who answered {', '.join(lost)} has weight 0, so no weight can reach "
                "the margin. Leave the margin out, or correct the weights.")
    try:
        raked = sample.weighting.rake(
            controls=controls, wgt_name="raked", tol=1e-11, max_iter=2000)
    except svy.SvyError as error:
        raise SurveyError(
            "No weights of these respondents meet all margins together, at least not in 2,000 "
            "rounds of raking. Merge small answers, or leave a margin out.") from error
    # By which factors is not said: a known size over the greatest is how many are in a small group.
    count = len(design.margins)
    return raked, f"Weights were raked to {count} known margin{'s'[:count > 1]}."


def _data(sample: svy.Sample) -> pl.DataFrame:
    data = sample.data
    return data.collect() if isinstance(data, pl.LazyFrame) else data
