"""Your data: bring a survey or a ledger, see how it was understood, keep it private."""

import streamlit as st

from analysis.errors import DeskError
from analysis.surveys.design import SurveyDesign
from pages.shared import layout
from pages.shared.earlier import show_earlier
from pages.shared.intake import show_intake
from pages.shared.outcome import show_outcome
from pages.shared.own_ledger import show_ledger_intake
from pages.shared.rules import hold_to, show_rules
from pages.shared.survey import hold_survey, show_sampling, survey_of
from pages.shared.survey_design import show_design
from pages.shared.text import plain
from pages.shared.visit import REFUSED, erase_now, loaded, uploads_allowed
from pages.shared.workspace import show_ledger_template, show_survey_templates, show_workspace

desk = layout.page(
    "your_data", title="Your data", question="What do your own data say?",
    lead="Bring a member survey or a ledger of bookings: the desk says how it understood the file, "
    "what may be concluded from it, and shows nothing that points at a person.",
)

with layout.body():
    with st.container(border=True):
        st.markdown(
            "**Where your data are.** On the machine that runs this desk, in a folder of this "
            "visit alone, until you erase them, close the page or load it again (save a workspace "
            "to come back; the menu on the left keeps the visit). Union membership is special "
            "data (GDPR art. 9): bring only what you may process for this purpose, without names. "
            "Kept beyond the visit is only which tables were shown, in numbers of columns and "
            "answers, never a value, so that tables cannot be subtracted from each other later."
        )
    if not uploads_allowed():
        st.warning(REFUSED)
        st.stop()

    held = loaded()

    def take_survey(folder, report) -> None:
        """Hold a taken survey under a design that claims nothing yet."""
        try:
            hold_survey(held, folder, report, design=SurveyDesign())
        except DeskError as error:
            st.session_state["your_data_fault"] = str(error)

    st.header("A survey", anchor="survey")
    found = survey_of(held)
    if found is None:
        show_survey_templates()
    show_intake(held, "survey", use=take_survey, taken=found.report if found else None)
    if fault := st.session_state.pop("your_data_fault", None):
        st.error(plain(fault))
    if found:
        st.subheader("The survey of this visit", anchor="taken")
        show_outcome(found.folder, found.report)
        show_sampling(found)
        show_design(held, found)
        show_earlier(held, found)
        st.page_link("pages/crosstabs.py", label="Ask its questions: Crosstabs →")

    st.header("A ledger of bookings", anchor="ledger")
    st.markdown(
        "Human bookings and uses of twins, a row each, in six tables, of which two are needed. "
        "Brands and agencies are protected as well as models where money is shown.")
    show_ledger_template()
    show_ledger_intake(held)

    st.header("What is withheld", anchor="rules")
    if (rules := show_rules(held)) is not None:
        hold_to(held, rules)
        st.rerun()

    show_workspace(held)

    st.header("Erase", anchor="erase")
    if st.button("Erase everything of this visit now", key="your_data_erase"):
        erase_now()
        st.session_state["your_data_erased"] = True
        for key in list(st.session_state):
            if str(key).endswith("_settings"):
                del st.session_state[key]
        st.rerun()
    if st.session_state.pop("your_data_erased", False):
        st.success("Erased: nothing of what you brought is left on this machine.")
    st.markdown(":small[It is deleted at the end of the visit in any case, and at the next start "
                "should the desk break down.]")
