"""The gate: the one function through which a private result becomes one that may be seen.

Order of work: cells that may not be shown for themselves (``primary``); cells that earlier releases
of the same data forbid (``joint``, ``log``); sums that the withheld cells of a line give away; then
as many further cells as linear programming finds needed (``secondary``), for every quantity that
adds up, and for what known weights and numbers of few values tell (``told``); last, an attack on
the result by the programs an attacker would use. If that finds a breach nothing is released. The
same cells, rules and log always give the same table.

Decided: one reason is given for every withheld cell, whether it is small itself or hides a small
one. To say which is which would tell an attacker more than the figures do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.attack import Attack, Quantity
from analysis.disclosure.attainable import attainable, with_implied, without_lost
from analysis.disclosure.cells import HELD, Cells, Unit, Value
from analysis.disclosure.data_log import DataLog
from analysis.disclosure.joint import Joint, joint_systems
from analysis.disclosure.lattice import lattice_of
from analysis.disclosure.log import spec_of
from analysis.disclosure.parts import counted, part_of, widths_of
from analysis.disclosure.patience import MOST_SECONDS, limited
from analysis.disclosure.primary import (
    lines_of,
    stands_out,
    withheld_cells,
    withheld_values,
    without_base,
)
from analysis.disclosure.released import REASON, SUPPRESSED, Released, make
from analysis.disclosure.rules import Rules
from analysis.disclosure.secondary import complete
from analysis.disclosure.told import together, untold, without_errors
from analysis.disclosure.weighed import ERRORS_REASON, WEIGHED_REASON, weighed_values
from analysis.errors import BesideError, DisclosureError

MOST_ROUNDS = 50
LONE_REASONS = {
    "median": "too few on either side of the middle",
    "quantile": "too few on either side of the quantile",
    "maximum": "the highest value is that of too few", "minimum": "the lowest value is of too few",
    "lorenz": "too few between two points of the curve",
}


def release(
    cells: Cells, *, rules: Rules, log: DataLog | None, measure: str = "table"
) -> Released:
    """Pass a private result through the gate.

    Parameters
    ----------
    cells : Cells
        The private result.
    rules : Rules
        In force.
    log : DataLog or None
        What is out of the same data; None only where nothing else is ever released of them.
    measure : str
        The kind of table, a plain name, for the log.

    Returns
    -------
    Released
        Withheld figures empty, with reasons, the rules in words and how many were withheld.

    Raises
    ------
    DisclosureError
        If the table cannot be shown beside what is out already, or cannot be checked in time.
    """
    with limited(MOST_SECONDS):
        if log is None:
            return _released(cells, _decide(cells, rules, None), rules)
        with log.log.locked(log.data_hash):
            log.catch_up(lambda table, spec: _decide(table, spec.rules, log))
            spec = spec_of(cells, measure, rules)
            for known in log.known:
                if known.spec == spec and _same(known.cells, cells):
                    return _released(cells, known.withheld, rules)
            withheld = _decide(cells, rules, log)
            log.record(spec, cells, withheld)
            return _released(cells, withheld, rules)


def withhold(cells: Cells, *, rules: Rules) -> Released:
    """The table with every figure withheld: what may always stand beside earlier ones.

    Nothing of it is out, so the log need not know of it.
    """
    return _released(cells, np.ones(len(cells.frame), dtype=bool), rules)


def _same(one: Cells, other: Cells) -> bool:
    return one.values == other.values and one.units == other.units and one.frame.equals(
        other.frame)


def _decide(cells: Cells, rules: Rules, log: DataLog | None) -> np.ndarray:
    """Rows of which nothing is shown, then the rows of each sum that is not told."""
    number, name, additive = len(cells.frame), counted(cells), cells.additive()
    withheld = np.zeros(number * (1 + len(cells.told.forms if cells.told else ())), dtype=bool)
    withheld[:number] = withheld_cells(cells, rules)
    withheld = together(cells, withheld)
    first = part_of(cells, rules, withheld=withheld)
    systems = [with_implied(one, withheld) for one in joint_systems(cells, first, log, rules)]
    out = np.zeros(len(withheld), dtype=bool)
    for system in systems:
        out[:system.own] |= system.out[:system.own] & (system.errors == systems[0].errors)
        withheld[:system.own] |= system.hidden[:system.own]
    lattice = lattice_of(first.regions[:number], empty=first.empty)
    nothing = np.zeros(number, dtype=bool)
    own: list[Joint] = []
    weights: list[Joint] = []
    for one, numbers in additive.items():
        quantity = Quantity(numbers, widths_of(cells, one, rules), signed=bool((numbers < 0).any()))
        heavy = cells.told is not None and cells.told.weighs and one in {
            value.column for value in cells.values if value.kind == "weighted"}
        known = out[number:2 * number] if heavy else out[:number]
        if one != name:
            (weights if heavy else own).append(Joint(
                lattice, attainable(lattice, quantity, known), number, known, nothing))
    checked = [*(systems if name else []), *own]
    attacks = [Attack(system.lattice, system.quantity) for system in checked]
    for _ in range(MOST_ROUNDS):
        before = withheld
        withheld = together(cells, withheld)
        withheld[:number] |= _given_away(
            cells, without_base(cells, withheld[:number]), out[:number], rules)
        withheld = together(cells, withheld)
        for at, system in enumerate(checked):
            withheld, checked[at], attacks[at] = _completed(system, attacks[at], withheld)
        for system in weights:
            withheld = _without_weights(cells, system, together(cells, withheld))
        if (withheld == before).all():
            break
    for system, attack in zip(checked, attacks, strict=True):
        system.seen.extend(attack.seen)
        _attack(system, withheld)
    return together(cells, withheld)


def _without_weights(cells: Cells, system: Joint, withheld: np.ndarray) -> np.ndarray:
    """With what is weighted of further rows withheld, so that it of withheld rows keeps a width."""
    rows = withheld[:system.own]
    quantity = replace(system.quantity, widths=np.where(rows, system.quantity.widths, 0.0))
    more = complete(Attack(system.lattice, quantity),
                    np.asarray((rows | untold(cells, withheld)) & ~system.out), fixed=system.out)
    found = withheld.reshape(-1, system.own).copy()
    found[1:] |= more
    return np.asarray(found.ravel())


def _mask(system: Joint, withheld: np.ndarray) -> np.ndarray:
    """What of a system is not published, given what the table withholds."""
    mask = system.hidden.copy()
    mask[:system.own] |= withheld[:system.own]
    return np.asarray(mask & ~system.out)


def _completed(
    system: Joint, attack: Attack, withheld: np.ndarray
) -> tuple[np.ndarray, Joint, Attack]:
    """The rows to withhold, and the system without what earlier tables give away already."""
    fixed = system.out.copy()
    fixed[system.own:] = True
    try:
        more = complete(attack, _mask(system, withheld), fixed=fixed)
    except BesideError as error:
        if error.region < system.own or system.spare is None or not system.spare[error.region]:
            raise BesideError(error.region, errors=system.errors) from None
        system = without_lost(system, error.region)
        attack = Attack(system.lattice, system.quantity)
        more = complete(attack, _mask(system, withheld), fixed=fixed)
    found = withheld.copy()
    found[:system.own] |= more[:system.own]
    return found, system, attack


def _attack(system: Joint, withheld: np.ndarray) -> None:
    """A fresh attack on the finished table; what was found possible before is held to it anew."""
    if Attack(system.lattice, system.quantity).narrow(_mask(system, withheld), system.seen):
        raise DisclosureError(
            "The gate could work out a withheld figure of this table, so nothing of it is "
            "released. Use fewer dimensions or broader codes, and report this as a fault.")


def _given_away(
    cells: Cells, withheld: np.ndarray, out: np.ndarray, rules: Rules
) -> np.ndarray:
    """Further cells where a line's withheld ones, whose sum is known, are too few together.

    The sum of what a line withholds is its margin less what it shows, so it must pass the rules as
    if it were a cell: enough units, and no contributor who stands out of its money. Where units may
    stand in several cells, the most units of one cell are taken; contributions are taken as if the
    same contributors were the largest everywhere.
    """
    found = withheld.copy()
    for dimension in cells.dimensions:
        for inner, margin in lines_of(cells, dimension) if dimension.adds else ():
            if not len(margin) or (found[margin[0]] and not out[margin[0]]):
                continue
            hidden = [at for at in inner if found[at] and not out[at]]
            rest = sorted((at for at in inner if not found[at] and not out[at]),
                          key=lambda at: (cells.column(cells.units[0].column)[at] == 0,
                                          cells.column(cells.units[0].column)[at], at))
            while hidden and not _passes(cells, hidden, rules):
                if not rest:
                    found[margin[0]] = True
                    break
                hidden.append(rest.pop(0))
                found[hidden[-1]] = True
    return found


def _passes(cells: Cells, rows: list[int], rules: Rules) -> bool:
    for unit in cells.units:
        number = cells.column(unit.column)[rows]
        together = number.sum() if unit.partition else number.max()
        if 0 < together < rules.minimum:
            return False
        for value in cells.values:
            if value.kind in HELD and value.column in unit.largest and _sum_stands_out(
                    cells, unit, value, rows, rules):
                return False
    return True


def _sum_stands_out(
    cells: Cells, unit: Unit, value: Value, rows: list[int], rules: Rules
) -> bool:
    name = f"sum of {value.column}" if value.kind == "money_mean" else value.column
    total = cells.additive()[name][rows].sum()
    largest = min(total, cells.column(unit.largest[value.column])[rows].sum())
    two = min(total, cells.column(unit.two_largest[value.column])[rows].sum())
    return bool(stands_out(
        np.array([total]), np.array([largest]), np.array([max(two, largest)]), rules=rules)[0])


def _released(cells: Cells, withheld: np.ndarray, rules: Rules) -> Released:
    """The shown columns with what is withheld taken out, rows and then sums told of them."""
    heavy, without = untold(cells, withheld), without_errors(cells, withheld)
    withheld = withheld[:len(cells.frame)]
    shown = [value for value in cells.values if value.shown]
    columns = [one.column for one in cells.dimensions] + [*cells.labels, *cells.marks]
    frame = cells.frame[columns + [value.column for value in shown]].copy()
    alone = withheld_values(cells, rules) | weighed_values(
        cells, withheld, heavy, without)
    reasons = pd.Series("", index=frame.index, dtype="object")
    for value in shown:
        hidden = withheld | alone.get(value.column, np.zeros(len(frame), dtype=bool))
        if value.kind in ("share", "lorenz"):
            frame[value.column] = frame[value.column].astype("float64").round(rules.share_digits)
        had = frame[value.column].notna()
        if hidden.any():
            frame[value.column] = frame[value.column].astype("float64").mask(hidden)
        if value.kind in LONE_REASONS:
            reasons[hidden & ~withheld] += f"{value.column}: {LONE_REASONS[value.kind]}; "
        elif (alike := hidden & had & (reasons == "")).any():
            reasons[alike] = ERRORS_REASON if value.kind == "ratio" else WEIGHED_REASON
    money = any(value.kind in (*HELD, "gini") and value.column in unit.largest
                for value in cells.values for unit in cells.units)
    reasons = reasons.str.removesuffix("; ")
    reasons[withheld] = _reason(cells, rules, money)
    for mark in cells.marks:
        nothing = False if frame[mark].dtype == bool else ""
        frame[mark] = frame[mark].mask(withheld, nothing).astype(frame[mark].dtype)
    frame[SUPPRESSED] = (~reasons.isin(["", ERRORS_REASON])).to_numpy()
    frame[REASON] = reasons
    return make(
        frame, rules=rules, cells=len(frame), why=Counter(reasons[reasons != ""]),
        words=rules.in_words(nouns=tuple(unit.noun for unit in cells.units), money=money))


def _reason(cells: Cells, rules: Rules, money: bool) -> str:
    nouns = " or ".join(unit.noun for unit in cells.units)
    stand = ", one contributor stands out" if money else ""
    return (f"withheld: fewer than {rules.minimum} {nouns}, all of one answer{stand}, or it would "
            "give such a figure away")
