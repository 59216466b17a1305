"""A classroom quiz app for teachers who teach from readings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quizapp.config import Settings

# Before numpy comes: its threads would spin beside those that serve a class, for sums that take a blink.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app, by settings given or those of the environment."""
    # Imported here so that `import quizapp` (and `quizapp bank check`) loads no Flask.
    from quizapp.wiring import wire

    return wire(settings)
