"""What the documents say there is, there is; and what there is for people to use, they say."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from quizapp.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "questions/README.md")
CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)


def code_in(text: str) -> list[str]:
    """Return what stands in backquotes and in indented blocks."""
    return [inline or block for inline, block in CODE.findall(text)]


def commands(command: click.Command, name: str = "quizapp") -> Iterator[tuple[str, click.Command]]:
    """Yield each command that can be run, with the words that run it."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        inner = command.get_command(context, word)
        assert inner
        yield from commands(inner, f"{name} {word}")


COMMANDS = dict(commands(main))


def find_command(words: list[str]) -> tuple[str, click.Command] | None:
    """Return the command that a line of words runs."""
    for length in range(len(words), 1, -1):
        name = " ".join(words[:length])
        if name in COMMANDS:
            return name, COMMANDS[name]
    return None


def test_every_picture_of_the_readme_is_there_small_and_told_in_words() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert {path for _, path in pictures} == {f"docs/{file.name}" for file in (ROOT / "docs").iterdir()}
    for words, path in pictures:
        assert len(words) > 40
        assert (ROOT / path).stat().st_size < 150_000


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_is_there(document: str) -> None:
    for code in code_in((ROOT / document).read_text()):
        words = code.replace(".venv/bin/", "").replace(".venv\\Scripts\\", "").split()
        if "quizapp" not in words[:-1]:
            continue
        words = words[words.index("quizapp") :]
        group = " ".join(words[:2])
        if any(name.startswith(f"{group} ") for name in COMMANDS) and words == group.split():
            continue
        found = find_command(words)
        assert found, f"{document} names a command that is not there: {code}"
        name, command = found
        options = {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        }
        for word in words[len(name.split()) :]:
            assert not word.startswith("--") or word in {*options, "--help"}, f"{name} has no {word}"


def test_the_readme_names_every_option_of_serve() -> None:
    for parameter in COMMANDS["quizapp serve"].params:
        assert any(f"`{option}`" in README for option in (*parameter.opts, *parameter.secondary_opts))


def test_the_settings_in_the_readme_are_those_that_the_code_reads() -> None:
    read = set()
    for file in (ROOT / "quizapp").rglob("*.py"):
        read |= set(re.findall(r'"(QUIZAPP_[A-Z_]+)"', file.read_text()))
    assert set(re.findall(r"^\| `(QUIZAPP_[A-Z_]+)`", README, re.MULTILINE)) == read


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_a_document_names_is_there(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {code.split()[1] for code in code_in((ROOT / document).read_text()) if code.startswith("make ")}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_links_to_is_there(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text()):
        if not target.startswith("https://"):
            assert (ROOT / document).parent.joinpath(target).exists(), target


def test_the_makefile_says_of_every_target_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))


def test_the_constraints_hold_exact_versions_and_no_addresses() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ; [^/@:]+)?", line), line
