"""Columns that seem to hold who somebody is: names, e-mail and other addresses, numbers, births.

A guess, not a proof: it is decided by words in the header (English, German, French, Swedish) and
by the look of the values (a day such as 05/03/2025 is no telephone number), says which, and makes
the column ``id`` or ``text``. Such a column is left out of all that is written. The loader may
overrule the guess only where every answer is given by at least ``FEWEST`` people: then it says who
nobody is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 10
"""People behind an answer that may be seen, as the gate's own rule; a test holds them together."""
NUMBERED = "member number"
"""What is written as a running number, to tell respondents apart."""
SHARE = 0.3
"""Share of filled cells that must look like it."""

EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}$")
PHONE = re.compile(r"^(?:\+|00)\d[\d\s()/.-]{6,18}\d$|^0\d{1,4}[\s/()-]+\d[\d\s/-]{4,14}\d$"
                   r"|^\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$")
DAY = re.compile(r"^\d{1,2}([-/.])\d{1,2}\1(?:19|20)?\d{2}(?:[ ,T].*)?$")
IP = re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}$")
IBAN = re.compile(r"^[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}\s?[A-Z0-9]{0,4}$")
PERSONNUMMER = re.compile(r"^(?:19|20)?\d{6}[-+]\d{4}$")
STREET = re.compile(
    r"\b\d{1,4}[a-z]?\b.*\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|rue|boulevard|bd|place)\b"
    r"|\b(?:rue|avenue|boulevard|place|quai)\b.*|\w+(?:straße|strasse|str\.|weg|platz|allee|gasse"
    r"|gatan|vägen|väg|gränd)\s+\d+", re.IGNORECASE)
TWO_NAMES = re.compile(r"^[A-ZÀ-ÖØ-Þ][\w'’-]+(?:,)?(?:\s+(?:de|van|von|af|der|la|le|di))?"
                       r"(?:\s+[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,2}$")

HEADERS: tuple[tuple[str, str, str], ...] = (
    ("network address", "id", r"\bip\b|ip.?address"),
    ("e-mail address", "id", r"e.?mail|courriel|e.?post(?!code)|mailadress"),
    ("telephone number", "id", r"phone|telefon|téléphone|\bhandy\b|mobile? ?(?:no|nr|num|phone)?$"
                               r"|mobilnummer|\btel\b|\bfax\b"),
    ("date of birth", "text", r"date.?of.?birth|birth.?(?:date|day)|\bdob\b|geburts(?:datum|tag)"
                              r"|date.?de.?naissance|födelse(?:datum|dag)"),
    ("personal number", "id", r"personnummer|social.?security|\bssn\b|national.?(?:id|insurance)"
                              r"|steuer.?(?:id|nummer)|sozialversicherung|passport|\biban\b"
                              r"|numéro.?de.?sécurité"),
    (NUMBERED, "id", r"member.?(?:ship)?.?(?:no|nr|num|number|id)|mitglied.?s?.?"
                            r"(?:nr|nummer|no|id)|(?:numéro|n°|no).{0,4}adhérent|medlems.?(?:nr|"
                            r"nummer|id)|union.?(?:no|num|number|id)|staff.?(?:no|num|id)"),
    ("name", "text", r"(?:first|last|given|family|full|sur|middle|your|respondent.?s?).?name"
                     r"|^name$|^names$|vorname|nachname|familienname|^prénom|^nom$|nom.de.famille"
                     r"|förnamn|efternamn|^namn$|^nom et prénom|recipient"),
    ("postal address", "text", r"address(?!ed)|anschrift|\badresse?\b|straße|\bstreet\b|\brue\b"
                               r"|gatuadress|post.?code|postleitzahl|\bplz\b|zip.?code"
                               r"|code.?postal|postnummer"),
    ("place on the map", "id", r"latitude|longitude|\bgps\b"),
)
LOOKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("e-mail address", "id", EMAIL), ("personal number", "id", PERSONNUMMER),
    ("network address", "id", IP), ("bank account", "id", IBAN), ("telephone number", "id", PHONE),
    ("postal address", "text", STREET),
)
MEMBER = re.compile(
    r"^(?:union |our )?(?:members?|memberships?|mitglied(?:er|schaft)?|adh[ée]rente?s?|adh[ée]sion"
    r"|membres?|medlem(?:mar|skap)?|matricule)$")
"""Headers of members that do not say whether a number stands below."""
MEMBER_CODE = re.compile(r"^[A-Za-zÀ-ÿ]{0,4}[ ./-]?(\d+(?:[ ./-]?\d+)*)[A-Za-z]?$")
DIFFERENT = 0.8
"""Share of different cells for numbers below such a header to tell who somebody is."""
YEARS, DURATIONS = range(1900, 2101), 100
"""Years of entry, and years of membership, are no numbers of members."""
FEWEST_NAMES, NAMES_SHARE = 5, 0.8
"""Different cells that must be there, and the share of cells that differ and look like names."""
INSIDE = (
    ("e-mail addresses inside its texts", re.compile(r"[^@\s,;<(]+@[^@\s,;]+\.[A-Za-z]{2,}")),
    ("telephone numbers inside its texts", re.compile(
        r"(?<![\w.,/-])(?!\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?![\d./-]))"
        r"(?:\+\d|0\d)(?:[\s()/.-]?[\s(]?\d){7,12}(?!\d)"
        r"|(?<!\d)\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)")),
)
"""What people write into a free text so that somebody may reach them."""


@dataclass(frozen=True)
class PersonalColumn:
    """A column that seems to say who somebody is, as what, why, and the kind it is given."""

    column: str
    what: str
    why: str
    kind: str


def article(what: str) -> str:
    """A thing with its article, ``an e-mail address``; several have none."""
    if "inside" in what:
        return what
    return f"{'an' if what[0] in 'aeio' else 'a'} {what}"


def find_inside(name: str, texts: Sequence[str]) -> PersonalColumn | None:
    """What people wrote into a free text that says who they are, None if nothing."""
    for what, look in INSIDE:
        found = sum(bool(look.search(text)) for text in texts)
        if found:
            why = f"in {found:,} of {len(texts):,} filled cells"
            return PersonalColumn(name, what, why, "text")
    return None


def _are_numbers_of_members(distinct: Counter[str]) -> bool:
    """Whether nearly all cells are numbers that nobody shares, and neither years nor durations."""
    found = [match.group(1) for text in distinct if (match := MEMBER_CODE.match(text))]
    numbers = [int(re.sub(r"\D", "", one)) for one in found]
    return len(distinct) >= max(FEWEST_NAMES, DIFFERENT * distinct.total()) \
        and len(found) >= DIFFERENT * len(distinct) and max(numbers) > DURATIONS \
        and not all(number in YEARS for number in numbers)


def find_personal(name: str, texts: Sequence[str]) -> PersonalColumn | None:
    """What a column says about who somebody is, None if nothing.

    Parameters
    ----------
    name : str
        Header of the column.
    texts : sequence of str
        Its filled cells, or a sample of them.
    """
    header = re.sub(r"[_\s]+", " ", name.strip().casefold())
    for what, kind, pattern in HEADERS:
        if re.search(pattern, header):
            return PersonalColumn(name, what, "by its header", kind)
    if not texts:
        return None
    distinct = Counter(text.strip() for text in texts)
    if MEMBER.match(header) and _are_numbers_of_members(distinct):
        why = f"by its header, and {len(distinct):,} of {len(texts):,} filled cells differ"
        return PersonalColumn(name, NUMBERED, why, "id")
    days = sum(number for text, number in distinct.items() if DAY.match(text))
    for what, kind, look in LOOKS if days < SHARE * len(texts) else ():
        found = sum(number for text, number in distinct.items() if look.search(text))
        if found and found >= SHARE * len(texts):
            return PersonalColumn(
                name, what, f"{found:,} of {len(texts):,} filled cells look like one", kind)
    if len(distinct) >= FEWEST_NAMES and len(distinct) >= NAMES_SHARE * len(texts):
        found = sum(bool(TWO_NAMES.match(text)) for text in distinct)
        if found >= NAMES_SHARE * len(distinct):
            return PersonalColumn(
                name, "name", f"{found:,} of {len(distinct):,} different cells look like one",
                "text")
    return None
