"""What kind of answers a column holds: numbers, days, codes, ordered answers, several at once.

Decided: a wrong guess must do little harm. Numbers with leading zeros stay text, whole numbers on
a short scale are codes in order, and whatever is nearly unique is text, which is never shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from analysis.intake.bands import bounds_text, suggest_bounds
from analysis.intake.options import guess_options
from analysis.intake.personal import PersonalColumn, article, find_inside, find_personal
from analysis.intake.reading import Column, Guess, Reading
from analysis.intake.scales import order_labels, order_numbered
from analysis.intake.spelling import join_texts, say_spellings
from analysis.intake.values import CODE, parse_date, parse_number, say_signs
from analysis.intake.vocabulary import NO, YES, missing_kind, times

MOST_CODES = 60
MOST_OPTIONS = 40
LONGEST_CODE = 120
MOST_ODD, LONGEST_ODD = 3, 30
SCALE_STEPS = 11
MOSTLY = 0.95
"""Share of cells that must be numbers, or dates, whatever they look like."""
LARGELY, MANY = 0.9, 20
"""The same where so many are numbers, and more different ones than a scale has steps."""
MAINLY = 0.8
"""The same where most are written as amounts, with a currency or a decimal mark."""
STRAY = 0.99
"""The same for a few whole numbers, which may be codes."""
ODD = "; not so, to be left empty and listed: "
SPELT = "; some differ only in capitals or blanks: "
"""How the reason of a kind goes on where cells, or spellings, need a look."""
SPLITS = (";", "|", ", ", ",")
GROUP = re.compile(r"^(?P<group>.+?)\s*(?:\[(?P<option>[^\]]+)\]|/\s*(?P<slash>\S.*))$")
AMOUNTS = re.compile(
    r"\bage\b|\balter\b|âge|ålder|year|jahr|année|\bår\b|days|tage|jours|dagar|hours|stunden"
    r"|heures|timmar|number|anzahl|nombre|antal|count|income|einkommen|revenu|inkomst|weight"
    r"|gewicht|poids|\bvikt\b|how many|wie viele|combien|hur många", re.IGNORECASE)
OPEN_ENDED = re.compile(
    r"comment|remark|specify|anything else|open.?ended|anmerkung|bemerkung|kommentar|freitext"
    r"|remarque|commentaire|précisez|övrigt|synpunkt", re.IGNORECASE)
ROW_NAMES = ("index", "rownames", "row", "unnamed: 0", "x")
BRACKETED = re.compile(r"\(\d+\)$")
"""A number in parentheses; where all cells are, they are codes, not amounts below zero."""
OFTEN = 1.5
"""Times an answer is given on average, for words to be answers rather than free text."""
IDENTIFIER = re.compile(
    r"^(?:response|respondent|record|case|session|antwort|réponse|svar)?[ ._-]*(?:id|nr|no|number"
    r"|nummer|#|uuid|guid|token)\.?$|^lfdn$|^id[_ ].*|.*[_ ]id$", re.IGNORECASE)


def guess_columns(
    texts: list[list[str]], reading: Reading
) -> tuple[tuple[Column, ...], tuple[Guess, ...], tuple[PersonalColumn, ...]]:
    """Kind of every column, why, and the columns that seem to say who somebody is.

    Parameters
    ----------
    texts : list of list of str
        Cells of each column, trimmed, empty ones included.
    reading : Reading
        With names, marks and texts for empty cells.
    """
    columns, guesses, personal = [], [], []
    guessed: list[list[str] | None] = []
    for column, cells in zip(reading.columns, texts, strict=True):
        empty = reading.empty_in(column)
        filled = [text for text in cells if text and text not in empty]
        who = find_personal(column.name, filled[:2000]) or (
            find_personal(column.label, []) if column.label else None)
        found, why = column, "the file itself says so"
        if not who and not column.kind:
            found, why = guess_column(column, filled, reading)
            if column.same and not found.split:
                filled = join_texts(filled)
                found, why = guess_column(column, filled, reading)
        if not who and found.kind == "text":
            who = find_inside(column.name, filled)
        if who:
            personal.append(replace(who, column=column.name))
            found, why = replace(column, kind=who.kind), f"seems to hold {article(who.what)}, " \
                f"{who.why}"
        columns.append(found)
        said = found.kind + (f", several answers divided by {found.split!r}" if found.split else "")
        if not column.same and (spelled := say_spellings(_answers(found, filled), all_words=True)):
            why += f"{SPELT}{spelled}"
        sure = found.kind in ("number", "date") and ODD not in why
        guesses.append(Guess(f"kind:{column.name}", said, why, sure))
        guessed.append(None if who or column.kind or found.split else filled)
    return *guess_options(columns, guesses, guessed), tuple(personal)


def _answers(column: Column, filled: list[str]) -> Counter[str]:
    """How often each answer of a column that is counted comes; none of any other."""
    if column.kind not in ("nominal", "ordinal") and not column.split:
        return Counter()
    if not column.split:
        return Counter(filled)
    return Counter(part.strip() for text in filled for part in text.split(column.split))


def guess_column(column: Column, filled: list[str], reading: Reading) -> tuple[Column, str]:
    """Kind of a column from its filled cells, and why."""
    if not filled:
        return replace(column, kind="text"), "every cell is empty"
    if IDENTIFIER.match(column.name) and len(set(filled)) > 0.9 * len(filled):
        return replace(column, kind="id"), "by its header, and its cells differ"
    kept = {text for text in set(filled) if not missing_kind(text)}
    answers = [text for text in filled if text in kept]
    distinct = Counter(answers)
    if not distinct:
        return replace(column, kind="nominal"), "every answer is a missing one"
    if any(_is_flag(column, distinct)):
        return replace(column, kind="flag", group=question_in(column.name)), (
            "one option of a question, chosen or not")
    order, why = order_numbered(list(distinct)) if len(distinct) <= MOST_CODES else ([], "")
    if order:
        return replace(column, kind="ordinal", order=tuple(order)), why
    typed = _typed(column, answers, distinct, reading)
    if typed:
        return typed
    split = _guess_split(answers, distinct)
    if split:
        return replace(column, kind="flag", split=split[0]), split[1]
    order, why = order_labels(list(distinct))
    if order:
        return replace(column, kind="ordinal", order=tuple(order)), why
    return _words(column, answers, distinct)


def question_in(name: str) -> str:
    """The question that a header such as ``Tools [AI]`` names an option of, else nothing."""
    match = GROUP.match(name)
    return match["group"] if match else ""


def _is_flag(column: Column, distinct: Counter[str]) -> tuple[bool, bool]:
    """Whether a column is one option: said yes and no to, or named where it was chosen."""
    match = GROUP.match(column.name)
    words = {text.casefold() for text in distinct}
    option = (match["option"] or match["slash"]).casefold() if match else ""
    return bool(match) and words <= {*YES, *NO}, bool(match) and words == {option}


def _typed(
    column: Column, answers: list[str], distinct: Counter[str], reading: Reading
) -> tuple[Column, str] | None:
    """Numbers and days; None if it is neither."""
    if any(CODE.match(text) for text in distinct):
        kind = "nominal" if len(distinct) <= min(MOST_CODES, 0.9 * len(answers)) else "id"
        example = next(text for text in distinct if CODE.match(text))
        return replace(column, kind=kind), f"leading zeros such as {example!r} are kept as text"
    numbers = {text: value for text in distinct
               if (value := parse_number(text, reading, percent=True)) is not None}
    if _are_amounts(numbers, distinct):
        return _amounts(column, numbers, distinct)
    days = {text for text in distinct if parse_date(text, reading)}
    if (found := sum(distinct[text] for text in days)) >= MOSTLY * len(answers):
        return replace(column, kind="date"), (
            f"{found:,} of {len(answers):,} cells are dates{_say_odd(distinct, days)}")
    return None


def _are_amounts(numbers: Mapping[str, float], distinct: Counter[str]) -> bool:
    """Whether a column holds numbers, though some of its cells may be words.

    A few whole numbers beside a word are codes (1, 2, 3, other), which a word may be one of.
    """
    found = sum(distinct[text] for text in numbers)
    share, different = found / distinct.total(), set(numbers.values())
    if not numbers or all(map(BRACKETED.match, distinct)):
        return False
    if len(numbers) == len(distinct):
        return True
    written = sum(distinct[text] for text in numbers if not text.isdigit())
    if 2 * written > found and len(different) > 1:
        return share >= MAINLY
    if len(different) <= SCALE_STEPS and all(
            value.is_integer() and 0 <= value < SCALE_STEPS for value in different):
        return share >= STRAY
    return share >= MOSTLY or (
        share >= LARGELY and found >= MANY and len(different) > SCALE_STEPS)


def _say_odd(distinct: Counter[str], fitting: Collection[str]) -> str:
    """Which answers of a column are not what the others are, and how often they come."""
    odd = Counter({text: count for text, count in distinct.items() if text not in fitting})
    said = [f"{text[:LONGEST_ODD]!r} {times(count)}" for text, count in odd.most_common(MOST_ODD)]
    more = odd.total() - sum(count for _, count in odd.most_common(MOST_ODD))
    return f"{ODD}{', '.join(said)}{f' and {more:,} cells more' if more else ''}" if odd else ""


def _amounts(
    column: Column, numbers: dict[str, float], distinct: Counter[str]
) -> tuple[Column, str]:
    """A column of numbers, and what else is to be said of them."""
    answers = distinct.total()
    filled = sum(distinct[text] for text in numbers)
    signs = say_signs({text: distinct[text] for text in numbers})
    if signs:
        found = replace(column, kind="number")
        why = f"{_say_numbers(filled, answers)}; " + "; ".join(signs)
    else:
        found, why = _numeric(column, sorted(set(numbers.values())), answers, filled)
    if found.kind == "number":
        bounds = suggest_bounds(f"{column.name} {column.label}", [
            value for text, value in numbers.items() for _ in range(distinct[text])])
        why += f"; it could be grouped at {bounds_text(bounds)}" if bounds else ""
        why += _say_odd(distinct, numbers)
    return found, why


def _numeric(
    column: Column, values: list[float], answers: int, filled: int
) -> tuple[Column, str]:
    """Number, or a short scale of whole numbers."""
    question = f"{column.name} {column.label}"
    whole = all(value.is_integer() for value in values)
    low, high = values[0], values[-1]
    if whole and low in (0, 1) and high - low < 1.1 * answers + 2 and len(values) == answers \
            and (column.name.startswith("column ") or column.name.casefold() in ROW_NAMES):
        return replace(column, kind="id"), "it counts the rows"
    if filled == answers and whole and not AMOUNTS.search(question) \
            and low >= 0 and high <= 10 and answers > 9:
        codes = [str(int(value)) for value in values]
        if len(values) <= 2:
            return replace(column, kind="nominal"), f"only the codes {', '.join(codes)}"
        if len(values) <= SCALE_STEPS:
            return replace(column, kind="ordinal", order=tuple(codes)), (
                f"whole numbers from {codes[0]} to {codes[-1]}, taken as steps of a scale")
    return replace(column, kind="number"), _say_numbers(filled, answers)


def _say_numbers(filled: int, answers: int) -> str:
    return f"{answers:,} cells are numbers" if filled == answers else \
        f"{filled:,} of {answers:,} cells are numbers"


def _guess_split(answers: list[str], distinct: Counter[str]) -> tuple[str, str] | None:
    """Separator of several answers in a cell and why, None if a cell is one answer."""
    for mark in SPLITS:
        with_mark = sum(count for text, count in distinct.items() if mark in text)
        if with_mark < max(2, 0.1 * len(answers)):
            continue
        parts: Counter[str] = Counter()
        for text, count in distinct.items():
            for part in {part.strip() for part in text.split(mark)} - {""}:
                parts[part] += count
        again = sum(count > 1 for count in parts.values())
        mixed = len(distinct) > len(parts) or (mark == ";" and all(
            text.endswith(mark) for text in distinct))
        if 2 <= len(parts) <= MOST_OPTIONS and again >= 0.7 * len(parts) and mixed and max(
                map(len, parts)) <= LONGEST_CODE:
            return mark, (f"{with_mark:,} of {len(answers):,} cells hold several of "
                          f"{len(parts)} answers")
    return None


def _words(column: Column, answers: list[str], distinct: Counter[str]) -> tuple[Column, str]:
    longest = max(map(len, distinct))
    often = len(answers) / len(distinct)
    open_ended = OPEN_ENDED.search(column.name) or OPEN_ENDED.search(column.label)
    if longest <= LONGEST_CODE and len(distinct) <= MOST_CODES and often >= OFTEN \
            and not open_ended:
        return replace(column, kind="nominal"), f"{len(distinct)} different answers"
    if often < 1.05 and longest < 40 and len(answers) > MOST_CODES:
        return replace(column, kind="id"), "nearly every cell differs"
    return replace(column, kind="text"), (
        f"{len(distinct):,} different texts in {len(answers):,} cells, up to {longest} characters")
