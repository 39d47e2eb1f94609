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
INVENTED = {"simulation", "scenario"}
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
        year = f"({self.published[:4]})" if self.published else ""
        return self.publisher if year in self.publisher else f"{self.publisher} {year}"

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
        Kind and how many are of it, most frequent first.
    from_itself, counted : int
        How many come from the organisation itself, and how many there are.
    unit : str
        What is counted: a row by its name, or ``source`` where rows rest on several each.
    access : str
        ``public``, or ``private`` if any source is.
    weakest : str
        Kind and verification of the weakest source, in words.
    """

    kinds: tuple[tuple[str, int], ...]
    from_itself: int
    counted: int
    unit: str
    access: str
    weakest: str

    def badges(self) -> tuple[str, ...]:
        """Short texts with a sign each, for a card: kinds, verification, access if private.

        What is only simulated or a scenario has no verification: it happened nowhere.
        """
        kinds = tuple(f"{KIND_SIGNS[kind]} {kind.capitalize()}" for kind, _ in self.kinds)
        private = ("▲ Private",) if self.access != "public" else ()
        invented = {kind for kind, _ in self.kinds} <= INVENTED
        verified = () if invented else (self.verification_badge(),)
        return (*kinds, *verified, *private)

    def verification_badge(self) -> str:
        """Like ``◐ 2 of 7 figures from the organisation itself``."""
        if self.from_itself == self.counted:
            return "◉ From the organisation itself"
        if self.from_itself == 0:
            return "◯ All reported by others"
        return f"◐ {self._share()}"

    def sentence(self) -> str:
        """Standing as one sentence, with the weakest source named."""
        kinds = ", ".join(f"{kind} ({count})" for kind, count in self.kinds)
        return (
            f"Kind: {kinds}. Verification: {self._share()}. Access: {self.access}. "
            f"Weakest: {self.weakest}."
        )

    def _share(self) -> str:
        noun = self.unit if self.counted == 1 else f"{self.unit}s"
        return f"{self.from_itself} of {self.counted} {noun} from the organisation itself"


def standing_of(
    rows: Iterable[Sequence[str]], sources: dict[str, Source], *, row: str = "figure"
) -> Standing:
    """Standing of a set of figures.

    Parameters
    ----------
    rows : iterable of sequences of str
        For each figure the ids of all sources behind it.
    sources : dict
        Sources by id.
    row : str
        What a row is called.

    Returns
    -------
    Standing
        Counts figures where each has one source; where a figure rests on several (a count of
        cases, two countries side by side), the distinct sources are counted instead, so that one
        weak source among many neither hides the others nor is hidden by them.
    """
    rows = list(rows)
    used = {source_id: sources[source_id] for ids in rows for source_id in ids}
    several = any(len(ids) > 1 for ids in rows)
    behind = list(used.values()) if several else [sources[ids[0]] for ids in rows]
    kinds = Counter(source.kind for source in behind)
    weakest = max(used.values(), key=_weakness)
    return Standing(
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], KINDS.index(item[0])))),
        from_itself=sum(source.verification == FROM_ITSELF for source in behind),
        counted=len(behind), unit="source" if several else row,
        access="private" if any(source.access != "public" for source in used.values())
        else "public",
        weakest=f"{weakest.kind}, {weakest.verification} ({weakest.publisher})",
    )


def _weakness(source: Source) -> tuple[bool, int, str]:
    return (source.verification != FROM_ITSELF, KINDS.index(source.kind), source.source_id)
