"""``python -m analysis crosstab``: intake, estimate and gate put together for the command line.

Decided: FILE may be what ``ingest`` wrote or a file as it came; a file is read in the limited
process into a folder that is gone afterwards. The same gate and the same release log as on the
pages hold.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from analysis.disclosure import ReleaseLog, Rules
from analysis.intake.command import ingest_file
from analysis.ledger.engine import cache_folder
from analysis.surveys.command import ReleasedCells, add_crosstab_options, run_crosstab
from analysis.surveys.crosstab import UnreleasedCrosstab
from analysis.surveys.crosstab_gate import low_base_notes
from analysis.surveys.crosstab_letters import Letters
from analysis.surveys.design import SurveyDesign
from analysis.surveys.survey import Survey, open_survey
from analysis.surveys.survey_gate import SurveyGate

LOG = "releases"


def release_log() -> ReleaseLog:
    """The release log of this user, by content hash; no data are in it."""
    return ReleaseLog(cache_folder() / LOG)


def add_verb_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis crosstab``."""
    add_crosstab_options(parser)
    parser.add_argument("--minimum", type=int, default=Rules().minimum, metavar="N",
                        help="fewest respondents in a cell, 5 to 100 (%(default)s)")
    parser.set_defaults(command=run_verb)


def run_verb(options: argparse.Namespace) -> int:
    """Run the command: read, estimate, pass the gate, print."""
    rules = Rules(minimum=options.minimum, width=options.minimum)
    with tempfile.TemporaryDirectory(prefix="double-booked-") as folder:

        def opened(path: Path, design: SurveyDesign) -> Survey:
            if path.is_dir():
                return open_survey(path, design)
            ingest_file(path, "survey", to=Path(folder))
            return open_survey(Path(folder), design)

        def release(crosstab: UnreleasedCrosstab, survey: Survey) -> ReleasedCells:
            return release_cells(crosstab, survey, rules=rules, log=release_log())

        return run_crosstab(options, release=release, open_file=opened)


def release_cells(
    crosstab: UnreleasedCrosstab, survey: Survey, *, rules: Rules, log: ReleaseLog
) -> ReleasedCells:
    """What the gate lets through, in the form that the command prints."""
    found = SurveyGate(survey, log=log).release_estimated(crosstab, rules=rules)
    frame = found.released.frame
    whole = frame[frame["row_total"] & frame["column_total"]].iloc[0]
    known = not whole["suppressed"]
    cells = frame.assign(base_n=None, weighted_base=None, df=None)
    return ReleasedCells(
        cells=cells, base_n=float(whole["respondents"]) if known else None,
        weighted_n=float(whole["weighted_n"]) if known else None, missing=None,
        notes=(*low_base_notes(frame), found.released.sentence, *found.released.words),
        inference=not found.released.withheld,
        letters=Letters({}, found.letters, found.letters_rule, ()))
