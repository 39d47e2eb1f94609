"""An R script that rebuilds the design and a crosstab with R's survey package.

Decided: the script reads the visitor's own file saved as CSV, finds columns by their own names (as
quoted texts, never as code), and gives them plain working names. Replicate weights are declared
with the factors used here, so that the variance is the same whatever R's defaults. Where the
sampling class allows no standard error, the script computes none and says why.
"""

from __future__ import annotations

from collections import Counter

from analysis.errors import SurveyError
from analysis.surveys.codebook import Variable
from analysis.surveys.conditions import Codes, Comparison, spell_out
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import ReplicateWeights, SurveyDesign
from analysis.surveys.filters import resolve_filter
from analysis.surveys.questions import CHOSEN, NOT_CHOSEN, Question, find_question
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey
from analysis.surveys.where import Filter, parse_filter

LONELY_IN_R = {"adjust": "adjust", "average": "average", "remove": "remove", "fail": "fail"}


NEEDS = (
    "Needs survey.csv, with codes as in the codebook: unzip the workspace saved on Your data, or",
    "run: python -m analysis ingest FILE --as survey --to DIR; then start this script beside it.",
)
"""Where the data of a script come from."""


def write_r_script(survey: Survey, *, request: CrosstabRequest, data_file: str) -> str:
    """The text of an R script that gives the shares of a crosstab.

    Parameters
    ----------
    survey : Survey
        Gives design and codebook.
    request : CrosstabRequest
        What to cross.
    data_file : str
        Name of the visitor's file as CSV (comma, UTF-8, names in the first row).

    Raises
    ------
    CodebookError, SurveyError
        If a name does not exist, or a column that is needed shares its name with another.
    """
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    resolved = resolve_filter(given, codebook=survey.codebook)
    rows = find_question(survey.codebook, name=request.rows, keep=request.keep)
    columns = find_question(survey.codebook, name=request.columns)
    inference = permission_of(survey.design.sampling).inference
    lines = [
        f"# {one_line(rows.label)} by {one_line(columns.label)}: written by Double Booked.",
        f"# Sampling: {survey.design.sampling}. {permission_of(survey.design.sampling).why}",
        *(f"# {line}" for line in NEEDS),
        "# Install the package once with install.packages(\"survey\").",
        "library(survey)",
        f"data <- read.csv({text_r(data_file)}, check.names = FALSE, colClasses = \"character\",",
        "                 na.strings = \"\", fileEncoding = \"UTF-8-BOM\")",
        "",
        *_design(survey, inference=inference), "",
        *_questions(survey, rows=rows, columns=columns), "",
        *_base(survey, resolved=resolved), "",
        *_shares(request, rows=rows, columns=columns, inference=inference),
    ]
    return "\n".join(lines) + "\n"


def text_r(text: str) -> str:
    """A text as R writes it: backslash, double quote and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, written in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "")):
        escaped = escaped.replace(character, written)
    return f'"{escaped}"'


def one_line(text: str) -> str:
    """A text that cannot leave its comment."""
    return " ".join(text.split())


def _column(survey: Survey, variable: Variable) -> str:
    names = Counter(one.name for one in survey.codebook.variables)
    if names[variable.name] > 1 or not variable.name.strip():
        raise SurveyError(
            f"A script finds columns by name, but {names[variable.name]} columns are called "
            f"{variable.name!r}. Give each a name of its own at intake.")
    return f"data[[{text_r(variable.name)}]]"


def _vector(values: list[str]) -> str:
    return "c(" + ", ".join(text_r(one) for one in values) + ")"


def _numbers(values: list[float]) -> str:
    return "c(" + ", ".join(f"{float(one)!r}" for one in values) + ")"


def _design(survey: Survey, *, inference: bool) -> list[str]:
    design, find = survey.design, survey.codebook.find
    weight = f"as.numeric({_column(survey, find(design.weight))})" if design.weight else "1"
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
        lines.append(f"design <- update(design, {name} = {_column(survey, find(margin.column))})")
        sizes = _numbers([size for _, size in margin.targets])
        if margin.unit == "share":
            sizes += f" * {_margin_total(design)}"
        margins.append(f"~{name}")
        frames.append(f"data.frame({name} = {_vector([code for code, _ in margin.targets])}, "
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
        lines.append(f"data$db_cluster <- {_column(survey, find(design.cluster))}")
        parts = ["id = ~db_cluster"]
    if design.strata:
        lines.append(f"data$db_strata <- {_column(survey, find(design.strata))}")
        parts.append("strata = ~db_strata")
    if design.population is not None:
        size = (f"as.numeric({_column(survey, find(design.population))})"
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
        _column(survey, one)
    factors = list(replicates.scale) * (len(names) if len(replicates.scale) == 1 else 1)
    scales = factors or [own_scale(replicates)] * len(names)
    return [
        f"# Replicate weights by {replicates.method}; factors as Double Booked uses them.",
        f"replicates <- sapply(data[{_vector([one.name for one in names])}], as.numeric)",
        "design <- svrepdesign(weights = ~db_weight, repweights = replicates, data = data,",
        "  type = \"other\", combined.weights = TRUE, mse = FALSE, scale = 1,",
        f"  rscales = {_numbers(scales)})",
    ]


def own_scale(replicates: ReplicateWeights) -> float:
    """What each squared deviation is multiplied by where no scale is given."""
    count = len(replicates.columns)
    return {
        "jk1": (count - 1) / count, "jk2": 1.0, "brr": 1 / count, "bootstrap": 1 / count,
        "fay": 1 / (count * (1 - replicates.fay) ** 2), "sdr": 4 / count,
    }[replicates.method]


def _questions(survey: Survey, *, rows: Question, columns: Question) -> list[str]:
    lines = []
    for role, question in (("row", rows), ("column", columns)):
        if not question.multiple:
            shown = [one for one in question.variables[0].values
                     if not one.missing or one.missing in question.keep]
            lines += [
                f"db_{role} <- factor({_column(survey, question.variables[0])},",
                f"  levels = {_vector([one.code for one in shown])},",
                f"  labels = make.unique({_vector([one.label for one in shown])}))",
                f"db_{role}_valid <- !is.na(db_{role})"]
            continue
        listed = f"c({text_r(CHOSEN)}, {text_r(NOT_CHOSEN)})"
        lines.append(f"db_{role}_valid <- " + " |\n  ".join(
            f"({_column(survey, one)} %in% {listed})" for one in question.variables))
        lines += [f"db_{role}_{place} <- as.numeric({_column(survey, one)} %in% {text_r(CHOSEN)})"
                  f"  # {one_line(one.label)}" for place, one in enumerate(question.variables, 1)]
    names = [f"db_{role}{part}" for role, question in (("row", rows), ("column", columns))
             for part in (["", "_valid"] if not question.multiple else
                          ["_valid", *(f"_{n}" for n in range(1, len(question.variables) + 1))])]
    return [*lines, "design <- update(design, " + ", ".join(f"{one} = {one}" for one in names)
            + ")"]


def _base(survey: Survey, *, resolved: Filter) -> list[str]:
    lines = ["inside <- rep(TRUE, nrow(data))"]
    for one in spell_out(resolved, codebook=survey.codebook):
        lines.append(f"inside <- inside & {_condition(survey, one)}")
    return [*lines, "design <- update(design, inside = inside)",
            "design <- subset(design, inside & db_row_valid & db_column_valid & db_weight > 0)"]


def _condition(survey: Survey, one: Codes | Comparison) -> str:
    column = _column(survey, one.variable)
    if isinstance(one, Codes):
        found = f"({column} %in% {_vector(list(one.codes))})"
        return found if one.inside else f"!is.na({column}) & !{found}"
    number = one.variable.kind == "number"
    left = f"as.numeric({column})" if number else f"as.Date({column})"
    values = _numbers([float(value) for value in one.values]) if number else (
        f"as.Date({_vector(list(one.values))})")
    if one.operator in ("=", "in"):
        return f"({left} %in% {values})"
    return f"(({left} {one.operator} {values}) %in% TRUE)"


def _shares(
    request: CrosstabRequest, *, rows: Question, columns: Question, inference: bool,
) -> list[str]:
    """Shares with standard errors where allowed; with several answers one after the other."""
    if not rows.multiple and not columns.multiple:
        margin = {"column": "2", "row": "1", "total": "NULL"}[request.share]
        table = f"prop.table(svytable(~db_row + db_column, design), {margin})"
        if not inference:
            return [f"print({table})"]
        asked = {
            "column": "svyby(~db_row, ~db_column, design, svymean)",
            "row": "svyby(~db_column, ~db_row, design, svymean)",
            "total": "svymean(~interaction(db_row, db_column), design)"}[request.share]
        return [f"print({table})", f"print({asked})",
                "tested <- update(design, db_row = droplevels(db_row), "
                "db_column = droplevels(db_column))",
                "print(svychisq(~db_row + db_column, tested, statistic = \"F\"))"]
    row_parts, column_parts = _parts("row", rows), _parts("column", columns)
    base, other = (row_parts, column_parts) if request.share == "row" else (
        column_parts, row_parts)
    if request.share == "total":
        one = " + ".join(f"I(({r}) * ({c}))" for r in row_parts for c in column_parts)
        return [_print_mean(one, "design", inference)]
    return [_print_mean(" + ".join(f"I({one})" for one in other), f"subset(design, ({part}) > 0)",
                        inference) for part in base]


def _parts(role: str, question: Question) -> list[str]:
    """Columns of zeros and ones, one an answer."""
    if question.multiple:
        return [f"db_{role}_{place}" for place in range(1, len(question.variables) + 1)]
    count = sum(1 for one in question.variables[0].values
                if not one.missing or one.missing in question.keep)
    return [f"as.numeric(as.integer(db_{role}) == {place})" for place in range(1, count + 1)]


def _print_mean(terms: str, design: str, inference: bool) -> str:
    mean = f"svymean(~{terms}, {design})"
    return f"print({mean})" if inference else f"print(coef({mean}))"
