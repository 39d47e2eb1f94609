"""Words of survey answers in English, German, French and Swedish: missing answers, yes and no.

Written from scratch for recognition only: nothing here changes an answer, it proposes a kind of
missing answer, which the loader sees and may change.
"""

from __future__ import annotations

import re

EMPTY_TEXTS = (
    "NA", "N/A", "n/a", "#N/A", "#NV", "NULL", "null", "NaN", "nan", "<NA>", "NaT", ".", "-", "--",
    "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#BEZUG!", "#WERT!", "#ZAHL!",
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#OGILTIGT!",
    "#SAKNAS!", "#DIVISION/0!",
)
"""Texts by which programs write an empty cell, and spreadsheets a formula that failed."""

MISSING_ANSWERS = {
    "refused": (
        "refused", "refusal", "prefer not to say", "prefer not to answer", "rather not say",
        "declined to answer", "no answer", "not answered", "keine angabe", "k.a.", "k. a.",
        "verweigert", "möchte ich nicht sagen", "möchte nicht antworten", "antwort verweigert",
        "refus", "refus de répondre", "ne souhaite pas répondre", "je préfère ne pas répondre",
        "préfère ne pas répondre", "sans réponse", "vill inte svara", "vill ej svara",
        "vill ej uppge", "inget svar", "ej svar",
    ),
    "dont_know": (
        "don't know", "dont know", "do not know", "don’t know", "dk", "unsure", "not sure",
        "weiß nicht", "weiss nicht", "weiß ich nicht", "ne sait pas", "je ne sais pas", "nsp",
        "sans opinion", "vet ej", "vet inte", "osäker",
    ),
    "not_asked": (
        "not asked", "not applicable", "does not apply", "skipped", "inapplicable",
        "nicht gefragt", "trifft nicht auf mich zu", "entfällt", "nicht zutreffend", "filter",
        "non posée", "non concerné", "non concernée", "sans objet", "ej tillämpligt",
        "inte relevant", "ej aktuellt", "ej tillfrågad", "ej ställd",
    ),
    "other": ("missing", "invalid", "system missing", "fehlend", "manquant", "saknas"),
}

KIND_OF = {label.casefold(): kind for kind, labels in MISSING_ANSWERS.items() for label in labels}

YES = ("yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "sant", "sann",
       "checked", "selected", "quoted", "☑", "✓")
NO = ("no", "n", "false", "0", "nein", "falsch", "non", "faux", "nej", "falskt", "falsk",
      "unchecked", "not selected", "not quoted", "☐", "")

NUMBERED = re.compile(r"^\s*\(?(-?\d{1,2})\s*[.):=–—-]+\s*(?=[^\s\d])(.*[^\W\d_].*)$")
"""A number and the words it stands for: ``1 - Never``, ``(1) Never``, ``1 = Never``."""


def times(count: int) -> str:
    """How often, in words."""
    return "once" if count == 1 else f"{count:,} times"


def missing_kind(label: str) -> str:
    """Kind of missing answer that a label names, empty if it is an answer."""
    return KIND_OF.get(plain_label(label), "")


def plain_label(label: str) -> str:
    """A label without number, case, curly quotes or end mark, to be compared."""
    numbered = NUMBERED.match(label)
    text = numbered.group(2) if numbered else label
    return re.sub(r"\s+", " ", text.replace("’", "'").strip(" .!()[]").casefold())
