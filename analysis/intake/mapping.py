"""Columns and words of a user's ledger onto the contract: suggested, shown, changed, saved.

A suggestion needs a reason: the header is a known name of the field, is written much like it, or
the values are the field's own. Each column serves one field at most. A word that the contract does
not know and no suggestion covers stays as it is, and its rows are rejected with that word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache

from analysis.catalog.package import Field, Resource
from analysis.errors import IntakeError
from analysis.intake.ledger_words import COLUMNS, VALUES
from analysis.intake.mapped import Mapping
from analysis.intake.reading import Reading
from analysis.intake.values import looks_like_date, parse_number, share_of

ALIKE = 0.86
FITS = 0.8
NAMED, CONTAINED, SPELLED, VALUED = 1.0, 0.8, 0.7, 0.5
LISTED = 8
SAID = "as it was said"
NUMBER = re.compile(r"(?<=\w\w)\s?nr$")
"""How headers shorten the word: Buchungsnr, Modell-Nr."""


def suggest_mapping(
    resource: Resource, names: Sequence[str], texts: Sequence[Sequence[str]], reading: Reading
) -> tuple[Mapping, dict[str, str]]:
    """A mapping for a file, with the reason for each column by its field.

    Parameters
    ----------
    resource : Resource
        The table of the contract.
    names : sequence of str
        Columns of the file.
    texts : sequence of sequences of str
        Filled cells of each column, or a sample.

    Returns
    -------
    Mapping, reasons
    """
    scores = sorted((
        (-score, order, place, why)
        for order, one in enumerate(resource.fields)
        for place, name in enumerate(names)
        for score, why in [_score(one, name, texts[place], reading)] if score
    ), key=lambda found: found[:3])
    columns: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for _, order, place, why in scores:
        target = resource.fields[order].name
        if target not in columns and names[place] not in columns.values():
            columns[target], reasons[target] = names[place], why
    values = {
        one.name: found for one in resource.fields if one.name in columns
        for found in [suggest_values(one, texts[names.index(columns[one.name])])] if found
    }
    return Mapping(resource.name, columns, values), reasons


def say_mapping(
    resource: Resource, mapping: Mapping, suggested: Mapping, reasons: AnyMapping[str, str], *,
    names: Sequence[str],
) -> tuple[str, ...]:
    """A line a field: its column or constant, why, and what is made of its words.

    Parameters
    ----------
    mapping, suggested : Mapping
        In force, and as it would be if nobody said anything; ``reasons`` are of the latter.
    names : sequence of str
        Columns of the file; those that serve no field are named last.
    """
    why = {target: reasons[target] if suggested.columns.get(target) == name else SAID
           for target, name in mapping.columns.items()}
    words = [_say(one, mapping, why) for one in resource.fields]
    unused = [name for name in names if name not in mapping.columns.values()]
    return (*words, f"not used: {', '.join(unused[:40])}") if unused else tuple(words)


def suggest_values(one: Field, texts: Sequence[str]) -> dict[str, str]:
    """Words of a column that the contract calls otherwise, and what it calls them."""
    known = _known_words(one)
    if not known:
        return {}
    exact = set(accepted_words(one))
    distinct = dict.fromkeys(text.strip() for text in texts)
    return {text: known[plain(text)] for text in distinct
            if text not in exact and plain(text) in known and text != known[plain(text)]}


def complete_mapping(given: Mapping, suggested: Mapping, resource: Resource,
                     names: Sequence[str]) -> Mapping:
    """What was given, completed by what is suggested for fields it does not speak of.

    Raises
    ------
    IntakeError
        If a given field or column does not exist, or the table is another.
    """
    if given.table and given.table != resource.name:
        raise IntakeError(
            f"The mapping is for {given.table}, the file is read as {resource.name}. Choose the "
            f"mapping of {resource.name}, or read the file as {given.table}.")
    fields = [one.name for one in resource.fields]
    for name in (*given.columns, *given.values, *given.constants):
        if name not in fields:
            raise IntakeError(f"{resource.name} has no column {name!r}. It has: "
                              f"{', '.join(fields)}.")
    for name in given.columns.values():
        if name and name not in names:
            raise IntakeError(f"The file has no column {name!r}, which the mapping names. Columns: "
                              f"{', '.join(list(names)[:40])}.")
    taken = {name for name in given.columns.values() if name}
    columns = {target: name for target, name in suggested.columns.items()
               if target not in given.constants and name not in taken}
    columns |= dict(given.columns)
    values = {target: {**suggested.values.get(target, {}), **given.values.get(target, {})}
              for target in {*suggested.values, *given.values}}
    return replace(given, table=resource.name,
                   columns={target: name for target, name in columns.items() if name},
                   values=values)


def missing_fields(resource: Resource, mapping: Mapping) -> list[str]:
    """Fields that need a value and have neither column nor constant."""
    return [one.name for one in resource.fields if one.constraints.get("required")
            and one.name not in mapping.columns and one.name not in mapping.constants]


def plain(text: str) -> str:
    """A word without case, accents and punctuation, for comparison."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9€£$]+", " ", letters).strip()


def _score(one: Field, name: str, texts: Sequence[str], reading: Reading) -> tuple[float, str]:
    """How well a column suits a field, 0 for not at all, and why."""
    header = NUMBER.sub("nummer", plain(name))
    words = _names_of(one.name, one.title)
    exact = next((word for word in (plain(name), header) if word in words), None)
    if exact is not None:
        rank = words.index(exact)
        score, why = NAMED - min(rank, 20) / 1000, "by its name"
    elif any(f" {word} " in f" {header} " for word in words if len(word) > 3):
        score, why = CONTAINED, "its name is part of the header"
    elif any(_alike(header, word) for word in words):
        score, why = SPELLED, "its name is written much like it"
    elif one.constraints.get("enum") and len(set(texts)) > 1:
        fits = _fits(one, texts, reading)
        return (VALUED * fits, "by its values") if fits >= FITS else (0.0, "")
    else:
        return 0.0, ""
    fits = _fits(one, texts, reading)
    if texts and fits < FITS / 2 and score < NAMED - 0.02:
        return 0.0, ""
    return score * (0.5 + 0.5 * fits), why


def _alike(one: str, other: str) -> bool:
    """Whether two words are spelled much alike; upper bounds first, they cost little."""
    match = SequenceMatcher(None, one, other)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and (
        match.ratio() >= ALIKE)


@cache
def _names_of(name: str, title: str) -> tuple[str, ...]:
    """What a field of the contract may be called, in plain words."""
    return tuple(plain(word) for word in (name, title, *COLUMNS.get(name, ())))


def _fits(one: Field, texts: Sequence[str], reading: Reading) -> float:
    """Share of filled cells that suit the field."""
    sample = list(texts[:500])
    if not sample:
        return 0.5
    if one.type == "date":
        return share_of(sample, looks_like_date)
    if one.type in ("number", "integer"):
        return share_of(sample, lambda text: parse_number(text.rstrip(" %"), reading) is not None)
    known, pattern = _known_words(one), one.constraints.get("pattern", "(?!)")
    if known:
        return share_of(
            sample, lambda text: plain(text) in known or re.fullmatch(pattern, text.strip()))
    return 0.3 if share_of(sample, looks_like_date) > 0.5 else 0.8


def accepted_words(one: Field) -> list[str]:
    """The words of a field that has a list of them; none for any other."""
    if one.type == "boolean":
        return ["true", "false"]
    return [str(value) for value in one.constraints.get("enum", ())]


def _known_words(one: Field) -> dict[str, str]:
    """Plain words and the contract's own, for a field with a list of words."""
    known = {plain(value): value for value in accepted_words(one)}
    for value, words in VALUES.get(one.name, {}).items():
        known.setdefault(plain(value), value)
        for word in words:
            known.setdefault(plain(word), value)
    return known


def _say(one: Field, mapping: Mapping, why: AnyMapping[str, str]) -> str:
    if one.name in mapping.constants:
        return f"{one.name} is {mapping.constants[one.name]!r} in every row, {SAID}"
    if one.name not in mapping.columns:
        need = "needed, no column found" if one.constraints.get("required") else "no column found"
        return f"{one.name}: {need}"
    said = f"{one.name} from {mapping.columns[one.name]!r}, {why[one.name]}"
    words = [f"{repr(theirs) if theirs else 'empty cells'} as {ours or 'nothing'}"
             for theirs, ours in mapping.values.get(one.name, {}).items()]
    more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
    return said + (f"; {', '.join(words[:LISTED])}{more}" if words else "")
