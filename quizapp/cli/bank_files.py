"""What the commands on bank files have in common: where the files are, and words to print."""

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from quizapp.core.bank.files import load_units
from quizapp.core.bank.model import Unit
from quizapp.core.findings import Finding
from quizapp.paths import questions_dir

path_argument = click.argument("path", required=False, type=click.Path(path_type=Path))


def read_units(path: Path | None) -> tuple[list[Unit], list[Finding]]:
    """Load the units at a path; end with one line and exit code 2 if it is no folder to read."""
    folder = path or _shipped()
    try:
        if not folder.exists():
            stop(f"There is no folder {folder}. Name a unit's folder, or a folder of units.")
        if not folder.is_dir():
            stop(f"{folder} is a file. Name the folder of its unit.")
        return load_units(folder)
    except OSError as error:
        stop(f"{folder} cannot be read: {error.strerror}.")


def _shipped() -> Path:
    """Return the shipped banks, named from the working folder where they lie in it."""
    folder = questions_dir()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def stop(message: str) -> NoReturn:
    """End with one line and exit code 2."""
    click.echo(printable(" ".join(message.split())), err=True)
    sys.exit(2)


def levels(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each level."""
    counts = Counter(finding.level for finding in findings)
    advice = f", {counts['advice']} of advice" if counts["advice"] else ""
    return f"{number(counts['error'], 'error')}, {number(counts['warning'], 'warning')}{advice}"


def number(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """Return the text without what could move a terminal's cursor: a bank file may hold anything."""
    return "".join(
        char
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
        else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )
