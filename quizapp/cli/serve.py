"""`quizapp serve`: bring the data up to date, say where the app is, and serve it until told to stop.

This process only sees that a worker runs. The app is imported by others: here it would be kept for
as long as the server runs, twice the memory that a class needs.
"""

import os
import signal
import socket
import threading
import time
import webbrowser
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

if TYPE_CHECKING:
    from flask import Flask

BLOCKING_THREADS = 16


@click.command()
@click.option("--host", help="Address to listen at; QUIZAPP_HOST, else every address of this computer.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen at; QUIZAPP_PORT, else 8000.")
@click.option("--sample/--no-sample", default=True, help="Whether a new school begins with a sample class.")
@click.option("--open", "open_page", is_flag=True, help="Open the app in this computer's browser.")
def serve(host: str | None, port: int | None, sample: bool, open_page: bool) -> None:
    """Serve the app until Ctrl-C. A first start makes the database and a link for the first admin."""
    os.umask(0o077)  # what the app writes is for its owner alone
    with ProcessPoolExecutor(1, initializer=_let_the_parent_be_told) as aside:
        listen_at, number, url, lines = aside.submit(_open_school, host, port, sample).result()
    os.environ["QUIZAPP_HOST"] = listen_at  # the worker reads its settings anew
    # Not at once: by then the worker has been forked, from a process of one thread.
    teller = threading.Timer(0.3, _tell_once_it_listens, [url, lines, open_page])
    teller.daemon = True
    teller.start()
    run_server(listen_at, number)


def _tell_once_it_listens(url: str, lines: list[str], open_page: bool) -> None:
    """Print the addresses when they can be opened, and not while the worker still makes the app."""
    at = urlsplit(url)
    while True:
        try:
            socket.create_connection((at.hostname, at.port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    click.echo("\n".join(lines))
    if open_page:
        webbrowser.open(url)


def _let_the_parent_be_told() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both
    os.umask(0o077)


def _open_school(host: str | None, port: int | None, sample: bool) -> tuple[str, int, str, list[str]]:
    from quizapp.cli.opening import open_school

    return open_school(host, port, sample=sample)


def run_server(host: str, port: int) -> None:
    """Serve until SIGINT, SIGTERM or the terminal's closing; return after the last request is done."""
    server = Granian(
        "quizapp.cli.serve:application",
        address=host,
        port=port,
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


def application() -> "Flask":
    """Make the app, in the server's worker."""
    from quizapp.cli.worker import application as make

    return make()
