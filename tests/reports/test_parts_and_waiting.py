"""The report of questions with several parts, and of essays that nobody has marked yet."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.service import content_of
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from tests.cast import NOW, Cast, make_quiz

PICKS = ("documented", "alleged", "predicted")


@pytest.fixture
def report(app: Flask, cast: Cast, enrol: Callable[[str], int]) -> str:
    """Return the report's address: a claim sort and an essay, which Blue Heron left out and five wrote."""
    with app.app_context():
        mappings = [
            {"id": f"q-{place}", "type": kind, "title": kind, "cites": ["rules/hours"]}
            | QUESTION_TYPES[kind].examples()[0].content
            for place, kind in enumerate(("claim_sort", "essay"), 1)
        ]
        assignment = make_quiz(cast, "Parts", *mappings)
        number = assignment.id
        asked = [Asked(row.slot, content_of(row.revision), row.points) for row in assignment.slots]
        layout = [[row.slot, row.revision_id] for row in assignment.slots]
        db.session.commit()
    names = ["Little Tern", "Quiet Owl", "Tall Egret"]
    people = [cast.heron, cast.wren, cast.eagle, *(enrol(name) for name in names)]
    sort, essay = (one.question for one in asked)
    parts = [f"p-{one.key}" for one in sort.content.asked]  # type: ignore[attr-defined]
    with app.app_context():
        for person in people:
            picks = {part: [kind] for part, kind in zip(parts, PICKS, strict=True)}
            if person != cast.heron:
                picks[parts[1]] = ["reported"]
            given = {1: sort.qtype.parse(sort.content, picks)}
            if person != cast.heron:
                given[2] = essay.qtype.parse(essay.content, {"answer": ["We are free at nine."]})
            stored = {slot: response.model_dump_json() for slot, response in given.items()}
            graded = grade_attempt(asked, stored)
            attempt = Attempt(
                assignment_id=number,
                user_id=person,
                number=1,
                seed=0,
                layout=layout,
                started_at=NOW,
                state="submitted",
                submitted_at=NOW + timedelta(minutes=5),
                submitted_by="student",
                score=graded.total,
                max_score=graded.maximum,
                vector=list(graded.vector),
                by_hand=graded.by_hand,
                unmarked=graded.waiting,
            )
            attempt.answers = [
                Answer(slot=slot, seq=1, response=text, saved_at=NOW) for slot, text in stored.items()
            ]
            db.session.add(attempt)
        db.session.commit()
    return f"/assignments/{number}/report"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_statements_of_a_claim_sort_stand_in_a_table_before_all_the_answers(
    teacher: FlaskClient, report: str
) -> None:
    page = teacher.get(f"{report}/questions").text
    table = words(page[page.index("by-part") : page.index("All answers")])
    assert "Asked Right Most chosen instead" in table
    assert "The librarian expects more readers in winter. 6 of 6" in table
    assert "A pupil says that a neighbour kept three books. 1 of 6 Check the key Reported , by 5" in table
    assert "other answers" not in page


def test_an_essay_to_mark_is_told_from_one_left_out(teacher: FlaskClient, report: str) -> None:
    page = teacher.get(f"{report}/students").text
    assert page.count('Wren, question 2: to mark"') == 1
    assert page.count(', question 2: to mark"') == 5
    assert "Blue Heron, question 2: no answer" in page
    assert "5 to mark" in words(page)
    assert "A dash: answers are still to be marked." in page


def test_what_is_to_be_marked_lowers_no_share(teacher: FlaskClient, report: str) -> None:
    page = words(teacher.get(f"{report}/questions").text)
    assert "5 to mark" in page
    page = words(teacher.get(report).text)
    assert "72%" in page  # 13 of 18 picks are right; the essay cites the same passage, and says nothing yet


def test_what_claims_were_taken_for_leaves_the_app_as_a_table(teacher: FlaskClient, report: str) -> None:
    rows = teacher.get(f"{report}/sorted-claims.csv").get_data(as_text=True).splitlines()
    assert rows[0].lstrip("\ufeff") == "It is,Taken for,Answers"
    assert rows[8:14] == [
        "Alleged,Documented,0",
        "Alleged,Official act,0",
        "Alleged,Reported,5",
        "Alleged,Alleged,1",
        "Alleged,Analysis,0",
        "Alleged,Predicted,0",
    ]
    book = teacher.get(f"{report}.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert '"Sorted claims"' in archive.read("xl/workbook.xml").decode()
