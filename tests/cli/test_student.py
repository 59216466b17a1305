"""`quizapp student`: all that is stored on one student, handed out or deleted from the command line."""

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, text

from quizapp.accounts.models import AuditEntry, User
from quizapp.attempts.models import Attempt
from quizapp.cli import main
from quizapp.config import Settings
from quizapp.extensions import db
from tests.cast import Cast
from tests.cli.test_doctor import newest
from tests.reports.conftest import ALL_RIGHT, sit

__all__ = ["sit"]
Run = Callable[..., Result]
Sit = Callable[..., int]


@pytest.fixture
def run(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner of the command on the cast's school: words, and what is typed."""
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", settings.secret_key)
    with app.app_context():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        db.session.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": newest()})
        db.session.commit()

    def run(*words: object, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["student", *map(str, words)], input=typed)

    return run


def is_there(app: Flask, number: int) -> bool:
    with app.app_context():
        return db.session.get(User, number) is not None


def log_of(app: Flask) -> list[tuple[int | None, str, str]]:
    with app.app_context():
        return [
            (one.actor_id, one.act, one.subject)
            for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]


# ---- export


@pytest.mark.parametrize("who", ["Blue Heron", " blue  HERON ", "{number}"])
def test_a_student_is_exported_by_name_or_number(
    run: Run, app: Flask, sit: Sit, cast: Cast, tmp_path: Path, who: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    file = tmp_path / "heron.zip"
    result = run("export", who.format(number=cast.heron), file)
    assert (result.exit_code, result.output) == (
        0,
        f"{file} holds all that is stored on Blue Heron. Keep it safe, and no longer than needed.\n",
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["everything.json", "readable.html"]
        assert len(json.loads(archive.read("everything.json"))["tables"]["answers"]) == 5
        assert "Library check, attempt 1" in archive.read("readable.html").decode()
    assert log_of(app) == [(None, "student.exported", "Blue Heron")]


def test_a_file_that_is_there_is_left_alone(run: Run, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "heron.zip"
    file.write_text("mine")
    result = run("export", "Blue Heron", file)
    assert (result.exit_code, result.stderr) == (2, f"quizapp: {file} exists already: name another file.\n")
    assert file.read_text() == "mine"
    assert log_of(app) == []


def test_a_folder_that_is_not_there_is_told_and_nothing_is_logged(
    run: Run, app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "nowhere" / "heron.zip"
    result = run("export", "Blue Heron", file)
    assert (result.exit_code, result.stderr) == (
        2,
        f"quizapp: {file}: No such file or directory. Name a file in a folder that is there.\n",
    )
    assert log_of(app) == []


# ---- whom


def rename(app: Flask, number: int, **values: object) -> None:
    with app.app_context():
        for name, value in values.items():
            setattr(db.session.get_one(User, number), name, value)
        db.session.commit()


@pytest.mark.parametrize("act", ["export", "delete"])
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Black Swan", "There is no student “Black Swan”."),
        ("0", "There is no student “0”."),
        ("99999999999999999999", "There is no student “99999999999999999999”."),
        ("", "There is no student “”."),
        ("okafor", "Ms Okafor is a teacher, not a student."),
        ("Mr Lindqvist", "Mr Lindqvist is an admin, not a student."),
        ("2", "Ms Okafor is a teacher, not a student."),
    ],
)
def test_whom_it_cannot_find_it_says(
    run: Run, app: Flask, tmp_path: Path, act: str, who: str, said: str
) -> None:
    result = run(act, who, *([tmp_path / "a.zip"] if act == "export" else []), typed="yes\n")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quizapp: {said}")
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize("act", ["export", "delete"])
def test_of_two_of_one_name_it_asks_for_the_number(
    run: Run, app: Flask, cast: Cast, tmp_path: Path, act: str
) -> None:
    rename(app, cast.outsider, name="blue heron")
    result = run(act, "Blue Heron", *([tmp_path / "a.zip"] if act == "export" else []))
    assert (result.exit_code, result.stderr) == (
        2,
        "quizapp: 2 students are called Blue Heron: name one by number, "
        f"{cast.heron} (History 10B, since 2026-09-14) and "
        f"{cast.outsider} (History 10A, since 2026-09-14).\n",
    )
    assert is_there(app, cast.heron)
    assert run("delete", cast.heron, typed="Blue Heron\n").exit_code == 0
    assert (is_there(app, cast.heron), is_there(app, cast.outsider)) == (False, True)


def test_a_made_up_student_goes_with_the_sample_class(run: Run, app: Flask, cast: Cast) -> None:
    rename(app, cast.heron, sample=True)
    result = run("delete", "Blue Heron", typed="Blue Heron\n")
    assert (result.exit_code, result.stderr) == (
        2,
        "quizapp: Blue Heron is made up: remove the sample class instead.\n",
    )


def test_a_folder_without_a_school_is_not_made_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUIZAPP_DATABASE_URL")
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "none"))
    result = run("export", "Blue Heron", tmp_path / "a.zip")
    assert (result.exit_code, "There is no database at" in result.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


# ---- delete


def test_it_says_what_goes_and_deletes_once_the_name_is_typed(
    run: Run, app: Flask, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, ALL_RIGHT)
    result = run("delete", "blue heron", typed="Blue Heron\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"This deletes Blue Heron (number {cast.heron}) for good:",
        "    the account",
        "    1 place in a class",
        "    1 attempt at a quiz",
        "    5 answers",
        "Reports, and the figures of questions, are worked out without them from then on: n goes down, and "
        "means may change. What was printed or downloaded before stays as it is.",
        "Backups made before still hold them, and so do the copies of the database that an update of the app "
        "leaves in its folder.",
        f"First keep what you must keep: quizapp student export {cast.heron} FILE, or quizapp backup FILE",
        "Type the name to delete it: Blue Heron",
        "Blue Heron is deleted, with all that was theirs.",
    ]
    assert not is_there(app, cast.heron)
    assert log_of(app) == [(None, "student.deleted", "a student who was deleted")]


@pytest.mark.parametrize("typed", ["yes\n", "Grey Wren\n", "y\n"])
def test_another_name_deletes_nothing(run: Run, app: Flask, cast: Cast, typed: str) -> None:
    result = run("delete", "Blue Heron", typed=typed)
    assert (result.exit_code, result.stderr) == (
        2,
        "quizapp: That is not Blue Heron. Nothing was deleted.\n",
    )
    assert is_there(app, cast.heron)


def test_without_an_answer_nothing_is_deleted(run: Run, app: Flask, cast: Cast) -> None:
    assert run("delete", "Blue Heron").exit_code == 1
    assert is_there(app, cast.heron)


def test_who_is_answering_is_not_deleted(run: Run, app: Flask, sit: Sit, cast: Cast) -> None:
    attempt = sit(cast.heron, ALL_RIGHT, submitted=False)
    result = run("delete", "Blue Heron", typed="Blue Heron\n")
    assert (result.exit_code, result.stderr) == (
        2,
        "quizapp: Blue Heron is answering “Library check” in History 10B now. Wait until it is handed in, or "
        "hand it in for them: open the quiz, Watch live.\n",
    )
    with app.app_context():
        assert db.session.get_one(Attempt, attempt).state == "open"
