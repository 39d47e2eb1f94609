"""A survey's design, questions and filter in Stata's ``svy``; what is asked stands elsewhere.

Decided: Stata changes column names on import, so columns are taken by their place in the visitor's
file (``v3`` is the third) and the visitor's own name stands beside as a label. Every answer gets a
number from 1 in the codebook's order. Raking is Stata's own (``svyset, rake()``, ``svycal rake``;
Stata 15 or later). Checked against Stata's manual, not run: there is no Stata here.
"""

from __future__ import annotations

from analysis.errors import SurveyError
from analysis.surveys.codebook import Value, Variable
from analysis.surveys.conditions import Codes, Comparison, spell_out
from analysis.surveys.design import ReplicateWeights
from analysis.surveys.questions import CHOSEN, NOT_CHOSEN, Question
from analysis.surveys.script_r import own_scale
from analysis.surveys.script_request import Parts
from analysis.surveys.survey import Survey

WORKING = ("db_row", "db_column", "db_base", "db_share", "db_net", "db_number", "db_answer")
"""How the names begin that each table gives anew; one of them alone may be there."""
SINGLE_UNIT = {"adjust": "centered", "average": "scaled", "remove": "certainty", "fail": "missing"}


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


def design_stata(survey: Survey, *, inference: bool) -> list[str]:
    """Weights, strata, clusters, population or replicate weights, and raking."""
    design = survey.design
    lines = ["generate double db_weight = 1"]
    if design.weight:
        place, label = _named(survey, design.weight)
        lines = [label, f"generate double db_weight = real({place})"]
    more, rake = _rake(survey, inference=inference) if design.margins else ([], "")
    lines += more
    if not inference:
        return lines
    if design.replicates:
        declared = _replicates(survey, design.replicates)
        return [*lines, *declared[:-1], declared[-1] + rake]
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
    return [*lines, f"svyset {parts[0]} [pweight=db_weight], {' '.join(options)}{rake}"]


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


def _rake(survey: Survey, *, inference: bool) -> tuple[list[str], str]:
    """Flags of the margins' answers, and Stata's option; the first answer is in the constant."""
    design = survey.design
    counts = [one for one in design.margins if one.unit == "count"]
    total = f"{sum(size for _, size in counts[0].targets):.17g}" if counts else ""
    lines = [] if total else ["summarize db_weight, meanonly", "local db_all = r(sum)"]
    names, totals = [], [f"_cons={total or '`db_all'+chr(39)}"]
    for number, margin in enumerate(design.margins, 1):
        place, label = _named(survey, margin.column)
        lines.append(label)
        for at, (code, size) in enumerate(margin.targets[1:], 2):
            name = f"db_margin{number}_{at}"
            names.append(name)
            lines.append(f"generate byte {name} = {place} == {text_stata(code)}")
            if margin.unit == "count":
                totals.append(f"{name}={size:.17g}")
            elif total:
                totals.append(f"{name}={size * float(total):.17g}")
            else:
                lines.append(f"local {name} = {size:.17g} * `db_all'")
                totals.append(f"{name}=`{name}'")
    asked = f"{' '.join(names)}, totals({' '.join(totals)})"
    if inference:
        return lines, f" rake({asked})"
    return [*lines, f"svycal rake {' '.join(names)} [pweight=db_weight], "
                    f"generate(db_raked) totals({' '.join(totals)})",
            "replace db_weight = db_raked"], ""


def questions_stata(survey: Survey, *, parts: Parts) -> list[str]:
    """What is asked as columns, and who gave a valid answer."""
    lines = [f"foreach name in {' '.join(WORKING)} {{", "    capture drop `name'*",
             "    capture label drop `name'", "}"]
    if parts.number is not None:
        place, label = _named(survey, parts.number.column)
        lines += [label, f"generate double db_number = real({place})",
                  "generate byte db_number_valid = !missing(db_number)"]
    for role, question in parts.questions:
        lines += (_flags if question.multiple else _single)(survey, question, role)
    return lines


def _single(survey: Survey, question: Question, role: str) -> list[str]:
    variable = question.variables[0]
    place, label = _named(survey, variable.column)
    shown = shown_stata(question)
    lines = [label, f"generate int db_{role} = ."]
    for number, one in enumerate(shown, 1):
        lines += [f"replace db_{role} = {number} if {place} == {text_stata(one.code)}",
                  f"label define db_{role} {number} {text_stata(one.label)}, add"]
    return [*lines, f"label values db_{role} db_{role}",
            f"generate byte db_{role}_valid = !missing(db_{role})"]


def _flags(survey: Survey, question: Question, role: str) -> list[str]:
    lines = [f"generate byte db_{role}_valid = 0"]
    for number, one in enumerate(question.variables, 1):
        place = _place(survey, one)
        listed = f"{text_stata(CHOSEN)}, {text_stata(NOT_CHOSEN)}"
        lines += [
            f"replace db_{role}_valid = 1 if inlist({place}, {listed})",
            f"generate byte db_{role}_{number} = {place} == {text_stata(CHOSEN)}",
            f"label variable db_{role}_{number} {text_stata(one.label)}"]
    return lines


def shown_stata(question: Question) -> tuple[Value, ...]:
    """Answers of a question of one answer, kept missing ones among them."""
    return tuple(one for one in question.variables[0].values
                 if not one.missing or one.missing in question.keep)


def base_stata(survey: Survey, *, parts: Parts) -> list[str]:
    """Who the figures are of, as a column; no row is dropped from the design."""
    valid = [f"db_{role}_valid" for role in (
        *(["number"] if parts.number else []), *(role for role, _ in parts.questions))]
    lines = [f"generate byte db_base = {' & '.join(valid)} & db_weight > 0"]
    for one in spell_out(parts.resolved, codebook=survey.codebook):
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
