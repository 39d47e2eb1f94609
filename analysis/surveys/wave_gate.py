"""Wave against wave of two files, after the gate of each.

Decided: each wave is one question (or number) of its own file and passes the gate of that file,
against the release log of its own data; a change is worked out beside the two released tables and
is withheld with either of its figures. Where one of the waves is no probability sample there is no
interval in either, no change and no test, only who answered what in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import pandas as pd

from analysis.disclosure import Released, Rules
from analysis.disclosure.released import REASON, SUPPRESSED
from analysis.errors import SurveyError
from analysis.surveys.comparisons import Difference
from analysis.surveys.crosstab_cells import TOTAL
from analysis.surveys.difference_gate import ReleasedDifferences, compared_of, waves_of
from analysis.surveys.means_gate import NO_TOTAL, MeanRequest, ReleasedMeans
from analysis.surveys.question_gate import QuestionRequest, ReleasedQuestion
from analysis.surveys.sampling import permission_of
from analysis.surveys.scope import Scope
from analysis.surveys.survey_gate import SurveyGate
from analysis.surveys.wave_match import SameAnswer, SameQuestion, match_question, translate_filter
from analysis.surveys.waves import FIRST, INDEPENDENT, SECOND, compare_waves
from analysis.surveys.where import EVERYBODY, Filter

ReleasedWave = ReleasedQuestion | ReleasedMeans
WAVE = "wave"


@dataclass(frozen=True)
class WaveRequest:
    """What to compare between two files.

    Parameters
    ----------
    of : str
        A question or number of the later file.
    where : str or Filter
        Filter in the words of the later file; empty means everybody.
    keep : tuple of str
        Kinds of missing answers that count as answers.
    interval : str
        Method of the intervals of the shares themselves.
    names : tuple of str
        What the earlier and the later wave are called.
    """

    of: str
    where: str | Filter = EVERYBODY
    keep: tuple[str, ...] = ()
    interval: str = "logit"
    names: tuple[str, str] = ("the earlier wave", "this survey")


def release_waves(
    later: SurveyGate, *, earlier: SurveyGate, request: WaveRequest, rules: Rules,
) -> ReleasedDifferences:
    """The later wave less the earlier, as far as both gates let it out.

    Raises
    ------
    CodebookError, SurveyError
        If the two files have not this question, filter or answer in common, hold the same data,
        or a sampling class allows no mean.
    DisclosureError
        If a gate lets nothing of its wave out.
    """
    surveys = (earlier.survey, later.survey)
    _check(surveys[0].content_hash == surveys[1].content_hash, request.names)
    same = match_question(surveys[0], later=surveys[1], of=request.of, keep=request.keep)
    wheres = (translate_filter(request.where, earlier=surveys[0], later=surveys[1]), request.where)
    waves = [_release(gate, asked_of(request, same=same, of=of, where=where), rules)
             for gate, of, where in zip(
                 (earlier, later), (same.earlier, same.later), wheres, strict=True)]
    tested = all(permission_of(one.design.sampling).inference for one in surveys)
    changes = compare_waves(surveys[0], second=surveys[1], same=same, scopes=(
        Scope(wheres[0], keep=request.keep), Scope(wheres[1], keep=request.keep))) if tested else ()
    released, compared = _beside(
        waves, same=same, changes=changes if tested else None, names=request.names)
    return ReleasedDifferences(
        released, waves[1].name, same.label, WAVE, not same.number,
        " and ".join(dict.fromkeys(one.sampling for one in waves)),
        _why(waves, request.names), compared, _notes(waves, same, request.names),
        files=INDEPENDENT if tested else "", tested=tested)


def asked_of(
    request: WaveRequest, *, same: SameQuestion, of: str, where: str | Filter,
) -> QuestionRequest | MeanRequest:
    """What is asked of one wave, by the question and the filter in its own words."""
    if same.number:
        return MeanRequest(of, "", where)
    return QuestionRequest(of, where, request.keep, request.interval)


def _check(alike: bool, names: tuple[str, str]) -> None:
    if alike:
        raise SurveyError("Both files hold the same data, so there is nothing to compare. Bring "
                          "the file of the earlier wave on the page Your data.")
    if names[0].strip() == names[1].strip():
        raise SurveyError("Both waves have the same name. Call them differently.")


def _release(
    gate: SurveyGate, asked: QuestionRequest | MeanRequest, rules: Rules,
) -> ReleasedWave:
    if isinstance(asked, MeanRequest):
        return gate.release_means(asked, rules=rules)
    return gate.release_question(asked, rules=rules)


def _beside(
    waves: list[ReleasedWave], *, same: SameQuestion, changes: tuple[Difference, ...] | None,
    names: tuple[str, str],
) -> tuple[Released, int]:
    """One row an answer and wave, from the two released tables alone; how many were compared."""
    compared = 0

    def joined(later: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
        frames = [frame.set_index("group_code" if same.number else "code", drop=False)
                  for frame in (earlier, later)]
        levels, bases = [], []
        for answer in same.answers or (SameAnswer("", TOTAL, TOTAL),):
            for frame, group, name in zip(frames, (FIRST, SECOND), names, strict=True):
                row = frame.loc[answer.earlier if group == FIRST else answer.later]
                levels.append({
                    "code": "" if same.number else answer.later, "label": answer.label,
                    "group": group, "group_label": name, "respondents": row["respondents"],
                    "level": row["mean" if same.number else "share"],
                    "low": nan if changes is None else row["low"],
                    "high": nan if changes is None else row["high"],
                    SUPPRESSED: row[REASON] != "", REASON: row[REASON]})
                bases.append(frame.loc[TOTAL, "respondents"])
        nonlocal compared
        frame = pd.DataFrame.from_records(levels)
        made = compared_of(frame, differences=changes or ())
        compared = len(made)
        return waves_of(
            frame, changes=made, steps={} if changes is None else {SECOND: FIRST}).assign(
                base_n=pd.Series(bases, dtype="float64"))

    return waves[1].released.beside(waves[0].released, change=joined), compared


def _why(waves: list[ReleasedWave], names: tuple[str, str]) -> str:
    """What the sampling of both allows; of a pair that may not be compared only what forbids it."""
    against = {name: one.why for name, one in zip(names, waves, strict=True)
               if not permission_of(one.sampling).inference}
    if not against:
        return waves[1].why
    if len(set(against.values())) == 1 and len(against) == 2:
        return f"Both waves: {waves[1].why}"
    return " ".join(f"{name}: {why}" for name, why in against.items())


def _notes(
    waves: list[ReleasedWave], same: SameQuestion, names: tuple[str, str],
) -> tuple[str, ...]:
    """What is not the same, then what is to be said of each wave."""
    both = set(waves[0].notes) & set(waves[1].notes)
    notes = [one if one in both else f"{name}: {one}"
             for name, wave in zip(names, waves, strict=True) for one in wave.notes
             if one != NO_TOTAL]
    return (*same.notes, *dict.fromkeys(notes))
