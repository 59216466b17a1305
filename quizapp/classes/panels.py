"""What other features show on a class's page. They stand above this one, so they hand it in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quizapp.classes.models import Class

Panel = Callable[[Class, datetime], tuple[str, dict[str, Any]] | None]
"""From a class and the time to a template and its context; None where there is nothing to show yet."""

_panels: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Show a panel on every class page, after those added before. Adding it again changes nothing."""
    if panel not in _panels:
        _panels.append(panel)


def panels(class_: Class, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Return the panels of a class: template and context of each."""
    return [shown for panel in _panels if (shown := panel(class_, now))]
