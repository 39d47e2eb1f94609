"""An exhibit as a file or as text: data, workbook, picture, page, bundle, citation, terminal."""

from analysis.exports.bundle import to_bundle
from analysis.exports.citations import CITATIONS, entries_of
from analysis.exports.columnar import to_parquet
from analysis.exports.describe import describe, join_sources, show_text, tidy_table
from analysis.exports.export import (
    BUNDLE,
    ENDINGS,
    FORMATS,
    PICTURES,
    Asked,
    make_export,
    write_export,
)
from analysis.exports.files import file_stem, to_csv, to_json
from analysis.exports.page import to_html
from analysis.exports.pictures import to_pdf, to_png, to_svg
from analysis.exports.workbook import to_xlsx

__all__ = [
    "BUNDLE", "CITATIONS", "ENDINGS", "FORMATS", "PICTURES", "Asked", "describe", "entries_of",
    "file_stem", "join_sources", "make_export", "show_text", "tidy_table", "to_bundle", "to_csv",
    "to_html", "to_json", "to_parquet", "to_pdf", "to_png", "to_svg", "to_xlsx", "write_export",
]
