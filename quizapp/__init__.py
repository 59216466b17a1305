"""A classroom quiz app for teachers who teach from readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app, by settings given or those of the environment."""
    # Imported here so that `import quizapp` (and `quizapp bank check`) loads no Flask.
    from quizapp.wiring import wire

    return wire(settings)
