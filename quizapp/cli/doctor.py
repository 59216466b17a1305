"""`quizapp doctor`: what is wrong with the school's data, in plain words. Changes nothing."""

import json
import sys
from collections.abc import Sequence

import click
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.admin.doctor import examine
from quizapp.cli.bank_files import levels, printable
from quizapp.cli.school import close, refusals, stop_with
from quizapp.config import Settings, read_settings
from quizapp.core.findings import Finding
from quizapp.web.clock import now

MOST_SHOWN = 50


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check the database and what the app keeps in it. Changes nothing; the app may run meanwhile.

    The exit code is 0 if nothing is wrong, 1 if something is, 2 if it cannot be checked.
    """
    with refusals():
        settings = read_settings(make=False)
        refuse_missing(settings)
        app = create_app(settings)
        try:
            found = list(examine(app, settings, now()))
        finally:
            close(app)
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in found], indent=2, ensure_ascii=False))
    else:
        for line in said_of(found, settings):
            click.echo(printable(line))
    if any(finding.level != "advice" for finding in found):
        sys.exit(1)


def refuse_missing(settings: Settings) -> None:
    """End the command if there is no database to look at: opening it would make one."""
    file = settings.database_file
    if file is not None and not file.is_file():
        stop_with(
            f"There is no database at {file}. Start the app once (quizapp serve), "
            "or set QUIZAPP_DATA_DIR to the folder of the school."
        )


def said_of(found: Sequence[Finding], settings: Settings) -> list[str]:
    """Return what to print."""
    name = settings.database_file or make_url(settings.database_url).render_as_string()
    lines = []
    for finding in found[:MOST_SHOWN]:
        lines.append(f"{finding.level}: {finding.place}: {finding.message}")
        if finding.hint:
            lines.append(f"    {finding.hint}")
    if len(found) > MOST_SHOWN:
        lines.append(f"... and {len(found) - MOST_SHOWN} more: quizapp doctor --json shows them all.")
    bad = [finding for finding in found if finding.level != "advice"]
    lines.append(f"{name}: {levels(found)}." if bad else f"{name}: nothing is wrong.")
    return lines
