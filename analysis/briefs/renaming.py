"""An exhibit of a brief called otherwise: in its entry, in the author's words, when frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.briefs.brief import NAME, Brief, Part, Passage
from analysis.briefs.markup import TOKEN


def may_be_called(brief: Brief, old: str, new: str) -> bool:
    """Whether an exhibit may bear another name: a fit one that no other exhibit bears."""
    others = {entry.name for entry in brief.entries} - {old}
    return bool(NAME.fullmatch(new)) and new not in others


def rename(brief: Brief, old: str, new: str) -> Brief:
    """The brief with one exhibit called otherwise, wherever it is named."""
    def part(one: Part) -> Part:
        if isinstance(one, Passage):
            return Passage(_referring(one.text, old, new))
        return replace(one, name=new) if one.name == old else one

    return replace(brief, title=_referring(brief.title, old, new),
                   parts=tuple(map(part, brief.parts)), frozen=_frozen(brief.frozen, old, new))


def _referring(text: str, old: str, new: str) -> str:
    """Words with their references to one name leading to the other; braces stay braces."""
    def referred(found: re.Match[str]) -> str:
        if found["reference"] is None:
            return found[0]
        return re.sub(rf"^(\{{\s*){re.escape(old)}(?=\s*\.)", rf"\g<1>{new}", found[0])

    return TOKEN.sub(referred, text)


def _frozen(frozen: Mapping[str, Any] | None, old: str, new: str) -> Mapping[str, Any] | None:
    """Frozen numbers under the new name; what is no list of exhibits is refused when it is read."""
    if frozen is None or not isinstance(frozen.get("shown"), list):
        return frozen
    return {**frozen, "shown": [
        one | {"name": new} if isinstance(one, dict) and one.get("name") == old else one
        for one in frozen["shown"]]}
