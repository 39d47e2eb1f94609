"""The only Streamlit-aware helpers: layout, controls, the exhibit card, downloads."""
