"""The order of answers from low to high: known scales, numbered answers, ranges of numbers.

A wording of agreement, satisfaction, importance and so on is a word with a degree (*somewhat*
agree, agree *strongly*), so its place follows from both, however many steps a scale has and
whichever of them occur. Decided: where two different answers would have one place, or one answer
has none, no order is seen; a number before an answer makes no order by itself (``1. Hair``). What
is proposed is shown, and may be changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analysis.intake.scale_words import DEGREES, NEUTRAL, OPPOSITES, SCALES
from analysis.intake.vocabulary import NUMBERED, plain_label

Ranks = list[float]
DEGREE_OF = {word: place for place, words in DEGREES.items() for word in words}
PLAIN = 4.0
"""Degree of a word without one."""
NEGATED = 1.0
"""Degrees up to it say that something is not so."""
BARE = re.compile(r"^\s*(-?\d{1,2})\s*$")
BEHIND = re.compile(r"^(.*[^\W\d_].*?)\s*[(\[](-?\d{1,2})[)\]]\s*$")
LOOSE = re.compile(r"^\s*(\d{1,2})\s+\(?([^\W\d_][^()]*)\)?\s*$")
"""A number with nothing but a blank before the words; ``3 days`` looks so too."""
MOST_STEPS = 11
MOST_NAMED = 3
"""Steps of a numbered scale that have words, where not all have: its ends and its middle."""
RANGE = re.compile(
    r"^\D{0,20}?(\d[\d.,\s']*)\s*(?:[-–—]|to|bis|à|till|/)\s*\D{0,4}(\d[\d.,\s']*)\D{0,14}$")
OPEN_ABOVE = re.compile(
    r"^(?:over|more than|above|über|mehr als|plus de|över|mer än|ab|from)\s*\D{0,3}(\d[\d.,\s']*)"
    r"|^\D{0,3}(\d[\d.,\s']*)\D{0,3}\s*(?:\+|and (?:over|older|more|above)|or (?:more|older|over)"
    r"|und (?:älter|mehr)|oder (?:älter|mehr)|et plus|ou plus|och äldre|eller mer|eller äldre)",
    re.IGNORECASE)
OPEN_BELOW = re.compile(
    r"^(?:under|below|less than|up to|younger than|unter|weniger als|bis(?: zu)?|moins de"
    r"|jusqu'à|mindre än|yngre än|upp till)\s*\D{0,3}(\d[\d.,\s']*)", re.IGNORECASE)


def order_labels(labels: list[str]) -> tuple[list[str], str]:
    """Labels from low to high and why; an empty list if no order is seen.

    Parameters
    ----------
    labels : list of str
        Distinct answers, without the missing ones; spellings of one answer stand side by side.
    """
    for find, why in (
        (_numbered_rank, "every answer has its number on a scale"),
        (_known_rank, "the answers are a known scale"),
        (_range_rank, "the answers are ranges of numbers"),
    ):
        if found := _sorted(labels, find(labels)):
            return found, why
    return [], ""


def order_numbered(labels: list[str]) -> tuple[list[str], str]:
    """The same for numbers of which some, such as both ends, have words beside them."""
    found = _sorted(labels, _numbered_rank(labels))
    return found, "the answers are steps of a scale, of which some are named" if found else ""


def _sorted(labels: list[str], ranks: Ranks | None) -> list[str]:
    """The labels by rank; none where two different ones share a rank, or there are too few."""
    if ranks is None:
        return []
    different = len({plain_label(label) for label in labels})
    pairs = {(rank, plain_label(label)) for rank, label in zip(ranks, labels, strict=True)}
    if not len(set(ranks)) == different == len(pairs) or different < 2 or (
            different == 2 and not _is_graded(labels)):
        return []
    return [label for _, label in sorted(zip(ranks, labels, strict=True))]


def _is_graded(labels: list[str]) -> bool:
    """Whether two answers are surely two steps of one scale: a degree tells one from the other."""
    ranks = _degree_rank([_bare(label) for label in labels])
    return ranks is not None and any(abs(rank) not in (0.0, PLAIN) for rank in ranks)


def _bare(label: str) -> str:
    """A label in plain words, without commas and without the person who says it."""
    return plain_label(label).replace(",", "").removeprefix("i ")


def _numbered_rank(labels: list[str]) -> Ranks | None:
    """The numbers that answers carry, if their words or the unnamed steps show a scale."""
    found: list[tuple[float, str]] = []
    loose = False
    for label in labels:
        number, words, sure = _numbered(label)
        if number is None:
            return None
        loose |= not sure
        found.append((number, words))
    named = sorted((number, words) for number, words in found if words)
    numbers = [number for number, _ in found]
    if not named or len(set(numbers)) < 2 or min(numbers) < -5 or max(numbers) > 10:
        return None
    ends = {named[0][0], named[-1][0]} & {min(numbers), max(numbers)}
    if len({number for number, _ in named}) < len(set(numbers)) and not loose:
        return numbers if ends and len(named) <= MOST_NAMED and len(numbers) > 2 else None
    ranks = _known_rank([words for _, words in named])
    if ranks is None:
        ranks = _known_rank([named[0][1], named[-1][1]]) if len(named) > 2 else None
    return numbers if ranks and _one_way(ranks) else None


def _numbered(label: str) -> tuple[float | None, str, bool]:
    """The number of an answer, its words, and whether the number is surely one."""
    if bare := BARE.match(label):
        return float(bare.group(1)), "", True
    if before := NUMBERED.match(label):
        return float(before.group(1)), before.group(2), True
    if behind := BEHIND.match(label):
        return float(behind.group(2)), behind.group(1), True
    if near := LOOSE.match(label):
        return float(near.group(1)), near.group(2), False
    return None, "", False


def _one_way(ranks: Sequence[float]) -> bool:
    """Whether ranks only rise, or only fall."""
    steps = [high - low for low, high in pairwise(ranks)]
    return bool(steps) and (min(steps) > 0 or max(steps) < 0)


def _known_rank(labels: list[str]) -> Ranks | None:
    """Places on a listed scale, or by the degrees of one word."""
    plain = [_bare(label) for label in labels]
    for scale in SCALES:
        places = {word.casefold(): float(step) for step, words in enumerate(scale)
                  for word in words}
        if all(label in places for label in plain):
            return [places[label] for label in plain]
    return _degree_rank(plain)


def _degree_rank(plain: list[str]) -> Ranks | None:
    """Places by the degree of a word, against its opposite or up from not at all."""
    neutral = [bool(NEUTRAL.match(label)) for label in plain]
    split = [{} if middle else _degrees(label)
             for label, middle in zip(plain, neutral, strict=True)]
    for word, opposites in OPPOSITES:
        signed = [_signed(one, word, opposites) for one in split if one]
        known = [one for one in signed if one is not None]
        if known and len(known) == len(signed):
            ranks = iter([rank for rank, _ in known])
            return [0.0 if middle else next(ranks) for middle in neutral] \
                if len({tail for _, tail in known}) == 1 else None
    return _one_word_rank(split, neutral)


def _degrees(label: str) -> dict[str, float]:
    """Each word that a label may be of, with its degree; the longest degree is taken."""
    words = label.split()
    found = {label: PLAIN}
    for size in range(1, min(len(words), 5) + 1):
        for degree, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            place = DEGREE_OF.get(" ".join(degree))
            if place is not None:
                found[" ".join(rest)] = place
    return found


def _signed(
    found: dict[str, float], word: str, opposites: Sequence[str]
) -> tuple[float, str] | None:
    """Degree of a word, below zero for its opposite, and what stands behind it; None of others."""
    for base in sorted(found, key=len):
        for sign, each in ((1, word), *((-1, one) for one in opposites)):
            if f"{base} ".startswith(f"{each} ") and found[base] > NEGATED:
                return sign * found[base], base.removeprefix(each)
    return None


def _one_word_rank(split: list[dict[str, float]], neutral: list[bool]) -> Ranks | None:
    """Degrees of one and the same word, such as worried; a neutral answer is halfway to it."""
    worded = [found for found in split if found]
    if not worded:
        return None
    for base in sorted(set.intersection(*map(set, worded)), key=len):
        degrees = [found[base] for found in worded]
        graded = sum(degree != PLAIN for degree in degrees)
        if any(neutral) and any(NEGATED < degree < PLAIN for degree in degrees):
            return None
        if graded and (base or not any(neutral)) and len(set(degrees)) > 1:
            halfway = (NEGATED + PLAIN) / 2
            return [halfway if middle else found[base]
                    for found, middle in zip(split, neutral, strict=True)]
    return None


def _range_rank(labels: list[str]) -> Ranks | None:
    ranks, ranges = [], 0
    for label in labels:
        between, above = RANGE.match(label), OPEN_ABOVE.match(label.strip())
        below = OPEN_BELOW.match(label.strip())
        if below:
            ranks.append(_amount(below.group(1)) - 0.5)
        elif between:
            ranges += 1
            ranks.append(_amount(between.group(1)))
        elif above:
            ranks.append(_amount(above.group(1) or above.group(2)) + 0.25)
        elif re.fullmatch(r"\D*(\d+)\D*", label):
            ranks.append(float(re.sub(r"\D", "", label)))
        else:
            return None
    return ranks if ranges else None


def _amount(text: str) -> float:
    bare = text.strip()
    if re.fullmatch(r"\d+[.,]\d{1,2}", bare):
        return float(bare.replace(",", "."))
    digits = re.sub(r"\D", "", bare)
    return float(digits) if digits else 0.0
