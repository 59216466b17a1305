"""What the pages of progress have in common: the blueprint, and how they are drawn."""

from typing import Any

from flask import Blueprint, render_template

from quizapp.core.gradebook import Standing
from quizapp.core.statistics.mastery import ENOUGH
from quizapp.progress import wording

blueprint = Blueprint("progress", __name__)


def page(template: str, **values: Any) -> str:
    """Draw a page with what all of them say."""
    return render_template(
        f"progress/{template}.html", wording=wording, enough=ENOUGH, Standing=Standing, **values
    )
