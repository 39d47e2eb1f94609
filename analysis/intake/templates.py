"""Templates to fill in: a member survey, and the tables of a ledger as the contract has them.

The example rows are invented and say so in a cell; where one is still in a file that is brought,
it is left out and listed. Columns, titles, types and allowed words come from the contract, so a
template cannot differ from what is checked.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

import xlsxwriter

from analysis.catalog.package import Field, Resource
from analysis.errors import IntakeError
from analysis.intake.rows import EXAMPLE
from analysis.ledger.contract import TABLES, load_contract

FORMS = ("csv", "xlsx")
SURVEY = "survey"
SURVEY_COLUMNS: tuple[tuple[str, str, tuple[str, str]], ...] = (
    ("member", "Any number that is no name; used only to tell answers apart",
     (EXAMPLE, f"{EXAMPLE} (2)")),
    ("stratum", "Group the sample was drawn from, if it was", ("north", "south")),
    ("weight", "Weight of the answer, if there is one; decimal point", ("1.0", "0.8")),
    ("answered_on", "Day of the answer, YYYY-MM-DD", ("2026-03-01", "2026-03-02")),
    ("trade", "One word or code a trade", ("hair", "make-up")),
    ("years_in_trade", "Whole years", ("7", "21")),
    ("ai_threatens_my_work", "Strongly disagree, Disagree, Neither agree nor disagree, Agree, "
     "Strongly agree; Prefer not to say, Don't know, Not asked are kept apart",
     ("Agree", "Prefer not to say")),
    ("work_lost_to_ai", "Several answers in a cell, divided by semicolons",
     ("e-commerce;campaign", "none")),
)
LEDGER_EXAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "bookings": (
        {"booking_id": EXAMPLE, "kind": "human", "status": "worked", "booked_on": "2026-02-20",
         "work_on": "2026-03-02", "brand_id": EXAMPLE, "agency_id": "Agency A",
         "model_id": EXAMPLE, "channel": "ecommerce", "market": "SE", "days": "1",
         "images": "40", "fee_amount": "900", "currency": "EUR", "fee_basis": "day",
         "paid_to": "agency", "commission_rate": "0.2", "usage_months": "12",
         "usage_territory": "Europe", "usage_medium": "online", "label_shown": "no"},
        {"booking_id": f"{EXAMPLE} (2)", "kind": "twin", "status": "worked",
         "booked_on": "2026-03-05", "work_on": "2026-03-09", "brand_id": EXAMPLE,
         "agency_id": "Agency A", "model_id": EXAMPLE, "channel": "ecommerce", "market": "SE",
         "images": "12", "fee_amount": "300", "currency": "EUR", "fee_basis": "image",
         "paid_to": "model", "twin_owner": "model", "label_shown": "yes",
         "consent_id": "Consent 1"},
    ),
    "crew_calls": ({"booking_id": EXAMPLE, "role": "make_up", "days": "1", "fee_amount": "450",
                    "currency": "EUR"},),
    "consents": ({"consent_id": "Consent 1", "model_id": EXAMPLE, "brand_id": EXAMPLE,
                  "form": "separate_written", "scope": EXAMPLE, "signed_on": "2026-01-15",
                  "expires_on": "2027-01-14", "rate_stated": "true", "agency_signed": "true"},),
    "models": ({"model_id": EXAMPLE, "tier": "established", "entered_on": "2020-05-01",
                "market": "SE"},),
    "brands": ({"brand_id": EXAMPLE, "adopted_on": "2026-03-01"},),
    "rates": ({"currency": "EUR", "year": "2026", "rate": "1", "source": EXAMPLE},),
}


def build_template(target: str, form: str) -> bytes:
    """A template as the bytes of a file.

    Parameters
    ----------
    target : str
        ``survey`` or a table of the ledger.
    form : str
        ``csv`` (UTF-8, commas) or ``xlsx`` (with a sheet that explains the columns).

    Raises
    ------
    IntakeError
        If there is no such template.
    """
    if target not in (SURVEY, *TABLES) or form not in FORMS:
        raise IntakeError(
            f"There is no template {target!r} as {form!r}. Choose one of {SURVEY}, "
            f"{', '.join(TABLES)}, as {' or '.join(FORMS)}.")
    header, rows, notes = _content(target)
    return _as_csv([header, *rows]) if form == "csv" else _as_workbook(target, header, rows, notes)


def build_ledger_templates() -> bytes:
    """All ledger templates as CSV with a README, in one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme())
        for name in TABLES:
            archive.writestr(f"{name}.csv", build_template(name, "csv"))
    return made.getvalue()


def explain_columns(resource: Resource) -> list[tuple[str, str, str, str]]:
    """Each column of a table: name, needed or not, what it may hold, what it means."""
    return [
        (field.name, "needed" if field.constraints.get("required") else "may be empty",
         _accepted(field), f"{field.title}. {field.description}".strip())
        for field in resource.fields
    ]


def _content(
    target: str,
) -> tuple[list[str], list[list[str]], list[tuple[str, str, str, str]]]:
    if target == SURVEY:
        header = [name for name, _, _ in SURVEY_COLUMNS]
        rows = [[cells[number] for _, _, cells in SURVEY_COLUMNS] for number in (0, 1)]
        return header, rows, [(name, "may be empty", "", note)
                              for name, note, _ in SURVEY_COLUMNS]
    resource = load_contract().resource(target)
    header = [field.name for field in resource.fields]
    rows = [[row.get(name, "") for name in header] for row in LEDGER_EXAMPLES[target]]
    return header, rows, explain_columns(resource)


def _accepted(field: Field) -> str:
    rules = field.constraints
    if "enum" in rules:
        return " | ".join(map(str, rules["enum"]))
    said = {"date": "YYYY-MM-DD", "boolean": "true | false", "number": "number, decimal point",
            "integer": "whole number"}.get(field.type, "text")
    bounds = [f"from {rules['minimum']}"] if "minimum" in rules else []
    bounds += [f"to {rules['maximum']}"] if "maximum" in rules else []
    bounds += [f"at most {rules['maxLength']} characters"] if "maxLength" in rules else []
    bounds += [f"in {field.unit}"] if field.unit else []
    return " ".join([said, *bounds])


def _as_csv(rows: Iterable[list[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode("utf-8")


def _as_workbook(
    target: str, header: list[str], rows: list[list[str]], notes: list[tuple[str, str, str, str]]
) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(target)
        sheet.write_row(0, 0, header, bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 1, 16)
        guide = book.add_worksheet("Columns")
        guide.write_row(0, 0, ["column", "needed", "accepted", "meaning"], bold)
        for line, note in enumerate(notes, start=1):
            guide.write_row(line, 0, note, wrap)
        guide.set_column(0, 1, 18)
        guide.set_column(2, 3, 60)
    return made.getvalue()


def _readme() -> str:
    lines = [
        f"A bookings ledger for Double Booked: {len(TABLES)} tables, UTF-8, commas, ISO dates.",
        "bookings.csv and models.csv are needed. Without brands.csv the brands named in bookings "
        "are used; without consents.csv, crew_calls.csv or rates.csv those tables are empty.",
        f"Delete the example rows ({EXAMPLE!r}): they are invented, and left out if you do not.",
        "",
    ]
    for resource in load_contract().resources:
        lines += [f"{resource.name}: {resource.description}"]
        lines += [f"  {name} ({need}; {accepted}): {meaning}"
                  for name, need, accepted, meaning in explain_columns(resource)]
        lines.append("")
    return "\r\n".join(lines)
