"""The parts of a brief that nobody types: what nobody knows, method and standing, laws, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.briefs.document import (
    Block,
    Box,
    Endnotes,
    Heading,
    Listing,
    Paragraph,
    Runs,
    Table,
    plain_runs,
)
from analysis.briefs.edition import Edition, Shown, SourceNote
from analysis.briefs.markup import Run
from analysis.briefs.tables import cite
from analysis.exhibits.words import listed

METHOD = (
    "Every number that leads to a figure, a finding or a table was worked out by Double Booked, "
    "the evidence desk on AI twins and fashion work, from rows that name their source; other "
    "numbers are the author's own. Titles are sentences computed from the data. An interval is "
    "given where the source published its error, where a random sample and its size are known, "
    "and for estimated effects; where none is given, none could be, or everything was counted."
)
STANDING = (
    "Standing says what kind of evidence a figure is (official statistics, survey, company filing, "
    "law, documented event, claim, index, simulation, scenario, your data), whether it comes from "
    "the organisation itself or is reported by others, and names the weakest source behind it."
)
INVENTED = {
    "simulation": "is simulated: its brands, models, fees and bookings are invented from stated "
    "assumptions. It tries a method and says nothing about anybody.",
    "scenario": "is a scenario: it works out what would follow from a stated assumption and counts "
    "nothing that happened.",
}
LAWS = ("name", "instrument", "law")
PLACES = ("jurisdiction_name", "market")


def number_sources(edition: Edition) -> dict[str, int]:
    """The number of each source's endnote, in order of appearance."""
    ids = dict.fromkeys(note.source_id for one in edition.shown for note in one.sources)
    return {one: number for number, one in enumerate(ids, start=1)}


def standing_line(edition: Edition) -> str:
    """Of what day the numbers are, and whether they are frozen."""
    as_of = f"sources read up to {edition.as_of}" if edition.as_of else "no exhibit yet"
    said = f"Numbers: Double Booked, data version {edition.data_version}, {as_of}"
    return f"{said}; frozen on {edition.frozen_on}." if edition.frozen_on else f"{said}."


def unknowns_of(edition: Edition) -> list[Block]:
    """The box of open questions on the pages whose exhibits are shown."""
    return [Box("What nobody knows yet", edition.unknowns)] if edition.unknowns else []


def method_of(
    edition: Edition, numbers: Mapping[str, int], *, label: str, beside: int
) -> list[Block]:
    """How the numbers came about, and how well each figure is known.

    Parameters
    ----------
    edition : Edition
    numbers : mapping of str to int
        Of the endnotes.
    label : str
        What exhibits are called: ``Figure`` or ``Finding``.
    beside : int
        How many caveats stand next to a figure; where that is not all, all stand here.
    """
    figures = {one.name: f"{label} {number}"
               for number, one in enumerate(edition.shown, start=1)}
    blocks: list[Block] = [
        Heading(1, plain_runs("Method and standing"), page=True),
        Paragraph(plain_runs(METHOD)), Paragraph(plain_runs(standing_line(edition))),
        *(Paragraph(plain_runs(doubt.called(figures), bold=True)) for doubt in edition.doubts),
        *(Paragraph(plain_runs(text)) for text in _invented(edition, label)),
        Paragraph(plain_runs(STANDING)),
    ]
    for number, one in enumerate(edition.shown, start=1):
        blocks += [Heading(2, plain_runs(f"{label} {number}: {one.question}")),
                   Listing(_facts(one, numbers, caveats=len(one.caveats) > beside), small=True)]
    return blocks


def _facts(shown: Shown, numbers: Mapping[str, int], *, caveats: bool) -> tuple[Runs, ...]:
    def fact(name: str, text: str) -> Runs:
        return (Run(f"{name}: ", bold=True), Run(text))

    return (
        fact("Finding", f"{shown.title}."), fact("Measure", f"{shown.subtitle}."),
        fact("Standing", shown.standing), fact("Base", f"{shown.base.rstrip('.')}."),
        fact("As of", f"{shown.as_of}, data version {shown.data_version}."),
        *(fact("Caveat", text) for text in shown.caveats if caveats),
        (Run("Sources: ", bold=True), *cite([note.source_id for note in shown.sources], numbers)),
        *(() if shown.private else (fact("To make it again", shown.command),)),
    )


def _invented(edition: Edition, label: str) -> Iterator[str]:
    """A sentence for what is simulated, for scenarios, and for released private aggregates."""
    def those(test: Sequence[bool]) -> str:
        found = [str(number) for number, one in enumerate(test, start=1) if one]
        return f"{label}{'s' if len(found) > 1 else ''} {listed(found)}" if found else ""

    for mark, said in INVENTED.items():
        named = those([mark in one.mark.split() for one in edition.shown])
        if named:
            verb = said if " and " not in named and "," not in named else said.replace(
                "is a scenario: it works", "are scenarios: they work").replace(
                "is simulated: its", "are simulated: their").replace(
                "It tries a method and says", "They try a method and say").replace(
                "and counts", "and count")
            yield f"{named} {verb}"
    private = those([one.private for one in edition.shown])
    if private:
        yield (f"{private}: released aggregates of the author's own data, which passed the "
               "desk's disclosure gate; what it withheld is said among the caveats.")


def laws_of(edition: Edition) -> list[Block]:
    """The laws that the shown exhibits read, each with the day up to which it was read."""
    rows: dict[tuple[str, str, str], tuple[str, str]] = {}
    for one in edition.shown:
        names = [head.name for head in one.columns]
        law = next((name for name in LAWS if name in names), "")
        if not law or "as_of" not in names or one.page == "claims":
            continue
        place = next((name for name in PLACES if name in names), "")
        for row in one.rows:
            cells = dict(zip(names, row, strict=True))
            cited = cells.get("citation") or cells.get("article", "")
            status = cells.get("status") or cells.get("stage") or cells.get("section", "")
            key = (cells[law], cells.get(place, ""), cited)
            if cells[law] and cells["as_of"]:
                rows.setdefault(key, (status, cells["as_of"]))
    if not rows:
        return []
    heads = ("Instrument", "Where", "Citation", "Status", "As of")
    table = Table(
        "", plain_runs("Laws and other instruments read for this document"), heads,
        tuple(tuple(plain_runs(text) for text in (*key, *said))
              for key, said in sorted(rows.items(), key=lambda one: (one[0][1], one[0][0]))),
        (False,) * 5,
        plain_runs("Read up to the day in the last column; check before you rely on it. This is "
                   "no legal advice."))
    return [Heading(1, plain_runs("Laws, with the day they were read")), table]


def sources_of(edition: Edition, numbers: Mapping[str, int]) -> list[Block]:
    """The numbered list of sources."""
    notes: dict[str, SourceNote] = {
        note.source_id: note for one in edition.shown for note in one.sources}
    if not notes:
        return []
    return [Heading(1, plain_runs("Sources")),
            Endnotes(tuple((numbers[id], notes[id]) for id in numbers))]
