"""The codebook beside a crosstab: questions, kinds, answers; no counts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.surveys.codebook import Codebook


def show_codebook(codebook: Codebook) -> None:
    """Every column with its question, its kind and its answers."""
    with st.expander("Codebook"):
        st.dataframe(pd.DataFrame({
            "Column": [one.name for one in codebook.variables],
            "Question": [one.label for one in codebook.variables],
            "Kind": [one.kind for one in codebook.variables],
            "Answers": ["; ".join(
                f"{value.code} {value.label}".strip() if value.code != value.label else value.code
                for value in one.values) for one in codebook.variables],
            "One of": [one.group for one in codebook.variables],
        }), hide_index=True, width="stretch")
