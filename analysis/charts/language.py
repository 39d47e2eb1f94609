"""Numbers, dates and fixed words of a figure in six languages, as their newspapers print them.

Decided by CLDR and the style of each country, with two simplifications that hold everywhere: thin
spaces are no-break spaces, which every font has, and numbers of four digits are grouped like longer
ones, so that an axis does not mix both. Only forms that the desk itself prints are understood: an
English number with a comma for thousands or a point for decimals, a sign of percent, a day or month
such as ``23 Nov 2026``. Words of sentences are never translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Code = Literal["en", "fr", "de", "sv", "it", "es"]
CODES: tuple[Code, ...] = get_args(Code)
SPACE = "\u00a0"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")
NUMBER = re.compile(
    r"(?<![A-Za-z\d.,])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d,]*\.?\d)(%?)")
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?: |<br>))?({_MONTH})(?: |<br>)(\d{{4}})\b")


@dataclass(frozen=True)
class Language:
    """How a language prints what is fixed in a figure.

    Parameters
    ----------
    name : str
        In itself.
    decimal, thousands, percent : str
        Signs; ``percent`` with the space before it.
    months : str
        Short names, divided by blanks.
    day : str
        A date with ``{day}``, ``{month}`` and ``{year}``.
    colon : str
        Colon with the space before it.
    words : mapping
        By the English word or sentence; ``{…}`` stands for what is put in.
    """

    name: str
    decimal: str
    thousands: str
    percent: str
    months: str
    day: str
    colon: str
    words: Mapping[str, str]

    def say(self, word: str, **parts: object) -> str:
        """A fixed word or phrase."""
        return self.words.get(word, word).format(**parts)

    def number(self, text: str) -> str:
        """An English number in digits: ``1,234.5``."""
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})

    def date(self, value: date) -> str:
        """A day."""
        return self.day.format(
            day=value.day, month=self.months.split()[value.month - 1], year=value.year)


_KEYS = ("Source", "Sources", "As of {day}", "Note", "Chart", "simulation", "scenario", "withheld",
         "not published", "data {version}", "and {n} more")


def _words(*said: str) -> dict[str, str]:
    return dict(zip(_KEYS, said, strict=True))


LANGUAGES: Mapping[Code, Language] = {
    "en": Language(
        "English", ".", ",", "%", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "{day} {month} {year}", ":", _words(*_KEYS)),
    "fr": Language(
        "Français", ",", SPACE, f"{SPACE}%",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "{day} {month} {year}",
        f"{SPACE}:", _words(
            "Source", "Sources", "Données au {day}", "Note", "Graphique", "simulation", "scénario",
            "non diffusé", "non publié", "données {version}", "et {n} autres")),
    "de": Language(
        "Deutsch", ",", ".", f"{SPACE}%",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.", "{day}. {month} {year}",
        ":", _words(
            "Quelle", "Quellen", "Stand: {day}", "Anmerkung", "Grafik", "Simulation", "Szenario",
            "geheim gehalten", "nicht veröffentlicht", "Daten {version}", "und {n} weitere")),
    "sv": Language(
        "Svenska", ",", SPACE, f"{SPACE}%",
        "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.", "{day} {month} {year}",
        ":", _words(
            "Källa", "Källor", "Uppgifter per {day}", "Anm.", "Grafik", "simulering", "scenario",
            "sekretesskyddat", "ej publicerat", "data {version}", "och {n} till")),
    "it": Language(
        "Italiano", ",", ".", "%", "gen feb mar apr mag giu lug ago set ott nov dic",
        "{day} {month} {year}", ":", _words(
            "Fonte", "Fonti", "Dati al {day}", "Nota", "Grafico", "simulazione", "scenario",
            "oscurato", "non pubblicato", "dati {version}", "e altre {n}")),
    "es": Language(
        "Español", ",", ".", f"{SPACE}%", "ene feb mar abr may jun jul ago sept oct nov dic",
        "{day} {month} {year}", ":", _words(
            "Fuente", "Fuentes", "Datos a {day}", "Nota", "Gráfico", "simulación", "escenario",
            "protegido", "no publicado", "datos {version}", "y {n} más")),
}
EXACT = ("withheld", "not published")
"""Fixed words that may stand for a whole text of a figure or cell of a table."""


def localise(text: str, code: Code) -> str:
    """Numbers and dates of an English text as another language prints them.

    Parameters
    ----------
    text : str
        May hold Plotly's mark-up.
    code : str
        A key of ``LANGUAGES``.
    """
    if code == "en" or not text:
        return text
    language = LANGUAGES[code]
    bare = re.sub(r"</?[bi]>", "", text)
    if bare in EXACT:
        return text.replace(bare, language.say(bare))
    text = DAY.sub(lambda found: _date(found, language), text)
    return NUMBER.sub(
        lambda found: language.number(found[1] + (found[2] or ""))
        + (language.percent if found[3] else ""), text)


def _date(found: re.Match[str], language: Language) -> str:
    broken = "<br>" in found[0]
    month = next(at for at, name in enumerate(MONTHS, start=1) if name[:3] == found[2][:3])
    if found[1] is None:
        said = f"{language.months.split()[month - 1]} {found[3]}"
    else:
        try:
            said = language.date(date(int(found[3]), month, int(found[1])))
        except ValueError:
            return found[0]
    return "<br>".join(said.rsplit(" ", 1)) if broken else said
