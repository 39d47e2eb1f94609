"""Crosstabs: two questions of the loaded survey against each other, through the gate."""

import streamlit as st

from analysis.errors import DeskError
from analysis.exhibits.crosstabs import SHARES, VIEWS, build_crosstab
from analysis.surveys.crosstab import CrosstabRequest
from analysis.surveys.questions import KEEPABLE
from analysis.surveys.scripts import write_r_script, write_stata_script
from analysis.surveys.share_interval import METHODS
from pages.shared import layout
from pages.shared.card import show_card
from pages.shared.codebook import show_codebook
from pages.shared.survey import questions_of, show_sampling, survey_of
from pages.shared.text import plain
from pages.shared.visit import loaded

desk = layout.page(
    "crosstabs", title="Crosstabs", question="Who answered what, in your own survey?",
    lead="Rows by columns of a loaded survey: shares with their base, intervals and letters only "
    "where the sample allows them, and nothing that points at a member.",
)

KINDS = {"refused": "Refused", "dont_know": "Don't know", "not_asked": "Not asked",
         "other": "Other missing"}

with layout.body():
    found = survey_of(loaded())
    if found is None:
        st.info("No survey is loaded in this visit. Bring one first: a .csv, .xlsx or .sav file.")
        st.page_link("pages/your_data.py", label="Bring a survey: Your data →")
        st.stop()
    show_sampling(found)
    questions = questions_of(found.survey.codebook)
    if len(questions) < 2:
        st.warning("This survey has fewer than two questions with coded answers, so nothing can be "
                   "crossed. Change the kind of its columns on the page Your data.")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(questions)
        rows = st.selectbox("Rows", names, format_func=questions.__getitem__, width=270,
                            key="crosstabs_rows", help="The question whose answers are shares.")
        columns = st.selectbox("Columns", [one for one in names if one != rows], width=270,
                               format_func=questions.__getitem__, key="crosstabs_columns",
                               help="Who is compared.")
        share = st.selectbox("Percent of", list(SHARES), format_func=SHARES.__getitem__, width=200,
                             key="crosstabs_share", help="What each cell is a share of.")
        view = st.selectbox("View", list(VIEWS), format_func=VIEWS.__getitem__, width=200,
                            key="crosstabs_view", help="The same numbers, drawn otherwise.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        where = st.text_input(
            "Only where", key="crosstabs_where", width=360,
            placeholder="age >= 30 and trade = hair",
            help="column = value, also != < <= > >= in (…), joined by and; names with spaces in "
            "double quotes.")
        keep = st.multiselect("Count as an answer", KEEPABLE, format_func=KINDS.__getitem__,
                              key="crosstabs_keep", width=270,
                              help="Missing answers of these kinds become an answer of the rows.")
        interval = st.selectbox("Interval", list(METHODS), key="crosstabs_interval", width=200,
                                help="Method of the 95% intervals, where the sample allows them.")
    request = CrosstabRequest(rows, columns, where=where, share=share, keep=tuple(keep),
                              interval=interval)
    try:
        with st.spinner("Counting, and checking what may be shown…", show_time=True):
            released = found.gate.release(request, rules=found.rules)
        r_script = write_r_script(found.survey, request=request, data_file="survey.csv")
        stata = write_stata_script(found.survey, request=request, data_file="survey.csv")
    except DeskError as error:
        st.warning(plain(str(error)))
        st.stop()
    exhibit = build_crosstab(released, found.said, view=view, script=r_script, where=where)
    st.divider()
    st.subheader(plain(exhibit.question), anchor="crosstab")
    show_card(desk, exhibit)
    st.markdown(":small[The same in other programs: the scripts rebuild design and table from "
                "survey.csv, which the workspace saved on Your data holds.]")
    with st.container(horizontal=True):
        st.download_button("R script", data=r_script, file_name="crosstab.R",
                           key="crosstabs-r", on_click="ignore")
        st.download_button("Stata do-file", data=stata, file_name="crosstab.do",
                           key="crosstabs-stata", on_click="ignore")
    show_codebook(found.survey.codebook)
