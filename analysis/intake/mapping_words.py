"""Words of a file's columns and what the contract calls them, so that each can be seen and changed.

Only for fields with a list of words (kind, status, channel …). A word without a meaning stays as it
is, and its rows are rejected with that word; an empty meaning leaves the cell empty. The empty word
stands for empty cells: it may be given a meaning where a field is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.catalog.package import Field, Resource
from analysis.errors import IntakeError
from analysis.intake.mapped import Mapping
from analysis.intake.mapping import accepted_words

MOST_WORDS = 60
"""Distinct words of a column that are listed, in the order in which they come."""
Word = dict[str, str | bool]


def find_words(
    resource: Resource, mapping: Mapping, names: Sequence[str], texts: Sequence[Sequence[str]]
) -> list[Word]:
    """The words that columns with a list of words hold, and what each is taken for.

    Parameters
    ----------
    resource : Resource
        The table of the contract.
    mapping : Mapping
        In force.
    names : sequence of str
        Columns of the file.
    texts : sequence of sequences of str
        Filled cells of each column, or a sample.

    Returns
    -------
    list of dict
        ``field``, ``word``, ``means`` (the contract's word, empty for none) and ``known`` (whether
        the word has a meaning, which may be empty).
    """
    found: list[Word] = []
    for one in resource.fields:
        accepted = accepted_words(one)
        if not accepted or one.name not in mapping.columns:
            continue
        given = mapping.values.get(one.name, {})
        column = texts[list(names).index(mapping.columns[one.name])]
        for word in list(dict.fromkeys(text.strip() for text in column))[:MOST_WORDS]:
            known = word in given or word in accepted
            means = given.get(word, word if word in accepted else "")
            found.append({"field": one.name, "word": word, "means": means, "known": known})
    return found


def find_blanks(resource: Resource, mapping: Mapping, empty: Collection[str]) -> list[Word]:
    """The empty word of needed fields that have a list of words, as ``find_words`` has the others.

    Parameters
    ----------
    empty : collection of str
        Needed fields that are empty in some row.
    """
    return [
        {"field": one.name, "word": "", "means": given.get("", ""), "known": "" in given}
        for one in resource.fields if accepted_words(one) and one.name in mapping.columns
        for given in [mapping.values.get(one.name, {})] if one.name in empty or "" in given]


def check_meaning(one: Field, word: str, means: str) -> None:
    """Refuse a meaning that the contract does not know.

    Raises
    ------
    IntakeError
        With the words it knows.
    """
    accepted = accepted_words(one)
    if not accepted:
        raise IntakeError(f"{one.name} has no list of words, so {word!r} has no other meaning. "
                          "Leave the setting out.")
    if means and means not in accepted:
        raise IntakeError(
            f"{word!r} cannot mean {means!r} in {one.name}. Choose one of "
            f"{', '.join(accepted)}, or nothing to leave the cell empty.")
