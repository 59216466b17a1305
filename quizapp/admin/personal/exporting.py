"""All that is stored on one student, as a .zip: everything.json for programs, readable.html for people."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from flask import current_app
from sqlalchemy import select

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.admin.personal.decisions import SECRET
from quizapp.admin.personal.gathering import Rows, gather, log_of, without_secrets
from quizapp.attempts.questions import read_questions
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz

FORMAT = "quizapp student data 1"
JSON, HTML = "everything.json", "readable.html"


@dataclass(frozen=True)
class Answered:
    """An answer in words."""

    slot: int
    asked: str
    said: str
    saved_at: str


@dataclass(frozen=True)
class Sat:
    """An attempt in words."""

    quiz: str
    class_name: str
    number: int
    started: str
    handed_in: str
    score: str
    answers: tuple[Answered, ...]


def export(student: User, *, actor: User | None, now: datetime, zone: tzinfo) -> bytes:
    """Return the .zip, and log that it was made."""
    found, log = gather(student), log_of(student)
    record(actor, "student.exported", student.name, now=now, about_id=student.id)
    everything = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "left_out": {f"{table}.{column}": why for (table, column), why in SECRET.items()},
        "tables": {table: [without_secrets(table, row) for row in rows] for table, rows in found.items()},
        "log": [{**entry, "at": entry["at"].isoformat()} for entry in log],
    }
    words = current_app.jinja_env.get_template("admin/student_data.html").render(
        student=student,
        made_at=_moment(now, zone),
        classes=_classes(found["enrolments"], zone),
        sittings=_sittings(found, zone),
        tables={
            table: [without_secrets(table, row) for row in rows]
            for table, rows in found.items()
            if rows and table != "answers"
        },
        left_out=everything["left_out"],
        log=[{**entry, "at": _moment(entry["at"], zone)} for entry in log],
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((JSON, json.dumps(everything, ensure_ascii=False, indent=1)), (HTML, words)):
            entry = zipfile.ZipInfo(name, now.astimezone(zone).timetuple()[:6])
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _moment(value: datetime | None, zone: tzinfo) -> str:
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""


def _classes(rows: Rows, zone: tzinfo) -> list[tuple[str, str, str]]:
    found = db.session.execute(
        select(Class.id, Class.name).where(Class.id.in_([row["class_id"] for row in rows]))
    )
    names = {row.id: row.name for row in found}
    return [
        (names[row["class_id"]], _moment(row["created_at"], zone), _moment(row["removed_at"], zone))
        for row in rows
    ]


def _sittings(found: dict[str, Rows], zone: tzinfo) -> list[Sat]:
    attempts = found["attempts"]
    about = {
        row.id: row
        for row in db.session.execute(
            select(Assignment.id, Quiz.title, Class.name)
            .join(Quiz, Quiz.id == Assignment.quiz_id)
            .join(Class, Class.id == Assignment.class_id)
            .where(Assignment.id.in_({row["assignment_id"] for row in attempts}))
        )
    }
    questions = read_questions({revision for row in attempts for _, revision in row["layout"]})
    answers: dict[int, Rows] = {}
    for row in found["answers"]:
        answers.setdefault(row["attempt_id"], []).append(row)

    def answered(asked: dict[int, int], row: dict[str, Any]) -> Answered:
        question = questions[asked[row["slot"]]]
        text = row["response"]
        response = None if text is None else question.qtype.Response.model_validate_json(text)
        said = question.qtype.say(question.content, response)
        return Answered(row["slot"], question.content.prompt, said, _moment(row["saved_at"], zone))

    return [
        Sat(
            about[row["assignment_id"]].title,
            about[row["assignment_id"]].name,
            row["number"],
            _moment(row["started_at"], zone),
            _moment(row["submitted_at"], zone),
            f"{row['score']:g} of {row['max_score']:g}" if row["score"] is not None else "",
            tuple(answered(dict(row["layout"]), one) for one in answers.get(row["id"], ())),
        )
        for row in sorted(attempts, key=lambda row: (row["started_at"], row["id"]))
    ]
