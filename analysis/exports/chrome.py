"""A figure as PNG, SVG or PDF by Kaleido and a Chrome of this machine.

Decided: one Chrome is kept warm for the life of the process, because starting it takes seconds and
a picture a third of one. It draws one figure at a time behind a lock; one that takes too long is
given up and the next starts afresh. Plotly's code comes from the installed package: no network.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import shutil
import threading
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go

from analysis.errors import ExportError

Format = Literal["png", "svg", "pdf"]
NAMED = "DOUBLE_BOOKED_CHROME"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
         "msedge", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
TIME_LIMIT_SECONDS, CLOSING_SECONDS = 40.0, 10.0
MISSING = (
    "PNG, SVG and PDF are drawn by a Chrome or Chromium, and none was found on this machine. "
    "Install one (Debian and Ubuntu: apt install chromium), or name it in DOUBLE_BOOKED_CHROME. "
    "CSV, XLSX, Parquet, JSON, HTML and the bundle need none; the page Chart desk draws PNG and "
    "SVG in your own browser."
)


def find_chrome() -> Path:
    """The Chrome or Chromium to draw with.

    Raises
    ------
    ExportError
        If there is none; it says what to install.
    """
    named = os.environ.get(NAMED)
    if named:
        if not Path(named).is_file():
            raise ExportError(f"{NAMED} names {named!r}, and there is no such file. Correct it.")
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    for place in PLACES:
        if Path(place).is_file():
            return Path(place)
    raise ExportError(MISSING)


def draw_picture(
    fig: go.Figure, *, format: Format, scale: float = 1.0, seconds: float = TIME_LIMIT_SECONDS
) -> bytes:
    """A figure with width and height as a picture.

    Parameters
    ----------
    fig : Figure
        ``layout.width`` and ``layout.height`` in CSS pixels.
    format : str
        ``png``, ``svg`` or ``pdf``.
    scale : float
        Pixels of a PNG, or size of a PDF's page, for each CSS pixel.
    seconds : float
        After which it is given up.

    Raises
    ------
    ExportError
        If there is no Chrome, it breaks down, or takes too long.
    """
    options = {"format": format, "width": fig.layout.width, "height": fig.layout.height,
               "scale": scale}
    return _CHROME.draw(fig.to_plotly_json(), options, seconds)


class _Warm:
    """A Chrome that stays open, on an event loop in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kaleido: Any = None

    def draw(self, fig: dict[str, Any], options: dict[str, Any], seconds: float) -> bytes:
        with self._lock:
            chrome = find_chrome()
            try:
                if self._kaleido is None:
                    self._start(chrome, seconds)
                drawn: bytes = self._wait(self._kaleido.calc_fig(fig, opts=options), seconds)
            except TooLate:
                self._stop()
                raise ExportError(
                    f"Drawing the picture took more than {seconds:g} seconds and was given up. "
                    "Try again, or choose a smaller size.") from None
            except Exception as error:
                self._stop()
                raise ExportError(
                    f"{chrome.name} could not draw the picture ({type(error).__name__}). Try "
                    f"again; if it happens twice, name another Chrome in {NAMED}.") from None
            return drawn

    def close(self) -> None:
        """Stop Chrome; the next picture starts it again."""
        with self._lock:
            self._stop()

    def _start(self, chrome: Path, seconds: float) -> None:
        import kaleido

        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="chrome").start()

        async def begin() -> Any:
            opened = kaleido.Kaleido(
                n=1, timeout=seconds, mathjax=False, path=str(chrome), enable_sandbox=False)
            await opened.__aenter__()
            return opened

        self._kaleido = self._wait(begin(), seconds)

    def _wait(self, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def _stop(self) -> None:
        if self._loop is None:
            return
        opened, loop, self._kaleido, self._loop = self._kaleido, self._loop, None, None
        if opened is not None:
            with contextlib.suppress(Exception):
                asyncio.run_coroutine_threadsafe(
                    opened.__aexit__(None, None, None), loop).result(CLOSING_SECONDS)
        loop.call_soon_threadsafe(loop.stop)


_CHROME = _Warm()
atexit.register(_CHROME.close)
