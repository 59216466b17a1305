"""The command `quizapp`. Each command's module is imported only when it is asked for."""

from importlib import import_module
from typing import cast

import click

COMMANDS = {
    "admin-link": "quizapp.cli.admin_link:admin_link",
    "serve": "quizapp.cli.serve:serve",
}


class LazyGroup(click.Group):
    """Knows its commands by name, so that `quizapp bank check` loads neither Flask nor a database."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        return cast(click.Command, getattr(import_module(module), attribute))


@click.group(cls=LazyGroup)
@click.version_option(package_name="quizapp")
def main() -> None:
    """Quizapp, a classroom quiz app for teachers who teach from readings."""
