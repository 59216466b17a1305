"""Headers that every response carries, and what the session cookie may do."""

from time import monotonic
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

MOST_KNOWN = 4_096
KNOWN_FOR = 600.0
"""Seconds: far below the age at which a cookie is no longer taken."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)


def init_app(app: Flask) -> None:
    """Set the headers on every response; keep pages with people's data out of shared caches."""
    app.session_interface = SessionCookie()

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


class Signer(TimestampSigner):
    """Signs with the time. A signature from the future counts: the clock was set back since."""

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        value, made = super().unsign(signed_value, None, return_timestamp=True)
        if max_age is not None and self.get_timestamp() - made.timestamp() > max_age:
            raise SignatureExpired("This session has lasted its time.", payload=value, date_signed=made)
        return (value, made) if return_timestamp else value


class SessionCookie(SecureCookieSessionInterface):
    """Marks the cookie Secure on TLS and only there: on a classroom's plain LAN it must still arrive.

    A cookie whose signature was found good is known again by its text for some minutes.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = Signer
        return serializer

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def known(self, text: str) -> dict[str, Any] | None:
        """Return what a cookie holds whose signature was found good a short while ago."""
        until, values = self._known.get(text, (0.0, {}))
        return values if monotonic() < until else None

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        text = request.cookies.get(self.get_cookie_name(app), "")
        values = self.known(text)
        if values is None and text:
            values = self.read(app, text)
        return self.session_class(values) if values else self.session_class()

    def read(self, app: Flask, text: str) -> dict[str, Any] | None:
        """Return what a cookie holds, if its signature is good; keep that for `known` if all is plain."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            values = dict(serializer.loads(text, max_age=int(app.permanent_session_lifetime.total_seconds())))
        except BadSignature:
            return None
        # A list in it could be changed in place, and with it what is kept here.
        if values and all(isinstance(value, str | int) for value in values.values()):
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[text] = (monotonic() + KNOWN_FOR, dict(values))
        return values
