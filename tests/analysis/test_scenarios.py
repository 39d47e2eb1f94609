"""Scenarios: what is paid is received, what must rise rises, cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr

from analysis.commands import main
from analysis.errors import ControlError, DisclosureError
from analysis.scenarios.assumptions import Assumptions, read_assumptions
from analysis.scenarios.base import CHANNELS, TIERS, Base, base_of
from analysis.scenarios.break_even import find_break_even, keeping_levy
from analysis.scenarios.coding import read_code, write_code
from analysis.scenarios.draws import (
    FAMILIES,
    PAIRS,
    correlation,
    correlations,
    draw,
    drawn_with,
    single,
    triangle,
)
from analysis.scenarios.method import FORMULAS, LIMITS
from analysis.scenarios.model import MEASURES, RECEIVERS, adopted, plan
from analysis.scenarios.results import digest, solve
from analysis.scenarios.tornado import move_each
from analysis.warehouse import Warehouse

YEAR = 10
MARKETS, ROLES = ("FR", "GB"), ("hair", "photography")
FULL = "speed:5,halfway_ecommerce:0.5,adoption_ecommerce:1,replaceable_ecommerce:1,refused:0," \
    "label_demand:0,price_response:0,weight_newcomer:1,weight_top:1"
"""All of e-commerce is replaced, from the first years on."""


@pytest.fixture(scope="module")
def shipped(warehouse: Warehouse) -> Assumptions:
    return read_assumptions(warehouse.fetch("scenario_assumptions").frame)


@cache
def made_base(*, only: str = "") -> Base:
    """A small base year; of one channel where one is named."""
    bookings = np.array([[400, 300, 50], [10, 60, 40], [30, 30, 20], [80, 70, 15], [40, 30, 9],
                         [60, 50, 0]], dtype="float64")
    if only:
        bookings[[at for at, one in enumerate(CHANNELS) if one != only]] = 0
    income = np.outer([500, 2500, 250, 400, 350, 90], [0.6, 1, 3])
    in_market = np.array([[0.25, 0.75]] * 6)
    days = np.outer([1.5, 6, 4, 2, 3, 0.2], [0.6, 0.4])
    return Base(CHANNELS, TIERS, MARKETS, ROLES, bookings, income, in_market, days,
                np.array([0.05, 0.2]), np.array([400.0, 1000.0]))


def run(shipped: Assumptions, code: str, *, base: Base | None = None, year: float = YEAR):
    """A scenario at its values in one year, and its base year."""
    planned = plan(base or made_base(), single(read_code(code, shipped)))
    return planned.at(year), planned.at(0)


def total(shipped: Assumptions, code: str, measure: str, **more) -> float:
    return float(run(shipped, code, **more)[0].measure(measure)[0])


NAMES = ("levy_per_use", "twin_fee_share", "twin_fee_per_use", "twin_fee_floor", "owner_share",
         "commission_human", "commission_twin", "levy_to_crew", "price_response", "refused",
         "label_share", "label_demand", "making_per_use", "uses_per_replaced", "new_uses",
         "adoption_ecommerce", "replaceable_ecommerce", "replaceable_runway", "speed",
         "halfway_ecommerce", "weight_newcomer", "weight_top")


@st.composite
def codes(draw_from, without: tuple[str, ...] = ()) -> dict[str, float]:
    """Some assumptions set anywhere within their limits, in parts of the way from end to end."""
    chosen = draw_from(st.lists(st.sampled_from([one for one in NAMES if one not in without]),
                                max_size=6, unique=True))
    return {name: draw_from(st.floats(0, 1)) for name in chosen}


def as_code(parts: dict[str, float], shipped: Assumptions) -> str:
    """Places between the limits of rows as a code; amounts up to 5,000."""
    def value(name: str, part: float) -> float:
        row = shipped[name]
        return row.least + part * (min(row.most, 5_000) - row.least)

    return ",".join(f"{name}:{value(name, part)!r}" for name, part in parts.items())


# --- money in is money out ----------------------------------------------------------------------

@settings(max_examples=60, deadline=None)
@given(parts=codes(), year=st.floats(0, 40))
def test_what_brands_pay_is_what_all_receive(
    parts: dict[str, float], year: float, shipped: Assumptions
) -> None:
    now, _ = run(shipped, as_code(parts, shipped), year=year)
    received = sum(float(now.measure(name)[0]) for name in RECEIVERS)
    assert received == pytest.approx(float(now.measure("brand_cost")[0]), rel=1e-9)
    assert all(float(now.measure(name)[0]) >= 0 for name in (*RECEIVERS, *MEASURES))


def test_it_is_so_in_every_draw_and_parts_add_up_to_the_whole(shipped: Assumptions) -> None:
    now = plan(made_base(), draw(shipped, number=500, seed=1)).at(YEAR)
    received = sum(now.measure(name) for name in RECEIVERS)
    np.testing.assert_allclose(received, now.measure("brand_cost"), rtol=1e-9)
    for name in MEASURES:
        for by in ("tier", "market"):
            np.testing.assert_allclose(
                now.measure(name, by).sum(axis=0), now.measure(name), rtol=1e-9)
    for name in ("crew_days", "crew_income"):
        np.testing.assert_allclose(
            now.measure(name, "role").sum(axis=0), now.measure(name), rtol=1e-9)


def test_a_levy_goes_to_crews_and_the_fund_and_nobody_else(shipped: Assumptions) -> None:
    plain = "price_response:0"
    taxed = f"{plain},levy_per_use:20,levy_to_crew:0.75"
    uses = float(run(shipped, plain)[0].uses.sum())
    assert uses > 100
    for name, part in (("brand_cost", 1), ("crew_income", 0.75), ("fund", 0.25),
                       ("models_income", 0), ("owners", 0), ("makers", 0), ("agencies", 0),
                       ("bookings", 0), ("crew_days", 0)):
        gained = total(shipped, taxed, name) - total(shipped, plain, name)
        assert gained == pytest.approx(20 * part * uses, abs=1e-6), name


# --- what must rise or fall -----------------------------------------------------------------------

RISES = (
    ("refused", "bookings", 1), ("adoption_ecommerce", "bookings", -1),
    ("replaceable_ecommerce", "bookings", -1), ("replaceable_runway", "bookings", -1),
    ("halfway_ecommerce", "bookings", 1), ("levy_per_use", "bookings", 1),
    ("price_response", "bookings", 1), ("label_demand", "bookings", -1),
    ("levy_to_crew", "crew_income", 1), ("twin_fee_floor", "bookings", 1),
    ("twin_fee_per_use", "bookings", 1), ("new_uses", "models_income", 1),
    ("uses_per_replaced", "crew_days", 1), ("owner_share", "models_income", -1),
    ("commission_twin", "models_income", -1), ("commission_twin", "brand_cost", 0),
    ("owner_share", "brand_cost", 0), ("making_per_use", "models_income", 1),
)
"""Assumption, measure, and which way the measure may move as the assumption grows."""


@pytest.mark.parametrize(("name", "measure", "way"), RISES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_measures_move_the_way_they_must(
    name: str, measure: str, way: int, data: st.DataObject, shipped: Assumptions
) -> None:
    if name == "making_per_use":
        way, others = 0, {"price_response": 0.0}
    else:
        others = data.draw(codes(without=(name, "label_share")))
    ends = sorted(data.draw(st.lists(st.floats(0, 1), min_size=2, max_size=2)))
    low, high = (total(shipped, as_code({**others, name: one}, shipped), measure) for one in ends)
    slack = 1e-9 * max(1.0, abs(low))
    if way >= 0:
        assert high >= low - slack
    if way <= 0:
        assert high <= low + slack


def test_a_levy_raises_crew_income_where_brands_do_not_answer(shipped: Assumptions) -> None:
    incomes = [total(shipped, f"price_response:0,levy_per_use:{levy}", "crew_income")
               for levy in (0, 1, 20, 200, 2_000)]
    assert incomes == sorted(incomes)
    assert len(set(incomes)) == 5


# --- cases worked out by hand ---------------------------------------------------------------------

def test_the_s_curve_is_nothing_now_half_about_half_way_and_all_in_the_end(
    shipped: Assumptions
) -> None:
    values = single(read_code("halfway_social:6,speed:1.5", shipped))
    curve = [float(adopted(values, "social", year)[0]) for year in range(40)]
    assert curve[0] == 0
    assert curve[6] == pytest.approx(0.5, abs=0.001)
    assert curve[39] == pytest.approx(1, abs=1e-9)
    assert curve == sorted(curve)


def test_one_channel_wholly_replaced(shipped: Assumptions) -> None:
    """100 bookings at 300 net, fee 400; crew pay 640 a booking: all by hand."""
    base = replace(
        made_base(only="ecommerce"),
        bookings=np.array([[0, 100, 0]] + [[0, 0, 0]] * 5, dtype="float64"),
        income=np.full((6, 3), 300.0))
    code = f"{FULL},uses_per_replaced:2,new_uses:0,commission_human:0.25,twin_fee_share:0.5," \
        "owner_share:0.1,commission_twin:0.2,making_per_use:30,levy_per_use:20,levy_to_crew:0.9"
    pay, use_pay = 1.5 * (0.6 * 400 + 0.4 * 1000), 0.05 * 400 + 0.2 * 1000
    now, then = run(shipped, code, base=base, year=60)
    assert now.measure("bookings")[0] == pytest.approx(0, abs=1e-6)
    assert then.measure("crew_income")[0] == pytest.approx(100 * pay)
    assert then.measure("brand_cost")[0] == pytest.approx(100 * (400 + pay))
    assert now.uses.sum() == pytest.approx(200)
    expected = {
        "models_income": 200 * 200 * 0.9 * 0.8, "agencies": 200 * 200 * 0.9 * 0.2,
        "owners": 200 * 200 * 0.1, "makers": 200 * 30, "fund": 200 * 20 * 0.1,
        "crew_income": 200 * (use_pay + 18), "crew_days": 200 * 0.25,
        "brand_cost": 200 * (200 + 30 + use_pay + 20)}
    for name, value in expected.items():
        assert now.measure(name)[0] == pytest.approx(value), name


def test_a_floor_binds_only_where_the_share_is_below_it(shipped: Assumptions) -> None:
    fees = plan(made_base(), single(read_code(
        "commission_human:0,twin_fee_share:0.5,twin_fee_per_use:10,twin_fee_floor:300",
        shipped))).twin_fee[:, :, 0]
    np.testing.assert_allclose(fees, np.maximum(300, 0.5 * made_base().income + 10))
    assert 0 < (fees == 300).sum() < fees.size


def test_brands_answer_what_a_rule_adds(shipped: Assumptions) -> None:
    """Twice the cost of a use and a response of 1: half the uses."""
    base = replace(made_base(only="ecommerce"), income=np.full((6, 3), 300.0))
    code = "commission_human:0.25,twin_fee_share:0.5,making_per_use:30,price_response:1"
    cost = 0.5 * 400 + 30 + base.use_pay
    plain, dearer = (run(shipped, f"{code},levy_per_use:{levy!r}", base=base)[0].uses.sum()
                     for levy in (0.0, cost))
    assert dearer == pytest.approx(plain / 2)


@pytest.mark.parametrize("response", [0, 0.5, 2])
def test_break_even_of_one_channel_is_exact_however_brands_answer(
    response: float, shipped: Assumptions
) -> None:
    base = made_base(only="campaign")
    assumptions = read_code(
        f"price_response:{response},uses_per_replaced:2,new_uses:0.5,levy_to_crew:0.8", shipped)
    levy = keeping_levy(base, single(assumptions), YEAR)[0]
    pay = float(base.booking_pay[1])
    assert levy == pytest.approx((pay / 2.5 - base.use_pay) / 0.8, rel=1e-6)
    assert total(shipped, write_code(assumptions.having(
        {"levy_per_use": (levy, levy, levy)})), "crew_income", base=base) == pytest.approx(
            float(plan(base, single(assumptions)).at(0).measure("crew_income")[0]), rel=1e-6)


def test_break_even_keeps_crew_income_in_every_draw(shipped: Assumptions) -> None:
    base, values = made_base(), draw(shipped, number=300, seed=5)
    levies = keeping_levy(base, values, YEAR)
    assert (levies > 0).all()
    kept = plan(base, values).under(levies).at(YEAR).measure("crew_income")
    np.testing.assert_allclose(kept, plan(base, values).at(0).measure("crew_income"), rtol=1e-6)


# --- extremes -----------------------------------------------------------------------------------

@pytest.mark.parametrize("code", [
    "refused:1", ",".join(f"replaceable_{one}:0" for one in CHANNELS),
    ",".join(f"adoption_{one}:0" for one in CHANNELS), "label_share:1,label_demand:-1",
])
def test_where_no_twin_is_used_nothing_changes_and_no_levy_is_needed(
    code: str, shipped: Assumptions
) -> None:
    assumptions = read_code(code + ",levy_per_use:50", shipped)
    found = solve(made_base(), assumptions, years=4, number=50)
    assert found.path[["change", "low", "high"]].abs().max().max() < 1e-12
    even = find_break_even(made_base(), assumptions, year=4, number=50)
    assert (even.value, even.ends, even.never) == (0.0, (0.0, 0.0), 0.0)


def test_all_twins_leave_no_booking_and_only_what_uses_pay(shipped: Assumptions) -> None:
    code = FULL + "".join(
        f",adoption_{one}:1,replaceable_{one}:1,halfway_{one}:0.5" for one in CHANNELS[1:])
    now, then = run(shipped, code, year=80)
    assert now.measure("bookings")[0] == pytest.approx(0, abs=1e-6)
    assert now.uses.sum() == pytest.approx(then.measure("bookings")[0] * 2.5)
    assert 0 < now.measure("crew_income")[0] < then.measure("crew_income")[0]


def test_a_levy_of_which_nothing_reaches_crews_keeps_nothing(shipped: Assumptions) -> None:
    even = find_break_even(made_base(), read_code("levy_to_crew:0", shipped), year=5, number=40)
    assert np.isnan(even.value)
    assert even.never == 1
    assert even.ends == (np.inf, np.inf)


def test_the_base_year_itself_is_unchanged(shipped: Assumptions) -> None:
    found = solve(made_base(), shipped, years=1, number=20).path
    first = found[found["year"] == 0]
    assert len(first) == len(MEASURES)
    assert (first[["change", "low", "high"]] == 0).all().all()


# --- draws --------------------------------------------------------------------------------------

def test_the_same_seed_gives_the_same_and_another_does_not(shipped: Assumptions) -> None:
    one, same, other = (solve(made_base(), shipped, years=3, number=200, seed=seed).path
                        for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(one, same)
    assert (one["low"] != other["low"]).any()
    assert (one["change"] == other["change"]).all(), "the line is no draw"


def test_two_scenarios_share_their_draws(shipped: Assumptions) -> None:
    one, other = (draw(read_code(code, shipped), number=50) for code in ("", "levy_per_use:9"))
    assert all((one[name] == other[name]).all() for name in one if name != "levy_per_use")
    assert (other["levy_per_use"] == 9).all()


def test_draws_stay_in_their_ranges_with_most_near_the_value(shipped: Assumptions) -> None:
    drawn = draw(shipped, number=4_000)
    for row in shipped.rows:
        values = drawn[row.name]
        assert row.low <= values.min() <= values.max() <= row.high
        if row.low < row.high:
            mean = (row.low + row.value + row.high) / 3
            assert values.mean() == pytest.approx(mean, abs=0.03 * (row.high - row.low))


def test_correlations_are_as_stated(shipped: Assumptions) -> None:
    drawn = draw(shipped, number=20_000)
    stated = [("adoption_ecommerce", "adoption_social", FAMILIES["adoption_"]),
              ("replaceable_ecommerce", "replaceable_editorial", FAMILIES["replaceable_"]),
              ("commission_human", "commission_twin", FAMILIES["commission_"]),
              ("adoption_ecommerce", "halfway_campaign", PAIRS["adoption_", "halfway_"]),
              ("twin_fee_share", "refused", PAIRS["twin_fee_share", "refused"]),
              ("refused", "making_per_use", 0.0)]
    for one, other, value in stated:
        rank = spearmanr(drawn[one], drawn[other]).statistic
        assert rank == pytest.approx(6 / np.pi * np.arcsin(value / 2), abs=0.03), (one, other)
        assert correlation(one, other) == correlation(other, one) == value
    tau = kendalltau(drawn["commission_human"][:3000], drawn["commission_twin"][:3000]).statistic
    assert tau == pytest.approx(2 / np.pi * np.arcsin(0.8), abs=0.04)


def test_the_matrix_is_a_correlation_matrix(shipped: Assumptions) -> None:
    matrix = correlations(shipped.names)
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 1).all()
    assert np.linalg.eigvalsh(matrix).min() > 1e-6
    words = drawn_with("refused", shipped.names)
    assert words == "twin_fee_share (-0.3)"
    assert drawn_with("making_per_use", shipped.names) == ""


@given(low=st.floats(-5, 5), rise=st.floats(0, 5), fall=st.floats(0, 5))
def test_triangles_go_from_end_to_end(low: float, rise: float, fall: float) -> None:
    found = triangle(np.array([0.0, 0.5, 1.0]), low, low + rise, low + rise + fall)
    assert found[0] == pytest.approx(low)
    assert found[2] == pytest.approx(low + rise + fall)
    assert sorted(found) == list(found)


# --- codes --------------------------------------------------------------------------------------

@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_code_comes_back_exactly(data: st.DataObject, shipped: Assumptions) -> None:
    edits = {}
    for name in data.draw(st.lists(st.sampled_from(shipped.names), unique=True, max_size=8)):
        row = shipped[name]
        low, value, high = sorted(
            row.least + part * (row.most - row.least)
            for part in data.draw(st.lists(st.floats(0, 1), min_size=3, max_size=3)))
        edits[name] = tuple(min(max(one, row.least), row.most) for one in (low, value, high))
    changed = shipped.having(edits)
    assert read_code(write_code(changed), shipped) == changed


@pytest.mark.parametrize(("text", "code"), [
    ("", ""), (" , ", ""), ("levy_per_use=20", "levy_per_use:20"),
    ("new_uses: 0.2~0.5~1 , LEVY_PER_USE:7.5", "new_uses:0.2~0.5~1,levy_per_use:7.5"),
    ("refused:0~0.1~0.3", ""), ("refused:0.1", "refused:0.1"),
])
def test_codes_have_one_proper_form(text: str, code: str, shipped: Assumptions) -> None:
    written = write_code(read_code(text, shipped))
    assert set(written.split(",")) == set(code.split(","))
    assert read_code(written, shipped) == read_code(text, shipped)


@pytest.mark.parametrize(("text", "said"), [
    ("levi_per_use:20", "Did you mean levy_per_use"), ("levy_per_use:", "is no range"),
    ("levy_per_use:1~2", "low end, a value and a high end"), ("refused:1.5", "from 0 to 1"),
    ("refused:nan", "cannot be"), ("refused:0.5~0.2~0.9", "in this order"),
    ("refused:0.1,refused:0.2", "set twice"), ("<script>", "no assumption"),
])
def test_a_code_that_cannot_be_is_refused_in_one_line(
    text: str, said: str, shipped: Assumptions
) -> None:
    with pytest.raises(ControlError, match=said) as refused:
        read_code(text, shipped)
    assert "\n" not in str(refused.value)


# --- the base year ------------------------------------------------------------------------------

def frames() -> dict[str, pd.DataFrame]:
    """Answers of a ledger of two channels."""
    work = pd.DataFrame([
        ("tier", "ecommerce", "newcomer", 80), ("tier", "ecommerce", "top", 20),
        ("tier", "campaign", "top", 10), ("market", "ecommerce", "FR", 60),
        ("market", "ecommerce", "GB", 40), ("market", "campaign", "GB", 10)],
        columns=["dimension", "channel", "part", "worked"])
    tiers = pd.DataFrame({"tier": ["newcomer", "top"], "earned_human": [16_000.0, 30_000.0]})
    fees = pd.DataFrame([("ecommerce", "day", 90, 200.0), ("ecommerce", "use", 10, 100.0),
                         ("campaign", "day", 10, 950.0)],
                        columns=["channel", "fee_basis", "fees", "middle"])
    crew = pd.DataFrame([("ecommerce", "human", "hair", 1.0), ("campaign", "human", "hair", 3.0),
                         ("all", "twin", "hair", 0.1)],
                        columns=["channel", "kind", "role", "per_booking"])
    pay = pd.DataFrame({"role": ["hair"], "kind": ["human"], "fee_per_day": [400.0]})
    return {"work": work, "tiers": tiers, "fees": fees, "crew": crew, "pay": pay}


def test_income_of_a_tier_is_shared_out_by_bookings_times_fee() -> None:
    base = base_of(frames())
    assert base.bookings[0].tolist() == [80, 0, 20]
    assert (base.bookings * base.income).sum(axis=0) == pytest.approx([16_000, 0, 30_000])
    assert base.income[1, 2] / base.income[0, 2] == pytest.approx(950 / 190)
    assert base.in_market[0].tolist() == [0.6, 0.4]
    assert base.booking_pay[:2].tolist() == [400, 1200]
    assert base.use_pay == pytest.approx(40)
    assert base.left_out == ()


def test_what_is_withheld_is_left_out_and_said() -> None:
    answers = frames()
    answers["work"].loc[1, "worked"] = np.nan
    answers["work"]["suppressed"] = answers["work"]["worked"].isna()
    base = base_of(answers)
    assert base.bookings[0].tolist() == [80, 0, 0]
    assert base.left_out == ("bookings by channel, tier and market (1 of 6 withheld)",)
    answers["tiers"]["earned_human"] = np.nan
    with pytest.raises(DisclosureError, match="Too little of this ledger"):
        base_of(answers)


def test_medians_count_alike_where_their_numbers_are_withheld() -> None:
    """Not nothing: only the weights are missing."""
    answers = frames()
    answers["fees"].loc[1, "fees"] = np.nan
    base = base_of(answers)
    assert base.income[1, 2] / base.income[0, 2] == pytest.approx(950 / 150)
    answers["fees"]["middle"] = np.nan
    with pytest.raises(DisclosureError, match="Too little of this ledger"):
        base_of(answers)


def test_a_digest_tells_bases_apart() -> None:
    assert digest(made_base()) == digest(replace(made_base()))
    assert digest(made_base()) != digest(made_base(only="social"))


# --- tornado, method, bench ---------------------------------------------------------------------

def test_each_assumption_is_moved_alone_and_the_farthest_comes_first(shipped: Assumptions) -> None:
    moved = move_each(made_base(), shipped, measure="crew_income", year=YEAR)
    assert set(moved["name"]) == {row.name for row in shipped.rows if row.low < row.high}
    assert moved["moved"].is_monotonic_decreasing
    row = moved[moved["name"] == "refused"].iloc[0]
    now, then = run(shipped, "refused:0.3")
    assert row["at_high"] == pytest.approx(
        float(now.measure("crew_income")[0] / then.measure("crew_income")[0]) - 1)


def test_without_a_range_nothing_is_moved(shipped: Assumptions) -> None:
    certain = shipped.having({row.name: (row.value,) * 3 for row in shipped.rows})
    assert move_each(made_base(), certain, measure="bookings", year=3).empty


def test_the_written_model_names_every_step_and_its_limits() -> None:
    assert [name for name, _ in FORMULAS][-1] == "Range of assumptions"
    text = " ".join(words for _, words in FORMULAS)
    assert "no confidence interval" in text
    assert text.count("$") % 2 == 0
    assert len(LIMITS) >= 5


def test_the_benchmark_prints_the_time_of_the_draws(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "scenarios", "--draws", "300"]) == 0
    printed = capsys.readouterr().out
    assert "300 draws of 37 assumptions took" in printed
    assert "limit for 10,000: about 1 s" in printed
    assert main(["bench", "scenarios", "--draws", "0"]) == 2
