"""Exhibits: one module a topic builds them; importing this package registers all.

To add one, write a ``build_`` function in the module of its topic, decorate it with
``@exhibit(...)``, give it a query of the same stem in ``analysis/sql/queries`` and a test.
"""

from analysis.exhibits import (
    claims,
    exposure,
    human_v_twin,
    job_market,
    job_outlook,
    job_places,
    job_uk,
    law,
    law_matrix,
    money,
    money_accounts,
    money_hm,
    money_work,
    representation,
    representation_ai,
    representation_sizes,
    sources,
    survey_explorer,
    survey_methods,
    survey_trades,
    twin_register,
    twin_stories,
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
    claims, human_v_twin, sources,
)
PAGES = ("worker_voice", "job_market", "exposure", "twin_register", "money",
         "representation", "law", "claims", "human_v_twin", "sources")


def catalogue() -> list[ExhibitSpec]:
    """All exhibits in the order of their pages."""
    return sorted(REGISTRY.values(), key=lambda spec: PAGES.index(spec.page))


__all__ = [
    "Base", "Column", "Exhibit", "ExhibitSpec", "NotApplicable", "NotPublished", "Words",
    "assemble", "build_exhibit", "catalogue", "find_spec", "parse_settings",
]
