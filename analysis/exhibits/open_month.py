"""Where a loaded ledger breaks off within a month: said wherever a sentence ends with that month.

Decided: a ledger that was drawn on the 18th counts 18 days of its last month, and a year that ends
with it seems to have fallen. Whether the month is whole cannot be known; that its last three days
hold no work is said beside its name, in title and alternative text, and among the caveats.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.exhibits.exhibit import Exhibit
from analysis.ledger.engine import Ledger

MARK = "(may not be whole)"


def say_open_month(exhibit: Exhibit, ledger: Ledger) -> Exhibit:
    """The exhibit with a word beside the name of a last month that may not be whole.

    Parameters
    ----------
    exhibit : Exhibit
        Of a ledger.
    ledger : Ledger
        It was built on.
    """
    month = ledger.open_month
    if month is None or ledger.source.source_id not in exhibit.sources:
        return exhibit
    name = f"{month:%b %Y}"
    if name not in f"{exhibit.words.title} {exhibit.words.alt} {exhibit.words.subtitle}":
        return exhibit
    words = replace(exhibit.words, **{
        part: getattr(exhibit.words, part).replace(name, f"{name} {MARK}")
        for part in ("title", "alt")})
    caveat = (f"The last three days of {month:%B %Y} hold no work, so the ledger may break off "
              "there: what is counted to the end of that month is then too low beside whole ones.")
    return replace(exhibit, words=words, caveats=(caveat, *exhibit.caveats))
