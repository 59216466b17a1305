"""`quizapp bank lint`: what the item-writing rules find in bank files. Needs no database."""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from quizapp.cli.bank_files import levels, number, path_argument, printable, read_units
from quizapp.core.bank.lint import lint_unit, open_findings
from quizapp.core.findings import Finding, has_errors

FILE_RULE = "bank-file"
"""The rule of what `quizapp bank check` finds: that a file is as questions/README.md says."""


@click.command()
@path_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON (its form: questions/README.md).")
@click.option("--all", "show_all", is_flag=True, help="Show waived findings too, with their reasons.")
def lint(path: Path | None, as_json: bool, show_all: bool) -> None:
    """Judge the questions of a unit, or of a folder of units, by rules for writing them.

    PATH is the shipped banks if left out. The exit code is 1 if there is an error.
    """
    units, of_files = read_units(path)
    found = [replace(finding, rule=finding.rule or FILE_RULE) for finding in of_files]
    found += [finding for unit in units for finding in lint_unit(unit)]
    counted = open_findings(found)
    shown = found if show_all else counted
    if as_json:
        click.echo(json.dumps([_as_object(finding) for finding in shown], indent=2, ensure_ascii=False))
    else:
        for line in _lines(shown):
            click.echo(printable(line))
        questions = sum(len(unit.questions) for unit in units)
        waived = f", {len(found) - len(counted)} waived" if len(found) > len(counted) else ""
        click.echo(f"{number(questions, 'question')} judged: {levels(counted)}{waived}.")
    if has_errors(counted):
        sys.exit(1)


def _lines(findings: Sequence[Finding]) -> list[str]:
    """Return the findings to read, those of one question under its place in the files."""
    lines = []
    for (bank, question, where), group in groupby(findings, key=_subject):
        lines.append(f"{where}{bank}{'/' if question else ''}{question}")
        for finding in group:
            field = _parts(finding)[2]
            said = f"{field}: {finding.message}" if field else finding.message
            lines.append(f"  {finding.level}: {said} [{finding.rule}]")
            if finding.waived:
                lines.append(f"    Waived: {finding.waived}")
            elif finding.hint:
                lines.append(f"    {finding.hint}")
        lines.append("")
    return lines


def _subject(finding: Finding) -> tuple[str, str, str]:
    bank, question, _ = _parts(finding)
    line = f":{finding.line}" if finding.line else ""
    return bank, question, f"{finding.file}{line}: " if finding.file else ""


def _as_object(finding: Finding) -> dict[str, Any]:
    bank, question, field = _parts(finding)
    waived = {"waived": finding.waived} if finding.waived else {}
    return {
        "rule": finding.rule,
        "level": finding.level,
        "bank": bank,
        "question": question,
        "field": field,
        "message": finding.message,
        "hint": finding.hint,
        "file": finding.file,
        "line": finding.line,
        **waived,
    }


def _parts(finding: Finding) -> tuple[str, str, str]:
    """Return bank, question and field of a place; what is no question's is all field."""
    bank, slash, rest = finding.place.partition("/")
    if not slash:
        bank, _, field = finding.place.partition(".")
        return bank, "", field
    name = re.match(r"[^.\[/]*", rest)
    assert name is not None
    field = rest[name.end() :]
    file = Path(finding.file)
    of_question = file.parent.name == "questions" and not rest.startswith(file.name)
    return (bank, name[0], field.removeprefix(".")) if of_question else (bank, "", rest)
