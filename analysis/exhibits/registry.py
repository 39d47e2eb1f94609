"""Which exhibits there are, what they ask, which controls they take, and how to build one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from analysis.errors import ControlError, UnknownExhibitError
from analysis.exhibits.controls import Control, default_of
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.open_month import say_open_month
from analysis.ledger.engine import ledger_of
from analysis.warehouse import Warehouse

Builder = Callable[..., Exhibit]


@dataclass(frozen=True)
class ExhibitSpec:
    """An exhibit that can be built: id, question, page, controls, builder.

    ``of_ledger`` marks those drawn from a ledger or a simulation: they are no published evidence.
    ``needs`` names tables of a ledger without which it would say nothing true.
    """

    id: str
    question: str
    page: str
    controls: tuple[Control, ...]
    build: Builder
    of_ledger: bool = False
    needs: tuple[str, ...] = ()

    def control(self, name: str) -> Control:
        """The control of that name.

        Raises
        ------
        ControlError
            If the exhibit has none of that name; the message lists those it has.
        """
        for control in self.controls:
            if control.name == name:
                return control
        names = ", ".join(control.name for control in self.controls) or "none"
        raise ControlError(f"Exhibit {self.id!r} has no control {name!r}. Controls: {names}.")


REGISTRY: dict[str, ExhibitSpec] = {}


def exhibit(
    id: str, *, question: str, page: str, controls: tuple[Control, ...] = (),
    of_ledger: bool = False, needs: tuple[str, ...] = (),
) -> Callable[[Builder], Builder]:
    """Register a ``build_`` function as an exhibit.

    Parameters
    ----------
    id : str
        Stable public name, starting with the page it belongs to.
    question : str
        What it answers, one sentence ending in a question mark.
    page : str
        Stem of the page that shows it.
    controls : tuple of Control
        What a reader may set; the builder takes each by name.
    of_ledger : bool
        Whether it is drawn from a ledger or a simulation; see :data:`ledger_exhibit`.
    needs : tuple of str
        Tables of a loaded ledger without which it is not built: ``crew_calls``, ``consents``.
    """
    def register(build: Builder) -> Builder:
        if id in REGISTRY:
            raise ValueError(f"two exhibits are called {id!r}")
        REGISTRY[id] = ExhibitSpec(id, question, page, controls, build, of_ledger, needs)
        return build

    return register


ledger_exhibit = partial(exhibit, of_ledger=True)
"""Register an exhibit that is drawn from a ledger or a simulation."""


def find_spec(id: str) -> ExhibitSpec:
    """The exhibit of that id.

    Raises
    ------
    UnknownExhibitError
        If there is none; the message names the nearest ids.
    """
    if id in REGISTRY:
        return REGISTRY[id]
    near = get_close_matches(id, REGISTRY, n=3, cutoff=0.3) or list(REGISTRY)
    raise UnknownExhibitError(
        f"No exhibit is called {id!r}. Nearest: {', '.join(near)}. "
        "All: python -m analysis list."
    )


def build_exhibit(id: str, warehouse: Warehouse, **settings: Any) -> Exhibit:
    """Build an exhibit; controls that are not given keep their defaults.

    Raises
    ------
    UnknownExhibitError, ControlError
        If the id or a control does not exist.
    NotGivenError
        If a loaded ledger has no row of a table that it needs.
    """
    spec = find_spec(id)
    if spec.needs:
        ledger_of(warehouse).check_given(spec.needs)
    for name in settings:
        spec.control(name)
    values = {
        control.name: settings.get(control.name, default_of(control, warehouse))
        for control in spec.controls
    }
    built = spec.build(warehouse, **values)
    if spec.of_ledger:
        built = say_open_month(built, ledger_of(warehouse))
    return replace(built, id=spec.id, question=spec.question, settings=values)


def parse_settings(
    id: str, warehouse: Warehouse, texts: Mapping[str, str]
) -> dict[str, Any]:
    """Settings typed as text (``--set key=value``, address bar), checked and typed."""
    spec = find_spec(id)
    return {
        name: spec.control(name).parse(text, warehouse) for name, text in texts.items()
    }
