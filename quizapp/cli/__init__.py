"""The `quizapp` command. Each command's module is imported when it is asked for, and not before."""

from importlib import import_module

import click

COMMANDS = {
    "admin-link": "quizapp.cli.admin_link:admin_link",
    "backup": "quizapp.cli.backup:backup",
    "bank": "quizapp.cli.bank:bank",
    "doctor": "quizapp.cli.doctor:doctor",
    "restore": "quizapp.cli.backup:restore",
    "serve": "quizapp.cli.serve:serve",
    "stats": "quizapp.cli.stats:stats",
    "student": "quizapp.cli.student:student",
}
"""Command name -> module:object."""


class LazyGroup(click.Group):
    """A group of commands that imports only the one that runs, so that checking files needs no web."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, name="quizapp")
@click.version_option(package_name="quizapp")
def main() -> None:
    """Quizzes and flashcards for a class that learns from readings."""
