"""`quizapp backup` and `quizapp restore`: one file, whole or not at all, into an empty place."""

import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result

from quizapp import create_app
from quizapp.cli import main
from quizapp.cli.school import close, opened_school
from quizapp.config import read_settings
from tests.cli.test_doctor import newest

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's data folder, at the newest migration."""
    folder = tmp_path_factory.mktemp("school") / "data"
    with opened_school(read_settings({"QUIZAPP_DATA_DIR": str(folder)})):
        pass
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner of commands on this test's school, or on another data folder."""
    monkeypatch.delenv("QUIZAPP_SECRET_KEY", raising=False)

    def run(*words: str | Path, at: Path = data) -> Result:
        monkeypatch.setenv("QUIZAPP_DATA_DIR", str(at))
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    """A backup."""
    file = tmp_path / "school.zip"
    result = run("backup", file)
    assert result.exit_code == 0, result.output
    return file


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def changed(file: Path, to: Path, **parts: bytes) -> Path:
    """Write a backup with other contents of some parts."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.partition(".")[0], old.read(name)))
    return to


def test_a_backup_is_one_file_for_the_owner_alone(file: Path, data: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == ["backup.json", "quizapp.sqlite3", "secret_key"]
        assert archive.read("secret_key") == (data / "secret_key").read_bytes()
        facts = json.loads(archive.read("backup.json"))
    assert (facts["format"], facts["migration"]) == (1, newest())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "school.zip"]


def test_an_existing_file_is_replaced_only_if_told_so(run: Run, file: Path) -> None:
    file.write_bytes(b"an older backup")
    refused = run("backup", file)
    assert refused.exit_code == 2
    assert (
        refused.stderr
        == f"quizapp: {file} exists already: name another file, or add --force to replace it.\n"
    )
    assert file.read_bytes() == b"an older backup"
    assert run("backup", "--force", file).exit_code == 0
    assert zipfile.is_zipfile(file)


def test_it_says_where_there_is_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    result = run("backup", tmp_path / "a.zip", at=tmp_path / "none")
    assert (result.exit_code, "There is no database at" in result.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


def test_a_damaged_database_is_not_called_backed_up(run: Run, data: Path, tmp_path: Path) -> None:
    change(data / "quizapp.sqlite3", "PRAGMA foreign_keys=OFF")
    change(
        data / "quizapp.sqlite3",
        "INSERT INTO readings (bank_id, slug, title, source, note, position) "
        "VALUES (9, 'a', 'a', 'a', 'a', 1)",
    )
    result = run("backup", tmp_path / "a.zip")
    assert result.exit_code == 2
    assert "The database is damaged (table readings refers to rows that are not there)." in result.stderr
    assert not (tmp_path / "a.zip").exists()


def test_a_file_that_is_no_database_is_not_called_backed_up(run: Run, data: Path, tmp_path: Path) -> None:
    (data / "quizapp.sqlite3").write_text("These are my holiday notes. " * 40)
    result = run("backup", tmp_path / "a.zip")
    assert (result.exit_code, "file is not a database" in result.stderr) == (2, True)


def test_a_restored_school_is_the_same_and_keeps_its_key(
    run: Run, file: Path, data: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    result = run("restore", file, at=there)
    assert (result.exit_code, "Sessions and sign-in cards work as before." in result.output) == (0, True)
    assert (there / "secret_key").read_bytes() == (data / "secret_key").read_bytes()
    assert dump(there / "quizapp.sqlite3") == dump(data / "quizapp.sqlite3")
    for name in ("secret_key", "quizapp.sqlite3"):
        assert stat.S_IMODE((there / name).stat().st_mode) == 0o600
    assert run("doctor", at=there).exit_code == 0


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_a_backup_without_the_key_says_what_follows(run: Run, data: Path, tmp_path: Path) -> None:
    (data / "secret_key").unlink()
    said = run("backup", tmp_path / "a.zip").output
    assert "It does not hold the key" in said
    restored = run("restore", tmp_path / "a.zip", at=tmp_path / "there")
    assert "Everyone signs in again." in restored.output
    assert (tmp_path / "there" / "secret_key").is_file()


def test_another_key_that_is_set_is_told_of(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "another-key-than-that-of-the-backup-0123")
    assert "Everyone signs in again." in run("restore", file, at=tmp_path / "there").output


def test_a_restore_writes_over_nothing(run: Run, file: Path, data: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in data.iterdir()}
    result = run("restore", file)
    assert result.exit_code == 2
    assert f"{data} is not empty, and a restore writes over nothing" in result.stderr
    assert {path: path.read_bytes() for path in data.iterdir()} == before


def test_an_older_backup_is_brought_up_to_date(run: Run, file: Path, tmp_path: Path) -> None:
    app = create_app(read_settings({"QUIZAPP_DATA_DIR": str(tmp_path / "old")}))
    with app.app_context():
        command.upgrade(app.extensions["migrate"].migrate.get_config(), "0001")
    close(app)
    old = tmp_path / "old.zip"
    assert run("backup", old, at=tmp_path / "old").exit_code == 0
    result = run("restore", old, at=tmp_path / "there")
    assert (result.exit_code, "The database was brought up to date." in result.output) == (0, True)
    assert run("doctor", at=tmp_path / "there").exit_code == 0


def test_a_newer_backup_is_refused(run: Run, file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        facts = json.loads(archive.read("backup.json"))
    newer = changed(
        file, tmp_path / "newer.zip", backup=json.dumps({**facts, "migration": "ffff", "app": "9.9"}).encode()
    )
    result = run("restore", newer, at=tmp_path / "there")
    assert result.exit_code == 2
    assert "The backup is of a newer version of Quizapp (9.9, database ffff): install that" in result.stderr
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("harm", ["database", "cut", "notes", "another zip", "facts"])
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(
    run: Run, file: Path, tmp_path: Path, harm: str
) -> None:
    bad = tmp_path / "bad.zip"
    if harm == "database":
        changed(file, bad, quizapp=b"SQLite format 3\0 and then nothing")
    elif harm == "cut":
        bad.write_bytes(file.read_bytes()[:5000])
    elif harm == "notes":
        bad.write_text("These are my holiday notes.")
    elif harm == "another zip":
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr("notes.txt", "These are my holiday notes.")
    else:
        changed(file, bad, backup=b'{"format": 2}')
    result = run("restore", bad, at=tmp_path / "there")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "backup" in result.stderr or "damaged" in result.stderr
    assert not (tmp_path / "there").exists() or list((tmp_path / "there").iterdir()) == []


def test_on_postgresql_it_says_what_to_run_instead(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.config.find_spec", lambda name: True)
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", "postgresql://anna:secret@db.school/quiz")
    there = tmp_path / "there"
    saved = run("backup", tmp_path / "a.dump", at=there)
    assert "pg_dump --format=custom --file=FILE 'postgresql://anna@db.school/quiz'" in saved.stderr
    assert "secret@" not in saved.stderr
    back = run("restore", file, at=there)
    assert "pg_restore --dbname='postgresql://anna@db.school/quiz' FILE" in back.stderr
    assert (saved.exit_code, back.exit_code, there.exists()) == (2, 2, False)
