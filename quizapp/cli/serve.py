"""`quizapp serve`: bring the data up to date, say where the app is, and serve it until told to stop."""

import errno
import gc
import os
import signal
import socket
import threading
import webbrowser
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.util import Finalize

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers

from quizapp import create_app
from quizapp.accounts.service import admin_exists, make_admin_link
from quizapp.admin.sample import ensure_sample
from quizapp.attempts import sweeper
from quizapp.banks.models import Bank
from quizapp.cli.load_banks import load_units_into_db
from quizapp.cli.school import close, opened_school, refusals
from quizapp.cli.short import open_short_way
from quizapp.config import Settings, SettingsError, read_settings
from quizapp.core.bank.files import load_units
from quizapp.extensions import db
from quizapp.paths import questions_dir
from quizapp.web import clock
from quizapp.web.addresses import EVERYWHERE, lan_address
from quizapp.web.clock import now

BLOCKING_THREADS = 16
STUDENTS_TEMPLATES = ("attempts/", "qtypes/", "_macros/", "_document", "base", "exam")


@click.command()
@click.option("--host", help="Address to listen at; QUIZAPP_HOST, else every address of this computer.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen at; QUIZAPP_PORT, else 8000.")
@click.option("--sample/--no-sample", default=True, help="Whether a new school begins with a sample class.")
@click.option("--open", "open_page", is_flag=True, help="Open the app in this computer's browser.")
def serve(host: str | None, port: int | None, sample: bool, open_page: bool) -> None:
    """Serve the app until Ctrl-C. A first start makes the database and a link for the first admin."""
    os.umask(0o077)  # what the app writes is for its owner alone
    with refusals():
        settings = read_settings()
        settings = replace(settings, host=host or settings.host, port=port or settings.port)
        os.environ["QUIZAPP_HOST"] = settings.host  # the worker reads its settings anew
        refuse_taken_port(settings)
        lines = prepare(settings, sample=sample)
    click.echo("\n".join(lines))
    if open_page:
        threading.Timer(1, webbrowser.open, [local_url(settings)]).start()
    run_server(settings)


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
    with opened_school(settings) as lines:
        if db.session.scalar(select(Bank.id).limit(1)) is None:
            units, findings = load_units(questions_dir())
            load_units_into_db(units, now=now())
            if sample:
                ensure_sample(now())
            lines += [f"Left out of the banks: {finding}" for finding in findings if finding.level == "error"]
        lines += addresses(settings)
        if not admin_exists():
            link = f"{local_url(settings)}/welcome/{make_admin_link(now=now())}"
            lines.append(f"Become the admin by this link, which works once: {link}")
    return [*lines, "Press Ctrl-C to stop."]


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
        respawn_failed_workers=True,  # one that the system killed, for want of memory say, is made anew
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
    clock.hold()
    app = create_app()
    # Not atexit: worker processes end without it.
    Finalize(None, end, args=(app,), exitpriority=10)
    make_ready(app)
    # What the app is made of stays for good: to look through it again holds up every answer for 0.1 s.
    gc.collect()
    gc.freeze()
    sweeper.start(app)
    open_short_way(app)
    threading.Thread(target=end_with_parent, name="parent", daemon=True).start()
    return app


def make_ready(app: Flask) -> None:
    """Make what a page of a student's needs before it is asked for.

    Else the first sixteen of a class that starts at once each make it, and all others wait for them.
    """
    configure_mappers()
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(STUDENTS_TEMPLATES)):
        app.jinja_env.get_template(name)


def end_with_parent() -> None:
    """Stop the worker when the command that started it was killed: it would keep the port for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def end(app: Flask) -> None:
    """Stop what a worker does beside answering, and close the database."""
    sweeper.stop(app)
    close(app)
