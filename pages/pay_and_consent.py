"""Pay and consent: what is public about real twins first, then fees and consents on a ledger."""

import streamlit as st

from analysis.exhibits.ledger_money import CURRENCY
from analysis.exhibits.ledger_words import CHANNEL
from analysis.exhibits.pay_and_consent_expiry import DAY, EXPIRY_BY
from analysis.exhibits.pay_and_consent_forms import FORM_BY
from analysis.exhibits.pay_and_consent_parity import SPLIT
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.ledger import show_ledger_notice
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "pay_and_consent", title="Pay and consent", question="Are twins paid and agreed fairly?",
    lead="No public record that was found gives what a model was paid for a twin, so nobody can "
    "judge fairness from it. First what is known of real twins, and what the law asks; then a "
    "ledger, on which fees, ownership, consent and labels can be counted.",
)

with layout.body():
    show_exhibit(desk, "human_v_twin_disclosure", kind="digital_twin_of_named_model")
    show_exhibit(desk, "law_twin_or_face")
    with st.container(horizontal=True):
        st.page_link("pages/twin_register.py", label="Each case: Twin register →")
        st.page_link("pages/money.py", label="Published pay and commission: Money →")
        st.page_link("pages/law.py", label="Each law: Law and policy →")

    st.header("On a ledger: pay", anchor="ledger")
    show_ledger_notice(desk)
    chosen = show_controls(desk, CURRENCY, CHANNEL)
    show_exhibit(desk, "pay_and_consent_fees", **chosen)
    show_exhibit(desk, "pay_and_consent_parity", currency=chosen["currency"],
                 **show_controls(desk, SPLIT))
    show_exhibit(desk, "pay_and_consent_commission", channel=chosen["channel"])
    show_exhibit(desk, "pay_and_consent_owner", channel=chosen["channel"])

    st.header("On a ledger: consent and labels", anchor="consent")
    show_exhibit(desk, "pay_and_consent_forms", **show_controls(desk, FORM_BY))
    show_exhibit(desk, "pay_and_consent_expiry", **show_controls(desk, DAY))
    show_exhibit(desk, "pay_and_consent_after_expiry", **show_controls(desk, EXPIRY_BY))
    show_exhibit(desk, "pay_and_consent_gaps")
    show_exhibit(desk, "pay_and_consent_labels")
    show_unknowns(desk, page="pay_and_consent")
