"""`quizapp bank draft` prints drafts that load as a questions file."""

from pathlib import Path

from click.testing import CliRunner

from quizapp.cli import main
from quizapp.core.bank.model import read_question
from quizapp.core.bank.yaml_text import read_yaml

TEXT = "The bees\n\nzzap\n\nzzap\n\nThe Town Council has hired three young keepers for the hives.zzap\n"


def run(*arguments: object):
    return CliRunner().invoke(main, ["bank", "draft", *map(str, arguments)])


def test_drafts_are_printed_with_their_rule_and_sentence(tmp_path: Path):
    file = tmp_path / "bees.txt"
    file.write_text(TEXT)
    result = run(file)
    assert result.exit_code == 0
    assert result.output.startswith(
        "# A number that the text gives\n"
        "# ¶ 1.1: The Town Council has hired three young keepers for the hives.\n"
        "- id: draft-1\n"
        "  type: numeric\n"
    )
    questions = [read_question(mapping)[0] for mapping in read_yaml(result.output).value]
    assert [(question.meta.type, question.meta.cites) for question in questions] == [
        ("numeric", ("document/p-1-1",)),
        ("short_text", ("document/p-1-1",)),
    ]


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path):
    file = tmp_path / "bees.txt"
    result = run(file)
    assert (result.exit_code, result.output) == (2, f"{file} cannot be read: No such file or directory.\n")
    file.write_bytes(b"")
    result = run(file)
    assert (result.exit_code, result.output) == (2, f"{file}: error: The file is empty. Choose another.\n")
