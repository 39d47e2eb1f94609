"""Numbers and dates written as text: how they are written, and what they say.

The grammar is the one of ``analysis.warehouse.cells``, which says the same in SQL for files of any
size; a property test holds the two together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache

from analysis.intake.reading import Guess, Reading
from analysis.warehouse.cells import (
    BLANKS,
    CURRENCY,
    PIVOT,
    SPACES,
    YEAR_FIRST,
    YEAR_LAST,
    mark_class,
    number_patterns,
)
from analysis.warehouse.months import DAY_WORD, MONTHS, WORD_DAY

POINTED = re.compile(r"^[+-]?\d+\.\d+$")
COMMAED = re.compile(r"^[+-]?\d+,\d+$")
GROUPS = re.compile(rf"^[+-]?\d{{1,3}}(?:([.,{SPACES}])\d{{3}})(?:\1\d{{3}})*(?:([.,])\d+)?$")
DATE_FIRST = re.compile(YEAR_FIRST)
DATE_LAST = re.compile(YEAR_LAST)
DAY_FIRST, MONTH_FIRST = re.compile(DAY_WORD), re.compile(WORD_DAY)
MONEY = re.compile(rf"^\(?{CURRENCY}?\s*\(?(.*?)\)?\s*(?:{CURRENCY}|%)?\)?$")
CURRENCIES = re.compile(CURRENCY)
CODE = re.compile(r"^0\d+$")


@cache
def _number_patterns(decimal: str, thousands: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, number_patterns(decimal, thousands)))


def parse_number(text: str, reading: Reading, *, percent: bool = False) -> float | None:
    """The number a text says in the form of the reading, None if it says none.

    An amount in parentheses is below zero. ``percent`` leaves a percent sign off: ``5%`` is 5.
    """
    amount, negative, share = _number_patterns(reading.decimal, reading.thousands)
    bare = text.strip(BLANKS)
    below = negative.fullmatch(bare)
    found = below or amount.fullmatch(bare) or (share.fullmatch(bare) if percent else None)
    if found is None:
        return None
    digits = found.group(1)
    if reading.thousands:
        digits = re.sub(mark_class(reading.thousands), "", digits)
    value = float(digits.replace(reading.decimal, "."))
    if abs(value) == float("inf"):
        return None
    return (-value or 0.0) if below else value


def say_signs(counts: Mapping[str, int]) -> list[str]:
    """What was made of percent signs and parentheses of numbers, from how often each text comes."""
    signed = sum(count for text, count in counts.items() if text.endswith("%"))
    below = sum(count for text, count in counts.items() if ")" in text)
    bare = sum(counts.values()) - signed
    without = f" ({bare:,} have none)" if bare else ""
    return [*([f"the percent sign is left out of {signed:,} cells{without}"] if signed else []),
            *([f"{below:,} cells in parentheses are below zero"] if below else [])]


def parse_date(text: str, reading: Reading) -> date | None:
    """The day a text says; a time of day after it is left off. None if it says none."""
    bare = text.strip(BLANKS)
    first = DATE_FIRST.match(bare)
    if first:
        return _day(*first.group(1, 2, 3))
    worded = _worded(bare)
    if worded:
        return _day(*worded)
    last = DATE_LAST.match(bare)
    if last is None or reading.date_order == "ymd":
        return None
    one, two, year = last.group(1, 2, 3)
    return _day(year, two, one) if reading.date_order == "dmy" else _day(year, one, two)


def _worded(bare: str) -> tuple[str, str, str] | None:
    """Year, month and day of a date whose month is a word; None if it is none."""
    for pattern, word, day in ((DAY_FIRST, 2, 1), (MONTH_FIRST, 1, 2)):
        found = pattern.match(bare)
        month = MONTHS.get(found.group(word).lower()) if found else None
        if found and month:
            return found.group(3), month, found.group(day)
    return None


def looks_like_date(text: str) -> bool:
    """Whether a text is written as a date, in whatever order."""
    bare = text.strip()
    return bool(DATE_FIRST.match(bare) or DATE_LAST.match(bare) or _worded(bare)) \
        and not GROUPS.match(bare)


def guess_marks(texts: Iterable[str], separator: str) -> tuple[Guess, Guess]:
    """Decimal and thousands mark, from every text that is a number in some form.

    ``1,234`` alone says nothing: it is read by what the other numbers say, and where none says
    anything, by the separator (a file with semicolons was written where commas are decimal). With
    a currency it is a thousand and more: no money has three decimals.
    """
    votes: dict[tuple[str, str], tuple[int, str]] = {}
    unclear: list[tuple[str, str]] = []
    for text in texts:
        found = MONEY.match(text.strip())
        bare = found.group(1) if found else text
        marks = _marks_of(bare)
        if marks is None:
            continue
        if marks[1] == "?" and CURRENCIES.search(text):
            marks = ("," if marks[0] == "." else ".", marks[0])
        if marks[1] == "?":
            unclear.append((marks[0], bare))
            continue
        count, example = votes.get(marks, (0, bare))
        votes[marks] = (count + 1, example)
    return _decide_marks(votes, unclear, separator)


def _marks_of(bare: str) -> tuple[str, str] | None:
    """Decimal and thousands mark a number shows, "" where it shows none, "?" where unclear."""
    grouped = GROUPS.match(bare)
    if grouped:
        mark, decimal = grouped.group(1), grouped.group(2) or ""
        if mark in SPACES:
            return (decimal, " " if mark not in "'’" else "'")
        if decimal and decimal != mark:
            return (decimal, mark)
        if bare.count(mark) > 1:
            return ("," if mark == "." else ".", mark)
        if not bare.lstrip("+-").startswith("0"):
            return (mark, "?")
    if POINTED.match(bare):
        return (".", "")
    return (",", "") if COMMAED.match(bare) else None


def _decide_marks(
    votes: dict[tuple[str, str], tuple[int, str]], unclear: list[tuple[str, str]], separator: str
) -> tuple[Guess, Guess]:
    decimals: dict[str, int] = {}
    for (mark, _), (count, _) in votes.items():
        if mark:
            decimals[mark] = decimals.get(mark, 0) + count
    if decimals:
        decimal = max(decimals, key=lambda mark: decimals[mark])
        example = next(text for (mark, _), (_, text) in votes.items() if mark == decimal)
        why, sure = f"numbers such as {example!r}", len(decimals) == 1
        if not sure:
            why += f"; {min(decimals.values())} numbers are written otherwise"
    elif unclear:
        decimal = "," if separator == ";" else "."
        why, sure = f"not certain: {unclear[0][1]!r} may be read both ways", False
        why += "; the file is divided by semicolons" if separator == ";" else ""
    else:
        decimal, why, sure = ("," if separator == ";" else "."), "no number shows it", True
    other = {mark: (count, text) for (dec, mark), (count, text) in votes.items()
             if mark and mark != decimal}
    named = [text for mark, text in unclear if mark != decimal]
    if other:
        mark = max(other, key=lambda one: other[one][0])
        return Guess("decimal", decimal, why, sure), Guess(
            "thousands", mark, f"numbers such as {other[mark][1]!r}")
    if named:
        return Guess("decimal", decimal, why, sure), Guess(
            "thousands", "." if decimal == "," else ",", f"numbers such as {named[0]!r}", False)
    return Guess("decimal", decimal, why, sure), Guess("thousands", "", "no number shows any")


def guess_date_order(texts: Iterable[str], decimal: str) -> Guess:
    """Order of day and month, from dates whose day is above 12."""
    day_first = month_first = unclear = 0
    example = dotted = ""
    for text in texts:
        found = DATE_LAST.match(text.strip())
        if not found or GROUPS.match(text.strip()):
            continue
        one, two = int(found.group(1)), int(found.group(2))
        if one > 31 or two > 31 or (one > 12 and two > 12):
            continue
        example = example or text.strip()
        dotted = dotted or (text.strip() if "." in text else "")
        day_first += one > 12
        month_first += two > 12
        unclear += one <= 12 and two <= 12
    if not example:
        return Guess("date_order", "ymd", "no date in figures has its year last")
    if day_first or month_first:
        order = "dmy" if day_first >= month_first else "mdy"
        clear = max(day_first, month_first)
        against = min(day_first, month_first)
        return Guess("date_order", order, f"{clear:,} dates can only be read so"
                     + (f", {against:,} only the other way" if against else ""), not against)
    if dotted:
        return Guess("date_order", "dmy", f"dates with points such as {dotted!r}")
    order = "mdy" if decimal == "." else "dmy"
    return Guess("date_order", order, f"not certain: {example!r} may be read both ways; numbers "
                 f"in the file have a decimal {'point' if decimal == '.' else 'comma'}", False)


def share_of(texts: list[str], test: Callable[[str], object]) -> float:
    """Share of texts that pass, 0 where there are none; each different text is tried once."""
    passed = sum(number for text, number in Counter(texts).items() if test(text))
    return passed / len(texts) if texts else 0.0


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) == 2:
        year = ("20" if int(year) < PIVOT else "19") + year
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
