"""What a request brings, read without the framework, for requests that take a short lane.

Each function returns None for whatever is not plain: the ordinary way reads that, and says what is wrong.
"""

import hmac
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from itsdangerous import BadData, URLSafeTimedSerializer

from quizapp.extensions import csrf
from quizapp.web.security import SessionCookie

Environ = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


def cookie_of(environ: Environ, name: str) -> str:
    """Return a cookie as it was sent; empty if there is none."""
    for part in environ.get("HTTP_COOKIE", "").split("; "):
        if part.startswith(name + "="):
            return str(part[len(name) + 1 :])
    return ""


def session_of(app: Flask, environ: Environ) -> dict[str, Any] | None:
    """Return what the session holds, if its cookie is good and holds plain values."""
    cookies: SessionCookie = app.session_interface  # type: ignore[assignment]
    text = cookie_of(environ, app.config["SESSION_COOKIE_NAME"])
    values = cookies.known(text)
    if values is None and text:
        cookies.read(app, text)
        values = cookies.known(text)
    return values


def body_of(environ: Environ, kind: str, most: int) -> bytes | None:
    """Return the body of this kind, which the ordinary way can then read again."""
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("CONTENT_TYPE") != kind or not length.isdecimal() or int(length) > most:
        return None
    text: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(text)
    return text


def form_of(environ: Environ, most: int) -> dict[str, str] | None:
    """Return the fields of a form, each of which was sent once."""
    body = body_of(environ, FORM, most)
    if body is None or b"%00" in body or b"\x00" in body:
        return None
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def is_ours(app: Flask, environ: Environ, session: dict[str, Any], token: str | None) -> bool:
    """Tell whether what is sent comes from a page of ours: its token is the session's.

    Not on TLS, where the ordinary way looks at the referrer too.
    """
    if not app.config["WTF_CSRF_ENABLED"]:
        return True
    ours = session.get("csrf_token")
    if environ["wsgi.url_scheme"] != "http" or not token or not ours:
        return False
    if csrf.is_known(token, ours, app):
        return True
    with app.app_context():
        return _is_good(app, token, ours)


def _is_good(app: Flask, token: str, ours: str) -> bool:
    """Check a token as Flask-WTF does."""
    try:
        signed = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").loads(token)
    except BadData:
        return False
    if not isinstance(signed, str) or not hmac.compare_digest(ours.encode(), signed.encode()):
        return False
    csrf.keep(token, ours)
    return True
