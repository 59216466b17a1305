"""`quizapp backup` and `quizapp restore`: the whole school in one file, and back again."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

from quizapp import paths
from quizapp.cli.school import opened_school, refusals, stop_with
from quizapp.config import Settings, prepare_data_dir, read_settings
from quizapp.db.backup import BackupError, Facts, make_backup, opened_backup, unpack
from quizapp.web.clock import now

SIGN_IN_AGAIN = (
    "Everyone signs in again. One-time PINs on sign-in cards that were not used yet are others now: "
    "print those cards anew."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def backup(file: Path, force: bool) -> None:
    """Write the school as it is now into FILE, also while the app runs.

    FILE holds everything: people, answers, and the key that signs sessions. Keep it as safe as that.
    """
    with refusals(), told():
        settings = read_settings(make=False)
        database = sqlite_file(settings, "pg_dump --format=custom --file=FILE '{url}'")
        if not database.is_file():
            stop_with(
                f"There is no database at {database}: set QUIZAPP_DATA_DIR to the folder of the school."
            )
        if file.exists() and not force:
            stop_with(f"{file} exists already: name another file, or add --force to replace it.")
        kept = settings.data_dir / "secret_key"
        key = kept.read_text().strip() if kept.is_file() else None
        facts = make_backup(database, key, file, app=version("quizapp"), now=now())
    click.echo(f"{file} holds the school as of {facts.made_at}, and was read back whole.")
    if key is None:
        click.echo(
            "It does not hold the key, which is not in the data folder: keep QUIZAPP_SECRET_KEY yourself."
        )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Put the school in FILE, which `quizapp backup` wrote, into an empty data folder (QUIZAPP_DATA_DIR)."""
    with refusals(), told():
        settings = read_settings(make=False)
        database = sqlite_file(settings, "pg_restore --dbname='{url}' FILE")
        refuse_filled(settings, database)
        with opened_backup(file) as (facts, archive):
            refuse_newer(facts)
            prepare_data_dir(settings.data_dir)
            key = settings.data_dir / "secret_key"
            held = unpack(archive, facts, database, key)
        # With the key that came, or else the one that is made now.
        settings = read_settings()
        with opened_school(settings) as lines:
            lines.append(f"{settings.data_dir} holds the school as of {facts.made_at}.")
    same = held and settings.secret_key == key.read_text().strip()
    lines.append("Sessions and sign-in cards work as before." if same else SIGN_IN_AGAIN)
    click.echo("\n".join([*lines, "Start the app: quizapp serve"]))


@contextmanager
def told() -> Iterator[None]:
    """End the command in one line where a file cannot be made or used."""
    try:
        yield
    except BackupError as error:
        stop_with(str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        stop_with(f"{where}{error.strerror or error}. Nothing was changed: make room or name another place.")


def sqlite_file(settings: Settings, instead: str) -> Path:
    """Return the database's file, or end the command with what to run instead."""
    if settings.database_file is None:
        url = make_url(settings.database_url).set(drivername="postgresql")
        stop_with(
            "The database is a PostgreSQL server's, which has its own way: "
            + instead.format(url=url.render_as_string(hide_password=True).replace(":***", ""))
            + f" (and keep {settings.data_dir / 'secret_key'})."
        )
    return settings.database_file


def refuse_filled(settings: Settings, database: Path) -> None:
    """End the command where something is already: a restore never writes over a school."""
    folder = settings.data_dir
    if database.exists() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        stop_with(
            f"{folder} is not empty, and a restore writes over nothing: set QUIZAPP_DATA_DIR "
            "to a new folder, or move this one away first."
        )


def refuse_newer(facts: Facts) -> None:
    """Raise BackupError for a database that this version of the app cannot read."""
    known = {script.revision for script in ScriptDirectory(str(paths.migrations_dir())).walk_revisions()}
    if facts.migration not in known:
        raise BackupError(
            f"The backup is of a newer version of Quizapp ({facts.app}, database {facts.migration}): "
            "install that version, then restore."
        )
