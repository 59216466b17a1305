"""The tables of a report as they leave the app: students, questions, passages."""

from collections.abc import Callable, Mapping

from quizapp.banks.models import Passage
from quizapp.core.attempts.policy import Combine
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.tables.table import Cell, Column, Kind, Table
from quizapp.reports.report import Item, ItemResult, Report, Student
from quizapp.reports.statistics_tables import claims, sorted_claims, statistics, whole_test

TREATED = {Treatment.DROPPED: " (dropped, does not count)", Treatment.FULL: " (full marks for everyone)"}
COUNTED = {
    Treatment.NORMAL: "by its key",
    Treatment.DROPPED: "dropped",
    Treatment.FULL: "full marks for everyone",
}
NOT_ASKED = "not asked"
COUNTS = {
    Combine.HIGHEST: "highest of the attempts",
    Combine.LAST: "last attempt",
    Combine.FIRST: "first attempt",
    Combine.AVERAGE: "average of the attempts",
}


def students(report: Report) -> Table:
    """Return a row for each student by name, the marks of the attempt that counts beside them.

    A question's column holds the share of its points, empty where it was left out, and in words
    where the student was not asked.
    """
    score = f"Score, {COUNTS[report.policy.combine]}" if report.several_attempts else "Score"
    columns = [
        Column("Name"),
        Column("State"),
        Column("Started", Kind.TIME),
        Column("Handed in", Kind.TIME),
        Column(score, Kind.NUMBER),
        Column("Out of", Kind.NUMBER),
        Column("Percent", Kind.PERCENT),
        *([Column("Still to be marked", Kind.NUMBER)] if report.by_hand else []),
        *(Column(_head(item), Kind.NUMBER) for item in report.items),
    ]
    rows = [_student(report, student, len(columns)) for student in report.students]
    return Table.of("Students", columns, rows)


def _head(item: Item) -> str:
    return f"{item.number}. {item.title}{TREATED.get(item.treatment, '')}"


def _student(report: Report, student: Student, width: int) -> list[Cell]:
    one = student.counted
    if one is None:
        begun = student.open_attempt
        known: list[Cell] = [student.name, student.standing.value, begun.started_at if begun else None]
        return known + [None] * (width - len(known))
    return [
        student.name,
        student.standing.value,
        one.started_at,
        one.submitted_at,
        student.score,
        student.maximum,
        student.score / student.maximum if student.maximum else None,
        *([one.unmarked] if report.by_hand else []),
        *(student.fractions[item.slot] if student.was_asked(item) else NOT_ASKED for item in report.items),
    ]


def questions(report: Report) -> Table:
    """Return a row for each question: of how many, their share of its points, what was chosen instead."""
    columns = (
        Column("Number", Kind.NUMBER),
        Column("Question"),
        Column("Type"),
        Column("Passages"),
        Column("Points", Kind.NUMBER),
        Column("Asked and handed in", Kind.NUMBER),
        Column("Still to be marked", Kind.NUMBER),
        Column("Share of points", Kind.PERCENT),
        Column("Left out", Kind.NUMBER),
        Column("Right answer"),
        Column("Most chosen instead"),
        Column("Chosen by", Kind.NUMBER),
        Column("Counts"),
    )
    return Table.of("Questions", columns, [_question(result) for result in report.results])


def _question(result: ItemResult) -> list[Cell]:
    item, instead = result.item, result.summary.most_chosen_wrong
    return [
        item.number,
        item.title,
        item.question.qtype.label,
        ", ".join(_named(passage) for passage in item.passages),
        item.points,
        result.n,
        result.waiting,
        result.facility,
        result.summary.blank if result.n else None,
        item.judge.qtype.say_key(item.judge.content),
        instead.words if instead else None,
        instead.count if instead else None,
        COUNTED[item.treatment],
    ]


def _named(passage: Passage) -> str:
    """Return the number with its sign: a spreadsheet takes 1.10 for 1.1, or for a day in January."""
    return f"¶ {passage.number}"


def passages(report: Report) -> Table:
    """Return a row for each passage asked about, in reading order: how well it is known, who missed it."""
    columns = (
        Column("Passage"),
        Column("Reading"),
        Column("Section"),
        Column("Questions"),
        Column("Asked and handed in", Kind.NUMBER),
        Column("Share of points", Kind.PERCENT),
        Column("Missed by", Kind.NUMBER),
        Column("Who missed it"),
        Column("Text"),
    )
    return Table.of("Passages", columns, [_passage(report, number) for number in report.passages])


def _passage(report: Report, number: int) -> list[Cell]:
    passage, share = report.passages[number], report.shares.get(number)
    missed = report.weak(number).missed if share else ()
    return [
        _named(passage),
        passage.reading.title,
        passage.section,
        ", ".join(str(result.item.number) for result in report.about(number)),
        share.n if share else 0,
        share.share if share else None,
        len(missed) if share else None,
        ", ".join(student.name for student in missed),
        passage.text,
    ]


TABLES: Mapping[str, Callable[[Report], Table]] = {
    "students": students,
    "questions": questions,
    "passages": passages,
    "statistics": statistics,
    "test": whole_test,
    "claims": claims,
    "sorted-claims": sorted_claims,
}
"""The tables of a report by the name that their addresses have."""


def table_of(report: Report, name: str) -> Table:
    """Return the table of that name, marked where the class is made up; KeyError for any other."""
    table = TABLES[name](report)
    return table.marked_as_sample() if report.assignment.class_.sample else table
