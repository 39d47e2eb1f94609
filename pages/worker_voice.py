"""Worker voice: what do workers expect, and what has happened to them?"""

import streamlit as st

from analysis.exhibits import build_exhibit
from analysis.exhibits.worker_voice import (
    COUNTRY,
    LOSS_TRADE,
    OUTCOME,
    SAMPLING,
    SEARCH,
    STANDING,
    TARGET,
    TRADE,
    YEARS,
)
from pages.shared import layout
from pages.shared.beside import show_beside
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.surveys import show_survey_cards
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "worker_voice", title="Worker voice",
    question="What do workers expect, and what has happened to them?",
    lead="Published surveys on AI and work, each figure with its question, its source and its "
    "limits. Most do not say how respondents were found, or let them choose themselves; those "
    "carry no margin of error, here or anywhere.",
)

with layout.body():
    with st.container(border=True):
        st.markdown(
            "**What the 54% is.** An expectation: the share of “Bectu workers”, as the press "
            "quoted it in spring 2025, who believed AI would have a negative impact on the "
            "fashion industry.\n\n"
            "**What it is not.** Not jobs lost, not fear for one's own job, not a question about "
            "twins, and not only fashion workers as far as any text shows. Sample size, dates, "
            "wording and the other 46% were never published where we could read them, so it has "
            "no margin of error. Other 54% figures (Bectu July 2024, Bectu 2021, MEAA 2025, "
            "Attest, Ipsos 2023) answer other questions."
        )
    show_exhibit(desk, "worker_voice_bectu")

    trade = show_controls(desk, LOSS_TRADE.renamed("by_trade"))["by_trade"]
    show_exhibit(desk, "worker_voice_losses", trade=trade)
    show_exhibit(desk, "worker_voice_trades", trade=trade)

    st.header("Explore by trade, country, tag and standing", anchor="explore")
    settings = show_controls(
        desk, TARGET, OUTCOME, TRADE, COUNTRY, STANDING, SAMPLING, YEARS, SEARCH
    )
    show_exhibit(desk, "worker_voice_results", **settings)
    show_exhibit(desk, "worker_voice_surveys", **settings)
    of_surveys = {name: settings[name] for name in settings if name not in ("target", "outcome")}
    show_survey_cards(desk, build_exhibit("worker_voice_surveys", desk.warehouse, **of_surveys))
    show_beside(desk)
    show_unknowns(desk, page="worker_voice")
