"""The solver behind the gate: asked again and again, it answers as a fresh one of SciPy would."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from analysis.disclosure.patience import limited
from analysis.disclosure.programs import Program, program
from analysis.errors import DisclosureError

ONE = csr_array(np.array([[1.0, 1.0]]))


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_each_answer_is_as_small_as_that_of_a_fresh_program(seed: int, signed: bool) -> None:
    """Goals one after another on the same equations; degenerate ones too, as many atoms are 0."""
    chance = np.random.default_rng(seed)
    rows, columns = chance.integers(1, 12), chance.integers(1, 30)
    known = (chance.random((rows, columns)) < 0.3) * chance.choice([1.0, 2.0, 6.25])
    right = known @ (chance.integers(0, 50, columns) * (chance.random(columns) < 0.6))
    low = -1e4 if signed else 0.0
    asked = Program((csr_array(known), right), low=low, high=1e4)
    for _ in range(6):
        goal = chance.integers(-2, 3, columns).astype(float)
        answer = asked.least(goal)
        assert answer is not None
        fresh = linprog(goal, A_eq=known, b_eq=right, bounds=(low, 1e4))
        assert goal @ answer == pytest.approx(fresh.fun, rel=1e-7, abs=1e-5)
        assert known @ answer == pytest.approx(right, abs=1e-6)
        assert (answer >= low - 1e-7).all()


def test_sums_that_are_at_most_so_much_are_kept() -> None:
    upper = csr_array(np.array([[1.0, 0.0]])), np.array([3.0])
    answer = program(np.array([-1.0, 0.0]), equal=(ONE, np.array([10.0])), upper=upper,
                     low=0.0, high=np.array([8.0, np.inf]))
    assert answer == pytest.approx([3, 7])


def test_what_nothing_meets_has_no_answer_however_often_it_is_asked() -> None:
    never = Program((ONE, np.array([-1.0])), low=0.0, high=9.0)
    assert never.least(np.ones(2)) is None
    assert never.least(-np.ones(2)) is None


def test_without_time_it_is_refused() -> None:
    open_now = Program((ONE, np.array([4.0])), low=0.0, high=9.0)
    with limited(0), pytest.raises(DisclosureError, match="cannot be checked"):
        open_now.least(np.ones(2))


def test_the_solver_prints_nothing() -> None:
    """What it prints by itself, to the descriptor and past Python, would spoil ``--json``."""
    said = subprocess.run([sys.executable, "-c", (
        "import numpy as np; from scipy.sparse import csr_array\n"
        "from analysis.disclosure.programs import Program\n"
        "one = Program((csr_array(np.ones((1, 2))), np.ones(1)), low=0.0, high=1.0)\n"
        "assert one.least(np.array([1.0, 2.0])) is not None")],
        capture_output=True, text=True, check=True)
    assert said.stdout == said.stderr == ""
