"""Exhibits: one module a topic builds them; importing this package registers all.

To add one, write a ``build_`` function in the module of its topic, decorate it with
``@exhibit(...)``, give it a query of the same stem in ``analysis/sql/queries`` and a test.
"""

from analysis.exhibits import (
    claims,
    crew,
    crew_pay,
    crew_stake,
    exposure,
    human_v_twin,
    job_market,
    job_outlook,
    job_places,
    job_uk,
    law,
    law_matrix,
    ledger_bookings,
    ledger_counterfactual,
    ledger_effects,
    ledger_models,
    ledger_share,
    ledger_trials,
    money,
    money_accounts,
    money_hm,
    money_work,
    pay_and_consent,
    pay_and_consent_expiry,
    pay_and_consent_forms,
    pay_and_consent_gaps,
    pay_and_consent_labels,
    pay_and_consent_parity,
    pay_and_consent_terms,
    representation,
    representation_ai,
    representation_sizes,
    scenarios,
    scenarios_assumptions,
    scenarios_levy,
    scenarios_parts,
    scenarios_tornado,
    simulation,
    simulation_one,
    sources,
    survey_explorer,
    survey_methods,
    survey_trades,
    twin_register,
    twin_stories,
    who_gains,
    who_gains_brands,
    who_gains_diversity,
    who_gains_tiers,
    worker_voice,
)
from analysis.exhibits.exhibit import (
    Base,
    Column,
    Exhibit,
    NotApplicable,
    NotPublished,
    Words,
    assemble,
)
from analysis.exhibits.registry import (
    REGISTRY,
    ExhibitSpec,
    build_exhibit,
    find_spec,
    parse_settings,
)

TOPICS = (
    worker_voice, survey_trades, survey_explorer, survey_methods, job_market, job_places,
    job_outlook, job_uk, exposure, twin_register, twin_stories,
    money, money_work, money_hm, money_accounts,
    representation, representation_sizes, representation_ai, law, law_matrix,
    claims, human_v_twin, ledger_bookings, ledger_share, ledger_models,
    ledger_effects, ledger_counterfactual, ledger_trials,
    pay_and_consent, pay_and_consent_parity, pay_and_consent_terms, pay_and_consent_forms,
    pay_and_consent_expiry, pay_and_consent_gaps, pay_and_consent_labels,
    crew, crew_stake, crew_pay,
    who_gains, who_gains_tiers, who_gains_brands, who_gains_diversity,
    scenarios, scenarios_parts, scenarios_levy, scenarios_tornado, scenarios_assumptions,
    simulation, simulation_one,
    sources,
)
PAGES = ("worker_voice", "job_market", "exposure", "twin_register", "money",
         "representation", "law", "claims", "human_v_twin", "pay_and_consent",
         "crew", "who_gains", "scenarios", "simulation", "sources")


def catalogue() -> list[ExhibitSpec]:
    """All exhibits in the order of their pages."""
    return sorted(REGISTRY.values(), key=lambda spec: PAGES.index(spec.page))


__all__ = [
    "Base", "Column", "Exhibit", "ExhibitSpec", "NotApplicable", "NotPublished", "Words",
    "assemble", "build_exhibit", "catalogue", "find_spec", "parse_settings",
]
