"""How tests are dealt out to processes: a file at a time, all browser tests to one of them.

Xdist's own groups and files do not serve: 3.8 writes a group into ``item._nodeid``, which pytest
9.2 no longer reads, so groups are ignored without a word; and files would give each process a
server and a walk through all pages of its own.
"""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling

BROWSER = "tests/browser/"
FIRST = (BROWSER, "tests/pages/")
"""What takes longest begins first, so that no process waits for the other at the end."""


def place_of(nodeid: str) -> int:
    """Where a test stands in the order of folders."""
    return next((at for at, folder in enumerate(FIRST) if nodeid.startswith(folder)), len(FIRST))


class ByFile(LoadScopeScheduling):
    """A file goes to one process, so that what it prepares is prepared once."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]
