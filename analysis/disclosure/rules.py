"""What the gate demands before a private result may be seen, and within which bounds it may change.

Decided: the loader may change every rule within bounds, never switch one off. Ten units a cell is
the default, because it is the common rule of official research data centres for a result of
persons; five is the least we accept. Rounding is for the eye: it is never counted as protection.

**The width, stated precisely.** Take every figure that is published of the data (all cells and
margins that are not withheld, of this table and of earlier ones that share a column with it, as if
unrounded), that no count, weight or sum of money is negative, and, where a survey has few different
weights, who could have which (each stratum one, if it is so) and how many of all have each. Where
standard errors are shown of a design with clusters or strata (up to 30), each counts as if it said
how those it is of, and those its share is of, lie in them. For each withheld cell, the largest and
the smallest value that these allow must differ by at least

- ``width`` for a count of protected units;
- ``width`` times the table's mean per protected unit for another count, a weighted count or a sum
  that can be worked out as base times mean;
- ``p_percent`` of the cell's own true value for money, and for weights one of which stands out;

and in no case by more than a whole it is part of that an earlier table shows already (shown because
enough units stand behind it): what is part of 12 cannot stay uncertain by more than 12. The same
holds of a stratum or weight of fewer than that, since how many of all have each counts as known; to
who does not know it, its cells keep the width by the counts alone. A cell that is of enough units,
and withheld for others' sake, keeps what earlier tables with their sums of weights and errors leave
it. What is weighted of a row, or its errors, may be withheld alone: it is then no withheld cell.

References
----------
Hundepool, A. et al. (2012), Statistical Disclosure Control, doi:10.1002/9781118348239.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from analysis.errors import DisclosureError

BOUNDS: Mapping[str, tuple[float, float]] = {
    "minimum": (5, 100), "dominance_n": (1, 2), "dominance_k": (0.5, 0.95),
    "p_percent": (0.05, 0.5), "width": (5, 100), "share_digits": (2, 4),
}
"""Least and most that each rule may be set to."""
WORDS = {
    "minimum": "least number of protected units in a cell",
    "dominance_n": "number of contributors of the dominance rule",
    "dominance_k": "share of the dominance rule",
    "p_percent": "share of the p% rule",
    "width": "width that each withheld count must keep",
    "share_digits": "decimals of a share",
}
ROUNDED = {2: "whole percents", 3: "a tenth of a percent", 4: "a hundredth of a percent"}


@dataclass(frozen=True)
class Rules:
    """The rules of one release.

    Parameters
    ----------
    minimum : int
        Least number of distinct protected units (respondents, models, brands, agencies) behind a
        cell, 5 to 100.
    dominance_n, dominance_k : int, float
        A sum of money or weights is withheld where its ``n`` (1 or 2) largest contributors give
        more than the share ``k`` (0.5 to 0.95) of it.
    p_percent : float
        A sum of money or weights is withheld where it without its two largest contributors is less
        than this share (0.05 to 0.5) of the largest: the second could then estimate the first too
        well.
    width : int
        Units by which a withheld count must stay uncertain, 5 to 100; see the module.
    share_digits : int
        Decimals of published shares 0-1: 2 (whole percent) to 4.

    Raises
    ------
    DisclosureError
        If a rule is out of bounds.
    """

    minimum: int = 10
    dominance_n: int = 2
    dominance_k: float = 0.85
    p_percent: float = 0.10
    width: int = 10
    share_digits: int = 3

    def __post_init__(self) -> None:
        for field in fields(self):
            value, (low, high) = getattr(self, field.name), BOUNDS[field.name]
            whole = field.type == "int"
            if isinstance(value, bool) or not isinstance(value, int if whole else int | float) \
                    or not low <= value <= high:
                kind = "a whole number" if whole else "a number"
                raise DisclosureError(
                    f"The {WORDS[field.name]} ({field.name}) was set to {value!r}. Accepted is "
                    f"{kind} from {low:g} to {high:g}. Choose one in that range."
                )

    def in_words(self, *, nouns: tuple[str, ...], money: bool) -> tuple[str, ...]:
        """The rules as sentences, for a screen and for every export.

        Parameters
        ----------
        nouns : tuple of str
            What is protected, plural: ``respondents``, or ``models`` and ``brands``.
        money : bool
            Whether the rules on sums of money or weights apply.
        """
        who = " or ".join([*([", ".join(nouns[:-1])] if nouns[1:] else []), nouns[-1]])
        said = [
            f"A figure is withheld where fewer than {self.minimum} {who} stand behind it, where "
            "everyone in a group gave the same answer, or where showing it would give such a "
            "figure away.",
            f"A count that may not be known stays uncertain by at least {self.width} of them (by "
            "their mean for what is not a count of them; in a smaller group whose number is known, "
            "by that number), whatever is worked out from what is shown.",
            f"A middle value or quantile needs {-(-self.minimum // 2)} of them on either side; a "
            f"highest or lowest value needs {self.minimum} who share it.",
        ]
        if money:
            said.append(
                f"A sum of money or of weights is withheld where the "
                f"{_largest(self.dominance_n)} more than {self.dominance_k:.0%} of it, or where "
                f"the rest is less than {self.p_percent:.0%} of the largest; it then stays "
                f"uncertain by {self.p_percent:.0%} of itself."
            )
        said.append(f"Shares are rounded to {ROUNDED[self.share_digits]}.")
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the release log and the exports."""
        return asdict(self)


def _largest(n: int) -> str:
    return "largest contributor gives" if n == 1 else f"{n} largest contributors give"
