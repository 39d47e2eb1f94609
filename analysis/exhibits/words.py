"""Numbers and verbs in sentences, so that no title can contradict its chart."""

from __future__ import annotations

from collections.abc import Sequence


def percent(share: float, *, digits: int = 0) -> str:
    """``0.54`` as ``54%``; one digit is kept where ``digits`` asks for it and it is not zero."""
    text = f"{share * 100:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if digits else text) + "%"


def count(number: float, noun: str = "", plural: str = "") -> str:
    """``3780`` as ``3,780``, with a noun in the right number if one is given."""
    text = f"{number:,.0f}"
    if not noun:
        return text
    return f"{text} {noun if round(number) == 1 else plural or noun + 's'}"


def span(low: str, high: str) -> str:
    """``42%`` and ``62%`` as ``42% to 62%``; one value if both are the same."""
    return low if low == high else f"{low} to {high}"


def share_span(low: float, high: float) -> str:
    """Two shares as ``11% to 42%``, or as one percentage where they round to the same."""
    return span(percent(low), percent(high))


def listed(items: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def lower_first(name: str) -> str:
    """A name as it stands inside a sentence: ``Fashion designers`` as ``fashion designers``."""
    return name[:1].lower() + name[1:]


def change_verb(
    before: float, after: float, *, interval: tuple[float, float] | None = None,
    verbs: tuple[str, str, str] = ("rose", "fell", "did not change"),
) -> str | None:
    """The verb for a change, or None where the interval of the change spans zero.

    Parameters
    ----------
    before, after : float
        Values in the same unit.
    interval : (float, float) or None
        Interval of ``after - before`` where one is known.
    verbs : tuple of str
        Words for up, down and no change.
    """
    if interval is not None and interval[0] <= 0 <= interval[1]:
        return None
    if after == before:
        return verbs[2]
    return verbs[0] if after > before else verbs[1]


def changed(before: float, after: float) -> str:
    """A change of a count with both numbers: ``fell from 12 to 9``, ``did not change: 12``."""
    old, new = round(before), round(after)
    if old == new:
        return f"{change_verb(old, new)}: {count(new)}"
    return f"{change_verb(old, new)} from {count(old)} to {count(new)}"


def share_word(share: float) -> str:
    """A share in plain words: ``just over half``, ``about a third``; percent where none fits."""
    if share in (0, 1):
        return "all" if share else "none"
    words = (
        (0.005, "almost none"), (0.23, ""), (0.27, "about a quarter"), (0.31, ""),
        (0.36, "about a third"), (0.45, ""), (0.495, "just under half"), (0.505, "half"),
        (0.55, "just over half"), (0.64, ""), (0.69, "about two thirds"), (0.73, ""),
        (0.77, "about three quarters"), (0.995, ""), (2.0, "nearly all"),
    )
    word = next(text for limit, text in words if share < limit)
    return word or percent(share)
