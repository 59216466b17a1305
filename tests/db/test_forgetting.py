"""What is deleted for good is not left lying in the file of the database."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from quizapp.db.forgetting import overwrite_what_is_deleted

SECRET = "a quite singular answer "


@pytest.mark.parametrize("overwritten", [True, False])
def test_deleted_words_are_written_over(tmp_path: Path, overwritten: bool) -> None:
    file = tmp_path / "a.sqlite3"
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        # Some builds of SQLite do it by themselves; most do not.
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        connection.exec_driver_sql("CREATE TABLE answers (id INTEGER PRIMARY KEY, words TEXT)")
        connection.execute(text("INSERT INTO answers (words) VALUES (:words)"), {"words": SECRET * 40})
        connection.commit()
        assert SECRET.encode() in file.read_bytes()
        if overwritten:
            with overwrite_what_is_deleted(connection):
                connection.exec_driver_sql("DELETE FROM answers")
        else:
            connection.exec_driver_sql("DELETE FROM answers")
        connection.commit()
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 0
    engine.dispose()
    assert (SECRET.encode() in file.read_bytes()) is not overwritten
