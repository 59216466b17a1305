"""`quizapp bank write`: what the app holds, back into files."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from quizapp.cli import main
from quizapp.core.bank.model import read_question
from quizapp.core.bank.yaml_text import read_yaml
from tests.cli.test_bank_load import QUESTION, load, write
from tests.cli.test_bank_load import unit as unit


def write_bank(*arguments: object):
    return CliRunner().invoke(main, ["bank", "write", *map(str, arguments)])


def run_sql(unit: Path, query: str, **values: object) -> list:
    engine = create_engine(os.environ["QUIZAPP_DATABASE_URL"])
    with engine.begin() as connection:
        result = connection.execute(text(query), values)
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def edit_in_app(unit: Path, prompt: str) -> None:
    """Change the current revision, as an edit in the app does."""
    (record,) = run_sql(unit, "SELECT record FROM question_revisions")[0]
    if isinstance(record, str):  # PostgreSQL's driver has read it already
        record = json.loads(record)
    record = {**record, "prompt": prompt}
    question, _ = read_question({"id": "sky", **record})
    run_sql(
        unit,
        "UPDATE question_revisions SET record = :record, digest = :digest",
        record=json.dumps(record),
        digest=question.digest,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_unedited_bank_is_left_byte_for_byte(unit):
    load(unit)
    before = files(unit)
    result = write_bank(unit)
    assert (result.exit_code, result.output) == (0, f"{unit} says what the app says: nothing to write.\n")
    assert files(unit) == before


def test_an_edit_of_the_app_is_written_and_no_later_load_finds_it_in_conflict(unit):
    write(unit, more="\n# kept\n" + QUESTION.format(id="sea", prompt="It is wet."))
    load(unit)
    run_sql(unit, "DELETE FROM questions WHERE slug = 'sea'")
    edit_in_app(unit, "The sky is grey.")
    before = (unit / "questions" / "all.yaml").read_text()
    result = write_bank(unit)
    assert result.output == f"Wrote 1 file in {unit}: 1 question changed, 0 added.\n  questions/all.yaml\n"
    assert result.exit_code == 0
    after = (unit / "questions" / "all.yaml").read_text()
    assert after == before.replace("The sky is blue.", "The sky is grey.")
    write(unit, "The sky is red.")
    assert "1 revised, 0 unchanged, 0 left alone" in load(unit).output


def test_a_dry_run_prints_the_difference_and_writes_nothing(unit):
    load(unit)
    edit_in_app(unit, "The sky is grey.")
    before = files(unit)
    result = write_bank(unit, "--dry-run")
    assert files(unit) == before
    assert "--- a/questions/all.yaml\n+++ b/questions/all.yaml\n" in result.stdout
    assert "\n-  prompt: The sky is blue.\n+  prompt: The sky is grey.\n" in result.stdout
    assert result.stderr == f"Would write 1 file in {unit}: 1 question changed, 0 added.\n"
    assert run_sql(unit, "SELECT file_digest FROM questions") != run_sql(
        unit, "SELECT digest FROM question_revisions"
    )


def test_an_edit_of_the_file_is_told_of_and_left(unit):
    load(unit)
    edit_in_app(unit, "The sky is grey.")
    write(unit, "The sky is red.")
    before = files(unit)
    result = write_bank(unit)
    assert result.exit_code == 1
    assert result.output == (
        f"Nothing was written to {unit}.\nLeft as they were:\n  sky: It was changed in its file since it was "
        "loaded. Load the file, or write with --force.\n"
    )
    assert files(unit) == before
    assert write_bank(unit, "--force").exit_code == 0
    assert b"The sky is grey." in files(unit)["all.yaml"]


def test_a_new_folder_gets_every_file_and_loads_again(unit):
    load(unit)
    fresh = unit.parent / "copies" / "tiny"
    result = write_bank(fresh)
    assert result.exit_code == 0
    assert sorted(files(fresh)) == ["day.md", "quizzes.yaml", "true-false.yaml", "unit.yaml"]
    document = read_yaml((fresh / "questions" / "true-false.yaml").read_text())
    assert document.value[0]["prompt"] == "The sky is blue."
    assert load(fresh).output == "A tiny unit: questions: 0 added, 0 revised, 1 unchanged, 0 left alone.\n"


def test_line_ends_of_another_system_stay(unit):
    path = unit / "questions" / "all.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    load(unit)
    edit_in_app(unit, "The sky is grey.")
    before = path.read_bytes()
    write_bank(unit)
    assert path.read_bytes() == before.replace(b"blue", b"grey")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tiny/unit.yaml"], "tiny/unit.yaml is a file. Name the bank's folder, or a new one.\n"),
        (["tiny", "--bank", "other"], "tiny is the folder of another bank, “tiny”. "),
        (["data"], "data is not empty, and no bank's folder. Name the bank's folder, or a new one.\n"),
        (["."], "Name the bank's own folder, such as tiny.\n"),
        (["new", "--bank", "other"], "The app has no bank “other”. The banks are: tiny.\n"),
        (["tiny/unit.yaml/new"], "Not a directory.\n"),
    ],
)
def test_a_path_that_cannot_be_meant_is_refused_in_one_line(unit, monkeypatch, arguments, said):
    load(unit)
    monkeypatch.chdir(unit.parent)
    before = files(unit)
    result = write_bank(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1
    assert files(unit) == before


def test_files_with_an_error_are_mended_first(unit):
    load(unit)
    write(unit, prompt='""')
    result = write_bank(unit)
    assert result.exit_code == 2
    assert "have errors; mend them first." in result.output
    assert "all.yaml" in result.output


def test_a_folder_that_may_not_be_written_stays_as_it_was(unit, monkeypatch):
    load(unit)
    edit_in_app(unit, "The sky is grey.")
    before = files(unit)

    def refuse(self, target):
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    result = write_bank(unit)
    path = unit / "questions" / "all.yaml"
    assert result.exit_code == 2
    assert result.output == f"Nothing was written: {path} cannot be written: Permission denied.\n"
    assert files(unit) == before
    assert run_sql(unit, "SELECT file_digest FROM questions") != run_sql(
        unit, "SELECT digest FROM question_revisions"
    )
