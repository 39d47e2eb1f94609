"""Where a table begins: rows before its header, rows of the header, and names for its columns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from analysis.intake.reading import Guess
from analysis.intake.records import Record
from analysis.intake.values import looks_like_date

FULL = 0.6
"""Share of the fullest rows' cells that a header must fill."""
NUMBER = re.compile(r"^[+-]?[\d.,\s]*\d\s?%?$|^\([\d.,\s]*\d\)$")
IMPORT = '{"importid"'
RESPONSE = ("response", "open-ended response", "antwort", "réponse", "svar")


def guess_header(rows: list[Record], *, skipped: int) -> tuple[int, int, list[Guess]]:
    """Rows before the header, rows of the header, and why.

    Parameters
    ----------
    rows : list of Record
        The first rows of the file.
    skipped : int
        Rows left out already.

    Returns
    -------
    skip, header, guesses
    """
    filled = [_filled(record) for record in rows]
    body = sorted(filled)[len(filled) // 2]
    first = next((place for place, count in enumerate(filled)
                  if count >= max(1, FULL * max(body, min(max(filled), 2)))), 0)
    skip = skipped if first == 0 else rows[first].line - 1
    if first == 0 and rows[0].line - 1 > skipped:
        skip = rows[0].line - 1
    before = skip - skipped
    why = f"the table begins on line {rows[first].line}; what stands above fills fewer cells"
    preamble = Guess("skip", str(skip), why if before else "it begins at once", not before)
    header, why, sure = _header_rows(rows[first:])
    if header == 1 and first and _is_tier(rows[first - 1], rows[first]):
        skip, header = rows[first - 1].line - 1, 2
        preamble = replace(preamble, value=str(skip), why=f"the table begins on line {skip + 1}; "
                           "what stands above fills fewer cells")
        why, sure = "the row above it names groups of columns", False
    return skip, header, [preamble, Guess("header", str(header), why, sure)]


def _names_stand_below(table: list[Record]) -> bool:
    """Whether the first row has gaps that the second fills with words, above numbers or dates."""
    if len(table) < 4:
        return False
    groups, names, body = table[0].cells, table[1].cells, table[2:]
    gaps = [place for place, cell in enumerate(groups) if not cell.strip()]
    filled = {place for place, cell in enumerate(names) if cell.strip()}
    words = [names[place] for place in filled]
    again = any(record.cells[place] == names[place] for record in body for place in filled
                if place < len(record.cells))
    return bool(filled.intersection(gaps)) and not again and not any(map(_is_typed, words)) and any(
        _typed_share(body, place) >= 0.8 for place in range(len(groups)))


def _is_tier(above: Record, names: Record) -> bool:
    """Whether the row above the header stands over groups of columns, as merged cells do."""
    filled = [place for place, cell in enumerate(above.cells) if cell.strip()]
    if above.line != names.line - 1 or any(_is_typed(above.cells[place]) for place in filled):
        return False
    lone = any(place >= len(names.cells) or not names.cells[place].strip() for place in filled)
    return lone or (len(filled) > 1 and filled[-1] >= len(filled))


def _header_rows(table: list[Record]) -> tuple[int, str, bool]:
    if len(table) > 2 and any(
            cell.replace(" ", "").casefold().startswith(IMPORT) for cell in table[2].cells):
        return 3, "the third row holds import codes, as in Qualtrics exports", True
    if len(table) > 2 and _filled(table[0]) < len(table[0].cells) and any(
            cell.strip().casefold() in RESPONSE for cell in table[1].cells):
        return 2, "the second row holds answers to the question above, as in SurveyMonkey exports",\
            True
    if _names_stand_below(table):
        return 2, "the first row names groups of columns, the second the columns", False
    names = table[0].cells
    below = table[1:]
    if not below:
        return 1, "there is one row only, taken as the header", False
    typed = [place for place in range(len(names)) if _typed_share(below, place) >= 0.8]
    own = [place for place in typed if _is_typed(names[place])]
    if own and len(own) >= 0.5 * len(typed):
        return 0, f"the first row holds numbers or dates where the others do ({len(own)} columns)",\
            False
    if typed:
        which = "a column holds" if len(typed) == 1 else f"{len(typed)} columns hold"
        return 1, f"{which} numbers or dates below it and words in it", True
    again = sum(any(name.strip() and place < len(record.cells) and record.cells[place] == name
                    for record in below) for place, name in enumerate(names))
    if again > 0.5 * len(names):
        return 0, f"{again} of its words come again below", False
    return 1, "its words do not come again below", True


def name_columns(
    header: list[Record], width: int
) -> tuple[list[tuple[str, str]], list[Guess]]:
    """Distinct names and labels of the columns, and what had to be made up.

    Returns
    -------
    list of (name, label), guesses
    """
    names = [cell.strip() for cell in header[0].cells] if header else []
    if len(names) == width - 1 and header:
        names = ["", *names]
    names = (names + [""] * width)[:width]
    labels = [""] * width
    if len(header) == 3:
        labels = _padded(header[1], width)
    elif len(header) == 2:
        below = _padded(header[1], width)
        options = any(cell.casefold() in RESPONSE for cell in below)
        names, labels = _two_rows(names, below) if options else _two_tiers(names, below)
    empty = [place + 1 for place, name in enumerate(names) if not name]
    names = [re.sub(r"\s+", " ", name) or f"column {place + 1}"
             for place, name in enumerate(names)]
    counts, made = Counter(name.casefold() for name in names), []
    seen: Counter[str] = Counter()
    for name in names:
        key = name.casefold()
        seen[key] += 1
        made.append(f"{name} ({seen[key]})" if counts[key] > 1 and seen[key] > 1 else name)
    guesses = []
    if empty:
        listed = ", ".join(map(str, empty[:10]))
        guesses.append(Guess("names", f"{len(empty)} made up", f"columns {listed} have no header",
                             sure=False))
    double = [(name, new) for name, new in zip(names, made, strict=True)
              if counts[name.casefold()] > 1]
    if double:
        said = ", ".join(f"{name} as {new}" for name, new in double[:8])
        guesses.append(Guess(
            "names", f"{len(double)} told apart", "these headers come more than once (capitals "
            f"make no difference) and are kept as columns of their own: {said}", sure=False))
    return list(zip(made, labels, strict=True)), guesses


def _two_rows(names: list[str], answers: list[str]) -> tuple[list[str], list[str]]:
    made, labels, above = [], [], ""
    for name, answer in zip(names, answers, strict=True):
        above = name or above
        plain = not answer or answer.casefold() in RESPONSE
        made.append(above if plain else f"{above} [{answer}]")
        labels.append(above)
    return made, labels


def _two_tiers(groups: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Names from the lower row, or the upper where it is empty; labels with the group before."""
    made, labels, above = [], [], ""
    for group, name in zip(groups, names, strict=True):
        above = group or above
        made.append(name or group)
        labels.append(f"{above}: {name}" if name and above and above != name else "")
    return made, labels


def _padded(record: Record, width: int) -> list[str]:
    cells = [re.sub(r"\s+", " ", cell.strip()) for cell in record.cells]
    return (cells + [""] * width)[:width]


def _filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)


def _is_typed(cell: str) -> bool:
    text = cell.strip()
    return bool(NUMBER.match(text)) or looks_like_date(text)


def _typed_share(rows: list[Record], place: int) -> float:
    filled = [record.cells[place] for record in rows
              if place < len(record.cells) and record.cells[place].strip()]
    return sum(_is_typed(cell) for cell in filled) / len(filled) if filled else 0.0
