"""Settings, from the environment, with safe defaults."""

import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import tzlocal
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from quizapp import paths


class SettingsError(Exception):
    """A setting or a folder cannot be used; the message says what to do, in one line."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    `timezone` is the IANA name that times are shown in. `trusted_proxies` is how many proxies of
    the school's own stand before the app and tell it who asks, and whether by TLS.
    """

    data_dir: Path
    database_url: str
    secret_key: str
    host: str = "0.0.0.0"  # noqa: S104  a classroom's tablets must reach the teacher's laptop
    port: int = 8000
    timezone: str = "UTC"
    trusted_proxies: int = 0
    testing: bool = False

    @property
    def database_file(self) -> Path | None:
        """Return the SQLite file, or None where the database is a server."""
        prefix = "sqlite:///"
        return Path(self.database_url[len(prefix) :]) if self.database_url.startswith(prefix) else None


def default_data_dir() -> Path:
    """Return `data/` of a checkout, else the user's own folder for the app."""
    return paths.CHECKOUT / "data" if paths.CHECKOUT else Path(click.get_app_dir("quizapp"))


def read_settings(environ: Mapping[str, str] | None = None, *, make: bool = True) -> Settings:
    """Read the settings and make the data folder and its secret key, or raise SettingsError.

    Without `make` nothing is made: the key is "" where none is kept.
    """
    environ = os.environ if environ is None else environ
    port_text = environ.get("QUIZAPP_PORT") or "8000"
    if not port_text.isascii() or not port_text.isdigit() or not 1 <= int(port_text) <= 65535:
        raise SettingsError(f"QUIZAPP_PORT is {port_text!r}: set a number from 1 to 65535, such as 8000.")
    data_dir = Path(environ.get("QUIZAPP_DATA_DIR") or default_data_dir()).expanduser().absolute()
    if make:
        prepare_data_dir(data_dir)
    return Settings(
        data_dir=data_dir,
        database_url=read_database_url(environ.get("QUIZAPP_DATABASE_URL"), data_dir),
        secret_key=environ.get("QUIZAPP_SECRET_KEY") or kept_secret_key(data_dir, make=make),
        host=environ.get("QUIZAPP_HOST") or "0.0.0.0",  # noqa: S104
        port=int(port_text),
        timezone=read_timezone(environ.get("QUIZAPP_TIMEZONE")),
        trusted_proxies=read_proxies(environ.get("QUIZAPP_TRUSTED_PROXIES") or "0"),
    )


def read_proxies(text: str) -> int:
    """Return how many proxies to believe, or raise SettingsError."""
    if text not in ("0", "1", "2", "3"):
        raise SettingsError(
            f"QUIZAPP_TRUSTED_PROXIES is {text!r}: set how many proxies stand before the app, 0 to 3."
        )
    return int(text)


def read_timezone(name: str | None) -> str:
    """Return a known time zone: the one named, else this computer's."""
    if not name:
        return tzlocal.get_localzone_name() or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"QUIZAPP_TIMEZONE is {name!r}: set a name such as Europe/Berlin or America/New_York."
        ) from error
    return name


def read_database_url(text: str | None, data_dir: Path) -> str:
    """Return the URL of the database named, else of the SQLite file in the data folder."""
    if not text:
        return f"sqlite:///{data_dir / 'quizapp.sqlite3'}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(
            "QUIZAPP_DATABASE_URL is not the address of a database: "
            "write it as postgresql://user:password@host/name, or leave it unset for a file."
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return text
    if kind not in ("postgresql", "postgres"):
        raise SettingsError(f"QUIZAPP_DATABASE_URL names {kind}: only sqlite and postgresql can be used.")
    if find_spec("psycopg") is None:
        raise SettingsError(
            "PostgreSQL needs its driver: pip install 'quizapp[postgresql]', then start again."
        )
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def prepare_data_dir(data_dir: Path) -> None:
    """Make the folder, readable by its owner alone, and see that it can be written."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data_dir / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"The data folder {data_dir} cannot be written ({error.strerror}): "
            "give yourself the right to write there, or set QUIZAPP_DATA_DIR to another folder."
        ) from error


def kept_secret_key(data_dir: Path, *, make: bool = True) -> str:
    """Return the key kept with the data; made on first start, for the owner's eyes only."""
    file = data_dir / "secret_key"
    if not make and not file.exists():
        return ""
    try:
        # O_EXCL: of two starts at once one makes the key and the other reads it.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret_key(file)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key := secrets.token_hex(32))
    return key


def _read_secret_key(file: Path) -> str:
    try:
        key = file.read_text().strip()
        if not key:  # another start has made the file and is about to write the key
            time.sleep(0.2)
            key = file.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read ({error.strerror}): start as the person who owns it."
        ) from error
    if len(key) < 32:
        raise SettingsError(f"{file} does not hold a key: restore it from a backup, or delete it.")
    return key
