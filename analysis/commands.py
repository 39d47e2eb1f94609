"""The command line: the same exhibits as the pages, without a browser.

``list``, ``show ID``, ``export ID --to FILE``, ``brief FILE --to FILE``, ``check``, ``record``,
``simulate --to DIR``, ``ingest FILE``, ``crosstab FILE``, ``bench ledger``, ``bench private``,
``bench intake`` and ``bench scenarios``.
Anything wrong is one clear line on standard error and exit code 2. Only the verb that is asked for
is imported.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from analysis.errors import DeskError

USAGE_ERROR = 2
VERBS = {
    "list": ("all exhibits with their controls", "exhibit_verbs:add_list_options"),
    "show": ("one exhibit in words, table and lineage", "exhibit_verbs:add_show_options"),
    "export": ("one exhibit as a file", "exhibit_verbs:add_export_options"),
    "brief": ("a brief as PPTX, DOCX, PDF or HTML, or with its numbers frozen",
              "briefs.command:add_brief_options"),
    "check": ("the data package and every exhibit", "exhibit_verbs:add_check_options"),
    "record": ("record the hashes of changed data files, and what the exhibits say now",
               "exhibit_verbs:add_record_options"),
    "ingest": ("read a survey or a table of a ledger, and say how it was understood",
               "intake.command:add_ingest_options"),
    "crosstab": ("two questions of a survey, through the disclosure gate",
                 "surveys.crosstab_verb:add_verb_options"),
    "simulate": ("a simulated ledger with its truth", "ledger.simulation:add_simulate_options"),
}
BENCHES = {
    "ledger": ("its measures", "ledger.bench:add_bench_options"),
    "private": ("exhibits behind the gate", "ledger.bench_private:add_bench_options"),
    "intake": ("the check of its files", "intake.bench:add_bench_options"),
    "scenarios": ("ten thousand draws of a scenario", "scenarios.bench:add_bench_options"),
}


class _Parser(argparse.ArgumentParser):
    """argparse with one-line errors."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"{message[0].upper()}{message[1:]}. Try: python -m analysis -h\n")


class _Verb(_Parser):
    """A verb whose module adds its options once it is asked for.

    Parameters
    ----------
    options : str
        ``module:function``, the module within ``analysis``; empty where there is nothing to add.
    """

    def __init__(self, *given: Any, options: str = "", **more: Any) -> None:
        super().__init__(*given, **more)
        self._options = options

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, after the options were added."""
        module, _, function = self._options.partition(":")
        if module:
            self._options = ""
            getattr(importlib.import_module(f"analysis.{module}"), function)(self)
        return super().parse_known_args(args, namespace)


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when all is well, 2 when the command, an id, a value or the data are wrong.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DeskError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m analysis", description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Verb)
    for name, (said, options) in VERBS.items():
        verbs.add_parser(name, help=said, options=options)
    bench = verbs.add_parser("bench", help="time the measures of a ledger, intake, or a scenario")
    benches = bench.add_subparsers(required=True, metavar="WHAT", parser_class=_Verb)
    for name, (said, options) in BENCHES.items():
        benches.add_parser(name, help=said, options=options)
    return parser
