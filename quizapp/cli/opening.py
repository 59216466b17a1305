"""What comes before the serving: settings, port and database are looked at, and a new school is filled."""

import errno
import os
import socket
from dataclasses import replace

from sqlalchemy import select

from quizapp.accounts.service import admin_exists, make_admin_link
from quizapp.admin.sample import ensure_sample
from quizapp.banks.models import Bank
from quizapp.cli.load_banks import load_units_into_db
from quizapp.cli.school import opened_school, refusals
from quizapp.config import Settings, SettingsError, read_settings
from quizapp.core.bank.files import load_units
from quizapp.extensions import db
from quizapp.paths import questions_dir
from quizapp.web.addresses import EVERYWHERE, lan_address
from quizapp.web.clock import now


def open_school(host: str | None, port: int | None, *, sample: bool) -> tuple[str, int, str, list[str]]:
    """Return host, port, local address and lines to print; end in one line where it cannot be served."""
    with refusals():
        settings = read_settings()
        settings = replace(settings, host=host or settings.host, port=port or settings.port)
        refuse_taken_port(settings)
        lines = prepare(settings, sample=sample)
    return settings.host, settings.port, local_url(settings), lines


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
