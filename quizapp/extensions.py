"""The Flask extensions, one of each, bound to the app in `wiring`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, session
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


def _checked_tokens() -> dict[tuple[str, str], None]:
    kept: dict[tuple[str, str], None] = current_app.extensions.setdefault("checked_tokens", {})
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
        checked = _checked_tokens()
        if sent and ours and not request.is_secure and (sent, ours) in checked:
            return
        super().protect(apply_exemptions)
        if sent and ours and g.get("csrf_valid"):
            self._keep(sent, ours)

    def issue(self) -> str:
        """Return a token for a page that will send many requests with it: one is enough for a session."""
        token = self.issued(session)
        if token is None:
            issued = _issued_tokens()
            token = str(generate_csrf())
            ours = session["csrf_token"]
            self._keep(token, ours)
            if len(issued) >= MOST_TOKENS:
                issued.clear()
            issued[ours] = token
        return token

    def issued(self, values: Mapping[str, Any]) -> str | None:
        """Return the token that a session with these values was given before."""
        ours = values.get("csrf_token")
        token = _issued_tokens().get(ours) if ours else None
        return token if token and (token, ours) in _checked_tokens() else None

    def _keep(self, sent: str, ours: str) -> None:
        checked = _checked_tokens()
        if len(checked) >= MOST_TOKENS:
            checked.clear()
        checked[sent, ours] = None

    def _get_csrf_token(self) -> str | None:
        return request.headers.get("X-CSRFToken") or super()._get_csrf_token()


csrf = TokenCheck()
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="fixed-window")

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


__all__ = ["Model", "csrf", "db", "limiter", "login_manager", "migrate"]
