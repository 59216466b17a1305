"""`quizapp doctor`: says nothing of what is right, and each thing that is wrong in words."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from quizapp.cli import main
from quizapp.config import Settings
from tests.cast import Cast
from tests.conftest import close

pytestmark = pytest.mark.sqlite_only("it changes the file behind the app's back, as a fault would")

Doctor = Callable[..., Result]
RIGHT = [True, True]


@pytest.fixture
def database_folder(tmp_path: Path) -> Path:
    """The data folder: there the command looks for the database."""
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "quizapp.sqlite3"


@pytest.fixture
def doctor(
    app: object, settings: Settings, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> Doctor:
    """Return a runner of the command on the cast's school, at the newest migration and with its key."""
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QUIZAPP_PORT", "9")  # nobody listens there
    change(file, "CREATE TABLE alembic_version (version_num TEXT)")
    change(file, "INSERT INTO alembic_version VALUES (?)", newest())
    key = tmp_path / "secret_key"
    key.write_text(settings.secret_key)
    for one in (key, file):
        one.chmod(0o600)
    for beside in ("-wal", "-shm"):
        if (one := Path(f"{file}{beside}")).exists():
            one.chmod(0o600)
    return lambda *options: CliRunner().invoke(main, ["doctor", *options])


def newest() -> str:
    versions = Path("quizapp/migrations/versions")
    return max(path.name for path in (Path(__file__).parents[2] / versions).glob("0*.py"))[:4]


def change(file: Path, statement: str, *values: object, check: bool = False) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA ignore_check_constraints={'OFF' if check else 'ON'}")
        connection.execute(statement, values)
    connection.close()


@pytest.fixture
def attempt(heron: FlaskClient, cast: Cast, doctor: Doctor) -> int:
    """An attempt with an answer, handed in."""
    where = heron.post(f"/take/{cast.assignment}").location
    number = int(where.rsplit("/", 1)[1])
    heron.put(f"/attempts/{number}/answers/3", json={"seq": 1, "answer": {"answer": ["true"]}})
    heron.post(f"/attempts/{number}/submit")
    return number


def test_of_a_school_in_order_it_says_that_nothing_is_wrong(doctor: Doctor, attempt: int, file: Path) -> None:
    result = doctor()
    assert (result.exit_code, result.output) == (0, f"{file}: nothing is wrong.\n")
    assert doctor("--json").output == "[]\n"


def test_without_a_database_it_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "none"))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 2
    assert "There is no database at" in result.stderr
    assert not (tmp_path / "none").exists()


BREAKS = [
    ("UPDATE attempts SET score = 4", "Its score is 4, but its marks add up to 1."),
    ("UPDATE attempts SET max_score = 9", "Its highest score is 9.0, but its points add up to 5."),
    ("UPDATE attempts SET vector = '[1.0]'", "It was handed in with 5 questions and has marks for 1."),
    (
        "UPDATE attempts SET vector = '[1.0, null, null, null, null]'",
        "Its marks are [1.0, None, None, None, None], but its answers earn [None, None, 1.0, None, None].",
    ),
    ("UPDATE attempts SET receipt = '0000-0000'", "Its receipt is 0000-0000, but its answers have "),
    ("UPDATE attempts SET layout = '[[9, 1]]'", "It asks question 9, which its assignment does not have."),
    ("UPDATE answers SET slot = 8", "It has an answer to question 8, which it does not ask."),
    ("UPDATE answers SET seq = 0", "The answer to question 3 has the number 0."),
    ("UPDATE answers SET response = '{}'", "The answer to question 3 cannot be read."),
    ("UPDATE question_revisions SET digest = 'a' WHERE id = 1", "its digest is another"),
    ("UPDATE questions SET current_id = 2 WHERE id = 1", "Revision 2 is another's."),
    ("DELETE FROM passages WHERE id = 1", "which is not in its bank"),
    ("UPDATE attempts SET user_id = 99", "refers to users that are not there"),
    ("UPDATE alembic_version SET version_num = '0001'", "It is at 0001, and this version of Quizapp needs"),
    ("UPDATE alembic_version SET version_num = 'ffff'", "A newer version of Quizapp wrote it (ffff)."),
]


@pytest.mark.parametrize(("statement", "said"), BREAKS, ids=[said for _, said in BREAKS])
def test_it_says_what_is_wrong(doctor: Doctor, attempt: int, file: Path, statement: str, said: str) -> None:
    change(file, statement)
    result = doctor()
    assert said in result.output
    assert result.exit_code == 1
    found = json.loads(doctor("--json").output)
    assert any(said in finding["message"] and finding["hint"] for finding in found)


def test_two_attempts_open_at_once_are_told_of(doctor: Doctor, attempt: int, file: Path) -> None:
    change(file, "DROP INDEX uq_attempts_one_open")
    change(file, "UPDATE attempts SET state = 'open', submitted_at = NULL, score = NULL")
    change(
        file,
        "INSERT INTO attempts (assignment_id, user_id, number, state, seed, layout, started_at) "
        "SELECT assignment_id, user_id, 2, state, seed, layout, started_at FROM attempts",
    )
    result = doctor()
    assert "2 attempts are open at once." in result.output
    assert "There are 2 attempts where 1 are allowed now." in result.output


def test_an_attempt_long_past_its_end_is_wrong_only_while_the_app_runs(
    doctor: Doctor, attempt: int, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        file,
        "UPDATE attempts SET state = 'open', submitted_at = NULL, score = NULL, "
        "deadline_at = '2020-01-01 10:00:00.000000'",
    )
    result = doctor()
    assert result.exit_code == 0
    assert "Its time was over at 2020-01-01 10:00 UTC and it is still open." in result.output
    assert "It is handed in as soon as the app runs." in result.output
    monkeypatch.setattr("quizapp.admin.doctor.is_serving", lambda settings: True)
    assert doctor().exit_code == 1


def test_files_that_others_may_read_are_told_of(doctor: Doctor, tmp_path: Path, file: Path) -> None:
    file.chmod(0o644)
    (tmp_path / "secret_key").chmod(0o640)
    output = doctor().output
    assert f"{file}: Others may read it (mode 0644).\n    chmod 600 '{file}'" in output
    assert "Others may read it (mode 0640)." in output


def test_a_lost_key_is_told_of_and_not_made_anew(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "secret_key").unlink()
    assert "There is no key" in doctor().output
    assert not (tmp_path / "secret_key").exists()


def test_a_disk_that_is_almost_full_is_told_of(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.admin.doctor.LEAST_FREE", 2**62)
    assert "MB of the disk are free." in doctor().output


def test_a_damaged_file_is_told_of(doctor: Doctor, app: object, file: Path) -> None:
    close(app)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passages'").fetchone()
    connection.close()
    with file.open("r+b") as handle:
        handle.seek(4096 * (page - 1))
        handle.write(b"\xff" * 4096)
    result = doctor()
    assert result.exit_code == 1
    assert "quizapp restore FILE" in result.output


def test_a_file_that_is_no_database_cannot_be_checked(doctor: Doctor, app: object, file: Path) -> None:
    close(app)
    file.write_text("These are my holiday notes. " * 40)
    result = doctor()
    assert (result.exit_code, result.stderr) == (
        2,
        "quizapp: The database cannot be opened (file is not a database).\n",
    )
