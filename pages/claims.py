"""Claims: what may I say?"""

from analysis.exhibits import build_exhibit
from analysis.exhibits.claims import SEARCH, TOPIC, VERDICT
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.claims import show_claims, show_subject
from pages.shared.controls import show_controls
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "claims", title="Claims", question="What may I say?",
    lead="Claims in circulation, what the sources say of each, and a sentence that may be quoted. "
    "Type the claim as you heard it: “54% of creatives fear AI”, “the Fashion Workers Act is "
    "Californian”, “70% of Zalando's images”.",
)

with layout.body():
    settings = show_controls(desk, SEARCH, TOPIC, VERDICT)
    claims = build_exhibit("claims_list", desk.warehouse, **settings)
    show_claims(desk, claims)
    show_subject(desk, claims, settings["search"])
    show_exhibit(desk, "claims_list", **settings)
    show_unknowns(desk, page="claims")
