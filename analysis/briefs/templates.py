"""What a brief looks like: which parts stand in it, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ALL = 1_000


@dataclass(frozen=True)
class Template:
    """A shape for briefs.

    Parameters
    ----------
    name, label, help : str
    findings : bool
        Whether the finding of every exhibit stands in a list of its own, and only the first one's
        figure is shown.
    numbered : bool
        Whether paragraphs are numbered, as committees cite them.
    tables : str
        Whether the table of a figure stands below it or in an annex.
    landscape : bool
        Whether a page holds one exhibit, wide as a slide.
    """

    name: str
    label: str
    help: str
    findings: bool = False
    numbered: bool = False
    tables: Literal["below", "annex"] = "below"
    landscape: bool = False

    @property
    def compact(self) -> bool:
        """Whether letters are small, so that words and findings stand on one page."""
        return self.findings

    @property
    def cautions(self) -> int:
        """How many caveats stand next to their figure; where some do not, all are in the method.

        The first are those of the exhibit itself, then come those of its data.
        """
        if self.findings or self.landscape:
            return 0
        return 3 if self.tables == "annex" else ALL


TEMPLATES: Mapping[str, Template] = {one.name: one for one in (
    Template("note", "One-page note",
             "Your words, the findings and one figure; tables, method and sources behind.",
             findings=True, tables="annex"),
    Template("ministerial", "Ministerial brief",
             "Your words with each figure where you put it; tables, method and sources in annexes.",
             tables="annex"),
    Template("committee", "Committee evidence",
             "Numbered paragraphs, each figure with its table below it.", numbered=True),
    Template("deck", "Slide deck",
             "One exhibit a slide or a wide page; tables in annexes.", tables="annex",
             landscape=True),
)}
