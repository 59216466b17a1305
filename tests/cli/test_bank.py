"""`quizapp bank`, as a person or a script calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from quizapp.core.bank.schema import schemas
from quizapp.core.qtypes.registry import QUESTION_TYPES

UNIT = "id: tiny\ntitle: A tiny unit\n"
QUESTION = """- id: sky
  type: true_false
  status: draft
  prompt: The sky is blue.
  answer: true
"""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "questions").mkdir(parents=True)
    (folder / "unit.yaml").write_text(UNIT)
    (folder / "questions" / "all.yaml").write_text(QUESTION)
    return folder


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_check_of_a_good_unit_ends_with_0_and_a_summary(unit):
    result = run("bank", "check", unit)
    assert (result.exit_code, result.output) == (0, "1 unit, 1 question read: 0 errors, 0 warnings.\n")


def test_check_prints_file_line_and_field_and_ends_with_1(unit):
    path = unit / "questions" / "all.yaml"
    path.write_text(QUESTION.replace("answer: true", "answer: maybe"))
    result = run("bank", "check", unit)
    assert result.exit_code == 1
    assert result.output == (
        f"{path}:5: error: tiny/sky.answer: Write true or false.\n"
        "1 unit, 0 questions read: 1 error, 0 warnings.\n"
    )


def test_a_warning_is_no_error(unit):
    path = unit / "questions" / "all.yaml"
    path.write_text(QUESTION.replace("draft", "approved"))
    result = run("bank", "check", unit)
    assert result.exit_code == 0
    assert result.output.endswith("0 errors, 2 warnings.\n")


def test_the_shipped_banks_are_checked_by_default():
    result = run("bank", "check")
    assert result.exit_code == 0, result.output
    assert ": 0 errors, 0 warnings" in result.output.splitlines()[-1]


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_path_that_is_no_folder_gets_one_line_and_2(command, unit, tmp_path):
    for path, line in (
        (tmp_path / "nowhere", "There is no folder {}. Name a unit's folder, or a folder of units.\n"),
        (unit / "unit.yaml", "{} is a file. Name the folder of its unit.\n"),
    ):
        result = run("bank", command, path)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", line.format(path))


@pytest.mark.parametrize("name", ["x" * 300, "a\nb", "\x1b[2J"])
def test_a_path_that_cannot_be_gets_one_line_and_2(name, tmp_path):
    result = run("bank", "check", tmp_path / name)
    assert (result.exit_code, result.stdout, "\x1b" in result.stderr) == (2, "", False)
    assert result.stderr.count("\n") == 1


def test_a_folder_without_a_unit_gets_one_error(tmp_path):
    result = run("bank", "check", tmp_path)
    assert result.exit_code == 1
    assert "There is no unit here." in result.output
    assert run("bank", "show", tmp_path).exit_code == 1


def test_what_a_file_says_cannot_move_the_cursor(unit):
    (unit / "questions" / "all.yaml").write_text(QUESTION + '  "a\\e[2J\\u202eb": 1\n')
    result = run("bank", "check", unit)
    assert "tiny/sky.a�[2J�b: There is no such field here." in result.output
    assert "\x1b" not in result.output


def test_show_gives_one_unit_on_top(unit):
    shown = json.loads(run("bank", "show", unit, "--json").stdout)
    assert shown.pop("banks") == [shown]
    assert shown == {
        "id": "tiny",
        "title": "A tiny unit",
        "questions": {
            "total": 1,
            "by_type": {name: int(name == "true_false") for name in QUESTION_TYPES},
            "by_status": {"draft": 1, "review": 0, "approved": 0, "retired": 0},
            "by_level": {"remember": 1, "understand": 0, "apply": 0, "analyse": 0},
        },
        "readings": [],
        "quizzes": 0,
        "flashcards": {
            "total": 0,
            "by_status": {"draft": 0, "review": 0, "approved": 0, "retired": 0},
        },
        "coverage": {},
        "flashcard_coverage": {},
    }


def test_show_of_several_units_gives_totals_and_each(unit):
    other = unit.parent / "other"
    (other / "questions").mkdir(parents=True)
    (other / "unit.yaml").write_text(UNIT.replace("tiny", "other"))
    (other / "questions" / "all.yaml").write_text(QUESTION + QUESTION.replace("sky", "sea"))
    shown = json.loads(run("bank", "show", unit.parent, "--json").stdout)
    assert [(bank["id"], bank["questions"]["total"]) for bank in shown["banks"]] == [
        ("other", 2),
        ("tiny", 1),
    ]
    assert shown["questions"]["total"] == 3
    assert shown["questions"]["by_type"]["true_false"] == 3
    assert "id" not in shown


def test_show_of_the_shipped_bank_covers_all_25_taught_lines():
    shown = json.loads(run("bank", "show", "--json").stdout)
    assert shown["id"] == "election-interference"
    assert len(shown["coverage"]) == 25
    assert min(shown["coverage"].values()) >= 1
    assert shown["questions"]["by_status"]["approved"] >= 40
    first_types = ("multiple_choice", "multiple_response", "true_false", "short_text", "numeric")
    assert min(shown["questions"]["by_type"][name] for name in first_types) >= 1


def test_the_shipped_flashcards_cover_all_25_taught_lines():
    shown = json.loads(run("bank", "show", "--json").stdout)
    assert shown["flashcards"]["by_status"]["approved"] == shown["flashcards"]["total"] >= 50
    assert list(shown["flashcard_coverage"]) == list(shown["coverage"])
    assert min(shown["flashcard_coverage"].values()) >= 1


def test_flashcards_are_counted_over_all_units(unit):
    card = "- id: sky\n  front: What is blue?\n  back: The sky.\n"
    (unit / "flashcards.yaml").write_text(card)
    other = unit.parent / "other"
    other.mkdir()
    (other / "unit.yaml").write_text(UNIT.replace("tiny", "other"))
    (other / "flashcards.yaml").write_text(card + card.replace("sky", "sea"))
    shown = json.loads(run("bank", "show", unit.parent, "--json").stdout)
    assert shown["flashcards"] == {
        "total": 3,
        "by_status": {"draft": 3, "review": 0, "approved": 0, "retired": 0},
    }
    assert [bank["flashcards"]["total"] for bank in shown["banks"]] == [2, 1]
    assert "\n  1 flashcard\n" in run("bank", "show", unit).stdout


def test_show_without_json_is_to_be_read(unit):
    result = run("bank", "show", unit)
    assert result.exit_code == 0
    assert result.stdout.startswith("A tiny unit\n  tiny\n\n  1 question\n")
    assert "       1  true_false\n" in result.stdout


def test_show_says_that_something_was_left_out(unit):
    (unit / "questions" / "bad.yaml").write_text("- nothing\n")
    result = run("bank", "show", unit, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["questions"]["total"] == 1
    assert result.stderr == f"1 error, 0 warnings; see them with: quizapp bank check {unit}\n"


def test_the_schemas_are_written_where_they_are_wanted(tmp_path):
    result = run("bank", "schema", tmp_path / "schema")
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "schema").iterdir()) == sorted(schemas())
    (tmp_path / "file").write_text("")
    result = run("bank", "schema", tmp_path / "file" / "schema")
    assert result.exit_code == 2
    assert result.stderr.startswith("The schemas cannot be written to ")


def test_an_unknown_command_is_refused():
    result = run("nonsense")
    assert result.exit_code == 2
    assert "No such command 'nonsense'" in result.output


def test_checking_files_needs_no_web():
    code = (
        "import sys; from quizapp.cli import main; main(['bank', 'check'], standalone_mode=False); "
        "print(sorted({'flask', 'sqlalchemy', 'jinja2'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
