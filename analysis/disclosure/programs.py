"""Linear programs over sparse equations, within the time that the gate has left.

Decided: what sums settle is taken out before (``presolve``), after which a presolve of the solver's
own costs more than it saves; it is asked for only where the solver finds no answer without it.
"""

from __future__ import annotations

import numpy as np
import scipy
from scipy.sparse import csr_array

from analysis.disclosure.patience import check_time, out_of_time

System = tuple[csr_array, np.ndarray]
"""Rows and what each of them times the unknowns is, or is at most."""


def program(
    goal: np.ndarray, *, equal: System, bounds: object, upper: System | None = None,
) -> np.ndarray | None:
    """The unknowns that make the goal least; None where nothing meets the equations.

    Parameters
    ----------
    goal : array
        What one of each unknown costs.
    equal, upper : csr_array, array
        Equations, and sums that are at most so much.
    bounds : object
        Of the unknowns, as ``scipy.optimize.linprog`` takes them.

    Raises
    ------
    DisclosureError
        If the time is up.
    """
    rows, right = equal if equal[0].shape[0] else (None, None)
    above, most = upper or (None, None)
    for presolve in (False, True):
        left = check_time()
        answer = scipy.optimize.linprog(
            goal, A_ub=above, b_ub=most, A_eq=rows, b_eq=right, bounds=bounds, method="highs",
            options={"presolve": presolve, **({} if left is None else {"time_limit": left})})
        if answer.status == 0:
            return np.asarray(answer.x)
        if answer.status == 1:
            raise out_of_time()
    return None
