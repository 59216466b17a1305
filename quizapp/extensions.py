"""The Flask extensions, one of each, bound to the app in `wiring`."""

from typing import TYPE_CHECKING

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from quizapp.db.base import Base

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="fixed-window")

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


__all__ = ["Model", "csrf", "db", "limiter", "login_manager", "migrate"]
