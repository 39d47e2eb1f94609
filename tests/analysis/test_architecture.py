"""The house rules that a test can hold: imports, sizes, where SQL may stand."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from analysis.catalog.package import DATA_DIRECTORY

REPOSITORY = DATA_DIRECTORY.parent
LIBRARY = sorted((REPOSITORY / "analysis").rglob("*.py"))
PAGES = sorted((REPOSITORY / "pages").glob("*.py"))
PAGE_CODE = [*sorted((REPOSITORY / "pages").rglob("*.py")), REPOSITORY / "app.py"]
MODULES = LIBRARY + PAGE_CODE
SQL = re.compile(
    r"^\s*(select\b|with\s+\w+\s+as\b|insert\s+into|create\s+(or\s+replace\s+)?(temp\s+)?(table|view)|"
    r"update\s+\w+\s+set|delete\s+from|copy\s+\w+\s+to|attach\s)", re.IGNORECASE)


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def offenders(paths: Iterable[Path], find: Callable[[Path], object]) -> dict[str, object]:
    """By file what is found in it, of those where something is."""
    return {name_of(path): found for path in paths if (found := find(path))}


def imports_of(path: Path) -> set[str]:
    """Full dotted names of all modules a file imports, wherever it does."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def forbidden(path: Path, *packages: str) -> set[str]:
    return {one for one in imports_of(path) for package in packages
            if one == package or one.startswith(package + ".")}


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its lines, docstring not counted."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0]
            documented = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant)
            inside = (doc.end_lineno or 0) - doc.lineno + 1 if documented else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - inside


def texts_of(path: Path) -> Iterator[str]:
    """Every text in a file that is not a docstring; f-strings by their fixed beginning."""
    tree = tree_of(path)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def test_there_is_something_to_hold_to_the_rules() -> None:
    assert len(LIBRARY) > 25
    assert len(PAGES) >= 5


def test_library_knows_no_streamlit_and_no_page() -> None:
    assert offenders(LIBRARY, lambda path: forbidden(path, "streamlit", "pages", "app")) == {}


def test_importing_the_whole_library_loads_no_streamlit() -> None:
    code = (
        "import sys, pkgutil, importlib, analysis\n"
        "for one in pkgutil.walk_packages(analysis.__path__, 'analysis.'):\n"
        "    one.name.endswith('__main__') or importlib.import_module(one.name)\n"
        "sys.exit('streamlit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0


@pytest.mark.parametrize(
    ("part", "others"),
    [
        ("catalog", ["warehouse", "exhibits", "charts", "surveys", "exports", "commands"]),
        ("warehouse", ["exhibits", "charts", "surveys", "exports", "commands"]),
        ("charts", ["warehouse", "exhibits", "exports", "surveys", "commands", "catalog"]),
        ("disclosure", ["warehouse", "exhibits", "charts", "surveys", "ledger", "exports",
                        "commands", "catalog"]),
        ("surveys", ["warehouse", "exhibits", "charts", "exports", "commands", "catalog"]),
        ("scenarios", ["charts", "surveys", "ledger", "exports", "commands", "catalog"]),
        ("exhibits", ["exports", "commands", "briefs"]),
        ("exports", ["commands", "warehouse", "briefs"]),
        ("briefs", ["commands"]),
    ],
)
def test_imports_flow_one_way(part: str, others: list[str]) -> None:
    files = [path for path in LIBRARY if path.is_relative_to(REPOSITORY / "analysis" / part)]
    assert files
    wrong = {name_of(path): forbidden(path, *[f"analysis.{other}" for other in others])
             for path in files}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_pages_draw_and_query_nothing_themselves() -> None:
    theirs = ("plotly", "duckdb", "analysis.charts.bars", "analysis.charts.points",
              "analysis.charts.series", "analysis.warehouse.queries")
    assert offenders(PAGE_CODE, lambda path: forbidden(path, *theirs)) == {}


def test_modules_are_short_enough_to_read() -> None:
    lines = {name_of(path): len(text_of(path).splitlines()) for path in MODULES}
    limits = {name_of(path): 120 if path in PAGES else 300 for path in MODULES}
    assert {name: many for name, many in lines.items() if many > limits[name]} == {}


def test_functions_are_short_enough_to_read() -> None:
    assert offenders(MODULES, lambda path: [
        (name, lines) for name, lines in functions_of(path) if lines > 60]) == {}


def test_modules_say_what_they_are_for() -> None:
    assert offenders(
        MODULES, lambda path: len(ast.get_docstring(tree_of(path)) or "") <= 20) == {}


def test_sql_stands_in_sql_files_only() -> None:
    others = [path for path in MODULES if not name_of(path).startswith("analysis/warehouse/")]
    assert offenders(others, lambda path: [
        text for text in texts_of(path) if SQL.search(text)]) == {}


def test_no_bare_except_and_no_unsafe_html() -> None:
    assert offenders(MODULES, lambda path: [
        node.lineno for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None]) == {}
    assert offenders(MODULES, lambda path: "unsafe_allow_html" in text_of(path)) == {}


def test_no_module_swallows_the_rest_by_name() -> None:
    assert {path.stem for path in MODULES} & {"utils", "helpers", "common", "misc"} == set()


def test_the_sql_rule_can_tell_sql_from_words() -> None:
    assert SQL.search("select a from b")
    assert SQL.search("  WITH x as (select 1)")
    assert not SQL.search("Select a country from the list."[7:])
    assert not SQL.search("with 95% intervals")
    assert not SQL.search("selected")
