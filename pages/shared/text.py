"""Text from data on a page: never read as mark-up."""

from __future__ import annotations

from analysis.catalog import Source

MARKS = "\\`*_[]<>$#|~"


def plain(text: str) -> str:
    """Text with every character escaped that Markdown would read as mark-up."""
    for sign in MARKS:
        text = text.replace(sign, "\\" + sign)
    return text


def cite(source: Source) -> str:
    """A citation with a link where the source has a web address."""
    year = source.published[:4] or "no date"
    address = plain(source.address)
    if source.address.startswith("http"):
        address = f"[{address}](<{source.address.replace('>', '%3E')}>)"
    return (
        f"{plain(source.publisher)} ({year}). {plain(source.title)}. {address} "
        f"(read {source.retrieved:%Y-%m-%d})."
    )
