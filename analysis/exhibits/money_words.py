"""Money: amounts as printed, who says them, and the rows of a chart; shared by the money exhibits.

Decided: nothing is converted between currencies, summed or averaged. Only lengths of time
(a week as 7 days, a month as 30) and millions with billions of one currency share an axis; the
text beside each mark keeps the unit printed. What a seller claims is drawn weaker and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.charts.spans import Ruler, needs_log
from analysis.exhibits.controls import Choice
from analysis.exhibits.exhibit import Column, NotApplicable
from analysis.exhibits.words import count
from analysis.warehouse import Warehouse

Row = Mapping[Any, Any]
VENDOR = "vendor of AI images"
SECTIONS = {
    "official statistics": "Official statistics",
    "authority or law": "From an authority, or a law or bill",
    "company filing": "Company accounts",
    "union or association": "Said by a union or association",
    "research or survey": "Research or survey",
    "agency": "Said by agencies",
    "model or worker": "Said by a model, photographer or other worker",
    "brand or retailer": "Said by the brand or retailer itself",
    "consulting firm": "Illustration of a consulting firm",
    "market research firm": "Estimated by a market research firm",
    "press estimate": "Estimated on press and web pages",
    VENDOR: "Claimed by those who sell AI images",
}
SPEAKERS = {
    VENDOR: "a firm that sells AI images", "press estimate": "an article or web page",
    "model or worker": "a model or other worker", "brand or retailer": "the brand itself",
    "agency": "an agency", "union or association": "a union or association",
    "authority or law": "an authority or a law", "consulting firm": "a consulting firm",
}
COLOURS = {"people": "human", "AI": "synthetic", "twin": "twin"}
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥", "INR": "₹", "SEK": "SEK "}
CURRENCIES = {
    "USD": "US dollars", "EUR": "euros", "GBP": "pounds", "CNY": "yuan", "INR": "rupees",
    "SEK": "kronor",
}
SCALES = {"weeks": 7.0, "months": 30.0, "million": 1.0, "billion": 1000.0, "trillion": 1e6}
MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)
HEDGES = ("about", "around", "nearly")
ONE = {"people": "person", "times": "time"}
NO_SAMPLE = NotApplicable("figures as printed, not a sample")
ACCOUNTS = NotApplicable("accounts, not a sample")
COLUMNS = {
    "measure": Column("What"), "made_by": Column("Made by"),
    "organisation": Column("Of whom"), "claimed_by": Column("Who says it"),
    "value": Column("Value", "see the column Unit", "decimal"),
    "low": Column("From", "see the column Unit", "decimal"),
    "high": Column("To", "see the column Unit", "decimal"),
    "unit": Column("Unit"), "per": Column("Per"), "quoted": Column("As printed"),
    "derived": Column("Computed here"), "country": Column("Country"),
    "period_text": Column("Period"), "base_n": Column("Replies behind it", "replies", "integer"),
    "note": Column("Note"), "quantity_id": Column("Row in quantities.csv"),
    "source_id": Column("Source"),
}


def axis_units(unit: str) -> list[str]:
    """All printed units that may share an axis with ``unit``, itself first."""
    if unit in ("days", "weeks", "months"):
        return ["days", "weeks", "months"]
    currency, _, scale = unit.partition(" ")
    if currency in CURRENCIES and scale:
        return [f"{currency} {one}" for one in ("million", "billion", "trillion")]
    return [unit]


def unit_words(unit: str, per: str = "") -> str:
    """A unit as it stands in a choice or a subtitle: ``US dollars per image``."""
    currency, _, scale = axis_units(unit)[0].partition(" ")
    words = CURRENCIES.get(currency)
    name = f"{scale}s of {words}" if words and scale else words or axis_units(unit)[0]
    return f"{name} per {per}" if per else name


def choose(
    name: str, *, label: str, help: str, default: str, of: Callable[[pd.DataFrame], pd.DataFrame]
) -> Choice:
    """A choice of one unit each, read from the data.

    Parameters
    ----------
    name, label, help, default : str
        As of :class:`Choice`.
    of : callable
        Rows of the query ``quantity_units`` to those wanted, with a column ``words`` that begins
        the label; values are ``words/unit/per``.
    """
    def options(warehouse: Warehouse) -> Mapping[str, str]:
        found = of(warehouse.fetch("quantity_units").frame)
        return {
            key_of(row): upper_first(f"{row['words']}, {unit_words(row['unit'], row['per'])}")
            for row in found.to_dict("records")
        }

    return Choice(name, label, help, default, options)


def key_of(row: Row) -> str:
    """The value of a choice: ``image cost/USD/image``."""
    return f"{row['words']}/{axis_units(str(row['unit']))[0]}/{row['per']}"


def upper_first(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def amount(value: float, unit: str) -> str:
    """A number with its unit: ``$22.80``, ``€39.86 billion``, ``58.1%``, ``1 month``."""
    currency, _, scale = unit.partition(" ")
    if currency in SYMBOLS and not scale:
        return f"{SYMBOLS[currency]}{value:,.{0 if value == int(value) else 2}f}"
    number = f"{value:,.3f}".rstrip("0").rstrip(".")
    if currency in SYMBOLS:
        return f"{SYMBOLS[currency]}{number} {scale}"
    if unit == "percent":
        return f"{number}%"
    return f"{number} {ONE.get(unit, unit.removesuffix('s')) if value == 1 else unit}"


def _text(row: Row, name: str) -> str:
    """A cell as text, empty where there is nothing."""
    return str(row[name]) if _has(row, name) else ""


def _has(row: Row, name: str) -> bool:
    return bool(pd.notna(row[name]))


def _worded(quoted: str) -> bool:
    """Whether a range is printed in words, such as “a few hundred to over 10,000”."""
    return " to " in quoted and not quoted.startswith("up to")


def between(low: float, high: float, unit: str) -> str:
    """``$80 to $150``, ``6 to 8 weeks``; one amount where both are the same."""
    if low == high:
        return amount(low, unit)
    first = amount(low, unit)
    if first.endswith(f" {unit}") or unit in ("times", "people"):
        first = f"{low:,.3f}".rstrip("0").rstrip(".")
    return f"{first} to {amount(high, unit)}"


def printed(row: Row) -> str:
    """A figure in words, with what was printed of “about”, “up to” and the like."""
    quoted = _text(row, "quoted")
    if not _text(row, "unit"):
        return f"“{quoted}”" if quoted else "no amount on the page"
    unit = str(row["unit"])
    if not _has(row, "value") and _worded(quoted):
        return f"“{quoted}” {'' if unit == 'percent' else unit_words(unit)}".strip()
    hedge = next((f"{one} " for one in HEDGES if quoted.startswith(one)), "")
    if _has(row, "value"):
        return hedge + amount(row["value"], unit) + (" (computed here)" if row["derived"] else "")
    if not _has(row, "low"):
        return f"{'less than' if quoted.startswith('less') else 'up to'} " \
            f"{amount(row['high'], unit)}"
    if not _has(row, "high"):
        word = next((one for one in ("over", "from") if quoted.startswith(one)), "at least")
        return f"{word} {amount(row['low'], unit)}"
    more = " or more" if quoted.endswith("+") else ""
    return hedge + between(row["low"], row["high"], unit) + more


def place(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with what a chart needs: see :func:`analysis.charts.spans.draw_spans`.

    ``low`` and ``high`` are on the axis (days, millions), ``text`` keeps the unit printed.
    """
    rows = table.to_dict("records")
    scale = [SCALES.get(str(row["unit"]).rpartition(" ")[2], 1.0) for row in rows]
    value, quoted = table["value"], table["quoted"].fillna("")
    low, high = value.fillna(table["low"]) * scale, value.fillna(table["high"]) * scale
    words = [printed(row) for row in rows]
    labels = [_label(row) for row in rows]
    fuzzy = value.isna() & pd.Series([_worded(one) for one in quoted], table.index, dtype=bool)
    return table.assign(
        low=low, high=high, text=words, label=labels, weak=table["claimed_by"] == VENDOR,
        open_low=(low.isna() & high.notna()) | (fuzzy & high.isna() & low.notna()),
        open_high=(high.isna() & low.notna()) | (quoted.str.endswith("+") & high.notna()),
        section=table["claimed_by"].map(SECTIONS),
        colour=[COLOURS.get(str(one), "ink") for one in table["made_by"]],
        hover=[f"{label}: {text}" for label, text in zip(labels, words, strict=True)],
    )


def _label(row: Row) -> str:
    """What is measured, of whom, when, on how many replies, and whether the page is weak."""
    what = str(row["measure"])
    if row["made_by"] == "AI" and "AI" not in what:
        what += ", with AI"
    parts = [str(row["organisation"]), period(row)]
    if _has(row, "base_n"):
        parts.append(replies(row))
    if "weak" in _text(row, "note"):
        parts.append("weak page")
    return f"{upper_first(what)} · {', '.join(parts)}"


def period(row: Row) -> str:
    """When: ``Feb 2025`` for ``2025-02``, ``Q4 2024`` for ``2024-Q4``, else as in the data."""
    text = _text(row, "period_text")
    year, _, part = text.partition("-")
    if len(text) == 7 and part.isdecimal():
        return f"{MONTHS[int(part) - 1]} {year}"
    if len(text) == 7 and year.isdecimal() and part[:1] in ("Q", "H"):
        return f"{part} {year}"
    return text or "no date"


def signs(placed: pd.DataFrame) -> str:
    """What the signs in this chart mean, as the end of a subtitle."""
    weak = " · dotted and hollow: claimed by those who sell AI images"
    bound = " · arrow: printed as a bound, the other end is not known"
    return (weak if placed["weak"].any() else "") + (
        bound if (placed["open_low"] | placed["open_high"]).any() else "")


def replies(row: Row) -> str:
    """``about 29 replies`` where the note says that the number is one, else ``106 replies``."""
    number = int(row["base_n"])
    about = f"about {number} " in _text(row, "note")
    return f"{'about ' if about else ''}{count(number, 'reply', 'replies')}"


def ruler_for(unit: str, placed: pd.DataFrame, *, from_zero: bool = False) -> Ruler:
    """The axis of these rows; logarithmic only for claims that lie very far apart."""
    currency, _, scale = axis_units(unit)[0].partition(" ")
    money = currency in SYMBOLS
    percent = unit == "percent"
    return Ruler(
        prefix=SYMBOLS[currency] if money else "",
        suffix="%" if percent else "m" if money and scale else "",
        log=not (percent or scale or from_zero) and needs_log(placed),
        reach=105.0 if percent else 0.0,
    )


def axis_words(unit: str, per: str, ruler: Ruler) -> str:
    """What the axis measures, as part of a subtitle."""
    return unit_words(unit, per) + (
        ", logarithmic axis: each line is ten times the one before" if ruler.log else "")


def period_of(table: pd.DataFrame) -> str:
    """``2023 to 2026, 7 figures without a date``."""
    years = table["year"].dropna() if len(table) else pd.Series(dtype=float)
    undated = len(table) - len(years)
    span = "" if years.empty else (
        f"{years.min():.0f}" if years.min() == years.max()
        else f"{years.min():.0f} to {years.max():.0f}"
    )
    dated = f"{count(undated, 'figure')} without a date" if undated else ""
    return ", ".join(filter(None, (span, dated))) or "no figure"


def from_sellers(table: pd.DataFrame) -> str:
    """``5 of 6 come from firms that sell AI images``; words alone are not counted."""
    numbered = table[table["unit"].notna()]
    sold = int((numbered["claimed_by"] == VENDOR).sum())
    if not sold:
        return "none comes from a firm that sells AI images"
    if sold == len(numbered):
        whole = {1: "the one figure comes", 2: "both figures come"}.get(sold, f"all {sold} come")
        return f"{whole} from firms that sell AI images"
    return f"{sold} of {len(numbered)} figures {'comes' if sold == 1 else 'come'} from firms " \
        "that sell AI images"


def only_one(row: Row, per: str = "") -> str:
    """The title where a choice holds one figure with a number."""
    said = SPEAKERS.get(str(row["claimed_by"]), str(row["claimed_by"]))
    weak = ", on a weak page" if "weak" in _text(row, "note") else ""
    return (
        f"One figure only, said by {said}{weak}: {printed(row)}"
        + (f" per {per}" if per else "") + f"; {row['measure']}, {row['organisation']}"
    )


def alt_of(title: str, placed: pd.DataFrame) -> str:
    """Alternative text: the title and the first rows."""
    rows = placed["hover"].head(12).tolist()
    more = f"; and {len(placed) - 12} more" if len(placed) > 12 else ""
    return f"{title}. " + "; ".join(rows) + more
