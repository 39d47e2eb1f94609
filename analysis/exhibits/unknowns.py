"""What nobody knows yet, computed from the tables, never typed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.exhibits.words import count
from analysis.warehouse import Run, Warehouse

Entry = tuple[str, str, str]
"""Question, why it is open, page."""


@dataclass(frozen=True)
class Unknown:
    """An open question, why it is open, the page with the evidence, and the query behind it.

    ``front`` marks the few that stand on Home.
    """

    question: str
    why: str
    page: str
    run: Run
    front: bool = True


def list_unknowns(warehouse: Warehouse) -> list[Unknown]:
    """The open questions of the desk with the count that shows each is open."""
    result = warehouse.fetch("unknowns")
    row = result.frame.iloc[0]
    front = [
        entry for entry in _on_bookings(row)
        if row["bectu_without_n"] or "Bectu" not in entry[0]
    ]
    return [
        *(Unknown(*entry, run=result.run) for entry in front),
        *(Unknown(*entry, run=result.run, front=False)
          for entry in [
              *_on_evidence(row), *_on_rules(row), *_on_terms(row), *_on_people(row)]),
    ]


def _on_bookings(row: pd.Series) -> list[Entry]:
    """The few that stand on Home: bookings, pay, and what models expect."""
    return [
        (
            "How many bookings did twins replace?",
            f"None of {count(row['events'], 'documented event')} states a number of bookings that "
            "did not happen, and no ledger of bookings is public.",
            "human_v_twin",
        ),
        (
            "What was any model paid for a twin?",
            f"{count(row['cases_with_terms'])} of {count(row['cases'], 'documented case')} "
            f"{'states' if row['cases_with_terms'] == 1 else 'state'} any terms of pay; "
            f"none gives an amount a model was paid for a twin.",
            "human_v_twin",
        ),
        (
            "How uncertain is the Bectu 54%?",
            "Sample size, dates, wording and base were not published where we could read them.",
            "worker_voice",
        ),
        (
            "What do models themselves expect?",
            f"{count(row['model_surveys'], 'survey')} of models on the desk; "
            f"{count(row['model_ai_results'], 'figure')} of theirs concerns AI.",
            "worker_voice",
        ),
        (
            "How many models work in fashion?",
            f"Official counts leave out the self-employed, and of the sectors where models work "
            f"{count(row['withheld_sectors'])} are withheld.",
            "job_market",
        ),
    ]


def _on_evidence(row: pd.Series) -> list[Entry]:
    """What the pages of evidence leave open."""
    return [
        (
            "Can a generated picture replace the person?",
            f"None of the {count(row['measures'], 'measure')} of AI exposure asks that.",
            "exposure",
        ),
        (
            "How often are twins used?",
            f"{count(row['twin_cases'], 'case')} of twins of real models "
            f"{'was' if row['twin_cases'] == 1 else 'were'} found in print; no row counts how "
            "often one was used.",
            "twin_register",
        ),
        (
            "What does a shoot cost, and what is paid for a twin?",
            f"{count(row['cost_from_sellers'])} of {count(row['cost_figures'], 'figure')} on the "
            "cost of a shoot or an image come from firms that sell AI images; "
            f"{count(row['twin_fees'], 'row') if row['twin_fees'] else 'no row'} "
            f"{'give' if row['twin_fees'] > 1 else 'gives'} an amount a model was paid for a twin.",
            "money",
        ),
        (
            "Does a brand that uses AI show more kinds of people, or fewer?",
            f"{count(row['casting_shares'], 'share')} of castings and "
            f"{count(row['ai_image_shares'], 'share')} of AI-made pictures are on the desk; "
            f"{count(row['coverages_of_both']) if row['coverages_of_both'] else 'none'} of them "
            "counts both for one brand.",
            "representation",
        ),
    ]


def _on_rules(row: pd.Series) -> list[Entry]:
    """What law and the claims leave open."""
    return [
        (
            "What must a twin be paid?",
            f"In what was read of {count(row['laws'], 'law')} "
            f"{count(row['laws_on_pay']) if row['laws_on_pay'] else 'none'} plainly "
            f"{'asks' if row['laws_on_pay'] < 2 else 'ask'} for pay by use, and no price was "
            f"found; of {count(row['laws_silent_on_pay'])} of them it says nothing of pay at all.",
            "law",
        ),
        (
            "How often is each claim repeated?",
            f"{count(row['claims'], 'claim')} in circulation were found; nobody counts how often "
            "or by whom each is passed on.",
            "claims",
        ),
        (
            "What do the originals say?",
            f"{count(row['sources_by_others'])} of {count(row['sources'], 'source')} report what "
            "others said or found; what their originals hold beyond that was not read.",
            "sources",
        ),
    ]


def _on_terms(row: pd.Series) -> list[Entry]:
    """What the pages on bookings leave open about pay and consent."""
    agreed, paid = int(row["twin_cases_with_consent"]), int(row["twin_cases_with_terms"])
    return [
        (
            "Did models agree to each use of their twin, for what pay, and until when?",
            f"Of {count(row['twin_cases'], 'case')} of twins of real models found in print, "
            f"{count(agreed) if agreed else 'none'} {'says' if agreed < 2 else 'say'} that the "
            f"model agreed and {count(paid) if paid else 'none'} "
            f"{'states' if paid < 2 else 'state'} any terms of pay; the form of a consent, or "
            "its last day, was found for none.",
            "pay_and_consent",
        ),
    ]


def _on_people(row: pd.Series) -> list[Entry]:
    """What no public record says of the crew, of who gains, and of what is assumed for them."""
    return [
        (
            "How many crew days did twins replace?",
            f"{count(row['events_on_crew'])} of {count(row['events'], 'documented event')} "
            f"{'says' if row['events_on_crew'] == 1 else 'say'} anything of the crew; "
            f"{count(row['crew_day_rows'], 'row') if row['crew_day_rows'] else 'no row'} "
            f"{'count' if row['crew_day_rows'] > 1 else 'counts'} crew days.",
            "crew",
        ),
        (
            "Who are the models with twins, and what do they earn?",
            f"{count(row['twin_models_named'], 'model')} "
            f"{'is' if row['twin_models_named'] == 1 else 'are'} named in "
            f"{count(row['twin_cases'], 'documented case')} of twins; "
            f"{count(row['twin_fees'], 'row') if row['twin_fees'] else 'no row'} "
            f"{'give' if row['twin_fees'] > 1 else 'gives'} an amount a model was paid for one.",
            "who_gains",
        ),
        (
            "Are the assumptions of the simulation anything like the trade?",
            f"{count(row['assumed_numbers'])} of {count(row['simulation_numbers'], 'number')} rest "
            "on nothing published; real bookings, set beside them, would tell.",
            "simulation",
        ),
        (
            "What would a levy, a floor or a right to refuse do?",
            f"{count(row['scenario_assumed'])} of {count(row['scenario_numbers'], 'number')} that "
            "a scenario needs rest on nothing published, and of "
            f"{count(row['laws'], 'law')} read "
            f"{count(row['laws_on_crew']) if row['laws_on_crew'] else 'none'} plainly "
            f"{'asks' if row['laws_on_crew'] < 2 else 'ask'} anything for the crew.",
            "scenarios",
        ),
    ]
