"""The whole R script: design, then each figure that was asked for, with R's survey package.

Decided: one script may rebuild several tables of one design (a battery). Each makes ``part``, the
domain its figures are of; standard errors come from the whole design. Where the sampling class
allows no standard error, the script computes none.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.surveys.codebook import Value
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.difference_gate import DifferenceRequest
from analysis.surveys.question_gate import QuestionRequest
from analysis.surveys.questions import Question
from analysis.surveys.sampling import permission_of
from analysis.surveys.script_r import base_r, design_r, one_line, questions_r, text_r
from analysis.surveys.script_request import NEEDS, AnyRequest, Parts, parts_of
from analysis.surveys.survey import Survey

METHODS_IN_R = {"logit": "xlogit", "exact": "beta"}
"""Of svyciprop; R's survey package has no Wilson-type interval."""
DF = "df_of <- function(part) degf(part)  # clusters less strata in which the base lies"
DF_REPLICATES = "df_of <- function(part) df_replicates"
MET = """met <- function(answer, part) {  # only answers that somebody in the base gave
  seen <- levels(droplevels(answer[weights(part, "sampling") > 0]))
  answer <- factor(answer, levels = seen)
  replace(answer, is.na(answer), seen[1])
}"""
"""Where rows keep their place with weight 0, their answers would be levels nobody gave."""
PAIRS = """groups <- levels(part$variables$db_column)
for (pair in combn(length(groups), 2, simplify = FALSE)) {
  contrast <- rep(0, length(groups)); contrast[pair[2]] <- 1
  if (pair[1] > 1) contrast[pair[1]] <- -1
  cat(groups[pair[2]], "less", groups[pair[1]], "\\n")
  difference <- sum(contrast * coef(fit))
  se <- sqrt(drop(t(contrast) %*% vcov(fit) %*% contrast)); df <- df_of(part)
  print(c(difference = difference, SE = se, low = difference - qt(0.975, df) * se,
          high = difference + qt(0.975, df) * se, p = 2 * pt(-abs(difference / se), df)))
}"""
"""Pairs of groups from a linear regression on them: its first coefficient is the first group."""


def write_r_script(survey: Survey, *, requests: Sequence[AnyRequest], data_file: str) -> str:
    """The text of an R script that gives the figures of some requests.

    Parameters
    ----------
    survey : Survey
        Gives design and codebook.
    requests : sequence of AnyRequest
        What was asked; one or more.
    data_file : str
        Name of the visitor's file as CSV (comma, UTF-8, names in the first row).

    Raises
    ------
    CodebookError, SurveyError
        If a name does not exist, or a column that is needed shares its name with another.
    """
    permission = permission_of(survey.design.sampling)
    asked = [parts_of(survey, one) for one in requests]
    lines = [
        f"# {one_line(asked[0].title)}: written by Double Booked.",
        f"# Sampling: {survey.design.sampling}. {permission.why}",
        *(f"# {line}" for line in NEEDS),
        "# Install the package once with install.packages(\"survey\").",
        "library(survey)",
        f"data <- read.csv({text_r(data_file)}, check.names = FALSE, colClasses = \"character\",",
        "                 na.strings = \"\", fileEncoding = \"UTF-8-BOM\")",
        "", *design_r(survey, inference=permission.inference)]
    if permission.inference:
        lines += [DF_REPLICATES if survey.design.replicates else DF, MET]
    for parts in asked:
        lines += ["", f"# {one_line(parts.title)}", *questions_r(survey, parts=parts),
                  *base_r(survey, parts=parts)]
        if permission.inference and survey.design.replicates:
            lines.append("part$degf <- df_replicates")
        lines += _figures(parts, permission.inference)
    return "\n".join(lines) + "\n"


def _figures(parts: Parts, inference: bool) -> list[str]:
    request, rows, columns = parts.request, parts.rows, parts.columns
    if isinstance(request, CrosstabRequest) and rows and columns:
        return _crosstab(request, rows=rows, columns=columns, inference=inference)
    if isinstance(request, QuestionRequest) and rows:
        return _question(request, rows, inference=inference)
    if isinstance(request, DifferenceRequest) and inference:
        return _differences(parts)
    groups = _parts("column", columns) if columns else []
    return [*_number("part", inference), *(line for one in groups for line in (
        f"group <- subset(part, ({one}) > 0)", *_number("group", inference)))]


def _number(design: str, inference: bool) -> list[str]:
    if not inference:
        return [f"print(coef(svymean(~db_number, {design})))"]
    return [f"print(svymean(~db_number, {design}, deff = \"replace\"))",
            f"print(confint(svymean(~db_number, {design}), df = df_of({design})))",
            f"print(svytotal(~db_number, {design}))"]


def _differences(parts: Parts) -> list[str]:
    """Pairs of groups with their covariance; p-values are left to the reader."""
    lines = ["# Correct the p-values of all pairs together with p.adjust(p, \"holm\").",
             "part <- update(part, db_column = met(part$variables$db_column, part))"]
    if parts.rows is None:
        return [*lines, "fit <- svyglm(db_number ~ db_column, part)", PAIRS]
    for one, value in zip(_parts("row", parts.rows), _labels(parts.rows), strict=True):
        lines += [f"# {one_line(value)}", f"part <- update(part, db_answer = {one})",
                  "fit <- svyglm(db_answer ~ db_column, part)", PAIRS]
    return lines


def _question(request: QuestionRequest, rows: Question, *, inference: bool) -> list[str]:
    terms = _parts("row", rows)
    lines = []
    for one, label in zip(terms, _labels(rows), strict=True):
        lines += [f"# {one_line(label)}", f"part <- update(part, db_answer = {one})",
                  *_share(request, inference)]
    if not request.top:
        return lines
    codes = [one.column for one in rows.variables] if rows.multiple else [
        one.code for one in _shown(rows)]
    signs = [(term, 1 if code in request.top else -1) for term, code in zip(
        terms, codes, strict=True) if code in (*request.top, *request.bottom)]
    score = " ".join(f"{'+' if sign > 0 else '-'} ({term})" for term, sign in signs)
    return [*lines, "# net, or answers added up", f"part <- update(part, db_net = {score})",
            "print(svymean(~db_net, part, deff = \"replace\"))" if inference
            else "print(coef(svymean(~db_net, part)))"]


def _share(request: QuestionRequest, inference: bool) -> list[str]:
    if not inference:
        return ["print(coef(svymean(~db_answer, part)))"]
    lines = ["print(svymean(~db_answer, part, deff = \"replace\"))"]
    if request.interval in METHODS_IN_R:
        lines.append("print(svyciprop(~db_answer, part, "
                     f"method = \"{METHODS_IN_R[request.interval]}\", df = df_of(part)))")
    return lines


def _crosstab(
    request: CrosstabRequest, *, rows: Question, columns: Question, inference: bool,
) -> list[str]:
    """Shares with standard errors where allowed; with several answers one after the other."""
    if not rows.multiple and not columns.multiple:
        margin = {"column": "2", "row": "1", "total": "NULL"}[request.share]
        table = f"prop.table(svytable(~db_row + db_column, part), {margin})"
        if not inference:
            return [f"print({table})"]
        asked = {
            "column": "svyby(~db_row, ~db_column, part, svymean)",
            "row": "svyby(~db_column, ~db_row, part, svymean)",
            "total": "svymean(~interaction(db_row, db_column), part)"}[request.share]
        return [f"print({table})", f"print({asked})",
                "tested <- update(part, db_row = met(part$variables$db_row, part), "
                "db_column = met(part$variables$db_column, part))",
                "print(svychisq(~db_row + db_column, tested, statistic = \"F\"))"]
    row_parts, column_parts = _parts("row", rows), _parts("column", columns)
    base, other = (row_parts, column_parts) if request.share == "row" else (
        column_parts, row_parts)
    if request.share == "total":
        one = " + ".join(f"I(({r}) * ({c}))" for r in row_parts for c in column_parts)
        return [_print_mean(one, "part", inference)]
    return [_print_mean(" + ".join(f"I({one})" for one in other), f"subset(part, ({part}) > 0)",
                        inference) for part in base]


def _parts(role: str, question: Question) -> list[str]:
    """Columns of zeros and ones, one an answer."""
    if question.multiple:
        return [f"db_{role}_{place}" for place in range(1, len(question.variables) + 1)]
    return [f"as.numeric(as.integer(db_{role}) == {place})"
            for place in range(1, len(_shown(question)) + 1)]


def _shown(question: Question) -> list[Value]:
    """Answers of a question of one answer, kept missing ones among them."""
    return [one for one in question.variables[0].values
            if not one.missing or one.missing in question.keep]


def _labels(question: Question) -> list[str]:
    return [one.label for one in (question.variables if question.multiple else _shown(question))]


def _print_mean(terms: str, design: str, inference: bool) -> str:
    mean = f"svymean(~{terms}, {design})"
    return f"print({mean})" if inference else f"print(coef({mean}))"
