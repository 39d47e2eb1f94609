"""A real server for the app and a real browser, for the browser tests and the benchmark."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)
PATIENCE_SECONDS = 90.0
ASK_EVERY_SECONDS = 0.02
PATIENCE_MS = 60_000
POLL_MS = 50
"""Asked at every frame, as is usual, the browser would draw frames for nothing but the question."""
DRAWN = """({count, size, whole, frames}) => {
  const app = document.querySelector("[data-testid=stApp]");
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  const titled = chart => [...chart.querySelectorAll(".main-svg .annotation-text")].some(
    text => !size || text.style.fontSize === `${size}px`);
  const framed = [...document.querySelectorAll("[data-testid=stIFrame]")].map(
    frame => frame.contentDocument?.querySelector("#figure[data-drawn], main > figure > svg"));
  const tabs = "[data-testid=stTabs]:not(.st-key-chart_desk_parts)";
  const cards = whole ? document.querySelectorAll(tabs).length : 0;
  const waiting = document.querySelector("[data-testid=stSkeleton]");
  return app?.dataset.testScriptState === "notRunning" && !waiting
    && charts.length >= Math.max(count, cards)
    && charts.every(titled) && framed.length >= frames
    && framed.every(figure => figure && (figure.tagName === "svg" || titled(figure)));
}"""


def find_browser() -> str | None:
    """Path of the system's Chromium or Chrome, None where there is neither."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def serving(script: Path = ROOT / "app.py") -> Iterator[str]:
    """A cold server process for a script, stopped at the end; yields its address."""
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
            "--server.headless=true", "--server.fileWatcherType=none",
            "--browser.gatherUsageStats=false",
        ],
        cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        _await_health(f"http://localhost:{port}/_stcore/health", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_figures(
    page: Page, count: int = 1, size: int | None = None, *, whole: bool = False, frames: int = 0
) -> None:
    """Wait until the script has run, its elements have come, and every figure has its title.

    An element whose code is still being fetched shows a skeleton, also after the script has ended.
    Figures are at least ``count``; frames, as of the Chart desk and of a brief's preview, are
    counted by ``frames``.

    ``size`` is the title's size in pixels: on a phone the first run draws for a desktop and a
    second one, once the browser has told its width, for the phone. ``whole`` waits for a figure in
    every card.
    """
    page.wait_for_function(
        DRAWN, arg={"count": count, "size": size, "whole": whole, "frames": frames},
        timeout=PATIENCE_MS, polling=POLL_MS)


def _await_health(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(ASK_EVERY_SECONDS)
    raise RuntimeError(f"No answer from {address} within {PATIENCE_SECONDS:g} seconds.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
