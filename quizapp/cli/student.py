"""`quizapp student`: all that is stored on one student, handed out or deleted, as privacy law may ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from quizapp.admin.personal import deleting, exporting
from quizapp.admin.personal.students import StudentRefusedError, find_student, refuse_under_way
from quizapp.attempts.handing_in import settle_due
from quizapp.cli.bank_files import printable
from quizapp.cli.doctor import refuse_missing
from quizapp.cli.school import opened_school, refusals, stop_with
from quizapp.config import Settings, read_settings
from quizapp.db.base import reading
from quizapp.web.clock import now
from quizapp.web.filters import plural


@click.group()
def student() -> None:
    """Hand out, or delete, all that is stored on one student."""


@contextmanager
def _school(settings: Settings) -> Iterator[list[str]]:
    with refusals():
        refuse_missing(settings)
        try:
            with opened_school(settings) as lines:
                with reading():
                    settle_due(now())
                yield lines
        except StudentRefusedError as refusal:
            stop_with(printable(str(refusal)))


@student.command()
@click.argument("who", metavar="NAME|NUMBER")
@click.argument("file", type=click.Path(path_type=Path))
def export(who: str, file: Path) -> None:
    """Write all that is stored on a student into FILE, a .zip that did not exist before."""
    with refusals():
        settings = read_settings(make=False)
    if file.exists():
        stop_with(f"{file} exists already: name another file.")
    with _school(settings) as lines:
        user = find_student(who)
        data = exporting.export(user, actor=None, now=now(), zone=ZoneInfo(settings.timezone))
        try:
            with file.open("xb") as out:
                out.write(data)
        except OSError as error:
            stop_with(f"{file}: {error.strerror or error}. Name a file in a folder that is there.")
        lines.append(
            f"{file} holds all that is stored on {user.name}. Keep it safe, and no longer than needed."
        )
    click.echo(printable("\n".join(lines)))


@student.command()
@click.argument("who", metavar="NAME|NUMBER")
def delete(who: str) -> None:
    """Delete a student with all that is theirs, for good, once you have typed the name."""
    with refusals():
        settings = read_settings(make=False)
    with _school(settings) as lines:
        user = find_student(who)
        refuse_under_way(user)
        number, name, lost = user.id, user.name, deleting.loss_of(user)
    told = [*lines, f"This deletes {name} (number {number}) for good:", "    the account"]
    told += [f"    {count} {words}" for count, words in lost.goes]
    if lost.entries:
        told.append(f"    the name in {plural(lost.entries, 'entry', 'entries')} of the log; the act stays")
    if lost.quizzes:
        told.append(deleting.FIGURES)
    told += [
        deleting.COPIES,
        f"First keep what you must keep: quizapp student export {number} FILE, or quizapp backup FILE",
    ]
    click.echo(printable("\n".join(told)))
    # Outside of any transaction: a person may take minutes, and a class must not wait for them.
    if not deleting.is_name(name, click.prompt("Type the name to delete it", type=str)):
        stop_with(printable(f"That is not {name}. Nothing was deleted."))
    with _school(settings):
        user = find_student(str(number))
        if user.name != name:
            stop_with("The student was renamed meanwhile. Nothing was deleted.")
        deleting.delete_student(user, actor=None, now=now())
    click.echo(printable(f"{name} is deleted, with all that was theirs."))
