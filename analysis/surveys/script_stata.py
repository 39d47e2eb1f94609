"""A Stata do-file that rebuilds the design and a crosstab with Stata's ``svy``.

Decided: Stata changes column names on import, so columns are taken by their place in the visitor's
file (``v3`` is the third) and the visitor's own name stands beside as a label. Every answer gets a
number from 1 in the codebook's order. Raking is not rebuilt: the do-file asks for the raked weight
or the R script. Checked against Stata's manual, not run: there is no Stata here.
"""

from __future__ import annotations

from analysis.errors import SurveyError
from analysis.surveys.codebook import Value, Variable
from analysis.surveys.conditions import Codes, Comparison, spell_out
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.design import ReplicateWeights
from analysis.surveys.filters import resolve_filter
from analysis.surveys.questions import CHOSEN, NOT_CHOSEN, Question, find_question
from analysis.surveys.sampling import permission_of
from analysis.surveys.script_r import NEEDS, one_line, own_scale
from analysis.surveys.survey import Survey
from analysis.surveys.where import Filter, parse_filter

SINGLE_UNIT = {"adjust": "centered", "average": "scaled", "remove": "certainty", "fail": "missing"}
SHARE_OPTION = {"column": "column", "row": "row", "total": "cell"}


def write_stata_script(survey: Survey, *, request: CrosstabRequest, data_file: str) -> str:
    """The text of a do-file that gives the shares of a crosstab.

    Parameters
    ----------
    survey : Survey
        Gives design and codebook.
    request : CrosstabRequest
        What to cross.
    data_file : str
        Name of the visitor's file as CSV (comma, UTF-8, names in the first row, all columns in
        their order).

    Raises
    ------
    CodebookError, SurveyError
        If a name does not exist, or the design is raked.
    """
    if survey.design.margins:
        raise SurveyError("The Stata script does not rebuild raking. Use the R script, or declare "
                          "a column that holds the raked weights.")
    given = parse_filter(request.where) if isinstance(request.where, str) else request.where
    resolved = resolve_filter(given, codebook=survey.codebook)
    rows = find_question(survey.codebook, name=request.rows, keep=request.keep)
    columns = find_question(survey.codebook, name=request.columns)
    inference = permission_of(survey.design.sampling).inference
    lines = [
        f"* {one_line(rows.label)} by {one_line(columns.label)}: written by Double Booked.",
        f"* Sampling: {survey.design.sampling}. {permission_of(survey.design.sampling).why}",
        *(f"* {line}" for line in NEEDS),
        "version 15",
        f"import delimited using {text_stata(data_file)}, delimiters(\",\") varnames(nonames) ///",
        "    rowrange(2:) stringcols(_all) bindquotes(strict) encoding(\"utf-8\") clear",
        *_design(survey, inference=inference),
        *_question(survey, question=rows, role="row"),
        *_question(survey, question=columns, role="column"),
        *_base(survey, resolved=resolved),
        *_shares(request, rows=rows, columns=columns, inference=inference),
    ]
    return "\n".join(lines) + "\n"


def text_stata(text: str) -> str:
    """A text as Stata writes it: compound quotes, no macro is expanded, on one line."""
    safe = text.replace("\r", " ").replace("\n", " ")
    for character in ("`", "$"):
        safe = safe.replace(character, "\\" + character)
    return "`\"" + safe.replace("\"'", "\" '") + "\"'"


def _place(survey: Survey, variable: Variable) -> str:
    """Stata's name of a column without names: v1 for the first."""
    return f"v{[one.column for one in survey.codebook.variables].index(variable.column) + 1}"


def _named(survey: Survey, column: str) -> tuple[str, str]:
    variable = survey.codebook.find(column)
    place = _place(survey, variable)
    return place, f"label variable {place} {text_stata(variable.name)}"


def _design(survey: Survey, *, inference: bool) -> list[str]:
    design = survey.design
    lines = ["generate double db_weight = 1"]
    if design.weight:
        place, label = _named(survey, design.weight)
        lines = [label, f"generate double db_weight = real({place})"]
    if not inference:
        return lines
    if design.replicates:
        return [*lines, *_replicates(survey, design.replicates)]
    parts = ["_n"]
    options = [f"singleunit({SINGLE_UNIT[design.lonely]})"]
    for role, column in (("cluster", design.cluster), ("strata", design.strata)):
        if column:
            place, label = _named(survey, column)
            lines += [label, f"egen long db_{role} = group({place})"]
    if design.cluster:
        parts = ["db_cluster"]
    if design.strata:
        options.append("strata(db_strata)")
    if design.population is not None:
        size = str(design.population)
        if isinstance(design.population, str):
            place, label = _named(survey, design.population)
            lines.append(label)
            size = f"real({place})"
        lines.append(f"generate double db_population = {size}")
        options.append("fpc(db_population)")
    return [*lines, f"svyset {parts[0]} [pweight=db_weight], {' '.join(options)}"]


def _replicates(survey: Survey, replicates: ReplicateWeights) -> list[str]:
    lines = []
    for place, column in enumerate(replicates.columns, 1):
        source, label = _named(survey, column)
        lines += [label, f"generate double db_replicate{place} = real({source})"]
    weights = f"db_replicate1-db_replicate{len(replicates.columns)}"
    scales = list(replicates.scale) or [own_scale(replicates)]
    if replicates.method in ("jk1", "jkn", "jk2"):
        numbers = " ".join(repr(float(one)) for one in scales)
        return [*lines, f"svyset [pweight=db_weight], vce(jackknife) jkrweight({weights}, "
                        f"multiplier({numbers}))"]
    if replicates.scale:
        raise SurveyError(
            "The Stata script cannot carry scales of its own for these replicate weights. Use the "
            "R script, or leave the scales out if the method's own are meant.")
    given = {
        "brr": f"vce(brr) brrweight({weights})",
        "fay": f"vce(brr) brrweight({weights}) fay({replicates.fay!r})",
        "bootstrap": f"vce(bootstrap) bsrweight({weights})",
        "sdr": f"vce(sdr) sdrweight({weights})",
    }[replicates.method]
    return [*lines, f"svyset [pweight=db_weight], {given}"]


def _question(survey: Survey, *, question: Question, role: str) -> list[str]:
    if question.multiple:
        return _flags(survey, question=question, role=role)
    variable = question.variables[0]
    place, label = _named(survey, variable.column)
    shown = _shown(question)
    lines = [label, f"generate int db_{role} = ."]
    for number, one in enumerate(shown, 1):
        lines += [f"replace db_{role} = {number} if {place} == {text_stata(one.code)}",
                  f"label define db_{role} {number} {text_stata(one.label)}, add"]
    return [*lines, f"label values db_{role} db_{role}",
            f"generate byte db_{role}_valid = !missing(db_{role})"]


def _flags(survey: Survey, *, question: Question, role: str) -> list[str]:
    lines = [f"generate byte db_{role}_valid = 0"]
    for number, one in enumerate(question.variables, 1):
        place = _place(survey, one)
        listed = f"{text_stata(CHOSEN)}, {text_stata(NOT_CHOSEN)}"
        lines += [
            f"replace db_{role}_valid = 1 if inlist({place}, {listed})",
            f"generate byte db_{role}_{number} = {place} == {text_stata(CHOSEN)}",
            f"label variable db_{role}_{number} {text_stata(one.label)}"]
    return lines


def _shown(question: Question) -> tuple[Value, ...]:
    return tuple(one for one in question.variables[0].values
                 if not one.missing or one.missing in question.keep)


def _base(survey: Survey, *, resolved: Filter) -> list[str]:
    lines = ["generate byte db_base = db_row_valid & db_column_valid & db_weight > 0"]
    for one in spell_out(resolved, codebook=survey.codebook):
        place = _place(survey, one.variable)
        lines.append(f"replace db_base = 0 if !({_condition(place, one)})")
    return lines


def _condition(place: str, one: Codes | Comparison) -> str:
    if isinstance(one, Codes):
        tests = " | ".join(f"{place} == {text_stata(code)}" for code in one.codes) or "0"
        return tests if one.inside else f"{place} != \"\" & !({tests})"
    number = one.variable.kind == "number"
    left = f"real({place})" if number else f"date({place}, \"YMD\")"
    values = list(one.values) if number else [f"date(\"{value}\", \"YMD\")" for value in one.values]
    operator = "==" if one.operator in ("=", "in") else one.operator
    tests = " | ".join(f"{left} {operator} {value}" for value in values)
    return f"!missing({left}) & ({tests})"


def _shares(
    request: CrosstabRequest, *, rows: Question, columns: Question, inference: bool,
) -> list[str]:
    if not rows.multiple and not columns.multiple:
        option = SHARE_OPTION[request.share]
        if inference:
            return [f"svy, subpop(db_base): tabulate db_row db_column, {option} se ci deff obs"]
        return [f"tabulate db_row db_column [iweight=db_weight] if db_base, {option} nofreq"]
    prefix, weight = ("svy, subpop({}): ", "") if inference else ("", " [iweight=db_weight] if {}")
    base, other = (rows, columns) if request.share == "row" else (columns, rows)
    base_role, other_role = ("row", "column") if request.share == "row" else ("column", "row")
    if request.share == "total":
        terms = [f"({r}) * ({c})" for r in _parts(rows, "row") for c in _parts(columns, "column")]
        inside = ["db_base"]
    else:
        terms = _parts(other, other_role)
        inside = [f"db_base_{number}" for number in range(1, len(_parts(base, base_role)) + 1)]
    lines = [f"generate byte db_base_{number} = db_base & ({part})" for number, part in
             enumerate(_parts(base, base_role), 1)] if request.share != "total" else []
    lines += [f"generate byte db_share{number} = {term}" for number, term in enumerate(terms, 1)]
    named = f"db_share1-db_share{len(terms)}"
    return [*lines, *(f"{prefix.format(one)}mean {named}{weight.format(one)}" for one in inside)]


def _parts(question: Question, role: str) -> list[str]:
    if question.multiple:
        return [f"db_{role}_{number}" for number in range(1, len(question.variables) + 1)]
    return [f"db_{role} == {number}" for number in range(1, len(_shown(question)) + 1)]
