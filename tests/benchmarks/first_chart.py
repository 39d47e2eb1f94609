"""Time from process start to the first drawn chart: our app beside a one-chart Streamlit app.

Both apps start as cold processes and are opened in Chromium with a fresh context. The disk is warm:
each app runs once before anything is measured. Printed are the median seconds of both and their
ratio; the program exits 1 where the ratio is above the limit.

Run it as ``python tests/benchmarks/first_chart.py [--runs 5]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from serving import ARGUMENTS, ROOT, find_browser, serving

LIMIT = 1.5
PATIENCE_MS = 60_000
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
    executable = find_browser()
    if executable is None:
        raise SystemExit("No Chromium or Chrome found.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        one_chart = Path(folder) / "one_chart.py"
        one_chart.write_text(ONE_CHART, encoding="utf-8")
        apps = {"one chart": one_chart, "Double Booked": ROOT / "app.py"}
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        seconds: dict[str, list[float]] = {name: [] for name in apps}
        for run in range(options.runs + 1):
            for name, script in apps.items():
                taken = time_first_chart(browser, script)
                if run:
                    seconds[name].append(taken)
        browser.close()
    return report(seconds, options.limit)


def time_first_chart(browser: Browser, script: Path) -> float:
    """Seconds from the start of a cold server process to a drawn trace in a fresh context."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    with serving(script) as address:
        page.goto(address, wait_until="commit")
        page.wait_for_function(DRAWN, timeout=PATIENCE_MS)
        taken = time.perf_counter() - start
        context.close()
    return taken


def report(seconds: dict[str, list[float]], limit: float) -> int:
    """Print medians and ratio; the exit code says whether the ratio is within the limit."""
    for name, values in seconds.items():
        spread = f"{min(values):.2f} to {max(values):.2f}"
        print(f"{name:<14}{median(values):6.2f} s to the first drawn chart ({spread})")
    plain, ours = (median(values) for values in seconds.values())
    within = ours / plain <= limit
    print(f"{'ratio':<14}{ours / plain:6.2f}, {'within' if within else 'ABOVE'} {limit}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
