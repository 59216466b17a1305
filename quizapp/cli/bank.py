"""`quizapp bank`: check the files of banks, show what is in them; load and write, which need a database."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from quizapp.cli.bank_files import levels, number, path_argument, printable, read_units, stop
from quizapp.cli.bank_lint import lint
from quizapp.cli.bank_verify import verify
from quizapp.cli.bank_write import write
from quizapp.core.bank.coverage import (
    counts_by_level,
    counts_by_status,
    counts_by_type,
    coverage,
    flashcard_coverage,
    flashcards_by_status,
)
from quizapp.core.bank.model import Flashcard, Question, Unit
from quizapp.core.bank.schema import write_schemas
from quizapp.core.findings import Finding, has_errors
from quizapp.paths import questions_dir


@click.group()
def bank() -> None:
    """Check bank files, show what they hold, load them, and write them."""


@bank.command()
@path_argument
def check(path: Path | None) -> None:
    """Check a unit, or a folder of units, and print every finding.

    PATH is the shipped banks if left out. The exit code is 1 if there is an error.
    """
    units, findings = read_units(path)
    for finding in findings:
        click.echo(printable(str(finding)))
    questions = sum(len(unit.questions) for unit in units)
    click.echo(f"{number(len(units), 'unit')}, {number(questions, 'question')} read: {levels(findings)}.")
    if has_errors(findings):
        sys.exit(1)


@bank.command()
@path_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON (its form: questions/README.md).")
def show(path: Path | None, as_json: bool) -> None:
    """Count the questions of a unit, or of a folder of units, and what they cover.

    PATH is the shipped banks if left out.
    """
    units, findings = read_units(path)
    if has_errors(findings):
        where = f" {path}" if path else ""
        click.echo(f"{levels(findings)}; see them with: quizapp bank check{where}", err=True)
    if not units:
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_overview(units), indent=2, ensure_ascii=False))
    else:
        click.echo(printable("\n\n".join(_table(unit) for unit in units)))


@bank.command()
@path_argument
@click.option("--force", is_flag=True, help="Also replace what was edited in the app since it was loaded.")
def load(path: Path | None, force: bool) -> None:
    """Load a unit, or a folder of units, into the database. Loading again changes nothing.

    PATH is the shipped banks if left out. What has an error is left out and told; the exit code is then 1.
    """
    units, findings = read_units(path)
    for finding in findings:
        if finding.level == "error":
            click.echo(printable(str(finding)), err=True)
    if units:
        click.echo(printable("\n".join(_load_into_database(units, force))))
    if has_errors(findings):
        click.echo(f"{levels(findings)}: what has an error was left out.", err=True)
        sys.exit(1)


def _load_into_database(units: Sequence[Unit], force: bool) -> list[str]:
    """Load the units into the database of the settings; return what to print."""
    # Imported here: the other commands read files only, and start without the web.
    from quizapp.cli.load_banks import load_units_into_db
    from quizapp.cli.school import opened_school, refusals
    from quizapp.config import read_settings
    from quizapp.web.clock import now

    with refusals(), opened_school(read_settings()) as lines:
        reports = load_units_into_db(units, now=now(), force=force)
        for unit, report in zip(units, reports, strict=True):
            lines += report.lines(unit.meta.title)
    return lines


@bank.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def schema(folder: Path | None) -> None:
    """Write the JSON Schemas of the bank files, for editors.

    FOLDER is the one beside the shipped banks if left out.
    """
    try:
        for written in write_schemas(folder or questions_dir() / "schema"):
            click.echo(f"Wrote {written}")
    except OSError as error:
        stop(f"The schemas cannot be written to {error.filename}: {error.strerror}.")


@bank.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Another number makes other choices.")
def draft(file: Path, seed: int) -> None:
    """Draft questions about a document by rules, and print them as a questions file.

    FILE is .txt, .md, .html, .docx or .pdf. Noise that is found in it is left out. Every question is a
    draft, under the rule and the sentence it comes from: read each before it is approved.
    """
    from quizapp.cli.draft import drafted_yaml

    try:
        drafts = drafted_yaml(file, seed)
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")
    if isinstance(drafts, Finding):
        stop(str(drafts))
    click.echo(printable(drafts), nl=False)


def _overview(units: Sequence[Unit]) -> dict[str, Any]:
    """Return the totals over all banks, and each bank; one bank's id and title stand on top too."""
    banks = [
        {
            "id": unit.meta.id,
            "title": unit.meta.title,
            "questions": _counts(unit.questions),
            "readings": _readings(unit),
            "quizzes": len(unit.quizzes),
            "flashcards": _flashcards(unit.flashcards),
            "coverage": coverage(unit),
            "flashcard_coverage": flashcard_coverage(unit),
        }
        for unit in units
    ]
    if len(banks) == 1:
        return {**banks[0], "banks": banks}
    covered: Counter[str] = Counter()
    covered_by_flashcards: Counter[str] = Counter()
    for unit in units:
        covered.update(coverage(unit))
        covered_by_flashcards.update(flashcard_coverage(unit))
    return {
        "questions": _counts([question for unit in units for question in unit.questions]),
        "readings": [reading for unit in units for reading in _readings(unit)],
        "quizzes": sum(len(unit.quizzes) for unit in units),
        "flashcards": _flashcards([card for unit in units for card in unit.flashcards]),
        "coverage": dict(covered),
        "flashcard_coverage": dict(covered_by_flashcards),
        "banks": banks,
    }


def _readings(unit: Unit) -> list[dict[str, Any]]:
    return [
        {"id": reading.id, "title": reading.title, "passages": len(reading.passages)}
        for reading in unit.readings
    ]


def _counts(questions: Sequence[Question]) -> dict[str, Any]:
    return {
        "total": len(questions),
        "by_type": counts_by_type(questions),
        "by_status": counts_by_status(questions),
        "by_level": counts_by_level(questions),
    }


def _flashcards(flashcards: Sequence[Flashcard]) -> dict[str, Any]:
    return {"total": len(flashcards), "by_status": flashcards_by_status(flashcards)}


def _table(unit: Unit) -> str:
    """Return what a unit holds as lines to read."""
    lines = [unit.meta.title, f"  {unit.meta.id}", "", f"  {number(len(unit.questions), 'question')}"]
    for counts in (
        counts_by_type(unit.questions),
        counts_by_status(unit.questions),
        counts_by_level(unit.questions),
    ):
        lines += ["", *(f"  {count:>6}  {name}" for name, count in counts.items())]
    lines += ["", f"  {number(len(unit.readings), 'reading')}", ""]
    lines += [f"  {len(reading.passages):>6}  passages of {reading.title}" for reading in unit.readings]
    lines += ["", f"  {number(len(unit.flashcards), 'flashcard')}", ""]
    lines += [f"  {count:>6}  {name}" for name, count in flashcards_by_status(unit.flashcards).items()]
    lines += ["", "  Approved questions and flashcards that cite each line of the sources", ""]
    cards = flashcard_coverage(unit)
    lines += [
        f"  {count:>6} {cards[place]:>6}  {place}{'' if count else '  (nobody asks about it)'}"
        for place, count in coverage(unit).items()
    ]
    return "\n".join(lines)


bank.add_command(lint)
bank.add_command(verify)
bank.add_command(write)
