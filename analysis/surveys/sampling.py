"""What the way a sample was drawn allows to be said of it, and why.

Decided: what only describes the answers (counts, shares) is always given, without any sign of
uncertainty where none is due; what is an inference by nature (a test, a difference with its
p-value, letters, raking, non-response bounds, a mean or total) raises where the class does not
allow it. So no caller can obtain a p-value for a self-selected poll, and no crosstab fails for
being one.

Reference: AAPOR (2022), Guidance on Reporting Precision for Nonprobability Samples; Manski, C. F.
(2007), Identification for Prediction and Decision, ch. 2 (bounds).
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import SurveyError

PROBABILITY, CENSUS = "probability", "census attempt"
PANEL, SELF_SELECTED, UNKNOWN = "quota or opt-in panel", "self-selected", "unknown"


@dataclass(frozen=True)
class Permission:
    """What one sampling class allows.

    Parameters
    ----------
    sampling : str
        Name of the class.
    inference : bool
        Standard errors, intervals, letters, tests, differences and waves.
    means : bool
        Means and totals.
    raking, bounds : bool
        Weighting to known margins; worst-case bounds for those who did not answer.
    why : str
        One sentence for the screen.
    """

    sampling: str
    inference: bool
    means: bool
    raking: bool
    bounds: bool
    why: str


PERMISSIONS: dict[str, Permission] = {one.sampling: one for one in (
    Permission(
        PROBABILITY, True, True, True, True,
        "Everybody had a known chance to be drawn, so the error of sampling can be computed from "
        "the design."),
    Permission(
        CENSUS, False, True, True, True,
        "Everybody was asked, so there is no sampling error to state; what can mislead is who did "
        "not answer, and the bounds say by how much at worst."),
    Permission(
        PANEL, False, False, False, False,
        "Respondents came from quotas or a panel they had joined, so nobody's chance to be in it "
        "is known; only counts and shares of those who answered are shown."),
    Permission(
        SELF_SELECTED, False, False, False, False,
        "Respondents chose themselves, so the answers describe only those who answered; counts "
        "and shares are shown, no interval and no test."),
    Permission(
        UNKNOWN, False, False, False, False,
        "How respondents were found is not known, so only counts and shares of those who answered "
        "are shown."),
)}

SHORT = {
    "random": PROBABILITY, "census": CENSUS, "panel": PANEL, "quota": PANEL, "opt-in": PANEL,
    "opt-in panel": PANEL, "self selected": SELF_SELECTED, "census-attempt": CENSUS,
}
"""Other spellings the command line accepts."""


def find_sampling(name: str) -> str:
    """The sampling class of that name, case and short forms ignored.

    Raises
    ------
    SurveyError
        If there is none; the message lists the classes.
    """
    wanted = " ".join(name.replace("_", " ").split()).casefold()
    found = SHORT.get(wanted, wanted)
    if found not in PERMISSIONS:
        raise SurveyError(
            f"{name!r} is not a sampling class. Choose one of: {', '.join(PERMISSIONS)}.")
    return found


def permission_of(sampling: str) -> Permission:
    """What a sampling class allows."""
    return PERMISSIONS[find_sampling(sampling)]


def require_inference(sampling: str, *, what: str) -> None:
    """Raise SurveyError unless the class allows intervals and tests.

    Parameters
    ----------
    sampling : str
        Sampling class of the survey.
    what : str
        What was asked for, as the message names it ("A test of a table").
    """
    _require(sampling, what=what, allowed="inference")


def require_means(sampling: str, *, what: str) -> None:
    """Raise SurveyError unless the class allows means and totals."""
    _require(sampling, what=what, allowed="means")


def require_raking(sampling: str) -> None:
    """Raise SurveyError unless the class allows weighting to known margins."""
    _require(sampling, what="Raking to known margins", allowed="raking")


def require_bounds(sampling: str) -> None:
    """Raise SurveyError unless the class allows bounds for those who did not answer."""
    _require(sampling, what="A bound for those who did not answer", allowed="bounds")


def _require(sampling: str, *, what: str, allowed: str) -> None:
    permission = permission_of(sampling)
    if getattr(permission, allowed):
        return
    classes = [one.sampling for one in PERMISSIONS.values() if getattr(one, allowed)]
    raise SurveyError(
        f"{what} is not allowed for the sampling class {permission.sampling!r}. {permission.why} "
        f"It is allowed for: {', '.join(classes)}. If the class is wrong, correct it in the design."
    )
