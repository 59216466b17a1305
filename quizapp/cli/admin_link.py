"""`quizapp admin-link`: a way in for whoever runs the app, when there is no other."""

import click

from quizapp.accounts.audit import record
from quizapp.accounts.one_time_links import admin_exists, make_link, staff_named
from quizapp.cli.school import opened_school, refusals, stop_with
from quizapp.cli.serve import local_url
from quizapp.config import read_settings
from quizapp.web.clock import now


@click.command()
@click.option("--user", "username", help="The user name of a teacher or admin who is to set a new password.")
def admin_link(username: str | None) -> None:
    """Print a link that works once: it makes the first admin or, with --user, sets a new password."""
    with refusals():
        settings = read_settings()
        with opened_school(settings) as lines:
            user = staff_named(username) if username else None
            if username and user is None:
                stop_with(f"There is no teacher or admin with the user name {username}.")
            if not username and admin_exists():
                stop_with("There is an admin already. To let one in again: quizapp admin-link --user NAME")
            token = make_link(user, now=now())
            record(None, "one-time link made", f"user {user.id}" if user else "first admin", now=now())
    click.echo("\n".join([*lines, f"{local_url(settings)}/welcome/{token}"]))
    click.echo("It works once, within a day, while the app is running.", err=True)
