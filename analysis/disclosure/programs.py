"""Linear programs over sparse equations, within the time that the gate has left.

Decided: HiGHS is spoken to directly. The gate asks thousands of small questions of few systems, and
of one system only what is asked changes: it is passed once, and each answer is found from the last.
What sums settle is taken out before (``presolve``), after which a presolve of the solver's own
costs more than it saves; it is asked for only where the solver finds no answer without it.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from analysis.disclosure.patience import check_time, out_of_time
from analysis.errors import DisclosureError

System = tuple[csr_array, np.ndarray]
"""Rows and what each of them times the unknowns is, or is at most."""
PRIMAL = 4
"""The strategy of HiGHS that goes on from an answer which still meets the equations."""


class _Quiet(highspy.Highs):
    """A solver that never greets: what it prints would land among a command's JSON."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)


class Program:
    """Equations of which it is asked which unknowns make something least.

    Parameters
    ----------
    equal, upper : csr_array, array
        Equations, and sums that are at most so much.
    low, high : float or array
        Bounds of the unknowns.
    """

    def __init__(
        self, equal: System, *, low: np.ndarray | float, high: np.ndarray | float,
        upper: System | None = None,
    ) -> None:
        rows, least, most = equal[0], equal[1], equal[1]
        if upper is not None:
            rows = csr_array(vstack([rows, upper[0]]))
            least = np.concatenate([least, np.full(len(upper[1]), -np.inf)])
            most = np.concatenate([most, upper[1]])
        number = rows.shape[1]
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_ = np.zeros(number)
        model.col_lower_, model.col_upper_ = (
            np.broadcast_to(np.asarray(one, dtype="float64"), number).copy() for one in (low, high))
        model.row_lower_, model.row_upper_ = least, most
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_row_, matrix.num_col_ = rows.shape
        matrix.start_, matrix.index_, matrix.value_ = rows.indptr, rows.indices, rows.data
        self._solver = _Quiet()  # type: ignore[no-untyped-call]
        if self._solver.passModel(model) == highspy.HighsStatus.kError:
            raise DisclosureError("The figures of this table are too large, or not numbers, so "
                                  "that the gate cannot check it.")
        self._columns = np.arange(number, dtype="int32")
        self._solved = False

    def least(self, goal: np.ndarray) -> np.ndarray | None:
        """The unknowns that make the goal least; None where nothing meets the equations.

        Parameters
        ----------
        goal : array
            What one of each unknown costs.

        Raises
        ------
        DisclosureError
            If the time is up.
        """
        self._solver.changeColsCost(len(self._columns), self._columns, goal)
        for again in (False, True):
            if again:
                self._solver.clearSolver()
            self._solver.setOptionValue("presolve", "on" if again else "off")
            self._solver.setOptionValue("simplex_strategy", PRIMAL if self._solved else 1)
            left = check_time()
            self._solver.setOptionValue(
                "time_limit", np.inf if left is None else self._solver.getRunTime() + left)
            self._solver.run()
            status = self._solver.getModelStatus()
            self._solved = status == highspy.HighsModelStatus.kOptimal
            if self._solved:
                return np.array(self._solver.getSolution().col_value)
            if status == highspy.HighsModelStatus.kTimeLimit:
                raise out_of_time()
        return None


def program(
    goal: np.ndarray, *, equal: System, low: np.ndarray | float, high: np.ndarray | float,
    upper: System | None = None,
) -> np.ndarray | None:
    """The unknowns that make one goal least; see :class:`Program`."""
    return Program(equal, low=low, high=high, upper=upper).least(goal)
