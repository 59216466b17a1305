"""`quizapp bank verify`: hold bank files against the documents they were made from. Needs no database."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from quizapp.cli.bank_files import levels, number, path_argument, printable, read_units, stop
from quizapp.core.bank.coverage import coverage
from quizapp.core.bank.model import Unit
from quizapp.core.bank.verify import SourceCheck
from quizapp.core.bank.verify import verify as verify_unit
from quizapp.core.findings import Finding, has_errors

LARGEST_DOCUMENT = 50_000_000


@click.command()
@path_argument
@click.option(
    "--documents",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder with the documents, under any names.",
)
def verify(path: Path | None, documents: Path) -> None:
    """Check that the documents say what the readings were made from, and that every citation resolves.

    PATH is the shipped banks if left out. The exit code is 1 if anything differs or is missing.
    """
    units, findings = read_units(path)
    found = [finding for finding in findings if finding.level == "error"]
    for finding in found:
        click.echo(printable(str(finding)))
    contents = _read_documents(documents)
    for unit in units:
        checks = verify_unit(unit, contents)
        click.echo(printable("\n".join(_lines(unit, checks))))
        found += [finding for check in checks for finding in check.findings]
    lines = sum(len(source.lines) for unit in units for source in unit.meta.sources)
    sources = sum(len(unit.meta.sources) for unit in units)
    click.echo(f"{number(sources, 'source')}, {number(lines, 'line')} checked: {levels(found)}.")
    if has_errors(found):
        sys.exit(1)


def _read_documents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        stop(f"There is no folder {folder}. Name the folder with the documents.")
    try:
        return {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.is_file() and path.stat().st_size <= LARGEST_DOCUMENT
        }
    except OSError as error:
        stop(f"{error.filename} cannot be read: {error.strerror}.")


def _lines(unit: Unit, checks: Iterable[SourceCheck]) -> list[str]:
    """Return what to print of a unit: each source, what differs, and who asks about each line."""
    counts = coverage(unit)
    lines = [unit.meta.title]
    for check in checks:
        lines += ["", f"  {check.source.id}: {check.document or 'not found'}"]
        changed = [finding.place for finding in check.findings if finding.rule == "line-changed"]
        differing = {place.rpartition(".")[2] for place in changed}
        lines += [f"    {_told(finding)}" for finding in check.findings]
        if check.document and not check.findings:
            lines.append("    It is the copy that was used.")
        for line in check.source.lines:
            count = counts[f"{check.source.id}:{line}"]
            state = "not found" if not check.document else "differs" if line in differing else "as taught"
            asked = number(count, "question") if count else "no question asks about it"
            lines.append(f"    line {line:>4}  {state:<9}  {asked}")
    cites = sum(len(question.meta.cites) for question in unit.questions)
    passages = sum(len(reading.passages) for reading in unit.readings)
    return [*lines, "", f"  {number(cites, 'citation')} of {number(passages, 'passage')} resolve.", ""]


def _told(finding: Finding) -> str:
    return f"{finding.level}: {finding.message} {finding.hint}".strip()
