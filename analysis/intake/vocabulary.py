"""Words of survey answers in English, German, French and Swedish: scales, missing answers, yes.

Written from scratch for recognition only: nothing here changes an answer, it proposes an order or
a kind of missing answer, which the loader sees and may change.
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

SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("strongly disagree", "completely disagree", "totally disagree"),
     ("disagree", "tend to disagree", "somewhat disagree", "slightly disagree"),
     ("neither agree nor disagree", "neither", "neutral", "undecided"),
     ("agree", "tend to agree", "somewhat agree", "slightly agree"),
     ("strongly agree", "completely agree", "totally agree")),
    (("stimme überhaupt nicht zu", "stimme gar nicht zu", "lehne stark ab",
      "trifft überhaupt nicht zu", "trifft gar nicht zu"),
     ("stimme nicht zu", "stimme eher nicht zu", "lehne ab", "trifft eher nicht zu"),
     ("teils/teils", "teils teils", "teils, teils", "weder noch", "neutral", "unentschieden"),
     ("stimme zu", "stimme eher zu", "trifft eher zu"),
     ("stimme voll und ganz zu", "stimme voll zu", "stimme völlig zu",
      "trifft voll und ganz zu", "trifft voll zu")),
    (("pas du tout d'accord", "tout à fait en désaccord"),
     ("pas d'accord", "plutôt pas d'accord", "en désaccord", "plutôt en désaccord"),
     ("ni d'accord ni pas d'accord", "ni en accord ni en désaccord", "neutre", "indécis"),
     ("d'accord", "plutôt d'accord"), ("tout à fait d'accord", "entièrement d'accord")),
    (("instämmer inte alls", "tar helt avstånd", "håller inte alls med"),
     ("instämmer inte", "instämmer i låg grad", "instämmer delvis inte", "håller inte med"),
     ("varken eller", "varken instämmer eller inte", "neutral"),
     ("instämmer", "instämmer i hög grad", "instämmer delvis", "håller med"),
     ("instämmer helt", "håller helt med", "instämmer helt och hållet")),
    (("very dissatisfied", "very unsatisfied"), ("dissatisfied", "unsatisfied",
      "somewhat dissatisfied"), ("neither satisfied nor dissatisfied", "neutral"),
     ("satisfied", "somewhat satisfied"), ("very satisfied",)),
    (("sehr unzufrieden",), ("unzufrieden", "eher unzufrieden"), ("teils/teils", "neutral"),
     ("zufrieden", "eher zufrieden"), ("sehr zufrieden",)),
    (("très insatisfait", "pas du tout satisfait"), ("insatisfait", "plutôt insatisfait",
      "plutôt pas satisfait"), ("neutre",), ("satisfait", "plutôt satisfait"),
     ("très satisfait",)),
    (("mycket missnöjd",), ("missnöjd", "ganska missnöjd"), ("varken nöjd eller missnöjd",),
     ("nöjd", "ganska nöjd"), ("mycket nöjd",)),
    (("never",), ("rarely", "seldom"), ("sometimes", "occasionally"), ("often", "frequently",
      "usually"), ("very often",), ("always",)),
    (("nie", "niemals"), ("selten",), ("manchmal", "gelegentlich"), ("oft", "häufig"),
     ("sehr oft", "sehr häufig"), ("immer",)),
    (("jamais",), ("rarement",), ("parfois", "de temps en temps"), ("souvent",),
     ("très souvent",), ("toujours",)),
    (("aldrig",), ("sällan",), ("ibland",), ("ofta",), ("mycket ofta",), ("alltid",)),
    (("very unlikely", "extremely unlikely"), ("unlikely", "somewhat unlikely"),
     ("neither likely nor unlikely", "neutral"), ("likely", "somewhat likely"),
     ("very likely", "extremely likely")),
    (("very negative",), ("negative", "somewhat negative", "fairly negative"),
     ("neither positive nor negative", "neutral", "no change", "no impact"),
     ("positive", "somewhat positive", "fairly positive"), ("very positive",)),
    (("sehr negativ",), ("negativ", "eher negativ"), ("neutral", "weder noch"),
     ("positiv", "eher positiv"), ("sehr positiv",)),
    (("très négatif",), ("négatif", "plutôt négatif"), ("neutre",),
     ("positif", "plutôt positif"), ("très positif",)),
    (("mycket negativ", "mycket negativt"), ("negativ", "negativt", "ganska negativt"),
     ("varken eller", "neutral"), ("positiv", "positivt", "ganska positivt"),
     ("mycket positiv", "mycket positivt")),
    (("not at all", "not at all concerned", "not at all important", "not at all worried"),
     ("slightly", "a little", "not very", "slightly concerned", "not very concerned",
      "slightly important", "not very important", "not very worried"),
     ("moderately", "somewhat", "quite", "fairly", "rather", "moderately concerned",
      "somewhat concerned", "quite concerned", "fairly concerned", "quite important",
      "moderately important", "somewhat important", "fairly worried", "quite worried"),
     ("very", "quite a bit", "very concerned", "very important", "very worried"),
     ("extremely", "a great deal", "extremely concerned", "extremely important")),
    (("gar nicht", "überhaupt nicht"), ("wenig", "kaum"), ("mittel", "mäßig", "teilweise"),
     ("ziemlich", "stark"), ("sehr", "sehr stark")),
    (("pas du tout",), ("peu", "un peu"), ("moyennement", "assez"), ("beaucoup", "très"),
     ("énormément", "extrêmement")),
    (("inte alls",), ("lite", "i liten grad"), ("delvis", "i viss mån"), ("mycket",
      "i hög grad"), ("väldigt mycket", "i mycket hög grad")),
    (("very poor", "very bad"), ("poor", "bad"), ("fair", "average", "acceptable"), ("good",),
     ("very good",), ("excellent",)),
    (("sehr schlecht",), ("schlecht",), ("mittelmäßig", "mittel"), ("gut",), ("sehr gut",)),
    (("much worse", "decreased a lot"), ("worse", "somewhat worse", "decreased",
      "a bit worse"), ("about the same", "the same", "stayed the same", "no change"),
     ("better", "somewhat better", "increased", "a bit better"),
     ("much better", "increased a lot")),
)
"""Answer scales, each a row of steps from low to high; a step lists its wordings."""

YES = ("yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "sant", "sann",
       "checked", "selected", "quoted", "☑", "✓")
NO = ("no", "n", "false", "0", "nein", "falsch", "non", "faux", "nej", "falskt", "falsk",
      "unchecked", "not selected", "not quoted", "☐", "")

NUMBERED = re.compile(r"^\s*\(?(-?\d{1,2})\s*[.):=–-]\s*(.*[^\W\d_].*)$")
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


def missing_kind(label: str) -> str:
    """Kind of missing answer that a label names, empty if it is an answer."""
    plain = plain_label(label)
    for kind, labels in MISSING_ANSWERS.items():
        if plain in labels:
            return kind
    return ""


def plain_label(label: str) -> str:
    """A label without number, case, curly quotes or end mark, to be compared."""
    numbered = NUMBERED.match(label)
    text = numbered.group(2) if numbered else label
    return re.sub(r"\s+", " ", text.replace("’", "'").strip(" .!()[]").casefold())


def order_labels(labels: list[str]) -> tuple[list[str], str]:
    """Labels from low to high and why; an empty list if no order is seen.

    Parameters
    ----------
    labels : list of str
        Distinct answers, without the missing ones.
    """
    if len(labels) < 3:
        return [], ""
    for find, why in (
        (_numbered_rank, "every answer begins with its number"),
        (_scale_rank, "the answers are a known scale"),
        (_range_rank, "the answers are ranges of numbers"),
    ):
        ranks = find(labels)
        if ranks is not None and len(set(ranks)) == len(ranks):
            return [label for _, label in sorted(zip(ranks, labels, strict=True))], why
    return [], ""


def _numbered_rank(labels: list[str]) -> list[float] | None:
    found = [NUMBERED.match(label) for label in labels]
    return None if None in found else [float(one.group(1)) for one in found if one]


def _scale_rank(labels: list[str]) -> list[float] | None:
    plain = [plain_label(label) for label in labels]
    for scale in SCALES:
        places = {word: float(step) for step, words in enumerate(scale) for word in words}
        if all(label in places for label in plain):
            return [places[label] for label in plain]
    return None


def _range_rank(labels: list[str]) -> list[float] | None:
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
