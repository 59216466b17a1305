"""What the pages of quizzes have in common."""

from typing import Any

from flask import Blueprint, has_request_context, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

blueprint = Blueprint("quizzes", __name__)

Answer = str | Response | tuple[str, int]

TOWARD_A_CLASS = {f"quizzes.{page}" for page in ("quick", "new", "edit", "choose", "show", "assign")}


@blueprint.url_defaults
def keep_the_class(endpoint: str, values: dict[str, Any]) -> None:
    """Let whoever came from a class to make a quiz find that class ticked when it is assigned."""
    class_id = number_of(request.args.get("class", "")) if has_request_context() else None
    if class_id and endpoint in TOWARD_A_CLASS:
        values.setdefault("class", class_id)


def seen(endpoint: str, **values: Any) -> Response:
    """Go and look at what was done."""
    return redirect(url_for(endpoint, **values), 303)


def number_of(text: str) -> int | None:
    """Return the id that a link or a button of ours sends, or None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def number_sent(name: str) -> int:
    """Return the number that a button of ours sends, or fail the request."""
    number = number_of(request.form.get(name, ""))
    if number is None:
        raise BadRequest
    return number
