"""A survey's design, questions and filter in R's survey package; what is asked stands elsewhere.

Decided: the script reads the visitor's own file saved as CSV, finds columns by their own names (as
quoted texts, never as code), and gives them plain working names. Replicate weights are declared
with the factors used here, so that the variance is the same whatever R's defaults. Where the
sampling class allows no standard error, the script computes none and says why. A raked design
keeps rows outside its base, with weight 0, and R makes 0 times a missing answer missing: such rows
get any answer, once it is noted who is valid.
"""

from __future__ import annotations

from collections import Counter

from analysis.errors import SurveyError
from analysis.surveys.codebook import Variable
from analysis.surveys.conditions import Codes, Comparison, spell_out
from analysis.surveys.design import ReplicateWeights, SurveyDesign
from analysis.surveys.questions import CHOSEN, NOT_CHOSEN, Question
from analysis.surveys.script_request import Parts
from analysis.surveys.survey import Survey

LONELY_IN_R = {"adjust": "adjust", "average": "average", "remove": "remove", "fail": "fail"}


def text_r(text: str) -> str:
    """A text as R writes it: backslash, double quote and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, written in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "")):
        escaped = escaped.replace(character, written)
    return f'"{escaped}"'


def one_line(text: str) -> str:
    """A text that cannot leave its comment."""
    return " ".join(text.split())


def column_r(survey: Survey, variable: Variable) -> str:
    """A column of the visitor's file, found by its own name.

    Raises
    ------
    SurveyError
        If another column has that name.
    """
    names = Counter(one.name for one in survey.codebook.variables)
    if names[variable.name] > 1 or not variable.name.strip():
        raise SurveyError(
            f"A script finds columns by name, but {names[variable.name]} columns are called "
            f"{variable.name!r}. Give each a name of its own at intake.")
    return f"data[[{text_r(variable.name)}]]"


def vector_r(values: list[str]) -> str:
    """Texts as R's vector."""
    return "c(" + ", ".join(text_r(one) for one in values) + ")"


def numbers_r(values: list[float]) -> str:
    """Numbers as R's vector, every digit kept."""
    return "c(" + ", ".join(f"{float(one)!r}" for one in values) + ")"


def design_r(survey: Survey, *, inference: bool) -> list[str]:
    """Weights, strata, clusters, population or replicate weights, and raking."""
    design, find = survey.design, survey.codebook.find
    weight = f"as.numeric({column_r(survey, find(design.weight))})" if design.weight else "1"
    lines = [f"data$db_weight <- {weight}"]
    if not inference:
        lines.append("design <- svydesign(id = ~1, weights = ~db_weight, data = data)")
    elif design.replicates:
        lines += _replicates(survey, design.replicates)
    else:
        lines += _linearised(survey)
    if not design.margins:
        return lines
    margins, frames = [], []
    for place, margin in enumerate(design.margins, 1):
        name = f"db_margin_{place}"
        lines.append(f"design <- update(design, {name} = {column_r(survey, find(margin.column))})")
        sizes = numbers_r([size for _, size in margin.targets])
        if margin.unit == "share":
            sizes += f" * {_margin_total(design)}"
        margins.append(f"~{name}")
        frames.append(f"data.frame({name} = {vector_r([code for code, _ in margin.targets])}, "
                      f"Freq = {sizes})")
    return [*lines, f"design <- rake(design, list({', '.join(margins)}), list(",
            "  " + ",\n  ".join(frames) + "),",
            "  control = list(epsilon = 1e-9, maxit = 2000))"]


def _margin_total(design: SurveyDesign) -> str:
    counts = [one for one in design.margins if one.unit == "count"]
    if counts:
        return f"{sum(size for _, size in counts[0].targets):.17g}"
    return "sum(data$db_weight)"


def _linearised(survey: Survey) -> list[str]:
    design, find = survey.design, survey.codebook.find
    lines, parts = [], ["id = ~1"]
    if design.cluster:
        lines.append(f"data$db_cluster <- {column_r(survey, find(design.cluster))}")
        parts = ["id = ~db_cluster"]
    if design.strata:
        lines.append(f"data$db_strata <- {column_r(survey, find(design.strata))}")
        parts.append("strata = ~db_strata")
    if design.population is not None:
        size = (f"as.numeric({column_r(survey, find(design.population))})"
                if isinstance(design.population, str) else str(design.population))
        lines.append(f"data$db_population <- {size}")
        parts.append("fpc = ~db_population")
    lines.append(f"options(survey.lonely.psu = {text_r(LONELY_IN_R[design.lonely])})")
    nest = ", nest = TRUE" if design.strata and design.cluster else ""
    lines.append(f"design <- svydesign({', '.join(parts)}, weights = ~db_weight{nest}, "
                 "data = data)")
    return lines


def _replicates(survey: Survey, replicates: ReplicateWeights) -> list[str]:
    names = [survey.codebook.find(one) for one in replicates.columns]
    for one in names:
        column_r(survey, one)
    factors = list(replicates.scale) * (len(names) if len(replicates.scale) == 1 else 1)
    scales = factors or [own_scale(replicates)] * len(names)
    return [
        f"# Replicate weights by {replicates.method}; factors as Double Booked uses them.",
        f"replicates <- sapply(data[{vector_r([one.name for one in names])}], as.numeric)",
        "design <- svrepdesign(weights = ~db_weight, repweights = replicates, data = data,",
        "  type = \"other\", combined.weights = TRUE, mse = FALSE, scale = 1,",
        f"  rscales = {numbers_r(scales)})",
        "df_replicates <- degf(design)  # of all replicate weights; raking adds none",
    ]


def own_scale(replicates: ReplicateWeights) -> float:
    """What each squared deviation is multiplied by where no scale is given."""
    count = len(replicates.columns)
    return {
        "jk1": (count - 1) / count, "jk2": 1.0, "brr": 1 / count, "bootstrap": 1 / count,
        "fay": 1 / (count * (1 - replicates.fay) ** 2), "sdr": 4 / count,
    }[replicates.method]


def questions_r(survey: Survey, *, parts: Parts) -> list[str]:
    """What is asked as columns of the design: factors, flags, a number; and who is valid."""
    lines, names = [], []
    if parts.number is not None:
        lines += [f"db_number <- as.numeric({column_r(survey, parts.number)})",
                  "db_number_valid <- !is.na(db_number)",
                  "db_number[!db_number_valid] <- 0"]
        names += ["db_number", "db_number_valid"]
    for role, question in parts.questions:
        lines += (_flags if question.multiple else _factor)(survey, question, role)
        flags = [f"db_{role}_{n}" for n in range(1, len(question.variables) + 1)]
        names += [f"db_{role}_valid", *(flags if question.multiple else [f"db_{role}"])]
    # A design's own columns come before those of the script, so each request starts anew.
    return [*lines, "asked <- update(design, " + ", ".join(f"{one} = {one}" for one in names)
            + ")"]


def base_r(survey: Survey, *, parts: Parts) -> list[str]:
    """The part of the design that the figures are of; no row is dropped from the design."""
    lines = ["db_inside <- rep(TRUE, nrow(data))"]
    for one in spell_out(parts.resolved, codebook=survey.codebook):
        lines.append(f"db_inside <- db_inside & {_condition(survey, one)}")
    valid = [f"db_{role}_valid" for role in (
        *(["number"] if parts.number else []), *(role for role, _ in parts.questions))]
    return [*lines, "asked <- update(asked, db_inside = db_inside)",
            f"part <- subset(asked, db_inside & {' & '.join(valid)} & db_weight > 0)"]


def _factor(survey: Survey, question: Question, role: str) -> list[str]:
    shown = [one for one in question.variables[0].values
             if not one.missing or one.missing in question.keep]
    return [
        f"db_{role} <- factor({column_r(survey, question.variables[0])},",
        f"  levels = {vector_r([one.code for one in shown])},",
        f"  labels = make.unique({vector_r([one.label for one in shown])}))",
        f"db_{role}_valid <- !is.na(db_{role})",
        f"db_{role}[!db_{role}_valid] <- levels(db_{role})[1]"]


def _flags(survey: Survey, question: Question, role: str) -> list[str]:
    listed = f"c({text_r(CHOSEN)}, {text_r(NOT_CHOSEN)})"
    lines = [f"db_{role}_valid <- " + " |\n  ".join(
        f"({column_r(survey, one)} %in% {listed})" for one in question.variables)]
    return lines + [
        f"db_{role}_{place} <- as.numeric({column_r(survey, one)} %in% {text_r(CHOSEN)})"
        f"  # {one_line(one.label)}" for place, one in enumerate(question.variables, 1)]


def _condition(survey: Survey, one: Codes | Comparison) -> str:
    column = column_r(survey, one.variable)
    if isinstance(one, Codes):
        found = f"({column} %in% {vector_r(list(one.codes))})"
        return found if one.inside else f"!is.na({column}) & !{found}"
    number = one.variable.kind == "number"
    left = f"as.numeric({column})" if number else f"as.Date({column})"
    values = numbers_r([float(value) for value in one.values]) if number else (
        f"as.Date({vector_r(list(one.values))})")
    if one.operator in ("=", "in"):
        return f"({left} %in% {values})"
    return f"(({left} {one.operator} {values}) %in% TRUE)"
