"""Controls: what a reader may set on an exhibit, with the values it accepts.

One description serves the page's widget, the address bar, ``--set key=value`` on the command line
and the check of extremes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.errors import ControlError
from analysis.warehouse import Warehouse

Options = Callable[[Warehouse], Mapping[str, str]]
MANY = 40


@dataclass(frozen=True)
class Choice:
    """One of several values; ``options`` maps each value to its label."""

    name: str
    label: str
    help: str
    default: str
    options: Options

    def parse(self, text: str, warehouse: Warehouse) -> str:
        """The value meant by ``text``: a value or, ignoring case, a label.

        Raises
        ------
        ControlError
            If it is neither; the message lists what is accepted.
        """
        return _match(text, self.name, self.options(warehouse))

    def write(self, value: str) -> str:
        """The text that ``parse`` reads as ``value``."""
        return value

    def renamed(self, name: str) -> Choice:
        """The same choice under another name, for a page that has it twice."""
        return replace(self, name=name)

    def extremes(self, warehouse: Warehouse) -> list[str]:
        """Every option, or where there are many the first, the last and the default."""
        values = list(self.options(warehouse))
        if len(values) <= MANY:
            return values
        return list(dict.fromkeys([values[0], values[-1], self.default]))


@dataclass(frozen=True)
class Choices:
    """Any number of values; ``nothing`` says what an empty choice means."""

    name: str
    label: str
    help: str
    options: Options
    default: tuple[str, ...] = ()
    nothing: str = "All"

    def renamed(self, name: str) -> Choices:
        """The same choices under another name, for a page that has them twice."""
        return replace(self, name=name)

    def parse(self, text: str, warehouse: Warehouse) -> tuple[str, ...]:
        """Values separated by ``|``; an empty text is the empty choice."""
        options = self.options(warehouse)
        parts = [part.strip() for part in text.split("|") if part.strip()]
        return tuple(dict.fromkeys(_match(part, self.name, options) for part in parts))

    def write(self, value: tuple[str, ...]) -> str:
        """The text that ``parse`` reads as ``value``."""
        return "|".join(value)

    def extremes(self, warehouse: Warehouse) -> list[tuple[str, ...]]:
        """None, each of the first and last options alone, and all."""
        values = list(self.options(warehouse))
        return [(), (values[0],), (values[-1],), tuple(values)]


@dataclass(frozen=True)
class Years:
    """A range of whole years, both ends included."""

    name: str
    label: str
    help: str
    limits: Callable[[Warehouse], tuple[int, int]]
    default: tuple[int, int] | None = None

    def parse(self, text: str, warehouse: Warehouse) -> tuple[int, int]:
        """``2010-2025`` or a single year."""
        low, high = self.limits(warehouse)
        first, _, last = text.partition("-")
        try:
            years = int(first), int(last or first)
        except ValueError:
            raise ControlError(
                f"{self.name}={text!r} is not a range of years. Write {low}-{high} or one year."
            ) from None
        if not low <= years[0] <= years[1] <= high:
            raise ControlError(
                f"{self.name}={text!r} is not in {low}-{high}. Choose years in that range, "
                "the earlier one first."
            )
        return years

    def write(self, value: tuple[int, int]) -> str:
        """The text that ``parse`` reads as ``value``."""
        return f"{value[0]}-{value[1]}"

    def extremes(self, warehouse: Warehouse) -> list[tuple[int, int]]:
        """The whole range, its first year and its last year."""
        low, high = self.limits(warehouse)
        return [(low, high), (low, low), (high, high)]


@dataclass(frozen=True)
class Search:
    """Free text; every word must occur somewhere, case and accents ignored."""

    name: str
    label: str
    help: str
    default: str = ""

    def parse(self, text: str, warehouse: Warehouse) -> str:
        """The text itself, trimmed and at most 100 characters long."""
        return text.strip()[:100]

    def write(self, value: str) -> str:
        """The text that ``parse`` reads as ``value``."""
        return value

    def extremes(self, warehouse: Warehouse) -> list[str]:
        """Nothing, something that matches nothing, and hostile text."""
        return ["", "zzzz-no-such-text", "'; drop table surveys; -- <script>%_"]


def search_words(text: str) -> list[str]:
    """Words of a search, lower case, no accents or apostrophes, as the queries compare them."""
    lower = unicodedata.normalize("NFKD", text).lower()
    plain = unicodedata.normalize("NFKD", lower)
    left_out = "'’"
    return "".join(
        sign for sign in plain if not unicodedata.combining(sign) and sign not in left_out
    ).split()


@dataclass(frozen=True)
class Day:
    """A day from which something is counted; the desk has no today of its own."""

    name: str
    label: str
    help: str
    default: date
    low: date = date(2017, 1, 1)
    high: date = date(2035, 12, 31)

    def parse(self, text: str, warehouse: Warehouse) -> date:
        """A day written as ``2026-11-24``."""
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise ControlError(
                f"{self.name}={text!r} is not a day. Write it like {self.default}."
            ) from None
        if not self.low <= day <= self.high:
            raise ControlError(
                f"{self.name}={text!r} is not in {self.low} to {self.high}. Choose a day in that "
                "range."
            )
        return day

    def write(self, value: date) -> str:
        """The text that ``parse`` reads as ``value``."""
        return value.isoformat()

    def extremes(self, warehouse: Warehouse) -> list[date]:
        """The earliest and the latest day."""
        return [self.low, self.high]


@dataclass(frozen=True)
class Coded:
    """Text in a small grammar; ``read`` gives it in its one proper form or refuses it."""

    name: str
    label: str
    help: str
    default: str
    read: Callable[[str, Warehouse], str]
    examples: tuple[str, ...] = ()

    def parse(self, text: str, warehouse: Warehouse) -> str:
        """The text in its proper form.

        Raises
        ------
        ControlError
            If it cannot be read; the message says what is accepted.
        """
        return self.read(text, warehouse)

    def write(self, value: str) -> str:
        """The text that ``parse`` reads as ``value``."""
        return value

    def renamed(self, name: str) -> Coded:
        """The same control under another name, for a page that has it twice."""
        return replace(self, name=name)

    def extremes(self, warehouse: Warehouse) -> list[str]:
        """The examples, among them the farthest."""
        return list(self.examples)


Control = Choice | Choices | Years | Search | Day | Coded
Value = str | tuple[str, ...] | tuple[int, int] | date


def default_of(control: Control, warehouse: Warehouse) -> Value:
    """The value of a control nobody has touched."""
    if isinstance(control, Years):
        return control.default or control.limits(warehouse)
    return control.default


def fixed(options: Mapping[str, str]) -> Options:
    """Options that do not depend on the data."""
    return lambda warehouse: options


def years_from(query: str) -> Callable[[Warehouse], tuple[int, int]]:
    """Limits of a range of years from a named query with ``first_year`` and ``last_year``.

    A table without a year has no range; 2000 stands for it, so that a page can still be built.
    """
    def limits(warehouse: Warehouse) -> tuple[int, int]:
        row = warehouse.fetch(query).frame.iloc[0].fillna(2000)
        return int(row["first_year"]), int(row["last_year"])

    return limits


def from_query(name: str, *, all_label: str = "") -> Options:
    """Options read by a named query with columns ``value`` and ``label``.

    Parameters
    ----------
    name : str
        A query without parameters.
    all_label : str
        If given, a first option ``all`` with this label.
    """
    def read(warehouse: Warehouse) -> Mapping[str, str]:
        frame = warehouse.fetch(name).frame
        first = {"all": all_label} if all_label else {}
        return first | dict(zip(frame["value"], frame["label"], strict=True))

    return read


def _match(text: str, name: str, options: Mapping[str, str]) -> str:
    wanted = text.strip()
    if wanted in options:
        return wanted
    for value, label in options.items():
        if wanted.casefold() in (value.casefold(), label.casefold()):
            return value
    shown = [value if value == label else f"{value} ({label})" for value, label in options.items()]
    raise ControlError(f"{name}={text!r} is not accepted. Accepted: {', '.join(shown)}.")
