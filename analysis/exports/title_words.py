"""Words of findings in six languages: directions, hedges, negations, claims of cause and proof.

Each language has its line. A ``*`` stands for any ending, ``_`` for a blank, ``#`` for a number or
fraction that follows. Lists are short on purpose: a word stands here only if it says the same in
nearly every headline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from analysis.charts.language import Code

Words = Mapping[Code, str]
UP: Words = {
    "en": "rise rises rose risen rising up more higher highest increas* grew grow grows growing "
          "climb* jump* soar* surg* doubl* tripl* above exceed* outnumber* over_#",
    "fr": "plus augment* hausse progress* croît accru* accroît supérieur* davantage grimp* bond* "
          "doubl*",
    "de": "mehr stieg* steig* gestiegen zugenommen zunahme* nimmt_zu wuchs* wächst gewachsen "
          "höher* anstieg* verdoppel*",
    "sv": "mer fler ökar ökat ökade ökning* steg stiger stigit högre växer växte fördubbl*",
    "it": "più aument* cresc* cresciut* salgono salit* sale maggiore maggiori superior* raddopp*",
    "es": "más aument* crec* sube suben subi* mayor mayores superior* alza increment* duplic*",
}
DOWN: Words = {
    "en": "fall falls fell fallen falling down less fewer lower lowest lowered declin* decreas* "
          "drop* shrink* shrank shrunk loses lost plung* halved below under_#",
    "fr": "moins baiss* recul* dimin* chut* inférieur* perd perdent perdu*",
    "de": "weniger fiel* fällt sank* sink* gesunken gefallen abgenommen rückgang* niedriger* "
          "verlor* verlier* halbier*",
    "sv": "mindre färre minsk* sjönk sjunker sjunkit lägre faller föll förlor* halver*",
    "it": "meno diminui* cala calano calo calat* scend* sces* inferior* minore minori perso "
          "perdono dimezz*",
    "es": "menos disminu* baja bajan bajó bajaron caída* cae caen cayó cayeron menor menores "
          "inferior* perdi* pierde*",
}
MOST: Words = {
    "en": "most majority mainly mostly nearly_all", "fr": "plupart majorit* presque_tou*",
    "de": "meisten mehrheit* mehrzahl überwiegend* fast_alle*",
    "sv": "flesta majoritet* merparten nästan_alla", "it": "maggioranza maggior_parte quasi_tutt*",
    "es": "mayoría casi_tod*",
}
FEW: Words = {
    "en": "few minority hardly barely", "fr": "minorit* peu_de", "de": "wenige minderheit* kaum",
    "sv": "få fåtal* minoritet* knappast", "it": "minoranza pochi poche",
    "es": "minoría pocos pocas apenas",
}
NOT: Words = {
    "en": "not no none never nobody nothing neither nor without cannot isn't isn’t doesn't "
          "doesn’t don't don’t didn't didn’t",
    "fr": "ne n' n’ pas aucun* jamais personne ni sans rien",
    "de": "nicht nichts kein* nie niemals niemand ohne weder",
    "sv": "inte ej ingen inget inga ingenting aldrig utan", "it": "non nessun* mai né senza niente",
    "es": "no ningun* ningún nunca nadie ni sin nada",
}
HEDGES: Mapping[str, Words] = {
    "this is only expected": {
        "en": "expect* anticipat* believ* think* fear* project*",
        "fr": "attend* s'attend* s’attend* craign* redout* pens* croi* prévo* prévu*",
        "de": "erwart* rechne* glaub* fürcht* befürcht* prognos*",
        "sv": "förvänt* väntar tror befar* oroa* prognos*",
        "it": "prevede prevedono aspett* crede* credono tem* ritien* previst*",
        "es": "espera* prevé* cree* creen teme* previst* prevén",
    },
    "somebody says so": {
        "en": "say says claim* according quoted reported reporting",
        "fr": "selon dit disent affirm* déclar* d'après d’après rapport* cité*",
        "de": "laut sagt sagen zufolge angab* angaben heißt behaupt* zitiert* berichte*",
        "sv": "enligt säger uppger sägs påstå* citer* rapporter*",
        "it": "secondo dice dicono afferm* dichiar* citat* riferi*",
        "es": "según dice dicen afirm* declar* citad* inform*",
    },
    "this is an estimate or a bound": {
        "en": "estimat* about_# around_# roughly nearly almost just_over just_under at_least "
              "at_most up_to give_or_take approximat*",
        "fr": "estim* environ près_de presque au_moins au_plus jusqu'à jusqu’à à_peine un_peu",
        "de": "geschätzt* schätz* etwa rund ungefähr fast knapp mindestens höchstens bis_zu "
              "schätzung* gut_die",
        "sv": "uppskatt* cirka ungefär omkring nästan knappt minst högst upp_till drygt",
        "it": "stima* stimat* circa quasi almeno al_massimo fino_a poco",
        "es": "estim* alrededor cerca_de casi al_menos como_mucho aproximadamente hasta algo_más",
    },
    "this is only possible": {
        "en": "may might could would possibl* if",
        "fr": "pourrai* peut peuvent possible* si serai* aurai*",
        "de": "könnt* kann möglich* falls wenn würde* wäre*",
        "sv": "kan kunde kanske möjlig* om skulle", "it": "potrebb* può possono possibil* se forse",
        "es": "podría* puede pueden posible* si quizá*",
    },
    "this is only what was found or published": {
        "en": "found known documented publish* in_print press survey* answered circulation",
        "fr": "connu* trouv* recensé* documenté* publi* presse sondage* enquête* répond*",
        "de": "bekannt* gefunden* dokumentiert* veröffentlicht* presse umfrage* befragt* "
              "antwort*",
        "sv": "känd* kända hitta* dokumenter* publicer* pressen undersökning* enkät* svar*",
        "it": "conosciut* not* trovat* documentat* pubblicat* stampa sondagg* intervist* rispost*",
        "es": "conocid* encontrad* documentad* publicad* prensa encuesta* respond*",
    },
}
STRONG: Words = {
    "en": "significan* prove proves proved proof proven because cause causes caused causing due_to "
          "thanks_to leads_to led_to drives driven_by destroy* certainly undoubtedly always kill*",
    "fr": "significati* prouv* preuve* parce_que car cause causes causé* grâce_à provoqu* "
          "entraîn* détrui* certainement sans_doute toujours",
    "de": "signifikant* beweis* bewies* weil verursach* wegen dank führt_zu zerstör* sicherlich "
          "zweifellos immer aufgrund",
    "sv": "signifikant* bevis* eftersom orsak* på_grund_av tack_vare leder_till förstör* säkert "
          "alltid",
    "it": "significativ* prova provano provato dimostra* perché causa causano causat* grazie_a "
          "provoca* porta_a distrugg* certamente sempre a_causa",
    "es": "significativ* prueba* demuestra* porque causa causan causad* debido_a gracias_a "
          "provoca* destruy* ciertamente siempre",
}
COUNTS: Mapping[int, Words] = {value: dict(zip(
    ("en", "fr", "de", "sv", "it", "es"), words.split(), strict=True)) for value, words in {
        2: "two deux zwei två due dos", 3: "three trois drei tre tre tres",
        4: "four quatre vier fyra quattro cuatro", 5: "five cinq fünf fem cinque cinco",
        6: "six six sechs sex sei seis", 7: "seven sept sieben sju sette siete",
        8: "eight huit acht åtta otto ocho", 9: "nine neuf neun nio nove nueve",
        10: "ten dix zehn tio dieci diez", 11: "eleven onze elf elva undici once",
        12: "twelve douze zwölf tolv dodici doce"}.items()}
FRACTIONS: Mapping[float, Words] = {
    66.7: {"en": "two_thirds", "fr": "deux_tiers", "de": "zwei_drittel", "sv": "två_tredjedelar",
           "it": "due_terzi", "es": "dos_tercios"},
    75.0: {"en": "three_quarters", "fr": "trois_quarts", "de": "drei_viertel dreiviertel",
           "sv": "tre_fjärdedelar", "it": "tre_quarti", "es": "tres_cuartos"},
    50.0: {"en": "half", "fr": "moitié", "de": "hälfte", "sv": "hälften", "it": "metà",
           "es": "mitad"},
    33.3: {"en": "a_third one_third", "fr": "un_tiers", "de": "ein_drittel einem_drittel",
           "sv": "en_tredjedel", "it": "un_terzo", "es": "un_tercio"},
    25.0: {"en": "a_quarter one_quarter", "fr": "un_quart", "de": "ein_viertel einem_viertel",
           "sv": "en_fjärdedel", "it": "un_quarto", "es": "un_cuarto una_cuarta"},
}
"""Fractions in percent; those of two words first, because the others stand within them."""
COMMON: Words = {
    "en": "the of and for to is are was than", "fr": "le la les des du et en une dans est sont par",
    "de": "der die das und in von den mit ein eine ist sind im",
    "sv": "och att det av för en ett som är på i", "it": "il della di che e per del gli dei nel",
    "es": "el los las de que y en del una por",
}
"""By which a language is guessed."""
SCALES: Mapping[float, str] = {
    1e6: "million* millionen mio miljon* milion* millón millones mn m",
    1e9: "billion* milliard* mrd miljard* miliard* bn",
    1e3: "thousand mille tausend tusen mila mil",
}
FOLLOWED = r"(?=\s*(?:[\d$€£]|half|a\s|one\s|two\s|three\s))"


@cache
def matcher(words: str) -> re.Pattern[str]:
    """A pattern for the whole words of a line."""
    parts = []
    for word in sorted(words.split(), key=len, reverse=True):
        part = re.escape(word.removesuffix("_#")).replace(r"\*", r"\w*").replace("_", r"\s+")
        parts.append(part + (FOLLOWED if word.endswith("_#") else r"(?!\w)"
                             if word[-1] not in "'’" else ""))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


def says(text: str, words: Words, codes: frozenset[Code]) -> str:
    """The first word of a list in a text, in any of the languages; empty where there is none."""
    for code in sorted(codes):
        if found := matcher(words[code]).search(text):
            return found[0]
    return ""


def guess(text: str) -> frozenset[Code]:
    """The languages that a text may be in: those of most of the words known here, else English."""
    times = {code: sum(len(matcher(words[code]).findall(text)) for words in (
        COMMON, UP, DOWN, NOT, STRONG)) for code in COMMON}
    most = max(times.values())
    return frozenset(code for code, found in times.items() if found == most) if most else \
        frozenset({"en"})
