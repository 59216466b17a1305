"""What the pages of progress have in common: the blueprint, and how they are drawn."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template

from quizapp.classes.models import Class
from quizapp.core.gradebook import Standing
from quizapp.core.statistics.mastery import ENOUGH
from quizapp.progress import wording
from quizapp.web import clock

blueprint = Blueprint("progress", __name__)


def paper_head(class_: Class, what: str, now: datetime) -> str:
    """Return what stands at the head of each printed sheet: class, what it is, if made up, and the day."""
    here = now.astimezone(clock.zone())
    made_up = ["made-up answers"] if class_.sample else []
    return " · ".join([class_.name, what, *made_up, f"{here.day} {here:%b %Y}"])


def page(template: str, **values: Any) -> str:
    """Draw a page with what all of them say."""
    return render_template(
        f"progress/{template}.html", wording=wording, enough=ENOUGH, Standing=Standing, **values
    )
