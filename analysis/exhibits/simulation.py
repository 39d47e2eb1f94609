"""Simulation: what the simulated ledger assumes, and what of its findings hangs on that.

Decided: a finding of the simulated ledger is worth what it keeps under other seeds and other
assumptions. So each headline is repeated on other ledgers, and the range is shown beside it: chance
alone, and all assumptions drawn at once. Neither is a confidence interval of anything real.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts.panels import draw_parts
from analysis.charts.points import draw_points
from analysis.exhibits.controls import Choice, Search, fixed, search_words
from analysis.exhibits.exhibit import Column, Exhibit, NotApplicable, Words, assemble
from analysis.exhibits.headlines import BY_NAME, HEADLINES
from analysis.exhibits.ledger_effects import scale_for
from analysis.exhibits.ledger_words import derived
from analysis.exhibits.registry import find_spec, ledger_exhibit
from analysis.exhibits.words import count, percent
from analysis.ledger.effects_words import signed
from analysis.ledger.parameters import ASSUMED
from analysis.warehouse import Warehouse

NO_SAMPLE = NotApplicable("simulated ledgers, not a sample")
RANGES = (
    "Ranges of simulated ledgers, no confidence intervals: they say how far a headline moves when "
    "what was put in moves, and nothing about fashion."
)
REPEAT = "Repeat it: python tests/benchmarks/simulation_runs.py --to FILE."
TOPICS = (
    "Brands and adoption", "Channels and seasons", "What a twin replaces", "Models and agencies",
    "Markets", "Fees and terms", "Twins and synthetic people", "Consent and labels", "Crew",
)
RESTS = Choice(
    "rests", "Rests on", "Whether a number cites a published figure or is assumed.", "all",
    fixed({"all": "All numbers", "cited": "A published figure", "assumed": "Nothing published"}),
)
TOPIC = Choice(
    "topic", "Topic", "What part of the ledger a number is about.", "all",
    fixed({"all": "All topics", **{topic: topic for topic in TOPICS}}),
)
SEARCH = Search("search", "Search", "Every word must occur; case and accents do not matter.")
PAGES = {
    "human_v_twin": "Human v. twin", "pay_and_consent": "Pay and consent", "crew": "Crew",
    "who_gains": "Who gains",
}
PAGE = Choice(
    "of", "Headlines of", "The page whose findings are repeated.", "human_v_twin", fixed(PAGES))


@ledger_exhibit(
    "simulation_parameters", page="simulation", controls=(RESTS, TOPIC, SEARCH),
    question="What does the simulated ledger assume?",
)
def build_parameters(
    warehouse: Warehouse, *, rests: str, topic: str, search: str
) -> Exhibit:
    """Every number of the simulation with its range and what it rests on."""
    result = warehouse.fetch(
        "simulation_parameters", rests=rests, topic=topic, words=search_words(search))
    table = result.frame
    assumed = int((table["basis"] == ASSUMED).sum())
    cited = len(table) - assumed
    title = (
        f"{count(assumed)} of {count(len(table), 'number')} of the simulation "
        f"{'is' if assumed == 1 else 'are'} assumed; {count(cited)} "
        f"{'rests' if cited == 1 else 'rest'} on a published figure"
        if len(table) else "No number of the simulation meets these filters")
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit="numbers", row="number",
            subtitle="Numbers of the simulation by topic · solid: rests on a published figure, "
            "hatched: assumed",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number}" for name, number in table["topic"].value_counts().items()),
        ),
        columns={
            "topic": Column("Topic"), "name": Column("Name"), "meaning": Column("Meaning"),
            "value": Column("Value", "see unit", "decimal"),
            "low": Column("Range tried, from", "see unit", "decimal"),
            "high": Column("Range tried, to", "see unit", "decimal"),
            "unit": Column("Unit"), "basis": Column("Rests on"), "note": Column("Note"),
            "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_parts(_by_topic(frame), canvas),
        **assemble(warehouse, results=[result], searched="sources", notes=(
            "“Assumed” means that no published figure was found: the number is the desk's own, and "
            "its range says how far it was moved to see what hangs on it.",
        )),
    )


def _by_topic(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"question": f"{topic} ({len(of_topic)})", "part": part, "style": style,
         "count": int(((of_topic["basis"] == ASSUMED) == (part == ASSUMED)).sum())}
        for topic in TOPICS if len(of_topic := table[table["topic"] == topic])
        for part, style in (("published", "solid"), (ASSUMED, "hatched"))
    ]
    return pd.DataFrame(rows, columns=["question", "part", "style", "count"])


@ledger_exhibit(
    "simulation_headlines", page="simulation", controls=(PAGE,),
    question="Which findings hold under other seeds and other assumptions?",
)
def build_headlines(warehouse: Warehouse, *, of: str) -> Exhibit:
    """Each headline of a page on other simulated ledgers: other seeds, all assumptions at once.

    Unit: share or relative change. Ranges: 2.5% to 97.5% quantile over the ledgers that give it.
    """
    result = warehouse.fetch("simulation_headlines")
    order = [one.name for one in HEADLINES if find_spec(one.exhibit).page == of]
    table = result.frame.set_index("name").reindex(order).reset_index()
    table = table.assign(
        label=[BY_NAME[name].label for name in order],
        exhibit=[BY_NAME[name].exhibit for name in order])
    title = headlines_title(table)
    seeds, draws = int(table["seeds"].max()), int(table["draws"].max())
    return Exhibit(
        id="", question="", settings={}, table=table, base=NO_SAMPLE,
        words=Words(
            title=title, unit="percent", row="headline",
            subtitle=f"Headlines of {PAGES[of]}, percent: the shipped ledger, 95% of {seeds} "
            f"ledgers with other seeds (thick), 95% of {draws} with every assumption drawn from "
            "its range (thin)",
            alt=f"{title}. " + "; ".join(
                f"{row['label']} {signed(row['shipped'])}, {signed(row['draw_low'])} to "
                f"{signed(row['draw_high'])}" for row in table.to_dict("records")
                if pd.notna(row["shipped"])) + ".",
        ),
        columns={
            "label": Column("Headline"), "shipped": Column("Shipped ledger", "share", "percent"),
            "seed_low": Column("Other seeds, from", "share", "percent"),
            "seed_high": Column("Other seeds, to", "share", "percent"),
            "seeds": Column("Other seeds", "ledgers", "integer"),
            "draw_low": Column("All assumptions, from", "share", "percent"),
            "draw_high": Column("All assumptions, to", "share", "percent"),
            "draws": Column("All assumptions", "ledgers", "integer"),
            "exhibit": Column("Exhibit"), "source_ids": Column("Sources"),
        },
        draw=lambda frame, canvas: draw_points(
            _rows(frame), canvas, scale=scale_for(pd.concat(
                [frame["draw_low"], frame["draw_high"], frame["shipped"]]))),
        **assemble(warehouse, results=[derived(result, table)], notes=(RANGES, REPEAT)),
    )


def headlines_title(table: pd.DataFrame) -> str:
    """How many headlines keep their sign or side, and which moves most."""
    known = table[table["shipped"].notna() & table["draw_low"].notna()]
    if known.empty:
        return "No headline of this page was repeated on other ledgers"
    spread = known["draw_high"] - known["draw_low"]
    chance = known["seed_high"] - known["seed_low"]
    most = known.iloc[int(spread.to_numpy().argmax())]
    wider = int((spread > 2 * chance).sum())
    return (
        f"{count(wider)} of {count(len(known), 'headline')} move more than twice as far with the "
        f"assumptions as by chance; farthest: {most['label'][:1].lower()}{most['label'][1:]}, "
        f"{_percent(most['draw_low'])} to {_percent(most['draw_high'])}")


def _percent(share: float) -> str:
    return signed(share) if share < 0 else percent(share, digits=1)


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    known = table[table["shipped"].notna()]
    return pd.DataFrame({
        "section": "", "label": known["label"], "value": known["shipped"],
        "low": known["seed_low"], "high": known["seed_high"],
        "wide_low": known["draw_low"], "wide_high": known["draw_high"], "emphasis": False,
        "hover": [
            f"{row['label']}: {_percent(row['shipped'])}; seeds {_percent(row['seed_low'])} to "
            f"{_percent(row['seed_high'])}; assumptions {_percent(row['draw_low'])} to "
            f"{_percent(row['draw_high'])}" for row in known.to_dict("records")],
    })
