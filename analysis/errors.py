"""Every error the desk raises on purpose, in one place.

Each message says what is wrong, what was given, what is accepted and what to do, in one line:
the command line prints it and exits 2, a page shows it instead of a traceback.
"""

from __future__ import annotations


class DeskError(Exception):
    """Base of all errors whose message is written for the reader."""


class DataError(DeskError):
    """A shipped file breaks a rule of its Table Schema.

    Parameters
    ----------
    file, column, value, rule : str
        File name, offending column, value as it stands in the file, and the broken rule.
    row : int or None
        Line of the row in the file, the header being line 1; None when no single row is at fault.
    folder : str
        Where the file lies, as messages name it.
    """

    def __init__(
        self, *, file: str, row: int | None, column: str, value: str, rule: str,
        folder: str = "data",
    ) -> None:
        self.file, self.row, self.column, self.value, self.rule = file, row, column, value, rule
        place = f"{folder}/{file}" + (f", row {row}" if row is not None else "")
        super().__init__(f"{place}, column {column}: value {value!r} breaks the rule: {rule}.")


class PackageError(DeskError):
    """datapackage.json itself, or a file it names, is missing or not as recorded."""


class SealError(DeskError):
    """A DuckDB setting does not have the value the seal demands; the desk refuses to start."""


class UnknownQueryError(DeskError):
    """A query or one of its parameters does not exist."""


class QueryLimitError(DeskError):
    """A query ran past its time or row limit."""


class UnknownExhibitError(DeskError):
    """No exhibit has this id."""


class ControlError(DeskError):
    """A control was given a value it does not accept, or does not exist."""


class ExhibitError(DeskError):
    """An exhibit lacks something without which it must not be shown (source, alt, unit, base)."""


class NotGivenError(DeskError):
    """A loaded ledger has no row of a table without which an exhibit would say nothing true."""


class ExportError(DeskError):
    """An export was asked for in a way that cannot be served."""


class BriefError(DeskError):
    """A brief cannot be read, or refers to something that does not exist."""


class CodebookError(DeskError):
    """A loaded survey has no such column, or its description cannot be read."""


class IntakeError(DeskError):
    """A file that was brought cannot be read, or not safely; nothing of it is used."""


class SurveyError(DeskError):
    """An estimate was asked for that this survey or its sampling does not allow."""


class DisclosureError(DeskError):
    """A result may not leave the gate, or a rule of the gate was set out of bounds."""


class BesideError(DisclosureError):
    """Earlier tables of the same data give a region away by themselves.

    Parameters
    ----------
    region : int
        Its row in the system that was checked.
    errors : bool
        Whether it is standard errors that give it away.
    """

    def __init__(self, region: int, *, errors: bool = False) -> None:
        self.region = region
        super().__init__(
            "This table cannot be shown beside what was released of the same data before: " + (
                "the standard errors of earlier tables tell how answers lie in the strata or "
                "clusters of the design, and here some are of few. Ask for a table by, and within, "
                "questions that are no part of the design." if errors else
                "a figure that must stay hidden could be worked out. Ask for the table without "
                "this filter, or with the filter of the earlier one."))
