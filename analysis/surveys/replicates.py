"""Replicate weights as a visitor names them: columns by how they begin, scales in one line.

Decided: a text without ``*`` is how the columns begin, with it a pattern; case is ignored. Only
columns of numbers are taken, ``rep2`` before ``rep10``.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from math import isfinite

from analysis.errors import SurveyError
from analysis.surveys.codebook import Codebook, Variable

METHOD_WORDS = {
    "brr": "BRR (balanced repeated replication)", "fay": "BRR with Fay's coefficient",
    "jk1": "JK1 (jackknife without strata)", "jkn": "JKn (jackknife with strata)",
    "jk2": "JK2 (jackknife of paired clusters)", "bootstrap": "Bootstrap",
    "sdr": "SDR (successive differences)",
}
"""Methods in words, by their name in the design."""


def match_replicates(codebook: Codebook, *, pattern: str) -> tuple[Variable, ...]:
    """Columns of numbers whose name begins so, or fits the pattern, in the order of their numbers.

    Raises
    ------
    SurveyError
        If fewer than two do.
    """
    wanted = pattern.strip().casefold()
    shape = wanted if "*" in wanted else wanted + "*"
    found = [one for one in codebook.variables
             if one.kind == "number" and fnmatchcase(one.name.strip().casefold(), shape)]
    if not wanted or len(found) < 2:
        raise SurveyError(
            f"{len(found)} columns of numbers fit {pattern.strip()!r}; replicate weights need at "
            "least 2. Give how their names begin (rep), or a pattern (rep*_w).")
    return tuple(sorted(found, key=lambda one: _places(one.name)))


def parse_scales(text: str) -> tuple[float, ...]:
    """Numbers separated by spaces or semicolons; empty for none.

    Raises
    ------
    SurveyError
        If one is no number above 0.
    """
    scales = []
    for part in re.split(r"[\s;]+", text.strip()):
        if not part:
            continue
        try:
            scales.append(float(part.replace(",", ".")))
        except ValueError:
            scales.append(float("nan"))
        if not (isfinite(scales[-1]) and scales[-1] > 0):
            raise SurveyError(f"{part!r} is no scale of replicate weights. Give numbers above 0, "
                              "one for all or one for each, separated by spaces.")
    return tuple(scales)


def _places(name: str) -> list[tuple[int, int, str]]:
    """A name in parts, so that numbers in it sort as numbers."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part.casefold())
            for part in re.split(r"(\d+)", name) if part]
