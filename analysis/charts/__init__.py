"""Figures: frames in, Plotly figures out. No SQL, no Streamlit, no global state."""
