"""The Flask extensions, one of each, bound to the app in `wiring`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from quizapp.db.base import Base

MOST_TOKENS = 4_096

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()


def _checked_tokens(app: Flask) -> dict[tuple[str, str], None]:
    kept: dict[tuple[str, str], None] = app.extensions.setdefault("checked_tokens", {})
    return kept


def _issued_tokens() -> dict[str, str]:
    kept: dict[str, str] = current_app.extensions.setdefault("issued_tokens", {})
    return kept


class TokenCheck(CSRFProtect):
    """Checks a token once for each session, and looks for it in the header first.

    To look in a form is to read the whole body as one; and a class that saves its answers sends
    the same few tokens again and again.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        sent, ours = request.headers.get("X-CSRFToken"), session.get("csrf_token")
        if sent and ours and not request.is_secure and self.is_known(sent, ours):
            return
        super().protect(apply_exemptions)
        if ours and g.get("csrf_valid") and (sent := sent or request.form.get("csrf_token")):
            self.keep(sent, ours)

    def issue(self) -> str:
        """Return a token for a page that will send many requests with it: one is enough for a session."""
        token = self.issued(session)
        if token is None:
            token = str(generate_csrf())
            self.keep(token, session["csrf_token"])
        return token

    def issued(self, values: Mapping[str, Any]) -> str | None:
        """Return a token that a session with these values was given before."""
        ours = values.get("csrf_token")
        token = _issued_tokens().get(ours) if ours else None
        return token if token and self.is_known(token, ours) else None

    def is_known(self, sent: str, ours: str | None, app: Flask = current_app) -> bool:
        """Tell whether a token was found good before, for a session with this secret."""
        return (sent, ours) in _checked_tokens(app)

    def keep(self, sent: str, ours: str) -> None:
        """Know a good token again."""
        if len(_checked_tokens(current_app)) >= MOST_TOKENS:
            _checked_tokens(current_app).clear()
            _issued_tokens().clear()
        _checked_tokens(current_app)[sent, ours] = None
        _issued_tokens()[ours] = sent

    def _get_csrf_token(self) -> str | None:
        return request.headers.get("X-CSRFToken") or super()._get_csrf_token()


csrf = TokenCheck()
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="fixed-window")

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


__all__ = ["Model", "csrf", "db", "limiter", "login_manager", "migrate"]
