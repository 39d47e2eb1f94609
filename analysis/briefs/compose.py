"""From a brief and its edition to a document: words, exhibits, generated parts, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.briefs.brief import Brief, Entry, Passage
from analysis.briefs.document import (
    Block,
    Break,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Runs,
    plain_runs,
)
from analysis.briefs.edition import Edition, Shown
from analysis.briefs.generated import (
    laws_of,
    method_of,
    number_sources,
    sources_of,
    standing_line,
    unknowns_of,
)
from analysis.briefs.markup import Run, Words
from analysis.briefs.references import names_in, title_of, words_of
from analysis.briefs.tables import cite, table_of
from analysis.briefs.templates import TEMPLATES

NOTE_FIGURE_PX = 480
"""Tallest figure that a one-page note has room for."""


def compose(brief: Brief, edition: Edition, *, day: str) -> Document:
    """The document of a brief.

    Parameters
    ----------
    brief : Brief
    edition : Edition
        Its numbers.
    day : str
        Today; stands where the brief names no day.

    Raises
    ------
    BriefError
        If the author's words refer to something that does not exist.
    """
    made = _Composed(brief, edition)
    return Document(
        title=title_of(brief, edition), author=brief.author, day=brief.day or day,
        standing=standing_line(edition), template=TEMPLATES[brief.template],
        blocks=tuple(_in_steps(made.blocks())), edition=edition, numbers=made.numbers)


def _in_steps(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with headings that skip no level, as readers by ear need them."""
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            block = replace(block, level=level)
        yield block


def _before_end(runs: Runs, more: Runs) -> Runs:
    """Runs with more at their end, before the sign that ends the sentence."""
    last = runs[-1]
    ending = re.search(r"[.:;!?…]*$", last.text)
    if last.to or last.link or not ending or not ending[0]:
        return (*runs, *more)
    return (*runs[:-1], replace(last, text=last.text[:ending.start()]), *more,
            replace(last, text=ending[0]))


class _Composed:
    """A document under way: numbers of figures, paragraphs and sources."""

    def __init__(self, brief: Brief, edition: Edition) -> None:
        self.brief, self.edition = brief, edition
        self.template = TEMPLATES[brief.template]
        self.numbers = number_sources(edition)
        self.places = {one.name: number for number, one in enumerate(edition.shown, start=1)}
        self.label = "Finding" if self.template.findings else "Figure"
        self.paragraphs = 0

    def blocks(self) -> Iterator[Block]:
        """Everything in reading order."""
        by_name = {one.name: one for one in self.edition.shown}
        for at, part in enumerate(self.brief.parts):
            if isinstance(part, Passage):
                if self.template.landscape and at and isinstance(self.brief.parts[at - 1], Entry):
                    yield Break()
                yield from self._words(part)
            elif isinstance(part, Entry) and not self.template.findings:
                yield from self._exhibit(by_name[part.name])
        if self.template.findings:
            yield from self._findings()
        yield from unknowns_of(self.edition)
        if self.template.tables == "annex" and self.edition.shown:
            yield from self._annex()
        yield from method_of(self.edition, self.numbers, label=self.label,
                             beside=self.template.cautions)
        yield from laws_of(self.edition)
        yield from sources_of(self.edition, self.numbers)

    def _words(self, passage: Passage) -> Iterator[Block]:
        items: list[Runs] = []
        ordered = False
        for one in words_of(passage, self.edition):
            listed = one.kind in ("bullet", "number")
            if items and (not listed or ordered != (one.kind == "number")):
                yield Listing(tuple(items), ordered)
                items = []
            if listed:
                ordered = one.kind == "number"
                items.append(self._traced(one))
            elif one.kind == "heading":
                yield Heading(1, one.runs)
            else:
                yield self._paragraph(self._traced(one))
        if items:
            yield Listing(tuple(items), ordered)

    def _paragraph(self, runs: Runs) -> Paragraph:
        self.paragraphs += 1
        return Paragraph(runs, number=self.paragraphs if self.template.numbered else 0)

    def _traced(self, words: Words) -> Runs:
        """The words, and at their end the figures that their numbers come from."""
        runs = tuple(replace(run, to=f"figure-{run.to}") if run.to else run for run in words.runs)
        names = names_in(words.runs)
        if not names:
            return runs
        several = "s" if len(names) > 1 else ""
        trace = [Run(f" ({self.label}{several} ")]
        for at, name in enumerate(names):
            before = "" if not at else " and " if at == len(names) - 1 else ", "
            trace += [*plain_runs(before), Run(str(self.places[name]), to=f"figure-{name}")]
        return _before_end(runs, (*trace, Run(")")))

    def _exhibit(self, shown: Shown) -> Iterator[Block]:
        number = self.places[shown.name]
        yield Heading(2, plain_runs(shown.title), page=self.template.landscape)
        yield Figure(shown, number, plain_runs(shown.subtitle))
        yield Paragraph(self._below(shown), style="small")
        beside = shown.caveats[:self.template.cautions]
        if beside:
            more = len(shown.caveats) - len(beside)
            rest = (f"{more} more caveats stand with the method.",) if more > 1 else (
                "One more caveat stands with the method.",) if more else ()
            yield Listing(tuple(map(plain_runs, (*beside, *rest))), small=True)
        if self.template.tables == "below" and shown.rows:
            yield table_of(shown, number=number, numbers=self.numbers)

    def _below(self, shown: Shown) -> Runs:
        """Base, standing and sources in one small line."""
        return (
            Run("Base: ", bold=True), Run(f"{shown.base.rstrip('.')}. "),
            Run("Standing: ", bold=True), Run(f"{shown.standing} "),
            Run("As of "), Run(f"{shown.as_of}, data version {shown.data_version}. "),
            Run("Sources: ", bold=True),
            *cite([note.source_id for note in shown.sources], self.numbers), Run("."))

    def _findings(self) -> Iterator[Block]:
        """Every finding as a sentence with its sources, and the first figure there is room for."""
        if not self.edition.shown:
            return
        yield Heading(1, plain_runs("Findings"))
        fits = next((one for one in self.edition.shown if one.figure
                     and one.figure["layout"]["height"] <= NOTE_FIGURE_PX), None)
        yield Listing(
            tuple(self._finding(one) for one in self.edition.shown), ordered=True,
            places=tuple("" if one is fits else f"figure-{one.name}"
                         for one in self.edition.shown))
        if fits is not None:
            yield Figure(fits, self.places[fits.name], plain_runs(f"{fits.title}. {fits.subtitle}"))

    def _finding(self, shown: Shown) -> Runs:
        marks = " and ".join(shown.mark.split())
        return (
            *(plain_runs(f"{marks.capitalize()}: ", bold=True) if marks else ()),
            Run(f"{shown.title}. "),
            *cite([note.source_id for note in shown.sources], self.numbers))

    def _annex(self) -> Iterator[Block]:
        """The tables, where they do not stand below their figures."""
        yield Heading(1, plain_runs("Tables"), page=True)
        for one in self.edition.shown:
            if one.rows:
                yield table_of(one, number=self.places[one.name], numbers=self.numbers,
                               wide=self.template.landscape)
