"""The blueprint of cards, and the words that its pages have."""

from flask import Blueprint
from werkzeug.wrappers import Response

from quizapp.cards import wording

blueprint = Blueprint("cards", __name__)
Answered = str | Response | tuple[str, int]


@blueprint.app_template_filter()
def comes_back(value: object) -> str:
    """Say after how long a card comes back."""
    return wording.interval(value)  # type: ignore[arg-type]
