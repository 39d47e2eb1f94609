"""The verbs that serve exhibits: ``list``, ``show``, ``export``, ``check`` and ``record``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analysis.catalog.package import DATA_DIRECTORY, load_package, write_hashes
from analysis.disclosure import Rules
from analysis.errors import ControlError
from analysis.exhibits import build_exhibit, catalogue, find_spec, parse_settings
from analysis.exhibits.check import check_exhibits
from analysis.exhibits.controls import default_of
from analysis.exhibits.history import record_titles
from analysis.exports import describe, show_text
from analysis.exports.command import add_file_options, export_as
from analysis.ledger.contract import check_ledger, load_contract
from analysis.ledger.given import open_given
from analysis.warehouse import Warehouse, check_package, open_warehouse

FAULTS = 2


def add_list_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis list``."""
    add_ledger_option(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=_list)


def add_show_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis show``."""
    _add_exhibit_options(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(command=_show)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis export``."""
    _add_exhibit_options(parser)
    add_file_options(parser)
    parser.set_defaults(command=_export)


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis check``."""
    add_ledger_option(parser)
    parser.add_argument("--data", action="store_true", help="the data package only (fast)")
    parser.set_defaults(command=_check)


def add_record_options(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m analysis record``."""
    parser.set_defaults(command=_record)


def add_ledger_option(parser: argparse.ArgumentParser) -> None:
    """The ledger that is asked, and the gate's least number."""
    parser.add_argument(
        "--ledger", metavar="DIR", help="a ledger that keeps to the contract, instead of the "
        "simulated one that ships",
    )
    parser.add_argument(
        "--minimum", metavar="N", help="least number of models, brands or agencies behind a figure "
        "of a private ledger, 5 to 100 (default 10)",
    )


def open_asked(options: argparse.Namespace) -> Warehouse:
    """The warehouse, with the ledger that was asked for beside it."""
    rules = _rules(options)
    warehouse = open_warehouse()
    if options.ledger is None:
        return warehouse
    return warehouse.attach(open_given(Path(options.ledger), progress=_tell, rules=rules))


def _rules(options: argparse.Namespace) -> Rules | None:
    """The rules of the gate that were asked for, None for the default ones."""
    if options.minimum is None:
        return None
    if options.ledger is None:
        raise ControlError(
            f"--minimum {options.minimum} was given without a ledger; it holds for a private "
            "ledger only. Name one with --ledger DIR.")
    if not options.minimum.isdecimal():
        raise ControlError(
            f"--minimum {options.minimum!r} is no whole number. Accepted are 5 to 100.")
    return Rules(minimum=int(options.minimum))


def _tell(text: str, share: float) -> None:
    """What is happening, on one line of a terminal that is overwritten; nothing into a file."""
    if sys.stderr.isatty():
        end = "\r" if share < 1 else "\n"
        print(f"{share:4.0%} {text}…".ljust(50), end=end, file=sys.stderr, flush=True)


def _add_exhibit_options(parser: argparse.ArgumentParser) -> None:
    add_ledger_option(parser)
    parser.add_argument("id", metavar="ID", help="an id that `list` prints")
    parser.add_argument(
        "--set", action="append", default=[], metavar="key=value", dest="settings",
        help="a control; repeat for several",
    )


def _list(options: argparse.Namespace) -> int:
    with_data = open_asked(options)
    specs = catalogue()
    if options.json:
        rows = [
            {
                "id": spec.id, "question": spec.question, "page": spec.page,
                "controls": {
                    control.name: {
                        "label": control.label, "help": control.help,
                        "default": default_of(control, with_data),
                    } for control in spec.controls
                },
            } for spec in specs
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return 0
    width = max(len(spec.id) for spec in specs)
    for spec in specs:
        controls = " ".join(f"[{control.name}]" for control in spec.controls)
        print(f"{spec.id:<{width}}  {spec.question} {controls}".rstrip())
    return 0


def _show(options: argparse.Namespace) -> int:
    warehouse = open_asked(options)
    exhibit = build_exhibit(options.id, warehouse, **_settings(options, warehouse))
    if options.json:
        print(json.dumps(describe(exhibit), indent=2, ensure_ascii=False))
    else:
        print(show_text(exhibit))
    return 0


def _export(options: argparse.Namespace) -> int:
    warehouse = open_asked(options)
    exhibit = build_exhibit(options.id, warehouse, **_settings(options, warehouse))
    print(export_as(options, exhibit))
    return 0


def _check(options: argparse.Namespace) -> int:
    package = load_package()
    check_package(package)
    files = len(package.resources)
    print(f"Data package {package.data_version}: {files} tables keep to their schemas.")
    ledger = load_contract()
    check_ledger(ledger)
    print(f"Ledger {ledger.data_version}: {len(ledger.resources)} tables keep to the contract.")
    if not options.data:
        built, faults = check_exhibits(open_asked(options))
        for fault in faults:
            print(fault, file=sys.stderr)
        print(f"Exhibits: {built} built at defaults and extremes, {len(faults)} faults.")
        return FAULTS if faults else 0
    return 0


def _record(options: argparse.Namespace) -> int:
    changed = write_hashes(DATA_DIRECTORY)
    print(f"Recorded: {', '.join(changed)}." if changed else "No data file has changed.")
    titles = record_titles(open_warehouse())
    print(f"History: {titles:,} titles added or changed." if titles else "No title has changed.")
    return 0


def _settings(options: argparse.Namespace, warehouse: Warehouse) -> dict[str, object]:
    find_spec(options.id)
    texts: dict[str, str] = {}
    for item in options.settings:
        key, equals, value = item.partition("=")
        if not equals:
            raise ControlError(f"--set {item!r} is not key=value.")
        texts[key.strip()] = value
    return parse_settings(options.id, warehouse, texts)
