"""Time from process start to the first drawn chart: our app beside a one-chart Streamlit app.

Both apps start as cold processes and are opened in Chromium with a fresh context; the disk is warm,
because each app runs once before anything is measured. Printed are the median seconds of both and
their ratio; the program exits 1 where the ratio is above the limit.

Run it as ``python tests/benchmarks/first_chart.py [--runs 5]``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
LIMIT = 1.5
PATIENCE_SECONDS = 60.0
CHROME_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)
ONE_CHART = """\
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

frame = pd.DataFrame({"year": range(2010, 2026), "value": range(16)})
figure = go.Figure(go.Scatter(x=frame["year"], y=frame["value"]))
st.plotly_chart(figure, theme=None, key="one")
"""
DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot .main-svg .trace path")].some(
  path => { const box = path.getBoundingClientRect(); return box.width + box.height > 0; })"""


def main() -> int:
    """Measure both apps in turn and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="measured starts of each app")
    parser.add_argument("--limit", type=float, default=LIMIT, help="highest ratio accepted")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        one_chart = Path(folder) / "one_chart.py"
        one_chart.write_text(ONE_CHART, encoding="utf-8")
        apps = {"one chart": one_chart, "Double Booked": ROOT / "app.py"}
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROME_ARGUMENTS)
        )
        seconds: dict[str, list[float]] = {name: [] for name in apps}
        for run in range(options.runs + 1):
            for name, script in apps.items():
                taken = time_first_chart(browser, script)
                if run:
                    seconds[name].append(taken)
        browser.close()
    return report(seconds, options.limit)


def report(seconds: dict[str, list[float]], limit: float) -> int:
    """Print medians and ratio; the exit code says whether the ratio is within the limit."""
    for name, values in seconds.items():
        spread = f"{min(values):.2f}-{max(values):.2f}"
        print(f"{name:<14} {median(values):6.2f} s to the first drawn chart (runs {spread} s)")
    plain, ours = (median(values) for values in seconds.values())
    within = ours / plain <= limit
    print(f"ratio          {ours / plain:6.2f}, {'within' if within else 'ABOVE'} {limit}")
    return 0 if within else 1


def time_first_chart(browser: Browser, script: Path) -> float:
    """Seconds from the start of a cold server process to a drawn trace in a fresh context."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    with serving(script) as address:
        page.goto(address, wait_until="commit")
        page.wait_for_function(DRAWN, timeout=PATIENCE_SECONDS * 1000)
        taken = time.perf_counter() - start
        context.close()
    return taken


@contextmanager
def serving(script: Path) -> Iterator[str]:
    """A server of its own for a script, stopped at the end; yields its address."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
            "--server.headless=true", "--server.fileWatcherType=none",
            "--browser.gatherUsageStats=false",
        ],
        cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
    )
    try:
        await_health(f"http://localhost:{port}/_stcore/health", process)
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


def await_health(address: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; give up when it ends or the patience is over."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with code {process.returncode}.")
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise SystemExit(f"No answer from {address} within {PATIENCE_SECONDS:g} seconds.")


def find_chromium() -> str:
    """Path of the system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    raise SystemExit(f"No browser found; looked for {', '.join(names)}.")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
