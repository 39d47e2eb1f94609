"""What of a crosstab passes the disclosure gate, and what goes with a withheld cell.

Decided: what rests on a withheld cell goes with it: its error and interval, letters in it, letters
elsewhere that point at its column in the same row, and the test of the whole table. Letters are
corrected over the pairs that are shown, and low bases counted among the cells that are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.disclosure import Cells, Dimension, Released, Value
from analysis.disclosure.log import Spec
from analysis.disclosure.released import REASON
from analysis.surveys.comparisons import TableTest, p_words
from analysis.surveys.crosstab import (
    Axis,
    CrosstabRequest,
    UnreleasedCrosstab,
    estimate_crosstab,
)
from analysis.surveys.crosstab_cells import LOW_BASE
from analysis.surveys.crosstab_letters import letters_of_shown
from analysis.surveys.gate_parts import WEIGHED, asked_of, designed, dimension_of, only_answered
from analysis.surveys.ordinals import Ordinals
from analysis.surveys.questions import find_question
from analysis.surveys.sampling import permission_of
from analysis.surveys.survey import Survey

OVER = {"column": ("row_code",), "row": ("column_code",), "total": ("row_code", "column_code")}
"""For each base of a share the dimensions over which it is the margin."""
LABELS = ("row_label", "column_label", "row_total", "column_total")
MARKS = ("low_base", "interval")
PREFIX = "crosstab_"
SOME_WITHHELD = ("No test: some cells are withheld, or their errors, and a test of the whole table "
                 "would use them.")


@dataclass(frozen=True)
class ReleasedCrosstab:
    """A crosstab that may be seen.

    Parameters
    ----------
    released : Released
        One row a cell: ``row_code``, ``row_label``, ``column_code``, ``column_label``, whether it
        is a margin, ``respondents``, ``weighted_n``, ``share`` (0-1), ``se``, ``low``, ``high``,
        ``design_effect``, ``effective_n``, ``letters``, ``suppressed``, ``reason``.
    rows, columns : Axis
        The two questions; their counts of missing answers are not among what was released.
    share : str
        ``column``, ``row`` or ``total``.
    sampling, why : str
        Sampling class and what it allows.
    letters : dict of str to str
        Letter of each column; empty where there are none, and ``letters_rule`` says why.
    test : str
        The test of the table in words, or why there is none.
    notes : tuple of str
        On the design and the base.
    """

    released: Released
    rows: Axis
    columns: Axis
    share: str
    sampling: str
    why: str
    letters: dict[str, str]
    letters_rule: str
    test: str
    notes: tuple[str, ...]


def crosstab_cells(crosstab: UnreleasedCrosstab, *, ordinals: Ordinals) -> Cells:
    """The private cells of a crosstab, as the gate takes them."""
    return Cells(
        crosstab.cells, labels=LABELS, marks=MARKS, units=WEIGHED,
        values=_values(crosstab.share, designed(
            {"row_code": crosstab.rows.key, "column_code": crosstab.columns.key},
            survey=ordinals.survey)),
        dimensions=(_dimension(crosstab.rows, "row_code", ordinals),
                    _dimension(crosstab.columns, "column_code", ordinals)),
        filter=only_answered(ordinals.narrowed(crosstab.resolved), *(
            find_question(ordinals.survey.codebook, name=axis.name)
            for axis in (crosstab.rows, crosstab.columns) if axis.multiple), ordinals=ordinals))


def crosstab_again(spec: Spec, *, survey: Survey, ordinals: Ordinals) -> Cells:
    """The private cells of a crosstab that was released before."""
    (rows, keep), (columns, _) = (asked_of(one, ordinals=ordinals) for one in spec.dimensions)
    request = CrosstabRequest(
        rows=rows, columns=columns, where=ordinals.as_filter(spec.filter), keep=keep,
        share=spec.measure.removeprefix(PREFIX))  # type: ignore[arg-type]
    return crosstab_cells(estimate_crosstab(survey, request=request), ordinals=ordinals)


def _values(share: str, design: tuple[str, ...]) -> tuple[Value, ...]:
    return (Value("respondents", "count"), Value("weighted_n", "weighted"),
            Value("share", "share", of="weighted_n", over=OVER[share]),
            *(Value(name, "ratio", over=OVER[share], design=design) for name in (
                "se", "low", "high", "design_effect", "effective_n")))


def _dimension(axis: Axis, column: str, ordinals: Ordinals) -> Dimension:
    return dimension_of(column, codes=tuple(one.code for one in axis.categories),
                        first=axis.key.split("+")[0], multiple=axis.multiple, ordinals=ordinals)


def readable_crosstab(crosstab: UnreleasedCrosstab, released: Released) -> ReleasedCrosstab:
    """The released table with what else may be said of it."""
    cells = released.frame
    places = list(zip(cells["row_code"], cells["column_code"], strict=True))
    hidden = {place for place, why in zip(places, cells[REASON], strict=True) if why}
    whole = cells.loc[cells["row_total"] & cells["column_total"], "respondents"]
    letters = letters_of_shown(
        crosstab.letters, hidden=places if whole.isna().any() else hidden)

    return ReleasedCrosstab(
        released=released.derive(lambda frame: frame.assign(
            letters=[letters.of.get(place, "") for place in places])), rows=_plain(crosstab.rows),
        columns=_plain(crosstab.columns), share=crosstab.share, sampling=crosstab.sampling,
        why=crosstab.why, letters=letters.columns, letters_rule=letters.rule,
        test=_said_of_test(crosstab, withheld=bool(released.withheld)),
        notes=(*crosstab.notes, *low_base_notes(cells)))


def low_base_notes(frame: pd.DataFrame) -> list[str]:
    """How many of the cells that are shown are flagged; of withheld ones it would say something."""
    low = int(frame["low_base"].sum())
    return [f"{low} cells rest on fewer than {LOW_BASE} respondents and are flagged."] * bool(low)


def _plain(axis: Axis) -> Axis:
    """The axis without its counts of missing answers, which did not pass the gate."""
    return replace(axis, missing={})


def _said_of_test(crosstab: UnreleasedCrosstab, *, withheld: bool) -> str:
    """The test in words, or why there is none; of withheld cells only where there could be one."""
    never = not permission_of(crosstab.sampling).inference
    if never or crosstab.rows.multiple or crosstab.columns.multiple:
        return crosstab.test_reason
    if withheld:
        return SOME_WITHHELD
    return crosstab.test_reason if crosstab.test is None else _test_words(crosstab.test)


def _test_words(test: TableTest) -> str:
    return (
        f"Rao-Scott test that the two have nothing to do with each other: F = "
        f"{test.statistic:.2f} on {test.df:.2f} and {test.df_design:.1f} degrees of freedom, "
        f"{p_words(test.p_value)}.")
