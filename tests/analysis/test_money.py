"""Money: titles follow the data, one unit an axis, sellers weaker, bounds open, nothing dropped.

Counts are taken a second time from data/quantities.csv, without the warehouse.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from whole import CANVASES, SIZES

from analysis.catalog.package import DATA_DIRECTORY
from analysis.charts import theme
from analysis.charts.spans import Ruler, draw_spans, needs_log
from analysis.exhibits import Exhibit, build_exhibit, find_spec
from analysis.exhibits.money import TOPICS, times_apart
from analysis.exhibits.money_hm import _draw_hm
from analysis.exhibits.money_words import (
    SECTIONS,
    VENDOR,
    amount,
    axis_units,
    between,
    place,
    printed,
)
from analysis.exhibits.unknowns import list_unknowns
from analysis.warehouse import Warehouse, open_warehouse

Edited = Callable[..., Warehouse]
NAN = float("nan")
CAUSE = re.compile(
    r"\b(because|due to|led to|caused?|causing|thanks to|owing to|result(ed|s)? (in|of)|drove|"
    r"driven|since the|impact|after .* (fell|rose|did)|(fell|rose|did not change) .*\bafter)\b",
    re.IGNORECASE)
HOLES = re.compile(r"\b(nan|NaN|NaT|None|inf)\b(?! of)")
with (DATA_DIRECTORY / "quantities.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
SPECS = {id: find_spec(id) for id in (
    "money_costs", "money_statements", "money_pay", "money_losses", "money_income", "money_hm",
    "money_peers", "money_agencies")}
with_units = open_warehouse()
OPTIONS = [
    (id, value) for id, spec in SPECS.items()
    for value in spec.controls[0].options(with_units)  # type: ignore[union-attr]
]
with_units.close()


def shown(id: str, warehouse: Warehouse, value: str | None = None) -> Exhibit:
    name = SPECS[id].controls[0].name
    exhibit = build_exhibit(id, warehouse, **({name: value} if value else {}))
    assert not HOLES.search(exhibit.title), exhibit.title
    return exhibit


def title(id: str, warehouse: Warehouse, value: str | None = None) -> str:
    return shown(id, warehouse, value).title


def setting(where: Callable[[pd.DataFrame], Any], **values: str) -> Any:
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        rows = where(frame)
        assert rows.any(), "the edit meets no row"
        for column, value in values.items():
            frame.loc[rows, column] = value
        return frame

    return edit


def of(*ids: str) -> Callable[[pd.DataFrame], Any]:
    return lambda frame: frame["quantity_id"].isin(ids)


def keep(where: Callable[[pd.DataFrame], Any]) -> Any:
    """An edit: of the rows with the topics that ``where`` meets only those it meets stay."""
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        rows = where(frame)
        assert rows.any()
        return frame[rows | ~frame["topic"].isin(frame[rows]["topic"])]

    return edit


def without(where: Callable[[pd.DataFrame], Any]) -> Any:
    return lambda frame: frame[~where(frame)]


def texts(fig: go.Figure) -> str:
    hover = [text for trace in fig.data for text in (trace.hovertext or ())]
    return " | ".join([note.text for note in fig.layout.annotations] + hover)


def drawn(fig: go.Figure) -> int:
    return sum(len(trace.x) for trace in fig.data)


# --- every choice -------------------------------------------------------------------------------

@pytest.mark.parametrize(("id", "value"), OPTIONS)
def test_one_currency_and_one_unit_an_axis(id: str, value: str, warehouse: Warehouse) -> None:
    exhibit = shown(id, warehouse, value)
    units = set(exhibit.table["unit"].dropna())
    assert units
    assert len({tuple(axis_units(unit)) for unit in units}) == 1
    currencies = {unit[:3] for unit in units if unit[:3].isupper()}
    assert len(currencies) <= 1
    if "per" in exhibit.table:
        assert exhibit.table[exhibit.table["unit"].notna()]["per"].fillna("").nunique() == 1


@pytest.mark.parametrize(("id", "value"), OPTIONS)
def test_every_choice_is_named_by_its_unit_and_draws_on_every_screen(
    id: str, value: str, warehouse: Warehouse
) -> None:
    exhibit = shown(id, warehouse, value)
    numbers = exhibit.table[exhibit.table["unit"].notna()]
    for canvas in SIZES:
        fig = exhibit.figure(canvas)
        assert drawn(fig) >= len(numbers)
        assert not HOLES.search(texts(fig)), texts(fig)
    assert set(exhibit.table["quantity_id"]) <= {row["quantity_id"] for row in ROWS}
    assert exhibit.words.alt.startswith(exhibit.title)
    assert exhibit.sources


def test_no_two_choices_of_a_control_read_the_same(warehouse: Warehouse) -> None:
    for spec in SPECS.values():
        labels = list(spec.controls[0].options(warehouse).values())  # type: ignore[union-attr]
        assert len(labels) == len(set(labels))
        default = spec.controls[0].default  # type: ignore[union-attr]
        assert default in spec.controls[0].options(warehouse)  # type: ignore[union-attr]


WHOLE = {
    "money_costs": lambda row: row["topic"] in TOPICS,
    "money_statements": lambda row: row["topic"] in ("AI against shoot", "AI use and reception"),
    "money_pay": lambda row: row["topic"] in ("model pay", "agency commission"),
    "money_losses": lambda row: row["topic"] == "job effect" and row["currency"] == ""
    and row["quantity_id"] != "Q108",
    "money_income": lambda row: row["topic"] == "job effect" and row["currency"] != "",
    "money_hm": lambda row: row["organisation"] == "H&M Group" and row["quarter"] != "",
    "money_peers": lambda row: row["topic"] == "retailer accounts"
    and row["organisation"] != "H&M Group",
    "money_agencies": lambda row: row["topic"] == "agency accounts",
}


@pytest.mark.parametrize("id", WHOLE)
def test_the_choices_together_show_every_row_of_the_csv(id: str, warehouse: Warehouse) -> None:
    ids: set[str] = set()
    for one, value in OPTIONS:
        if one == id:
            ids |= set(shown(id, warehouse, value).table["quantity_id"])
    assert ids == {row["quantity_id"] for row in ROWS if WHOLE[id](row)}
    assert len(ids) > (0 if id == "money_income" else 5)


def test_rows_on_screen_are_those_of_the_csv(warehouse: Warehouse) -> None:
    for topic, unit, per in {(r["topic"], r["unit"], r["per"]) for r in ROWS}:
        if topic in TOPICS and unit and unit not in ("weeks", "months"):
            units = {"days", "weeks", "months"} if unit == "days" else {unit}
            wanted = {r["quantity_id"] for r in ROWS if r["topic"] == topic
                      and ((r["unit"] in units and r["per"] == per) or not r["unit"])}
            table = shown("money_costs", warehouse, f"{topic}/{unit}/{per}").table
            assert set(table["quantity_id"]) == wanted


# --- costs --------------------------------------------------------------------------------------

def image(row: dict[str, str]) -> bool:
    return (row["topic"], row["unit"], row["per"]) == ("image cost", "USD", "image")


def test_costs_title_counts_sellers_as_the_csv_does(warehouse: Warehouse) -> None:
    rows = [row for row in ROWS if image(row)]
    sold = sum(row["claimed_by"] == VENDOR for row in rows)
    assert title("money_costs", warehouse) == (
        "Image cost: $20 to $150 with people, $0.05 to $5 with AI; like claims lie up to "
        f"20 times apart; {sold} of {len(rows)} figures come from firms that sell AI images")


@pytest.mark.parametrize(
    ("ids", "end"),
    [
        (["Q026", "Q032", "Q033", "Q037", "Q043"],
         "none comes from a firm that sells AI images"),
        (["Q026", "Q032", "Q033", "Q037"],
         "1 of 6 figures comes from firms that sell AI images"),
    ],
)
def test_costs_title_follows_who_claims(ids: list[str], end: str, edited: Edited) -> None:
    changed = edited(quantities=setting(of(*ids), claimed_by="press estimate"))
    assert title("money_costs", changed).endswith(end)


def test_costs_title_of_sellers_alone_says_all(edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q102"), claimed_by=VENDOR))
    assert title("money_costs", changed).endswith("all 6 come from firms that sell AI images")


def test_costs_title_of_like_claims_gives_no_factor(edited: Edited) -> None:
    changed = edited(quantities=setting(
        lambda frame: frame["topic"] == "image cost", value="", low="10", high="20",
        quoted="10-20"))
    said = title("money_costs", changed)
    assert "times apart" not in said
    assert "$10 to $20 with people, $10 to $20 with AI" in said


def test_costs_factor_follows_the_claims_and_leaves_bounds_out(edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q033"), low="0.5", high="1", quoted="0.5-1"))
    assert "up to 10 times apart" in title("money_costs", changed)
    bound = edited(quantities=setting(of("Q043"), high="0.001", quoted="less than 0.001"))
    assert "up to 10 times apart" in title("money_costs", bound)


def test_costs_of_one_row_and_of_none(edited: Edited) -> None:
    one = edited(quantities=keep(of("Q102")))
    said = title("money_costs", one)
    assert said.startswith("One figure only, said by an article or web page: $20 to $50 per image")
    none = edited(quantities=without(lambda frame: frame["topic"] == "image cost"))
    exhibit = shown("money_costs", none)
    assert exhibit.table.empty
    assert exhibit.title.startswith("No figure with a number")
    assert len(exhibit.sources) > 20
    assert drawn(exhibit.figure()) == 0


def test_parts_of_a_shoot_are_named_and_given_no_factor(warehouse: Warehouse) -> None:
    said = title("money_costs", warehouse, "shoot cost/USD/day")
    rows = [row for row in ROWS if (row["topic"], row["unit"], row["per"]) == (
        "shoot cost", "USD", "day")]
    sold = sum(row["claimed_by"] == VENDOR for row in rows)
    assert "$100 (make-up artist for a photo shoot) to $15,000 (mid-range shoot day)" in said
    assert f"{sold} of {len(rows)} figures" in said
    assert "times apart" not in said


def test_parts_of_a_shoot_that_all_cost_the_same(edited: Edited) -> None:
    changed = edited(quantities=setting(
        lambda frame: (frame["topic"] == "shoot cost") & (frame["per"] == "day"), value="700",
        low="", high="", quoted="700"))
    assert title("money_costs", changed, "shoot cost/USD/day").startswith("All 9 figures say $700")


def test_like_ends_are_compared_with_like_ends() -> None:
    def frame(*spans: tuple[float, float], **changes: Any) -> pd.DataFrame:
        return pd.DataFrame({"low": [one[0] for one in spans], "high": [one[1] for one in spans],
                             "open_low": False, "open_high": False} | changes)

    assert times_apart(frame((1, 100), (2, 150))) == 2
    assert times_apart(frame((1, 10), (1, 30))) == 3
    assert times_apart(frame((1, 10))) == 0
    assert times_apart(frame((1, 10), (1, 10))) == 0
    assert times_apart(frame((1, 10), (1, 30), open_high=[False, True])) == 0


def test_weeks_and_months_share_an_axis_of_days_and_keep_their_words(
    warehouse: Warehouse
) -> None:
    exhibit = shown("money_costs", warehouse, "production time/days/")
    placed = place(exhibit.table).set_index("quantity_id")
    assert placed.loc["Q002", ["low", "high", "text"]].tolist() == [42, 56, "6 to 8 weeks"]
    assert placed.loc["Q003", ["low", "high", "text"]].tolist() == [3, 4, "around 3 to 4 days"]
    assert placed.loc["Q204", ["high", "text"]].tolist() == [30, "up to 1 month"]
    assert any("7 days" in text for text in exhibit.caveats)


# --- who says it, and bounds --------------------------------------------------------------------

@pytest.mark.parametrize(("id", "value"), [one for one in OPTIONS if one[0] in (
    "money_costs", "money_statements", "money_losses", "money_income", "money_pay")])
def test_sellers_stand_apart_hollow_and_dotted(id: str, value: str, warehouse: Warehouse) -> None:
    exhibit = shown(id, warehouse, value)
    placed = place(exhibit.table)
    sold = placed["claimed_by"] == VENDOR
    assert placed["weak"].tolist() == sold.tolist()
    assert set(placed[sold]["section"]) <= {"Claimed by those who sell AI images"}
    assert not set(placed[~sold]["section"]) & {"Claimed by those who sell AI images"}
    assert placed["section"].notna().all()
    numbered = placed["low"].notna() | placed["high"].notna()
    fig = exhibit.figure()
    hollow = [trace for trace in fig.data if trace.name == "claimed by sellers"]
    assert len(hollow) == bool((sold & numbered).any())
    assert all(trace.marker.color == "#FBFAF7" for trace in hollow)
    assert ("hollow" in exhibit.subtitle) is bool(sold.any())
    dotted = [shape for shape in fig.layout.shapes if shape.line.dash == "dot"]
    assert len(dotted) == int((sold & (placed["low"] < placed["high"])).sum())


@pytest.mark.parametrize(("id", "value"), [one for one in OPTIONS if one[0] != "money_hm"])
def test_bounds_end_in_arrows_and_words(id: str, value: str, warehouse: Warehouse) -> None:
    exhibit = shown(id, warehouse, value)
    placed = place(exhibit.table)
    arrows = [note for note in exhibit.figure().layout.annotations if note.showarrow]
    assert len(arrows) == int(placed["open_low"].sum() + placed["open_high"].sum())
    half = exhibit.table[exhibit.table["value"].isna() & (
        exhibit.table["low"].isna() ^ exhibit.table["high"].isna())]
    for text in placed.loc[half.index, "text"]:
        assert re.match(r"up to|less than|over|from|at least|“", text), text
    assert ("arrow" in exhibit.subtitle) is (bool(arrows) and id not in (
        "money_peers", "money_agencies"))


def test_a_value_turned_into_a_bound_loses_its_end(edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q001"), value="", high="90", quoted="up to 90"))
    placed = place(shown("money_statements", changed).table).set_index("quantity_id")
    assert placed.loc["Q001", "open_low"]
    assert placed.loc["Q001", "text"] == "up to 90%"
    assert "Zalando up to 90%" in title("money_statements", changed)


def test_every_section_is_known() -> None:
    assert {row["claimed_by"] for row in ROWS} <= set(SECTIONS)
    assert list(SECTIONS)[-1] == VENDOR


def row(**cells: Any) -> dict[str, Any]:
    return {"value": NAN, "low": NAN, "high": NAN, "quoted": "", "unit": "USD",
            "derived": False} | cells


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"value": 22.8}, "$22.80"), ({"value": 24700.0}, "$24,700"),
        ({"low": 0.05, "high": 0.5}, "$0.05 to $0.50"),
        ({"high": 0.1, "quoted": "less than 0.10"}, "less than $0.10"),
        ({"high": 60.0, "quoted": "up to 60", "unit": "percent"}, "up to 60%"),
        ({"low": 2000.0, "quoted": "from 2000", "unit": "GBP"}, "from £2,000"),
        ({"low": 5.0, "unit": "percent"}, "at least 5%"),
        ({"low": 500.0, "high": 5000.0, "quoted": "500-5000+"}, "$500 to $5,000 or more"),
        ({"value": 500.0, "quoted": "about 500", "unit": "EUR"}, "about €500"),
        ({"low": 10000.0, "quoted": "a few hundred to over 10,000", "unit": "GBP"},
         "“a few hundred to over 10,000” pounds"),
        ({"value": 39.86, "unit": "EUR billion"}, "€39.86 billion"),
        ({"value": 26.1, "unit": "percent", "derived": True}, "26.1% (computed here)"),
        ({"low": 6.0, "high": 8.0, "unit": "weeks"}, "6 to 8 weeks"),
        ({"high": 1.0, "unit": "months", "quoted": "up to 1"}, "up to 1 month"),
        ({"unit": None, "quoted": "up to low six figures"}, "“up to low six figures”"),
        ({"unit": None, "quoted": None}, "no amount on the page"),
    ],
)
def test_figures_in_words(cells: dict[str, Any], text: str) -> None:
    assert printed(row(**cells)) == text


def test_amounts_keep_their_currency() -> None:
    assert amount(40000, "CNY") == "CN¥40,000"
    assert amount(57020, "SEK million") == "SEK 57,020 million"
    assert between(5, 5, "USD") == "$5"
    assert axis_units("EUR billion") == axis_units("EUR million")
    assert axis_units("EUR million") != axis_units("USD million")
    assert axis_units("EUR") == ["EUR"]


# --- statements, pay, losses --------------------------------------------------------------------

def test_statements_title_follows_what_brands_say(warehouse: Warehouse, edited: Edited) -> None:
    rows = [one for one in ROWS if one["unit"] == "percent" and one["topic"] in (
        "AI against shoot", "AI use and reception")]
    own = sum(one["claimed_by"] == "brand or retailer" for one in rows)
    assert title("money_statements", warehouse) == (
        "Cuts in image costs as brands say them: Zalando 90% and Otto up to 60% (an estimate); "
        f"{own} of {len(rows)} figures are the brands’ own")
    changed = edited(quantities=setting(of("Q001"), value="15", quoted="15"))
    assert "Zalando 15%" in title("money_statements", changed)
    none = edited(quantities=setting(
        lambda frame: frame["claimed_by"] == "brand or retailer", claimed_by=VENDOR))
    assert title("money_statements", none).startswith("No figure is a brand’s own; ")
    empty = edited(quantities=without(lambda frame: frame["topic"].str.startswith("AI ")))
    assert title("money_statements", empty) == "No statement in percent is on the desk"


def test_zalandos_70_percent_stands_with_its_scope(warehouse: Warehouse) -> None:
    exhibit = shown("money_statements", warehouse)
    label = place(exhibit.table).set_index("quantity_id").loc["Q004", "label"]
    assert "editorial campaign images" in label
    assert "Zalando, Q4 2024" in label
    assert any("editorial campaign images" in text for text in exhibit.caveats)


def test_pay_title_names_official_medians_first(warehouse: Warehouse, edited: Edited) -> None:
    assert title("money_pay", warehouse) == (
        "Official median of models’ pay per hour: $22.80 (May 2023); 1 claim from elsewhere says "
        "$35")
    assert shown("money_pay", warehouse).table["claimed_by"].iloc[0] == "official statistics"
    changed = edited(quantities=setting(of("Q050"), value="10", quoted="10"))
    assert "$10 (May 2023)" in title("money_pay", changed)
    year = title("money_pay", warehouse, "model pay/USD/year")
    assert "medians" in year
    assert year.endswith("no claim stands beside them")
    none = edited(quantities=setting(of("Q050"), measure="some hourly wage"))
    assert "none of them a median" in title("money_pay", none)
    assert title("money_pay", edited(quantities=without(
        lambda frame: frame["topic"] == "model pay"))).startswith("No figure is on the desk")


def test_commission_title_gives_the_reach_and_the_bill_is_called_one(
    warehouse: Warehouse, edited: Edited
) -> None:
    exhibit = shown("money_pay", warehouse, "agency commission/percent/")
    ends = [float(one[end]) for one in ROWS if one["topic"] == "agency commission"
            for end in ("value", "low", "high") if one[end]]
    assert f"from {min(ends):.0f}% to {max(ends):.0f}%" in exhibit.title
    assert any("bill" in text for text in exhibit.caveats)
    level = edited(quantities=setting(
        lambda frame: frame["topic"] == "agency commission", value="20", low="", high="",
        quoted="20"))
    assert "20% to 20%" not in title("money_pay", level, "agency commission/percent/")


def test_the_average_loss_says_its_replies_in_title_label_and_base(
    warehouse: Warehouse, edited: Edited
) -> None:
    exhibit = shown("money_income", warehouse)
    assert "£34,900 per person" in exhibit.title
    assert exhibit.title.endswith("it rests on about 29 replies")
    assert exhibit.base == 29
    assert "about 29 replies" in place(exhibit.table).set_index("quantity_id").loc["Q105", "label"]
    changed = shown("money_income", edited(quantities=setting(of("Q105"), base_n="")))
    assert changed.title.endswith("how many replies it rests on is not stated")
    assert changed.base != 29


def test_losses_title_follows_the_data_and_claims_no_change(
    warehouse: Warehouse, edited: Edited
) -> None:
    said = title("money_losses", warehouse)
    assert "30% (Sep 2024) and 58.1% (Feb 2025)" in said
    assert not re.search(r"\b(rose|fell|grew|doubled|more)\b", said)
    changed = edited(quantities=setting(of("Q104"), value="12", quoted="12"))
    assert "12% (Feb 2025)" in title("money_losses", changed)
    none = edited(quantities=without(of("Q103", "Q104")))
    assert title("money_losses", none).endswith("none of lost work")
    empty = edited(quantities=without(lambda frame: frame["topic"] == "job effect"))
    assert title("money_losses", empty) == "No reported effect in percent is on the desk"


# --- H&M ----------------------------------------------------------------------------------------

def of_quarter(quarter: str, metric: str = "net sales") -> Callable[[pd.DataFrame], Any]:
    return lambda frame: ((frame["organisation"] == "H&M Group") & (frame["metric"] == metric)
                          & (frame["quarter"] == quarter))


@pytest.mark.parametrize(
    ("now", "before", "start"),
    [("59221", "62193", "H&M’s net sales fell to SEK 59,221 million in FY2025-Q4"),
     ("70000", "62193", "H&M’s net sales rose to SEK 70,000 million in FY2025-Q4"),
     ("62193", "62193", "H&M’s net sales did not change: SEK 62,193 million in FY2025-Q4")],
)
def test_hm_verb_follows_the_data(now: str, before: str, start: str, edited: Edited) -> None:
    changed = edited(quantities=lambda frame: setting(of_quarter("2024Q4"), value=before)(
        setting(of_quarter("2025Q4"), value=now)(frame)))
    said = title("money_hm", changed)
    assert said.startswith(start)
    assert "a year before" in said
    assert "62,193" in said


def test_hm_rounding_hides_a_small_change(edited: Edited) -> None:
    changed = edited(quantities=setting(
        of_quarter("2025Q4"), value="62190", note="Rounded to 10 million SEK in the source."))
    assert title("money_hm", changed).endswith("rounding hides any change")
    other = edited(quantities=setting(
        of_quarter("2025Q4"), value="62100", note="Rounded to 10 million SEK in the source."))
    assert "fell" in title("money_hm", other)
    both = edited(quantities=lambda frame: setting(
        of_quarter("2024Q4"), value="62109", note="Rounded.")(frame))
    assert title("money_hm", both).endswith("rounding hides any change")


def test_hm_without_a_year_before_or_any_quarter(edited: Edited) -> None:
    changed = edited(quantities=without(of_quarter("2024Q4")))
    assert title("money_hm", changed).endswith("a year before is not on the desk")
    empty = edited(quantities=without(lambda frame: frame["organisation"] == "H&M Group"))
    exhibit = shown("money_hm", empty)
    assert exhibit.title == "No quarter of H&M’s net sales is on the desk"
    assert drawn(exhibit.figure()) == 0


def test_hm_quarters_are_not_joined_over_a_missing_one(
    warehouse: Warehouse, edited: Edited
) -> None:
    assert len(shown("money_hm", warehouse).figure().data) == 1
    fig = shown("money_hm", edited(quantities=without(of_quarter("2024Q2")))).figure()
    assert [len(trace.x) for trace in fig.data] == [5, 6]


@pytest.mark.parametrize("metric", ["net sales", "operating profit", "operating margin"])
def test_hm_says_nothing_of_a_cause(metric: str, warehouse: Warehouse) -> None:
    exhibit = shown("money_hm", warehouse, metric)
    own = [exhibit.question, exhibit.title, exhibit.subtitle, exhibit.words.alt,
           texts(exhibit.figure())]
    assert [text for text in own if CAUSE.search(text)] == []
    assert any("Nothing read ties any line" in text for text in exhibit.caveats)
    assert any("rounded to 10 million" in text for text in exhibit.caveats)
    assert any("year starts on 1 December" in text for text in exhibit.caveats)


@pytest.mark.parametrize(
    "text",
    ["fell because of twins", "rose thanks to AI", "this led to a rise", "caused by twins",
     "after the twins sales fell", "sales fell after the announcement"])
def test_the_rule_on_causes_knows_them(text: str) -> None:
    assert CAUSE.search(text)


def test_hm_season_is_counted_from_the_data(warehouse: Warehouse, edited: Edited) -> None:
    assert "in 3 of 3 years the second quarter is above the first" in (
        shown("money_hm", warehouse).subtitle)
    changed = edited(quantities=setting(of_quarter("2025Q1"), value="99999"))
    assert "in 2 of 3 years" in shown("money_hm", changed).subtitle
    gone = edited(quantities=without(
        lambda frame: frame["quarter"].str.endswith("Q1")))
    assert "season" not in shown("money_hm", gone).subtitle


def test_hm_announcement_is_read_from_the_data(warehouse: Warehouse, edited: Edited) -> None:
    def mark(exhibit: Exhibit) -> tuple[str, str]:
        fig = exhibit.figure()
        (line,) = [shape for shape in fig.layout.shapes if shape.line.dash == "dot"]
        (note,) = [note for note in fig.layout.annotations if "announced" in note.text
                   and not note.name]
        return line.x0, note.text

    assert mark(shown("money_hm", warehouse)) == ("2025-03-16", "March 2025: twins announced")
    moved = edited(twin_events=setting(
        lambda frame: frame["event_id"] == "E051", date_from="2024-06-01", date_to="2024-06-01",
        date_text="2024-06-01", date_precision="day", year="2024"))
    assert mark(shown("money_hm", moved)) == ("2024-06-01", "June 2024: twins announced")
    gone = shown("money_hm", edited(twin_events=without(
        lambda frame: frame["event_id"] == "E051")))
    assert "announced" not in gone.subtitle + texts(gone.figure())


def test_hm_rounded_quarters_are_marked_in_table_and_hover(warehouse: Warehouse) -> None:
    exhibit = shown("money_hm", warehouse)
    wanted = {one["quantity_id"] for one in ROWS if one["metric"] == "net sales"
              and one["organisation"] == "H&M Group" and one["quarter"]
              and "rounded" in one["note"].lower()}
    rounded = exhibit.table["rounded"]
    assert set(exhibit.table[rounded]["quantity_id"]) == wanted != set()
    hover = exhibit.figure().data[0].hovertext
    assert [("(rounded)" in text) for text in hover] == rounded.tolist()


def test_hm_quarters_stand_within_their_dates(warehouse: Warehouse) -> None:
    exhibit = shown("money_hm", warehouse)
    fig = _draw_hm(exhibit.table, theme.Canvas(), exhibit.results[1].frame)
    for when, (_, one) in zip(fig.data[0].x, exhibit.table.iterrows(), strict=True):
        assert one["period_from"] < pd.Timestamp(when) < one["period_to"]
    low, high = fig.layout.xaxis.range
    assert pd.Timestamp(low) < exhibit.table["period_from"].min()
    assert pd.Timestamp(high) > pd.Timestamp(fig.data[0].x[-1])


# --- peers and agencies -------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("value", "words"),
    [("39.86", "Inditex rose to €39.86 billion (FY2025)"),
     ("30", "Inditex fell to €30 billion (FY2025)"),
     ("38.63", "Inditex did not change at €38.63 billion (FY2025)")],
)
def test_peers_verb_follows_the_data(value: str, words: str, edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q175"), value=value, quoted=value))
    assert words in title("money_peers", changed)


def test_peers_pair_only_like_periods_and_never_what_does_not_compare(
    warehouse: Warehouse, edited: Edited
) -> None:
    said = title("money_peers", warehouse)
    assert "Zalando rose to €2,835.1 million (Q2 2025)" in said
    assert said.endswith("no such pair for Mango")
    changed = edited(quantities=setting(
        of("Q192"), quarter="2024Q3", period_from="2024-07-01", period_to="2024-09-30",
        period_text="2024-Q3"))
    assert title("money_peers", changed).endswith("no such pair for Mango and Zalando")
    quarter = edited(quantities=setting(
        of("Q192"), quarter="2024Q1", period_from="2024-01-01", period_to="2024-03-31",
        period_text="2024-Q1"))
    assert title("money_peers", quarter).endswith("no such pair for Mango and Zalando"), (
        "a half year is no pair for a quarter")
    alone = edited(quantities=without(of("Q178", "Q192")))
    assert "for no company is the same period" in title("money_peers", alone)


def test_peers_of_one_row_or_none(warehouse: Warehouse, edited: Edited) -> None:
    assert title("money_peers", warehouse, "EBITDA/EUR million/") == (
        "One figure only: €0.722 billion; EBITDA, Mango")
    empty = edited(quantities=without(lambda frame: (frame["topic"] == "retailer accounts")
                                      & (frame["organisation"] != "H&M Group")))
    assert title("money_peers", empty) == (
        "No net sales of other retailers is on the desk in millions of euros")


def test_a_peer_in_another_currency_gets_a_choice_of_its_own(edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q183"), unit="GBP million", currency="GBP"))
    options = SPECS["money_peers"].controls[0].options(changed)  # type: ignore[union-attr]
    assert {"net sales/EUR million/", "net sales/GBP million/"} <= set(options)
    assert "Mango" not in set(shown("money_peers", changed).table["organisation"])
    pounds = shown("money_peers", changed, "net sales/GBP million/")
    assert set(pounds.table["organisation"]) == {"Mango"}
    assert pounds.figure().layout.xaxis.tickprefix == "£"


@pytest.mark.parametrize(
    ("value", "end"),
    [("65.936", "billings fell from $66.686 million in 2022"),
     ("80", "billings rose from $66.686 million in 2022"),
     ("66.686", "billings did not change from 2022")],
)
def test_agencies_verb_follows_the_data(value: str, end: str, edited: Edited) -> None:
    changed = edited(quantities=setting(of("Q081"), value=value, quoted=value))
    said = title("money_agencies", changed)
    assert said.startswith("Wilhelmina International billed $")
    assert said.endswith(end)


def test_fines_are_named_with_ties_and_with_the_reply(
    warehouse: Warehouse, edited: Edited
) -> None:
    exhibit = shown("money_agencies", warehouse, "fine/GBP/")
    fines = [one for one in ROWS if one["metric"] == "fine"]
    single = [one for one in fines if not one["measure"].startswith("total")]
    top = max(single, key=lambda one: float(one["value"]))
    assert f"of {len(single)} single fines is {top['organisation']}’s" in exhibit.title
    assert any("would appeal" in text for text in exhibit.caveats)
    tie = edited(quantities=setting(of("Q065"), value="491000", quoted="491000"))
    assert "are Models 1 and Storm’s" in title("money_agencies", tie, "fine/GBP/")
    empty = edited(quantities=without(lambda frame: frame["topic"] == "agency accounts"))
    assert title("money_agencies", empty).startswith("No accounts of agencies")


def test_accounts_and_fines_stand_on_an_axis_from_zero(warehouse: Warehouse) -> None:
    for id, value in OPTIONS:
        if id in ("money_peers", "money_agencies"):
            exhibit = shown(id, warehouse, value)
            assert "logarithmic" not in exhibit.subtitle
            assert exhibit.figure().layout.xaxis.range[0] == 0


def test_what_was_computed_here_says_so(warehouse: Warehouse) -> None:
    exhibit = shown("money_agencies", warehouse, "revenue share of gross billings/percent/")
    assert "(computed here)" in exhibit.title
    assert "(computed here)" in texts(exhibit.figure())
    assert exhibit.table["derived"].all()


def test_unknowns_count_as_the_csv_does(warehouse: Warehouse, edited: Edited) -> None:
    def said(data: Warehouse) -> str:
        (entry,) = [one for one in list_unknowns(data) if one.page == "money"]
        assert not entry.front
        return entry.why

    costs = [one for one in ROWS if one["topic"] in ("shoot cost", "image cost") and one["unit"]]
    sold = sum(one["claimed_by"] == VENDOR for one in costs)
    assert said(warehouse).startswith(f"{sold} of {len(costs)} figures")
    assert said(warehouse).endswith("no row gives an amount a model was paid for a twin.")
    changed = edited(quantities=setting(of("Q044"), claimed_by="model or worker"))
    assert "1 row gives an amount" in said(changed)


# --- the chart ----------------------------------------------------------------------------------

EVIL = "<b>bold</b><a href='x'>link</a> & more"


def spans(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame({
        "section": ["Official", "Official", "Sellers", "Sellers"],
        "label": ["one", "two", "three", "four"], "low": [1.0, 5.0, NAN, NAN],
        "high": [3.0, 5.0, 4.0, NAN], "open_low": [False, False, True, False],
        "open_high": [False, True, False, False], "text": ["$1 to $3", "$5", "up to $4", "“a lot”"],
        "weak": [False, False, True, True], "colour": ["human", "ink", "synthetic", "ink"],
        "hover": ["a", "b", "c", "d"],
    } | changes)


def test_spans_escape_all_text() -> None:
    fig = draw_spans(spans(section=EVIL, label=EVIL, text=EVIL, hover=EVIL), theme.Canvas(),
                     ruler=Ruler())
    together = texts(fig)
    assert "<b>bold" not in together
    assert "<B>BOLD" not in together
    assert "href='x'>" not in together.lower().replace("&gt;", "")
    assert re.sub(r"</?(b|i|br)>", "", together).count("<") == 0


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda one: f"{one.mode}-{one.size}")
def test_spans_wrap_labels_and_keep_values_inside(canvas: theme.Canvas) -> None:
    long = "a label of many words that cannot stand on one line of a phone " * 3
    fig = draw_spans(spans(label=long, low=[1.0, 5.0, NAN, NAN], high=[900.0, 5.0, 4.0, NAN],
                           text=["$1 to $900 or more", "$5", "up to $4", "“a lot”"]),
                     canvas, ruler=Ruler("$"))
    labels = [note.text for note in fig.layout.annotations if "many" in note.text]
    assert len(labels) == 4
    assert all("<br>" in text for text in labels)
    assert draw_spans(spans(), canvas, ruler=Ruler()).layout.meta["plot_height_px"] < (
        fig.layout.meta["plot_height_px"])
    low, high = fig.layout.xaxis.range
    plot = canvas.width_px - fig.layout.margin.l - fig.layout.margin.r
    for note in fig.layout.annotations:
        if note.xref != "paper" and note.text:
            start = (note.x - low) / (high - low) * plot + note.xshift
            assert start + len(note.text.replace("<b>", "").replace("</b>", "")) * 6.4 <= plot + 14


def test_spans_without_a_row_or_a_number_draw_none() -> None:
    empty = draw_spans(spans().iloc[:0], theme.Canvas(), ruler=Ruler())
    assert drawn(empty) == 0
    assert {trace.hoverinfo for trace in empty.data} == {"text"}
    words = draw_spans(spans().iloc[3:], theme.Canvas(), ruler=Ruler())
    assert drawn(words) == 0
    assert "“a lot”" in texts(words)
    assert words.layout.xaxis.visible is False


def test_spans_draw_ends_hollow_for_sellers_and_open_bounds_as_arrows() -> None:
    fig = draw_spans(spans(), theme.Canvas(), ruler=Ruler())
    ends = {trace.name: trace for trace in fig.data}
    assert sorted(ends["others"].x) == [1, 3, 5, 5]
    assert list(ends["claimed by sellers"].x) == [4]
    assert ends["claimed by sellers"].marker.color == theme.PALETTES["light"].paper
    arrows = [(note.x, note.ax) for note in fig.layout.annotations if note.showarrow]
    assert [(x, ax > 0) for x, ax in arrows] == [(5, False), (4, True)]
    assert fig.layout.xaxis.range[0] == 0


def test_spans_on_a_logarithmic_axis_stand_at_their_powers() -> None:
    frame = spans(low=[1.0, 10.0, NAN, NAN], high=[1000.0, 10.0, 100.0, NAN])
    assert needs_log(frame)
    assert not needs_log(spans())
    assert not needs_log(spans(low=[0.0, 5, NAN, NAN], high=[9000.0, 5, 4, NAN]))
    fig = draw_spans(frame, theme.Canvas(), ruler=Ruler("$", log=True))
    assert sorted(fig.data[0].x) == [0, 1, 1, 3]
    assert "$1,000" in fig.layout.xaxis.ticktext


def test_logarithmic_axes_are_said_and_only_where_needed(warehouse: Warehouse) -> None:
    found = set()
    for id, value in OPTIONS:
        if id == "money_hm":
            continue
        exhibit = shown(id, warehouse, value)
        placed = place(exhibit.table)
        ends = pd.concat([placed["low"], placed["high"]]).dropna()
        log = "logarithmic" in exhibit.subtitle
        found.add(log)
        if log:
            assert ends.max() / ends.min() > 30
        assert (exhibit.figure().layout.xaxis.ticktext is not None) is log
    assert found == {True, False}


def test_a_percentage_axis_reaches_a_hundred(warehouse: Warehouse) -> None:
    low, high = shown("money_losses", warehouse).figure().layout.xaxis.range
    assert low == 0
    assert high >= 100
