"""What the page of a class shows of its quizzes."""

from datetime import datetime
from typing import Any

from quizapp.classes.models import Class
from quizapp.classes.service import enrolled
from quizapp.quizzes.assigning import assignments_of_class, state_of


def class_panel(class_: Class, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """Return the template of the panel and what it needs; None for a class that nobody is in yet."""
    given = [(row, state_of(row, now)) for row in assignments_of_class(class_)]
    if not given and not enrolled(class_):
        return None
    return "quizzes/_class_panel.html", {"class_": class_, "given": given, "now": now}
