"""Double Booked's library: from CSV to exhibit, without Streamlit.

Data flow one way: ``CSV -> tables -> query -> exhibit -> card | export``; imports flow the other
way only. Nothing in here imports Streamlit, so that a notebook or the command line
(``python -m analysis``) serves the same exhibits as the pages.
"""
