"""A bank made in the app goes into files and comes back the same."""

import io
import zipfile

import pytest

from quizapp.accounts.models import User
from quizapp.banks.loading import load_unit_into_db
from quizapp.banks.models import Bank, Question, Reading
from quizapp.banks.service import add_question
from quizapp.banks.unloading import settle, standing_of, unit_of
from quizapp.core.bank.files import load_unit
from quizapp.core.bank.model import read_question
from quizapp.core.bank.rewriting import plan_writing, prove
from quizapp.core.bank.yaml_text import read_yaml
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.paths import questions_dir
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.ready_made import load_ready_made, ready_made_of
from tests.banks.test_importing import bring_in
from tests.cast import NOW
from tests.core.bank.conftest import example_files

TEXT = """## C# and **bees**

The Town Council has hired three keepers: one for "each" hive. <b>Not</b> bold; 3 < 4.

- one
- two # three

## Keepers

Nobody wrote this line.
"""


@pytest.fixture
def own(app, cast, teacher):
    """Bring a text in and write a question of every type about it, in every state."""
    location = bring_in(teacher, text=TEXT, title="The bees: a *text*")
    with app.app_context():
        bank = db.session.scalars(db.select(Bank).where(Bank.owner_id == cast.teacher)).one()
        author = db.session.get(User, cast.teacher)
        written = read_yaml(example_files()["questions/all.yaml"]).value
        for number, entry in enumerate(written):
            prompt = f"{entry['prompt']}\n\n: 'x' # \u2028"
            changes = {"cites": ["text/p-1-1"], "objectives": [], "prompt": prompt}
            status = ("approved", "draft", "review", "retired")[number % 4]
            question, _ = read_question({**entry, **changes, "status": status, "points": 0.5})
            add_question(bank, question, author=author, now=NOW)
        db.session.commit()
    return location.split("/")[2]


def unzipped(client, slug, folder):
    answer = client.get(f"/bank/{slug}/files.zip")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == f"attachment; filename={slug}.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(folder)
    return folder / slug


def test_a_teachers_own_bank_with_every_type_loads_to_the_same(app, own, teacher, tmp_path):
    folder = unzipped(teacher, own, tmp_path / "out")
    unit, findings = load_unit(folder)
    assert unit is not None
    assert [finding.message for finding in findings if finding.level == "error"] == [
        "HTML is not used in readings."
    ]
    with app.app_context():
        bank = db.session.scalars(db.select(Bank).where(Bank.slug == own)).one()
        held = unit_of(bank)
        assert {one.meta.type for one in held.questions} == set(QUESTION_TYPES)
        assert {one.meta.status.value for one in held.questions} == {"approved", "draft", "review", "retired"}
        assert {one.meta.id: one for one in unit.questions} == {one.meta.id: one for one in held.questions}
        digests = {row.slug: row.current.digest for row in bank.questions}
        assert {one.meta.id: one.digest for one in unit.questions} == digests
        assert (unit.meta, unit.readings) == (held.meta, held.readings)


def test_once_settled_a_load_of_the_files_finds_no_conflict(app, own, teacher, tmp_path):
    folder = unzipped(teacher, own, tmp_path / "out")
    unit, _ = load_unit(folder)
    with app.app_context():
        bank = db.session.scalars(db.select(Bank).where(Bank.slug == own)).one()
        assert set(standing_of(bank).values()) == {(None, None)}
        settle(bank, [one.meta.id for one in unit.questions])
        report = load_unit_into_db(unit, NOW)
        assert (report.conflicts, report.revised, len(report.unchanged)) == ([], [], 11)
        assert (report.passages_changed, report.passages_removed) == ([], [])


def test_the_shipped_bank_goes_through_the_database_and_comes_back(app):
    shipped = questions_dir() / "election-interference"
    unit, _ = load_unit(shipped)
    with app.app_context():
        bank = load_unit_into_db(unit, NOW).bank
        load_ready_made(bank, unit, NOW)
        held = unit_of(bank, ready_made_of(bank))
        files = {path.relative_to(shipped).as_posix(): path.read_text() for path in shipped.rglob("*.*")}
        over = plan_writing(held, standing_of(bank), files, unit)
        assert (over.files, over.left) == ({}, {})
        fresh = plan_writing(held, {}, {}, None)
        prove(fresh, {})
        assert fresh.left == {}
        assert {one.meta.id: one.digest for one in fresh.unit.questions} == {
            one.meta.id: one.digest for one in unit.questions
        }
        assert fresh.unit.quizzes == unit.quizzes


def test_what_is_not_finished_is_listed_in_the_zip(app, own, teacher, tmp_path):
    with app.app_context():
        row = db.session.scalars(db.select(Question).where(Question.slug == "opening-hour")).one()
        row.current.record = {**row.current.record, "choices": [{"text": "a"}, {"text": "b"}]}
        db.session.commit()
    folder = unzipped(teacher, own, tmp_path / "out")
    assert (folder / "left-out.txt").read_text() == (
        "Not in these files, until it is mended in the app:\n\n"
        "opening-hour: 0 choices are marked right; one must be.\n"
    )
    assert (
        "opening-hour" not in (folder / "questions" / "multiple-choice.yaml").read_text()
        if (folder / "questions" / "multiple-choice.yaml").exists()
        else True
    )


def test_a_bank_that_no_file_can_hold_says_so(app, cast, teacher):
    with app.app_context():
        reading = db.session.scalars(db.select(Reading).where(Reading.bank_id == cast.bank)).one()
        reading.passages[0].text = "One line.\n<!-- passage: x -->\nAnother."
        db.session.commit()
    page = teacher.get("/bank/library/files.zip", follow_redirects=True)
    assert "The files cannot be made, since they would not load again as they are." in page.text


def test_an_archived_quiz_and_a_teachers_own_are_not_the_banks(app, cast):
    with app.app_context():
        bank = db.session.get(Bank, cast.bank)
        quiz = db.session.get(Quiz, cast.quiz)
        assert ready_made_of(bank) == ()
        quiz.owner_id, quiz.slug = None, "check"
        db.session.flush()
        (ready,) = ready_made_of(bank)
        assert (ready.id, ready.title, len(ready.questions)) == ("check", "Library check", 5)
        quiz.archived_at = NOW
        db.session.flush()
        assert ready_made_of(bank) == ()
        db.session.rollback()


def test_the_bank_page_offers_its_files(teacher):
    assert 'href="/bank/library/files.zip"' in teacher.get("/bank/library").text


def test_another_teachers_bank_is_not_there(own, outsider_teacher):
    assert outsider_teacher.get(f"/bank/{own}/files.zip").status_code == 404
