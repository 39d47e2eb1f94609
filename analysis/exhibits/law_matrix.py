"""Law and policy: what each instrument says on each topic, and a twin against an invented face.

Decided: five answers, each with a sign and a word; “not read” is not “no”. What is not law stands
in sections of its own, paler, whatever it says. The reading of a twin against an invented face is
the desk's own, names its instrument in every cell, and is no advice.
"""

from __future__ import annotations

import pandas as pd

from analysis.charts import theme
from analysis.charts.matrix import SIGNS, draw_matrix
from analysis.exhibits.controls import Choice, fixed, search_words
from analysis.exhibits.exhibit import Column, Exhibit, Words, assemble
from analysis.exhibits.law import JURISDICTION, SEARCH, TEXTS, last_check
from analysis.exhibits.registry import exhibit
from analysis.exhibits.words import count, listed
from analysis.warehouse import Warehouse

TOPICS = {
    "consent": "Written|consent", "scope": "Its|scope", "pay": "Pay by|use",
    "withdrawal": "With-|drawal", "label": "Label", "agency_duty": "Agency|duty",
    "crew": "Crew", "enforcement": "Enforce-|ment",
}
SUBJECT_TOPICS = {"consent": "Consent", "label": "Label", "pay": "Pay"}
SUBJECTS = {"twin": "Twin of a known model", "face": "Invented face"}
STATUSES = {
    "in force": "In force", "passed, not yet in force": "Passed, not yet in force",
    "bill or draft": "Bill or draft", "demand or voluntary": "Demand or voluntary",
    "ended": "Ended",
}
SECTIONS = {
    (True, "in force"): "Law in force",
    (True, "passed, not yet in force"): "Law passed, not yet in force when last checked",
    (False, "in force"): "In force, not law: guidance, agreements",
    (False, "bill or draft"): "Bills and drafts: not law",
    (False, "demand or voluntary"): "Demands, voluntary codes: not law",
    (False, "ended"): "Ended: not law",
}
STATUS = Choice(
    "status", "Status", "As of the last check.", "in force",
    fixed({"all": "Every status", **STATUSES}),
)


@exhibit(
    "law_matrix", page="law", controls=(JURISDICTION, STATUS, SEARCH),
    question="What does each instrument say on consent, pay, label and the crew?",
)
def build_matrix(
    warehouse: Warehouse, *, jurisdiction: str, status: str, search: str
) -> Exhibit:
    """Instruments against topics, each answer with its article."""
    result = warehouse.fetch(
        "law_matrix", jurisdiction=jurisdiction, status=status, words=search_words(search)
    )
    table = result.frame
    table["section"] = [
        SECTIONS[(law, state)]
        for law, state in zip(table["is_law"], table["status"], strict=True)
    ]
    table["answer_words"] = table["answer"].map(_in_words)
    title = _matrix_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=TEXTS,
        words=Words(
            title=title, unit="answers", row="answer",
            subtitle="● yes, ◐ partly, ○ no, ? unknown, – not in what was read · "
            + (f"as of {theme.day(last_check(table))} · " if len(table) else "")
            + "a reading of texts and summaries, no advice",
            alt=f"{title}. " + "; ".join(
                f"{name}: {number} answers" for name, number in
                table["answer_words"].value_counts().items()
            ),
        ),
        columns={
            "name": Column("Instrument"), "jurisdiction_name": Column("Jurisdiction"),
            "section": Column("Standing of the instrument"), "topic": Column("Topic"),
            "answer_words": Column("Answer"), "article": Column("Article"),
            "basis": Column("What that rests on"), "in_force_text": Column("In force"),
            "as_of": Column("As of", None, "date"), "summary": Column("In plain words"),
            "citation": Column("Citation"), "enforcer": Column("Enforcer"),
            "penalty_text": Column("Penalty"),
            "instrument_id": Column("Row in law_instruments.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_matrix(_rows(frame), canvas, columns=TOPICS),
        **assemble(
            warehouse, results=[result], searched="law_sources",
            topics=["law_new_york", "law_no_price", "law_no_crew", "law_eu_label"]
            if len(table) else [],
        ),
    )


def _in_words(answer: str) -> str:
    return "not in what was read" if answer == "not read" else SIGNS[answer][1]


def _matrix_title(table: pd.DataFrame) -> str:
    """How many of the laws shown ask for consent, pay or a label; only law is counted."""
    if table.empty:
        return "No instrument meets these filters"
    laws = table[table["is_law"]]
    number = laws["instrument_id"].nunique()
    others = table["instrument_id"].nunique() - number
    apart = f"{count(others, 'text')} shown {'is' if others == 1 else 'are'} not law"
    if not number:
        return f"No law meets these filters; {apart}"
    said = {
        topic: int(((laws["topic"] == topic) & (laws["answer"] == "yes")).sum())
        for topic in ("consent", "pay", "label")
    }
    parts = [
        f"{count(said['consent']) if said['consent'] else 'none'} plainly "
        f"{'ask' if said['consent'] > 1 else 'asks'} for separate written consent",
        f"{count(said['label']) if said['label'] else 'none'} for a label",
        f"{count(said['pay']) if said['pay'] else 'none'} for pay by use",
    ]
    return f"Of {count(number, 'law')}, {listed(parts)}" + (f"; {apart}" if others else "")


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    """One row an instrument: an answer a topic, and hover texts with article and basis."""
    rows = []
    order = {name: place for place, name in enumerate(SECTIONS.values())}
    for _, part in table.groupby("instrument_id", sort=False):
        first = part.iloc[0]
        answers = {row["topic"]: row for row in part.to_dict("records")}
        rows.append({
            "section": first["section"], "muted": not first["is_law"],
            "name": f"{first['name']} · {first['jurisdiction_name']}, {first['in_force_text']}",
            **{topic: answers[topic]["answer"] for topic in TOPICS},
            "hover": {
                topic: f"{topic.replace('_', ' ')}: {_in_words(answers[topic]['answer'])}"
                f"{', ' + answers[topic]['article'] if pd.notna(answers[topic]['article']) else ''}"
                f" · {answers[topic]['basis']}" for topic in TOPICS
            },
        })
    rows.sort(key=lambda row: order[row["section"]])
    return pd.DataFrame(rows, columns=["section", "muted", "name", *TOPICS, "hover"])


@exhibit(
    "law_twin_or_face", page="law",
    question="A twin of a known model or an invented face: what is asked?",
)
def build_twin_or_face(warehouse: Warehouse) -> Exhibit:
    """Five places, two subjects, three topics."""
    result = warehouse.fetch("law_twin_or_face")
    table = result.frame
    table["subject_words"] = table["subject"].map(SUBJECTS)
    table["answer_words"] = table["answer"].map(_in_words)
    title = _subjects_title(table)
    return Exhibit(
        id="", question="", settings={}, table=table, base=TEXTS,
        words=Words(
            title=title, unit="answers", row="answer",
            subtitle="● yes, ◐ partly, ◌ probably not, ○ no, ? disputed, – not in what was read"
            + (f" · as of {theme.day(last_check(table))}" if len(table) else "")
            + " · a reading by this desk, no advice",
            alt=f"{title}. " + "; ".join(
                f"{row['jurisdiction_name']}, {row['subject_words'].lower()}, {row['topic']}: "
                f"{row['answer_words']}" for row in table.to_dict("records")
            ),
        ),
        columns={
            "jurisdiction_name": Column("Jurisdiction"), "subject_words": Column("Subject"),
            "topic": Column("Topic"), "answer_words": Column("Answer"),
            "words": Column("In plain words"), "instrument": Column("Instrument"),
            "citation": Column("Citation"), "status": Column("Status"),
            "as_of": Column("As of", None, "date"),
            "subject_id": Column("Row in law_subjects.csv"), "source_id": Column("Source"),
        },
        draw=lambda frame, canvas: draw_matrix(
            _subject_rows(frame), canvas, columns=SUBJECT_TOPICS
        ),
        **assemble(warehouse, results=[result], searched="law_sources"),
    )


def _subjects_title(table: pd.DataFrame) -> str:
    """Where a twin needs consent, and where an invented face needs a label."""
    if table.empty:
        return "No reading of a twin against an invented face is on the desk"
    places = int(table["jurisdiction"].nunique())
    asked = {
        (subject, topic): int((
            (table["subject"] == subject) & (table["topic"] == topic) & (table["answer"] == "yes")
        ).sum())
        for subject in SUBJECTS for topic in SUBJECT_TOPICS
    }
    pay = sum(asked[(subject, "pay")] for subject in SUBJECTS)
    return (
        f"Of {count(places, 'place')}, {asked['twin', 'consent']} plainly ask for consent to a "
        f"twin; a label is asked in {asked['twin', 'label']} for a twin and in "
        f"{asked['face', 'label']} for an invented face; pay by law in {pay if pay else 'none'}"
    )


def _subject_rows(table: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (place, subject), part in table.groupby(["jurisdiction_name", "subject_words"], sort=False):
        answers = {row["topic"]: row for row in part.to_dict("records")}
        rows.append({
            "section": place, "muted": False, "name": subject,
            **{topic: answers[topic]["answer"] for topic in SUBJECT_TOPICS},
            "hover": {
                topic: f"{topic}: {answers[topic]['words']} ({answers[topic]['instrument']})"
                for topic in SUBJECT_TOPICS
            },
        })
    return pd.DataFrame(rows, columns=["section", "muted", "name", *SUBJECT_TOPICS, "hover"])
