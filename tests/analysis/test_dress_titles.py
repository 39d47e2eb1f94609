"""Edits of titles that must warn and edits that must not, in six languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.exhibits import Exhibit
from analysis.exports.check_title import check_title

Default = Callable[[str], Exhibit]
WAGES, BOOKINGS, CASES = "job_market_wages", "human_v_twin_bookings", "human_v_twin_uses"
BECTU, AREAS, METHODS = "worker_voice_bectu", "job_market_areas", "worker_voice_surveys"


@pytest.mark.parametrize(("id", "text"), [
    (WAGES, ""), (WAGES, "Half of US models in salaried jobs earn less than $48,470 a year"),
    (WAGES, "Half of salaried models earned less than $48,000 in 2025"),
    (WAGES, "Die Hälfte der angestellten Models verdiente 2025 weniger als 48.470 Dollar"),
    (WAGES, "La moitié des mannequins salariés gagnait moins de 48 470 dollars en 2025"),
    (WAGES, "Hälften av de anställda modellerna tjänade mindre än 48\u00a0470 dollar"),
    (WAGES, "La metà delle modelle dipendenti guadagna meno di 48.470 dollari"),
    (WAGES, "La mitad de las modelos asalariadas gana menos de 48.470 dólares"),
    (BOOKINGS, "Human bookings fell from 10,338 to 9,921 while twin uses rose to 2,801"),
    (BOOKINGS, "Human bookings fell to 9,900 and twin uses rose to 2,800"),
    (BOOKINGS, "Buchungen von Menschen sanken auf 9.921, Zwillinge stiegen auf 2.801"),
    (BOOKINGS, "Les réservations humaines reculent à 9 921, les jumeaux augmentent à 2 801"),
    (CASES, "66 cases of twins and AI models found in print"),
    (CASES, "66 Fälle von Zwillingen und KI-Models sind veröffentlicht"),
])
def test_edits_that_say_the_same_do_not_warn(
    id: str, text: str, default_exhibit: Default
) -> None:
    assert check_title(default_exhibit(id), text) == []


@pytest.mark.parametrize("id", [WAGES, BOOKINGS, CASES, BECTU, AREAS, METHODS])
def test_the_computed_title_never_warns(id: str, default_exhibit: Default) -> None:
    exhibit = default_exhibit(id)
    assert check_title(exhibit, exhibit.title) == []
    assert check_title(exhibit, f"  {exhibit.title} ") == []


@pytest.mark.parametrize(("id", "text", "sentence"), [
    # numbers
    (WAGES, "Half of salaried models earned less than $52,470 in 2025", "52,470 stands neither"),
    (WAGES, "Die Hälfte der Models verdiente weniger als 52.470 Dollar", "52.470 stands neither"),
    (WAGES, "La moitié des mannequins gagne moins de 52 470 dollars", "52 470 stands neither"),
    (WAGES, "Half of salaried models earned less than $48,471", "48,471 stands neither"),
    (WAGES, "Two thirds of salaried models earned less than $48,470", "“Two thirds” is about 66.7"),
    (WAGES, "Zwei Drittel der Models verdienten weniger als 48.470 Dollar", "“Zwei Drittel”"),
    (CASES, "66 cases found in print, nine hundred more by 2031", "2031 stands neither"),
    (BOOKINGS, "Human bookings fell from 10,338 to 9,921 and twin uses rose to 2.8 million",
     "2.8 stands neither"),
    # directions
    (WAGES, "Half of salaried models earned more than $48,470 in 2025", "“more” says more"),
    (WAGES, "La mitad de las modelos gana más de 48.470 dólares", "“más” says more"),
    (WAGES, "Hälften av modellerna tjänade mer än 48 470 dollar", "“mer” says more"),
    (WAGES, "La metà delle modelle guadagna più di 48.470 dollari", "“più” says more"),
    (WAGES, "La moitié des mannequins gagne plus de 48 470 dollars", "“plus” says more"),
    (WAGES, "Die Hälfte der Models verdiente mehr als 48.470 Dollar", "“mehr” says more"),
    (CASES, "66 cases found in print and rising", "names no direction"),
    (CASES, "66 in der Presse bekannte Fälle, Zahl gestiegen", "names no direction"),
    # most and few
    (AREAS, "Los Angeles has the majority of salaried jobs of models, 400", "“majority” means"),
    (CASES, "La plupart des 66 cas publiés", "“plupart” means over half"),
    # hedges and negation
    (CASES, "There were 66 cases of twins", "“found”: this is only what was found"),
    (BECTU, "54% of Bectu workers say AI will harm fashion", "“expected”: this is only expected"),
    (METHODS, "2 of 60 surveys are known to be random samples; a margin of error needs little",
     "lost the negation"),
    (CASES, "66 cases found in print, not 7 of real models", "negates something"),
    (CASES, "66 in der Presse bekannte Fälle, keiner davon echt", "“keiner” negates"),
    # strong words
    (WAGES, "Half of models earn less than $48,470, a significant result", "claims a cause"),
    (BOOKINGS, "Human bookings fell to 9,921 because twin uses rose to 2,801", "“because”"),
    (BOOKINGS, "Buchungen von Menschen sanken auf 9.921, weil Zwillinge auf 2.801 stiegen",
     "“weil”"),
    (BOOKINGS, "Les réservations humaines reculent à 9 921 à cause des jumeaux, qui augmentent "
     "à 2 801", "“cause”"),
    (BOOKINGS, "Mänskliga bokningar sjönk till 9 921 eftersom tvillingar ökade till 2 801",
     "“eftersom”"),
    (BOOKINGS, "Le prenotazioni umane scendono a 9.921 perché i gemelli aumentano a 2.801",
     "“perché”"),
    (BOOKINGS, "Las reservas humanas bajan a 9.921 porque los gemelos suben a 2.801", "“porque”"),
    (CASES, "66 cases found in print prove that twins are here", "“prove”"),
])
def test_edits_that_say_something_else_warn(
    id: str, text: str, sentence: str, default_exhibit: Default
) -> None:
    said = check_title(default_exhibit(id), text)
    assert any(sentence in one for one in said), said
