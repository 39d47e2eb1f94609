"""Job market: what do employment, pay and postings show?"""

import streamlit as st

from analysis.exhibits.job_market import DOLLARS, OCCUPATION, YEARS
from analysis.exhibits.job_outlook import COUNTRIES, POSTINGS_COUNTRIES, SECTOR
from analysis.exhibits.job_places import AREA_OCCUPATION
from analysis.exhibits.job_uk import EDITION
from pages.shared import layout
from pages.shared.card import show_exhibit
from pages.shared.controls import show_controls
from pages.shared.text import cite, plain
from pages.shared.unknowns import show_unknowns

desk = layout.page(
    "job_market", title="Job market", question="What do employment, pay and postings show?",
    lead="Official statistics for salaried jobs. Most of this field is self-employed and is not "
    "in them; read each figure with its margin.",
)

with layout.body():
    settings = show_controls(desk, OCCUPATION, YEARS, DOLLARS)
    show_exhibit(desk, "job_market_employment", **settings)
    show_exhibit(desk, "job_market_wages", **settings)
    show_exhibit(desk, "job_market_projections", **settings)

    factors = desk.warehouse.fetch("projection_factors", occupation="41-9012")
    for row in factors.frame.to_dict("records"):
        with st.container(border=True):
            st.markdown(
                f"**What BLS says of AI-generated models.** {plain(row['statement'])}\n\n"
                f"Source: {cite(desk.warehouse.sources[row['source_id']])}"
            )

    st.header("Where the jobs are", anchor="where")
    show_exhibit(desk, "job_market_industries")
    area = show_controls(desk, AREA_OCCUPATION.renamed("area_occupation"))
    show_exhibit(desk, "job_market_areas", occupation=area["area_occupation"])

    st.header("Postings", anchor="postings")
    show_exhibit(desk, "job_market_postings", **show_controls(desk, POSTINGS_COUNTRIES, SECTOR))
    mentions = show_controls(desk, COUNTRIES.renamed("ai_countries"))
    show_exhibit(desk, "job_market_ai_share", countries=mentions["ai_countries"])

    st.header("The UK beside the US", anchor="uk")
    show_exhibit(desk, "job_market_uk", **show_controls(desk, EDITION))
    show_exhibit(desk, "job_market_uk_jobs")
    show_unknowns(desk, page="job_market")
