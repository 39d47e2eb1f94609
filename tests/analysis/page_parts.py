"""What of a page could run, and whether this machine can draw; for tests of several modules."""

from __future__ import annotations

import os
from html.parser import HTMLParser

import pytest

from analysis.errors import ExportError
from analysis.exports.chrome import find_chrome


def has_chrome() -> bool:
    try:
        find_chrome()
    except ExportError:
        return False
    return True


DRAWN = pytest.mark.skipif(
    not has_chrome() and "DOUBLE_BOOKED_BROWSER_REQUIRED" not in os.environ,
    reason="no Chrome or Chromium on this machine")


class Scripts(HTMLParser):
    """Scripts, handlers and addresses of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.scripts, self.bad = 0, list[str]()
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("img", "a", "iframe", "object"):
            self.bad.append(tag)
        self.bad += [name for name, value in attrs
                     if name.startswith("on") or (
                         name in ("href", "src", "action") and "script:" in (value or ""))]
