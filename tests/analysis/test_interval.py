"""Intervals of published shares: golden values with provenance, refusals, properties."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.surveys import Interval, interval_of_share, reason_for_no_interval

SHARES = st.floats(0, 1)
SIZES = st.integers(1, 1_000_000)
EFFECTS = st.floats(1, 10)


def interval(share: float, n: int, *, deff: float = 1.0) -> Interval:
    """The interval of a random sample with exact n and a stated design effect."""
    found = interval_of_share(
        share, sampling="probability", n=n, n_exact=True, design_effect=deff
    )
    assert found is not None
    return found


# Worked by hand from Kish (1965), ch. 8: half = 1.959964 * sqrt(deff * p * (1 - p) / n).
#   p .52, n 5273, deff 1.6: sqrt(1.6 * .2496 / 5273) = sqrt(7.57368e-5) = .00870269; half .0170570
#   p .50, n 1000, deff 1.0: the textbook "plus or minus 3.1 points" of a poll of 1,000 (.0309898)
#   p .10, n  400, deff 2.0: sqrt(2 * .09 / 400) = .0212132; half .0415771
GOLDEN = [
    (0.52, 5273, 1.6, 0.5029430, 0.5370570),
    (0.50, 1000, 1.0, 0.4690102, 0.5309898),
    (0.10, 400, 2.0, 0.0584229, 0.1415771),
]


@pytest.mark.parametrize(("share", "n", "deff", "low", "high"), GOLDEN)
def test_golden_values(share: float, n: int, deff: float, low: float, high: float) -> None:
    found = interval(share, n, deff=deff)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-7)
    assert found.basis == f"stated design effect {deff:g}"


def test_published_margin_is_preferred_to_a_design_effect() -> None:
    found = interval_of_share(
        0.52, sampling="probability", n=5273, n_exact=True, margin=0.019, design_effect=1.6
    )
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.501, 0.539))
    assert found.basis == "published margin of error"


@pytest.mark.parametrize(
    ("share", "margin", "low", "high"),
    [(0.01, 0.03, 0.0, 0.04), (0.99, 0.03, 0.96, 1.0), (0.5, 0.7, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_interval_is_cut_at_0_and_1(share: float, margin: float, low: float, high: float) -> None:
    found = interval_of_share(
        share, sampling="probability", n=100, n_exact=True, margin=margin
    )
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("sampling", "reason"),
    [
        ("self-selected", "chose themselves"), ("quota or opt-in panel", "opt-in panel"),
        ("census attempt", "all were asked"), ("unknown", "sampling not published"),
        ("no such class", "sampling not published"),
    ],
)
def test_no_sample_but_a_random_one_gets_an_interval(sampling: str, reason: str) -> None:
    given_all = {"sampling": sampling, "n": 5000, "n_exact": True, "margin": 0.01,
                 "design_effect": 1.0}
    assert interval_of_share(0.5, **given_all) is None
    assert reason in reason_for_no_interval(**given_all)


@pytest.mark.parametrize(
    ("n", "exact", "margin", "deff", "reason"),
    [
        (None, None, 0.03, None, "n not published exactly"),
        (float("nan"), True, 0.03, None, "n not published exactly"),
        (500, False, 0.03, None, "n not published exactly"),
        (500, None, 0.03, 1.5, "n not published exactly"),
        (500, True, None, None, "neither margin nor design effect"),
        (500, True, float("nan"), float("nan"), "neither margin nor design effect"),
    ],
)
def test_random_sample_without_what_it_takes_says_what_is_missing(
    n: float | None, exact: bool | None, margin: float | None, deff: float | None, reason: str
) -> None:
    assert interval_of_share(
        0.5, sampling="probability", n=n, n_exact=exact, margin=margin, design_effect=deff
    ) is None
    assert reason in reason_for_no_interval(
        sampling="probability", n=n, n_exact=exact, margin=margin, design_effect=deff
    )


def test_unknown_sampling_without_n_says_both() -> None:
    assert reason_for_no_interval(sampling="unknown", n=None, n_exact=None) == (
        "sampling and n not published"
    )


def test_no_reason_where_an_interval_may_be_drawn() -> None:
    assert reason_for_no_interval(
        sampling="probability", n=100, n_exact=True, design_effect=1.0) == ""


@given(SHARES, SIZES, EFFECTS)
def test_interval_contains_its_share_and_stays_within_0_and_1(
    share: float, n: int, deff: float
) -> None:
    found = interval(share, n, deff=deff)
    assert 0 <= found.low <= share <= found.high <= 1


@given(SHARES, SIZES, EFFECTS, st.integers(2, 50))
def test_interval_narrows_with_n(share: float, n: int, deff: float, times: int) -> None:
    few, many = interval(share, n, deff=deff), interval(share, n * times, deff=deff)
    assert many.high - many.low <= few.high - few.low + 1e-12
    if 0.2 < share < 0.8 and n > 400:
        assert many.high - many.low == pytest.approx((few.high - few.low) / sqrt(times))


@given(SHARES, SIZES, st.floats(1, 5))
def test_interval_widens_with_the_design_effect(share: float, n: int, deff: float) -> None:
    simple, clustered = interval(share, n), interval(share, n, deff=deff)
    assert clustered.low <= simple.low + 1e-12
    assert clustered.high >= simple.high - 1e-12


@given(SHARES, SIZES, EFFECTS)
def test_interval_is_symmetric_unless_cut(share: float, n: int, deff: float) -> None:
    found = interval(share, n, deff=deff)
    if found.low > 0 and found.high < 1:
        assert found.high - share == pytest.approx(share - found.low, abs=1e-12)


@given(SHARES, SIZES, EFFECTS)
def test_interval_of_the_other_answer_is_the_mirror_image(
    share: float, n: int, deff: float
) -> None:
    yes, no = interval(share, n, deff=deff), interval(1 - share, n, deff=deff)
    assert (no.low, no.high) == pytest.approx((1 - yes.high, 1 - yes.low), abs=1e-9)
