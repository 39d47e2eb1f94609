"""The tables of the data package: what a row is, how it may be passed on, the file itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.catalog import Resource
from pages.shared.layout import Desk
from pages.shared.text import plain


def show_datasets(desk: Desk, directory: Path) -> None:
    """One expander a table, with its columns and its download.

    Parameters
    ----------
    desk : Desk
        Of the page.
    directory : Path
        Folder of the data package.
    """
    package = desk.warehouse.package
    st.header("Datasets", anchor="datasets")
    st.markdown(
        f"A Frictionless Data Package, version {package.version}, data version "
        f"`{package.data_version}`. What a licence does not allow to be passed on is not in the "
        "files: unlicensed exposure measures appear as ranks only, press pages as single facts "
        "with their address."
    )
    with st.expander("What is not comparable"):
        st.markdown(plain(package.description))
    st.download_button(
        "datapackage.json", data=(directory / "datapackage.json").read_bytes,
        file_name="datapackage.json", mime="application/json", on_click="ignore",
    )
    for resource in package.resources:
        with st.expander(f"{resource.name}: {plain(resource.title)}"):
            _show_dataset(resource)


def _show_dataset(resource: Resource) -> None:
    st.markdown(plain(resource.description))
    st.markdown(f"**Licence.** {plain(resource.licence)}. {resource.bytes / 1000:,.0f} kB.")
    st.dataframe(
        pd.DataFrame({
            "Column": [field.name for field in resource.fields],
            "Title": [field.title for field in resource.fields],
            "Type": [field.type for field in resource.fields],
            "Unit": [field.unit or "" for field in resource.fields],
            "Meaning": [field.description for field in resource.fields],
        }), hide_index=True, width="stretch",
    )
    st.download_button(
        f"{resource.name}.csv", data=resource.path.read_bytes, file_name=resource.path.name,
        mime="text/csv", key=f"sources-{resource.name}", on_click="ignore",
    )
