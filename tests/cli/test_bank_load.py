"""`quizapp bank load`: files into the database of the settings."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from quizapp.cli import main
from quizapp.config import Settings

DIGEST = "ab" * 32
UNIT = f"""id: tiny
title: A tiny unit
sources:
  - id: notes
    title: Notes
    lines:
      "1": {DIGEST}
readings:
  - day
"""
READING = """---
id: day
title: The day
source: notes
note: Retold from notes.
---

## Morning

<!-- passage: sky; source: notes:1 -->
In the morning the sky is blue.
"""
QUESTION = """- id: {id}
  type: true_false
  status: approved
  title: The sky
  prompt: {prompt}
  answer: true
  cites:
    - day/sky
"""
QUIZ = """- id: morning
  title: In the morning
  questions:
    - sky
"""


@pytest.fixture
def unit(tmp_path: Path, empty_settings: Settings, monkeypatch) -> Path:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", empty_settings.database_url)
    folder = tmp_path / "tiny"
    (folder / "questions").mkdir(parents=True)
    (folder / "readings").mkdir()
    (folder / "unit.yaml").write_text(UNIT)
    (folder / "readings" / "day.md").write_text(READING)
    (folder / "quizzes.yaml").write_text(QUIZ)
    write(folder)
    return folder


def write(folder: Path, prompt: str = "The sky is blue.", more: str = "") -> None:
    (folder / "questions" / "all.yaml").write_text(QUESTION.format(id="sky", prompt=prompt) + more)


def load(*arguments: object):
    return CliRunner().invoke(main, ["bank", "load", *map(str, arguments)])


def in_database(unit: Path, query: str) -> list:
    engine = create_engine(os.environ["QUIZAPP_DATABASE_URL"])
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return rows


def test_a_load_makes_the_database_and_brings_questions_passages_and_quizzes(unit):
    result = load(unit)
    assert result.exit_code == 0, result.output
    assert result.output == (
        "A tiny unit: questions: 1 added, 0 revised, 0 unchanged, 0 left alone.\n  Passages added: 1\n"
    )
    assert in_database(unit, "SELECT slug, status FROM questions") == [("sky", "approved")]
    assert in_database(unit, "SELECT number FROM passages") == [("1.1",)]
    assert in_database(unit, "SELECT slug FROM quizzes") == [("morning",)]


def test_a_second_load_changes_nothing(unit):
    load(unit)
    result = load(unit)
    assert result.output == "A tiny unit: questions: 0 added, 0 revised, 1 unchanged, 0 left alone.\n"
    assert in_database(unit, "SELECT count(*) FROM question_revisions") == [(1,)]
    assert in_database(unit, "SELECT count(*) FROM quizzes") == [(1,)]


def test_what_has_an_error_is_told_and_the_rest_comes_in(unit):
    write(unit, more=QUESTION.format(id="bad", prompt='""'))
    result = load(unit)
    assert result.exit_code == 1
    assert "all.yaml:" in result.output
    assert "1 error" in result.output
    assert "what has an error was left out" in result.output
    assert in_database(unit, "SELECT slug FROM questions") == [("sky",)]


def test_an_edit_made_in_the_app_is_kept_unless_forced(unit):
    load(unit)
    engine = create_engine(os.environ["QUIZAPP_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE question_revisions SET digest = 'edited'"))
    engine.dispose()
    result = load(unit)
    assert result.exit_code == 0
    assert "sky was edited in the app since it was loaded, so it was left alone." in result.output
    assert "1 revised" in load(unit, "--force").output
    assert in_database(unit, "SELECT number FROM question_revisions ORDER BY number") == [(1,), (2,)]


def test_a_folder_that_is_not_there_is_one_line(unit, tmp_path):
    result = load(tmp_path / "nowhere")
    assert result.exit_code == 2
    assert result.output.count("\n") == 1


def test_a_data_folder_that_cannot_be_written_is_one_line(unit, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "file" / "data"))
    result = load(unit)
    assert result.exit_code == 2
    assert "The data folder " in result.output
    assert result.output.count("\n") == 1
