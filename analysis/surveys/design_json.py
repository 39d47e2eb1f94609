"""A survey's design as plain values, for a workspace file, and back.

Decided: a file that a visitor opens may hold anything, so each part is held to its type here and
the whole to the codebook by ``check_design`` when the survey is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from analysis.errors import SurveyError
from analysis.surveys.design import (
    LONELY_RULES,
    REPLICATE_METHODS,
    Margin,
    ReplicateWeights,
    SurveyDesign,
)
from analysis.surveys.sampling import UNKNOWN


def design_to_json(design: SurveyDesign) -> dict[str, Any]:
    """All parts of a design as plain values: texts, numbers, lists."""
    return asdict(design)


def design_from_json(raw: Mapping[str, Any]) -> SurveyDesign:
    """The design that ``design_to_json`` wrote; parts that are not there take their default.

    Raises
    ------
    SurveyError
        If a part is not what a design holds.
    """
    try:
        population = raw.get("population")
        if population is not None and not isinstance(population, str):
            population = _whole(population)
        return SurveyDesign(
            sampling=_text(raw.get("sampling", UNKNOWN)),
            weight=_text(raw.get("weight", "")), strata=_text(raw.get("strata", "")),
            cluster=_text(raw.get("cluster", "")), respondent=_text(raw.get("respondent", "")),
            population=population,
            replicates=_replicates(raw["replicates"]) if raw.get("replicates") else None,
            margins=tuple(_margin(one) for one in raw.get("margins", ())),
            lonely=_one_of(raw.get("lonely", LONELY_RULES[0]), LONELY_RULES),
            invited=_count(raw.get("invited")), completes=_count(raw.get("completes")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SurveyError(
            f"The design in this file cannot be read ({error}). Open a workspace that was saved "
            "here, or bring the survey anew.") from None


def _margin(raw: Mapping[str, Any]) -> Margin:
    targets = tuple((_text(code), float(size)) for code, size in raw["targets"])
    return Margin(_text(raw["column"]), targets, _one_of(raw["unit"], ("count", "share")))


def _replicates(raw: Mapping[str, Any]) -> ReplicateWeights:
    return ReplicateWeights(
        tuple(_text(one) for one in raw["columns"]), _one_of(raw["method"], REPLICATE_METHODS),
        float(raw.get("fay", 0.0)), tuple(float(one) for one in raw.get("scale", ())))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} in the place of a text")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{type(value).__name__} in the place of a whole number")
    return value


def _count(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _one_of(value: Any, accepted: tuple[str, ...]) -> Any:
    if value not in accepted:
        raise ValueError(f"{value!r} is none of {', '.join(accepted)}")
    return value
