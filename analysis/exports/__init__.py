"""An exhibit as a file or as text: CSV, workbook, JSON, HTML, terminal."""

from analysis.exports.describe import describe, join_sources, show_text, tidy_table
from analysis.exports.files import FORMATS, file_stem, to_csv, to_html, to_json, write_export
from analysis.exports.workbook import to_xlsx

__all__ = [
    "FORMATS", "describe", "file_stem", "join_sources", "show_text", "tidy_table", "to_csv",
    "to_html", "to_json", "to_xlsx", "write_export",
]
