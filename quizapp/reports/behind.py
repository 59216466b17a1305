"""The answers behind a figure of a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import NotFound

from quizapp.banks.models import Passage
from quizapp.core.claims import ClaimStatus
from quizapp.core.qtypes.base import Mark, Tally
from quizapp.reports.claims import speaker_of, status_of
from quizapp.reports.report import Item, Report, Student

NO_ANSWER = "none"


@dataclass(frozen=True)
class Line:
    """One answer: whose, to which question, in words, and how it stands."""

    student: Student
    item: Item
    words: str
    mark: Mark


@dataclass(frozen=True)
class Behind:
    """What a figure rests on: the questions and students it is about, and which of their answers.

    `tally`: only those who gave that answer; `blank`: only those who left it out; `kinds`: only those who
    took a claim of the one kind for the other.
    """

    items: tuple[Item, ...]
    students: tuple[Student, ...]
    passage: Passage | None = None
    missed: bool = False
    tally: Tally | None = None
    blank: bool = False
    status: ClaimStatus | None = None
    speaker: str = ""
    kinds: tuple[ClaimStatus, ClaimStatus] | None = None


def read_behind(report: Report, args: Mapping[str, str]) -> Behind:
    """Return what an address asks for; NotFound for what the report does not have."""
    items, students, found = report.items, report.handed_in, dict[str, Any]()
    if "passage" in args:
        number = _number(args["passage"])
        if number not in report.passages:
            raise NotFound
        found["passage"] = report.passages[number]
        items = tuple(one.item for one in report.about(number))
        if args.get("missed"):
            share = report.shares.get(number)
            found["missed"] = True
            students = tuple(report.handed_in[place] for place in (share.missed if share else ()))
    if "question" in args:
        items = tuple(item for item in items if item.number == _number(args["question"]))
    if "student" in args:
        students = tuple(one for one in students if one.user_id == _number(args["student"]))
    if "claim" in args:
        found["status"] = _kind(args["claim"])
        items = tuple(item for item in items if status_of(item) is found["status"])
    if "by" in args:
        found["speaker"] = args["by"]
        items = tuple(item for item in items if speaker_of(item) == args["by"])
    if "is" in args or "said" in args:
        found["kinds"] = (_kind(args.get("is", "")), _kind(args.get("said", "")))
        items = tuple(item for item in items if item.judge.qtype.sorts_claims)
    if "answer" in args and len(items) == 1:
        result = report.results[items[0].place]
        found["blank"] = args["answer"] == NO_ANSWER
        found["tally"] = next((one for one in result.summary.tallies if one.key == args["answer"]), None)
        if not found["blank"] and not found["tally"]:
            raise NotFound
    if not items or ("student" in args and not students):
        raise NotFound
    return Behind(items, students, **found)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound
    return int(text)


def _kind(text: str) -> ClaimStatus:
    try:
        return ClaimStatus(text)
    except ValueError:
        raise NotFound from None


def lines(report: Report, behind: Behind) -> list[Line]:
    """Return those answers, student by student by name, in the order of the quiz."""
    return [
        _line(report, student, item)
        for student in behind.students
        for item in behind.items
        if student.was_asked(item) and _wanted(report, behind, student, item)
    ]


def _line(report: Report, student: Student, item: Item) -> Line:
    assert student.counted
    response = report.responses.get((student.counted.attempt_id, item.slot))
    return Line(
        student,
        item,
        item.question.qtype.say(item.question.content, response),
        report.mark(student, item),
    )


def _wanted(report: Report, behind: Behind, student: Student, item: Item) -> bool:
    assert student.counted
    response = report.responses.get((student.counted.attempt_id, item.slot))
    if behind.blank:
        return response is None
    if behind.tally is None and behind.kinds is None:
        return True
    judge = item.judge
    given = [one for one in judge.qtype.summarise(judge.content, [response]).tallies if one.count]
    if behind.tally:
        return behind.tally.key in [one.key for one in given]
    assert behind.kinds
    is_, said = behind.kinds
    # Of each thing asked the right tally is there with a count of 0 or 1: its key tells the kind.
    things = {
        one.key.rpartition(":")[0]
        for one in judge.qtype.summarise(judge.content, [response]).tallies
        if one.correct and one.key.endswith(f":{is_}")
    }
    return any(one.key == f"{thing}:{said}" for one in given for thing in things)
