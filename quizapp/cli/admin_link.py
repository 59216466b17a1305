"""`quizapp admin-link`: a way in for whoever runs the app, when there is no other."""

import click

from quizapp.accounts.audit import record
from quizapp.accounts.service import (
    ADMIN_LINK_LIFE,
    PASSWORD_LINK_LIFE,
    admin_exists,
    make_admin_link,
    make_password_link,
    staff_by_username,
)
from quizapp.cli.opening import local_url
from quizapp.cli.school import opened_school, refusals, stop_with
from quizapp.config import read_settings
from quizapp.web.clock import now
from quizapp.web.filters import plural


@click.command()
@click.option("--user", "username", help="The user name of a teacher or admin who is to set a new password.")
def admin_link(username: str | None) -> None:
    """Print a link that works once: it makes the first admin or, with --user, sets a new password."""
    with refusals():
        settings = read_settings()
        with opened_school(settings) as lines:
            user = staff_by_username(username) if username else None
            if username and user is None:
                stop_with(f"There is no teacher or admin with the user name {username}.")
            if not username and admin_exists():
                stop_with("There is an admin already. To let one in again: quizapp admin-link --user NAME")
            token = make_password_link(user, now=now()) if user else make_admin_link(now=now())
            record(None, "made a one-time link", user.name if user else "the first admin", now=now())
    click.echo("\n".join([*lines, f"{local_url(settings)}/welcome/{token}"]))
    days = (PASSWORD_LINK_LIFE if user else ADMIN_LINK_LIFE).days
    click.echo(f"It works once, within {plural(days, 'day')}, while the app is running.", err=True)
