"""Which answers stand in an order, which one, and which do not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from analysis.intake.columns import guess_column
from analysis.intake.ingest import take
from analysis.intake.reading import Column, Reading
from analysis.intake.scale_words import DEGREES, OPPOSITES, SCALES
from analysis.intake.scales import order_labels
from analysis.intake.understand import Request
from analysis.surveys.codebook import load_codebook

ORDERED = {
    "ends named, dash": "1 - Strongly disagree|2|3|4|5 - Strongly agree",
    "ends named, colon": "1: Not at all|2|3|4|5: Extremely",
    "ends named, point": "0. Hate it|1|2|3|4|5|6|7|8|9|10. Love it",
    "ends named, equals": "1 = worst|2|3|4|5 = best",
    "ends named, brackets": "(1) Never heard of it|(2)|3|4|(5) Use it daily".replace("(2)", "2"),
    "number behind": "Strongly disagree (1)|2|3|4|Strongly agree (5)",
    "upper end never chosen": "1 - Strongly disagree|2|3|4",
    "all named": "1 - Never|2 - Rarely|3 - Sometimes|4 - Often|5 - Always",
    "ends known": "1 - Never|2 - now and then|3 - Always",
    "words against numbers": "1 - Never|3 - Sometimes|2 - Always",
    "no mark": "1 Strongly disagree|2 Disagree|4 Agree",
    "falling": "1 - Strongly agree|2 - Agree|3 - Disagree|4 - Strongly disagree",
    "seven steps": "Strongly disagree|Disagree|Somewhat disagree|Neither agree nor disagree|"
                   "Somewhat agree|Agree|Strongly agree",
    "degree behind": "Disagree strongly|Disagree|Neither agree nor disagree|Agree|Agree strongly",
    "tend to": "Strongly disagree|Tend to disagree|Neither agree nor disagree|Tend to agree|"
               "Strongly agree",
    "without the middle": "Disagree a lot|Disagree a little|Agree a little|Agree a lot",
    "one side": "Neither agree nor disagree|Tend to agree|Strongly agree",
    "satisfied": "Very dissatisfied|Somewhat dissatisfied|Neither satisfied nor dissatisfied|"
                 "Somewhat satisfied|Very satisfied",
    "not so": "Not at all satisfied|Not so satisfied|Somewhat satisfied|Very satisfied|"
              "Extremely satisfied",
    "likely": "Extremely unlikely|Somewhat unlikely|Neither likely nor unlikely|Somewhat likely|"
              "Extremely likely",
    "any word": "Not at all familiar|Slightly familiar|Moderately familiar|Very familiar|"
                "Extremely familiar",
    "bare": "Not at all|A little|A moderate amount|A lot|A great deal",
    "with a neutral": "Not important|Neutral|Important|Very important",
    "worse": "Much worse|Somewhat worse|About the same|Somewhat better|Much better",
    "increase": "Decreased a lot|Decreased slightly|Stayed the same|Increased slightly|"
                "Increased a lot",
    "tail": "Very negative impact|Negative impact|No impact|Positive impact|Very positive impact",
    "more often": "Much less often|Less often|About the same|More often|Much more often",
    "frequency": "Never|Rarely|Sometimes|Often|Always",
    "of the time": "Never|Sometimes|About half the time|Most of the time|Always",
    "calendar": "Never|Once a year|Monthly|Once a week|Daily",
    "definitely": "Definitely not|Probably not|Might or might not|Probably yes|Definitely yes",
    "two of a scale": "Agree|Strongly agree",
    "german": "Stimme überhaupt nicht zu|Stimme eher nicht zu|Stimme eher zu|Stimme zu|"
              "Stimme voll und ganz zu",
    "french": "Pas du tout d’accord|Plutôt pas d’accord|Plutôt d’accord|Tout à fait d’accord",
    "swedish": "Mycket missnöjd|Ganska missnöjd|Ganska nöjd|Mycket nöjd",
}
APART = {
    "numbered trades": "1. Hair|2. Make-up|3. Styling",
    "numbered trades, ends": "1 - Hair|2 - Make-up|3 - Photography|4 - Other",
    "days": "1 day|2 days|3 weeks", "trades": "Hair|Make-up|Styling",
    "another answer": "Agree|Disagree|It depends", "two words": "Agree|Disagree|Satisfied",
    "of two things": "Very worried|Not at all interested|Somewhat worried",
    "two middles": "Agree|Disagree|Neutral|Neither agree nor disagree",
    "one place twice": "Fairly worried|Rather worried|Not worried",
    "two sides of nothing": "Not satisfied|Dissatisfied|Satisfied",
    "tails": "Positive for crews|Negative for models|Neutral", "yes": "Yes|No",
    "agree and disagree": "Agree|Disagree", "brands": "More|Less Is More|House",
    "places": "Paris|Milan|New York", "months": "1. May|2. June|3. July",
}


@pytest.mark.parametrize("labels", ORDERED.values(), ids=ORDERED)
def test_scales_are_seen_in_their_order_however_many_steps_occur(labels: str) -> None:
    """In any order of coming, and with any one step left out where three or more are left."""
    steps = labels.split("|")
    assert order_labels(sorted(steps, key=lambda one: one[::-1]))[0] == steps
    named = sum(not step.isdigit() for step in steps) == len(steps)
    for left_out in steps if len(steps) > 3 and named else ():
        rest = [step for step in steps if step != left_out]
        assert order_labels(rest[::-1])[0] == rest


@pytest.mark.parametrize("labels", APART.values(), ids=APART)
def test_what_is_no_scale_has_no_order(labels: str) -> None:
    assert order_labels(labels.split("|")) == ([], "")


def test_listed_scales_name_every_wording_once_and_can_be_met() -> None:
    for scale in SCALES:
        words = [word for step in scale for word in step]
        assert len(words) == len(set(words))
        for step in combinations([step[0] for step in scale], 3):
            assert order_labels([*step][::-1])[0] == [*step]


@pytest.mark.parametrize(("word", "opposites"), OPPOSITES, ids=[word for word, _ in OPPOSITES])
def test_every_word_goes_with_every_degree(word: str, opposites: tuple[str, ...]) -> None:
    degrees = [words[0] for place, words in DEGREES.items() if place > 1]
    up = [f"{degree} {word}".strip() for degree in degrees]
    for opposite in opposites:
        down = [f"{degree} {opposite}".strip() for degree in degrees][::-1]
        for ends in (1, 3):
            steps = [*down[:ends], "neutral", *up[-ends:]]
            assert order_labels(sorted(steps))[0] == steps


def test_spellings_of_one_step_stand_side_by_side() -> None:
    found, _ = order_labels(["Agree", "DISAGREE", "agree", "Strongly agree"])
    assert found == ["DISAGREE", "Agree", "agree", "Strongly agree"]


def test_rare_ends_of_a_numbered_scale_are_steps_not_faults(tmp_path: Path) -> None:
    """Of 1,000 answers three had words: the column was numbers, and the three were left empty."""
    cells = ["2", "3", "4"] * 333 + ["1 - Strongly disagree", "5 - Strongly agree"]
    assert guess_column(Column("q"), cells, Reading("csv"))[0].kind == "ordinal"
    path = tmp_path / "own.csv"
    path.write_text("q\n" + "\n".join(cells) + "\n", encoding="utf-8")
    report = take(Request(path, "survey", tmp_path))
    assert report.emptied == 0
    assert [one.code for one in load_codebook(tmp_path).find("q").values] == [
        "1 - Strongly disagree", "2", "3", "4", "5 - Strongly agree"]
