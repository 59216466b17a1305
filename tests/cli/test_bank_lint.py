"""`quizapp bank lint`, as a person or a script calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.core.bank.lint import rules
from tests.cli.test_bank import UNIT, run

QUESTION = """- id: bears
  type: multiple_choice
  status: approved
  prompt: Which animal does not sleep in winter?
  choices:
    - text: The bear
      feedback: It sleeps.
    - text: The fox
      correct: true
      feedback: It hunts.
    - text: All of the above
      feedback: The bear sleeps.
"""
WAIVER = "  waive:\n    - rule: all-of-the-above\n      reason: This is a test of the lint.\n"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "questions").mkdir(parents=True)
    (folder / "unit.yaml").write_text(UNIT)
    (folder / "questions" / "all.yaml").write_text(QUESTION)
    return folder


def objects(*arguments: object):
    result = run("bank", "lint", *arguments, "--json")
    return result.exit_code, json.loads(result.stdout)


def test_json_has_one_object_for_each_finding(unit):
    code, found = objects(unit)
    assert code == 0
    assert [(f["rule"], f["level"], f["bank"], f["question"], f["field"]) for f in found] == [
        ("no-citation", "warning", "tiny", "bears", "cites"),
        ("no-claim", "warning", "tiny", "bears", "claim"),
        ("all-of-the-above", "warning", "tiny", "bears", "choices[2].text"),
        ("unmarked-negative", "warning", "tiny", "bears", "prompt"),
    ]
    assert found[3] == {
        "rule": "unmarked-negative",
        "level": "warning",
        "bank": "tiny",
        "question": "bears",
        "field": "prompt",
        "message": "The question turns on “not”, which is easily overlooked.",
        "hint": rules()["unmarked-negative"].remedy,
        "file": str(unit / "questions" / "all.yaml"),
        "line": 1,
    }


def test_the_findings_of_a_question_stand_under_its_name(unit):
    result = run("bank", "lint", unit)
    assert result.exit_code == 0
    assert (
        "  warning: choices[2].text: “All of the above” is found by whoever knows two of the choices. "
        "[all-of-the-above]\n"
        "    Name one thing, or let students choose all that apply.\n"
    ) in result.stdout
    assert f"\n\n{unit / 'questions' / 'all.yaml'}:1: tiny/bears\n" in f"\n\n{result.stdout}"
    assert result.stdout.endswith("1 question judged: 0 errors, 4 warnings.\n")


def test_a_waived_finding_is_told_of_only_where_all_are_wanted(unit):
    path = unit / "questions" / "all.yaml"
    path.write_text(QUESTION + WAIVER)
    assert "all-of-the-above" not in [finding["rule"] for finding in objects(unit)[1]]
    waived = [finding for finding in objects(unit, "--all")[1] if "waived" in finding]
    assert [(f["rule"], f["waived"]) for f in waived] == [
        ("all-of-the-above", "This is a test of the lint."),
    ]
    assert run("bank", "lint", unit).stdout.endswith("0 errors, 3 warnings, 1 waived.\n")
    assert "    Waived: This is a test of the lint.\n" in run("bank", "lint", unit, "--all").stdout


def test_a_waiver_of_an_unknown_rule_ends_with_1(unit):
    (unit / "questions" / "all.yaml").write_text(QUESTION + WAIVER.replace("all-of", "none-off"))
    code, found = objects(unit)
    assert code == 1
    assert [(f["rule"], f["field"]) for f in found if f["level"] == "error"] == [
        ("unknown-waiver", "waive[0].rule")
    ]


def test_what_cannot_be_read_is_an_error_of_the_lint_too(unit):
    (unit / "questions" / "all.yaml").write_text(QUESTION + "  cites:\n    - a/b\n")
    (unit / "quizzes.yaml").write_text("- id: q\n  title: Q\n  questions:\n    - nobody\n")
    (unit / "questions" / "bad.yaml").write_text("- nothing\n")
    code, found = objects(unit)
    assert code == 1
    assert [(f["rule"], f["question"], f["field"]) for f in found if f["level"] == "error"] == [
        ("unresolved-citation", "bears", "cites[0]"),
        ("bank-file", "", "bad.yaml[0]"),
        ("bank-file", "", "q.questions[0]"),
    ]


def test_what_is_of_the_whole_bank_names_no_question(unit):
    source = f"sources:\n  - id: s\n    title: S\n    lines:\n      '1': {'a' * 64}\n"
    (unit / "unit.yaml").write_text(f"{UNIT}{source}readings:\n  - r\n")
    (unit / "readings").mkdir()
    passage = "## A\n\n<!-- passage: one; source: s:1 -->\nThe bear slept.\n"
    (unit / "readings" / "r.md").write_text(f"---\nid: r\ntitle: R\nsource: s\n---\n\n{passage}")
    found = [f for f in objects(unit)[1] if f["rule"] == "passage-without-question"]
    assert [(f["bank"], f["question"], f["field"]) for f in found] == [("tiny", "", "r/one")]


def test_the_shipped_banks_have_no_error_and_no_warning():
    code, found = objects()
    assert code == 0
    assert [finding for finding in found if finding["level"] != "advice"] == []


def test_judging_files_needs_no_web():
    code = (
        "import sys; from quizapp.cli import main; main(['bank', 'lint'], standalone_mode=False); "
        "print(sorted({'flask', 'sqlalchemy', 'jinja2'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
