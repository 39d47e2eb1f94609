"""Names nobody can mistake for a real brand, agency or model.

A brand is a colour or mineral and a musical instrument, an agency a kind of rock, a model a
number. A test holds that none of them is the name of an organisation in the shipped evidence.
"""

from __future__ import annotations

from itertools import product

COLOURS = (
    "Amber", "Azure", "Beige", "Bistre", "Carmine", "Cerise", "Cobalt", "Ecru", "Fuchsia",
    "Indigo", "Jade", "Lilac", "Madder", "Mauve", "Ochre", "Russet", "Saffron", "Sepia",
    "Sienna", "Teal", "Umber", "Vermeil", "Viridian", "Woad",
)
INSTRUMENTS = (
    "Bassoon", "Bugle", "Celesta", "Cello", "Cornet", "Dulcian", "Fiddle", "Flute", "Gamelan",
    "Kazoo", "Lute", "Marimba", "Oboe", "Ocarina", "Piccolo", "Rebec", "Sackbut", "Shawm",
    "Sitar", "Spinet", "Tabor", "Theremin", "Timpani", "Zither",
)
ROCKS = (
    "Andesite", "Basalt", "Breccia", "Chalk", "Chert", "Dolerite", "Dolomite", "Dunite", "Gabbro",
    "Gneiss", "Granite", "Limestone", "Marl", "Obsidian", "Pumice", "Quartzite", "Rhyolite",
    "Sandstone", "Schist", "Shale", "Slate", "Travertine", "Tuff", "Wacke",
)


def brand_names(count: int) -> list[str]:
    """``count`` (at most 576) different names, no two of the first 24 sharing a word."""
    size = len(COLOURS)
    pairs = [
        f"{COLOURS[place]} {INSTRUMENTS[(place * 5 + turn * 7 + 3) % size]}"
        for turn, place in product(range(size), range(size))
    ]
    return pairs[:count]


def agency_names(count: int) -> list[str]:
    """``count`` (at most 24) different names."""
    return [f"Agency {rock}" for rock in ROCKS[:count]]


def model_names(count: int) -> list[str]:
    """``M00001`` and so on, numbered in the order given."""
    return [f"M{number:05d}" for number in range(1, count + 1)]
