"""Sources and standing: where a figure comes from and how well it is known.

Standing has three parts, shown as words and a sign and never as colour alone: *kind*,
*verification* and *access*. It is computed from the sources behind an exhibit's rows, so that
nobody can type a better standing than the sources give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

KINDS = (
    "official statistics", "survey", "company filing", "law", "documented event", "claim",
    "index", "simulation", "scenario", "your data",
)
"""Kinds from best to least established; the order decides which is named the weakest."""

KIND_SIGNS = {
    "official statistics": "■", "survey": "●", "company filing": "▣", "law": "§",
    "documented event": "◆", "claim": "○", "index": "▤", "simulation": "◌", "scenario": "◍",
    "your data": "▲",
}
FROM_ITSELF = "the organisation itself"
FROM_OTHERS = "reported by others"
REDISTRIBUTION = ("full", "derived only", "link only")


@dataclass(frozen=True)
class Source:
    """One row of ``sources.csv``."""

    source_id: str
    publisher: str
    title: str
    address: str
    published: str
    retrieved: date
    obtained: str
    licence: str
    redistribution: str
    kind: str
    verification: str
    access: str
    note: str

    @property
    def short(self) -> str:
        """Publisher and year, for a source line: ``Pew Research Center (2025)``."""
        year = self.published[:4]
        return f"{self.publisher} ({year})" if year else self.publisher

    def cite(self) -> str:
        """A plain citation: publisher, year, title, address, day read."""
        year = self.published[:4] or "no date"
        return (
            f"{self.publisher} ({year}). {self.title}. {self.address} "
            f"(read {self.retrieved:%Y-%m-%d})."
        )


@dataclass(frozen=True)
class Standing:
    """How well the figures of an exhibit are known.

    Parameters
    ----------
    kinds : tuple of (str, int)
        Kind and number of figures, most frequent first.
    from_itself, figures : int
        Figures that come from the organisation itself, and all figures.
    access : str
        ``public``, or ``private`` if any source is.
    weakest : str
        Kind and verification of the weakest source, in words.
    """

    kinds: tuple[tuple[str, int], ...]
    from_itself: int
    figures: int
    access: str
    weakest: str

    def badges(self) -> tuple[str, ...]:
        """Short texts with a sign each, for a card: kinds, verification, access if private."""
        kinds = tuple(f"{KIND_SIGNS[kind]} {kind.capitalize()}" for kind, _ in self.kinds)
        private = ("▲ Private",) if self.access != "public" else ()
        return (*kinds, self.verification_badge(), *private)

    def verification_badge(self) -> str:
        """Like ``◐ 2 of 7 figures from the organisation itself``."""
        if self.from_itself == self.figures:
            return "◉ From the organisation itself"
        if self.from_itself == 0:
            return "◯ All reported by others"
        noun = "figure" if self.figures == 1 else "figures"
        return f"◐ {self.from_itself} of {self.figures} {noun} from the organisation itself"

    def sentence(self) -> str:
        """Standing as one sentence, with the weakest source named."""
        kinds = ", ".join(f"{kind} ({count})" for kind, count in self.kinds)
        return (
            f"Kind: {kinds}. Verification: {self.from_itself} of {self.figures} figures from the "
            f"organisation itself. Access: {self.access}. Weakest: {self.weakest}."
        )


def standing_of(rows: Iterable[Sequence[str]], sources: dict[str, Source]) -> Standing:
    """Standing of a set of figures.

    Parameters
    ----------
    rows : iterable of sequences of str
        For each figure the ids of all sources behind it.
    sources : dict
        Sources by id.

    Returns
    -------
    Standing
        A figure that rests on several sources counts as the organisation's own only if all of
        them are, and takes the kind of its weakest source.
    """
    kinds: Counter[str] = Counter()
    from_itself = figures = 0
    used: dict[str, Source] = {}
    for ids in rows:
        behind = [sources[source_id] for source_id in ids]
        used.update({source.source_id: source for source in behind})
        figures += 1
        from_itself += all(source.verification == FROM_ITSELF for source in behind)
        kinds[max((source.kind for source in behind), key=KINDS.index)] += 1
    weakest = max(used.values(), key=_weakness)
    return Standing(
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], KINDS.index(item[0])))),
        from_itself=from_itself, figures=figures,
        access="private" if any(source.access != "public" for source in used.values())
        else "public",
        weakest=f"{weakest.kind}, {weakest.verification} ({weakest.publisher})",
    )


def _weakness(source: Source) -> tuple[bool, int, str]:
    return (source.verification != FROM_ITSELF, KINDS.index(source.kind), source.source_id)
