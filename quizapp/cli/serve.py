"""`quizapp serve`: bring the data up to date, say where the app is, and serve it until told to stop."""

import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from dataclasses import replace
from multiprocessing.util import Finalize
from typing import NoReturn

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.exc import SQLAlchemyError

from quizapp import create_app
from quizapp.config import Settings, SettingsError, read_settings
from quizapp.db.schema import SchemaError, bring_up_to_date
from quizapp.extensions import db
from quizapp.web.addresses import lan_address
from quizapp.web.clock import now

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
BLOCKING_THREADS = 16


@click.command()
@click.option("--host", help="Address to listen at; QUIZAPP_HOST, else every address of this computer.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen at; QUIZAPP_PORT, else 8000.")
@click.option("--sample/--no-sample", default=True, help="Whether a new school begins with a sample class.")
@click.option("--open", "open_page", is_flag=True, help="Open the app in this computer's browser.")
def serve(host: str | None, port: int | None, sample: bool, open_page: bool) -> None:
    """Serve the app until Ctrl-C. A first start makes the database and a link for the first admin."""
    os.umask(0o077)  # what the app writes is for its owner alone
    try:
        settings = read_settings()
        settings = replace(settings, host=host or settings.host, port=port or settings.port)
        refuse_taken_port(settings)
        lines = prepare(settings, sample=sample)
    except (SettingsError, SchemaError) as error:
        stop_with(str(error))
    except SQLAlchemyError as error:
        stop_with(f"The database cannot be used ({getattr(error, 'orig', None) or error}).")
    click.echo("\n".join(lines))
    if open_page:
        threading.Timer(1, webbrowser.open, [local_url(settings)]).start()
    run_server(settings)


def stop_with(message: str) -> NoReturn:
    """Say in one line why the app does not start, and end."""
    click.echo(f"quizapp: {' '.join(message.split())}", err=True)
    sys.exit(2)


def local_url(settings: Settings) -> str:
    """Return the address for a browser on this computer."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def refuse_taken_port(settings: Settings) -> None:
    """Raise SettingsError if nobody can listen at the host and port."""
    hosts = [settings.host]
    if settings.host == EVERYWHERE[0]:
        hosts.append("127.0.0.1")  # macOS lets one listen everywhere beside another's one address
    for host in hosts:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host, settings.port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind, protocol) as probe:
                if os.name != "nt":  # where it would let two programs share the port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            raise SettingsError(_why_not_listen(settings, error)) from error


def _why_not_listen(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is taken by another program: stop that one, "
            "or set QUIZAPP_PORT to another number."
        )
    if error.errno == errno.EACCES:
        return (
            f"Port {settings.port} needs an administrator's rights: set QUIZAPP_PORT to a number above 1023."
        )
    return (
        f"{settings.host} is not an address of this computer ({error.strerror}): set QUIZAPP_HOST to one, "
        "or leave it unset."
    )


def prepare(settings: Settings, *, sample: bool) -> list[str]:
    """Bring the database up to date, fill a new school, and return the lines to print."""
    app = create_app(settings)
    lines = []
    try:
        copy = bring_up_to_date(app, now=now())
        if copy:
            lines.append(f"The database was brought up to date. Its former state is kept in {copy}")
        with app.app_context():
            db.session.commit()
    finally:
        end(app)
    return [*lines, *addresses(settings), "Press Ctrl-C to stop."]


def addresses(settings: Settings) -> list[str]:
    """Return the lines that say where the app is."""
    lines = [f"Quizapp is at {local_url(settings)}"]
    lan = lan_address() if settings.host in EVERYWHERE else None
    if lan:
        lines.append(f"For others in this network: http://{lan}:{settings.port}")
    return lines


def run_server(settings: Settings) -> None:
    """Serve until SIGINT, SIGTERM or the terminal's closing; return after the last request is done."""
    server = Granian(
        "quizapp.cli.serve:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,  # more writing processes make SQLite's slowest answers a second long
        blocking_threads=BLOCKING_THREADS,
        workers_kill_timeout=3,
        log_level=LogLevels.error,  # the lines printed above are all that a teacher needs
    )
    if hasattr(signal, "SIGHUP"):
        # Granian reloads on it; for a teacher who closes the terminal it means: stop.
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=application, wrap_loader=False)


def application() -> Flask:
    """Make the app in the server's worker, and see that it ends in order."""
    if hasattr(os, "setpgid"):
        # Ctrl-C reaches every process of a terminal's group. The worker stops when the server says so.
        os.setpgid(0, 0)
    app = create_app()
    # Not atexit: worker processes end without it.
    Finalize(None, end, args=(app,), exitpriority=10)
    return app


def end(app: Flask) -> None:
    """Finish the writes that were handed over, and close the database."""
    app.extensions["writer"].stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
