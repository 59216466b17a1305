"""Whatever is shown or sent of the sample class says that it is made up: pages, prints and files."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.admin.sample import ensure_sample
from quizapp.attempts.models import Attempt
from quizapp.banks.flagging import raise_flag
from quizapp.banks.models import Question
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import NOW

LABEL = "Sample class, made-up answers"
OF_A_CLASS = {"class_id", "assignment_id"}
KNOWN = {"class_id", "assignment_id", "attempt_id", "user_id", "slot"}
PARTS_OF_A_PAGE = {"watching.board"}
"""What a script puts into a page that has the label."""
NOT_OF_A_SAMPLE = {"attempts.cover"}
"""Pages for a student to sign in for: nobody signs in as a sample student."""


@pytest.fixture
def sample(app: Flask) -> dict[str, int]:
    """Return what stands for every argument of a route about the sample class."""
    with app.app_context():
        ensure_sample(NOW)
        db.session.commit()
        assignment = (
            db.session.query(Assignment).join(Class).filter(Class.sample).order_by(Assignment.id).first()
        )
        assert assignment
        attempt = db.session.query(Attempt).filter_by(assignment_id=assignment.id).first()
        assert attempt
        return {
            "class_id": assignment.class_id,
            "assignment_id": assignment.id,
            "attempt_id": attempt.id,
            "user_id": attempt.user_id,
            "slot": 1,
        }


def pages_of(app: Flask, sample: dict[str, int]) -> list[tuple[str, str]]:
    """Return the endpoint and the address of all that is about a class."""
    return [
        (rule.endpoint, str(rule.build({name: sample[name] for name in rule.arguments})[1]))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.arguments & OF_A_CLASS
        and rule.arguments <= KNOWN
        and rule.endpoint not in PARTS_OF_A_PAGE | NOT_OF_A_SAMPLE
    ]


def test_all_that_is_shown_of_the_sample_class_says_so(
    app: Flask, admin: FlaskClient, sample: dict[str, int]
) -> None:
    shown = []
    for endpoint, address in pages_of(app, sample):
        with admin.get(address) as answer:
            if answer.status_code != 200:
                assert answer.status_code in (302, 303, 403, 404), (endpoint, answer.status_code)
                continue
            shown.append(endpoint)
            if answer.mimetype == "text/html":
                assert LABEL in answer.text, endpoint
            else:
                assert "sample" in answer.headers.get("Content-Disposition", "").casefold(), endpoint
    assert {"classes.show", "classes.roster", "reports.show", "reports.reading", "reports.csv"} <= set(shown)


def test_the_list_of_classes_labels_it(
    admin: FlaskClient, teacher: FlaskClient, sample: dict[str, int]
) -> None:
    for client in (admin, teacher):
        assert LABEL in client.get("/classes").text


def test_a_report_says_that_no_key_of_the_bank_is_wrong(teacher: FlaskClient, sample: dict[str, int]) -> None:
    for page in ("report", "report/questions", "report/students", "report/reading"):
        text = teacher.get(f"/assignments/{sample['assignment_id']}/{page}").text
        assert (
            "Where a key looks wrong here, only they make it look so; the key in the bank is right." in text
        )


def test_every_row_of_the_scores_says_so(teacher: FlaskClient, sample: dict[str, int]) -> None:
    lines = teacher.get(f"/assignments/{sample['assignment_id']}/report.csv").text.splitlines()
    assert len(lines) == 25
    assert all("Sample, made up" in line for line in lines[1:])


def test_a_flag_that_only_made_up_answers_raise_says_so(
    app: Flask, admin: FlaskClient, teacher: FlaskClient, sample: dict[str, int]
) -> None:
    with app.app_context():
        question = db.session.query(Question).filter_by(slug="hours-opening").one()
        evidence = {
            "n": 22,
            "used": 1,
            "facility": 20.0,
            "guessed": 33.3,
            "discrimination": -0.2,
            "words": ["-"],
        }
        raise_flag(question.id, [question.current_id], evidence, now=NOW, sample=True)
        db.session.commit()
    for client in (admin, teacher):
        for page in ("flagged", "questions/hours-opening"):
            assert LABEL in client.get(f"/bank/library/{page}").text, page
        assert " of a flag" in client.get("/bank/library").text
    admin.post("/school/sample/remove")
    assert "Nothing is flagged" in admin.get("/bank/library/flagged").text
