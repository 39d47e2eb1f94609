"""The codebook of a loaded survey: written and read back whole, columns found, bad ones refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import CodebookError
from analysis.surveys.codebook import (
    CODEBOOK_FILE,
    Codebook,
    Value,
    Variable,
    load_codebook,
    write_codebook,
)

BOOK = Codebook((
    Variable("c001", "Trade", "What is your main trade?", "nominal",
             (Value("1", "Hair"), Value("99", "Refused", "refused"))),
    Variable("c002", "loss", "Lost work?", "flag", (Value("0", "no"), Value("1", "ja, örn")), "q2"),
    Variable("c003", "Trade ", "Second trade", "nominal"),
), rows=3)


def test_a_codebook_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_codebook(BOOK, tmp_path)
    assert load_codebook(tmp_path) == BOOK


def test_a_column_is_found_by_its_code_or_its_name() -> None:
    assert BOOK.find("c001").label == "What is your main trade?"
    assert BOOK.find(" LOSS").column == "c002"
    with pytest.raises(CodebookError, match=r"'trade'[.] Name one of c001, c003"):
        BOOK.find("trade")
    with pytest.raises(CodebookError, match=r"no column 'age'\. Columns: Trade, loss"):
        BOOK.find("age")


@pytest.mark.parametrize("text", [
    "{}", "no json", '{"variables": 3, "rows": 1}',
    '{"variables": [{"column": "c001", "name": "a", "label": "a", "kind": "magic", "values": [], '
    '"group": ""}], "rows": 1}',
    '{"variables": [{"column": "c001", "name": "a", "label": "a", "kind": "nominal", "values": '
    '[{"code": "1", "label": "x", "missing": "lost"}], "group": ""}], "rows": 1}',
])
def test_what_is_no_codebook_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / CODEBOOK_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match="Load the file again"):
        load_codebook(tmp_path)


def test_a_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=CODEBOOK_FILE):
        load_codebook(tmp_path)
