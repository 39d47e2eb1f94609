"""Guess how a file is to be read, and say why: every guess comes with its evidence.

Decided: the structure is guessed from the first rows, the encoding from the whole file, marks and
kinds from up to SAMPLE_ROWS rows. A guess never drops anything: what does not fit it later is
counted and listed among the rejects.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

from analysis.errors import IntakeError
from analysis.intake.columns import guess_columns
from analysis.intake.decoding import guess_encoding, read_lines
from analysis.intake.gaps import guess_missing
from analysis.intake.headers import guess_header, name_columns
from analysis.intake.personal import PersonalColumn
from analysis.intake.reading import SEPARATORS, Column, Guess, Reading, change_reading
from analysis.intake.records import Lines, Record, check_width, split_records
from analysis.intake.rows import all_rows
from analysis.intake.sheets import list_sheets
from analysis.intake.totals import begins_with_total
from analysis.intake.values import guess_date_order, guess_marks, looks_like_date

SAMPLE_LINES = 300
SAMPLE_ROWS = 20_000
MOST_SHEETS = 20
SAMPLE_CELLS = 3_000_000

Sniffed = tuple[Reading, tuple[Guess, ...], tuple[PersonalColumn, ...]]


def sniff_rows(path: Path, format: str, *, fixed: Reading | None = None) -> Sniffed:
    """Guess the reading of a text file or a workbook.

    Parameters
    ----------
    path : Path
        The file.
    format : str
        ``csv`` or ``xlsx``.
    fixed : Reading, optional
        Layout that is not to be guessed (encoding, separator, quote, sheet, skip, header); its
        columns are guessed anew.

    Returns
    -------
    Reading, guesses in words, columns that seem to say who somebody is

    Raises
    ------
    IntakeError
        If there is no table to be found.
    """
    if fixed is not None:
        return _sniff_cells(path, fixed, _said(fixed))
    reading, guesses = _sniff_sheet(path) if format == "xlsx" else _sniff_text(path)
    rows = list(islice(all_rows(path, reading), SAMPLE_LINES))
    if not rows:
        raise IntakeError("The file holds no row. Bring a file with a header and rows.")
    skip, header, found = guess_header(rows, skipped=reading.skip)
    reading = replace(reading, skip=skip, header=header)
    return _sniff_cells(path, reading, [*guesses, *found])


def _said(fixed: Reading) -> list[Guess]:
    """The layout as it was saved or set, in the words of guesses."""
    names = ("sheet",) if fixed.format == "xlsx" else ("encoding", "separator", "quote")
    layout = {name: str(getattr(fixed, name)) for name in (*names, "skip", "header")}
    if "separator" in layout:
        layout["separator"] = SEPARATORS[layout["separator"]]
    return [Guess(name, value, "as it was set or saved") for name, value in layout.items()]


def _sniff_text(path: Path) -> tuple[Reading, list[Guess]]:
    encoding = guess_encoding(path)
    lines = list(islice(read_lines(path, encoding.value), SAMPLE_LINES))
    separator, skip = _guess_separator(lines)
    quote = _guess_quote(lines, separator.value)
    reading = Reading("csv", encoding=encoding.value, separator=separator.value, skip=skip,
                      quote=quote.value)
    said = replace(separator, value=SEPARATORS[separator.value])
    return reading, [encoding, said, quote]


def _guess_separator(lines: list[str]) -> tuple[Guess, int]:
    """The separator, and lines to skip because they only name it."""
    first = lines[0].strip().strip('"').lower() if lines else ""
    if first.startswith("sep=") and first[4:5] in {*SEPARATORS, ""}:
        mark = first[4:5] or "\t"
        return Guess("separator", mark, "the first line says so (sep=)"), 1
    scores: dict[str, tuple[float, int, float]] = {}
    for mark in SEPARATORS:
        widths = [len(record.cells) for record in split_records(
            Lines(lines), Reading("csv", separator=mark))]
        if not widths or max(widths) < 2:
            continue
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count)
        share = wide.count(usual) / len(widths)
        scores[mark] = (share * min(usual, 8) ** 0.5, usual, share)
    if not scores:
        return Guess("separator", ",", "every line is one cell", sure=False), 0
    mark = max(scores, key=lambda one: scores[one][0])
    _, usual, share = scores[mark]
    return Guess("separator", mark, f"it divides {share:.0%} of the first {len(lines)} lines into "
                 f"{usual} cells", share > 0.9), 0


def _guess_quote(lines: list[str], separator: str) -> Guess:
    edges = {mark: sum(
        line.startswith(mark) + line.count(separator + mark) for line in lines
    ) for mark in ('"', "'")}
    closed = sum(line.count("'" + separator) + line.endswith("'") for line in lines)
    if edges["'"] > max(edges['"'], 2) and closed >= 0.9 * edges["'"]:
        return Guess("quote", "'", f"{edges[chr(39)]} cells begin with it", sure=False)
    count = edges['"']
    return Guess("quote", '"', f"{count} cells begin with it" if count else "as usual")


def _sniff_sheet(path: Path) -> tuple[Reading, list[Guess]]:
    sheets = list_sheets(path)
    if not sheets:
        raise IntakeError("The workbook has no sheet. Save the table as .xlsx or .csv.")
    tables = []
    for name in sheets[:MOST_SHEETS]:
        rows = islice(all_rows(path, Reading("xlsx", sheet=name)), SAMPLE_LINES)
        filled = [sum(bool(cell) for cell in record.cells) for record in rows]
        tables.append(sum(count > 1 for count in filled) > 1)
    sheet = sheets[tables.index(True)] if any(tables) else sheets[0]
    why = "it is the only sheet" if len(sheets) == 1 else (
        f"it is the first that holds a table, of {len(sheets)}: {', '.join(sheets[:8])}")
    return Reading("xlsx", sheet=sheet), [Guess("sheet", sheet, why, sum(tables) == 1)]


def _sniff_cells(path: Path, reading: Reading, guesses: list[Guess]) -> Sniffed:
    """Names, marks, empty texts and kinds, from the rows below the header."""
    found = all_rows(path, reading)
    header = list(islice(found, reading.header))
    rows = [record for record in islice(found, SAMPLE_ROWS) if not record.fault]
    if not rows:
        raise IntakeError(
            "The file has a header and no row below it. Bring a file with at least one row.")
    width = _usual_width(header, rows)
    check_width(width)
    everything, rows = rows, rows[:max(SAMPLE_CELLS // width, SAMPLE_LINES)]
    rows = [record for record in rows if len(record.cells) == width] or rows
    names, said = name_columns(header, width)
    texts = [[record.cells[place].strip() for record in rows if place < len(record.cells)]
             for place in range(width)]
    missing, kept = guess_missing([name for name, _ in names], texts)
    reading = replace(
        reading, missing=tuple(missing.value.split("|")) if missing.value else (),
        columns=tuple(Column(name, label, kept=stay)
                      for (name, label), stay in zip(names, kept, strict=True)))
    marks = _guess_cells(texts, reading)
    reading = change_reading(reading, {guess.what: guess.value for guess in marks})
    columns, kinds, personal = guess_columns(texts, reading)
    if reading.format == "csv":
        said = [*said, *_short_rows(everything, width)]
    if len(everything) < SAMPLE_ROWS and (word := begins_with_total(everything[-1].cells)):
        said = [*said, Guess("totals", reading.totals, f"the last row begins with {word!r}, so it "
                             "is taken for a total and left out; keep it if it is an answer",
                             sure=False)]
    return replace(reading, columns=columns), (
        *guesses, *said, missing, *marks, *kinds), personal


def _usual_width(header: list[Record], rows: list[Record]) -> int:
    widths = [len(record.cells) for record in rows]
    usual = max(set(widths), key=widths.count)
    named = len(header[0].cells) if header else 0
    return max(usual, named) if abs(usual - named) <= 1 or not header else named


def _short_rows(rows: list[Record], width: int) -> list[Guess]:
    short = sum(len(record.cells) < width for record in rows)
    if not short:
        return []
    return [Guess("short_rows", "reject", f"{short:,} of the first {len(rows):,} rows have fewer "
                  f"cells than the header ({width}); choose pad to fill them with empty cells",
                  sure=False)]


def _guess_cells(texts: list[list[str]], reading: Reading) -> list[Guess]:
    """Decimal and thousands mark and order of dates, from every cell that may show them."""
    cells = [text for column in texts for text in column
             if text and text not in reading.missing
             and (text[-1:].isalnum() or text[-1:] in "€$£.%)") and len(text) < 40
             and any(character.isdigit() for character in text)]
    known = {text for text in set(cells) if looks_like_date(text)}
    dates = [text for text in cells if text in known]
    numbers = [text for text in cells if text not in known]
    marks = guess_marks(numbers, reading.separator if reading.format == "csv" else ",")
    return [*marks, guess_date_order(dates, marks[0].value)]
