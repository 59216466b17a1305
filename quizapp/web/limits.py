"""What no request may bring, refused before any view."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integer; SQLite's is larger, but its driver fails on what is larger still."""


class IdConverter(IntegerConverter):
    """A number in an address that may be an id: any larger one is an address of nothing."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002  Werkzeug names it so
        super().__init__(map, **{"max": LARGEST_ID, **options})


FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")


def init_app(app: Flask) -> None:
    """Hold addresses to ids that can be, posts to forms, and text to signs that a database keeps."""
    app.url_map.converters["int"] = IdConverter

    @app.before_request
    def refuse_other_than_forms() -> None:
        # Flask-WTF would fill a form from JSON, numbers and lists and all. Answers are saved by PUT.
        if request.method == "POST" and request.url_rule and request.mimetype not in FORMS:
            abort(415)

    @app.before_request
    def refuse_nul() -> None:
        # No keyboard types it, and PostgreSQL cannot keep it.
        if "\x00" in request.path:
            abort(404)
        if b"%00" in request.query_string or (request.method == "POST" and _has_nul(request.form)):
            abort(400)


def _has_nul(form: "MultiDict[str, str]") -> bool:
    return any("\x00" in name or "\x00" in value for name, value in form.items(multi=True))
